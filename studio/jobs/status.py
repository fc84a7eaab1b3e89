"""The status bar: the engine's state, what it does, what was found, when the scene was saved.

In     the session and the door.   Out   a click that opens the list of jobs.
Raises nothing.  Knows nothing of what a job is for.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from engine.messages import Generated
from studio import icons, theme
from studio.door import Door
from studio.jobs.list import JobList
from studio.session import Session

HEIGHT = 26


class Dot(QWidget):
    """A small light: good, at work, or wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.token = "warn"
        self.setFixedSize(QSize(10, 10))

    def show_token(self, token: str) -> None:
        if token != self.token:
            self.token = token
            self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(self.token))
        painter.drawEllipse(QRectF(1, 1, 8, 8))


class StatusBar(QWidget):
    def __init__(self, session: Session, door: Door) -> None:
        super().__init__()
        self.session, self.door = session, door
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.dot, self.engine = Dot(), _label("The engine's process: its device and the revision of its weights")
        self.progress = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.progress.setFixedWidth(120)
        self.jobs = QToolButton()
        self.jobs.setProperty("role", "status")
        self.jobs.setFixedHeight(20)
        self.jobs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.jobs.setToolTip("What the engine works on, with progress and cancel")
        self.jobs.clicked.connect(self.show_jobs)
        self.bake = _label("Largest deviation of the exact bake from the generated surface")
        self.truth = _label("Relations that do not hold, and when")
        self.said = _label("", shrinks=True)
        self.link = QToolButton()
        self.link.setProperty("role", "status")
        self.link.setFixedHeight(20)
        self.link.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.link.hide()
        self.saved = _label("When the scene was last saved")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        for widget in (self.dot, self.engine):
            row.addWidget(widget)
        for widget in (self.jobs, self.progress, self.bake, self.truth):
            row.addSpacing(8)
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.link)
        row.addWidget(self.saved)
        self.list = JobList(door, self)
        self._saved_at: float | None = None
        self._errors: dict[str, float] = {}
        self._weights = ""
        self._clear = QTimer(self, singleShot=True, interval=9000)
        self._clear.timeout.connect(lambda: self.said.setText(""))
        self._minute = QTimer(self, interval=5000)
        self._minute.timeout.connect(self._show_saved)
        self._minute.start()
        door.hello.connect(lambda _: self._show_engine())
        door.preparing.connect(self._show_preparing)
        door.generated.connect(self._note_weights)
        door.stopped.connect(lambda _: self._show_engine())
        door.jobs_changed.connect(self._show_jobs)
        session.observed_changed.connect(self._show_truth)
        session.dirty_changed.connect(lambda _: self._show_saved())
        session.file_changed.connect(lambda _: self.forget_errors())
        self._show_engine()
        self._show_jobs()
        self._show_saved()

    # ---- what is shown ---------------------------------------------------------------------------

    def say(self, sentence: str) -> None:
        """One sentence, for a while."""
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self._clear.start()

    def show_link(self, words: str, tip: str, *, stale: bool) -> None:
        """The sign of the live link; "" where there is none."""
        self.link.setVisible(bool(words))
        self.link.setText(words)
        self.link.setToolTip(tip)
        self.link.setIcon(icons.icon("link", "warn" if stale else "good"))

    def note_saved(self) -> None:
        self._saved_at = time.monotonic()
        self._show_saved()

    def note_error(self, node: str, percent: float) -> None:
        """The worst error of a node's bake [% of its diagonal]."""
        self._errors[node] = percent
        self.bake.setText(f"Baked, worst error {max(self._errors.values()):.1f} %")

    def _note_weights(self, message: Generated) -> None:
        """The engine loads its network at the first wish for it, and names it then."""
        if message.weights != self._weights:
            self._weights = message.weights
            self._show_engine()

    def forget_errors(self) -> None:
        self._errors.clear()
        self.bake.setText("")
        self._saved_at = None
        self._show_saved()

    def _show_engine(self) -> None:
        hello = self.door.engine
        if hello is None:
            self.dot.show_token("warn")
            self.engine.setText("Engine is starting")
            return
        self.dot.show_token("good")
        words = ["Engine ready", device_words(hello.device), (hello.weights or self._weights).partition(".")[0]]
        self.engine.setText(" · ".join(word for word in words if word))
        weights = hello.weights or self._weights or "not loaded yet"
        facts = [f"Device {hello.device}, {hello.dtype}", f"Weights {weights}"]
        self.engine.setToolTip("\n".join(filter(None, [*facts, hello.note])))

    def _show_preparing(self, words: str) -> None:
        self._show_engine()
        if words:
            self.dot.show_token("accent")
            self.engine.setText(words)

    def _show_jobs(self) -> None:
        jobs = [job for job in self.door.open_jobs if job.shown]
        self.progress.setVisible(bool(jobs))
        if jobs:
            job = next((job for job in jobs if job.state == "running"), jobs[0])
            more = f"  +{len(jobs) - 1}" if len(jobs) > 1 else ""
            self.jobs.setText((job.note or job.title) + more)
            self.progress.setValue(round(1000 * job.done))
            self.dot.show_token("accent" if self.door.ready else "warn")
        else:
            self.jobs.setText("Jobs")
            if self.door.ready:
                self.dot.show_token("good")

    def _show_truth(self) -> None:
        wrong = [row for row in self.session.observed.values() if not row.get("holds", True)]
        told = list(self.session.unsatisfied)
        if not wrong and not told:
            self.truth.setText("")
            return
        spans = [tuple(span) for row in wrong for span in row.get("violations", ())]
        when = f" at {min(a for a, _ in spans):.1f}–{max(b for _, b in spans):.1f} s" if spans else ""
        count = f"{len(wrong)} relation{'s' if len(wrong) != 1 else ''} off{when}" if wrong else "Relations clash"
        self.truth.setText(count)
        self.truth.setToolTip("\n".join([*(row.get("words", "") for row in wrong), *told]))

    def _show_saved(self) -> None:
        if self._saved_at is None:
            unsaved = "Not saved yet" if self.session.path is None else "Unsaved changes"
            self.saved.setText(unsaved if self.session.dirty else "")
            return
        ago = time.monotonic() - self._saved_at
        words = f"{ago:.0f} s" if ago < 60 else f"{ago / 60:.0f} min"
        self.saved.setText(("Unsaved changes · saved " if self.session.dirty else "Saved ") + words + " ago")

    def show_jobs(self) -> None:
        """Opens the list above the bar."""
        self.list.open_above(self.jobs)


def device_words(device: str) -> str:
    """A device as people call it."""
    return {"cpu": "CPU", "cuda": "CUDA", "mps": "Apple GPU"}.get(device, device)


def _label(tip: str, *, shrinks: bool = False) -> QLabel:
    label = QLabel()
    label.setProperty("role", "dim")
    label.setToolTip(tip)
    if shrinks:
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
