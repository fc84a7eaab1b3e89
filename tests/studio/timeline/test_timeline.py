"""The timeline's keyboard and commands: keys inserted, removed, copied; time stepped and played."""

import gc
import sys

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from timeline_scene import SCENE

from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Marker
from studio import keying
from studio.timeline.gestures import MoveMarker
from studio.timeline.keys import KeyRef


def press(timeline, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(timeline.sheet, key, modifiers)


def test_inserting_and_removing_a_key_leads_back(timeline, session):
    session.select("lamp")
    session.set_time(0.6)
    timeline.toggle_key("lamp", "attributes.height")
    added = session.scene.node("lamp")
    key = keying.key_near(added, "attributes.height", 0.6, 30.0)
    assert key is not None
    assert key.value == pytest.approx(keying.number_at(SCENE.node("lamp"), "attributes.height", 0.6))
    timeline.toggle_key("lamp", "attributes.height")
    assert session.scene == SCENE


def test_the_last_key_of_a_track_leaves_its_value(timeline, session):
    session.set_time(1.0)
    timeline.toggle_key("chair", "scale")
    session.change_node("chair", "Set", tracks=tuple(
        type(t)(t.path, tuple(type(k)(k.time, 2.0) for k in t.keys)) for t in session.scene.node("chair").tracks))
    timeline.toggle_key("chair", "scale")
    assert session.scene.node("chair").tracks == ()
    assert session.scene.node("chair").placement.scale == 2.0


def test_insert_menu_keys_a_whole_group_as_one_step(timeline, session):
    session.select("fish")
    session.set_time(2.0)
    action = next(a for a in timeline.insert_menu().actions() if a.text() == "Position")
    action.trigger()
    assert {track.path for track in session.scene.node("fish").tracks} == set(keying.GROUPS["position"])
    session.undo()
    assert session.scene == SCENE


def test_copy_and_paste_at_the_playhead(timeline, session):
    timeline.sheet.choose_keys({KeyRef("lamp", "attributes.height", 1.2), KeyRef("lamp", "attributes.height", 2.4)})
    press(timeline, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    session.set_time(4.0)
    press(timeline, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [key.time for key in session.scene.node("lamp").tracks[0].keys] == [0.0, 1.2, 2.4, 4.0, pytest.approx(5.2)]
    press(timeline, Qt.Key.Key_Delete)
    assert session.scene == SCENE


def test_delete_without_chosen_keys_deletes_the_selected_relation(timeline, session):
    session.select("r2")
    press(timeline, Qt.Key.Key_Delete)
    assert [relation.id for relation in session.scene.relations] == ["r1", "r3", "r4"]


def test_steps_in_time(timeline, session):
    press(timeline, Qt.Key.Key_Right)
    assert session.time == pytest.approx(1 / 30)
    press(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert session.time == pytest.approx(1 + 1 / 30)
    session.select("lamp")
    press(timeline, Qt.Key.Key_Up)
    assert session.time == 1.2
    press(timeline, Qt.Key.Key_Down)
    assert session.time == 0.5
    press(timeline, Qt.Key.Key_End)
    assert session.time == SCENE.duration
    press(timeline, Qt.Key.Key_Home)
    assert session.time == 0.0


def test_space_plays_and_stops(timeline, session, qtbot):
    press(timeline, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.time > 0.05, timeout=5000)
    press(timeline, Qt.Key.Key_Space)
    assert not session.playing


def test_easing_of_chosen_keys(timeline, session):
    timeline.sheet.choose_keys({KeyRef("lamp", "attributes.height", 0.0)})
    timeline.ease("linear")
    assert session.scene.node("lamp").tracks[0].keys[0].easing == "linear"
    session.undo()
    assert session.scene == SCENE


def test_markers_are_added_dragged_and_taken_back(timeline, session):
    session.set_time(1.5)
    press(timeline, Qt.Key.Key_M)
    assert session.scene.markers == (Marker(1.5, "Marker 1"),)
    sheet = timeline.sheet
    tag = sheet.view.tag(session.scene.markers[0]).center()
    held = MoveMarker(sheet, tag, 1.5)
    held.move(QPointF(tag.x() + sheet.view.scale.pace * 0.5, tag.y()), Qt.KeyboardModifier.NoModifier)
    held.end()
    assert session.scene.markers[0].time == pytest.approx(2.0)
    assert sheet.view.hit(sheet.view.tag(session.scene.markers[0]).center()).what == "marker"
    assert scene_from_json(scene_to_json(session.scene)) == session.scene
    session.undo()
    session.undo()
    assert session.scene == SCENE


def test_frame_rate_is_an_edit(timeline, session):
    next(a for a in timeline.toolbar.rate.menu().actions() if a.text() == "24 fps").trigger()
    assert session.scene.rate == 24.0
    session.undo()
    assert session.scene == SCENE


def test_void_calls_drop_no_references_to_none(timeline, session):
    """A Qt binding once dropped a reference to None with each call that returns nothing, and crashed in seconds."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal from Python 3.12 on")
    sheet = timeline.sheet
    sheet.grab()
    gc.collect()
    before = sys.getrefcount(None)
    for step in range(400):
        sheet.update()
        sheet.setToolTip(str(step))
        sheet.repaint()
    gc.collect()
    assert sys.getrefcount(None) > before - 50
