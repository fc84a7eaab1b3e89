"""The history as a list: the line one is on, what lies ahead of it, and the branches that leave it.

In     a Session.   Out   `session.go` on a click.
Raises nothing.  Knows nothing of what the steps changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine.document.history import Step
from studio import theme
from studio.session import Session

ROW = 20
SHOWN = 14
"""Steps shown at most: the newest ones around the current one."""


@dataclass(frozen=True)
class Entry:
    step: Step
    words: str
    state: str                    # "here", "past", "ahead" or "branch"


def entries(session: Session) -> list[Entry]:
    """Newest first: what redo leads to, the current step, its past; each branch that leaves the line under its root."""
    steps = {step.id: step for step in session.history.steps()}
    here = session.history.current
    ahead, at = [], here
    while at.visited is not None:
        at = steps[at.visited]
        ahead.append(at)
    line = [*session.history.path(), *ahead]
    on_line = {step.id for step in line}
    result: list[Entry] = []
    for step in reversed(line):
        state = "here" if step.id == here.id else "ahead" if step in ahead else "past"
        result.append(Entry(step, step.name, state))
        for child in step.children:
            if child not in on_line:
                tip = _tip(steps, steps[child])
                words = tip.branch or steps[child].branch or f"what if: {steps[child].name}"
                result.append(Entry(tip, words, "branch"))
    at_here = next(index for index, entry in enumerate(result) if entry.state == "here")
    first = max(min(at_here - 4, len(result) - SHOWN), 0)
    return result[first:first + SHOWN]


def _tip(steps: dict[int, Step], step: Step) -> Step:
    """The end of a branch, along the line visited last."""
    while step.visited is not None:
        step = steps[step.visited]
    return step


class HistoryList(QWidget):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._entries: list[Entry] = []
        self._hover = -1
        self._at = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("History")
        self.setToolTip("Click a step to go there. Nothing is lost: an undone line stays as a branch")
        session.history_changed.connect(self.refresh)
        theme.follow(self, self.update)
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * len(self._entries) + 4)

    def refresh(self) -> None:
        self._entries = entries(self.session)
        self.setFixedHeight(ROW * len(self._entries) + 4)
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, entry in enumerate(self._entries):
            self._draw(painter, index, entry)
        painter.end()

    def _draw(self, painter: QPainter, index: int, entry: Entry) -> None:
        top, middle = index * ROW, index * ROW + ROW / 2
        if index in (self._hover, self._at if self.hasFocus() else -1):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(6, top, self.width() - 12, ROW), 5, 5)
        x = 18.0 if entry.state != "branch" else 26.0
        token = {"here": "text", "past": "dim", "ahead": "faint", "branch": "change"}[entry.state]
        if entry.state == "branch":
            painter.setPen(QPen(theme.colour("change", 0.8), 1.4, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([QPointF(18, middle - 7), QPointF(18, middle), QPointF(x, middle)])
            painter.drawEllipse(QPointF(x + 3, middle), 2.5, 2.5)
        else:
            painter.setPen(QPen(theme.colour("accent" if entry.state == "here" else token), 1.4))
            painter.setBrush(theme.colour("accent") if entry.state == "here" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, middle), 3.5, 3.5)
        painter.setFont(theme.font())
        painter.setPen(theme.colour(token))
        box = QRectF(x + 12, top, self.width() - x - 24, ROW)
        words = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    # ---- pointer and keyboard ----

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hover = int(event.position().y() // ROW)
        if hover != self._hover:
            self._hover = hover
            self.update()

    def leaveEvent(self, event) -> None:
        self._hover = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y() // ROW)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= index < len(self._entries):
            self._at = index
            self.session.go(self._entries[index].step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in turns and self._entries:
            self._at = min(max(self._at + turns[Qt.Key(event.key())], 0), len(self._entries) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Space) and 0 <= self._at < len(self._entries):
            self.session.go(self._entries[self._at].step)
        else:
            event.ignore()
