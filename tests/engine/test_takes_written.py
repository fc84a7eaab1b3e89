"""All animations of an imported file are written beside what plays, by their names, and show what its file shows."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.spatial import KDTree

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
import test_gltf_clients as clients
from file_samples import bending_glb

from engine.bake.evaluate import evaluate
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.scene import Cue
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand
from engine.exchange.preflight import preflight
from engine.stages import Stages
from engine.vocabulary.profiles import PROFILES

MOMENTS = {"wave": [0.13, 0.37, 0.61, 0.93], "nod": [0.3, 1.1, 1.7]}


@pytest.fixture(scope="module")
def bar(tmp_path_factory):
    return import_file(bending_glb(tmp_path_factory.mktemp("file") / "bar.glb"))


def exported(read, take=0, cues=()):
    blobs = Blobs()
    scene = scene_of(read.imported(blobs.put(read.data), take=take))
    node = scene.nodes[0].changed(imported=scene.nodes[0].imported.__class__(
        **{**vars(scene.nodes[0].imported), "cues": cues}))
    scene, arrays, stages = scene.changed(nodes=(node,), duration=2.0), dict(blobs.needed(scene)), Stages(lambda: None)
    staged = stages.staged(scene, stages.boxes(scene, arrays))
    return stages.clip(scene, node, arrays, staged, exact=True, whole=True)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_them_by_name(bar, tmp_path, profile):
    clip = exported(bar)
    export_gltf([clip], tmp_path / "bar.glb", profile=profile, scene_name="stage")
    names = [animation.name for animation in read_gltf(tmp_path / "bar.glb").animations]
    assert names == ["stage-loop" if profile == "godot" else "stage", "wave", "nod"]
    export_gltf([clip], tmp_path / "bare.glb", profile=profile, scene_name="stage", takes=False)
    assert [animation.name for animation in read_gltf(tmp_path / "bare.glb").animations] == names[:1]
    assert (tmp_path / "bare.glb").stat().st_size < (tmp_path / "bar.glb").stat().st_size


def test_two_objects_of_one_file_have_their_own(bar, tmp_path):
    export_gltf([exported(bar), exported(bar, take=None)], tmp_path / "two.glb", scene_name="stage")
    read = read_gltf(tmp_path / "two.glb")
    assert [animation.name for animation in read.animations] == ["stage", "Bar", "wave", "nod", "Bar_2_wave",
                                                                 "Bar_2_nod"]
    mine = [{curve.node for curve in animation.curves} for animation in read.animations]
    assert not mine[2] & mine[4]


def test_they_are_the_files_own_whatever_plays(bar, tmp_path):
    """Read again by ourselves, each shows what the file's shows: joints and morph targets."""
    asset = asset_of(bar.imported("0" * 64), bar.data)
    clip = exported(bar, take=1, cues=(Cue(1.0, 0, 0.3),))
    export_gltf([clip], tmp_path / "bar.glb", scene_name="stage")
    again = read_gltf(tmp_path / "bar.glb")
    for take, name in enumerate(("wave", "nod")):
        own = clip_of(asset, "a", stand(asset, take=1), take=take, pace=Pace((0.0, 2.0)))
        for time in MOMENTS[name]:
            shown = np.concatenate([mesh.positions[np.unique(mesh.faces)] for mesh in again.shown(time, take + 1)])
            true = evaluate(own, time)[0]
            size = np.linalg.norm(np.ptp(true, axis=0))
            assert KDTree(shown).query(true)[0].max() < 1e-3 * size
            assert KDTree(true).query(shown)[0].max() < 1e-3 * size


@pytest.mark.skipif(not clients.HOME, reason="no three.js: sh packaging/peers.sh")
@pytest.mark.parametrize("pivot", ["base", "centre"])
def test_three_shows_the_same(bar, tmp_path, pivot):
    asset, clip = asset_of(bar.imported("0" * 64), bar.data), exported(bar)
    export_gltf([clip], tmp_path / "bar.glb", scene_name="stage", pivot=pivot)
    for take, name in enumerate(("wave", "nod")):
        own = clip_of(asset, "a", stand(asset), take=take, pace=Pace((0.0, 2.0)))
        seen = clients.asked("evaluate_any.mjs", tmp_path / "bar.glb", str(take + 1), json.dumps(MOMENTS[name]))
        for number, time in enumerate(MOMENTS[name]):
            shown = np.concatenate([clients.unpacked(mesh["frames"][number]) for mesh in seen["meshes"]])
            true = evaluate(own, time)[0]
            assert KDTree(shown).query(true)[0].max() < 1e-3 * np.linalg.norm(np.ptp(true, axis=0))


def test_what_stands_still_does_not_begin_with_a_take(bar, tmp_path):
    """Players that play a file's first animation show what the scene does."""
    clip = exported(bar, take=None)
    export_gltf([clip], tmp_path / "bar.glb", scene_name="stage")
    again = read_gltf(tmp_path / "bar.glb")
    assert [animation.name for animation in again.animations] == ["stage", "wave", "nod"]
    shown = np.concatenate([mesh.positions for mesh in again.shown(0.7, 0)])
    assert KDTree(shown).query(evaluate(clip, 0.7)[0])[0].max() < 1e-4


@pytest.mark.skipif(not (clients.HOME and (clients.HOME / "node_modules/gltf-validator").is_dir()),
                    reason="no glTF validator: sh packaging/peers.sh")
@pytest.mark.parametrize("profile", ["portable", "web"])
def test_the_validator_finds_nothing(bar, tmp_path, profile):
    export_gltf([exported(bar)], tmp_path / "bar.glb", profile=profile)
    found = clients.asked("validate.mjs", tmp_path / "bar.glb")
    assert not [row for row in found["messages"] if row["severity"] < 2]


def test_a_preflight_counts_them(bar):
    clip = exported(bar)
    said = " ".join(finding.sentence for finding in preflight([clip]))
    assert "brings 2 animations of its file along" in said
    assert "wave, nod" in said
    said = " ".join(finding.sentence for finding in preflight([clip], takes=False))
    assert "not 1 animation of its file: nod" in said
