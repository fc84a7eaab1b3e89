"""Paints the dope sheet: first everything that stands still while scrubbing, then what moves with the time.

In     a QPainter and a View.   Out   pixels.
Raises nothing.  Knows nothing of sessions, edits or gestures.

Only rows and times inside the view are touched, and keys that fall on the same pixels are drawn once, so that
ten thousand keys cost what the screen can show of them.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from engine.document.scene import Marker
from studio import theme
from studio.sprites import diamond, ink_on, rgb
from studio.timeline import look
from studio.timeline.rows import Clip, Colour, Fade, Row, Violation
from studio.timeline.scale import ticks
from studio.timeline.view import FOLD, GRIP, KEY, ROW, RULER, View

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
LABELLED = 70.0
"""Least room [px] in which a clip's own label is read."""
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
        _draw_row(painter, view, row)
    for marker in view.markers:
        _draw_marker(painter, view, marker)
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
            painter.drawText(QPointF(view.scale.x(mark.time) + 4, 14), mark.label)
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


def _draw_marker(painter: QPainter, view: View, marker: Marker) -> None:
    """A thin line through all rows, named in a tag at their foot."""
    x = round(view.scale.x(marker.time)) + 0.5
    tag = view.tag(marker)
    if tag.right() < view.names or x > view.width:
        return
    pen = QPen(theme.colour("warn", 0.55), 1)
    pen.setDashPattern([2, 4])
    painter.setPen(pen)
    painter.drawLine(QLineF(x, RULER, x, tag.top()))
    hot = view.hover is not None and view.hover.what == "marker" and view.hover.time == marker.time
    painter.setPen(_PLAIN)
    painter.setBrush(theme.colour("hover" if hot else "raised"))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setBrush(theme.colour("warn"))
    painter.drawRect(QRectF(x - 1, tag.top(), 2, tag.height()))
    _draw_text(painter, marker.name, "small", theme.colour("text"), tag.adjusted(8, 0, -4, 0))


# ---- names ---------------------------------------------------------------------------------------


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
    used = _draw_text(painter, row.title, "title" if main else "small", ink, QRectF(left, top, right - left, ROW))
    if row.note and left + used + 24 < right:
        _draw_text(painter, row.note, "body" if main else "small", theme.colour("dim" if main else "faint"),
                   QRectF(left + used + 5, top, right - left - used - 5, ROW))


def _draw_arrow(painter: QPainter, x: float, y: float, *, down: bool, hot: bool) -> None:
    pen = QPen(theme.colour("text" if hot else "faint"), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    points = [(-3, -1.5), (0, 1.5), (3, -1.5)] if down else [(-1.5, -3), (1.5, 0), (-1.5, 3)]
    painter.drawPolyline([QPointF(x + a, y + b) for a, b in points])


def _draw_text(painter: QPainter, text: str, face: str, ink: QColor, box: QRectF) -> float:
    """Elided where it does not fit; the width used [px]."""
    shown, used = look.elided(text, face, int(box.width()))
    painter.setFont(look.face(face)[0])
    painter.setPen(ink)
    painter.drawText(box, _LEFT, shown)
    return used


# ---- bars and keys -------------------------------------------------------------------------------


def _draw_row(painter: QPainter, view: View, index: int) -> None:
    row = view.rows[index]
    if row.hidden:
        painter.setOpacity(0.4)
    if row.state is not None:
        _draw_states(painter, view, index, row)
    elif row.kind == "node" and not row.clips and not len(row.times):
        _draw_presence(painter, view, index, row)
    for clip in row.clips:
        _draw_clip(painter, view, index, clip)
    painter.setOpacity(1.0)
    if len(row.times):
        _draw_keys(painter, view, index, row)


def _draw_presence(painter: QPainter, view: View, index: int, row: Row) -> None:
    """An object that no relation moves: a thin line of its own colour."""
    bar = view.bar(index, 0.0, view.duration)
    painter.setPen(_PLAIN)
    painter.setBrush(rgb(row.colour, 0.45))
    painter.drawRoundedRect(QRectF(bar.left(), bar.center().y() - 2, bar.width(), 4), 2, 2)


def _draw_clip(painter: QPainter, view: View, index: int, clip: Clip) -> None:
    box = view.bar(index, clip.start, clip.end)
    if box.right() < view.names or box.left() > view.width:
        return
    fill = theme.family_colour(clip.family)
    hot = view.hover is not None and view.hover.item == clip.relation
    painter.setPen(_PLAIN)
    painter.setBrush(fill.lighter(108) if hot else fill)
    painter.drawRoundedRect(box, 4, 4)
    for violation in clip.violations:
        _draw_violation(painter, view, index, box, violation, beside=_label_room(view, index, clip) >= LABELLED)
    if clip.relation in view.selection:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3.5, 3.5)
    if hot or clip.relation in view.selection:
        _draw_grips(painter, box, ink_on(fill))
    if _label_room(view, index, clip) >= LABELLED or not clip.violations:
        first = clip.violations[0].start if clip.violations else clip.end
        _draw_bar_text(painter, view, view.bar(index, clip.start, max(first, clip.start)), clip.label, ink_on(fill))
    else:                         # off from the start: both words on the red
        words = f"{clip.label}  ·  {clip.violations[0].words}"
        _draw_bar_text(painter, view, box, words, ink_on(theme.colour("violated")))


def _label_room(view: View, index: int, clip: Clip) -> float:
    """Pixels before the first violation: there the clip's own label goes if it fits."""
    if not clip.violations:
        return view.bar(index, clip.start, clip.end).width()
    return view.scale.x(clip.violations[0].start) - max(view.scale.x(clip.start), view.names)


def _draw_violation(painter: QPainter, view: View, index: int, box: QRectF, violation: Violation, *,
                    beside: bool) -> None:
    """A span in which the relation does not hold: red, hatched, dashed at the rim."""
    span = view.bar(index, violation.start, violation.end).intersected(box)
    if span.isEmpty():
        return
    red = theme.colour("violated")
    painter.save()
    painter.setPen(_PLAIN)
    painter.setBrush(red)
    painter.drawRoundedRect(span, 4, 4)
    painter.setBrush(QBrush(QColor(0, 0, 0, 30), Qt.BrushStyle.BDiagPattern))
    painter.drawRoundedRect(span, 4, 4)
    painter.restore()
    if beside:
        _draw_bar_text(painter, view, span, violation.words, ink_on(red))


def _draw_grips(painter: QPainter, box: QRectF, ink: QColor) -> None:
    if box.width() < 4 * GRIP:
        return
    ink.setAlphaF(0.55)
    painter.setPen(QPen(ink, 1.4, c=Qt.PenCapStyle.RoundCap))
    top, bottom = box.top() + 4, box.bottom() - 4
    for x in (box.left() + 3.5, box.right() - 3.5):
        painter.drawLine(QLineF(x, top, x, bottom))


def _draw_bar_text(painter: QPainter, view: View, box: QRectF, words: str, ink: QColor) -> None:
    left = max(box.left(), view.names) + 8
    room = min(box.right(), view.width) - 6 - left
    if room > 14:
        _draw_text(painter, words, "label", ink, QRectF(left, box.top(), room, box.height()))


def _draw_states(painter: QPainter, view: View, index: int, row: Row) -> None:
    """State blocks whose colours cross-fade over each morph, mixed in linear light."""
    assert row.state is not None
    box = view.bar(index, 0.0, view.duration)
    gradient = QLinearGradient(box.left(), 0, box.right(), 0)
    shade = row.state[1]
    gradient.setColorAt(0.0, rgb(shade))
    length = max(view.duration, 1e-6)
    for fade in row.fades:
        for step in range(9):
            at = (fade.start + (fade.end - fade.start) * step / 8) / length
            gradient.setColorAt(min(max(at, 0.0), 1.0), rgb(_mixed(shade, fade.colour, step / 8)))
        shade = fade.colour
    painter.setPen(_PLAIN)
    painter.setBrush(gradient)
    painter.drawRoundedRect(box, 4, 4)
    _draw_state_names(painter, view, index, row)
    for fade in row.fades:
        _draw_fade(painter, view, index, fade)


def _draw_state_names(painter: QPainter, view: View, index: int, row: Row) -> None:
    assert row.state is not None
    starts = [0.0, *(fade.end for fade in row.fades)]
    ends = [*(fade.start for fade in row.fades), view.duration]
    names = [row.state, *((fade.label, fade.colour) for fade in row.fades)]
    for start, end, (name, colour) in zip(starts, ends, names):
        if end > start:
            _draw_bar_text(painter, view, view.bar(index, start, end), name, ink_on(rgb(colour)))


def _draw_fade(painter: QPainter, view: View, index: int, fade: Fade) -> None:
    """The morph's interval: marked along its foot in the colour of change, with edges that can be taken."""
    box = view.bar(index, fade.start, fade.end)
    if box.right() < view.names or box.left() > view.width:
        return
    chosen = fade.relation in view.selection
    hot = view.hover is not None and view.hover.item == fade.relation
    change = theme.colour("change")
    painter.fillRect(QRectF(box.left(), box.bottom() - 2.5, box.width(), 2.5), change)
    painter.setPen(QPen(QColor(16, 18, 20, 150 if hot or chosen else 80), 1))
    for x in (box.left() + 0.5, box.right() - 0.5):
        painter.drawLine(QLineF(x, box.top(), x, box.bottom() - 2))
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
    if hot or chosen:
        _draw_grips(painter, box, QColor("#101214"))
    if box.width() > 78:
        middle = rgb(fade.colour)
        _draw_bar_text(painter, view, box, "morphs into", ink_on(middle))


def _mixed(a: Colour, b: Colour, share: float) -> Colour:
    mixed = [((1 - share) * x ** 2.2 + share * y ** 2.2) ** (1 / 2.2) for x, y in zip(a, b)]
    return mixed[0], mixed[1], mixed[2]


def _draw_keys(painter: QPainter, view: View, index: int, row: Row) -> None:
    times = row.times
    shown = times[np.searchsorted(times, view.scale.time(view.names - KEY)):
                  np.searchsorted(times, view.scale.time(view.width + KEY))]
    middle = view.top(index) + ROW / 2
    if row.kind == "track" and len(times) > 1:
        painter.setPen(QPen(theme.colour("line"), 2))
        left, right = max(view.scale.x(times[0]), view.names), min(view.scale.x(times[-1]), view.width)
        painter.drawLine(QLineF(left, middle, right, middle))
    xs = np.round(view.scale.left + (shown - view.scale.start) * view.scale.pace)
    if len(xs) > 1:                 # keys on the same two pixels are drawn once
        _, first = np.unique((xs / 2).astype(np.int64), return_index=True)
        xs = xs[first]
    side = KEY + 4
    sprite = diamond("compare", KEY, view.ratio)
    y = int(middle - side / 2)
    offset = side / 2
    draw = painter.drawPixmap
    for x in xs.tolist():
        draw(int(x - offset), y, sprite)
    chosen = sorted({ref.time for ref in view.keys if (ref.node, ref.path) == (row.node, row.path) or
                     (row.kind == "node" and ref.node == row.node)})
    if chosen:
        sprite = diamond("accent", KEY, view.ratio)
        for time in chosen:
            draw(int(round(view.scale.x(time)) - offset), y, sprite)
    if view.hover is not None and view.hover.what == "key" and view.hover.row == index:
        sprite = diamond("accent", KEY + 3, view.ratio)
        draw(int(round(view.scale.x(view.hover.time)) - offset - 1.5), int(middle - offset - 1.5), sprite)
