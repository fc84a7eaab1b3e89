"""Facing: which faces of a mesh look the wrong way, and what hangs together.

In     points [point, 3] and faces [face, 3] over them, one point a place.   Out   arrays over faces and edges.
Raises nothing.   Knows nothing of assets or files.

Neighbours agree on what is outside where they go along their edge in opposite directions. Of what hangs together and
does not agree the smaller share is turned; a closed body then looks outward.
"""

from __future__ import annotations

import numpy as np


def to_turn(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which faces are to be turned."""
    if not len(faces):
        return np.zeros(0, bool)
    first, last, opposed = neighbours(faces)
    turned = np.zeros(len(faces), bool)
    if opposed.any():
        body, area = bodies_of(faces), areas_of(points, faces)
        turned = unlike(body, first, last, opposed)
        share = np.bincount(body, area * turned) / np.maximum(np.bincount(body, area), 1e-30)
        turned ^= share[body] > 0.5
    for each in inward(points, np.where(turned[:, None], faces[:, ::-1], faces)):
        turned[each] = ~turned[each]
    return turned


def inward(points: np.ndarray, faces: np.ndarray) -> list[np.ndarray]:
    """The faces of each closed body that encloses less than nothing."""
    if not len(faces):
        return []
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges, count, _ = edges_of(faces)
    net = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (len(points), len(points)))
    _, body = connected_components(net, directed=False)
    body = body[faces[:, 0]]
    number = int(body.max()) + 1
    is_open = np.bincount(np.repeat(body, 3), count != 2, number) > 0
    a, b, c = (points[faces[:, k]] - points.mean(0) for k in range(3))
    volume = np.bincount(body, (a * np.cross(b, c)).sum(1), number)
    return [np.flatnonzero(body == k) for k in np.flatnonzero(~is_open & (volume < 0.0))]


def unlike(body: np.ndarray, first: np.ndarray, last: np.ndarray, opposed: np.ndarray) -> np.ndarray:
    """Which faces [face] do not agree with the first of their body on what is outside, from neighbour to neighbour."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order

    count = len(body)
    _, begins = np.unique(body, return_index=True)
    rows, columns = np.concatenate([first, begins]), np.concatenate([last, np.full(len(begins), count)])
    net = coo_matrix((np.ones(len(rows)), (rows, columns)), (count + 1, count + 1)).tocsr()
    order, before = breadth_first_order(net, count, directed=False)
    key = np.minimum(first, last) * (count + 1) + np.maximum(first, last)
    sort = np.argsort(key)
    way = np.minimum(order[1:], before[order[1:]]) * (count + 1) + np.maximum(order[1:], before[order[1:]])
    at = np.searchsorted(key[sort], way).clip(max=len(key) - 1)
    differs = (key[sort][at] == way) & opposed[sort][at]
    out = np.zeros(count + 1, bool).tolist()
    for face, source, unlike in zip(order[1:].tolist(), before[order[1:]].tolist(), differs.tolist()):
        out[face] = out[source] ^ unlike
    return np.array(out[:-1])


def bodies_of(faces: np.ndarray) -> np.ndarray:
    """For each face, the number of what hangs together over edges of two faces."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    first, last, _ = neighbours(faces)
    net = coo_matrix((np.ones(len(first)), (first, last)), (len(faces), len(faces)))
    return connected_components(net, directed=False)[1]


def neighbours(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of faces that share an edge alone, [pair] each, and whether they go the same way along it."""
    edges, count, ways = edges_of(faces)
    span = int(faces.max(initial=0)) + 1
    order = np.argsort(edges.min(1) * span + edges.max(1), kind="stable")
    pairs = order[count[order] == 2].reshape(-1, 2)
    return pairs[:, 0] // 3, pairs[:, 1] // 3, ways[pairs[:, 0]] == 2


def edges_of(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Directed edges [3 face, 2]; how many faces have each, either way; how many the same way."""
    edges = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    span = int(faces.max(initial=0)) + 1
    low, high = edges.min(1), edges.max(1)
    _, inverse, count = np.unique(low * span + high, return_inverse=True, return_counts=True)
    _, same, ways = np.unique(edges[:, 0] * span + edges[:, 1], return_inverse=True, return_counts=True)
    return edges, count[inverse], ways[same]


def areas_of(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    return 0.5 * np.linalg.norm(across_of(points, faces), axis=1)


def across_of(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Normals [face, 3], twice as long as the faces have area."""
    a, b, c = (points[faces[:, k]] for k in range(3))
    return np.cross(b - a, c - a)
