"""Importing: real files of others against three.js, seconds of real meshes, and files that mean harm.

The files come from packaging/models.sh ($CHRONOFORM_MODELS, default ~/.cache/chronoform-models), three.js from
packaging/peers.sh; where either is missing the row has no value. Positions are compared vertex by vertex, from the clip
that the viewport and every export show, at five times between keys of every animation of every file that three.js
opens; a file that three.js opens and we refuse counts as 100 %.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.bake.evaluate import evaluate
from engine.bench import row
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand

MODELS = Path(os.environ.get("CHRONOFORM_MODELS", Path.home() / ".cache/chronoform-models"))
TESTS = Path(__file__).resolve().parents[1]
HOSTILE = 640
TWINS = ("right", "none")
"""Names of files that are another one mirrored."""
TAKES = 8
"""Animations of one file, at most."""
MESHES = (
    "naf/examples/assets/Raccoon_Blocks/model.obj", "naf/examples/assets/Campfire_Blocks/model.obj",
    "naf/examples/assets/leftHandHigh.glb", "webxr/dist/profiles/generic-hand/left.glb",
    "webxr/dist/profiles/oculus-touch/left.glb", "webxr/dist/profiles/htc-vive-focus-3/left.glb",
    "bevy/assets/models/animated/Fox.glb", "gltf-transform/packages/cli/test/in/chr_knight.glb",
    "gltf-transform/packages/view/assets/DamagedHelmet.glb", "dm/dm_control/suite/dog_assets/SKINbody.stl",
    "dm/dm_control/suite/dog_assets/BONEPelvis.stl", "rs/robosuite/models/assets/objects/meshes/cereal.obj",
    "rs/robosuite/models/assets/objects/meshes/bottle.obj", "pv/pyvista/examples/airplane.ply",
    "pv/pyvista/examples/ant.ply", "pv/pyvista/examples/nut.ply")
"""Sixteen real meshes, animals, people's things and machines, textured ones among them."""


def rows(*, seed: int = 0) -> list[dict]:
    return [*_against_three(), *_real(), *_hostile(seed)]


def _against_three() -> list[dict]:
    files = sorted(path for path in MODELS.rglob("*") if path.suffix in (".glb", ".gltf")
                   and path.stem not in TWINS) if MODELS.is_dir() else []
    worst, opened, named = 0.0, 0, ""
    moving = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            off, takes = _furthest(path, Path(folder) / "whole.glb")
            if off is None:
                continue
            opened, moving = opened + 1, moving + bool(takes)
            if off > worst:
                worst, named = off, path.name
            print(f"{off:8.4f} %  {takes} animations  {path.relative_to(MODELS)}", file=sys.stderr, flush=True)
    missing = "" if opened else "no files or no three.js: sh packaging/models.sh; sh packaging/peers.sh"
    return [row("others' glTF, worst vertex against three.js, % of size", worst if opened else None, "%",
                bar="<= 0.1", n=opened, baseline=missing or f"{moving} of them move; the worst is {named}")]


def _furthest(path: Path, whole: Path) -> tuple[float | None, int]:
    """The largest distance of a vertex [% of the diagonal], and the animations; None: three.js does not open it."""
    try:
        read = import_file(path)
    except AssetError as error:
        opens = path.suffix == ".glb" and _asked(path, -1, [0.0]) is not None
        if opens and "Draco" not in str(error) and "no triangles" not in str(error):
            print(f"refused: {error}", file=sys.stderr, flush=True)
            return 100.0, 0
        return None, 0
    whole.write_bytes(read.data.tobytes())
    asset = asset_of(read.imported("0" * 64), read.data)
    worst = 0.0
    takes = list(range(min(len(asset.animations), TAKES))) or [-1]
    for take in takes:
        length = asset.animations[take].length if take >= 0 else 0.0
        times = [length * share for share in (0.03, 0.21, 0.47, 0.68, 0.93)] if length else [0.0]
        seen = _asked(whole, take, times)
        if seen is None:
            return None, 0
        where = stand(asset, take=take if take >= 0 else None)
        clip = clip_of(asset, "a", where, take=take if take >= 0 else None, pace=Pace((0.0, max(length, 1.0) * 1.01)))
        size = float(np.linalg.norm(where.box[1] - where.box[0]))
        for k, moment in enumerate(times):
            theirs = [_unpacked(mesh["frames"][k]) for mesh in seen["meshes"]]
            theirs = np.concatenate(theirs) @ where.matrix[:3, :3].T + where.matrix[:3, 3]
            worst = max(worst, 100.0 * _apart(evaluate(clip, moment)[0], theirs) / size)
    return worst, len(asset.animations)


def _apart(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest distance from a vertex to the nearest of the other side's, both ways: orders and seams differ."""
    from scipy.spatial import KDTree

    return float(max(KDTree(ours).query(theirs)[0].max(), KDTree(theirs).query(ours)[0].max()))


def _asked(path: Path, take: int, times: list[float]) -> dict | None:
    try:
        done = subprocess.run(["node", TESTS / "clients" / "evaluate_any.mjs", path, str(take), json.dumps(times)],
                              capture_output=True, text=True, timeout=300)
    except FileNotFoundError:
        return None
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else None


def _unpacked(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), np.float32).reshape(-1, 3).astype(np.float64)


def _real() -> list[dict]:
    spent = []
    for name in MESHES:
        if not (MODELS / name).exists():
            continue
        begin = time.perf_counter()
        read = import_file(MODELS / name)
        asset = asset_of(read.imported("0" * 64), read.data)
        clip_of(asset, "a", stand(asset, scale=read.scale, up=read.up), pace=Pace((0.0, 1.0)))
        spent.append(time.perf_counter() - begin)
        print(f"{spent[-1]:6.2f} s  {read.contents.triangles:>7,} triangles  {name}", file=sys.stderr, flush=True)
    missing = "" if spent else "no files: sh packaging/models.sh"
    return [row("real meshes, file to clip, slowest", max(spent) if spent else None, "s", n=len(spent),
                baseline=missing or f"median {np.median(spent):.2f} s")]


def _hostile(seed: int) -> list[dict]:
    script = TESTS / "engine" / "exchange" / "hostile.py"
    done = subprocess.run([sys.executable, script, str(HOSTILE), str(seed)], capture_output=True, text=True)
    told = json.loads(done.stdout) if done.returncode == 0 else None
    crashed = told is None
    said = "" if told is None else f"{told['read']} read, {told['refused']} refused in words"
    bad = None if told is None else len(told["raised"]) + len(told["unclear"])
    return [
        row("hostile files, clear error or sound, share", 0.0 if crashed else 1.0 - bad / HOSTILE, "", bar=">= 1.0",
            n=HOSTILE, baseline="the process died" if crashed else said),
        row("hostile files, opened outside the folder", None if crashed else len(told["outside"]), "files", bar="<= 0",
            n=HOSTILE, baseline="by Python's audit of opened files"),
        row("hostile files, most memory", None if crashed else told["peak"] / 2**30, "GiB", bar="<= 1.0", n=HOSTILE),
    ]
