"""Exports and what is said before them, through the engine that answers them."""

import json
import struct
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engine.bake import cut
from engine.document.blobs import Blobs
from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Node, Relation, Scene
from engine.jobs import Engine
from engine.messages import Export, Found, Play, Preflight, Wrote
from engine.stages import StageError


class Heard(list):
    """The job of one request, as far as a stage sees it."""

    emit = list.append

    def __init__(self, notes: list) -> None:
        super().__init__()
        self.notes = notes

    def check(self) -> None:
        """Nobody cancels."""

    def note(self, words: str) -> None:
        """Nobody reads."""

    def progress(self, done: float, note: str) -> None:
        self.notes.append((done, note))


@pytest.fixture(scope="module")
def asked():
    engine, blobs = Engine(device="cpu"), Blobs()
    nodes = (Node("mug", name="My mug", category="mug", generation=Generation(seed=3)),
             Node("lamp", kind="state", category="lamp", generation=Generation(seed=4)))
    made = []
    for node in nodes:
        name = blobs.put(engine.stages.sampled(node))
        made.append(node.changed(generation=replace(node.generation, tokens=name)))
    scene = Scene(nodes=tuple(made), relations=(Relation("r", "morphs into", "mug", "lamp", 0.1, 0.4),), duration=0.5,
                  prompt="a mug becomes a lamp")
    arrays = {node.generation.tokens: blobs.get(node.generation.tokens) for node in made}

    def ask(kind: type, *, told=None, **more) -> list:
        heard: Any = Heard([] if told is None else told)
        engine.answer(kind(scene=scene_to_json(scene), arrays=arrays, **more), heard)
        return heard

    ask.engine = engine
    return ask


def document(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def keys(path, sampler):
    data, seen = path.read_bytes(), document(path)
    entry = seen["accessors"][sampler["input"]]
    start = struct.unpack_from("<I", data, 12)[0] + 28 + seen["bufferViews"][entry["bufferView"]].get("byteOffset", 0)
    return np.frombuffer(data, np.float32, entry["count"], start + entry.get("byteOffset", 0))


def test_a_preflight_is_of_drafts_until_there_is_a_bake(asked):
    (draft,) = asked(Preflight, options={"profile": "unreal"})
    assert isinstance(draft, Found)
    assert draft.report["baked"] is False
    asked(Play, baked=True)
    (found,) = asked(Preflight, options={"profile": "unreal"})
    assert found.report["baked"] is True
    assert found.report["triangles"] > draft.report["triangles"]
    assert [f for f in found.findings if "worst frame" not in f["sentence"]] == draft.findings


def test_a_remedy_put_over_the_options_ends_its_finding(asked):
    options = {"profile": "portable"}
    (found,) = asked(Preflight, options=options)
    (lost,) = [f for f in found.findings if "colours" in f["sentence"]]
    assert lost["engines"] == ["Unity", "Unreal", "Godot", "Blender"]
    (after,) = asked(Preflight, options=options | lost["remedy"]["options"])
    assert lost not in after.findings


def test_a_file_says_what_its_preflight_said_and_whose_it_is(asked, tmp_path):
    for profile in ("portable", "unity"):
        path = tmp_path / f"{profile}.glb"
        (wrote,) = asked(Export, path=str(path), options={"profile": profile, "fps": 10})
        (found,) = asked(Preflight, options={"profile": profile, "fps": 10})
        assert isinstance(wrote, Wrote)
        assert wrote.remarks == [": ".join(filter(None, [", ".join(f["engines"]), f["sentence"]]))
                                 for f in found.findings]
    seen = document(tmp_path / "unity.glb")
    assert seen["scenes"][0]["extras"] == {"prompt": "a mug becomes a lamp"}
    (mug,) = [n for n in seen["nodes"] if n["name"] == "My_mug"]
    assert (mug["extras"]["id"], mug["extras"]["category"], mug["extras"]["seed"]) == ("mug", "mug", 3)
    times = keys(tmp_path / "unity.glb", seen["animations"][0]["samplers"][-1])
    grid = np.arange(6) / 10.0          # half a second at 10 keys a second
    late, soon = np.abs(times[:, None] - grid).min(0), np.abs(times[:, None] - grid).min(1)
    assert late.max() < 1e-6
    extra = times[soon > 1e-6]          # and the two between which the colours change over
    assert len(extra) == 2
    assert 0.0 < np.ptp(extra) < 1e-3


def test_the_rich_profile_bakes_more_targets_than_four(asked, tmp_path):
    counts = {}
    for profile in ("portable", "rich"):
        asked(Export, path=str(tmp_path / "a.glb"), options={"profile": profile})
        counts[profile] = len(document(tmp_path / "a.glb")["meshes"][0]["weights"])
    assert counts["portable"] <= 4 < counts["rich"] <= 8


@pytest.mark.parametrize(("options", "words"), [
    ({"profile": "flash"}, "'flash': choose one of portable"),
    ({"profile": "godot", "lods": 2}, "choose unity, unreal or web"),
    ({"fps": 1000}, "1 to 240 keys"),
])
def test_what_cannot_be_written_is_refused_before_the_bake(asked, tmp_path, options, words):
    before = asked.engine.stages.memo.computed
    with pytest.raises(ValueError, match=words):
        asked(Export, path=str(tmp_path / "a.glb"), options=options)
    assert asked.engine.stages.memo.computed == before


def test_a_rig_has_no_targets_and_says_what_it_leaves_out(asked, tmp_path):
    path = tmp_path / "rig.glb"
    wrote = next(event for event in asked(Export, path=str(path), options={"product": "rig", "triangles": 4000})
                 if isinstance(event, Wrote))
    assert any("is a rig of what it is at first" in remark for remark in wrote.remarks)
    assert wrote.report["bakes"]["My mug"]["rig"]
    assert wrote.report["targets"] == 0
    assert wrote.report["triangles"] <= 4000
    mesh, = document(path)["meshes"]
    assert all("targets" not in primitive for primitive in mesh["primitives"])
    (found,) = asked(Preflight, options={"product": "rig"})
    assert any("whatever animation comes" in finding["sentence"] and finding["remedy"]["options"] == {"product": "clip"}
               for finding in found.findings)
    with pytest.raises(StageError, match="no product 'statue'"):
        asked(Export, path=str(path), options={"product": "statue"})


def test_every_frame_is_progress_and_the_mesh_is_the_bakes(asked, tmp_path):
    notes = []
    heard = asked(Export, path=str(tmp_path / "a_##.ply"), options={"fps": 8, "triangles": 4000}, told=notes)
    wrote = next(event for event in heard if isinstance(event, Wrote))
    assert wrote.report["frames"] == 5
    assert wrote.report["triangles"] <= 4000
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"a_{k:02d}.ply" for k in range(1, 6)]
    writing = [done for done, note in notes if note == "Writing"]
    assert writing == sorted(writing)
    assert len(set(writing)) == 5


@pytest.mark.parametrize("name", ["a_##.obj", "a.mdd", "a.json"])
def test_a_cancelled_export_leaves_nothing(asked, tmp_path, name):
    class Cancelled(Exception):
        """The artist asked to stop."""

    class Stopping(list):
        def append(self, said):
            if said[1] == "Writing" and said[0] > 0.95:
                raise Cancelled

    with pytest.raises(Cancelled):
        asked(Export, path=str(tmp_path / name), options={"fps": 8, "triangles": 4000}, told=Stopping())
    assert list(tmp_path.iterdir()) == []


def test_options_of_other_formats_are_refused_before_the_bake(asked, tmp_path):
    before = asked.engine.stages.memo.computed
    for name, options, words in (("a.json", {"texels": "coarse"}, "choose one of float"),
                                 ("a.json", {"path_motion": "root"}, "choose one of place, none"),
                                 ("a.mdd", {"path_motion": "none"}, "for .glb files"),
                                 ("a.glb", {"texels": "half"}, r"end the name in \.json"),
                                 ("a.obj", {}, "number them as a_####.obj")):
        with pytest.raises(ValueError, match=words):
            asked(Export, path=str(tmp_path / name), options=options)
    assert asked.engine.stages.memo.computed == before


def test_a_report_measures_every_key_of_what_was_written_and_only_on_request(asked, tmp_path):
    path, told = tmp_path / "a.glb", []
    wrote = next(event for event in asked(Export, path=str(path), options={"fps": 10, "report": True}, told=told)
                 if isinstance(event, Wrote))
    bake = wrote.report["bakes"]["My mug"]
    assert bake["frames"]["times"] == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert len(bake["frames"]["chamfer"]) == len(bake["frames"]["stretch"]) == 6
    assert 0.0 < max(bake["frames"]["chamfer"]) < 0.6
    assert any("Measuring My mug" in note for _, note in told)
    assert json.loads(json.dumps(bake)) == bake
    plain = next(event for event in asked(Export, path=str(path), options={"fps": 10}) if isinstance(event, Wrote))
    assert plain.report["bakes"]["My mug"] == {key: value for key, value in bake.items() if key != "frames"}


def test_a_report_of_a_rig_is_of_its_own_motion(asked, tmp_path):
    wrote = next(event for event in asked(Export, path=str(tmp_path / "a.glb"), options={
        "fps": 10, "product": "rig", "report": True}) if isinstance(event, Wrote))
    assert 0.0 < max(wrote.report["bakes"]["My mug"]["frames"]["chamfer"]) < 2.0


def test_a_morph_beyond_the_limit_is_cut_but_not_where_a_file_holds_one_mesh(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(cut, "LIMITS", {"solid": 0.01, "hollow": 0.01})
    options = {"fps": 60}
    wrote = next(event for event in asked(Export, path=str(tmp_path / "a.glb"), options=options)
                 if isinstance(event, Wrote))
    cuts = wrote.report["bakes"]["My mug"]["cuts"]
    assert cuts
    for start, end, why in cuts:
        assert 0.0 < start < end <= 0.5
        assert any(f"another mesh between {start:.2f} s and {end:.2f} s: {why}" in remark for remark in wrote.remarks)
    wrote = next(event for event in asked(Export, path=str(tmp_path / "a.mdd"), options={"fps": 60})
                 if isinstance(event, Wrote))
    assert wrote.report["bakes"]["My mug"]["cuts"] == []
