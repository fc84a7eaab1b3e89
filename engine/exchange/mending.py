"""What is wrong with a mesh, and the same mesh mended: only ever with the artist's consent.

In     an Asset; keys of engine.vocabulary.repairs.
Out    Faults; the mended Asset and what was done, in sentences.
Raises nothing but what its listener does.   Knows nothing of files.

Vertices at one place are one here, whatever UVs and normals they have: a seam is no hole. Faces without area and faces
that are there twice go; faces are turned so that neighbours agree, closed bodies face outward and of open ones the
smaller share is turned, and normals go with their faces; holes are closed by a fan about their middle; vertices that
are the same in every respect become one. A hole between two materials stays, and so do the edges of sheets.

UVs, materials, skins and morph targets stay. The middle of a fan is the mean of its rim in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.facing import across_of, areas_of, bodies_of, edges_of, inward, to_turn
from engine.vocabulary.repairs import REPAIRS

LARGEST_HOLE = 256
"""Edges of a hole that is closed."""
SHEET = 0.6
"""Share of what hangs together that a fan over its edge has, from which that is the edge of a sheet, and no hole."""
NEAR = 1e-6
"""Of the mesh's size within which two vertices are at one place."""
Say = Callable[[str, int, str], None]
"""Hears a key of engine.vocabulary.repairs, how many, and of what."""
_ROWS = ("positions", "normals", "uvs", "second_uvs", "colours", "joints", "weights")
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


@dataclass(frozen=True)
class Done:
    """One thing that was done, or was not, by a key of engine.vocabulary.repairs."""

    kind: str
    sentence: str


def mended(asset: Asset, kinds: Collection[str] = tuple(REPAIRS), *,
           on_mesh: Callable[[float], None] = lambda done: None) -> tuple[Asset, list[Done]]:
    """`kinds`: what is mended; `on_mesh` hears the share done before each mesh."""
    done: list[Done] = []
    meshes = []
    for number, mesh in enumerate(asset.meshes):
        on_mesh(number / len(asset.meshes))
        meshes.append(_mended(mesh, done, kinds, {k for k, m in enumerate(asset.materials) if m.textures}))
    return replace(asset, meshes=tuple(meshes)), done


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


def _faults(mesh: Mesh) -> Faults:
    points, faces, _ = joined(mesh)
    flat = _flat(points, faces)
    again = np.zeros(len(faces), bool)
    again[~flat] = _again(faces[~flat])
    good = faces[~flat & ~again]
    _, count, ways = edges_of(good)
    twins = sum(len(p.positions) - len(np.unique(_rows(p), axis=0)) for p in mesh.primitives if len(p.positions))
    return Faults(int((count == 1).sum()), int((count > 2).sum()) // 3, int(flat.sum()), int(again.sum()),
                  int(((count == 2) & (ways == 2)).sum()) // 2, len(inward(points, good)), twins)


def _rows(primitive: Primitive) -> np.ndarray:
    """Everything that a vertex is, in one row each."""
    arrays = [array for name in _ROWS if (array := getattr(primitive, name)) is not None]
    arrays += [array.transpose(1, 0, 2).reshape(len(primitive.positions), -1)
               for name in _TARGETS if (array := getattr(primitive, name)) is not None]
    return np.concatenate([np.asarray(a, np.float64) for a in arrays], 1)


# ---- mending -----------------------------------------------------------------------------------------


def _mended(mesh: Mesh, done: list[Done], kinds: Collection[str], pictured: Collection[int]) -> Mesh:
    """`pictured`: numbers of materials with pictures."""
    said: list[Done] = []

    def say(kind: str, count: int, words: str) -> None:
        if count:
            said.append(Done(kind, f"{mesh.name}: {count:,} {words}."))

    made = _without_bad(mesh, say) if "faces" in kinds else mesh
    before = made
    if "sides" in kinds:
        made = _outward(made)
    if "holes" in kinds:
        made = _whole(made, say, pictured)
        made = _outward(made) if "sides" in kinds else made         # what was open has an outside now
    say("sides", sum(int((new.faces[:len(old.faces)] != old.faces).any(1).sum())
                     for old, new in zip(before.primitives, made.primitives)), "faces turned to face outward")
    if "vertices" in kinds:
        merged = replace(made, primitives=tuple(map(_without_twins, made.primitives)))
        say("vertices", _count(made) - _count(merged), "doubled or unused vertices taken away")
        made = merged
    done += sorted(said, key=lambda each: tuple(REPAIRS).index(each.kind))
    return replace(made, primitives=tuple(p for p in made.primitives if len(p.faces)))


def _count(mesh: Mesh) -> int:
    return sum(len(p.positions) for p in mesh.primitives)


def _without_bad(mesh: Mesh, say: Say) -> Mesh:
    """Without faces that have no area or are there twice."""
    points, faces, owner = joined(mesh)
    kept = ~_flat(points, faces)
    say("faces", int((~kept).sum()), "faces without area taken away")
    again = np.zeros(len(faces), bool)
    again[kept] = _again(faces[kept])
    say("faces", int(again.sum()), "faces that were there twice taken away")
    kept &= ~again
    return mesh if kept.all() else replace(mesh, primitives=tuple(
        replace(p, faces=p.faces[kept[owner == k]], quads=None) for k, p in enumerate(mesh.primitives)))


def _outward(mesh: Mesh) -> Mesh:
    """With every face turned as its neighbours are, and outward where there is an outside."""
    points, faces, owner = joined(mesh)
    turned = to_turn(points, faces)
    if not turned.any():
        return mesh
    made = []
    for k, p in enumerate(mesh.primitives):
        mine = turned[owner == k]
        made.append(_facing(replace(p, faces=np.where(mine[:, None], p.faces[:, ::-1], p.faces), quads=None), mine))
    return replace(mesh, primitives=tuple(made))


def _whole(mesh: Mesh, say: Say, pictured: Collection[int]) -> Mesh:
    """With a fan over each hole that can be closed."""
    points, faces, owner = joined(mesh)
    own = np.concatenate([p.faces for p in mesh.primitives]) if mesh.primitives else faces
    primitives = list(mesh.primitives)
    closed, stretched, left, sheets = 0, 0, 0, 0
    for loop, corners, number, sheet in _holes(points, faces, own, owner):
        if sheet:
            sheets += 1
        elif number < 0 or len(loop) > LARGEST_HOLE:
            left += 1
        else:
            stretched += primitives[number].material in pictured and primitives[number].uvs is not None
            primitives[number] = _closed(primitives[number], corners)
            closed += 1
    say("holes", closed, "holes closed")
    say("holes", stretched, "closed holes show the picture of their rims, stretched over the middle")
    say("holes", left, "holes left open: too large, or between two materials")
    say("holes", sheets, "edges of sheets left as they are")
    return replace(mesh, primitives=tuple(primitives))


def _facing(primitive: Primitive, turned: np.ndarray) -> Primitive:
    """With the normals at turned faces on the side to which they look now."""
    if primitive.normals is None or not turned.any():
        return primitive
    outward = np.zeros((len(primitive.positions), 3))
    across = across_of(primitive.positions.astype(np.float64), primitive.faces)
    for corner in range(3):
        np.add.at(outward, primitive.faces[:, corner], across)
    at = np.unique(primitive.faces[turned])
    at = at[(outward[at] * primitive.normals[at]).sum(1) < 0.0]
    normals, targets = primitive.normals.copy(), primitive.target_normals
    normals[at] = -normals[at]
    if targets is not None:
        targets = targets.copy()
        targets[:, at] = -targets[:, at]
    return replace(primitive, normals=normals, target_normals=targets)


def _holes(points: np.ndarray, faces: np.ndarray, own: np.ndarray,
           owner: np.ndarray) -> list[tuple[list[int], np.ndarray, int, bool]]:
    """The rims of holes as (places in order, vertices of their primitive in order, its number or -1 for several,
    whether it is the edge of a sheet)."""
    if not len(faces):
        return []
    body = bodies_of(faces)
    area = np.bincount(body, areas_of(points, faces))
    edges, count, _ = edges_of(faces)
    rim = np.flatnonzero(count == 1)
    corners = own[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2)
    starts: dict[int, list[int]] = {}
    for edge in rim.tolist():
        starts.setdefault(int(edges[edge, 0]), []).append(edge)
    found = []
    for way in _loops(rim.tolist(), edges, starts):
        numbers = {int(owner[edge // 3]) for edge in way}
        places = points[edges[way, 0]]
        spokes = places - places.mean(0)
        fan = 0.5 * np.linalg.norm(np.cross(spokes, np.roll(spokes, -1, axis=0)), axis=1).sum()
        found.append((way, corners[way, 0], numbers.pop() if len(numbers) == 1 else -1,
                      bool(fan > SHEET * area[body[way[0] // 3]])))
    return found


def _loops(rim: list[int], edges: np.ndarray, starts: dict[int, list[int]]) -> list[list[int]]:
    """The edges of holes in order, each place in a hole once: where a rim comes back to a place, that was a hole."""
    found, used = [], set[int]()
    for first in rim:
        way, at = list[int](), {}                           # edges, and which of them leaves a place
        edge: int | None = None if first in used else first
        while edge is not None:
            used.add(edge)
            at[int(edges[edge, 0])] = len(way)
            way.append(edge)
            place = int(edges[edge, 1])
            if place in at:
                loop, way = way[at[place]:], way[:at[place]]
                at = {int(edges[each, 0]): index for index, each in enumerate(way)}
                if len(loop) >= 3:
                    found.append(loop)
            edge = next((each for each in starts.get(place, []) if each not in used), None)
    return found


def _closed(primitive: Primitive, rim: np.ndarray) -> Primitive:
    """With a fan over a hole; its middle is the mean of the rim, and hangs on the joints that the rim hangs on most."""
    middle = len(primitive.positions)
    fan = np.stack([np.roll(rim, -1), rim, np.full(len(rim), middle)], 1)
    more: dict = {"faces": np.concatenate([primitive.faces, fan]), "quads": None}
    for name in _ROWS:
        array = getattr(primitive, name)
        if array is not None and name not in ("joints", "weights"):
            more[name] = np.concatenate([array, array[rim].mean(0, keepdims=True)])
    if primitive.joints is not None and primitive.weights is not None:
        share = np.bincount(primitive.joints[rim].reshape(-1), primitive.weights[rim].reshape(-1))
        most = np.argsort(-share, kind="stable")[:primitive.joints.shape[1]]
        joints, weights = primitive.joints[rim[:1]].copy(), np.zeros_like(primitive.weights[rim[:1]])
        joints[0, :len(most)], weights[0, :len(most)] = most, share[most] / max(float(share[most].sum()), 1e-30)
        joints[weights == 0.0] = 0
        more["joints"] = np.concatenate([primitive.joints, joints])
        more["weights"] = np.concatenate([primitive.weights, weights])
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
