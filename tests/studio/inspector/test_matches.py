"""Which part becomes which: dragged from one column to the other, freed by a click, by keys alone."""

import pytest
from PySide6.QtCore import QPointF, Qt

from studio.inspector.matches import Matches

PAIRS = [("body", "body"), ("upper leg", "foot"), ("back", ""), ("", "head")]


@pytest.fixture
def matches(qtbot):
    widget = Matches((str.title, str.title))
    qtbot.addWidget(widget)
    widget.show_pairs(PAIRS, {"upper leg": "foot"})
    widget.resize(300, widget.sizeHint().height())
    widget.show()
    said = []
    widget.kept.connect(lambda first, last: said.append((first, last)))
    widget.freed.connect(said.append)
    widget.said = said
    return widget


def drag(qtbot, widget, start, end):
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start.toPoint())
    qtbot.mouseMove(widget, ((start + end) / 2).toPoint())
    qtbot.mouseMove(widget, end.toPoint())
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end.toPoint())


def test_a_part_is_dragged_to_another_or_into_the_open(qtbot, matches):
    back, head = matches._chip(0, 2).center(), matches._chip(1, 2).center()
    drag(qtbot, matches, back, head)
    drag(qtbot, matches, back, QPointF(150, 2))
    assert matches.said == [("back", "head"), ("back", "")]


def test_a_click_frees_what_was_matched_by_hand_and_nothing_else(qtbot, matches):
    for row in (0, 1):
        qtbot.mouseClick(matches, Qt.MouseButton.LeftButton, pos=matches._chip(0, row).center().toPoint())
    assert matches.said == ["upper leg"]


def test_keys_alone_do_it_too(qtbot, matches):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        qtbot.keyClick(matches, key)
    assert matches.said == [("upper leg", "head"), ("upper leg", "body"), "upper leg"]


def test_each_part_says_what_becomes_of_it(matches):
    assert matches._said(0, 0).startswith("Body becomes Body")
    assert "by hand" in matches._said(0, 1)
    assert matches._said(0, 2).startswith("Back vanishes")


def test_what_is_kept_by_hand_is_drawn_apart(matches):
    kept = matches.grab().toImage()
    matches.show_pairs(PAIRS, {})
    assert matches.grab().toImage() != kept
    matches.show_pairs(PAIRS, {"upper leg": "foot"})
    assert matches.grab().toImage() == kept


ROLES_OF = [("body", "body"), ("upper leg", "upper arm"), ("head", "")]
SINGLE = [("body", "body"), ("upper leg 1", "upper arm 2"), ("upper leg 2", "upper arm 1"), ("upper leg 3", ""),
          ("head", ""), ("", "hand")]
CALLED = ({"upper leg 1": "upper leg 1", "upper leg 2": "upper leg 2"},
          {"upper arm 1": "upper arm L", "upper arm 2": "upper arm R"})


@pytest.fixture
def singly(matches):
    matches.show_pairs(ROLES_OF, {}, SINGLE, CALLED)
    matches.resize(300, matches.sizeHint().height())
    return matches


def count_of(widget, column, row):
    box = widget._chip(column, row)
    return QPointF(box.right() - 8, box.center().y())


def test_a_role_of_several_opens_and_each_part_is_dragged_alone(qtbot, singly):
    assert singly._left == ["body", "upper leg", "head"]
    for column in (0, 1):
        qtbot.mouseClick(singly, Qt.MouseButton.LeftButton, pos=count_of(singly, column, 1).toPoint())
    singly.resize(300, singly.sizeHint().height())
    assert singly._left == ["body", "upper leg 1", "upper leg 2", "upper leg 3", "head"]
    assert singly._right == ["body", "upper arm 2", "upper arm 1"]
    assert ("upper leg 1", "upper arm 2") in singly._threads()
    drag(qtbot, singly, singly._chip(0, 3).center(), singly._chip(1, 2).center())
    drag(qtbot, singly, singly._chip(0, 2).center(), QPointF(150, 2))
    assert singly.said == [("upper leg 3", "upper arm 1"), ("upper leg 2", "")]
    assert singly._said(1, 1).startswith("Upper Arm R")
    qtbot.mouseClick(singly, Qt.MouseButton.LeftButton, pos=count_of(singly, 0, 1).toPoint())
    assert singly._left == ["body", "upper leg", "head"]


def test_what_is_kept_singly_is_shown_so_and_freed_so(qtbot, singly):
    singly.show_pairs(ROLES_OF, {"upper leg 3": "upper arm 1"}, SINGLE, CALLED)
    singly.resize(300, singly.sizeHint().height())
    assert "upper leg 3" in singly._left
    assert ("upper leg 3", "upper arm 1") in singly._threads()
    qtbot.mouseClick(singly, Qt.MouseButton.LeftButton, pos=singly._chip(0, 3).center().toPoint())
    assert singly.said == ["upper leg 3"]


def test_keys_open_a_row(qtbot, singly):
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Right):
        qtbot.keyClick(singly, key)
    assert singly._left[1] == "upper leg 1"
    assert singly.said == [("upper leg 1", "")]


def test_a_single_part_is_locked_in_the_document_undone_and_freed(inspector, session):
    session.observed["r2"] = {"holds": True, "matches": ROLES_OF, "reach": [0.0, 1.0, 1.0], "parts": SINGLE,
                              "called": CALLED}
    session.select("r2")
    session.observed_changed.emit()
    inspector.show_selection()
    editor = inspector.findChildren(Matches)[-1]

    def matched():
        return [(match.first, match.last) for match in session.scene.relation("r2").matches]

    editor.kept.emit("upper leg 3", "upper arm 1")
    editor.kept.emit("upper leg 1", "")
    assert matched() == [("upper leg 3", "upper arm 1"), ("upper leg 1", "")]
    editor.kept.emit("upper leg", "upper arm")          # all of them: what was said of single ones is over
    assert matched() == [("upper leg", "upper arm")]
    session.undo()
    assert matched() == [("upper leg 3", "upper arm 1"), ("upper leg 1", "")]
    editor.freed.emit("upper leg 3")
    assert matched() == [("upper leg 1", "")]
