"""Vertex animation textures: each object as a mesh, pictures of its places and normals, and shaders that show them.

In     Clips, a path ending in .json, a rate [1/s], how texels are written.   Out   files, and a report.
Raises ExportError, one sentence that says what to do; whatever `on_frame` raises ends it. Nothing is on the disk then
that was not there before.   Knows nothing of documents, torch or Qt.

The .json says what lies beside it, all of one name: for each object a GLB whose TEXCOORD_1 is the middle of a vertex's
texel in the first frame, textures of places [m], normals and, where they change, linear factors on the colours (see
engine.exchange.vertex_texels), pictures of its look, and shaders. Places are the scene's, Y up, with the object's way
in them unless `path_motion` is none; a reader goes straight between frames. Equal clips give equal bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.bake.clip import Clip, Material
from engine.bake.evaluate import evaluate
from engine.bake.palette import tiled
from engine.exchange.dress import dressed
from engine.exchange.files import ExportError, write_series
from engine.exchange.finding import Finding, Remedy
from engine.exchange.finding import told as reported
from engine.exchange.frames import between, cut_short, frames_of, fullest, named, stems
from engine.exchange.gltf import closes
from engine.exchange.gltf_still import still_glb
from engine.exchange.preflight import of_any_format
from engine.exchange.vertex_shaders import Facts, shaders
from engine.exchange.vertex_texels import TEXELS, Layout, Texels, laid_out, written

VERSION = 1
PATHS = ("place", "none")
ACCURATE = 0.1
"""Percent of its size that texels may be off without a word."""
_SLOTS = {"colour_texture": "base", "surface_texture": "surface", "glow_texture": "glow", "normal_texture": "bumps"}


def export_vertex_textures(clips: Sequence[Clip], path: str | os.PathLike, *, scene_name: str = "scene",
                           fps: float = 30.0, texels: str = "float", path_motion: str = "place",
                           extras: Sequence[Mapping[str, Any]] = (), about: Mapping[str, Any] | None = None,
                           on_frame: Callable[[float], None] = lambda done: None) -> dict:
    """Write the .json and what it names. `texels`: a key of TEXELS; `path_motion`: one of PATHS.

    `extras`: properties of each clip's object, JSON values; `about`: of the scene. `on_frame` hears the share done.
    Report: path (of the .json), paths, frames, rate [1/s], bytes, triangles, vertices, seconds, objects (as in the
    .json), remarks (each a line).
    """
    target = Path(path)
    check_texels(texels, path_motion)
    times = frames_of(clips, target, fps)
    findings = of_any_format(clips, fps, path_motion=path_motion)
    if path_motion == "none":
        clips = [in_place(clip) for clip in clips]
    names = named(clips)
    layouts = [laid_out(clip.name, len(clip.positions), len(times), packed=texels == "packed") for clip in clips]
    told: dict[str, Any] = {
        "format": "Chronoform vertex animation", "version": VERSION, "scene": scene_name, "unit": "metre",
        "axes": "right-handed, Y up, +Z to the front, as glTF", "frames": len(times), "rate": fps,
        "seconds": float(times[-1]), "closes": all(closes(clip, path_motion) for clip in clips),
        "about": dict(about or {}), "objects": []}
    files: list[str] = []

    def made() -> Iterator[tuple[str, bytes]]:
        for index, (clip, name, stem, layout) in enumerate(zip(clips, names, stems(target, names), layouts)):
            def heard(share: float, index: int = index) -> None:
                on_frame((index + share) / len(clips))

            row = dict(extras[index]) if extras else {}
            for file, data in _object(clip, (name, stem), layout, times, fps, texels, told["objects"], row, heard):
                files.append(file)
                yield file, data
        files.append(target.name)
        yield target.name, (json.dumps(told, indent=1, allow_nan=False) + "\n").encode()

    size = write_series(target.parent, made())
    return {"path": str(target), "paths": [str(target.with_name(file)) for file in reversed(files)],
            "frames": len(times), "rate": fps, "bytes": size, "triangles": sum(len(clip.faces) for clip in clips),
            "vertices": sum(len(clip.positions) for clip in clips), "seconds": float(times[-1]),
            "objects": told["objects"],
            **reported([*findings, *cut_short(clips, times, fps), *_findings(clips, told["objects"], texels)])}


def check_texels(texels: str, path_motion: str) -> None:
    for what, value, values in (("way to write texels", texels, tuple(TEXELS)), ("path motion", path_motion, PATHS)):
        if value not in values:
            raise ExportError(f"there is no {what} {value!r} for vertex animation textures: choose one of "
                              f"{', '.join(values)}")


def in_place(clip: Clip) -> Clip:
    """The clip at the origin, without its way."""
    return replace(clip, place_translation=np.zeros_like(clip.place_translation),
                   place_rotation=np.tile([0.0, 0.0, 0.0, 1.0], (len(clip.place_times), 1)),
                   place_scale=np.ones_like(clip.place_scale))


def _object(clip: Clip, title: tuple[str, str], layout: Layout, times: np.ndarray, fps: float, way: str, told: list,
            extras: Mapping[str, Any], heard: Callable[[float], None]) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of an object's files; what they are is appended to `told`."""
    name, stem = title
    places: dict[str, Any] = {}
    kept: dict[str, Texels] = {}
    every = _numbers(clip, times, heard)
    for kind in list(every):
        numbers = every.pop(kind)
        kept[kind] = written(numbers, layout, way, small=kind != "positions")
        heard(1.0)
        yield f"{stem}_{kind}.{TEXELS[way]}", kept[kind].data
        if kind == "positions":
            places = {"bounds": {"min": numbers.min((0, 1)).tolist(), "max": numbers.max((0, 1)).tolist()},
                      "error": {"stored": round(_off(numbers, kept[kind].shown), 5),
                                "between_frames": round(between(clip, times), 4)}}
        kept[kind] = replace(kept[kind], data=b"", shown=np.zeros(0))
    tint = clip.tint if "colours" not in kept and (clip.tint != 1.0).any() else None
    positions, normals, _ = evaluate(clip, fullest(clip, times))
    yield f"{stem}_mesh.glb", still_glb(clip, name, positions, normals, tint, layout.uvs())
    materials, pictures, sorts = _looks(clip, stem)
    cells = not clip.materials and not tiled(clip.palette, clip.uvs, clip.part)
    yield from pictures.items()
    for material in sorts.values():
        texts = shaders(Facts(name, stem, layout, fps, way, kept, tint is not None, cells, material))
        yield from ((stem + ending, text.encode()) for ending, text in texts.items())
    told.append({"name": name, "mesh": f"{stem}_mesh.glb", "texel": "TEXCOORD_1", "vertices": layout.vertices,
                 "width": layout.width, "height": layout.height, "rows": layout.rows, "lower": layout.lower,
                 "texels": way, **places,
                 **{kind: {"file": f"{stem}_{kind}.{TEXELS[way]}", "offset": each.offset, "scale": each.scale}
                    for kind, each in kept.items()}, "materials": materials, "about": dict(extras)})


def _looks(clip: Clip, stem: str) -> tuple[list[dict], dict[str, bytes], dict[bool, Material]]:
    """What the .json says of the materials, their pictures by name, and the first that is solid and that is glass."""
    told, files, sorts = [], {}, {}
    names: dict[int, str] = {}
    rows, images, runs = dressed(clip)
    for material in (row for row, run in zip(rows, runs) if len(run)):
        sorts.setdefault(material.alpha == "blend", material)
        row = {"name": material.name, "colour": material.colour, "roughness": material.roughness,
               "metallic": material.metallic, "glow": material.glow, "alpha": material.alpha,
               "two_sided": material.two_sided}
        for slot, word in _SLOTS.items():
            if (texture := getattr(material, slot)) is not None:
                data = images[texture.image]
                ending = "jpg" if data.startswith(b"\xff\xd8") else "png"
                taken = f"{stem}_{word}.{ending}" in files
                names.setdefault(texture.image, f"{stem}_{word}{f'_{texture.image + 1}' if taken else ''}.{ending}")
                files[names[texture.image]] = data
                row[slot] = names[texture.image]
        told.append(row)
    return told, files, sorts


def _numbers(clip: Clip, times: np.ndarray, heard: Callable[[float], None]) -> dict[str, np.ndarray]:
    """Places, normals and, where they change, tints [frame, vertex, 3] float32."""
    kinds = ["positions", "normals", *(["colours"] if clip.target_tints.any() else [])]
    out = {kind: np.empty((len(times), len(clip.positions), 3), np.float32) for kind in kinds}
    for frame, time in enumerate(times.tolist()):
        heard(frame / len(times))
        for kind, numbers in zip(kinds, evaluate(clip, time)):
            out[kind][frame] = numbers
    return out


def _off(numbers: np.ndarray, shown: np.ndarray) -> float:
    """How far a vertex is at most off [% of the diagonal that the object has then]."""
    sizes = np.linalg.norm(np.ptp(numbers, axis=1), axis=1)
    seen = sizes > 1e-3 * sizes.max()
    apart = np.linalg.norm(shown - numbers, axis=2).max(1)
    return 100.0 * float((apart[seen] / sizes[seen]).max())


def _findings(clips: Sequence[Clip], objects: Sequence[Mapping[str, Any]], texels: str) -> list[Finding]:
    exact = Remedy("Float texels", {"texels": "float"}) if texels != "float" else None
    found = [Finding(f"{clip.name} is off by up to {row['error']['stored']:.2f} % of its size, since its texels are "
                     "coarse over all of its way: write float texels, or leave the way out.", remedy=exact)
             for clip, row in zip(clips, objects) if row["error"]["stored"] > ACCURATE]
    for clip in clips:
        if any(material.normal_texture for material in clip.materials):
            found.append(Finding(f"{clip.name} has bumps, which its GLB and its picture have and the shaders do not "
                                 "show."))
        if len(clip.materials) > 1:
            found.append(Finding(f"{clip.name} has {len(clip.materials)} materials: give each its own, with the "
                                 "factors that stand in the .json."))
    return found
