"""The page of a node: what it is, how it moves, its colours, how it was generated, its parts, its place.

In     a Session and a node's id.   Out   a Page.
Raises nothing.  Knows nothing of the engine: it says `edited`, and the app asks.
"""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.scene import Node
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES
from engine.vocabulary.verbs import VERBS
from studio import keying, theme
from studio.icons import icon
from studio.inspector.colours import Picker, Swatch
from studio.inspector.fields import Chip, Choice, Flow, Name, VectorRow
from studio.inspector.number import Number
from studio.inspector.page import Page
from studio.inspector.parts import PartList
from studio.inspector.quantity import DEGREES, attributes_of, of_node, of_track
from studio.inspector.row import KeyButton, Label, Row
from studio.session import Session

SETTINGS = {
    "field of view": (10.0, 120.0, "°", 40.0), "focus": (0.1, 50.0, "m", 4.0), "power": (0.0, 10.0, "×", 1.0),
    "temperature": (1800.0, 12000.0, "K", 5600.0), "size": (0.05, 5.0, "m", 1.0),
}
"""Settings of cameras and lights: low, high, unit and what is assumed where nothing is said."""
_OF_KIND = {"camera": ("field of view",), "light": ("power", "temperature", "size")}


def signature(session: Session, node: Node) -> tuple:
    """What a page's rows depend on: where this is the same, values alone have changed."""
    tokens = node.generation.tokens
    return node.id, node.kind, node.category, tokens is not None and tokens in session.blobs, tuple(node.settings)


class NodePage(Page):
    def __init__(self, session: Session, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(session, node.id, parent)
        self.signature = signature(session, node)
        self._name = Name(self)
        self._name.renamed.connect(lambda words: session.change_node(node.id, f"Rename {words}", name=words))
        self.add(None, Row("name", self._name))
        if node.kind == "state":
            self.add(None, _Owner(session, node.id, self))
        if node.kind in ("object", "state"):
            self._object(node)
        elif node.kind in _OF_KIND:
            self._settings(node)
        if node.kind != "state":
            self._placement(node)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        node = self.session.scene.node(self.subject)
        self._name.show_name(node.name or node.id)
        super().refresh()

    # ---- objects and states ----

    def _object(self, node: Node) -> None:
        self.add(None, _Category(self.session, node.id, self._tell, self))
        for quantity in attributes_of(self.session, node):
            self.quantity(None, quantity)
        self.column.addSpacing(6)
        self._motion(node)
        self._material(node)
        self._generation(node)
        if node.generation.tokens and node.generation.tokens in self.session.blobs:
            self._parts(node)

    def _tell(self) -> None:
        self.edited.emit(self.subject)

    def _motion(self, node: Node) -> None:
        section = self.section("Motion")
        self.add(section, _Verb(self.session, node.id, self._tell, self))
        for name, high, unit, decimals, regenerates in (("intensity", 1.0, "", 2, True), ("speed", 3.0, "×", 2, False),
                                                        ("phase", 1.0, "", 2, False)):
            self.quantity(section, of_track(self.session, node.id, f"motion.{name}", name, high=high, unit=unit,
                                            decimals=decimals, regenerates=regenerates))

    def _material(self, node: Node) -> None:
        section = self.section("Material")
        for name in ("main", "accent"):
            row = ColourRow(self.session, node.id, name, self)
            row.previewing.connect(lambda: self.previewing.emit(self.subject))
            row.edited.connect(self._tell)
            self.add(section, row)

    def _generation(self, node: Node) -> None:
        session = self.session
        section = self.section("Generation")
        seed = _Seed(session, node.id, self)
        seed.edited.connect(self._tell)
        self.add(section, seed)
        self.quantity(section, of_node(session, node.id, "generation.guidance", "guidance", low=0.0, high=6.0,
                                       decimals=1, regenerates=True,
                                       tip="How closely the wishes are followed; 1 is plain"))
        self.quantity(section, of_node(session, node.id, "generation.steps", "steps", low=1, high=40, decimals=0,
                                       whole=True, regenerates=True,
                                       tip="Denoising steps: more is slower and a little finer"))
        self.add(section, _Locked(session, node.id, self))

    def _parts(self, node: Node) -> None:
        section = self.section("Parts", "lock, recolour, resize")
        parts = PartList(self.session, node.id, self)
        self.add(section, parts)

    # ---- everything that stands somewhere ----

    def _settings(self, node: Node) -> None:
        for name in dict.fromkeys((*_OF_KIND[node.kind], *node.settings)):
            low, high, unit, assumed = SETTINGS.get(name, (0.0, 10.0, "", 1.0))
            quantity = of_track(self.session, node.id, f"settings.{name}", name, low=low, high=high, unit=unit,
                                decimals=0 if high > 100 else 2, clears=True, tip=f"Right-click: back to {assumed:g}")
            self.quantity(None, quantity)
        self.column.addSpacing(6)

    def _placement(self, node: Node) -> None:
        session = self.session
        section = self.section("Placement")
        free = "by relations" if node.kind == "object" else "automatic"
        position = [of_track(session, node.id, path, path, low=-10, high=10, hard=False, clears=True)
                    for path in keying.GROUPS["position"]]
        rotation = [of_track(session, node.id, path, path, factor=DEGREES, low=-180, high=180, hard=False, decimals=0,
                             clears=True) for path in keying.GROUPS["rotation"]]
        self.add(section, VectorRow("Position", position, self, free=free,
                                    tip="X, Y, Z in metres. Right-click: back to the relations"))
        self.add(section, VectorRow("Rotation", rotation, self, free=free,
                                    tip="X, Y, Z in degrees. Right-click: back to the relations"))
        self.quantity(section, of_track(session, node.id, "scale", "scale", low=0.1, high=4.0, unit="×", clears=True))


class _Owner(Row):
    """Of which object a state is one, and the way there."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.button = QPushButton()
        self.button.setFixedHeight(22)
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


class _Category(Row):
    def __init__(self, session: Session, node_id: str, tell, parent: QWidget | None = None) -> None:
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
        fresh = (("category", key), ("understood", ""), ("generation.locked", ()), ("overrides", ()))
        steps: list[edits.Edit] = [edits.SetNode(node.id, path, value) for path, value in fresh]
        if node.motion.verb not in CATEGORIES[key].verbs:
            steps.append(edits.SetNode(node.id, "motion.verb", CATEGORIES[key].verbs[0]))
        self.session.apply(edits.Group(tuple(steps)), f"{node.name or node.id} as a {key}")
        self.tell()


class _Verb(Row):
    """What it does, limited to what its category can."""

    def __init__(self, session: Session, node_id: str, tell, parent: QWidget | None = None) -> None:
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


class ColourRow(QWidget):
    """One of the object's colours: its swatch, its code, and the key beside it."""

    previewing = Signal()
    edited = Signal()

    def __init__(self, session: Session, node_id: str, which: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id, self.which = session, node_id, which
        self.paths = tuple(f"colours.{which}.{axis}" for axis in "rgb")
        words = f"{which.capitalize()} colour. Right-click: leave it to the generator"
        self.swatch = Swatch(self, width=44, name=words)
        self.code = QLabel(self)
        self.key = KeyButton(self)
        self.setFixedHeight(26)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        line.addWidget(Label("main colour" if which == "main" else "accent", self))
        line.addWidget(self.swatch)
        line.addSpacing(4)
        line.addWidget(self.code, 1)
        line.addWidget(self.key)
        self.swatch.clicked.connect(self._pick)
        self.swatch.cleared.connect(self._clear)
        self.key.clicked.connect(self._toggle)
        self.refresh()

    def _node(self) -> Node:
        return self.session.scene.node(self.node_id)

    def refresh(self) -> None:
        node, session = self._node(), self.session
        now = [keying.number_at(node, path, session.time) for path in self.paths]
        hint = tuple(keying.middle(node, path) for path in self.paths)
        colour = None if None in now else tuple(min(max(x or 0.0, 0.0), 1.0) for x in now)
        self.swatch.set_colour(colour, hint)  # type: ignore[arg-type]
        self.code.setText("auto" if colour is None else "#" + "".join(f"{round(255 * x):02x}" for x in colour))
        self.code.setStyleSheet(f"color: {theme.hexed('faint' if colour is None else 'dim')}; background: transparent;")
        keyed = [keying.key_near(node, path, session.time, session.scene.rate) for path in self.paths]
        tracked = any(keying.track(node, path) for path in self.paths)
        self.key.set_state("key" if any(keyed) else "track" if tracked else "none")

    def _put(self, colour: tuple[float, ...], merge: str) -> None:
        node, session = self._node(), self.session
        label = f"Colour of {node.name or node.id}"
        if session.auto_key or any(keying.track(node, path) for path in self.paths):
            steps = tuple(keying.setting(node, path, x, session.time, session.scene.rate, auto_key=True)
                          for path, x in zip(self.paths, colour))
            session.apply(edits.Group(steps), label, merge)
        else:
            session.apply(edits.SetNode(node.id, f"colours.{self.which}", tuple(colour)), label, merge)

    def _pick(self) -> None:
        shown = self.swatch.colour or self.swatch.hint or (0.5, 0.5, 0.5)
        picker = Picker(shown, self._palette(), parent=self)
        merge = f"colour {id(picker)}"
        picker.dragged.connect(lambda colour: (self._put(colour, merge), self.previewing.emit()))
        picker.settled.connect(lambda colour: (self._put(colour, merge), self.edited.emit()))
        picker.cleared.connect(self._clear)
        picker.destroyed.connect(lambda *_: self.session.settle())
        picker.open_at(self.swatch.mapToGlobal(self.swatch.rect().bottomLeft()))

    def _palette(self) -> list[tuple[float, float, float]]:
        """The colours of the scene's objects, then those of the categories."""
        node = self._node()
        used = [colour for other in self.session.scene.nodes for colour in other.colours.values()]
        own = [colour for _, colour in CATEGORIES[node.category].palette] if node.category in CATEGORIES else []
        return list(dict.fromkeys(tuple(c) for c in [*own, *used]))[:14]  # type: ignore[misc]

    def _clear(self) -> None:
        node = self._node()
        tracks = tuple(track for track in node.tracks if track.path not in self.paths)
        freed = (edits.SetNode(node.id, "tracks", tracks), edits.SetNode(node.id, f"colours.{self.which}", None))
        self.session.apply(edits.Group(freed), f"Free the {self.which} colour")
        self.edited.emit()

    def _toggle(self) -> None:
        node, time, rate = self._node(), self.session.time, self.session.scene.rate
        if self.key.state == "key":
            self.session.apply(keying.removing(node, self.paths, time, rate), "Remove key of the colour")
        else:
            self.session.apply(keying.inserting(node, self.paths, time), "Insert key of the colour")


class _Seed(QWidget):
    """Seed, dice, and a lock that keeps every part."""

    edited = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self.setFixedHeight(26)
        self.number = Number(self, low=0, high=2**31 - 1, decimals=0)
        self.number.setToolTip("The same seed and wishes give the same object")
        self.number.settled.connect(lambda value: self._set(int(value)))
        self.dice = self._button("dice-5", "Another object: a new seed", self._roll)
        self.lock = self._button("lock-open", "Lock all parts", self._toggle_lock)
        self.lock.setCheckable(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        line.addWidget(Label("seed", self))
        line.addWidget(self.number, 1)
        line.addWidget(self.dice)
        line.addWidget(self.lock)
        line.setContentsMargins(12, 2, 7, 2)
        self.refresh()

    def _button(self, name: str, tip: str, act) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(name))
        button.setIconSize(QSize(15, 15))
        button.setAutoRaise(True)
        button.setFixedSize(24, 22)
        button.setStyleSheet("QToolButton { border: none; border-radius: 5px; background: transparent; padding: 0; }"
                             f"QToolButton:hover, QToolButton:focus {{ background: {theme.hexed('hover')}; }}")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button

    def refresh(self) -> None:
        node = self.session.scene.node(self.node_id)
        locked = self._locked()
        self.number.set_value(float(node.generation.seed))
        self.lock.setChecked(locked)
        self.lock.setIcon(icon("lock" if locked else "lock-open", "accent" if locked else "text"))
        self.lock.setToolTip("Unlock all parts" if locked else "Lock all parts: another seed then changes nothing")
        self.dice.setEnabled(not locked)

    def _existing(self) -> tuple[str, ...]:
        node = self.session.scene.node(self.node_id)
        tokens = node.generation.tokens
        if tokens is None or tokens not in self.session.blobs:
            return ROLES
        exists = self.session.blobs.get(tokens)[:, 0] > 0
        return tuple(role for role, there in zip(ROLES, exists) if there)

    def _locked(self) -> bool:
        return set(self._existing()) <= set(self.session.scene.node(self.node_id).generation.locked)

    def _set(self, seed: int) -> None:
        self.session.apply(edits.SetNode(self.node_id, "generation.seed", seed), f"Seed {seed}")
        self.edited.emit()

    def _roll(self) -> None:
        """The next of a fixed sequence of seeds: rolling is repeatable, and undo leads back."""
        node = self.session.scene.node(self.node_id)
        told = hashlib.sha256(f"{node.id} {node.generation.seed}".encode()).digest()
        self._set(int.from_bytes(told[:4], "little") % 100_000_000)

    def _toggle_lock(self) -> None:
        locked = () if self._locked() else self._existing()
        self.session.apply(edits.SetNode(self.node_id, "generation.locked", locked),
                           "Lock all parts" if locked else "Unlock all parts")


class _Locked(QWidget):
    """The locked parts as chips, hidden where there are none."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self._shown: tuple[str, ...] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 2, 10, 2)
        line.setSpacing(6)
        label = Label("locked parts", self)
        label.setFixedHeight(22)
        column = QVBoxLayout()
        column.addWidget(label)
        column.addStretch(1)
        line.addLayout(column)
        self._holder = QWidget(self)
        self._flow = Flow(self._holder)
        self._flow.setContentsMargins(0, 1, 0, 1)
        line.addWidget(self._holder, 1)
        self.refresh()

    def refresh(self) -> None:
        node = self.session.scene.node(self.node_id)
        if node.generation.locked == self._shown:
            return
        self._shown = node.generation.locked
        while (item := self._flow.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.deleteLater()
        names = CATEGORIES[node.category].parts if node.category in CATEGORIES else {}
        for role in self._shown:
            chip = Chip(names.get(role, role), self._holder)
            chip.removed.connect(lambda role=role: self._unlock(role))
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._shown))

    def _unlock(self, role: str) -> None:
        left = tuple(other for other in self.session.scene.node(self.node_id).generation.locked if other != role)
        self.session.apply(edits.SetNode(self.node_id, "generation.locked", left), f"Unlock {role}")
