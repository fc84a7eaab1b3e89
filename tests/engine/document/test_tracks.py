"""Tracks: values between keys, and nodes at a time."""

import pytest

from engine.document.scene import EASINGS, Key, Motion, Node, Scene, Track
from engine.document.tracks import EASES, cycle, integral, node_at, value


def test_there_is_an_ease_for_every_easing_and_each_but_hold_arrives():
    assert set(EASES) == set(EASINGS)
    for name, ease in EASES.items():
        assert ease(0.0) == pytest.approx(0.0, abs=1e-12)
        assert ease(1.0) == pytest.approx(0.0 if name == "hold" else 1.0)


@pytest.mark.parametrize("name", EASINGS)
def test_eases_have_no_jumps(name):
    values = [EASES[name](k / 1000) for k in range(1001)]
    assert max(abs(b - a) for a, b in zip(values, values[1:])) < 0.01


def test_values_at_before_between_and_after_keys():
    track = Track("position.x", (Key(1, 10, "hold"), Key(2, 20, "linear"), Key(4, 0)))
    assert [value(track, t) for t in (0, 1, 1.99, 2, 3, 4, 9)] == [10, 10, 10, 20, 10, 0, 0]


def test_the_integral_of_a_ramp():
    track = Track("motion.speed", (Key(1, 0, "linear"), Key(3, 2, "linear"), Key(5, 2)))
    assert integral(track, 6.0) == pytest.approx(2 + 3 * 2, abs=1e-9)


def test_an_animated_speed_never_runs_the_cycle_backwards():
    node = Node("a", motion=Motion("walk", phase=0.5), tracks=(Track("motion.speed", (Key(0, 3), Key(2, 0))),))
    cycles = [cycle(node, t / 10, period=1.0) for t in range(40)]
    assert cycles[0] == 0.5
    assert all(b >= a for a, b in zip(cycles, cycles[1:]))
    assert cycle(Node("b", motion=Motion("walk", speed=2.0)), 3.0, period=1.5) == 4.0


def test_a_node_at_a_time_has_every_track_in_place():
    keys = (Key(0, 0.0, "linear"), Key(2, 1.0))
    paths = ("attributes.height", "colours.main.g", "motion.intensity", "position.y", "rotation.x", "scale",
             "settings.power")
    node = Node("a", tracks=tuple(Track(path, keys) for path in paths))
    scene = Scene(nodes=(node, Node("b")))
    now = node_at(scene, "a", 1.0)
    assert now.attributes["height"] == now.colours["main"][1] == now.motion.intensity == 0.5
    assert now.placement.position == (0, 0.5, 0)
    assert now.placement.rotation == (0.5, 0, 0)
    assert now.placement.scale == now.settings["power"] == 0.5
    assert node_at(scene, "b", 1.0) is scene.node("b")
