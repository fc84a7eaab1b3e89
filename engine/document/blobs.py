"""Blobs: read-only arrays, named by what they hold.

In     numpy arrays.   Out   the SHA-256 of dtype, shape and bytes; and the array again for that name.
Raises BlobError for an array that cannot be stored or a name that is not there.
Knows nothing of scenes beyond the hashes they hold, of files or Qt.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator

import numpy as np

from engine.document.scene import Scene

DTYPES = ("float16", "float32", "float64", "int32", "int64", "uint8", "uint16", "uint32")


class BlobError(ValueError):
    """An array that cannot be a blob, or a blob that is not there."""


def digest(array: np.ndarray) -> str:
    """SHA-256 over dtype, shape and little-endian bytes."""
    array = np.ascontiguousarray(array)
    if array.dtype.name not in DTYPES:
        raise BlobError(f"an array of {array.dtype.name} cannot be stored; known: {', '.join(DTYPES)}")
    told = hashlib.sha256(f"{array.dtype.name} {'x'.join(map(str, array.shape))}\n".encode())
    told.update(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
    return told.hexdigest()


class Blobs:
    """A store of arrays by hash. The same array is kept once; nothing in it ever changes."""

    def __init__(self) -> None:
        self._arrays: dict[str, np.ndarray] = {}
        self._lock = threading.Lock()

    def put(self, array: np.ndarray) -> str:
        """Keep a read-only copy; its hash."""
        name = digest(array)
        with self._lock:
            if name not in self._arrays:
                kept = np.array(array, order="C", copy=True)
                kept.flags.writeable = False
                self._arrays[name] = kept
        return name

    def get(self, name: str) -> np.ndarray:
        """The array of that hash, read-only."""
        try:
            return self._arrays[name]
        except KeyError:
            raise BlobError(f"the array {name[:12]}… is not here: generate the node again") from None

    def __contains__(self, name: object) -> bool:
        return name in self._arrays

    def __len__(self) -> int:
        return len(self._arrays)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._arrays))

    def needed(self, scene: Scene) -> dict[str, np.ndarray]:
        """The arrays a scene's nodes name, by hash, in the order of the hashes."""
        return {name: self.get(name) for name in hashes(scene)}

    def keep(self, names: set[str]) -> None:
        """Forget every array that is not in `names`."""
        with self._lock:
            self._arrays = {name: array for name, array in self._arrays.items() if name in names}


def hashes(scene: Scene) -> tuple[str, ...]:
    """Every blob the scene's nodes name, sorted."""
    made = [node.generation for node in scene.nodes]
    named = {name for one in made for name in (one.tokens, one.near, one.constraints.outline) if name is not None}
    brought = [node.imported for node in scene.nodes if node.imported is not None]
    return tuple(sorted(named | {name for one in brought for name in (one.file, one.rig) if name is not None}))
