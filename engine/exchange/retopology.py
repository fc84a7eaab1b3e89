"""Retopology: anyone's mesh as an even one of about so many triangles, or of quads, with all that hung on the old.

In     an Asset, how many triangles are wanted in all.   Out   the Asset with other meshes; what came of it.
Raises AssetError where a library is absent or a mesh cannot be made even; whatever `check` raises ends it.
Knows nothing of files.

A vertex has the skin weights, morph targets and colours of the nearest place on the old surface that looks the same
way; a face has the material of the place that its middle is nearest to. Pictures are laid out and drawn anew
(engine.exchange.rebaking). Nodes, skins and animations stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.mending import joined
from engine.exchange.nearest import Places, Surface
from engine.exchange.pairing import closed, manifold, paired
from engine.exchange.polygons import number_of, whole
from engine.exchange.rebaking import Pictures, redrawn
from engine.exchange.remesher import check_installed, even

FEWEST, MOST = 100, 300_000
"""Triangles that may be asked for."""
LEAST = 60
"""Triangles of one mesh among several."""
INFLUENCES = 4
FAR = 0.03
"""Of its size, how far the surface may be off somewhere before the artist is asked to look."""
Told = Callable[[float, str], None]
"""Hears the share done and what is being done, and may end it by raising."""


@dataclass(frozen=True)
class Old:
    """All primitives of a mesh as one; what one of them lacks has its default."""

    positions: np.ndarray
    normals: np.ndarray
    faces: np.ndarray
    owner: np.ndarray                        # [face] its primitive
    uvs: np.ndarray
    second_uvs: np.ndarray
    colours: np.ndarray | None
    joints: np.ndarray | None
    weights: np.ndarray | None
    targets: dict[str, np.ndarray]           # by field, [target, vertex, number]


def retopologised(asset: Asset, triangles: int, *, quads: bool = False,
                  told: Told = lambda share, words: None) -> tuple[Asset, list[str]]:
    """The asset with even meshes of about `triangles` in all."""
    if not FEWEST <= triangles <= MOST:
        raise AssetError(f"retopology is to {FEWEST:,} to {MOST:,} triangles, not {triangles:,}")
    shown = {node.mesh: abs(np.linalg.det(place[:3, :3])) ** (1 / 3) if node.skin < 0 else 1.0
             for node, place in zip(asset.nodes, asset.world()) if node.mesh >= 0}
    drawn = any(asset.materials[p.material].textures for k in shown for p in asset.meshes[k].primitives
                if p.material >= 0)
    check_installed("remesh", *(["unwrap"] if drawn else []))
    areas = {k: scale**2 * _area(asset.meshes[k]) for k, scale in shown.items()}
    areas = {k: area for k, area in areas.items() if area > 0.0}
    if not areas:
        raise AssetError("it has no triangles: nothing of it can be made even")
    meshes, pictures, rows = list(asset.meshes), Pictures(asset), []
    for done, (k, area) in enumerate(areas.items()):
        def on(share: float, words: str, done: int = done) -> None:
            told((done + share) / len(areas), words)

        wanted = max(round(triangles * area / sum(areas.values())), LEAST if len(areas) > 1 else FEWEST)
        meshes[k], row = _even(asset.meshes[k], wanted, quads, pictures, on)
        rows.append(row)
    left, materials, images = pictures.used(meshes)
    return replace(asset, meshes=left, materials=materials, images=images), _words(rows, quads)


@dataclass(frozen=True)
class Row:
    """What came of a mesh."""

    before: int
    after: int
    quads: int
    spread: tuple[float, float]              # of the lengths of its edges, before and after
    off: np.ndarray                          # distances of new places from the old surface, and the other way


def _even(mesh: Mesh, wanted: int, quads: bool, pictures: Pictures, told: Told) -> tuple[Mesh, Row]:
    told(0.0, f"Making {mesh.name} even")
    old = _whole(mesh)
    places, place_faces, _ = joined(mesh)
    size = float(np.linalg.norm(np.ptp(places, axis=0)))
    middle = places.mean(0)
    points, faces = even(*manifold((places - middle) / size, _sound(place_faces)), wanted, quads=quads,
                         check=lambda: told(0.1, f"Making {mesh.name} even"))
    points, faces = points * size + middle, closed(_sound(faces))
    if not len(faces) or not np.isfinite(points[faces]).all():
        raise AssetError(f"{mesh.name} could not be made even: ask for more triangles")
    told(0.4, f"Carrying over what hangs on {mesh.name}")
    surface = Surface(old.positions, old.faces)
    faces = _outward(points, faces, surface)
    faces, cells = paired(points, faces) if quads else (faces, np.full(len(faces), -1))
    normals = _smooth(points, faces)
    at = surface.at(points, normals)
    made = _carried(points, normals, old, at)
    corners = points[faces]
    middles = surface.at(corners.mean(1), _flat(corners))
    material = _of_cells(np.array([p.material for p in mesh.primitives])[old.owner[middles.face]], cells)
    primitives = []
    numbers = np.unique(material).tolist()
    for done, number in enumerate(numbers):
        mine = material == number
        told(0.5 + 0.4 * done / len(numbers), f"Drawing the pictures of {mesh.name}")
        primitives.append(redrawn(_taken(made, faces[mine], cells[mine], number), old, np.array(
            [p.material == number for p in mesh.primitives])[old.owner], pictures,
            check=lambda: told(0.5, f"Drawing the pictures of {mesh.name}")))
    told(0.95, f"Measuring {mesh.name}")
    new = Surface(points, faces)
    off = np.concatenate([surface.at(new.samples[::8]).distance, new.at(surface.samples[::8]).distance])
    count = sum(number_of(p.quads) for p in primitives)
    row = Row(len(old.faces), len(faces), count, (_spread(old.positions, old.faces), _spread(points, faces)),
              off / max(surface.size, 1e-30))
    return replace(mesh, primitives=tuple(primitives)), row


# ---- the old -----------------------------------------------------------------------------------------


def _whole(mesh: Mesh) -> Old:
    primitives = mesh.primitives
    starts = np.cumsum([0, *(len(p.positions) for p in primitives)])

    def of(name: str, width: int, default: float) -> np.ndarray | None:
        arrays = [getattr(p, name) for p in primitives]
        if all(array is None for array in arrays):
            return None
        return np.concatenate([np.full((len(p.positions), width), default) if array is None else _wide(array, width)
                               for p, array in zip(primitives, arrays)])

    width = max((p.joints.shape[1] for p in primitives if p.joints is not None), default=0)
    joints, uvs, normals = of("joints", width, 0), of("uvs", 2, 0.0), of("normals", 3, 0.0)
    second = of("second_uvs", 2, 0.0)
    positions = np.concatenate([p.positions for p in primitives])
    faces = np.concatenate([p.faces + at for p, at in zip(primitives, starts)])
    if normals is None:
        normals = _smooth(positions, faces)
    targets = {}
    for name, wide in (("target_positions", 3), ("target_normals", 3), ("target_colours", 4)):
        arrays = [getattr(p, name) for p in primitives]
        count = max((len(array) for array in arrays if array is not None), default=0)
        if count:
            targets[name] = np.concatenate([
                np.zeros((count, len(p.positions), wide)) if array is None else array
                for p, array in zip(primitives, arrays)], 1)
    return Old(positions, normals, faces, np.repeat(np.arange(len(primitives)), [len(p.faces) for p in primitives]),
               np.zeros((len(positions), 2)) if uvs is None else uvs,
               np.zeros((len(positions), 2)) if second is None else second, of("colours", 4, 1.0),
               None if joints is None else joints.astype(np.int64), of("weights", width, 0.0), targets)


def _wide(array: np.ndarray, width: int) -> np.ndarray:
    return np.pad(array, ((0, 0), (0, width - array.shape[1])))


def _area(mesh: Mesh) -> float:
    return float(sum(np.linalg.norm(np.cross(*np.diff(p.positions[p.faces], axis=1).transpose(1, 0, 2)), axis=1).sum()
                     for p in mesh.primitives)) / 2


def _sound(faces: np.ndarray) -> np.ndarray:
    """Without those that have a corner twice, and those that are there twice."""
    faces = faces[(faces != np.roll(faces, 1, axis=1)).all(1)]
    return faces[np.sort(np.unique(np.sort(faces, axis=1), axis=0, return_index=True)[1])]


# ---- the new -----------------------------------------------------------------------------------------


def _outward(points: np.ndarray, faces: np.ndarray, surface: Surface) -> np.ndarray:
    """The faces, turned where most of them look another way than the old surface."""
    corners = points[faces]
    near = surface.normals[surface.at(corners.mean(1)).face]
    return faces if (near * _flat(corners)).sum() >= 0.0 else faces[:, ::-1]


def _flat(corners: np.ndarray) -> np.ndarray:
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-30)


def _smooth(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals [vertex, 3], larger faces counting more."""
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    out = np.zeros_like(points)
    for k in range(3):
        np.add.at(out, faces[:, k], across)
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return np.where(length > 0.0, out / np.where(length > 0.0, length, 1.0), [0.0, 1.0, 0.0])


def _carried(points: np.ndarray, normals: np.ndarray, old: Old, at: Places) -> Primitive:
    """All new vertices with what hung on the nearest places of the old surface."""
    joints = weights = None
    if old.joints is not None and old.weights is not None:
        joints, weights = _skin(old.joints, old.weights, old.faces[at.face], at.share)
    targets: dict[str, Any] = {name: np.stack([at.mixed(one, old.faces) for one in array])
                               for name, array in old.targets.items()}
    return Primitive(points, np.zeros((0, 3), np.int64), normals, joints=joints, weights=weights,
                     colours=None if old.colours is None else at.mixed(old.colours, old.faces), **targets)


def _skin(joints: np.ndarray, weights: np.ndarray, corners: np.ndarray,
          share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The strongest joints of places and their weights; a joint that several corners hang on counts once."""
    weights = weights / np.maximum(weights.sum(1, keepdims=True), 1e-12)
    dense = np.zeros((len(corners), int(joints.max()) + 1))
    rows = np.arange(len(corners))[:, None]
    for k in range(3):
        np.add.at(dense, (rows, joints[corners[:, k]]), share[:, k, None] * weights[corners[:, k]])
    kept = np.argsort(-dense, axis=1, kind="stable")[:, :INFLUENCES]
    found = np.take_along_axis(dense, kept, 1)
    wide = INFLUENCES - kept.shape[1]
    kept, found = np.pad(kept, ((0, 0), (0, wide))), np.pad(found, ((0, 0), (0, wide)))
    found = found / np.maximum(found.sum(1, keepdims=True), 1e-12)
    return np.where(found > 0.0, kept, kept[:, :1]), found


def _of_cells(material: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """One material for both halves of a quad: the first one's."""
    out = material.copy()
    second = np.flatnonzero((cells[1:] == cells[:-1]) & (cells[1:] >= 0)) + 1
    out[second] = out[second - 1]
    return out


def _taken(made: Primitive, faces: np.ndarray, cells: np.ndarray, material: int) -> Primitive:
    """Faces of one material with the vertices that they have."""
    used, local = np.unique(faces, return_inverse=True)
    return of_vertices(replace(made, material=material, quads=cells if (cells >= 0).any() else None),
                       used, local.reshape(-1, 3))


def of_vertices(primitive: Primitive, source: np.ndarray, faces: np.ndarray) -> Primitive:
    """The primitive with these of its vertices; a quad whose halves do not share two of them any more is none."""
    names = ("positions", "normals", "uvs", "second_uvs", "colours", "joints", "weights")
    rows = {name: array[source] for name in names if (array := getattr(primitive, name)) is not None}
    rows |= {name: array[:, source] for name in ("target_positions", "target_normals", "target_colours")
             if (array := getattr(primitive, name)) is not None}
    return replace(primitive, faces=faces, quads=whole(faces, primitive.quads), **rows)


# ---- telling -----------------------------------------------------------------------------------------


def _spread(points: np.ndarray, faces: np.ndarray) -> float:
    """Standard deviation of the edges' lengths over their mean."""
    corners = points[faces]
    lengths = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    return float(lengths.std() / max(lengths.mean(), 1e-30))


def _words(rows: list[Row], quads: bool) -> list[str]:
    before, after = sum(row.before for row in rows), sum(row.after for row in rows)
    made = sum(row.quads for row in rows)
    what = f"{made:,} quads and {after - 2 * made:,} triangles" if quads else f"{after:,} triangles"
    spread = [np.average([row.spread[k] for row in rows], weights=[row.after for row in rows]) for k in (0, 1)]
    off = np.concatenate([row.off for row in rows])
    return [f"Retopology: {before:,} triangles became {what}; the lengths of edges differ by {spread[1]:.0%}, "
            f"{spread[0]:.0%} before; the surface is off by {100 * off.mean():.2g} % of its size in the mean, "
            f"{100 * off.max():.2g} % at most.",
            *(["Look at it: something is lost or bent; more triangles may help."] if off.max() > FAR else [])]
