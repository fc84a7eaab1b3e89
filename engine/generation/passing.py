"""Passing: from one object to another through objects that the network gives between their conditions.

In     a Generator; at either end a condition and a seed; a measure of how far objects are from each other.
Out    tokens of what lies between, and where.
Raises what the sampler raises.  Knows nothing of documents, meshes or Qt.

The network crosses from the one kind to the other in a leap or two, where depends on the two; between the leaps it
gives what is neither. The first end's own noise is followed up to its first leap, the last one's from its last leap
on. A step is a LEAP that is not small against the largest; where even the step from an end is one, nothing lies between
on that side.
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


def passing(generator: Any, first: tuple[Condition, float], last: tuple[Condition, float], *,
            apart: Callable[[Sequence[np.ndarray]], np.ndarray], **sampling: Any) -> list[tuple[float, np.ndarray]]:
    """(share, tokens [slot, channel]) of at most two that lie between; `apart`: how far each of some tokens is from
    those before it [token - 1], in any unit; `sampling` as of Generator.sample.
    """
    def path(seed: float) -> list[np.ndarray]:
        return [generator.sample([(first[0], 1.0 - share), (last[0], share)], seed=seed, **sampling)
                for share in SHARES]

    here = path(first[1])
    there = here if first[1] == last[1] else path(last[1])
    before = int(_leaps(apart(here))[0])
    after = int(_leaps(apart(there))[-1]) + 1
    return ([(SHARES[before], here[before])] if before > 0 else []) + (
        [(SHARES[after], there[after])] if after < len(SHARES) - 1 else [])


def _leaps(far: np.ndarray) -> np.ndarray:
    """The numbers of the steps that are leaps."""
    return np.flatnonzero(far >= LEAP * far.max())
