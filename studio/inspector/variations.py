"""Variations of an object: six thumbnails, of which one can be taken.

In     pictures (QImage), which one is taken.   Out   `taken(index)`, `wanted` for six new ones.
Raises nothing.  Knows nothing of what made them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from studio import theme
from studio.inspector.pressable import Pressable
from studio.inspector.section import Section

COLUMNS, ROWS = 3, 2


class Thumbnail(Pressable):

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image: QImage | None = None
        self.taken = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(68)
        self.setMinimumWidth(60)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}: click to take it")

    def sizeHint(self) -> QSize:
        return QSize(88, 68)

    def show_image(self, image: QImage | None, taken: bool) -> None:
        self.image, self.taken = image, taken
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(box, 6, 6)
        painter.fillPath(shape, theme.colour("picture"))
        if self.image is not None and not self.image.isNull():
            painter.setClipPath(shape)
            scale = max(box.width() / self.image.width(), box.height() / self.image.height())
            size = QSize(round(self.image.width() * scale), round(self.image.height() * scale))
            target = QRectF(box.center().x() - size.width() / 2, box.center().y() - size.height() / 2, size.width(),
                            size.height())
            painter.drawImage(target, self.image)
            painter.setClipping(False)
        hot = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if self.taken or self.hasFocus() else "dim" if hot else "line"),
                            1.5 if self.taken else 1))
        painter.drawPath(shape)
        painter.end()


class Variations(Section):
    """Hidden until `set_images` feeds it."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Variations", "take one, or lock what you like", parent)
        grid = QGridLayout()
        grid.setContentsMargins(12, 2, 12, 6)
        grid.setSpacing(4)
        self._pictures = [Thumbnail(f"Variation {index + 1}", self) for index in range(COLUMNS * ROWS)]
        for index, picture in enumerate(self._pictures):
            picture.clicked.connect(lambda index=index: self._take(index))
            grid.addWidget(picture, index // COLUMNS, index % COLUMNS)
        self.rows.addLayout(grid)
        self._images: list[QImage] = []
        self.hide()

    def set_images(self, images: Sequence[QImage], taken: int = -1) -> None:
        """Show up to six pictures; none hides the grid. `taken` is framed."""
        self._images = list(images)[:COLUMNS * ROWS]
        for index, picture in enumerate(self._pictures):
            there = index < len(self._images)
            picture.show_image(self._images[index] if there else None, index == taken)
            picture.setEnabled(there)
        self.setVisible(bool(self._images))

    def _take(self, index: int) -> None:
        if index < len(self._images):
            self.set_images(self._images, index)
            self.taken.emit(index)
