"""History: undo, redo, branches, merged drags and the bound in bytes."""

import pytest

from engine.document.history import History
from engine.document.scene import Node, Scene, SceneError


def at(duration: float) -> Scene:
    return Scene(duration=duration)


def test_undo_and_redo_walk_the_same_scenes():
    history = History(at(1))
    for duration in (2, 3, 4):
        history.push(at(duration), f"Set {duration}")
    assert (history.undo_name, history.redo_name) == ("Set 4", None)
    assert [history.undo().duration for _ in range(4)] == [3, 2, 1, 1]
    assert history.undo_name is None
    assert [history.redo().duration for _ in range(4)] == [2, 3, 4, 4]


def test_a_push_after_undo_branches_and_loses_nothing():
    history = History(at(1))
    history.push(at(2), "a")
    kept = history.push(at(3), "b")
    history.undo()
    history.branch("what if")
    history.push(at(30), "c")
    assert [step.scene.duration for step in history.path()] == [1, 2, 30]
    assert [step.branch for step in history.branches()] == ["what if"]
    assert history.go(kept.id).duration == 3
    history.undo()
    assert history.redo().duration == 3
    with pytest.raises(SceneError, match="99"):
        history.go(99)


def test_a_drag_is_one_step():
    history = History(at(1))
    for duration in (2, 3, 4):
        history.push(at(duration), "Drag", merge="duration")
    history.settle()
    history.push(at(5), "Drag", merge="duration")
    assert [history.undo().duration for _ in range(2)] == [4, 1]


def test_a_drag_after_undo_does_not_swallow_the_step_before():
    history = History(at(1))
    history.push(at(2), "Drag", merge="duration")
    history.push(at(3), "Other")
    history.undo()
    history.push(at(4), "Drag", merge="duration")
    assert [step.scene.duration for step in history.path()] == [1, 2, 4]


def test_the_same_scene_is_no_step():
    history = History(at(1))
    history.push(at(1), "nothing")
    assert history.undo_name is None


def test_bounded_in_bytes_the_oldest_go_first_and_the_current_stays():
    nodes = tuple(Node(f"n{k}", name="x" * 500) for k in range(4))
    history = History(Scene(nodes=nodes), limit=60_000)
    side = history.push(Scene(nodes=nodes[:1], prompt="side"), "side")
    history.undo()
    for k in range(60):
        changed = nodes[0].changed(name=f"{k}" + "y" * 400)
        history.push(Scene(nodes=(changed, *nodes[1:])), f"step {k}")
    assert history.size <= 60_000
    assert history.scene.nodes[0].name.startswith("59")
    assert side.id not in {step.id for step in history.steps()}
    line = history.path()
    assert line[0].parent is None
    assert [step.name for step in line] == [f"step {k}" for k in range(60 - len(line), 60)]
    assert history.undo().nodes[0].name.startswith("58")
