"""The Blender add-on in Blender: a file that is written anew replaces what is shown, and nothing else."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import test_gltf_clients as clients
from clip_sample import bar
from test_point_cache import BLENDER, PYTHON

from engine.bake.evaluate import evaluate
from engine.exchange.gltf import export_gltf

ADDON = Path(__file__).parents[3] / "packaging/blender/chronoform_link.py"
RATE, FRAME = 30, 24


@pytest.mark.skipif(not BLENDER, reason="Blender is absent: make peers")
def test_a_save_replaces_what_blender_shows_and_keeps_the_artists_own(tmp_path):
    first = bar()
    second = replace(first, positions=first.positions * 1.5, place_translation=first.place_translation + [0, 1, 0])
    for name, clip in (("first", first), ("second", second)):
        export_gltf([clip], tmp_path / f"{name}.glb", profile="rich", colours="targets", fps=RATE)
    (tmp_path / "broken.glb").write_bytes((tmp_path / "first.glb").read_bytes()[:999])
    (tmp_path / "watched").mkdir()
    work = {name: str(tmp_path / f"{name}.glb") for name in ("first", "second", "broken")}
    (tmp_path / "work.json").write_text(json.dumps(
        work | {"folder": str(tmp_path / "watched"), "frame": FRAME, "rate": RATE}))
    done = subprocess.run([PYTHON, clients.SCRIPTS / "blender_link.py", ADDON, tmp_path / "work.json"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    for name, clip in (("first", first), ("second", second), ("broken", second)):
        ((_, seen),) = told["shown"][name].items()
        places = np.array(seen)[:, [0, 2, 1]] * [1, 1, -1]
        assert np.abs(places - evaluate(clip, FRAME / RATE)[0]).max() < 1e-4, name
    assert (told["same"], told["name"], told["hidden"], told["place"]) == (True, "mine", True, [4.0, 5.0, 6.0])
    before, after = told["counts"]
    assert before == after == told["after"], "nothing is left behind"
    assert list(told["shown"]["first"]) == list(told["shown"]["second"]) == [told["active"]]
    assert told["said"] == "Reloaded scene.glb"
    assert "scene.glb cannot be read" in told["told"]
    assert told["again"] == "", "what cannot be read is not tried twice"
    assert not told["registered"]
