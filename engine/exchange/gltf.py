"""Clips to GLB files that game engines open.

In     Clips (engine.bake.clip), a path, how it is to be written.   Out   files, and a report.
Raises ExportError, one sentence that says what to do; nothing that existed is lost.
Knows nothing of documents, torch or Qt.

The portable profile: linear curves, dense float accessors with bounds, at most four morph targets with
normals (each counts twice against the eight morphed attributes that glTF 2.0, 3.7.2.2 guarantees), at most four
joints a vertex, the material's factors and the mesh's weights written out, no compression, no required
extension. Equal clips give equal bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.bake.clip import Clip
from engine.exchange.colour_switch import switched
from engine.exchange.files import ExportError, write_whole
from engine.exchange.gltf_buffer import Buffer
from engine.exchange.gltf_object import Curves, add_object, centred, check
from engine.exchange.preflight import preflight

PROFILES = {"portable": 4, "rich": 8}
"""Morph targets allowed in each. "rich" is for viewers on the web and Blender; preflight warns."""
PIVOTS = ("base", "centre")
PATH_MOTIONS = ("place", "root", "none")
COLOURS = ("targets", "switch")


@dataclass(frozen=True)
class Camera:
    """A camera that looks along its own -Z."""

    name: str
    translation: tuple[float, float, float]                # m
    rotation: tuple[float, float, float, float]            # quaternion x y z w
    field_of_view: float = 0.7                             # rad, vertical


@dataclass(frozen=True)
class Light:
    """A light of KHR_lights_punctual; directional and spot shine along their own -Z."""

    name: str
    kind: str = "directional"                              # directional, point, spot
    translation: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rotation: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)   # linear
    intensity: float = 3.0                                 # lux, or candela


def export_gltf(clips: Sequence[Clip], path: str | os.PathLike, *, scene_name: str = "scene", profile: str = "portable",
                pivot: str = "base", path_motion: str = "place", fps: float = 30.0, budget: int | None = None,
                per_object: bool = False, colours: str = "targets", cameras: Sequence[Camera] = (),
                lights: Sequence[Light] = ()) -> dict:
    """Write one GLB of the scene, or with `per_object` one per clip beside it (NAME_object.glb).

    `pivot`: base or centre. `path_motion`: place (an animated parent node), root (the skeleton's root joint
    carries the way) or none (in place). `budget`: the most triangles allowed over all clips. `colours`: where
    they change, targets (exact, in engines that read COLOR_0 targets) or switch (two meshes that change over at
    half of the morph, in every engine).
    Report: path (of the first file), paths, bytes, triangles, targets, vertices, joints, seconds, remarks.
    """
    target = Path(path)
    _allowed("profile", profile, tuple(PROFILES))
    _allowed("pivot", pivot, PIVOTS)
    _allowed("path motion", path_motion, PATH_MOTIONS)
    _allowed("way of colours", colours, COLOURS)
    if target.suffix.lower() != ".glb":
        raise ExportError(f"{target.name!r} is not a GLB file name: end it in .glb")
    if target.is_dir():
        raise ExportError(f"{target} is a folder: give the name of a file in it, ending in .glb")
    if not clips:
        raise ExportError("there is nothing to export: add an object and generate it first")
    for clip in clips:
        check(clip)
        if len(clip.target_names) > PROFILES[profile] and not clip.materials:
            raise ExportError(f"{clip.name} has {len(clip.target_names)} morph targets and the {profile} profile "
                              f"allows {PROFILES[profile]}: bake it with fewer, or choose the rich profile")
    triangles = sum(len(clip.faces) for clip in clips)
    if budget is not None and triangles > budget:
        raise ExportError(f"the scene has {triangles} triangles and the budget is {budget}: "
                          "bake with this budget, or raise it")
    remarks = preflight(clips, profile=profile, path_motion=path_motion, per_object=per_object, fps=fps,
                        colours=colours)
    if pivot == "centre":
        clips = [centred(clip) for clip in clips]
    shown = [switched(clip) if colours == "switch" else [clip] for clip in clips]
    files = []
    if per_object:
        for some, name in zip(shown, unique([clip.name for clip in clips])):
            files.append((target.with_name(f"{target.stem}_{name}.glb"), build(
                some, unique([name, f"{name}_after"][:len(some)]), scene_name=name, path_motion=path_motion)))
    else:
        flat = [one for some in shown for one in some]
        files.append((target, build(flat, unique([one.name for one in flat]), scene_name=scene_name,
                                    path_motion=path_motion, cameras=cameras, lights=lights)))
    sizes = [write_whole(where, pieces) for where, pieces in files]
    return {"path": str(files[0][0]), "paths": [str(where) for where, _ in files], "bytes": sum(sizes),
            "triangles": triangles, "vertices": sum(len(clip.positions) for clip in clips),
            "targets": max(len(clip.target_names) for clip in clips),
            "joints": max(len(clip.joint_names) for clip in clips) + 1,
            "seconds": max(clip.duration for clip in clips), "remarks": remarks}


def build(clips: Sequence[Clip], names: Sequence[str], *, scene_name: str, path_motion: str,
          cameras: Sequence[Camera] = (), lights: Sequence[Light] = ()) -> list[bytes]:
    """The bytes of one GLB, in pieces."""
    buffer = Buffer()
    curves = Curves([], [], buffer)
    title = identifier(scene_name, "scene")
    document: dict = {
        "asset": {"version": "2.0", "generator": "Chronoform"},
        "scene": 0, "scenes": [{"name": title, "nodes": []}], "nodes": [], "meshes": [], "skins": [],
        "materials": [], "textures": [], "images": [], "samplers": [],
    }
    taken = set(names) | {f"{name}_place" for name in names}
    for clip, name in zip(clips, names):
        joints = unique([f"{name}_root", *(f"{name}_{joint}" for joint in clip.joint_names)], taken)
        taken |= set(joints)
        add_object(clip, name, joints, path_motion=path_motion, document=document, curves=curves)
    _add_cameras(cameras, taken, document)
    _add_lights(lights, taken, document)
    if curves.channels:
        document["animations"] = [{"name": title, "channels": curves.channels, "samplers": curves.samplers}]
    return buffer.container({key: value for key, value in document.items() if value != []})


def identifier(text: str, otherwise: str) -> str:
    """A name every engine keeps as it is: letters, digits, underscores and hyphens."""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", text).strip("_") or otherwise


def unique(texts: Sequence[str], taken: set[str] | frozenset[str] = frozenset()) -> list[str]:
    """Identifiers of `texts`, in order, no two the same and none taken."""
    used, out = set(taken), []
    for text in texts:
        name = stem = identifier(text, "object")
        count = 2
        while name in used:
            name, count = f"{stem}_{count}", count + 1
        used.add(name)
        out.append(name)
    return out


def _allowed(what: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise ExportError(f"there is no {what} {value!r}: choose one of {', '.join(values)}")


def _placed(thing: Camera | Light, name: str) -> dict:
    numbers = np.concatenate([thing.translation, thing.rotation])
    if not np.isfinite(numbers).all() or np.linalg.norm(thing.rotation) < 1e-6:
        raise ExportError(f"{thing.name} has no usable place: set its position and rotation")
    turn = np.asarray(thing.rotation, float) / np.linalg.norm(thing.rotation)
    return {"name": name, "translation": [float(x) for x in thing.translation], "rotation": turn.tolist()}


def _add_cameras(cameras: Sequence[Camera], taken: set[str], document: dict) -> None:
    for camera in cameras:
        name = unique([camera.name], taken)[0]
        taken.add(name)
        lens = {"yfov": float(camera.field_of_view), "znear": 0.05, "zfar": 1000.0}
        document.setdefault("cameras", []).append({"name": f"{name}_lens", "type": "perspective", "perspective": lens})
        document["scenes"][0]["nodes"].append(len(document["nodes"]))
        document["nodes"].append(_placed(camera, name) | {"camera": len(document["cameras"]) - 1})


def _add_lights(lights: Sequence[Light], taken: set[str], document: dict) -> None:
    if not lights:
        return
    entries: list[dict] = []
    for light in lights:
        _allowed("kind of light", light.kind, ("directional", "point", "spot"))
        name = unique([light.name], taken)[0]
        taken.add(name)
        entries.append({"name": name, "type": light.kind, "color": [float(c) for c in light.colour],
                        "intensity": float(light.intensity)} | ({"spot": {}} if light.kind == "spot" else {}))
        document["scenes"][0]["nodes"].append(len(document["nodes"]))
        reference = {"KHR_lights_punctual": {"light": len(entries) - 1}}
        document["nodes"].append(_placed(light, name) | {"extensions": reference})
    document["extensionsUsed"] = ["KHR_lights_punctual"]
    document["extensions"] = {"KHR_lights_punctual": {"lights": entries}}
