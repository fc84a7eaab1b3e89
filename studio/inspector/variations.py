"""Variations of an object: six thumbnails, of which one can be taken, and how far they may go.

In     pictures (QImage), which one is taken; how far they go, 0..1.   Out   `taken(index)`, `wanted` for others around
       the object as it is, `ranged(share)` for others that go so far.
Raises nothing.  Knows nothing of what made them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio import theme
from studio.inspector.fields import IconButton
from studio.inspector.pressable import Pressable
from studio.inspector.section import Section
from studio.inspector.slider import Slider

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
    wanted = Signal()
    ranged = Signal(float)

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
        self.rows.addLayout(self._reach())
        self._images: list[QImage] = []
        theme.follow(self, self._dress)
        self._dress()
        self.hide()

    def _reach(self) -> QHBoxLayout:
        """The slider from "like this" to "quite different", and a button for others."""
        self.reach = Slider(self)
        self.reach.setAccessibleName("How far variations go")
        self.reach.setToolTip("How far the variations go from the object as it is now, your edits included; "
                              "all the way to the right keeps nothing of it")
        self.reach.settled.connect(self.ranged)
        self.others = IconButton("refresh-cw", "Other variations, around the object as it is now", self)
        self.others.clicked.connect(self.wanted)
        self._ends = QLabel("like this", self), QLabel("quite different", self)
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 7, 0)
        line.setSpacing(6)
        for widget in (self._ends[0], self.reach, self._ends[1], self.others):
            line.addWidget(widget, 1 if widget is self.reach else 0)
        return line

    def _dress(self) -> None:
        for end in self._ends:
            end.setStyleSheet(f"color: {theme.hexed('faint')}; background: transparent; font-size: 11px;")

    def show_share(self, share: float) -> None:
        self.reach.set_share(share)

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
