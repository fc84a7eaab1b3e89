"""How an object was made: its seed with dice, lock and key, and the locked parts as chips.

In     a Session and a node's id.   Out   edits through the session; `edited` where the generator has to run again.
Raises nothing.  Knows nothing of the generator.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.document import edits
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES
from studio import keying
from studio.inspector.fields import Chip, Flow, IconButton
from studio.inspector.number import Number
from studio.inspector.quantity import of_track
from studio.inspector.row import KeyButton, Label
from studio.session import Session

MOST = 2**31 - 1


class Seed(QWidget):
    """Seed, dice, a lock that keeps every part, and the key. A keyed seed may lie between two whole ones."""

    edited = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self.setFixedHeight(26)
        self.quantity = of_track(session, node_id, "generation.seed", "seed", regenerates=True)
        self.number = Number(self, low=0, high=MOST, decimals=0)
        self.number.setToolTip("The same seed and wishes give the same object; between two keyed seeds the one becomes "
                               "the other")
        self.number.settled.connect(self._set)
        self.dice = IconButton("dice-5", "Another object: a new seed", self)
        self.dice.clicked.connect(self._roll)
        self.lock = IconButton("lock-open", "Lock all parts", self)
        self.lock.clicked.connect(self._toggle_lock)
        self.lock.setCheckable(True)
        self.key = KeyButton(self)
        for source in (self.key.clicked, self.number.key_wanted):
            source.connect(self.quantity.toggle_key)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        line.addWidget(Label("seed", self))
        line.addWidget(self.number, 1)
        for button in (self.dice, self.lock, self.key):
            line.addWidget(button)
        self.refresh()

    def refresh(self) -> None:
        locked, seed = self._locked(), self.quantity.read() or 0.0
        self.number.decimals = 0 if seed == round(seed) else 2
        self.number.set_value(seed)
        if self.quantity.keyed is not None:
            self.key.set_state(self.quantity.keyed())
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

    def _set(self, seed: float) -> None:
        self.quantity.write(seed, None)
        self.edited.emit()

    def _roll(self) -> None:
        """The next of a fixed sequence of seeds: rolling is repeatable, and undo leads back."""
        node, seed = self.session.scene.node(self.node_id), self.quantity.read() or 0.0
        told = hashlib.sha256(f"{node.id} {seed:.10g}".encode()).digest()
        seed = int.from_bytes(told[:4], "little") % 100_000_000
        if self.session.auto_key or keying.track(node, "generation.seed") is not None:
            self._set(seed)
            return
        self.session.apply(edits.SetNode(node.id, "generation", node.generation.fresh(seed=seed)), f"Seed {seed}")
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
