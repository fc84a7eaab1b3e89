"""Held out: combinations that training never sees, so that evaluation can ask for them.

In     a category, a verb (indices), condition values.   Out   whether training may see them.
Raises nothing.   Knows nothing of tokens or networks.

Of each category, one corner of two of its attributes (both in their upper third), and some of the ways to move that
everything can. Each attribute and each verb by itself is seen often; together they must be understood.
"""

from __future__ import annotations

import numpy as np

from engine.vocabulary.attributes import ATTRIBUTES
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import EVERYONES, VERB_KEYS

CORNER = 1.0 / 3.0
STEP = 11
"""One in so many of the pairs (category, verb that everything can) is held out."""


def _pair(index: int, keys: list[str]) -> tuple[int, int]:
    """The two attributes of a category's corner, as indices into ATTRIBUTES."""
    first = index % len(keys)
    second = (first + 1 + index // len(keys) % (len(keys) - 1)) % len(keys)
    return ATTRIBUTES.index(keys[first]), ATTRIBUTES.index(keys[second])


CORNERS = tuple(_pair(index, [a.key for a in row.attributes]) for index, row in enumerate(CATEGORIES.values()))
MOTIONS = frozenset(
    (index, VERB_KEYS.index(verb)) for index, row in enumerate(CATEGORIES.values())
    for number, verb in enumerate(EVERYONES) if verb not in row.own_verbs and (3 * index + number) % STEP == 0)


def held_out(category: int, verb: int, values: np.ndarray) -> bool:
    """Is this combination kept from training?"""
    first, second = CORNERS[category]
    return bool(values[first] > CORNER and values[second] > CORNER) or (category, verb) in MOTIONS
