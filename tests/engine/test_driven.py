"""An imported mesh without bones walks: rigged, moved by a verb, staged, exported and read again."""

import json
from dataclasses import replace

import numpy as np
import pytest
import trimesh

from engine.bake.evaluate import evaluate, joints_at
from engine.cli import main
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.scene import Motion, Node, Relation, SceneError
from engine.document.storage import load
from engine.exchange.importing import import_file
from engine.form.parts import expand
from engine.form.surface import surface
from engine.recovery.rigging import pack
from engine.stages import StageError, Stages
from engine.training import grammar
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A horse of another program's making: bare triangles that face to the right, in centimetres."""
    dice, horse = np.random.default_rng(2), list(CATEGORIES).index("horse")
    _, values = grammar.condition(dice, horse)
    union = surface(expand(grammar.draw(horse, VERB_KEYS.index("still"), values, dice)), cells=64)
    vertices = 100.0 * union.positions.astype(float)[:, (2, 1, 0)] * (1.0, 1.0, -1.0)
    path = tmp_path_factory.mktemp("horse") / "horse.obj"
    trimesh.Trimesh(vertices, union.faces, process=False).export(path)
    return path


@pytest.fixture(scope="module")
def walking(file, stages):
    """(scene, its arrays, the node) of the horse, rigged, that walks."""
    blobs, read = Blobs(), import_file(file, unit="cm")
    scene = scene_of(read.imported(blobs.put(read.data))).changed(duration=2.0)
    rig = stages.imports.rigged(scene.nodes[0], dict(blobs.needed(scene)))
    imported = replace(scene.nodes[0].imported, rig=blobs.put(pack(rig)), turn=rig.turn, kind=rig.category)
    node = scene.nodes[0].changed(imported=imported, motion=Motion("walk"))
    scene = scene.changed(nodes=(node,))
    return scene, dict(blobs.needed(scene)), node


def clip_of(stages, scene, blobs, node):
    return stages.clip(scene, node, blobs, stages.staged(scene, stages.boxes(scene, blobs)), exact=True)


def test_it_is_taken_for_a_horse_and_walks_to_the_front(walking, stages):
    scene, blobs, node = walking
    assert node.imported.kind == "horse"
    clip = clip_of(stages, scene, blobs, node)
    assert len(clip.positions) >= 1000
    assert len(clip.target_names) == 0
    first, later = (evaluate(clip, time)[0] for time in (0.0, 0.3))
    assert 0.01 < np.abs(later - first).max() < 0.8
    low, high = first.min(0), first.max(0)
    assert abs(low[1]) < 0.03
    assert high[2] - low[2] > 1.3 * (high[0] - low[0])           # turned: it is long from front to back
    head = [name == "head" for name in clip.joint_names]
    assert joints_at(clip, 0.0)[head][:, 2, 3].max() > joints_at(clip, 0.0)[0, 2, 3]
    feet = [name for name in clip.joint_names if "foot" in name or "lower leg" in name]
    assert len(feet) >= 4


def test_its_surface_is_the_files_own(walking, stages):
    scene, blobs, node = walking
    clip, still = clip_of(stages, scene, blobs, node), stages.imports.still(node, blobs)
    assert np.array_equal(clip.faces, still.faces)
    moved = evaluate(clip, 0.0)[0] - evaluate(still, 0.0)[0]
    spread = np.linalg.norm(moved - np.median(moved, 0), axis=1)
    assert np.median(spread) < 0.08                              # the pose at the start of a stride, no other shape
    again = clip_of(Stages(stages._generator), scene, blobs, node)
    assert again.joint_rotation.tobytes() == clip.joint_rotation.tobytes()


def test_it_steps_as_far_as_it_goes_and_relations_hold(walking, stages):
    scene, blobs, node = walking
    lamp = node.changed(id="post", motion=Motion("still"))
    walks = scene.changed(nodes=(node, lamp), duration=4.0,
                          relations=(Relation("r", "orbits", node.id, "post", settings={"distance": 3.0}),))
    staged = stages.staged(walks, stages.boxes(walks, blobs))
    clip = stages.clip(walks, node, blobs, staged, exact=True)
    assert np.ptp(clip.place_translation, axis=0).max() > 1.0
    assert np.abs(np.diff(clip.joint_rotation, axis=0)).max() > 0.01


def test_still_shows_its_file_again_and_another_kind_moves_otherwise(walking, stages):
    scene, blobs, node = walking
    still = node.changed(motion=Motion("still"))
    assert not still.driven
    rest = stages.clip(scene.changed(nodes=(still,)), still, blobs, stages.staged(
        scene.changed(nodes=(still,)), stages.boxes(scene.changed(nodes=(still,)), blobs)), exact=True)
    assert len(rest.joint_names) == 1
    dog = node.changed(imported=replace(node.imported, kind="dog"))
    one, two = (clip_of(stages, scene.changed(nodes=(n,)), blobs, n) for n in (node, dog))
    assert not np.allclose(one.joint_rotation, two.joint_rotation)


def test_what_is_wrong_is_said(walking, stages):
    scene, blobs, node = walking
    gone = {name: array for name, array in blobs.items() if name != node.imported.rig}
    with pytest.raises(StageError, match="rig it again"):
        stages.boxes(scene, gone)
    other = dict(blobs)
    other[node.imported.rig] = np.zeros(100, np.uint8)
    with pytest.raises(StageError, match="rig it again"):
        Stages(stages._generator).boxes(scene, other)
    from engine.document.check import check

    for changes, words in (({"turn": 4}, "quarters"), ({"kind": "unicorn"}, "unknown category"),
                           ({"rig": "x"}, "no SHA-256")):
        with pytest.raises(SceneError, match=words):
            check(scene.changed(nodes=(node.changed(imported=replace(node.imported, **changes)),)))
    assert not Node("fish", category="fish", motion=Motion("swim")).driven


def test_the_command_line_rigs_and_moves(file, tmp_path, capsys):
    scene = tmp_path / "a.chrono"
    assert main(["import", str(file), "--unit", "cm", "-o", str(scene), "--motion", "walk", "--json"]) == 0
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert (report["moves_as"], report["verb"]) == ("horse", "walk")
    assert "bones" in told.err
    kept, blobs, _ = load(scene)
    assert kept.nodes[0].imported.rig in blobs
    assert main(["generate", str(scene), "-o", str(tmp_path / "a.glb"), "--seconds", "1", "--quiet"]) == 0
    again = import_file(tmp_path / "a.glb")
    assert again.contents.joints >= 8
    assert again.contents.takes[0].length == pytest.approx(1.0, abs=0.05)
    capsys.readouterr()
    assert main(["import", str(file), "--unit", "cm", "--motion", "fly"]) == 1
    assert "--as" in capsys.readouterr().err
    assert main(["import", str(file), "--unit", "cm", "--as", "unicorn"]) == 1
    assert "no category" in capsys.readouterr().err
