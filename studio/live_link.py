"""The live link: a folder in which the export is as new as the scene's last save.

In     saves of the scene; a folder and a profile, from the settings.   Out   requests to the engine; `told` what went
       wrong and what to do, `said` that the file is new, `changed` the sign.
Raises nothing.  Knows nothing of how a file is made.

The engine works while the artist does, and the file is written whole or not at all. A save ends the refresh of the one
before it: the newest wins. What cannot be written leaves the link on, so that the next save tries again.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine import messages
from engine.document.blobs import hashes
from engine.document.plain import scene_to_json
from engine.vocabulary.profiles import PROFILES
from studio.door import Door, Job
from studio.session import Session
from studio.settings import Settings

KEY = "live link"                 # redundancy: a waiting refresh is obsolete when the next is asked for


class LiveLink(QObject):
    told = Signal(str, str)          # what went wrong and what to do; and all that the engine said
    said = Signal(str)               # good news
    changed = Signal()

    def __init__(self, session: Session, door: Door, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.door, self.settings = session, door, settings
        self.state = ""                  # of the file: "", "writing", "fresh" or "stale"
        self.at: datetime | None = None  # when it was last written
        self._job = ""
        session.opened.connect(self._opened)
        door.wrote.connect(self._wrote)
        door.ended.connect(self._ended)

    @property
    def on(self) -> bool:
        return self.settings.linked

    @property
    def file(self) -> Path | None:
        """The file that a save refreshes; None where the link is off or the scene has no file yet."""
        folder, path = self.settings.link_folder, self.session.path
        return folder / f"{path.stem}.glb" if self.on and folder and path else None

    def owns(self, job: str) -> bool:
        """Whether a job is the link's."""
        return job in self.door.jobs and self.door.jobs[job].request.redundancy == KEY

    def start(self, folder: Path, profile: str) -> None:
        """Link to a folder; a scene that is saved already is written there at once."""
        self.settings.link_folder, self.settings.link_profile, self.settings.linked = folder.absolute(), profile, True
        self._show("")
        if self.session.path is not None and not self.session.dirty:
            self.refresh()

    def stop(self) -> None:
        """Nothing is written any more; what was written stays."""
        self._give_up()
        self.settings.linked = False
        self._show("")
        self.said.emit("The live link is off")

    def refresh(self) -> None:
        """Writes the file anew, in the background; a refresh under way is given up for it."""
        file = self.file
        if file is None:
            return
        self._give_up()
        if not any(node.kind == "object" and not node.hidden for node in self.session.scene.nodes):
            self._fail("The live link has nothing to write: the scene shows no object.")
            return
        if not file.parent.is_dir():
            self._fail(_missing(file.parent))
            return
        scene, blobs = self.session.scene, self.session.blobs
        self._job = self.door.ask(messages.Export(
            scene=scene_to_json(scene), path=str(file), redundancy=KEY,
            options={"profile": self.settings.link_profile, "source": False},
            arrays={name: blobs.get(name) for name in hashes(scene) if name in blobs}), f"Live link: {file.name}")
        if self._job:
            self._show("writing")

    def _opened(self) -> None:
        """What the studio was closed over is written now: a file that is older than its scene."""
        file, path, self.at = self.file, self.session.path, None
        if file and path and file.is_file() and path.is_file() and file.stat().st_mtime < path.stat().st_mtime:
            self.refresh()

    def _give_up(self) -> None:
        self.door.cancel(self._job)
        self._job = ""

    def _wrote(self, message: messages.Wrote) -> None:
        if message.job == self._job:
            self.at = datetime.now()
            self.said.emit(f"Live link: {Path(message.path).name} is fresh")

    def _ended(self, job: Job) -> None:
        if job.id != self._job:
            return                       # not ours, or a newer save took its place
        self._job = ""
        if job.state == "failed":
            self._fail(_reason(Path(job.request.path), job.note) if isinstance(job.request, messages.Export)
                       else job.note, job.detail)
        else:
            self._show("fresh" if job.state == "done" else "stale")

    def _fail(self, sentence: str, detail: str = "") -> None:
        self._show("stale")
        self.told.emit(sentence, detail)

    def _show(self, state: str) -> None:
        self.state = state
        self.changed.emit()

    def words(self) -> str:
        """The sign, in two words or three."""
        folder = self.settings.link_folder
        if not self.on or folder is None:
            return ""
        return {"writing": "Linking to ", "stale": "Not linked: "}.get(self.state, "Linked to ") + (folder.name or str(
            folder))

    def tip(self) -> str:
        """What the sign means: the file, for whom, and since when."""
        if not self.on:
            return ""
        row, file = PROFILES[self.settings.link_profile], self.file
        where = (f"Every save writes {file}" if file else
                 f"The first save writes into {self.settings.link_folder}") + f", as {row.title} reads it."
        when = f"\nLast written at {self.at:%H:%M:%S}" if self.at else ""
        return where + when


def _missing(folder: Path) -> str:
    return (f"The live link’s folder {folder} is not there: bring it back and save again, or choose another under "
            "File › Live link.")


def _reason(file: Path, said: str) -> str:
    """The engine's sentence, with what the artist can do about the folder."""
    if not file.parent.is_dir():
        return _missing(file.parent)
    if "No space left" in said or "quota" in said:
        return f"The disk of the live link’s folder {file.parent} is full: make room on it and save again."
    said = re.sub(r"; choose a place you may write to$", "", said).rstrip(".")
    return (f"The live link was not refreshed: {said}. The next save tries again; File › Live link chooses another "
            "folder.")
