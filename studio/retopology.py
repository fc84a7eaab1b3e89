"""Retopology: an even mesh, of triangles or quads, in place of an imported one, made by the engine.

In     the id of an imported node; the artist's choice in a dialog.
Out    one edit; `said` why it cannot be, `told` what came of it.
Raises nothing.  Knows nothing of how meshes are made.

Bones that were found in the old mesh are not those of the new: they go, and can be found again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLabel, QSpinBox, QWidget

from engine import messages
from engine.document.edits import SetNode
from engine.document.plain import value_from_json, value_to_json
from engine.document.scene import Imported
from studio.door import Door, Job
from studio.endings import ending, stacked
from studio.numbers import tidy
from studio.session import Session

FEWEST, MOST, USUAL = 100, 300_000, 10_000


@dataclass(frozen=True)
class _Asked:
    node: str
    file: str


class Retopology(QObject):
    said = Signal(str)               # why there is none, in one sentence
    told = Signal(str, str)          # what came of it, and what more there is to it

    def __init__(self, session: Session, door: Door, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.session, self.door, self.window = session, door, window
        self.dialog: RetopologyDialog | None = None
        self._asked: dict[str, _Asked] = {}
        session.opened.connect(self._asked.clear)
        door.arrived.connect(self._arrived)
        door.ended.connect(self._ended)

    def choose(self, node_id: str) -> None:
        """Asks how many triangles, and makes them."""
        imported = self.session.scene.node(node_id).imported
        if imported is None:
            return
        self.dialog = dialog = RetopologyDialog(imported, self.window)
        dialog.accepted.connect(lambda: self.make(node_id, dialog.triangles.value(), quads=dialog.quads.isChecked()))
        dialog.open()

    def make(self, node_id: str, triangles: int, *, quads: bool = False) -> None:
        node = self.session.scene.node(node_id)
        if node.imported is None or node.imported.file not in self.session.blobs:
            return
        job = self.door.ask(messages.Retopologise(
            imported=value_to_json(node.imported), triangles=triangles, quads=quads,
            redundancy=f"retopology {node_id}", arrays={"file": self.session.blobs.get(node.imported.file)}),
            f"Retopology of {node.name or node.id}")
        self._asked[job] = _Asked(node_id, node.imported.file)

    def _arrived(self, message: messages.Arrived) -> None:
        asked = self._asked.get(message.job)
        node = next((n for n in self.session.scene.nodes if asked is not None and n.id == asked.node), None)
        if asked is None or node is None or node.imported is None or node.imported.file != asked.file:
            return                       # the node is gone, or has another surface by now
        made: Imported = value_from_json(message.imported, Imported, "imported")
        bones = node.imported.rig is not None
        imported = replace(node.imported, file=self.session.keep(message.arrays["file"]), contents=made.contents,
                           rig=None)
        self.session.apply(SetNode(node.id, "imported", imported), f"Retopology of {node.name or node.id}")
        more = "The bones that were found in the old mesh are gone: find them again." if bones else ""
        self.told.emit(" ".join(message.mended), more)

    def _ended(self, job: Job) -> None:
        if self._asked.pop(job.id, None) is not None and job.state == "failed":
            self.said.emit(job.note)


class RetopologyDialog(QDialog):
    """How many triangles, and whether in pairs."""

    def __init__(self, imported: Imported, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Retopology of {imported.name}")
        self.setProperty("role", "sheet")
        self.setMinimumWidth(440)
        note = QLabel("An even mesh in place of its own, with its pictures, skin, morph targets and materials. Undo "
                      "gives the old one back.")
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        self.triangles = tidy(QSpinBox(minimum=FEWEST, maximum=MOST, singleStep=500))
        self.triangles.setGroupSeparatorShown(True)
        self.triangles.setValue(min(max(imported.contents.triangles, FEWEST), USUAL))
        self.triangles.setToolTip("About so many; a quad counts as two")
        self.quads = QCheckBox("Quads")
        self.quads.setToolTip("Mostly faces of four corners, which USD, FBX, OBJ and PLY exports keep (Keep quads)")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Triangles", self.triangles)
        form.addRow("", self.quads)
        stacked(self, note, form, ending(self, "Make it even"))
