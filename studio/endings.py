"""How dialogs are laid out: one thing below the other, and at the end Cancel and what it does.

In     a dialog, what is in it, a word.   Out   its column; a row of buttons that accept and reject it.
Raises nothing.  Knows nothing of what is asked.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget


def ending(dialog: QDialog, word: str) -> QHBoxLayout:
    go, stop = QPushButton(word), QPushButton("Cancel")
    go.setProperty("role", "primary")
    go.setDefault(True)
    go.clicked.connect(dialog.accept)
    stop.clicked.connect(dialog.reject)
    buttons = QHBoxLayout()
    buttons.setSpacing(8)
    buttons.addStretch(1)
    buttons.addWidget(stop)
    buttons.addWidget(go)
    return buttons


def stacked(dialog: QDialog, *content: QWidget | QLayout) -> QVBoxLayout:
    """The dialog's column, with what is in it from top to bottom."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(16)
    for each in content:
        if isinstance(each, QWidget):
            column.addWidget(each)
        else:
            column.addLayout(each)
    return column
