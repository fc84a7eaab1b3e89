"""The start page: samples to open, files of late.

In     the samples folder, recent paths.   Out   the path that was taken, by `chosen`.
Raises nothing: a file whose thumbnail cannot be read has none.  Knows nothing of documents beyond their thumbnails.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.paths import assets
from studio import icons, theme

TILE = QSize(216, 156)
ACROSS = 3


def samples() -> list[Path]:
    """The shipped scenes, by name."""
    return sorted((assets() / "samples").glob("*.chrono"))


def thumbnail(path: Path) -> QImage | None:
    """The picture kept in a scene's file."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("thumbnail.png").file_size > 8 * 2**20:
                return None
            image = QImage.fromData(archive.read("thumbnail.png"), "PNG")  # type: ignore[call-overload]
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return None
    return None if image.isNull() else image


class Tile(QAbstractButton):
    """A scene as a card: its picture and its name."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.image = path, thumbnail(path)
        self.setFixedSize(TILE)
        self.setText(path.stem.replace("-", " ").replace("_", " ").capitalize())
        self.setToolTip(str(path))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        body = QPainterPath()
        body.addRoundedRect(rect, 10, 10)
        painter.fillPath(body, theme.colour("raised"))
        painter.save()
        painter.setClipPath(body)
        area = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - 32)
        painter.fillRect(area, theme.colour("picture"))
        if self.image is not None:
            scale = max(area.width() / self.image.width(), area.height() / self.image.height())
            w, h = area.width() / scale, area.height() / scale
            corner = (self.image.width() - w) / 2, (self.image.height() - h) / 2
            painter.drawImage(area, self.image, QRectF(*corner, w, h))
        else:
            icons.paint(painter, "boxes", QRectF(area.center().x() - 14, area.center().y() - 14, 28, 28),
                        theme.colour("faint"))
        painter.restore()
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text"))
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(rect.width()) - 20)
        painter.drawText(QRectF(rect.left() + 10, area.bottom(), rect.width() - 20, 32), Qt.AlignmentFlag.AlignVCenter,
                         words)
        token = "accent" if self.hasFocus() else "faint" if self.underMouse() else "line"
        painter.setPen(QPen(theme.colour(token), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 10, 10)


class StartPage(QDialog):
    chosen = Signal(object)          # path

    def __init__(self, recent: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Samples and recent files")
        self.setProperty("role", "sheet")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for title, paths, sample in (("Samples", samples(), True), ("Recent files", list(recent)[:6], False)):
            heading = QLabel(title)
            heading.setProperty("role", "section")
            column.addWidget(heading)
            if not paths:
                none = QLabel("There are no samples in this installation." if sample else "Nothing opened yet.")
                none.setProperty("role", "hint")
                column.addWidget(none)
                continue
            grid = QGridLayout()
            grid.setSpacing(12)
            for index, path in enumerate(paths[:6]):
                tile = Tile(path)
                tile.clicked.connect(lambda *_, path=path: self._take(path))
                grid.addWidget(tile, index // ACROSS, index % ACROSS)
            grid.setColumnStretch(ACROSS, 1)
            column.addLayout(grid)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        row.addWidget(close)
        column.addLayout(row)

    def _take(self, path: Path) -> None:
        self.accept()
        self.chosen.emit(path)
