"""Imported nodes in the document: kept with their bytes, undone, refused where they make no sense."""

from dataclasses import replace

import numpy as np
import pytest

from engine.document.blobs import Blobs, hashes
from engine.document.edits import AddNode, SetNode, apply, inverse
from engine.document.imports import natural_length, node_of, scene_of
from engine.document.scene import Contents, Imported, Node, Scene, SceneError, Take
from engine.document.storage import load, packed, save

BLOBS = Blobs()
FILE = BLOBS.put(np.arange(64, dtype=np.uint8))
DUCK = Imported(FILE, "My Duck_2.glb", contents=Contents(takes=(Take("swim", 0.6), Take("dive", 3.0))))


def test_the_bytes_travel_with_the_scene_and_the_same_scene_is_the_same_file(tmp_path):
    scene = scene_of(DUCK)
    assert hashes(scene) == (FILE,)
    path = save(tmp_path / "a.chrono", scene, BLOBS)
    again, blobs, _ = load(path)
    assert again == scene
    assert blobs.get(FILE).tobytes() == BLOBS.get(FILE).tobytes()
    assert packed(again, blobs) == path.read_bytes()


def test_it_is_named_after_its_file():
    node = node_of(DUCK, {"my-duck-2"})
    assert (node.id, node.name) == ("my-duck-2-2", "My Duck 2")
    assert node_of(replace(DUCK, name="Ünï.glb"), set()).id
    assert node_of(replace(DUCK, name="…"), set()).name


def test_a_scene_of_its_own_shows_its_animation_whole():
    assert natural_length(DUCK) == pytest.approx(2.4)              # four times
    assert natural_length(replace(DUCK, take=1)) == 3.0
    assert natural_length(replace(DUCK, take=None)) == 6.0


def test_edits_lead_back():
    scene = Scene(nodes=(Node("lamp", category="lamp"),))
    for edit in (AddNode(node_of(DUCK, set())),):
        after = apply(scene, edit)
        assert apply(after, inverse(scene, edit)) == scene
        for path, value in (("imported.take", None), ("imported.scale", 0.5), ("imported.up", "z"),
                            ("imported", replace(DUCK, name="other.glb"))):
            step = SetNode("my-duck-2", path, value)
            assert apply(apply(after, step), inverse(after, step)) == after


@pytest.mark.parametrize(("values", "named"), [
    ({"file": "x"}, "SHA-256"), ({"scale": 0.0}, "a unit of its file"), ({"up": "w"}, "points up"),
    ({"take": 2}, "animation 2 of 2"), ({"take": -1}, "animation -1"),
    ({"contents": Contents(takes=(Take(),) * 10_001)}, "10001 animations")])
def test_what_makes_no_sense_is_refused(values, named):
    with pytest.raises(SceneError, match=named):
        apply(Scene(), AddNode(Node("duck", imported=replace(DUCK, **values))))


def test_it_is_an_object_without_a_category():
    for node in (Node("duck", category="fish", imported=DUCK), Node("duck", kind="group", imported=DUCK)):
        with pytest.raises(SceneError, match="without a category"):
            apply(Scene(), AddNode(node))
    assert Node("duck", imported=DUCK).shaped
    assert not Node("group", kind="group").shaped
