"""Colours: a swatch, and the picker that opens from it.

In     an sRGB colour 0..1 (None: left to the generator), a palette.   Out   `dragged`, `settled` colours, `cleared`.
Raises nothing.  Knows nothing of documents.

The picker is a square of saturation and value beside a strip of hues (HSV, Smith 1978), with a field for hex codes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from studio import theme
from studio.popup import Popup
from studio.sprites import rgb

Colour = tuple[float, float, float]


class Swatch(QWidget):
    """A rounded block of one colour; dashed and empty where nothing is set."""

    clicked = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None, *, width: int = 26, name: str = "") -> None:
        super().__init__(parent)
        self.colour: Colour | None = None
        self.hint: Colour | None = None       # shown in a corner where no colour is set
        self.chosen = False
        self.setFixedSize(width, 20)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_colour(self, colour: Colour | None, hint: Colour | None = None) -> None:
        self.colour, self.hint = colour, hint
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shown = self.colour or self.hint
        painter.setBrush(rgb(shown, 1.0 if self.colour else 0.45) if shown else Qt.BrushStyle.NoBrush)
        edge = theme.colour("accent" if self.hasFocus() or self.chosen else "text" if self.underMouse() else "line")
        pen = QPen(edge, 1.5 if self.hasFocus() or self.chosen else 1)
        if self.colour is None:
            pen.setDashPattern([2, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(box, 4, 4)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        (self.cleared if event.button() == Qt.MouseButton.RightButton else self.clicked).emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self.clicked.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        else:
            event.ignore()


class _Plane(QWidget):
    """The square: saturation to the right, value upwards; right of it the strip of hues."""

    dragged = Signal()
    settled = Signal()
    STRIP = 16
    GAP = 8
    WIDTH = 216

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hue, self.saturation, self.value = 0.0, 0.0, 0.5
        self._strip = False
        self.setFixedSize(QSize(self.WIDTH, 140))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def _square(self) -> QRectF:
        return QRectF(0, 0, self.width() - self.STRIP - self.GAP, self.height())

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._square()
        across = QLinearGradient(box.topLeft(), box.topRight())
        across.setColorAt(0, QColor("#ffffff"))
        across.setColorAt(1, QColor.fromHsvF(self.hue, 1, 1))
        down = QLinearGradient(box.topLeft(), box.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, QColor(0, 0, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        for brush in (across, down):
            painter.setBrush(brush)
            painter.drawRoundedRect(box, 5, 5)
        strip = QRectF(box.right() + self.GAP, 0, self.STRIP, self.height())
        hues = QLinearGradient(strip.topLeft(), strip.bottomLeft())
        for step in range(7):
            hues.setColorAt(step / 6, QColor.fromHsvF(step / 6 % 1.0, 0.85, 1))
        painter.setBrush(hues)
        painter.drawRoundedRect(strip, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = QPointF(self.saturation * box.width(), (1 - self.value) * box.height())
        y = self.hue * strip.height()
        for colour, width in ((QColor(0, 0, 0, 140), 3.5), (QColor("#ffffff"), 1.8)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(at, 5, 5)
            painter.drawRoundedRect(QRectF(strip.left() - 1, y - 3, strip.width() + 2, 6), 3, 3)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._strip = event.position().x() > self._square().right() + self.GAP / 2
        self._take(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._take(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.settled.emit()

    def _take(self, point: QPointF) -> None:
        x = min(max(point.x() / self._square().width(), 0.0), 1.0)
        y = min(max(point.y() / self.height(), 0.0), 1.0)
        if self._strip:
            self.hue = min(y, 0.999)
        else:
            self.saturation, self.value = x, 1 - y
        self.update()
        self.dragged.emit()


class Picker(Popup):
    """A popup that picks one colour; closes on Escape or a click elsewhere."""

    dragged = Signal(tuple)
    settled = Signal(tuple)
    cleared = Signal()

    def __init__(self, colour: Colour, palette: Sequence[Colour] = (), *, parent: QWidget) -> None:
        super().__init__(parent, width=_Plane.WIDTH + 26)
        self._plane = _Plane(self)
        self._hex = QLineEdit(self)
        self._hex.setMaxLength(7)
        self._hex.setAccessibleName("Colour as hex code")
        free = QPushButton("Auto", self)
        free.setToolTip("Leave the colour to the generator")
        free.clicked.connect(self._free)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._hex, 1)
        foot.addWidget(free)
        column = self.column
        column.addWidget(self._plane)
        if palette:
            column.addLayout(self._palette(palette))
        column.addLayout(foot)
        self._plane.dragged.connect(lambda: self._tell(self.dragged))
        self._plane.settled.connect(lambda: self._tell(self.settled))
        self._hex.editingFinished.connect(self._typed)
        self.show_colour(colour)

    def _palette(self, palette: Sequence[Colour]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.setColumnStretch(7, 1)
        for index, colour in enumerate(list(palette)[:14]):
            swatch = Swatch(self, width=26, name=rgb(colour).name())
            swatch.set_colour(colour)
            swatch.clicked.connect(lambda colour=colour: self._choose(colour))
            grid.addWidget(swatch, index // 7, index % 7)
        return grid

    @property
    def colour(self) -> Colour:
        plane = self._plane
        chosen = QColor.fromHsvF(plane.hue, plane.saturation, plane.value)
        return chosen.redF(), chosen.greenF(), chosen.blueF()

    def show_colour(self, colour: Colour) -> None:
        plane, shown = self._plane, rgb(colour)
        if shown.hsvHueF() >= 0:
            plane.hue = shown.hsvHueF()
        plane.saturation, plane.value = shown.hsvSaturationF(), shown.valueF()
        plane.update()
        self._hex.setText(shown.name())

    def _tell(self, signal) -> None:
        self._hex.setText(rgb(self.colour).name())
        signal.emit(tuple(round(x, 4) for x in self.colour))

    def _choose(self, colour: Colour) -> None:
        self.show_colour(colour)
        self.settled.emit(tuple(colour))

    def _typed(self) -> None:
        typed = QColor(self._hex.text() if self._hex.text().startswith("#") else f"#{self._hex.text()}")
        if typed.isValid() and self._hex.isModified():
            self._choose((typed.redF(), typed.greenF(), typed.blueF()))
        self._hex.setModified(False)

    def _free(self) -> None:
        self.cleared.emit()
        self.close()
