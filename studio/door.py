"""The door: the studio's only way to the engine, and back.

In     requests (engine.messages).   Out   Qt signals, one per kind of event, emitted in the GUI thread.
Raises nothing once open: an engine that cannot start or stops is told through `stopped`, and started again.
Knows nothing of panels or of what an answer means.

No signal ever crosses a thread: a timer in the GUI thread polls the client's queue, every 4 ms while jobs run and every
50 ms otherwise. An engine that dies is restarted and asked again for what had no end yet; a job under which it died
twice is given up, so that one bad request cannot keep killing it. A fresh engine is asked to prepare itself beside the
artist's jobs; that is no job of theirs and not in their list.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from engine import messages
from engine.client import Client, EngineError, log_file
from engine.messages import Message, Request

BUSY, IDLE = 4, 50                # ms between polls
DEATHS = 2                        # a job during which the engine died so often is given up
STARTS = 3                        # starts in a row without a word from the engine, then it is left alone
QUIET = ("Compose", "Info", "Preflight", "Preview")   # jobs too short to show in the list unless they last
TITLES = {"Compose": "Reading the prompt", "Generate": "Generating", "Preview": "Previewing", "Play": "Building",
          "Export": "Exporting", "Preflight": "Looking ahead", "Render": "Rendering", "Rig": "Rigging",
          "Retopologise": "Retopology", "Mend": "Repairing",
          "Info": "Asking the engine"}


@dataclass
class Job:
    """What is known of one request. `state`: waiting, running, done, failed or cancelled."""

    id: str
    title: str
    kind: str
    request: Request
    state: str = "waiting"
    done: float = 0.0
    note: str = ""
    detail: str = ""                 # of a failure: the whole of what the engine said
    seconds: float = 0.0
    deaths: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def open(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def shown(self) -> bool:
        """Worth a line in the list of jobs."""
        return self.kind not in QUIET


class Door(QObject):
    hello = Signal(object)           # messages.Hello: a fresh engine is ready
    heard = Signal(object)           # every message
    composed = Signal(object)
    generated = Signal(object)
    shown = Signal(object)
    observed = Signal(object)
    wrote = Signal(object)
    found = Signal(object)           # messages.Found: of a preflight
    described = Signal(object)
    looked = Signal(object)
    arrived = Signal(object)         # messages.Arrived: an imported file
    mended = Signal(object)          # messages.Mended: what a repair makes of one
    restored = Signal(object)        # messages.Restored: the scene that an imported file was made from
    rigged = Signal(object)          # messages.Rigged: bones for one
    failed = Signal(object)          # messages.Failed
    ended = Signal(object)           # Job: done, failed or cancelled
    jobs_changed = Signal()
    stopped = Signal(str)            # one sentence: the engine stopped
    restarted = Signal(str)          # one sentence: it runs again, nothing was lost
    preparing = Signal(str)          # what the engine does to be ready, where that takes long; "" when it is done

    def __init__(self, device: str = "auto", *, command: list[str] | None = None,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: dict[str, Job] = {}
        self.engine: messages.Hello | None = None
        self._device, self._command = device, command
        self._client: Client | None = None
        self._closed = False
        self._silent = 0                 # starts in a row that never came to a Hello
        self._preparation: str | None = None    # the id of its job; "" when it has ended, or the engine died of it
        self._by_kind = {
            messages.Hello: self.hello, messages.Composed: self.composed, messages.Generated: self.generated,
            messages.Shown: self.shown, messages.Observed: self.observed, messages.Wrote: self.wrote,
            messages.Found: self.found, messages.Described: self.described, messages.Looked: self.looked,
            messages.Arrived: self.arrived, messages.Restored: self.restored, messages.Rigged: self.rigged,
            messages.Mended: self.mended, messages.Failed: self.failed}
        self._timer = QTimer(self, interval=IDLE)
        self._timer.timeout.connect(self._poll)

    # ---- the engine ------------------------------------------------------------------------------

    def open(self) -> None:
        """Starts the engine's process; it answers `hello` when it is ready."""
        try:
            self._client = Client(device=self._device, command=self._command)
        except EngineError as error:
            self.stopped.emit(str(error))
            return
        self._timer.start()

    def close(self) -> None:
        """Ends the engine."""
        self._closed = True
        self._timer.stop()
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def ready(self) -> bool:
        return self.engine is not None

    @property
    def pid(self) -> int | None:
        return self._client.pid if self._client is not None else None

    def set_device(self, device: str) -> None:
        """The engine starts afresh on another device."""
        if device != self._device and self._client is not None:
            self._device, self.engine = device, None
            self._client.restart(device=device)

    def restart(self) -> None:
        """The engine's process ends and starts afresh; what had no end is asked again."""
        if self._client is not None:
            self.engine, self._silent = None, 0
            self._client.restart()
            self._timer.start(BUSY)
            self.jobs_changed.emit()

    # ---- asking ----------------------------------------------------------------------------------

    def ask(self, request: Request, title: str = "") -> str:
        """Sends a request; gives its job's id. Older waiting jobs of the same redundancy key end as cancelled.

        Nothing is asked of a door that was closed.
        """
        if self._closed:
            return ""
        if self._client is None:
            self.stopped.emit("The engine is not running: start Chronoform again.")
            return ""
        kind = type(request).__name__
        job = self._client.send(request)
        request = replace(request, job=job)
        self.jobs[job] = Job(job, title or TITLES.get(kind, kind), kind, request)
        self._timer.setInterval(BUSY)
        self.jobs_changed.emit()
        return job

    def cancel(self, job: str) -> None:
        """Asks a job to end soon; its end comes as `ended`."""
        if self._client is not None and job in self.jobs and self.jobs[job].open:
            self._client.cancel(job)

    def cancel_all(self) -> None:
        for job in self.open_jobs:
            self.cancel(job.id)

    @property
    def open_jobs(self) -> list[Job]:
        """Jobs without an end, oldest first."""
        return [job for job in self.jobs.values() if job.open]

    # ---- hearing ---------------------------------------------------------------------------------

    def _poll(self) -> None:
        if self._client is None:
            return
        for message in self._client.poll():
            self._hear(message)
            if self._client is None:
                return
        if not self._client.alive:
            self._revive()
        self._timer.setInterval(BUSY if self.open_jobs else IDLE)

    def _hear(self, message: Message) -> None:
        job = self.jobs.get(message.job)
        if job is not None:
            self._note(job, message)
        if isinstance(message, messages.Hello):
            self.engine, self._silent = message, 0
            self._prepare()
        if message.job and message.job == self._preparation:
            self._hear_preparation(message)
            return
        self.heard.emit(message)
        signal = self._by_kind.get(type(message))
        if signal is not None:
            signal.emit(message)
        if job is not None and isinstance(message, messages.ENDS):
            self.ended.emit(job)
            self._forget_old()

    def _prepare(self) -> None:
        if self._preparation is None and self._client is not None:
            self._preparation = self._client.send(messages.Prepare())

    def _hear_preparation(self, message: Message) -> None:
        if isinstance(message, messages.Progress):
            self.preparing.emit(message.note)
        elif isinstance(message, messages.ENDS):
            self._preparation = None
            self.preparing.emit("")

    def _note(self, job: Job, message: Message) -> None:
        match message:
            case messages.Started():
                job.state = "running"
            case messages.Progress(done=done, note=note):
                job.done, job.note = done, note or job.note
            case messages.Wrote(remarks=remarks):
                job.remarks = list(remarks)
            case messages.Done(seconds=seconds):
                job.state, job.done, job.seconds = "done", 1.0, seconds
            case messages.Failed(reason=reason, detail=detail):
                job.state, job.note, job.detail = "failed", reason, detail
            case messages.Cancelled():
                job.state = "cancelled"
            case _:
                return
        self.jobs_changed.emit()

    def _forget_old(self, keep: int = 40) -> None:
        closed = [job.id for job in self.jobs.values() if not job.open]
        for job in closed[:-keep]:
            del self.jobs[job]

    def _revive(self) -> None:
        """The engine died: tell, give up what killed it twice, start afresh."""
        assert self._client is not None
        if self.engine is None:
            self._silent += 1
            if self._silent >= STARTS:
                self._timer.stop()
                self.stopped.emit(f"The engine cannot start: its log, {log_file()}, says why. "
                                  "Help › Restart the engine tries again.")
                return
        self.engine = None
        if self._preparation:
            self._client.forget(self._preparation)
            self._preparation = ""       # never again: it may be what the engine died of
        self.stopped.emit("The engine stopped.")
        for job in self.open_jobs:
            if job.state == "running":
                job.deaths += 1
                job.state = "waiting"
                if job.deaths >= DEATHS:
                    self._client.forget(job.id)
                    self._hear(messages.Failed(job=job.id, reason=(
                        f"{job.title} stopped the engine {DEATHS} times and was given up; the log is {log_file()}.")))
        try:
            self._client.restart()
        except EngineError as error:
            self._timer.stop()
            self.stopped.emit(str(error))
            return
        self.restarted.emit("The engine stopped and was restarted; nothing was lost.")
        self.jobs_changed.emit()
