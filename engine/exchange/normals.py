"""Normals for a mesh that came without: smooth where its faces bend little, sharp at its edges.

In     positions [vertex, 3], faces [face, 3].   Out   which vertex each new one is, faces over those, normals.
Raises nothing.   Knows nothing of files.
"""

from __future__ import annotations

import numpy as np

CREASE = np.cos(np.radians(42.0))
"""Of the angle between two faces' normals from which the edge between them is seen."""
MOST_AROUND = 48
"""Faces about a vertex that are compared with one another; about one with more, all are one surface."""


def creased(positions: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(source [new], faces [face, 3], normals [new, 3])."""
    corners = positions[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])     # as long as twice the area
    length = np.linalg.norm(across, axis=1, keepdims=True)
    flat = across / np.where(length > 0, length, 1.0)
    vertex, face = faces.reshape(-1), np.repeat(np.arange(len(faces)), 3)
    order = np.argsort(vertex, kind="stable")
    count = np.bincount(vertex, minlength=len(positions))
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    whole = np.zeros((len(positions), 3))
    np.add.at(whole, vertex, across[face])
    around, place = count[vertex[order]], np.arange(len(order)) - start[vertex[order]]
    own = face[order]
    total = across[own].copy()
    for step in range(1, min(int(count.max(initial=0)), MOST_AROUND)):
        near = step < around
        partner = own[(start[vertex[order]] + (place + step) % np.maximum(around, 1))[near]]
        alike = (flat[own[near]] * flat[partner]).sum(1) > CREASE
        total[np.flatnonzero(near)[alike]] += across[partner[alike]]
    crowded = around > MOST_AROUND
    total[crowded] = whole[vertex[order]][crowded]
    normals = np.empty_like(total)
    normals[order] = total
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(length > 1e-30, normals / np.where(length > 1e-30, length, 1.0), [0.0, 1.0, 0.0])
    keys = np.concatenate([vertex[:, None], np.round(normals * 1e4).astype(np.int64)], 1)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return vertex[first], inverse.reshape(-1, 3), normals[first]
