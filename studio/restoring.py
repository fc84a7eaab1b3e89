"""Restoring: what becomes of the scene that an imported file was made from.

In     the scene; the artist's choice in a dialog.   Out   the choice; one edit that adds its objects to another scene.
Raises nothing.  Knows nothing of files or of the engine.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from engine.document.edits import Group, SetScene
from engine.document.scene import Scene
from studio.endings import stacked
from studio.graph.changes import copied, pasted

CHOICES = {
    "mesh": ("Import the mesh", "As one object, as other programs see it: its parts cannot be edited"),
    "add": ("Add its objects", "To this scene, with the relations among them; it is made as long as theirs"),
    "open": ("Open the scene", "In the place of this one"),
}
"""What can be done, the likeliest last."""


class OriginDialog(QDialog):
    chosen = Signal(str)             # a key of CHOICES

    def __init__(self, name: str, scene: Scene, *, beside: bool, parent: QWidget) -> None:
        """`beside`: there are objects in the present scene, so that adding to it is likelier than leaving it."""
        super().__init__(parent)
        self.setWindowTitle(f"Import {name}")
        self.setProperty("role", "sheet")
        self.setMinimumWidth(480)
        note = QLabel(f"This file carries the scene it was made from: {told(scene)}. Its objects can be edited part by "
                      "part, generated again and retimed.")
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        stop = QPushButton("Cancel")
        stop.clicked.connect(self.reject)
        row.addWidget(stop)
        row.addStretch(1)
        order = ("mesh", "open", "add") if beside else tuple(CHOICES)
        self.buttons = {key: self._button(key) for key in order}
        for button in self.buttons.values():
            row.addWidget(button)
        likeliest = self.buttons[order[-1]]
        likeliest.setProperty("role", "primary")
        likeliest.setDefault(True)
        stacked(self, note, row)

    def _button(self, key: str) -> QPushButton:
        words, more = CHOICES[key]
        button = QPushButton(words)
        button.setToolTip(more)
        button.clicked.connect(lambda: (self.accept(), self.chosen.emit(key)))
        return button


def told(scene: Scene) -> str:
    """What there is in a scene: "Fish and Tall lamp", "12 objects"."""
    names = [node.name or node.id for node in scene.nodes if node.kind == "object"]
    return " and ".join(names) if 0 < len(names) <= 2 else f"{len(names)} objects"


def joined(scene: Scene, other: Scene, blobs: Container[str]) -> tuple[Group, tuple[str, ...]]:
    """The edit that adds all of the other scene, under ids that are free, and those ids; the scene lasts as long as the
    longer of the two.
    """
    found = pasted(scene, copied(other, tuple(node.id for node in other.nodes)), blobs=blobs)
    assert found is not None
    edit, ids = found
    if other.duration > scene.duration:
        edit = replace(edit, edits=(*edit.edits, SetScene("duration", other.duration)))
    return edit, ids
