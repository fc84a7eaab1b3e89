"""The dope sheet under the pointer: what a drag changes, and that it changes nothing else."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sheet_hand import drag, place, row_of
from timeline_scene import SCENE

from engine.document.scene import Key, Node, Scene, Track
from studio import theme
from studio.timeline.keys import KeyRef
from studio.timeline.sheet import Sheet
from studio.timeline.view import RULER

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_dragging_a_clip_is_one_step_and_moves_that_relation_alone(timeline, session):
    sheet = timeline.sheet
    row = row_of(sheet, "chair")
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 3.5))
    moved = session.scene.relation("r2")
    assert (moved.start, moved.end) == (pytest.approx(1.5), pytest.approx(5.5))
    assert session.scene.changed(relations=tuple(
        SCENE.relation("r2") if r.id == "r2" else r for r in session.scene.relations)) == SCENE
    session.undo()
    assert session.scene == SCENE
    assert not session.can_undo


def test_two_drags_are_two_steps(timeline, session):
    sheet = timeline.sheet
    row = row_of(sheet, "chair")
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 3.5))
    after = session.scene
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 3.2))
    session.undo()
    assert session.scene == after


@pytest.mark.parametrize(("node", "relation", "edge", "to", "expected"), [
    ("chair", "r2", 5.0, 4.2, (1.0, 4.2)), ("chair", "r2", 1.0, 1.6, (1.6, 5.0)), ("lamp", "r3", 4.5, 5.2, (3.0, 5.2)),
    ("lamp", "r3", 3.0, 2.6, (2.6, 4.5))])
def test_an_edge_stretches_clips_and_morphs(timeline, session, node, relation, edge, to, expected):
    sheet = timeline.sheet
    inwards = QPoint(2 if edge < 3.5 else -2, 0)
    row = row_of(sheet, node)
    drag(sheet, place(sheet, row, edge) + inwards, place(sheet, row, to) + inwards)
    now = session.scene.relation(relation)
    assert (now.start, now.end) == (pytest.approx(expected[0], abs=0.02), pytest.approx(expected[1], abs=0.02))
    assert session.scene.nodes == SCENE.nodes


def test_a_drag_snaps_to_other_edges_and_ctrl_suspends_it(timeline, session):
    sheet = timeline.sheet
    row, pixel = row_of(sheet, "chair"), 1 / sheet.view.scale.pace
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 3.0 + 0.2 + 3 * pixel))
    assert session.scene.relation("r2").start == 1.2          # a key of the lamp's height
    session.undo()
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 3.0 + 0.2 + 3 * pixel), CTRL)
    assert session.scene.relation("r2").start != 1.2


def test_escape_takes_a_drag_back(timeline, session):
    sheet = timeline.sheet
    row = row_of(sheet, "chair")
    drag(sheet, place(sheet, row, 3.0), place(sheet, row, 4.0), release=False)
    assert session.scene != SCENE
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert session.scene == SCENE


def test_escape_before_anything_changed_undoes_nothing(timeline, session):
    session.change_node("lamp", "Rename", name="Lamp")
    before = session.scene
    sheet = timeline.sheet
    row = row_of(sheet, "chair")
    QTest.mousePress(sheet, LEFT, Qt.KeyboardModifier.NoModifier, place(sheet, row, 3.0))
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert session.scene is before


def test_dragging_a_key_moves_it_in_time_as_one_step(timeline, session):
    sheet = timeline.sheet
    row = row_of(sheet, "lamp", "track", "attributes.height")
    drag(sheet, place(sheet, row, 1.2), place(sheet, row, 1.7))
    keys = session.scene.node("lamp").tracks[0].keys
    assert [key.time for key in keys] == [0.0, pytest.approx(1.7), 2.4]
    assert sheet.view.keys == {KeyRef("lamp", "attributes.height", keys[1].time)}
    session.undo()
    assert session.scene == SCENE


def test_a_box_chooses_the_keys_inside_it(timeline):
    sheet = timeline.sheet
    first = row_of(sheet, "lamp", "track", "attributes.height")
    last = row_of(sheet, "lamp", "track", "motion.intensity")
    start = place(sheet, first, 0.3) - QPoint(0, 8)
    drag(sheet, start, place(sheet, last, 2.6))
    assert sheet.view.keys == {KeyRef("lamp", "attributes.height", 1.2), KeyRef("lamp", "attributes.height", 2.4),
                               KeyRef("lamp", "motion.intensity", 0.5)}


def test_scrubbing_sets_whole_frames_and_edits_nothing(timeline, session):
    sheet = timeline.sheet
    y = int(RULER / 2)
    drag(sheet, QPoint(round(sheet.view.scale.x(1.0)), y), QPoint(round(sheet.view.scale.x(3.01)), y))
    assert session.time == pytest.approx(3.0)
    assert session.scene is SCENE


def test_alt_drag_in_the_ruler_sets_the_range(timeline, session):
    sheet = timeline.sheet
    y = int(RULER / 2)
    drag(sheet, QPoint(round(sheet.view.scale.x(1.0)), y), QPoint(round(sheet.view.scale.x(3.0)), y), ALT)
    assert session.range == (pytest.approx(1.0, abs=0.04), pytest.approx(3.0, abs=0.04))


def test_folding_hides_tracks_and_a_click_on_a_name_selects(timeline, session):
    sheet = timeline.sheet
    rows = len(sheet.view.rows)
    QTest.mouseClick(sheet, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(10, round(sheet.view.top(0) + 12)))
    assert len(sheet.view.rows) == rows - 2
    QTest.mouseClick(sheet, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(70, round(sheet.view.top(0) + 12)))
    assert session.selection == ("lamp",)


def test_the_sheet_draws_what_the_document_says(timeline, session):
    """Where a clip lies there is its family's colour, and it goes with the clip."""
    def off(point):
        drawn, family = sheet.grab().toImage().pixelColor(point), theme.colour("move")
        return max(abs(a - b) for a, b in zip(drawn.getRgb(), family.getRgb()))

    sheet = timeline.sheet
    at = place(sheet, row_of(sheet, "chair"), 4.6)
    assert off(at) < 10                       # a 16-bit screen rounds by 8
    session.change_relation("r2", "Retime", end=3.0)
    assert off(at) > 50


def test_a_scene_of_ten_thousand_keys_is_drawn(session, qtbot):
    track = Track("position.x", tuple(Key(i * 0.03, 0.0) for i in range(200)))
    session.open(Scene(nodes=tuple(Node(f"n{i}", category="lamp", tracks=(replace(track),)) for i in range(50))))
    sheet = Sheet(session)
    qtbot.addWidget(sheet)
    sheet.resize(1000, 300)
    assert len(sheet.view.rows) == 100
    assert sum(len(row.times) for row in sheet.view.rows) == 10_000
    assert not sheet.grab().isNull()
