"""What is wrong with a mesh, and the same mesh mended: only ever with the artist's consent.

In     an Asset.   Out   Faults; the mended Asset and sentences on what was done.
Raises nothing.   Knows nothing of files.

Vertices at one place are one here, whatever UVs and normals they have: a seam is no hole. Faces without area and faces
that are there twice go; faces are turned so that neighbours agree, and closed bodies face outward; holes are closed by
a fan about their middle; vertices that are the same in every respect become one. A hole between two materials stays.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import trimesh

from engine.exchange.asset import Asset, Mesh, Primitive

LARGEST_HOLE = 256
"""Edges of a hole that is closed."""
NEAR = 1e-6
"""Of the mesh's size within which two vertices are at one place."""
_ROWS = ("positions", "normals", "uvs", "colours", "joints", "weights")
_TARGETS = ("target_positions", "target_normals", "target_colours")


@dataclass(frozen=True)
class Faults:
    holes: int = 0               # edges that only one face has
    crossings: int = 0           # edges that more than two faces have
    degenerate: int = 0          # faces without area
    doubled: int = 0             # faces that are there twice
    opposed: int = 0             # edges whose two faces disagree on what is outside
    inward: int = 0              # closed bodies that are inside out
    twins: int = 0               # vertices that are the same as another in every respect

    @property
    def watertight(self) -> bool:
        return not (self.holes or self.crossings)

    @property
    def told(self) -> list[str]:
        return [f"{count:,} {words}" for name, words in _WORDS.items() if (count := getattr(self, name))]


_WORDS = {"holes": "edges of holes", "degenerate": "faces without area", "doubled": "faces that are there twice",
          "opposed": "edges whose faces disagree on what is outside", "inward": "closed bodies that are inside out",
          "twins": "doubled vertices"}


def faults(asset: Asset) -> Faults:
    found = [_faults(mesh) for mesh in asset.meshes]
    return Faults(*(sum(getattr(each, name) for each in found) for name in Faults.__dataclass_fields__))


def mended(asset: Asset) -> tuple[Asset, list[str]]:
    said: list[str] = []
    meshes = tuple(_mended(mesh, said) for mesh in asset.meshes)
    return replace(asset, meshes=meshes), said or ["There was nothing to mend."]


# ---- looking -----------------------------------------------------------------------------------------


def joined(mesh: Mesh) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions of all primitives with one vertex a place, faces over them, and the primitive of each face."""
    positions = [p.positions for p in mesh.primitives] or [np.zeros((0, 3))]
    points = np.concatenate(positions)
    size = max(float(np.ptp(points, axis=0).max(initial=0.0)) if len(points) else 0.0, 1e-30)
    _, first, merged = np.unique(np.round(points / (NEAR * size)), axis=0, return_index=True, return_inverse=True)
    starts = np.cumsum([0, *map(len, positions)])
    faces = [merged.reshape(-1)[p.faces + at] for p, at in zip(mesh.primitives, starts)] or [np.zeros((0, 3), np.int64)]
    return points[first], np.concatenate(faces), np.repeat(np.arange(len(faces)), [len(f) for f in faces])


def _flat(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which faces have no area."""
    corners = points[faces]
    double = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    longest = np.linalg.norm(corners - corners[:, [1, 2, 0]], axis=2).max(1, initial=0.0)
    return double <= 1e-9 * np.maximum(longest, 1e-30) ** 2


def _again(faces: np.ndarray) -> np.ndarray:
    """Which faces are over the same vertices as an earlier one."""
    _, first = np.unique(np.sort(faces, axis=1), axis=0, return_index=True)
    out = np.ones(len(faces), bool)
    out[first] = False
    return out


def _edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Directed edges [3 face, 2]; how many faces have each, either way; how many the same way."""
    edges = faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    span = int(faces.max(initial=0)) + 1
    low, high = edges.min(1), edges.max(1)
    _, inverse, count = np.unique(low * span + high, return_inverse=True, return_counts=True)
    _, same, ways = np.unique(edges[:, 0] * span + edges[:, 1], return_inverse=True, return_counts=True)
    return edges, count[inverse], ways[same]


def _faults(mesh: Mesh) -> Faults:
    points, faces, _ = joined(mesh)
    flat = _flat(points, faces)
    again = np.zeros(len(faces), bool)
    again[~flat] = _again(faces[~flat])
    good = faces[~flat & ~again]
    _, count, ways = _edges(good)
    twins = sum(len(p.positions) - len(np.unique(_rows(p), axis=0)) for p in mesh.primitives if len(p.positions))
    return Faults(int((count == 1).sum()), int((count > 2).sum()) // 3, int(flat.sum()), int(again.sum()),
                  int(((count == 2) & (ways == 2)).sum()) // 2, len(_inward(points, good)), twins)


def _inward(points: np.ndarray, faces: np.ndarray) -> list[np.ndarray]:
    """The faces of each closed body that encloses less than nothing."""
    if not len(faces):
        return []
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    edges, count, _ = _edges(faces)
    net = coo_matrix((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), (len(points), len(points)))
    _, body = connected_components(net, directed=False)
    body = body[faces[:, 0]]
    number = int(body.max()) + 1
    is_open = np.bincount(np.repeat(body, 3), count != 2, number) > 0
    a, b, c = (points[faces[:, k]] - points.mean(0) for k in range(3))
    volume = np.bincount(body, (a * np.cross(b, c)).sum(1), number)
    return [np.flatnonzero(body == k) for k in np.flatnonzero(~is_open & (volume < 0.0))]


def _rows(primitive: Primitive) -> np.ndarray:
    """Everything that a vertex is, in one row each."""
    arrays = [array for name in _ROWS if (array := getattr(primitive, name)) is not None]
    arrays += [array.transpose(1, 0, 2).reshape(len(primitive.positions), -1)
               for name in _TARGETS if (array := getattr(primitive, name)) is not None]
    return np.concatenate([np.asarray(a, np.float64) for a in arrays], 1)


# ---- mending -----------------------------------------------------------------------------------------


def _mended(mesh: Mesh, said: list[str]) -> Mesh:
    def say(count: int, words: str) -> None:
        if count:
            said.append(f"{mesh.name}: {count:,} {words}.")

    points, faces, owner = joined(mesh)
    own = np.concatenate([p.faces for p in mesh.primitives]) if mesh.primitives else faces
    kept = ~_flat(points, faces)
    say(int((~kept).sum()), "faces without area taken away")
    again = np.zeros(len(faces), bool)
    again[kept] = _again(faces[kept])
    say(int(again.sum()), "doubled faces taken away")
    kept &= ~again
    faces, own, owner = faces[kept], own[kept], owner[kept]
    turned = _turned(points, faces)
    say(int(turned.sum()), "faces turned to face outward like their neighbours")
    faces, own = (np.where(turned[:, None], f[:, ::-1], f) for f in (faces, own))
    primitives = [replace(p, faces=own[owner == k], quads=None) for k, p in enumerate(mesh.primitives)]
    closed, left = 0, 0
    for loop, corners, number in _holes(faces, own, owner):
        if number < 0 or len(loop) > LARGEST_HOLE:
            left += 1
        else:
            primitives[number] = _closed(primitives[number], corners)
            closed += 1
    say(closed, "holes closed")
    say(left, "holes left open: they are too large, or lie between two materials")
    before = sum(len(p.positions) for p in primitives)
    primitives = [_without_twins(p) for p in primitives]
    say(before - sum(len(p.positions) for p in primitives), "doubled or unused vertices taken away")
    return replace(mesh, primitives=tuple(p for p in primitives if len(p.faces)))


def _turned(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which faces are to be turned."""
    if not len(faces):
        return np.zeros(0, bool)
    _, count, ways = _edges(faces)
    out = faces
    if ((count == 2) & (ways == 2)).any():
        shape = trimesh.Trimesh(points, faces, process=False)
        trimesh.repair.fix_winding(shape)
        out = np.asarray(shape.faces)
    turned = (out != faces).any(1)
    for body in _inward(points, out):
        turned[body] = ~turned[body]
    return turned


def _holes(faces: np.ndarray, own: np.ndarray, owner: np.ndarray) -> list[tuple[list[int], np.ndarray, int]]:
    """The rims of holes as (places in order, vertices of their primitive in order, its number or -1 for several)."""
    edges, count, _ = _edges(faces)
    rim = np.flatnonzero(count == 1)
    corners = own[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    starts: dict[int, list[int]] = {}
    for edge in rim.tolist():
        starts.setdefault(int(edges[edge, 0]), []).append(edge)
    found, used = [], set[int]()
    for first in rim.tolist():
        way, at = [], first
        while at not in used:
            used.add(at)
            way.append(at)
            following = [e for e in starts.get(int(edges[at, 1]), []) if e not in used]
            if not following:
                break
            at = following[0]
        if len(way) >= 3 and edges[way[-1], 1] == edges[way[0], 0]:
            numbers = {int(owner[edge // 3]) for edge in way}
            found.append((way, corners[way, 0], numbers.pop() if len(numbers) == 1 else -1))
    return found


def _closed(primitive: Primitive, rim: np.ndarray) -> Primitive:
    """With a fan over a hole; its middle is the mean of the rim, and hangs on the rim's first joints."""
    middle = len(primitive.positions)
    fan = np.stack([np.roll(rim, -1), rim, np.full(len(rim), middle)], 1)
    more: dict = {"faces": np.concatenate([primitive.faces, fan])}
    for name in _ROWS:
        array = getattr(primitive, name)
        if array is not None:
            row = array[rim[:1]] if name in ("joints", "weights") else array[rim].mean(0, keepdims=True)
            more[name] = np.concatenate([array, row])
    for name in _TARGETS:
        array = getattr(primitive, name)
        if array is not None:
            more[name] = np.concatenate([array, array[:, rim].mean(1, keepdims=True)], 1)
    if primitive.normals is not None:
        spokes = primitive.positions[rim] - more["positions"][-1]
        across = np.cross(np.roll(spokes, -1, axis=0), spokes).sum(0)
        more["normals"][-1] = across / max(float(np.linalg.norm(across)), 1e-30)
    return replace(primitive, **more)


def _without_twins(primitive: Primitive) -> Primitive:
    used = np.unique(primitive.faces)
    if not len(used):
        return primitive
    _, first, inverse = np.unique(_rows(primitive)[used], axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)                       # as they came
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    number = np.zeros(len(primitive.positions), np.int64)
    number[used] = rank[inverse.reshape(-1)]
    at = used[first[order]]
    more: dict = {name: array[at] for name in _ROWS if (array := getattr(primitive, name)) is not None}
    more |= {name: array[:, at] for name in _TARGETS if (array := getattr(primitive, name)) is not None}
    return replace(primitive, faces=number[primitive.faces], **more)
