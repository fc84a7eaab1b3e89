"""What an imported object is: its file, what is in it, how it stands, which of its animations plays and how.

In     a Session and the id of an imported node.
Out    edits through the session; `replace_wanted` for another file, `rig_wanted` for its bones, `retopology_wanted`,
       `repair_wanted`.
Raises nothing.  Knows nothing of how files are read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from engine.document import edits
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.formats import UNITS
from engine.vocabulary.layers import LAYERS
from engine.vocabulary.nouns import with_article
from studio.cueing import FIRST, NONE, of, play
from studio.elided import Elided
from studio.importing import UNIT_WORDS, UP_WORDS, sized
from studio.inspector.fields import Choice
from studio.inspector.row import Row
from studio.rigging import lively
from studio.session import Session


def beside(words: QWidget, button: QPushButton) -> QWidget:
    """Words with a button at their end."""
    held = QWidget()
    line = QHBoxLayout(held)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(6)
    line.addWidget(words, 1)
    line.addWidget(button)
    return held


class File(Row):
    """The file's name, and a button for another one in its place."""

    replace_wanted = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.name = Elided("text", align=Qt.AlignmentFlag.AlignLeft)
        self.button = QPushButton("Replace…")
        self.button.setProperty("role", "row")
        self.button.setToolTip("Another file in its place: its name, place, relations and keys stay")
        super().__init__("file", beside(self.name, self.button), parent)
        self.button.clicked.connect(self.replace_wanted)

    def refresh(self) -> None:
        name = of(self.session, self.node_id).name
        self.name.say((name,))
        self.name.setToolTip(name)


class Said(Row):
    """A line of words about it."""

    def __init__(self, label: str, tell: Callable[[], str], parent: QWidget | None = None, *, tip: str = "") -> None:
        self._tell = tell
        self.words = Elided("text", align=Qt.AlignmentFlag.AlignLeft)
        super().__init__(label, self.words, parent, tip=tip)

    def refresh(self) -> None:
        words = self._tell()
        self.words.say((words,))
        self.words.setToolTip(words)


class Triangles(Row):
    """How many triangles it has, and a button for an even mesh of as many as one likes."""

    retopology_wanted = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.count = Elided("text", align=Qt.AlignmentFlag.AlignLeft)
        self.button = QPushButton("Retopology…")
        self.button.setProperty("role", "row")
        self.button.setToolTip("An even mesh of as many triangles or quads as you like in its place,\n"
                               "with its pictures, skin, morph targets and materials")
        super().__init__("triangles", beside(self.count, self.button), parent)
        self.button.clicked.connect(self.retopology_wanted)

    def refresh(self) -> None:
        self.count.say((f"{of(self.session, self.node_id).contents.triangles:,}",))


class Sound(Row):
    """Whether its surface is closed, and a button that shows what a repair would do."""

    repair_wanted = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.words = Elided("text", align=Qt.AlignmentFlag.AlignLeft)
        self.button = QPushButton("Repair…")
        self.button.setProperty("role", "row")
        self.button.setToolTip("Looks for holes, faces that are inside out, doubled vertices and the like, and shows\n"
                               "what it would do before it does it")
        super().__init__("surface", beside(self.words, self.button), parent)
        self.button.clicked.connect(self.repair_wanted)

    def refresh(self) -> None:
        self.words.say(("watertight" if of(self.session, self.node_id).contents.watertight else "open",))


class Stands(Row):
    """The unit of its file, or the axis of it that points up."""

    def __init__(self, session: Session, node_id: str, field: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.field = session, node_id, field
        self.values = dict(zip(UNIT_WORDS.values(), UNITS.values())) if field == "scale" else {
            words.partition(" (")[0]: key for key, words in UP_WORDS.items()}
        label = "measured in" if field == "scale" else "upright"
        self.choice = Choice(self.values, name=label.capitalize())
        self.choice.chosen.connect(self._set)
        super().__init__(label, self.choice, parent)

    def refresh(self) -> None:
        value = getattr(of(self.session, self.node_id), self.field)
        self.choice.show_word(next((words for words, known in self.values.items() if known == value), f"{value:g} m"
                                   if self.field == "scale" else str(value)))

    def _set(self, words: str) -> None:
        value, imported = self.values.get(words), of(self.session, self.node_id)
        if value is None or value == getattr(imported, self.field):
            return
        changed = replace(imported, **{self.field: value})
        if self.field == "up":           # its bones were found as it stood
            changed = replace(changed, rig=None, turn=0)
        self.session.apply(edits.SetNode(self.node_id, "imported", changed), words)


class Faces(Row):
    """Which way it looks in its file: it is turned until that is the front."""

    WORDS = ("the front", "its left", "the back", "its right")

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.choice = Choice(self.WORDS, name="Looks to")
        self.choice.chosen.connect(self._set)
        super().__init__("looks to", self.choice, parent,
                         tip="Where its front is in its file: it is turned, so that it goes forwards when it moves")

    def refresh(self) -> None:
        self.choice.show_word(self.WORDS[-of(self.session, self.node_id).turn % 4])

    def _set(self, words: str) -> None:
        turn = -self.WORDS.index(words) % 4
        if turn != of(self.session, self.node_id).turn:
            self.session.apply(edits.SetNode(self.node_id, "imported.turn", turn), f"Looks to {words}")


class Bones(Row):
    """The bones that were found in its surface, and a button that looks for them."""

    rig_wanted = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.button = QPushButton()
        self.button.setProperty("role", "row")
        super().__init__("bones", self.button, parent)
        self.button.clicked.connect(self.rig_wanted)

    def refresh(self) -> None:
        has = of(self.session, self.node_id).rig is not None
        self.button.setText("Find them again" if has else "Find bones")
        self.button.setToolTip(
            "Finds its parts, what they are and where they turn, and binds the surface to them: then it walks, flies "
            "or swims as generated objects do. Takes some seconds")


class Kind(Row):
    """Whose motions move it: what it was taken for, or what the artist says it is."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.choice = Choice(CATEGORIES, name="Moves as")
        self.choice.chosen.connect(self._set)
        super().__init__("moves as", self.choice, parent, tip="What it was taken for; choose another where that is "
                                                                "wrong")

    def refresh(self) -> None:
        self.choice.show_word(of(self.session, self.node_id).kind)

    def _set(self, kind: str) -> None:
        node = self.session.scene.node(self.node_id)
        if kind == of(self.session, self.node_id).kind:
            return
        steps: list[edits.Edit] = [edits.SetNode(node.id, "imported.kind", kind)]
        if node.motion.verb not in ("still", *CATEGORIES[kind].verbs):
            steps.append(edits.SetNode(node.id, "motion.verb", lively(kind)))
        self.session.apply(edits.Group(tuple(steps)), f"{node.name or node.id} moves as {with_article(kind)}")


class Moves(Row):
    """The verb that moves its bones; none: its file's animation plays."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.file = "as in its file" if of(session, node_id).contents.takes else NONE
        verbs = CATEGORIES[of(session, node_id).kind].verbs
        self.choice = Choice((self.file, *(verb for verb in verbs if verb != "still")), name="Motion")
        self.choice.chosen.connect(self._set)
        super().__init__("verb", self.choice, parent)

    def refresh(self) -> None:
        verb = self.session.scene.node(self.node_id).motion.verb
        self.choice.show_word(self.file if verb == "still" else verb)

    def _set(self, words: str) -> None:
        verb, node = "still" if words == self.file else words, self.session.scene.node(self.node_id)
        if verb != node.motion.verb:
            self.session.apply(edits.SetNode(node.id, "motion.verb", verb), f"{node.name or node.id}: {words}")


class Takes(Row):
    """Which of the file's animations plays."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.choice = Choice((), name="Animation")
        takes = of(session, node_id).contents.takes
        self.choice.addItem(NONE, None)
        for number, take in enumerate(takes):
            self.choice.addItem(f"{take.name} · {take.length:.3g} s", number)
        self.choice.setEnabled(bool(takes))
        self.choice.setToolTip("" if takes else "Its file has no animation: relations, paths and keys still move it")
        self.choice.activated.connect(self._set)
        super().__init__("animation", self.choice, parent)

    def refresh(self) -> None:
        imported = of(self.session, self.node_id)
        self.label.mark(self.session.cue == (self.node_id, FIRST))
        take = imported.take if imported.contents.takes else None
        self.choice.setCurrentIndex(self.choice.findData(take) if take is not None else 0)

    def _set(self, index: int) -> None:
        play(self.session, self.node_id, FIRST, self.choice.itemData(index))


class Loops(Row):
    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.box = QCheckBox("Over and over")
        self.box.setToolTip("Begins again at its end; else it plays once and stays there")
        self.box.clicked.connect(self._set)
        super().__init__("loop", self.box, parent)

    def refresh(self) -> None:
        imported = of(self.session, self.node_id)
        self.box.setChecked(imported.loops)
        self.box.setEnabled(imported.moves)

    def _set(self, on: bool) -> None:
        self.session.apply(edits.SetNode(self.node_id, "imported.loops", on), "Loop" if on else "Play once")


class Regenerate(Row):
    """What an artist looks for here, and why it cannot be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.button = QPushButton("Regenerate")
        self.button.setEnabled(False)
        self.button.setProperty("role", "row")
        why = "Its shape is its file's: there is nothing to generate. Replace the file for another shape."
        self.button.setToolTip(why)
        super().__init__("shape", self.button, parent, tip=why)


def rig(session: Session, node_id: str) -> str:
    held = of(session, node_id).contents
    said = [f"{count} {word}{'s' * (count != 1)}" for count, word in ((held.joints, "bone"),
                                                                     (held.morphs, "morph target")) if count]
    return ", ".join(said) or "none"


def looks(session: Session, node_id: str) -> str:
    held = of(session, node_id).contents
    said = [f"{count} {word}{'s' * (count != 1)}" for count, word in ((held.materials, "material"),
                                                                     (held.images, "picture")) if count]
    said += [LAYERS[key].words for key in held.layers if key in LAYERS]
    return ", ".join(said) or "plain"


def size(session: Session, node_id: str) -> str:
    imported = of(session, node_id)
    return sized(replace(imported, scale=imported.scale * session.scene.node(node_id).placement.scale))
