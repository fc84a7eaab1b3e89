"""An imported file through the whole engine: staged, observed, drawn, exported, and read again from the commands."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
from file_samples import bending_glb

from engine.bake.evaluate import evaluate
from engine.changing import remarks
from engine.cli import main
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.plain import scene_to_json
from engine.document.scene import Key, Motion, Node, Relation, Scene, Track
from engine.document.storage import load
from engine.exchange import origin
from engine.exchange.importing import import_file
from engine.jobs import Engine
from engine.messages import Export
from engine.observe.observe import observe
from engine.stages import StageError, Stages


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return bending_glb(tmp_path_factory.mktemp("file") / "bar.glb")


@pytest.fixture
def two(file):
    """A scene in which one imported object stands left of another, and its arrays."""
    blobs, read = Blobs(), import_file(file)
    (first,) = scene_of(read.imported(blobs.put(read.data))).nodes
    second = first.changed(id="other")
    scene = Scene(nodes=(first, second), relations=(Relation("r", "left of", "bar", "other"),), duration=2.0)
    return scene, dict(blobs.needed(scene))


def test_relations_hold_for_imported_objects_and_observe_agrees(two):
    scene, blobs = two
    stages = Stages(lambda: None)
    boxes = stages.boxes(scene, blobs)
    staged = stages.staged(scene, boxes)
    assert staged.unsatisfied == []
    (row,) = observe(scene, boxes, staged.paths)
    assert row["holds"]
    clips = [stages.clip(scene, node, blobs, staged, exact=True) for node in scene.nodes]
    left, right = (evaluate(clip, 0.0)[0] for clip in clips)
    assert left[:, 0].max() < right[:, 0].min()
    assert abs(left[:, 1].min()) < 1e-3
    again = stages.clip(scene, scene.nodes[0], blobs, staged, exact=False)
    assert again.positions is clips[0].positions                 # the preview is the bake


def test_speed_keys_and_once_change_the_motion_alone(two):
    scene, blobs = two
    stages = Stages(lambda: None)
    node = scene.nodes[0]
    still = stages.imports.clip(scene, node, blobs)
    fast = stages.imports.clip(scene, node.changed(motion=Motion(speed=2.0)), blobs)
    assert np.abs(evaluate(still, 0.4)[0] - evaluate(fast, 0.2)[0]).max() < 1e-3
    keyed = node.changed(tracks=(Track("motion.speed", (Key(0.0, 0.0), Key(1.0, 0.0, "hold"))),))
    stopped = stages.imports.clip(scene, keyed, blobs)
    assert np.abs(evaluate(stopped, 0.4)[0] - evaluate(still, 0.0)[0]).max() < 1e-5
    once = node.changed(imported=replace(node.imported, loops=False))
    ended = stages.imports.clip(scene, once, blobs)
    assert np.abs(evaluate(ended, 1.7)[0] - evaluate(ended, 1.0)[0]).max() < 1e-6
    assert np.abs(evaluate(ended, 1.7)[0] - evaluate(still, 1.7)[0]).max() > 0.1


def test_what_is_missing_is_said(two):
    scene, _ = two
    with pytest.raises(StageError, match=r"import bar\.glb again"):
        Stages(lambda: None).boxes(scene, {})
    morphing = scene.changed(nodes=(*scene.nodes, Node("fish", kind="state", category="fish")), relations=(
        Relation("m", "morphs into", "bar", "fish", settings={"way": 1.0, "style": 3.0}),))
    said = remarks(morphing)
    assert any("no way through the generator" in line for line in said)
    assert not any("cannot come apart" in line for line in said)


def test_a_mesh_wherever_a_prompt_goes(file, tmp_path, capsys):
    assert main(["import", str(file), "-o", str(tmp_path / "a.chrono"), "--animation", "nod", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["plays"] == "nod"
    assert (report["joints"], report["morphs"], report["images"]) == (2, 2, 1)
    scene, blobs, _ = load(tmp_path / "a.chrono")
    assert scene.nodes[0].imported.take == 1
    assert blobs.get(scene.nodes[0].imported.file).tobytes() == file.read_bytes()
    assert main(["generate", str(tmp_path / "a.chrono"), "-o", str(tmp_path / "b.glb"), "--quiet"]) == 0
    assert main(["render", str(tmp_path / "b.glb"), "-o", str(tmp_path / "b.png"), "--size", "64x48", "--quiet"]) == 0
    pixels = np.asarray(Image.open(tmp_path / "b.png").convert("RGB"), int)
    assert pixels.std() > 5.0
    capsys.readouterr()


def test_what_was_imported_comes_back_where_it_is_small(file, tmp_path, capsys, monkeypatch):
    assert main(["import", str(file), "-o", str(tmp_path / "a.chrono"), "--quiet"]) == 0
    for name in ("b.glb", "b.usdz"):
        assert main(["generate", str(tmp_path / "a.chrono"), "-o", str(tmp_path / name), "--quiet"]) == 0
        assert main(["import", str(tmp_path / name), "-o", str(tmp_path / "c.chrono"), "--quiet"]) == 0
        assert (tmp_path / "c.chrono").read_bytes() == (tmp_path / "a.chrono").read_bytes()
    capsys.readouterr()
    monkeypatch.setattr(origin, "MOST_IMPORTED", file.stat().st_size - 1)
    engine, heard = Engine(device="cpu"), []
    scene, blobs, _ = load(tmp_path / "a.chrono")
    job: Any = SimpleNamespace(emit=heard.append, check=lambda: None, note=lambda _: None, progress=lambda *_: None)
    engine.answer(Export(scene=scene_to_json(scene), arrays=blobs.needed(scene), path=str(tmp_path / "d.glb")), job)
    assert heard[-1].remarks[-1].startswith("The scene itself is not in the file")
    assert heard[-1].report["source"] == 0
    assert origin.origin_of(tmp_path / "d.glb") is None


def test_the_command_line_says_what_is_wrong(file, tmp_path, capsys):
    assert main(["import", str(file), "--animation", "fly"]) == 1
    assert "choose one of wave, nod" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "gone.stl")]) == 1
    assert "is not there" in capsys.readouterr().err
    assert main(["render", str(tmp_path / "gone.stl"), "-o", str(tmp_path / "x.png")]) == 1
    assert "there is no file" in capsys.readouterr().err
    (tmp_path / "a.stl").write_text("solid a\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 9 0 0\n"
                                    "vertex 0 9 0\nendloop\nendfacet\nendsolid a\n")
    assert main(["import", str(tmp_path / "a.stl"), "--json"]) == 0
    told = capsys.readouterr()
    assert "--unit" in told.err
    assert json.loads(told.out)["unit"] == 0.001
