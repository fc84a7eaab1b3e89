"""Imports: from a file of someone's mesh to an object of the scene; from a file of ours to the scene it was made from.

In     a file, or the artist's choice in a dialog; the node whose file it replaces.
Out    one edit, or another document by `opened`; `said` where a file is refused, `told` what came of it, `faulty`
       for which node a repair is to be offered.
Raises nothing.  Knows nothing of how files are read: the engine does that, in its own process.

Where a file does not say its unit or which way is up, the artist is asked once, with the likeliest answer chosen, and
a repair is offered in the same breath; of others what is wrong with the mesh is told. All can be changed in the
inspector later.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QWidget,
)

from engine import messages
from engine.document.blobs import Blobs
from engine.document.edits import AddNode, Edit, Group, SetNode, SetScene
from engine.document.imports import Beside, natural_length, nodes_of, scene_of
from engine.document.plain import scene_from_json, value_from_json
from engine.document.scene import UPS, Contents, Imported, Scene
from engine.vocabulary.formats import FORMATS, UNITS
from studio.door import Door, Job
from studio.endings import ending, stacked
from studio.restoring import OriginDialog, joined, told
from studio.session import Session
from studio.settings import Settings

SUFFIXES = tuple(FORMATS)
FILTER = f"Meshes ({' '.join(f'*{suffix}' for suffix in FORMATS)})"
UNIT_WORDS = {"m": "Metres", "cm": "Centimetres", "mm": "Millimetres", "in": "Inches"}
UP_WORDS = {"y": "Y is up (games, Blender’s exports)", "z": "Z is up (CAD, printing)", "x": "X is up"}


@dataclass
class Asked:
    path: Path
    node: str = ""                   # whose file it replaces; "": it becomes an object of its own
    opens: bool = False              # it takes the place of the present scene


class Imports(QObject):
    said = Signal(str)               # why a file cannot be used, in one sentence
    told = Signal(str, str)          # what came of it, and what more there is to it
    faulty = Signal(str)             # node id: what is wrong with its mesh was told, and can be mended
    opened = Signal(object, object)  # Scene and Blobs that are to take the present document's place

    def __init__(self, session: Session, door: Door, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self.session, self.door, self.settings, self.window = session, door, settings, window
        self.dialog: UnitsDialog | OriginDialog | None = None
        self._asked: dict[str, Asked] = {}
        session.opened.connect(self._asked.clear)
        door.arrived.connect(self._arrived)
        door.restored.connect(self._restored)
        door.ended.connect(self._ended)

    def choose(self, node: str = "") -> None:
        """Asks which file, and takes it."""
        chosen, _ = QFileDialog.getOpenFileName(self.window, "Import a mesh", str(self.settings.folder), FILTER)
        if chosen:
            self.settings.folder = Path(chosen).absolute().parent
            self.take(Path(chosen), node)

    def take(self, path: Path, node: str = "") -> None:
        """The file becomes an object, or the surface of one that was imported before."""
        self._ask(Asked(path, node))

    def open(self, path: Path) -> None:
        """The scene that the file was made from, or one of its mesh alone, takes the present one's place."""
        self._ask(Asked(path, opens=True))

    def _ask(self, asked: Asked, *, unit: str = "", up: str = "", repair: bool = False, mesh: bool = False) -> None:
        request = messages.Import(path=str(asked.path), unit=unit, up=up, repair=repair, mesh=mesh or bool(asked.node))
        self._asked[self.door.ask(request, f"Importing {asked.path.name}")] = asked

    def _arrived(self, message: messages.Arrived) -> None:
        asked = self._asked.get(message.job)
        if asked is None:
            return
        imported: Imported = value_from_json(message.imported | {"file": ""}, Imported, "imported")
        if not message.assumed:
            self._keep(asked, imported, message)
            return
        self.dialog = dialog = UnitsDialog(imported, message, self.window)

        def go() -> None:
            other = UNITS[dialog.unit()] != imported.scale or dialog.up() != imported.up
            if dialog.repair.isChecked() or other and beside_of(message).sights:
                self._ask(asked, unit=dialog.unit(), up=dialog.up(), repair=dialog.repair.isChecked(), mesh=True)
            else:
                self._keep(asked, replace(imported, scale=UNITS[dialog.unit()], up=dialog.up()), message)

        dialog.accepted.connect(go)
        dialog.open()

    def _restored(self, message: messages.Restored) -> None:
        asked = self._asked.get(message.job)
        if asked is None:
            return
        scene = scene_from_json(message.scene)
        if asked.opens:
            self._take_place(asked, scene, message)
            return
        beside = any(node.shaped for node in self.session.scene.nodes)
        self.dialog = dialog = OriginDialog(asked.path.name, scene, beside=beside, parent=self.window)
        does = {"open": lambda: self._take_place(asked, scene, message), "mesh": lambda: self._ask(asked, mesh=True),
                "add": lambda: self._add(asked, scene, message)}
        dialog.chosen.connect(lambda key: does[key]())
        dialog.open()

    def _take_place(self, asked: Asked, scene: Scene, message: messages.Restored) -> None:
        blobs = Blobs()
        for array in message.arrays.values():
            blobs.put(array)
        self.opened.emit(scene, blobs)
        if self.session.scene is scene:
            self.told.emit(f"Opened the scene that {asked.path.name} was made from", "")

    def _add(self, asked: Asked, scene: Scene, message: messages.Restored) -> None:
        for array in message.arrays.values():
            self.session.keep(array)
        edit, ids = joined(self.session.scene, scene, self.session.blobs)
        self.session.apply(edit, f"Import {asked.path.name}")
        self.session.select(*ids)
        self.told.emit(f"Added {told(scene)} of {asked.path.name}", "")

    def _keep(self, asked: Asked, imported: Imported, message: messages.Arrived) -> None:
        beside = Beside() if asked.node else beside_of(message)
        if asked.opens:
            blobs = Blobs()
            scene = scene_of(replace(imported, file=blobs.put(message.arrays["file"])), beside)
            self.opened.emit(scene, blobs)
            if self.session.scene is scene:
                self._tell(imported, message, scene.nodes[0].id, beside)
            return
        imported = replace(imported, file=self.session.keep(message.arrays["file"]))
        scene = self.session.scene
        nodes = {node.id: node for node in scene.nodes}
        steps: list[Edit] = []
        if asked.node:
            if asked.node not in nodes:
                return
            label, chosen = f"Replace by {imported.name}", asked.node
            steps.append(SetNode(asked.node, "imported", imported))
        else:
            added = nodes_of(imported, set(nodes), beside)
            label, chosen = f"Import {imported.name}", added[0].id
            steps += [AddNode(node) for node in added]
            if not any(node.shaped for node in scene.nodes):
                steps.append(SetScene("duration", natural_length(imported, beside)))
        self.session.apply(Group(tuple(steps)), label)
        self.session.select(chosen)
        self._tell(imported, message, chosen, beside)

    def _tell(self, imported: Imported, message: messages.Arrived, node: str, beside: Beside) -> None:
        wrong = [f"Its mesh has {', '.join(message.faults)}."] if message.faults else []
        lines = [*wrong, *message.mended, *beside.remarks, *message.remarks]
        self.told.emit(f"Imported {imported.name}: {counted(imported.contents)}"
                       + (f". {lines[0]}" if lines else "") + (f" (+{len(lines) - 1} more)" if lines[1:] else ""),
                       "\n".join(lines))
        if wrong:
            self.faulty.emit(node)

    def _ended(self, job: Job) -> None:
        if self._asked.pop(job.id, None) is not None and job.state == "failed":
            self.said.emit(job.note)


def beside_of(message: messages.Arrived) -> Beside:
    """The cameras and lights of a file."""
    return value_from_json(message.beside, Beside, "beside")


def counted(contents: Contents) -> str:
    """What a file holds, in a line: "2,320 triangles, 16 bones, 7 animations"."""
    numbers = ((contents.triangles, "triangle"), (contents.joints, "bone"), (contents.morphs, "morph target"),
               (len(contents.takes), "animation"))
    return ", ".join(f"{count:,} {word}{'s' * (count != 1)}" for count, word in numbers if count)


def sized(imported: Imported) -> str:
    """How large it is: "1.20 × 0.40 × 0.80 m", width, height and depth as it stands."""
    x, y, z = (length * imported.scale for length in imported.contents.size)
    across = {"y": (x, y, z), "z": (x, z, y), "x": (y, x, z)}[imported.up]
    return " × ".join(f"{length:.3g}" for length in across) + " m"


class UnitsDialog(QDialog):
    """What a file does not say of itself, with the likeliest chosen."""

    def __init__(self, imported: Imported, message: messages.Arrived, parent: QWidget) -> None:
        super().__init__(parent)
        self._imported = imported
        self.setWindowTitle(f"Import {imported.name}")
        self.setProperty("role", "sheet")
        self.setMinimumWidth(440)
        self.units, self.ups = QComboBox(), QComboBox()
        for key, words in UNIT_WORDS.items():
            self.units.addItem(words, key)
        for key in UPS:
            self.ups.addItem(UP_WORDS[key], key)
        self.units.setCurrentIndex(self.units.findData(next(k for k, v in UNITS.items() if v == imported.scale)))
        self.ups.setCurrentIndex(self.ups.findData(imported.up))
        self.large = QLabel()
        self.large.setProperty("role", "dim")
        self.repair = QCheckBox("Repair it")
        self.repair.setToolTip("Merges doubled vertices, drops faces without area, turns faces outward, closes holes")
        self._lay_out(message)
        for box in (self.units, self.ups):
            box.currentIndexChanged.connect(self._tell)
        self._tell()

    def _lay_out(self, message: messages.Arrived) -> None:
        note = QLabel(f"{message.assumed[:1].upper()}{message.assumed[1:]}.".replace("; ", ". "))
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Measured in", self.units)
        form.addRow("Upright", self.ups)
        form.addRow("Size", self.large)
        if message.faults:
            found = QLabel("It has " + ", ".join(message.faults) + ".")
            found.setProperty("role", "dim")
            found.setWordWrap(True)
            form.addRow("Mesh", found)
            form.addRow("", self.repair)
        else:
            self.repair.hide()
        stacked(self, note, form, ending(self, "Import"))

    def unit(self) -> str:
        return self.units.currentData()

    def up(self) -> str:
        return self.ups.currentData()

    def _tell(self, *_: object) -> None:
        self.large.setText(sized(replace(self._imported, scale=UNITS[self.unit()], up=self.up())))
