"""FBX through the artist's own Blender: read back it is the clip; what fails says why and leaves nothing."""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import test_gltf_clients as clients
from clip_sample import bar, eye, lamp
from test_point_cache import BLENDER, PYTHON

from engine.bake.evaluate import compose, evaluate
from engine.exchange import blender
from engine.exchange.fbx import export_fbx
from engine.exchange.files import ExportError
from engine.exchange.writing import check_options, doing, write
from engine.staging.courses import quaternions

needs_blender = pytest.mark.skipif(not BLENDER, reason="Blender is absent: make peers")
TIMES = [0.0, 0.3, 0.5, 0.9, 1.2, 1.7, 2.0]
SAID = {"scene_name": "it", "extras": [{"id": "x"}, {"id": "y"}], "about": None}


def opened(path):
    done = subprocess.run([PYTHON, clients.SCRIPTS / "blender_fbx.py", path, json.dumps(TIMES)],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def program(folder, text):
    """A Python script as the artist's Blender."""
    path = folder / "blender"
    path.write_text(f"#!{sys.executable}\n{text}")
    path.chmod(0o755)
    return str(path)


@needs_blender
@pytest.mark.parametrize("rate", [30.0, 24.0])
def test_blender_opens_what_blender_wrote_and_shows_the_clip(tmp_path, rate):
    two = [bar(), replace(bar("a tree"), place_translation=bar().place_translation + [3, 0, 0])]
    heard = []
    report = export_fbx(two, tmp_path / "it.fbx", fps=rate, colours="targets", program=str(PYTHON),
                        on_frame=heard.append, **SAID)
    assert [p.name for p in tmp_path.iterdir()] == ["it.fbx"]
    assert report["bytes"] == (tmp_path / "it.fbx").stat().st_size
    assert report["remarks"][0] == f"Blender {report['blender']} wrote it."
    assert heard == sorted(heard)
    seen = opened(tmp_path / "it.fbx")
    assert seen["rate"] == pytest.approx(rate)
    assert seen["seconds"] == pytest.approx(2.0, abs=0.5 / rate)
    assert list(seen["bones"].values()) == [4, 4], "the root and three joints each, and no leaf bones"
    assert sorted(seen["meshes"]) == ["a_lamp_mesh", "a_tree_mesh"]
    assert not [name for name in seen["objects"] if name.startswith("Icosphere")]
    for clip, row in zip(two, (seen["meshes"]["a_lamp_mesh"], seen["meshes"]["a_tree_mesh"])):
        assert (row["keys"], row["faces"]) == (["morph", "fit 1", "fit 2"], 960)
        assert np.abs(np.array(row["picture"]) - clip.palette[..., :3] / 255.0).max() < 1e-3
        size = np.linalg.norm(np.ptp(clip.positions, axis=0))
        for at, places in zip(TIMES, row["positions"]):
            on_key = round(at * rate) / rate
            if abs(on_key - at) < 1e-6:
                assert np.abs(np.array(places) - evaluate(clip, at)[0]).max() < 1e-3 * size, at


@needs_blender
def test_blender_keeps_the_cameras_ways(tmp_path):
    times = np.arange(49) / 24.0
    crane = eye("Crane", times=times, translation=np.stack([np.cos(times), 1.0 + times, 4.0 + 0 * times], 1),
                rotation=quaternions(0.5 * times - 0.3, -0.2 - 0.1 * times, 0.2 * times), field=np.full(49, 0.6))
    write([bar()], tmp_path / "a.fbx", {"product": "clip", "pivot": "base", "colours": None, "blender": PYTHON},
          fps=24.0, cameras=[crane, eye("Still")], lights=[lamp()], **SAID | {"extras": [{"id": "x"}]})
    cameras = opened(tmp_path / "a.fbx")["cameras"]
    assert set(cameras) == {"Crane", "Still"}
    assert [cameras[name]["field"] for name in ("Crane", "Still")] == pytest.approx([0.6, 0.7], abs=1e-4)
    for at, seen in zip(TIMES, cameras["Crane"]["at"]):
        keyed = compose(*(np.stack([np.interp(at, times, column) for column in keys.T]) for keys in (
            crane.translation, crane.rotation)), np.ones(3))
        assert np.abs(np.array(seen) - keyed).max() < 2e-3


@needs_blender
def test_changing_colours_are_switched_unless_asked_otherwise(tmp_path):
    clip = bar()
    report = write([clip], tmp_path / "it.fbx", {"pivot": "base", "blender": str(PYTHON)}, fps=30.0, origin=b"",
                   **(SAID | {"extras": [{}]}))
    assert any("two meshes" in line for line in report["remarks"])
    seen = opened(tmp_path / "it.fbx")["meshes"]
    for name, times in (("a_lamp_mesh", (0.3, 0.5)), ("a_lamp_after_mesh", (1.2, 1.7))):
        for at in times:
            places = np.array(seen[name]["positions"][TIMES.index(at)])
            assert np.abs(places - evaluate(clip, at)[0]).max() < 1e-3, (name, at)
    assert np.ptp(seen["a_lamp_after_mesh"]["positions"][0], axis=0).max() < 0.01


def test_without_blender_it_says_where_to_get_it_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(blender.VARIABLE, raising=False)
    monkeypatch.setattr(blender, "PLACES", (str(tmp_path / "Blender*/blender"),))
    with pytest.raises(ExportError, match=r"not found: install 4\.2 or newer from blender\.org.*CHRONOFORM_BLENDER"):
        check_options(tmp_path / "it.fbx", {})
    with pytest.raises(ExportError, match="as the preferences say"):
        check_options(tmp_path / "it.fbx", {"blender": str(tmp_path / "no")})
    monkeypatch.setenv(blender.VARIABLE, str(tmp_path / "no"))
    with pytest.raises(ExportError, match="as CHRONOFORM_BLENDER says"):
        blender.find()
    for name in ("Blender 4.2", "Blender 4.10"):
        (tmp_path / name).mkdir()
        program(tmp_path / name, "")
    monkeypatch.delenv(blender.VARIABLE)
    assert blender.find() == tmp_path / "Blender 4.10/blender", "the newest of those in the usual places"
    on_path = program(tmp_path, "")
    assert blender.find() == Path(on_path)
    monkeypatch.setenv(blender.VARIABLE, str(tmp_path / "Blender 4.2/blender"))
    assert blender.find() == tmp_path / "Blender 4.2/blender"
    assert blender.find(on_path) == Path(on_path)
    with pytest.raises(ExportError, match=r"Blender writes \.fbx files alone"):
        check_options(tmp_path / "it.usdc", {"blender": on_path})
    with pytest.raises(ExportError, match="root motion"):
        check_options(tmp_path / "it.fbx", {"path_motion": "root"})
    assert doing(tmp_path / "it.fbx") == "Blender writes it.fbx"


def test_it_is_asked_as_blender_is(tmp_path):
    asked = program(tmp_path, "import sys, json, shutil\n"
                              "shutil.copy(sys.argv[-3], sys.argv[-2])\n"
                              "print('chronoform ' + json.dumps({'share': 1.0, 'done': sys.argv[1:6]}))\n")
    report = export_fbx([bar()], tmp_path / "it.fbx", program=asked, **SAID)
    assert report["blender"][:4] == ["--background", "--factory-startup", "--python-exit-code", "3"]
    assert report["blender"][4] == "--python"
    assert (tmp_path / "it.fbx").read_bytes()[:4] == b"glTF"


@pytest.mark.parametrize(("script", "words"), [
    ("import sys; print('Error: no such format'); sys.exit(3)", "Error: no such format"),
    ("print('chronoform {\"error\": \"it is Blender 3.6\"}')", "it is Blender 3.6"),
    ("import time; time.sleep(60)", "longer than 0.01 minutes")])
def test_what_fails_is_one_sentence_and_leaves_what_was_there(tmp_path, script, words):
    (tmp_path / "out").mkdir()
    target = tmp_path / "out/it.fbx"
    target.write_bytes(b"before")
    with pytest.raises(ExportError, match=words):
        export_fbx([bar()], target, program=program(tmp_path, script), limit=0.6, **SAID)
    assert target.read_bytes() == b"before"
    assert list((tmp_path / "out").iterdir()) == [target]


def test_a_python_without_blender_is_named(tmp_path):
    if not subprocess.run([sys.executable, "-c", "import bpy"], capture_output=True).returncode:
        pytest.skip("this Python has Blender")
    with pytest.raises(ExportError, match="is a Python without Blender"):
        export_fbx([bar()], tmp_path / "it.fbx", program=sys.executable, **SAID)


def test_whoever_cancels_ends_blender_and_all_that_it_started(tmp_path):
    (tmp_path / "out").mkdir()
    slow = program(tmp_path, "import os, subprocess, sys, time\n"
                             "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
                             f"open({str(tmp_path / 'pids')!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
                             "print('chronoform {\"share\": 0.5}', flush=True)\ntime.sleep(60)\n")

    class Stop(Exception):
        pass

    def hear(share):
        if share > 0.5:
            raise Stop

    with pytest.raises(Stop):
        export_fbx([bar()], tmp_path / "out/it.fbx", program=slow, on_frame=hear, **SAID)
    assert list((tmp_path / "out").iterdir()) == []
    for pid in map(int, (tmp_path / "pids").read_text().split()):
        end = time.monotonic() + 5
        while _runs(pid) and time.monotonic() < end:
            time.sleep(0.02)
        assert not _runs(pid)


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


@needs_blender
def test_blender_ends_when_nobody_waits_for_it(tmp_path):
    script = Path(__file__).parents[3] / "assets/blender/to_fbx.py"
    process = subprocess.Popen([PYTHON, "-c", "import runpy, sys, time\n"
                                f"it = runpy.run_path({str(script)!r})\nimport threading\n"
                                "threading.Thread(target=it['leave_with_the_caller'], daemon=True).start()\n"
                                "time.sleep(60)"], stdin=subprocess.PIPE)
    process.stdin.close()
    assert process.wait(timeout=20) == 4
