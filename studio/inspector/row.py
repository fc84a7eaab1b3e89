"""Rows of the inspector: a label, what is changed, and the key beside it.

In     a Quantity.   Out   edits through it; `previewing` while dragged, `edited` when it rests.
Raises nothing.  Knows nothing of where the number lies.
"""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from studio import theme
from studio.inspector.number import Number
from studio.inspector.pressable import Pressable
from studio.inspector.quantity import Quantity
from studio.inspector.slider import Slider
from studio.sprites import diamond

LABEL = 92
NUMBER = 68
ROW = 26
_serial = count(1)


class Label(QLabel):
    """A dim, elided name of a row; the whole of it is the tooltip where it does not fit."""

    def __init__(self, words: str, parent: QWidget | None = None, tip: str = "") -> None:
        super().__init__(parent)
        self._words = words[:1].upper() + words[1:]
        self.setFixedWidth(LABEL)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, LABEL - 4)
        self.setText(shown)
        self.setToolTip(tip or (self._words if shown != self._words else ""))
        self._marked = False
        self._dress()

    def mark(self, on: bool) -> None:
        """In the accent: what it names is chosen elsewhere."""
        if on != self._marked:
            self._marked = on
            self._dress()

    def _dress(self, *_: object) -> None:
        self.setStyleSheet(f"color: {theme.hexed('accent' if self._marked else 'dim')}; background: transparent;")


class KeyButton(Pressable):
    """The diamond beside a value: empty, half (keyed elsewhere) or filled (keyed here). Click to insert or remove."""

    _WORDS = {"none": "Insert a key at the playhead", "track": "Keyed: insert a key at the playhead too",
              "key": "Remove the key at the playhead"}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = "none"
        self.setFixedSize(18, 22)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self._WORDS["none"])
        self.setAccessibleName("Key")

    def set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.setToolTip(self._WORDS[state])
            self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        hot = self.underMouse() or self.hasFocus()
        token = "faint" if self.state == "none" else "accent"
        size = (11.0 if self.state == "key" else 9.0) + (1.0 if hot else 0.0)
        sprite = diamond("text" if hot and self.state == "none" else token, size, self.devicePixelRatioF(),
                         hollow=self.state != "key")
        side = sprite.deviceIndependentSize().width()
        painter.drawPixmap(QPointF(self.width() / 2 - side / 2, self.height() / 2 - side / 2), sprite)
        if self.state == "track":
            core = diamond("accent", 4.0, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(self.width() / 2 - 4, self.height() / 2 - 4), core)
        painter.end()


class Gap(QWidget):
    """As wide as a key: rows without one end where the others do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(18, 22)


class Row(QWidget):
    """A label and one widget, 26 px high, aligned with the rows of numbers."""

    def __init__(self, label: str, widget: QWidget, parent: QWidget | None = None, *, tip: str = "") -> None:
        super().__init__(parent)
        self.setFixedHeight(ROW)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        self.label = Label(label, self, tip)
        line.addWidget(self.label)
        line.addWidget(widget, 1)
        line.addWidget(Gap(self))

    def refresh(self) -> None:
        """The document is another one."""


class QuantityRow(QWidget):
    previewing = Signal()
    edited = Signal()

    def __init__(self, quantity: Quantity, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quantity = quantity
        self._merge = ""
        self._dragging = False
        self.setFixedHeight(ROW)
        self.number = Number(self, low=quantity.low, high=quantity.high, unit=quantity.unit,
                             decimals=quantity.decimals, hard=quantity.hard)
        self.slider = Slider(self) if quantity.slides else None
        self.key = KeyButton(self) if quantity.toggle_key else None
        self._lay_out()
        self._connect()
        self.refresh()

    def sizeHint(self) -> QSize:
        return QSize(280, ROW)

    def _lay_out(self) -> None:
        quantity = self.quantity
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        line.addWidget(Label(quantity.label, self, quantity.tip))
        for widget in (self.slider, self.number):
            if widget is not None:
                widget.setToolTip(quantity.tip)
                widget.setAccessibleName(quantity.label)
        if self.slider is not None:
            line.addWidget(self.slider, 1)
            self.number.setFixedWidth(NUMBER)
            line.addWidget(self.number)
        else:
            line.addWidget(self.number, 1)
        if self.key is not None:
            line.addWidget(self.key)
        else:
            line.addWidget(Gap(self))

    def _connect(self) -> None:
        quantity = self.quantity
        sources = [self.number] if self.slider is None else [self.number, self.slider]
        for source in sources:
            source.started.connect(self._start)
            source.cleared.connect(self._clear)
            if quantity.toggle_key is not None:
                source.key_wanted.connect(quantity.toggle_key)
        self.number.dragged.connect(self._drag)
        self.number.settled.connect(self._settle)
        if self.slider is not None:
            self.slider.dragged.connect(lambda share: self._drag(self._of_share(share)))
            self.slider.settled.connect(lambda share: self._settle(self._of_share(share)))
        if self.key is not None and quantity.toggle_key is not None:
            self.key.clicked.connect(quantity.toggle_key)

    def _share_of(self, value: float) -> float:
        span = self.quantity.high - self.quantity.low
        return (value - self.quantity.low) / span if span else 0.5

    def _of_share(self, share: float) -> float:
        low, high = self.quantity.low, self.quantity.high
        value = low + share * (high - low)
        return value if self.quantity.decimals else float(round(value))

    def refresh(self) -> None:
        """Show what the document says now."""
        quantity = self.quantity
        value = quantity.read()
        free = None if quantity.free is None else quantity.free()
        self.number.set_value(value, free)
        if self.slider is not None and not self._dragging:
            self.slider.set_share(None if value is None else self._share_of(value),
                                  0.5 if free is None else self._share_of(free))
        if self.key is not None and quantity.keyed is not None:
            self.key.set_state(quantity.keyed())

    # ---- one drag is one step of undo ----

    def _start(self) -> None:
        self._merge, self._dragging = f"inspector {next(_serial)}", True

    def _drag(self, value: float) -> None:
        self.quantity.write(value, self._merge)
        self.previewing.emit()

    def _settle(self, value: float) -> None:
        merge = self._merge if self._dragging else f"inspector {next(_serial)}"
        self._dragging = False
        self.quantity.write(value, merge)
        self._merge = ""
        self.edited.emit()

    def _clear(self) -> None:
        if self.quantity.clear is not None:
            self.quantity.clear()
            self.edited.emit()
