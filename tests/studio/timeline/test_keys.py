"""Keys moved there and back are the keys they were; a track's times stay distinct."""

from timeline_scene import SCENE

from engine.document.check import check
from engine.document.edits import Group, SetNode, apply
from studio.timeline.keys import KeyRef, copied, eased, existing, find, moved, neighbour, pasted, removed

HEIGHT = "attributes.height"
REFS = {KeyRef("lamp", HEIGHT, 1.2), KeyRef("lamp", HEIGHT, 2.4), KeyRef("camera", "position.x", 6.0)}


def put(scene, tracks):
    return apply(scene, Group(tuple(SetNode(node, "tracks", new) for node, new in tracks.items())))


def test_there_and_back_again():
    tracks, refs = moved(SCENE, REFS, -0.5, value=0.05)
    there = put(SCENE, tracks)
    assert existing(there, refs) == refs
    back, again = moved(there, refs, 0.5, value=-0.05)
    for ref in again:
        was = find(SCENE, ref)
        now = find(put(there, back), ref)
        assert now is not None
        assert was is not None
        assert abs(now.value - was.value) < 1e-9
        assert now.easing == was.easing


def test_the_body_of_keys_is_stopped_by_the_scenes_ends():
    tracks, refs = moved(SCENE, REFS, 99.0, high=SCENE.duration)
    assert max(ref.time for ref in refs) == SCENE.duration
    tracks, refs = moved(SCENE, REFS, -99.0)
    assert min(ref.time for ref in refs) == 0.0
    check(put(SCENE, tracks))


def test_a_key_moved_onto_another_replaces_it():
    tracks, _ = moved(SCENE, {KeyRef("lamp", HEIGHT, 0.0)}, 1.2)
    after = put(SCENE, tracks)
    assert [(key.time, key.value) for key in after.node("lamp").tracks[0].keys] == [(1.2, 0.2), (2.4, 0.9)]


def test_a_track_without_keys_goes():
    every = {KeyRef("camera", "position.x", 0.0), KeyRef("camera", "position.x", 6.0)}
    assert put(SCENE, removed(SCENE, every)).node("camera").tracks == ()


def test_copies_keep_their_distances_and_easings():
    tracks, refs = pasted(SCENE, copied(SCENE, {KeyRef("lamp", HEIGHT, 1.2), KeyRef("lamp", HEIGHT, 2.4)}), 3.0)
    after = put(SCENE, tracks)
    assert sorted(ref.time for ref in refs) == [3.0, 4.2]
    assert find(after, KeyRef("lamp", HEIGHT, 4.2)).easing == "hold"
    assert len(after.node("lamp").tracks[0].keys) == 5


def test_copies_can_go_onto_another_node():
    tracks, refs = pasted(SCENE, copied(SCENE, {KeyRef("lamp", HEIGHT, 1.2)}), 0.0, onto="fish")
    assert {ref.node for ref in refs} == {"fish"}
    assert put(SCENE, tracks).node("fish").tracks[0].keys[0].value == 0.4


def test_easing_touches_the_chosen_keys_alone():
    after = put(SCENE, eased(SCENE, {KeyRef("lamp", HEIGHT, 0.0)}, "bounce"))
    assert [key.easing for key in after.node("lamp").tracks[0].keys] == ["bounce", "ease", "hold"]


def test_neighbours_in_time():
    assert neighbour([0.0, 1.2, 2.4], 1.2, forwards=True) == 2.4
    assert neighbour([0.0, 1.2, 2.4], 1.2, forwards=False) == 0.0
    assert neighbour([0.0], 1.2, forwards=True) is None
