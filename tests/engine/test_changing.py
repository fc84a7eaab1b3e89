"""Changing: keyed values and morphs as one chain of stops and legs."""

from dataclasses import replace

import numpy as np
import pytest

from engine.changing import LEGS, change, ramp, remarks
from engine.document.scene import Generation, Key, Node, Relation, Scene, Track

STATE = Node("vase", kind="state", category="vase")
OTHER = Node("rock", kind="state", category="rock")


def _tokens(node):
    """What the node is asked for, as an array: enough to tell stops apart."""
    asked = node.generation
    return np.array([asked.seed, asked.guidance, *node.attributes.values()])


def _through(first, last):
    """A morph in the generator passes two stops, at a tenth and at nine tenths."""
    return [(0.1, replace(first, scale=0.5)), (0.9, replace(last, scale=0.7))]


def _changed(node, relations=(), duration=6.0):
    scene = Scene(nodes=(node, STATE, OTHER), relations=tuple(relations), duration=duration, rate=10.0)
    return change(scene, node, _tokens, _tokens, _through)


def _track(path, *keys):
    return Track(path, tuple(Key(time, number, "linear") for time, number in keys))


def _mug(*tracks, **values):
    return Node("mug", category="mug", tracks=tracks, **values)


def test_what_is_neither_keyed_nor_morphs_does_not_change():
    assert _changed(_mug()) is None
    assert _changed(_mug(_track("position.x", (0, 0), (1, 1)))) is None


def test_one_key_holds_its_value_over_the_whole_clip():
    found = _changed(_mug(_track("attributes.height", (2, 0.7))))
    assert found.legs == ()
    assert [stop.node.attributes["height"] for stop in found.stops] == [0.7]


def test_one_track_there_and_back_has_its_two_ends_for_stops():
    found = _changed(_mug(_track("attributes.height", (0, -0.5), (2, 0.5), (4, 0.0))))
    assert [stop.node.attributes["height"] for stop in found.stops] == [-0.5, 0.5]
    assert [(leg.start, leg.end) for leg in found.legs] == [(0.0, 6.0)]
    assert [found.legs[0].share(t) for t in (0.0, 1.0, 2.0, 3.0, 5.0)] == pytest.approx([0.0, 0.5, 1.0, 0.75, 0.5])


def test_several_tracks_are_built_together_at_the_union_of_their_keys():
    found = _changed(_mug(_track("attributes.height", (0, 0.0), (2, 1.0)),
                          _track("attributes.width", (2, 0.0), (4, 1.0)),
                          _track("generation.guidance", (0, 1.0), (4, 3.0))))
    stops = [(s.node.attributes["height"], s.node.attributes["width"], s.node.generation.guidance)
             for s in found.stops]
    assert stops == [(0.0, 0.0, 1.0), (1.0, 0.0, 2.0), (1.0, 1.0, 3.0)]
    assert [(leg.start, leg.end, leg.first, leg.last) for leg in found.legs] == [(0.0, 2.0, 0, 1), (2.0, 6.0, 1, 2)]
    assert found.legs[0].share(2.0) == 1.0
    assert found.legs[1].share(2.0) == 0.0
    assert found.legs[1].share(5.0) == 1.0


def test_tracks_in_step_are_one_way():
    found = _changed(_mug(_track("attributes.height", (0, 0.0), (2, 1.0)),
                          _track("attributes.width", (0, 1.0), (2, 0.5))))
    assert len(found.stops) == 2
    assert len(found.legs) == 1


def test_every_keyed_seed_is_a_stop_and_a_fraction_stays_one():
    found = _changed(_mug(_track("generation.seed", (0, 3.0), (2, 4.5), (4, 9.0))))
    seeds = [stop.node.generation.seed for stop in found.stops]
    assert seeds == [3, 4.5, 9]
    assert [type(seed) for seed in seeds] == [int, float, int]
    again = _changed(_mug(_track("generation.seed", (0, 3.0), (2, 9.0), (4, 3.0), (5, 4.0))))
    assert [(leg.first, leg.last) for leg in again.legs] == [(0, 1), (1, 0), (0, 2)]


def test_a_chain_of_morphs_follows_states_of_states():
    relations = (Relation("m", "morphs into", "mug", "vase", 1.0, 2.0),
                 Relation("n", "morphs into", "vase", "rock", 4.0, 5.0))
    found = _changed(_mug(), relations)
    assert [stop.node.id for stop in found.stops] == ["mug", "vase", "rock"]
    first, second = found.legs
    assert (first.start, first.end, second.start, second.end) == (0.0, 4.0, 4.0, 6.0)
    assert first.share(1.5) == ramp(1.5, 1.0, 2.0) == 0.5
    assert (first.share(3.0), second.share(4.0), second.share(5.5)) == (1.0, 0.0, 1.0)


def test_keys_come_before_the_first_morph():
    found = _changed(_mug(_track("attributes.height", (0, 0.0), (4, 1.0))),
                     [Relation("m", "morphs into", "mug", "vase", 2.0, 3.0)])
    assert [stop.node.attributes.get("height") for stop in found.stops] == [0.0, 0.5, None]
    assert [(leg.first, leg.last) for leg in found.legs] == [(0, 1), (1, 2)]


def test_a_morph_is_done_when_the_next_begins():
    found = _changed(_mug(), (Relation("m", "morphs into", "mug", "vase", 1.0, 3.0),
                              Relation("n", "morphs into", "mug", "rock", 2.0, 4.0)))
    first, second = found.legs
    assert (first.share(1.5), first.share(2.0)) == (0.5, 1.0)
    assert second.share(3.0) == 0.5


def test_legs_follow_on_one_another_from_frame_to_frame():
    node = _mug(*(_track(f"attributes.{key}", *((0.31 * k * (n + 1), float((k + n) % 3 - 1) / 2) for k in range(9)))
                  for n, key in enumerate(("height", "width"))))
    found = _changed(node, duration=5.0)
    assert len(found.legs) <= LEGS
    assert (found.legs[0].start, found.legs[-1].end) == (0.0, 5.0)
    for here, there in zip(found.legs, found.legs[1:]):
        assert here.end == there.start == round(here.end * 10) / 10
        assert here.last == there.first
        assert (here.share(here.end), there.share(there.start)) == (1.0, 0.0)


def test_what_is_left_out_is_told():
    mug = _mug(generation=Generation(seed=3))
    twice = Scene(nodes=(mug, STATE, OTHER), relations=(
        Relation("m", "morphs into", "mug", "vase", 1.0, 2.0), Relation("n", "morphs into", "mug", "rock", 1.0, 3.0)))
    assert len(remarks(twice)) == 1
    assert "vase" in remarks(twice)[0]
    after = replace(twice.relations[1], start=3.0, end=4.0)
    assert remarks(twice.changed(relations=(twice.relations[0], after))) == []
    late = mug.changed(tracks=(_track("attributes.height", (0, 0.0), (5, 1.0)),))
    assert "attributes.height" in remarks(twice.changed(nodes=(late, STATE, OTHER), relations=(after,)))[0]
    many = mug.changed(tracks=(_track("generation.seed", *((k / 4, float(k)) for k in range(LEGS + 2))),))
    assert "passed over" in remarks(Scene(nodes=(many,)))[0]


def test_a_morph_through_the_generator_passes_its_stops_in_turn():
    relation = Relation("m", "morphs into", "mug", "vase", start=1.0, end=3.0, settings={"way": 1.0, "style": 4.0})
    found = _changed(_mug(), [relation])
    assert [stop.scale for stop in found.stops] == [None, 0.5, 0.7, None]
    assert [(leg.first, leg.last) for leg in found.legs] == [(0, 1), (1, 2), (2, 3)]
    assert [leg.style for leg in found.legs] == ["direct", "twist", "direct"]
    for leg, after in zip(found.legs, found.legs[1:]):
        assert leg.end == after.start
        assert leg.share(leg.end) == 1.0
        assert after.share(after.start) == 0.0
    assert 1.0 < found.legs[0].end < 2.0 < found.legs[1].end < 3.0
    assert found.legs[2].share(3.0) == 1.0


def test_stops_of_a_morph_that_are_all_alike_take_no_time_and_divide_by_none():
    scene = Scene(nodes=(_mug(), STATE), duration=4.0, rate=10.0, relations=(
        Relation("m", "morphs into", "mug", "vase", start=1.0, end=3.0, settings={"way": 1.0}),))
    found = change(scene, scene.nodes[0], _tokens, _tokens, lambda first, last: [(0.5, first), (0.5, last)])
    shares = [leg.share(time) for leg in found.legs for time in np.linspace(leg.start, leg.end, 9).tolist()]
    assert np.isfinite(shares).all()
    assert (shares[0], shares[-1]) == (0.0, 1.0)
