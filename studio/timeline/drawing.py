"""Paints the dope sheet: first everything that stands still while scrubbing, then what moves with the time.

In     a QPainter and a View.   Out   pixels.
Raises nothing.  Knows nothing of sessions, edits or gestures.

Only rows and times inside the view are touched, and keys that fall on the same pixels are drawn once, so that
ten thousand keys cost what the screen can show of them.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from studio import theme
from studio.sprites import diamond
from studio.timeline import bars, look
from studio.timeline.scale import ticks
from studio.timeline.view import FOLD, ROW, RULER, View

_PLAIN = Qt.PenStyle.NoPen


def draw_still(painter: QPainter, view: View) -> None:
    """Ground, rows, clips, keys and ruler: all that a moved playhead leaves as it is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, view.width, view.height), theme.colour("panel"))
    sheet = QRectF(view.names, RULER, view.width - view.names, view.height - RULER)
    marks = ticks(view.scale, view.width - view.scale.left, view.rate)
    painter.setClipRect(sheet)
    _draw_ground(painter, view, marks)
    for row in view.visible_rows():
        bars.draw_row(painter, view, row)
    for marker in view.markers:
        bars.draw_marker(painter, view, marker)
    painter.setClipRect(QRectF(0, RULER, view.names, view.height - RULER))
    for row in view.visible_rows():
        _draw_name(painter, view, row)
    painter.setClipping(False)
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QLineF(view.names - 0.5, RULER, view.names - 0.5, view.height))
    _draw_ruler(painter, view, marks)
    _draw_scrollbar(painter, view)


def draw_playhead(painter: QPainter, view: View, time: float, *, chip: str = "") -> None:
    """The accent line and its handle; `chip` is written beside the handle."""
    x = round(view.scale.x(time)) + 0.5
    if not view.names - 1 <= x <= view.width + 8:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent"), 1.5))
    painter.drawLine(QLineF(x, 10, x, view.height))
    painter.setPen(_PLAIN)
    painter.setBrush(theme.colour("accent"))
    painter.drawPath(look.playhead_handle(x, RULER - 20))
    if chip:
        font, metrics = look.face("small")
        width = metrics.horizontalAdvance(chip) + 12
        left = x + 11 if x + 11 + width < view.width else x - 11 - width
        box = QRectF(left, 4, width, 17)
        painter.setBrush(theme.colour("raised"))
        painter.drawRoundedRect(box, 5, 5)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip)


def keyed_rows(view: View, time: float) -> frozenset[int]:
    """Visible track rows that have a key on the frame of `time`."""
    near, found = 0.5 / view.rate, []
    for index in view.visible_rows():
        times = view.rows[index].times
        if view.rows[index].kind == "track" and len(times):
            after = int(np.searchsorted(times, time - near))
            if after < len(times) and times[after] < time + near:
                found.append(index)
    return frozenset(found)


def draw_toggles(painter: QPainter, view: View, time: float) -> None:
    """Beside each track's name a diamond: filled where a key lies at `time`."""
    keyed_at = keyed_rows(view, time)
    painter.setClipRect(QRectF(0, RULER, view.names, view.height - RULER))
    for index in view.visible_rows():
        row = view.rows[index]
        if row.kind != "track":
            continue
        keyed = index in keyed_at
        hot = view.hover is not None and view.hover.what == "toggle" and view.hover.row == index
        sprite = diamond("accent" if keyed else "text" if hot else "faint", 9, view.ratio, hollow=not keyed)
        painter.drawPixmap(QPointF(view.names - 21, view.top(index) + ROW / 2 - 6.5), sprite)
    painter.setClipping(False)


def draw_focus(painter: QPainter, view: View) -> None:
    """A thin line above the sheet that has the keyboard."""
    painter.setClipping(False)
    painter.fillRect(QRectF(0, 0, view.width, 1), theme.colour("accent", 0.55))


def draw_box(painter: QPainter, box: QRectF) -> None:
    """The rubber band of a box selection."""
    painter.setPen(QPen(theme.colour("accent"), 1))
    painter.setBrush(theme.colour("accent", 0.12))
    painter.drawRoundedRect(box, 2, 2)


def draw_snap(painter: QPainter, view: View, time: float) -> None:
    """The line a dragged edge is held by."""
    pen = QPen(theme.colour("warn", 0.8), 1)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    x = round(view.scale.x(time)) + 0.5
    painter.drawLine(QLineF(x, RULER, x, view.height))


# ---- ground and ruler ----------------------------------------------------------------------------


def _draw_ground(painter: QPainter, view: View, marks: list) -> None:
    for row in view.visible_rows():
        shown, top = view.rows[row], view.top(row)
        if shown.node in view.selection:
            painter.fillRect(QRectF(view.names, top, view.width, ROW), theme.colour("text", 0.035))
        if view.hover is not None and view.hover.row == row and not view.drag:
            painter.fillRect(QRectF(view.names, top, view.width, ROW), theme.colour("text", 0.03))
    painter.setPen(QPen(theme.colour("line", 0.55), 1))
    bottom = view.height
    painter.drawLines([QLineF(x, RULER, x, bottom) for mark in marks if mark.label
                       for x in [round(view.scale.x(mark.time)) + 0.5]])
    shade = theme.colour("background", 0.7)
    for start, end in ((0.0, view.range[0]), (view.range[1], view.duration)):
        x0, x1 = view.scale.x(start), view.scale.x(end)
        if x1 > x0 and view.ranged:
            painter.fillRect(QRectF(x0, RULER, x1 - x0, bottom), shade)
    end = view.scale.x(view.duration)
    painter.fillRect(QRectF(end, RULER, max(view.width - end, 0), bottom), theme.colour("background"))
    start = view.scale.x(0.0)
    if start > view.names:
        painter.fillRect(QRectF(view.names, RULER, start - view.names, bottom), theme.colour("background", 0.6))


def _draw_ruler(painter: QPainter, view: View, marks: list) -> None:
    painter.fillRect(QRectF(0, 0, view.width, RULER), theme.colour("panel"))
    painter.setClipRect(QRectF(view.names, 0, view.width - view.names, RULER))
    band = RULER - 5
    if view.ranged:
        x0, x1 = view.scale.x(view.range[0]), view.scale.x(view.range[1])
        painter.fillRect(QRectF(x0, 0, x1 - x0, RULER), theme.colour("accent", 0.10))
    minor, major = [], []
    for mark in marks:
        if mark.time > view.duration + 1e-6:
            continue
        x = round(view.scale.x(mark.time)) + 0.5
        (major if mark.label else minor).append(QLineF(x, band - (2 if mark.label else 0), x, RULER - 1))
    painter.setPen(QPen(theme.colour("faint", 0.35), 1))
    painter.drawLines(minor)
    painter.setPen(QPen(theme.colour("faint", 0.8), 1))
    painter.drawLines(major)
    painter.setFont(look.face("small")[0])
    for mark in marks:
        if mark.label and mark.time <= view.duration + 1e-6:
            painter.setPen(theme.colour("dim" if mark.whole else "faint"))
            aside = 10 if mark.time < 1e-6 else 4      # beside the playhead's handle where it mostly stands
            painter.drawText(QPointF(view.scale.x(mark.time) + aside, 14), mark.label)
    if view.ranged:
        _draw_range(painter, view)
    painter.setClipping(False)
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QLineF(0, RULER - 0.5, view.width, RULER - 0.5))


def _draw_range(painter: QPainter, view: View) -> None:
    painter.setPen(_PLAIN)
    for what, time, side in (("in", view.range[0], 1), ("out", view.range[1], -1)):
        hot = view.hover is not None and view.hover.what == what
        painter.setBrush(theme.colour("text" if hot else "accent"))
        x = view.scale.x(time)
        painter.drawRect(QRectF(x - 1 if side > 0 else x - 1, 0, 2, RULER))
        painter.drawRect(QRectF(x if side > 0 else x - 6, RULER - 4, 6, 3))
        painter.drawRect(QRectF(x if side > 0 else x - 6, 0, 6, 3))


def _draw_scrollbar(painter: QPainter, view: View) -> None:
    deepest = view.deepest()
    if deepest <= 0:
        return
    room = view.height - RULER
    length = max(room * room / (room + deepest), 24)
    top = RULER + (room - length) * view.scroll / deepest
    painter.setPen(_PLAIN)
    painter.setBrush(theme.colour("faint", 0.4))
    painter.drawRoundedRect(QRectF(view.width - 6, top + 2, 4, length - 4), 2, 2)



def _draw_name(painter: QPainter, view: View, index: int) -> None:
    row, top = view.rows[index], view.top(index)
    box = QRectF(0, top, view.names, ROW)
    hovered = view.hover is not None and view.hover.row == index and not view.drag
    if row.node in view.selection or hovered:
        painter.fillRect(box, theme.colour("text", 0.07 if row.node in view.selection else 0.03))
    if row.node in view.selection and row.kind == "node":
        painter.fillRect(QRectF(0, top + 3, 3, ROW - 6), theme.colour("accent"))
    main = row.kind == "node"
    left = FOLD + 4.0 if main else FOLD + 16.0
    if row.folded is not None:
        _draw_arrow(painter, FOLD / 2 + 4, top + ROW / 2, down=not row.folded,
                    hot=hovered and view.hover is not None and view.hover.what == "fold")
    right = view.names - (28 if row.kind == "track" else 8)
    ink = theme.colour("faint" if row.hidden else "text" if main else "dim")
    used = look.draw_text(painter, row.title, "title" if main else "small", ink, QRectF(left, top, right - left, ROW))
    if row.note and left + used + 24 < right:
        look.draw_text(painter, row.note, "body" if main else "small", theme.colour("dim" if main else "faint"),
                   QRectF(left + used + 5, top, right - left - used - 5, ROW))


def _draw_arrow(painter: QPainter, x: float, y: float, *, down: bool, hot: bool) -> None:
    pen = QPen(theme.colour("text" if hot else "faint"), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    points = [(-3, -1.5), (0, 1.5), (3, -1.5)] if down else [(-1.5, -3), (1.5, 0), (-1.5, 3)]
    painter.drawPolyline([QPointF(x + a, y + b) for a, b in points])
