"""As tall as: the source's height is the target's, or so many times it.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.

Heights are of things that move: what nods or hops may miss by SWAY of the height asked for.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.005
SWAY = 0.08


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    wanted = settings.get("ratio", 1.0) * 2.0 * target.half[:, 1]
    return (np.abs(2.0 * source.half[:, 1] - wanted) - SWAY * wanted).clip(0.0)
