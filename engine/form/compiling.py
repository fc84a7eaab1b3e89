"""Compiling: the inner loops as machine code, kept on disk.

In     functions in Numba's subset of Python.   Out   the same functions, compiled at their first call.
Raises nothing of its own: where nothing can be written, the code is compiled at every start.
Knows nothing of fields, parts or jobs.

Compiling everything takes some 25 s of one core, so the code is kept: beside the sources where that folder can be
written, else in the user's cache, which begins as a copy of what was shipped beside the sources. It is made for any
processor of the machine's kind, not for this very one, so that shipped code serves elsewhere too; surfaces take
2 to 5 % longer so (measured).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import platformdirs
from numba import config, njit
from numba.core import event

_HERE = Path(__file__).parent
_ROOM = ("kernel", "lattice", "finish")
_known: dict[str, Callable] = {}

if not config.CPU_NAME:
    config.CPU_NAME, config.CPU_FEATURES = "generic", ""


@cache
def _stamp(source: Path) -> str | None:
    """The content of a module and of the room's compiled ones; None where the sources are not at hand."""
    try:
        texts = [path.read_bytes() for path in (*(_HERE / f"{name}.py" for name in _ROOM), source)]
    except OSError:
        return None
    return hashlib.sha256(b"".join(texts)).hexdigest()


if not config.CACHE_DIR and not os.access(_HERE, os.W_OK):
    config.CACHE_DIR = os.path.join(platformdirs.user_cache_dir("chronoform"), f"kernels-{str(_stamp(_HERE))[:16]}")


def compiled(function: Callable) -> Callable:
    """Compile without bounds checks.

    Numba takes code from the disk for current where the function's own file is unchanged, although code from other
    files is built into it; so the stamp that it compares is made that of all these files.
    """
    options = {"nogil": True, "error_model": "numpy", "boundscheck": False}
    source, name = Path(function.__code__.co_filename), f"{function.__module__.split('.')[-1]}.{function.__qualname__}"
    stamp = _stamp(source)
    try:
        made = njit(cache=True, **options)(function)
    except RuntimeError:                              # neither folder can be written
        made = njit(**options)(function)
    index = getattr(getattr(made, "_cache", None), "_cache_file", None)
    if stamp is not None and index is not None and hasattr(index, "_source_stamp"):
        index._source_stamp = stamp
        _seed(source.parent / "__pycache__", Path(str(made.stats.cache_path)), name)
    _known[name] = made
    return made


def _seed(shipped: Path, kept: Path, name: str) -> None:
    """Copy a function's shipped code to where Numba looks for it, index last."""
    if shipped == kept:
        return
    with contextlib.suppress(OSError):
        for path in sorted(shipped.glob(f"{name}-*.nb[ci]")):
            if not (kept / path.name).exists():
                with tempfile.NamedTemporaryFile(dir=kept, delete=False) as copy:
                    copy.write(path.read_bytes())
                shutil.move(copy.name, kept / path.name)


def signatures() -> dict[str, list]:
    """The signatures that each function called from Python was loaded or compiled for, so far."""
    return {name: list(made.signatures) for name, made in sorted(_known.items()) if made.signatures}


@contextmanager
def heard(tell: Callable[[], None]) -> Iterator[None]:
    """Calls `tell` once as soon as something has to be compiled, in whatever thread, within the block."""
    with event.install_listener("numba:compile", _Told(tell)):
        yield


class _Told(event.Listener):
    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell: Callable[[], None] | None = tell

    def on_start(self, _: event.Event) -> None:
        tell, self._tell = self._tell, None
        if tell is not None:
            tell()

    def on_end(self, _: event.Event) -> None:
        pass
