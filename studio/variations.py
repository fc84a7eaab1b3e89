"""Variations: five other seeds of the selected node, made when nobody waits for anything else.

In     the session's selection, the door, what draws thumbnails.   Out   pictures for the inspector; a taken one becomes
       the node's own, in one step of undo.
Raises nothing.  Knows nothing of panels: it is given the place that shows pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from engine import messages
from engine.bake.clip import Clip
from engine.document.blobs import hashes
from engine.document.edits import Group, SetNode, SetTokens
from engine.document.plain import scene_to_json
from engine.document.scene import Node, Scene
from studio.door import Door, Job
from studio.flow import Flow, wish
from studio.pictures import Pictures
from studio.session import Session

COUNT = 6                         # the node as it is, and five others
REST = 2500                       # ms without a change or a job before the first is made
STEP = 7919                       # from seed to seed


@dataclass
class Variation:
    seed: int
    image: QImage
    tokens: np.ndarray | None = None     # None: the node as it is
    weights: str = ""


class Variations(QObject):
    shown = Signal(list, int)        # QImages, and which of them the node is

    def __init__(self, session: Session, door: Door, flow: Flow, pictures: Pictures,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.door, self.flow, self.pictures = session, door, flow, pictures
        self.made: list[Variation] = []
        self.enabled = True
        self._of: tuple | None = None           # the node and the wish, less its seed, that they vary
        self._seed, self._job, self._failed = 0, "", False
        self._generated: messages.Generated | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._next)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._tell)
        session.selection_changed.connect(lambda _: self._watch())
        session.changed.connect(lambda _: self._watch())
        session.picture_changed.connect(lambda _: self._watch())
        door.generated.connect(self._tokens_came)
        door.shown.connect(self._clip_came)
        door.ended.connect(self._ended)

    @property
    def whole(self) -> bool:
        """Nothing is to be made for the present selection."""
        return not self.enabled or self._of is None or self._failed or len(self.made) >= COUNT

    def _watch(self) -> None:
        node = self.session.active_node
        varies = None if node is None or not node.category else (
            node.id, wish(self.session.scene, _seeded(node, 0)))
        if varies != self._of:
            self._of, self._failed = varies, False
            self.made.clear()
            if self._job:
                self.door.cancel(self._job)
                self._job = ""
            self.shown.emit([], -1)
        elif self.made:
            self._again.start()          # the inspector may have made its page anew
        self._rest.start(REST)

    def _next(self) -> None:
        node = self.session.active_node
        if self.whole or node is None or self._job:
            return
        if self.door.open_jobs or self.session.playing or self.pictures.busy:
            self._rest.start(REST)
            return
        if not self.made:
            image = self.session.pictures.get(node.id)
            if not isinstance(image, QImage):
                return                   # its picture comes, and calls again
            self.made.append(Variation(node.generation.seed, image))
            self._tell()
        self._seed = (self.made[0].seed + STEP * len(self.made)) % 2**31
        alone = _seeded(node, self._seed).changed(kind="object", parent=None, tracks=(), hidden=False)
        scene = Scene(nodes=(alone, *self._as_tall(alone)), duration=0.1, rate=self.session.scene.rate)
        arrays = {name: self.session.blobs.get(name) for name in hashes(scene) if name in self.session.blobs}
        self._generated = None
        self._job = self.door.ask(messages.Preview(scene=scene_to_json(scene), node=node.id, cells=48, arrays=arrays,
                                                   redundancy="variation"), "Making a variation")

    def _as_tall(self, node: Node) -> tuple[Node, ...]:
        """What the node is to be as tall as."""
        other = node.generation.constraints.tall_as
        if other is None:
            return ()
        found = self.session.scene.node(other).constrained(tall_as=None)
        return (found.changed(kind="object", parent=None, tracks=(), hidden=True),)

    def _tokens_came(self, message: messages.Generated) -> None:
        if message.job == self._job:
            self._generated = message

    def _clip_came(self, message: messages.Shown) -> None:
        if message.job != self._job or self._generated is None:
            return
        image = self.pictures.drawn(Clip.packed(message.header, message.arrays), 0.0)
        self.made.append(Variation(self._seed, image, self._generated.arrays["tokens"], self._generated.weights))
        self._tell()

    def _ended(self, job: Job) -> None:
        if job.id == self._job:
            self._job = ""
            self._failed = job.state == "failed"
            if job.state == "done":
                self._rest.start(50)

    def _tell(self) -> None:
        node = self.session.active_node
        taken = next((i for i, v in enumerate(self.made) if node is not None and v.seed == node.generation.seed), -1)
        self.shown.emit([v.image for v in self.made], taken)

    def take(self, index: int) -> None:
        """The node becomes this variation."""
        node = self.session.active_node
        if node is None or not 0 <= index < len(self.made) or self.made[index].seed == node.generation.seed:
            return
        chosen = self.made[index]
        if chosen.tokens is None:        # back to what it was: the engine remembers it
            self.session.apply(SetNode(node.id, "generation.seed", chosen.seed), "Take the first variation")
            return
        name = self.session.keep(chosen.tokens)
        self.flow.note_made(_seeded(node, chosen.seed), name)
        self.session.apply(Group((SetNode(node.id, "generation.seed", chosen.seed),
                                  SetTokens(node.id, name, chosen.weights))), f"Take variation {index + 1}")
        self._tell()


def _seeded(node: Node, seed: int) -> Node:
    return node.changed(generation=replace(node.generation, seed=seed))
