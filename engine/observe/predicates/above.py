"""Above: the source's middle is over the target and its base no lower than the target's top.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import off_footprint
from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.02


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    return np.maximum(off_footprint(source, target), target.high[:, 1] - source.low[:, 1]).clip(0.0)
