"""Bake: seconds, error and bytes of an object and of a morph, and what three.js shows of the file.

Beside: every frame as its own surface, which is what one would ship without a bake (a flip-book of meshes).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.bake.bake import Course, bake_morph, bake_object
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_linear
from engine.bench import row
from engine.exchange.gltf import export_gltf
from engine.form.object4d import Object4D
from engine.form.surface import surface

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "engine" / "exchange"))
import test_gltf_clients as clients  # noqa: E402

TIMES = np.arange(61) / 30
ELSEWHERE = {"bake in Babylon.js, worst vertex": ("babylon.mjs", "portable"),
             "web file in three.js, worst vertex": ("evaluate.mjs", "web"),
             "web file in Babylon.js, worst vertex": ("babylon.mjs", "web")}


def share(time: float) -> float:
    return float(np.clip((time - 0.5) / 1.0, 0.0, 1.0))


def rows(*, seed: int = 0) -> list[dict]:
    start, end = clients.lamp_and_tree()
    bake_object("warm", Object4D(start, 1.5), times=TIMES[:2], cycle_of_time=lambda t: t, budget=2000)
    still, object_seconds = timed(lambda: bake_object("lamp", Object4D(start, 1.5), times=TIMES,
                                                      cycle_of_time=lambda t: t / 1.5))
    clip, morph_seconds = timed(lambda: bake_morph("lamp", start, end, times=TIMES, share_of_time=share,
                                                   cycle_of_time=lambda t: t / 1.5))
    course = Course(start, end, TIMES, share, lambda t: t / 1.5)
    frames, frame_seconds = timed(lambda: [surface(course.at(course.state(t))[0], cells=64) for t in TIMES])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.glb"
        size = export_gltf([clip], path)["bytes"]
        raw = sum(f.positions.nbytes + f.normals.nbytes + f.faces.nbytes for f in frames)
        parity, colour = in_three(clip, start, end, path) if clients.HOME else (None, None)
        elsewhere = {(script, profile): in_client(clip, script, profile, Path(folder))
                     for script, profile in ELSEWHERE.values()}
    missing = "" if clients.HOME else "three.js or node is missing: make peers"
    beside = f"61 surfaces: {frame_seconds:.1f} s; {len(clip.positions)} vertices, {len(clip.target_names)} targets"
    return [
        row("bake an object", object_seconds, "s", bar="<= 10", baseline=f"{len(still.positions)} vertices"),
        row("bake a morph", morph_seconds, "s", bar="<= 30", baseline=beside),
        row("bake error, object, worst frame", still.report["error_worst"], "% of diagonal", bar="<= 0.25"),
        row("bake error, morph, worst frame", clip.report["error_worst"], "% of diagonal", bar="<= 0.25"),
        row("bake normals, morph, mean error", clip.report["normal_error"], "degrees", bar="<= 6"),
        row("bake bytes / a mesh a frame", size / raw, "x", bar="<= 0.25", baseline=f"61 frames: {raw / 1e6:.1f} MB"),
        row("bake in three.js, worst vertex", parity, "% of diagonal", bar="<= 0.1", n=5, baseline=missing),
        *(row(name, elsewhere[key], "% of diagonal", bar="<= 0.1", n=5,
              baseline="" if elsewhere[key] is not None else "Babylon.js or node is missing: make peers")
          for name, key in ELSEWHERE.items()),
        row("morph's colours in three.js, mean difference", colour, "dE (CIE76)", bar="<= 5", n=3, baseline=missing),
    ]


def in_client(clip, script: str, profile: str, folder: Path) -> float | None:
    """The largest distance of a vertex [%] in another client or of another profile; None where there is none."""
    if not (clients.BABYLON if script == "babylon.mjs" else clients.HOME):
        return None
    path = folder / f"{profile}.glb"
    export_gltf([clip], path, profile=profile)
    return 100.0 * clients.off(clip, path, script)


def in_three(clip, start, end, path: Path) -> tuple[float, float]:
    """(largest distance of a vertex [%], largest mean colour difference at 0, 50 and 100 %)."""
    between, ends = [0.03, 0.51, 0.77, 1.21, 1.97], [0.2, 1.0, 1.8]
    meshes = clients.asked("evaluate.mjs", path, json.dumps(between + ends))["meshes"]
    seen = [max(frames, key=lambda frame: np.ptp(clients.unpacked(frame["positions"]), axis=0).max())
            for frames in zip(*(mesh["frames"] for mesh in meshes))]        # of two that take turns the one that shows
    off = []
    for moment, frame in zip(between, seen):
        ours = evaluate(clip, moment)[0]
        distance = np.linalg.norm(clients.unpacked(frame["positions"]) - ours, axis=1).max()
        off.append(100.0 * distance / np.linalg.norm(np.ptp(ours, axis=0)))
    texel, differences = colours(clip, np.ones_like(clip.tint)), []
    for moment, frame in zip(ends, seen[len(between):]):
        part = Course(start, end, TIMES, share, lambda t: t / 1.5).share(moment)
        wanted = ((1 - part) * to_linear(start.colour) + part * to_linear(end.colour))[clip.part]
        shown = texel * clients.unpacked(frame["colours"])
        corners = evaluate(clip, moment)[0][clip.faces]
        area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        differs = np.linalg.norm(clients.lab(shown) - clients.lab(wanted), axis=1)[clip.faces].mean(1)
        differences.append(float(np.average(differs, weights=area)))
    return float(max(off)), max(differences)


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start
