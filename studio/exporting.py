"""What an export is asked for: the file and its options, in one small dialog each.

In     the session, a folder.   Out   a request (engine.messages.Export or Render), or None where the artist cancelled.
Raises nothing.  Knows nothing of how a file is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine import messages
from engine.document.blobs import hashes
from engine.document.plain import scene_to_json
from studio import icons
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
    "image": Kind("Export image", (".png",), "The scene at the playhead, drawn with all its light."),
    "film": Kind("Export film", (".mp4", ".gif"), "The whole scene, frame by frame."),
}
SIZES = {"1280 × 720": (1280, 720), "1920 × 1080": (1920, 1080), "1080 × 1080": (1080, 1080), "640 × 360": (640, 360)}
PATHS = {"In place, on the object's node": "place", "As root motion": "root", "Without the path": "none"}


class ExportDialog(QDialog):
    def __init__(self, kind: str, session: Session, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind, self.session, self.row = kind, session, KINDS[kind]
        self.setWindowTitle(self.row.title)
        self.setProperty("role", "sheet")
        self.setMinimumWidth(460)
        stem = session.path.stem if session.path else "untitled"
        self.path = QLineEdit(str(folder / (stem + self.row.suffixes[0])))
        self.path.setAccessibleName("File")
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
        {"glb": self._glb, "image": self._image, "film": self._film}[kind]()
        note = QLabel(self.row.note)
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        go, stop = QPushButton("Export"), QPushButton("Cancel")
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(self.accept)
        stop.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(stop)
        buttons.addWidget(go)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addWidget(note)
        column.addLayout(self.form)
        column.addLayout(buttons)

    def _glb(self) -> None:
        self.per_object = QCheckBox("One file per object")
        self.motion = QComboBox()
        self.motion.addItems(list(PATHS))
        self.triangles = tidy(QSpinBox(minimum=0, maximum=500_000, singleStep=1000))
        self.triangles.setSpecialValueText("automatic")
        self.triangles.setGroupSeparatorShown(True)
        self.triangles.setToolTip("Triangles for each object, at most")
        self.form.addRow("Path", self.motion)
        self.form.addRow("Triangles", self.triangles)
        self.form.addRow("", self.per_object)

    def _image(self) -> None:
        self.extent = QComboBox()
        self.extent.addItems(list(SIZES))
        self.extent.setCurrentText("1920 × 1080")
        self.form.addRow("Size", self.extent)

    def _film(self) -> None:
        self._image()
        self.extent.setCurrentText("1280 × 720")
        self.turntable = QCheckBox("Turn around the scene once")
        self.form.addRow("", self.turntable)

    def _browse(self) -> None:
        pattern = " ".join(f"*{suffix}" for suffix in self.row.suffixes)
        chosen, _ = QFileDialog.getSaveFileName(self, self.row.title, self.path.text(), f"{self.row.title} ({pattern})")
        if chosen:
            self.path.setText(chosen)

    def file(self) -> Path:
        """The path, with a suffix that can be written."""
        path = Path(self.path.text()).expanduser()
        return path if path.suffix.lower() in self.row.suffixes else path.with_name(path.name + self.row.suffixes[0])

    def request(self) -> messages.Request:
        """What the engine is asked."""
        scene = self.session.scene
        blobs = {name: self.session.blobs.get(name) for name in hashes(scene) if name in self.session.blobs}
        values, path = scene_to_json(scene), str(self.file())
        if self.kind == "glb":
            options = {"path_motion": PATHS[self.motion.currentText()], "per_object": self.per_object.isChecked(),
                       "triangles": self.triangles.value() or None}
            return messages.Export(scene=values, path=path, options=options, arrays=blobs)
        width, height = SIZES[self.extent.currentText()]
        options = {"width": width, "height": height, "time": self.session.time}
        if self.kind == "film":
            options["turntable"] = self.turntable.isChecked()
        return messages.Render(scene=values, path=path, options=options, arrays=blobs)
