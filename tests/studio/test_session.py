"""The session: every edit can be taken back, a drag is one step, a selection never dangles."""

import numpy as np
import pytest

from engine.document import edits
from engine.document.scene import Node, Relation, Scene, SceneError
from studio.session import Session

LAMP, FISH = Node("lamp", category="lamp"), Node("fish", category="fish")
SCENE = Scene(nodes=(LAMP, FISH), relations=(Relation("r1", "orbits", "fish", "lamp"),))


@pytest.fixture
def session(qapp):
    return Session(SCENE)


def test_undo_restores_and_redo_brings_back(session):
    session.change_node("lamp", "Rename", name="Tall lamp")
    session.change_relation("r1", "Retime", end=3.0)
    after = session.scene
    session.undo()
    session.undo()
    assert session.scene == SCENE
    session.redo()
    session.redo()
    assert session.scene == after
    assert not session.can_redo


def test_a_drag_is_one_step_and_a_second_drag_another(session):
    for x in range(5):
        session.change_node("lamp", "Move card", merge="card lamp", card=(float(x), 0.0))
    session.settle()
    session.change_node("lamp", "Move card", merge="card lamp", card=(9.0, 0.0))
    session.undo()
    assert session.scene.node("lamp").card == (4.0, 0.0)
    session.undo()
    assert session.scene == SCENE


def test_an_edit_that_fails_changes_nothing(session, qtbot):
    with qtbot.assertNotEmitted(session.changed), pytest.raises(SceneError):
        session.change_node("nobody", "Rename", name="x")
    assert session.scene is SCENE


def test_the_selection_never_dangles(session):
    session.select("fish", "r1", "fish")
    assert session.selection == ("fish", "r1")
    session.apply(lambda s: s.changed(nodes=(LAMP,), relations=()), "Delete")
    assert session.selection == ()


def test_dirty_is_told_when_it_turns(session, qtbot, tmp_path):
    with qtbot.waitSignal(session.dirty_changed, timeout=1000) as told:
        session.change_node("lamp", "Rename", name="x")
    assert told.args == [True]
    session.saved(tmp_path / "a.chrono")
    assert not session.dirty
    session.undo()
    assert session.dirty
    session.redo()
    assert not session.dirty


def test_time_stays_inside_and_steps_on_whole_frames(session):
    session.set_time(99.0)
    assert session.time == SCENE.duration
    session.set_time(1.01)
    session.step(1)
    assert session.time == pytest.approx(31 / 30)
    session.set_range(low=1.0)
    session.set_range(high=2.0)
    assert session.range == (1.0, 2.0)


def test_playing_advances_inside_the_range(session, qtbot):
    session.set_range(1.0, 2.0)
    session.set_playing(True)
    qtbot.waitUntil(lambda: session.time > 1.0, timeout=3000)
    assert session.time < 2.0
    session.set_playing(False)
    assert not session.playing


def test_kept_arrays_are_found_by_what_they_hold(session):
    tokens = np.arange(6, dtype=np.float32).reshape(2, 3)
    key = session.keep(tokens)
    assert session.keep(tokens.copy()) == key
    assert np.array_equal(session.blobs.get(key), tokens)


def test_a_branch_loses_nothing(session):
    session.change_node("lamp", "Rename", name="a")
    one = session.history.current
    session.undo()
    session.change_node("lamp", "Rename", name="b")
    session.branch("what if: b")
    session.go(one)
    assert session.scene.node("lamp").name == "a"
    assert [step.branch for step in session.history.branches()] == ["what if: b"]


def test_edits_name_themselves(session):
    session.apply(edits.RemoveNode("fish"))
    assert session.history.undo_name == "Delete fish"
    assert session.scene.relations == ()


def test_what_the_engine_made_is_no_step_of_its_own(session):
    session.change_node("lamp", "Rename", name="a")
    step = session.history.current
    session.amend(edits.SetTokens("lamp", "0" * 64, "r1"))
    assert session.history.current.id == step.id
    assert session.scene.node("lamp").generation.tokens == "0" * 64
    session.undo()
    assert session.scene == SCENE


def test_completing_a_saved_document_does_not_make_it_dirty(session):
    session.amend(edits.SetTokens("lamp", "0" * 64, "r1"))
    assert not session.dirty
