"""A small window to find one of many by typing: objects to add, relations to draw, commands to run.

In     Choices.   Out   the key of the one that was taken, by `chosen`; or `closed` alone.
Raises nothing.  Knows nothing of what a choice means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from studio import icons, theme
from studio.popup import Pane

ROW = 28
SHOWN = 11
ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Choice:
    key: str
    title: str
    note: str = ""                # right of the title, dim: a family, a shortcut
    icon: str = ""
    token: str = "dim"            # colour of the icon, or of the dot where there is no icon
    words: str = ""               # more that can be typed for it
    enabled: bool = True


def score(choice: Choice, typed: str) -> float | None:
    """How well a choice answers what was typed: higher is better, None not at all."""
    typed = typed.lower().strip()
    if not typed:
        return 0.0
    title, more = choice.title.lower(), f"{choice.words} {choice.note}".lower()
    if title.startswith(typed):
        return 4.0 - len(title) / 1000
    if any(word.startswith(typed) for word in title.split()):
        return 3.0 - len(title) / 1000
    if typed in title or any(word.startswith(typed) for word in more.split()):
        return 2.0 - len(title) / 1000
    at = -1
    for letter in typed.replace(" ", ""):
        at = title.find(letter, at + 1)
        if at < 0:
            return None
    return 1.0 - at / 1000


def found(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices that answer, best first; ties keep their order."""
    scored = [(value, i, choice) for i, choice in enumerate(choices) if (value := score(choice, typed)) is not None]
    return [choice for _, _, choice in sorted(scored, key=lambda entry: (-entry[0], entry[1]))]


class Search(Pane):
    chosen = Signal(str)
    closed = Signal()

    def __init__(self, choices: Iterable[Choice], hint: str, parent: QWidget | None = None, *,
                 width: int = 300) -> None:
        super().__init__(parent, width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choices = list(choices)
        self.field = QLineEdit(placeholderText=hint)
        self.field.setAccessibleName(hint)
        self.field.setClearButtonEnabled(False)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setItemDelegate(_Row(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.none = QLabel("Nothing of that name")
        self.none.setProperty("role", "hint")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.setFixedHeight(2 * ROW)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self.none)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self._filter("")

    def open_at(self, place: QPoint) -> None:
        """Shows itself with its top left near a place of the screen, whole."""
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        self.adjustSize()
        spot = QRect(place, self.sizeHint())
        spot.moveLeft(max(area.left() + 8, min(spot.left(), area.right() - self.width() - 8)))
        spot.moveTop(max(area.top() + 8, min(spot.top(), area.bottom() - spot.height() - 8)))
        self.move(spot.topLeft())
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self, typed: str) -> None:
        self.list.clear()
        for choice in found(self._choices, typed):
            item = QListWidgetItem(choice.title)
            item.setData(ROLE, choice)
            item.setSizeHint(QSize(0, ROW))
            if not choice.enabled:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        rows = self.list.count()
        self.list.setVisible(rows > 0)
        self.none.setVisible(rows == 0)
        self.list.setFixedHeight(ROW * max(1, min(rows, SHOWN)))
        self._move(0, first=True)
        self.adjustSize()

    def _move(self, by: int, *, first: bool = False) -> None:
        rows = self.list.count()
        at = -1 if first else self.list.currentRow()
        for step in range(1, rows + 1):
            row = (at + (step if by >= 0 else -step)) % rows
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            key = item.data(ROLE).key
            self.close()
            self.chosen.emit(key)

    def eventFilter(self, watched, event) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._move(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_Tab) else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event) -> None:
        super().closeEvent(event)
        self.closed.emit()


class _Row(QStyledItemDelegate):
    """Icon or dot, title, note at the right."""

    def paint(self, painter: QPainter, option, index) -> None:
        choice: Choice = index.data(ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(0, 1, -2, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(rect, 6, 6)
        if choice.icon:
            icons.paint(painter, choice.icon, QRect(rect.left() + 8, rect.center().y() - 7, 15, 15).toRectF(),
                        theme.colour(choice.token if choice.enabled else "line"))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(choice.token))
            painter.drawEllipse(QRect(rect.left() + 11, rect.center().y() - 3, 8, 8))
        small = theme.font("small")
        painter.setFont(small)
        painter.setPen(QPen(theme.colour("faint")))
        painter.drawText(rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                         choice.note)
        taken = painter.fontMetrics().horizontalAdvance(choice.note)
        painter.setFont(theme.font(weight=QFont.Weight.Normal))
        painter.setPen(theme.colour("text" if choice.enabled else "faint"))
        room = rect.adjusted(32, 0, -taken - 16, 0)
        title = painter.fontMetrics().elidedText(choice.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()
