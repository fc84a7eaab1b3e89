"""The list of jobs: each with its progress, its end, and a button to cancel it.

In     the door.   Out   cancellations.   Raises nothing.  Knows nothing of what a job is for.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QToolButton, QVBoxLayout, QWidget

from studio import icons
from studio.door import Door, Job
from studio.popup import Pane

WIDTH = 340
LINES = 8
STATES = {"waiting": "waiting", "running": "", "done": "done", "failed": "failed", "cancelled": "cancelled"}


class JobLine(QFrame):
    def __init__(self, door: Door) -> None:
        super().__init__()
        self.job_id = ""
        self.title, self.state, self.note = QLabel(), QLabel(), QLabel()
        self.state.setProperty("role", "dim")
        self.note.setProperty("role", "dim")
        self.note.setWordWrap(True)
        self.bar = QProgressBar(minimum=0, maximum=1000, textVisible=False)
        self.stop = QToolButton()
        self.stop.setProperty("role", "quiet")
        self.stop.setIcon(icons.icon("x", "dim"))
        self.stop.setToolTip("Cancel this job")
        self.stop.setAccessibleName("Cancel")
        self.stop.clicked.connect(lambda: door.cancel(self.job_id))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        first.addWidget(self.state)
        first.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addLayout(first)
        column.addWidget(self.bar)
        column.addWidget(self.note)

    def tell(self, job: Job) -> None:
        self.job_id = job.id
        self.title.setText(job.title)
        seconds = f"{job.seconds:.1f} s" if job.state == "done" else STATES[job.state]
        self.state.setText(f"{100 * job.done:.0f} %" if job.state == "running" else seconds)
        self.bar.setVisible(job.open)
        self.bar.setValue(round(1000 * job.done))
        note = "\n".join(job.remarks) if job.remarks else job.note
        self.note.setText(note if job.open or job.state == "failed" or job.remarks else "")
        self.note.setToolTip(job.detail)
        self.note.setVisible(bool(self.note.text()))
        self.stop.setVisible(job.open)


class JobList(Pane):
    def __init__(self, door: Door, parent: QWidget) -> None:
        super().__init__(parent, WIDTH)
        self.door = door
        heading, all_of_them = QLabel("Jobs"), QToolButton()
        heading.setProperty("role", "section")
        all_of_them.setText("Cancel all")
        all_of_them.setProperty("role", "quiet")
        all_of_them.clicked.connect(door.cancel_all)
        self.cancel = all_of_them
        first = QHBoxLayout()
        first.addWidget(heading, 1)
        first.addWidget(all_of_them)
        self.empty = QLabel("The engine has nothing to do.")
        self.empty.setProperty("role", "hint")
        self.inner = QWidget()
        self.lines = QVBoxLayout(self.inner)
        self.lines.setContentsMargins(0, 0, 4, 0)
        self.lines.setSpacing(4)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        self.inner.setAutoFillBackground(False)
        self.area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 8, 12)
        column.setSpacing(8)
        column.addLayout(first)
        column.addWidget(self.empty)
        column.addWidget(area)
        self._rows: list[JobLine] = []
        door.jobs_changed.connect(self.refresh)

    def refresh(self) -> None:
        """The newest jobs on top."""
        if not self.isVisible():
            return
        jobs = [job for job in reversed(self.door.jobs.values()) if job.shown or job.state == "failed"][:LINES]
        while len(self._rows) < len(jobs):
            line = JobLine(self.door)
            self._rows.append(line)
            self.lines.addWidget(line)
        for index, line in enumerate(self._rows):
            line.setVisible(index < len(jobs))
            if index < len(jobs):
                line.tell(jobs[index])
        self.empty.setVisible(not jobs)
        self.area.setVisible(bool(jobs))
        self.cancel.setVisible(any(job.open for job in jobs))
        self.area.setFixedHeight(min(360, self.inner.sizeHint().height() + 4))

    def open_above(self, button: QWidget) -> None:
        self.show()
        self.refresh()
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(0, 0))
        self.move(corner.x(), corner.y() - self.height() - 8)
