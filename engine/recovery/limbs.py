"""Limbs: what of an object is thin and long: legs, antennae, handles, wires, and narrow rims too.

In     a Target.   Out   the points of each thin limb.
Raises nothing.  Knows nothing of parts or of how they are fitted.

A *thin limb* is a connected region of the surface, longer than LONG, where the object is thinner than THIN, both shares
of the diagonal.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.form.thickness import thickness
from engine.recovery.target import Target

THIN, LONG = 0.04, 0.08
LINK = 0.015
"""Share of the diagonal at which thin points count as connected, where there are enough of them."""
SLIM = 2.0
"""A limb is this many times longer than it is wide: a thin sheet is none."""


def limbs(target: Target) -> list[np.ndarray]:
    """The target's points of each of its thin limbs."""
    thin = np.flatnonzero(thickness(target.points, target.normals, target.size) < THIN * target.size)
    if len(thin) == 0:
        return []
    points = target.points[thin]
    apart = float(np.median(KDTree(target.points).query(target.points, 9)[0][:, 8]))
    pairs = KDTree(points).query_pairs(max(LINK * target.size, 1.8 * apart), output_type="ndarray")
    pairs = pairs[target.body[thin[pairs[:, 0]]] == target.body[thin[pairs[:, 1]]]]
    graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(thin), len(thin)))
    name = connected_components(graph, directed=False)[1]
    found = []
    for index in range(int(name.max()) + 1):
        mine = thin[name == index]
        if len(mine) < 6:
            continue
        spread = target.points[mine] - target.points[mine].mean(0)
        extent = np.sort(np.ptp(spread @ np.linalg.svd(spread, full_matrices=False)[2].T, axis=0))[::-1]
        if extent[0] > LONG * target.size and extent[0] > SLIM * extent[1]:
            found.append(mine)
    return found
