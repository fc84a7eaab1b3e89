"""Rigging: bones for an imported object, found by the engine; then verbs of ours move it.

In     the id of an imported node.   Out   one edit; `said` why there are none, `told` what was found, `given_up`.
Raises nothing.  Knows nothing of how bones are found.

What is to morph needs bones as well, but does not move by them: they are looked for as soon as it is connected.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from engine import messages
from engine.document.blobs import hashes
from engine.document.edits import Edit, Group, SetNode
from engine.document.graph import boneless
from engine.document.plain import scene_to_json
from engine.document.scene import Node, Scene
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.nouns import with_article
from studio.door import Door, Job
from studio.session import Session

UNSURE = 0.6
"""Below so much the artist is asked to look."""


class Rigging(QObject):
    said = Signal(str)               # why it has no bones, in one sentence
    told = Signal(str, str)          # what was found, and what more there is to it
    given_up = Signal(str)           # node id: it has none, and is not asked for them again

    def __init__(self, session: Session, door: Door, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.door = session, door
        self._asked: dict[str, _Asked] = {}
        self._failed: set[tuple[str, str]] = set()            # files, and their axes that are up, without bones
        session.opened.connect(self._asked.clear)
        session.opened.connect(self._failed.clear)
        session.changed.connect(self._morphing)
        door.rigged.connect(self._rigged)
        door.ended.connect(self._ended)

    def _morphing(self, scene: Scene) -> None:
        under_way = {(asked.node, asked.file, asked.up) for asked in self._asked.values()}
        for node in boneless(scene):
            assert node.imported is not None
            what = node.imported.file, node.imported.up
            if what in self._failed:
                self.given_up.emit(node.id)
            elif (node.id, *what) not in under_way:
                self.rig(node.id, moves=False)

    def rig(self, node_id: str, *, moves: bool = True) -> None:
        """Looks for the bones of an imported node, by which it then `moves`; another wish for the same one takes its
        place.
        """
        scene, blobs = self.session.scene, self.session.blobs
        node = scene.node(node_id)
        if node.imported is None:
            return
        alone = scene.changed(nodes=(node.changed(parent=None),), relations=())
        job = self.door.ask(messages.Rig(
            scene=scene_to_json(alone), node=node_id, redundancy=f"rig {node_id}",
            arrays={name: blobs.get(name) for name in hashes(alone) if name in blobs}),
            f"Rigging {node.name or node.id}")
        self._asked[job] = _Asked(node_id, node.imported.file, node.imported.up, moves)

    def _rigged(self, message: messages.Rigged) -> None:
        asked = self._asked.get(message.job)
        node = next((n for n in self.session.scene.nodes if n.id == message.node), None)
        if asked is None or node is None or node.imported is None or (asked.file, asked.up) != (
                node.imported.file, node.imported.up):
            return                       # the node is gone, or has another surface by now
        imported = replace(node.imported, rig=self.session.keep(message.arrays["rig"]), kind=message.kind)
        if not asked.moves:
            self.session.amend(SetNode(node.id, "imported", imported))
            return
        imported = replace(imported, turn=message.turn)
        steps: list[Edit] = [SetNode(node.id, "imported", imported)]
        if not imported.contents.takes and node.motion.verb not in CATEGORIES[message.kind].verbs[1:]:
            steps.append(SetNode(node.id, "motion.verb", lively(message.kind)))
        self.session.apply(Group(tuple(steps)), f"Rig {node.name or node.id}")
        more = "" if message.sure >= UNSURE else (
            "It is unlike what is known: look at its motion, and choose in the inspector what it moves as.")
        self.told.emit(f"{called(node)} has {message.bones} bones and moves as {with_article(message.kind)}."
                       + (" Its roles are unsure." if more else ""), more)

    def _ended(self, job: Job) -> None:
        asked = self._asked.pop(job.id, None)
        if asked is None or job.state == "done" or any(other.node == asked.node for other in self._asked.values()):
            return                       # found, or another wish for the same node took its place
        self._failed.add((asked.file, asked.up))
        self.given_up.emit(asked.node)
        if job.state == "failed":
            self.said.emit(job.note)


@dataclass(frozen=True)
class _Asked:
    node: str
    file: str
    up: str
    moves: bool


def called(node: Node) -> str:
    return node.name or node.id


def lively(kind: str) -> str:
    """The first thing that a category does beside standing still."""
    return next((verb for verb in CATEGORIES[kind].verbs if verb != "still"), "still")
