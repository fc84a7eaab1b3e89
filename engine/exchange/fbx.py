"""Clips to FBX files: a GLB, and the artist's own Blender makes the FBX of it.

In     Clips, a path, how they are to be written.   Out   a file, and a report.
Raises ExportError, one sentence that says what to do; nothing that existed is lost, and nothing half-made is left.
Knows nothing of documents.

The GLB is the rich profile's, since Blender reads eight targets. Blender shows no colours that ride on targets, so they
are switched unless asked otherwise.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.bake.clip import Clip
from engine.document.scene import Socket
from engine.exchange import blender
from engine.exchange.colour_switch import switched
from engine.exchange.files import ExportError
from engine.exchange.finding import Finding, Remedy, told
from engine.exchange.gltf import export_gltf
from engine.exchange.polygons import fanned
from engine.exchange.preflight import preflight
from engine.exchange.sights import Camera
from engine.paths import asset
from engine.vocabulary.profiles import PLAIN_COLOURS

READ = 0.05
"""Share of the work that is done when Blender begins."""
SMALLEST = 1e-3
"""Of its size, what is left of a hidden object: Blender binds a skin as its object is at first, in single precision."""


def export_fbx(clips: Sequence[Clip], path: str | os.PathLike, *, fps: float = 30.0, pivot: str = "base",
               colours: str | None = None, extras: Sequence[Mapping[str, Any]] = (),
               sockets: Sequence[Sequence[Socket]] = (), program: str | None = None,
               limit: float = blender.LIMIT, quads: bool = False,
               on_frame: Callable[[float], None] = lambda share: None, **said: Any) -> dict:
    """Write one FBX of the scene. `program`: what the artist calls Blender; None: it is looked for. `limit` [s]: how
    long it may take. `quads`: faces of four corners where the clips have them. `extras` and what is `said` (scene_name,
    about, cameras): as export_gltf's. `on_frame` hears the share done, and may end it by raising.

    Report: as export_gltf's; `blender`: the version that wrote it.
    """
    found, target, colours = blender.find(program), Path(path), colours or "switch"
    findings = foreseen(clips, fps=fps, colours=colours, cameras=said.get("cameras", ()))
    if target.is_dir():
        raise ExportError(f"{target} is a folder: give the name of a file in it, ending in .fbx")
    try:
        with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=target.parent) as beside:
            glb, made = Path(beside, f"{target.stem}.glb"), Path(beside, target.name)
            parts, owned, fast = _parts(clips, extras, sockets, colours)
            parts = [replace(part, faces=fanned(part.faces, part.quads)) for part in parts] if quads else parts
            report = export_gltf(parts, glb, profile="rich", pivot=pivot, colours="targets", fps=fps, extras=owned,
                                 sockets=fast, takes=False, **said)
            script = shutil.copy(asset("blender/to_fbx.py"), beside)      # a Blender in a sandbox sees no other folder
            asked = [str(glb), str(made), repr(float(fps)), *(["quads"] if quads else [])]
            done = blender.run(found, Path(script), asked, limit=limit,
                               on_progress=lambda share: on_frame(READ + (1 - READ) * share))
            if target.exists() and not os.access(target, os.W_OK):
                raise PermissionError(13, "the file is write-protected")
            size = made.stat().st_size
            os.replace(made, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"cannot write {target}: {reason}; choose a place you may write to") from error
    rows = told(findings)
    return {**report, "path": str(target), "paths": [str(target)], "bytes": size, "blender": done["done"],
            "triangles": sum(len(clip.faces) for clip in clips),
            "vertices": sum(len(clip.positions) for clip in clips), **rows,
            "remarks": [f"Blender {done['done']} wrote it.", *rows["remarks"]]}


def foreseen(clips: Sequence[Clip], *, fps: float, colours: str | None = None,
             cameras: Sequence[Camera] = ()) -> list[Finding]:
    """What the file will not show, whatever Blender makes it; or the refusal to write it."""
    if (colours := colours or "switch") not in PLAIN_COLOURS:
        raise ExportError(f"there is no way of colours {colours!r}: choose one of {', '.join(PLAIN_COLOURS)}")
    rows = preflight(clips, profile="rich", path_motion="place", fps=fps, colours=colours, cameras=cameras,
                     takes=False)
    return [replace(row, engines=(), remedy=_remedy(row.remedy)) for row in rows
            if not row.engines or "Blender" in row.engines]


def _remedy(of: Remedy | None) -> Remedy | None:
    """What mends it in an FBX as `of` does in a GLB."""
    if of is None or {"profile", "takes"} & set(of.options):
        return None
    return Remedy("Switch the colours", {"colours": "switch"}) if of.options.get("colours") == "both" else of


def _parts(clips: Sequence[Clip], extras: Sequence[Mapping[str, Any]], sockets: Sequence[Sequence[Socket]],
           colours: str) -> tuple[list[Clip], list[Mapping[str, Any]], list[Sequence[Socket]]]:
    """The clips as they are bound, two of each whose colours are switched; the properties and sockets of each."""
    rows = [(part, extra, own)
            for clip, extra, own in zip(clips, extras or [{}] * len(clips), sockets or [()] * len(clips))
            for part in (switched(clip, rests=True) if colours == "switch" else [clip])]
    made = [replace(part, place_scale=np.where(np.abs(part.place_scale) < SMALLEST, SMALLEST, part.place_scale))
            for part, _, _ in rows]
    return made, [extra for _, extra, _ in rows], [own for _, _, own in rows]
