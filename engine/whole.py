"""Write files whole or not at all.

In     paths and the bytes of each, in pieces.   Out   the files' sizes [byte].
Raises OSError; whatever was at the paths before is then still there. Rooms word it for their reader.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_whole(path: str | os.PathLike, pieces: Iterable[bytes | memoryview]) -> int:
    """Write beside `path`, flush to the disk, rename over it: `path` holds the old bytes or the new ones."""
    return write_all({Path(path): pieces})[0]


def write_all(files: Mapping[Path, Iterable[bytes | memoryview]]) -> list[int]:
    """Write each beside its path, and rename them once all of them are on the disk, in order: the last names others."""
    targets = [Path(os.path.realpath(path)) for path in files]
    parts = [target.with_name(f".{target.name}.{os.getpid()}.part") for target in targets]
    for target in targets:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "the file is write-protected")
    try:
        sizes = [_written(part, pieces) for part, pieces in zip(parts, files.values())]
        for part, target in zip(parts, targets):
            os.replace(part, target)
    except BaseException:
        for part in parts:
            part.unlink(missing_ok=True)
        raise
    for folder in dict.fromkeys(target.parent for target in targets):
        _sync(folder)
    return sizes


def _written(part: Path, pieces: Iterable[bytes | memoryview]) -> int:
    with open(part, "wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
        return stream.tell()


def _sync(folder: Path) -> None:
    """The rename itself reaches the disk; systems without folders as files do it on their own."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
