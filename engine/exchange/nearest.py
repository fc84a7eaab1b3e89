"""Nearest: for any points, the places on a surface that are nearest to them and look the same way.

In     triangles' corners.   Out   which triangle, and the barycentric share of its corners.
Raises nothing.   Knows nothing of files, materials or skins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import trimesh
from scipy.spatial import KDTree

SAMPLES = 200_000
"""Points on a surface by which its triangles are found."""
LOOKED_AT = 4
"""Of those, how many are looked at for a place."""
BLOCK = 100_000
TURNED = 0.02
"""Of the surface's size, how much farther a place counts that looks the other way: a cloth has two sides."""


@dataclass(frozen=True)
class Places:
    face: np.ndarray         # [place]
    share: np.ndarray        # [place, 3] of the face's corners
    distance: np.ndarray     # [place]

    def mixed(self, values: np.ndarray, faces: np.ndarray) -> np.ndarray:
        """Values at the vertices [vertex, ...] at the places, over the surface's `faces`."""
        corners = values[faces[self.face]]
        return np.einsum("pc,pc...->p...", self.share, corners)


class Surface:
    def __init__(self, points: np.ndarray, faces: np.ndarray) -> None:
        self.corners = points[faces].astype(np.float64)
        across = np.cross(self.corners[:, 1] - self.corners[:, 0], self.corners[:, 2] - self.corners[:, 0])
        double = np.linalg.norm(across, axis=1)
        self.area = double / 2
        self.normals = across / np.maximum(double, 1e-30)[:, None]
        self.size = float(np.linalg.norm(np.ptp(self.corners.reshape(-1, 3), axis=0)))
        self.samples, self._owner = self._sampled(SAMPLES)
        self._tree = KDTree(self.samples)

    def _sampled(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Points spread over the surface and their faces; each face has one at least."""
        random = np.random.default_rng(0)
        each = np.maximum(np.ceil(count * self.area / max(self.area.sum(), 1e-30)), 1).astype(int)
        owner = np.repeat(np.arange(len(each)), each)
        u, v = random.random((2, len(owner)))
        over = u + v > 1
        u, v = np.where(over, 1 - u, u), np.where(over, 1 - v, v)
        a, b, c = np.moveaxis(self.corners[owner], 1, 0)
        return a + u[:, None] * (b - a) + v[:, None] * (c - a), owner

    def at(self, points: np.ndarray, normals: np.ndarray | None = None) -> Places:
        """The nearest place to each; those that look another way than `normals` count as farther."""
        rows = [self._block(points[k:k + BLOCK], None if normals is None else normals[k:k + BLOCK])
                for k in range(0, len(points), BLOCK)]
        return Places(*(np.concatenate(column) for column in zip(*rows)))

    def _block(self, points: np.ndarray, normals: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        tried = min(LOOKED_AT, len(self._owner))
        faces = self._owner[self._tree.query(points, tried)[1].reshape(len(points), tried)]
        place = trimesh.triangles.closest_point(self.corners[faces.reshape(-1)], np.repeat(points, tried, axis=0))
        apart = np.linalg.norm(place.reshape(len(points), tried, 3) - points[:, None], axis=2)
        cost = apart
        if normals is not None:
            away = (self.normals[faces] * normals[:, None]).sum(2) < 0.0
            cost = apart + TURNED * self.size * away
        best, rows = cost.argmin(1), np.arange(len(points))
        chosen = faces[rows, best]
        with np.errstate(divide="ignore", invalid="ignore"):       # of triangles without area
            share = trimesh.triangles.points_to_barycentric(
                self.corners[chosen], place.reshape(len(points), tried, 3)[rows, best], method="cramer")
        share = np.where(np.isfinite(share), share, 1 / 3).clip(0.0, 1.0)
        return chosen, share / share.sum(1, keepdims=True), apart[rows, best]
