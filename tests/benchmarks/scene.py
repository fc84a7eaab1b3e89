"""Scene: how long thirty objects over ten seconds at sixty frames a second take from their prompt's scene to a GLB.

A third of them become something else on the way. In a process of its own, whose memory is told at its most.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.bench import row

BECOMING = ("lamp", "tree"), ("chair", "dog"), ("teapot", "rabbit"), ("car", "boat"), ("fish", "bird"), (
    "rocket", "castle"), ("table", "horse"), ("mushroom", "robot"), ("cup", "cat"), ("guitar", "penguin")
STAYING = ("cow", "elephant", "giraffe", "lion", "mouse", "deer", "pig", "frog", "turtle", "crab", "spider", "bee",
           "butterfly", "whale", "shark", "helicopter", "train", "bus", "truck", "airplane")


def rows(*, seed: int = 0) -> list[dict]:
    morphs = [f"at 3 s a {one} morphs into a {other}" for one, other in BECOMING]
    prompt = "; ".join([*morphs, *(f"a {noun} walks" if index < 9 else f"a {noun}" for index, noun in
                                   enumerate(STAYING))])
    with tempfile.TemporaryDirectory() as folder:
        scene, path = Path(folder) / "scene.chrono", Path(folder) / "scene.glb"
        told = _run("compose", prompt, "-o", str(scene), "--seed", str(seed), "--json")
        began = time.perf_counter()
        _run("generate", str(scene), "-o", str(path), "--fps", "60", "--seconds", "10", "--json")
        seconds = time.perf_counter() - began
        size = path.stat().st_size
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    count = sum(node["kind"] == "object" for node in told["nodes"])
    beside = f"{len(BECOMING)} of them morph; {size / 1e6:.0f} MB"
    return [row("thirty objects, 10 s at 60 frames/s, to a GLB", seconds, "s", bar="<= 600", n=count, baseline=beside),
            row("the same, most memory", most / 2**30, "GiB", bar="<= 2", n=count)]


def _run(*words: str) -> dict:
    done = subprocess.run([sys.executable, "-m", "engine.cli", *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
