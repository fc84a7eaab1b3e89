"""Times of a morph's parts in the document: what may be said, stored and undone."""

import json
from dataclasses import replace

import pytest

from engine.document.blobs import Blobs
from engine.document.edits import SetRelation, apply, inverse
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import EASINGS, PART_EASINGS, Match, Node, Relation, Scene, SceneError, Timing
from engine.document.storage import load, save
from engine.document.tracks import EASES

TIMES = (Timing("head", "", 0.0, 0.4, "ease out"), Timing("", "tail", 0.6, 1.0), Timing("upper leg", start=0.5))
MORPH = Relation("m", "morphs into", "dog", "chair", 1.0, matches=(Match("head", "back"),), timings=TIMES)
SCENE = Scene(nodes=(Node("dog", category="dog"), Node("chair", kind="state", category="chair")), relations=(MORPH,))


def test_times_go_through_a_file_and_come_back(tmp_path):
    path = save(tmp_path / "a.chrono", SCENE, Blobs())
    found, blobs, _ = load(path)
    assert found == SCENE
    assert save(tmp_path / "b.chrono", found, blobs).read_bytes() == path.read_bytes()


def test_a_document_without_times_is_what_it_was_before_there_were_any():
    plain = SCENE.changed(relations=(replace(MORPH, timings=()),))
    told = scene_to_json(plain)
    assert "timings" not in json.dumps(told)
    assert scene_from_json(told) == plain
    assert scene_to_json(SCENE)["relations"][0]["timings"][2] == {"first": "upper leg", "start": 0.5}


def test_an_edit_of_times_is_undone():
    edit = SetRelation("m", "timings", TIMES[:1])
    after = apply(SCENE, edit)
    assert after.relation("m").timings == TIMES[:1]
    assert after.relation("m").matches == MORPH.matches
    assert apply(after, inverse(SCENE, edit)) == SCENE


@pytest.mark.parametrize(("timing", "words"), [
    (Timing("head", start=0.6, end=0.5), "from 0.6 to 0.5 of the way"),
    (Timing("head", start=-0.1), "in 0 to 1"),
    (Timing("head", end=1.1), "in 0 to 1"),
    (Timing("head", start=0.5, end=0.51), "last 0.02 at least"),
    (Timing("head", easing="bounce"), "eases 'head' by 'bounce'"),
    (Timing("head", easing="hold"), "eases 'head' by 'hold'"),
    (Timing("antenna"), "name one part"),
    (Timing("head", "tail"), "name one part"),
    (Timing(), "name one part"),
    (Timing("head", start=float("nan")), "not a number"),
])
def test_what_is_no_time_is_refused(timing, words):
    with pytest.raises(SceneError, match=words):
        apply(SCENE, SetRelation("m", "timings", (timing,)))


def test_a_part_is_timed_once_and_only_where_parts_change():
    with pytest.raises(SceneError, match="times one part twice"):
        apply(SCENE, SetRelation("m", "timings", (Timing("head"), Timing("head", end=0.5))))
    with pytest.raises(SceneError, match="only what changes"):
        apply(SCENE.changed(relations=(replace(MORPH, kind="on", matches=(), timings=()),)),
              SetRelation("m", "timings", TIMES))


def test_a_parts_easings_are_easings_that_go_from_one_end_to_the_other():
    assert set(PART_EASINGS) < set(EASINGS)
    for name in PART_EASINGS:
        assert EASES[name](0.0) == pytest.approx(0.0, abs=1e-12)
        assert EASES[name](1.0) == 1.0
