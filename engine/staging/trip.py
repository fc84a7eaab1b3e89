"""A trip: one motion relation over its interval, as the path functions see it; and what several of them need.

In     times, the mover, its target over time, what stands in the way.   Out   named values; distances; clear radii.
Raises nothing.   Knows nothing of documents, torch or Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.staging.bodies import Body

Box = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Trip:
    times: np.ndarray             # [step] s, the interval's frames
    body: Body
    level: float                  # m, height of the mover's base where the path does not say
    target: np.ndarray            # [step, 3] m, centre of the target's footprint, at the height of its base
    target_half: np.ndarray       # [step, 3] m, half extents of the target as it is then
    clearance: float              # m
    settings: Mapping[str, float]
    begin: np.ndarray | None      # [3] m, where the mover comes from; None: anywhere
    whole: bool                   # the interval is the whole scene: let it loop
    index: int = 0                # among `of` movers that do the same to the same target
    of: int = 1
    obstacles: tuple[Box, ...] = ()
    route: np.ndarray | None = None   # [step, 3] m, the target's own path, where it has one

    @property
    def duration(self) -> float:
        return float(self.times[-1] - self.times[0])

    @property
    def share(self) -> np.ndarray:
        """[step] 0..1"""
        return (self.times - self.times[0]) / max(self.duration, 1e-9)

    @property
    def half(self) -> np.ndarray:
        """Half extents of the mover and of all it becomes, in its own frame [m, 3]."""
        low, high = self.body.room
        return (high - low) / 2.0


def eased(share: np.ndarray, ramp: float = 0.12) -> np.ndarray:
    """Steady motion 0..1 that starts and stops over `ramp` of the way in time (trapezoid of speed, smoothed)."""
    ramp = min(max(ramp, 1e-6), 0.5)
    speed = 1.0 / (1.0 - ramp)
    up = 0.5 * speed * share**2 / ramp
    down = 1.0 - 0.5 * speed * (1.0 - share) ** 2 / ramp
    middle = speed * (share - ramp / 2.0)
    return np.where(share < ramp, up, np.where(share > 1.0 - ramp, down, middle))


def in_height(box: Box, low: float, high: float) -> bool:
    """Whether a box is in the way between two heights."""
    return bool(box[0][1] < high and box[1][1] > low)


def clear_radius(centre: np.ndarray, radius: float, width: float, obstacles: list[Box]) -> float:
    """The smallest radius from `radius` on [m] at which a ring of `width` about `centre` meets no box."""
    for _ in range(len(obstacles) + 1):
        hit = None
        for low, high in obstacles:
            near = np.maximum(0.0, np.maximum(low - centre, centre - high))[[0, 2]]
            far = np.maximum(np.abs(low - centre), np.abs(high - centre))[[0, 2]]
            if np.hypot(*near) < radius + width and np.hypot(*far) > radius - width:
                hit = max(hit or 0.0, float(np.hypot(*far)) + width + 0.08)
        if hit is None or hit <= radius:
            return radius
        radius = hit
    return radius
