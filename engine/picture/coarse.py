"""Coarse: fewer triangles over the same vertices, for passes that can do without detail.

In     positions, normals, groups, faces of a mesh, and how many faces to keep.   Out   faces.
Raises nothing.  Knows nothing of OpenGL.

Vertices of one group (a part, or a chart of its texture) that lie in one cell of a grid and face the same way
become one of them (Rossignac and Borrel 1993); faces that lose their area go. Vertices stay where they are, so skin
and morph go on as before.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components


def coarse_faces(positions: np.ndarray, normals: np.ndarray, group: np.ndarray, faces: np.ndarray,
                 keep: int) -> np.ndarray:
    """About `keep` faces [face, 3] uint32; the faces themselves where there are no more."""
    if len(faces) <= keep:
        return faces.astype(np.uint32)
    a, b, c = (positions[faces[:, corner]] for corner in range(3))
    area = 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()
    cell = max(np.sqrt(2.0 * area / keep), 1e-6)
    spot = np.floor((positions - positions.min(0)) / cell).astype(np.int64)
    side = ((normals > 0) * np.array([1, 2, 4])).sum(1)
    span = spot.max(0) + 1
    key = ((((group.astype(np.int64) * 8 + side) * span[0] + spot[:, 0]) * span[1] + spot[:, 1]) * span[2] + spot[:, 2])
    _, first, same = np.unique(key, return_index=True, return_inverse=True)
    fewer = first[same][faces]
    whole = (fewer[:, 0] != fewer[:, 1]) & (fewer[:, 1] != fewer[:, 2]) & (fewer[:, 2] != fewer[:, 0])
    return fewer[whole].astype(np.uint32)


BLOCKS = 8


def islands(uvs: np.ndarray, part: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """A number [vertex] for each piece of the texture that hangs together and each eighth of a part's width of it.

    Vertices of a seam lie at one place and have two places on the texture: they must not become one.
    """
    edges = faces[:, [0, 1, 1, 2]].reshape(-1, 2).astype(np.int64)
    joined = sparse.coo_array((np.ones(len(edges), bool), (edges[:, 0], edges[:, 1])), shape=(len(uvs), len(uvs)))
    piece = connected_components(joined, directed=False)[1].astype(np.int64)
    low, high = np.full(int(part.max()) + 1, np.inf), np.full(int(part.max()) + 1, -np.inf)
    np.minimum.at(low, part, uvs[:, 0])
    np.maximum.at(high, part, uvs[:, 0])
    across = (uvs[:, 0] - low[part]) / np.maximum((high - low)[part], 1e-9)
    return piece * BLOCKS + np.minimum((across * BLOCKS).astype(np.int64), BLOCKS - 1)
