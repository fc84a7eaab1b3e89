"""One clip to glTF: a place node, a skeleton along the part tree, a skinned mesh, its curves.

In     a Clip and how its path is written.   Out   entries in the document, channels for the animation.
Raises ExportError where the clip cannot be an asset, naming it.
Knows nothing of files.

    place node (the object's way through the scene)
      root joint "NAME_root", at the base: carries the way instead where it is root motion
        joint "NAME_PART" ...
    mesh node "NAME", at the scene's root as the specification advises for skins (3.7.3)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.bake.chain import HIDDEN
from engine.bake.clip import Clip
from engine.bake.palette import opacities
from engine.exchange.asset_glb import add_looks
from engine.exchange.files import ExportError
from engine.exchange.gltf_buffer import ATTRIBUTE, INDEX, Buffer
from engine.exchange.gltf_material import materials
from engine.exchange.tangents import tangents

SIZE_MOST, SIZE_LEAST = 1e4, 1e-5
"""Metres; what lies beyond is a mistake, and engines lose the digits."""
TREMOR, GODOT_RATE = 5e-5, 15.0
"""rad; the rate at which Godot samples animations on import, per second."""
_REST = {"translation": (0.0, 0.0, 0.0), "rotation": (0.0, 0.0, 0.0, 1.0), "scale": (1.0, 1.0, 1.0)}


@dataclass
class Curves:
    """The one animation of the scene, as it grows."""

    channels: list[dict]
    samplers: list[dict]
    buffer: Buffer

    def add(self, node: int, path: str, times: np.ndarray, values: np.ndarray, name: str) -> None:
        """A linear curve; values [key, ...] flat per key as the specification wants for weights."""
        self.samplers.append({
            "input": self.buffer.accessor(times, f"{name}'s times"),
            "interpolation": "LINEAR",
            "output": self.buffer.accessor(values, f"{name}'s {path}"),
        })
        self.channels.append({"sampler": len(self.samplers) - 1, "target": {"node": node, "path": path}})


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
    translation = clip.joint_translation.copy()
    translation[:, roots] -= middle
    place = clip.place_translation + _turned(clip.place_rotation, clip.place_scale * middle)
    return replace(clip, positions=clip.positions - middle, bind=bind, joint_translation=translation,
                   place_translation=place)


def add_object(clip: Clip, name: str, joint_names: list[str], *, path_motion: str, document: dict,
               curves: Curves) -> None:
    """Append the clip's nodes, mesh, skin, material and curves."""
    nodes, buffer = document["nodes"], curves.buffer
    place = len(nodes)
    nodes.append({"name": f"{name}_place"})
    nodes.append({"name": joint_names[0]})
    nodes[place]["children"] = [place + 1]
    way = {"translation": clip.place_translation, "rotation": _trembling(clip),
           "scale": np.where(np.abs(clip.place_scale) < HIDDEN, HIDDEN, clip.place_scale)}
    carrier = place + 1 if path_motion == "root" else place
    _transform(carrier, way, clip.place_times, name, nodes, curves, moving=path_motion != "none")
    for joint, parent in enumerate(clip.joint_parents):
        node = len(nodes)
        nodes.append({"name": joint_names[joint + 1]})
        nodes[place + 2 + parent if parent >= 0 else place + 1].setdefault("children", []).append(node)
        local = {"translation": clip.joint_translation[:, joint], "rotation": clip.joint_rotation[:, joint],
                 "scale": clip.joint_scale[:, joint]}
        _transform(node, local, clip.times, name, nodes, curves, moving=True)
    joints = list(range(place + 1, len(nodes)))
    inverse = np.concatenate([np.eye(4)[None], np.linalg.inv(clip.bind.astype(np.float64))])
    inverse[:, 3] = (0.0, 0.0, 0.0, 1.0)
    # Godot 3 merges equal skins, and with them their joints' names: no two skins of a file are equal. No vertex
    # hangs on the root joint, so its bind may be anything.
    inverse[0, 1, 3] = -1e-4 * len(document["skins"])
    document["skins"].append({"name": f"{name}_skin", "joints": joints, "skeleton": place + 1,
                              "inverseBindMatrices": buffer.accessor(inverse, f"{name}'s bind matrices")})
    mesh = {"name": f"{name}_mesh", "primitives": _primitives(clip, name, buffer, document)}
    if len(clip.target_names):
        mesh |= {"weights": clip.target_weights[0].astype(np.float32).tolist(),
                 "extras": {"targetNames": list(clip.target_names)}}
    document["meshes"].append(mesh)
    node = len(nodes)
    nodes.append({"name": name, "mesh": len(document["meshes"]) - 1, "skin": len(document["skins"]) - 1})
    document["scenes"][0]["nodes"] += [place, node]
    if len(clip.target_names) and np.ptp(clip.target_weights, axis=0).max() > 0:
        curves.add(node, "weights", clip.times, clip.target_weights.reshape(-1), name)


def _primitives(clip: Clip, name: str, buffer: Buffer, document: dict) -> list[dict]:
    """Of the solid faces and of the glass ones, or of each material, over the same vertices."""
    def floats(array: np.ndarray, what: str) -> int:
        return buffer.accessor(np.asarray(array, np.float32), f"{name}'s {what}", use=ATTRIBUTE)

    weights = np.asarray(clip.weights, np.float64)
    joints = np.where(weights > 0, clip.joints.astype(np.int64) + 1, 0)
    width = np.uint8 if len(clip.joint_names) < 255 else np.uint16
    coloured = bool((clip.tint != 1.0).any() or clip.target_tints.any())
    attributes = {
        "POSITION": floats(clip.positions, "positions"),
        "NORMAL": floats(clip.normals, "normals"),
        "TEXCOORD_0": floats(clip.uvs, "UVs"),
        "JOINTS_0": buffer.accessor(joints.astype(width), f"{name}'s joints", use=ATTRIBUTE),
        "WEIGHTS_0": floats(weights / weights.sum(1, keepdims=True), "weights"),
    }
    if coloured:
        attributes["COLOR_0"] = floats(clip.tint, "colours")
    if any(material.normal_texture is not None for material in clip.materials):
        attributes["TANGENT"] = floats(tangents(clip.positions, clip.normals, clip.uvs, clip.faces), "tangents")
    targets = []
    for k in range(len(clip.target_names)):
        target = {"POSITION": floats(clip.target_positions[k], "target positions"),
                  "NORMAL": floats(clip.target_normals[k], "target normals")}
        if coloured:
            target["COLOR_0"] = floats(clip.target_tints[k], "target colours")
        targets.append(target)
    small = np.uint16 if len(clip.positions) < 65535 else np.uint32
    shape = {"attributes": attributes, "mode": 4} | ({"targets": targets} if targets else {})

    def faces_of(faces: np.ndarray) -> dict:
        return {"indices": buffer.accessor(faces.reshape(-1).astype(small), f"{name}'s faces", use=INDEX)}

    if clip.materials:
        first = add_looks(document, buffer, clip.materials, clip.images, prefix=f"{name}_")
        ends = np.cumsum([material.faces for material in clip.materials])
        return [shape | {"material": first + index} | faces_of(faces)
                for index, faces in enumerate(np.split(clip.faces, ends[:-1])) if len(faces)]
    clear = opacities(clip.palette, clip.uvs)
    glass = clear[clip.faces].min(1) < 1.0
    primitives = []
    for index, faces in zip(materials(clip, name, clear, buffer, document), (clip.faces[~glass], clip.faces[glass])):
        if len(faces):
            primitives.append(shape | {"material": index} | faces_of(faces))
    return primitives


def _transform(node: int, values: dict[str, np.ndarray], times: np.ndarray, name: str, nodes: list[dict],
               curves: Curves, *, moving: bool) -> None:
    """The first key as the node's rest, and a curve for each of the three that changes."""
    for path, keys in values.items():
        keys = np.asarray(keys, np.float64)
        if path == "rotation":
            keys = _continuous(keys / np.linalg.norm(keys, axis=1, keepdims=True))
        if not np.allclose(keys[0], _REST[path], rtol=0, atol=1e-9):
            nodes[node][path] = keys[0].astype(np.float32).tolist()
        if moving and len(times) > 1 and np.ptp(keys, axis=0).max() > 1e-7:
            curves.add(node, path, times, keys, name)


def _trembling(clip: Clip) -> np.ndarray:
    """The place's rotations [key, 4], turned by TREMOR about y to and fro where the object travels.

    Godot's importer drops the keys of a straight way and eases between what is left, by the width of a chair
    in a walk of four metres. It keeps keys whose rotations go to and fro; nobody sees the turn.
    """
    rotation = np.asarray(clip.place_rotation, np.float64)
    if len(rotation) < 3 or float(np.ptp(clip.place_translation, axis=0).max()) < 1e-6:
        return rotation
    half = 0.5 * TREMOR * np.where(np.round(clip.place_times * GODOT_RATE) % 2, 1.0, -1.0)
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
