"""How an object was made: its seed with dice and lock, and the locked parts as chips.

In     a Session and a node's id.   Out   edits through the session; `edited` where the generator has to run again.
Raises nothing.  Knows nothing of the generator.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.document import edits
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES
from studio.inspector.fields import Chip, Flow, IconButton
from studio.inspector.number import Number
from studio.inspector.row import Label
from studio.session import Session


class Seed(QWidget):
    """Seed, dice, and a lock that keeps every part."""

    edited = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self.setFixedHeight(26)
        self.number = Number(self, low=0, high=2**31 - 1, decimals=0)
        self.number.setToolTip("The same seed and wishes give the same object")
        self.number.settled.connect(lambda value: self._set(int(value)))
        self.dice = IconButton("dice-5", "Another object: a new seed", self)
        self.dice.clicked.connect(self._roll)
        self.lock = IconButton("lock-open", "Lock all parts", self)
        self.lock.clicked.connect(self._toggle_lock)
        self.lock.setCheckable(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        line.addWidget(Label("seed", self))
        line.addWidget(self.number, 1)
        line.addWidget(self.dice)
        line.addWidget(self.lock)
        line.setContentsMargins(12, 2, 7, 2)
        self.refresh()

    def refresh(self) -> None:
        node = self.session.scene.node(self.node_id)
        locked = self._locked()
        self.number.set_value(float(node.generation.seed))
        self.lock.setChecked(locked)
        self.lock.show_icon("lock" if locked else "lock-open", "accent" if locked else "text")
        self.lock.setToolTip("Unlock all parts" if locked else "Lock all parts: another seed then changes nothing")
        self.dice.setEnabled(not locked)

    def _existing(self) -> tuple[str, ...]:
        node = self.session.scene.node(self.node_id)
        tokens = node.generation.tokens
        if tokens is None or tokens not in self.session.blobs:
            return ROLES
        exists = self.session.blobs.get(tokens)[:, 0] > 0
        return tuple(role for role, there in zip(ROLES, exists) if there)

    def _locked(self) -> bool:
        return set(self._existing()) <= set(self.session.scene.node(self.node_id).generation.locked)

    def _set(self, seed: int) -> None:
        self.session.apply(edits.SetNode(self.node_id, "generation.seed", seed), f"Seed {seed}")
        self.edited.emit()

    def _roll(self) -> None:
        """The next of a fixed sequence of seeds: rolling is repeatable, and undo leads back."""
        node = self.session.scene.node(self.node_id)
        told = hashlib.sha256(f"{node.id} {node.generation.seed}".encode()).digest()
        seed = int.from_bytes(told[:4], "little") % 100_000_000
        fresh = replace(node.generation, seed=seed, near=None, strength=1.0)
        self.session.apply(edits.SetNode(node.id, "generation", fresh), f"Seed {seed}")
        self.edited.emit()

    def _toggle_lock(self) -> None:
        locked = () if self._locked() else self._existing()
        self.session.apply(edits.SetNode(self.node_id, "generation.locked", locked),
                           "Lock all parts" if locked else "Unlock all parts")


class Locked(QWidget):
    """The locked parts as chips, hidden where there are none."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self._shown: tuple[str, ...] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        label = Label("locked parts", self)
        label.setFixedHeight(22)
        column = QVBoxLayout()
        column.addWidget(label)
        column.addStretch(1)
        line.addLayout(column)
        self._holder = QWidget(self)
        self._flow = Flow(self._holder)
        self._flow.setContentsMargins(0, 1, 0, 1)
        line.addWidget(self._holder, 1)
        self.refresh()

    def refresh(self) -> None:
        node = self.session.scene.node(self.node_id)
        if node.generation.locked == self._shown:
            return
        self._shown = node.generation.locked
        while (item := self._flow.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.deleteLater()
        names = CATEGORIES[node.category].parts if node.category in CATEGORIES else {}
        for role in self._shown:
            chip = Chip(names.get(role, role), self._holder)
            chip.removed.connect(lambda role=role: self._unlock(role))
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._shown))

    def _unlock(self, role: str) -> None:
        left = tuple(other for other in self.session.scene.node(self.node_id).generation.locked if other != role)
        self.session.apply(edits.SetNode(self.node_id, "generation.locked", left), f"Unlock {role}")
