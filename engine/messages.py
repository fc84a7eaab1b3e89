"""What may be asked of the engine and what it answers: the one narrow door, as typed values.

In     requests and events.   Out   frames on a stream, and back.
Raises WireError on a frame that is not of this protocol, is too large, or holds what it may not.
Knows nothing of Qt, torch or processes.

A frame is  magic "CF4D" | version u16 | header length u32 | body length u64 | header | body.  The header is
JSON: {"type", "fields", "arrays": [{"name", "dtype", "shape"}]}; the body holds the arrays' raw bytes, little-endian,
one after the other, in that order. Nothing is ever pickled.

Every request carries a `job` id. For each job the engine sends exactly one Started, any number of Progress and
results, and exactly one end: Done, Failed or Cancelled. A request with a `redundancy` key makes older requests with
the same key that have not started obsolete (they end Cancelled), so that a thousand slider moves collapse to one.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field, fields
from typing import IO, Any, get_type_hints

import numpy as np

MAGIC = b"CF4D"
VERSION = 1
HEADER_LIMIT = 64 * 2**20
BODY_LIMIT = 4 * 2**30
_HEAD = struct.Struct("<4sHIQ")
_DTYPES = {"uint8", "uint16", "uint32", "int32", "int64", "float16", "float32", "float64"}


class WireError(ValueError):
    """A frame that cannot be read; the message says why."""


Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Message:
    """A typed value for the wire. Fields are JSON values, except `arrays`."""

    job: str = ""


# ---- requests ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Request(Message):
    redundancy: str = ""


@dataclass(frozen=True)
class Compose(Request):
    """A prompt to a scene graph. Answer: Composed."""

    prompt: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Look(Request):
    """A reference picture, PNG or JPEG: its colours and its outline, and nothing else of it. Answer: Looked."""

    path: str = ""


@dataclass(frozen=True)
class Import(Request):
    """A file of someone's mesh. Answer: Arrived. `unit`, `up`: "" where the file says it or the likeliest will do.

    Of a file that carries the scene it was made from: Restored, unless `mesh` asks for its surface.
    """

    path: str = ""
    unit: str = ""                                 # m, cm, mm, in
    up: str = ""                                   # y, z, x
    repair: bool = False                           # with the artist's consent only
    mesh: bool = False
    retopology: int = 0                            # triangles of an even mesh in place of its own; 0: its own
    quads: bool = False                            # of that mesh


@dataclass(frozen=True)
class Retopologise(Request):
    """An even mesh in place of an imported one. Answer: Arrived. `imported` as there; arrays["file"]: its bytes."""

    imported: dict = field(default_factory=dict)
    triangles: int = 0
    quads: bool = False
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Mend(Request):
    """An imported mesh with what is wrong with it mended; the artist consents to what comes of it, or does not keep it.

    Answer: Mended. `kinds`: keys of engine.vocabulary.repairs; `imported` and arrays["file"] as of Retopologise.
    """

    imported: dict = field(default_factory=dict)
    kinds: list = field(default_factory=list)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Rig(Request):
    """Bones and skin weights for an imported node. Answer: Rigged."""

    scene: dict = field(default_factory=dict)
    node: str = ""
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Generate(Request):
    """Tokens for the nodes that lack them (or for `nodes`). Answer: Generated, one per node."""

    scene: dict = field(default_factory=dict)      # engine.document.storage.scene_to_json
    nodes: list = field(default_factory=list)      # ids; empty: those without tokens
    arrays: Arrays = field(default_factory=dict)   # blobs by hash


@dataclass(frozen=True)
class Preview(Request):
    """One node as it is now, resampled for changed attributes: the answer to a dragged slider.

    Answer: Generated (tokens for the document to keep) and Shown. A draft is sampled roughly and for the eye alone: its
    answer is Shown only, and a state is shown in the place of the object that morphs into it.
    """

    scene: dict = field(default_factory=dict)
    node: str = ""
    cells: int = 64
    draft: bool = False
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Play(Request):
    """The whole scene over time, for the viewport. Answer: Shown per object, then Observed."""

    scene: dict = field(default_factory=dict)
    baked: bool = False                            # False: the union preview, at once; True: the exact bake
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Observe(Request):
    """Which relation holds when, and which part becomes which, without a look at it. Answer: Observed."""

    scene: dict = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Export(Request):
    """Write a file. Answer: Wrote, with the preflight's remarks. `options` as of engine.exchange."""

    scene: dict = field(default_factory=dict)
    path: str = ""
    options: dict = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Preflight(Request):
    """What would an Export with these options show differently? Answer: Found. Nothing is written.

    `path`: of the file that is meant, of which only the ending counts; none: a GLB. Of that, objects that are baked
    already are looked at as they are; of others drafts will do, unless `baked` asks for more. What other files do not
    show is in the bakes alone: they are made, and are there for the export.
    """

    scene: dict = field(default_factory=dict)
    path: str = ""
    options: dict = field(default_factory=dict)
    baked: bool = False
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Render(Request):
    """Stills, a film, a sheet or passes of the scene. Answer: Wrote. `options` as of engine.exchange.render.Shot, and
    "camera": a name or id, "" for a view of everything, None for the scene's only camera where it has one; "lights":
    "studio" or "scene"."""

    scene: dict = field(default_factory=dict)
    path: str = ""
    options: dict = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Info(Request):
    """What the engine runs on. Answer: Described."""


@dataclass(frozen=True)
class Prepare(Request):
    """Compile what is not compiled yet and load the network, so that nobody waits for it later. Answer: its end.

    It runs beside the other jobs; the network waits until there are none.
    """


@dataclass(frozen=True)
class Cancel(Message):
    """End the job `job` soon; it answers with Cancelled, or with its end if that was already on its way."""


@dataclass(frozen=True)
class Shutdown(Message):
    """Finish nothing, leave."""


# ---- events --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hello(Message):
    """The first event of a fresh worker."""

    device: str = ""
    dtype: str = ""
    weights: str = ""
    note: str = ""                                 # e.g. "Apple GPU: not yet verified"


@dataclass(frozen=True)
class Started(Message):
    title: str = ""


@dataclass(frozen=True)
class Progress(Message):
    done: float = 0.0                              # 0..1
    note: str = ""


@dataclass(frozen=True)
class Composed(Message):
    scene: dict = field(default_factory=dict)
    not_understood: list = field(default_factory=list)
    spans: list = field(default_factory=list)      # [[from, to, family or node kind]] over the prompt's characters
    remarks: list = field(default_factory=list)    # sentences: what was done in place of what was asked


@dataclass(frozen=True)
class Looked(Message):
    """What a reference picture says: arrays["outline"] is a mask [row, column] uint8. The document stores it as a blob.
    """

    colours: dict = field(default_factory=dict)    # "main" and perhaps "accent": [r, g, b] sRGB 0..1
    by: str = ""                                   # "transparency" or "background": how the object was told
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Arrived(Message):
    """An imported file: arrays["file"] is a self-contained GLB, [byte] uint8. The document stores it as a blob."""

    imported: dict = field(default_factory=dict)   # engine.document.plain.value_to_json of an Imported without its file
    assumed: str = ""                              # on what its unit and axis rest, where the file does not say them
    faults: list = field(default_factory=list)     # what a repair would mend, in words
    mended: list = field(default_factory=list)     # sentences: what was mended
    remarks: list = field(default_factory=list)    # sentences: what was left out, and why
    beside: dict = field(default_factory=dict)     # its cameras and lights: an engine.document.imports.Beside
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Mended(Message):
    """A repaired mesh; `imported` and arrays["file"] as of Arrived."""

    imported: dict = field(default_factory=dict)
    done: list = field(default_factory=list)       # [[key of engine.vocabulary.repairs, sentence]]
    faults: list = field(default_factory=list)     # what is left, in words
    remarks: list = field(default_factory=list)    # sentences: what it keeps and what it does not
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Restored(Message):
    """The scene that a file was made from; `arrays`: its blobs by hash."""

    scene: dict = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Rigged(Message):
    """An imported node's bones: arrays["rig"], [byte] uint8. The document stores them as a blob."""

    node: str = ""
    kind: str = ""                                 # the category that it was taken for
    turn: int = 0                                  # quarter turns until it faces +Z
    bones: int = 0
    sure: float = 0.0                              # 0..1: mean of how sure each bone's role is
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Generated(Message):
    """A node's tokens: arrays["tokens"]. The document stores them as a blob."""

    node: str = ""
    weights: str = ""
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Shown(Message):
    """A node's Clip (engine.bake.clip): header and arrays. `quality` is "draft", "preview" or "baked"."""

    node: str = ""
    quality: str = "preview"
    header: dict = field(default_factory=dict)
    arrays: Arrays = field(default_factory=dict)


@dataclass(frozen=True)
class Observed(Message):
    """Which relation holds when: [{"id", "holds", "violations": [[start, end]], "worst", "unit", "words"}].

    A morph's row has "matches" too: [[slot, slot it becomes]], "" where there is none; and "reach": how far from the
    root each of them lies, 0 to 1. "parts" are single ones: [[part, part it becomes]], as engine.document.scene.Match
    names them; "called": {part: its bone's name} of either end.
    """

    relations: list = field(default_factory=list)
    unsatisfied: list = field(default_factory=list)   # sentences on contradictions


@dataclass(frozen=True)
class Wrote(Message):
    path: str = ""
    size: int = 0
    remarks: list = field(default_factory=list)    # sentences: what the file or an engine will show differently
    report: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Found(Message):
    """Of a preflight: [{"sentence", "engines": [title, ...], "remedy": None or {"label", "options"}}].

    No engines: the sentence is about every one. A remedy's options are to be put over the export's. `report`:
    triangles and vertices in all, targets and joints where the file has them, and whether every object was as it
    will be written, baked or imported.
    """

    findings: list = field(default_factory=list)
    report: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Described(Message):
    facts: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Done(Message):
    seconds: float = 0.0


@dataclass(frozen=True)
class Failed(Message):
    """`reason` is one sentence that says what to do; `detail` the traceback, for the log.

    Where `device` is true the accelerator failed, not the request: engine.client answers it by asking a fresh worker on
    the CPU, and its user sees a Progress note instead of this.
    """

    reason: str = ""
    detail: str = ""
    device: bool = False


@dataclass(frozen=True)
class Cancelled(Message):
    pass


ENDS = (Done, Failed, Cancelled)
TYPES: dict[str, type[Message]] = {}


def _register(kind: type[Message]) -> None:
    for sub in kind.__subclasses__():
        TYPES[sub.__name__] = sub
        _register(sub)


_register(Message)


# ---- the wire ------------------------------------------------------------------------------------


def pack(message: Message) -> list[bytes | memoryview]:
    """The frame of a message, as buffers to write one after the other (arrays are not copied)."""
    values: dict[str, Any] = {f.name: getattr(message, f.name) for f in fields(message)}
    arrays = {name: np.ascontiguousarray(array) for name, array in values.pop("arrays", {}).items()}
    for name, array in arrays.items():
        if array.dtype.name not in _DTYPES:
            raise WireError(f"array {name!r} has dtype {array.dtype.name}, which does not travel")
    header = json.dumps({
        "type": type(message).__name__, "fields": values,
        "arrays": [{"name": n, "dtype": a.dtype.name, "shape": list(a.shape)} for n, a in arrays.items()],
    }, separators=(",", ":"), allow_nan=False).encode()
    body = sum(a.nbytes for a in arrays.values())
    head = _HEAD.pack(MAGIC, VERSION, len(header), body) + header
    return [head, *(a.reshape(-1).view(np.uint8).data for a in arrays.values() if a.nbytes)]


def write(stream: IO[bytes], message: Message) -> None:
    for buffer in pack(message):
        stream.write(buffer)
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """The next message, or None where the stream ends between frames."""
    head = _exactly(stream, _HEAD.size, at_start=True)
    if head is None:
        return None
    magic, version, header_size, body_size = _HEAD.unpack(head)
    if magic != MAGIC:
        raise WireError("the stream is not a Chronoform engine's")
    if version != VERSION:
        raise WireError(f"the other side speaks protocol {version}, this one {VERSION}: update both")
    if header_size > HEADER_LIMIT or body_size > BODY_LIMIT:
        raise WireError(f"a frame of {header_size} + {body_size} bytes is over the limit")
    header_bytes = _exactly(stream, header_size)
    body = _exactly(stream, body_size)
    assert header_bytes is not None
    assert body is not None
    return _unpack(header_bytes, body)


def _unpack(header_bytes: bytes, body: bytes) -> Message:
    try:
        header = json.loads(header_bytes)
        kind, values, described = TYPES[header["type"]], dict(header["fields"]), header["arrays"]
    except (ValueError, KeyError, TypeError) as error:
        raise WireError(f"a frame's header cannot be read: {error}") from error
    arrays: Arrays = {}
    at = 0
    for entry in described:
        if entry["dtype"] not in _DTYPES:
            raise WireError(f"array {entry['name']!r} has dtype {entry['dtype']}, which does not travel")
        dtype = np.dtype(entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        if count < 0 or at + count * dtype.itemsize > len(body):
            raise WireError(f"array {entry['name']!r} is longer than its frame")
        arrays[entry["name"]] = np.frombuffer(body, dtype, count, at).reshape(entry["shape"])
        at += count * dtype.itemsize
    names = set(get_type_hints(kind))
    if unknown := set(values) - names:
        raise WireError(f"{header['type']} has no field {sorted(unknown)[0]!r}")
    if "arrays" in names:
        values["arrays"] = arrays
    return kind(**values)


def _exactly(stream: IO[bytes], size: int, *, at_start: bool = False) -> bytes | None:
    chunks, left = [], size
    while left:
        chunk = stream.read(min(left, 2**24))
        if not chunk:
            if at_start and left == size:
                return None
            raise WireError("the stream ended inside a frame")
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)
