"""The part graph of one object: its parts by the artist's names, with copies, lock, colour and size by hand.

In     a Session and a node that has tokens.   Out   hand edits (Override) and locks through the session.
Raises nothing.  Knows nothing of meshes: it reads which slots exist, and their colours, straight from the tokens.

A hand edit remembers the generated value it replaced; a regeneration that moved this value shows as a conflict.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.overrides import edited
from engine.document.scene import Node, Override
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import CHANNEL, ROLES
from studio import theme
from studio.cleaning import cleaned, needed
from studio.icons import icon
from studio.inspector.colours import Colour, Picker, Swatch
from studio.inspector.copies import Copies, arrangement
from studio.inspector.quantity import Quantity
from studio.inspector.row import ROW, QuantityRow
from studio.session import Session


@dataclass(frozen=True)
class Part:
    role: str                     # one of ROLES
    name: str                     # what artists call it in this category
    symmetry: str                 # one of SYMMETRIES, hand edits included
    copies: int
    colour: Colour                # sRGB, hand edits included
    size: float                   # times the generated size
    locked: bool
    by_hand: bool                 # some hand edit lies on it
    conflict: bool                # the generator now gives another value than the artist saw


def parts_of(node: Node, tokens: np.ndarray) -> list[Part]:
    """The parts that exist in tokens [slot, channel], hand edits on top."""
    names = CATEGORIES[node.category].parts if node.category in CATEGORIES else {}
    hand = {(override.slot, override.channel): override for override in node.overrides}
    parts, whole = [], edited(node, tokens)
    for index, role in enumerate(ROLES[:len(tokens)]):
        row = tokens[index]
        if row[CHANNEL["exists"]][0] <= 0:
            continue
        own = [override for (slot, _), override in hand.items() if slot == role]
        parts.append(Part(role, names.get(role, role), *arrangement(whole[index]),
                          _colour(row, hand.get((role, "colour"))), _size(row, hand.get((role, "log_size"))),
                          role in node.generation.locked, bool(own),
                          any(_moved(override, row) for override in own)))
    return parts


def _colour(row: np.ndarray, hand: Override | None) -> Colour:
    stored = row[CHANNEL["colour"]] if hand is None else np.asarray(hand.value)
    r, g, b = (float(min(max((x + 1) / 2, 0.0), 1.0)) for x in stored)
    return r, g, b


def _size(row: np.ndarray, hand: Override | None) -> float:
    return 1.0 if hand is None else math.exp(float(np.mean(np.asarray(hand.value) - row[CHANNEL["log_size"]])))


def _moved(override: Override, row: np.ndarray) -> bool:
    return bool(override.was) and not np.allclose(override.was, row[CHANNEL[override.channel]], atol=1e-3)


def overriding(node: Node, role: str, values: Mapping[str, Sequence[float] | None], row: np.ndarray) -> edits.Edit:
    """The edit that lays hand edits on channels of one part; None takes one off."""
    kept = tuple(o for o in node.overrides if o.slot != role or o.channel not in values)
    new = tuple(Override(role, channel, tuple(float(x) for x in value), tuple(float(x) for x in row[CHANNEL[channel]]))
                for channel, value in values.items() if value is not None)
    return edits.SetNode(node.id, "overrides", (*kept, *new))


class PartRow(QWidget):
    """Swatch, name, copies, size factor and lock of one part."""

    edited = Signal()
    previewing = Signal()

    def __init__(self, session: Session, node_id: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id, self.role = session, node_id, role
        self.setFixedHeight(ROW)
        self._swatch = Swatch(self, width=22)
        self._name = QLabel(self)
        self._copies = Copies(self)
        self._copies.setEnabled(role != ROLES[0])        # the root holds everything
        self._size = QuantityRow(self._quantity(), self)
        self._size.hide()
        self._lock = QToolButton(self)
        self._lock.setAutoRaise(True)
        self._lock.setCheckable(True)
        self._lock.setIconSize(QSize(14, 14))
        self._lock.setStyleSheet("QToolButton { border: none; background: transparent; padding: 2px; }")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(8)
        line.addWidget(self._swatch)
        line.addWidget(self._name, 1)
        line.addWidget(self._copies)
        self._size.number.setParent(self)
        self._size.number.setFixedWidth(58)
        self._size.number.setToolTip("Size, times what was generated. Right-click: as generated")
        line.addWidget(self._size.number)
        line.addWidget(self._lock)
        self._copies.chosen.connect(lambda values: self._lay(
            values or {"symmetry": None, "count": None}, f"Copies of {self._name.text()}"))
        self._swatch.clicked.connect(self._pick)
        self._swatch.cleared.connect(lambda: self._put("colour", None, "Colour as generated"))
        self._lock.clicked.connect(self._toggle_lock)
        self._size.edited.connect(self.edited)
        self._size.previewing.connect(self.previewing)

    # ---- where it lies ----

    def _node(self) -> Node:
        return self.session.scene.node(self.node_id)

    def _row(self) -> np.ndarray:
        tokens = self._node().generation.tokens
        assert tokens is not None
        return self.session.blobs.get(tokens)[ROLES.index(self.role)]

    def _put(self, channel: str, value, label: str, merge: str | None = None) -> None:
        self._lay({channel: value}, label, merge)

    def _lay(self, values: Mapping[str, Sequence[float] | None], label: str, merge: str | None = None) -> None:
        self.session.apply(overriding(self._node(), self.role, values, self._row()), label, merge)
        self.edited.emit()

    def _quantity(self) -> Quantity:
        def read() -> float | None:
            node = self._node()
            hand = next((o for o in node.overrides if (o.slot, o.channel) == (self.role, "log_size")), None)
            return _size(self._row(), hand)

        def write(factor: float, merge: str | None) -> None:
            row = self._row()
            value = tuple(float(x) + math.log(max(factor, 0.05)) for x in row[CHANNEL["log_size"]])
            self.session.apply(overriding(self._node(), self.role, {"log_size": None if factor == 1.0 else value}, row),
                               f"Size of {self._name.text()}", merge)

        return Quantity("size", read, write, 0.2, 3.0, "×", slides=False,
                        clear=lambda: self._put("log_size", None, "Size as generated"))

    # ---- what is shown and done ----

    def show_part(self, part: Part) -> None:
        self._name.setText(part.name)
        self._copies.show_copies(part.name, part.symmetry, part.copies)
        tone = "warn" if part.conflict else "text" if part.by_hand else "dim"
        self._name.setStyleSheet(f"color: {theme.hexed(tone)}; background: transparent;")
        self._name.setToolTip("The generator now gives another value than the one you edited: right-click to take its"
                              if part.conflict else "Edited by hand" if part.by_hand else "")
        self._swatch.set_colour(part.colour)
        self._swatch.setToolTip(f"Colour of {part.name}. Right-click: as generated")
        self._size.refresh()
        self._lock.setChecked(part.locked)
        self._lock.setIcon(icon("lock" if part.locked else "lock-open", "accent" if part.locked else "faint"))
        self._lock.setToolTip(f"{'Unlock' if part.locked else 'Lock'} {part.name}: a locked part stays as it is when "
                              "the object is generated again")

    def _pick(self) -> None:
        picker = Picker(self._swatch.colour or (0.5, 0.5, 0.5), parent=self)
        merge = f"part colour {id(picker)}"
        label = f"Colour of {self._name.text()}"
        picker.dragged.connect(lambda colour: self._put("colour", [2 * x - 1 for x in colour], label, merge))
        picker.settled.connect(lambda colour: self._put("colour", [2 * x - 1 for x in colour], label, merge))
        picker.cleared.connect(lambda: self._put("colour", None, "Colour as generated"))
        picker.destroyed.connect(lambda *_: self.session.settle())
        picker.open_at(self._swatch.mapToGlobal(self._swatch.rect().bottomLeft()))

    def _toggle_lock(self) -> None:
        node = self._node()
        locked = tuple(role for role in ROLES if (role in node.generation.locked) != (role == self.role))
        self.session.apply(edits.SetNode(node.id, "generation.locked", locked),
                           f"{'Unlock' if self.role in node.generation.locked else 'Lock'} {self._name.text()}")


class PartList(QWidget):
    """All parts of a node that has been generated."""

    edited = Signal()
    previewing = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self._clean = QPushButton("Clean up", self)
        self._clean.setToolTip("Parts that your edits put out of place go where they are plausible, and what you did "
                               "not touch stays; locked parts stay too")
        self._clean.clicked.connect(self._clean_up)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        around.addLayout(self._column)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 10, 2)
        foot.addStretch(1)
        foot.addWidget(self._clean)
        around.addLayout(foot)
        self._rows: dict[str, PartRow] = {}
        self.refresh()

    def refresh(self) -> None:
        parts = self.parts()
        if [part.role for part in parts] != list(self._rows):
            for row in self._rows.values():
                self._column.removeWidget(row)
                row.deleteLater()
            self._rows = {}
            for part in parts:
                row = PartRow(self.session, self.node_id, part.role, self)
                row.edited.connect(self.edited)
                row.previewing.connect(self.previewing)
                self._column.addWidget(row)
                self._rows[part.role] = row
        for part in parts:
            self._rows[part.role].show_part(part)
        self._clean.setVisible(bool(needed([self.session.scene.node(self.node_id)], self.session.blobs)))

    def _clean_up(self) -> None:
        self.session.apply(cleaned([self.session.scene.node(self.node_id)], self.session.blobs))
        self.edited.emit()

    def parts(self) -> list[Part]:
        node = self.session.scene.node(self.node_id)
        tokens = node.generation.tokens
        return parts_of(node, self.session.blobs.get(tokens)) if tokens and tokens in self.session.blobs else []
