"""Linking: a relation and its two ends become edges of the graph.

In     a story with a wanted relation, and the things at its other end.   Out   links of the draft.
Raises nothing; a relation that finds no end is kept as not understood.
Knows nothing of clauses, torch or Qt.
"""

from __future__ import annotations

from engine.language.describing import describe
from engine.language.draft import Link, Thing
from engine.language.reading import Item
from engine.language.story import Story, Wanted
from engine.vocabulary.relations import RELATIONS


def relate(story: Story, things: list[Thing]) -> None:
    wanted, story.wanted = story.wanted, None
    assert wanted is not None
    story.span(wanted.item, RELATIONS[wanted.key].family)
    change = RELATIONS[wanted.key].family == "change"
    story.made = []
    if wanted.between:
        _between(story, wanted, things)
        return
    for index, source in enumerate(wanted.sources):
        targets = things
        if len(wanted.sources) > 1 and len(things) > 1 and RELATIONS[wanted.key].family != "compare":
            targets = [things[index % len(things)]]   # "three chairs next to two tables": one each, in turn
        if change:
            # each object becomes a state of its own
            targets = things[:1] if index == 0 else [_twin(story, things[0])]
        for target in targets:
            target = target if change else story.draft.bearer(target)
            if target is not source:
                ends = (target, source) if wanted.converse else (source, target)
                story.made.append(link(story, wanted.key, *ends, wanted.settings))
    _said(story, wanted)
    if not story.made:
        story.not_understood(wanted.item)


def _said(story: Story, wanted: Wanted) -> None:
    """ "a table with a lamp on it": what "with" said of the two is said better."""
    pairs = [{made.source, made.target} for made in story.made]
    told = [made for made in story.company if {made.source, made.target} in pairs]
    story.draft.links = [made for made in story.draft.links if made not in told]
    story.company = [made for made in story.company if made not in told]
    if wanted.item.kind == "with":
        story.company += story.made
        story.along = wanted


def _between(story: Story, wanted: Wanted, things: list[Thing]) -> None:
    """ "between two candles", "between a candle and a lamp": a relation to each of two."""
    ends = [*wanted.first, *map(story.draft.bearer, things)]
    if len(ends) == 1:
        wanted.first, story.wanted = ends, wanted
    elif len(ends) == 2:
        story.made = [link(story, key, source, end, wanted.settings) for source in wanted.sources
                      for key, end in zip((wanted.key, wanted.between), ends)]
    else:
        story.not_understood(wanted.item)


def link(story: Story, key: str, source: Thing, target: Thing, settings: dict[str, float]) -> Link:
    known = {setting.key for setting in RELATIONS[key].settings}
    made = Link(key, source, target, story.clause, {k: v for k, v in settings.items() if k in known})
    story.draft.links.append(made)
    return made


def _twin(story: Story, state: Thing) -> Thing:
    twin = story.draft.add(state.noun, state.word, kind="state", group=state.group)
    twin.attributes, twin.colours, twin.scale = dict(state.attributes), list(state.colours), state.scale
    return twin


def become(story: Story, items: list[Item]) -> None:
    """ "turns red": into a state that is the same thing, but for these adjectives."""
    assert story.wanted is not None
    for source in story.wanted.sources:
        story.group += 1
        state = story.draft.add(source.noun, source.word, kind="state", group=story.group)
        state.attributes, state.colours = dict(source.attributes), list(source.colours)
        state.scale = source.scale
        describe(story, state, items, report=source is story.wanted.sources[0])
        story.made = [link(story, story.wanted.key, source, state, {})]
    story.span(story.wanted.item, "change")
    story.wanted = None


def give_up(story: Story) -> None:
    """A relation without an object: "walks past" means the thing the scene is about."""
    wanted, story.wanted = story.wanted, None
    assert wanted is not None
    central = story.draft.central(wanted.sources) if RELATIONS[wanted.key].family == "move" else None
    if central is None:
        story.not_understood(wanted.item)
        return
    story.wanted = wanted
    relate(story, [central])
