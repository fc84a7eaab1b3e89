"""Repair: what is wrong with an imported mesh is mended by the engine, once the artist has seen what that does.

In     the id of an imported node; the artist's choice in a dialog.
Out    one edit; `said` why it cannot be, `told` what was done.
Raises nothing.  Knows nothing of how meshes are mended.

The engine does at once what is ticked, and the dialog shows what came of it: what is accepted is what was shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLabel, QLayout, QPushButton, QWidget

from engine import messages
from engine.document.edits import SetNode
from engine.document.plain import value_from_json, value_to_json
from engine.document.scene import Imported
from engine.vocabulary.repairs import REPAIRS
from studio.door import Door, Job
from studio.endings import ending, stacked
from studio.session import Session

LINES = 4
"""Sentences of a repair that are shown; the rest are in the tooltip."""


class Mending(QObject):
    said = Signal(str)               # why there is none, in one sentence
    told = Signal(str, str)          # what was done, and what more there is to it

    def __init__(self, session: Session, door: Door, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.session, self.door, self.window = session, door, window
        self.dialog: RepairDialog | None = None
        session.opened.connect(self._forget)

    def choose(self, node_id: str) -> None:
        """Shows what a repair of an imported node does, and does it where the artist consents."""
        node = next((node for node in self.session.scene.nodes if node.id == node_id), None)
        if node is None or node.imported is None or node.imported.file not in self.session.blobs:
            self.said.emit("What was to be repaired is not there any more.")
            return
        request = messages.Mend(imported=value_to_json(node.imported), redundancy=f"mend {node_id}",
                                arrays={"file": self.session.blobs.get(node.imported.file)})
        self.dialog = dialog = RepairDialog(node.name or node.id, self.door, request, self.window)
        file = node.imported.file
        dialog.accepted.connect(lambda: self._keep(node_id, file, dialog.found))
        dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None and self.dialog.isVisible():
            self.dialog.reject()

    def _keep(self, node_id: str, file: str, found: messages.Mended | None) -> None:
        node = next((node for node in self.session.scene.nodes if node.id == node_id), None)
        if node is None or node.imported is None or node.imported.file != file or found is None:
            self.said.emit("It was not repaired: it has another surface by now. Look at that with Repair…")
            return
        made: Imported = value_from_json(found.imported, Imported, "imported")
        imported = replace(node.imported, file=self.session.keep(found.arrays["file"]), contents=made.contents,
                           rig=made.rig)
        self.session.apply(SetNode(node_id, "imported", imported), f"Repair {node.name or node_id}")
        lines = [sentence for _, sentence in found.done]
        self.told.emit(" ".join(lines[:LINES]) + (f" (+{len(lines) - LINES} more)" if lines[LINES:] else ""),
                       "\n".join([*lines, *found.remarks]))


class RepairDialog(QDialog):
    """What would be done, each kind with a tick; `found` is the engine's last answer."""

    def __init__(self, name: str, door: Door, request: messages.Mend, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.door, self._request, self._job = door, request, ""
        self.found: messages.Mended | None = None
        self._useful: set[str] = set(REPAIRS)                # kinds that have something to do
        self.setWindowTitle(f"Repair {name}")
        self.setProperty("role", "sheet")
        note = _words("This is what a repair does. Nothing changes until it is accepted, and undo gives the old mesh "
                      "back.")
        self.ticks = {kind: QCheckBox(row.title) for kind, row in REPAIRS.items()}
        self.lines = {kind: _words() for kind in REPAIRS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (kind, tick) in enumerate(self.ticks.items()):
            tick.setChecked(True)
            tick.setToolTip(REPAIRS[kind].tip)
            tick.toggled.connect(self._ask)
            grid.addWidget(tick, row, 0)
            grid.addWidget(self.lines[kind], row, 1)
        self.left = _words()
        column = stacked(self, note, grid, self.left, ending(self, "Repair"))
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.go = next(button for button in self.findChildren(QPushButton) if button.isDefault())
        door.mended.connect(self._mended)
        door.ended.connect(self._ended)
        door.jobs_changed.connect(self._wait)
        self.finished.connect(self._leave)
        self._ask()

    def kinds(self) -> list[str]:
        """What is ticked, and has something to do."""
        return [kind for kind, tick in self.ticks.items() if tick.isChecked() and kind in self._useful]

    def _ask(self, *_: object) -> None:
        self.go.setEnabled(False)
        if self._job:
            self.door.cancel(self._job)
        self._job = self.door.ask(replace(self._request, kinds=self.kinds()), f"Looking over {self._name()}")
        self.left.setText("Looking for what is wrong with it …")
        self.left.show()

    def _name(self) -> str:
        return self._request.imported.get("name", "the mesh")

    def _wait(self) -> None:
        job = self.door.jobs.get(self._job)
        if job is not None and job.state == "running" and job.note:
            self.left.setText(f"{job.note} …")

    def _mended(self, message: messages.Mended) -> None:
        if message.job != self._job:
            return
        if self.found is None:
            self._useful = {kind for kind, _ in message.done}
        self.found = message
        for kind, tick in self.ticks.items():
            said = [sentence for each, sentence in message.done if each == kind]
            tick.setEnabled(kind in self._useful)
            self.lines[kind].setText(_shortened(said) if said else "As it is." if kind in self._useful else
                                     "Nothing to do.")
            self.lines[kind].setToolTip("\n".join(said))
        there = f"Still there then: {', '.join(message.faults)}." if message.faults else ""
        self.left.setText("\n".join(filter(None, [there, *message.remarks])))
        self.left.setVisible(bool(self.left.text()))
        self.go.setEnabled(bool(message.done))

    def _ended(self, job: Job) -> None:
        if job.id == self._job and job.state == "failed":
            self.left.setText(job.note)
            self.left.show()

    def _leave(self, *_: object) -> None:
        self.door.mended.disconnect(self._mended)
        self.door.ended.disconnect(self._ended)
        self.door.jobs_changed.disconnect(self._wait)
        self.door.cancel(self._job)


def _shortened(sentences: Sequence[str]) -> str:
    return "\n".join([*sentences[:LINES], *([f"and {len(sentences) - LINES} more"] if sentences[LINES:] else [])])


def _words(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "dim")
    label.setWordWrap(True)
    label.setMinimumWidth(360)
    return label
