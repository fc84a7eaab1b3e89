"""Pierced: where a mesh passes through itself.

In     vertices [vertex, 3], faces [face, 3], a number of each vertex's place.   Out   which faces others pass through.
Raises nothing.  Knows nothing of morphs, files or Qt.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import KDTree

NEIGHBOURS = 16
"""Faces beside a face that are asked whether they pass through it, or it through them."""
ALIGHT = 1e-3
"""Share of an edge or a face by which what only touches is left out."""


def pierced(points: np.ndarray, faces: np.ndarray, place: np.ndarray, *, among: np.ndarray | None = None) -> np.ndarray:
    """Which faces [face] an edge goes through of a face beside them that has no corner in common with them; corners
    with one `place` [vertex] are one. With `among` [face] only those are asked for that these pass through, or are
    passed through by."""
    asked = np.arange(len(faces)) if among is None else np.flatnonzero(among)
    out = np.zeros(len(faces), bool)
    if not len(asked):
        return out
    corners = points[faces] / max(float(np.ptp(points, axis=0).max(initial=0.0)), 1e-12)
    middle = corners.mean(1)
    other = np.asarray(KDTree(middle).query(middle[asked], min(NEIGHBOURS + 1, len(faces)))[1]).reshape(-1)
    one = np.repeat(asked, len(other) // len(asked))
    for low, high in zip(corners.min(1).T.copy(), corners.max(1).T.copy()):
        meet = (low[one] < high[other]) & (low[other] < high[one])
        one, other = one[meet], other[meet]
    apart = ~(place[faces[one]][:, :, None] == place[faces[other]][:, None]).any((1, 2))
    one, other = one[apart], other[apart]
    for through, edges in ((one, corners[other]), (other, corners[one])):
        for k in range(3):
            start = edges[:, k]
            out[through[_through(start, edges[:, (k + 1) % 3] - start, corners[through])]] = True
    return out


def _through(start: np.ndarray, way: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Does each segment [pair, 3] pass through its triangle [pair, 3, 3]? After Moeller and Trumbore 1997."""
    one, other, off = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0], start - corners[:, 0]
    p, q = np.cross(way, other), np.cross(off, one)
    determinant = (one * p).sum(1)
    scale = 1.0 / np.where(np.abs(determinant) > 1e-18, determinant, np.inf)
    u, v, t = (off * p).sum(1) * scale, (way * q).sum(1) * scale, (other * q).sum(1) * scale
    return (scale != 0.0) & (u > ALIGHT) & (v > ALIGHT) & (u + v < 1.0 - ALIGHT) & (t > ALIGHT) & (t < 1.0 - ALIGHT)
