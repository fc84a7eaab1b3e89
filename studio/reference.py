"""Reference pictures: from a file to a node's colours and outline.

In     a node's id and a file, or the artist's choice in a dialog.   Out   one edit; `said` where a picture is refused.
Raises nothing.  Knows nothing of how pictures are read: the engine does that, in its own process.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import messages
from engine.document.edits import Edit, Group, SetNode
from studio.door import Door, Job
from studio.session import Session

SUFFIXES = (".png", ".jpg", ".jpeg")
FILTER = "Pictures (*.png *.jpg *.jpeg)"


class References(QObject):
    said = Signal(str)               # why a picture cannot be used, in one sentence

    def __init__(self, session: Session, door: Door, window: QWidget) -> None:
        super().__init__(window)
        self.session, self.door, self.window = session, door, window
        self._asked: dict[str, tuple[str, str]] = {}      # job -> (node, file name)
        door.looked.connect(self._looked)
        door.ended.connect(self._ended)

    def choose(self, node_id: str) -> None:
        """Asks which picture, and takes it."""
        chosen, _ = QFileDialog.getOpenFileName(self.window, "A reference picture", "", FILTER)
        if chosen:
            self.take(node_id, Path(chosen))

    def drop(self, path: Path) -> None:
        """A picture was dropped: it is for the object that is selected, or for the only one."""
        objects = [node for node in self.session.scene.nodes if node.category]
        active = self.session.active_node
        if active is not None and active.category:
            self.take(active.id, path)
        elif len(objects) == 1:
            self.take(objects[0].id, path)
        else:
            self.said.emit("Select an object first: a dropped picture lends it its colours and its outline.")

    def take(self, node_id: str, path: Path) -> None:
        """The picture's colours and outline become the node's."""
        job = self.door.ask(messages.Look(path=str(path), redundancy=f"look {node_id}"), f"Reading {path.name}")
        self._asked[job] = node_id, path.name

    def _looked(self, message: messages.Looked) -> None:
        node_id, name = self._asked.get(message.job, ("", ""))
        if not any(node.id == node_id for node in self.session.scene.nodes):
            return
        outline = self.session.keep(message.arrays["outline"])
        steps: list[Edit] = [SetNode(node_id, "generation.constraints.outline", outline)]
        steps += [SetNode(node_id, f"colours.{key}", tuple(colour)) for key, colour in message.colours.items()]
        self.session.apply(Group(tuple(steps)), f"Reference {name}")

    def _ended(self, job: Job) -> None:
        if self._asked.pop(job.id, None) is not None and job.state == "failed":
            self.said.emit(job.note)
