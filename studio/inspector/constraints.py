"""What an object keeps to as a whole while it is generated: a box, a height, another node's height, a picture.

In     a Session and a node's id.   Out   edits through the session; `edited` where the generator has to run again;
       `picture_wanted` for a reference picture.
Raises nothing.  Knows nothing of files or the engine.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.graph import called
from engine.document.scene import Constraints, Node, Scene
from studio import theme
from studio.inspector.fields import Choice
from studio.inspector.quantity import Quantity
from studio.inspector.row import Label, Row
from studio.session import Session

PATH = "generation.constraints"
FIRST = 1.0
"""Length that a constraint begins with [m]."""
THUMBNAIL = 68
ONLY = "Only its colours and outline are used"


def of_node(session: Session, node_id: str) -> Constraints:
    return session.scene.node(node_id).generation.constraints


def box(session: Session, node_id: str) -> list[Quantity]:
    """Width, height and depth of the box that an object fits inside [m]; they are set and freed together."""
    def side(index: int, label: str) -> Quantity:
        def read() -> float | None:
            now = of_node(session, node_id).box
            return None if now is None else now[index]

        def write(value: float, merge: str | None) -> None:
            sides = list(of_node(session, node_id).box or (FIRST,) * 3)
            sides[index] = value
            session.apply(edits.SetNode(node_id, f"{PATH}.box", tuple(sides)), "Fit inside a box", merge)

        def clear() -> None:
            session.apply(edits.SetNode(node_id, f"{PATH}.box", None), "No box to fit inside")

        return Quantity(label, read, write, low=0.02, high=10.0, decimals=2, clear=clear, slides=False,
                        regenerates=True, seen=lambda: FIRST)

    return [side(index, f"box {axis}") for index, axis in enumerate("xyz")]


def height(session: Session, node_id: str) -> Quantity:
    """How tall an object is to be [m]; setting it lets go of the node that it was as tall as."""
    def write(value: float, merge: str | None) -> None:
        session.apply(edits.Group((edits.SetNode(node_id, f"{PATH}.tall_as", None),
                                   edits.SetNode(node_id, f"{PATH}.height", value))), f"{value:.2f} m tall", merge)

    def clear() -> None:
        session.apply(edits.SetNode(node_id, f"{PATH}.height", None), "As tall as it comes")

    return Quantity("tall", lambda: of_node(session, node_id).height, write, low=0.02, high=10.0, unit="m",
                    decimals=2, clear=clear, slides=False, regenerates=True,
                    tip="How tall the object is. Right-click: as tall as it comes")


class TallAs(Row):
    """The node that the object is as tall as, or none."""

    NONE = "nothing else"

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.choice = Choice((self.NONE,), name="As tall as")
        self.choice.activated.connect(self._set)
        super().__init__("as tall as", self.choice, parent, tip="The object becomes as tall as this one")

    def refresh(self) -> None:
        scene = self.session.scene
        offered = [(self.NONE, None), *((node.name or node.id, node.id) for node in models(scene, self.node_id))]
        if offered != [(self.choice.itemText(k), self.choice.itemData(k)) for k in range(self.choice.count())]:
            self.choice.clear()
            for words, node in offered:
                self.choice.addItem(words, node)
        self.choice.setCurrentIndex(self.choice.findData(of_node(self.session, self.node_id).tall_as))

    def _set(self, index: int) -> None:
        other = self.choice.itemData(index)
        if other != of_node(self.session, self.node_id).tall_as:
            words = "As tall as it comes" if other is None else f"As tall as {called(self.session.scene.node(other))}"
            self.session.apply(edits.Group((edits.SetNode(self.node_id, f"{PATH}.height", None),
                                            edits.SetNode(self.node_id, f"{PATH}.tall_as", other))), words)


def models(scene: Scene, node_id: str) -> list[Node]:
    """What a node may be as tall as: objects and states that are not themselves as tall as it."""
    def leads(node: Node) -> bool:
        at = node.generation.constraints.tall_as
        return node.id == node_id or (at is not None and leads(scene.node(at)))

    return [node for node in scene.nodes if node.shaped and not leads(node)]


class Outline(QWidget):
    """The outline of a reference picture, in the object's main colour, and its two colours beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mask: np.ndarray | None = None
        self.colours: tuple[tuple[float, float, float], ...] = ()
        self.setFixedSize(THUMBNAIL + 26, THUMBNAIL)
        self.setAccessibleName("Outline and colours of the reference picture")

    def show_outline(self, mask: np.ndarray | None, colours: tuple[tuple[float, float, float], ...]) -> None:
        self.mask, self.colours = mask, colours
        self.update()

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(0, 0, THUMBNAIL, THUMBNAIL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("picture"))
        painter.drawRoundedRect(box, 6, 6)
        if self.mask is not None:
            image = silhouette(self.mask, theme.colour("text"))
            scale = (THUMBNAIL - 14) / max(image.width(), image.height())
            size = QRectF(0, 0, image.width() * scale, image.height() * scale)
            size.moveCenter(box.center())
            painter.drawImage(size, image)
        for index, colour in enumerate(self.colours[:2]):
            painter.setBrush(QColor.fromRgbF(*colour))
            painter.drawEllipse(QPointF(THUMBNAIL + 15, 14 + 21 * index), 7.5, 7.5)
        painter.end()


def silhouette(mask: np.ndarray, colour: QColor) -> QImage:
    """A mask [row, column] as a picture in one colour, clear around it."""
    pixels = np.zeros((*mask.shape, 4), np.uint8)
    pixels[mask > 0] = colour.red(), colour.green(), colour.blue(), 255
    rows, columns = mask.shape
    return QImage(pixels.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGBA8888).copy()


class Picture(QWidget):
    """The reference picture: a button, and where there is one, its outline, its colours and a way to be rid of it."""

    edited = Signal()
    picture_wanted = Signal()

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.node_id = session, node_id
        self.choose = QPushButton("Reference picture…", self)
        self.choose.setToolTip("A PNG or JPEG of the object before a plain or transparent background; "
                               "or drop one on the window")
        self.choose.clicked.connect(self.picture_wanted)
        self.remove = QPushButton("Remove", self)
        self.remove.setToolTip("The object is no longer led to this outline; the colours stay under Material")
        self.remove.clicked.connect(self._remove)
        self.outline = Outline(self)
        self.words = QLabel(ONLY, self)
        self.words.setWordWrap(True)
        self.words.setStyleSheet(f"color: {theme.hexed('dim')}; background: transparent; font-size: 11px;")
        for button in (self.choose, self.remove):
            button.setFixedHeight(24)
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        label = Label("picture", self)
        label.setFixedHeight(24)
        seen = QHBoxLayout()
        seen.setSpacing(6)
        seen.addWidget(self.outline)
        seen.addWidget(self.remove, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout()
        column.setSpacing(5)
        column.addWidget(self.choose)
        column.addLayout(seen)
        column.addWidget(self.words)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 3, 34, 2)
        line.setSpacing(6)
        line.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)

    def refresh(self) -> None:
        node = self.session.scene.node(self.node_id)
        name = node.generation.constraints.outline
        mask = self.session.blobs.get(name) if name is not None and name in self.session.blobs else None
        colours = tuple(node.colours[key] for key in ("main", "accent") if key in node.colours)
        self.outline.show_outline(mask, colours)
        self.choose.setText("Reference picture…" if name is None else "Another picture…")
        for widget in (self.outline, self.words, self.remove):
            widget.setVisible(name is not None)

    def _remove(self) -> None:
        self.session.apply(edits.SetNode(self.node_id, f"{PATH}.outline", None), "Remove the reference picture")
        self.edited.emit()
