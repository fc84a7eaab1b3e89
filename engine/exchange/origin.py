"""Origin: the scene that a file was made from, carried in it.

In     a Scene and its arrays; or the path of a file that may carry one.   Out   the bytes to carry; or both again.
Raises OriginError, one sentence that says what is wrong with what the file carries; of what is wrong with the file
itself its own reader tells.   Knows nothing of meshes.

What is carried is a `.chrono` file without its thumbnail (engine.document.storage): it comes in by the same door, held
to smaller limits, and saved again it is the same bytes. In a GLB it is a buffer view that `asset.extras` names, a
quarter smaller than text in the JSON (the Khronos validator remarks, as an information, that it may be unused), in USD
base64 text of the root layer's custom data. Programs that write a GLB anew (gltfpack, glTF Transform, Blender) leave
the view out, so that a mesh that was changed there is not taken for the scene it once was.

Files that were imported into the scene are carried where they are small together. Their surface lies in the file as it
is, and a second copy would double it; a scene without one of its files cannot be opened, so it is then left out whole,
and that is told.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from engine.document.blobs import BlobError, Blobs
from engine.document.scene import Scene, SceneError
from engine.document.storage import ARRAYS, DOCUMENT, packed, unpacked
from engine.exchange.gltf_bytes import AssetError, opened
from engine.vocabulary.formats import FORMATS

MOST_IMPORTED = 256 << 10
"""Bytes of imported files that are carried, all together."""
MOST_BYTES = 32 << 20
"""Of what is carried: 500 objects with all that they hold have less."""
LIMITS = {DOCUMENT: 64 << 20, ARRAYS: 64 << 20}
"""Bytes of each member unpacked, at most."""
KEY, ENTRY = "chronoform", "scene"


class OriginError(ValueError):
    """A file whose scene cannot be restored; the message says why."""


def carried(scene: Scene, arrays: Mapping[str, np.ndarray]) -> tuple[bytes | None, str]:
    """The bytes to carry, and "" or a sentence on why there are none."""
    files = {node.imported.file for node in scene.nodes if node.imported is not None}
    size = sum(arrays[name].nbytes for name in files if name in arrays)
    if size > MOST_IMPORTED:
        return None, (f"The scene itself is not in the file: what was imported into it has {size / 1e6:.1f} MB, and up "
                      f"to {MOST_IMPORTED / 1e6:.1f} MB go along; keep the .chrono to edit it again.")
    blobs = Blobs()
    for array in arrays.values():
        blobs.put(array)
    try:
        data = packed(scene, blobs)
    except BlobError as error:
        return None, f"The scene itself is not in the file: {error}."
    if len(data) > MOST_BYTES:
        return None, (f"The scene itself is not in the file: it has {len(data) >> 20} MB, and up to "
                      f"{MOST_BYTES >> 20} MB go along; keep the .chrono to edit it again.")
    return data, ""


def origin_of(path: Path) -> tuple[Scene, Blobs] | None:
    """What the file was made from; None where it carries nothing."""
    reader = READERS.get(FORMATS.get(path.suffix.lower(), ""))
    try:
        data = None if reader is None else reader(path)
        if data is None:
            return None
        if len(data) > MOST_BYTES:
            raise _unreadable(path, f"it has {len(data) >> 20} MB, more than the {MOST_BYTES >> 20} MB allowed")
        scene, blobs, _ = unpacked(data, limits=LIMITS)
    except (SceneError, AssetError) as error:
        raise _unreadable(path, str(error).removeprefix(f"{path.name}: ")) from error
    return scene, blobs


def _unreadable(path: Path, why: str) -> OriginError:
    return OriginError(f"{path.name} carries the scene that it was made from, which cannot be opened: {why}")


def text(data: bytes) -> str:
    """The bytes as a format holds them that has no room for bytes."""
    return base64.b64encode(data).decode()


def _gltf(path: Path) -> bytes | None:
    try:
        source = opened(path)
    except AssetError:
        return None
    entry = source.json["asset"].get("extras")
    entry = entry.get(KEY) if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or ENTRY not in entry:
        return None
    index, views = entry[ENTRY], source.rows("bufferViews")
    data = bytes(source.view(index)) if index in range(len(views)) else b""
    if not data.startswith(b"PK"):
        raise OriginError(f"{path.name} was changed by another program, which did not keep the scene it was made from")
    return data


def _usd(path: Path) -> bytes | None:
    from engine.exchange.usd_apart import carried

    try:
        entry = carried(path, KEY)
    except AssetError:
        return None
    if entry is None or ENTRY not in entry:
        return None
    try:
        return base64.b64decode(entry[ENTRY], validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise _unreadable(path, "it is damaged") from error


READERS: dict[str, Callable[[Path], bytes | None]] = {"glTF": _gltf, "USD": _usd}
"""Who finds the bytes in a format of engine.vocabulary.formats; the others carry none."""
