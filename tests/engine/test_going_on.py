"""What moves by its file's own skeleton or targets goes on moving while it becomes something else."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.spatial import KDTree

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
import test_gltf_clients as clients
from file_samples import bending_glb

from engine.bake.chain import BONES, HIDDEN, sampled
from engine.bake.error import unplaced
from engine.bake.evaluate import evaluate, joints_at
from engine.bake.fronts import MOST
from engine.bake.going import averaged
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.scene import Generation, Node, Relation
from engine.exchange.gltf import export_gltf
from engine.exchange.importing import import_file
from engine.exchange.preflight import preflight
from engine.vocabulary.relations import MORPH_STYLE

FOX = Path(os.environ.get("CHRONOFORM_MODELS", Path.home() / ".cache/chronoform-models")) / (
    "bevy/assets/models/animated/Fox.glb")
START, END = 0.5, 1.5
EXPLODE = float(MORPH_STYLE.choices.index("explode and assemble"))


@pytest.fixture(scope="module")
def knob(tmp_path_factory):
    box = trimesh.creation.box((1.0, 0.5, 0.6))
    ball = trimesh.creation.icosphere(2, 0.3).apply_translation((0.0, 0.45, 0.1))
    path = tmp_path_factory.mktemp("knob") / "knob.obj"
    trimesh.util.concatenate([box, ball]).export(path)
    return path


def imported(path, blobs, name, *, scale=1.0, take=0):
    read = import_file(path) if path.suffix == ".glb" else import_file(path, unit="m", up="y")
    (node,) = scene_of(read.imported(blobs.put(read.data), take=take)).nodes
    return node.changed(id=name, imported=node.imported.__class__(**{**vars(node.imported), "scale": scale}))


def becoming(stages, first, last, blobs, style=0.0, *, exact=False):
    relation = Relation("m", "morphs into", first.id, last.id, START, END, settings={"style": style})
    scene = scene_of(first.imported).changed(nodes=(first, last.changed(kind="state")), relations=(relation,),
                                             duration=2.0, rate=12.0)
    arrays = dict(blobs.needed(scene))
    staged = stages.staged(scene, stages.boxes(scene, arrays))
    return scene, arrays, stages.clip(scene, scene.nodes[0], arrays, staged, exact=exact)


def off(own, clip, time) -> float:
    """The farthest that a vertex of a file's own animation is from what is shown, as a share of the size."""
    true = unplaced(own, time)[0]
    corners = unplaced(clip, time)[0][clip.faces]
    shown = corners[np.ptp(corners, axis=1).max(1) > 10.0 * HIDDEN].reshape(-1, 3)
    return float(KDTree(shown).query(true[np.unique(own.faces)])[0].max() / np.linalg.norm(np.ptp(true, axis=0)))


@pytest.mark.parametrize("style", [0.0, 4.0, EXPLODE])
def test_the_first_moves_on_as_in_its_file(stages, knob, tmp_path, style):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar", take=1)      # nods, at an even pace
    scene, arrays, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs, style)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    now, then = (evaluate(own, time)[0] for time in (START, START + 0.15))
    assert np.abs(then - now).max() > 0.05
    assert off(own, clip, START) < 1e-4
    assert off(own, clip, START + 0.02) < 2e-3
    middle = [evaluate(clip, time)[0] for time in (0.8, 0.9)]
    assert np.isfinite(middle).all()
    assert clip.report["meets"] < 5.0


@pytest.mark.parametrize("style", [0.0, EXPLODE])
def test_a_state_moves_before_it_is_there(stages, knob, tmp_path, style):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar", take=1)
    scene, arrays, clip = becoming(stages, imported(knob, blobs, "knob"), bar, blobs, style)
    own = stages.imports.clip(scene, scene.nodes[1], arrays)
    assert off(own, clip, END + 0.1) < 1e-4
    assert off(own, clip, END - 0.02) < 2e-3


def test_its_own_targets_move_on(stages, knob, tmp_path):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar")
    scene, arrays, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    assert {"swell", "lift"} <= set(clip.target_names)
    columns = [clip.target_names.index(name) for name in ("swell", "lift")]
    within = (clip.times > START + 0.02) & (clip.times < 1.0)
    assert np.ptp(clip.target_weights[within][:, columns], axis=0).min() > 0.1
    assert off(own, clip, START + 0.02) < 5e-3


def test_a_skeleton_of_too_many_bones_gives_way_to_parts(stages, knob, tmp_path, monkeypatch):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar", take=1)
    monkeypatch.setattr("engine.stages.BONES", 8)
    scene, arrays, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs, 1.0)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    assert clip.report["stiff"]
    assert "by its parts alone" in " ".join(finding.sentence for finding in preflight([clip]))
    assert off(own, clip, START + 0.02) < 0.1


@pytest.mark.parametrize("style", [0.0, EXPLODE])
def test_two_that_move_pass_into_each_other(stages, tmp_path, style):
    blobs = Blobs()
    path = bending_glb(tmp_path / "bar.glb")
    first, last = imported(path, blobs, "first", take=1), imported(path, blobs, "last", take=0, scale=0.8)
    scene, arrays, clip = becoming(stages, first, last, blobs, style)
    owns = [stages.imports.clip(scene, node, arrays) for node in scene.nodes]
    assert off(owns[0], clip, START + 0.02) < 5e-3
    assert off(owns[1], clip, END - 0.02) < 5e-3


@pytest.mark.skipif(not FOX.is_file(), reason="no Fox: sh packaging/models.sh")
def test_a_fox_walks_on_in_the_file_too(stages, knob, tmp_path):
    blobs = Blobs()
    fox = imported(FOX, blobs, "fox", scale=0.01, take=1)
    scene, arrays, clip = becoming(stages, fox, imported(knob, blobs, "knob"), blobs, style=1.0)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    assert np.abs(evaluate(own, 0.6)[0] - evaluate(own, START)[0]).max() > 0.1
    assert max(off(own, clip, time) for time in (0.3, START, 0.52, 0.54)) < 5e-3
    assert clip.most_targets <= MOST
    export_gltf([clip], tmp_path / "fox.glb")
    if not clients.HOME:
        pytest.skip("no three.js: sh packaging/peers.sh")
    moments = [0.55, 0.71, 0.93, 1.01, 1.27]
    meshes = clients.asked("evaluate.mjs", tmp_path / "fox.glb", json.dumps(moments))["meshes"]
    for number, moment in enumerate(moments):
        ours = evaluate(clip, moment)[0]
        size = np.linalg.norm(np.ptp(ours, axis=0))
        for mesh, vertices in zip(meshes, clients.written(clip), strict=True):
            theirs = clients.unpacked(mesh["frames"][number]["positions"])
            assert np.linalg.norm(theirs - ours[vertices], axis=1).max() < 1e-3 * size


@pytest.mark.skipif(not FOX.is_file(), reason="no Fox: sh packaging/models.sh")
def test_a_fox_in_pieces_leaves_bones_to_what_it_becomes(stages):
    blobs, horse = Blobs(), Node("horse", category="horse", generation=Generation(seed=0))
    horse = horse.changed(generation=replace(horse.generation, tokens=blobs.put(stages.sampled(horse))))
    *_, clip = becoming(stages, imported(FOX, blobs, "fox", scale=0.01, take=1), horse, blobs, EXPLODE, exact=True)
    assert 0.8 * BONES < len(clip.bind) <= BONES


@pytest.mark.skipif(not FOX.is_file(), reason="no Fox: sh packaging/models.sh")
def test_pieces_of_a_fox_walk_on_as_they_fly(stages, knob):
    """Every piece is carried off as a whole from where the file's own animation has it."""
    blobs = Blobs()
    fox = imported(FOX, blobs, "fox", scale=0.01, take=1)
    scene, arrays, clip = becoming(stages, fox, imported(knob, blobs, "knob"), blobs, EXPLODE)
    own = stages.imports.clip(scene, scene.nodes[0], arrays)
    assert "shut" in clip.target_names
    assert clip.most_targets <= MOST
    assert not clip.report["stiff"]
    assert not clip.report["fewer_bones"]
    size = np.linalg.norm(np.ptp(unplaced(own, START)[0], axis=0))
    for time in clip.times[np.abs(clip.times[:, None] - (START + 0.01, 0.85, 0.9)).argmin(0)].tolist():
        ours, theirs = (joints_at(each, time) @ np.linalg.inv(each.bind.astype(float)) for each in (clip, own))
        flights: dict[str, list[np.ndarray]] = {}
        for number, name in enumerate(clip.joint_names):
            bone, _, piece = name.partition(", ")
            if bone in own.joint_names and piece and "change" not in piece:
                off = ours[number] @ np.linalg.inv(theirs[own.joint_names.index(bone)])
                assert np.abs(off[:3, :3] - np.eye(3)).max() < 2e-3
                at = own.bind[own.joint_names.index(bone), :3, 3]
                flights.setdefault(piece, []).append((off @ theirs[own.joint_names.index(bone)] @ (*at, 1.0)
                                                      - theirs[own.joint_names.index(bone)] @ (*at, 1.0))[:3])
        assert len(flights) > 4
        assert max(np.ptp(each, axis=0).max() for each in flights.values()) < 5e-3 * size
        far = np.linalg.norm([each[0] for each in flights.values()], axis=1).max()
        assert far > 0.3 * size if time > 0.7 else far < 1e-3 * size


def test_what_has_no_room_for_its_bones_comes_apart_on_the_strongest(stages, knob, tmp_path, monkeypatch):
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar", scale=0.9, take=1)
    monkeypatch.setattr("engine.stages.BONES", 8)
    *_, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs, EXPLODE)
    assert clip.report["fewer_bones"]
    assert not clip.report["stiff"]
    assert "their strongest bones alone" in " ".join(finding.sentence for finding in preflight([clip]))
    assert np.isfinite([evaluate(clip, time)[0] for time in (0.6, 1.0, 1.4)]).all()


def test_the_mean_of_turns_is_a_turn():
    angle = np.array([0.2, 0.8])
    matrices = np.tile(np.eye(4), (1, 2, 1, 1))
    matrices[0, :, 0, 0] = matrices[0, :, 1, 1] = np.cos(angle)
    matrices[0, :, 1, 0], matrices[0, :, 0, 1] = np.sin(angle), -np.sin(angle)
    mean = averaged(matrices, np.array([[0.5, 0.5]]), np.array([[1.0, 0.0, 0.0]]))[0, 0]
    assert np.allclose(mean[:3, :3] @ mean[:3, :3].T, np.eye(3))
    assert np.arctan2(mean[1, 0], mean[0, 0]) == pytest.approx(0.5)
    assert np.allclose(mean @ (1, 0, 0, 1), (matrices[0] @ (1, 0, 0, 1)).mean(0))


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.7])
def test_no_sample_of_an_engine_finds_a_mesh_half_shrunk(stages, knob, tmp_path, phase):
    """Between any two samples, 30 a second, one and the same mesh is whole."""
    blobs = Blobs()
    bar = imported(bending_glb(tmp_path / "bar.glb"), blobs, "bar", take=1)
    *_, clip = becoming(stages, bar, imported(knob, blobs, "knob"), blobs)
    roots = np.flatnonzero(clip.joint_parents < 0)
    samples = (np.arange(int(clip.times[-1] * 30.0)) + phase) / 30.0
    whole = np.array([sampled(clip, np.array([time]))[2][0, roots, 0] > 0.99 for time in samples.tolist()])
    assert len(roots) > 2
    assert (whole[1:] & whole[:-1]).any(1).all()
