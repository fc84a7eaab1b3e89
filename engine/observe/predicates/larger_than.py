"""Larger than: the source's diagonal is longer than the target's, by the ratio where one is asked for.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.005


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    return (settings.get("ratio", 1.0) * target.diagonal - source.diagonal).clip(0.0)
