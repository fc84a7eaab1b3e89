"""Worker: the process that answers.

In     frames on standard input.   Out   frames on standard output; its log on standard error.
Raises nothing: every error of a job becomes one Failed with one sentence.
Knows nothing of panels; which stages answer which request stands in engine.jobs.

One thread reads, so that a Cancel is heard while a job runs; the main thread works through the jobs in order, but for
Prepare, which has a thread of its own. Jobs poll `Job.check`, which raises when the artist has cancelled. Standard
output belongs to the wire alone: whatever a library prints goes to the log.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
import traceback
from collections import deque
from dataclasses import replace
from typing import IO

from engine import messages
from engine.messages import (
    Cancel,
    Cancelled,
    Done,
    Failed,
    Hello,
    Message,
    Prepare,
    Progress,
    Request,
    Shutdown,
    Started,
    WireError,
)

LONGEST = 300
"""Characters of a sentence for the artist."""


class JobCancelled(Exception):
    """The artist asked to stop."""


class Job:
    """What a running job may do: report, and ask whether it should stop."""

    def __init__(self, worker: Worker, request: Request) -> None:
        self._worker, self.request = worker, request
        self._done = 0.0

    def check(self) -> None:
        """Raises JobCancelled once the artist has cancelled."""
        if self.request.job in self._worker.cancelled:
            raise JobCancelled

    def progress(self, done: float, note: str = "") -> None:
        self.check()
        self._done = float(done)
        self.note(note)

    def note(self, words: str) -> None:
        """Say what is being done, at the progress made so far."""
        self.emit(Progress(done=self._done, note=words))

    def give_way(self) -> None:
        """Wait until no job of the queue waits or runs."""
        self._worker.wait_idle(self.request.job)
        self.check()

    def emit(self, message: Message) -> None:
        self._worker.write(replace(message, job=self.request.job))


class Worker:
    def __init__(self, source: IO[bytes], sink: IO[bytes]) -> None:
        self._source, self._sink = source, sink
        self._lock = threading.Lock()
        self._wake = threading.Condition()
        self._waiting: deque[Request] = deque()
        self._closed = self._busy = False
        self.cancelled: set[str] = set()

    def write(self, message: Message) -> None:
        with self._lock:
            messages.write(self._sink, message)

    # ---- hearing ---------------------------------------------------------------------------------

    def listen(self) -> None:
        """Read until the stream ends. Runs in a thread of its own."""
        try:
            while (message := messages.read(self._source)) is not None:
                if isinstance(message, Shutdown):
                    break
                self._hear(message)
        except (WireError, OSError) as error:
            print(f"worker: {error}", file=sys.stderr, flush=True)
        with self._wake:
            self._closed = True
            self._waiting.clear()
            self._wake.notify_all()

    def _hear(self, message: Message) -> None:
        with self._wake:
            if isinstance(message, Cancel):
                self.cancelled.add(message.job)
            elif isinstance(message, Request):
                if message.redundancy:
                    for old in self._waiting:
                        if old.redundancy == message.redundancy:
                            self.cancelled.add(old.job)
                self._waiting.append(message)
            self._wake.notify_all()

    # ---- working ---------------------------------------------------------------------------------

    def serve(self, answer) -> None:
        """Work through the jobs until the stream ends. `answer(request, job)` is engine.jobs.answer."""
        while True:
            with self._wake:
                while not self._waiting and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                request = self._waiting.popleft()
                self._busy = not isinstance(request, Prepare)
            if self._busy:
                self._run(request, answer)
            else:
                threading.Thread(target=self._run, args=(request, answer), daemon=True).start()
            with self._wake:
                self._busy = False
                self._wake.notify_all()

    def wait_idle(self, job: str) -> None:
        """Until the queue is empty and nothing of it runs, or `job` is cancelled, or the stream ends."""
        with self._wake:
            self._wake.wait_for(lambda: self._closed or job in self.cancelled or not (self._busy or self._waiting))

    def _run(self, request: Request, answer) -> None:
        job = Job(self, request)
        started = time.perf_counter()
        job.emit(Started(title=type(request).__name__))
        try:
            job.check()
            answer(request, job)
        except JobCancelled:
            job.emit(Cancelled())
        except Exception as error:  # the one place where any error of a stage becomes a sentence
            traceback.print_exc()
            sys.stderr.flush()
            job.emit(Failed(reason=sentence(error), detail=traceback.format_exc(), device=_is_device(error)))
        else:
            job.emit(Done(seconds=time.perf_counter() - started))
        self.cancelled.discard(request.job)


def sentence(error: BaseException) -> str:
    """One line for the artist. An error nobody foresaw is named by its type alone: its words are for the log."""
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, MemoryError):
        return "There is not enough memory for this: close something or lower the detail."
    if isinstance(error, (ValueError, OSError, RuntimeError)) and len(text) <= LONGEST:
        return text
    return f"The engine failed at this ({type(error).__name__}): its log, in the Help menu, has the whole story."


def _is_device(error: BaseException) -> bool:
    from engine.device import DeviceError

    return isinstance(error, DeviceError)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="chronoform-engine", description="Answers the studio on stdin and stdout.")
    parser.add_argument("--device", default="auto", choices=("auto", "cuda", "mps", "cpu"))
    options = parser.parse_args(argv)
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=2**20)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Worker(sys.stdin.buffer, sink)
    threading.Thread(target=worker.listen, daemon=True).start()

    from engine.jobs import Engine  # after the listener runs: importing torch takes a second or two

    engine = Engine(device=options.device)
    worker.write(Hello(**engine.hello()))
    worker.serve(engine.answer)
    sys.stderr.flush()
    os._exit(0)  # the listener may sit in a blocking read


if __name__ == "__main__":
    sys.exit(main())
