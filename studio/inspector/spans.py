"""When each part goes in a morph: a bar for each, from where it sets out to where it has arrived.

In     rows of parts by key and name; the spans (start, end, easing) of those that have their own.
Out    `changed({key: span, or None for none of its own}, resting)`, `menu_wanted(place on the screen)`.
Raises nothing.  Knows nothing of documents or of how parts are matched.

A bar is drawn by an end or moved as a whole; hollow, the part goes as the style says. A click on a curve, a right-click
or Return asks for the menu. With the keyboard: Up and Down choose a row (Shift: more of them), Left and Right move its
bar, with Shift its beginning and with Ctrl its end; Delete gives it back to the style, Escape chooses none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.document.timings import WHOLE, Key, Span
from engine.document.tracks import EASES
from studio import theme
from studio.inspector.row import LABEL

ROW, PAD, CURVE = 24, 12, 22
"""px: of a row, before the names, of the column of curves."""
GRAB = 7.0
"""px from an end of a bar within which it is that end that is drawn."""
LEAST, STEP = 0.05, 0.05
"""Shares of the way: the shortest bar, a step of the keyboard."""
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
         Qt.Key.Key_Return, Qt.Key.Key_Menu, Qt.Key.Key_Escape)


class Spans(QWidget):
    changed = Signal(object, bool)        # {key: Span or None}, it rests
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[Key, str]] = []
        self._spans: dict[Key, Span] = {}
        self._chosen: list[int] = []              # rows, the last one foremost
        self._drag: tuple[str, float, Span] | None = None     # "start", "end" or "both"; share pressed at; span before
        self._pointer = QPointF(-1.0, -1.0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setAccessibleName("When each part goes")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(260, ROW * max(len(self._rows), 1) + 4)

    def show_rows(self, rows: Sequence[tuple[Key, str]], spans: Mapping[Key, Span]) -> None:
        if (list(rows), dict(spans)) == (self._rows, self._spans):
            return
        if [key for key, _ in rows] != [key for key, _ in self._rows]:
            self._chosen = []
            self.updateGeometry()
        self._rows, self._spans = list(rows), dict(spans)
        self.update()

    @property
    def chosen(self) -> list[Key]:
        """The keys of the chosen rows, from above."""
        return [self._rows[row][0] for row in sorted(self._chosen)]

    # ---- where things are ------------------------------------------------------------------------

    def _lane(self, row: int) -> QRectF:
        """Where a row's bar may be."""
        left = PAD + LABEL + 6.0
        return QRectF(left, 2.0 + ROW * row, max(self.width() - left - CURVE - 10.0, 20.0), ROW)

    def _row_at(self, place: QPointF) -> int | None:
        row = int((place.y() - 2.0) // ROW)
        return row if 0 <= row < len(self._rows) and self.rect().contains(place.toPoint()) else None

    def _bar(self, row: int) -> QRectF:
        lane, (start, end, _) = self._lane(row), self._span(row)
        return QRectF(lane.left() + start * lane.width(), lane.center().y() - 5.0, (end - start) * lane.width(), 10.0)

    def _span(self, row: int) -> Span:
        return self._spans.get(self._rows[row][0], WHOLE)

    def _share(self, row: int, x: float) -> float:
        lane = self._lane(row)
        return (x - lane.left()) / lane.width()

    def _grip(self, row: int, x: float) -> str:
        """What of a row's bar a press at x would take."""
        bar = self._bar(row)
        near = "start" if abs(x - bar.left()) <= abs(x - bar.right()) else "end"
        inner = min(GRAB, bar.width() / 3.0)
        return "both" if bar.left() + inner < x < bar.right() - inner else near

    # ---- pictures --------------------------------------------------------------------------------

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hot = self._row_at(self._pointer) if self.underMouse() else None
        for row in range(len(self._rows)):
            self._draw(painter, row, hot=row == hot)
        painter.end()

    def _draw(self, painter: QPainter, row: int, *, hot: bool) -> None:
        (key, name), lane, bar = self._rows[row], self._lane(row), self._bar(row)
        own, chosen = key in self._spans, row in self._chosen
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(QRectF(PAD - 6, lane.top() + 1, self.width() - PAD - 2, ROW - 2), 6, 6)
        painter.setFont(theme.font("small"))
        front = chosen and row == self._chosen[-1] and self.hasFocus()
        painter.setPen(theme.colour("accent" if front else "text" if own or hot else "dim"))
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, LABEL - 4)
        painter.drawText(QRectF(PAD, lane.top(), LABEL, ROW), Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(theme.colour("line"), 2, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(lane.left(), lane.center().y()), QPointF(lane.right(), lane.center().y()))
        if own:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.family_colour("change", 1.0 if hot or chosen else 0.8))
        else:
            painter.setPen(QPen(theme.colour("dim" if hot else "line"), 1))
            painter.setBrush(theme.colour("panel"))
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if own or hot:
            self._draw_curve(painter, row, hot=hot)

    def _draw_curve(self, painter: QPainter, row: int, *, hot: bool) -> None:
        """The easing as a little curve."""
        lane, ease = self._lane(row), EASES[self._span(row)[2]]
        left, bottom, side = lane.right() + 9.0, lane.center().y() + 5.0, 10.0
        path = QPainterPath(QPointF(left, bottom))
        for step in range(1, 17):
            path.lineTo(left + side * step / 16, bottom - side * ease(step / 16))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text" if hot else "dim"), 1.4, c=Qt.PenCapStyle.RoundCap))
        painter.drawPath(path)

    # ---- pointer ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        row = self._row_at(place)
        if row is None:
            return
        more = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        if event.button() == Qt.MouseButton.RightButton:
            if row not in self._chosen:
                self._choose(row)
            self.menu_wanted.emit(event.globalPosition().toPoint())
        elif event.button() == Qt.MouseButton.LeftButton and more:
            self._choose(row, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), add=True)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._choose(row)
            lane = self._lane(row)
            if place.x() > lane.right() + 4.0:
                self.menu_wanted.emit(self.mapToGlobal(QPoint(int(lane.right()), int(lane.bottom()))))
            elif place.x() >= lane.left() - GRAB:
                self._drag = self._grip(row, place.x()), self._share(row, place.x()), self._span(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._drag is not None:
            self._drawn(resting=False)
            QToolTip.showText(event.globalPosition().toPoint(), self._said(self._chosen[-1]), self)
        row = self._row_at(self._pointer)
        lane = None if row is None else self._lane(row)
        if row is None or lane is None or not lane.left() - GRAB <= self._pointer.x() <= lane.right() + 4.0:
            self.unsetCursor()
        elif self._drag is None:
            both = self._grip(row, self._pointer.x()) == "both"
            self.setCursor(Qt.CursorShape.OpenHandCursor if both else Qt.CursorShape.SizeHorCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._drag is not None:
            self._pointer = event.position()
            before = self._drag[2]
            moved = self._drawn(resting=True) != before
            self._drag = None
            if not moved:
                self.update()

    def _drawn(self, *, resting: bool) -> Span:
        """The span of the drag under way; told where it is another than before."""
        assert self._drag is not None
        what, pressed, (start, end, easing) = self._drag
        row = self._chosen[-1]
        by = round(self._share(row, self._pointer.x()) - pressed, 2)
        span = _moved((start, end, easing), what, by)
        if span != self._span(row) or (resting and span != self._drag[2]):
            self._tell({self._rows[row][0]: span}, resting=resting)
        return span

    # ---- keys ------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Arrows and Delete are the bars' while they have the keyboard, whatever the window does with them."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _KEYS:
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._row_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if row is None else self._said(row, how=True), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if not self._rows or key not in _KEYS or (not self._chosen and key not in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            event.ignore()
        elif key == Qt.Key.Key_Escape:
            self._chosen = []
            self.update()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            row = min(max(self._chosen[-1] + step, 0), len(self._rows) - 1) if self._chosen else 0
            self._choose(row, extend=shift, add=shift)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            by = STEP if key == Qt.Key.Key_Right else -STEP
            what = "start" if shift else "end" if modifiers & Qt.KeyboardModifier.ControlModifier else "both"
            self._tell({self._rows[row][0]: _moved(self._span(row), what, by) for row in self._chosen})
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._tell({key: None for key in self.chosen if key in self._spans})
        else:
            lane = self._lane(self._chosen[-1])
            self.menu_wanted.emit(self.mapToGlobal(QPoint(int(lane.left()), int(lane.bottom()))))

    def _choose(self, row: int, *, extend: bool = False, add: bool = False) -> None:
        if extend and self._chosen:
            last = self._chosen[-1]
            step = 1 if row >= last else -1
            self._chosen = [k for k in self._chosen if not min(last, row) <= k <= max(last, row)]
            self._chosen += list(range(last, row + step, step))
        elif add and row in self._chosen:
            self._chosen.remove(row)
        else:
            self._chosen = [*self._chosen, row] if add else [row]
        self.update()

    def _tell(self, spans: dict[Key, Span | None], *, resting: bool = True) -> None:
        if spans:
            self._spans = {key: span for key, span in {**self._spans, **spans}.items() if span is not None}
            self.update()
            self.changed.emit(spans, resting)

    def _said(self, row: int, *, how: bool = False) -> str:
        (key, name), (start, end, easing) = self._rows[row], self._span(row)
        told = f"{name}: from {100 * start:.0f} to {100 * end:.0f} % of the way, {easing}" if key in self._spans else (
            f"{name}: as the style says")
        return told + ("\nDraw the bar or its ends; click the curve, or right-click, for its easing and more" if how
                       else "")


def _moved(span: Span, what: str, by: float) -> Span:
    start, end, easing = span
    if what == "both":
        by = min(max(by, -start), 1.0 - end)
        start, end = start + by, end + by
    elif what == "start":
        start = min(max(start + by, 0.0), end - LEAST)
    else:
        end = max(min(end + by, 1.0), start + LEAST)
    return round(start, 3), round(end, 3), easing
