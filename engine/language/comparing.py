"""Comparing: "twice as tall as", "half the size of", "three times larger than", "as red as".

In     items (engine.language.reading) and a place among them.   Out   one item in place of several, and where they end:
a relation of sizes with its ratio; or a simile, whose value is the adjective that the thing before has.
Raises nothing.   Knows nothing of scenes, torch or Qt.
"""

from __future__ import annotations

from engine.language.lexicon import Relating
from engine.language.reading import Item
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.words import EXTENTS, SCALES, SIZES

_RATIO = next(setting for setting in RELATIONS["larger than"].settings if setting.key == "ratio")


def comparison(items: list[Item], at: int, prompt: str) -> tuple[Item, int] | None:
    """The comparison that begins at `at`, and the place after it; None where there is none."""
    first, share = items[at], 1.0
    if first.kind == "times":
        share, at = first.value, at + 1
    elif first.text.lower() == "half":
        share, at = 0.5, at + 1
    words = [item.text.lower() for item in items[at:at + 4]]
    if words[:1] == ["as"] and words[2:3] == ["as"]:
        adjective = items[at + 1]
        if words[1] in ("tall", "high"):
            return _made(first, items[at + 2], "as tall as", share, prompt), at + 3
        if _measures(words[1]):
            key = "larger than" if _more(words[1]) else "smaller than"
            return _made(first, items[at + 2], key, share, prompt), at + 3
        if first is items[at] and adjective.kind in ("colour", "shade", "size", "option"):
            last = items[at + 2]
            return Item("simile", adjective, prompt[first.start:last.end], first.start, last.end), at + 3
    for length, ends in ((3, ("of",)), (4, ("as", "of"))):
        said = words[:length]
        if len(said) == length and said[0] == "the" and said[-2] in EXTENTS and said[-1] in ends and (
                length == 3 or said[1] == "same"):
            return _made(first, items[at + length - 1], "larger than", share, prompt), at + length
    if at < len(items) and first is not items[at] and items[at].kind == "relation":
        said = items[at].value
        if RELATIONS[said.key].family == "compare":
            return _made(first, items[at], said.key, share, prompt), at + 1
    return None


def _measures(word: str) -> bool:
    """Whether an adjective says how large a thing is."""
    return word in SCALES or bool({"height", "width", "length"} & set(SIZES.get(word, {})))


def _more(word: str) -> bool:
    return SCALES.get(word, 1.0) > 1.0 or sum(SIZES.get(word, {}).values()) > 0.0


def _made(first: Item, last: Item, key: str, share: float, prompt: str) -> Item:
    if share < 1.0 and key != "as tall as":           # "half as big as": the other way round
        key, share = "smaller than", 1.0 / max(share, 1e-6)
    said = Relating(key, settings={"ratio": round(min(_RATIO.high, share), 4)})
    return Item("relation", said, prompt[first.start:last.end], first.start, last.end)
