"""Relations: whose they are, and that they wait for their object.

In     a story, a relation's item, the verb before it.   Out   the story's wanted relation.
Raises nothing; a relation without a subject is kept as not understood.
Knows nothing of what comes after it, torch or Qt.
"""

from __future__ import annotations

from dataclasses import replace

from engine.language.clauses import continues, drop_phrase, next_clause, then
from engine.language.lexicon import Relating, styled
from engine.language.linking import give_up
from engine.language.motion import do, manners, pace
from engine.language.reading import Item
from engine.language.story import Story, Wanted
from engine.vocabulary.families import MOBILE
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import AFTER_GESTURE, AFTER_MOTION, AFTER_STEP, FLIGHT, GESTURES, ONWARDS, STANDING


def after_motion(story: Story, item: Item) -> Item:
    """The item; after a verb that carries through space, "by" passes and "to" approaches."""
    goes, story.goes = story.goes, None
    word = item.text.lower()
    if goes is None and word in ONWARDS and item.kind == "silent":
        goes = story.moved                        # "goes from a house to a castle"
    if goes is None:
        return item
    gesture = goes.value.verb in GESTURES
    key = (AFTER_GESTURE if gesture else AFTER_MOTION).get(word)
    if key is None and goes.value.verb not in (None, *FLIGHT):
        key = AFTER_STEP.get(word)
    if key is None:
        return item
    return Item("relation", Relating(key), item.text, item.start, item.end)


def _standing(story: Story, item: Item) -> Relating:
    """What a relation says; of things that nobody said to move, "around" says where they are."""
    key = STANDING.get(item.text.lower())
    moves = any(thing.verb is not None or thing.category.family in MOBILE for thing in story.subjects or story.before)
    return item.value if key is None or moves else Relating(key)


def relation(story: Story, item: Item) -> None:
    said: Relating = _standing(story, item)
    row = RELATIONS[said.key]
    if item.text.lower() in ("into", "back into") and not any(
            link.kind == "morphs into" for link in story.made) and story.changing is None:
        story.not_understood(item)
        return
    if story.changing is not None:
        said = replace(said, settings={**said.settings, **styled(story.changing.text)})
        story.span(story.changing, row.family)
        story.changing = None
    drop_phrase(story)
    if story.wanted:
        give_up(story)
    after_object = bool(story.last) and not story.joined and story.last != story.subjects
    if continues(story) and row.family in ("move", "change"):
        next_clause(story, keep_time=True, keep_subjects=True)
    elif continues(story) and any(RELATIONS[link.kind].family == "move" for link in story.made):
        then(story)                          # "walks to the chair and sits on it"
    sources = story.subjects or story.before
    if after_object and row.family in ("place", "compare") and said.key != "facing" and said.doing is None:
        sources = story.last
    if not sources:
        story.not_understood(item)
        return
    if not story.subjects:
        story.subjects = sources
    sources = list(dict.fromkeys(map(story.draft.bearer, sources)))
    if said.doing is not None:
        for thing in sources:
            if thing.verb is None or said.doing.verb != "still":
                do(story, thing, said.doing)
    if story.manner is not None and row.family == "change" and row.duration is not None:
        pace(story, story.clause, story.manner, row.duration)
    elif story.manner is not None:
        manners(story, sources, story.manner)
    story.wanted = Wanted(item, said.key, sources, said.settings, said.converse, said.between)
    if story.measure is not None:
        story.wanted.settings = {**said.settings, "distance": story.measure.value}
        story.span(story.measure, row.family)
        story.measure = None
    story.predicate = True
    story.joined, story.features = False, None
