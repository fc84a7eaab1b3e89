"""Levels of detail: fewer triangles over the same vertices.

In     a Clip, how many levels.   Out   a Level of each, with half as many faces as the one before; none of an imported
       mesh that becomes something else: its vertices part on the way.
Raises nothing.   Knows nothing of files.

Vertices are chosen, never moved, so skin, targets, normals and colours stay what they are and a level costs a file
its faces alone. Every part is thinned by itself, at the moment when it has most shape: one that grows out of another
during a morph is a point at rest, and would be lost. Edges are collapsed by quadric error (Garland and Heckbert 1997);
of the vertices that become one, the one nearest to the best place stays. What is imported is thinned as one
(engine.exchange.welded).
"""

from __future__ import annotations

import fast_simplification
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.bake.clip import Clip
from engine.exchange.welded import LEAST, Level, Welded, parting

LOOKED_AT = 16
"""Moments at most among which the one with most shape is found."""


def levels(clip: Clip, count: int) -> tuple[Level, ...]:
    """`count` coarser levels, finer first."""
    if not count or parting(clip):
        return ()
    if clip.materials:
        whole = Welded(clip)
        return tuple(whole.level(len(clip.faces) >> (level + 1)) for level in range(count))
    chart = _charts(clip)
    made: list[list[np.ndarray]] = [[] for _ in range(count)]
    owner = clip.part[clip.faces[:, 0]]
    for part in np.unique(owner):
        faces = clip.faces[owner == part].astype(np.int64)
        whole = _Part(clip, faces, chart)
        for level in range(count):
            most = max(len(faces) >> (level + 1), LEAST)
            made[level].append(whole.thinned(most) if most < len(faces) else faces)
    return tuple(Level(np.concatenate(faces).astype(np.uint32)) for faces in made)


class _Part:
    """A part's faces, its vertices when they show most, and which of them are one point."""

    def __init__(self, clip: Clip, faces: np.ndarray, chart: np.ndarray) -> None:
        self._vertices = np.unique(faces)
        here = self._vertices
        rest = np.concatenate([clip.positions[None, here], clip.target_positions[:, here]]).astype(np.float64)
        _, first, point = np.unique(rest.transpose(1, 0, 2).reshape(len(here), -1).round(9), axis=0, return_index=True,
                                    return_inverse=True)
        local = np.searchsorted(here, faces)
        self._places = np.ascontiguousarray(_fullest(rest, local, clip.target_weights)[first])
        self._faces = point.reshape(-1)[local]
        self._copies: list[dict[int, int]] = [{} for _ in first]      # of each point: chart -> vertex
        for vertex, at in zip(here.tolist(), point.reshape(-1).tolist()):
            self._copies[at].setdefault(int(chart[vertex]), vertex)

    def thinned(self, most: int) -> np.ndarray:
        """At most about so many faces [face, 3] over the clip's vertices."""
        share = 1.0 - most / len(self._faces)
        points, triangles = self._places, self._faces.astype(np.int32)
        *_, collapses = fast_simplification.simplify(points, triangles, share, return_collapses=True)
        best, left, became = fast_simplification.replay_simplification(points, triangles, collapses)
        apart = np.linalg.norm(best[became] - points, axis=1)
        order = np.lexsort((apart, became))
        kept = order[np.searchsorted(became[order], np.arange(len(best)))]
        return np.array([self._corners(kept[face].tolist()) for face in left], np.int64).reshape(-1, 3)

    def _corners(self, points: list[int]) -> list[int]:
        """The vertices of a face's points, of one chart of the texture where they have one in common."""
        copies = [self._copies[point] for point in points]
        common = next((c for c in copies[0] if c in copies[1] and c in copies[2]), None)
        return [copy[common] if common is not None else next(iter(copy.values())) for copy in copies]


def _fullest(rest: np.ndarray, faces: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Vertices [vertex, 3] in their bones' bind pose when they have most surface for their size, among the moments when
    they are not small; `rest` [1 + target, vertex, 3]. So a part is thinned as the cup that it is before it is filled.
    """
    keys = np.unique(np.linspace(0, len(weights) - 1, LOOKED_AT).round().astype(int))
    shown = [rest[0] + np.tensordot(weights[key].astype(np.float64), rest[1:], 1) for key in keys]
    sizes = np.array([np.linalg.norm(np.ptp(places, axis=0)) for places in shown])
    areas = np.array([np.linalg.norm(np.cross(*np.diff(places[faces], axis=1).transpose(1, 0, 2)), axis=1).sum()
                      for places in shown])
    return shown[int(np.where(sizes >= 0.5 * sizes.max(), areas / np.maximum(sizes, 1e-12)**2, -1.0).argmax())]


def _charts(clip: Clip) -> np.ndarray:
    """Which connected piece of the mesh each vertex belongs to [vertex]: seams of the texture separate them."""
    count, faces = len(clip.positions), clip.faces.astype(np.int64)
    ends = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(count, count))
    return connected_components(graph, directed=False)[1]
