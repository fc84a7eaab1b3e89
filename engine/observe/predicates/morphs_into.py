"""Morphs into: when the change is over, the object is as large as its state, side by side.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.1


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    short = np.zeros(len(source.times))
    short[-1] = np.abs((source.high - source.low)[-1] - (target.high - target.low)[-1]).max()
    return short
