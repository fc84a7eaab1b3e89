"""Attached: an artist's own properties and sockets of an object, as text and back.

In     what is typed: NAME=VALUE; NAME@PART=X,Y,Z/RX,RY,RZ (m, degrees).   Out   names with text; Sockets; JSON values.
Raises SceneError naming what cannot be read.
Knows nothing of files, meshes or Qt.

A property is kept as text and means what JSON says it means: 3 is a number, true a truth, "3" and three are words.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from engine.document.check import PROPERTY_LENGTH, PROPERTY_LIMIT, PROPERTY_NAME
from engine.document.scene import Property, SceneError, Socket

OURS = ("id", "category", "seed", "weights", "attributes", "verb")
"""What a file of ours says of an object by itself."""


def property_of(text: str) -> tuple[str, str]:
    """Name and value of what is typed."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise SceneError(f"a property is like health=3, not {text.strip()!r}")
    return name.strip(), value.strip()


def meant(text: str) -> Any:
    """The JSON value of a property."""
    def refuse(word: str) -> Any:
        raise ValueError(word)

    try:
        value = json.loads(text, parse_constant=refuse)
    except ValueError:
        return text
    return text if isinstance(value, float) and not math.isfinite(value) else value


def told(value: Any) -> str:
    """The text of a JSON value: `meant` gives it back."""
    if isinstance(value, str) and meant(value) == value and isinstance(meant(value), str):
        return value
    return json.dumps(value, ensure_ascii=False)


def found(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[tuple[Property, ...], list[str]]:
    """Properties of a file's nodes, by their names; those that no scene can hold. Of what has one name on several nodes
    the later ones have their node's before it."""
    out: dict[str, str] = {}
    lost = []
    for node, values in rows:
        own = {"id", "verb"} <= set(values)
        for key, value in values.items():
            if own and key in OURS or key.startswith("MSFT_") or key == "chronoform":
                continue
            name, text = (key if key not in out else f"{node}: {key}"), told(value)
            if not PROPERTY_NAME.fullmatch(name) or len(text) > PROPERTY_LENGTH or len(out) >= PROPERTY_LIMIT or (
                    name in out):
                lost.append(name[:40])
            else:
                out[name] = text
    return tuple(Property(name, text) for name, text in out.items()), lost


# ---- sockets -----------------------------------------------------------------------------------------


def socket_of(text: str) -> Socket:
    """What is typed as NAME, NAME@PART, NAME@PART=X,Y,Z or NAME@PART=X,Y,Z/RX,RY,RZ."""
    head, equals, numbers = text.partition("=")
    name, _, part = head.partition("@")
    place, slash, turn = numbers.partition("/")
    if not name.strip() or (equals and not place.strip()):
        raise SceneError(f"a socket is like grip@hand R=0,0.1,0, not {text.strip()!r}")
    return Socket(name.strip(), part.strip(), _three(place, text) if equals else (0.0, 0.0, 0.0),
                  _three(turn, text, math.pi / 180.0) if slash else (0.0, 0.0, 0.0))


def socket_text(socket: Socket) -> str:
    """As it is typed."""
    def shown(numbers: tuple[float, ...], unit: float = 1.0) -> str:
        return ", ".join(f"{round(number / unit, 6):g}" for number in numbers)

    part = f"@{socket.part}" if socket.part else ""
    turn = f" / {shown(socket.rotation, math.pi / 180.0)}" if any(socket.rotation) else ""
    place = f"={shown(socket.position)}{turn}" if any(socket.position) or turn else ""
    return f"{socket.name}{part}{place}"


def _three(text: str, whole: str, unit: float = 1.0) -> tuple[float, float, float]:
    try:
        x, y, z = (float(number) * unit for number in text.split(","))
    except ValueError as error:
        raise SceneError(f"the socket {whole.strip()!r} needs three numbers, such as 0,0.1,0, not {text.strip()!r}"
                         ) from error
    return x, y, z
