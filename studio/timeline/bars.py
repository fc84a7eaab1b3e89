"""Paints what lies in the rows: clips, state blocks that cross-fade, keys, markers.

In     a QPainter, a View and a row.   Out   pixels.
Raises nothing.  Knows nothing of sessions, edits or gestures.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from engine.document.scene import Marker
from studio import theme
from studio.sprites import diamond, ink_on, rgb
from studio.timeline import look
from studio.timeline.rows import Clip, Colour, Fade, Row, Violation
from studio.timeline.strip_bars import draw_strips
from studio.timeline.view import GRIP, KEY, ROW, RULER, View

LABELLED = 70.0
"""Least room [px] in which a clip's own label is read."""
_PLAIN = Qt.PenStyle.NoPen


def draw_row(painter: QPainter, view: View, index: int) -> None:
    row = view.rows[index]
    if row.hidden:
        painter.setOpacity(0.4)
    if row.state is not None:
        _draw_states(painter, view, index, row)
    elif row.kind == "node" and not row.clips and not row.strips and not len(row.times):
        _draw_presence(painter, view, index, row)
    for clip in row.clips:
        _draw_clip(painter, view, index, clip)
    draw_strips(painter, view, index)
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
        look.draw_text(painter, words, "label", ink, QRectF(left, box.top(), room, box.height()))


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


def draw_marker(painter: QPainter, view: View, marker: Marker) -> None:
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
    look.draw_text(painter, marker.name, "small", theme.colour("text"), tag.adjusted(8, 0, -4, 0))
