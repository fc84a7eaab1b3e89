"""Approaches: the source never draws away from the target, and in the end is near it.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import gap, size
from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.05


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    distance = gap(source, target)
    away = distance - np.minimum.accumulate(distance)
    near = settings.get("distance", 0.0) * 1.3 + 0.5 * float(size(source, target)[-1])
    away[-1] = max(away[-1], distance[-1] - near)
    return away.clip(0.0)
