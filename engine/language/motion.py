"""Motion: what a thing does, how strongly and how fast.

In     a story, things, a verb's or a manner's item.   Out   verb, intensity and speed of the things.
Raises nothing.   Knows nothing of clauses, relations, torch or Qt.
"""

from __future__ import annotations

from engine.language.draft import Clause, Thing
from engine.language.lexicon import Doing
from engine.language.reading import Item
from engine.language.story import Story
from engine.vocabulary.nouns import with_article
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.verbs import VERBS


def do(story: Story, thing: Thing, doing: Doing) -> None:
    verb = thing.goes() if doing.verb is None else thing.does(doing.verb)
    if doing.verb is not None and verb != doing.verb:
        story.remarks.append(f"{with_article(thing.word)} cannot {doing.verb}: it {VERBS[verb].words[0]} instead")
    if thing.verb not in (None, verb):
        if doing.verb == "still" and any(RELATIONS[made.kind].family == "move" and made.source is thing
                                         for made in story.draft.links):
            return                                # "drives to the house and stops": it does when it is there
        story.remarks.append(f"{with_article(thing.word)} moves in one way only: it {VERBS[verb].words[0]} "
                             f"in place of what was said before")
    thing.verb = verb
    if doing.intensity is not None:
        thing.intensity = doing.intensity
    if doing.speed is not None:
        thing.speed = doing.speed


def pace(story: Story, clause: Clause, item: Item, duration: float) -> None:
    """ "slowly turns into": the change takes longer than its usual duration [s]."""
    _, speed = item.value
    if speed is not None and clause.length is None:
        clause.length = round(duration / speed ** _degree(story), 4)
    story.manner = None


def _degree(story: Story) -> float:
    """What "very" before a manner says."""
    if not story.phrase.items or story.phrase.items[-1].kind != "degree":
        return 1.0
    said = story.phrase.items.pop()
    story.span(said, "move")
    return said.value


def manners(story: Story, things: list[Thing], item: Item) -> None:
    intensity, speed = item.value
    degree = _degree(story)
    for thing in map(story.draft.bearer, things):
        if intensity is not None:
            thing.intensity = round(min(1.0, max(0.0, 0.5 + (intensity - 0.5) * degree)), 4)
        if speed is not None:
            thing.speed = round((thing.speed or 1.0) * speed ** degree, 4)
    story.manner = None
