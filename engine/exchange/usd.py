"""Clips to USD: one stage of skinned, morphing objects, as .usda, .usdc or .usdz.

In     Clips (engine.bake.clip), a path, how it is to be written.   Out   files, and a report.
Raises ExportError, one sentence that says what to do; nothing that existed is lost.
Knows nothing of documents, torch or Qt.

Metres, Y up, a time code for each frame; /World holds the objects (engine.exchange.usd_object), the cameras and the
lights (engine.exchange.usd_sights). Pictures lie in the folder NAME_textures beside a .usda or .usdc, and inside a
.usdz, whose layer comes first and whose files begin at multiples of 64 bytes, unpacked, as the USDZ specification asks.
Equal clips give equal bytes.
"""

from __future__ import annotations

import os
import re
import struct
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from pxr import Kind, Usd, UsdGeom

from engine.bake.clip import Clip
from engine.document.scene import Socket
from engine.exchange.colour_switch import switched
from engine.exchange.files import ExportError, write_all
from engine.exchange.finding import Finding, told
from engine.exchange.gltf import PIVOTS
from engine.exchange.gltf_object import centred, check_all
from engine.exchange.names import RULES, objects
from engine.exchange.origin import ENTRY, KEY, text
from engine.exchange.polygons import with_quads
from engine.exchange.preflight import of_any_format
from engine.exchange.sights import Camera, Light
from engine.exchange.usd_look import Pictures
from engine.exchange.usd_object import Told, add_object, dictionary
from engine.exchange.usd_sights import add_camera, add_light
from engine.vocabulary.profiles import PLAIN_COLOURS

ENDINGS = (".usda", ".usdc", ".usdz")
ALIGNED = 64
"""Bytes, at multiples of which a package's files begin."""


def export_usd(clips: Sequence[Clip], path: str | os.PathLike, *, scene_name: str = "scene", pivot: str = "base",
               fps: float = 30.0, colours: str = "targets", extras: Sequence[Mapping[str, Any]] = (),
               own: Sequence[Mapping[str, Any]] = (), sockets: Sequence[Sequence[Socket]] = (),
               about: Mapping[str, Any] | None = None, origin: bytes | None = None, quads: bool = False,
               cameras: Sequence[Camera] = (), lights: Sequence[Light] = ()) -> dict:
    """Write the scene; the path's ending says whether as text (.usda), binary (.usdc) or a package (.usdz).

    `pivot`: base or centre. `colours`: where they change, targets (by keys on the materials) or switch (two meshes
    that change over at half of the morph, in every reader). `extras`: custom properties of each clip's object, JSON
    values, `own` the artist's; `sockets`: its own; `about`: of the scene. `origin`: the scene that it was
    made from (engine.exchange.origin), carried in it. `quads`: faces of four corners where the clips have
    them. `cameras`, `lights`: of the scene.
    Report: path, paths (the pictures' too), bytes, triangles, targets, vertices, joints, seconds, remarks (each a
    line).
    """
    target = Path(path)
    _checked(clips, target, pivot, colours, fps)
    ending, stem = target.suffix.lower(), re.sub(r"[:@\[\]]", "_", target.stem)
    pictures = Pictures(f"{stem}_textures")
    parts = _parts(with_quads(clips, quads), pivot, colours, _told(clips, pivot, extras, own, sockets))
    stage, findings = _stage(parts, scene_name, fps, about, pictures, [*cameras, *lights])
    if origin is not None:
        stage.GetRootLayer().customLayerData = {KEY: {ENTRY: text(origin)}}
    layer = _bytes(stage, ".usda" if ending == ".usda" else ".usdc")
    if ending == ".usdz":
        files: dict[Path, bytes] = {target: package({f"{stem}.usdc": layer} | {
            f"{pictures.folder}/{name}": data for name, data in pictures.files.items()})}
    else:
        folder = target.parent / pictures.folder
        files = {folder / name: data for name, data in pictures.files.items()} | {target: layer}
    sizes = write_all({where: [data] for where, data in files.items()})
    return {"path": str(target), "paths": [str(where) for where in reversed(files)], "bytes": sum(sizes),
            "triangles": sum(len(clip.faces) for clip in clips),
            "vertices": sum(len(clip.positions) for clip in clips),
            "targets": max(len(clip.target_names) for clip in clips),
            "joints": max(len(clip.joint_names) for clip in clips) + 1,
            "seconds": max(clip.duration for clip in clips),
            **told([*of_any_format(clips, fps, colours=colours), *findings])}


def _checked(clips: Sequence[Clip], target: Path, pivot: str, colours: str, fps: float) -> None:
    """Refuse what cannot be written, in one sentence."""
    for what, value, values in (("pivot", pivot, PIVOTS), ("way of colours", colours, PLAIN_COLOURS)):
        if value not in values:
            raise ExportError(f"there is no {what} {value!r}: choose one of {', '.join(values)}")
    if target.suffix.lower() not in ENDINGS:
        raise ExportError(f"{target.name!r} is not a USD file name: end it in .usda, .usdc or .usdz")
    check_all(clips, target, fps)


def _told(clips: Sequence[Clip], pivot: str, extras: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]],
          sockets: Sequence[Sequence[Socket]]) -> list[Told]:
    out = []
    for k, clip in enumerate(clips):
        whole = clip.positions
        origin = -(whole.min(0) + whole.max(0)) / 2.0 if pivot == "centre" else np.zeros(3)
        out.append(Told(extras[k] if extras else {}, own[k] if own else {}, sockets[k] if sockets else (),
                        tuple(origin.tolist())))
    return out


def _parts(clips: Sequence[Clip], pivot: str, colours: str, told: Sequence[Told]) -> list[tuple[Clip, Told]]:
    """The objects of the file and what is told of them; one that switches its colours is two."""
    placed = [centred(clip) if pivot == "centre" else clip for clip in clips]
    return [(part, told[owner]) for owner, clip in enumerate(placed)
            for part in (switched(clip) if colours == "switch" else [clip])]


def _stage(parts: Sequence[tuple[Clip, Told]], scene_name: str, fps: float,
           about: Mapping[str, Any] | None, pictures: Pictures,
           sights: Sequence[Camera | Light]) -> tuple[Usd.Stage, list[Finding]]:
    """The whole scene in memory, and what it does not show."""
    stage = Usd.Stage.CreateInMemory(".usda")
    findings: list[Finding] = []
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetTimeCodesPerSecond(fps)
    stage.SetFramesPerSecond(fps)
    stage.SetStartTimeCode(0.0)
    stage.SetEndTimeCode(round(max(clip.duration for clip, _ in parts) * fps, 6))
    stage.SetMetadata("documentation", "Chronoform")
    world = UsdGeom.Xform.Define(stage, "/World").GetPrim()
    stage.SetDefaultPrim(world)
    Usd.ModelAPI(world).SetKind(Kind.Tokens.assembly)
    world.SetDisplayName(scene_name)
    if about:
        world.SetCustomData({"chronoform": dictionary(about)})
    names = objects([*(clip.name for clip, _ in parts), *(sight.name for sight in sights)], RULES["usd"])
    for (clip, extra), name in zip(parts, names):
        findings += add_object(stage, f"/World/{name}", clip, extra, fps, pictures)
    for sight, name in zip(sights, names[len(parts):]):
        if isinstance(sight, Camera):
            add_camera(stage, f"/World/{name}", sight, fps)
        else:
            add_light(stage, f"/World/{name}", sight, fps)
    return stage, findings


def _bytes(stage: Usd.Stage, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"layer{ending}"
        stage.GetRootLayer().Export(str(path))
        return path.read_bytes()


def package(files: Mapping[str, bytes]) -> bytes:
    """A .usdz of files by name, the layer first."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0
            gap = -(stream.tell() + 30 + len(name.encode()) + 4) % ALIGNED
            entry.extra = struct.pack("<HH", 0x1986, gap) + bytes(gap)
            archive.writestr(entry, data)
    return stream.getvalue()
