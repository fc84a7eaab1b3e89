"""Autosave: what a studio that ended badly leaves behind, and how it is found again.

In     a Scene with its Blobs, and the path the artist gave it (if any).   Out   recovery files.
Raises StorageError where a recovery file cannot be written or read.
Knows nothing of timers (the studio asks), torch or Qt.

Each running studio writes one pair of files: PID-START.chrono and PID-START.json (which names the artist's own file).
A pair whose process is gone is offered for recovery.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import psutil

from engine.document.blobs import Blobs
from engine.document.scene import Scene
from engine.document.storage import replace_file, save


@dataclass(frozen=True)
class Recovery:
    """A scene that was open when its studio ended without closing it."""

    file: Path                    # the recovery file: open it with storage.load
    of: Path | None               # the artist's own file; None: never saved
    saved: float                  # seconds since the epoch


def folder() -> Path:
    """Where recovery files lie on this machine."""
    return platformdirs.user_state_path("chronoform") / "recovery"


class Autosave:
    """The recovery files of one running studio."""

    def __init__(self, where: Path | None = None) -> None:
        self._folder = where or folder()
        process = psutil.Process(os.getpid())
        self._stem = f"{process.pid}-{int(process.create_time() * 1000)}"

    @property
    def file(self) -> Path:
        return self._folder / f"{self._stem}.chrono"

    def write(self, scene: Scene, blobs: Blobs, *, of: Path | None = None) -> Path:
        """Keep the scene as it is now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        save(self.file, scene, blobs)
        told = {"of": None if of is None else str(of.absolute())}
        replace_file(self.file.with_suffix(".json"), json.dumps(told).encode())
        return self.file

    def clear(self) -> None:
        """The scene was saved or closed: nothing to recover."""
        discard(Recovery(self.file, None, 0.0))


def left_behind(where: Path | None = None) -> list[Recovery]:
    """The recovery files whose studio no longer runs, newest first."""
    found = []
    for file in sorted((where or folder()).glob("*-*.chrono")):
        pid, _, started = file.stem.partition("-")
        if not (pid.isdigit() and started.isdigit()) or _runs(int(pid), int(started)):
            continue
        found.append(Recovery(file, _named(file.with_suffix(".json")), file.stat().st_mtime))
    return sorted(found, key=lambda one: (-one.saved, one.file.name))


def discard(recovery: Recovery) -> None:
    """Remove a recovery file and the note beside it."""
    recovery.file.unlink(missing_ok=True)
    recovery.file.with_suffix(".json").unlink(missing_ok=True)


def _runs(pid: int, started: int) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() * 1000 - started) < 2000
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _named(note: Path) -> Path | None:
    try:
        of = json.loads(note.read_bytes()).get("of")
    except (OSError, ValueError, AttributeError):
        return None
    return Path(of) if isinstance(of, str) else None
