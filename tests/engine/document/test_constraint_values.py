"""Constraints in the document: kept in files, led back by inverses, refused where they cannot be."""

import numpy as np
import pytest

from engine.document.blobs import Blobs, hashes
from engine.document.edits import Group, RemoveNode, SetNode, apply, inverse
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Node, Scene, SceneError
from engine.document.storage import packed, unpacked

PATH = "generation.constraints"


def scene(**constraints) -> Scene:
    return Scene(nodes=(Node("chair", category="chair").constrained(**constraints), Node("lamp", category="lamp"),
                        Node("group", kind="group")))


def test_what_has_none_is_stored_as_before():
    plain = scene_to_json(scene())
    assert plain["nodes"][0] == {"id": "chair", "category": "chair"}
    assert scene_from_json(plain) == scene()


def test_they_are_saved_and_opened_again():
    blobs = Blobs()
    mask = np.eye(9, dtype=np.uint8)
    kept = scene(box=(1.0, 2.0, 0.5), tall_as="lamp", outline=blobs.put(mask))
    assert hashes(kept) == (kept.nodes[0].generation.constraints.outline,)
    data = packed(kept, blobs)
    again, arrays, _ = unpacked(data)
    assert again == kept
    np.testing.assert_array_equal(arrays.get(hashes(again)[0]), mask)
    assert packed(again, arrays) == data


@pytest.mark.parametrize(("path", "value"), [("box", (0.5, 1.0, 0.5)), ("height", 1.5), ("tall_as", "lamp"),
                                             ("outline", "a" * 64)])
def test_edits_lead_back(path, value):
    before = scene()
    edit = SetNode("chair", f"{PATH}.{path}", value)
    after = apply(before, edit)
    assert getattr(after.node("chair").generation.constraints, path) == value
    assert apply(after, inverse(before, edit)) == before


def test_what_goes_takes_the_likeness_to_it_along_and_brings_it_back():
    before = scene(tall_as="lamp")
    after = apply(before, RemoveNode("lamp"))
    assert after.node("chair").generation.constraints.tall_as is None
    assert apply(after, inverse(before, RemoveNode("lamp"))) == before


@pytest.mark.parametrize(("steps", "words"), [
    ((("box", (0.0, 1.0, 1.0)),), "0 m large"), ((("height", 5000.0),), "5000 m large"),
    ((("tall_as", "moon"),), "'moon', which does not exist"), ((("tall_as", "group"),), "no object"),
    ((("tall_as", "chair"),), "as tall as itself"), ((("outline", "egg.png"),), "no SHA-256"),
    ((("height", 1.0), ("tall_as", "lamp")), "only one can be"), ((("box", (1.0, float("nan"), 1.0)),), "nan")])
def test_what_cannot_be_is_refused_by_name(steps, words):
    edit = Group(tuple(SetNode("chair", f"{PATH}.{path}", value) for path, value in steps))
    with pytest.raises(SceneError, match=words):
        apply(scene(), edit)


def test_two_cannot_be_as_tall_as_each_other():
    with pytest.raises(SceneError, match="as tall as itself"):
        apply(scene(tall_as="lamp"), SetNode("lamp", f"{PATH}.tall_as", "chair"))
