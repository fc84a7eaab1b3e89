"""Verbs and manners: what the subjects of a clause do.

In     a story, a verb's item, a manner's, a copula's.   Out   the subjects' motion.
Raises nothing; a verb without a subject is kept as not understood.
Knows nothing of nouns, torch or Qt.
"""

from __future__ import annotations

from engine.language.clauses import continues, drop_phrase, next_clause
from engine.language.lexicon import Relating, reading
from engine.language.motion import do, manners, pace
from engine.language.reading import Item
from engine.language.relating import relation
from engine.language.senses import ADJECTIVES
from engine.language.story import Story
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import GESTURES, LOCOMOTION


def verb(story: Story, item: Item) -> None:
    if story.phrase.open and story.phrase.article != "known" and item.text.lower().endswith("ing"):
        story.phrase.doing = item
        return
    drop_phrase(story)
    if continues(story):
        next_clause(story, keep_time=True, keep_subjects=True)
    if not story.subjects:
        story.subjects = story.before
    if not story.subjects:
        story.not_understood(item)
        return
    story.span(item, "move")
    actors = story.last if story.last and item.text.lower().endswith("ing") and not story.joined else story.subjects
    for thing in actors:
        do(story, story.draft.bearer(thing), item.value)
    if story.manner is not None:
        manners(story, actors, story.manner)
    story.predicate = True
    story.joined = False
    done = item.value.verb
    story.last, story.features = list(actors), None
    story.goes = story.moved = item if done is None or done in LOCOMOTION or done in GESTURES else None


def manner(story: Story, item: Item) -> None:
    story.span(item, "move")
    change = next((row for made in story.made if made.clause is story.clause
                   and (row := RELATIONS[made.kind]).family == "change"), None)
    if change is not None and change.duration is not None and not story.joined:
        pace(story, story.clause, item, change.duration)
    elif story.predicate and story.subjects and not story.joined:
        manners(story, story.subjects, item)
    else:
        story.manner = item


def copula(story: Story, item: Item) -> None:
    drop_phrase(story)


def changing(story: Story, item: Item) -> None:
    """ "turns" before "a frog into a prince"."""
    drop_phrase(story)
    story.changing = item


def turning(story: Story, item: Item) -> None:
    """ "turns" before an adjective is a change, else the verb."""
    if story.ahead is not None and story.ahead.kind in ADJECTIVES:
        relation(story, Item("relation", Relating("morphs into"), item.text, item.start, item.end))
    elif entry := reading(item.text, "verb"):
        verb(story, Item("verb", entry.value, item.text, item.start, item.end))
    else:
        story.not_understood(item)
