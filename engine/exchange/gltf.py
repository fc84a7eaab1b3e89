"""Clips to GLB files that game engines open.

In     Clips (engine.bake.clip), a path, how it is to be written.   Out   files, and a report.
Raises ExportError, one sentence that says what to do; nothing that existed is lost.
Knows nothing of documents, torch or Qt.

Every profile (engine.vocabulary.profiles): linear curves, at most four joints a vertex, the material's factors and the
mesh's weights written out, as few morph targets with normals as the profile says (each counts twice against the eight
morphed attributes that glTF 2.0, 3.7.2.2 guarantees), metres. All but "web" have float accessors with bounds, no
compression, no required extension and no sparse ones (3.6.2.3), which Panda3D refuses and Godot 3 takes for zeros.
Equal clips give equal bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.bake.clip import Clip, Take
from engine.document.scene import Socket
from engine.exchange.bones import ROOT, conventional
from engine.exchange.colour_switch import in_turn, switched
from engine.exchange.files import ExportError, write_whole
from engine.exchange.gltf_buffer import Buffer
from engine.exchange.gltf_layers import worn
from engine.exchange.gltf_object import VARIANTS, Curves, Item, add_object, centred, check
from engine.exchange.gltf_packed import PackedBuffer, packable
from engine.exchange.gltf_sights import add_sights
from engine.exchange.hulls import check_collisions, hulls
from engine.exchange.lod_files import level_files
from engine.exchange.lods import levels
from engine.exchange.names import RULES, animation, identifier, kept, objects, unique
from engine.exchange.origin import ENTRY, KEY
from engine.exchange.preflight import preflight
from engine.exchange.sights import Camera, Light
from engine.exchange.sockets import fastened
from engine.exchange.variants import Coats, changes, palettes
from engine.exchange.welded import Level
from engine.vocabulary.profiles import COLOURS, PROFILES, Profile

PIVOTS = ("base", "centre")
PATH_MOTIONS = ("place", "root", "none")
MOST_LODS = 4


def export_gltf(clips: Sequence[Clip], path: str | os.PathLike, *, scene_name: str = "scene", profile: str = "portable",
                pivot: str = "base", path_motion: str | None = None, fps: float = 30.0, budget: int | None = None,
                per_object: bool = False, colours: str | None = None, lods: int = 0, collisions: str = "none",
                occlusion: bool = False, textures: bool = False, coats: Sequence[Coats | None] = (),
                cameras: Sequence[Camera] = (), lights: Sequence[Light] = (), takes: bool = True,
                extras: Sequence[Mapping[str, Any]] = (), sockets: Sequence[Sequence[Socket]] = (),
                about: Mapping[str, Any] | None = None, origin: bytes | None = None) -> dict:
    """Write one GLB of the scene, or with `per_object` one per clip beside it (NAME_object.glb); and, where a profile
    has them so, one for each coarser level of each object (NAME_object_LOD1.glb).

    `profile`: a key of PROFILES, which says what is not said here. `pivot`: base or centre. `path_motion`: place (an
    animated parent node), root (the skeleton's root joint carries the way) or none (in place). `budget`: the most
    triangles allowed over all clips. `colours`: where they change, targets (exact, in engines that read COLOR_0
    targets), switch (two meshes that change over at half of the morph, in every engine) or both (two meshes that
    engines with COLOR_0 targets show as one that changes smoothly). `lods`: coarser levels of
    each object. `collisions`: hulls in the bind pose, none, one or parts (one for each part, or piece of a mesh).
    `occlusion`, `textures`: the clips were to have theirs, and what of it is not seen is said. `coats`: of each clip
    other colours that players may choose (KHR_materials_variants). `cameras`, `lights`: of the scene, in a file of all.
    `takes`: those that clips have are written too, each an animation by its own name, which nobody plays unasked.
    `extras`: custom properties of each clip's object, JSON values; `sockets`: its own; `about`: of the scene.
    `origin`: the scene that it was made from (engine.exchange.origin), carried in each file.
    Report: path (of the first file), paths, bytes, triangles, targets, vertices, joints, seconds, profile, lods
    (triangles of each coarser level), hulls (their number), findings, remarks (each a line).
    """
    target = Path(path)
    _allowed("profile", profile, tuple(PROFILES))
    row = PROFILES[profile]
    path_motion, colours = path_motion or row.path_motion, colours or row.colours
    _checked(clips, target, profile, pivot, path_motion, colours, lods)
    check_collisions(profile, collisions)
    triangles = sum(len(clip.faces) for clip in clips)
    if budget is not None and triangles > budget:
        raise ExportError(f"the scene has {triangles} triangles and the budget is {budget}: "
                          "bake with this budget, or raise it")
    findings = preflight(clips, profile=profile, path_motion=path_motion, per_object=per_object, fps=fps,
                         colours=colours, lods=lods, collisions=collisions, occlusion=occlusion, textures=textures,
                         sockets=sockets, variants=max((len(coat.others) for coat in coats if coat), default=0),
                         cameras=cameras, lights=lights, takes=takes)
    clips = clips if takes else [replace(clip, takes=()) for clip in clips]
    items = _items(clips, row, pivot, colours, lods, extras, per_object=per_object, collisions=collisions)
    if any(sockets):
        items = _socketed(items, sockets, row, clips, pivot, per_object=per_object)
    if coats:
        items = [replace(item, coats=palettes(item.clip, coat)) if (coat := coats[item.owner]) is not None
                 and not changes(clips[item.owner]) else item for item in items]
    plain = [replace(item, levels=()) for item in items] if row.lod_files else items
    if per_object:
        files = _one_each(plain, clips, row, target, path_motion=path_motion, about=about, origin=origin)
    else:
        files = [(target, build(plain, row, scene_name=scene_name, path_motion=path_motion, cameras=cameras,
                                lights=lights, about=about, origin=origin))]
    files += _levels_beside(items, row, target)
    sizes = [write_whole(where, pieces) for where, pieces in files]
    return {"path": str(files[0][0]), "paths": [str(where) for where, _ in files], "bytes": sum(sizes),
            "triangles": triangles, "vertices": sum(len(clip.positions) for clip in clips),
            "targets": max(clip.most_targets for clip in clips),
            "joints": max(len(clip.joint_names) for clip in clips) + 1, "profile": profile,
            "lods": _triangles_of({item.owner: item.levels for item in items}.values()),
            "hulls": sum(len(item.hulls) for item in items),
            "seconds": max(clip.duration for clip in clips), "findings": [finding.plain() for finding in findings],
            "remarks": [finding.line() for finding in findings]}


def _one_each(items: Sequence[Item], clips: Sequence[Clip], row: Profile, target: Path,
              **how: Any) -> list[tuple[Path, list[bytes]]]:
    """Files and their bytes, one for each clip."""
    files = []
    for owner, name in enumerate(unique([clip.name for clip in clips], rule=RULES[row.names])):
        mine = [replace(item, owner=0) for item in items if item.owner == owner]
        files.append((target.with_name(f"{target.stem}_{name}.glb"), build(mine, row, scene_name=name, **how)))
    return files


def _levels_beside(items: Sequence[Item], row: Profile, target: Path) -> list[tuple[Path, list[bytes]]]:
    """Files and their bytes, one for each coarser level of each object, where the profile has them so."""
    return [(target.with_name(f"{target.stem}_{name}.glb"),
             build([one], row, scene_name=name, path_motion="none", still=True))
            for name, one in (level_files(items) if row.lod_files else ())]


def _triangles_of(objects: Iterable[Sequence[Level]]) -> list[int]:
    """Of each coarser level of the objects that have some."""
    return [sum(len(level.faces) for level in levels) for levels in zip(*filter(None, objects))]


def _checked(clips: Sequence[Clip], target: Path, profile: str, pivot: str, path_motion: str, colours: str,
             lods: int) -> None:
    """Refuse what cannot be written, in one sentence."""
    _allowed("pivot", pivot, PIVOTS)
    _allowed("path motion", path_motion, PATH_MOTIONS)
    _allowed("way of colours", colours, COLOURS)
    if target.suffix.lower() != ".glb":
        raise ExportError(f"{target.name!r} is not a GLB file name: end it in .glb")
    if target.is_dir():
        raise ExportError(f"{target} is a folder: give the name of a file in it, ending in .glb")
    if not clips:
        raise ExportError("there is nothing to export: add an object and generate it first")
    check_levels(profile, lods)
    for clip in clips:
        check(clip)
        if clip.most_targets > PROFILES[profile].targets and not clip.materials:
            raise ExportError(
                f"{clip.name} has {clip.most_targets} morph targets and the {profile} profile "
                f"allows {PROFILES[profile].targets}: bake it with fewer, or choose the rich profile")


def check_levels(profile: str, lods: int) -> None:
    """Refuse levels of detail that cannot be written."""
    if not 0 <= lods <= MOST_LODS:
        raise ExportError(f"levels of detail are 0 to {MOST_LODS}, not {lods}")
    if lods and not PROFILES[profile].lods:
        *some, last = (key for key, row in PROFILES.items() if row.lods)
        able = f"{', '.join(some)} or {last}"
        raise ExportError(f"levels of detail are not for the {profile} profile, of whose readers some would show them "
                          f"all at once: export without them, or choose {able}")


def _items(clips: Sequence[Clip], row: Profile, pivot: str, colours: str, lods: int,
           extras: Sequence[Mapping[str, Any]], *, per_object: bool, collisions: str) -> list[Item]:
    """The clips as the file's objects, named; one that is two meshes has both, one after the other.

    Of a humanoid the bones have an engine's own names; of the next in the file they are numbered. Those of an imported
    file keep theirs.
    """
    rule = RULES[row.names]
    parts: list[tuple[int, Clip]] = []
    shells = []
    parted = {"targets": lambda clip: [clip], "switch": switched, "both": in_turn}[colours]
    for owner, clip in enumerate(worn(clip, row) for clip in clips):
        placed = centred(clip) if pivot == "centre" else clip
        shells.append(hulls(placed, collisions))
        parts += [(owner, one) for one in parted(placed)]
    names = objects([one.name for _, one in parts], rule)
    others = set(names) | {f"{name}_place" for name in names}
    taken: dict[int, set[str]] = {}                # by file
    coarser, out = [levels(clip, lods) for clip in clips], []
    for (owner, one), name in zip(parts, names):
        given, used = conventional(one, row.bones), taken.setdefault(owner if per_object else 0, set(others))
        if one.report.get("own_bones"):
            joints = unique([f"{name}_root", *(f"{name}_{joint}" for joint in one.joint_names[:1])], used, rule)
            joints += kept(one.joint_names[1:], name, used | set(joints), rule)
        else:
            joints = unique([given.get(k, f"{name}_{joint}")
                             for k, joint in enumerate(("root", *one.joint_names), ROOT)], used, rule)
        used |= set(joints)
        out.append(Item(one, name, owner, tuple(joints), extras[owner] if extras else {}, coarser[owner],
                        shells[owner]))
    return out


def _socketed(items: Sequence[Item], sockets: Sequence[Sequence[Socket]], row: Profile, clips: Sequence[Clip],
              pivot: str, *, per_object: bool) -> list[Item]:
    """The items with their objects' sockets; of an object that is two, each has them in the same places."""
    rule, out = RULES[row.names], []
    used = {name for item in items for name in (item.name, f"{item.name}_place", *item.joints)}
    for item in items:
        whole = clips[item.owner]
        origin = -(whole.positions.min(0) + whole.positions.max(0)) / 2.0 if pivot == "centre" else np.zeros(3)
        places = fastened(centred(whole) if pivot == "centre" else whole, sockets[item.owner], origin)
        titles = unique([f"{row.sockets}{place.name}" for place in places], used, rule)
        if not per_object:
            used |= set(titles)
        out.append(replace(item, sockets=tuple(zip(titles, places))))
    return out


def build(items: Sequence[Item], row: Profile, *, scene_name: str, path_motion: str, cameras: Sequence[Camera] = (),
          lights: Sequence[Light] = (), about: Mapping[str, Any] | None = None,
          origin: bytes | None = None, still: bool = False) -> list[bytes]:
    """The bytes of one GLB, in pieces; `still`: without animation."""
    buffer = PackedBuffer() if row.packed else Buffer()
    curves, rule = Curves(buffer), RULES[row.names]
    title = identifier(scene_name, "scene", rule)
    document: dict = {
        "asset": {"version": "2.0", "generator": "Chronoform"},
        "scene": 0, "scenes": [{"name": title, "nodes": []} | ({"extras": dict(about)} if about else {})],
        "nodes": [], "meshes": [], "skins": [], "materials": [], "textures": [], "images": [], "samplers": [],
        "animations": [], "extensionsUsed": list(buffer.extensions), "extensionsRequired": list(buffer.extensions),
    }
    for item in items:
        add_object(replace(item, clip=packable(item.clip)) if row.packed else item, row, path_motion, document, curves)
    if any(item.levels for item in items):
        document["extensionsUsed"].append("MSFT_lod")
    if most := max((len(item.coats) for item in items), default=0):
        document["extensionsUsed"].append(VARIANTS)
        document["extensions"] = {VARIANTS: {"variants": [{"name": f"colours {k + 1}"} for k in range(most + 1)]}}
    add_sights(cameras, lights, row, document, curves)
    if all(row.take >= 0 for row in curves.rows):
        curves.hold(document, max(item.clip.duration for item in items))
    document["animations"] = [] if still else _animations(
        items, row, title, path_motion, curves, shut=all(sight.closes for sight in (*cameras, *lights)))
    if origin is not None:
        document["asset"]["extras"] = {KEY: {ENTRY: buffer.view(origin)}}
    return buffer.container({key: value for key, value in document.items() if value != []})


def _animations(items: Sequence[Item], row: Profile, title: str, path_motion: str, curves: Curves, *,
                shut: bool) -> list[dict]:
    """The scene's animation and each object's, as the profile wants them; one is enough where there is one object.

    `shut`: what is no object's, the cameras and lights, ends as it begins.
    """
    owners = sorted({item.owner for item in items})
    shuts = {owner: all(closes(item.clip, path_motion) for item in items if item.owner == owner) for owner in owners}
    wanted: list[tuple[str, int | None, bool]] = []
    if "scene" in row.clips or len(owners) == 1:
        wanted.append((title, None, shut and all(shuts.values())))
    if "objects" in row.clips and len(owners) > 1:
        wanted += [(next(item.name for item in items if item.owner == owner), owner, shuts[owner])
                   for owner in owners]
    rule = RULES[row.names]
    names = unique([name for name, _, _ in wanted], rule=rule)
    made = [curves.animation(animation(name, rule, loop=row.loop if closed else ""), owner)
            for name, (_, owner, closed) in zip(names, wanted)]
    for owner in owners:
        item = next(item for item in items if item.owner == owner)
        takes = item.clip.takes
        titles = kept([take.name or "take" for take in takes], item.name, set(names), rule)
        names += titles
        made += [curves.animation(animation(name, rule, loop=row.loop if ends_alike(take) else ""), item.owner, number)
                 for number, (name, take) in enumerate(zip(titles, takes))]
    return [one for one in made if one is not None]


def closes(clip: Clip, path_motion: str) -> bool:
    """Whether the clip ends as it begins."""
    return ends_alike(clip) and (path_motion == "none" or _alike(
        [clip.place_rotation], [clip.place_translation, clip.place_scale]))


def ends_alike(moving: Clip | Take) -> bool:
    """Whether the joints and targets end as they begin."""
    return _alike([moving.joint_rotation], [moving.target_weights, moving.joint_translation, moving.joint_scale])


def _alike(turns: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> bool:
    return all(np.abs((keys[0] * keys[-1]).sum(-1)).min(initial=1.0) > 1.0 - 1e-6 for keys in turns) and all(
        np.abs(keys[0] - keys[-1]).max(initial=0.0) < 1e-4 for keys in others)


def _allowed(what: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise ExportError(f"there is no {what} {value!r}: choose one of {', '.join(values)}")
