"""Pairing: triangles two by two as quads, the squarest first; what a remesher needs before, and leaves.

In     points [vertex, 3], faces [face, 3].   Out   faces, halves one after the other, and which quad each is of.
Raises nothing.   Knows nothing of files.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

SQUARE = 60.0
"""Degrees that a corner of a quad may be from a right angle."""
SMALL_HOLE = 8
"""Edges of a hole that no artist meant."""


def paired(points: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The faces, and which quad each is half of: -1 for a triangle."""
    first, second, edge = _neighbours(faces)
    rings = np.stack([_lone(faces[first], edge), edge[:, 0], _lone(faces[second], edge), edge[:, 1]], 1)
    off = _off(points[rings])
    free, halves = np.ones(len(faces), bool), []
    for at in np.argsort(off, kind="stable").tolist():
        if off[at] > SQUARE:
            break
        one, other = int(first[at]), int(second[at])
        if free[one] and free[other]:
            free[one] = free[other] = False
            halves.append((one, other))
    pairs = np.array(sorted(halves), np.int64).reshape(-1, 2)
    alone = np.flatnonzero(free)
    order = np.concatenate([pairs.reshape(-1), alone])
    cells = np.concatenate([np.repeat(np.arange(len(pairs)), 2), np.full(len(alone), -1)])
    return faces[order], cells


def closed(faces: np.ndarray) -> np.ndarray:
    """With faces over holes of a few edges."""
    edges = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    there = set(map(tuple, edges.tolist()))
    after = {b: a for a, b in there if (b, a) not in there}        # the other way round, as the new face goes
    more, done = [], set[int]()
    for start in sorted(after):
        way, at = [], start
        while at in after and at not in done and len(way) <= SMALL_HOLE:
            done.add(at)
            way.append(at)
            at = after[at]
        if at == start and 3 <= len(way) <= SMALL_HOLE:
            more += [(way[0], way[k], way[k + 1]) for k in range(1, len(way) - 1)]
    return np.concatenate([faces, np.array(more, np.int64).reshape(-1, 3)])


def manifold(points: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mesh cut open along edges that not just two faces have, or two that look to different sides: what meets
    there goes wrong in a remesher."""
    first, second, edge = _neighbours(faces)
    joins = [np.stack([3 * face + (faces[face] == end[:, None]).argmax(1) for face in (first, second)])
             for end in (edge[:, 0], edge[:, 1])]
    one, other = np.concatenate(joins, 1)
    number = faces.size
    corner = connected_components(coo_matrix((np.ones(len(one)), (one, other)), (number, number)), directed=False)[1]
    _, at, vertex = np.unique(corner, return_index=True, return_inverse=True)
    return points[faces.reshape(-1)[at]], vertex.reshape(-1, 3)


def _neighbours(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Faces two by two, and the edge [pair, 2] that both have, as the first one goes along it."""
    edges = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    low, high = edges.min(1), edges.max(1)
    order = np.lexsort((high, low))
    key = np.stack([low, high], 1)[order]
    same = (key[1:] == key[:-1]).all(1)
    lone = ~np.concatenate([[False], same[:-1]]) & ~np.concatenate([same[1:], [False]])    # an edge of two faces
    at = np.flatnonzero(same & lone)
    one, other = order[at], order[at + 1]
    onward = edges[one, 0] == edges[other, 1]               # both look to the same side
    return one[onward] // 3, other[onward] // 3, edges[one[onward]]


def _lone(faces: np.ndarray, edge: np.ndarray) -> np.ndarray:
    """The corner that is not on the edge."""
    off = (faces[:, :, None] != edge[:, None]).all(2)
    return faces[np.arange(len(faces)), off.argmax(1)]


def _off(rings: np.ndarray) -> np.ndarray:
    """How far the worst corner of each ring [ring, 4, 3] is from a right angle [degrees]."""
    onward, back = np.roll(rings, -1, axis=1) - rings, np.roll(rings, 1, axis=1) - rings
    sides = np.linalg.norm(onward, axis=2) * np.linalg.norm(back, axis=2)
    cosine = (onward * back).sum(2) / np.maximum(sides, 1e-30)
    return np.abs(np.degrees(np.arccos(cosine.clip(-1.0, 1.0))) - 90.0).max(1)
