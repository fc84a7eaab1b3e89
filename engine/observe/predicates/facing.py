"""Facing: the angle on the ground between where the source points and where the target is.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [°], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "°", 15.0


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    way = (target.centre - source.centre)[:, [0, 2]]
    ahead = source.forward[:, [0, 2]]
    turn = way[:, 0] * ahead[:, 1] - way[:, 1] * ahead[:, 0]
    return np.degrees(np.abs(np.arctan2(turn, (way * ahead).sum(axis=1))))
