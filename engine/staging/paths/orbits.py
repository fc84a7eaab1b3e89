"""Orbits: round the target, as near as the two boxes let it, wider and higher as the target grows.

In     a Trip.   Out   origins of the mover [m, step, 3].
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.staging.trip import Trip, clear_radius, eased, in_height

FIRST_ANGLE = -0.6
"""Where the first of several starts [rad from +Z towards +X]: in front, to the left, where the viewer sees it."""
TURN_TIME = 4.0
"""Seconds of one turn, where the way is not too long for the mover's pace."""


def path(trip: Trip) -> np.ndarray:
    radius = 1.12 * trip.target_half[:, [0, 2]].max(1) + min(trip.half[0], trip.half[2]) + trip.clearance
    radius = np.maximum(radius, 0.6 * trip.half[2])
    height = _height(trip)
    radius = radius + _widened(trip, radius, height)
    angle = _angle(trip, float(radius.mean()))
    x = trip.target[:, 0] + radius * np.sin(angle)
    z = trip.target[:, 2] + radius * np.cos(angle)
    return np.stack([x, height, z], 1)


def _height(trip: Trip) -> np.ndarray:
    if "height" in trip.settings:
        return np.full(len(trip.times), trip.settings["height"])
    if not trip.body.airborne:
        return np.full(len(trip.times), trip.level)
    tall = 2.0 * trip.target_half[:, 1]
    least = np.maximum(0.12, 0.25 * trip.body.size[1])
    middle = np.maximum(0.52 * tall - trip.half[1], least)
    bob = 0.06 * min(1.0, trip.body.diagonal) * np.sin(4.0 * np.pi * trip.share)
    return trip.target[:, 1] + middle + bob


def _widened(trip: Trip, radius: np.ndarray, height: np.ndarray) -> float:
    """Metres by which the ring grows so that it meets nothing that stands about."""
    low, high = float(height.min()), float(height.max() + trip.body.size[1])
    near = [box for box in trip.obstacles if in_height(box, low, high)]
    start = float(radius.max())
    return min(clear_radius(trip.target.mean(0), start, float(trip.half[0]), near) - start, 2.0 * start + 1.0)


def _angle(trip: Trip, radius: float) -> np.ndarray:
    sense = -1.0 if trip.settings.get("direction", 1.0) < 0.0 else 1.0
    turn_time = float(np.clip(2.0 * np.pi * radius / trip.body.pace, TURN_TIME, 2.5 * TURN_TIME))
    turns = trip.settings.get("turns", 0.0) or trip.duration / turn_time * max(0.1, trip.body.node.motion.speed)
    share = trip.share if trip.whole else eased(trip.share, 0.08)
    if trip.whole and "turns" not in trip.settings:
        turns = max(1.0, round(turns))
    first = FIRST_ANGLE
    if trip.begin is not None:
        way = trip.begin - trip.target[0]
        first = float(np.arctan2(way[0], way[2]))
    return first + 2.0 * np.pi * (trip.index / trip.of + sense * turns * share)
