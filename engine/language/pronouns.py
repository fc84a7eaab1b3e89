"""Pronouns: what "it", "they" and "each other" stand for.

In     a story, a pronoun's item.   Out   the things meant, placed as a noun phrase is.
Raises nothing.   Knows nothing of verbs, torch or Qt.
"""

from __future__ import annotations

from itertools import permutations

from engine.language.clauses import drop_phrase
from engine.language.draft import Thing
from engine.language.linking import link
from engine.language.phrases import place
from engine.language.reading import Item
from engine.language.story import Story
from engine.vocabulary.relations import RELATIONS


def pronoun(story: Story, item: Item) -> None:
    if story.phrase.open:
        drop_phrase(story)
    if item.value == "each other":
        if story.wanted and len(story.wanted.sources) > 1:
            wanted, story.wanted = story.wanted, None
            story.span(wanted.item, RELATIONS[wanted.key].family)
            story.span(item, "object")
            pairs = [(a, b) for a, b in permutations(wanted.sources, 2)
                     if not RELATIONS[wanted.key].symmetric or a.id < b.id]
            story.made = [link(story, wanted.key, a, b, wanted.settings) for a, b in pairs]
        else:
            story.not_understood(item)
        return
    things = _meant(story, item.value)
    if not things:
        story.not_understood(item)
        return
    story.span(item, "object")
    place(story, things)


def _meant(story: Story, number: str) -> list[Thing]:
    """ "it": as a subject the subject before, as an object the latest other thing. "them": all of the latest."""
    if story.wanted or story.changing:
        ours = story.wanted.sources if story.wanted else story.subjects
        others = [t for t in story.told if t not in ours and t.kind == "object"]
        if number == "many" and others:
            return [t for t in story.draft.things if t.group == others[-1].group]
        return others[-1:]
    things = story.subjects or story.before or story.last
    things = list(dict.fromkeys(story.draft.bearer(t) for t in things))
    return things if number == "many" else things[:1]
