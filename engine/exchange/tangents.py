"""Tangents for normal maps, so that every engine bends the same normals the same way.

In     positions, normals, UVs [vertex, ...], faces.   Out   [vertex, 4]: a unit tangent, and which way the third goes.
Raises nothing.   Knows nothing of files.   After Lengyel 2001; signs as in glTF 2.0 (3.7.2.1).
"""

from __future__ import annotations

import numpy as np


def tangents(positions: np.ndarray, normals: np.ndarray, uvs: np.ndarray, faces: np.ndarray) -> np.ndarray:
    corners, chart = positions[faces].astype(np.float64), uvs[faces].astype(np.float64)
    (a, b), (p, q) = ((x[:, 1] - x[:, 0], x[:, 2] - x[:, 0]) for x in (corners, chart))
    area = p[:, 0] * q[:, 1] - q[:, 0] * p[:, 1]
    share = np.where(np.abs(area) > 1e-20, 1.0 / np.where(np.abs(area) > 1e-20, area, 1.0), 0.0)[:, None]
    along, down = np.zeros((2, len(positions), 3))
    for k in range(3):
        np.add.at(along, faces[:, k], (a * q[:, 1:] - b * p[:, 1:]) * share)
        np.add.at(down, faces[:, k], (b * p[:, :1] - a * q[:, :1]) * share)
    normals = normals.astype(np.float64)
    along -= normals * (along * normals).sum(1, keepdims=True)
    length = np.linalg.norm(along, axis=1, keepdims=True)
    least = np.eye(3)[np.abs(normals).argmin(1)]             # where the UVs say nothing, any way across will do
    least -= normals * (least * normals).sum(1, keepdims=True)
    along = np.where(length > 1e-12, along / np.where(length > 1e-12, length, 1.0),
                     least / np.linalg.norm(least, axis=1, keepdims=True))
    way = np.where((np.cross(normals, along) * down).sum(1) > 0.0, -1.0, 1.0)     # green is up, and V goes down
    return np.concatenate([along, way[:, None]], 1)
