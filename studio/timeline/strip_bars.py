"""Paints the animations of an imported file: strips, each coming in over the one before it along a ramp.

In     a QPainter, a View and a row.   Out   pixels.
Raises nothing.  Knows nothing of sessions, edits or gestures.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.document.tracks import EASES
from studio import theme
from studio.sprites import ink_on
from studio.timeline import look
from studio.timeline.strips import Strip
from studio.timeline.view import GRIP, View

SHADES = (0.22, 0.62, 0.42, 0.8)
"""Between the colours of place and of move: strips of a file's animations, in its order."""
APART = 5.0
"""Least px between the ticks of an animation that begins again."""
STEPS = 12
_PLAIN = Qt.PenStyle.NoPen


def draw_strips(painter: QPainter, view: View, index: int) -> None:
    strips = view.rows[index].strips
    for strip in strips:
        box = view.bar(index, strip.start, strip.until)
        if box.right() >= view.names and box.left() <= view.width:
            _draw_strip(painter, view, strip, box)
    for strip in strips:
        box = view.bar(index, strip.start, strip.until)
        if box.right() >= view.names and box.left() <= view.width and _held(view, strip):
            _draw_frame(painter, view, strip, box)


def fill_of(take: int | None) -> QColor:
    """The colour of an animation's strips."""
    return theme.colour("hover") if take is None else theme.mixed("place", "move", SHADES[take % len(SHADES)])


def _held(view: View, strip: Strip) -> bool:
    hover = view.hover
    return view.cue == (strip.node, strip.number) or (
        hover is not None and hover.what == "strip" and (hover.item, hover.number) == (strip.node, strip.number))


def _ramp(view: View, strip: Strip, box: QRectF) -> list[QPointF]:
    """How it comes in, from its beginning at the foot to where it is whole at the top; an upright where at once."""
    width, foot = strip.blend * view.scale.pace, box.bottom()
    return [QPointF(box.left() + width * step / STEPS, foot - EASES["ease"](step / STEPS) * box.height())
            for step in range(STEPS + 1)]


def _outline(view: View, strip: Strip, box: QRectF) -> QPainterPath:
    """Beneath its ramp, up to its end."""
    left = box.left() - 8 if strip.number >= 0 and strip.blend > 0.0 else box.left()
    rounded = QPainterPath()
    rounded.addRoundedRect(QRectF(left, box.top(), box.right() - left, box.height()), 4, 4)
    if strip.blend <= 0.0:
        return rounded
    beneath = QPainterPath(box.bottomLeft())
    ramp = _ramp(view, strip, box)
    for point in ramp[1:]:
        beneath.lineTo(point)
    right = max(ramp[-1].x(), box.right())
    beneath.lineTo(right, box.top())
    beneath.lineTo(right, box.bottom())
    beneath.closeSubpath()
    return beneath.intersected(rounded)


def _draw_strip(painter: QPainter, view: View, strip: Strip, box: QRectF) -> None:
    fill = fill_of(strip.take)
    outline = _outline(view, strip, box)
    painter.setPen(_PLAIN)
    painter.setBrush(fill.lighter(108) if _held(view, strip) else fill)
    painter.drawPath(outline)
    ink = ink_on(fill) if strip.take is not None else theme.colour("dim")
    if strip.held is not None:
        over = view.bar(0, strip.held, strip.until)
        painter.fillRect(QRectF(over.left(), box.top(), over.width(), box.height()).intersected(box),
                         theme.colour("panel", 0.45))
    _draw_turns(painter, view, strip, box, QColor(ink))
    if strip.number >= 0:
        painter.save()
        painter.setClipRect(box.adjusted(-1, 0, 0, 0), Qt.ClipOperation.IntersectClip)
        painter.setPen(QPen(theme.colour("panel"), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_ramp(view, strip, box))
        painter.restore()
    _draw_words(painter, view, strip, box, ink)


def _draw_turns(painter: QPainter, view: View, strip: Strip, box: QRectF, ink: QColor) -> None:
    """A tick at the foot wherever the animation begins again; none where they would run together."""
    marks = strip.turns if strip.held is None else (strip.held,)
    if len(marks) > 1 and (marks[-1] - marks[0]) * view.scale.pace / (len(marks) - 1) < APART:
        return
    ink.setAlphaF(0.6)
    painter.setPen(QPen(ink, 1))
    painter.drawLines([QLineF(x, box.bottom() - 4.5, x, box.bottom()) for time in marks
                       if strip.start + strip.blend * 0.5 <= time <= strip.end
                       for x in [round(view.scale.x(time)) + 0.5] if view.names <= x <= view.width])


def _draw_words(painter: QPainter, view: View, strip: Strip, box: QRectF, ink: QColor) -> None:
    """Its name, and its speed where it is not 1, between its own ramp and the next one's."""
    whole, end = view.scale.x(strip.start + strip.blend), view.scale.x(strip.end)
    short = whole > box.left() + 0.6 * (end - box.left())      # a name would stand on the ramp: it brings its ground
    left = max(box.left() + 0.4 * (end - box.left()) if short else whole, view.names) + 8
    room = min(end, view.width) - 4 - left
    if room <= 14:
        return
    if short:
        painter.setPen(_PLAIN)
        painter.setBrush(fill_of(strip.take))
        shown = look.elided(strip.label, "label", int(room))[1]
        painter.drawRoundedRect(QRectF(left - 4, box.top() + 1, shown + 8, box.height() - 2), 4, 4)
    used = look.draw_text(painter, strip.label, "label", ink, QRectF(left, box.top(), room, box.height()))
    if strip.speed != 1.0 and strip.take is not None and room - used > 34 and not short:
        dim = QColor(ink)
        dim.setAlphaF(0.75)
        look.draw_text(painter, f"×{strip.speed:.3g}", "small", dim,
                       QRectF(left + used + 6, box.top(), room - used - 6, box.height()))


def _draw_frame(painter: QPainter, view: View, strip: Strip, box: QRectF) -> None:
    """Around a chosen strip, and what can be taken of it."""
    if view.cue == (strip.node, strip.number):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("text"), 1.5))
        painter.drawPath(_outline(view, strip, box.adjusted(0.75, 0.75, -0.75, -0.75)))
    if strip.number < 0 or box.width() < 4 * GRIP:
        return
    whole = view.scale.x(strip.start + strip.blend)
    painter.setPen(QPen(theme.colour("panel"), 1))
    painter.setBrush(theme.colour("text"))
    painter.drawEllipse(QPointF(min(whole, box.right() - 2), box.top() + 1.5), 3, 3)
    painter.drawEllipse(QPointF(box.left(), box.bottom() - 1.5), 3, 3)
