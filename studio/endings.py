"""The end of a dialog: Cancel, and what it does.

In     a dialog, a word.   Out   a row of buttons that accept and reject it.
Raises nothing.  Knows nothing of what is asked.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton


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
