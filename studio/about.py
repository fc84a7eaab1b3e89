"""What the program says about itself: version, engine, licences; and all its shortcuts.

In     facts, commands.   Out   dialogs.   Raises nothing.  Knows nothing of documents.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine import VERSION
from engine.paths import assets
from studio.commands import MENUS, ROWS

LICENCES = ("Chronoform is free software under the MIT licence. It uses Qt for Python (LGPL), PyTorch (BSD), diffusers "
            "(Apache 2.0) and pyrender (MIT); the typeface is Inter (SIL OFL), the icons are Lucide (ISC).")


def about(parent: QWidget, facts: list[tuple[str, str]]) -> QDialog:
    """Version, what the engine runs on, licences."""
    box = _sheet(parent, "About Chronoform")
    column = box.layout()
    assert isinstance(column, QVBoxLayout)
    mark = QLabel()
    mark.setPixmap(QIcon(str(assets() / "icons" / "chronoform.svg")).pixmap(72, 72))
    name = QLabel(f"Chronoform {VERSION}")
    name.setProperty("role", "section")
    words = QLabel("A sentence becomes an animated, editable, exportable scene.")
    words.setProperty("role", "hint")
    head, text = QHBoxLayout(), QVBoxLayout()
    text.addStretch(1)
    text.addWidget(name)
    text.addWidget(words)
    text.addStretch(1)
    head.setSpacing(16)
    head.addWidget(mark)
    head.addLayout(text, 1)
    column.addLayout(head)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    for row, (title, value) in enumerate(facts):
        label, what = QLabel(title), QLabel(value)
        label.setProperty("role", "hint")
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label, row, 0)
        grid.addWidget(what, row, 1)
    grid.setColumnStretch(1, 1)
    column.addLayout(grid)
    licences = QLabel(LICENCES)
    licences.setProperty("role", "dim")
    licences.setWordWrap(True)
    column.addWidget(licences)
    _close_row(box, column)
    return box


def shortcuts(parent: QWidget) -> QDialog:
    """Every command that has a key, menu by menu."""
    box = _sheet(parent, "Keyboard shortcuts")
    column = box.layout()
    assert isinstance(column, QVBoxLayout)
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(16)
    for index, (title, names) in enumerate(MENUS.items()):
        rows = [ROWS[name] for name in names if name in ROWS and ROWS[name].keys]
        if rows:
            grid.addLayout(_group(title, rows), index // 3, index % 3, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    _close_row(box, column)
    return box


def _group(title: str, rows: list) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    heading = QLabel(title)
    heading.setProperty("role", "section")
    grid.addWidget(heading, 0, 0, 1, 2)
    for at, row in enumerate(rows, start=1):
        keys = "  ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in row.keys)
        shown = QLabel(keys)
        shown.setProperty("role", "dim")
        grid.addWidget(QLabel(row.title.rstrip("…")), at, 0)
        grid.addWidget(shown, at, 1, Qt.AlignmentFlag.AlignRight)
    return grid


def _sheet(parent: QWidget, title: str) -> QDialog:
    box = QDialog(parent)
    box.setWindowTitle(title)
    box.setProperty("role", "sheet")
    box.setMinimumWidth(420)
    column = QVBoxLayout(box)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(16)
    return box


def _close_row(box: QDialog, column: QVBoxLayout) -> None:
    close = QPushButton("Close")
    close.setDefault(True)
    close.clicked.connect(box.accept)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    column.addStretch(1)
    column.addLayout(row)
