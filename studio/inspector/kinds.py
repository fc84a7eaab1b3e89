"""What a node is: its category, the verb it moves by, and, for a state, the object it belongs to.

In     a Session and a node's id.   Out   edits and selections through the session.
Raises nothing.  Knows nothing of what else the page shows.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from engine.document import edits
from engine.document.scene import Node
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERBS
from studio import theme
from studio.inspector.fields import Choice
from studio.inspector.row import Row
from studio.session import Session

Tell = Callable[[], None]


class Owner(Row):
    """Of which object a state is one, and the way there."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.button = QPushButton()
        self.button.setProperty("role", "row")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self._go)
        super().__init__("state of", self.button, parent, tip="It takes the place of the object that morphs into it")

    def _owner(self) -> Node | None:
        scene = self.session.scene
        source = next((r.source for r in scene.relations if r.kind == "morphs into" and r.target == self.node_id), None)
        return scene.node(source) if source else None

    def refresh(self) -> None:
        owner = self._owner()
        self.button.setText(owner.name or owner.id if owner else "nothing morphs into it yet")
        self.button.setEnabled(owner is not None)
        self.button.setStyleSheet(
            f"QPushButton {{ color: {theme.hexed('change')}; background: {theme.hexed('well')}; border: none;"
            " border-radius: 5px; text-align: left; padding: 0 8px; }"
            f"QPushButton:hover, QPushButton:focus {{ background: {theme.hexed('hover')}; }}")

    def _go(self) -> None:
        owner = self._owner()
        if owner is not None:
            self.session.select(owner.id)


class Category(Row):
    def __init__(self, session: Session, node_id: str, tell: Tell, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.tell = session, node_id, tell
        self.choice = Choice(CATEGORIES, name="Category")
        self.choice.chosen.connect(self._set)
        super().__init__("category", self.choice, parent)

    def refresh(self) -> None:
        self.choice.show_word(self.session.scene.node(self.node_id).category)

    def _set(self, key: str) -> None:
        node = self.session.scene.node(self.node_id)
        if key == node.category:
            return
        fresh = (("category", key), ("understood", ""), ("generation.locked", ()), ("overrides", ()),
                 ("generation.near", None), ("generation.strength", 1.0), ("generation.mends", False))
        steps: list[edits.Edit] = [edits.SetNode(node.id, path, value) for path, value in fresh]
        if node.motion.verb not in CATEGORIES[key].verbs:
            steps.append(edits.SetNode(node.id, "motion.verb", CATEGORIES[key].verbs[0]))
        self.session.apply(edits.Group(tuple(steps)), f"{node.name or node.id} as a {key}")
        self.tell()


class Option(Row):
    """One of the materials or patterns its category comes in, or none said: then the generator is free."""

    FREE = "as it comes"

    def __init__(self, session: Session, node_id: str, name: str, tell: Tell, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.name, self.tell = session, node_id, name, tell
        category = CATEGORIES.get(session.scene.node(node_id).category)
        self.choice = Choice((self.FREE, *(getattr(category, f"{name}s") if category else ())), name=name.capitalize())
        self.choice.chosen.connect(self._set)
        super().__init__(name, self.choice, parent)

    def _said(self) -> list[str]:
        """The options that the node's attributes name, of this kind."""
        return [key for key in self.session.scene.node(self.node_id).attributes if key.startswith(f"{self.name} ")]

    def refresh(self) -> None:
        said = self._said()
        self.choice.show_word(said[0].removeprefix(f"{self.name} ") if said else self.FREE)

    def _set(self, word: str) -> None:
        wanted = f"{self.name} {word}" if word != self.FREE else ""
        steps: list[edits.Edit] = [edits.SetNode(self.node_id, f"attributes.{key}", None) for key in self._said()
                                   if key != wanted]
        if wanted and wanted not in self._said():
            steps.append(edits.SetNode(self.node_id, f"attributes.{wanted}", 1.0))
        if steps:
            self.session.apply(edits.Group(tuple(steps)), f"{self.name.capitalize()}: {word}")
            self.tell()


class Like(Row):
    """A second category, of which the object is a hybrid; or none."""

    NONE = "nothing else"

    def __init__(self, session: Session, node_id: str, tell: Tell, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.tell = session, node_id, tell
        self.choice = Choice((self.NONE, *CATEGORIES), name="Like")
        self.choice.chosen.connect(self._set)
        super().__init__("like", self.choice, parent, tip="Makes a hybrid: a chair like an octopus")

    def refresh(self) -> None:
        self.choice.show_word(self.session.scene.node(self.node_id).generation.like or self.NONE)

    def _set(self, word: str) -> None:
        node = self.session.scene.node(self.node_id)
        like = "" if word == self.NONE else word
        if like != node.generation.like:
            self.session.apply(edits.SetNode(node.id, "generation.like", like),
                               f"{node.name or node.id}: like {word}")
            self.tell()


class Verb(Row):
    """What it does, limited to what its category can."""

    def __init__(self, session: Session, node_id: str, tell: Tell, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.tell = session, node_id, tell
        category = CATEGORIES.get(session.scene.node(node_id).category)
        self.choice = Choice(category.verbs if category else VERBS, name="Motion")
        self.choice.chosen.connect(self._set)
        super().__init__("verb", self.choice, parent)

    def refresh(self) -> None:
        self.choice.show_word(self.session.scene.node(self.node_id).motion.verb)

    def _set(self, verb: str) -> None:
        node = self.session.scene.node(self.node_id)
        if verb != node.motion.verb:
            self.session.apply(edits.SetNode(node.id, "motion.verb", verb), f"{node.name or node.id}: {verb}")
            self.tell()
