"""Which part becomes which in a morph: two columns joined by threads; drag from one part to another to match them.

In     the pairs the engine made, and those the artist keeps.   Out   `kept(first, last)`, `freed(first)`.
Raises nothing.  Knows nothing of documents or of how parts are matched.

A part dragged into the open becomes nothing. What is kept by hand has a bright thread; a click on the part frees it.
With the keyboard: Up and Down choose a part, Left and Right its partner, Delete frees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio import theme

ROW, PAD, CHIP = 24, 12, 0.37
"""px; px; the share of the width that a column takes."""
CLICK = 4.0
"""px that the pointer may move in a click."""


class Matches(QWidget):
    kept = Signal(str, str)           # slot, slot that it becomes ("" none)
    freed = Signal(str)

    def __init__(self, names: tuple[Callable[[str], str], Callable[[str], str]], parent: QWidget | None = None) -> None:
        """`names`: what an artist calls a slot of the first object, and of the last one."""
        super().__init__(parent)
        self._names = names
        self._pairs: list[tuple[str, str]] = []
        self._by_hand: dict[str, str] = {}
        self._left: list[str] = []
        self._right: list[str] = []
        self._chosen: int | None = None
        self._pressed: tuple[int, QPointF] | None = None
        self._pointer = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setAccessibleName("Which part becomes which")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * max(len(self._left), len(self._right), 1) + 8)

    def show_pairs(self, pairs: Sequence[Sequence[str]], by_hand: Mapping[str, str]) -> None:
        """Pairs (slot, slot it becomes), "" where there is none; those `by_hand` are the artist's."""
        found = [(str(first), str(last)) for first, last in pairs]
        if (found, dict(by_hand)) == (self._pairs, self._by_hand):
            return
        self._pairs, self._by_hand = found, dict(by_hand)
        self._left = [first for first, _ in found if first]
        self._right = list(dict.fromkeys(last for _, last in found if last))
        self.updateGeometry()
        self.update()

    # ---- where things are ------------------------------------------------------------------------

    def _chip(self, column: int, row: int) -> QRectF:
        wide = CHIP * self.width()
        return QRectF(self.width() - PAD - wide if column else PAD, 4 + ROW * row, wide, ROW - 4)

    def _at(self, place: QPointF) -> tuple[int, int] | None:
        """(column, row) of the part at a place."""
        for column, slots in enumerate((self._left, self._right)):
            for row in range(len(slots)):
                if self._chip(column, row).contains(place):
                    return column, row
        return None

    def _thread(self, start: QPointF, end: QPointF) -> QPainterPath:
        path, bulge = QPainterPath(start), 0.4 * abs(end.x() - start.x())
        path.cubicTo(start + QPointF(bulge, 0), end - QPointF(bulge, 0), end)
        return path

    # ---- pictures --------------------------------------------------------------------------------

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for first, last in self._pairs:
            if first and last:
                by_hand = first in self._by_hand
                painter.setPen(QPen(theme.family_colour("change", 1.0 if by_hand else 0.45), 2.0 if by_hand else 1.3))
                a, b = self._chip(0, self._left.index(first)), self._chip(1, self._right.index(last))
                painter.drawPath(self._thread(QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())))
        if self._pressed is not None and self._dragged():
            start = self._chip(0, self._pressed[0])
            painter.setPen(QPen(theme.colour("accent"), 2.0))
            painter.drawPath(self._thread(QPointF(start.right(), start.center().y()), self._pointer))
        reached = {last for _, last in self._pairs if _}
        for column, slots in enumerate((self._left, self._right)):
            for row, slot in enumerate(slots):
                lone = (slot not in reached) if column else not dict(self._pairs).get(slot)
                self._draw_chip(painter, column, row, slot, lone=lone)
        painter.end()

    def _draw_chip(self, painter: QPainter, column: int, row: int, slot: str, *, lone: bool) -> None:
        box = self._chip(column, row)
        hot = self._at(self._pointer) == (column, row) and self.underMouse()
        chosen = column == 0 and row == self._chosen and self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if chosen else "line"), 1))
        painter.setBrush(theme.colour("hover" if hot else "raised"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("faint" if lone else "text"))
        words = painter.fontMetrics().elidedText(self._names[column](slot), Qt.TextElideMode.ElideRight,
                                                 int(box.width()) - 12)
        painter.drawText(box.adjusted(6, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # ---- pointer and keys ------------------------------------------------------------------------

    def _dragged(self) -> bool:
        assert self._pressed is not None
        return (self._pointer - self._pressed[1]).manhattanLength() > CLICK

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None and at[0] == 0:
            self._chosen, self._pressed, self._pointer = at[1], (at[1], event.position()), event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pointer = event.position()
        moved, slot, at = self._dragged(), self._left[self._pressed[0]], self._at(event.position())
        self._pressed = None
        self.update()
        if not moved and slot in self._by_hand:
            self.freed.emit(slot)
        elif moved and at is None:
            self.kept.emit(slot, "")
        elif moved and at is not None and at[0] == 1:
            self.kept.emit(slot, self._right[at[1]])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, count = event.key(), len(self._left)
        if not count:
            event.ignore()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._chosen = 0 if self._chosen is None else min(max(self._chosen + step, 0), count - 1)
            self.update()
        elif self._chosen is None:
            event.ignore()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            slot, partners = self._left[self._chosen], ["", *self._right]
            now = partners.index(dict(self._pairs).get(slot, ""))
            self.kept.emit(slot, partners[(now + (1 if key == Qt.Key.Key_Right else -1)) % len(partners)])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.freed.emit(self._left[self._chosen])
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if at is None else self._said(*at), self)
            return True
        return super().event(event)

    def _said(self, column: int, row: int) -> str:
        if column:
            name = self._names[1](self._right[row])
            return f"{name}: drag a part here to have it become this one"
        slot = self._left[row]
        last = dict(self._pairs).get(slot, "")
        becomes = f"becomes {self._names[1](last)}" if last else "vanishes"
        way = "by hand: click to leave it to the matching" if slot in self._by_hand else (
            "drag it to another part, or into the open to have it vanish")
        return f"{self._names[0](slot)} {becomes}; {way}"
