"""Passes: the source comes from one side of the target, goes beyond it, and not through it.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import depth
from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.03


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    way = (source.centre - target.centre)[:, [0, 2]]
    going = way[-1] - way[0]
    length = float(np.linalg.norm(going))
    if length < 1e-3:
        return np.full(len(way), float(source.diagonal.mean()))
    along = way @ (going / length)
    missing = max(0.0, along[0], -along[-1])
    return np.maximum(depth(source, target), missing)
