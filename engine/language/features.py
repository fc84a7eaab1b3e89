"""Features: parts and counts of a thing, "with long ears", "with six legs", "three-legged".

In     a story whose phrase holds what was said of the part; the item that names it.   Out   attributes of the things.
Raises nothing.   Knows nothing of clauses, relations, torch or Qt.
"""

from __future__ import annotations

from engine.language.draft import Thing
from engine.language.reading import Item
from engine.language.story import Phrase, Story
from engine.vocabulary.category import Attribute
from engine.vocabulary.nouns import with_article
from engine.vocabulary.words import LESS, MORE


def feature(story: Story, item: Item) -> bool:
    """Take a word for a part or a measure of the thing before; False where it names none."""
    word = item.text.lower()
    stem = word.removesuffix("ged") if word.endswith("gged") else word.removesuffix("ed")
    forms = {word, stem, stem + "s", word.removesuffix("s"), word + "s"}
    done = False
    for thing in story.last:
        for attribute in thing.category.attributes:
            if forms & set(attribute.label.split()) and _set_feature(story, thing, attribute):
                done = True
                break
        else:
            names = {w for name in thing.category.parts.values() for w in name.split()}
            if forms & names and not story.phrase.items and not story.phrase.count:
                done = True
    if done:
        story.span(item, "object", start=story.phrase.start)
        story.phrase = Phrase()
    return done


def _set_feature(story: Story, thing: Thing, attribute: Attribute) -> bool:
    if story.phrase.count is not None and attribute.key == "count":
        share = (story.phrase.count.value - attribute.low) / (attribute.high - attribute.low)
        if not 0.0 <= share <= 1.0:
            story.remarks.append(f"{with_article(thing.word)} has {attribute.low:g} to {attribute.high:g} "
                                 f"{attribute.label}")
        return thing.attribute("count", 2.0 * share - 1.0)
    words = [item.text.lower() for item in story.phrase.items]
    degree = next((item.value for item in story.phrase.items if item.kind == "degree"), 1.0)
    if attribute.key != "count" and any(word in MORE for word in words):
        return thing.attribute(attribute.key, 0.8 * degree)
    if attribute.key != "count" and any(word in LESS for word in words):
        return thing.attribute(attribute.key, -0.8 * degree)
    return False


def counted(story: Story, things: list[Thing], item: Item) -> bool:
    """Take "three-legged" for a count of the things; False where they have no such count."""
    number, part = item.value
    before = story.last, story.phrase
    story.last, story.phrase = things, Phrase(count=number, start=item.start)
    done = feature(story, part)
    story.last, story.phrase = before
    return done


def with_(story: Story, item: Item) -> None:
    story.features = item if story.last else None
