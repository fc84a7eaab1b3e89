"""Pens, brushes and sprites of the timeline in the theme that is worn.

In     token names, sizes [px].   Out   cached QPixmaps and QColors.
Raises KeyError on an unknown token.  Knows nothing of rows, scenes or sessions.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from studio import theme

Colour = tuple[float, float, float]


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


def rgb(colour: Colour, alpha: float = 1.0) -> QColor:
    """A document's sRGB colour."""
    return QColor.fromRgbF(*(min(max(float(c), 0.0), 1.0) for c in colour), alpha)


def ink_on(ground: QColor) -> QColor:
    """Near-black or near-white, whichever reads better on `ground`."""
    dark, light = "#0f1214", "#f4f6f8"
    name = ground.name()
    return QColor(dark if theme.contrast(dark, name) >= theme.contrast(light, name) else light)


def diamond(token: str, size: float, ratio: float, *, hollow: bool = False, square: bool = False) -> QPixmap:
    """A key's sprite, `size` px from tip to tip plus a margin of 2, at the screen's pixel `ratio`."""
    return _diamond(theme.hexed(token), theme.hexed("background"), size, ratio, hollow, square)


@lru_cache(maxsize=128)
def _diamond(colour: str, edge: str, size: float, ratio: float, hollow: bool, square: bool) -> QPixmap:
    side = size + 4
    result = QPixmap(round(side * ratio), round(side * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    half = size / 2
    if square:
        shape = QPolygonF(QRectF(-half * 0.72, -half * 0.72, half * 1.44, half * 1.44))
    else:
        shape = QPolygonF([QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)])
    pen = QPen(QColor(colour if hollow else edge), 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else QBrush(QColor(colour)))
    painter.drawPolygon(shape)
    painter.end()
    return result


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
