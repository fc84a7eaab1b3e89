"""Which part becomes which in a morph: two columns joined by threads; drag from one part to another to match them.

In     the pairs the engine made, and those the artist keeps.   Out   `kept(first, last)`, `freed(first)`.
Raises nothing.  Knows nothing of documents or of how parts are matched.

A part dragged into the open becomes nothing. What is kept by hand has a bright thread; a click on the part frees it.
Several parts of one role are one row until a click on their number opens it: then each is dragged alone.
With the keyboard: Up and Down choose a part, Left and Right its partner, Space opens or closes it, Delete frees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.vocabulary.slots import ROLES, part_named
from studio import theme

ROW, PAD, CHIP = 24, 12, 0.37
"""px; px; the share of the width that a column takes."""
COUNT = 24
"""px of a chip in which the number of its parts stands."""
CLICK = 4.0
"""px that the pointer may move in a click."""


class Matches(QWidget):
    kept = Signal(str, str)           # slot or part, what it becomes ("" nothing)
    freed = Signal(str)

    def __init__(self, names: tuple[Callable[[str], str], Callable[[str], str]], parent: QWidget | None = None) -> None:
        """`names`: what an artist calls a slot of the first object, and of the last one."""
        super().__init__(parent)
        self._names = names
        self._pairs: list[tuple[str, str]] = []
        self._by_hand: dict[str, str] = {}
        self._single: list[tuple[str, str]] = []
        self._called: tuple[dict[str, str], dict[str, str]] = {}, {}
        self._open: tuple[set[str], set[str]] = set(), set()
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

    def show_pairs(self, pairs: Sequence[Sequence[str]], by_hand: Mapping[str, str],
                   single: Sequence[Sequence[str]] = (), called: Sequence[Mapping[str, str]] = ({}, {})) -> None:
        """Pairs (slot, slot it becomes), "" where there is none, and the same of `single` parts; those `by_hand` are
        the artist's. `called`: what the bones of either end's parts are called."""
        found, alone = ([(str(first), str(last)) for first, last in each] for each in (pairs, single))
        names = dict(called[0]), dict(called[1])
        if (found, dict(by_hand), alone, names) == (self._pairs, self._by_hand, self._single, self._called):
            return
        for first, last in set(by_hand.items()) - set(self._by_hand.items()):
            for opened, part in zip(self._open, (first, last)):
                if part and _slot(part) != part:
                    opened.add(_slot(part))
        self._pairs, self._by_hand, self._single, self._called = found, dict(by_hand), alone, names
        self._arrange()

    def _arrange(self) -> None:
        slots = [first for first, _ in self._pairs if first], dict.fromkeys(last for _, last in self._pairs if last)
        self._left, self._right = ([row for slot in mine for row in (
            self._of(column, slot) if slot in self._open[column] else [slot])] for column, mine in enumerate(slots))
        if self._chosen is not None:
            self._chosen = min(self._chosen, len(self._left) - 1) if self._left else None
        self.updateGeometry()
        self.update()

    def toggle(self, column: int, row: str) -> None:
        """Show a row's parts one by one, or all of its slot as one."""
        if len(self._of(column, _slot(row))) > 1:
            self._open[column].symmetric_difference_update({_slot(row)})
            self._arrange()

    # ---- what there is ---------------------------------------------------------------------------

    def _of(self, column: int, slot: str) -> list[str]:
        """The single parts of a slot, or the slot where nothing is known of them."""
        return list(dict.fromkeys(pair[column] for pair in self._single if pair[column] and _slot(pair[column]) == slot)
                    ) or [slot]

    def _row(self, column: int, part: str) -> str:
        """The row in which a part is."""
        rows = self._right if column else self._left
        if part in rows or not part:
            return part
        return _slot(part) if _slot(part) in rows else next((r for r in rows if _slot(r) == _slot(part)), "")

    def _becomes(self, row: str) -> str:
        known = dict(self._single)
        if row in self._by_hand:
            return self._by_hand[row]
        return dict(self._pairs).get(row, known.get(row, ""))

    def _threads(self) -> list[tuple[str, str]]:
        """The rows that are joined."""
        found = [pair for pair in self._pairs if all(pair) and pair[0] in self._left and pair[1] in self._right]
        for first, solved in self._single:
            last = self._by_hand.get(first, solved)
            if _slot(first) in self._open[0] or _slot(last) in self._open[1]:
                found.append((self._row(0, first), self._row(1, last)))
        return [pair for pair in dict.fromkeys(found) if all(pair)]

    def _kept_by_hand(self, row: str) -> bool:
        return _slot(row) in self._by_hand or any(part == row or _slot(part) == row for part in self._by_hand)

    def _name(self, column: int, row: str) -> str:
        """As an artist reads it."""
        slot = _slot(row)
        name = self._names[column](slot)
        if row == slot:
            return name
        bone = self._called[column].get(row, row).removeprefix(slot).strip()
        return f"{name} {bone or row.removeprefix(slot).strip()}"

    # ---- where things are ------------------------------------------------------------------------

    def _numbered(self, column: int, row: str) -> str:
        """What stands at a chip's end: how many parts are one row, or that they are open."""
        parts = self._of(column, _slot(row))
        if len(parts) < 2 or row not in (_slot(row), parts[0]):
            return ""
        return f"×{len(parts)}" if row == _slot(row) else "–"

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
        threads = self._threads()
        for first, last in threads:
            by_hand = self._kept_by_hand(first)
            painter.setPen(QPen(theme.family_colour("change", 1.0 if by_hand else 0.45), 2.0 if by_hand else 1.3))
            a, b = self._chip(0, self._left.index(first)), self._chip(1, self._right.index(last))
            painter.drawPath(self._thread(QPointF(a.right(), a.center().y()), QPointF(b.left(), b.center().y())))
        if self._pressed is not None and self._dragged():
            start = self._chip(0, self._pressed[0])
            painter.setPen(QPen(theme.colour("accent"), 2.0))
            painter.drawPath(self._thread(QPointF(start.right(), start.center().y()), self._pointer))
        joined = [{pair[column] for pair in threads} for column in (0, 1)]
        for column, slots in enumerate((self._left, self._right)):
            for row, slot in enumerate(slots):
                lone = slot not in joined[column]
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
        count = self._numbered(column, slot)
        room = box.adjusted(6, 0, -COUNT if count else -6, 0)
        words = painter.fontMetrics().elidedText(self._name(column, slot), Qt.TextElideMode.ElideRight,
                                                 int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if count:
            painter.setPen(theme.colour("faint"))
            painter.drawText(box.adjusted(0, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                             count)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # ---- pointer and keys ------------------------------------------------------------------------

    def _dragged(self) -> bool:
        assert self._pressed is not None
        return (self._pointer - self._pressed[1]).manhattanLength() > CLICK

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or at is None:
            return
        row = (self._left, self._right)[at[0]][at[1]]
        if self._numbered(at[0], row) and event.position().x() > self._chip(*at).right() - COUNT:
            self.toggle(at[0], row)
        elif at[0] == 0:
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
            now = partners.index(self._row(1, self._becomes(slot)))
            self.kept.emit(slot, partners[(now + (1 if key == Qt.Key.Key_Right else -1)) % len(partners)])
        elif key == Qt.Key.Key_Space:
            self.toggle(0, self._left[self._chosen])
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
        rows = (self._left, self._right)[column]
        more = "; its number shows them one by one" if self._numbered(column, rows[row]).startswith("×") else ""
        if column:
            return f"{self._name(1, rows[row])}: drag a part here to have it become this one{more}"
        slot = rows[row]
        last = self._becomes(slot)
        becomes = f"becomes {self._name(1, last)}" if last else "vanishes"
        way = "by hand: click to leave it to the matching" if slot in self._by_hand else (
            "drag it to another part, or into the open to have it vanish")
        return f"{self._name(0, slot)} {becomes}; {way}{more}"


def _slot(name: str) -> str:
    """The role of a slot's or a part's name."""
    found = part_named(name)
    return ROLES[found[0]] if found else name
