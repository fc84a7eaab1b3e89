"""One of an object's colours as a row: its swatch, its code, and the key beside it.

In     a Session, a node's id, "main" or "accent".   Out   edits through the session; `previewing`, `edited`.
Raises nothing.  Knows nothing of what else the page shows.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.document import edits
from engine.document.scene import Node
from engine.vocabulary.categories import CATEGORIES
from studio import keying, theme
from studio.inspector.colours import Picker, Swatch
from studio.inspector.row import KeyButton, Label
from studio.session import Session


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
