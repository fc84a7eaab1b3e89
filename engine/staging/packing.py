"""Packing: groups that have nothing to do with each other, side by side and near the middle.

In     each group's courses.   Out   a shift [m, 3] per group.
Raises nothing.   Knows nothing of relations, torch or Qt.

The first group stays at the origin, every later one goes to the nearest free place: later groups never move earlier
ones. Groups that hold something placed by hand stay where they are.
"""

from __future__ import annotations

import numpy as np

from engine.staging.courses import Course

GAP = 0.28
"""Metres between groups, at least; large ones keep a share of their size."""
STEP = 0.1


def shifts(groups: list[dict[str, Course]], fixed: list[bool]) -> list[np.ndarray]:
    """A shift for each group."""
    taken: list[np.ndarray] = []
    found: list[np.ndarray] = [np.zeros(3) for _ in groups]
    for k in sorted(range(len(groups)), key=lambda k: not fixed[k]):
        rects = _rects(groups[k])
        if not fixed[k]:
            found[k] = _nearest(rects, taken, tall=_height(groups[k]) > 1.3 * _height(groups[0]))
        taken += [rect + found[k][[0, 2, 0, 2]] for rect in rects]
    return found


def _rects(group: dict[str, Course]) -> list[np.ndarray]:
    """The ground that each body takes up over time: x, z from and x, z to [m]."""
    swept = [course.swept() for course in group.values()]
    return [np.array([low[0], low[2], high[0], high[2]]) for low, high in swept]


def _height(group: dict[str, Course]) -> float:
    return max(float(course.swept()[1][1]) for course in group.values())


def _nearest(rects: list[np.ndarray], taken: list[np.ndarray], *, tall: bool) -> np.ndarray:
    """The free shift nearest to none at all; sideways before to the front or back, right before left."""
    if not taken:
        return np.zeros(3)
    own = np.array(rects)
    size = float((own[:, 2:] - own[:, :2]).max())
    gap = GAP + 0.06 * size
    others = np.array(taken)
    middle = (own[:, :2].min(0) + own[:, 2:].max(0)) / 2.0
    reach = np.abs(others).max() + np.abs(own).max() + gap + STEP
    count = int(np.ceil(reach / STEP))
    offsets = np.arange(-count, count + 1) * STEP
    x, z = np.meshgrid(offsets, offsets, indexing="ij")
    move = np.stack([x.ravel() - middle[0], z.ravel() - middle[1]], 1)
    free = np.ones(len(move), bool)
    for rect in own:
        low, high = move + rect[:2] - gap, move + rect[2:] + gap
        for other in others:
            beside = (low[:, 0] >= other[2]) | (high[:, 0] <= other[0])
            free &= beside | (low[:, 1] >= other[3]) | (high[:, 1] <= other[1])
    # a row reads better than a heap; the tall may stand behind it, the small before it
    depth = move[:, 1] + middle[1]
    front, back = (5.0, 1.4) if tall else (2.4, 3.6)
    cost = np.hypot(move[:, 0] + middle[0], np.where(depth > 0, front, back) * depth)
    cost = cost + np.where(move[:, 0] + middle[0] < 0, 0.01, 0.0)
    best = int(np.where(free, cost, np.inf).argmin())
    return np.array([move[best, 0], 0.0, move[best, 1]])
