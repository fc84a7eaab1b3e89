"""Orbits: the source goes round the target, always the same way, and never through it.

In     source and target over the relation's interval, its settings.   Out   shortfall per frame [m], 0 where it holds.
Raises nothing.   Knows nothing of staging, torch or Qt.
"""

from collections.abc import Mapping

import numpy as np

from engine.observe.solids import Solid

UNIT, TOLERANCE = "m", 0.05


def shortfall(source: Solid, target: Solid, settings: Mapping[str, float]) -> np.ndarray:
    way = (source.centre - target.centre)[:, [0, 2]]
    radius = np.linalg.norm(way, axis=1)
    reach = target.half[:, [0, 2]] + source.own[:, [0, 2]].min(axis=1)[:, None]
    # as ellipses: the corners of a box are mostly air
    inside = radius * (1.0 / np.maximum(np.linalg.norm(way / reach, axis=1), 1e-6) - 1.0)
    apart = (source.low[:, 1] > target.high[:, 1]) | (source.high[:, 1] < target.low[:, 1])
    short = np.where(apart, 0.0, inside).clip(0.0)
    angle = np.unwrap(np.arctan2(way[:, 0], way[:, 1]))
    seconds = float(source.times[-1] - source.times[0]) if len(angle) > 1 else 0.0
    turned = abs(angle[-1] - angle[0])
    asked = 0.8 * 2.0 * np.pi * settings.get("turns", min(0.3, seconds / 12.0))
    missing = max(0.0, asked - turned) * radius
    steps = np.gradient(angle) if len(angle) > 1 else np.zeros(1)
    back = np.where(steps * np.sign(angle[-1] - angle[0]) < -1e-3, np.abs(steps) * radius, 0.0)
    return short + missing + back
