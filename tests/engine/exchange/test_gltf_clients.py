"""The file as three.js, Babylon.js and Khronos' validator see it. Skipped only where Node or packages are absent."""

import base64
import json
import os
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar, eye, lamp
from PIL import Image

from engine.bake.bake import Course, bake_morph
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_linear
from engine.document.blobs import Blobs
from engine.document.scene import Scene
from engine.document.storage import packed
from engine.exchange.asset_glb import asset_glb
from engine.exchange.colour_switch import in_turn, switched
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.variants import Coats
from engine.form.matching import match
from engine.form.parts import Slot, encode, expand
from engine.vocabulary.profiles import PROFILES

SCRIPTS = Path(__file__).parents[2] / "clients"
HOMES = [os.environ.get("CHRONOFORM_PEERS"), os.environ.get("CLIENTS_DIR"), Path.home() / ".cache/chronoform-clients"]
HOME = next((Path(h) for h in HOMES if h and (Path(h) / "node_modules/three").is_dir()), None)
BABYLON = HOME is not None and (HOME / "node_modules/babylonjs-loaders").is_dir()
pytestmark = pytest.mark.skipif(not (shutil.which("node") and HOME), reason="node or three is absent: make peers")


def asked(script, *arguments):
    done = subprocess.run(["node", SCRIPTS / script, *arguments], capture_output=True, text=True, check=True,
                          env=os.environ | {"CHRONOFORM_PEERS": str(HOME)})
    return json.loads(done.stdout.splitlines()[-1])


def unpacked(text):
    return np.frombuffer(base64.b64decode(text), np.float32).reshape(-1, 3)


def lab(linear):
    """CIE L*a*b* (D65) of linear sRGB [n, 3]."""
    xyz = linear.clip(0, 1) @ np.array([[0.4124564, 0.2126729, 0.0193339], [0.3575761, 0.7151522, 0.1191920],
                                        [0.1804375, 0.0721750, 0.9503041]]) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def lamp_and_tree():
    swing = np.zeros(30)
    swing[1] = 0.4
    lamp = [Slot(0, parent=0, size=(0.3, 0.06, 0.3), colour=(0.2, 0.2, 0.25)),
            Slot(2, parent=0, attach=(0, 0.8, 0), anchor=(0, -0.95, 0), size=(0.04, 0.6, 0.04), colour=(0.7, 0.7, 0.7)),
            Slot(26, parent=2, attach=(0, 0.9, 0), anchor=(0, -0.5, 0), size=(0.3, 0.25, 0.3), shell=0.12, open=1.0,
                 taper=0.3, colour=(0.9, 0.8, 0.4), motion=swing)]
    tree = [Slot(0, parent=0, size=(0.12, 0.1, 0.12), colour=(0.35, 0.2, 0.1)),
            Slot(2, parent=0, attach=(0, 0.8, 0), anchor=(0, -0.95, 0), size=(0.1, 0.5, 0.1), colour=(0.4, 0.25, 0.12)),
            Slot(26, parent=2, attach=(0, 0.9, 0), anchor=(0, -0.5, 0), size=(0.5, 0.4, 0.5), colour=(0.1, 0.5, 0.15),
                 motion=swing)]
    return match(expand(encode(lamp)), expand(encode(tree)))


@pytest.fixture(scope="module")
def morph():
    start, end = lamp_and_tree()
    return bake_morph("lamp", start, end, times=np.arange(31) / 15, share_of_time=lambda t: min(max(t - 0.5, 0), 1),
                      cycle_of_time=lambda t: t / 1.5, budget=3000)


def written(clip):
    """Of each primitive of its file the clip's vertices that it has: those of one mesh's faces of one material."""
    runs = np.split(clip.faces, np.cumsum([material.faces for material in clip.materials])[:-1])
    pieces = [run[some[run[:, 0]]] for some, _ in clip.meshes() for run in runs]
    return [np.unique(piece) for piece in pieces if len(piece)]


TIMES = [0.03, 0.51, 0.77, 1.21, 1.97]
"""Between keys."""


def off(clip, path, script):
    """The farthest that any vertex of any of the file's meshes is from the studio's, in diagonals."""
    parted = {"targets": lambda one: [one], "switch": switched, "both": in_turn}
    parts = parted[PROFILES[path.stem].colours](clip)
    farthest = 0.0
    meshes = asked(script, path, json.dumps(TIMES))["meshes"]
    assert len(meshes) == len(parts)
    for part, mesh in zip(parts, meshes):
        for time, frame in zip(TIMES, mesh["frames"]):
            diagonal = np.linalg.norm(np.ptp(evaluate(clip, time)[0], axis=0))
            apart = np.linalg.norm(unpacked(frame["positions"]) - evaluate(part, time)[0], axis=1).max()
            farthest = max(farthest, float(apart / diagonal))
    return farthest


@pytest.mark.parametrize("profile", PROFILES)
def test_three_and_babylon_show_every_vertex_where_we_do(morph, tmp_path, profile):
    for clip in (bar(), morph)[:2 if profile in ("portable", "web") else 1]:
        path = tmp_path / f"{profile}.glb"
        export_gltf([clip], path, profile=profile, origin=packed(Scene(), Blobs()))
        for script in ("evaluate.mjs", "babylon.mjs") if BABYLON else ("evaluate.mjs",):
            assert off(clip, path, script) < 1e-3


@pytest.mark.parametrize("path_motion", ["root", "none"])
def test_three_shows_every_vertex_where_we_do_however_the_way_is_written(tmp_path, path_motion):
    clip = bar()
    export_gltf([clip], tmp_path / "portable.glb", path_motion=path_motion)
    assert (off(clip, tmp_path / "portable.glb", "evaluate.mjs") < 1e-3) == (path_motion == "root")


def test_three_shows_the_colours_of_both_ends(morph, tmp_path):
    """CIE76 per part, against the colours that were asked for, weighted by the parts' area."""
    start, end = lamp_and_tree()
    export_gltf([morph], tmp_path / "a.glb")
    times = [0.2, 1.0, 1.8]
    meshes = asked("evaluate.mjs", tmp_path / "a.glb", json.dumps(times))["meshes"]
    seen = [max(frames, key=lambda frame: np.ptp(unpacked(frame["positions"]), axis=0).max())      # the one that shows
            for frames in zip(*(mesh["frames"] for mesh in meshes))]
    plain = np.ones_like(morph.tint)
    texel = colours(morph, plain)
    way = Course(start, end, morph.times, lambda t: min(max(t - 0.5, 0), 1), lambda t: t / 1.5)
    for time, share, frame in zip(times, (0.0, way.share(1.0), 1.0), seen):
        shown = texel * unpacked(frame["colours"])
        asked_for = ((1 - share) * to_linear(start.colour) + share * to_linear(end.colour))[morph.part]
        corners = evaluate(morph, time)[0][morph.faces]
        area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        difference = np.linalg.norm(lab(shown) - lab(asked_for), axis=1)[morph.faces].mean(1)
        assert np.average(difference, weights=area) < 1.0


@pytest.mark.parametrize("profile", PROFILES)
def test_three_takes_the_occlusion_from_the_finishs_picture(tmp_path, profile):
    shade = np.random.default_rng(2).integers(0, 255, bar().palette.shape[:2]).astype(np.uint8)
    export_gltf([replace(bar(), occlusion=shade)], tmp_path / "a.glb", profile=profile, occlusion=True)
    found = asked("validate.mjs", tmp_path / "a.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    for material in asked("looks.mjs", tmp_path / "a.glb")["materials"]:
        maps = material["maps"]
        assert maps["aoMap"] == maps["roughnessMap"] == maps["metalnessMap"] != maps["map"]
        assert material["shade"] == 1.0
    read = read_gltf(tmp_path / "a.glb")
    for material in read.materials:
        image = Image.open(BytesIO(read.images[material.occlusion_texture.image].tobytes()))
        assert np.array_equal(np.asarray(image)[..., 0], shade)
        assert np.array_equal(np.asarray(image)[..., 1], bar().surface[..., 0])


@pytest.mark.parametrize("profile", PROFILES)
def test_three_chooses_among_colourings(tmp_path, profile):
    """Of two objects that keep their colours and one that does not."""
    clip = replace(bar(), target_tints=bar().target_tints * 0, tint=bar().tint * 0 + 1)
    before = {"main": (0.9, 0.1, 0.1), "accent": (0.2, 0.2, 0.9)}
    palette = clip.palette.copy()
    palette[..., :3] = [230, 26, 26]
    clip = replace(clip, palette=palette)
    coats = Coats(before, ({"main": (0.1, 0.6, 0.2), "accent": (1.0, 1.0, 1.0)}, {"main": (0.5, 0.5, 0.0),
                                                                               "accent": (0.0, 0.0, 0.0)}))
    export_gltf([clip, bar()], tmp_path / "a.glb", profile=profile, coats=[coats, coats],
                lights=[lamp()])
    found = asked("validate.mjs", tmp_path / "a.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    looks = asked("looks.mjs", tmp_path / "a.glb")
    assert list(looks["variants"]) == ["colours 1", "colours 2", "colours 3"]
    assert looks["variants"]["colours 1"] == looks["materials"]
    images = read_gltf(tmp_path / "a.glb").images
    for number, colour in ((1, (0.9, 0.1, 0.1)), (2, (0.1, 0.6, 0.2)), (3, (0.5, 0.5, 0.0))):
        mine, *others = looks["variants"][f"colours {number}"]
        shown = np.asarray(Image.open(BytesIO(images[mine["maps"]["map"]].tobytes())).convert("RGB")) / 255.0
        assert np.abs(shown - colour).max() < 0.02
        assert mine["maps"]["roughnessMap"] == looks["materials"][0]["maps"]["roughnessMap"]
        assert others == looks["materials"][1:]


def test_an_imported_meshs_occlusion_goes_on(tmp_path):
    export_gltf([replace(bar(), occlusion=np.full(bar().palette.shape[:2], 90, np.uint8))], tmp_path / "a.glb")
    read = read_gltf(tmp_path / "a.glb")
    half = tuple(replace(material, shade=0.5) for material in read.materials)
    (tmp_path / "b.glb").write_bytes(asset_glb(replace(read, materials=half)))
    again = read_gltf(tmp_path / "b.glb")
    assert [m.shade for m in again.materials] == [0.5] * len(half)
    assert {m["shade"] for m in asked("looks.mjs", tmp_path / "b.glb")["materials"]} == {0.5}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("lods", [0, 2])
def test_the_validator_finds_nothing(morph, tmp_path, profile, lods):
    export_gltf([morph, bar(), bar()], tmp_path / "a.glb", profile=profile, lods=lods * PROFILES[profile].lods,
                cameras=[eye()], lights=[lamp()], extras=[{"id": "a"}] * 3,
                about={"prompt": "a lamp"})
    found = asked("validate.mjs", tmp_path / "a.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
