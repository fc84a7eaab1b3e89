"""A slim slider: an accent fill, a white knob, a hollow knob while the generator is free.

In     a share 0..1 (None: not set), and where the hollow knob stands.
Out    `dragged(share)`, `settled(share)`, `cleared`, `started`.
Raises nothing.  Knows nothing of units and documents.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio import theme

_KNOB = 5.0
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
         Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_I)


class Slider(QWidget):
    dragged = Signal(float)
    settled = Signal(float)
    cleared = Signal()
    started = Signal()
    key_wanted = Signal()             # I was pressed: a key for this value

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._free = 0.5
        self._press: tuple[float, float] | None = None     # pointer x [px], share at the press
        self._fine = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(22)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(90, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 22)

    @property
    def share(self) -> float | None:
        return self._share

    def set_share(self, share: float | None, free: float = 0.5) -> None:
        """`free`: where it is when nothing is set."""
        share = None if share is None else min(max(share, 0.0), 1.0)
        if (share, free) != (self._share, self._free):
            self._share, self._free = share, free
            self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, left, right = self.height() / 2, _KNOB + 1, self.width() - _KNOB - 1
        x = left + (right - left) * (self._free if self._share is None else self._share)
        painter.setPen(QPen(theme.colour("line"), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        hot = self.underMouse() or self.hasFocus()
        if self._share is None:
            painter.setPen(QPen(theme.colour("text" if hot else "faint"), 1.4))
            painter.setBrush(theme.colour("panel"))
            painter.drawEllipse(QPointF(x, middle), _KNOB - 1, _KNOB - 1)
        else:
            painter.setPen(QPen(theme.colour("accent"), 3, c=Qt.PenCapStyle.RoundCap))
            if x > left + 0.5:
                painter.drawLine(QPointF(left, middle), QPointF(x, middle))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text" if theme.active() == "dark" else "accent"))
            painter.drawEllipse(QPointF(x, middle), _KNOB + (0.8 if hot else 0), _KNOB + (0.8 if hot else 0))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent", 0.8), 1.2))
            painter.drawEllipse(QPointF(x, middle), _KNOB + 3, _KNOB + 3)
        painter.end()

    # ---- pointer: a press jumps there, a drag follows; with Ctrl ten times finer ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.cleared.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.started.emit()
            self._fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            share = self._at(event.position()) if not self._fine or self._share is None else self._share
            self._press = event.position().x(), share
            self._drag(share)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if fine != self._fine:
            self._fine, self._press = fine, (event.position().x(), self._share or 0.0)
        x, share = self._press
        if fine:
            self._drag(share + (event.position().x() - x) / max(self.width() - 2 * _KNOB, 1) / 10)
        else:
            self._drag(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._press is not None and self._share is not None:
            self._press = None
            self.settled.emit(self._share)

    def _at(self, point: QPointF) -> float:
        return (point.x() - _KNOB - 1) / max(self.width() - 2 * _KNOB - 2, 1)

    def _drag(self, share: float) -> None:
        self.set_share(share, self._free)
        assert self._share is not None
        self.dragged.emit(self._share)

    def event(self, event: QEvent) -> bool:
        """Arrows and Delete are the slider's while it has the keyboard, whatever the window does with them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 0.002 if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 0.02
        steps = {Qt.Key.Key_Right: step, Qt.Key.Key_Up: step, Qt.Key.Key_Left: -step, Qt.Key.Key_Down: -step,
                 Qt.Key.Key_PageUp: 0.1, Qt.Key.Key_PageDown: -0.1, Qt.Key.Key_Home: -1.0, Qt.Key.Key_End: 1.0}
        if event.key() in steps:
            share = self._free if self._share is None else self._share
            self.set_share(share + steps[Qt.Key(event.key())], self._free)
            assert self._share is not None
            self.settled.emit(self._share)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif event.key() == Qt.Key.Key_I:
            self.key_wanted.emit()
        else:
            event.ignore()
