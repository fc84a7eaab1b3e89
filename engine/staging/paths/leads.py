"""Leads: the round of one that others follow, where nothing else says how it moves.

In     a Trip whose target is the middle of the group.   Out   origins of the mover [m, step, 3].
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.staging.trip import Trip, clear_radius, in_height

FIRST_ANGLE = -0.9


def path(trip: Trip) -> np.ndarray:
    """A circle about the target; `clearance` is the length of the train behind [m]."""
    train = trip.clearance + trip.body.size[2]
    radius = max(train / (2.0 * np.pi * 0.55), 1.3 * trip.body.size[2], 0.5)
    near = [box for box in trip.obstacles if in_height(box, trip.level, trip.level + float(trip.body.size[1]))]
    # the middle itself may be taken: the ring then goes round everything
    radius = clear_radius(trip.target[0], radius, float(trip.half[0]), near)
    angle = trip.body.pace * trip.duration / radius
    if trip.whole and angle > 1.3 * np.pi:
        angle = 2.0 * np.pi * max(1, round(angle / (2.0 * np.pi)))
    turned = FIRST_ANGLE + angle * trip.share
    return np.stack([trip.target[:, 0] + radius * np.sin(turned), np.full(len(turned), trip.level),
                     trip.target[:, 2] + radius * np.cos(turned)], 1)
