"""Copies: how many there are of a part, and how they lie about what holds it.

In     a part's token row.   Out   the arrangement that the artist picks, as values of the row's channels.
Raises nothing.   Knows nothing of sessions or meshes.

Only the part itself changes: what is chosen is laid on top of what was generated (Override), and the rest is not asked.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.vocabulary.slots import CHANNEL, SYMMETRIES

FIXED = {"one": 1, "mirror": 2, "quad": 4}
MOST = 8
WORDS = {"one": "One", "mirror": "A mirrored pair", "quad": "Four, mirrored twice"}
COUNTED = {"radial": "Around", "row": "In a row"}


def arrangement(row: np.ndarray) -> tuple[str, int]:
    """How a part's copies lie (one of SYMMETRIES) and how many there are."""
    symmetry = SYMMETRIES[int(np.argmax(row[CHANNEL["symmetry"]]))]
    return symmetry, FIXED.get(symmetry, 1 + sum(1 << bit for bit, on in enumerate(row[CHANNEL["count"]]) if on > 0))


def channels(symmetry: str, count: int) -> dict[str, tuple[float, ...]]:
    """The row's channels for an arrangement, -1 or +1 each."""
    return {"symmetry": tuple(1.0 if name == symmetry else -1.0 for name in SYMMETRIES),
            "count": tuple(1.0 if count - 1 >> bit & 1 else -1.0 for bit in range(3))}


class Copies(QToolButton):
    """×2, and on a click every other way to have the part. Emits channels' values, or {} for as generated."""

    chosen = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton { border: none; background: transparent; padding: 2px; }"
                           "QToolButton::menu-indicator { image: none; }")
        menu = QMenu(self)
        for symmetry, words in WORDS.items():
            self._add(menu, words, symmetry, FIXED[symmetry])
        for symmetry, words in COUNTED.items():
            inner = menu.addMenu(words)
            for count in range(2, MOST + 1):
                self._add(inner, str(count), symmetry, count)
        menu.addSeparator()
        menu.addAction("As generated").triggered.connect(lambda: self.chosen.emit({}))
        self.setMenu(menu)

    def show_copies(self, name: str, symmetry: str, count: int) -> None:
        self.setText(f"×{count}")
        lie = WORDS.get(symmetry) or f"{COUNTED[symmetry]}, {count}"
        self.setToolTip(f"How many there are of {name}, and how they lie: {lie[0].lower()}{lie[1:]}. "
                        "The rest of the object stays as it is")

    def _add(self, menu: QMenu, words: str, symmetry: str, count: int) -> None:
        menu.addAction(words).triggered.connect(lambda: self.chosen.emit(channels(symmetry, count)))
