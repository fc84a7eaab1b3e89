"""On: the source's middle is over the target and its base on the target's top (or its seat).

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.measures import off_footprint
from engine.observe.solids import Solid
from engine.vocabulary.seats import SEATS

UNIT, TOLERANCE = "m", 0.03


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    tall = target.high[:, 1] - target.low[:, 1]
    seat = target.low[:, 1] + 0.8 * SEATS.get(target.category, 1.25) * tall
    base = source.low[:, 1]
    height = np.maximum(np.minimum(seat, target.high[:, 1]) - base, 0.0) + np.maximum(base - target.high[:, 1], 0.0)
    return np.maximum(off_footprint(source, target), height)
