"""Noun phrases: articles, counts and adjectives wait for their noun; with it they are a new thing or a known one.

In     a story, the items of noun phrases.   Out   things of the draft, placed as subjects or as a relation's object.
Raises nothing.   Knows nothing of verbs, torch or Qt.
"""

from __future__ import annotations

from engine.language.clauses import next_clause
from engine.language.describing import colours, describe
from engine.language.draft import Thing
from engine.language.features import counted, feature
from engine.language.linking import relate
from engine.language.motion import do, manners
from engine.language.reading import Item
from engine.language.story import Phrase, Story, Wanted
from engine.vocabulary.nouns import Noun, plurals
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import COMPANY, COUNT_LIMIT


def leave(story: Story) -> None:
    """Tell what was gathered for a noun that did not come."""
    phrase, story.phrase = story.phrase, Phrase()
    for left in (phrase.count, *phrase.items, phrase.doing, *phrase.parts):
        story.not_understood(left)


def article(story: Story, item: Item) -> None:
    if story.phrase.count and story.phrase.count.text.lower() != "both":
        leave(story)                              # "eight legs hanging from a tree"
    _begin(story, item)
    story.phrase.article = item.value
    if "second" in item.text.lower() or "third" in item.text.lower() or item.text.lower() == "another":
        story.phrase.article = "new"


def count(story: Story, item: Item) -> None:
    _begin(story, item)
    story.not_understood(story.phrase.count)      # "two three fish"
    story.phrase.count = item


def adjective(story: Story, item: Item) -> None:
    _begin(story, item)
    story.phrase.items.append(item)


def parted(story: Story, item: Item) -> None:
    _begin(story, item)
    story.phrase.parts.append(item)


def again(story: Story, item: Item) -> None:
    """ "a small one": another of what was named last."""
    things = [thing for thing in story.told if thing.kind == "object"]
    each = story.subjects[story.each:story.each + 1]
    if each and (story.side or story.each) and len(story.subjects) > 1 and not story.predicate:
        describe(story, each[0], story.phrase.items, report=True)    # "two crabs, a big one and a small one"
        story.span(item, "object", start=story.phrase.start)
        story.phrase, story.each = Phrase(), story.each + 1
    elif things:
        noun(story, Item("noun", (things[-1].noun, item.value), item.text, item.start, item.end))
    else:
        story.not_understood(item)


def _begin(story: Story, item: Item) -> None:
    if story.phrase.start is None:
        story.phrase.start = item.start


def noun(story: Story, item: Item) -> None:
    word, plural = item.value
    if story.features and feature(story, item):
        return
    if story.last and not story.phrase.open and _compound(story, item, word):
        return
    if story.features and story.wanted is None:
        story.wanted = Wanted(story.features, COMPANY, story.last, converse=True)
    phrase, story.phrase = story.phrase, Phrase()
    things = _known(story, phrase, word, plural) if phrase.article == "known" else []
    state = story.wanted is not None and RELATIONS[story.wanted.key].family == "change"
    if not things or state:
        things = _new(story, phrase, item, state, copy=things)
        for thing in things:
            thing.said = tuple(said.text.lower() for said in phrase.items if said.kind != "degree")
    else:
        _consume(story, phrase)
    story.span(item, "state" if state else "object", start=phrase.start)
    story.noun_end = item.end
    place(story, things)


def _compound(story: Story, item: Item, noun: Noun) -> bool:
    """ "oak tree": the word before says more of the same thing; "fish vase": it only describes."""
    at = next((at for at in reversed(range(len(story.spans))) if story.spans[at][2] in ("object", "state")), None)
    if at is None:
        return False
    start, end, kind = story.spans[at]
    touching = item.start - end == 1 and end == story.noun_end
    if touching and all(thing.noun.category == noun.category for thing in story.last):
        story.spans[at] = (start, item.end, kind)
        story.noun_end = item.end
        return True
    return False


def _known(story: Story, phrase: Phrase, noun: Noun, plural: bool) -> list[Thing]:
    """What "the red fish" means among what was named before; nothing: it is new."""
    same = [t for t in story.draft.things if t.noun.category == noun.category]
    exact = [t for t in same if t.word == noun.word]
    if not exact and (noun.word == noun.category or len(same) == 1):
        exact = same
    said = colours(phrase)
    fitting = [t for t in exact if not said or (t.colours and t.colours[0] == said[0])]
    if not fitting:
        return []
    if plural and not phrase.count:
        return fitting
    number = phrase.count.value if phrase.count else 1
    group = [t for t in fitting if t.group == fitting[-1].group]
    if number > 1 or (noun.word in plurals(noun.word) and len(group) > 1):
        return group[-number:] if number > 1 else group
    objects = [t for t in fitting if t.kind == "object"] or fitting
    mentioned = [t for t in reversed(story.told) if t in objects]
    return [mentioned[0] if mentioned else objects[-1]]


def _new(story: Story, phrase: Phrase, item: Item, state: bool, copy: list[Thing]) -> list[Thing]:
    """What a noun phrase names for the first time: as many things as are counted."""
    word, plural = item.value
    several = plural and phrase.article is None and not state and word.word not in plurals(word.word)
    if phrase.count:
        number = phrase.count.value
    elif several:                                 # "two knights on horses": one each
        number = len(story.wanted.sources) if story.wanted and len(story.wanted.sources) > 1 else 3
    else:
        number = 1
    if number < 1:
        story.not_understood(phrase.count)
        number = 1
    if number > COUNT_LIMIT:
        story.remarks.append(f"{number} {item.text} are too many for one prompt: {COUNT_LIMIT} were made")
        number = COUNT_LIMIT
    story.group += 1
    kind = "state" if state else "object"
    things = [story.draft.add(word, word.word, kind=kind, group=story.group) for _ in range(number)]
    for thing in things:
        if copy:
            thing.attributes.update(copy[0].attributes)
            thing.colours = list(copy[0].colours)
        describe(story, thing, phrase.items, report=thing is things[0])
        if phrase.doing:
            do(story, thing, phrase.doing.value)
    for part in phrase.parts:
        if not counted(story, things, part):
            story.not_understood(part)
    if phrase.doing:
        story.span(phrase.doing, "move")
    if story.manner is not None:
        manners(story, things, story.manner)
    return things


def _consume(story: Story, phrase: Phrase) -> None:
    """Adjectives of a known thing only told which one is meant."""
    if phrase.doing:
        story.not_understood(phrase.doing)


def place(story: Story, things: list[Thing]) -> None:
    """A finished noun phrase: the object of a relation, one more subject, or the subject of a new clause."""
    story.told += things
    story.features = None
    if story.wanted:
        relate(story, things)
    elif story.lost:
        story.predicate = True
    elif story.joined and not story.predicate and story.along:
        story.wanted = story.along                # "with a candle and a bell"
        relate(story, things)
    elif story.joined and not story.predicate and story.subjects:
        story.subjects = story.subjects + [t for t in things if t not in story.subjects]
    elif story.subjects and not story.predicate and not story.joined and story.side:
        story.subjects = story.subjects + things
    else:
        if story.predicate:
            next_clause(story, keep_time=story.joined)
        story.subjects = things
    story.joined = story.side = story.lost = False
    story.last = things
