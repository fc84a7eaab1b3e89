"""A glTF file's compressed meshes, as any reader takes them: KHR_draco_mesh_compression is taken off.

In     an opened Source.   Out   one that has the same meshes as plain accessors; the same Source where none is packed.
Raises AssetError where a compressed mesh is damaged or is not what the file says.
Knows nothing of what the attributes mean.   After KHR_draco_mesh_compression and the glTF 2.0 specification, 3.6.2.

A mesh that lies there uncompressed too is taken so. How many vertices there are is what was unpacked: encoders weld.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from engine.exchange.draco_apart import FACES, Unpacked, decoded
from engine.exchange.gltf_buffer import ATTRIBUTE, INDEX
from engine.exchange.gltf_bytes import (
    DRACO,
    MESHOPT,
    MOST_BYTES,
    NUMBERS,
    TYPES,
    AssetError,
    Source,
    dicts,
    understood,
)
from engine.exchange.gltf_pack import container

WELDED = 65535
"""Vertices from which their numbers take four bytes: the last of two is kept for restarts."""


def unpacked(source: Source) -> tuple[Source, bytes | None]:
    """The file without Draco and its bytes, which still need the pictures beside it; None: as it is."""
    rows = [row for mesh in source.rows("meshes") for row in dicts(source, mesh, "primitives")]
    if not any(_packed(row) for row in rows):
        return source, None
    data = _Rewriting(source).bytes()
    return understood(data, source.path, sealed=source.sealed), data


def _packed(row: dict[str, Any]) -> dict[str, Any] | None:
    more = row.get("extensions")
    how = more.get(DRACO) if isinstance(more, dict) else None
    return how if isinstance(how, dict) else None


class _Rewriting:
    """The file with plain views, one after the other in one buffer."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.document = copy.deepcopy(source.json)
        self.views: list[dict[str, Any]] = []
        self.pieces: list[bytes] = []
        self.size = 0
        self.free: list[int] = []           # views that held what was compressed
        self.written: set[int] = set()      # accessors that have got their numbers

    def bytes(self) -> bytes:
        packed = [(row, how) for mesh in self.document["meshes"] for row in mesh.get("primitives", [])
                  if (how := _packed(row))]
        todo = [(row, how) for row, how in packed if not self._there(row)]
        places = sorted({self.source.index(how.get("bufferView"), len(self.source.rows("bufferViews")), "bufferViews")
                         for _, how in todo})
        try:
            meshes = dict(zip(places, decoded([bytes(self.source.view(k)) for k in places]) if places else []))
        except AssetError as error:
            raise self.source.fault(str(error)) from error
        self.free = [*places]
        for index, row in enumerate(self.source.rows("bufferViews")):
            self._keep(row, b"" if index in meshes else bytes(self.source.view(index)))
        for row, how in todo:
            self._plain(row, how, meshes[how["bufferView"]])
        for row, _ in packed:
            _without(row, {DRACO})
        self.document |= {"bufferViews": self.views, "buffers": [{"byteLength": self.size}]}
        self._forget({DRACO, *MESHOPT})
        return container(self.document, b"".join(self.pieces))

    def _there(self, row: dict[str, Any]) -> bool:
        """Whether its numbers lie there uncompressed too."""
        attributes = row.get("attributes")
        used = [*(attributes.values() if isinstance(attributes, dict) else ())]
        used += [row["indices"]] if row.get("indices") is not None else []
        return all(self.source.row("accessors", index).get("bufferView") is not None for index in used)

    def _plain(self, row: dict[str, Any], how: dict[str, Any], mesh: Unpacked) -> None:
        faces, names = mesh[FACES].reshape(-1), how.get("attributes")
        attributes = row.get("attributes")
        if not isinstance(names, dict) or not isinstance(attributes, dict):
            raise self.source.fault("a compressed mesh does not say what is in it")
        numbers = {}
        for name in [name for name in names if name in attributes]:
            key = str(names[name])
            if key not in mesh or key == FACES:
                raise self.source.fault(f"a compressed mesh should have {name[:20]} as its attribute {key[:20]}")
            numbers[name] = mesh[key]
        count = min((len(array) for array in numbers.values()), default=0)
        if len(faces) and int(faces.max()) >= count:
            raise self.source.fault("a compressed mesh's faces point beyond its vertices")
        small = faces.astype(np.uint16 if count <= WELDED else np.uint32)
        entry = {"componentType": 5123 if count <= WELDED else 5125, "type": "SCALAR"}
        row |= {"mode": 4, "indices": self._accessor(row.get("indices"), entry, small[:, None], INDEX)}
        for name, array in numbers.items():
            attributes[name] = self._accessor(attributes[name], {}, array, ATTRIBUTE)

    def _accessor(self, index: Any, said: dict[str, Any], array: np.ndarray, use: int) -> int:
        """The number of the accessor, in the place of the file's where no other mesh has that."""
        rows = self.document.setdefault("accessors", [])
        row = {**(self.source.row("accessors", index) if index is not None else {}), **said}
        kind, number = row.get("type"), row.get("componentType")
        if kind not in ("SCALAR", "VEC2", "VEC3", "VEC4") or number not in NUMBERS or array.shape[1:] != (TYPES[kind],):
            raise self.source.fault(f"a compressed mesh has {array.shape[1:]} numbers a vertex where its accessor says "
                                    f"{str(kind)[:20]} of {str(number)[:20]}")
        made = self._as(array, np.dtype(NUMBERS[number]))
        row = {key: row[key] for key in ("name", "type", "componentType", "normalized", "extras") if key in row}
        row |= {"bufferView": self._view(made, use), "count": len(made)}
        if use == ATTRIBUTE and len(made):
            row |= {"min": made.min(0).tolist(), "max": made.max(0).tolist()}
        at = len(rows)
        if index is not None and index not in self.written and "bufferView" not in rows[index]:
            at = int(index)
        rows[at:at + 1] = [row]
        self.written.add(at)
        return at

    def _as(self, array: np.ndarray, number: np.dtype) -> np.ndarray:
        """Of the kind that the accessor says: Draco holds quantised integers as floats too, a hair beside them."""
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise self.source.fault("a compressed mesh holds what is not a number")
        whole = np.rint(array) if array.dtype.kind == "f" and number.kind != "f" else array
        limits = None if number.kind == "f" else np.iinfo(number)
        unlike = limits is None and array.dtype.kind != "f"
        if unlike or limits and array.size and not limits.min <= whole.min() <= whole.max() <= limits.max:
            raise self.source.fault(f"a compressed mesh holds {array.dtype} where its accessor says {number}")
        return whole.astype(number)

    def _view(self, array: np.ndarray, use: int) -> int:
        width = array.shape[1] * array.dtype.itemsize
        padding = -width % 4 if use == ATTRIBUTE else 0
        data = np.pad(np.ascontiguousarray(array).view(np.uint8).reshape(len(array), width), ((0, 0), (0, padding)))
        row = {"target": use} | ({"byteStride": width + padding} if use == ATTRIBUTE else {})
        at = self.free.pop(0) if self.free else len(self.views)
        self.views[at:at + 1] = [self._put(row, data.tobytes())]
        return at

    def _keep(self, row: dict[str, Any], data: bytes) -> None:
        row = {key: value for key, value in row.items() if key in ("name", "target", "byteStride", "extras")}
        self.views.append(self._put(row, data))

    def _put(self, row: dict[str, Any], data: bytes) -> dict[str, Any]:
        place, self.size = self.size, self.size + len(data) + -len(data) % 4
        if self.size > MOST_BYTES:
            raise self.source.fault(f"it would unpack to more than {MOST_BYTES >> 20} MB")
        self.pieces.extend((data, b"\0" * (-len(data) % 4)))
        return row | {"buffer": 0, "byteOffset": place, "byteLength": len(data)}

    def _forget(self, names: set[str]) -> None:
        for key in ("extensionsUsed", "extensionsRequired"):
            if isinstance(self.document.get(key), list):
                self.document[key] = [name for name in self.document[key] if name not in names]
                if not self.document[key]:
                    del self.document[key]


def _without(row: dict[str, Any], names: set[str]) -> None:
    row["extensions"] = {key: value for key, value in row["extensions"].items() if key not in names}
    if not row["extensions"]:
        del row["extensions"]
