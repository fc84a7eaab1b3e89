"""What an export is asked for: the file and its options, in one small dialog each.

In     the session, the door (for what a file would show differently), a folder.   Out   a request
       (engine.messages.Export), or None where the artist cancelled.
Raises nothing.  Knows nothing of how a file is made.

A GLB's profile is chosen first; it sets what it has an opinion of, and the artist may set it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from engine import messages
from engine.document.blobs import hashes
from engine.document.plain import scene_to_json
from engine.vocabulary.profiles import PLAIN_COLOURS, PROFILES
from studio import icons
from studio.door import Door
from studio.endings import ending, stacked
from studio.findings import Findings
from studio.numbers import tidy
from studio.session import Session


@dataclass(frozen=True)
class Kind:
    """One sort of file to export."""

    title: str
    suffixes: tuple[str, ...]     # the first is the one proposed
    note: str


KINDS = {
    "glb": Kind("Export GLB", (".glb",), "One skeleton, skin and morph targets per object, as engines read them."),
    "usd": Kind("Export USD", (".usdz", ".usdc", ".usda"),
                "Skeleton, blend shapes and preview surfaces. End the name in .usdz for one file with its pictures, in "
                ".usdc or .usda (text) to have them in a folder beside it."),
    "fbx": Kind("Export FBX", (".fbx",),
                "Your own Blender writes it, in the background, with skeleton, shape keys and pictures: 4.2 or newer "
                "must be installed. Where it is not found, Edit › Preferences › Blender names it."),
    "frames": Kind("Export frames", (".obj", ".ply", ".mdd", ".pc2"), ""),
    "textures": Kind("Export vertex animation", (".json",),
                     "Each object as a mesh, its movement as textures, and shaders for Godot, Unity and Unreal that "
                     "show it: cheap in crowds, and no skeleton. Choose a folder of its own for the files."),
}
PRODUCTS = {"Clip: exact for this animation": "clip", "Rig: a smooth skin for other animation": "rig"}
PATHS = {"On the object's node": "place", "As root motion": "root", "Without the path": "none"}
COLOURS = {"Fade with the morph": "targets", "Switch at half of the morph": "switch",
           "Fade, or switch where engines cannot": "both"}
"""The last for GLB alone."""
FRAMES = {
    "Numbered OBJ": (".obj", "A mesh of all objects for each frame, materials and pictures beside them."),
    "Numbered PLY": (".ply", "A mesh of all objects for each frame, with colours at its vertices."),
    "MDD point cache": (".mdd", "The places of every vertex, for each object a file, its mesh as OBJ beside it."),
    "PC2 point cache": (".pc2", "The places of every vertex, for each object a file, its mesh as OBJ beside it."),
}
"""Formats of every frame, their ending, and a sentence for the artist."""
NUMBER, NUMBERED = "_####", (".obj", ".ply")
TEXELS = {"Float, exact (.exr)": "float", "Half, smaller (.exr)": "half",
          "Bytes, where no .exr is read (.png)": "packed"}
WAYS = {"In the textures": "place", "Without the path": "none"}
LEVELS = ("None", "1 coarser", "2 coarser", "3 coarser", "4 coarser")
HULLS = {"None": "none", "One for each object": "one", "One for each part": "parts"}
WIDE = 600
"""px of a dialog that says what it finds."""
HANGS = {True: "those of parts follow the bones", False: "they stand as the object does at rest"}


class ExportDialog(QDialog):
    def __init__(self, kind: str, session: Session, door: Door, folder: Path, parent: QWidget | None, *,
                 blender: str = "") -> None:
        super().__init__(parent)
        self.kind, self.session, self.door, self.row = kind, session, door, KINDS[kind]
        self.blender = blender           # what the artist calls it; "": it is looked for
        self.setWindowTitle(self.row.title)
        self.setProperty("role", "sheet")
        stem = session.path.stem if session.path else "untitled"
        self.path = QLineEdit(str(folder / (stem + self.row.suffixes[0])))
        self.path.setAccessibleName("File")
        self.path.setMinimumWidth(280)
        browse = QToolButton()
        browse.setIcon(icons.icon("folder-open", "dim"))
        browse.setToolTip("Choose the file")
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(4)
        place.addWidget(self.path, 1)
        place.addWidget(browse)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        self.form.addRow("File", place)
        self.note = QLabel(self.row.note)
        self.note.setProperty("role", "dim")
        self.note.setWordWrap(True)
        found = self._look_ahead()
        head = {"glb": self._glb, "usd": self._usd, "fbx": self._fbx, "frames": self._frames,
                "textures": self._textures}[kind]()
        self.form.addRow("", self._measuring())
        column = stacked(self, *head, self.note, self.form, found, ending(self, "Export"))
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)      # as tall as what is found

    def _look_ahead(self) -> Findings:
        """What the file will show otherwise, found anew with every option that is changed."""
        self.findings = Findings(self.door, self.preflight, shown_by=(
            "every engine of this profile" if self.kind == "glb" else "the file"))
        self.findings.setMinimumWidth(WIDE)
        self.findings.mended.connect(self.mend)
        self.finished.connect(lambda _: self.findings.leave())
        self.findings.renew()
        return self.findings

    def _measuring(self) -> QCheckBox:
        """Whether every key is measured."""
        self.report = QCheckBox("Measure the error (slower)")
        self.report.setToolTip("How far each object is from the studio's surface at every key, how its edges\n"
                               "stretch and what of it turns inside out, as a chart afterwards: about a tenth of a\n"
                               "second a key")
        return self.report

    def _watch(self, *signals: SignalInstance) -> None:
        for signal in signals:
            signal.connect(lambda *_: self.findings.renew())

    def _glb(self) -> tuple[QWidget, ...]:
        self.profiles = QButtonGroup(self)
        row = QFrame()
        row.setProperty("role", "segments")
        row.setMinimumWidth(WIDE)
        line = QHBoxLayout(row)
        line.setContentsMargins(2, 2, 2, 2)
        line.setSpacing(2)
        for index, profile in enumerate(PROFILES.values()):
            button = QPushButton(profile.title)
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(profile.source)
            self.profiles.addButton(button, index)
            line.addWidget(button, 1)
        self._clips()
        self.motion, self.levels, self.hulls = QComboBox(), QComboBox(), QComboBox()
        self.motion.addItems(list(PATHS))
        self.levels.addItems(list(LEVELS))
        self.hulls.addItems(list(HULLS))
        self.coats = tidy(QSpinBox(minimum=0, maximum=8))
        self.coats.setSpecialValueText("its own alone")
        self.coats.setToolTip("More colours that suit each object, which players of the file let one choose from")
        self.per_object = QCheckBox("One file per object")
        self.takes = QCheckBox("All animations of imported files")
        self.takes.setChecked(True)
        self.takes.setToolTip("Beside what plays here, those that an imported file has besides, each by its own name,\n"
                              "for an engine to choose from")
        self._shading()
        for title, field in (("Product", self.product), ("Path", self.motion),
                             ("Changing colours", self.colours), ("Triangles", self.triangles),
                             ("Keys per second", self.rate), ("Levels of detail", self.levels),
                             ("Collision hulls", self.hulls), ("More colourings", self.coats),
                             ("", self.occlusion), ("", self.baked), ("", self.per_object), ("", self.takes),
                             ("", self.source)):
            self.form.addRow(title, field)
        several = (node.imported is not None and len(node.imported.contents.takes) > 1
                   for node in self.session.scene.nodes)
        self.form.setRowVisible(self.takes, any(several))
        self.profiles.idToggled.connect(lambda index, on: self._take(tuple(PROFILES)[index]) if on else None)
        self._watch(self.motion.currentIndexChanged, self.levels.currentIndexChanged, self.hulls.currentIndexChanged,
                    self.per_object.toggled, self.coats.valueChanged, self.takes.toggled)
        self.profiles.button(0).setChecked(True)
        return (row,)

    def _clips(self) -> None:
        """The fields of every export of skinned clips, not yet in the form."""
        self.product, self.colours = QComboBox(), QComboBox()
        self.product.addItems(list(PRODUCTS))
        self.colours.addItems([title for title, way in COLOURS.items() if way in PLAIN_COLOURS or self.kind == "glb"])
        self._watch(self.product.currentIndexChanged, self.colours.currentIndexChanged)
        self._budget()

    def _budget(self) -> None:
        """How much an export may take, not yet in the form."""
        self.triangles = tidy(QSpinBox(minimum=0, maximum=500_000, singleStep=1000))
        self.triangles.setSpecialValueText("automatic")
        self.triangles.setGroupSeparatorShown(True)
        self.triangles.setToolTip("Triangles for each object, at most")
        self.rate = tidy(QSpinBox(minimum=0, maximum=240))
        self.rate.setSpecialValueText(f"the scene's, {self.session.scene.rate:g}")
        self.rate.setToolTip("Keys per second")
        self._watch(self.triangles.valueChanged, self.rate.valueChanged)
        self.source = QCheckBox("With the scene it is made from")
        self.source.setChecked(True)
        self.source.setToolTip("Some kilobytes, the prompt among them, from which Chronoform opens this scene again")

    def _shading(self) -> None:
        """Whether light that an object keeps from itself is in its pictures, not yet in the form."""
        self.baked = QCheckBox("UVs and pictures for meshes without")
        self.baked.setToolTip("Lays out UVs for imported meshes that have none, scans and prints among them, and\n"
                              "makes a picture of their vertices' colours. Takes some seconds for large ones")
        self.occlusion = QCheckBox("With ambient occlusion")
        self.occlusion.setToolTip("Darkens in the file what an object hides from the light around it, as far as that\n"
                                  "stays so while it moves: for engines that do not trace light.\nEvery part has its "
                                  "own texels then, and an object takes some seconds more")
        self._watch(self.occlusion.toggled, self.baked.toggled)

    def _faces(self) -> None:
        """Whether faces stay quads, not yet in the form."""
        self.quads = QCheckBox("Keep quads")
        self.quads.setToolTip("Faces of four corners where an object has them, which a modelling program edits,\n"
                              "subdivides and unwraps better. Imported meshes and rigs stay triangles; it is said")
        self._watch(self.quads.toggled)

    def _usd(self) -> tuple[QWidget, ...]:
        self._clips()
        self._shading()
        self._faces()
        for title, field in (("Product", self.product), ("Changing colours", self.colours),
                             ("Triangles", self.triangles), ("Keys per second", self.rate), ("", self.quads),
                             ("", self.occlusion), ("", self.baked), ("", self.source)):
            self.form.addRow(title, field)
        return ()

    def _fbx(self) -> tuple[QWidget, ...]:
        self._clips()
        self._faces()
        self.colours.setCurrentIndex(list(COLOURS.values()).index("switch"))
        for title, field in (("Product", self.product), ("Changing colours", self.colours),
                             ("Triangles", self.triangles), ("Keys per second", self.rate), ("", self.quads)):
            self.form.addRow(title, field)
        return ()

    def _frames(self) -> tuple[QWidget, ...]:
        self._budget()
        self._faces()
        self.format = QComboBox()
        self.format.addItems(list(FRAMES))
        for title, field in (("Format", self.format), ("Triangles", self.triangles),
                             ("Frames per second", self.rate), ("", self.quads)):
            self.form.addRow(title, field)
        self.format.currentTextChanged.connect(self._format)
        self._format(self.format.currentText())
        self._watch(self.path.textChanged)           # its ending is the format, its # the numbers'
        return ()

    def _format(self, chosen: str) -> None:
        """The name ends as the format does, numbered or not, and the note is the format's."""
        suffix, note = FRAMES[chosen]
        self.note.setText(note)
        path = Path(self.path.text())
        stem = path.stem if path.suffix.lower() in self.row.suffixes else path.name
        if suffix not in NUMBERED:
            stem = stem.replace(NUMBER, "").replace("#", "") or "untitled"
        elif "#" not in stem:
            stem += NUMBER
        self.path.setText(str(path.with_name(stem + suffix)))

    def _textures(self) -> tuple[QWidget, ...]:
        self._budget()
        self.texels, self.motion = QComboBox(), QComboBox()
        self.texels.addItems(list(TEXELS))
        self.motion.addItems(list(WAYS))
        for title, field in (("Texels", self.texels), ("Path", self.motion), ("Triangles", self.triangles),
                             ("Frames per second", self.rate)):
            self.form.addRow(title, field)
        self._watch(self.texels.currentIndexChanged, self.motion.currentIndexChanged)
        return ()

    def _take(self, profile: str) -> None:
        """The profile's own way of everything that it has an opinion of."""
        chosen = PROFILES[profile]
        self.note.setText(chosen.note)
        self.mend({"path_motion": chosen.path_motion, "colours": chosen.colours}
                  | ({} if chosen.lods else {"lods": 0}) | ({} if chosen.hulls else {"collisions": "none"}))
        self.levels.setEnabled(chosen.lods)
        self.levels.setToolTip("" if chosen.lods else "These engines would show all levels at once, or make their own")
        self.hulls.setEnabled(bool(chosen.hulls))
        self.hulls.setToolTip(f"Convex shapes that nobody sees, for physics; {HANGS[chosen.hulls_move]}.\nAn imported "
                              "mesh is taken apart, which takes some seconds" if chosen.hulls
                              else "Readers of this profile would take hulls for objects")
        self.findings.renew()

    def mend(self, options: dict) -> None:
        """Sets options of the export, the profile first, since it sets others; each is one that the dialog has."""
        keys, paths = tuple(PROFILES), WAYS if self.kind == "textures" else PATHS
        setters = {
            "profile": lambda value: self.profiles.button(keys.index(value)).setChecked(True),
            "ending": lambda value: self._follow(value),
            "product": lambda value: self.product.setCurrentIndex(list(PRODUCTS.values()).index(value)),
            "path_motion": lambda value: self.motion.setCurrentIndex(list(paths.values()).index(value)),
            "colours": lambda value: self.colours.setCurrentIndex(list(COLOURS.values()).index(value)),
            "collisions": lambda value: self.hulls.setCurrentIndex(list(HULLS.values()).index(value)),
            "texels": lambda value: self.texels.setCurrentIndex(list(TEXELS.values()).index(value)),
            "triangles": lambda value: self.triangles.setValue(value),
            "lods": lambda value: self.levels.setCurrentIndex(value),
            "fps": lambda value: self.rate.setValue(round(value)),
            "per_object": lambda on: self.per_object.setChecked(on), "quads": lambda on: self.quads.setChecked(on),
            "occlusion": lambda on: self.occlusion.setChecked(on), "textures": lambda on: self.baked.setChecked(on),
            "takes": lambda on: self.takes.setChecked(on), "variants": lambda value: self.coats.setValue(value)}
        for key, put in setters.items():
            if key in options:
                put(options[key])

    def options(self) -> dict:
        """What an export of clips is asked for, as of engine.messages.Export."""
        every = {"triangles": self.triangles.value() or None, "fps": self.rate.value() or None}
        if self.kind in ("usd", "fbx", "frames"):
            every["quads"] = self.quads.isChecked()
        if self.kind == "frames":
            return every
        if self.kind == "textures":
            return every | {"texels": TEXELS[self.texels.currentText()], "path_motion": WAYS[self.motion.currentText()]}
        every |= {"product": PRODUCTS[self.product.currentText()], "colours": COLOURS[self.colours.currentText()]}
        if self.kind == "fbx":
            return every | {"blender": self.blender or None}
        every |= {"source": self.source.isChecked(), "occlusion": self.occlusion.isChecked(),
                  "textures": self.baked.isChecked()}
        if self.kind == "usd":
            return every
        return every | {"profile": tuple(PROFILES)[self.profiles.checkedId()],
                        "path_motion": PATHS[self.motion.currentText()], "lods": self.levels.currentIndex(),
                        "collisions": HULLS[self.hulls.currentText()], "per_object": self.per_object.isChecked(),
                        "variants": self.coats.value(), "takes": self.takes.isChecked()}

    def preflight(self) -> messages.Preflight:
        """What the engine is asked before anything is written."""
        (scene, blobs), path = self._document(), "" if self.kind == "glb" else str(self.file())
        return messages.Preflight(scene=scene, path=path, options=self.options(), arrays=blobs, redundancy="preflight")

    def _document(self) -> tuple[dict, dict]:
        scene = self.session.scene
        return scene_to_json(scene), {name: self.session.blobs.get(name) for name in hashes(scene)
                                      if name in self.session.blobs}

    def _browse(self) -> None:
        pattern = " ".join(f"*{suffix}" for suffix in self.row.suffixes)
        chosen, _ = QFileDialog.getSaveFileName(self, self.row.title, self.path.text(), f"{self.row.title} ({pattern})")
        if chosen:
            self.path.setText(chosen)
            if self.kind == "frames":
                self._follow(Path(chosen).suffix.lower())

    def _follow(self, suffix: str) -> None:
        """The format of the name that was chosen, and the name as that format has it."""
        title = next((key for key, (ending, _) in FRAMES.items() if ending == suffix), self.format.currentText())
        self.format.setCurrentText(title)
        self._format(title)

    def file(self) -> Path:
        """The path, with a suffix that can be written."""
        path = Path(self.path.text()).expanduser()
        if self.kind == "frames" and path.suffix.lower() not in self.row.suffixes:
            return path.with_name(path.name + FRAMES[self.format.currentText()][0])
        return path if path.suffix.lower() in self.row.suffixes else path.with_name(path.name + self.row.suffixes[0])

    def request(self) -> messages.Export:
        """What the engine is asked."""
        scene, blobs = self._document()
        options = self.options() | ({"report": True} if self.report.isChecked() else {})
        return messages.Export(scene=scene, path=str(self.file()), options=options, arrays=blobs)
