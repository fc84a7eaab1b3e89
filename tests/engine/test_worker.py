"""The process that answers, through its real streams."""

import os
import threading
import time

import pytest

from engine import messages
from engine.client import Client, EngineError
from engine.device import DeviceError
from engine.messages import (
    Cancel,
    Cancelled,
    Compose,
    Composed,
    Done,
    Failed,
    Info,
    Prepare,
    Progress,
    Shutdown,
    Started,
)
from engine.worker import Worker


class Pair:
    """A worker on two real pipes, its answers given by the test."""

    def __init__(self, answer):
        to_worker, from_worker = os.pipe(), os.pipe()
        self.to, self.back = os.fdopen(to_worker[1], "wb"), os.fdopen(from_worker[0], "rb")
        self.worker = Worker(os.fdopen(to_worker[0], "rb"), os.fdopen(from_worker[1], "wb"))
        for target, arguments in ((self.worker.listen, ()), (self.worker.serve, (answer,))):
            threading.Thread(target=target, args=arguments, daemon=True).start()

    def ask(self, *requests):
        for request in requests:
            messages.write(self.to, request)

    def hear(self, ends):
        """Messages until `ends` jobs have ended."""
        out = []
        while ends:
            out.append(messages.read(self.back))
            ends -= isinstance(out[-1], messages.ENDS)
        messages.write(self.to, Shutdown())
        return out


def test_every_start_gets_exactly_one_end():
    def answer(request, job):
        if request.prompt == "break":
            raise ValueError("the sentence")

    pair = Pair(answer)
    pair.ask(Compose(job="a", prompt="fine"), Compose(job="b", prompt="break"), Compose(job="c", prompt="fine"))
    heard = [(m.job, type(m)) for m in pair.hear(3)]
    assert heard == [("a", Started), ("a", Done), ("b", Started), ("b", Failed), ("c", Started), ("c", Done)]


def test_a_running_job_stops_when_cancelled():
    began = threading.Event()

    def answer(request, job):
        for _ in range(2000):
            began.set()
            job.check()
            time.sleep(0.005)

    pair = Pair(answer)
    pair.ask(Compose(job="a"))
    assert began.wait(5)
    pair.ask(Cancel(job="a"))
    assert [type(m) for m in pair.hear(1)] == [Started, Cancelled]


def test_preparing_keeps_nobody_waiting_and_gives_way_to_the_queue():
    done, began, go_on = [], threading.Event(), threading.Event()

    def answer(request, job):
        if isinstance(request, Prepare):
            began.set()
            assert go_on.wait(10)
            job.give_way()
        elif request.job == "second":
            go_on.set()
            time.sleep(0.05)
        done.append(request.job)

    pair = Pair(answer)
    pair.ask(Prepare(job="prepare"))
    assert began.wait(5)
    pair.ask(*(Compose(job=name) for name in ("first", "second", "third")))
    ends = [m.job for m in pair.hear(4) if isinstance(m, Done)]
    assert sorted(ends) == ["first", "prepare", "second", "third"]
    assert done == ["first", "second", "third", "prepare"]


def test_a_preparation_that_gives_way_stops_when_cancelled():
    busy, leave = threading.Event(), threading.Event()

    def answer(request, job):
        if isinstance(request, Prepare):
            assert busy.wait(5)
            job.give_way()
        else:
            busy.set()
            leave.wait(10)

    pair = Pair(answer)
    pair.ask(Prepare(job="prepare"), Compose(job="long"))
    assert busy.wait(5)
    pair.ask(Cancel(job="prepare"))
    while not isinstance(end := messages.read(pair.back), messages.ENDS):
        pass
    assert (end.job, type(end)) == ("prepare", Cancelled)
    leave.set()
    assert [m.job for m in pair.hear(1)] == ["long"]


def test_a_thousand_slider_moves_collapse_to_the_first_and_the_last():
    gate, done = threading.Event(), []

    def answer(request, job):
        gate.wait(10)
        done.append(request.seed)

    pair = Pair(answer)
    pair.ask(*(Compose(job=f"j{k}", seed=k, redundancy="slider") for k in range(1000)))
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and [r.job for r in pair.worker._waiting][-1:] != ["j999"]:
        time.sleep(0.01)                       # the listener is still reading
    gate.set()
    heard = pair.hear(1000)
    assert done[-1] == 999
    assert len(done) <= 3
    assert sum(isinstance(m, Cancelled) for m in heard) == 1000 - len(done)


def test_a_failure_of_the_device_is_told_apart():
    def answer(request, job):
        raise DeviceError("CUDA ran out of memory.")

    pair = Pair(answer)
    pair.ask(Compose(job="a"))
    failed = pair.hear(1)[-1]
    assert failed.device
    assert failed.reason == "CUDA ran out of memory."


@pytest.fixture(scope="module")
def client():
    client = Client("cpu")
    yield client
    client.close()


def test_the_real_engine_composes(client):
    events = client.ask(Compose(prompt="a red fish orbits a tall lamp"))
    composed = next(e for e in events if isinstance(e, Composed))
    assert {n["category"] for n in composed.scene["nodes"]} == {"fish", "lamp"}


def test_a_bad_prompt_is_one_sentence(client):
    with pytest.raises(EngineError) as refused:
        client.ask(Compose(prompt="   "))
    assert "\n" not in str(refused.value)


def test_a_killed_engine_loses_nothing(client):
    job = client.send(Compose(prompt="a dog"))
    os.kill(client.pid, 9)
    while client.alive:
        time.sleep(0.01)
    client._pending.setdefault(job, Compose(job=job, prompt="a dog"))  # unless it had answered before it was killed
    client.restart()
    deadline = time.monotonic() + 60
    heard = []
    while time.monotonic() < deadline and not any(isinstance(m, Done) and m.job == job for m in heard):
        heard += client.poll()
        time.sleep(0.01)
    assert any(isinstance(m, Composed) and m.job == job for m in heard)


def test_a_device_error_is_retried_on_the_cpu_in_a_fresh_worker(tmp_path):
    script = tmp_path / "failing.py"
    script.write_text(
        "import sys\n"
        "from engine import worker, jobs\n"
        "from engine.device import DeviceError\n"
        "real = jobs.Engine.answer\n"
        "def answer(self, request, job):\n"
        "    if self._asked != 'cpu':\n"
        "        raise DeviceError('CUDA ran out of memory.')\n"
        "    real(self, request, job)\n"
        "jobs.Engine.answer = answer\n"
        "worker.main(sys.argv[1:])\n")
    import sys

    client = Client("auto", command=[sys.executable, str(script), "--device", "auto"])
    first = client.pid
    try:
        job = client.send(Info())
        client._fixed = None                   # what `restart` starts is the real worker
        heard, deadline = [], time.monotonic() + 90
        while time.monotonic() < deadline and not any(isinstance(m, messages.ENDS) and m.job == job for m in heard):
            heard += client.poll()
            time.sleep(0.01)
        ours = [m for m in heard if m.job == job]
        assert any(isinstance(m, Progress) and "CPU" in m.note for m in ours)
        assert isinstance(ours[-1], Done)
        assert client.pid != first
        assert client.device == "cpu"
    finally:
        client.close()
