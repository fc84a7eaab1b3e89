"""Segments: a surface's points in nearly convex groups, each about what one part can be.

In     points [point, 3] m with outward normals, which body each belongs to, the size of the whole [m].
Out    the group of each point [point].
Raises nothing.  Knows nothing of parts, meshes or grids.

Small patches are joined, the two whose convex hull is the least concave first, until none stays as convex as asked
(Mamou and Ghorbel 2009). How concave a group is: how far one goes from its points along their normals before one leaves
its hull. So the inside of a bowl is concave although it lies on its own hull, and thin plates need no volume.
"""

from __future__ import annotations

import heapq

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, KDTree, QhullError

PATCHES = 220
NEIGHBOURS = 7
DEPTHS = (0.01, 0.02, 0.04, 0.08)
"""Shares of the size at which a point's other side is looked for."""
THICKNESS = 0.004
"""Share of the size that a patch is thickened inwards for its hull."""
TESTED = 100
"""Points of a group that are looked from."""
LARGE = 0.01
"""What a large group is held back by, per its own size."""
_CORNERS = np.array([[1.0, 1.0, 1.0], [1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]])


def segments(points: np.ndarray, normals: np.ndarray, body: np.ndarray, size: float, *, bound: float = 0.02,
             patches: int = PATCHES) -> np.ndarray:
    """The group of each point, numbered from 0; no group more concave than `bound`, a share of the size."""
    pairs = _neighbours(points, normals, body, size)
    patch = _patches(points, normals, body, size, pairs, patches)
    return joined(points, normals, patch, pairs, size, bound)


def concavity(points: np.ndarray, normals: np.ndarray, size: float) -> float:
    """How concave one group of points is, as a share of the size."""
    if len(points) > 2 * TESTED:
        every = (np.arange(2 * TESTED) * len(points)) // (2 * TESTED)
        points, normals = points[every], normals[every]
    return _group(points, normals, size).concavity


def _neighbours(points: np.ndarray, normals: np.ndarray, body: np.ndarray, size: float) -> np.ndarray:
    """Pairs of points [pair, 2] beside each other on the surface, or across from each other through the inside."""
    tree, count = KDTree(points), len(points)
    near = np.asarray(tree.query(points, min(NEIGHBOURS + 1, count))[1])
    one, two = np.repeat(np.arange(count), near.shape[1]), near.reshape(-1)
    beside = (body[one] == body[two]) & ((normals[one] * normals[two]).sum(1) > -0.3)
    found = [np.stack([one, two], 1)[beside]]
    left = np.ones(count, bool)
    for depth in DEPTHS:
        index = np.asarray(tree.query(points - depth * size * normals, 4)[1])
        for k in range(index.shape[1]):
            at = index[:, k]
            away = points[at] - points
            along = -(away * normals).sum(1)
            aside = np.sqrt(np.maximum((away**2).sum(1) - along**2, 0.0))
            hit = left & (body[at] == body) & ((normals[at] * normals).sum(1) < -0.5) & (along > 0) & (
                along < 1.6 * depth * size) & (aside < 0.5 * along + 0.003 * size)
            found.append(np.stack([np.flatnonzero(hit), at[hit]], 1))
            left &= ~hit
    return np.concatenate(found)


def _patches(points: np.ndarray, normals: np.ndarray, body: np.ndarray, size: float, pairs: np.ndarray,
             count: int) -> np.ndarray:
    """About `count` small connected patches [point]: nearest of evenly spread points, by place and normal."""
    place = np.concatenate([points / size, 0.06 * normals, 5.0 * body[:, None]], 1)
    centres = _spread(place, min(max(count, 2 * int(body.max()) + 2), len(points)))
    nearest = np.asarray(KDTree(place[centres]).query(place)[1])
    same = nearest[pairs[:, 0]] == nearest[pairs[:, 1]]
    inner = pairs[same]
    graph = coo_matrix((np.ones(len(inner), np.int8), (inner[:, 0], inner[:, 1])), (len(points), len(points)))
    name = connected_components(graph, directed=False)[1]
    few = np.bincount(name)[name] < 3               # crumbs go to the nearest patch of their body
    if few.any() and not few.all():
        whole = np.flatnonzero(~few)
        name[few] = name[whole[KDTree(place[whole]).query(place[few])[1]]]
    return np.unique(name, return_inverse=True)[1]


def _spread(place: np.ndarray, count: int) -> np.ndarray:
    """Indices of `count` points, each the farthest from those before it."""
    chosen = [0]
    far = ((place - place[0]) ** 2).sum(1)
    for _ in range(count - 1):
        chosen.append(int(far.argmax()))
        far = np.minimum(far, ((place - place[chosen[-1]]) ** 2).sum(1))
    return np.array(chosen)


class _Group:
    """Some points, and what of them their hull needs."""

    def __init__(self, corners: np.ndarray, tested: np.ndarray, normals: np.ndarray, size: float) -> None:
        self.tested, self.normals = tested, normals
        try:
            hull = ConvexHull(corners)
        except QhullError:
            hull = ConvexHull(corners, qhull_options="QJ Pp")
        self.corners = corners[hull.vertices]
        planes = hull.equations
        self.extent = float(np.linalg.norm(np.ptp(self.corners, axis=0)))
        rate = normals @ planes[:, :3].T
        room = -(tested @ planes[:, :3].T + planes[:, 3])
        exits = np.where(rate > 1e-6, np.maximum(room, 0.0) / np.maximum(rate, 1e-6), np.inf).min(1)
        exits = np.minimum(np.where(np.isfinite(exits), exits, 0.0), self.extent)
        top = max(3, len(exits) // 16)
        self.concavity = float(np.sort(exits)[-top:].mean()) / size

    def with_(self, other: _Group, size: float) -> _Group:
        tested = np.concatenate([self.tested, other.tested])
        normals = np.concatenate([self.normals, other.normals])
        if len(tested) > TESTED:
            every = (np.arange(TESTED) * len(tested)) // TESTED
            tested, normals = tested[every], normals[every]
        return _Group(np.concatenate([self.corners, other.corners]), tested, normals, size)


def _group(points: np.ndarray, normals: np.ndarray, size: float) -> _Group:
    inner = points - THICKNESS * size * normals
    solid = inner.mean(0) + 0.25 * THICKNESS * size * _CORNERS      # so that even one point has a hull
    return _Group(np.concatenate([points, inner, solid]), points, normals, size)


def joined(points: np.ndarray, normals: np.ndarray, patch: np.ndarray, pairs: np.ndarray, size: float,
            bound: float) -> np.ndarray:
    """The group of each point when its patches [point] are joined over `pairs` [pair, 2] of neighbouring points."""
    count = int(patch.max()) + 1
    groups: dict[int, _Group] = {}
    for index in range(count):
        mine = np.flatnonzero(patch == index)
        groups[index] = _group(points[mine], normals[mine], size)
    beside: dict[int, set[int]] = {index: set() for index in range(count)}
    for a, b in np.unique(np.sort(patch[pairs], 1), axis=0).tolist():
        if a != b:
            beside[a].add(b)
            beside[b].add(a)
    heap: list[tuple[float, int, int]] = []
    made: dict[tuple[int, int], _Group] = {}

    def offer(a: int, b: int) -> None:
        one = groups[a].with_(groups[b], size)
        if one.concavity <= bound:
            made[a, b] = one
            heapq.heappush(heap, (one.concavity + LARGE * one.extent / size, a, b))

    for a in range(count):
        for b in sorted(beside[a]):
            if a < b:
                offer(a, b)
    name, fresh = np.arange(count), count
    while heap:
        _, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups:
            continue
        groups[fresh] = made[a, b]
        around = (beside.pop(a) | beside.pop(b)) - {a, b}
        del groups[a], groups[b]
        name[(name == a) | (name == b)] = fresh
        beside[fresh] = around
        for other in sorted(around):
            beside[other] -= {a, b}
            beside[other].add(fresh)
            offer(other, fresh)
        fresh += 1
    return np.unique(name[patch], return_inverse=True)[1]
