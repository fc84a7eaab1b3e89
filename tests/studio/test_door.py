"""The door against a real child process: every job ends once, a death loses nothing."""


import sys

import pytest

from engine import messages
from studio.door import Door
from studio.jobs.status import StatusBar
from studio.session import Session


@pytest.fixture
def door(qtbot, peer):
    door = Door(command=peer)
    with qtbot.waitSignal(door.hello, timeout=10000):
        door.open()
    yield door
    door.close()


def test_an_answer_comes_as_a_typed_signal_and_ends_once(door, qtbot):
    ends = []
    door.ended.connect(ends.append)
    with qtbot.waitSignal(door.ended, timeout=10000), qtbot.waitSignal(door.composed, timeout=10000) as told:
        job = door.ask(messages.Compose(prompt="fish lamp"))
    assert [n["id"] for n in told.args[0].scene["nodes"]] == ["fish", "lamp"]
    assert [(j.id, j.state, j.done) for j in ends] == [(job, "done", 1.0)]


def test_a_running_job_is_cancelled(door, qtbot):
    job = door.ask(messages.Compose(prompt="wait"))
    qtbot.waitUntil(lambda: door.jobs[job].state == "running", timeout=10000)
    with qtbot.waitSignal(door.ended, timeout=10000):
        door.cancel(job)
    assert door.jobs[job].state == "cancelled"
    assert door.open_jobs == []


def test_a_failure_is_one_sentence(door, qtbot):
    with qtbot.waitSignal(door.failed, timeout=10000) as told:
        door.ask(messages.Compose(prompt="fail"))
    assert told.args[0].reason == "It cannot be read: say it otherwise."


def test_a_death_is_told_and_the_job_is_asked_again(door, qtbot):
    first = door.pid
    with qtbot.waitSignals([door.stopped, door.restarted, door.hello, door.composed], timeout=20000):
        job = door.ask(messages.Compose(prompt="die once"))
    qtbot.waitUntil(lambda: door.jobs[job].state == "done", timeout=10000)
    assert door.pid != first


def test_a_job_that_kills_twice_is_given_up(door, qtbot):
    with qtbot.waitSignal(door.failed, timeout=20000) as told:
        job = door.ask(messages.Compose(prompt="die"))
    assert told.args[0].job == job
    assert "given up" in told.args[0].reason
    with qtbot.waitSignal(door.composed, timeout=20000):
        door.ask(messages.Compose(prompt="fish"))


def test_an_engine_that_cannot_start_is_left_alone(qtbot):
    door = Door(command=[sys.executable, "-c", "raise SystemExit(1)"])
    told = []
    door.stopped.connect(told.append)
    door.open()
    qtbot.waitUntil(lambda: any("cannot start" in sentence for sentence in told), timeout=20000)
    count = len(told)
    qtbot.wait(300)
    assert len(told) == count
    door.close()


def test_a_fresh_engine_prepares_itself_beside_the_jobs(qtbot, peer):
    door, said = Door(command=peer), []
    status = StatusBar(Session(), door)
    qtbot.addWidget(status)
    door.preparing.connect(lambda words: said.append((words, status.engine.text())))
    door.open()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=10000)
    assert said[0] == ("Compiling", "Compiling")
    assert said[1] == ("", "Engine ready · CPU · test")
    assert door.jobs == {}
    door.close()
