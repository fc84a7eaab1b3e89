"""Exported files: written whole or not at all, refused in one sentence.

In     a path and the bytes, in pieces.   Out   the file's size [byte].
Raises ExportError, one sentence that says what to do; whatever was at the path before is then still there.
Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

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
