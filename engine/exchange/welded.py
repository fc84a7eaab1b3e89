"""A mesh of anyone's with fewer triangles: thinned as one, across its materials and the seams of its textures.

In     a Clip of materials, how many triangles.   Out   Level: faces over the same vertices, in runs of its materials;
       the clip on the vertices that those need.
Raises nothing.   Knows nothing of files.

Vertices are chosen, never moved, so skin, targets, normals and UVs stay what they are. Those that lie in one place,
move alike and hang on the same bones are one point; edges between points are collapsed by quadric error (Garland and
Heckbert """

from __future__ import annotations

from dataclasses import dataclass, replace

import fast_simplification
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.bake.clip import Clip

LEAST = 12
"""Triangles that are left at least."""
GRAIN = 1e-6
"""Of the mesh's size: nearer than this is in one place."""


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
        self._chart, self._sides = _charts(clip, self._point)
        self._order = np.argsort(self._point, kind="stable")
        self._starts = np.searchsorted(self._point[self._order], np.arange(len(first) + 1))
        self._run = np.repeat(np.arange(len(clip.materials)), [material.faces for material in clip.materials])

    def level(self, most: int) -> Level:
        """About `most` triangles, or as few as there can be."""
        corners = self._clip.faces.astype(np.int64)
        became, best = self._collapsed(most)
        moved = became[self._point[corners]]
        left = (moved != np.roll(moved, 1, axis=1)).all(1)
        moved, corners = moved[left], corners[left]
        apart = np.linalg.norm(best[became] - self._places, axis=1)
        order = np.lexsort((apart, -self._sides, -self._wanted(became, moved, corners), became))
        chosen = order[np.searchsorted(became[order], np.arange(len(best)))]
        faces = self._at(corners, chosen[moved])
        for face in np.flatnonzero((faces < 0).any(1)).tolist():
            faces[face] = self._elsewhere(corners[face], chosen[moved[face]], became)
        runs = np.bincount(self._run[left], minlength=len(self._clip.materials))
        return Level(faces.astype(np.uint32), tuple(runs.tolist()))

    def _collapsed(self, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Which of the new points [point] each becomes, and their best places [new point, 3]."""
        triangles = self._point[self._clip.faces].astype(np.int32)
        triangles = triangles[(triangles != np.roll(triangles, 1, axis=1)).all(1)]
        share = 1.0 - max(most, LEAST) / max(len(triangles), 1)
        if share <= 0.0:
            return np.arange(len(self._places)), self._places
        *_, collapses = fast_simplification.simplify(self._places, triangles, share, return_collapses=True)
        best, _, became = fast_simplification.replay_simplification(self._places, triangles, collapses)
        return np.asarray(became, np.int64), best

    def _wanted(self, became: np.ndarray, moved: np.ndarray, corners: np.ndarray) -> np.ndarray:
        """Of how many charts whose faces meet where it goes each point [point] has a vertex."""
        many = len(self._chart) + 1
        asked = np.unique(moved * many + self._chart[corners])
        held = np.unique(self._point * many + self._chart)
        point, chart = held // many, held % many
        return np.bincount(point[np.isin(became[point] * many + chart, asked)], minlength=len(self._places))

    def _at(self, corners: np.ndarray, points: np.ndarray) -> np.ndarray:
        """The vertices at points [face, 3] that take the place of others [face, 3]: of their own chart; else -1."""
        clip, first, count = self._clip, self._starts[points], np.diff(self._starts)[points]
        width = np.maximum(np.ptp(clip.uvs, axis=0), 1e-9)
        found, cost = np.full(points.shape, -1), np.full(points.shape, np.inf)
        for number in range(int(count.max(initial=0))):
            other = self._order[first + np.minimum(number, count - 1)]
            costs = (np.abs((clip.uvs[other] - clip.uvs[corners]) / width).sum(2)
                     + 0.5 * np.linalg.norm(clip.normals[other] - clip.normals[corners], axis=2))
            costs[self._chart[other] != self._chart[corners]] = np.inf
            nearer = costs < cost
            found[nearer], cost[nearer] = other[nearer], costs[nearer]
        return found

    def _elsewhere(self, corners: np.ndarray, points: np.ndarray, became: np.ndarray) -> np.ndarray:
        """Vertices for a face whose chart is not at all of its points: of another chart of its mesh that is, else of
        its own, as near to them as it reaches."""
        charts = [set(self._chart[self._copies(point)].tolist()) for point in points.tolist()]
        part, own = self._clip.part[corners[0]], int(self._chart[corners[0]])
        for chart in sorted(set.intersection(*charts)):
            ours = [next(v for v in self._copies(point).tolist() if self._chart[v] == chart) for point in points]
            if self._clip.part[ours[0]] == part:
                return np.array(ours)
        out = []
        for point, corner in zip(points.tolist(), corners.tolist()):
            members = np.flatnonzero(became == became[self._point[corner]])
            members = members[np.argsort(np.linalg.norm(self._places[members] - self._places[point], axis=1))]
            out.append(next(v for member in members.tolist() for v in self._copies(member).tolist()
                            if self._chart[v] == own))
        return np.array(out)

    def _copies(self, point: int) -> np.ndarray:
        """The vertices at a point."""
        return self._order[self._starts[point]:self._starts[point + 1]]


def thinned(clip: Clip, most: int) -> Clip:
    """The clip with about `most` triangles, or as few as there can be, on the vertices that they need."""
    if len(clip.faces) <= most or parting(clip):
        return clip
    level = Welded(clip).level(most)
    used, faces = np.unique(level.faces, return_inverse=True)
    one = {key: getattr(clip, key)[used] for key in (
        "positions", "normals", "uvs", "tint", "part", "joints", "weights")}
    many = {key: getattr(clip, key)[:, used] for key in ("target_positions", "target_normals", "target_tints")}
    one |= {} if clip.second_uvs is None else {"second_uvs": clip.second_uvs[used]}
    return replace(clip, faces=faces.reshape(-1, 3).astype(np.uint32), **one, **many, materials=tuple(
        replace(material, faces=count) for material, count in zip(clip.materials, level.runs)))


def _alike(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """np.unique of rows [row, number], by their bytes: (bytes, the first row of each, which each row is)."""
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).reshape(-1)
    return np.unique(whole, return_index=True, return_inverse=True)


def _charts(clip: Clip, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which connected piece of its mesh, as it lies in the texture, each vertex belongs to [vertex]; at how many places
    in textures each point is [point]."""
    sets = [np.round(uvs, 5) for uvs in (clip.uvs, clip.second_uvs) if uvs is not None]
    rows = np.concatenate([point[:, None], clip.part[:, None], *sets], 1).astype(np.float64) + 0.0
    _, first, wedge = _alike(rows)
    faces = wedge.reshape(-1)[clip.faces]
    ends = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(len(first), len(first)))
    return connected_components(graph, directed=False)[1][wedge.reshape(-1)], np.bincount(point[first])
