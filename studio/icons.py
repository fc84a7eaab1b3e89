"""Line icons in the colours of the theme that is worn.

In     the name of a file in assets/icons (Lucide, ISC).   Out   QIcons and QPixmaps, drawn sharp at any scale.
Raises FileNotFoundError where no such icon is.  Knows nothing of commands.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.paths import assets
from studio import theme


def icon(name: str, token: str = "text", *, checked: str = "accent") -> QIcon:
    """An icon in one token's colour; faint where disabled, `checked` where on."""
    result = QIcon()
    for size in (16, 32, 64):
        result.addPixmap(pixmap(name, size, token), QIcon.Mode.Normal, QIcon.State.Off)
        result.addPixmap(pixmap(name, size, "faint", alpha=0.5), QIcon.Mode.Disabled, QIcon.State.Off)
        result.addPixmap(pixmap(name, size, checked), QIcon.Mode.Normal, QIcon.State.On)
    return result


def pixmap(name: str, size: int = 16, token: str = "text", *, alpha: float = 1.0) -> QPixmap:
    """An icon as a square of `size` device pixels."""
    colour = theme.colour(token)
    return _drawn(name, size, colour.name(), alpha)


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, colour: str, alpha: float) -> QPixmap:
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(alpha)
    paint(painter, name, QRectF(0, 0, size, size), QColor(colour))
    painter.end()
    return result


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draws an icon into a rectangle of a painter's own coordinates."""
    _renderer(name, colour.name()).render(painter, rect)


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (assets() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.75"')
    return QSvgRenderer(QByteArray(source.encode()))
