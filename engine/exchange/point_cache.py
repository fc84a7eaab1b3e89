"""Point caches: the places of every vertex at every frame, as MDD or PC2, with the mesh that they move.

In     Clips, a path ending in .mdd or .pc2, a rate [1/s].   Out   files, and a report.
Raises ExportError, one sentence that says what to do; whatever `on_frame` raises ends it. Nothing is on the disk then
that was not there before.   Knows nothing of documents, torch or Qt.

MDD is after NewTek's Lightwave "Motion Designer Data" as Blender's modifier reads it (MOD_meshcache_mdd.cc), all of it
big endian: int32 frames, int32 vertices, float32 times [s], then float32 x y z of every vertex, frame after frame.
PC2 is after John Burnett's "PointCache 2 File Format" (3ds Max), all of it little endian: char[12] "POINTCACHE2" and
a zero, int32 version 1, int32 vertices, float32 first frame 0, float32 frames a sample 1, int32 samples, then places.
Axes stay as the scene's, Y up, in metres. Each object has a cache and a base mesh of one name beside it, an OBJ whose
vertices have the cache's order: as it is when it is first of some size.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.exchange.files import write_all
from engine.exchange.finding import Finding, Remedy, told
from engine.exchange.frames import cut_short, frames_of, fullest, named, places, stems
from engine.exchange.obj import ObjText
from engine.exchange.obj_library import Library
from engine.exchange.polygons import with_quads
from engine.exchange.preflight import of_any_format


def export_caches(clips: Sequence[Clip], path: str | os.PathLike, *, fps: float = 30.0, quads: bool = False,
                  on_frame: Callable[[float], None] = lambda done: None) -> dict:
    """Write a cache for each clip: to the path, or with several NAME_object.mdd. `on_frame` hears the share done.
    `quads`: base meshes with faces of four corners where the clips have them.

    Report: path (of the first cache), paths (of all files), frames, rate [1/s], bytes, triangles, vertices, seconds,
    remarks (each a line).
    """
    target = Path(path)
    clips, times = with_quads(clips, quads), frames_of(clips, target, fps)
    head, number = FORMATS[target.suffix.lower()]
    files: dict[Path, Iterator[bytes]] = {}
    caches = []
    for index, (clip, name, stem) in enumerate(zip(clips, named(clips), stems(target, named(clips)))):
        for title, pieces in _base(clip, name, stem, fullest(clip, times)).items():
            files[target.parent / title] = iter(pieces)
        caches.append(target.with_name(stem + target.suffix))
        heard = _share(on_frame, index, len(clips), len(times))
        files[caches[-1]] = chain([head(len(clip.positions), times)], _points(clip, times, number, heard))
    sizes = write_all(files)
    beside = [where for where in files if where not in caches]
    return {"path": str(caches[0]), "paths": [str(where) for where in (*caches, *beside)],
            "frames": len(times), "rate": fps, "bytes": sum(sizes), "triangles": sum(len(clip.faces) for clip in clips),
            "vertices": sum(len(clip.positions) for clip in clips), "seconds": float(times[-1]),
            **told(foreseen(clips, target, fps=fps))}


def foreseen(clips: Sequence[Clip], path: Path, *, fps: float) -> list[Finding]:
    """What the files will not show; or the refusal to write them."""
    times = frames_of(clips, path, fps)
    return [*of_any_format(clips, fps), *cut_short(clips, times, fps),
            *(Finding(f"{clip.name} changes colour, and a point cache holds places alone: it keeps the colours of its "
                      "base mesh.", remedy=Remedy("Numbered PLY", {"ending": ".ply"}))
              for clip in clips if clip.target_tints.any())]


def _base(clip: Clip, name: str, stem: str, time: float) -> Mapping[str, list[bytes]]:
    """The files of the base mesh by name: the OBJ last."""
    positions, normals, tints = evaluate(clip, time)
    library, new = Library(stem, [clip], [name]).at([tints])
    text = ObjText([clip], [name])
    return {title: [data] for title, data in new.items()} | {
        f"{stem}.obj": list(text.frame([(positions, normals)], library))}


def _points(clip: Clip, times: np.ndarray, number: str, heard: Callable[[int], None]) -> Iterator[bytes]:
    for frame, each in enumerate(places(clip, times)):
        heard(frame)
        yield each.astype(number).tobytes()


def _share(on_frame: Callable[[float], None], index: int, objects: int, frames: int) -> Callable[[int], None]:
    return lambda frame: on_frame((index + frame / frames) / objects)


def _mdd(vertices: int, times: np.ndarray) -> bytes:
    return struct.pack(">ii", len(times), vertices) + times.astype(">f4").tobytes()


def _pc2(vertices: int, times: np.ndarray) -> bytes:
    return struct.pack("<12siiffi", b"POINTCACHE2\0", 1, vertices, 0.0, 1.0, len(times))


FORMATS: Mapping[str, tuple[Callable[[int, np.ndarray], bytes], str]] = {".mdd": (_mdd, ">f4"), ".pc2": (_pc2, "<f4")}
"""Of each ending the file's head, and how a number is stored."""
