"""A scene that Blender made, with an arm that turns, its camera and its lights: it comes over as it was there."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from test_sights import PEERS, SCRIPTS

from engine.bake.evaluate import bracket, compose, slerp
from engine.document.imports import scene_of
from engine.exchange.importing import asset_of, clip_of, import_file, stand
from engine.exchange.take import Pace
from engine.seeing import Seeing

PYTHON = PEERS / "venv" / "bin" / "python"
BLENDER = PYTHON.exists() and not subprocess.run([PYTHON, "-c", "import bpy"], capture_output=True).returncode
FRAMES, RATE = (0, 12, 33, 48), 24.0


@pytest.fixture(scope="module")
def blender(tmp_path_factory):
    """The folder with its files, and where it has everything [4, 4] at the frames."""
    folder = tmp_path_factory.mktemp("blender")
    done = subprocess.run([PYTHON, SCRIPTS / "blender_sights.py", folder, json.dumps(FRAMES)], capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout.splitlines()[-1])


@pytest.mark.skipif(not BLENDER, reason="Blender is absent: make peers")
@pytest.mark.parametrize("name", ["b.glb", "b.usdc"])
def test_blenders_cameras_and_lights(blender, name):
    folder, told = blender
    read = import_file(Path(folder, name))
    imported = read.imported("0" * 64)
    scene = scene_of(imported, read.beside).changed(rate=RATE)
    asset = asset_of(imported, read.data)
    clip = clip_of(asset, "a", stand(asset, scale=imported.scale, up=imported.up), pace=Pace((0.0, 2.0)))
    seeing = Seeing(scene, [clip])
    cameras, lights = ({sight.name: sight for sight in some} for some in (seeing.cameras(), seeing.lights()))
    assert (set(cameras), set(lights)) == ({"Eye", "Still"}, {"Sun", "Spot", "Point"})
    for key, sight in (cameras | lights).items():
        for frame, asked in zip(FRAMES, told[key]):
            asked = np.array(asked)
            asked[:3, :3] /= np.linalg.norm(asked[:3, :3], axis=0)
            at, share = bracket(sight.times, frame / RATE)
            there = compose(share @ sight.translation[at], slerp(
                sight.rotation[at[0]], sight.rotation[at[1]], share[1]), np.ones(3))
            assert np.abs(there[:3, 3] - asked[:3, 3]).max() < 2e-3, (key, frame)
            if key != "Point":                # it shines everywhere alike
                assert np.abs(there[:3, :3] - asked[:3, :3]).max() < 2e-3, (key, frame)
    assert cameras["Eye"].field[0] == pytest.approx(0.7, abs=1e-4)
    assert [lights[key].kind for key in ("Sun", "Spot", "Point")] == ["directional", "spot", "point"]
    assert lights["Spot"].cone[0] == pytest.approx(0.45, abs=1e-3)
    assert lights["Spot"].temperature[0] < 4500.0 < lights["Point"].temperature[0]
    # the mesh is where Blender has it: a cube of a metre whose base is half a metre below (0.5, 2, -1)
    assert read.beside.position == pytest.approx((0.5, 1.5, -1.0), abs=1e-5)
