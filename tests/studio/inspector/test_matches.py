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
