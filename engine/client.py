"""Client: starts the engine in a process of its own and talks to it.

In     requests (engine.messages).   Out   events, in order, by `poll` or `ask`.
Raises EngineError where the engine cannot be started or reports a failure to `ask`.
Knows nothing of Qt, torch or stages.

A crash or an out-of-memory in the engine ends that process and nothing else: `alive` turns false, `restart` starts
a fresh one and asks again for what had no end yet. A failure of the accelerator is retried on the CPU the same way.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import platformdirs

from engine import messages
from engine.messages import ENDS, Cancel, Failed, Message, Progress, Request, Shutdown, Started, WireError

_jobs = itertools.count(1)


class EngineError(RuntimeError):
    """The engine could not do what was asked; the message is one sentence for the artist."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail


def new_job() -> str:
    """A job id, unique in this process."""
    return f"j{next(_jobs)}"


def log_file() -> Path:
    """Where the engine's own words go (its stderr)."""
    folder = Path(platformdirs.user_log_dir("chronoform"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "engine.log"


def _command(device: str) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--engine", "--device", device]
    return [sys.executable, "-m", "engine.worker", "--device", device]


def _environment() -> dict[str, str]:
    """One thread per numeric library: two that spin on two busy cores cost 50 times the work (measured)."""
    single = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    root = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    return {**single, "PYOPENGL_PLATFORM": "egl", **os.environ, "PYTHONPATH": path}


class Client:
    """One engine process and the jobs it was asked for."""

    def __init__(self, device: str = "auto", *, command: list[str] | None = None) -> None:
        self.device = device
        self._fixed = command
        self._events: queue.Queue[Message] = queue.Queue()
        self._pending: dict[str, Request] = {}
        self._lock = threading.Lock()
        self._start()

    # ---- the process -----------------------------------------------------------------------------

    def _start(self) -> None:
        with open(log_file(), "ab") as log:
            try:
                self._process = subprocess.Popen(
                    self._fixed or _command(self.device), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=log, env=_environment(), bufsize=-1)
            except OSError as error:
                raise EngineError(f"the engine cannot be started: {error}") from error
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        try:
            while (message := messages.read(process.stdout)) is not None:
                self._events.put(message)
        except (WireError, OSError, ValueError) as error:
            with open(log_file(), "a", encoding="utf-8") as log:
                print(f"client: {error}", file=log)
            process.kill()
        process.wait()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of the jobs that have no end yet."""
        return tuple(self._pending)

    def restart(self, *, device: str | None = None) -> None:
        """A fresh process that is asked again for every job without an end."""
        self.device = device or self.device
        self._stop()
        self._start()
        for request in list(self._pending.values()):
            self._write(request)

    def forget(self, job: str) -> None:
        """Do not ask for this job again."""
        self._pending.pop(job, None)

    def close(self) -> None:
        self._pending.clear()
        self._stop()

    def _stop(self) -> None:
        process = self._process
        if process.poll() is None:
            try:
                self._write(Shutdown())
                process.wait(timeout=0.5)
            except (subprocess.TimeoutExpired, OSError):
                process.kill()
                process.wait()
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()

    # ---- the conversation ------------------------------------------------------------------------

    def send(self, message: Message) -> str:
        """Send; a request without a job id gets one. Returns the id.

        A request to a dead engine is kept and asked after `restart`.
        """
        if isinstance(message, Request):
            if not message.job:
                message = replace(message, job=new_job())
            self._pending[message.job] = message
        self._write(message)
        return message.job

    def cancel(self, job: str) -> None:
        self.send(Cancel(job=job))

    def _write(self, message: Message) -> None:
        assert self._process.stdin is not None
        with self._lock, contextlib.suppress(OSError, ValueError):  # the process may be gone: `alive` says so
            messages.write(self._process.stdin, message)

    def poll(self) -> list[Message]:
        """Every event that has arrived, without waiting."""
        out: list[Message] = []
        while True:
            try:
                message = self._events.get_nowait()
            except queue.Empty:
                return out
            out.extend(self._heard(message))

    def _heard(self, message: Message) -> Iterable[Message]:
        if isinstance(message, Failed) and message.device and message.job in self._pending:
            self.restart(device="cpu")
            return [Progress(job=message.job, note=f"{message.reason} Going on on the CPU.")]
        if isinstance(message, Started) and message.job not in self._pending:
            return []
        if isinstance(message, ENDS):
            self._pending.pop(message.job, None)
        return [message]

    def ask(self, request: Request, *, hear: Callable[[Message], None] | None = None) -> list[Message]:
        """Send, wait for the end, return the events. For programs without an event loop."""
        job, out = self.send(request), []
        while True:
            for message in self.poll():
                if message.job != job:
                    continue
                out.append(message)
                if hear:
                    hear(message)
                if isinstance(message, Failed):
                    raise EngineError(message.reason, message.detail)
                if isinstance(message, ENDS):
                    return out
            if not self.alive and self._events.empty():
                self._pending.pop(job, None)
                raise EngineError(f"the engine stopped (exit code {self._process.returncode}); its log is {log_file()}")
            time.sleep(0.002)
