"""Target: what of a mesh or a point cloud a fit is to explain.

In     vertices [vertex, 3] m with faces [face, 3], of any kind: several bodies, open, inside out, not manifold; or
       points [point, 3] m with normals.
Out    Target: points of the visible surface with outward normals, and a grid of signed distances [m].
Raises RecoveryError when there is nothing to fit, or numbers are not finite or out of range.
Knows nothing of parts, documents, files or Qt.

What is inside is told without trusting the winding: cells that the surface crosses are marked, and what air does not
reach from the corner of the box is inside (as in Nooruddin and Turk 2003); small holes have lids. A surface with air on
both sides is a sheet and is seen from either; one with none is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.form.compiling import compiled

CELLS, COARSEST = 110, 24
"""Of the grid, along the diagonal of the box; the fewest, where points are far apart."""
POINTS, LEAST = 6000, 24
"""Points in all, and of a body."""
DENSE = 60_000
"""Points that distances are measured from."""
HOLE = 0.12
"""A hole at most as wide as this share of the diagonal is a flaw that air does not come in by."""
SHEET = 0.002
"""Half the thickness given to sheets, as a share of the diagonal."""
MARGIN, BAND = 4, 5.0
"""Free cells around the grid; within how many cells of the surface distances are exact."""


class RecoveryError(ValueError):
    """There is nothing to fit."""


@dataclass(frozen=True)
class Target:
    points: np.ndarray      # [point, 3] m
    normals: np.ndarray     # [point, 3] unit, outward
    body: np.ndarray        # [point] connected piece of the mesh
    corner: np.ndarray      # [3] m, the middle of the grid's first cell
    spacing: float          # m
    distance: np.ndarray    # [x, y, z] m, negative inside
    size: float             # m, the diagonal of the box
    even: np.ndarray        # [point] bool: those that are spread evenly over the visible surface
    dense: np.ndarray       # [many, 3] m, points of the whole surface
    low: np.ndarray         # [3] m
    high: np.ndarray        # [3] m


def target_of_mesh(vertices: np.ndarray, faces: np.ndarray, *, count: int = POINTS, seed: int = 0) -> Target:
    """What is to be fitted of a mesh, in about `count` points."""
    vertices, faces = checked(vertices, faces)
    vertices, faces = welded(vertices, faces)
    body = bodies(faces, len(vertices))[faces[:, 0]]
    dice = np.random.default_rng(seed)
    dense, normals, face = sampled(vertices, faces, DENSE, dice)
    low, high = vertices[faces].min((0, 1)), vertices[faces].max((0, 1))
    size = float(np.linalg.norm(high - low))
    corner, spacing, shape = _grid(low, high, size)
    marked = np.zeros(shape, np.bool_)
    mark(np.ascontiguousarray(vertices[faces]), corner, spacing, marked)
    mark(_lids(vertices, faces, HOLE * size), corner, spacing, marked)
    return _target(dense, normals, body[face], marked, corner, spacing, (low, high, size), dice, count)


def target_of_points(points: np.ndarray, normals: np.ndarray, *, count: int = POINTS, seed: int = 0) -> Target:
    """What is to be fitted of a point cloud with normals, both [point, 3]."""
    points, normals = np.asarray(points, float), np.asarray(normals, float)
    if points.ndim != 2 or points.shape[1] != 3 or points.shape != normals.shape or len(points) < 50:
        raise RecoveryError(f"a point cloud needs at least 50 points and as many normals, not {list(points.shape)} and "
                            f"{list(normals.shape)}")
    if not (np.isfinite(points).all() and np.isfinite(normals).all()):
        raise RecoveryError("the point cloud holds numbers that are not finite")
    low, high = points.min(0), points.max(0)
    size = float(np.linalg.norm(high - low))
    if size <= 0.0:
        raise RecoveryError("all points of the cloud are one")
    apart = float(np.median(KDTree(points).query(points, 5)[0][:, 4]))
    corner, spacing, shape = _grid(low, high, size, int(np.clip(size / max(apart, 1e-12), COARSEST, CELLS)))
    marked = np.zeros(shape, bool)
    marked[tuple(np.round((points - corner) / spacing).astype(int).T)] = True
    marked = ndimage.binary_dilation(marked, iterations=1)
    length = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    name = _bodies(marked, np.ones((3, 3, 3)))[tuple(np.round((points - corner) / spacing).astype(int).T)]
    return _target(points, normals / length, name - 1, marked, corner, spacing, (low, high, size),
                   np.random.default_rng(seed), count)


def checked(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vertices [vertex, 3] float64 and faces [face, 3] int64 that can be used."""
    vertices, faces = np.asarray(vertices, np.float64), np.asarray(faces)
    if vertices.ndim != 2 or vertices.shape[1] != 3 or faces.ndim != 2 or faces.shape[1] != 3:
        raise RecoveryError(f"a mesh is vertices [n, 3] and faces [m, 3], not {list(vertices.shape)} and "
                            f"{list(faces.shape)}")
    if len(faces) == 0:
        raise RecoveryError("the mesh has no faces")
    faces = faces.astype(np.int64)
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise RecoveryError(f"the mesh's faces name vertices from {faces.min()} to {faces.max()}, of {len(vertices)}")
    if not np.isfinite(vertices[faces]).all():
        raise RecoveryError("the mesh's vertices hold numbers that are not finite")
    return vertices, faces


def welded(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mesh with equal vertices made one, and without faces that have no area."""
    used = vertices[faces]
    size = float(np.linalg.norm(used.max((0, 1)) - used.min((0, 1))))
    if size <= 0.0:
        raise RecoveryError("all vertices of the mesh are one point")
    _, first, name = np.unique(np.round((vertices - used.min((0, 1))) / (1e-6 * size)), axis=0, return_index=True,
                               return_inverse=True)
    faces = name.reshape(-1)[faces]
    vertices = vertices[first]
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    faces = faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-12 * size * size]
    if len(faces) == 0:
        raise RecoveryError("the mesh's faces have no area")
    return vertices, faces


def _lids(vertices: np.ndarray, faces: np.ndarray, most: float) -> np.ndarray:
    """Triangles [face, 3, 3] m over the holes of a mesh that are at most so wide: a fan about each one's middle."""
    edges = np.sort(np.concatenate([faces[:, :2], faces[:, 1:], faces[:, [2, 0]]]), 1)
    edges, uses = np.unique(edges, axis=0, return_counts=True)
    rim = edges[uses == 1]
    if len(rim) == 0:
        return np.zeros((0, 3, 3))
    used, ends = np.unique(rim, return_inverse=True)
    ends = ends.reshape(-1, 2)
    graph = coo_matrix((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), (len(used), len(used)))
    hole = connected_components(graph, directed=False)[1]
    points, count = vertices[used], np.bincount(hole)
    middle = np.stack([np.bincount(hole, points[:, k]) for k in range(3)], 1) / count[:, None]
    low, high = np.full((len(count), 3), np.inf), np.full((len(count), 3), -np.inf)
    np.minimum.at(low, hole, points)
    np.maximum.at(high, hole, points)
    small = (np.linalg.norm(high - low, axis=1) <= most)[hole[ends[:, 0]]]
    return np.concatenate([points[ends], middle[hole[ends[:, 0]]][:, None]], 1)[small]


def bodies(faces: np.ndarray, count: int) -> np.ndarray:
    """Connected piece of each vertex [vertex], of those that faces use numbered first."""
    pairs = np.concatenate([faces[:, :2], faces[:, 1:]])
    graph = coo_matrix((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), (count, count))
    return connected_components(graph, directed=False)[1]


def sampled(vertices: np.ndarray, faces: np.ndarray, count: int,
            dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """About evenly spread points of the surface [count, 3] m, their normals, and the face of each."""
    a, b, c = np.moveaxis(vertices[faces], 1, 0)
    normal = np.cross(b - a, c - a)
    area = np.linalg.norm(normal, axis=1)
    edge = np.cumsum(area)
    face = np.searchsorted(edge, (np.arange(count) + dice.random(count)) / count * edge[-1], side="right")
    face = np.minimum(face, len(faces) - 1)
    u, v = dice.random((2, count, 1))
    u, v = np.where(u + v > 1.0, 1.0 - u, u), np.where(u + v > 1.0, 1.0 - v, v)
    points = a[face] + u * (b[face] - a[face]) + v * (c[face] - a[face])
    return points, normal[face] / np.maximum(area[face], 1e-300)[:, None], face


@compiled
def mark(triangles, corner, spacing, marked):
    """Mark every cell [x, y, z] that a triangle [face, 3, 3] crosses."""
    step = 0.45 * spacing
    for f in range(len(triangles)):
        long = 0.0
        for e in range(3):
            d = 0.0
            for k in range(3):
                d += (triangles[f, e, k] - triangles[f, (e + 1) % 3, k]) ** 2
            long = max(long, d)
        n = int(np.sqrt(long) / step) + 1
        for i in range(n + 1):
            for j in range(n + 1 - i):
                u, v = i / n, j / n
                x = (1.0 - u - v) * triangles[f, 0, 0] + u * triangles[f, 1, 0] + v * triangles[f, 2, 0]
                y = (1.0 - u - v) * triangles[f, 0, 1] + u * triangles[f, 1, 1] + v * triangles[f, 2, 1]
                z = (1.0 - u - v) * triangles[f, 0, 2] + u * triangles[f, 1, 2] + v * triangles[f, 2, 2]
                marked[int((x - corner[0]) / spacing + 0.5), int((y - corner[1]) / spacing + 0.5),
                       int((z - corner[2]) / spacing + 0.5)] = True


def _grid(low: np.ndarray, high: np.ndarray, size: float,
          cells: int = CELLS) -> tuple[np.ndarray, float, tuple[int, ...]]:
    spacing = size / cells
    shape = np.ceil((high - low) / spacing).astype(int) + 2 * MARGIN + 1
    return low - MARGIN * spacing, spacing, tuple(shape.tolist())


def _target(dense: np.ndarray, normals: np.ndarray, body: np.ndarray, marked: np.ndarray, corner: np.ndarray,
            spacing: float, box: tuple[np.ndarray, np.ndarray, float], dice: np.random.Generator,
            count: int) -> Target:
    low, high, size = box
    free = _bodies(~marked)
    air = free == free[0, 0, 0]
    front, back = (_in_air(dense + side * normals * spacing, normals * (side * spacing), air, marked, corner, spacing)
                   for side in (1.0, -1.0))
    shown = front | back
    if not shown.any():
        shown[:] = True
    flip = back & ~front
    normals = np.where(flip[:, None], -normals, normals)
    sheet = front & back
    distance = _distances(dense, marked, air, corner, spacing)
    chosen, extra = _chosen(np.flatnonzero(shown), body, dice, count)
    points, outward, name = dense[chosen], normals[chosen], body[chosen]
    both = sheet[chosen]
    points = np.concatenate([points + np.where(both[:, None], SHEET * size * outward, 0.0),
                             points[both] - SHEET * size * outward[both]])
    outward = np.concatenate([outward, -outward[both]])
    return Target(points, outward, np.unique(np.concatenate([name, name[both]]), return_inverse=True)[1], corner,
                  spacing, distance, size, np.concatenate([~extra, ~extra[both]]), dense, low, high)


def _in_air(points: np.ndarray, step: np.ndarray, air: np.ndarray, marked: np.ndarray, corner: np.ndarray,
            spacing: float) -> np.ndarray:
    """Whether one is in the air where, going on from `points` in half `step`s, cells are no longer marked."""
    out, going = np.zeros(len(points), bool), np.ones(len(points), bool)
    last = np.array(air.shape) - 1
    for turn in range(4):
        cell = tuple(np.clip(np.round((points + 0.5 * turn * step - corner) / spacing).astype(int), 0, last).T)
        done = going & ~marked[cell]
        out[done] = air[cell][done]
        going &= ~done
    return out


def _distances(dense: np.ndarray, marked: np.ndarray, air: np.ndarray, corner: np.ndarray,
               spacing: float) -> np.ndarray:
    off = _cells_to(marked)
    rough = np.where(air, off, -_cells_to(marked | air))
    band = off < BAND
    cells = np.argwhere(band)
    exact = KDTree(dense).query(corner + cells * spacing)[0]
    out = rough * spacing
    sign = np.where(air[band], 1.0, np.where(marked[band], 0.0, -1.0))
    # a cell that the surface crosses counts as about on it
    out[band] = sign * exact
    return out


def _bodies(cells: np.ndarray, beside: np.ndarray | None = None) -> np.ndarray:
    """The number of the connected body that each cell belongs to, from 1; 0 of none."""
    return np.asarray(ndimage.label(cells, beside)[0])  # pyright: ignore[reportIndexIssue]


def _cells_to(cells: np.ndarray) -> np.ndarray:
    """How many cells each lies from the nearest of `cells`."""
    return np.asarray(ndimage.distance_transform_edt(~cells), float)


def _chosen(shown: np.ndarray, body: np.ndarray, dice: np.random.Generator,
            count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` of the points `shown`, and of every body at least LEAST where it has as many; which came so, bool."""
    picked = dice.permutation(shown)
    kept = picked[:count]
    have = np.bincount(body[kept], minlength=int(body.max()) + 1)
    rest = picked[count:]
    poor = rest[have[body[rest]] < LEAST]
    if len(poor):
        order = np.argsort(body[poor], kind="stable")
        sorted_body = body[poor][order]
        nth = np.arange(len(poor)) - np.searchsorted(sorted_body, sorted_body)
        poor = poor[order[nth < LEAST - have[sorted_body]]]
    chosen = np.sort(np.concatenate([kept, poor]))
    return chosen, np.isin(chosen, poor)
