"""Approaches: straight towards the target, slower at the end, and stops before it.

In     a Trip.   Out   origins of the mover [m, step, 3].
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.staging.trip import Trip, in_height

ANGLES = (-0.9, 0.9, -0.3, 0.4, -1.6, 1.6, 2.4, -2.4)
"""Ways to come from, the first free one is taken [rad from +Z towards +X]."""


def path(trip: Trip) -> np.ndarray:
    goal, half = trip.target[-1], trip.target_half.max(0)
    if trip.begin is not None:
        way = (trip.begin - goal)[[0, 2]]
        distance = max(float(np.hypot(*way)), 1e-3)
        way = way / distance
    else:
        angle = _angle(trip, goal, half)
        way = np.array([np.sin(angle), np.cos(angle)])
        distance = stop_distance(trip, half, way) + float(np.clip(trip.body.pace * trip.duration * 0.8, 0.9, 4.0))
    near = stop_distance(trip, half, way)
    seconds = min(trip.duration, max(0.5, abs(distance - near) / (0.6 * trip.body.pace)))
    share = np.clip((trip.times - trip.times[0]) / max(seconds, 1e-9), 0.0, 1.0)
    # out of a short start into a long braking
    gone = 1.0 - (1.0 - share) ** 2 * (1.0 + share * 0.5)
    left = distance + (near - distance) * gone
    return np.stack([goal[0] + way[0] * left, np.full_like(left, trip.level), goal[2] + way[1] * left], 1)


def stop_distance(trip: Trip, half: np.ndarray, way: np.ndarray) -> float:
    """Metres between the centres at which the footprints, the mover heading along `way`, are the clearance apart."""
    own = np.array([abs(way[1]) * trip.half[0] + abs(way[0]) * trip.half[2],
                    abs(way[0]) * trip.half[0] + abs(way[1]) * trip.half[2]])
    reach = own + half[[0, 2]]
    low, high = 0.0, float(reach.sum()) + trip.clearance + 1.0
    for _ in range(40):
        middle = (low + high) / 2.0
        apart = np.maximum(0.0, middle * np.abs(way) - reach)
        low, high = (low, middle) if np.hypot(*apart) >= trip.clearance else (middle, high)
    return high


def _angle(trip: Trip, goal: np.ndarray, half: np.ndarray) -> float:
    choices = ANGLES[trip.index % len(ANGLES):] + ANGLES[:trip.index % len(ANGLES)]
    width = float(max(trip.half[0], trip.half[2])) + 0.05
    near = [box for box in trip.obstacles if in_height(box, trip.level, trip.level + float(trip.body.size[1]))]
    for angle in choices:
        way = np.array([np.sin(angle), np.cos(angle)])
        points = goal[[0, 2]] + way * np.linspace(stop_distance(trip, half, way), 5.0, 12)[:, None]
        if not any(((points > low[[0, 2]] - width) & (points < high[[0, 2]] + width)).all(1).any()
                   for low, high in near):
            return angle
    return choices[0]
