"""Score: how well parts stand for a mesh.

In     vertices [vertex, 3] m and faces [face, 3] of a mesh; Parts in the same frame.
Out    F-score, precision and recall at a share of the diagonal; which thin limbs the mesh has, which the parts keep.
Raises RecoveryError for a mesh that is none, SurfaceError (engine.form.surface) for parts without a surface.
Knows nothing of how parts are fitted.

F-score as Knapitsch et al. 2017: of points spread evenly over either surface, the share no farther than the distance
from the other; the mesh's points are those that air reaches, the parts' those of their smooth union. A *thin limb* is a
connected region of the mesh, longer than LONG, where the object is thinner than THIN, both shares of the diagonal:
legs, antennae, handles, wires, and narrow rims too. It is kept where KEPT of its points are within the distance of the
union.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.form.parts import Parts
from engine.form.surface import surface
from engine.recovery.target import Target, sampled, target_of_mesh

WITHIN = 0.02
POINTS = 20_000
CELLS = 192
THIN, LONG, KEPT = 0.04, 0.08, 0.95
LINK = 0.015
"""Share of the diagonal at which thin points count as connected, where there are enough of them."""
OPPOSITE = -0.3
"""Cosine of the angle between normals from which on one is the other side's."""
SLIM = 2.0
"""A limb is this many times longer than it is wide: a thin sheet is none."""


@dataclass(frozen=True)
class Score:
    f: float
    precision: float
    recall: float
    limbs: int              # thin limbs of the mesh
    kept: int               # of them, those that the parts keep


def scored(vertices: np.ndarray, faces: np.ndarray, parts: Parts, *, within: float = WITHIN,
           target: Target | None = None) -> Score:
    """How well the parts' union stands for the mesh."""
    target = target or target_of_mesh(vertices, faces)
    union = surface(parts, cells=CELLS)
    own = sampled(union.positions.astype(float), union.faces.astype(int), POINTS, np.random.default_rng(1))[0]
    far = KDTree(own).query(target.points)[0] / target.size
    precision = float((KDTree(target.dense).query(own)[0] < within * target.size).mean())
    recall = float((far[target.even] < within).mean())
    found = limbs(target)
    kept = [limb for limb in found if (far[limb] < within).mean() >= KEPT]
    return Score(2.0 * precision * recall / max(precision + recall, 1e-9), precision, recall, len(found), len(kept))


def limbs(target: Target) -> list[np.ndarray]:
    """The target's points of each of its thin limbs."""
    thin = np.flatnonzero(thickness(target) < THIN * target.size)
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


def thickness(target: Target) -> np.ndarray:
    """How thick the object is under each point [point] m: the largest ball inside that touches it there and no point of
    the other side, whose normal is OPPOSITE, has this width; beside an edge nothing is thin for that.

    The ball shrinks until no such point lies in it (Ma et al. 2012).
    """
    tree, points, normals = KDTree(target.points), target.points, target.normals
    radius = np.full(len(points), 0.25 * target.size)
    own = np.arange(len(points))[:, None]
    for _ in range(16):
        _, near = tree.query(points - radius[:, None] * normals, 6)
        away = points[:, None] - points[near]
        along = (away * normals[:, None]).sum(2)
        new = (away**2).sum(2) / np.maximum(2.0 * along, 1e-12)
        opposite = (normals[near] * normals[:, None]).sum(2) < OPPOSITE
        new = np.where((near != own) & (along > 1e-9) & opposite, new, np.inf).min(1)
        smaller = new < 0.999 * radius
        if not smaller.any():
            break
        radius = np.where(smaller, new, radius)
    return 2.0 * radius
