"""Settings: numbers and senses of a relation, "twice", "2 m", "clockwise".

In     a story, the item that says it.   Out   settings of the relation before, or of the one that is wanted.
Raises nothing; a setting that no relation has is kept as not understood.
Knows nothing of nouns and verbs, torch or Qt.
"""

from __future__ import annotations

from engine.language.reading import Item
from engine.language.story import Story
from engine.vocabulary.relations import RELATIONS


def direction(story: Story, item: Item) -> None:
    orbits = [link for link in story.made if link.kind == "orbits"]
    for link in orbits:
        link.settings["direction"] = item.value
    if orbits:
        story.span(item, "move")
    elif story.wanted and story.wanted.key == "orbits":
        story.wanted.settings = {**story.wanted.settings, "direction": item.value}
        story.span(item, "move")
    else:
        story.not_understood(item)


def times(story: Story, item: Item) -> None:
    """ "twice": turns of an orbit."""
    for link in story.made:
        if link.kind == "orbits":
            link.settings["turns"] = min(100.0, item.value)
    if any(link.kind == "orbits" for link in story.made):
        story.span(item, "move")
    elif story.wanted and story.wanted.key == "orbits":
        story.wanted.settings = {**story.wanted.settings, "turns": min(100.0, item.value)}
        story.span(item, "move")
    else:
        story.not_understood(item)


def metres(story: Story, item: Item) -> None:
    for link in story.made:
        if not story.joined and any(s.key == "distance" for s in RELATIONS[link.kind].settings):
            link.settings["distance"] = min(20.0, item.value)
            story.span(item, RELATIONS[link.kind].family)
            return
    story.not_understood(story.measure)           # "2 m a 3 m lamp"
    story.measure = item
