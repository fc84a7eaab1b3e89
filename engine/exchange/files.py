"""Write a file whole or not at all.

In     a path and the bytes, in pieces.   Out   the file's size [byte].
Raises ExportError, one sentence that says what to do; whatever was at the path before is then still there.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


class ExportError(ValueError):
    """What cannot be exported, or where it cannot be written; the message says what to do."""


def write_whole(path: str | os.PathLike, pieces: Iterable[bytes | memoryview]) -> int:
    """Write beside `path`, flush to the disk, then rename over it."""
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with open(part, "xb") as stream:
            for piece in pieces:
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
            size = stream.tell()
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        reason = error.strerror or str(error)
        raise ExportError(f"cannot write {target}: {reason}; choose a place you may write to") from error
    return size
