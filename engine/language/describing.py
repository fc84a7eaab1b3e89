"""Describing: colours, sizes, shapes and parts of a thing, from the words around its noun.

In     adjectives and parts of a noun phrase, a Thing.   Out   the Thing's attributes, colours and scale; spans.
Raises nothing; what a category does not have is kept as not understood.
Knows nothing of clauses, relations, torch or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.language.draft import Thing
from engine.language.lexicon import reading
from engine.language.reading import Item
from engine.language.senses import ADJECTIVES
from engine.vocabulary.attributes import OPTIONS
from engine.vocabulary.categories import Attribute
from engine.vocabulary.colours import MATERIAL_COLOURS, shaded
from engine.vocabulary.words import LESS, MORE, SCALES, SIZES

__all__ = ["ADJECTIVES", "Describer", "Phrase", "with_article"]


@dataclass
class Phrase:
    """A noun phrase before its noun."""

    items: list[Item] = field(default_factory=list)   # colours, shades, sizes, degrees
    article: str | None = None
    count: Item | None = None
    doing: Item | None = None                         # "a walking chair"
    parts: list[tuple[Item, Item]] = field(default_factory=list)   # count and part: "three-legged"
    start: int | None = None

    @property
    def open(self) -> bool:
        return bool(self.items or self.article or self.count or self.doing or self.parts)


class Describer:
    """What is being gathered, and what was said of the thing before it."""

    def __init__(self) -> None:
        self.unknown: list[Item] = []
        self.spans: list[tuple[int, int, str]] = []
        self.remarks: list[str] = []
        self.phrase = Phrase()
        self.last: list[Thing] = []               # the noun phrase read last
        self.measure: Item | None = None          # "1.6 m", waiting for "tall" or a relation

    def _describe(self, thing: Thing, items: list[Item], *, report: bool) -> None:
        """Colours, sizes and shapes of one thing; what its category does not have is reported once."""
        degree, colours = 1.0, []
        shade: Item | None = None
        for item in items:
            if item.kind == "degree":
                degree = item.value
            elif item.kind == "shade":
                shade = item
            elif item.kind == "colour":
                colours.append(shaded(item.value, shade.text.lower()) if shade else item.value)
                self._span(item, "object", start=shade.start if shade else None)
                self._chosen(thing, item)             # "golden" is gold's colour, and metal where that can be
                shade = None
            else:
                self._sized(thing, item, degree, report=report)
                degree = 1.0
        if shade is not None and not self._sized(thing, shade, degree, report=False):
            base = (colours or thing.colours or [dict(thing.category.palette)["main"]])[0]
            colours = [shaded(base, shade.text.lower()), *colours[1:]]
            self._span(shade, "object")
        if not colours and not thing.colours:
            implied = [MATERIAL_COLOURS[word] for item in items if (word := item.text.lower()) in MATERIAL_COLOURS
                       and self._chosen(thing, item)]
            colours = implied[:1]
        if colours:
            thing.colours = colours[:2]

    def _sized(self, thing: Thing, item: Item, degree: float, *, report: bool) -> bool:
        word = item.text.lower()
        said = False
        own = [(a.key, value) for a in thing.category.attributes for w, value in a.words if w == word]
        for key, value in own or SIZES.get(word, {}).items():
            said |= thing.attribute(key, value * degree)
        if word in SCALES:
            thing.scale *= SCALES[word] ** degree
            said = True
        if self.measure is not None:
            said |= self._measured(thing, word)
        said |= self._chosen(thing, item)
        if said:
            self._span(item, "object")
        elif report:
            self._not_understood(item)
            self._cannot(thing, item)
        return said

    def _chosen(self, thing: Thing, item: Item) -> bool:
        """A material or pattern the category can have ("wooden", "striped")."""
        option = self._possible(thing, item)
        if not option:
            return False
        for other in OPTIONS[option]:
            thing.attributes.pop(other, None)
        thing.attributes[option] = 1.0
        return True

    def _possible(self, thing: Thing, item: Item) -> str:
        """The key of OPTIONS that a word asks for, where the category lists it; else ""."""
        entry = reading(item.text, "option")
        choice, _, key = entry.value.partition(" ") if entry else ("", "", "")
        listed = {"material": thing.category.materials, "pattern": thing.category.patterns}.get(choice, ())
        return entry.value if entry and key in listed else ""

    def _cannot(self, thing: Thing, item: Item) -> None:
        """Says what a category has in place of a material or pattern it does not have."""
        entry = reading(item.text, "option")
        if entry is not None:
            choice = entry.value.partition(" ")[0]
            can = thing.category.materials if choice == "material" else thing.category.patterns
            self.remarks.append(f"{item.text.lower()!r} does not go with {with_article(thing.word)}: "
                                f"its {choice} is {' or '.join(can)}")

    def _measured(self, thing: Thing, word: str) -> bool:
        """ "a 1.6 m tall lamp": metres to the attribute's -1..1."""
        assert self.measure is not None
        for attribute in thing.category.attributes:
            if attribute.unit == "m" and attribute.key in SIZES.get(word, {}):
                share = (self.measure.value - attribute.low) / (attribute.high - attribute.low)
                thing.attribute(attribute.key, 2.0 * share - 1.0)
                self._span(self.measure, "object")
                self.measure = None
                return True
        return False

    def _colours(self, phrase: Phrase) -> list:
        probe, shade = [], None
        for item in phrase.items:
            if item.kind == "shade":
                shade = item.text.lower()
            elif item.kind == "colour":
                probe.append(shaded(item.value, shade) if shade else item.value)
                shade = None
        return probe

    def _feature(self, item: Item) -> bool:
        """Take a word for a part or a measure of the thing before; False where it names none."""
        word = item.text.lower()
        stem = word.removesuffix("ged") if word.endswith("gged") else word.removesuffix("ed")
        forms = {word, stem, stem + "s", word.removesuffix("s"), word + "s"}
        done = False
        for thing in self.last:
            for attribute in thing.category.attributes:
                if forms & set(attribute.label.split()) and self._set_feature(thing, attribute):
                    done = True
                    break
            else:
                names = {w for name in thing.category.parts.values() for w in name.split()}
                if forms & names and not self.phrase.items and not self.phrase.count:
                    done = True
        if done:
            self._span(item, "object", start=self.phrase.start)
            self.phrase = Phrase()
        return done

    def _set_feature(self, thing: Thing, attribute: Attribute) -> bool:
        if self.phrase.count is not None and attribute.key == "count":
            share = (self.phrase.count.value - attribute.low) / (attribute.high - attribute.low)
            if not 0.0 <= share <= 1.0:
                self.remarks.append(f"a {thing.word} has {attribute.low:g} to {attribute.high:g} {attribute.label}")
            return thing.attribute("count", 2.0 * share - 1.0)
        words = [item.text.lower() for item in self.phrase.items]
        degree = next((item.value for item in self.phrase.items if item.kind == "degree"), 1.0)
        if attribute.key != "count" and any(word in MORE for word in words):
            return thing.attribute(attribute.key, 0.8 * degree)
        if attribute.key != "count" and any(word in LESS for word in words):
            return thing.attribute(attribute.key, -0.8 * degree)
        return False

    # ---- likenesses and negatives ------------------------------------------------------------------

    def _like(self, item: Item) -> None:
        """ "a chair like an octopus": the thing is a hybrid of the two."""
        nouns = [told.value[0] for told in item.value if told.kind == "noun"]
        degree = 1.0
        if self.phrase.items and self.phrase.items[-1].kind == "degree":
            degree = self.phrase.items.pop().value
        fits = [thing for thing in self.last if nouns and thing.noun.category != nouns[0].category]
        if self.predicate or not fits:
            self._not_understood(item)
            self.remarks.append(f"{item.text!r} changes nothing: only looks can be like another kind of thing")
            return
        for thing in fits:
            thing.like, thing.share = nouns[0].category, round(min(0.9, 0.5 * degree), 4)
        self._span(item, "object")
        for told in item.value:
            if told.kind in (*ADJECTIVES, "count", "unknown"):
                self._not_understood(told)            # "like a red octopus": an octopus, of no colour

    predicate = False                                 # the clause has a verb or relation

    def _without(self, item: Item) -> None:
        """ "not tall", "without horns": what guidance leads away from; what it cannot is told, never turned round."""
        said = [told for told in item.value if told.kind not in ("article", "count", "degree", "silent")]
        done = bool(said and self.last)
        for thing in self.last:
            for told in said:
                done &= self._avoid(thing, told)
        if done:
            self._span(item, "object")
        else:
            self._not_understood(item)
            self.remarks.append(f"{item.text!r} was not followed: only shapes, measures, materials and patterns "
                                "of a thing can be ruled out")

    def _avoid(self, thing: Thing, item: Item) -> bool:
        word = item.text.lower()
        if item.kind in ("size", "option"):
            own = [(a.key, value) for a in thing.category.attributes for w, value in a.words if w == word]
            known = {a.key for a in thing.category.attributes}
            found = {key: value for key, value in own or SIZES.get(word, {}).items() if key in known}
            if option := self._possible(thing, item):
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
                    self.remarks.append(f"{with_article(thing.word)} cannot be without {word}: "
                                        f"guidance leads away from a large {attribute.label}")
                return True
        return False

    def _not_understood(self, item: Item | None) -> None:
        if item is not None and item not in self.unknown:
            self.unknown.append(item)

    def _span(self, item: Item, kind: str, *, start: int | None = None) -> None:
        self.spans.append((item.start if start is None else start, item.end, kind))


def with_article(word: str) -> str:
    """A word with its article."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
