"""Likeness: what a thing shares its looks with, "like an octopus", and what it must not be, "without horns".

In     a story, an item of all that "like" or "without" governs (engine.language.senses).
Out    a hybrid, or what guidance leads away from; else it is told, never turned round.
Raises nothing.   Knows nothing of clauses, relations, torch or Qt.
"""

from __future__ import annotations

from engine.language.describing import describe, possible
from engine.language.draft import Thing
from engine.language.reading import Item
from engine.language.senses import ADJECTIVES
from engine.language.story import Story
from engine.vocabulary.nouns import with_article
from engine.vocabulary.words import SIZES


def like(story: Story, item: Item) -> None:
    """ "a chair like an octopus": the thing is a hybrid of the two."""
    nouns = [told.value[0] for told in item.value if told.kind == "noun"]
    degree = 1.0
    if story.phrase.items and story.phrase.items[-1].kind == "degree":
        said = story.phrase.items.pop()
        story.span(said, "object")
        degree = said.value
    fits = [thing for thing in story.last if nouns and thing.noun.category != nouns[0].category]
    if story.predicate or not fits:
        story.not_understood(item)
        story.remarks.append(f"{item.text!r} changes nothing: only looks can be like another kind of thing")
        return
    for thing in fits:
        thing.like, thing.share = nouns[0].category, round(min(0.9, 0.5 * degree), 4)
    story.span(item, "object")
    for told in item.value:
        if told.kind in (*ADJECTIVES, "count", "unknown"):
            story.not_understood(told)            # "like a red octopus": an octopus, of no colour


def simile(story: Story, item: Item) -> None:
    """ "as red as a tomato": the thing before is red."""
    for thing in story.last:
        describe(story, thing, [item.value], report=thing is story.last[0])
    if not story.last or item.value in story.unknown:
        story.unknown = [*(left for left in story.unknown if left is not item.value), item]
    else:
        story.span(item, "object")


def without(story: Story, item: Item) -> None:
    """ "not tall", "without horns": what guidance leads away from; what it cannot is told, never turned round."""
    said = [told for told in item.value if told.kind not in ("article", "count", "degree", "silent")]
    done = bool(said and story.last)
    for thing in story.last:
        for told in said:
            done &= _avoid(story, thing, told)
    if done:
        story.span(item, "object")
    else:
        story.not_understood(item)
        story.remarks.append(f"{item.text!r} was not followed: only shapes, measures, materials and patterns "
                            "of a thing can be ruled out")


def _avoid(story: Story, thing: Thing, item: Item) -> bool:
    word = item.text.lower()
    if item.kind in ("size", "option"):
        own = [(a.key, value) for a in thing.category.attributes for w, value in a.words if w == word]
        known = {a.key for a in thing.category.attributes}
        found = {key: value for key, value in own or SIZES.get(word, {}).items() if key in known}
        if option := possible(thing, item):
            found[option] = 1.0
        thing.avoid.update(found)
        return bool(found)
    if item.kind not in ("noun", "unknown"):
        return False
    for attribute in thing.category.attributes:
        if {word, word.removesuffix("s"), word + "s"} & set(attribute.label.split()) and attribute.key != "count":
            if attribute.low == 0.0:
                thing.attribute(attribute.key, -1.0)      # it runs from none at all
            else:
                thing.avoid[attribute.key] = 1.0
                story.remarks.append(f"{with_article(thing.word)} cannot be without {word}: "
                                    f"guidance leads away from a large {attribute.label}")
            return True
    return False
