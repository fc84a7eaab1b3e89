"""Write a file whole or not at all.

In     a path and the bytes, in pieces.   Out   the file's size [byte].
Raises OSError; whatever was at the path before is then still there. Rooms word it for their reader.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: str | os.PathLike, pieces: Iterable[bytes | memoryview]) -> int:
    """Write beside `path`, flush to the disk, rename over it: `path` holds the old bytes or the new ones."""
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is write-protected")
    try:
        with open(part, "wb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
            size = stream.tell()
        os.replace(part, target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync(target.parent)
    return size


def _sync(folder: Path) -> None:
    """The rename itself reaches the disk; systems without folders as files do it on their own."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
