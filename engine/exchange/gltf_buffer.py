"""The binary half of a GLB: arrays to accessors, and the container around them.

In     numpy arrays.   Out   accessor indices; the file's bytes in pieces.
Raises ExportError where an array holds what no engine can read.
Knows nothing of scenes or clips.
After the glTF 2.0 specification, sections 3.6 and 4.4.
"""

from __future__ import annotations

import hashlib
import json
import struct

import numpy as np

from engine.exchange.files import ExportError

SIZE_LIMIT = 2**31
"""Bytes in one file; several engines count in signed 32 bits."""
ATTRIBUTE, INDEX, PLAIN = 34962, 34963, 0
COMPONENT = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "uint32": 5125, "float32": 5126}
_SHAPE = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (4, 4): "MAT4"}


def single(array: np.ndarray, name: str) -> np.ndarray:
    """The array as it is stored: floats of 32 bits, all of them numbers."""
    array = np.ascontiguousarray(array, np.float32 if array.dtype.kind == "f" else array.dtype)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ExportError(f"{name} holds numbers that are not finite: bake the object again")
    return array


class Buffer:
    """One binary buffer that grows by accessors. Equal arrays are stored once."""

    extensions: tuple[str, ...] = ()
    """What a reader must know to read it."""

    def __init__(self) -> None:
        self.accessors: list[dict] = []
        self.views: list[dict] = []
        self._pieces: list[bytes] = []
        self._size = 0
        self._seen: dict[tuple, int] = {}

    def accessor(self, array: np.ndarray, name: str, *, use: int = PLAIN, meaning: str = "") -> int:
        """Index of an accessor of `array` [count, ...]; float64 becomes float32, matrices column-major.

        `meaning`: the attribute's or curve's glTF name, "target NORMAL" for a target's.
        """
        array = single(array, name)
        stored = array.transpose(0, 2, 1) if array.ndim == 3 else array
        data = stored.tobytes()
        key = (hashlib.sha256(data).digest(), array.dtype.name, array.shape, use)
        if key not in self._seen:
            entry = {"bufferView": self.view(data, use, len(data) // len(array) if use == ATTRIBUTE else 0),
                     "componentType": COMPONENT[array.dtype.name], "count": len(array),
                     "type": _SHAPE[array.shape[1:]]}
            if array.ndim < 3 and use != INDEX:
                flat = array.reshape(len(array), -1)
                entry |= {"min": flat.min(0).tolist(), "max": flat.max(0).tolist()}
            self.accessors.append(entry)
            self._seen[key] = len(self.accessors) - 1
        return self._seen[key]

    def view(self, data: bytes, use: int = PLAIN, stride: int = 0) -> int:
        """Index of a buffer view of raw bytes, aligned to 4. `stride` [byte] is written for vertex attributes."""
        entry = {"buffer": 0, "byteOffset": self._size, "byteLength": len(data)}
        self.views.append(entry | ({"target": use} if use else {}) | ({"byteStride": stride} if stride else {}))
        padded = data + b"\0" * (-len(data) % 4)
        self._pieces.append(padded)
        self._size += len(padded)
        if self._size > SIZE_LIMIT:
            raise ExportError("the file would be over 2 GiB: export fewer seconds or fewer objects")
        return len(self.views) - 1

    def buffers(self) -> list[dict]:
        """The file's own buffer first."""
        return [{"byteLength": self._size}]

    def container(self, document: dict) -> list[bytes]:
        """The GLB of `document`, which gains its accessors, views and buffer."""
        document = document | {"accessors": self.accessors, "bufferViews": self.views, "buffers": self.buffers()}
        text = json.dumps(document, separators=(",", ":"), allow_nan=False, ensure_ascii=False).encode()
        text += b" " * (-len(text) % 4)
        total = 12 + 8 + len(text) + 8 + self._size
        return [struct.pack("<4sII", b"glTF", 2, total), struct.pack("<I4s", len(text), b"JSON"), text,
                struct.pack("<I4s", self._size, b"BIN\0"), *self._pieces]
