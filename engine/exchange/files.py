"""Exported files: written whole or not at all, refused in one sentence.

In     a path and the bytes, in pieces; or a folder and files.   Out   the size [byte].
Raises ExportError, one sentence that says what to do; whatever was at the path before is then still there.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from engine import whole


class ExportError(ValueError):
    """What cannot be exported, or where it cannot be written; the message says what to do."""


def write_whole(path: str | os.PathLike, pieces: Iterable[bytes | memoryview]) -> int:
    """engine.whole.write_whole with the reason in an exporter's words."""
    try:
        return whole.write_whole(path, pieces)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"cannot write {path}: {reason}; choose a place you may write to") from error


def write_all(folder: str | os.PathLike, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, (name, bytes), into a folder: the first is seen there when the last is made; their size [byte]."""
    size = 0
    try:
        with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=folder) as beside:
            names = []
            for name, data in files:
                size += whole.write_whole(Path(beside, name), [data])
                names.append(name)
            for name in names:
                if (old := Path(folder, name)).exists() and (old.is_dir() or not os.access(old, os.W_OK)):
                    raise PermissionError(13, f"{name} is write-protected")
            for name in names:
                os.replace(Path(beside, name), Path(folder, name))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"cannot write into {folder}: {reason}; choose a place you may write to") from error
    return size
