"""The page of a node: what it is, how it moves, its colours, how it was generated, its parts, its place.

In     a Session and a node's id.   Out   a Page.
Raises nothing.  Knows nothing of the engine: it says `edited`, and the app asks.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.document.scene import Node
from engine.vocabulary.attributes import CHOICES
from engine.vocabulary.relations import Setting
from engine.vocabulary.sights import SIGHTS
from studio import keying
from studio.inspector import attached, constraints, cues, imported
from studio.inspector.colour_row import ColourRow
from studio.inspector.fields import Name, VectorRow
from studio.inspector.kinds import Category, Like, Option, Owner, Verb
from studio.inspector.making import Locked, Seed
from studio.inspector.page import Page
from studio.inspector.parts import PartList
from studio.inspector.quantity import DEGREES, attributes_of, of_node, of_track, varied
from studio.inspector.row import Row
from studio.inspector.section import Section
from studio.session import Session

_TIPS = {"spread": "Of its cone: 0 is parallel light, as the sun's; from 180 on it shines all around. "}


def signature(session: Session, node: Node) -> tuple:
    """What a page's rows depend on: where this is the same, values alone have changed."""
    tokens = node.generation.tokens
    return (node.id, node.kind, node.category, tokens is not None and tokens in session.blobs,
            node.generation.near is not None, tuple(node.settings), tuple(node.properties),
            tuple(socket.name for socket in node.sockets),
            None if node.imported is None else (node.imported.file, node.imported.name, node.imported.rig,
                                                node.imported.kind, node.driven, len(node.imported.cues)))


class NodePage(Page):
    def __init__(self, session: Session, node: Node, parent: QWidget | None = None) -> None:
        super().__init__(session, node.id, parent)
        self.signature = signature(session, node)
        self._name = Name(self)
        self._name.renamed.connect(lambda words: session.change_node(node.id, f"Rename {words}", name=words))
        self.add(None, Row("name", self._name))
        if node.kind == "state":
            self.add(None, Owner(session, node.id, self))
        if node.imported is not None:
            self._imported(node)
        elif node.kind in ("object", "state"):
            self._object(node)
        elif node.kind in SIGHTS:
            self._settings(node)
        if node.kind != "state":
            self._placement(node)
        if node.kind == "object":
            self._attached(node)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        node = self.session.scene.node(self.subject)
        self._name.show_name(node.name or node.id)
        super().refresh()

    def cue_row(self, number: int) -> QWidget | None:
        """The row of a change of animation (studio.cueing), its section unfolded."""
        rows = [*self.findChildren(imported.Takes), *self.findChildren(cues.Then)]
        if number + 1 >= len(rows):
            return None
        section = rows[number + 1].parent()
        while section is not None and not isinstance(section, Section):
            section = section.parent()
        if section is not None:
            section.fold(False)
        return rows[number + 1]

    # ---- objects and states ----

    def _object(self, node: Node) -> None:
        self.add(None, Category(self.session, node.id, self._tell, self))
        for quantity in attributes_of(self.session, node):
            self.quantity(None, quantity)
        self.column.addSpacing(6)
        self._motion(node)
        self._material(node)
        self._generation(node)
        self._constraints(node)
        if node.generation.tokens and node.generation.tokens in self.session.blobs:
            self._parts(node)

    def _imported(self, node: Node) -> None:
        session, name = self.session, node.id
        file = imported.File(session, name)
        file.replace_wanted.connect(lambda: self.file_wanted.emit(name))
        self.add(None, file)
        self.column.addSpacing(6)
        mesh = self.section("Mesh")
        triangles = imported.Triangles(session, name)
        triangles.retopology_wanted.connect(lambda: self.retopology_wanted.emit(name))
        self.add(mesh, triangles)
        sound = imported.Sound(session, name)
        sound.repair_wanted.connect(lambda: self.repair_wanted.emit(name))
        self.add(mesh, sound)
        self.add(mesh, imported.Said("in its file", lambda: imported.rig(session, name),
                                     tip="The bones and morph targets that its file brings along"))
        self.add(mesh, imported.Said("looks", lambda: imported.looks(session, name)))
        self.add(mesh, imported.Said("size", lambda: imported.size(session, name), tip="Width, height and depth"))
        self.add(mesh, imported.Stands(session, name, "scale"))
        self.add(mesh, imported.Stands(session, name, "up"))
        self.add(mesh, imported.Faces(session, name))
        motion = self.section("Motion")
        bones = imported.Bones(session, name)
        bones.rig_wanted.connect(lambda: self.rig_wanted.emit(name))
        self.add(motion, bones)
        if node.imported is not None and node.imported.rig is not None:
            self.add(motion, imported.Kind(session, name))
            self.add(motion, imported.Moves(session, name))
        if not node.driven:
            self.add(motion, imported.Takes(session, name))
            for number in range(len(node.imported.cues) if node.imported is not None else 0):
                self.add(motion, cues.Then(session, name, number))
                for quantity in cues.quantities(session, name, number):
                    self.quantity(motion, quantity)
            self.add(motion, cues.Add(session, name))
            self.add(motion, imported.Loops(session, name))
            self.quantity(motion, cues.seam(session, name))
        if node.driven:
            self.quantity(motion, of_track(session, name, "motion.intensity", "intensity", high=1.0))
        for path, high, unit in (("speed", 3.0, "×"), ("phase", 1.0, "")):
            self.quantity(motion, of_track(session, name, f"motion.{path}", path, high=high, unit=unit))
        self.add(self.section("Generation"), imported.Regenerate())

    def _attached(self, node: Node) -> None:
        """What the artist says of it for engines."""
        for title, note, kind in (("Properties", "for engines", attached.Properties),
                                  ("Sockets", "places to hang things", attached.Sockets)):
            section = self.section(title, note)
            lines = kind(self.session, node.id)
            for name in lines.names():
                self.add(section, attached.Line(lines, name, self))
            self.add(section, attached.Line(lines, "", self))

    def _tell(self) -> None:
        self.edited.emit(self.subject)

    def _motion(self, node: Node) -> None:
        section = self.section("Motion")
        self.add(section, Verb(self.session, node.id, self._tell, self))
        for name, high, unit, decimals, regenerates in (("intensity", 1.0, "", 2, True), ("speed", 3.0, "×", 2, False),
                                                        ("phase", 1.0, "", 2, False)):
            self.quantity(section, of_track(self.session, node.id, f"motion.{name}", name, high=high, unit=unit,
                                            decimals=decimals, regenerates=regenerates))

    def _material(self, node: Node) -> None:
        section = self.section("Material")
        for name in CHOICES:
            self.add(section, Option(self.session, node.id, name, self._tell, self))
        for name in ("main", "accent"):
            row = ColourRow(self.session, node.id, name, self)
            row.previewing.connect(lambda: self.previewing.emit(self.subject))
            row.edited.connect(self._tell)
            self.add(section, row)

    def _generation(self, node: Node) -> None:
        session = self.session
        section = self.section("Generation")
        seed = Seed(session, node.id, self)
        seed.edited.connect(self._tell)
        self.add(section, seed)
        if node.generation.near is not None:
            self.quantity(section, varied(session, node.id))
        self.quantity(section, of_track(session, node.id, "generation.guidance", "guidance", low=0.0, high=6.0,
                                        decimals=1, regenerates=True,
                                        tip="How closely the wishes are followed; 1 is plain"))
        self.quantity(section, of_node(session, node.id, "generation.steps", "steps", low=1, high=40, decimals=0,
                                       whole=True, regenerates=True,
                                       tip="Denoising steps: more is slower and a little finer"))
        self.add(section, Like(session, node.id, self._tell, self))
        self.quantity(section, of_node(session, node.id, "generation.share", "share", low=0.0, high=1.0, decimals=2,
                                       regenerates=True, tip="How much of the hybrid is the other one"))
        self.add(section, Locked(session, node.id, self))

    def _constraints(self, node: Node) -> None:
        session = self.session
        section = self.section("Constraints")
        fits = VectorRow("Fits inside", constraints.box(session, node.id), self, free="any size",
                         tip="Width, height and depth of a box in metres. Right-click: any size")
        fits.edited.connect(self._tell)
        self.add(section, fits)
        self.quantity(section, constraints.height(session, node.id))
        self.add(section, constraints.TallAs(session, node.id, self))
        picture = constraints.Picture(session, node.id, self)
        picture.edited.connect(self._tell)
        picture.picture_wanted.connect(lambda: self.picture_wanted.emit(self.subject))
        self.add(section, picture)

    def _parts(self, node: Node) -> None:
        section = self.section("Parts", "lock, recolour, resize")
        parts = PartList(self.session, node.id, self)
        self.add(section, parts)

    # ---- everything that stands somewhere ----

    def _settings(self, node: Node) -> None:
        known = {setting.key: setting for setting in SIGHTS[node.kind]}
        for name in dict.fromkeys((*known, *node.settings)):
            row = known.get(name, Setting(name, name, default=1.0, high=10.0))
            quantity = of_track(self.session, node.id, f"settings.{name}", name, low=row.low, high=row.high,
                                unit=row.unit, decimals=0 if row.high > 100 else 2, clears=True,
                                tip=f"{_TIPS.get(name, '')}Right-click: back to {row.default:g}")
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
