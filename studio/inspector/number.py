"""A number one can drag, type or reset.

In     a shown value (None: left to the generator), its range, unit and decimals.
Out    `dragged(value)` while the pointer moves, `settled(value)` when it rests, `cleared`.
Raises nothing.  Knows nothing of documents.

Drag sideways to change, with Ctrl ten times finer, with Shift ten times coarser; double-click or type to enter.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from studio import theme

_NUMBER = re.compile(r"[-+]?\d*[.,]?\d+")
AUTO = "auto"
_DIGITS = tuple("0123456789-.,")
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter,
         Qt.Key.Key_I, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SHIFTED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def read_number(words: str) -> float | None:
    """The number in "1.42 m" or "1,42"; None where there is none."""
    found = _NUMBER.search(words)
    return None if found is None else float(found[0].replace(",", "."))


class Number(QWidget):
    dragged = Signal(float)
    settled = Signal(float)
    cleared = Signal()
    started = Signal()
    key_wanted = Signal()             # I was pressed: a key for this value

    def __init__(self, parent: QWidget | None = None, *, low: float = 0.0, high: float = 1.0, unit: str = "",
                 decimals: int = 2, hard: bool = True) -> None:
        super().__init__(parent)
        self.low, self.high, self.unit, self.decimals, self.hard = low, high, unit, decimals, hard
        self.auto = AUTO              # what is read where nothing is set
        self._value: float | None = None
        self._free: float | None = None
        self._press: tuple[QPointF, float] | None = None
        self._moved = False
        self._line: QLineEdit | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setFixedHeight(22)

    def sizeHint(self) -> QSize:
        return QSize(66, 22)

    @property
    def value(self) -> float | None:
        return self._value

    def set_value(self, value: float | None, free: float | None = None) -> None:
        """`free`: what it is where nothing is set."""
        if (value, free) != (self._value, self._free):
            self._value, self._free = value, free
            self.update()

    @property
    def _start(self) -> float:
        """Where a drag or a key goes on from."""
        middle = (self.low + self.high) / 2 if self._free is None else self._free
        return middle if self._value is None else self._value

    def text(self) -> str:
        """The value as it is read: "1.42 m"; "auto" where there is none."""
        value = self._free if self._value is None else self._value
        if value is None:
            return self.auto
        words = f"{value:.{self.decimals}f}"
        words = words[1:] if words.startswith("-") and not words.strip("-0.") else words
        return f"{words}{'' if self.unit in ('°', '%', '×') or not self.unit else ' '}{self.unit}"

    # ---- painting ----

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hot = self.underMouse() and self.isEnabled()
        painter.setBrush(theme.colour("hover" if hot else "well"))
        edge = "accent" if self.hasFocus() else "well"
        painter.setPen(QPen(theme.colour(edge), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, theme.RADIUS["field"] - 1, theme.RADIUS["field"] - 1)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("faint" if self._value is None or not self.isEnabled() else "text"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 8)
        painter.drawText(box.adjusted(4, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
        painter.end()

    # ---- pointer ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.cleared.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press, self._moved = (event.position(), self._start), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        at, start = self._press
        pixels = event.position().x() - at.x()
        if not self._moved:
            if abs(pixels) < 3:
                return
            self._moved = True
            self.started.emit()
        self._set(start + pixels * self._pace(event.modifiers()))
        self.dragged.emit(self._value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and self._moved and self._value is not None:
            self.settled.emit(self._value)
        self._press = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.edit()

    def _pace(self, modifiers: Qt.KeyboardModifier) -> float:
        """Shown units per pixel: the range over 200 px."""
        pace = (self.high - self.low) / 200
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return pace / 10
        return pace * 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else pace

    def _set(self, value: float) -> None:
        value = min(max(value, self.low), self.high) if self.hard else value
        self.set_value(round(value, self.decimals + 1) if self.decimals else float(round(value)), self._free)

    # ---- keyboard ----

    def event(self, event: QEvent) -> bool:
        """Digits, arrows and Delete are this field's while it has the keyboard, whatever the window does with them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and not (
                event.modifiers() & ~_SHIFTED) and (event.key() in _KEYS or event.text() in _DIGITS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1}
        if event.key() in steps:
            least = 10.0 ** -self.decimals
            self._set(self._start + steps[Qt.Key(event.key())] * max(self._pace(event.modifiers()) * 2, least))
            assert self._value is not None
            self.settled.emit(self._value)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.text() in _DIGITS:
            self.edit(event.text())
        elif event.key() == Qt.Key.Key_I:
            self.key_wanted.emit()
        else:
            event.ignore()

    def edit(self, words: str | None = None) -> None:
        """Type the value."""
        line = QLineEdit(self)
        line.setGeometry(self.rect())
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setText("" if self._value is None else f"{self._value:.{self.decimals}f}")
        line.selectAll()
        if words is not None:
            line.setText(words)
        line.editingFinished.connect(self._typed)
        line.installEventFilter(self)
        line.show()
        line.setFocus()
        self._line = line

    def _typed(self) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        words = line.text()
        line.deleteLater()
        value = read_number(words)
        if value is not None:
            self._set(value)
            assert self._value is not None
            self.settled.emit(self._value)
        self.setFocus()

    def eventFilter(self, watched, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            line, self._line = self._line, None
            if line is not None:
                line.deleteLater()
            self.setFocus()
            return True
        return False
