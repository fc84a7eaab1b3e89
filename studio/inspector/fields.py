"""Fields of the inspector that are not one number: choices, names, vectors, chips.

In     words or numbers.   Out   Qt signals.
Raises nothing.  Knows nothing of documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLayout, QLayoutItem, QLineEdit, QPushButton, QToolButton, QWidget

from studio import theme
from studio.icons import icon
from studio.inspector.quantity import Quantity
from studio.inspector.row import ROW, Gap, KeyButton, Label, QuantityRow

_serial = count(1)


class Choice(QComboBox):
    """One of some words. The wheel goes on to what scrolls around it."""

    chosen = Signal(str)

    def __init__(self, words: Iterable[str], parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setFixedHeight(22)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        for word in words:
            self.addItem(word, word)
        self.textActivated.connect(self.chosen)

    def show_word(self, word: str) -> None:
        if self.findData(word) < 0:
            self.addItem(word, word)
        self.setCurrentIndex(self.findData(word))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Name(QLineEdit):
    """A name that is changed by Enter or by leaving the field; Escape takes it back."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was = ""
        self.setFixedHeight(22)
        self.setMaxLength(80)
        self.setAccessibleName("Name")
        self.editingFinished.connect(self._finish)

    def show_name(self, name: str) -> None:
        self._was = name
        if not self.hasFocus():
            self.setText(name)

    def _finish(self) -> None:
        words = self.text().strip()
        if words and words != self._was:
            self._was = words
            self.renamed.emit(words)
        elif not words:
            self.setText(self._was)

    def keyPressEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._was)
            self.clearFocus()
        else:
            super().keyPressEvent(event)


class VectorRow(QWidget):
    """Three numbers side by side with one key; where nothing is set, words that say who decides."""

    previewing = Signal()
    edited = Signal()

    def __init__(self, label: str, parts: Sequence[Quantity], parent: QWidget | None = None, *, free: str = "auto",
                 tip: str = "") -> None:
        super().__init__(parent)
        self.setFixedHeight(ROW)
        self.setAccessibleName(label)
        self._rows = [QuantityRow(part, self) for part in parts]
        self._free = QPushButton(free, self)
        self._free.setFlat(True)
        self._free.setFixedHeight(22)
        self._free.setToolTip(tip)
        self._free.clicked.connect(self._take)
        self.key = KeyButton(self)
        self.key.clicked.connect(self._toggle)
        keyed = any(row.quantity.toggle_key is not None for row in self._rows)
        self.key.setVisible(keyed)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(4)
        line.addWidget(Label(label, self, tip))
        line.addSpacing(2)
        for row in self._rows:
            row.number.setParent(self)
            row.number.setMinimumWidth(30)
            row.number.setToolTip(f"{label} {row.quantity.label[-1].upper()}. {tip}")
            row.hide()
            line.addWidget(row.number, 1)
            row.previewing.connect(self.previewing)
            row.edited.connect(self.edited)
        line.addWidget(self._free, 1)
        line.addSpacing(2)
        line.addWidget(self.key if keyed else Gap(self))
        self._dress()
        self.refresh()

    def _dress(self, *_: object) -> None:
        self._free.setStyleSheet(
            f"QPushButton {{ color: {theme.hexed('faint')}; background: {theme.hexed('well')}; border: none;"
            f" border-radius: 5px; text-align: left; padding-left: 8px; }}"
            f"QPushButton:hover, QPushButton:focus {{ color: {theme.hexed('text')};"
            f" background: {theme.hexed('hover')}; }}")

    def refresh(self) -> None:
        free = all(row.quantity.read() is None for row in self._rows)
        self._free.setVisible(free)
        states = [row.quantity.keyed() for row in self._rows if row.quantity.keyed is not None]
        self.key.set_state("key" if "key" in states else "track" if "track" in states else "none")
        for row in self._rows:
            row.number.setVisible(not free)
            row.refresh()

    def _take(self) -> None:
        """From now on the artist decides: begin where it is seen now."""
        merge = f"take {id(self)} {next(_serial)}"
        now = [row.quantity.seen() if row.quantity.seen is not None else None for row in self._rows]
        for row, value in zip(self._rows, now):
            row.quantity.write(value or 0.0, merge)
        self.edited.emit()

    def _toggle(self) -> None:
        state = self.key.state
        for row in self._rows:
            keyed = row.quantity.keyed() if row.quantity.keyed is not None else "none"
            if row.quantity.toggle_key is not None and (keyed == "key") == (state == "key"):
                row.quantity.toggle_key()


class IconButton(QToolButton):
    """A flat button of a row that is nothing but its icon."""

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._token = name, "text"
        self.setIconSize(QSize(15, 15))
        self.setAutoRaise(True)
        self.setFixedSize(24, 22)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        theme.follow(self, self._dress)
        self._dress()

    def show_icon(self, name: str, token: str = "text") -> None:
        self._name, self._token = name, token
        self.setIcon(icon(name, token))

    def _dress(self) -> None:
        self.show_icon(self._name, self._token)
        self.setStyleSheet("QToolButton { border: none; border-radius: 5px; background: transparent; padding: 0; }"
                           f"QToolButton:hover, QToolButton:focus {{ background: {theme.hexed('hover')}; }}")


class Chip(QToolButton):
    """A small word that can be taken away."""

    removed = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setIcon(icon("x", "dim"))
        self.setIconSize(QSize(10, 10))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(20)
        self.setToolTip(f"Unlock {words}")
        self.setStyleSheet(
            f"QToolButton {{ background: {theme.hexed('raised')}; border: 1px solid {theme.hexed('line')};"
            f" border-radius: 9px; color: {theme.hexed('text')}; padding: 0 6px; font-size: 11px; }}"
            f"QToolButton:hover, QToolButton:focus {{ border-color: {theme.hexed('accent')}; }}")
        self.clicked.connect(self.removed)


class Flow(QLayout):
    """Widgets in lines, as words are in a paragraph."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int):
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int):
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        widest = max((item.sizeHint().width() for item in self._items), default=0)
        return QSize(widest, max((item.sizeHint().height() for item in self._items), default=0))

    def _arrange(self, rect: QRect, *, apply: bool) -> int:
        margins = self.contentsMargins()
        left, right = rect.x() + margins.left(), rect.right() - margins.right()
        x, y, tall = left, rect.y() + margins.top(), 0
        for item in self._items:
            size = item.sizeHint()
            if x + size.width() > right and x > left:
                x, y, tall = left, y + tall + self._gap, 0
            if apply:
                item.setGeometry(QRect(QPoint(x, y), size))
            x, tall = x + size.width() + self._gap, max(tall, size.height())
        return y + tall + margins.bottom() - rect.y()
