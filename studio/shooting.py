"""What a picture is asked for: stills, films, numbered pictures and sheets, lit or as passes, in one dialog.

In     the session, what lights pictures and how large they were last, a folder.   Out   a request
       (engine.messages.Render), or None where the artist cancelled.
Raises nothing.  Knows nothing of how a picture is drawn or written.

What does not go together cannot be chosen: a row that means nothing for the layout is not there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
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
from engine.vocabulary.sights import LIT
from studio import icons
from studio.endings import ending, stacked
from studio.numbers import tidy
from studio.session import Session

Size = tuple[int, int]


@dataclass(frozen=True)
class Layout:
    """One way to lay the pictures out."""

    title: str
    formats: tuple[str, ...]      # endings; the first is the one proposed
    size: Size                    # px, of one picture
    note: str


LAYOUTS = {
    "still": Layout("Still", (".png", ".exr"), (1920, 1080), "One picture of one moment."),
    "film": Layout("Film", (".mp4", ".webm", ".gif"), (1280, 720), "The whole scene, frame by frame."),
    "numbered": Layout("Numbered", (".png", ".exr"), (1280, 720), "A file for each frame: #### is its number."),
    "sprites": Layout("Sprite sheet", (".png",), (256, 256), "The loop in columns and rows, the objects alone."),
    "contact": Layout("Contact sheet", (".png",), (480, 270), "Moments of the scene on one sheet, labelled."),
}
FORMATS = {".png": "PNG", ".exr": "EXR: passes as numbers, several in a file", ".mp4": "MP4",
           ".webm": "WebM: keeps transparency", ".gif": "GIF"}
SIZES = {"1280 × 720": (1280, 720), "1920 × 1080": (1920, 1080), "3840 × 2160": (3840, 2160),
         "1080 × 1080": (1080, 1080), "1080 × 1920": (1080, 1920), "640 × 360": (640, 360), "256 × 256": (256, 256)}
OWN = "Other"
PASSES = {"colour": ("Colour", "Without light"), "depth": ("Depth", "Metres along the line of sight"),
          "normal": ("Normal", "Which way the surface faces, in the scene’s axes"),
          "id": ("Object", "A colour for each object"), "mask": ("Mask", "Where there is an object")}
EVERYTHING = "The whole scene, from nearby"
"""What a picture shows without a camera of the scene."""
BY = {"studio": "The studio’s softboxes", "scene": "The scene’s own lights"}
NUMBER = "_####"
LONGEST = 16_384
"""Pixels a side of a sheet."""


class PictureDialog(QDialog):
    def __init__(self, layout: str, session: Session, folder: Path, parent: QWidget | None, *,
                 lights: str = LIT[0], size: Size | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._aimed = False              # the artist has chosen a camera
        self._sizes = {key: row.size for key, row in LAYOUTS.items()} | ({} if size is None else {"still": size})
        self.setWindowTitle("Export pictures")
        self.setProperty("role", "sheet")
        self.note = QLabel()
        self.note.setProperty("role", "dim")
        self.note.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(8)
        stem = session.path.stem if session.path else "untitled"
        self.path = QLineEdit(str(folder / stem))
        layouts = self._layouts()
        self._file_rows()
        self._scene_rows(lights)
        self._kind_rows()
        buttons = ending(self, "Export")
        self.go = next(button for k in range(buttons.count()) if isinstance(
            button := buttons.itemAt(k).widget(), QPushButton) and button.text() == "Export")
        stacked(self, layouts, self.note, self.form, buttons).setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.choose(layout)

    # ---- what is there -----------------------------------------------------------------------------

    def _layouts(self) -> QFrame:
        row, self.layouts = QFrame(), QButtonGroup(self)
        row.setProperty("role", "segments")
        row.setMinimumWidth(560)
        line = QHBoxLayout(row)
        line.setContentsMargins(2, 2, 2, 2)
        line.setSpacing(2)
        for index, each in enumerate(LAYOUTS.values()):
            button = QPushButton(each.title)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("role", "segment")
            self.layouts.addButton(button, index)
            line.addWidget(button, 1)
        self.layouts.idToggled.connect(lambda index, on: on and self._laid_out())
        return row

    def _file_rows(self) -> None:
        self.path.setAccessibleName("File")
        self.path.setMinimumWidth(280)
        browse = QToolButton()
        browse.setIcon(icons.icon("folder-open", "dim"))
        browse.setToolTip("Choose the file")
        browse.clicked.connect(self._browse)
        self.format = QComboBox()
        self.format.currentIndexChanged.connect(lambda _: self._formatted())
        self.extent = QComboBox()
        self.extent.addItems([*SIZES, OWN])
        self.wide, self.tall = (tidy(QSpinBox(minimum=16, maximum=8192, suffix=" px")) for _ in range(2))
        self.wide.setAccessibleName("Width")
        self.tall.setAccessibleName("Height")
        self.extent.textActivated.connect(lambda title: title in SIZES and self.resize_to(SIZES[title]))
        for box in (self.wide, self.tall):
            box.valueChanged.connect(lambda _: self._arrange())
        self.form.addRow("File", _line(self.path, browse))
        self.form.addRow("Format", self.format)
        self.form.addRow("Size", _line(self.extent, self.wide, self.tall))

    def _scene_rows(self, lights: str) -> None:
        shown = [node for node in self.session.scene.nodes if not node.hidden]
        self.camera, self.lights = QComboBox(), QComboBox()
        self.camera.addItem(EVERYTHING, "")
        for node in shown:
            if node.kind == "camera":
                self.camera.addItem(node.name or node.id, node.id)
        self.camera.activated.connect(lambda _: setattr(self, "_aimed", True))
        for key in LIT:
            self.lights.addItem(BY[key], key)
        self._lit = any(node.kind == "light" for node in shown)
        self.lights.setCurrentIndex(LIT.index(lights) if self._lit else 0)
        self.form.addRow("Camera", self.camera)
        self.form.addRow("Light", self.lights)

    def _kind_rows(self) -> None:
        scene = self.session.scene
        self.time = tidy(QDoubleSpinBox(minimum=0.0, maximum=scene.duration, decimals=3, singleStep=1.0 / scene.rate,
                                        suffix=" s", value=self.session.time))
        self.rate = tidy(QSpinBox(minimum=1, maximum=240, suffix=" frames/s", value=round(scene.rate)))
        self.columns, self.rows = (tidy(QSpinBox(minimum=1, maximum=64, value=value)) for value in (4, 2))
        self.columns.setAccessibleName("Columns")
        self.rows.setAccessibleName("Rows")
        self.moments = tidy(QSpinBox(minimum=1, maximum=256, value=12))
        self.passes = {key: QCheckBox(title) for key, (title, _) in PASSES.items()}
        self.turntable = QCheckBox("Turn around the scene once")
        self.alone = QCheckBox("The objects alone, on transparent ground")
        for title, field in (("Time", self.time), ("Rate", self.rate), ("Moments", self.moments)):
            self.form.addRow(title, field)
        self.grid = _line(self.columns, QLabel("columns"), self.rows, QLabel("rows"), wide=False)
        self.instead = _line(*self.passes.values(), wide=False)
        self.form.addRow("Sheet", self.grid)
        self.form.addRow("Passes", self.instead)
        self.form.addRow("", self.turntable)
        self.form.addRow("", self.alone)
        for key, box in self.passes.items():
            box.setToolTip(PASSES[key][1])
            box.toggled.connect(lambda on, key=key: self._passed(key, on))
        self.turntable.toggled.connect(lambda _: self._arrange())
        self.alone.toggled.connect(self._left_alone)
        for box in (self.columns, self.rows):
            box.valueChanged.connect(lambda _: self._arrange())

    # ---- what goes together ------------------------------------------------------------------------

    @property
    def layout_key(self) -> str:
        return tuple(LAYOUTS)[max(self.layouts.checkedId(), 0)]

    @property
    def ending(self) -> str:
        return self.format.currentData() or LAYOUTS[self.layout_key].formats[0]

    def choose(self, layout: str) -> None:
        self.layouts.button(tuple(LAYOUTS).index(layout)).setChecked(True)

    def resize_to(self, size: Size) -> None:
        self.wide.setValue(size[0])
        self.tall.setValue(size[1])

    def _laid_out(self) -> None:
        row = LAYOUTS[self.layout_key]
        self.format.blockSignals(True)
        self.format.clear()
        for suffix in row.formats:
            self.format.addItem(FORMATS[suffix], suffix)
        self.format.blockSignals(False)
        if not self._aimed:              # the only camera was put there for pictures; a sheet of sprites shows all
            self.camera.setCurrentIndex(1 if self.camera.count() == 2 and self.layout_key != "sprites" else 0)
        self.resize_to(self._sizes[self.layout_key])
        self._formatted()

    def _formatted(self) -> None:
        if self.layout_key == "film" and self.ending != ".webm":
            self.alone.setChecked(False)
        self.path.setText(str(self.file()))
        if self.ending == ".exr" and not self.chosen():
            for box in self.passes.values():
                box.setChecked(True)
        elif self.ending != ".exr":
            for key in self.chosen()[1:]:
                self.passes[key].setChecked(False)
        self._arrange()

    def _passed(self, key: str, on: bool) -> None:
        """A PNG holds one pass."""
        if on and self.ending != ".exr":
            for other, box in self.passes.items():
                box.setChecked(other == key)
        self._arrange()

    def _left_alone(self, on: bool) -> None:
        """Of the films only a WebM keeps transparency."""
        if on and self.layout_key == "film":
            self.format.setCurrentIndex(self.format.findData(".webm"))
        self._arrange()

    def _arrange(self) -> None:
        layout, suffix = self.layout_key, self.ending
        self._sizes[layout] = size = (self.wide.value(), self.tall.value())
        self.extent.setCurrentText(next((title for title, each in SIZES.items() if each == size), OWN))
        moves, passing = layout not in ("still", "contact"), layout not in ("film", "contact")
        for field, there in (
                (self.format, self.format.count() > 1), (self.camera, self.camera.count() > 1),
                (self.lights, self._lit and not self.chosen()), (self.time, layout == "still"),
                (self.rate, layout in ("film", "numbered")), (self.moments, layout == "contact"),
                (self.grid, layout == "sprites"), (self.instead, passing), (self.turntable, moves),
                (self.alone, self._clear(layout, suffix))):
            self.form.setRowVisible(field, there)
        self.camera.setDisabled(moves and self.turntable.isChecked())
        problem = self.problem()
        self.note.setText(problem or LAYOUTS[layout].note)
        self.go.setDisabled(bool(problem))

    def _clear(self, layout: str, suffix: str) -> bool:
        """Whether ground and background can be left out."""
        return layout == "film" or layout in ("still", "numbered") and suffix == ".png" and not self.chosen()

    def problem(self) -> str:
        """Why it cannot be written so, in a sentence; "": it can."""
        wide, tall = self.wide.value(), self.tall.value()
        if self.ending == ".mp4" and (wide % 2 or tall % 2):
            return "An MP4 has even sides: add a pixel."
        if self.ending == ".exr" and not self.chosen():
            return "An EXR holds passes: choose one, or PNG."
        if self.layout_key == "sprites" and max(self.columns.value() * wide, self.rows.value() * tall) > LONGEST:
            return f"The sheet would have more than {LONGEST:,} pixels a side: fewer or smaller sprites fit."
        return ""

    # ---- what was chosen -----------------------------------------------------------------------------

    def chosen(self) -> list[str]:
        """The passes, where they mean anything."""
        if self.layout_key in ("film", "contact"):
            return []
        return [key for key, box in self.passes.items() if box.isChecked()]

    def size(self) -> Size:
        return self.wide.value(), self.tall.value()

    def file(self) -> Path:
        """The path, ending and numbered as the layout has it."""
        path = Path(self.path.text()).expanduser()
        stem = path.stem if path.suffix.lower() in FORMATS else path.name
        plain = re.sub(r"[-_. ]*#+$", "", stem) or "untitled"
        numbered = self.layout_key == "numbered"
        name = stem if numbered and "#" in stem else f"{plain}{NUMBER}" if numbered else plain
        return path.with_name(name + self.ending)

    def _wants_alpha(self) -> bool:
        return self.alone.isChecked() and self._clear(self.layout_key, self.ending)

    def _browse(self) -> None:
        suffixes = LAYOUTS[self.layout_key].formats
        pattern = " ".join(f"*{suffix}" for suffix in suffixes)
        chosen, _ = QFileDialog.getSaveFileName(self, "Export pictures", self.path.text(), f"Pictures ({pattern})")
        if chosen:
            self.path.setText(chosen)
            if (suffix := Path(chosen).suffix.lower()) in suffixes:
                self.format.setCurrentIndex(suffixes.index(suffix))
            self.path.setText(str(self.file()))

    def request(self) -> messages.Render:
        layout, scene = self.layout_key, self.session.scene
        if layout in ("film", "numbered") and self.rate.value() != round(scene.rate):
            scene = scene.changed(rate=float(self.rate.value()))
        turns = layout not in ("still", "contact") and self.turntable.isChecked()
        width, height = self.size()
        options = {"width": width, "height": height, "time": self.time.value(), "alpha": self._wants_alpha(),
                   "turntable": turns, "passes": self.chosen(), "camera": "" if turns else self.camera.currentData(),
                   "lights": self.lights.currentData()}
        if layout == "sprites":
            options["sprites"] = [self.columns.value(), self.rows.value()]
        if layout == "contact":
            options["contact"] = self.moments.value()
        blobs = {name: self.session.blobs.get(name) for name in hashes(scene) if name in self.session.blobs}
        return messages.Render(scene=scene_to_json(scene), path=str(self.file()), options=options, arrays=blobs)


def _line(*content: QWidget, wide: bool = True) -> QWidget:
    """Side by side, the first as `wide` as there is room, or all as they are."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for index, each in enumerate(content):
        line.addWidget(each, int(wide and index == 0))
    if not wide:
        line.addStretch(1)
    return holder
