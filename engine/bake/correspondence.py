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
lie side by side, and its faces would be torn. Vertices in one place, as along a seam of the texture, stay in one place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import trimesh
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.spatial import KDTree

from engine.form.thickness import thickness

PAIRS, INNER, DENSE = 1200, 8000, 40_000
"""Points that are paired; points that an object's thickness is measured from; points that stand for a surface."""
FACING, STRANGE = 0.04, 0.1
"""What facing away costs, and a part that does not become the other, as squared shares of the size."""
AROUND = 16
"""Pairs that are averaged."""
BESIDE = 0.12
"""Share of the size that opposite normals count as, where the nearest point is sought."""
RIM = 0.02
"""Share of the size by which a vertex may lie beside the nearest point and still go onto its plane."""
ROUNDS, LAST = (0.06, 0.04, 0.01), 0.02
"""How far ways are smoothed before each time that the mesh is drawn onto the surface, as shares of the size; after it.
"""
MOST_STEPS = 80


@dataclass(frozen=True)
class Cloth:
    points: np.ndarray      # [vertex, 3] m
    normals: np.ndarray     # [vertex, 3] unit
    faces: np.ndarray       # [face, 3]
    part: np.ndarray        # [vertex] which of the common parts a vertex hangs on most

    @cached_property
    def size(self) -> float:
        return float(np.linalg.norm(np.ptp(self.points, axis=0)))

    @cached_property
    def mesh(self) -> trimesh.Trimesh:
        return trimesh.Trimesh(self.points, self.faces, process=False)

    def of(self, vertices: np.ndarray) -> Cloth:
        """What lies between some of its vertices [vertex] alone."""
        number = np.full(len(self.points), -1)
        number[vertices] = np.arange(len(vertices))
        faces = number[self.faces]
        return Cloth(self.points[vertices], self.normals[vertices], faces[(faces >= 0).all(1)], self.part[vertices])

    def boxed(self, points: np.ndarray) -> np.ndarray:
        """Points as shares of the box, -0.5 .. 0.5."""
        low, high = self.points.min(0), self.points.max(0)
        return (points - 0.5 * (low + high)) / np.maximum(high - low, 0.15 * (high - low).max())

    def smoothed(self, values: np.ndarray, far: float) -> np.ndarray:
        """Values [vertex, ...] averaged along the mesh over about `far` m."""
        edge = float(np.mean(self.mesh.edges_unique_length)) if len(self.faces) else self.size
        for _ in range(int(np.clip((far / max(edge, 1e-9)) ** 2, 1, MOST_STEPS))):
            values = self._around @ values
        return values

    def turned(self, at: np.ndarray) -> np.ndarray:
        """The normals [vertex, 3] with its vertices at `at`; its own where its faces have no area there."""
        a, b, c = np.moveaxis(at[self.faces], 1, 0)
        cross = np.cross(b - a, c - a)
        total = np.zeros_like(at)
        for corner in range(3):
            np.add.at(total, self.faces[:, corner], cross)
        total = self.smoothed(total, 0.0)
        return np.where(np.linalg.norm(total, axis=1, keepdims=True) > 1e-12, _unit(total), self.normals)

    @cached_property
    def _around(self) -> csr_array:
        """The mean over each vertex and its neighbours [vertex, vertex]; over all that lie in one place alike."""
        _, name = np.unique(np.round((self.points - self.points.min(0)) / max(1e-6 * self.size, 1e-12)), axis=0,
                            return_inverse=True)
        name = name.reshape(-1)
        count = int(name.max()) + 1
        pairs = name[self.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)]
        ones = np.ones(len(pairs))
        beside = coo_array((ones, (pairs[:, 0], pairs[:, 1])), (count, count)).tocsr()
        beside = ((beside + beside.T) > 0).astype(float) + diags_array(np.ones(count))
        beside = diags_array(1.0 / beside.sum(1)) @ beside
        gather = csr_array((np.ones(len(name)), (np.arange(len(name)), name)), (len(name), count))
        spread = diags_array(1.0 / np.maximum(gather.sum(0), 1.0)) @ gather.T
        return (gather @ beside @ spread).tocsr()


def halfway(cloth: Cloth, other: Cloth, *, dense: int = DENSE, pairs: int = PAIRS) -> tuple[np.ndarray, np.ndarray]:
    """Where the vertices of both [vertex, 3] m are when they are one surface halfway."""
    place = laid(cloth, other, dense=dense, pairs=pairs)
    return 0.5 * (cloth.points + place), met(cloth, place, other, dense=dense)


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
    tree = KDTree(np.concatenate([at, BESIDE * other.size * normals], 1))
    far, near = tree.query(np.concatenate([other.points, BESIDE * other.size * other.normals], 1), 4)
    weight = 1.0 / (np.asarray(far) + 1e-3 * other.size) ** 2
    start = (middle[near] * (weight / weight.sum(1, keepdims=True))[..., None]).sum(1)
    return drawn(other, start - other.points, replace(cloth, points=0.5 * (cloth.points + place)), dense=dense)


def drawn(cloth: Cloth, move: np.ndarray, other: Cloth, *, dense: int = DENSE) -> np.ndarray:
    """Places of the cloth's vertices on the other, which they are about when moved by `move` [vertex, 3] m."""
    size = other.size
    points, face = scattered(other.mesh, dense)
    normals = other.mesh.face_normals[face]
    tree = KDTree(np.concatenate([points, BESIDE * size * normals], 1))
    for share in ROUNDS:
        move = cloth.smoothed(move, share * cloth.size)
        at = cloth.points + move
        near = np.asarray(tree.query(np.concatenate([at, BESIDE * size * cloth.turned(at)], 1))[1])
        to = at - points[near]
        off = (to * normals[near]).sum(1, keepdims=True) * normals[near]
        beyond = np.linalg.norm(to - off, axis=1, keepdims=True) > RIM * size
        move = np.where(beyond, points[near], at - off) - cloth.points
    return cloth.points + cloth.smoothed(move, LAST * cloth.size)


def deep(cloth: Cloth) -> np.ndarray:
    """How deep [vertex] m the middle of the object lies under each vertex."""
    points, face = scattered(cloth.mesh, INNER)
    wide = thickness(points, cloth.mesh.face_normals[face], cloth.size)
    near = KDTree(points).query(cloth.points, 4)[1]
    return 0.5 * wide[near].min(1)


def apart(one: Cloth, other: Cloth, *, size: float | None = None) -> tuple[float, float]:
    """How far each cloth lies from the other, in the mean, as shares of the size [m], of that of both if not told."""
    clouds = [scattered(cloth.mesh, DENSE)[0] for cloth in (one, other)]
    size = size or float(np.linalg.norm(np.ptp(np.concatenate(clouds), axis=0)))
    far = [float(np.mean(KDTree(clouds[1 - k]).query(clouds[k])[0])) / size for k in (0, 1)]
    return far[0], far[1]


def scattered(mesh: trimesh.Trimesh, count: int) -> tuple[np.ndarray, np.ndarray]:
    """(points [count, 3] evenly over a mesh, the face of each)."""
    found = trimesh.sample.sample_surface(mesh, count, seed=0)
    return np.asarray(found[0]), np.asarray(found[1])


def _paired(cloth: Cloth, other: Cloth, pairs: int) -> np.ndarray:
    """The way [vertex, 3] m of each vertex by the pairs around it."""
    (points, normals, part), (there, facing, of) = (_asked(each, pairs) for each in (cloth, other))
    wide = np.ptp(other.points, axis=0) / other.size
    off = (cloth.boxed(points)[:, None] - other.boxed(there)) * np.maximum(wide, 0.15 * wide.max())
    costs = (off**2).sum(-1) + 0.5 * FACING * (1.0 - normals @ facing.T) + STRANGE * (part[:, None] != of)
    way = there[linear_sum_assignment(costs)[1]] - points
    key = np.concatenate([points, BESIDE * cloth.size * normals], 1)
    far, near = KDTree(key).query(np.concatenate([cloth.points, BESIDE * cloth.size * cloth.normals], 1), AROUND)
    weight = 1.0 / (np.asarray(far) + 0.02 * cloth.size)
    return (way[near] * (weight / weight.sum(1, keepdims=True))[..., None]).sum(1)


def _asked(cloth: Cloth, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(points [count, 3], normals, parts) evenly over the mesh."""
    points, face = scattered(cloth.mesh, count)
    corner = np.linalg.norm(cloth.points[cloth.faces[face]] - points[:, None], axis=2).argmin(1)
    return points, cloth.mesh.face_normals[face], cloth.part[cloth.faces[face, corner]]


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
