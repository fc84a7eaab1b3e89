"""Coarse: fewer triangles over the same vertices, for passes that can do without detail.

In     positions, normals, part, faces of a mesh, and how many faces to keep.   Out   faces.
Raises nothing.  Knows nothing of OpenGL.

Vertices of one part that lie in one cell of a grid and face the same way become one of them (Rossignac
and Borrel 1993); faces that lose their area go. Vertices stay where they are, so skin and morph go on
as before.
"""

from __future__ import annotations

import numpy as np


def coarse_faces(positions: np.ndarray, normals: np.ndarray, part: np.ndarray, faces: np.ndarray,
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
    key = ((((part.astype(np.int64) * 8 + side) * span[0] + spot[:, 0]) * span[1] + spot[:, 1]) * span[2] + spot[:, 2])
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    fewer = first[group][faces]
    whole = (fewer[:, 0] != fewer[:, 1]) & (fewer[:, 1] != fewer[:, 2]) & (fewer[:, 2] != fewer[:, 0])
    return fewer[whole].astype(np.uint32)
