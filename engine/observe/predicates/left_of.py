"""Left of: all of the source is further to -X than all of the target.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.02


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    return (source.high[:, 0] - target.low[:, 0]).clip(0.0)
