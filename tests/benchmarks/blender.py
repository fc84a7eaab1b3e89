"""Blender's export beside ours: the same morph of about 20,000 vertices over 48 frames, in one run.

A table with a bunch of leaves becomes a flower, its surface lifted anew at every frame: that is the animation. Blender
is given those frames and writes a shape key with normals for each, its default; ours is what the bake fits to them,
bones and four targets. Its error, the distance of what is seen to the frames' surface, measured from the files that
were written, stands in the same row. What the fit itself takes has a row of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.spatial import KDTree

from engine.bake import bake
from engine.bake.clip import Clip
from engine.bake.lift import Lifted, averaging, lift
from engine.bench import row
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.form.field import Field
from engine.form.matching import match
from engine.form.parts import Parts, Slot, encode, expand

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "engine" / "exchange"))
import test_gltf_clients as clients  # noqa: E402
import test_profiles as profiles  # noqa: E402

FRAMES, RATE, BUDGET, REPEATS = 48, 24.0, 40_000, 3
TIMES = np.arange(FRAMES) / RATE


def rows(*, seed: int = 0) -> list[dict]:
    clip, frames, fit_seconds = animation()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theirs = blender(frames, clip, folder)
        made = {profile: written(clip, frames, folder / f"{profile}.glb", profile)
                for profile in ("portable", "web")}
    missing = "" if theirs else "Blender is missing: make peers"
    vertices, ours = f"{len(clip.positions)} vertices x {FRAMES} frames", made["portable"]

    def beside(profile: str) -> str:
        mine = made[profile]
        own = f"ours {mine['seconds']:.2f} s, {mine['bytes'] / 1e6:.2f} MB, {mine['error']}"
        return f"{missing or theirs['words']}; {own}; {vertices}" if theirs else missing

    def share(mine: float, key: str) -> float | None:
        return mine / theirs[key] if theirs else None

    return [
        row("export GLB, seconds / Blender's 48 targets", share(ours["seconds"], "seconds"), "x", bar="<= 0.2",
            n=REPEATS, baseline=beside("portable")),
        row("fit and export GLB, seconds / Blender's 48 targets", share(ours["seconds"] + fit_seconds, "seconds"), "x",
            baseline=missing or f"the fit takes {fit_seconds:.2f} s"),
        row("export GLB, bytes / Blender's 48 targets, portable", share(ours["bytes"], "bytes"), "x", bar="<= 0.333",
            baseline=beside("portable")),
        row("export GLB, bytes / Blender's 48 targets, web", share(made["web"]["bytes"], "bytes"), "x", bar="<= 0.125",
            baseline=beside("web")),
    ]


def table_and_flower() -> tuple[Parts, Parts]:
    """42 parts each, all of which grow, turn and move."""
    swing = np.zeros(30)
    swing[1] = 0.4
    table = [Slot(0, parent=0, size=(0.5, 0.06, 0.5)),
             Slot(9, parent=0, symmetry="quad", attach=(0.8, -0.8, 0.8), anchor=(0, 0.9, 0), size=(0.12, 0.4, 0.12)),
             Slot(12, parent=0, symmetry="quad", attach=(0.5, -0.8, 0.2), anchor=(0, 0.9, 0), size=(0.2, 0.4, 0.2)),
             Slot(18, parent=0, symmetry="radial", count=8, attach=(0.5, 0.9, 0), anchor=(0, -0.9, 0),
                  size=(0.2, 0.3, 0.2), motion=swing),
             Slot(26, parent=0, symmetry="radial", count=8, attach=(0.9, 0.5, 0), anchor=(-0.9, 0, 0),
                  size=(0.25, 0.2, 0.2), motion=swing),
             Slot(27, parent=0, symmetry="radial", count=8, attach=(0.9, -0.5, 0), anchor=(-0.9, 0, 0),
                  size=(0.2, 0.25, 0.25)),
             Slot(28, parent=0, attach=(0, 0.9, 0), anchor=(0, -0.8, 0), size=(0.2, 0.25, 0.2)),
             Slot(29, parent=0, symmetry="radial", count=8, attach=(0.3, 0.9, 0), anchor=(0, -0.9, 0),
                  size=(0.2, 0.35, 0.2))]
    flower = [Slot(0, parent=0, size=(0.25, 0.3, 0.25)),
              Slot(9, parent=0, symmetry="quad", attach=(0.5, -0.8, 0.5), anchor=(0, 0.9, 0), size=(0.2, 0.2, 0.2)),
              Slot(12, parent=0, symmetry="quad", attach=(0.2, -0.9, 0.6), anchor=(0, 0.9, 0), size=(0.1, 0.4, 0.25)),
              Slot(18, parent=0, symmetry="radial", count=8, attach=(0.9, 0.3, 0), anchor=(-0.8, 0, 0),
                   size=(0.4, 0.12, 0.25), motion=swing),
              Slot(26, parent=0, symmetry="radial", count=8, attach=(0.6, 0.9, 0), anchor=(-0.5, -0.9, 0),
                   size=(0.2, 0.35, 0.2), bend=0.3, motion=swing),
              Slot(27, parent=0, symmetry="radial", count=8, attach=(0.9, -0.3, 0), anchor=(-0.9, 0, 0),
                   size=(0.35, 0.15, 0.25)),
              Slot(28, parent=0, attach=(0, 0.9, 0), anchor=(0, -0.8, 0), size=(0.35, 0.2, 0.35)),
              Slot(29, parent=0, symmetry="radial", count=8, attach=(0.5, 0.9, 0), anchor=(0, -0.7, 0),
                   size=(0.25, 0.3, 0.15))]
    return match(expand(encode(table)), expand(encode(flower)))


def animation() -> tuple[Clip, list[Lifted], float]:
    """The bake's clip, the frames that it is fitted to, and the seconds that the fit took."""
    start, end = table_and_flower()
    course = bake.Course(start, end, TIMES, lambda t: float(np.clip((t - 0.3) / 1.4, 0, 1)), lambda t: t / 1.5)
    poses = [course.at(course.state(time)) for time in TIMES.tolist()]
    fields, moved = [Field(parts) for parts, _ in poses], np.stack([m for _, m in poses])
    diagonals = np.array([np.linalg.norm(np.subtract(*field.bounds())) for field in fields])
    shape = bake._shells(fields, float(diagonals.mean()), BUDGET)
    smoothing = averaging(shape)
    lifted = [lift(shape, field, smoothing, diagonal) for field, diagonal in zip(fields, diagonals.tolist())]
    lead = np.array([course.share(time) for time in TIMES.tolist()])
    begun = time.perf_counter()
    best, *shading = bake._fitted(shape, lifted, moved, lead, diagonals[:, None], 4)
    seconds = time.perf_counter() - begun
    curves = best.curves.copy()
    curves[:, 0] = lead
    shown = np.any([one.shown for one in lifted], 0)
    clip, _ = bake._clip("it", course, shape, (float(diagonals.mean()), shown), curves, moved, TIMES, best,
                         (shading[0], shading[1]), ())
    assert len(clip.positions) == len(shape.part), "the pair is not painted: no vertex is doubled by a seam"
    return clip, lifted, seconds


def written(clip: Clip, frames: list[Lifted], path: Path, profile: str) -> dict:
    """Seconds and bytes of our file, and how far it is from the frames where they are seen."""
    seconds, size = [], 0
    for _ in range(REPEATS):
        begun = time.perf_counter()
        size = export_gltf([replace(clip, target_tints=0 * clip.target_tints)], path, profile=profile)["bytes"]
        seconds.append(time.perf_counter() - begun)
    asset = read_gltf(profiles.unpacked(path) if profile == "web" else path)
    off = []
    for moment, frame in zip(TIMES.tolist(), frames):
        surface = frame.positions[frame.shown]
        places = asset.shown(moment)[0].positions[frame.shown]
        near = KDTree(surface).query(places)[1]
        apart = np.abs(((places - surface[near]) * frame.normals[frame.shown][near]).sum(1))
        off.append(100.0 * float(apart.mean()) / float(np.linalg.norm(np.ptp(surface, axis=0))))
    return {"seconds": min(seconds), "bytes": size,
            "error": f"off by {np.mean(off):.3f} % of the diagonal on average, {max(off):.3f} % in the worst frame"}


def blender(frames: list[Lifted], clip: Clip, folder: Path) -> dict | None:
    """What Blender takes for the same frames; None where it is not installed."""
    python = next((p for h in clients.HOMES if h and (p := Path(h) / "venv/bin/python").exists()), None)
    if python is None or subprocess.run([python, "-c", "import bpy"], capture_output=True).returncode:
        return None
    np.savez(folder / "frames.npz", positions=np.stack([one.positions for one in frames]), faces=clip.faces, rate=RATE)
    done = subprocess.run([python, HERE.parents[1] / "clients" / "blender.py", folder / "frames.npz", folder / "b.glb"],
                          capture_output=True, text=True, check=True)
    found = json.loads(next(line for line in reversed(done.stdout.splitlines()) if line.startswith("{")))
    found["words"] = f"Blender {found['version']} {found['seconds']:.2f} s, {found['bytes'] / 1e6:.1f} MB"
    return found
