"""Animations of an imported file on the timeline: where they lie, what a drag, a key and a menu change."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from sheet_hand import drag, place, row_of

from engine.document import edits
from engine.document.scene import Contents, Cue, Imported, Key, Motion, Node, Relation, Scene, Take, Track
from engine.document.tracks import cycle
from engine.exchange.sequence import Bends, sequenced
from engine.exchange.take import Pace
from studio import theme
from studio.cueing import FIRST
from studio.timeline import strip_menu
from studio.timeline.rows import edges_of, rows_of
from studio.timeline.strip_bars import fill_of
from studio.timeline.strips import strips_of
from studio.timeline.view import ROW

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
TAKES = (Take("Survey", 3.4), Take("Walk", 0.7), Take("Run", 1.2))
CUES = (Cue(2.0, 1, 0.4), Cue(4.0, 2, 0.4, 1.5))
FOX = Imported("2" * 64, "fox.glb", take=0, cues=CUES, contents=Contents(
    triangles=576, size=(1.0, 1.0, 1.0), takes=TAKES))
SCENE = Scene(nodes=(Node("fox", name="Fox", imported=FOX), Node("lamp", name="Lamp", category="lamp")),
              relations=(Relation("r1", "next to", "fox", "lamp", 1.0, 3.0),), duration=6.0)


@pytest.fixture
def shown(timeline, session):
    theme.load_fonts()
    session.open(SCENE)
    return timeline.sheet


def cues(session):
    return session.scene.node("fox").imported.cues


def at(sheet, time, share=0.6):
    row = row_of(sheet, "fox")
    return QPoint(round(sheet.view.scale.x(time)), round(sheet.view.top(row) + share * ROW))


def click(sheet, time):
    QTest.mouseClick(sheet, LEFT, PLAIN, at(sheet, time))


def test_a_strip_for_each_animation_reaches_to_where_the_next_has_come_in():
    strips = strips_of(SCENE, SCENE.node("fox"))
    assert [(strip.label, strip.start, strip.end, strip.until, strip.speed) for strip in strips] == [
        ("Survey", 0.0, 2.0, 2.4, 1.0), ("Walk", 2.0, 4.0, 4.4, 1.0), ("Run", 4.0, 6.0, 6.0, 1.5)]
    rows = rows_of(SCENE)
    assert rows[0].strips == strips
    assert [clip.relation for clip in rows[1].clips] == ["r1"]
    driven = SCENE.node("fox").changed(motion=Motion("walk"), imported=replace(FOX, rig="3" * 64, kind="dog"))
    assert strips_of(SCENE, driven) == ()
    assert strips_of(SCENE, SCENE.node("lamp")) == ()
    assert {2.0, 4.0} <= set(edges_of(SCENE))


def test_where_it_morphs_the_animations_of_both_have_rows_below():
    state = Node("wolf", kind="state", name="Wolf", imported=replace(FOX, cues=()))
    scene = SCENE.changed(nodes=(*SCENE.nodes, state),
                          relations=(Relation("m", "morphs into", "fox", "wolf", 1.0, 3.0),))
    main, own, other, *_ = rows_of(scene)
    assert (main.strips, len(main.fades), main.folded) == ((), 1, False)
    assert [(row.node, row.title, row.note, len(row.strips)) for row in (own, other)] == [
        ("fox", "animations", "", 3), ("wolf", "animations", "of Wolf", 1)]
    assert len(rows_of(scene, {"fox"})) == 2


@pytest.mark.parametrize("speed", [None, Track("motion.speed", (Key(0.0, 0.5), Key(3.0, 2.0, "hold"), Key(5.0, 1.0)))])
@pytest.mark.parametrize("phase", [0.0, 0.3])
def test_its_ticks_are_where_the_engine_begins_it_again(speed, phase):
    node = SCENE.node("fox").changed(motion=Motion(speed=1.3, phase=phase), tracks=(speed,) if speed else ())
    times = np.linspace(0.0, 6.0, 181)
    run = None if speed is None else tuple(3.4 * cycle(node, time, period=3.4) for time in times.tolist())
    pace = Pace(tuple(times.tolist()), 1.3, phase if run is None else 0.0, cues=CUES, run=run)
    found, layers = sequenced(0, pace, {number: Bends(np.linspace(0.0, take.length, 30), seamless=False)
                                        for number, take in enumerate(TAKES)})
    ticks = 0
    for strip, layer in zip(strips_of(SCENE, node), layers):
        within = (found >= strip.start) & (found <= strip.until)
        turned = np.flatnonzero(np.diff(layer.moments[within]) < -0.5 * strip.length)
        begun = found[within][turned + 1]
        begun, seen = (times[times < strip.until - 0.04] for times in (begun, np.array(strip.turns)))
        assert len(seen) == len(begun)
        assert np.abs(begun - seen).max(initial=0.0) < (2e-3 if speed is None else 0.035)
        ticks += len(seen)
    assert ticks >= 5


def test_what_plays_once_is_held_from_its_end_and_a_seam_leaves_the_ticks_out():
    once = SCENE.node("fox").changed(imported=replace(FOX, take=1, cues=(), loops=False))
    strip, = strips_of(SCENE, once)
    assert strip.turns == ()
    assert strip.held == pytest.approx(0.7)
    seamed = SCENE.node("fox").changed(imported=replace(FOX, seam=0.2))
    assert all(strip.turns == () for strip in strips_of(SCENE, seamed))
    assert len(strips_of(SCENE, SCENE.node("fox"))[1].turns) >= 2


def test_dragging_an_edge_is_one_step_and_moves_that_change_alone(shown, session):
    drag(shown, at(shown, 2.0), at(shown, 2.6))
    assert cues(session) == (replace(CUES[0], time=pytest.approx(2.6, abs=0.02)), CUES[1])
    assert session.cue == ("fox", 0)
    session.undo()
    assert session.scene == SCENE
    assert not session.can_undo


def test_dragging_a_strip_takes_its_end_along_and_stops_a_frame_before_the_next(shown, session):
    drag(shown, at(shown, 3.0), at(shown, 3.5))
    assert [cue.time for cue in cues(session)] == pytest.approx([2.5, 4.5], abs=0.02)
    session.undo()
    drag(shown, at(shown, 2.0), at(shown, 5.5))
    assert [cue.time for cue in cues(session)] == pytest.approx([4.0 - 1 / 30, 4.0])
    session.undo()
    drag(shown, at(shown, 5.5), at(shown, 4.9))
    assert [cue.time for cue in cues(session)] == pytest.approx([2.0, 3.4], abs=0.02)
    session.undo()
    drag(shown, at(shown, 1.0), at(shown, 1.5))           # what plays first has no beginning to move
    assert session.scene == SCENE


@pytest.mark.parametrize("to", [1.0, 2.5, 5.5])
def test_changes_within_a_frame_of_each_other_keep_their_order(shown, session, to):
    close = (CUES[0], replace(CUES[1], time=2.01), Cue(2.02, 0), CUES[1])
    session.apply(edits.SetNode("fox", "imported.cues", close))
    drag(shown, at(shown, 2.02), at(shown, to))
    times = [cue.time for cue in cues(session)]
    assert times == sorted(set(times))
    assert times[:2] == [2.0, 2.01]
    strip_menu.nudge(session, -20)
    assert cues(session)[2].time >= 2.02


def test_an_edge_snaps_and_ctrl_suspends_it(shown, session):
    pixel = 1 / shown.view.scale.pace
    drag(shown, at(shown, 2.0), at(shown, 3.0 - 4 * pixel))
    assert cues(session)[0].time == 3.0                    # where the relation ends
    session.undo()
    drag(shown, at(shown, 2.0), at(shown, 3.0 - 4 * pixel), CTRL)
    assert cues(session)[0].time == pytest.approx(3.0 - 4 * pixel, abs=pixel)
    assert cues(session)[0].time != 3.0


def test_dragging_the_ramps_top_sets_the_blend_within_the_strip(shown, session):
    drag(shown, at(shown, 2.4, 0.3), at(shown, 3.0, 0.3))
    assert cues(session) == (replace(CUES[0], blend=pytest.approx(1.0)), CUES[1])
    drag(shown, at(shown, 3.0, 0.3), at(shown, 1.0, 0.3))
    assert cues(session)[0].blend == 0.0
    drag(shown, at(shown, 4.4, 0.3), at(shown, 5.9, 0.3), release=False)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert cues(session)[1] == CUES[1]


def test_delete_removes_the_chosen_change_and_never_the_object(shown, timeline, session):
    click(shown, 3.0)
    assert session.selection == ("fox",)
    assert session.cue == ("fox", 0)
    assert timeline.holds
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert cues(session) == CUES[1:]
    assert session.cue == ("fox", 0)
    click(shown, 1.0)
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    assert session.scene.node("fox").imported.take is None
    assert session.cue == ("fox", FIRST)
    session.select("lamp")
    assert session.cue is None
    assert not timeline.holds


def test_the_keyboard_walks_the_strips_and_moves_them_by_frames(shown, session):
    click(shown, 3.0)
    QTest.keyClick(shown, Qt.Key.Key_Right, ALT)
    assert cues(session)[0].time == pytest.approx(2.0 + 1 / 30)
    QTest.keyClick(shown, Qt.Key.Key_Down, ALT)
    QTest.keyClick(shown, Qt.Key.Key_Left, ALT)
    assert session.cue == ("fox", 1)
    assert cues(session)[1].time == pytest.approx(4.0 - 1 / 30)
    QTest.keyClick(shown, Qt.Key.Key_Right)               # plain, it steps through the scene as ever
    assert session.time == pytest.approx(1 / 30)


def test_up_and_down_go_to_the_changes_of_what_is_selected(shown, session):
    session.select("fox")
    times = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(shown, key)
        times.append(session.time)
    assert times == [2.0, 4.0, 2.0]


def test_its_tooltip_says_when_how_softly_and_how_fast(shown):
    assert strip_menu.words_of(shown.view.strip("fox", 1)).startswith(
        "Run: 4.00–6.00 s · 1.2 s long · ×1.5 · blend 0.40 s")


def rows_in(menu):
    return {action.text().partition("\t")[0]: action for action in menu.actions() if action.text()}


def opened(shown, session, number, time):
    menu = QMenu(shown)
    strip = shown.view.strip("fox", number)
    strip_menu.fill_menu(menu, session, strip, time, QPoint(0, 0))
    return rows_in(menu)


def test_the_menu_adds_a_change_and_plays_another(shown, session):
    rows = opened(shown, session, 0, 3.004)
    rows_in(rows["Add a change here"].menu())["Survey"].trigger()
    assert cues(session) == (CUES[0], Cue(3.0, 0, 0.3), CUES[1])
    assert session.cue == ("fox", 1)
    rows = opened(shown, session, 1, 3.5)
    rows_in(rows["Play instead"].menu())["stands still"].trigger()
    assert cues(session)[1].take is None
    assert not opened(shown, session, 0, 2.01)["Add a change here"].isEnabled()      # a change is there already
    opened(shown, session, 1, 3.5)["Remove"].trigger()
    assert cues(session) == CUES
    session.set_time(2.5)
    opened(shown, session, 0, 3.0)["Start at the playhead"].trigger()
    assert cues(session)[0].time == 2.5
    assert "Blend…" not in opened(shown, session, FIRST, 1.0)


def test_a_change_is_added_at_the_playhead_beside_an_objects_name(shown, session):
    session.set_time(3.0)
    menu = QMenu(shown)
    session.select("lamp")
    strip_menu.add_at_playhead(menu, session)
    assert not menu.actions()
    session.select("fox")
    strip_menu.add_at_playhead(menu, session)
    rows_in(rows_in(menu)["Change animation"].menu())["Run"].trigger()
    assert cues(session) == (CUES[0], Cue(3.0, 2, 0.3), CUES[1])


def test_a_blend_and_a_speed_are_typed(shown, session):
    for row, words, field, value in (("Blend…", "0.75 s", "blend", 0.75), ("Blend…", "-1", "blend", 0.75),
                                     ("Speed…", "2,5", "speed", 2.5), ("Speed…", "quick", "speed", 2.5)):
        opened(shown, session, 0, 3.0)[row].trigger()
        line = QApplication.activePopupWidget().findChild(QLineEdit)
        line.setText(words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert getattr(cues(session)[0], field) == value


@pytest.fixture
def worn():
    def wear(name):
        theme.wardrobe.name = name
        theme.wardrobe.changed.emit(name)

    yield wear
    wear("dark")


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_sheet_draws_a_ramp_between_two_animations(shown, worn, name):
    def off(time, share, take):
        drawn, fill = shown.grab().toImage().pixelColor(at(shown, time, share)), fill_of(take)
        return max(abs(a - b) for a, b in zip(drawn.getRgb(), fill.getRgb()))

    worn(name)
    assert off(2.2, 0.25, 0) < 10              # above the ramp the one
    assert off(2.2, 0.75, 1) < 10              # below it the other
    assert off(1.5, 0.25, 0) < 10
    assert off(3.8, 0.25, 1) < 10
    assert off(1.5, 0.25, 1) > 20
    assert off(3.8, 0.25, 0) > 20


def test_right_click_chooses_what_its_menu_is_of(shown, timeline, session):
    menus = []
    shown.menu_wanted.disconnect()
    shown.menu_wanted.connect(lambda hit, where: menus.append((hit.what, hit.number, QPointF(where))))
    QTest.mouseClick(shown, Qt.MouseButton.RightButton, PLAIN, at(shown, 5.0))
    assert menus[0][:2] == ("strip", 1)
    assert session.cue == ("fox", 1)
    click_name = place(shown, row_of(shown, "lamp"), 1.0)
    click_name.setX(60)
    QTest.mouseClick(shown, LEFT, PLAIN, click_name)
    assert session.cue is None
    assert session.selection == ("lamp",)
