"""Measures that several predicates share: distances of boxes over time.

In     Solids.   Out   metres or radians per frame.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.observe.solids import Solid

GROUND = [0, 2]


def off_footprint(source: Solid, target: Solid) -> np.ndarray:
    """How far the source's middle lies outside the target's footprint [m, frame]."""
    out = np.abs(source.centre - target.centre)[:, GROUND] - target.half[:, GROUND]
    return np.linalg.norm(np.maximum(out, 0.0), axis=1)


def gap(source: Solid, target: Solid) -> np.ndarray:
    """Horizontal distance of the footprints [m, frame]; 0 where they overlap."""
    out = np.maximum(source.low - target.high, target.low - source.high)[:, GROUND]
    return np.linalg.norm(np.maximum(out, 0.0), axis=1)


def depth(source: Solid, target: Solid) -> np.ndarray:
    """How deep the boxes are in each other [m, frame]; 0 where they are apart."""
    return np.maximum(0.0, np.minimum(source.high - target.low, target.high - source.low).min(axis=1))


def size(source: Solid, target: Solid) -> np.ndarray:
    """The mean of the two diagonals [m, frame]: what counts as near."""
    return (source.diagonal + target.diagonal) / 2.0


def velocity(solid: Solid) -> np.ndarray:
    """Of the box's middle, over about a quarter of a second [m/s, frame, 3]."""
    if len(solid.times) < 2:
        return np.zeros_like(solid.low)
    speed = np.gradient(solid.centre, solid.times, axis=0)
    width = max(1, int(round(0.25 / max(float(np.diff(solid.times).mean()), 1e-6))))
    kernel = np.ones(width) / width
    weight = np.convolve(np.ones(len(speed)), kernel, "same")
    return np.stack([np.convolve(speed[:, k], kernel, "same") / weight for k in range(3)], 1)
