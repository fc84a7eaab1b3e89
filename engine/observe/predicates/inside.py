"""Inside: the source's footprint lies in the target's, and its base between the target's base and top.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.03


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    sides = np.maximum(target.low - source.low, source.high - target.high)[:, [0, 2]].max(axis=1)
    base = np.maximum(target.low[:, 1] - source.low[:, 1], source.low[:, 1] - target.high[:, 1])
    return np.maximum(sides, base).clip(0.0)
