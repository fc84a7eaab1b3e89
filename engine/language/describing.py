"""Describing: colours, sizes and shapes of a thing, from the adjectives around its noun.

In     a story, a thing, the items that describe it.   Out   the thing's attributes, colours and scale; spans.
Raises nothing; what a category does not have is kept as not understood.
Knows nothing of parts, clauses, relations, torch or Qt.
"""

from __future__ import annotations

from engine.language.draft import Thing
from engine.language.lexicon import reading
from engine.language.reading import Item
from engine.language.story import Phrase, Story
from engine.vocabulary.attributes import OPTIONS
from engine.vocabulary.colours import MATERIAL_COLOURS, shaded
from engine.vocabulary.nouns import with_article
from engine.vocabulary.words import SCALES, SIZES


def describe(story: Story, thing: Thing, items: list[Item], *, report: bool) -> None:
    """Colours, sizes and shapes of one thing; what its category does not have is reported once."""
    degree, colours = 1.0, []
    shade: Item | None = None
    for item, after in zip(items, (*items[1:], None)):
        if item.kind == "degree":
            degree = item.value
            if after is None or after.kind == "degree":
                story.not_understood(item)
        elif item.kind == "shade":
            shade = item
        elif item.kind == "colour":
            colours.append(shaded(item.value, shade.text.lower()) if shade else item.value)
            story.span(item, "object", start=shade.start if shade else None)
            _chosen(thing, item)             # "golden" is gold's colour, and metal where that can be
            shade = None
        else:
            _sized(story, thing, item, degree, report=report)
            degree = 1.0
    if shade is not None and not _sized(story, thing, shade, degree, report=False):
        base = (colours or thing.colours or [dict(thing.category.palette)["main"]])[0]
        colours = [shaded(base, shade.text.lower()), *colours[1:]]
        story.span(shade, "object")
    if not colours and not thing.colours:
        implied = [MATERIAL_COLOURS[word] for item in items if (word := item.text.lower()) in MATERIAL_COLOURS
                   and _chosen(thing, item)]
        colours = implied[:1]
    if colours:
        thing.colours = colours[:2]


def _sized(story: Story, thing: Thing, item: Item, degree: float, *, report: bool) -> bool:
    word = item.text.lower()
    said = False
    own = [(a.key, value) for a in thing.category.attributes for w, value in a.words if w == word]
    for key, value in own or SIZES.get(word, {}).items():
        said |= thing.attribute(key, value * degree)
    if word in SCALES:
        thing.scale *= SCALES[word] ** degree
        said = True
    if story.measure is not None:
        said |= _measured(story, thing, word)
    said |= _chosen(thing, item)
    if said:
        story.span(item, "object")
    elif report:
        story.not_understood(item)
        _cannot(story, thing, item)
    return said


def _chosen(thing: Thing, item: Item) -> bool:
    """A material or pattern the category can have ("wooden", "striped")."""
    option = possible(thing, item)
    if not option:
        return False
    for other in OPTIONS[option]:
        thing.attributes.pop(other, None)
    thing.attributes[option] = 1.0
    return True


def possible(thing: Thing, item: Item) -> str:
    """The key of OPTIONS that a word asks for, where the category lists it; else ""."""
    entry = reading(item.text, "option")
    choice, _, key = entry.value.partition(" ") if entry else ("", "", "")
    listed = {"material": thing.category.materials, "pattern": thing.category.patterns}.get(choice, ())
    return entry.value if entry and key in listed else ""


def _cannot(story: Story, thing: Thing, item: Item) -> None:
    """Says what a category has in place of a material or pattern it does not have."""
    entry = reading(item.text, "option")
    if entry is not None:
        choice = entry.value.partition(" ")[0]
        can = thing.category.materials if choice == "material" else thing.category.patterns
        story.remarks.append(f"{item.text.lower()!r} does not go with {with_article(thing.word)}: "
                            f"its {choice} is {' or '.join(can)}")


def _measured(story: Story, thing: Thing, word: str) -> bool:
    """ "a 1.6 m tall lamp": metres to the attribute's -1..1."""
    assert story.measure is not None
    for attribute in thing.category.attributes:
        if attribute.unit == "m" and attribute.key in SIZES.get(word, {}):
            share = (story.measure.value - attribute.low) / (attribute.high - attribute.low)
            thing.attribute(attribute.key, 2.0 * share - 1.0)
            story.span(story.measure, "object")
            story.measure = None
            return True
    return False


def colours(phrase: Phrase) -> list:
    probe, shade = [], None
    for item in phrase.items:
        if item.kind == "shade":
            shade = item.text.lower()
        elif item.kind == "colour":
            probe.append(shaded(item.value, shade) if shade else item.value)
            shade = None
    return probe
