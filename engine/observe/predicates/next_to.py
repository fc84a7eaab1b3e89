"""Next to: the footprints are no further apart than the objects are large, and not in each other.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import depth, gap, size
from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.02


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    near = settings.get("distance", 0.0) * 1.5 + 0.6 * size(source, target)
    return np.maximum((gap(source, target) - near).clip(0.0), depth(source, target))
