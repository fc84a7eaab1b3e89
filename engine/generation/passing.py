"""Passing: from one object to another through objects that the network gives between their conditions.

In     a Generator; at either end a condition and a seed; measures of how far objects are from each other, and of how
       much a way through some looks like a third thing.
Out    tokens of what lies between, and where.
Raises what the sampler raises.  Knows nothing of documents, meshes or Qt.

The network crosses from the one kind to the other in a leap or two, where depends on the two; between the leaps it
gives what is neither. The first end's own noise is followed up to its first leap, the last one's from its last leap
on. A step is a LEAP that is not small against the largest; where even the step from an end is one, nothing lies between
on that side. Some leaps lead through what is a third thing: where it is seen less on the way around the largest leap
alone, or straight from end to end, by STRANGER, that one is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.conditioning.condition import Condition

SHARES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
"""How much of the last condition what is looked at has."""
LEAP = 0.35
"""Share of the largest step."""
STRANGER = 0.04
"""Chosen on 120 pairs drawn by chance, none of engine.training.table.pairs: anything from .03 to .05 was as good."""


def passing(generator: Any, first: tuple[Condition, float], last: tuple[Condition, float], *,
            apart: Callable[[Sequence[np.ndarray]], np.ndarray],
            strange: Callable[[Sequence[np.ndarray], tuple[Condition, Condition]], float] = lambda stops, ends: 0.0,
            **sampling: Any) -> list[tuple[float, np.ndarray]]:
    """(share, tokens [slot, channel]) of at most two that lie between; `apart`: how far each of some tokens is from
    those before it [token - 1], in any unit; `strange`: how much a way through some, the ends among them, looks like
    neither of the two conditions but a third thing, 0..1; `sampling` as of Generator.sample.
    """
    def path(seed: float) -> list[np.ndarray]:
        return [generator.sample([(first[0], 1.0 - share), (last[0], share)], seed=seed, **sampling)
                for share in SHARES]

    here = path(first[1])
    there = here if first[1] == last[1] else path(last[1])
    steps = apart(here), apart(there)
    around = int(_leaps(steps[0])[0]), int(_leaps(steps[1])[-1]) + 1
    largest = int(steps[0].argmax()), int(steps[1].argmax()) + 1
    straight = 0, len(SHARES) - 1
    seen = {way: strange([here[0], *(tokens for _, tokens in _between(here, there, way)), there[-1]],
                         (first[0], last[0]))
            for way in dict.fromkeys((around, largest, straight))}
    best = min(seen, key=lambda way: seen[way])
    return _between(here, there, best if seen[best] < seen[around] - STRANGER else around)


def _between(here: Sequence[np.ndarray], there: Sequence[np.ndarray],
             way: tuple[int, int]) -> list[tuple[float, np.ndarray]]:
    """What is gone through before and after the leaps, but for the ends."""
    before, after = way
    return ([(SHARES[before], here[before])] if before > 0 else []) + (
        [(SHARES[after], there[after])] if after < len(SHARES) - 1 else [])


def _leaps(far: np.ndarray) -> np.ndarray:
    """The numbers of the steps that are leaps."""
    return np.flatnonzero(far >= LEAP * far.max())
