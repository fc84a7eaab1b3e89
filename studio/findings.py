"""Findings: what an export will show differently, as a list with a button for what mends it.

In     the door, what to ask it (engine.messages.Preflight), who shows the file.   Out   rows; the options of a remedy
       that was pressed, through `mended`.
Raises nothing.  Knows nothing of how an export is asked for.

Asked a moment after the last change, the newest question only; what was found before stands, faded, until the answer,
and what the engine does meanwhile is said beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from engine import messages
from studio import icons
from studio.door import Door, Job

PAUSE = 200                       # ms after the last change
SHOWN = 232                       # px of findings, beyond which they scroll


class Findings(QFrame):
    mended = Signal(dict)         # options to be put over the export's

    def __init__(self, door: Door, ask: Callable[[], messages.Preflight], parent: QWidget | None = None, *,
                 shown_by: str = "every engine of this profile") -> None:
        super().__init__(parent)
        self.door, self._ask, self._job, self._shown_by = door, ask, "", shown_by
        self.setProperty("role", "card")
        self._mark, self._title, self._facts = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "section")
        self._facts.setProperty("role", "dim")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._title, 1)
        head.addWidget(self._facts)
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(10)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._rows)
        for widget in (self._area, self._area.viewport(), self._rows):
            widget.setAutoFillBackground(False)
        self._area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._area)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._send)
        door.found.connect(self._found)
        door.ended.connect(self._ended)
        door.jobs_changed.connect(self._wait)
        self._say("loader-circle", "dim", f"Looking at what {self._shown_by} will show")
        self._area.hide()

    # ---- asking ----------------------------------------------------------------------------------

    def renew(self) -> None:
        """The export's options changed: ask anew."""
        self._rows.setEnabled(False)
        self._pause.start()

    def _send(self) -> None:
        if self._job:
            self.door.cancel(self._job)
        self._job = self.door.ask(self._ask())

    def leave(self) -> None:
        """The dialog closes: nobody waits for an answer any more."""
        self._pause.stop()
        self.door.found.disconnect(self._found)
        self.door.ended.disconnect(self._ended)
        self.door.jobs_changed.disconnect(self._wait)
        if self._job:
            self.door.cancel(self._job)

    # ---- answers ---------------------------------------------------------------------------------

    def _wait(self) -> None:
        """Says what the engine does until it answers."""
        job = self.door.jobs.get(self._job)
        if job is not None and job.state == "running" and job.note:
            self._facts.setText(job.note)

    def _found(self, message: messages.Found) -> None:
        if message.job == self._job:
            self.show_found(message.findings, message.report)

    def _ended(self, job: Job) -> None:
        if job.id == self._job and job.state == "failed":
            self._clear()
            self._facts.clear()
            self._say("triangle-alert", "violated", job.note)

    def show_found(self, findings: list[dict], report: dict) -> None:
        """Rows for the findings, and the figures of what will be written."""
        self._clear()
        if findings:
            many = "One thing" if len(findings) == 1 else f"{len(findings)} things"
            self._say("info", "warn", f"{many} to know before it is written")
        else:
            self._say("check", "good", f"{self._shown_by.capitalize()} shows what the studio shows")
        for finding in findings:
            self._list.addWidget(self._row(finding))
        self._list.addStretch(1)
        self._rows.setEnabled(True)
        self._area.setVisible(bool(findings))
        self._area.setFixedHeight(min(SHOWN, self._height()))
        targets = report.get("targets")
        figures = f"{report.get('triangles', 0):,} triangles" + (
            "" if targets is None else f" · {targets} morph target{'' if targets == 1 else 's'}")
        self._facts.setText(figures if report.get("baked") else "drafts; the bake may tell more")
        self._facts.setToolTip("" if report.get("baked") else "Errors, cuts and numbers of vertices are known once the "
                               "objects are baked; the export bakes them in any case")

    def _row(self, finding: dict) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        sentence = QLabel(finding["sentence"])
        sentence.setWordWrap(True)
        words.addWidget(sentence)
        if finding["engines"]:
            chips = QHBoxLayout()
            chips.setSpacing(4)
            for engine in finding["engines"]:
                chip = QLabel(engine)
                chip.setProperty("role", "chip")
                chips.addWidget(chip)
            chips.addStretch(1)
            words.addLayout(chips)
        line.addLayout(words, 1)
        remedy = finding["remedy"]
        if remedy is not None:
            button = QPushButton(remedy["label"])
            button.setAccessibleName(f"{remedy['label']}: {finding['sentence']}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, options=remedy["options"]: self.mended.emit(dict(options)))
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _height(self) -> int:
        """Pixels that all rows take at the present width."""
        wide = max(self._area.width() - 8, 320)
        items = [item for k in range(self._list.count()) if (item := self._list.itemAt(k)) is not None]
        rows = [item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                for item in items if item.widget() is not None]
        return sum(rows) + self._list.spacing() * max(len(rows) - 1, 0) + 2

    def _say(self, icon: str, token: str, words: str) -> None:
        self._mark.setPixmap(icons.icon(icon, token).pixmap(16, 16))
        self._title.setText(words)

    def _clear(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
