"""A titled block of rows that folds.

In     a title, rows.   Out   the block; `folded` titles are remembered while the program runs.
Raises nothing.  Knows nothing of documents.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio import theme
from studio.inspector.pressable import Pressable

_folded: set[str] = set()


class Header(Pressable):

    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.note, self.folded = title, note, False
        self.setFixedHeight(28)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(260, 28)

    def set_note(self, note: str) -> None:
        if note != self.note:
            self.note = note
            self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(theme.colour("accent" if self.hasFocus() else "text"))
        box = self.rect().adjusted(12, 2, -28, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.title)
        used = painter.fontMetrics().horizontalAdvance(self.title) + 8
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("faint"))
        room = box.adjusted(used, 1, 0, 1)
        words = painter.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self.underMouse() or self.folded or self.hasFocus():
            painter.setPen(QPen(theme.colour("faint"), 1.5, c=Qt.PenCapStyle.RoundCap))
            x, y = self.width() - 19.0, self.height() / 2 + 1
            points = [(-1.5, -3), (1.5, 0), (-1.5, 3)] if self.folded else [(-3, -1.5), (0, 1.5), (3, -1.5)]
            painter.drawPolyline([QPointF(x + a, y + b) for a, b in points])
        painter.end()


class Section(QWidget):
    def __init__(self, title: str, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = Header(title, note, self)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 6)
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.body)
        self.header.clicked.connect(lambda: self.fold(title not in _folded))
        self.fold(title in _folded)

    def fold(self, on: bool) -> None:
        (_folded.add if on else _folded.discard)(self.header.title)
        self.header.folded = on
        self.body.setVisible(not on)
        self.header.update()

    def add(self, row: QWidget) -> QWidget:
        self.rows.addWidget(row)
        return row
