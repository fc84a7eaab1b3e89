"""Choosing: what an artist leaves open of an object's attributes is chosen by the seed.

In     a category; a seed.   Out   a value -1..1 for each of its attributes.
Raises nothing.   Imports nothing but its neighbours.

The network could be left to choose, and knows how: but from little it expects much the same object whatever the noise,
and six seeds of a mug were one mug in six colours. The grammar's attributes are independent of each other, so that a
value drawn for each that is open, and an object drawn under all of them, is an object drawn under what was said. And
when one of them is said later on, nothing else changes. The values keep a little nearer to the middle than in the
grammar (REACH): the ends are for those who ask for them.

Between two whole seeds the values move on the arc between theirs, as the noise does.
"""

from __future__ import annotations

from math import cos, erf, pi, sin, sqrt
from random import Random

from engine.vocabulary.attributes import ATTRIBUTES, MIDDLING
from engine.vocabulary.category import Category

REACH = 0.8
"""How far from the middle, of -1..1, a value may be that nobody asked for."""


def chosen(category: Category, seed: float) -> dict[str, float]:
    drawn: dict[str, float] = dict(zip(ATTRIBUTES, _normal(seed)))
    values = {}
    for attribute in category.attributes:
        value = erf(drawn[attribute.key] / sqrt(2.0))       # even in -1..1
        if attribute.key == "count":
            steps = round(attribute.high - attribute.low)
            values["count"] = min(int((value + 1.0) / 2.0 * (steps + 1)), steps) / steps * 2.0 - 1.0
        else:
            values[attribute.key] = REACH * (value**3 if attribute.key in MIDDLING else value)
    return values


def _normal(seed: float) -> list[float]:
    """A number for every attribute, normally distributed."""
    first = int(seed)
    dice = Random(first)
    drawn = [dice.gauss(0.0, 1.0) for _ in ATTRIBUTES]
    if seed == first:
        return drawn
    angle = 0.5 * pi * (seed - first)
    return [cos(angle) * here + sin(angle) * there for here, there in zip(drawn, _normal(first + 1))]
