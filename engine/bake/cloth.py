"""Cloth: a surface as a morph of surfaces takes it, and what is asked of it.

In     a mesh's vertices, normals and faces, and the parts that its vertices hang on.
Out    values smoothed along it, its normals elsewhere, points evenly over it, where it passes through itself, how deep
       it is and how far from another.
Raises nothing.  Knows nothing of time, bones, files or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import trimesh
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.spatial import KDTree

from engine.bake.pierced import pierced
from engine.form.thickness import thickness

INNER, DENSE = 8000, 40_000
"""Points that an object's thickness is measured from; points that stand for a surface."""
MOST_STEPS = 80
OPPOSITE = 0.12
"""Share of the size that opposite normals count as, where the nearest point is sought."""
BESIDE = 0.006, 0.018
"""Shares of the size beyond which a vertex lies beside another mesh that takes its place, at all and wholly."""
RIM = 0.02
"""Share of the size by which a vertex may lie beside the nearest point and still go onto its plane."""
NEIGHBOURS, NIGH = 32, 0.02
"""Places that count as about another; the share of the size at which they count little."""


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

    @cached_property
    def place(self) -> np.ndarray:
        """The number [vertex] of each vertex's place: those that lie in one place have one."""
        at = np.round((self.points - self.points.min(0)) / max(1e-6 * self.size, 1e-12))
        return np.unique(at, axis=0, return_inverse=True)[1].reshape(-1)

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

    def agreed(self, label: np.ndarray, times: int) -> np.ndarray:
        """Labels [vertex], so many times that of most about it along the mesh."""
        for _ in range(times):
            told = csr_array((np.ones(len(label)), (np.arange(len(label)), label)), (len(label), int(label.max()) + 1))
            label = np.asarray((self._around @ told).argmax(1)).reshape(-1)
        return label

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
    def tangled(self) -> np.ndarray:
        """Which faces [face] others pass through."""
        return pierced(self.points, self.faces, self.place)

    @cached_property
    def nearby(self) -> csr_array:
        """The mean over what lies about each vertex in space, along the mesh or not [vertex, vertex]."""
        first = np.unique(self.place, return_index=True)[1]
        points = self.points[first]
        count = len(points)
        far, near = (np.asarray(each).reshape(-1) for each in KDTree(points).query(points, min(NEIGHBOURS, count)))
        share = np.exp(-0.5 * (far / max(NIGH * self.size, 1e-12)) ** 2)
        about = csr_array((share, (np.repeat(np.arange(count), len(near) // count), near)), (count, count))
        return self._welded(diags_array(1.0 / about.sum(1)) @ about)

    @cached_property
    def _around(self) -> csr_array:
        """The mean over each vertex and its neighbours [vertex, vertex]."""
        count = int(self.place.max()) + 1
        pairs = self.place[self.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2)]
        beside = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (count, count)).tocsr()
        beside = ((beside + beside.T) > 0).astype(float) + diags_array(np.ones(count))
        return self._welded(diags_array(1.0 / beside.sum(1)) @ beside)

    def _welded(self, means: csr_array) -> csr_array:
        """Means over places [place, place] as such over vertices; over all that lie in one place alike."""
        count = len(self.place)
        gather = csr_array((np.ones(count), (np.arange(count), self.place)), (count, int(self.place.max()) + 1))
        return (gather @ means @ diags_array(1.0 / np.maximum(gather.sum(0), 1.0)) @ gather.T).tocsr()


class Spread:
    """Points evenly over a cloth, and where others lie on it."""

    def __init__(self, cloth: Cloth, dense: int = DENSE) -> None:
        self.size = cloth.size
        self.points, face = scattered(cloth.mesh, dense)
        self.normals = cloth.mesh.face_normals[face]
        self.tree = KDTree(np.concatenate([self.points, OPPOSITE * self.size * self.normals], 1))

    @cached_property
    def places(self) -> KDTree:
        return KDTree(self.points)

    def far(self, at: np.ndarray) -> np.ndarray:
        """How far [vertex] m `at` is from its points."""
        return np.asarray(self.places.query(at)[0])

    def nearest(self, at: np.ndarray, normals: np.ndarray) -> np.ndarray:
        """Places [vertex, 3] m on it that are nearest to `at` and face alike: on its planes, or, off its rim, on it."""
        near = np.asarray(self.tree.query(np.concatenate([at, OPPOSITE * self.size * normals], 1))[1])
        to = at - self.points[near]
        off = (to * self.normals[near]).sum(1, keepdims=True) * self.normals[near]
        beyond = np.linalg.norm(to - off, axis=1, keepdims=True) > RIM * self.size
        return np.where(beyond, self.points[near], at - off)


def beside(far: np.ndarray) -> np.ndarray:
    """How much [vertex] vertices are seen to lie `far` [vertex], shares of the size, beside what takes their place."""
    return ((far - BESIDE[0]) / (BESIDE[1] - BESIDE[0])).clip(0.0, 1.0)


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


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
