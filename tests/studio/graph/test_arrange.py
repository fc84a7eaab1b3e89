"""Cards never lie on one another, and edges keep to their sides."""

import itertools

import pytest
from PySide6.QtCore import QRectF

from engine.document.scene import Node, Relation, Scene
from studio.graph import curves
from studio.graph.arrange import CARD, arranged


def _scene(count):
    nodes = tuple(Node(f"n{i}", category="lamp", card=(30.0, 40.0) if i == 2 else None) for i in range(count))
    relations = tuple(Relation(f"r{i}", "next to", f"n{i}", f"n{(i * 3 + 1) % count}") for i in range(1, count)
                      if i != (i * 3 + 1) % count)
    return Scene(nodes=nodes, relations=relations)


@pytest.mark.parametrize("count", [1, 3, 8, 23])
def test_cards_keep_clear_of_each_other(count):
    scene = _scene(count)
    places = arranged(scene)
    assert set(places) == {n.id for n in scene.nodes}
    rects = [QRectF(x, y, *CARD) for x, y in places.values()]
    assert not any(a.intersects(b) for a, b in itertools.combinations(rects, 2))
    if count > 2:
        assert places["n2"] == (30.0, 40.0)


def test_a_state_stands_under_its_object():
    scene = Scene(nodes=(Node("fish"), Node("lamp"), Node("tree", "state")),
                  relations=(Relation("a", "orbits", "fish", "lamp"), Relation("b", "morphs into", "lamp", "tree")))
    places = arranged(scene)
    assert places["tree"][0] == places["lamp"][0]
    assert places["tree"][1] > places["lamp"][1]
    assert places["fish"][0] < places["lamp"][0]


def test_an_edge_leaves_and_enters_outside_of_its_cards():
    left, right, below = QRectF(0, 0, *CARD), QRectF(312, 40, *CARD), QRectF(0, 408, *CARD)
    between = QRectF(0, 204, *CARD)
    found = {c.key: c for c in curves.courses([("a", left, right), ("b", left, below)], [left, right, below, between])}
    assert (found["a"].leaves, found["a"].enters) == ("right", "left")
    assert found["b"].bulge > 0
    path = curves.path(found["b"])
    inner = between.adjusted(2, 2, -2, -2)
    assert not any(inner.contains(path.pointAtPercent(share / 50)) for share in range(51))


def test_labels_avoid_what_is_taken():
    start, end = curves.anchor(QRectF(0, 0, *CARD), "right", 0.5), curves.anchor(QRectF(400, 0, *CARD), "left", 0.5)
    path = curves.between(start, end, curves.OUT["right"], curves.OUT["left"])
    first = curves.label_place(path, 60, 18, [])
    second = curves.label_place(path, 60, 18, [], [first])
    assert not first.intersects(second)
