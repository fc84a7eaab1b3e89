"""Keys and plain values: what was inserted can be removed, and a place is keyed where it is keyed already."""

import pytest

from engine.document.edits import apply
from engine.document.scene import Key, Node, Placement, Scene, SceneError, Track
from studio import keying

LAMP = Node("lamp", category="lamp", attributes={"height": 0.5}, placement=Placement((1.0, 0.0, 2.0)),
            tracks=(Track("scale", (Key(0.0, 1.0), Key(2.0, 3.0))),))
SCENE = Scene(nodes=(LAMP, Node("cam", kind="camera", settings={"field of view": 40.0})))


@pytest.mark.parametrize("path", ["attributes.height", "attributes.width", "motion.speed", "colours.main.g",
                                  "position.x", "rotation.y"])
def test_a_key_inserted_holds_what_is_there_and_goes_again(path):
    keyed = apply(SCENE, keying.inserting(LAMP, [path], 1.0))
    before = keying.number(LAMP, path)
    key = keying.key_near(keyed.node("lamp"), path, 1.0, 30.0)
    assert key is not None
    assert key.value == (keying.middle(LAMP, path) if before is None else before)
    again = apply(keyed, keying.removing(keyed.node("lamp"), [path], 1.0, 30.0))
    assert again.node("lamp").tracks == LAMP.tracks
    if before is not None:
        assert again == SCENE


def test_every_path_offered_can_be_keyed():
    for node in SCENE.nodes:
        keyed = apply(SCENE, keying.inserting(node, keying.paths(node), 1.0)).node(node.id)
        assert {track.path for track in keyed.tracks if track.keys} >= set(keying.paths(node))


def test_an_unset_place_is_keyed_where_relations_have_put_it():
    node = Node("fish", category="fish")
    scene = Scene(nodes=(node,))
    seen = ((0.5, 1.0, -2.0), (0.0, 0.7, 0.0), 1.0)
    keyed = apply(scene, keying.inserting(node, keying.GROUPS["position"], 0.0, place=seen)).node("fish")
    assert [keying.number_at(keyed, path, 0.0) for path in keying.GROUPS["position"]] == [0.5, 1.0, -2.0]


def test_placing_by_hand_is_plain_until_keyed():
    moved = Placement((3.0, 0.0, 2.0), None, 2.0)
    after = apply(SCENE, keying.placing(LAMP, moved, 1.0, 30.0)).node("lamp")
    assert after.placement == Placement((3.0, 0.0, 2.0), None, 1.0)
    assert keying.number_at(after, "scale", 1.0) == pytest.approx(2.0 * keying.number_at(LAMP, "scale", 1.0))
    keyed = apply(SCENE, keying.placing(LAMP, moved, 1.0, 30.0, auto_key=True)).node("lamp")
    assert keyed.placement == LAMP.placement
    assert keying.number_at(keyed, "position.x", 1.0) == 3.0


def test_setting_a_keyed_value_leaves_the_plain_one_alone():
    after = apply(SCENE, keying.setting(LAMP, "scale", 5.0, 1.0, 30.0)).node("lamp")
    assert after.placement.scale == LAMP.placement.scale
    assert [key.value for key in after.tracks[0].keys] == [1.0, 5.0, 3.0]


def test_what_cannot_be_animated_is_refused():
    with pytest.raises(SceneError, match=r"motion\.verb"):
        keying.number(LAMP, "motion.verb")
