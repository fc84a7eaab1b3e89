"""Correspondence: where on another surface each vertex of a mesh belongs.

In     two Cloths: meshes with the parts that their vertices hang on.
Out    the place [vertex, 3] m of each vertex on the other; the other's vertices on what is halfway there.
Raises nothing.  Knows nothing of time, bones, files or Qt.

Evenly spread points of both are paired at the least total cost, one with one (optimal transport between equal masses,
Kantorovich 1942, as an assignment; Kuhn 1955): those that lie alike in their objects' boxes, face alike, and are of
parts that become one another. So nothing piles up and nothing is left bare. The way of the pairs is smoothed over the
mesh, and the mesh drawn onto the other's surface, looser from round to round (non-rigid registration, Amberg et al.
2007, with smoothing in place of their stiffness). The other is drawn in the same manner onto the mesh as it is halfway:
were its vertices only sent the way back, neighbours of them would go to either wall of what is hollow, or to limbs that
lie side by side, and its faces would be torn. Where either then passes through itself it is untangled, and both drawn
onto one another again as far as that lets them. Vertices in one place, as along a seam of the texture, stay in one
place.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import trimesh
from scipy.optimize import linear_sum_assignment
from scipy.spatial import KDTree

from engine.bake.cloth import DENSE, OPPOSITE, Cloth, Spread, scattered
from engine.bake.untangled import nearer, untangled

PAIRS = 1200
"""Points that are paired."""
FACING, STRANGE = 0.04, 0.1
"""What facing away costs, and a part that does not become the other, as squared shares of the size."""
AROUND = 16
"""Pairs that are averaged."""
ROUNDS, LAST = (0.06, 0.04, 0.01), 0.02
"""How far ways are smoothed before each time that the mesh is drawn onto the surface, as shares of the size; after it.
"""


def halfway(cloth: Cloth, other: Cloth, *, dense: int = DENSE, pairs: int = PAIRS) -> tuple[np.ndarray, np.ndarray]:
    """Where the vertices of both [vertex, 3] m are when they are one surface halfway."""
    at = untangled(cloth, 0.5 * (cloth.points + laid(cloth, other, dense=dense, pairs=pairs)))
    there = untangled(other, met(cloth, 2.0 * at - cloth.points, other, dense=dense))
    there = nearer(other, there, Spread(replace(cloth, points=at), dense))
    return nearer(cloth, at, Spread(replace(other, points=there), dense)), there


def laid(cloth: Cloth, other: Cloth, *, dense: int = DENSE, pairs: int = PAIRS) -> np.ndarray:
    """Places [vertex, 3] m on the other of the cloth's vertices."""
    return drawn(cloth, _paired(cloth, other, pairs), other, dense=dense)


def met(cloth: Cloth, place: np.ndarray, other: Cloth, *, dense: int = DENSE) -> np.ndarray:
    """Places [vertex, 3] m of the other's vertices on the cloth as it is halfway of its way, each at `place`, onto the
    other."""
    at, face = scattered(trimesh.Trimesh(place, cloth.faces, process=False), dense)
    corners = cloth.faces[face]
    share = np.nan_to_num(trimesh.triangles.points_to_barycentric(place[corners], at), nan=1.0 / 3.0)
    normals = trimesh.Trimesh(place, cloth.faces, process=False).face_normals[face]
    middle = 0.5 * (at + np.einsum("pk,pki->pi", share, cloth.points[corners]))
    tree = KDTree(np.concatenate([at, OPPOSITE * other.size * normals], 1))
    far, near = tree.query(np.concatenate([other.points, OPPOSITE * other.size * other.normals], 1), 4)
    weight = 1.0 / (np.asarray(far) + 1e-3 * other.size) ** 2
    start = (middle[near] * (weight / weight.sum(1, keepdims=True))[..., None]).sum(1)
    return drawn(other, start - other.points, replace(cloth, points=0.5 * (cloth.points + place)), dense=dense)


def drawn(cloth: Cloth, move: np.ndarray, other: Cloth, *, dense: int = DENSE) -> np.ndarray:
    """Places of the cloth's vertices on the other, which they are about when moved by `move` [vertex, 3] m."""
    onto = Spread(other, dense)
    for share in ROUNDS:
        move = cloth.smoothed(move, share * cloth.size)
        at = cloth.points + move
        move = onto.nearest(at, cloth.turned(at)) - cloth.points
    return cloth.points + cloth.smoothed(move, LAST * cloth.size)


def _paired(cloth: Cloth, other: Cloth, pairs: int) -> np.ndarray:
    """The way [vertex, 3] m of each vertex by the pairs around it."""
    (points, normals, part), (there, facing, of) = (_asked(each, pairs) for each in (cloth, other))
    wide = np.ptp(other.points, axis=0) / other.size
    off = (cloth.boxed(points)[:, None] - other.boxed(there)) * np.maximum(wide, 0.15 * wide.max())
    costs = (off**2).sum(-1) + 0.5 * FACING * (1.0 - normals @ facing.T) + STRANGE * (part[:, None] != of)
    way = there[linear_sum_assignment(costs)[1]] - points
    key = np.concatenate([points, OPPOSITE * cloth.size * normals], 1)
    far, near = KDTree(key).query(np.concatenate([cloth.points, OPPOSITE * cloth.size * cloth.normals], 1), AROUND)
    weight = 1.0 / (np.asarray(far) + 0.02 * cloth.size)
    return (way[near] * (weight / weight.sum(1, keepdims=True))[..., None]).sum(1)


def _asked(cloth: Cloth, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(points [count, 3], normals, parts) evenly over the mesh."""
    points, face = scattered(cloth.mesh, count)
    corner = np.linalg.norm(cloth.points[cloth.faces[face]] - points[:, None], axis=2).argmin(1)
    return points, cloth.mesh.face_normals[face], cloth.part[cloth.faces[face, corner]]
