"""A glTF file's JSON and numbers, whoever wrote it.

In     a path to a .glb or .gltf.   Out   the JSON as dicts; accessors as arrays; images' bytes.
Raises AssetError, naming the file and what is wrong with it, whatever its bytes are.
Knows nothing of what the entries mean.

A file may have been damaged or made to do harm: nothing outside its folder is read, nothing is fetched, no number of
it is believed before it is held against the bytes that are there. After the glTF 2.0 specification, 3.6 and 4.4;
EXT_meshopt_compression and KHR_meshopt_compression (meshoptimizer's decoder).
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import meshopt
import numpy as np

MOST_BYTES = 128 << 20
"""Of a file and each of its buffers: what fits in memory with all that is made of it."""
MOST_NUMBERS = 24 << 20
"""Of all accessors together, each as often as it is read."""
FARTHEST = 1e7
"""m; what lies beyond is damage."""
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")
DRACO = "KHR_draco_mesh_compression"
SUPPORTED = {
    *MESHOPT, DRACO, "KHR_mesh_quantization", "KHR_texture_transform", "KHR_lights_punctual", "KHR_materials_unlit",
    "KHR_materials_emissive_strength", "KHR_materials_ior", "KHR_materials_specular", "KHR_materials_transmission",
    "KHR_materials_clearcoat", "KHR_materials_sheen", "KHR_materials_volume", "KHR_materials_variants",
    "KHR_materials_anisotropy", "KHR_materials_dispersion", "KHR_materials_iridescence",
    "KHR_materials_pbrSpecularGlossiness", "KHR_node_visibility", "KHR_xmp_json_ld", "KHR_animation_pointer",
    "KHR_materials_diffuse_transmission", "KHR_texture_basisu", "EXT_mesh_gpu_instancing",
    "EXT_texture_webp", "EXT_texture_avif"}
"""Extensions that a file may require: those that only change how it looks are left out without harm."""
TYPES = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
NUMBERS = {5120: np.int8, 5121: np.uint8, 5122: np.int16, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
_JSON, _BIN = 0x4E4F534A, 0x004E4942


class AssetError(ValueError):
    """A file that cannot be read; the message says what is wrong and, where something helps, what."""


def reason(error: Exception) -> str:
    """In a few words, why someone's library gave up; its own words may be as damaged as the file."""
    try:
        return " ".join(str(error).split())[:80] or type(error).__name__
    except ValueError:
        return type(error).__name__


class OutsideError(AssetError):
    """A file that points to what lies outside its folder."""


@dataclass
class Source:
    """An opened file. `json` holds what the file says; everything in it may be of any type."""

    path: Path
    json: dict[str, Any]
    chunk: bytes | memoryview | None
    buffers: dict[int, bytes | memoryview] = field(default_factory=dict)
    numbers: int = 0                    # that were read so far
    sealed: bool = False                # nothing beside it is read
    _unpacked: dict[int, bytes] = field(default_factory=dict)       # views that were compressed
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def fault(self, what: str) -> AssetError:
        return AssetError(f"{self.path.name}: {what}")

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The entries under a key at the top, [] where there is none."""
        if key not in self._rows:
            self._rows[key] = dicts(self, self.json, key)
        return self._rows[key]

    def row(self, key: str, index: Any) -> dict[str, Any]:
        rows = self.rows(key)
        return rows[self.index(index, len(rows), key)]

    def index(self, value: Any, count: int, what: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < count:
            raise self.fault(f"it points to number {value!r} of its {count} {what}")
        return value

    def number(self, row: dict[str, Any], key: str, default: int | None = None) -> int:
        value = row.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1 << 40:
            raise self.fault(f"its {key} is {value!r}")
        return value

    def vector(self, row: dict[str, Any], key: str, default: tuple[float, ...]) -> np.ndarray:
        """Usable numbers [n], as many as the default has."""
        given = row.get(key)
        try:
            values = np.array(default if given is None else given, np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise self.fault(f"its {key} are not numbers") from error
        if values.shape != (len(default),) or not (np.abs(values) <= FARTHEST).all():
            raise self.fault(f"its {key} should be {len(default)} usable numbers")
        return values

    # ---- bytes -----------------------------------------------------------------------------------

    def buffer(self, index: Any) -> bytes | memoryview:
        row = self.row("buffers", index)
        if index not in self.buffers:
            uri = row.get("uri")
            if uri is None and self.chunk is not None and index == 0:
                found = self.chunk
            else:
                found = self.linked(uri)
            length = self.number(row, "byteLength")
            if len(found) < length:
                raise self.fault(f"buffer {index} should have {length:,} bytes and has {len(found):,}: "
                                 "the file was cut off or its parts do not belong together")
            self.buffers[index] = found[:length]
        return self.buffers[index]

    def view(self, index: Any) -> bytes | memoryview:
        row = self.row("bufferViews", index)
        how = compressed(row)
        if how is None:
            return self._piece(row, index)
        if index not in self._unpacked:
            self._unpacked[index] = self._decoded(row, how, index)
        return self._unpacked[index]

    def _piece(self, row: dict[str, Any], index: Any) -> bytes | memoryview:
        start, length = self.number(row, "byteOffset", 0), self.number(row, "byteLength")
        whole = self.buffer(row.get("buffer"))
        if start + length > len(whole):
            raise self.fault(f"view {index} reaches beyond its buffer")
        return whole[start:start + length]

    def _decoded(self, row: dict[str, Any], how: dict[str, Any], index: int) -> bytes:
        """The bytes of a view that meshoptimizer compressed."""
        count, size = self.number(how, "count"), self.number(how, "byteStride")
        if count * size != self.number(row, "byteLength"):
            raise self.fault(f"view {index} is compressed and says two sizes")
        if count * size + sum(map(len, self._unpacked.values())) > MOST_BYTES:
            raise self.fault(f"it would unpack to more than {MOST_BYTES >> 20} MB")
        data = self._piece(how, index)
        try:
            found = meshopt.decode_gltf_buffer(bytes(data), count, size, how.get("mode", ""), how.get("filter"))
        except (ValueError, TypeError, RuntimeError) as error:
            raise self.fault(f"view {index} is compressed and damaged ({reason(error)})") from error
        return found.tobytes()

    def linked(self, uri: Any) -> bytes:
        """The bytes of a data URI, or of a file in the same folder or below it."""
        if not isinstance(uri, str):
            raise self.fault(f"where its data lie is {uri!r}")
        if uri.startswith("data:"):
            kind, _, text = uri.partition(",")
            try:
                return base64.b64decode(text, validate=True) if kind.endswith(";base64") else unquote(text).encode()
            except (binascii.Error, ValueError) as error:
                raise self.fault("data written in it are damaged") from error
        if self.sealed:
            raise self._outside(uri)
        name = unquote(uri)
        home = self.path.resolve().parent
        if ":" in name or name.startswith(("/", "\\")) or "\0" in name:
            raise self._outside(uri)
        place = (home / name.replace("\\", "/")).resolve()
        if not place.is_relative_to(home):
            raise self._outside(uri)
        return contents(place, f"{self.path.name}: its file {uri[:60]}")

    def _outside(self, uri: str) -> OutsideError:
        return OutsideError(f"{self.path.name}: it points outside its folder, to {uri[:60]!r}, which is not read")

    # ---- numbers ---------------------------------------------------------------------------------

    def accessor(self, index: Any, *, width: int | None = None) -> np.ndarray:
        """Its numbers [count, width], as they are stored; normalised integers as float32 0..1 or -1..1."""
        row = self.row("accessors", index)
        kind, number = row.get("type"), row.get("componentType")
        if not isinstance(kind, str) or kind not in TYPES or not isinstance(number, int) or number not in NUMBERS:
            raise self.fault(f"accessor {index} holds {kind!r} of {number!r}, which glTF does not have")
        count, components = self.number(row, "count"), TYPES[kind]
        if width is not None and components != width:
            raise self.fault(f"accessor {index} holds {kind} where {width} numbers each are needed")
        self.numbers += count * components
        if self.numbers > MOST_NUMBERS:
            raise self.fault(f"with accessor {index} it has {self.numbers:,} numbers: too many to be read")
        values = np.zeros((count, components), NUMBERS[number])
        if row.get("bufferView") is not None:
            values = self._dense(row, np.dtype(NUMBERS[number]), count, components)
        if isinstance(row.get("sparse"), dict):
            values = self._sparse(row["sparse"], values.copy())
        if row.get("normalized") is True and values.dtype.kind != "f":
            most = float(np.iinfo(NUMBERS[number]).max)
            values = np.maximum(values.astype(np.float32) / most, -1.0)
        return values

    def _dense(self, row: dict[str, Any], number: np.dtype, count: int, components: int) -> np.ndarray:
        data = self.view(row["bufferView"])
        start = self.number(row, "byteOffset", 0)
        tight = number.itemsize * components
        stride = self.number(self.row("bufferViews", row["bufferView"]), "byteStride", 0) or tight
        if stride < tight or (count and start + (count - 1) * stride + tight > len(data)):
            raise self.fault(f"{count:,} numbers are said to lie where there are {len(data):,} bytes")
        if components in (4, 9) and row["type"] in ("MAT2", "MAT3") and number.itemsize < 4:
            raise self.fault("matrices of small integers are not read")
        return np.ndarray((count, components), number.newbyteorder("<"), data, start,
                          (stride, number.itemsize)) if count else np.zeros((0, components), number)

    def _sparse(self, row: dict[str, Any], values: np.ndarray) -> np.ndarray:
        count = self.number(row, "count")
        where, what = row.get("indices"), row.get("values")
        if not isinstance(where, dict) or not isinstance(what, dict) or where.get("componentType") not in (
                5121, 5123, 5125) or count > len(values):
            raise self.fault("an accessor's exceptions are damaged")
        at = self._dense({**where, "type": "SCALAR"}, np.dtype(NUMBERS[where["componentType"]]), count, 1)[:, 0]
        if count and int(at.max()) >= len(values):
            raise self.fault("an accessor's exceptions lie beyond it")
        values[at] = self._dense({**what, "type": "VEC4"}, values.dtype, count, values.shape[1])
        return values


def dicts(source: Source, row: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The list of entries under a key; [] where there is none."""
    found = row.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise source.fault(f"its {key} are not a list of entries")
    return found


def compressed(row: dict[str, Any]) -> dict[str, Any] | None:
    """How a view is compressed; None: it is not."""
    more = row.get("extensions")
    found = [more[name] for name in MESHOPT if isinstance(more, dict) and isinstance(more.get(name), dict)]
    return found[0] if found else None


def contents(path: Path, named: str, *, most: int | None = None) -> bytes:
    """A file's bytes, if it is there and not too large."""
    try:
        if not path.is_file():
            raise AssetError(f"{named} is not there")
        size, most = path.stat().st_size, most or MOST_BYTES
        if size > most:
            raise AssetError(f"{named} has {size >> 20} MB; files up to {most >> 20} MB are read")
        return path.read_bytes()
    except OSError as error:
        raise AssetError(f"{named} cannot be read ({error.strerror or error})") from error


def opened(path: Path) -> Source:
    return understood(contents(path, path.name), path)


def understood(data: bytes, path: Path, *, sealed: bool = False) -> Source:
    """The Source of a file's bytes. `sealed`: it has to hold everything itself."""
    text, chunk = (data, None) if data[:4] != b"glTF" else _chunks(data, path)
    try:
        parsed = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise AssetError(f"{path.name} is not a glTF file, or was cut off ({str(error)[:80]})") from error
    source = Source(path, parsed if isinstance(parsed, dict) else {}, chunk, sealed=sealed)
    asset = source.json.get("asset")
    if not isinstance(asset, dict) or not str(asset.get("version", "")).startswith("2"):
        raise source.fault("it is not a glTF 2 file; write it as glTF 2.0")
    needed = source.json.get("extensionsRequired", [])
    strange = [str(name) for name in needed if str(name) not in SUPPORTED] if isinstance(needed, list) else ["?"]
    if strange:
        raise source.fault(f"it needs {', '.join(strange)[:80]}, which is not read: write it without")
    return source


def _chunks(data: bytes, path: Path) -> tuple[bytes, memoryview | None]:
    """JSON and binary chunk of a .glb (4.4)."""
    if len(data) < 20:
        raise AssetError(f"{path.name} was cut off: it has {len(data)} bytes")
    _, version, length = struct.unpack_from("<4sII", data)
    if version != 2:
        raise AssetError(f"{path.name} is glTF {version}: write it as glTF 2.0")
    if length > len(data):
        raise AssetError(f"{path.name} was cut off: {length:,} bytes are announced and {len(data):,} are there")
    found: dict[int, memoryview] = {}
    whole = memoryview(data)
    at = 12
    while at + 8 <= length:
        size, kind = struct.unpack_from("<II", data, at)
        if at + 8 + size > length:
            raise AssetError(f"{path.name} is damaged: a part of it reaches beyond its end")
        found.setdefault(kind, whole[at + 8:at + 8 + size])
        at += 8 + size
    if _JSON not in found:
        raise AssetError(f"{path.name} is damaged: it does not say what is in it")
    return bytes(found[_JSON]), found.get(_BIN)
