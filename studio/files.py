"""Files: new, open, save, autosave, recovery; nothing is lost without being asked.

In     the session and the artist's choices in dialogs.   Out   another document in the session; files.
Raises nothing: what fails is told in one sentence (`told`).  Knows nothing of the engine or panels.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.document import storage
from engine.document.autosave import Autosave, Recovery, discard, left_behind
from engine.document.blobs import Blobs
from engine.document.scene import Scene, SceneError
from engine.paths import assets
from engine.vocabulary.formats import EXPORTS, FORMATS
from studio import theme
from studio.session import Session
from studio.settings import Settings

FILTER = "Chronoform scenes (*.chrono)"
OTHERS = f"Scenes in exported files ({' '.join(f'*{suffix}' for suffix in EXPORTS)})"
SUFFIX = ".chrono"


def is_sample(path: Path) -> bool:
    """Whether a file is one of those shipped with the program."""
    return path.resolve().parent == (assets() / "samples").resolve()


class Files(QObject):
    told = Signal(str)               # a failure, in one sentence
    said = Signal(str)               # good news
    saved = Signal()
    foreign = Signal(object)         # Path of a file that only the engine reads, and that is to be opened

    def __init__(self, session: Session, settings: Settings, window: QWidget, *, recovery: Path | None = None) -> None:
        super().__init__(window)
        self.session, self.settings, self.window = session, settings, window
        self.picture: Callable[[], QImage | None] = lambda: None     # a thumbnail of the scene, for the file
        self._recovery_folder = recovery
        self.autosave = Autosave(recovery)
        self._kept: Scene | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.keep)
        settings.changed.connect(lambda _: self._set_timer())
        self._set_timer()

    # ---- opening ---------------------------------------------------------------------------------

    def new(self) -> None:
        if self.may_close():
            self._forget_recovery()
            self.session.open(Scene())

    def open(self, path: Path | None = None) -> None:
        """Opens a file, or asks which one."""
        if path is None:
            chosen, _ = QFileDialog.getOpenFileName(self.window, "Open a scene", str(self.settings.folder),
                                                    f"{FILTER};;{OTHERS}")
            if not chosen:
                return
            path = Path(chosen)
        if path.suffix.lower() in FORMATS or self.may_close():
            self.load(path)

    def load(self, path: Path) -> bool:
        """Opens a file without asking; False where it cannot be read.

        A shipped sample opens as a scene of the artist's own, without a file, so that no save overwrites it. What only
        the engine reads comes later, by `adopt`.
        """
        if path.suffix.lower() in FORMATS:
            self.foreign.emit(path)
            return True
        try:
            scene, blobs, _ = storage.load(path)
        except SceneError as error:
            self.told.emit(str(error))
            return False
        self._forget_recovery()
        if is_sample(path):
            self.session.open(scene, blobs)
        else:
            self.session.open(scene, blobs, path.absolute())
            self._remember(path)
        return True

    def adopt(self, scene: Scene, blobs: Blobs) -> None:
        """Opens a scene that came in a file of another kind: it has no file of its own yet."""
        if self.may_close():
            self._forget_recovery()
            self.session.open(scene, blobs)

    # ---- saving ----------------------------------------------------------------------------------

    def save(self) -> bool:
        """Saves to the scene's file; asks for one where it has none."""
        return self.save_as() if self.session.path is None else self._write(self.session.path)

    def save_as(self) -> bool:
        name = self.session.path or self.settings.folder / "untitled.chrono"
        chosen, _ = QFileDialog.getSaveFileName(self.window, "Save the scene", str(name), FILTER)
        if not chosen:
            return False
        path = Path(chosen)
        return self._write(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

    def _write(self, path: Path) -> bool:
        try:
            storage.save(path, self.session.scene, self.session.blobs, self._thumbnail())
        except SceneError as error:
            self.told.emit(str(error))
            return False
        self.session.saved(path.absolute())
        self._forget_recovery()
        self._remember(path)
        self.said.emit(f"Saved {path.name}")
        self.saved.emit()
        return True

    def _thumbnail(self) -> bytes | None:
        image = self.picture()
        if image is None or image.isNull():
            return None
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.scaledToWidth(480).save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def _remember(self, path: Path) -> None:
        self.settings.note_recent(path)
        self.settings.folder = path.absolute().parent

    # ---- nothing is lost -------------------------------------------------------------------------

    def may_close(self) -> bool:
        """True when the present document is saved, or the artist lets it go."""
        if not self.session.dirty:
            return True
        name = self.session.path.name if self.session.path else "This scene"
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Chronoform")
        box.setText(f"<b>{name} has unsaved changes.</b>")
        box.setInformativeText("Save them before it is closed?")
        save = box.addButton("Save", QMessageBox.ButtonRole.AcceptRole)
        theme.give_role(save, "primary")
        away = box.addButton("Don’t save", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.exec()
        if box.clickedButton() is save:
            return self.save()
        return box.clickedButton() is away

    def keep(self) -> None:
        """Writes the recovery file, where there is something to keep that was not kept yet."""
        scene = self.session.scene
        if not self.session.dirty or scene is self._kept:
            return
        try:
            self.autosave.write(scene, self.session.blobs, of=self.session.path)
            self._kept = scene
        except SceneError as error:
            self.told.emit(str(error))

    def _set_timer(self) -> None:
        minutes = self.settings.autosave
        self._timer.stop()
        if minutes > 0:
            self._timer.start(round(minutes * 60_000))

    def _forget_recovery(self) -> None:
        self._kept = None
        self.autosave.clear()

    def close(self) -> None:
        """The window closes with the artist's consent: nothing to recover."""
        self._timer.stop()
        self._forget_recovery()

    def left_behind(self) -> list[Recovery]:
        """Scenes of studios that ended badly, the newest first."""
        return left_behind(self._recovery_folder)

    def recover(self, found: Recovery) -> None:
        """Opens what was left behind, as unsaved work on the artist's own file."""
        try:
            scene, blobs, _ = storage.load(found.file)
        except SceneError as error:
            self.told.emit(f"The scene left behind cannot be recovered: {error}")
            return
        self.session.open(scene, blobs, found.of, unsaved=True)
        discard(found)
        self.keep()

    def drop(self, found: Recovery) -> None:
        discard(found)
