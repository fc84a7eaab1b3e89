"""The composer: items to a draft, clause by clause.

In     items (engine.language.senses).   Out   a Story: the draft, the items not understood, spans, remarks.
Raises LanguageError.   Knows nothing of tokenising, torch or Qt.

One pass, left to right; each kind of item has one reader. A noun phrase is gathered until its noun comes; a noun phrase
after a relation is its object, any other is a subject; a verb, a manner and a relation belong to the subjects of their
clause. What cannot be placed is returned, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.language import clauses, features, likeness, phrases, pronouns, relating, settings, verbs
from engine.language.reading import Item
from engine.language.senses import ADJECTIVES
from engine.language.story import Story
from engine.vocabulary.categories import CATEGORIES


def composed(items: list[Item]) -> Story:
    """The story that the items tell."""
    story = Story()
    for index, item in enumerate(items):
        story.ahead = items[index + 1] if index + 1 < len(items) else None
        item = relating.after_motion(story, item)
        READERS[item.kind](story, item)
    clauses.close(story)
    for clause, item in story.times:
        if (clause.start, clause.end) != (None, None) and not any(c is clause for c in story.used()):
            story.remarks.append(f"{item.text!r} changes nothing: only relations and morphs have times")
            story.not_understood(item)
    return story


def _unknown(story: Story, item: Item) -> None:
    if story.phrase.count is not None and _part(item):    # "a three legged stool"
        count, story.phrase.count = story.phrase.count, None
        story.phrase.parts.append(Item("parted", (count, item), f"{count.text} {item.text}", count.start, item.end))
        return
    if (story.features or item.text.lower().endswith("ed")) and story.last and features.feature(story, item):
        return
    if story.wanted and _ends(story):             # what it leads to is not known: "chases a ball"
        story.not_understood(story.wanted.item)
        story.wanted = None
    if _verb(story, item):                        # "a witch touches a frog": the frog is no subject
        story.lost, story.features = True, None
    if _ends(story):                              # "a red crown": the colour is not the object's
        phrases.leave(story)
        if story.features and story.ahead is not None and story.ahead.kind in ("article", "count"):
            story.features, story.lost = None, True    # "with a spear fights a dragon"
    story.not_understood(item)


def _ends(story: Story) -> bool:
    """Whether a noun phrase cannot go on after this item."""
    return story.ahead is None or (story.ahead.kind not in (*ADJECTIVES, "noun", "unknown")
                                   and story.ahead.text.lower() != "of")


def _verb(story: Story, item: Item) -> bool:
    """Whether an unknown word seems to be what the subjects do to what comes next, or by what they do it."""
    ahead = story.ahead is not None and story.ahead.kind in ("article", "count", "pronoun")
    follows = item.text.lower().endswith("s") or (story.predicate and not story.joined)
    return ahead and bool(story.subjects) and not story.phrase.open and follows


def _part(item: Item) -> bool:
    """Whether an unknown word tells a part that some category counts: "legged"."""
    stem = item.text.lower().removesuffix("ged" if item.text.lower().endswith("gged") else "ed")
    return stem != item.text.lower() and stem in COUNTED


def _silent(story: Story, item: Item) -> None:
    pass


COUNTED = {word.removesuffix("s") for row in CATEGORIES.values() for attribute in row.attributes
           if attribute.key == "count" for word in attribute.unit.split()}
"""What the categories count, in the singular."""

READERS: dict[str, Callable[[Story, Item], None]] = {
    **dict.fromkeys(ADJECTIVES, phrases.adjective),
    "article": phrases.article, "count": phrases.count, "parted": phrases.parted, "again": phrases.again,
    "noun": phrases.noun, "pronoun": pronouns.pronoun,
    "with": features.with_, "like": likeness.like, "without": likeness.without, "simile": likeness.simile,
    "verb": verbs.verb, "manner": verbs.manner, "copula": verbs.copula, "turning": verbs.turning,
    "changing": verbs.changing,
    "relation": relating.relation,
    "direction": settings.direction, "times": settings.times, "metres": settings.metres,
    "time": clauses.time, "joint": clauses.joint, "comma": clauses.comma, "stop": clauses.stop,
    "relative": clauses.relative, "unknown": _unknown, "silent": _silent,
}
"""Kind of an item to what reads it."""
