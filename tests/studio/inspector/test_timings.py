"""The times of a morph's parts: drawn as bars, moved by keys, staggered, given back, undone."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from engine.document.edits import AddRelation
from engine.document.scene import PART_EASINGS, Contents, Imported, Relation, Timing
from engine.document.timings import LENGTH, staggered
from studio.graph.changes import copied, pasted, retyped, reversed_
from studio.inspector.spans import Spans
from studio.inspector.timings import SURFACE, Timings

PAIRS = [["body", "body"], ["neck", "upper leg"], ["upper leg", ""], ["", "crown"]]
REACH = [0.0, 0.5, 1.0, 0.75]
NECK, LEG, CROWN = ("neck", ""), ("upper leg", ""), ("", "crown")


@pytest.fixture
def rows(inspector, session):
    session.observed["r2"] = {"holds": True, "matches": PAIRS, "reach": REACH}
    session.select("r2")
    session.observed_changed.emit()
    inspector.show_selection()
    return inspector.findChildren(Timings)[-1]


def told(session):
    return {(t.first, t.last): (t.start, t.end, t.easing) for t in session.scene.relation("r2").timings}


def point(bars, row, share):
    lane = bars._lane(row)
    return QPointF(lane.left() + share * lane.width(), lane.center().y()).toPoint()


def drag(qtbot, bars, start, end):
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=start)
    for step in (0.3, 0.6, 1.0):
        qtbot.mouseMove(bars, QPoint(round(start.x() + step * (end.x() - start.x())), start.y()))
    qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=end)


def test_each_pair_and_what_appears_has_a_row(rows):
    assert rows.bars.isVisible()
    assert [key for key, _ in rows.bars._rows] == [("body", ""), NECK, LEG, CROWN]
    assert rows.bars._rows[3][1].startswith("+ ")
    assert rows.bars.sizeHint().height() > 4 * 20


def test_a_surface_from_a_file_has_the_bars_and_is_told_how_it_goes(inspector, session, qtbot):
    contents = Contents(triangles=12, size=(1.0, 2.0, 3.0))
    file = Imported("2" * 64, "duck.glb", 1.0, "y", None, contents=contents)
    session.change_node("tree", "Import", category="", imported=file)
    session.observed["r2"] = {"holds": True, "matches": PAIRS, "reach": REACH}
    session.select("r2")
    session.observed_changed.emit()
    inspector.show_selection()
    shown = inspector.findChildren(Timings)[-1]
    qtbot.waitUntil(shown.bars.isVisible)
    assert [key for key, _ in shown.bars._rows] == [("body", ""), NECK, LEG, CROWN]
    assert not shown._note.isVisible()
    shown.stagger_by("list", 1.0)
    assert set(told(session)) == {("body", ""), NECK, LEG, CROWN}
    assert shown._note.text() == SURFACE
    assert shown._note.isVisible()


def test_an_end_is_drawn_and_the_bar_moved_and_each_drag_is_one_step(rows, session, qtbot):
    bars, before = rows.bars, session.scene
    drag(qtbot, bars, point(bars, 1, 0.0) + QPoint(2, 0), point(bars, 1, 0.4) + QPoint(2, 0))
    start, end, easing = told(session)[NECK]
    assert start == pytest.approx(0.4, abs=0.02)
    assert (end, easing) == (1.0, "linear")
    once = session.scene
    drag(qtbot, bars, point(bars, 1, 1.0) - QPoint(2, 0), point(bars, 1, 0.7) - QPoint(2, 0))
    drag(qtbot, bars, point(bars, 1, 0.55), point(bars, 1, 0.25))
    start, end, _ = told(session)[NECK]
    assert start == pytest.approx(0.1, abs=0.03)
    assert end == pytest.approx(0.4, abs=0.03)
    session.undo()
    session.undo()
    assert session.scene == once
    session.undo()
    assert session.scene == before


def test_a_click_that_moves_nothing_changes_nothing(rows, session, qtbot):
    before = session.scene
    qtbot.mouseClick(rows.bars, Qt.MouseButton.LeftButton, pos=point(rows.bars, 1, 0.5))
    assert session.scene is before
    assert rows.bars.chosen == [NECK]


def test_keys_alone_do_it_too(rows, session, qtbot):
    bars = rows.bars
    bars.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(bars, key)
    for _ in range(4):
        qtbot.keyClick(bars, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(bars, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert told(session) == {NECK: (0.2, 0.95, "linear")}
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    assert told(session) == {NECK: (0.25, 1.0, "linear")}
    qtbot.keyClick(bars, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bars.chosen == [NECK, LEG]
    qtbot.keyClick(bars, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert told(session) == {NECK: (0.25, 0.95, "linear"), LEG: (0.0, 0.95, "linear")}
    qtbot.keyClick(bars, Qt.Key.Key_Delete)
    assert told(session) == {}


def test_parts_are_staggered_along_the_list_or_from_the_root_and_keep_their_easing(rows, session):
    rows.stagger_by("list", 1.0)
    assert [told(session)[key][0] for key in (("body", ""), NECK, LEG, CROWN)] == pytest.approx(
        [0.0, 0.167, 0.333, 0.5], abs=1e-3)
    rows.bars._choose(1)
    easing = next(action for action in rows.menu().actions() if action.text() == "Ease out")
    easing.trigger()
    rows.bars._choose(1, add=True)
    rows.stagger_by("reach", -1.0)
    assert told(session)[LEG] == (0.0, LENGTH, "linear")
    assert told(session)[NECK] == (0.25, 0.75, "ease out")
    rows.reset.click()
    assert told(session) == {}
    assert staggered([3.0, 3.0]) == [(0.0, LENGTH)] * 2


def test_only_the_chosen_rows_are_staggered_where_there_are_several(rows, session, qtbot):
    for row in (1, 3):
        qtbot.mouseClick(rows.bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier,
                         point(rows.bars, row, 0.5))
    rows.stagger_by("list", 1.0)
    assert told(session) == {NECK: (0.0, 0.5, "linear"), CROWN: (0.5, 1.0, "linear")}


def test_the_menu_offers_what_the_document_takes(rows):
    words = [action.text() for action in rows.menu().actions() if not action.isSeparator()]
    assert words[:len(PART_EASINGS)] == [easing.capitalize() for easing in PART_EASINGS]
    assert words[len(PART_EASINGS):] == ["Stagger", "Reset\tDel"]


def test_a_time_outlives_a_new_match_and_its_row_shows_it(rows, session):
    """What appeared had its own time; then a part becomes it, and goes at that time until it is given its own."""
    rows._put({CROWN: (0.5, 0.9, "ease")}, "")
    session.observed["r2"] = {"holds": True, "matches": [["body", "body"], ["neck", "crown"]], "reach": [0.0, 1.0]}
    session.observed_changed.emit()
    assert rows.bars._spans == {NECK: (0.5, 0.9, "ease")}
    rows._put({NECK: (0.1, 0.2, "linear")}, "")
    assert told(session) == {NECK: (0.1, 0.2, "linear")}
    session.observed["r2"] = {"holds": True, "matches": PAIRS, "reach": REACH}
    session.observed_changed.emit()
    assert rows.bars._spans == {NECK: (0.1, 0.2, "linear")}


def test_bars_look_as_they_are_told(qtbot):
    bars = Spans()
    qtbot.addWidget(bars)
    bars.show_rows([(NECK, "Neck"), (LEG, "Leg")], {})
    bars.resize(300, bars.sizeHint().height())
    bars.show()
    plain = bars.grab().toImage()
    bars.show_rows([(NECK, "Neck"), (LEG, "Leg")], {NECK: (0.2, 0.7, "ease")})
    assert bars.grab().toImage() != plain
    assert "from 20 to 70 % of the way, ease" in bars._said(0)
    assert "as the style says" in bars._said(1)
    bars.show_rows([(NECK, "Neck"), (LEG, "Leg")], {})
    assert bars.grab().toImage() == plain


def test_times_are_copied_turned_about_and_left_behind_by_another_kind(rows, session):
    rows._put({NECK: (0.1, 0.5, "ease"), CROWN: (0.5, 1.0, "linear")}, "")
    scene = session.scene
    group, _ = pasted(scene, copied(scene, ("lamp", "tree")))
    (made,) = [edit.relation for edit in group.edits if isinstance(edit, AddRelation)]
    assert isinstance(made, Relation)
    assert made.timings == scene.relation("r2").timings
    session.apply(reversed_(scene, "r2"))
    assert session.scene.relation("r2").timings == (
        Timing("crown", "", 0.5, 1.0, "linear"), Timing("", "neck", 0.1, 0.5, "ease"))
    session.undo()
    session.apply(retyped(session.scene, "r2", "next to"))
    assert session.scene.relation("r2").timings == ()
    session.undo()
    assert session.scene == scene
