"""Variations: five others of the selected node, near it or far, made when nobody waits for anything else.

In     the session's selection, the door, what draws thumbnails; how far they may go.   Out   pictures for the
       inspector; a taken one becomes the node's own, in one step of undo.
Raises nothing.  Knows nothing of panels: it is given the place that shows pictures.

At strength 1 a variation is another seed. Below that it begins near the object as it is, hand edits included: the taken
one's Generation names these tokens and the strength, so that the document alone makes it again. The strip stays what it
was while one of its own is taken, so that the artist can go to and fro; any other change makes it anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from engine import messages
from engine.bake.clip import Clip
from engine.document.blobs import hashes
from engine.document.edits import SetNode
from engine.document.overrides import edited
from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Node, Scene
from studio.door import Door, Job
from studio.flow import Flow, wish
from studio.pictures import Pictures
from studio.session import Session

COUNT = 6                         # the node as it is, and five others
REST = 2500                       # ms without a change or a job before the first is made
SOON = 50                         # ms until the next one
STEP = 7919                       # from seed to seed
LEAST, USUAL = 0.1, 0.6           # strengths: the least, and the one to begin with


@dataclass
class Variation:
    made_as: Generation
    image: QImage


class Variations(QObject):
    shown = Signal(list, int)        # QImages, and which of them the node is

    def __init__(self, session: Session, door: Door, flow: Flow, pictures: Pictures,
                 parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.door, self.flow, self.pictures = session, door, flow, pictures
        self.made: list[Variation] = []
        self.enabled = True
        self.strength = USUAL
        self._of: tuple | None = None           # the node and all of its wish that its variations share
        self._asked, self._job, self._failed = Generation(), "", False
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

    @property
    def share(self) -> float:
        """Where the strength lies between the least and 1, 0..1."""
        return (self.strength - LEAST) / (1.0 - LEAST)

    def set_share(self, share: float) -> None:
        """How far the others may go from the node as it is, 0..1: they are made anew, around it."""
        self.strength = round(LEAST + (1.0 - LEAST) * share, 3)
        self.renew()

    def renew(self) -> None:
        """Other variations, around the node as it is now."""
        self._forget()
        self._rest.start(SOON)

    def _forget(self) -> None:
        self._failed = False
        self.made.clear()
        if self._job:
            self.door.cancel(self._job)
            self._job = ""

    def _watch(self) -> None:
        node = self.session.active_node
        varies = None if node is None or not node.category else (
            node.id, node.overrides, wish(self.session.scene, _plain(node)))
        stays = varies == self._of
        if not stays or (self.made and node is not None and self._taken(node) < 0):
            self._of = varies
            self._forget()
            if not stays:
                self.shown.emit([], -1)
        elif self.made:
            self._again.start()          # the inspector may have made its page anew
        self._rest.start(REST)

    def _taken(self, node: Node) -> int:
        """Which variation the node is; -1: none of them."""
        return next((i for i, v in enumerate(self.made) if _recipe(v.made_as) == _recipe(node.generation)), -1)

    def _next(self) -> None:
        node = self.session.active_node
        if self.whole or node is None or self._job:
            return
        if self.door.open_jobs or self.session.playing or self.pictures.busy:
            self._rest.start(REST)
            return
        if not self.made:
            image = self.session.pictures.get(node.id)
            tokens = node.generation.tokens
            if not isinstance(image, QImage) or tokens is None or tokens not in self.session.blobs:
                return                   # its picture comes, and calls again
            self.made.append(Variation(node.generation, image))
            self._tell()
        self._asked = self._other(node)
        alone = node.changed(generation=self._asked, kind="object", parent=None, tracks=(), hidden=False)
        scene = Scene(nodes=(alone, *self._as_tall(alone)), duration=0.1, rate=self.session.scene.rate)
        arrays = {name: self.session.blobs.get(name) for name in hashes(scene) if name in self.session.blobs}
        self._generated = None
        self._job = self.door.ask(messages.Preview(scene=scene_to_json(scene), node=node.id, cells=48, arrays=arrays,
                                                   redundancy="variation"), "Making a variation")

    def _other(self, node: Node) -> Generation:
        """What the next variation is asked: another seed, near the object that the first picture shows."""
        first = self.made[0].made_as
        other = first.fresh(seed=(first.seed + STEP * len(self.made)) % 2**31)
        if self.strength == 1.0 or first.tokens is None:
            return other
        near = self.session.keep(edited(node, self.session.blobs.get(first.tokens)))
        return replace(other, near=near, strength=self.strength)

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
        tokens = self.session.keep(self._generated.arrays["tokens"])
        self.made.append(Variation(replace(self._asked, tokens=tokens, weights=self._generated.weights), image))
        self._tell()

    def _ended(self, job: Job) -> None:
        if job.id == self._job:
            self._job = ""
            self._failed = job.state == "failed"
            if job.state == "done":
                self._rest.start(SOON)

    def _tell(self) -> None:
        node = self.session.active_node
        self.shown.emit([v.image for v in self.made], -1 if node is None else self._taken(node))

    def take(self, index: int) -> None:
        """The node becomes this variation."""
        node = self.session.active_node
        if node is None or not 0 <= index < len(self.made) or self._taken(node) == index:
            return
        chosen = self.made[index].made_as
        if chosen.tokens is not None:
            self.flow.note_made(node.changed(generation=chosen), chosen.tokens)
        self.session.apply(SetNode(node.id, "generation", chosen), f"Take variation {index + 1}")
        self._tell()


def _recipe(asked: Generation) -> tuple:
    """What tells one variation from another."""
    return asked.seed, asked.near, asked.strength, asked.mends


def _plain(node: Node) -> Node:
    """The node without what tells its variations apart."""
    return node.changed(generation=node.generation.fresh(seed=0))
