"""Type and shapes of the timeline, kept ready because a repaint asks for them hundreds of times.

In     names of faces, words, places [px].   Out   fonts, elided words, paths.
Raises KeyError on an unknown face.  Knows nothing of rows, scenes or sessions.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath

from studio import theme

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@lru_cache(maxsize=8)
def face(name: str) -> tuple[QFont, QFontMetricsF]:
    """A font of the sheet and its metrics: "title", "body", "small" or "label"."""
    size, weight = {"title": ("body", QFont.Weight.DemiBold), "body": ("body", QFont.Weight.Normal),
                    "small": ("small", QFont.Weight.Normal), "label": ("small", QFont.Weight.Medium)}[name]
    font = theme.font(size, weight=weight)
    return font, QFontMetricsF(font)


@lru_cache(maxsize=4096)
def elided(text: str, name: str, width: int) -> tuple[str, float]:
    """The text as it fits into `width` px, and the width it then takes [px]."""
    metrics = face(name)[1]
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return shown, metrics.horizontalAdvance(shown)


def playhead_handle(middle: float, top: float) -> QPainterPath:
    """The playhead's handle: a rounded tab that ends in a point, 13 px wide, 17 px high."""
    left, right, bottom, radius = middle - 6.5, middle + 6.5, top + 11.0, 3.5
    path = QPainterPath(QPointF(left + radius, top))
    path.lineTo(right - radius, top)
    path.quadTo(right, top, right, top + radius)
    path.lineTo(right, bottom)
    path.lineTo(middle, top + 17.0)
    path.lineTo(left, bottom)
    path.lineTo(left, top + radius)
    path.quadTo(left, top, left + radius, top)
    path.closeSubpath()
    return path


def draw_text(painter: QPainter, text: str, name: str, ink: QColor, box: QRectF) -> float:
    """Words in one of the faces, elided where they do not fit; the width used [px]."""
    shown, used = elided(text, name, int(box.width()))
    painter.setFont(face(name)[0])
    painter.setPen(ink)
    painter.drawText(box, _LEFT, shown)
    return used
