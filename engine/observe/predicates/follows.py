"""Follows: the source stays near the target and, while that one goes, behind it.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import gap, size, velocity
from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.1


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    near = settings.get("distance", 0.0) + 2.5 * size(source, target)
    far = (gap(source, target) - near).clip(0.0)
    going = velocity(target)[:, [0, 2]]
    speed = np.linalg.norm(going, axis=1)
    ahead = ((source.centre - target.centre)[:, [0, 2]] * going).sum(axis=1) / np.maximum(speed, 1e-6)
    return np.maximum(far, np.where(speed > 0.05, ahead.clip(0.0), 0.0))
