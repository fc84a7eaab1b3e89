"""Series: a numbered OBJ or PLY for each frame, all objects in each.

In     Clips, a path with a # for the number, a rate [1/s].   Out   files, and a report.
Raises ExportError, one sentence that says what to do; whatever `on_frame` raises ends it. Nothing is on the disk then
that was not there before.   Knows nothing of documents, torch or Qt.

Frame 1 is the scene's beginning. OBJ has a library of materials with the palette's picture beside it, another where
colours have changed; PLY has its colours in the vertices. Equal clips give equal bytes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.bake.palette import tiled
from engine.exchange.files import ExportError, numbered, write_series
from engine.exchange.finding import Finding, Remedy, told
from engine.exchange.frames import frames_of, named, plain_stem
from engine.exchange.obj import ObjText
from engine.exchange.obj_library import Library, uneven
from engine.exchange.ply import PlyBytes
from engine.exchange.polygons import with_quads
from engine.exchange.preflight import of_any_format

Shown = list[tuple[np.ndarray, np.ndarray, np.ndarray]]
"""Places, normals and tints of each object."""


def export_series(clips: Sequence[Clip], path: str | os.PathLike, *, fps: float = 30.0, quads: bool = False,
                  on_frame: Callable[[float], None] = lambda done: None) -> dict:
    """Write a file for each frame. `on_frame` hears the share done, 0..1, before each. `quads`: faces of
    four corners where the clips have them.

    Report: path, first, last, frames, rate [1/s], bytes, triangles, vertices, seconds, remarks (each a line).
    """
    target, findings = Path(path), foreseen(clips, Path(path), fps=fps)
    times = frames_of(clips, target, fps)
    names = [numbered(target, index + 1) for index in range(len(times))]
    make = {".obj": _obj, ".ply": _ply}[target.suffix.lower()]
    made = make(with_quads(clips, quads), target, _frames(clips, times, on_frame), names)
    size = write_series(target.parent, made)
    return {"path": str(target), "first": names[0], "last": names[-1], "frames": len(times), "rate": fps, "bytes": size,
            "triangles": sum(len(clip.faces) for clip in clips),
            "vertices": sum(len(clip.positions) for clip in clips), "seconds": float(times[-1]),
            **told(findings)}


def foreseen(clips: Sequence[Clip], path: Path, *, fps: float) -> list[Finding]:
    """What the files will not show; or the refusal to write them."""
    times, digits = frames_of(clips, path, fps), re.findall("#+", path.name)
    if not digits or len(times) >= 10 ** len(digits[0]):
        raise ExportError(f"{path.name!r} has no place for the numbers of {len(times):,} files: name it as "
                          f"name_{'#' * len(str(len(times)))}{path.suffix}")
    return [*of_any_format(clips, fps), *_of_colours(clips, path.suffix.lower())]


def _frames(clips: Sequence[Clip], times: np.ndarray, on_frame: Callable[[float], None]) -> Iterator[Shown]:
    for index, time in enumerate(times.tolist()):
        on_frame(index / len(times))
        yield [evaluate(clip, time) for clip in clips]


def _obj(clips: Sequence[Clip], target: Path, frames: Iterator[Shown], names: Sequence[str]) -> Iterator:
    """(name, bytes) of every file, a library and its pictures before the frame that needs them."""
    titles = named(clips)
    text, library = ObjText(clips, titles), Library(plain_stem(target), clips, titles)
    for name, frame in zip(names, frames):
        materials, new = library.at([tints for _, _, tints in frame])
        yield from new.items()
        yield name, b"".join(text.frame([(places, normals) for places, normals, _ in frame], materials))


def _ply(clips: Sequence[Clip], target: Path, frames: Iterator[Shown], names: Sequence[str]) -> Iterator:
    writer = PlyBytes(clips)
    for name, frame in zip(names, frames):
        yield name, b"".join(writer.frame(frame))


def _of_colours(clips: Sequence[Clip], ending: str) -> list[Finding]:
    if ending == ".obj":
        return [Finding(f"{clip.name} has colours that differ from vertex to vertex, of which an OBJ's picture has "
                        + ("nothing" if clip.materials else "each part's mean") + ": numbered .ply files have them "
                        "all.", remedy=Remedy("Numbered PLY", {"ending": ".ply"})) for clip in clips if uneven(clip)]
    return [Finding(f"{clip.name} has a picture: a PLY keeps its colour at the vertices alone; numbered .obj files "
                    "have it all.", remedy=Remedy("Numbered OBJ", {"ending": ".obj"}))
            for clip in clips if any(material.colour_texture for material in clip.materials)
            or (not clip.materials and tiled(clip.palette, clip.uvs, clip.part))]
