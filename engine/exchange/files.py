"""Exported files: written whole or not at all, refused in one sentence.

In     paths and the bytes of each, in pieces; or a folder and files.   Out   the files' sizes [byte].
Raises ExportError, one sentence that says what to do; whatever was at the path before is then still there.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from engine import whole


class ExportError(ValueError):
    """What cannot be exported, or where it cannot be written; the message says what to do."""


def write_whole(path: str | os.PathLike, pieces: Iterable[bytes | memoryview]) -> int:
    """engine.whole.write_whole with the reason in an exporter's words."""
    with _worded(path):
        return whole.write_whole(path, pieces)


def write_all(files: Mapping[Path, Iterable[bytes | memoryview]]) -> list[int]:
    """engine.whole.write_all likewise; the folders of all but the last are made where they are missing."""
    *_, last = files
    with _worded(last):
        for path in files:
            if path.parent != last.parent:
                path.parent.mkdir(exist_ok=True)
        return whole.write_all(files)


@contextmanager
def _worded(place: str | os.PathLike) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"cannot write {place}: {reason}; choose a place you may write to") from error


def write_series(folder: str | os.PathLike, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files, (name, bytes), into a folder: the first is seen there when the last is made; their size [byte]."""
    size, where = 0, Path(folder)
    with _worded(f"into {where}"), tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=where) as beside:
        names = []
        for name, data in files:
            size += whole.write_whole(Path(beside, name), [data])
            names.append(name)
        for name in names:
            if (old := where / name).exists() and (old.is_dir() or not os.access(old, os.W_OK)):
                raise PermissionError(13, f"{name} is write-protected")
        for name in names:
            os.replace(Path(beside, name), where / name)
    return size


def numbered(path: Path, number: int) -> str:
    """The name of the file of a number, in place of its #."""
    return re.sub("#+", lambda mark: f"{number:0{len(mark[0])}d}", path.name, count=1)
