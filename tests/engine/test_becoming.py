"""What a mesh becomes, as it is typed: words or another mesh, when and in which style, with bones, in true size."""

import json
import sys
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
from file_samples import bending_glb

from engine.bake.evaluate import evaluate
from engine.cli import main
from engine.cli.becoming import becomes
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.storage import load
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand
from engine.stages import Stages
from engine.vocabulary.categories import CATEGORIES


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A knob in metres and a stool in centimetres, neither of whose files says so; a bar that plays."""
    made = tmp_path_factory.mktemp("meshes")
    box, ball = trimesh.creation.box((1.0, 0.5, 0.6)), trimesh.creation.icosphere(2, 0.3)
    trimesh.util.concatenate([box, ball.apply_translation((0.0, 0.45, 0.1))]).export(made / "knob.obj")
    legs = [trimesh.creation.box((4, 28, 4)).apply_translation((x, 14, z)) for x in (-17, 17) for z in (-12, 12)]
    seat = trimesh.creation.box((40, 4, 30)).apply_translation((0, 30, 0))
    trimesh.util.concatenate([seat, *legs]).export(made / "stool.obj")
    bending_glb(made / "bar.glb")
    return made


def sizes(path, *times):
    """How large [m, 3] what a file shows is at some times [s]; only what has any size is shown."""
    read = import_file(path)
    imported = read.imported("")
    asset = asset_of(imported, read.data)
    clip = clip_of(asset, "x", stand(asset, scale=1.0, up="y", take=0), take=0, pace=Pace(times))
    out = []
    for time in times:
        corners = evaluate(clip, time)[0][clip.faces]
        out.append(np.ptp(corners[np.ptp(corners, axis=1).max(1) > 1e-3].reshape(-1, 3), axis=0))
    return out


def refused(capsys, *arguments):
    assert main([*map(str, arguments), "--quiet"]) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("chronoform: ")]
    return line


def test_a_mesh_becomes_what_a_phrase_names(folder, tmp_path, capsys):
    kept, film = tmp_path / "a.chrono", tmp_path / "a.glb"
    assert main(["import", str(folder / "knob.obj"), "--unit", "m", "--up", "y", "--into", "a red horse", "--style",
                 "melt", "-o", str(kept), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["becomes"] == [
        {"node": "horse", "name": "Red horse", "start": 1.5, "end": 4.5, "style": "melt"}]
    assert "Finding the bones of Knob" in told.err
    scene, blobs, _ = load(kept)
    knob, horse = scene.nodes
    (morph,) = scene.relations
    assert (morph.kind, morph.source, morph.target, dict(morph.settings)) == (
        "morphs into", "knob", "horse", {"style": 1.0})
    assert (horse.kind, horse.category) == ("state", "horse")
    assert horse.colours["main"][0] > 2.0 * horse.colours["main"][1]
    assert {knob.imported.rig, knob.imported.file, horse.generation.tokens} <= set(blobs.needed(scene))
    assert main(["generate", str(kept), "-o", str(film), "--fps", "4", "--quiet"]) == 0
    first, last = sizes(film, 0.5, 5.5)
    assert sorted(first) == pytest.approx([0.7, 1.0, 1.0], rel=0.02)
    low, high = Stages(lambda: None).box(horse, dict(blobs.needed(scene)))
    assert last[1] == pytest.approx((high - low)[1], rel=0.05)
    assert last[1] > 1.5 * first[1]
    pictures = []
    for number, time in enumerate((0.5, 5.5)):
        path = tmp_path / f"{number}.png"
        assert main(["render", str(kept), "-o", str(path), "--time", str(time), "--size", "96x72", "--alpha",
                     "--quiet"]) == 0
        rgba = np.asarray(Image.open(path).convert("RGBA"), float)
        pictures.append(rgba[rgba[..., 3] > 250.0][:, :3].mean(0))
    white, red = pictures
    assert np.ptp(white) < 30.0
    assert red[0] > red[1] + 60.0


def test_two_meshes_keep_their_true_sizes_and_their_bones(folder, tmp_path, capsys):
    film, kept = tmp_path / "a.glb", tmp_path / "a.chrono"
    assert main(["generate", str(folder / "stool.obj"), "--unit", "cm", "--up", "y", "--into", str(folder / "bar.glb"),
                 "--style", "explode and assemble", "--seconds", "2", "--fps", "8", "-o", str(film), "--save",
                 str(kept), "--json"]) == 0
    told = capsys.readouterr()
    assert not any("cannot come apart" in line for line in json.loads(told.out)["remarks"])
    assert told.err.index("Finding the bones of Stool") < told.err.index("Finding the bones of Bar")
    scene, blobs, _ = load(kept)
    stool, bar = scene.nodes
    assert (stool.imported.scale, bar.imported.scale, bar.kind) == (0.01, 1.0, "state")
    assert all(node.imported.rig in blobs and node.imported.kind for node in scene.nodes)
    assert blobs.get(bar.imported.file).tobytes() == (folder / "bar.glb").read_bytes()
    assert (scene.relations[0].start, scene.relations[0].end) == (0.5, 1.5)
    first, last = sizes(film, 0.25, 1.75)
    assert sorted(first) == pytest.approx([0.3, 0.32, 0.4], rel=0.02)
    assert max(last) > 4.0 * max(first)
    own = sizes(folder / "bar.glb", 1.75)[0]
    assert sorted(last) == pytest.approx(sorted(own), rel=0.1)


def test_the_unit_holds_for_both_where_the_other_says_none(folder, tmp_path):
    kept = tmp_path / "a.chrono"
    assert main(["import", str(folder / "knob.obj"), "--unit", "in", "--up", "z", "--into", str(folder / "stool.obj"),
                 "-o", str(kept), "--quiet"]) == 0
    assert [(node.imported.scale, node.imported.up) for node in load(kept)[0].nodes] == [(0.0254, "z")] * 2


def test_every_category_is_named_by_its_own_word(folder):
    read, blobs = import_file(folder / "knob.obj", unit="m", up="y"), Blobs()
    alone = scene_of(read.imported(blobs.put(read.data)))
    for words, category in (*((key, key) for key in CATEGORIES), ("salmon", "fish"), ("red duck", "duck")):
        scene = becomes(alone, blobs, Namespace(into=words, style=None, seed=0, quiet=True))
        assert [node.kind for node in scene.nodes] == ["object", "state"]
        assert scene.nodes[1].category == category
    named = alone.changed(nodes=(alone.nodes[0].changed(id="horse"),))
    assert [node.id for node in becomes(named, blobs, Namespace(
        into="horse", style=None, seed=0, quiet=True)).nodes] == ["horse", "horse-2"]


def test_what_it_cannot_become_is_refused(folder, tmp_path, capsys):
    knob, out = folder / "knob.obj", ("-o", tmp_path / "a.glb")
    assert "names 2 things" in refused(capsys, "generate", knob, "--into", "a horse and a dog", *out)
    assert "names 3 things" in refused(capsys, "import", knob, "--into", "horses")
    assert "not a scene" in refused(capsys, "import", knob, "--into", "a.chrono")
    assert "gone.stl" in refused(capsys, "render", knob, "--into", tmp_path / "gone.stl", "-o", tmp_path / "a.png")
    assert "Nothing that can be made" in refused(capsys, "import", knob, "--into", "xyzzy")
    assert "choose one of direct, melt" in refused(capsys, "import", knob, "--into", "horse", "--style", "boil")
    assert "add --into" in refused(capsys, "import", knob, "--style", "melt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [("--motion", "walk"), ("--as", "horse"), ("--unit", "cm"), ("--up", "z"),
                                   ("--into", "horse"), ("--style", "melt")])
def test_options_about_a_mesh_are_refused_beside_a_prompt_or_a_scene(given, tmp_path, capsys):
    scene, out = tmp_path / "a.chrono", ("-o", tmp_path / "a.glb")
    assert main(["compose", "a fish", "-o", str(scene), "--quiet"]) == 0
    capsys.readouterr()
    for command, end in (("generate", out), ("render", ("-o", tmp_path / "a.png"))):
        said = refused(capsys, command, "a fish", *given, *end)
        assert said.startswith(f"chronoform: {given[0]} is about a mesh, and 'a fish' is a prompt: leave it out, and")
        said = refused(capsys, command, scene, *given, *end)
        assert f"{given[0]} is about a mesh" in said
        assert "is a scene: leave it out, or give it to 'chronoform import'" in said
    assert list(tmp_path.iterdir()) == [scene]


def test_options_about_what_is_generated_are_refused_where_nothing_is(folder, tmp_path, capsys):
    said = refused(capsys, "generate", folder / "knob.obj", "--steps", "4", "--guidance", "2", "-o", tmp_path / "a.glb")
    assert "--steps and --guidance are about what is generated" in said
    assert "leave them out" in said
