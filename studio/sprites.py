"""Small painted things that several panels show: a key's diamond, a document's colour, ink that reads on it.

In     token names, sRGB colours 0..1, sizes [px].   Out   QPixmaps and QColors.
Raises KeyError on an unknown token.  Knows nothing of panels or sessions.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF

from studio import theme

Colour = tuple[float, float, float]


def rgb(colour: Colour, alpha: float = 1.0) -> QColor:
    """A document's sRGB colour."""
    r, g, b = (min(max(float(c), 0.0), 1.0) for c in colour)
    return QColor.fromRgbF(r, g, b, alpha)


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
