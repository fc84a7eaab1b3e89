"""A label that says as much as it has room for.

In     texts, the longest first.   Out   a widget that shows the first one that fits, or the last one cut off.
Raises nothing.  Knows nothing of what it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio import theme


class Elided(QWidget):
    def __init__(self, token: str = "dim", *, size: str = "body",
                 align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight) -> None:
        super().__init__()
        self._token, self._size, self._align = token, size, align
        self._texts: tuple[str, ...] = ("",)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The whole of it."""
        return self._texts[0]

    def say(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self.setAccessibleName(self._texts[0])
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, 18)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(self._size))
        painter.setPen(theme.colour(self._token))
        metrics, width = painter.fontMetrics(), self.width()
        fitting = next((text for text in self._texts if metrics.horizontalAdvance(text) <= width), self._texts[-1])
        painter.drawText(self.rect(), self._align | Qt.AlignmentFlag.AlignVCenter,
                         metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, width))
