"""Observing: each predicate on boxes whose answer is known by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine.document.scene import Node, Relation, Scene
from engine.observe.observe import PREDICATES, observe
from engine.vocabulary.relations import RELATIONS

UNIT_BOX = (np.array([-0.5, 0.0, -0.5]), np.array([0.5, 1.0, 0.5]))
TIMES = np.arange(61) / 10.0


def path(place, yaw=0.0, scale=1.0):
    """A path through a place [3] or places [61, 3]."""
    place = np.broadcast_to(np.asarray(place, float), (61, 3))
    yaw = np.broadcast_to(yaw, (61,))
    rotation = np.stack([0 * yaw, np.sin(yaw / 2), 0 * yaw, np.cos(yaw / 2)], 1)
    return SimpleNamespace(times=TIMES, translation=place, rotation=rotation, scale=np.full((61, 3), scale))


def seen(kind, source, target, *, start=0.0, end=None, settings=None, boxes=None):
    scene = Scene(nodes=(Node("a", category="mug"), Node("b", category="mug")),
                  relations=(Relation("r", kind, "a", "b", start, end, settings or {}),))
    return observe(scene, boxes or {"a": UNIT_BOX, "b": UNIT_BOX}, {"a": source, "b": target})[0]


RING = np.stack([2 * np.sin(TIMES), 0 * TIMES, 2 * np.cos(TIMES)], 1)
LINE = np.stack([np.linspace(-3, 3, 61), 0 * TIMES, 0 * TIMES], 1)
ORIGIN = (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("kind", "source", "target", "worst"), [
    ("on", path((0.2, 1.0, 0.0)), path(ORIGIN), 0.0), ("on", path((0.0, 1.5, 0.0)), path(ORIGIN), 0.5),
    ("on", path((0.8, 1.0, 0.0)), path(ORIGIN), 0.3), ("under", path(ORIGIN, scale=0.5), path(ORIGIN), 0.0),
    ("under", path(ORIGIN, scale=1.5), path(ORIGIN), 0.5), ("above", path((0.0, 3.0, 0.0)), path(ORIGIN), 0.0),
    ("above", path((0.0, 0.4, 0.0)), path(ORIGIN), 0.6), ("inside", path(ORIGIN, scale=0.4), path(ORIGIN), 0.0),
    ("inside", path(ORIGIN, scale=1.4), path(ORIGIN), 0.2), ("left of", path((-1.2, 0, 0)), path(ORIGIN), 0.0),
    ("left of", path((-0.8, 0, 5)), path(ORIGIN), 0.2), ("right of", path((1.2, 0, 0)), path(ORIGIN), 0.0),
    ("right of", path((0.9, 0, 0)), path(ORIGIN), 0.1), ("in front of", path((0, 0, 1.1)), path(ORIGIN), 0.0),
    ("in front of", path((0, 0, -1.1)), path(ORIGIN), 2.1), ("behind", path((0, 0, -1.1)), path(ORIGIN), 0.0),
    ("behind", path((0, 0, 0.5)), path(ORIGIN), 1.5), ("next to", path((1.5, 0, 0)), path(ORIGIN), 0.0),
    ("next to", path((9.0, 0, 0)), path(ORIGIN), 8.0 - 0.6 * 3**0.5), ("next to", path((0.9, 0, 0)), path(ORIGIN), 0.1),
    ("facing", path((0, 0, -3)), path(ORIGIN), 0.0), ("facing", path((0, 0, -3), yaw=np.pi / 2), path(ORIGIN), 90.0),
    ("facing", path((0, 0, -3), yaw=np.pi), path(ORIGIN), 180.0),
    ("larger than", path(ORIGIN, scale=1.1), path((5, 0, 0)), 0.0),
    ("larger than", path(ORIGIN), path((5, 0, 0), scale=2.0), 3**0.5),
    ("smaller than", path(ORIGIN, scale=0.9), path((5, 0, 0)), 0.0),
    ("smaller than", path(ORIGIN, scale=2.0), path((5, 0, 0)), 3**0.5),
    ("as tall as", path((5, 0, 0), scale=1.05), path(ORIGIN), 0.0),
    ("as tall as", path((5, 0, 0), scale=1.5), path(ORIGIN), 0.5 - 0.08),
    ("as tall as", path((5, 0, 0), scale=0.5), path(ORIGIN), 0.5 - 0.08),
    ("orbits", path(RING), path(ORIGIN), 0.0), ("orbits", path((2, 0, 0)), path(ORIGIN), 0.8 * 2 * np.pi * 0.3 * 2),
    ("passes", path(LINE + [0, 0, 1.5]), path(ORIGIN), 0.0), ("passes", path(LINE + [4, 0, 1.5]), path(ORIGIN), 1.0),
    ("passes", path(LINE), path(ORIGIN), 1.0), ("follows", path(LINE - [1.5, 0, 0]), path(LINE), 0.0),
    ("follows", path(LINE + [1.5, 0, 0]), path(LINE), 1.5), ("approaches", path(LINE * 0.5 + [2.6, 0, 0]),
                                                            path((5.4, 0, 0)), 0.0),
    ("approaches", path(-LINE + [6, 0, 0]), path((20, 0, 0)), 16.0 - 0.5 * 3**0.5),
    ("morphs into", path(ORIGIN), path(ORIGIN), 0.0),
])
def test_a_predicate_measures_what_a_ruler_would(kind, source, target, worst):
    row = seen(kind, source, target)
    assert row["holds"] is (worst == 0.0)
    assert row["worst"] == pytest.approx(worst, abs=0.02)
    assert row["unit"] == ("°" if kind == "facing" else "m")
    assert row["words"].startswith("holds" if worst == 0.0 else "off by")


def test_violations_are_spans_of_time():
    place = np.repeat([[-2.0, 0.0, 0.0]], 61, 0)
    place[20:30, 0] = 0.0
    place[50:, 0] = 0.0
    row = seen("left of", path(place), path(ORIGIN))
    assert row["violations"] == [[2.0, 3.0], [5.0, 6.0]]
    assert row["words"] == "off by 1.00 m, from 2 to 3 s and 5 to 6 s"
    assert seen("left of", path(place), path(ORIGIN), start=3.0, end=4.9)["holds"]


def test_the_settings_count():
    assert seen("larger than", path(ORIGIN, scale=1.5), path((5, 0, 0)), settings={"ratio": 2.0})["worst"] > 0.8
    assert not seen("orbits", path(RING), path(ORIGIN), settings={"turns": 3.0})["holds"]
    assert seen("next to", path((5, 0, 0)), path(ORIGIN), settings={"distance": 4.0})["holds"]


def test_a_turned_box_takes_more_room():
    long = (np.array([-0.1, 0.0, -1.0]), np.array([0.1, 1.0, 1.0]))
    boxes = {"a": long, "b": UNIT_BOX}
    assert seen("left of", path((-0.8, 0, 0)), path(ORIGIN), boxes=boxes)["holds"]
    row = seen("left of", path((-0.8, 0, 0), yaw=np.pi / 2), path(ORIGIN), boxes=boxes)
    assert row["worst"] == pytest.approx(0.7)


def test_a_morph_is_measured_where_it_was_baked():
    scene = Scene(nodes=(Node("a", category="mug"), Node("s", kind="state", category="mug")),
                  relations=(Relation("r", "morphs into", "a", "s", 1.0, 3.0),))
    boxes = {"a": UNIT_BOX, "s": (UNIT_BOX[0] * 2, UNIT_BOX[1] * 2)}
    paths = {"a": path(ORIGIN)}
    assert observe(scene, boxes, paths)[0]["holds"]
    never = {"a": (np.array([0.0, 6.0]), np.repeat(UNIT_BOX[0][None], 2, 0), np.repeat(UNIT_BOX[1][None], 2, 0))}
    row = observe(scene, boxes, paths, never)[0]
    assert (row["holds"], row["worst"]) == (False, pytest.approx(1.0))


def test_what_a_state_morphs_into_is_seen_in_the_place_of_the_object():
    states = tuple(Node(name, kind="state", category="mug") for name in "st")
    scene = Scene(nodes=(Node("a", category="mug"), *states), relations=(
        Relation("r", "morphs into", "a", "s", 1.0, 2.0), Relation("q", "morphs into", "s", "t", 3.0, 4.0)))
    boxes = {"a": UNIT_BOX, "s": (UNIT_BOX[0] * 2, UNIT_BOX[1] * 2), "t": (UNIT_BOX[0] / 2, UNIT_BOX[1] / 2)}
    assert [row["holds"] for row in observe(scene, boxes, {"a": path(ORIGIN)})] == [True, True]


def test_what_has_no_place_is_not_judged():
    scene = Scene(nodes=(Node("a", category="mug"), Node("c", kind="camera")),
                  relations=(Relation("r", "facing", "c", "a"), Relation("late", "on", "a", "c", 50.0)))
    rows = observe(scene, {"a": UNIT_BOX}, {"a": path(ORIGIN)})
    assert [row["holds"] for row in rows] == [None, None]


def test_every_predicate_says_its_unit_and_tolerance():
    assert set(PREDICATES) == set(RELATIONS)
    for predicate in PREDICATES.values():
        assert predicate.UNIT in ("m", "°")
        assert predicate.TOLERANCE > 0
