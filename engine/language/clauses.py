"""Clauses: where one thing said ends and the next begins, and when it is.

In     a story, the items between clauses: joints, commas, stops, times.   Out   clauses of the draft.
Raises nothing.   Knows nothing of nouns and verbs, torch or Qt.
"""

from __future__ import annotations

from engine.language.describing import describe
from engine.language.draft import Clause, Thing
from engine.language.features import counted
from engine.language.linking import become, give_up
from engine.language.reading import Item
from engine.language.senses import ADJECTIVES
from engine.language.story import Phrase, Story
from engine.vocabulary.relations import RELATIONS


def time(story: Story, item: Item) -> None:
    drop_phrase(story)
    story.span(item, "time")
    said = item.value
    if story.wanted:
        give_up(story)
    if continues(story):
        next_clause(story, keep_time=False, keep_subjects=True)
    clause = story.clause
    story.times.append((clause, item))
    clause.start = said.start if said.start is not None else clause.start
    clause.end = said.end if said.end is not None else clause.end
    clause.length = said.length if said.length is not None else clause.length
    if said.later is not None:
        starts = [c.start for c in story.draft.clauses if c.start is not None]
        clause.start = (max(starts) if starts else 0.0) + said.later
    if not story.predicate:
        story.leading = clause


def relative(story: Story, item: Item) -> None:
    """ "a cow, which runs": what comes next is said of the noun before."""
    drop_phrase(story)
    if story.last and story.last != story.subjects and not story.wanted:
        next_clause(story, keep_time=True, keep_subjects=True)
        story.subjects = story.last


def continues(story: Story) -> bool:
    """A predicate after "and": the same subjects do something else."""
    return story.joined and story.predicate


def joint(story: Story, item: Item) -> None:
    if story.phrase.items and story.ahead is not None and story.ahead.kind in ADJECTIVES and item.value == "and":
        return                                # "a red and white fish"
    drop_phrase(story)
    if item.value == "then":
        if story.wanted:
            give_up(story)
        if story.predicate:
            then(story)
        return
    story.joined = True


def then(story: Story) -> None:
    """The next step of the same subjects."""
    before = story.clause
    next_clause(story, keep_time=False, keep_subjects=True)
    story.clause.chain, story.clause.step = before.chain, before.step + 1


def comma(story: Story, item: Item) -> None:
    if story.phrase.items and story.ahead is not None and story.ahead.kind in ADJECTIVES:
        return                                # "a big, red fish"
    drop_phrase(story)
    if story.predicate and story.wanted is None:
        story.joined = True
    elif story.wanted:
        give_up(story)
        story.joined = True
    else:
        story.side = bool(story.subjects)


def stop(story: Story, item: Item) -> None:
    close(story)
    next_clause(story, keep_time=False)


def next_clause(story: Story, *, keep_time: bool, keep_subjects: bool = False) -> None:
    story.before = story.subjects or story.before
    old = story.clause
    story.clause = Clause(chain=len(story.draft.clauses))
    if keep_time and story.leading is old:
        story.clause.start, story.clause.end, story.clause.length = old.start, old.end, old.length
        story.leading = story.clause
        story.heirs.append((old, story.clause))
    else:
        story.leading = None
    story.draft.clauses.append(story.clause)
    if not keep_subjects:
        story.subjects = []
    story.predicate = story.joined = story.side = False
    story.features, story.along, story.moved, story.lost, story.each = None, None, None, False, 0
    if not keep_subjects:
        story.last = []


def close(story: Story) -> None:
    """The end of a sentence: what is still open is settled or reported."""
    drop_phrase(story)
    if story.wanted:
        give_up(story)
    for left in (story.measure, story.manner, story.changing):
        story.not_understood(left)
    story.measure = story.manner = story.changing = None
    for left in story.phrase.items:               # "a cat very"
        story.not_understood(left)
    story.phrase = Phrase()


def _shared(story: Story, phrase: Phrase) -> list[Thing]:
    """Whom adjectives after the noun describe: all the subjects; of "two trees, one tall and one short" one each."""
    number = phrase.count.value if phrase.count else 0
    if not 0 < number < len(story.subjects) or story.each + number > len(story.subjects):
        return story.subjects
    if phrase.count is not None:
        story.span(phrase.count, "object")
    first, story.each, phrase.count = story.each, story.each + number, None
    return story.subjects[first:story.each]


def drop_phrase(story: Story) -> None:
    """Adjectives without a noun: they describe the subject ("the lamp is tall"), or they are reported."""
    phrase, story.phrase = story.phrase, Phrase()
    if phrase.items and story.wanted and RELATIONS[story.wanted.key].family == "change":
        become(story, phrase.items)
    elif phrase.items and story.subjects and not story.wanted:
        if all(item.kind == "degree" for item in phrase.items):
            story.phrase.items = phrase.items     # "very", before a manner
            story.not_understood(phrase.count)
            return
        things = _shared(story, phrase)
        for thing in things:
            describe(story, thing, phrase.items, report=thing is things[0])
        story.predicate = True
    else:
        for item in phrase.items:
            story.not_understood(item)
    for left in (phrase.count, phrase.doing):
        story.not_understood(left)
    for part in phrase.parts:
        if not counted(story, story.last, part):
            story.not_understood(part)
