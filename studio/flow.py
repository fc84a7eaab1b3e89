"""The flow: what the engine is asked when the document changes, and where its answers go.

In     the session's changes, the door's answers, prompts.   Out   requests; tokens in the document; clips as signals.
Raises nothing.  Knows nothing of widgets.

    prompt -> Compose -> one edit      nodes without tokens, or with tokens of another wish -> Generate -> the document
    the document, once whole -> Play (preview, at once) -> after a pause, Play (baked)
    a slider under way -> Preview (draft) for the eye alone -> once it rests, what a single edit would have asked

Nothing regenerates unasked: a node is generated when it has no tokens, or when what its tokens were made from was
edited. Tokens complete the step that asked for them and are no step of their own (Session.amend).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, QTimer, Signal

from engine import messages
from engine.bake.clip import Clip
from engine.document.blobs import hashes
from engine.document.edits import SetTokens
from engine.document.graph import boneless
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Constraints, Node, Scene
from engine.picture.pose import MESH, alike
from studio.door import Door, Job
from studio.session import Session

SETTLE = 1200                     # ms without a change before the exact bake begins
STILL = 180                       # ms without an edit until a slider counts as resting
DRAFT_CELLS = 44
KEPT = ("overrides", "tracks", "placement", "card", "hidden", "parent", "settings")
"""What an artist may have done to a node by hand, kept when its prompt is composed again."""


@dataclass
class Asked:
    """What a job was asked: how each node wished to be, and what it shows."""

    wishes: dict[str, tuple] = field(default_factory=dict)
    exact: bool = False              # the bake
    draft: bool = False              # for the eye alone
    preview: bool = False            # a slider's answer, rough or not


class Flow(QObject):
    clip = Signal(str, object, str)      # node id, Clip, "draft", "preview" or "baked"
    clip_gone = Signal(str)
    clips_gone = Signal()                # another document
    working = Signal(object)             # frozenset of node ids that are being generated
    reshaping = Signal(bool)             # a slider is answered: another picture comes soon
    read = Signal(str, list, list)       # the prompt, its spans, what was not understood
    said = Signal(str, str)              # one sentence, and what more there is to it
    noted = Signal(str)                  # what was done in place of what was asked, in sentences
    complete = Signal(bool)              # every clip of the scene is here; True: baked

    def __init__(self, session: Session, door: Door, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.door = session, door
        self.bakes = True                # after a pause, ask for the exact bake
        self.clips: dict[str, Clip] = {}
        self._made: dict[tuple[str, str], tuple] = {}     # (node, tokens) -> the wish they were made from
        self._failed: dict[str, tuple] = {}               # node -> the wish that could not be generated
        self._asked: dict[str, Asked] = {}
        self._reading: dict[str, str] = {}                # job -> prompt
        self._composing: dict[str, str] = {}
        self._without_bones: set[str] = set()             # nodes that none are found for
        self._composed_ids: frozenset[str] | None = None
        self._shown: tuple | None = None
        self._bake_job = ""
        self._drafted: dict[str, tuple] = {}              # node -> the wish whose draft was asked last
        self._reshapes = False
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self._rested)
        self._pause = QTimer(self, singleShot=True, interval=SETTLE)
        self._pause.timeout.connect(self._bake)
        session.changed.connect(lambda _: self.plan())
        session.opened.connect(self.reset)
        door.composed.connect(self._composed)
        door.generated.connect(self._generated)
        door.shown.connect(self._clip_came)
        door.observed.connect(self._observed)
        door.ended.connect(self._ended)

    # ---- words -----------------------------------------------------------------------------------

    def read_prompt(self, prompt: str) -> None:
        """What would the words become? Answered by `read`."""
        if prompt.strip():
            self._reading[self.door.ask(messages.Compose(prompt=prompt, redundancy="read"))] = prompt
        else:
            self.read.emit(prompt, [], [])

    def compose(self, prompt: str, seed: int = 0) -> None:
        """The prompt becomes the scene, in one step of undo."""
        job = self.door.ask(messages.Compose(prompt=prompt, seed=seed), "Composing")
        self._composing[job] = prompt

    def _composed(self, message: messages.Composed) -> None:
        prompt = self._reading.get(message.job)
        if prompt is not None:
            self.read.emit(prompt, message.spans, message.not_understood)
        elif message.job in self._composing:
            prompt = self._composing[message.job]
            new = scene_from_json(message.scene)
            if not new.nodes:
                self.said.emit("Nothing in the prompt names an object: write for instance “a red fish orbits a lamp”.",
                               "")
                return
            before, known = self.session.scene, self._composed_ids
            self.session.apply(lambda scene: recomposed(scene, new, known), "Compose")
            self._composed_ids = frozenset(node.id for node in new.nodes)
            self.read.emit(prompt, message.spans, message.not_understood)
            if message.remarks:
                self.noted.emit(" ".join(message.remarks))
            if self.session.scene is before:
                self.said.emit("The scene already is what the prompt says.", "")

    # ---- the document ----------------------------------------------------------------------------

    def reset(self) -> None:
        """Another document was opened: forgets the old one's jobs and clips."""
        for job in list(self._asked):
            self.door.cancel(job)
        self._asked.clear()
        self._made.clear()
        self._failed.clear()
        self._drafted.clear()
        self._without_bones.clear()
        self._bake_job, self._shown, self._composed_ids = "", None, None
        self._pause.stop()
        self._still.stop()
        self._tell_working()
        self.clips.clear()
        self.clips_gone.emit()

    def plan(self) -> None:
        """Asks for what the present document lacks."""
        scene = self.session.scene
        self._drop_clips(scene)
        lacking = [node for node in scene.nodes if self._lacks(node)]
        ids = {node.id for node in lacking}
        lacking = [n for n in lacking if n.generation.constraints.tall_as not in ids]    # those come first
        if lacking:
            self._generate(scene, lacking)
            return
        if any(node.category and node.generation.tokens is None for node in scene.nodes):
            return                       # some node cannot be generated; its failure was told
        if any(node.id not in self._without_bones for node in boneless(scene)):
            return                       # they are being looked for
        shown = staged_view(scene)
        if shown != self._shown:
            self._shown = shown
            self._play(scene)

    def without_bones(self, node_id: str) -> None:
        """A node that is to morph has no bones: what there is of the scene is shown all the same."""
        if node_id not in self._without_bones:
            self._without_bones.add(node_id)
            self.plan()

    def _lacks(self, node: Node) -> bool:
        if not node.category or node.kind not in ("object", "state"):
            return False
        wanted = wish(self.session.scene, node)
        if self._failed.get(node.id) == wanted:
            return False
        tokens = node.generation.tokens
        if tokens is None or tokens not in self.session.blobs:
            return True
        return self._made.setdefault((node.id, tokens), wanted) != wanted

    def _generate(self, scene: Scene, nodes: list[Node]) -> None:
        self._stop_bake()
        wishes = {node.id: wish(scene, node) for node in nodes}
        changed = self._whole(scene) and all(node.generation.tokens is not None for node in nodes)
        if changed and self.session.dragging and self._draft(scene, nodes, wishes):
            return
        running = {key for job in self._asked.values() if not job.draft for key in job.wishes.items()}
        if set(wishes.items()) <= running:
            return                       # all of it is on its way
        values, arrays = scene_to_json(scene), self._arrays(scene)
        preview = changed and len(nodes) == 1
        if preview:
            request: messages.Request = messages.Preview(
                scene=values, node=nodes[0].id, arrays=arrays, redundancy=f"preview {nodes[0].id}")
            title = f"Reshaping {nodes[0].name or nodes[0].id}"
        else:
            request = messages.Generate(scene=values, nodes=list(wishes), arrays=arrays, redundancy="generate")
            title = f"Generating {nodes[0].name or nodes[0].id}" + (f" and {len(nodes) - 1} more" if nodes[1:] else "")
        self._asked[self.door.ask(request, title)] = Asked(wishes, preview=preview)
        self._tell_working()

    def _draft(self, scene: Scene, nodes: list[Node], wishes: dict[str, tuple]) -> bool:
        """Asks for something to look at while a slider is under way; False where it rests already."""
        if all(self._drafted.get(node) == wanted for node, wanted in wishes.items()):
            return self._still.isActive()
        self._still.start()
        self._shown = None               # what is seen from now on is not the document
        for job, asked in list(self._asked.items()):
            if not asked.draft:
                self.door.cancel(job)    # of a document that is gone
                del self._asked[job]
        values, arrays = scene_to_json(scene), self._arrays(scene)
        for node in nodes:
            wanted = wishes[node.id]
            if self._drafted.get(node.id) != wanted:
                self._drafted[node.id] = wanted
                self._asked[self.door.ask(messages.Preview(
                    scene=values, node=node.id, arrays=arrays, cells=DRAFT_CELLS, draft=True,
                    redundancy=f"preview {node.id}"))] = Asked({node.id: wanted}, draft=True, preview=True)
        self._tell_working()
        return True

    def settle(self) -> None:
        """The slider was let go: what it stands for is made now."""
        if self._still.isActive():
            self._still.stop()
            self._rested()

    def _rested(self) -> None:
        self.plan()
        self._tell_working()

    def _whole(self, scene: Scene) -> bool:
        return all(node.generation.tokens in self.session.blobs for node in scene.nodes if node.category)

    def _arrays(self, scene: Scene) -> dict:
        blobs = self.session.blobs
        return {name: blobs.get(name) for name in hashes(scene) if name in blobs}

    def _generated(self, message: messages.Generated) -> None:
        asked = self._asked.get(message.job)
        if asked is None or message.node not in asked.wishes:
            return
        made_from = asked.wishes.pop(message.node)
        node = next((n for n in self.session.scene.nodes if n.id == message.node), None)
        if node is not None and wish(self.session.scene, node) == made_from:
            name = self.session.keep(message.arrays["tokens"])
            self._made[(node.id, name)] = made_from
            self.session.amend(SetTokens(node.id, name, message.weights))
        self._tell_working()

    def note_made(self, node: Node, tokens: str) -> None:
        """These tokens were made for this wish, by whoever asked: nothing is to be generated for it."""
        self._made[(node.id, tokens)] = wish(self.session.scene, node)

    def _tell_working(self) -> None:
        self.working.emit(frozenset(node for job in self._asked.values() if not job.draft for node in job.wishes))
        reshapes = self._still.isActive() or any(asked.preview for asked in self._asked.values())
        if reshapes != self._reshapes:
            self._reshapes = reshapes
            self.reshaping.emit(reshapes)

    # ---- the picture -----------------------------------------------------------------------------

    def _play(self, scene: Scene) -> None:
        self._stop_bake()
        if not any(node.kind == "object" and node.shaped for node in scene.nodes):
            self.session.observe((), ())
            return
        job = self.door.ask(messages.Play(scene=scene_to_json(scene), arrays=self._arrays(scene), redundancy="play"))
        self._asked[job] = Asked()
        self._pause.start()

    def _bake(self) -> None:
        scene = self.session.scene
        if not self.bakes or not self._whole(scene) or self._bake_job:
            return
        if any(not asked.exact for asked in self._asked.values()):
            self._pause.start()          # the preview is not done yet
            return
        if bakes(scene):
            self._bake_job = self.door.ask(messages.Play(
                scene=scene_to_json(scene), arrays=self._arrays(scene), baked=True, redundancy="bake"), "Baking")
            self._asked[self._bake_job] = Asked(exact=True)

    def _stop_bake(self) -> None:
        self._pause.stop()
        if self._bake_job:
            self.door.cancel(self._bake_job)
            self._asked.pop(self._bake_job, None)
            self._bake_job = ""

    def _clip_came(self, message: messages.Shown) -> None:
        asked = self._asked.get(message.job)
        if asked is None:
            return
        nodes = self.session.scene.nodes
        if not any(n.id == message.node and not n.hidden for n in nodes):
            return
        if asked.draft and not any(n.id in asked.wishes and self._lacks(n) for n in nodes):
            return                       # the real one is here, or the edit was undone
        clip = shared(Clip.packed(message.header, message.arrays), self.clips.get(message.node))
        self.clips[message.node] = clip
        self.clip.emit(message.node, clip, message.quality)

    def _drop_clips(self, scene: Scene) -> None:
        present = {node.id for node in scene.nodes if node.kind == "object" and not node.hidden}
        for gone in [node for node in self.clips if node not in present]:
            del self.clips[gone]
            self.clip_gone.emit(gone)

    def _observed(self, message: messages.Observed) -> None:
        if message.job in self._asked:
            known = {relation.id for relation in self.session.scene.relations}
            self.session.observe((row for row in message.relations if row["id"] in known), message.unsatisfied)

    def _ended(self, job: Job) -> None:
        self._reading.pop(job.id, None)
        self._composing.pop(job.id, None)
        asked = self._asked.pop(job.id, None)
        if job.id == self._bake_job:
            self._bake_job = ""
        if asked is None:
            return
        if job.state == "failed":
            self._failed.update(asked.wishes)
            self.said.emit(job.note, job.detail)
        self._tell_working()
        if job.state == "cancelled":
            return
        if job.kind == "Play" and job.state == "done":
            self.complete.emit(asked.exact or not bakes(self.session.scene))
        elif job.kind in ("Generate", "Preview"):
            self.plan()                  # the document may have moved on meanwhile


def bakes(scene: Scene) -> bool:
    """Whether anything of a scene is baked: what is imported, and does not morph, is exact from the first."""
    return any(node.kind == "state" or (node.kind == "object" and node.category) for node in scene.nodes)


def shared(clip: Clip, before: Clip | None) -> Clip:
    """The clip with the arrays of the one before it, where that has the same mesh: it need not be uploaded again."""
    if before is None:
        return clip
    same = {name: getattr(before, name) for name in MESH
            if alike(getattr(clip, name), getattr(before, name))}
    return replace(clip, **same) if len(same) == len(MESH) else clip


def wish(scene: Scene, node: Node) -> tuple:
    """Everything a node's tokens are made from."""
    asked, like = node.generation, node.generation.constraints.tall_as
    other = next((n for n in scene.nodes if n.id == like), None)
    tall = None if other is None else (other.generation.tokens, other.placement.scale)
    return (node.category, tuple(node.attributes.items()), tuple(node.colours.items()), node.motion.verb,
            node.motion.intensity, asked.seed, asked.guidance, asked.steps, asked.locked, asked.like,
            asked.share, tuple(asked.avoid.items()), asked.near, asked.strength, asked.mends, asked.constraints, tall)


def staged_view(scene: Scene) -> tuple:
    """What of a scene can be seen: names, cards and the prompt cannot."""
    nodes = tuple(node.changed(name="", understood="", card=None) for node in scene.nodes
                  if node.kind in ("object", "state", "group"))
    return nodes, scene.relations, scene.duration, scene.rate


def recomposed(old: Scene, new: Scene, composed: frozenset[str] | None) -> Scene:
    """The composed scene, with what the artist's hands did to nodes that are still there.

    A node stays the same node where id and category agree; its tokens stay where the wish agrees too. Nodes that no
    prompt made (not in `composed`, or imported) stay, with their relations; None: everything old came from a prompt,
    unless the old scene has none.
    """
    before = {node.id: node for node in old.nodes}
    nodes = []
    for node in new.nodes:
        node = node.changed(card=None)   # the graph editor finds it a place among the others
        was = before.get(node.id)
        if was is not None and was.category == node.category and was.kind == node.kind:
            node = node.changed(**{name: getattr(was, name) for name in KEPT})
            if node.generation.constraints == Constraints():
                node = node.changed(generation=replace(node.generation, constraints=was.generation.constraints))
            asked = replace(node.generation, tokens=was.generation.tokens, weights=was.generation.weights)
            if wish(new, node) == wish(old, was):
                node = node.changed(generation=asked)
        nodes.append(node)
    fresh = {node.id for node in nodes}
    by_prompt = composed if composed is not None else frozenset(before if old.prompt else ())
    own = [node for node in old.nodes if (node.id not in by_prompt or node.imported is not None)
           and node.id not in fresh]
    present = fresh | {node.id for node in own}
    known = {relation.id for relation in new.relations}
    kept = [r for r in old.relations if r.id not in known and {r.source, r.target} <= present
            and not {r.source, r.target} <= fresh]
    groups = {node.id for node in (*nodes, *own) if node.kind == "group"}
    everyone = [n if n.parent is None or n.parent in groups else n.changed(parent=None) for n in (*nodes, *own)]
    everyone = tuple(n if n.generation.constraints.tall_as in {None, *present} else n.constrained(tall_as=None)
                     for n in everyone)
    return new.changed(nodes=everyone, relations=(*new.relations, *kept), rate=old.rate)
