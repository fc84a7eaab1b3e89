"""The command line as a person or a pipeline meets it: exit codes, one sentence, nothing lost."""

import json
import os
import re
import shutil
import zipfile

import numpy as np
import pytest

from engine import cli, paths
from engine.document.scene import Node, Placement
from engine.document.storage import load, save

SAMPLE = "a red fish orbits a tall lamp; a chair walks past; at 3 s the lamp morphs into a tree"


def run(capsys, *arguments):
    code = cli.main(list(map(str, arguments)))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def refused(capsys, *arguments):
    """The one sentence of a command that must fail."""
    code, _, err = run(capsys, *arguments, "--quiet")
    assert code == cli.FAILED
    lines = [line for line in err.splitlines() if line.startswith("chronoform: ")]
    assert len(lines) == 1
    return lines[0]


def test_compose_prints_the_graph(capsys):
    code, out, _ = run(capsys, "compose", SAMPLE, "--json")
    graph = json.loads(out)
    assert code == 0
    assert [n["category"] for n in graph["nodes"]] == ["fish", "lamp", "chair", "tree"]
    assert graph["not_understood"] == []
    told = {(r["kind"], r["source"], r["target"]) for r in graph["relations"]}
    assert {("orbits", "fish", "lamp"), ("passes", "chair", "lamp"), ("morphs into", "lamp", "tree")} <= told
    morph = next(r for r in graph["relations"] if r["kind"] == "morphs into")
    assert (morph["start"], morph["end"]) == (3.0, 4.5)


def test_what_is_not_understood_is_told(capsys):
    code, out, err = run(capsys, "compose", "a red fish frobnicates", "--json")
    assert code == 0
    assert json.loads(out)["not_understood"] == ["frobnicates"]
    assert "frobnicates" in err


def test_a_file_of_compose_is_a_file_for_compose(capsys, tmp_path):
    first, second = tmp_path / "a.chrono", tmp_path / "b.chrono"
    run(capsys, "compose", SAMPLE, "-o", first), run(capsys, "compose", SAMPLE, "-o", second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("prompt", ["", "   ", "xyzzy", "of the and"])
def test_prompts_without_an_object(capsys, prompt):
    assert refused(capsys, "compose", prompt)


def test_unknown_files_and_folders(capsys, tmp_path):
    assert "nowhere.chrono" in refused(capsys, "generate", tmp_path / "nowhere.chrono", "-o", tmp_path / "a.glb")
    assert "does not exist" in refused(capsys, "generate", "a fish", "-o", tmp_path / "no" / "a.glb")
    assert ".glb" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.dae")
    assert ".glb" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.usdz", "--lods", "2")
    assert "profiles are for .glb" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.usda",
                                              "--profile", "web")
    assert ".png" in refused(capsys, "render", "a fish", "-o", tmp_path / "a.bmp")
    assert "x" in refused(capsys, "render", "a fish", "-o", tmp_path / "a.png", "--size", "huge")
    assert "holds passes" in refused(capsys, "render", "a fish", "-o", tmp_path / "a.exr")
    assert "no transparency" in refused(capsys, "render", "a fish", "-o", tmp_path / "a.mp4", "--alpha")
    assert "4x2" in refused(capsys, "render", "a fish", "-o", tmp_path / "a.png", "--sprites", "many")
    assert "steps" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.glb", "--steps", "0")
    assert list(tmp_path.iterdir()) == []


def test_usage_is_exit_code_two(capsys):
    for arguments in (["fly"], ["generate"], ["compose", "a fish", "--seed", "x"]):
        with pytest.raises(SystemExit) as stopped:
            cli.main(arguments)
        assert stopped.value.code == cli.USAGE
    assert cli.main([]) == cli.USAGE


def _spoil_truncated(data):
    return data[: len(data) // 2]


def _rezip(data, change):
    import io

    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            change(target, name, source.read(name))
    return out.getvalue()


def _spoil_future(data):
    return _rezip(data, lambda z, n, b: z.writestr(n, re.sub(rb'"schema": ?\d+', b'"schema": 99', b)))


def _spoil_nan(data):
    return _rezip(data, lambda z, n, b: z.writestr(n, b.replace(b'"start":3.0', b'"start":NaN').replace(
        b'"start": 3.0', b'"start": NaN')))


def _spoil_traversal(data):
    def change(target, name, content):
        target.writestr(name, content)
        if name.endswith(".json"):
            target.writestr("../../evil.txt", b"x")
    return _rezip(data, change)


def _spoil_bomb(data):
    def change(target, name, content):
        target.writestr(name, content if not name.endswith(".json") else b" " * 2**28,
                        compress_type=zipfile.ZIP_DEFLATED)
    return _rezip(data, change)


@pytest.mark.parametrize("spoil", [_spoil_truncated, _spoil_future, _spoil_nan, _spoil_traversal, _spoil_bomb,
                                   lambda data: b"", lambda data: b"not a scene"])
def test_spoilt_scenes_are_refused_and_left_alone(capsys, tmp_path, spoil):
    good, bad = tmp_path / "good.chrono", tmp_path / "bad.chrono"
    run(capsys, "compose", SAMPLE, "-o", good)
    spoilt = spoil(good.read_bytes())
    assert spoilt != good.read_bytes()
    bad.write_bytes(spoilt)
    assert refused(capsys, "generate", bad, "-o", tmp_path / "a.glb")
    assert bad.read_bytes() == spoilt
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.chrono", "good.chrono"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(capsys, tmp_path):
    tmp_path.chmod(0o500)
    assert "cannot be written" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.glb")


def _models(tmp_path, monkeypatch):
    copy = tmp_path / "assets"
    shutil.copytree(paths.assets(), copy)
    monkeypatch.setenv("CHRONOFORM_ASSETS", str(copy))
    return copy / "models"


@pytest.mark.parametrize("harm", ["altered", "missing"])
def test_missing_or_altered_weights(capsys, tmp_path, monkeypatch, harm):
    models = _models(tmp_path, monkeypatch)
    entry = json.loads((models / "registry.json").read_text())
    entry = entry["models"][0] if isinstance(entry, dict) else entry[0]
    weights = models / entry["file"]
    if harm == "altered":
        data = bytearray(weights.read_bytes())
        data[-1] ^= 1
        weights.write_bytes(data)
    else:
        weights.unlink()
    output = tmp_path / "a.glb"
    assert "weights" in refused(capsys, "generate", "a fish", "-o", output)
    assert not output.exists()


def test_the_same_prompt_and_seed_give_the_same_bytes(capsys, tmp_path):
    first, second, third = (tmp_path / folder / "fish.glb" for folder in "abc")
    for path in (first, second):
        path.parent.mkdir()
        code, out, _ = run(capsys, "generate", "a red fish swimming", "--seed", "7", "--seconds", "1.2", "-o", path,
                           "--json", "--quiet")
        assert code == 0
        assert json.loads(out)["size"] == path.stat().st_size
    assert first.read_bytes() == second.read_bytes()
    third.parent.mkdir()
    run(capsys, "generate", "a red fish swimming", "--seed", "8", "--seconds", "1.2", "-o", third, "--quiet")
    assert third.read_bytes() != first.read_bytes()


def test_a_prompt_becomes_usd(capsys, tmp_path):
    from engine.exchange.usd_reader import read_usd

    path = tmp_path / "fish.usdz"
    code, out, _ = run(capsys, "generate", "a red fish swimming", "--seconds", "0.5", "--fps", "8", "-o", path,
                       "--json", "--quiet")
    assert code == 0
    assert json.loads(out)["size"] == path.stat().st_size
    asset, unit, up = read_usd(path)
    assert (unit, up) == (1.0, "y")
    assert asset.images
    assert np.ptp(asset.shown(0.25)[0].positions, axis=0).max() > 0.05
    assert [entry.name for entry in tmp_path.iterdir()] == ["fish.usdz"]


def test_a_prompt_becomes_a_vertex_animation(capsys, tmp_path):
    path = tmp_path / "fish.json"
    code, out, _ = run(capsys, "generate", "a red fish swimming", "--seconds", "0.5", "--fps", "8", "-o", path,
                       "--texels", "packed", "--json", "--quiet")
    told, (row,) = json.loads(path.read_text()), json.loads(path.read_text())["objects"]
    assert (code, told["frames"], told["about"]["prompt"]) == (0, 5, "a red fish swimming")
    assert (row["about"]["category"], row["texels"]) == ("fish", "packed")
    assert json.loads(out)["size"] == sum(entry.stat().st_size for entry in tmp_path.iterdir())
    assert {"fish.gdshader", "fish.shader", "fish_unreal.txt", "fish_mesh.glb", "fish_positions.png",
            "fish_normals.png", "fish_base.png"} <= {entry.name for entry in tmp_path.iterdir()}
    assert "number them as" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.obj")
    assert "end the name in .json" in refused(capsys, "generate", "a fish", "-o", tmp_path / "a.glb", "--texels",
                                              "half")


def test_a_scene_is_rendered_through_the_camera_that_is_named(capsys, tmp_path):
    scene, place = tmp_path / "mug.chrono", tmp_path / "a.png"
    assert run(capsys, "compose", "a mug", "-o", scene)[0] == 0
    composed, blobs, _ = load(scene)
    close = Node("close", kind="camera", name="Close-up", settings={"field of view": 10.0},
                 placement=Placement(position=(0.0, 0.1, 1.0), rotation=(0.0, 0.0, 0.0)))
    save(scene, composed.changed(nodes=(*composed.nodes, close, Node("far", kind="camera", name="Far"))), blobs)
    told = {}
    for name in ("close-up", "Far", "none"):
        code, out, _ = run(capsys, "render", scene, "-o", place, "--camera", name, "--size", "64x36", "--pass", "mask",
                           "--json")
        assert code == 0
        told[name] = json.loads(out)["report"].get("camera"), place.read_bytes()
    assert [camera for camera, _ in told.values()] == ["close", "far", None]
    assert len({picture for _, picture in told.values()}) == 3
    assert "choose among Close-up, Far" in refused(capsys, "render", scene, "-o", place, "--camera", "Near")


def test_a_preflight_writes_nothing_and_says_what_to_type(capsys, tmp_path):
    saved = tmp_path / "a.chrono"
    code, out, _ = run(capsys, "generate", "a fish orbits a mug", "--preflight", "--seconds", "0.5", "--fps", "8",
                       "--save", saved, "--quiet")
    assert code == 0
    assert re.search(r"^\[Unreal\] .*root motion\.\n +As root motion: --path root$", out, re.MULTILINE)
    assert list(tmp_path.iterdir()) == [saved]
    assert "-o FILE.glb" in refused(capsys, "generate", saved)


def test_info_warms_the_engine_and_tells_what_it_runs_on(capsys):
    code, out, _ = run(capsys, "info", "--warm", "--json", "--device", "cpu")
    facts = json.loads(out)
    assert code == 0
    assert facts["device"] == "cpu"
    assert facts["weights"].startswith("embedded-2.")


def test_a_reference_picture_is_told_of_and_kept(capsys, tmp_path):
    from PIL import Image, ImageDraw

    from engine.document.storage import load

    picture = Image.new("RGB", (120, 90), "white")
    ImageDraw.Draw(picture).rectangle((30, 30, 90, 60), fill=(200, 40, 30))
    picture.save(tmp_path / "box.png")
    out = tmp_path / "scene.chrono"
    for words, node in ((tmp_path / "box.png", "chair"), (f"lamp={tmp_path / 'box.png'}", "lamp")):
        code, printed, err = run(capsys, "compose", "a chair next to a lamp", "--json", "-o", out, "--reference", words)
        (told,) = json.loads(printed)["references"]
        assert (code, told["node"], told["object told by"]) == (0, node, "background")
        assert told["colours"]["main"] == pytest.approx([200 / 255, 40 / 255, 30 / 255], abs=0.01)
        assert "nothing else" in err
        scene, blobs, _ = load(out)
        assert blobs.get(scene.node(node).generation.constraints.outline).mean() == pytest.approx(
            told["outline"]["covered"], abs=1e-3)
    for words in (tmp_path / "absent.png", f"moon={tmp_path / 'box.png'}"):
        assert refused(capsys, "compose", "a chair", "--reference", words)
