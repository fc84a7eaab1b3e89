"""A glTF file with all that lies beside it, as one GLB.

In     an opened Source.   Out   the bytes of a GLB that needs no other file; sentences on pictures that are not there.
Raises AssetError where a buffer is missing or damaged, or lies outside the file's folder.
Knows nothing of what the entries mean.   After the glTF 2.0 specification, 3.6, 3.8.3 and 4.4.

What is compressed stays so: the buffer that its views would unpack to is announced and not stored.
"""

from __future__ import annotations

import copy
import json
import struct

from engine.exchange.gltf_bytes import MESHOPT, MOST_BYTES, AssetError, OutsideError, Source, compressed

_KINDS = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"RIFF", "image/webp"),
          (b"\xabKTX 20", "image/ktx2"), (b"\0\0\0", "image/avif"))


def packed(source: Source, data: bytes, remarks: list[str]) -> bytes:
    """`data` itself, the file's bytes, where it is a GLB that needs nothing else."""
    buffers, images = source.rows("buffers"), source.rows("images")
    stored = _stored(source)
    if data[:4] == b"glTF" and stored <= {0} and not any("uri" in row for row in (*buffers, *images)):
        return data
    document = copy.deepcopy(source.json)
    pieces, starts, size = [], dict[int, int](), 0

    def put(piece: bytes | memoryview) -> int:
        nonlocal size
        start, size = size, size + len(piece) + -len(piece) % 4
        if size > MOST_BYTES:
            raise source.fault(f"with all its files it has more than {MOST_BYTES >> 20} MB")
        pieces.extend((piece, b"\0" * (-len(piece) % 4)))
        return start

    for index in sorted(stored):
        starts[index] = put(source.buffer(index))
    views = document.setdefault("bufferViews", [])
    announced, named = 0, MESHOPT[0]
    for index in range(len(views)):
        row = views[index]
        how = compressed(row)
        if how is not None:
            named = next(name for name in MESHOPT if row["extensions"].get(name) is how)
            row |= {"buffer": 1, "byteOffset": announced}
            announced += source.number(row, "byteLength") + -source.number(row, "byteLength") % 4
            row = how
        buffer = source.index(row.get("buffer"), len(buffers), "buffers")
        row |= {"buffer": 0, "byteOffset": starts[buffer] + source.number(row, "byteOffset", 0)}
    for index, row in enumerate(images):
        if "uri" not in row:
            continue
        uri = document["images"][index].pop("uri")
        try:
            picture = source.linked(uri)
        except OutsideError:
            raise
        except AssetError as error:
            remarks.append(f"{str(error).removeprefix(source.path.name + ': ')}: what it coloured is plain.")
            continue
        kind = next((name for magic, name in _KINDS if picture.startswith(magic)), "image/png")
        views.append({"buffer": 0, "byteOffset": put(picture), "byteLength": len(picture)})
        document["images"][index] |= {"bufferView": len(views) - 1, "mimeType": kind}
    if size:
        unstored = {"byteLength": announced, "extensions": {named: {"fallback": True}}}
        document["buffers"] = [{"byteLength": size}, *([unstored] if announced else [])]
    if not views:
        del document["bufferViews"]
    return container(document, b"".join(pieces))


def _stored(source: Source) -> set[int]:
    """The buffers that something lies in: all but those that views would only unpack to."""
    count, views = len(source.rows("buffers")), source.rows("bufferViews")

    def buffer(row: dict) -> int:
        return source.index(row.get("buffer"), count, "buffers")

    used = {buffer(compressed(row) or row) for row in views}
    announced = {buffer(row) for row in views if compressed(row) is not None}
    return {index for index in range(count) if index in used or index not in announced}


def container(document: dict, binary: bytes) -> bytes:
    """A GLB of a JSON document and one buffer."""
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    body = struct.pack("<I4s", len(text), b"JSON") + text
    if binary:
        body += struct.pack("<I4s", len(binary), b"BIN\0") + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body
