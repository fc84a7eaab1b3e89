"""Follows: along the target's own way, a fixed length of way behind it.

In     a Trip whose target has a route.   Out   origins of the mover [m, step, 3].
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.staging.paths import approaches
from engine.staging.trip import Trip

STANDING = 0.05
"""Metres of way under which the target counts as standing still: it is approached, then."""


def path(trip: Trip) -> np.ndarray:
    if trip.route is None or _length(trip.route)[-1] < STANDING:
        return approaches.path(trip)
    route = _before(trip.route, trip)
    length = _length(route)
    behind = (trip.index + 1) * (2.0 * trip.half[2] + trip.clearance) - trip.half[2] + float(
        trip.target_half[:, [0, 2]].max())
    at = length[-len(trip.times):] - behind
    x, z = (np.interp(at, length, route[:, axis]) for axis in (0, 2))
    height = trip.level if not trip.body.airborne else max(trip.level, float(trip.route[:, 1].min()))
    return np.stack([x, np.full_like(x, height), z], 1)


def _length(route: np.ndarray) -> np.ndarray:
    steps = np.hypot(*np.diff(route[:, [0, 2]], axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def _before(route: np.ndarray, trip: Trip) -> np.ndarray:
    """The route with what lies before its start: another round where it closes, else straight on backwards."""
    way = _length(route)[-1]
    if np.hypot(*(route[0] - route[-1])[[0, 2]]) < 0.02 * way:
        return np.concatenate([route[:-1], route])
    first = next(k for k in range(1, len(route)) if np.hypot(*(route[k] - route[0])[[0, 2]]) > 1e-4)
    back = route[0] - route[first]
    back = back / np.hypot(back[0], back[2])
    reach = (trip.index + 2) * (2.0 * trip.body.size[2] + trip.clearance + 2.0 * trip.target_half.max())
    steps = np.linspace(reach, 0.0, 20, endpoint=False)[:, None]
    return np.concatenate([route[0] + back * steps, route])
