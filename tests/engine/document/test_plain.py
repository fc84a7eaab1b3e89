"""Scenes as JSON values: there and back, and what is refused."""

import copy
import json

import pytest

from engine.document.scene import (
    Contents,
    Generation,
    Imported,
    Key,
    Motion,
    Node,
    Override,
    Placement,
    Relation,
    Scene,
    SceneError,
    Take,
    Track,
)
from engine.document.storage import scene_from_json, scene_to_json


def sample() -> Scene:
    """A scene that uses every kind of value the document has."""
    return Scene(
        nodes=(
            Node("fish", name="fish", category="fish", attributes={"height": 0.5, "width": -1.0},
                 colours={"main": (0.9, 0.1, 0.1)}, motion=Motion("swim", 0.7, 1.5, 0.25),
                 generation=Generation(7, 1.5, 10, "0" * 64, "r1", ("eye",), near="1" * 64, strength=0.25),
                 overrides=(Override("eye", "colour", (0.1, 0.2, 0.3), (0.0, 0.0, 0.0)),),
                 tracks=(Track("position.x", (Key(0.0, 0.0), Key(2.0, 1.0, "bounce"))),), parent="tank",
                 card=(10.0, -20.0)),
            Node("lamp", category="lamp", placement=Placement((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), 2.0), hidden=True),
            Node("tree", kind="state", category="tree", understood="oak"),
            Node("tank", kind="group"),
            Node("camera", kind="camera", settings={"field of view": 0.8}),
            Node("duck", imported=Imported("2" * 64, "duck.glb", 0.01, "z", 1, False, Contents(
                4212, 2399, 1, 1, 3, 2, (1.0, 2.0, 3.0), True, (Take("swim", 1.5), Take("dive", 2.0))))),
        ),
        relations=(
            Relation("orbits-1", "orbits", "fish", "lamp", settings={"turns": 2.0}),
            Relation("morphs-1", "morphs into", "lamp", "tree", 3.0, 4.5),
        ),
        duration=8.0, prompt="a fish", not_understood=("gloopy",),
    )


def test_there_and_back_is_the_same_scene_and_the_same_text():
    values = json.loads(json.dumps(scene_to_json(sample())))
    scene = scene_from_json(values)
    assert scene == sample()
    assert json.dumps(scene_to_json(scene)) == json.dumps(values)


def broken(change) -> dict:
    values = copy.deepcopy(scene_to_json(sample()))
    change(values)
    return values


@pytest.mark.parametrize(("change", "named"), [
    (lambda v: v.update(schema=99), "newer Chronoform"),
    (lambda v: v.pop("schema"), "schema"),
    (lambda v: v.update(colour="red"), "colour"),
    (lambda v: v["nodes"][0].update(kind="dream"), "dream"),
    (lambda v: v["nodes"][0].update(category="unicorn"), "unicorn"),
    (lambda v: v["nodes"][0].pop("id"), "id"),
    (lambda v: v["nodes"][0].update(id="Fish!"), "Fish!"),
    (lambda v: v["nodes"][1].update(id="fish"), "two nodes"),
    (lambda v: v["nodes"][0].update(attributes={"height": float("nan")}), "height"),
    (lambda v: v["nodes"][0].update(attributes={"height": 3.0}), "3.0"),
    (lambda v: v["nodes"][0].update(attributes={"charm": 0.0}), "charm"),
    (lambda v: v["nodes"][0].update(attributes=[1]), "attributes"),
    (lambda v: v["nodes"][0]["motion"].update(verb="teleport"), "teleport"),
    (lambda v: v["nodes"][0]["motion"].update(speed=True), "speed"),
    (lambda v: v["nodes"][0].update(colours={"main": [1.0, 0.0]}), "3 numbers"),
    (lambda v: v["nodes"][0].update(parent="lamp"), "no group"),
    (lambda v: v["nodes"][0]["tracks"][0].update(path="soul.x"), "soul"),
    (lambda v: v["nodes"][0]["tracks"][0]["keys"][1].update(time=0.0), "increase"),
    (lambda v: v["nodes"][0]["tracks"][0]["keys"][1].update(easing="wobble"), "wobble"),
    (lambda v: v["nodes"][0]["generation"].update(tokens="abc"), "abc"),
    (lambda v: v["nodes"][0]["generation"].update(near="abc"), "abc"),
    (lambda v: v["nodes"][0]["generation"].update(strength=0.0), "strength 0.0"),
    (lambda v: v["relations"][0].update(kind="adores"), "adores"),
    (lambda v: v["relations"][0].update(target="ghost"), "ghost"),
    (lambda v: v["relations"][0].update(target="fish"), "itself"),
    (lambda v: v["relations"][1].update(end=1.0), "end after it starts"),
    (lambda v: v["relations"][0].update(settings={"flavour": 1.0}), "flavour"),
    (lambda v: v.update(duration=0.0), "0.0 s"),
    (lambda v: v.update(duration=10**400), "too large"),
    (lambda v: v.update(nodes={"fish": 1}), "scene.nodes"),
])
def test_what_cannot_be_is_refused_by_name(change, named):
    with pytest.raises(SceneError, match=named.replace("!", r"\!").replace(".", r"\.")):
        scene_from_json(broken(change))


def test_a_group_that_contains_itself_is_refused():
    scene = Scene(nodes=(Node("a", kind="group", parent="b"), Node("b", kind="group", parent="a")))
    with pytest.raises(SceneError, match="contains itself"):
        scene_from_json(scene_to_json(scene))
