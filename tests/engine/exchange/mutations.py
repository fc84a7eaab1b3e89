"""Files with one thing wrong, each another one for each throw of the dice."""

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

OUTSIDE = ["../../secret", "/etc/passwd", "file:///etc/passwd", "..\\secret.bin", "http://a.example/b.bin"]
"""Places that no imported file may lead to."""


def taken_apart(path: Path) -> tuple[dict[str, Any], bytes]:
    data = path.read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20:20 + size]), data[28 + size:]


def put_together(document: dict[str, Any], binary: bytes) -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks


def mutated(document: dict[str, Any], binary: bytes, dice: np.random.Generator) -> bytes:
    """A GLB with one thing wrong: a value deep in its JSON, some bytes, or its end."""
    kind = int(dice.integers(4))
    if kind < 2:
        return damaged(put_together(document, binary), dice)
    if kind == 2:
        whole = np.frombuffer(binary, np.uint8).copy()
        start = 4 * int(dice.integers(len(whole) // 4))
        whole[start:start + 4] = np.frombuffer(np.float32(dice.choice([np.nan, np.inf, 1e38])).tobytes(), np.uint8)
        return put_together(document, whole.tobytes())
    return put_together(changed(document, dice), binary)


def damaged(whole: bytes, dice: np.random.Generator) -> bytes:
    """A file that was cut off, or some of whose bytes are others."""
    if dice.random() < 0.5:
        return whole[:int(dice.integers(len(whole)))]
    bytes_ = bytearray(whole)
    for place in dice.integers(len(whole), size=8):
        bytes_[place] = int(dice.integers(256))
    return bytes(bytes_)


def changed(document: dict[str, Any], dice: np.random.Generator) -> dict[str, Any]:
    """The document with a value somewhere in it that does not belong there, or without it."""
    copy = json.loads(json.dumps(document))
    at: Any = copy
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = keys[int(dice.integers(len(keys)))]
        if not isinstance(at[key], (dict, list)) or not at[key] or dice.random() < 0.15:
            break
        at = at[key]
    values = [-1, 0, 7, 10**9, 10**18, 1.5, None, True, "x", *OUTSIDE[:3], [], [0], [[1]], {}, {"bufferView": 0},
              float("nan"), 5121, 5125, "VEC4", "SCALAR"]
    if dice.random() < 0.2:
        del at[key]
    else:
        at[key] = values[int(dice.integers(len(values)))]
    return copy


def reworded(text: str, dice: np.random.Generator) -> str:
    """A text file with a line gone, doubled or moved, a number that is none, or a name that leads elsewhere."""
    lines = text.split("\n")
    at = int(dice.integers(len(lines)))
    words = lines[at].split(" ")
    kind = int(dice.integers(5))
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines.insert(int(dice.integers(len(lines))), lines[at])
    elif kind == 2:
        strange = ["nan", "inf", "-1", "999999999", "1e999", "", "x/y/z"]
        words[int(dice.integers(len(words)))] = str(dice.choice(strange))
        lines[at] = " ".join(words)
    elif kind == 3:
        words[-1] = str(dice.choice(OUTSIDE))
        lines[at] = " ".join(words)
    else:
        return damaged(text.encode(), dice).decode("latin-1")
    return "\n".join(lines)
