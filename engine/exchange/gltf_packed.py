"""The binary half of a GLB, quantised (KHR_mesh_quantization) and compressed (EXT_meshopt_compression).

In     a Clip; numpy arrays and what they mean.   Out   a Clip in the unit box; accessor indices, the file's pieces.
Raises ExportError where an array holds what no engine can read.
Knows nothing of scenes.

Positions and their targets are whole numbers over the unit box, which the bind matrices undo, since a skinned mesh's
own node does not count. Normals are octahedral, 10 bits; rotations have 16 bits, what else is animated 16 bits and an
exponent. The encoder is meshoptimizer's; the second buffer is not stored, the views in it are what is decoded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import meshopt
import numpy as np

from engine.bake.clip import Clip
from engine.exchange.gltf_buffer import ATTRIBUTE, COMPONENT, INDEX, PLAIN, Buffer, single

NORMAL_BITS, CURVE_BITS = 10, 16
_SHAPE = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}


def packable(clip: Clip) -> Clip:
    """The same clip with its positions, and their targets, in -1..1."""
    low, high = clip.positions.min(0).astype(np.float64), clip.positions.max(0).astype(np.float64)
    middle = (low + high) / 2.0
    size = max(float((high - low).max()) / 2.0, float(np.abs(clip.target_positions).max(initial=0.0)))
    bind = clip.bind.astype(np.float64).copy()
    bind[:, :3, 3] -= middle
    bind[:, :3] /= size
    return replace(clip, positions=(clip.positions - middle) / size, target_positions=clip.target_positions / size,
                   bind=bind)


@dataclass(frozen=True)
class Stored:
    """An array as it is compressed: rows of bytes, and how they are read again."""

    rows: np.ndarray                    # [count, k], each row a multiple of 4 bytes
    kind: str                           # of a component, a numpy dtype
    width: int                          # components that count
    normalised: bool = False
    filter: str = "NONE"
    shown: np.ndarray | None = None     # [count, width] in components, where bounds are wanted


class PackedBuffer(Buffer):
    """A Buffer whose accessors are compressed by what they mean; images are kept as they are."""

    extensions = ("KHR_mesh_quantization", "EXT_meshopt_compression")

    def __init__(self) -> None:
        super().__init__()
        self._whole = 0                 # bytes of the buffer that is not stored

    def accessor(self, array: np.ndarray, name: str, *, use: int = PLAIN, meaning: str = "") -> int:
        array = single(array, name)
        key = (hashlib.sha256(array.data).digest(), array.dtype.name, array.shape, use, meaning)
        if key in self._seen:
            return self._seen[key]
        if use == INDEX:
            entry = self._triangles(array)
        else:
            flat = (array.transpose(0, 2, 1) if array.ndim == 3 else array).reshape(len(array), -1)
            entry = self._rows(_ENCODERS[meaning](np.ascontiguousarray(flat)), use)
        self.accessors.append(entry)
        self._seen[key] = len(self.accessors) - 1
        return self._seen[key]

    def buffers(self) -> list[dict]:
        unstored = {"byteLength": self._whole, "extensions": {"EXT_meshopt_compression": {"fallback": True}}}
        return [*super().buffers(), unstored]

    def _triangles(self, array: np.ndarray) -> dict:
        data = meshopt.encode_gltf_buffer(array, "TRIANGLES")
        view = self._compressed(data, len(array), array.itemsize, INDEX, {"mode": "TRIANGLES"})
        return {"bufferView": view, "componentType": COMPONENT[array.dtype.name], "count": len(array),
                "type": "SCALAR"}

    def _rows(self, stored: Stored, use: int) -> dict:
        count, size = len(stored.rows), stored.rows.nbytes // len(stored.rows)
        data = meshopt.encode_gltf_buffer(stored.rows, "ATTRIBUTES")
        how = {"mode": "ATTRIBUTES"} | ({"filter": stored.filter} if stored.filter != "NONE" else {})
        entry = {"bufferView": self._compressed(data, count, size, use, how),
                 "componentType": COMPONENT[stored.kind], "count": count, "type": _SHAPE[stored.width]}
        if stored.normalised:
            entry["normalized"] = True
        if stored.shown is not None:
            entry |= {"min": stored.shown.min(0).tolist(), "max": stored.shown.max(0).tolist()}
        return entry

    def _compressed(self, data: bytes, count: int, size: int, use: int, how: dict) -> int:
        """Index of a view of `count` times `size` bytes, stored as `data`."""
        index = self.view(data)
        stored, whole = self.views[index], count * size
        self.views[index] = {"buffer": 1, "byteOffset": self._whole, "byteLength": whole} | (
            {"target": use} if use else {}) | ({"byteStride": size} if use == ATTRIBUTE else {}) | {
            "extensions": {"EXT_meshopt_compression": stored | {"byteStride": size, "count": count} | how}}
        self._whole += whole + -whole % 4
        return index


def _padded(whole: np.ndarray) -> np.ndarray:
    """Rows that are a multiple of 4 bytes."""
    missing = -whole.shape[1] * whole.itemsize % 4 // whole.itemsize
    return np.ascontiguousarray(np.pad(whole, ((0, 0), (0, missing))))


def _floats(array: np.ndarray) -> Stored:
    return Stored(array, array.dtype.name, array.shape[1])


def _times(array: np.ndarray) -> Stored:
    return Stored(array, "float32", 1, shown=array)


def _positions(array: np.ndarray) -> Stored:
    whole = np.round(array.astype(np.float64) * 32767.0).clip(-32767, 32767).astype(np.int16)
    return Stored(_padded(whole), "int16", 3, normalised=True, shown=whole)


def _normals(array: np.ndarray) -> Stored:
    rows = meshopt.encode_filter_oct(np.pad(array, ((0, 0), (0, 1))), 8, NORMAL_BITS)
    return Stored(rows, "int16", 3, normalised=True, filter="OCTAHEDRAL")


def _changes(array: np.ndarray) -> Stored:
    """Of normals: as fine as a signed byte, which their sum forgives; long ones as floats of as many bits."""
    if np.abs(array).max() > 1.0:
        return Stored(meshopt.encode_filter_exp(array, NORMAL_BITS, "SharedVector"), "float32", 3, filter="EXPONENTIAL")
    return Stored(_padded(np.round(array * 127.0).clip(-127, 127).astype(np.int8)), "int8", 3, normalised=True)


def _shares(array: np.ndarray) -> Stored:
    """Numbers in 0..1; others as they are."""
    if array.min() < 0.0 or array.max() > 1.0:
        return _floats(array)
    return Stored(_padded(np.round(array * 65535.0).astype(np.uint16)), "uint16", array.shape[1], normalised=True)


def _signed(array: np.ndarray) -> Stored:
    """Numbers in -1..1; others as they are."""
    if np.abs(array).max() > 1.0:
        return _floats(array)
    return Stored(_padded(np.round(array * 32767.0).astype(np.int16)), "int16", array.shape[1], normalised=True)


def _weights(array: np.ndarray) -> Stored:
    """Four shares that add up to exactly 1; whole ones as bytes."""
    most, kind = (255, np.uint8) if np.isin(array, (0.0, 1.0)).all() else (65535, np.uint16)
    whole = np.round(array.astype(np.float64) * most)
    largest = whole.argmax(1)
    whole[np.arange(len(whole)), largest] += most - whole.sum(1)
    return Stored(_padded(whole.astype(kind)), np.dtype(kind).name, 4, normalised=True)


def _rotations(array: np.ndarray) -> Stored:
    return Stored(np.round(array.astype(np.float64) * 32767.0).astype(np.int16), "int16", 4, normalised=True)


def _curves(array: np.ndarray) -> Stored:
    rows = meshopt.encode_filter_exp(array, CURVE_BITS, "SharedVector")
    return Stored(rows, "float32", array.shape[1], filter="EXPONENTIAL")


_ENCODERS: dict[str, Callable[[np.ndarray], Stored]] = {
    "POSITION": _positions, "target POSITION": _positions, "NORMAL": _normals, "target NORMAL": _changes,
    "TEXCOORD_0": _shares, "TEXCOORD_1": _shares, "COLOR_0": _shares, "TANGENT": _signed,
    "target COLOR_0": _signed, "WEIGHTS_0": _weights, "JOINTS_0": lambda array: Stored(array, array.dtype.name, 4),
    "times": _times, "rotation": _rotations, "translation": _curves, "scale": _curves, "weights": _curves,
    "bind": _floats,
}
