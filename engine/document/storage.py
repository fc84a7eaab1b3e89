"""Storage: a scene and its arrays in one `.chrono` file, and back.

In     a Scene, its Blobs, a thumbnail (PNG bytes); or a path.   Out   the file; or the three again.
Raises StorageError, in one sentence: what is wrong with the file, or why it cannot be written.
Knows nothing of torch or Qt.

A `.chrono` file is a zip of document.json (engine.document.plain, with its schema version), arrays.safetensors (every
array under its hash) and, where there is one, thumbnail.png. Order, dates and compression are fixed: the same scene
gives the same bytes. A file is opened whole or refused; what is written replaces the old file only when it is complete.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays

from engine.document.blobs import BlobError, Blobs, digest, hashes
from engine.document.plain import SCHEMA, scene_from_json, scene_to_json
from engine.document.scene import Scene, SceneError
from engine.document.upgrade import upgraded
from engine.whole import write_whole

__all__ = ["SCHEMA", "StorageError", "load", "save", "scene_from_json", "scene_to_json"]

DOCUMENT, ARRAYS, THUMBNAIL = "document.json", "arrays.safetensors", "thumbnail.png"
LIMITS = {DOCUMENT: 64 * 2**20, ARRAYS: 2**30, THUMBNAIL: 8 * 2**20}
"""Bytes of each member, at most."""

_DATE = (1980, 1, 1, 0, 0, 0)
_PNG = b"\x89PNG\r\n\x1a\n"


class StorageError(SceneError):
    """A file that cannot be read or written; the message says why and, where it can, what to do."""


def save(path: str | os.PathLike, scene: Scene, blobs: Blobs, thumbnail: bytes | None = None) -> Path:
    """Write the scene, its arrays and a PNG thumbnail to `path`. The old file stays until the new one is complete."""
    path = Path(path)
    try:
        data = packed(scene, blobs, thumbnail)
    except BlobError as error:
        raise StorageError(f"{path} was not saved: {error}") from error
    replace_file(path, data)
    return path


def load(path: str | os.PathLike) -> tuple[Scene, Blobs, bytes | None]:
    """The scene, its arrays and its thumbnail. The file is read whole or refused."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > sum(LIMITS.values()):
            raise StorageError(f"{path} has {size} bytes, more than a scene may have")
        data = path.read_bytes()
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {_reason(error)}") from error
    try:
        return unpacked(data)
    except SceneError as error:
        raise StorageError(f"{path} cannot be opened: {error}") from error


def packed(scene: Scene, blobs: Blobs, thumbnail: bytes | None = None) -> bytes:
    """The bytes of a `.chrono` file."""
    document = json.dumps(scene_to_json(scene), indent=1, ensure_ascii=False, allow_nan=False).encode()
    members = {DOCUMENT: document, ARRAYS: save_arrays(blobs.needed(scene))}
    if thumbnail is not None:
        members[THUMBNAIL] = thumbnail
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == THUMBNAIL else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()


def unpacked(data: bytes, *, limits: Mapping[str, int] = LIMITS) -> tuple[Scene, Blobs, bytes | None]:
    """The scene, its arrays and its thumbnail from the bytes of a `.chrono` file.

    `limits`: the members that there may be, with the most bytes of each.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _members(archive, limits)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, SceneError):
            raise
        if not data.startswith(b"PK"):
            raise StorageError("it is not a Chronoform scene (no zip archive)") from error
        raise StorageError(f"it is cut short or damaged ({error})") from error
    except Exception as error:                                  # zlib.error has no common base with the rest
        raise StorageError(f"it is damaged ({error})") from error
    for name in (DOCUMENT, ARRAYS):
        if name not in members:
            raise StorageError(f"it lacks its {name}")
    scene = scene_from_json(_json(members[DOCUMENT]))
    thumbnail = members.get(THUMBNAIL)
    if thumbnail is not None and not thumbnail.startswith(_PNG):
        raise StorageError("its thumbnail is no PNG image")
    return *upgraded(scene, _blobs(members[ARRAYS], scene)), thumbnail


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` whole or not at all."""
    try:
        write_whole(path, [data])
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {_reason(error)}; "
                           "what was there is untouched, save to another place") from error


def _members(archive: zipfile.ZipFile, limits: Mapping[str, int]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for entry in archive.infolist():
        name = entry.filename
        if ".." in name or "/" in name or "\\" in name or ":" in name:
            raise StorageError(f"its member {name!r} points outside of the file")
        if name not in limits:
            raise StorageError(f"it holds {name!r}, which belongs to no scene")
        if name in found:
            raise StorageError(f"it holds {name!r} twice")
        if entry.flag_bits & 1:
            raise StorageError(f"its member {name!r} is encrypted")
        if entry.file_size > limits[name]:
            raise StorageError(f"its member {name!r} would unpack to {entry.file_size} bytes, "
                               f"more than the {limits[name]} allowed")
        with archive.open(entry) as stream:
            content = stream.read(limits[name] + 1)
        if len(content) > limits[name] or len(content) != entry.file_size:
            raise StorageError(f"its member {name!r} unpacks to another size than it declares")
        found[name] = content
    return found


def _json(content: bytes) -> Any:
    def refuse(name: str) -> None:
        raise StorageError(f"its document holds {name}, which is not a number a scene can hold")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        values = dict(pairs)
        if len(values) != len(pairs):
            names = [name for name, _ in pairs]
            raise StorageError(f"its document says {next(n for n in names if names.count(n) > 1)!r} twice")
        return values

    try:
        return json.loads(content.decode("utf-8"), parse_constant=refuse, object_pairs_hook=once)
    except StorageError:
        raise
    except (ValueError, RecursionError) as error:
        raise StorageError(f"its document is no JSON ({error})") from error


def _blobs(content: bytes, scene: Scene) -> Blobs:
    try:
        arrays: dict[str, np.ndarray] = load_arrays(content)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise StorageError(f"its arrays cannot be read ({error})") from error
    needed = hashes(scene)
    blobs = Blobs()
    for name in sorted(arrays):
        if name not in needed:
            raise StorageError(f"it holds the array {name[:12]!r}, which no node names")
        if np.issubdtype(arrays[name].dtype, np.floating) and not np.isfinite(arrays[name]).all():
            raise StorageError(f"its array {name[:12]} holds NaN or infinity")
        try:
            actual = digest(arrays[name])
        except BlobError as error:
            raise StorageError(f"its array {name[:12]} is of no known kind: {error}") from error
        if actual != name:
            raise StorageError(f"its array {name[:12]} was altered: its SHA-256 is {actual[:12]}")
        blobs.put(arrays[name])
    for name in needed:
        if name not in blobs:
            raise StorageError(f"it names the array {name[:12]} but does not hold it")
    return blobs


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
