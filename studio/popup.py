"""Small windows that close when one clicks elsewhere: a field to rename, a form to edit.

In     a widget to show, a place of the screen.   Out   a framed popup around it; round corners for Qt's own menus.
Raises nothing.  Knows nothing of what it shows.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio import theme


class _Corners(QObject):
    """Cuts a window to its round corners: where nothing composes windows, a see-through corner would be black."""

    def eventFilter(self, watched, event) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and isinstance(watched, QWidget):
            inner = watched.findChild(QAbstractItemView)
            ground = watched.rect() if inner is None or isinstance(watched, Pane) else inner.geometry()
            shape = QPixmap(watched.size())
            shape.fill(Qt.GlobalColor.transparent)
            painter = QPainter(shape)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Qt.GlobalColor.black)
            painter.drawRoundedRect(QRectF(ground), theme.RADIUS["card"], theme.RADIUS["card"])
            painter.end()
            watched.setMask(shape.mask())
        return False


_corners = _Corners()


def round_off(widget: QWidget) -> None:
    """Gives a popup window, not shown yet, the corners of the theme; its stylesheet draws them."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground):
        widget.setWindowFlags(widget.windowFlags() | Qt.WindowType.FramelessWindowHint
                              | Qt.WindowType.NoDropShadowWindowHint)
        widget.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        widget.installEventFilter(_corners)
        if isinstance(widget, QFrame):
            widget.setFrameShape(QFrame.Shape.NoFrame)     # the list within has one


class Pane(QWidget):
    """A rounded ground over everything else."""

    def __init__(self, parent: QWidget | None, width: int) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        round_off(self)
        self.setFixedWidth(width)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("raised"))
        radius = theme.RADIUS["card"] - 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Popup(Pane):
    def __init__(self, parent: QWidget, title: str = "", *, width: int = 280) -> None:
        super().__init__(parent, width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        if title:
            heading = QLabel(title)
            heading.setProperty("role", "section")
            self.column.addWidget(heading)

    def open_at(self, place: QPoint) -> None:
        """Shows itself near a place of the screen, whole."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        self.adjustSize()
        left = max(area.left() + 8, min(place.x(), area.right() - self.width() - 8))
        top = max(area.top() + 8, min(place.y(), area.bottom() - self.height() - 8))
        self.move(left, top)
        self.show()


def ask_text(parent: QWidget, title: str, text: str, place: QPoint, take: Callable[[str], None]) -> Popup:
    """One line of text, taken with Return."""
    popup = Popup(parent, title, width=240)
    field = QLineEdit(text)
    field.setAccessibleName(title)
    field.selectAll()
    popup.column.addWidget(field)

    def done() -> None:
        written = field.text().strip()
        popup.close()
        if written and written != text:
            take(written)

    field.returnPressed.connect(done)
    popup.open_at(place)
    field.setFocus(Qt.FocusReason.PopupFocusReason)
    return popup
