"""Binding: an imported surface skinned to the parts that were recovered from it.

In     vertices [vertex, 3] m and faces [face, 3]; Parts in the same frame.
Out    the joints (indices of parts) and weights of each vertex, each [vertex, 4].
Raises RecoveryError for a mesh that is none.
Knows nothing of poses, documents or files.

A vertex belongs to the part whose surface is nearest, but what a part owns of one connected mesh must hang together:
patches cut off from the rest of it go to their neighbours. Weights then spread along the surface only, as heat would
(after Baran and Popovic 2007), so that a leg never pulls at the one beside it, however near the two come.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix, diags
from scipy.sparse.csgraph import connected_components

from engine.form.field import tabulate
from engine.form.parts import Parts
from engine.recovery import superquadric as sq
from engine.recovery.target import checked

SPREAD = 0.018
"""Share of the size by which weights spread either way."""
STEPS = (4, 80)
"""Least and most steps of spreading."""
BORDERS = 40
"""Most times that patches are given away."""
SMALL = 0.35
"""A patch is given away that is smaller than this share of the largest of its part on the same mesh."""
JOINTS = 4


def bound(vertices: np.ndarray, faces: np.ndarray, parts: Parts) -> tuple[np.ndarray, np.ndarray]:
    """(joints [vertex, 4] uint16, weights [vertex, 4] float32, strongest first, sum 1); 0 where the weight is 0."""
    vertices, faces = checked(vertices, faces)
    low, high = vertices[faces].min((0, 1)), vertices[faces].max((0, 1))
    size = float(np.linalg.norm(high - low))
    _, first, name = np.unique(np.round((vertices - low) / max(1e-6 * size, 1e-12)), axis=0, return_index=True,
                               return_inverse=True)
    name = name.reshape(-1)
    points, graph = vertices[first], _graph(name[faces], len(first))
    owner = _owners(points, graph, parts)
    joints, weights = _strongest(_spread(points, graph, owner, len(parts), size))
    return joints[name], weights[name]


def _graph(faces: np.ndarray, count: int) -> csr_matrix:
    pairs = np.concatenate([faces[:, :2], faces[:, 1:], faces[:, [2, 0]]])
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    one = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count)).tocsr()
    both = one + one.T
    both.data[:] = 1.0
    return both


def _owners(points: np.ndarray, graph: csr_matrix, parts: Parts) -> np.ndarray:
    """The part of each point: the nearest, where what it owns of one mesh hangs together."""
    far = np.empty((len(parts), len(points)))
    sq.away_rows(tabulate(parts), np.ascontiguousarray(points), far)
    owner = np.abs(far).argmin(0)
    mesh = connected_components(graph, directed=False)[1]
    rows, columns = graph.nonzero()
    for _ in range(BORDERS):
        same = owner[rows] == owner[columns]
        inner = csr_matrix((np.ones(int(same.sum())), (rows[same], columns[same])), graph.shape)
        patch = connected_components(inner, directed=False)[1]
        count = np.bincount(patch)
        first = np.unique(patch, return_index=True)[1]
        key = mesh[first].astype(np.int64) * len(parts) + owner[first]
        largest = np.zeros(int(key.max()) + 1, int)
        np.maximum.at(largest, key, count)
        crumb = count < SMALL * largest[key]
        # those that border on another patch of the same mesh, from the outside in
        border = crumb[patch[rows]] & ~crumb[patch[columns]] & ~same
        if not border.any():
            return owner
        order = np.argsort(rows[border], kind="stable")
        at, take = np.unique(rows[border][order], return_index=True)
        owner = owner.copy()
        owner[at] = owner[columns[border][order][take]]
    return owner


def _spread(points: np.ndarray, graph: csr_matrix, owner: np.ndarray, parts: int, size: float) -> csr_matrix:
    """Weights [point, part] after heat has gone SPREAD far along the surface."""
    rows, columns = graph.nonzero()
    edge = np.linalg.norm(points[rows] - points[columns], axis=1)
    mean = float(edge.mean()) if len(edge) else size
    steps = int(np.clip((SPREAD * size / max(mean, 1e-12)) ** 2, *STEPS))
    # near neighbours pass on more; what an edge longer than the spread joins passes little
    pull = np.exp(-((edge / (2.0 * SPREAD * size)) ** 2))
    flow = csr_matrix((pull, (rows, columns)), graph.shape)
    total = np.asarray(flow.sum(1)).reshape(-1)
    step = diags(0.5 / np.maximum(total, 1e-12) * (total > 0)) @ flow + diags(np.where(total > 0, 0.5, 1.0))
    weights = csr_matrix((np.ones(len(points)), (np.arange(len(points)), owner)), (len(points), parts))
    for _ in range(steps):
        weights = step @ weights
        weights.data[weights.data < 1e-3] = 0.0
        weights.eliminate_zeros()
    return weights.tocsr()


def _strongest(weights: csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    data, part = np.asarray(weights.data, np.float64), np.asarray(weights.indices, np.int64)
    starts = np.asarray(weights.indptr, np.int64)
    count = len(starts) - 1
    joints, out = np.zeros((count, JOINTS), np.uint16), np.zeros((count, JOINTS), np.float32)
    row = np.repeat(np.arange(count), np.diff(starts))
    order = np.lexsort((part, -data, row))
    row = row[order]
    nth = np.arange(len(row)) - starts[row]
    kept = nth < JOINTS
    joints[row[kept], nth[kept]] = part[order][kept]
    out[row[kept], nth[kept]] = data[order][kept]
    out /= np.maximum(out.sum(1, keepdims=True), 1e-12)
    return np.where(out > 0.0, joints, 0).astype(np.uint16), out
