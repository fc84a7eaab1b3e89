"""Passes: straight along one side of the target, from before it to beyond it, alongside at half time.

In     a Trip.   Out   origins of the mover [m, step, 3].
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.staging.trip import Trip, eased, in_height

RUN_UP = 0.45
"""Metres before and after the target, at least."""


def path(trip: Trip) -> np.ndarray:
    side = -1.0 if trip.settings.get("side", 1.0) < 0.0 else 1.0
    ahead = -1.0 if trip.settings.get("direction", 1.0) < 0.0 else 1.0
    middle, reach = trip.target.mean(0), trip.target_half.max(0)
    need = 2.0 * (reach[0] + trip.half[2]) + 2.0 * RUN_UP
    length = float(np.clip(trip.body.pace * trip.duration, need, need + 1.6))
    x = middle[0] + ahead * length * (eased(trip.share) - 0.5)
    lane = reach[2] + trip.clearance + trip.half[0]
    step = (2.0 * trip.half[0] + trip.clearance) * trip.index
    lane = _clear_lane(trip, middle, side, lane + step, length)
    return np.stack([x, np.full_like(x, trip.level), np.full_like(x, middle[2] + side * lane)], 1)


def _clear_lane(trip: Trip, middle: np.ndarray, side: float, lane: float, length: float) -> float:
    """The nearest lane from `lane` on, outwards, that meets nothing between its ends."""
    width, reach = float(trip.half[0]) + 0.05, length / 2.0 + float(trip.half[2])
    near = [box for box in trip.obstacles if in_height(box, trip.level, trip.level + float(trip.body.size[1]))
            and box[0][0] < middle[0] + reach and box[1][0] > middle[0] - reach]
    for _ in range(len(near)):
        for low, high in near:
            at = middle[2] + side * lane
            if low[2] < at + width and high[2] > at - width:
                edge = high[2] if side > 0 else low[2]
                lane = side * (edge - middle[2]) + width + 0.08
    return lane
