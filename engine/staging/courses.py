"""Courses: where one body is and which way it faces at every frame, and the box it takes up there.

In     a Body, times, origins, headings.   Out   Course; its boxes over time; a quaternion track.
Raises nothing.   Knows nothing of relations, torch or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.staging.bodies import Body


@dataclass(frozen=True)
class Course:
    body: Body
    times: np.ndarray             # [step] s
    place: np.ndarray             # [step, 3] m, the node's origin
    yaw: np.ndarray               # [step] rad about +Y, 0 faces +Z
    moves: bool = False

    def boxes(self) -> tuple[np.ndarray, np.ndarray]:
        """Centres and half extents of the axis-aligned box over time [m, step, 3]."""
        low, high = grown(self.body, self.times)
        centre, half = (low + high) / 2.0, (high - low) / 2.0
        c, s = np.cos(self.yaw), np.sin(self.yaw)
        middle = np.stack([c * centre[:, 0] + s * centre[:, 2], centre[:, 1], c * centre[:, 2] - s * centre[:, 0]], 1)
        reach = np.stack([abs(c) * half[:, 0] + abs(s) * half[:, 2], half[:, 1],
                          abs(s) * half[:, 0] + abs(c) * half[:, 2]], 1)
        return self.place + middle, reach

    def swept(self) -> tuple[np.ndarray, np.ndarray]:
        """The box that holds all boxes over time [m]."""
        centre, half = self.boxes()
        return (centre - half).min(0), (centre + half).max(0)


def smooth(share: np.ndarray) -> np.ndarray:
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def grown(body: Body, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The body's own box over time, its changes of shape included [m, step, 3]."""
    low, high = (np.repeat(corner[None], len(times), 0) for corner in (body.low, body.high))
    for start, end, to_low, to_high in body.changes:
        share = smooth((times - start) / max(end - start, 1e-6))[:, None]
        low, high = low + (to_low - low) * share, high + (to_high - high) * share
    return low, high


def headings(place: np.ndarray, rate: float, resting: float) -> np.ndarray:
    """The way a moving origin faces [rad, step]: along its velocity; where it rests, as it last went or next goes."""
    velocity = np.gradient(place, axis=0) * rate
    speed = np.hypot(velocity[:, 0], velocity[:, 2])
    going = np.flatnonzero(speed > 0.02)
    if len(going) == 0:
        return np.full(len(place), resting)
    yaw = np.unwrap(np.arctan2(velocity[going, 0], velocity[going, 2]))
    return np.interp(np.arange(len(place)), going, yaw)


def quaternions(yaw: np.ndarray, pitch: np.ndarray | float = 0.0, roll: np.ndarray | float = 0.0) -> np.ndarray:
    """x y z w of R_y(yaw) R_x(pitch) R_z(roll) [step, 4], without sign changes from step to step."""
    pitch, roll = np.broadcast_to(pitch, yaw.shape), np.broadcast_to(roll, yaw.shape)
    cy, sy, cx, sx = np.cos(yaw / 2), np.sin(yaw / 2), np.cos(pitch / 2), np.sin(pitch / 2)
    cz, sz = np.cos(roll / 2), np.sin(roll / 2)
    return np.stack([cy * sx * cz + sy * cx * sz, sy * cx * cz - cy * sx * sz,
                     cy * cx * sz - sy * sx * cz, cy * cx * cz + sy * sx * sz], axis=1)
