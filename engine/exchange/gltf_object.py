"""One clip to glTF: a place node, a skeleton along the part tree, a skinned mesh, its curves.

In     a Clip as an Item, and how its path is written.   Out   entries in the document, curves for the animations.
Raises ExportError where the clip cannot be an asset, naming it.
Knows nothing of files.

    place node (the object's way through the scene): without it, importers make one skeleton of all objects
      root joint "NAME_root", at the base: carries the way instead where it is root motion
        joint "NAME_PART" ...
    mesh node "NAME", at the scene's root as the specification advises for skins (3.7.3); one of meshes that take each
    other's place has its targets to itself, and a node beside the first, "NAME_shape_2" ..., on the same bones
    mesh nodes of collision hulls (engine.exchange.hulls), on the joints or at the scene's root
    mesh nodes "NAME_LOD1" ..., in no scene: readers of MSFT_lod put them in the first one's place
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.bake.clip import Clip, Take
from engine.bake.evaluate import compose, to_quaternion
from engine.bake.palette import opacities
from engine.exchange.asset_glb import add_looks
from engine.exchange.files import ExportError
from engine.exchange.gltf_buffer import ATTRIBUTE, INDEX, Buffer
from engine.exchange.gltf_material import materials, recoloured
from engine.exchange.hulls import Hull, add_hulls
from engine.exchange.sockets import Fastened, held, middle
from engine.exchange.tangents import tangents
from engine.exchange.unwrapping import taken
from engine.exchange.welded import Level
from engine.vocabulary.layers import bends
from engine.vocabulary.profiles import Profile

SIZE_MOST, SIZE_LEAST = 1e4, 1e-5
"""Metres; what lies beyond is a mistake, and engines lose the digits."""
SHRUNK = 1e-4
"""The scale of a place that hides its object: Blender binds a skin there, in single precision."""
TREMOR, GODOT_RATE = 5e-5, 15.0
"""rad; the rate at which Godot samples animations on import, per second."""
SEEN = 0.5
"""Share of the screen's height that an object covers down to which its finest level is shown (MSFT_screencoverage)."""
Dressed = list[tuple[int, np.ndarray]]
"""Materials of a document, and the faces [face, 3] of each."""
VARIANTS = "KHR_materials_variants"
_REST = {"translation": (0.0, 0.0, 0.0), "rotation": (0.0, 0.0, 0.0, 1.0), "scale": (1.0, 1.0, 1.0)}


@dataclass(frozen=True)
class Curve:
    """A linear curve: what it moves, and its accessors."""

    owner: int                              # of which of the scene's objects
    node: int
    path: str
    times: int
    values: int
    take: int = -1                          # of which of its clip's takes; -1: of what plays in the scene


@dataclass
class Curves:
    """The curves of the scene, as they grow."""

    buffer: Buffer
    rows: list[Curve] = field(default_factory=list)

    def add(self, owner: int, nodes: Sequence[int], path: str, times: np.ndarray, values: np.ndarray, name: str,
            take: int = -1) -> None:
        """One curve for each of `nodes`; values [key, ...], flat per key as the specification wants for weights."""
        one = self.buffer.accessor(times, f"{name}'s times", meaning="times")
        other = self.buffer.accessor(values, f"{name}'s {path}", meaning=path)
        self.rows += [Curve(owner, node, path, one, other, take) for node in nodes]

    def hold(self, document: dict, until: float) -> None:
        """What takes move held at rest in the scene's animation, which without it would be none: players that play a
        file's first animation would play a take."""
        for row in list({(row.node, row.path): row for row in self.rows}.values()):
            node = document["nodes"][row.node]
            rest = document["meshes"][node["mesh"]]["weights"] if row.path == "weights" else node.get(
                row.path, _REST[row.path])
            self.add(row.owner, [row.node], row.path, np.array([0.0, until or 1.0]), np.tile(rest, 2) if (
                row.path == "weights") else np.tile(rest, (2, 1)), "what is held")

    def animation(self, title: str, owner: int | None = None, take: int = -1) -> dict | None:
        """All of them, or an owner's, as one animation, or a take of it; None where nothing moves."""
        mine = [row for row in self.rows if owner in (None, row.owner) and row.take == take]
        return {"name": title,
                "channels": [{"sampler": k, "target": {"node": row.node, "path": row.path}}
                             for k, row in enumerate(mine)],
                "samplers": [{"input": row.times, "interpolation": "LINEAR", "output": row.values}
                             for row in mine]} if mine else None


@dataclass(frozen=True)
class Item:
    """A clip as one object of a file."""

    clip: Clip
    name: str
    owner: int                              # objects that are written as two have one owner
    joints: tuple[str, ...]                 # names, the root's first
    extras: Mapping[str, Any] = field(default_factory=dict)     # custom properties, JSON values
    levels: tuple[Level, ...] = ()          # of detail, finer first
    hulls: tuple[Hull, ...] = ()            # collision hulls
    sockets: tuple[tuple[str, Fastened], ...] = ()      # the artist's, and what their nodes are called
    coats: tuple[np.ndarray, ...] = ()      # palettes of its other colourings (KHR_materials_variants)


def check_all(clips: Sequence[Clip], target: Path, fps: float) -> None:
    """Refuse what no file can hold, or a folder for a file."""
    if target.is_dir():
        raise ExportError(f"{target} is a folder: give the name of a file in it, ending in {target.suffix}")
    if not 0.0 < fps < 1e4:
        raise ExportError(f"a file has above 0 and below 10,000 frames a second, not {fps:g}")
    if not clips:
        raise ExportError("there is nothing to export: add an object and generate it first")
    for clip in clips:
        check(clip)


def check(clip: Clip) -> None:
    """Refuse what no engine can show."""
    for key, array in clip.arrays().items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ExportError(f"{clip.name}: {key} holds numbers that are not finite; generate the object again")
    if not len(clip.faces) or int(clip.faces.max()) >= len(clip.positions):
        raise ExportError(f"{clip.name} has no usable faces; generate the object again")
    size = float(np.ptp(clip.positions, axis=0).max())
    reach = float(np.abs(clip.positions).max() + np.abs(clip.place_translation).max())
    if not SIZE_LEAST <= size <= SIZE_MOST or reach > SIZE_MOST:
        raise ExportError(f"{clip.name} is {size:.3g} m across and reaches {reach:.3g} m from the origin; "
                          f"export takes {SIZE_LEAST:g} m to {SIZE_MOST:g} m: change its scale or place")
    for times, what in ((clip.times, "curves"), (clip.place_times, "path")):
        single = times.astype(np.float32)
        if not len(single) or single[0] < 0 or (np.diff(single) <= 0).any():
            raise ExportError(f"{clip.name}: the keys of its {what} do not run forward in time from 0; bake it again")


def centred(clip: Clip) -> Clip:
    """The same motion with the pivot in the middle of the bind pose's box instead of at the base."""
    middle = (clip.positions.min(0) + clip.positions.max(0)) / 2.0
    bind = clip.bind.copy()
    bind[:, :3, 3] -= middle
    roots = np.asarray(clip.joint_parents) < 0

    def lowered(translation: np.ndarray) -> np.ndarray:
        return np.where(roots[:, None], translation - middle, translation)

    place = clip.place_translation + _turned(clip.place_rotation, clip.place_scale * middle)
    takes = tuple(replace(take, joint_translation=lowered(take.joint_translation)) for take in clip.takes)
    return replace(clip, positions=clip.positions - middle, bind=bind, place_translation=place, takes=takes,
                   joint_translation=lowered(clip.joint_translation))


def add_object(item: Item, profile: Profile, path_motion: str, document: dict, curves: Curves) -> None:
    """Append the item's nodes, mesh, skin, material and curves."""
    clip, name, nodes = item.clip, item.name, document["nodes"]
    top, root = len(nodes), len(nodes) + 1
    nodes.append({"name": f"{name}_place", "children": [root]})
    nodes.append({"name": item.joints[0]})
    way = {"translation": clip.place_translation,
           "rotation": trembling(clip.place_rotation, clip.place_translation, clip.place_times)
           if profile.trembles else np.asarray(clip.place_rotation, np.float64),
           "scale": np.where(np.abs(clip.place_scale) < SHRUNK, SHRUNK, clip.place_scale)}
    mine = (item.owner, item.name)
    transform(mine, root if path_motion == "root" else top, way, clip.place_times, nodes, curves,
              moving=path_motion != "none")
    for joint, parent in enumerate(clip.joint_parents):
        node = len(nodes)
        nodes.append({"name": item.joints[joint + 1]})
        nodes[root + 1 + parent if parent >= 0 else root].setdefault("children", []).append(node)
        local = {"translation": clip.joint_translation[:, joint], "rotation": clip.joint_rotation[:, joint],
                 "scale": clip.joint_scale[:, joint]}
        transform(mine, node, local, clip.times, nodes, curves, moving=True)
    joints = list(range(root, len(nodes)))
    _add_sockets(item, profile, root, nodes)
    document["skins"].append({"name": f"{name}_skin", "joints": joints, "skeleton": root,
                              "inverseBindMatrices": _bind(clip, name, len(document["skins"]), curves.buffer)})
    shown = _add_meshes(item, document, curves.buffer)
    document["scenes"][0]["nodes"] += [top, *(nodes[0] for nodes, _ in shown)]
    add_hulls(item.hulls, clip, name, profile, root, document, curves.buffer)
    for meshes, targets in shown:
        if np.ptp(clip.target_weights[:, targets], axis=0).max(initial=0.0) > 0:
            curves.add(item.owner, meshes, "weights", clip.times, clip.target_weights[:, targets].reshape(-1), name)
    for number, take in enumerate(clip.takes):
        _add_take(item, take, number, (root + 1, shown[0][0]), curves)


def _add_take(item: Item, take: Take, number: int, where: tuple[int, list[int]], curves: Curves) -> None:
    """A curve for all that a take moves, that the scene's animation does, or that is otherwise than at rest; of two
    keys where it stands still. `where`: the node of the first joint, those of the mesh."""
    clip, (first, shown) = item.clip, where

    def add(nodes: list[int], path: str, own: np.ndarray, scenes: np.ndarray) -> None:
        own = np.asarray(own, np.float64)
        flat = len(own) < 2 or float(np.ptp(own, axis=0).max(initial=0.0)) <= 1e-7
        if flat and np.ptp(scenes, axis=0).max(initial=0.0) <= 1e-7 and np.abs(own[0] - scenes[0]).max(
                initial=0.0) <= 1e-7:
            return
        keep = [0, -1] if flat and len(own) > 1 else slice(None)
        keys = _continuous(own[keep] / np.linalg.norm(own[keep], axis=1, keepdims=True)) if path == "rotation" else (
            own[keep])
        curves.add(item.owner, nodes, path, take.times[keep], keys.reshape(-1) if path == "weights" else keys,
                   f"{item.name}'s {take.name}", number)

    for joint in range(len(clip.joint_names)):
        for path, own, scenes in (("translation", take.joint_translation, clip.joint_translation),
                                  ("rotation", take.joint_rotation, clip.joint_rotation),
                                  ("scale", take.joint_scale, clip.joint_scale)):
            add([first + joint], path, own[:, joint], scenes[:, joint])
    if len(clip.target_names):
        add(shown, "weights", take.target_weights, clip.target_weights)


def _bind(clip: Clip, name: str, skins: int, buffer: Buffer) -> int:
    """The inverse bind matrices, the root joint's first.

    Godot 3 merges equal skins, and with them their joints' names: no two skins of a file are equal. No vertex hangs on
    the root joint, so its bind may be anything.
    """
    inverse = np.concatenate([np.eye(4)[None], np.linalg.inv(clip.bind.astype(np.float64))])
    inverse[:, 3] = (0.0, 0.0, 0.0, 1.0)
    inverse[0, 1, 3] = -1e-4 * skins
    return buffer.accessor(inverse, f"{name}'s bind matrices", meaning="bind")


def _add_meshes(item: Item, document: dict, buffer: Buffer) -> list[tuple[list[int], slice]]:
    """The nodes of each of the object's meshes and of its coarser levels, which share its vertices (MSFT_lod); and
    which of the clip's targets it has."""
    clip, name, nodes = item.clip, item.name, document["nodes"]
    first = len(document["materials"])
    dress = dressing(clip, name, buffer, document)
    own = list(range(first, len(document["materials"])))
    coats = [own, *(recoloured(clip, palette, f"{name}_{k + 2}", own, buffer, document)
                    for k, palette in enumerate(item.coats))]
    variants = dict(zip(own, zip(*coats))) if item.coats else {}
    finest = Level(clip.faces, tuple(material.faces for material in clip.materials))
    dressed, made = [dress(some) for some in (finest, *item.levels)], []
    for number, (vertices, targets) in enumerate(clip.meshes()):
        if not vertices.any():
            continue
        called = f"{name}_shape_{number + 1}" if number else name
        titles = [f"{called}_LOD{level}" if level else called for level in range(len(dressed))]
        mine = [[(material, faces[vertices[faces[:, 0]]]) for material, faces in rows] for rows in dressed]
        shown = []
        for title, drawn in zip(titles, _primitives(clip, targets, mine, titles, buffer)):
            for primitive in drawn:
                if others := variants.get(primitive["material"]):
                    primitive["extensions"] = {VARIANTS: {"mappings": [
                        {"material": other, "variants": [k]} for k, other in enumerate(others)]}}
            mesh: dict = {"name": f"{title}_mesh", "primitives": drawn}
            if clip.target_names[targets]:
                mesh |= {"weights": clip.target_weights[0, targets].astype(np.float32).tolist(),
                         "extras": {"targetNames": list(clip.target_names[targets])}}
            document["meshes"].append(mesh)
            shown.append(len(nodes))
            nodes.append({"name": title, "mesh": len(document["meshes"]) - 1, "skin": len(document["skins"]) - 1})
        if item.levels:
            coverage = [SEEN / 4.0**level for level in range(len(shown))]
            nodes[shown[0]] |= {"extensions": {"MSFT_lod": {"ids": shown[1:]}},
                                "extras": {"MSFT_screencoverage": [*coverage[:-1], 0.0]}}
        made.append((shown, targets))
    if item.extras:
        node = nodes[made[0][0][0]]
        node["extras"] = dict(item.extras) | node.get("extras", {})
    return made


def _primitives(clip: Clip, targets: slice, levels: Sequence[Dressed], titles: Sequence[str],
                buffer: Buffer) -> list[list[dict]]:
    """Of each level a primitive of each material, over vertices that are this material's alone: an engine keeps those
    that a primitive names, with all of their targets, once for each."""
    coloured = bool((clip.tint != 1.0).any() or clip.target_tints.any())
    out: list[list[dict]] = [[] for _ in levels]
    for rows in zip(*levels):
        used = np.unique(np.concatenate([faces for _, faces in rows]))
        place = np.zeros(len(clip.positions), np.int64)
        place[used] = np.arange(len(used))
        one = taken(clip, used, place[rows[0][1]])
        one = replace(one, **{key: getattr(one, key)[targets]
                              for key in ("target_positions", "target_normals", "target_tints")})
        shared = _attributes(one, titles[0], buffer, coloured=coloured) if len(used) else ({}, [])
        for made, title, (material, faces) in zip(out, titles, rows):
            made += primitives([(material, place[faces])], shared, len(used), title, buffer)
    return out


def dressing(clip: Clip, name: str, buffer: Buffer, document: dict) -> Callable[[Level], Dressed]:
    """The clip's materials, added; and what tells its faces apart by them: (material, its faces [face, 3])."""
    if clip.materials:
        first = add_looks(document, buffer, clip.materials, clip.images, prefix=f"{name}_")
        return lambda level: [(first + k, some) for k, some in enumerate(np.split(
            level.faces, np.cumsum(level.runs)[:-1]))]
    clear = opacities(clip.palette, clip.uvs)
    solid, glass = materials(clip, name, clear, buffer, document)

    def by_clearness(level: Level) -> Dressed:
        faces = level.faces
        seen_through = clear[faces].min(1) < 1.0
        return [(solid, faces[~seen_through]), (glass, faces[seen_through])]

    return by_clearness


def _attributes(clip: Clip, name: str, buffer: Buffer, *, coloured: bool) -> tuple[dict, list[dict]]:
    """Accessors of the vertices' attributes, and of each target's."""
    def floats(array: np.ndarray, meaning: str) -> int:
        return buffer.accessor(np.asarray(array, np.float32), f"{name}'s {meaning}", use=ATTRIBUTE, meaning=meaning)

    weights = np.asarray(clip.weights, np.float64)
    joints = np.where(weights > 0, clip.joints.astype(np.int64) + 1, 0)
    width = np.uint8 if len(clip.joint_names) < 255 else np.uint16
    attributes = {
        "POSITION": floats(clip.positions, "POSITION"),
        "NORMAL": floats(clip.normals, "NORMAL"),
        "TEXCOORD_0": floats(clip.uvs, "TEXCOORD_0"),
        "JOINTS_0": buffer.accessor(joints.astype(width), f"{name}'s joints", use=ATTRIBUTE, meaning="JOINTS_0"),
        "WEIGHTS_0": floats(weights / weights.sum(1, keepdims=True), "WEIGHTS_0"),
    }
    if clip.second_uvs is not None:
        attributes["TEXCOORD_1"] = floats(clip.second_uvs, "TEXCOORD_1")
    shapes = {"POSITION": clip.target_positions, "NORMAL": clip.target_normals}
    if coloured:
        attributes["COLOR_0"] = floats(clip.tint, "COLOR_0")
        shapes["COLOR_0"] = clip.target_tints
    apart = any(texture.second and bends(slot) for m in clip.materials for slot, texture in m.textures.items())
    if any(material.bent for material in clip.materials) and not apart:         # a reader makes those of the second UVs
        attributes["TANGENT"] = floats(tangents(clip.positions, clip.normals, clip.uvs, clip.faces), "TANGENT")
    targets = [{key: floats(shape[k], f"target {key}") for key, shape in shapes.items()}
               for k in range(len(clip.target_positions))]
    return attributes, targets


def primitives(dressed: Dressed, shared: tuple[dict, list[dict]], vertices: int, name: str,
                buffer: Buffer) -> list[dict]:
    """Of each material and its faces, over the same vertices."""
    attributes, targets = shared
    small = np.uint16 if vertices < 65535 else np.uint32
    made = []
    for index, some in dressed:
        if len(some):
            indices = buffer.accessor(some.reshape(-1).astype(small), f"{name}'s faces", use=INDEX)
            made.append({"attributes": attributes, "mode": 4, "material": index, "indices": indices}
                              | ({"targets": targets} if targets else {}))
    return made


def _add_sockets(item: Item, profile: Profile, root: int, nodes: list[dict]) -> None:
    """Empty nodes where the artist fastened them and, where a profile names them, in the middle of the parts where
    things are held or put; children of their joints."""
    clip, rows = item.clip, []
    for title, socket in item.sockets:
        rows.append((socket.joint, {"name": title} | _local(socket.local)))
    taken = {socket.joint for _, socket in item.sockets}
    for joint in held(clip) if profile.sockets else ():
        if joint not in taken:
            place = np.linalg.inv(clip.bind[joint].astype(np.float64)) @ np.append(middle(clip, joint), 1.0)
            rows.append((joint, {"name": f"{profile.sockets}{item.joints[joint + 1]}",
                                 "translation": place[:3].astype(np.float32).tolist()}))
    for joint, node in rows:
        nodes[root + 1 + joint].setdefault("children", []).append(len(nodes))
        nodes.append(node)


def _local(matrix: np.ndarray) -> dict:
    """A node's transform as its three parts; as a matrix where it is sheared."""
    scale = np.linalg.norm(matrix[:3, :3], axis=0)
    rotation = to_quaternion((matrix[:3, :3] / scale)[None])[0]
    parts = {"translation": matrix[:3, 3], "rotation": rotation, "scale": scale}
    if not np.allclose(compose(matrix[:3, 3], rotation, scale), matrix, atol=1e-5):
        return {"matrix": matrix.T.reshape(-1).tolist()}
    return {key: np.asarray(value, np.float32).tolist() for key, value in parts.items()
            if not np.allclose(value, _REST[key], atol=1e-7)}


def transform(mine: tuple[int, str], node: int, values: dict[str, np.ndarray], times: np.ndarray, nodes: list[dict],
              curves: Curves, *, moving: bool) -> None:
    """The first key as the node's rest, and a curve for each of the three that changes; `mine`: its owner and name."""
    for path, keys in values.items():
        keys = np.asarray(keys, np.float64)
        if path == "rotation":
            keys = _continuous(keys / np.linalg.norm(keys, axis=1, keepdims=True))
        if not np.allclose(keys[0], _REST[path], rtol=0, atol=1e-9):
            nodes[node][path] = keys[0].astype(np.float32).tolist()
        if moving and len(times) > 1 and np.ptp(keys, axis=0).max() > 1e-7:
            curves.add(mine[0], [node], path, times, keys, mine[1])


def trembling(rotation: np.ndarray, translation: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Rotations [key, 4] of what takes a way, turned by TREMOR about y to and fro where it travels.

    Godot's importer drops the keys of a straight way and eases between what is left, by the width of a chair
    in a walk of four metres. It keeps keys whose rotations go to and fro; nobody sees the turn.
    """
    rotation = np.asarray(rotation, np.float64)
    if len(rotation) < 3 or float(np.ptp(translation, axis=0).max()) < 1e-6:
        return rotation
    half = 0.5 * TREMOR * np.where(np.round(times * GODOT_RATE) % 2, 1.0, -1.0)
    half[[0, -1]] = 0.0
    x, y, z, w = rotation.T
    sine, cosine = np.sin(half), np.cos(half)
    return np.stack([x * cosine - z * sine, y * cosine + w * sine, z * cosine + x * sine, w * cosine - y * sine], 1)


def _continuous(rotations: np.ndarray) -> np.ndarray:
    """The signs of quaternions [key, 4] such that each is nearest its predecessor: some engines do not look."""
    flips = np.cumprod(np.where((rotations[1:] * rotations[:-1]).sum(1) < 0, -1.0, 1.0))
    return np.concatenate([rotations[:1], rotations[1:] * flips[:, None]])


def _turned(rotation: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """Vectors [key, 3] turned by quaternions [key, 4] x y z w."""
    axis, real = rotation[:, :3], rotation[:, 3:]
    twice = 2.0 * np.cross(axis, vector)
    return vector + real * twice + np.cross(axis, twice)
