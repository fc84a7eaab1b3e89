"""Openness: how much of the light from all around reaches points of a mesh past the mesh itself.

In     points with normals; moments of a mesh with faces of anyone's: open, thin or crossing itself.
Out    0 shut .. 1 open at each point.
Raises nothing.  Knows nothing of pictures, materials, files or Qt.

From each of many directions the mesh is seen as a depth map (Williams 1978); a point counts a direction, by the cosine
to its normal, where nothing lies before it there. As in engine.bake.occlusion only what stays through the moments is
believed: where they differ, a point is lighter than their mean by their standard deviation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from engine.form.compiling import compiled

DIRECTIONS = 96
CELLS = 384
"""Of a depth map, along the mesh's diagonal."""
LIFT = 1.5
"""Cells by which a point is off its surface, along the normal."""
Moment = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Vertices of the mesh [vertex, 3], points [n, 3] on it and their normals [n, 3]."""


def openness(moments: Sequence[Moment], faces: np.ndarray, *, check: Callable[[], None] = lambda: None) -> np.ndarray:
    """[n] 0..1"""
    count = len(moments[0][1])
    total, squares = np.zeros(count), np.zeros(count)
    for vertices, points, normals in moments:
        one = _at(vertices, faces, points, normals, check)
        total, squares = total + one, squares + one**2
    mean = total / len(moments)
    return (mean + np.sqrt(np.maximum(squares / len(moments) - mean**2, 0.0))).clip(0.0, 1.0)


def _at(vertices: np.ndarray, faces: np.ndarray, points: np.ndarray, normals: np.ndarray,
        check: Callable[[], None]) -> np.ndarray:
    low = vertices.min(0)
    cell = max(float(np.linalg.norm(np.ptp(vertices, axis=0))), 1e-12) / CELLS
    middle = (low + vertices.max(0)) / 2.0
    mesh, lifted = (vertices - middle) / cell, (points - middle) / cell + LIFT * normals
    seen, most = np.zeros(len(points)), np.zeros(len(points))
    depths = np.empty((CELLS + 4, CELLS + 4))
    for direction in _sphere():
        check()
        frame = _frame(direction)
        look(mesh @ frame, faces, lifted @ frame, normals @ direction, depths, seen, most)
    return np.where(most > 0.0, seen / np.maximum(most, 1e-12), 1.0)


def _sphere() -> np.ndarray:
    """Even directions [DIRECTIONS, 3] (Vogel 1979)."""
    k = np.arange(DIRECTIONS) + 0.5
    up, turn = 1.0 - 2.0 * k / DIRECTIONS, k * math.pi * (3.0 - math.sqrt(5.0))
    wide = np.sqrt(1.0 - up**2)
    return np.stack([wide * np.cos(turn), up, wide * np.sin(turn)], 1)


def _frame(direction: np.ndarray) -> np.ndarray:
    """[3, 3] whose last column is the direction."""
    across = np.cross(direction, np.eye(3)[np.abs(direction).argmin()])
    across /= np.linalg.norm(across)
    return np.stack([across, np.cross(direction, across), direction], 1)


@compiled
def look(mesh, faces, points, facing, depths, seen, most):
    """Add to `seen` and `most` what the points see in the direction of the last axis."""
    side = depths.shape[0]
    depths[:] = -1e30
    half = side / 2.0
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        ax, ay, az = mesh[a, 0] + half, mesh[a, 1] + half, mesh[a, 2]
        bx, by, bz = mesh[b, 0] + half - ax, mesh[b, 1] + half - ay, mesh[b, 2] - az
        cx, cy, cz = mesh[c, 0] + half - ax, mesh[c, 1] + half - ay, mesh[c, 2] - az
        double = bx * cy - by * cx
        if abs(double) < 1e-9:
            continue
        left, right = ax + min(0.0, bx, cx), ax + max(0.0, bx, cx)
        top, bottom = ay + min(0.0, by, cy), ay + max(0.0, by, cy)
        for i in range(max(0, int(math.ceil(left - 0.5))), min(side - 1, int(math.floor(right - 0.5))) + 1):
            x = i + 0.5 - ax
            for j in range(max(0, int(math.ceil(top - 0.5))), min(side - 1, int(math.floor(bottom - 0.5))) + 1):
                y = j + 0.5 - ay
                u, v = (x * cy - y * cx) / double, (bx * y - by * x) / double
                if u >= -1e-9 and v >= -1e-9 and u + v <= 1.0 + 1e-9:
                    z = az + u * bz + v * cz
                    if z > depths[i, j]:
                        depths[i, j] = z
    for n in range(len(points)):
        if facing[n] <= 0.0:
            continue
        most[n] += facing[n]
        i, j = int(points[n, 0] + half), int(points[n, 1] + half)
        if not (0 <= i < side and 0 <= j < side) or depths[i, j] <= points[n, 2] + min(4.0, 0.7 / facing[n]):
            seen[n] += facing[n]
