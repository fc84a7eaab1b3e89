"""A mesh of anyone's with fewer triangles: thinned as one, across its materials and the seams of its textures.

In     a Clip of materials, how many triangles.   Out   Level: faces over the same vertices, in runs of its materials;
       the clip on the vertices that those need.
Raises nothing.   Knows nothing of files.

Vertices are chosen, never moved, so skin, targets, normals and UVs stay what they are. Those that lie in one place,
move alike and hang on the same bones are one point; edges between points are collapsed by quadric error (Garland and
Heckbert 1997). Of the points that become one, one on a seam stays before one that is on none, and then the nearest to
the best place. A face that is left is one of the file's: each of its corners takes the vertex there that is of its own
mesh and nearest to its own UVs and normal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import fast_simplification
import numpy as np

from engine.bake.clip import Clip

LEAST = 12
"""Triangles that are left at least."""
GRAIN = 1e-6
"""Of the mesh's size: nearer than this is in one place."""
ELSEWHERE = 1e3
"""What a vertex of another mesh counts against those that are merely on other UVs."""


@dataclass(frozen=True)
class Level:
    """Fewer faces of a clip."""

    faces: np.ndarray                   # [face, 3] uint32
    runs: tuple[int, ...] = ()          # how many are of each of its materials; of none: ()


def parting(clip: Clip) -> bool:
    """Whether it is a mesh that becomes something else, and so cannot be thinned: its vertices part on the way."""
    return "meets" in clip.report


class Welded:
    """A clip of materials, to be thinned to any number of triangles."""

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        size = max(float(np.ptp(clip.positions, axis=0).max()), 1e-9)
        count = len(clip.positions)
        held = np.where(clip.weights > 0, clip.joints, 0)
        rows = np.concatenate([
            np.round(clip.positions / (GRAIN * size)),
            np.round(clip.target_positions / (GRAIN * size)).transpose(1, 0, 2).reshape(count, -1), held,
            np.round(clip.weights, 3)], 1).astype(np.float32) + 0.0
        _, first, self._point = _alike(rows)
        start = clip.positions + np.tensordot(clip.target_weights[0], clip.target_positions, 1)
        self._places = np.ascontiguousarray(start[first], np.float64)
        self._sides = _sides(clip, self._point, len(first))
        self._order = np.argsort(self._point, kind="stable")
        self._starts = np.searchsorted(self._point[self._order], np.arange(len(first) + 1))
        self._run = np.repeat(np.arange(len(clip.materials)), [material.faces for material in clip.materials])

    def level(self, most: int) -> Level:
        """About `most` triangles, or as few as there can be."""
        faces = self._clip.faces.astype(np.int64)
        became, chosen = self._collapsed(self._point[faces].astype(np.int32), most)
        moved = became[self._point[faces]]
        left = (moved != np.roll(moved, 1, axis=1)).all(1)
        vertices = self._at(chosen[became[self._point]])
        runs = np.bincount(self._run[left], minlength=len(self._clip.materials))
        return Level(vertices[faces[left]].astype(np.uint32), tuple(runs.tolist()))

    def _collapsed(self, triangles: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Which point [point] each becomes one of, and which of those it was before that stays there."""
        solid = (triangles != np.roll(triangles, 1, axis=1)).all(1)
        count, most = int(solid.sum()), max(most, LEAST)
        if count <= most:
            return np.arange(len(self._places)), np.arange(len(self._places))
        *_, collapses = fast_simplification.simplify(self._places, triangles[solid], 1.0 - most / count,
                                                     return_collapses=True)
        best, _, became = fast_simplification.replay_simplification(self._places, triangles[solid], collapses)
        became = np.asarray(became, np.int64)
        apart = np.linalg.norm(best[became] - self._places, axis=1)
        order = np.lexsort((apart, -self._sides, became))
        return became, order[np.searchsorted(became[order], np.arange(len(best)))]

    def _at(self, point: np.ndarray) -> np.ndarray:
        """For each vertex the one at another point [vertex] that takes its place: itself where none is of its mesh."""
        clip, first, count = self._clip, self._starts[point], np.diff(self._starts)[point]
        width = np.maximum(np.ptp(clip.uvs, axis=0), 1e-9)
        found, cost = np.arange(len(point)), np.full(len(point), ELSEWHERE)
        for number in range(int(count.max(initial=0))):
            other = self._order[first + np.minimum(number, count - 1)]
            costs = (np.abs((clip.uvs[other] - clip.uvs) / width).sum(1)
                     + 0.5 * np.linalg.norm(clip.normals[other] - clip.normals, axis=1)
                     + ELSEWHERE * (clip.part[other] != clip.part))
            nearer = costs < cost
            found[nearer], cost[nearer] = other[nearer], costs[nearer]
        return found


def thinned(clip: Clip, most: int) -> Clip:
    """The clip with about `most` triangles, or as few as there can be, on the vertices that they need."""
    if len(clip.faces) <= most or parting(clip):
        return clip
    level = Welded(clip).level(most)
    used, faces = np.unique(level.faces, return_inverse=True)
    one = {key: getattr(clip, key)[used] for key in (
        "positions", "normals", "uvs", "tint", "part", "joints", "weights")}
    many = {key: getattr(clip, key)[:, used] for key in ("target_positions", "target_normals", "target_tints")}
    return replace(clip, faces=faces.reshape(-1, 3).astype(np.uint32), **one, **many, materials=tuple(
        replace(material, faces=count) for material, count in zip(clip.materials, level.runs)))


def _alike(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """np.unique of rows [row, number], by their bytes: (bytes, the first row of each, which each row is)."""
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).reshape(-1)
    return np.unique(whole, return_index=True, return_inverse=True)


def _sides(clip: Clip, point: np.ndarray, count: int) -> np.ndarray:
    """How many meshes and places in the textures meet at each point [point]."""
    rows = np.concatenate([point[:, None], clip.part[:, None], np.round(clip.uvs, 5)], 1).astype(np.float64)
    _, first, _ = _alike(rows + 0.0)
    return np.bincount(point[first], minlength=count)
