"""Wish: a condition vector read in the units of its category, with the dice for everything it leaves open.

In     a Category, values [len(CONDITION)] in -1..1, a numpy Generator.
Out    sizes in object units, shares, counts, sRGB colours.
Raises KeyError for an attribute the category does not have.
Knows nothing of parts.
"""

from __future__ import annotations

import numpy as np

from engine.vocabulary.attributes import ATTRIBUTES, CONDITION_INDEX
from engine.vocabulary.categories import Category

_MAIN, _ACCENT = CONDITION_INDEX["main r"], CONDITION_INDEX["accent r"]
_INTENSITY = CONDITION_INDEX["intensity"]
_BUILD = tuple(CONDITION_INDEX[name] for name in ("age", "weight", "style"))


def _chosen(numbers: list[float], name: str, allowed: tuple[str, ...]) -> int:
    """Which of the category's own options the condition names: the one that is said loudest."""
    said = [numbers[CONDITION_INDEX[f"{name} {key}"]] for key in allowed]
    return said.index(max(said))


class Wish:
    __slots__ = ("accent", "age", "dice", "drive", "grain", "main", "material", "next", "pattern", "style", "usual",
                 "values", "verb", "weight")

    def __init__(self, category: Category, verb: str, values: np.ndarray, rng: np.random.Generator) -> None:
        numbers = np.asarray(values, float).tolist()
        self.verb = verb
        self.dice = rng.random(48).tolist()     # one draw for all open choices: fast, and the same for every category
        self.next = 0
        self.main = tuple((v + 1.0) / 2.0 for v in numbers[_MAIN:_MAIN + 3])
        self.accent = tuple((v + 1.0) / 2.0 for v in numbers[_ACCENT:_ACCENT + 3])
        self.drive = 0.85 + 0.45 * numbers[_INTENSITY]      # amplitude of motion, 0.4 .. 1.3
        self.material = category.materials[_chosen(numbers, "material", category.materials)]
        self.pattern = category.patterns[_chosen(numbers, "pattern", category.patterns)]
        self.usual = category.materials[0]
        self.grain = (0.22, 0.30, 0.42)[int(self.dice[-1] * 3)]
        self.age, self.weight, self.style = (numbers[k] for k in _BUILD)
        self.values = {}
        for a in category.attributes:
            if a.key in ("age", "weight", "style"):
                continue
            share = (numbers[ATTRIBUTES.index(a.key)] + 1.0) / 2.0
            amount = a.low + (a.high - a.low) * share
            if a.key == "count":
                amount = int(min(max(round(amount), a.low), a.high))
            elif a.unit == "m":
                amount /= category.scale
            self.values[a.key] = amount

    def __getitem__(self, key: str):
        """The attribute: object units where the table says metres, a whole number for a count, else as in the table."""
        return self.values[key]

    def any(self, low: float = 0.0, high: float = 1.0) -> float:
        value = self.dice[self.next]
        self.next += 1
        return low + (high - low) * value

    def chance(self, share: float) -> bool:
        return self.any() < share

    def pick(self, options):
        return options[min(int(self.any() * len(options)), len(options) - 1)]


def mix(a, b, share: float):
    """Between two sRGB colours."""
    return tuple(x + (y - x) * share for x, y in zip(a, b))


def shade(colour, amount: float):
    """Darker (< 1) or, towards white, lighter (> 1)."""
    if amount <= 1.0:
        return tuple(x * amount for x in colour)
    return mix(colour, (1.0, 1.0, 1.0), min(amount - 1.0, 1.0))
