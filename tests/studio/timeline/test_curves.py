"""The curve editor: it draws what the tracks say, and its drags move keys in time and value."""

import gc
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from timeline_scene import SCENE

from engine.document.scene import EASINGS, Key, Track
from engine.document.tracks import value
from studio import keying
from studio.timeline.curves import sampled
from studio.timeline.keys import KeyRef

NONE = Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize("easing", EASINGS)
def test_the_line_is_the_tracks_value(easing):
    track = Track("position.x", (Key(0.5, 1.0, easing), Key(2.0, 3.0), Key(4.0, -1.0)))
    times, values = sampled(track)
    assert np.all(np.diff(times) >= 0)
    inner = [index for index in range(len(times)) if not (easing == "hold" and times[index] == 2.0)]
    assert values[inner] == pytest.approx([value(track, float(times[index])) for index in inner])


@pytest.fixture
def curves(timeline, session, qtbot):
    session.select("lamp")
    timeline.show_page(1)
    qtbot.waitUntil(lambda: timeline.curves.isVisible())
    return timeline.curves


def test_it_shows_the_selected_nodes_tracks_in_the_artists_units(curves, session):
    assert [shown.track.path for shown in curves.shown] == ["attributes.height", "motion.intensity"]
    factor, offset, unit = keying.units(SCENE.node("lamp"), "attributes.height")
    xs, ys = curves.points.getData()
    assert unit == "m"
    assert sorted(ys[:3]) == pytest.approx(sorted(v * factor + offset for v in (0.2, 0.4, 0.9)))
    assert len(xs) == 5
    session.select("chair")
    assert curves.shown == []


def test_a_drag_moves_the_key_in_time_and_value_as_one_step(curves, session):
    factor, offset, _ = keying.units(SCENE.node("lamp"), "attributes.height")
    at = QPointF(1.2, 0.4 * factor + offset)
    curves._press(at, NONE)
    for step in (0.3, 0.7, 1.0):
        curves._move(QPointF(1.2 + 0.5 * step, at.y() + 0.2 * factor * step), NONE)
    curves._release()
    moved = session.scene.node("lamp").tracks[0].keys[1]
    assert (moved.time, moved.value) == (pytest.approx(1.7), pytest.approx(0.6))
    assert curves.sheet.view.keys == {KeyRef("lamp", "attributes.height", moved.time)}
    session.undo()
    assert session.scene == SCENE
    assert not session.can_undo


def test_values_stay_inside_what_a_scene_may_hold(curves, session):
    factor, offset, _ = keying.units(SCENE.node("lamp"), "attributes.height")
    at = QPointF(2.4, 0.9 * factor + offset)
    curves._press(at, NONE)
    curves._move(QPointF(2.4, at.y() + 50.0), NONE)
    curves._release()
    assert session.scene.node("lamp").tracks[0].keys[2].value == 1.0


def test_both_pages_share_the_chosen_keys(curves, timeline, session):
    curves._click(QPointF(0.5, 0.1), NONE)
    assert timeline.sheet.view.keys == {KeyRef("lamp", "motion.intensity", 0.5)}
    timeline.delete()
    assert [key.time for key in session.scene.node("lamp").tracks[1].keys] == [4.0]


def test_panning_drops_no_references_to_none(curves, qtbot):
    """Panning a plot is where a Qt binding that drops references to None crashed first."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal from Python 3.12 on")
    curves.grab()
    gc.collect()
    before = sys.getrefcount(None)
    for step in range(60):
        curves.ground.translateBy(x=0.01 if step % 2 else -0.01)
        curves.plot.viewport().repaint()
    gc.collect()
    assert sys.getrefcount(None) > before - 50
