"""The curve editor's ground and ruler: pyqtgraph's view and axis with a timeline's manners.

In     pointer events.   Out   signals in the plot's own coordinates (seconds, values).
Raises nothing.  Knows nothing of tracks and sessions.

Left drag is told, not panned; the middle button pans, the wheel zooms (with Ctrl only time, with Shift only values).
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal


class Ground(pg.ViewBox):
    pressed = Signal(QPointF, object)         # where a drag began, modifiers
    moved = Signal(QPointF, object)
    released = Signal()
    clicked = Signal(QPointF, object)
    menu_wanted = Signal(QPointF, QPointF)    # plot point, global point

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setMouseEnabled(x=True, y=True)

    def mouseDragEvent(self, ev, axis=None) -> None:
        if ev.button() != Qt.MouseButton.LeftButton or axis is not None:
            super().mouseDragEvent(ev, axis)
            return
        ev.accept()
        if ev.isStart():
            self.pressed.emit(self.mapSceneToView(ev.buttonDownScenePos()), ev.modifiers())
        self.moved.emit(self.mapSceneToView(ev.scenePos()), ev.modifiers())
        if ev.isFinish():
            self.released.emit()

    def mouseClickEvent(self, ev) -> None:
        ev.accept()
        point = self.mapSceneToView(ev.scenePos())
        if ev.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(point, QPointF(ev.screenPos().x(), ev.screenPos().y()))
        elif ev.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(point, ev.modifiers())

    def wheelEvent(self, ev, axis=None) -> None:
        if axis is None and ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            axis = 0
        elif axis is None and ev.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            axis = 1
        super().wheelEvent(ev, axis)


class Ruler(pg.AxisItem):
    """The time axis: drag in it to scrub."""

    scrubbed = Signal(float)

    def _scrub(self, ev) -> None:
        ev.accept()
        view = self.linkedView()
        if view is not None:
            self.scrubbed.emit(view.mapSceneToView(ev.scenePos()).x())

    def mouseDragEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._scrub(event)
        else:
            super().mouseDragEvent(event)

    def mouseClickEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._scrub(event)

    def tickStrings(self, values, scale, spacing) -> list[str]:
        return [f"{value:.0f} s" if value == 0 else f"{value:g}" for value in values]
