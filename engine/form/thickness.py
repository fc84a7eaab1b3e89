"""Thickness: how thick an object is under each point of its surface.

In     points [point, 3] m of a surface, their outward normals, the object's size [m].   Out   widths [point] m.
Raises nothing.  Knows nothing of meshes, parts or grids.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

OPPOSITE = -0.3
"""Cosine of the angle between normals from which on one is the other side's."""
WIDEST = 0.25
"""Share of the size that the first ball's radius is, and none is larger."""
ROUNDS = 16


def thickness(points: np.ndarray, normals: np.ndarray, size: float) -> np.ndarray:
    """The width [point] m of the largest ball inside that touches the surface there and no point of the far side, whose
    normal is OPPOSITE; beside an edge nothing is thin for that.

    The ball shrinks until no such point lies in it (Ma et al. 2012).
    """
    tree, radius = KDTree(points), np.full(len(points), WIDEST * size)
    own = np.arange(len(points))[:, None]
    for _ in range(ROUNDS):
        _, near = tree.query(points - radius[:, None] * normals, 6)
        away = points[:, None] - points[near]
        along = (away * normals[:, None]).sum(2)
        new = (away**2).sum(2) / np.maximum(2.0 * along, 1e-12)
        opposite = (normals[near] * normals[:, None]).sum(2) < OPPOSITE
        new = np.where((near != own) & (along > 1e-9) & opposite, new, np.inf).min(1)
        smaller = new < 0.999 * radius
        if not smaller.any():
            break
        radius = np.where(smaller, new, radius)
    return 2.0 * radius
