"""Gestures on the canvas, with a real mouse and a real session."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from engine.document.scene import Node, Relation, Scene
from studio.graph.panel import GraphPanel
from studio.search import Search
from studio.session import Session

SCENE = Scene(nodes=(Node("fish", name="Fish", category="fish"), Node("lamp", name="Lamp", category="lamp")),
              relations=(Relation("r1", "orbits", "fish", "lamp", 0.0, 3.0),))


@pytest.fixture
def panel(qtbot):
    session = Session(SCENE)
    panel = GraphPanel(session)
    panel.resize(620, 500)
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Search):
            widget.close()


def _place(panel, node, dx=0.5, dy=0.5):
    card = panel.view.cards[node]
    rect = card.rect()
    return panel.view.mapFromScene(card.pos() + QPointF(rect.width() * dx, rect.height() * dy))


def _drag(qtbot, view, start, end):
    port = view.viewport()
    qtbot.mouseMove(port, start)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(port, QPoint(*(round(a + (b - a) * share) for a, b in zip(start.toTuple(), end.toTuple()))))
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def _search(qtbot):
    qtbot.waitUntil(lambda: any(isinstance(w, Search) and w.isVisible() for w in QApplication.topLevelWidgets()))
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Search) and w.isVisible())


def test_a_click_selects_and_ground_clears(panel, qtbot):
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=_place(panel, "lamp"))
    assert panel.session.selection == ("lamp",)
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert panel.session.selection == ()


def test_a_dragged_card_is_one_step(panel, qtbot):
    start = _place(panel, "fish")
    before = panel.view.cards["fish"].pos()
    _drag(qtbot, panel.view, start, start + QPoint(40, 64))
    card = panel.session.scene.node("fish").card
    assert card is not None
    assert QPointF(*card) != before
    assert panel.session.scene.node("lamp").card is not None, "a card left alone keeps its place"
    panel.session.undo()
    assert panel.session.scene == SCENE


def test_a_rubber_band_selects_what_it_touches(panel, qtbot):
    corner = panel.view.viewport().rect().bottomRight() - QPoint(4, 4)
    _drag(qtbot, panel.view, QPoint(4, 4), corner)
    assert set(panel.session.selection) == {"fish", "lamp"}


def test_a_drag_from_an_edge_to_a_card_relates_them(panel, qtbot):
    edge = _place(panel, "fish", 1.0, 0.5)
    _drag(qtbot, panel.view, edge, _place(panel, "lamp"))
    search = _search(qtbot)
    search.field.setText("behind")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    added = [r for r in panel.session.scene.relations if r.id != "r1"]
    assert [(r.kind, r.source, r.target) for r in added] == [("behind", "fish", "lamp")]
    assert panel.session.selection == (added[0].id,)


def test_tab_adds_an_object_where_the_pointer_is(panel, qtbot):
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Tab)
    search = _search(qtbot)
    search.field.setText("cam")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert [n.kind for n in panel.session.scene.nodes] == ["object", "object", "camera"]
    panel.session.undo()
    assert panel.session.scene == SCENE


def test_what_was_observed_is_on_the_edge(panel):
    panel.session.observe([{"id": "r1", "holds": False, "worst": 0.21, "unit": "m", "words": "off"}])
    edge = panel.view.edges["r1"]
    assert edge.violated
    assert edge.label.text == "orbits · off by 0.21 m"
    panel.session.observe([{"id": "r1", "holds": True}])
    assert edge.label.text == "orbits · 0–3 s"


def test_arrows_walk_from_card_to_card(panel, qtbot):
    panel.session.select("fish")
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Right)
    assert panel.session.selection == ("lamp",)


def test_everything_is_drawn_inside_of_the_view(panel):
    for card in panel.view.cards.values():
        shown = panel.view.mapFromScene(card.sceneBoundingRect()).boundingRect()
        assert panel.view.viewport().rect().adjusted(-16, -20, 16, 20).contains(shown)


def test_an_object_added_from_elsewhere_finds_room(panel, qtbot):
    panel.view.cursor().setPos(panel.mapToGlobal(QPoint(-200, -200)))
    panel.add()
    search = _search(qtbot)
    search.field.setText("light")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    cards = [card.sceneBoundingRect() for card in panel.view.cards.values()]
    assert len(cards) == 3
    assert not any(a.intersects(b) for i, a in enumerate(cards) for b in cards[:i])
