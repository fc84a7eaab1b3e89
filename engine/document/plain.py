"""A scene as plain JSON values, and back.

In     a Scene, or JSON values.   Out   JSON values with defaults left out, or a Scene.
Raises SceneError naming what is unknown, of the wrong type, missing, doubled or dangling.
Knows nothing of files, torch or Qt.

Both directions walk the dataclasses' own type hints, so a new field of the document is stored without a line here.
"""

from __future__ import annotations

import types
from collections.abc import Mapping as AbstractMapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from engine.document.check import check
from engine.document.scene import Scene, SceneError

SCHEMA = 3
"""1: tokens of 66 channels (engine.document.upgrade). 2: without imported files."""


def scene_to_json(scene: Scene) -> dict[str, Any]:
    """JSON values of a scene: {"schema": 3, ...}; a field that has its default is left out."""
    return {"schema": SCHEMA} | _to_json(scene, Scene)


def scene_from_json(values: Any) -> Scene:
    """The scene of JSON values, every rule of a scene checked."""
    if not isinstance(values, dict):
        raise SceneError(f"a scene must be a JSON object, not {type(values).__name__}")
    values = dict(values)
    schema = values.pop("schema", None)
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < 1:
        raise SceneError(f"the scene's schema version is {schema!r}; it must be a number from 1")
    if schema > SCHEMA:
        raise SceneError(f"the scene has schema version {schema}, this Chronoform reads up to {SCHEMA}: "
                         "open it with a newer Chronoform")
    scene = _from_json(values, Scene, "scene")
    check(scene)
    return scene


def value_to_json(value: Any) -> dict[str, Any]:
    """JSON values of one dataclass of a scene."""
    return _to_json(value, type(value))


def value_from_json(values: Any, kind: type, name: str) -> Any:
    """The dataclass of `kind` of JSON values; `name` is what an error calls it."""
    return _from_json(values, kind, name)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _default(item: Any) -> Any:
    if item.default is not MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not MISSING else MISSING


def _to_json(value: Any, hint: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _to_json(value, _inner(hint))
    if is_dataclass(hint):
        kept = {}
        for item in fields(hint):
            inner = getattr(value, item.name)
            if inner != _default(item):
                kept[item.name] = _to_json(inner, _hints(hint)[item.name])   # type: ignore[arg-type]
        return kept
    if origin is tuple:
        return [_to_json(inner, get_args(hint)[0]) for inner in value]
    if origin is AbstractMapping:
        return {key: _to_json(inner, get_args(hint)[1]) for key, inner in sorted(value.items())}
    return hint(value)


def _inner(hint: Any) -> Any:
    return next(choice for choice in get_args(hint) if choice is not type(None))


def _from_json(value: Any, hint: Any, name: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else _from_json(value, _inner(hint), name)
    if is_dataclass(hint):
        return _dataclass(value, hint, name)
    if origin is tuple:
        return _tuple(value, get_args(hint), name)
    if origin is AbstractMapping:
        _expect(value, dict, name, "an object")
        return {key: _from_json(inner, get_args(hint)[1], f"{name}.{key}") for key, inner in value.items()}
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SceneError(f"{name} must be a number, not {_shown(value)}")
        try:
            return float(value)
        except OverflowError as error:
            raise SceneError(f"{name} is too large a number") from error
    if hint is int and isinstance(value, bool):
        raise SceneError(f"{name} must be a whole number, not {_shown(value)}")
    _expect(value, hint, name, {int: "a whole number", str: "text", bool: "true or false"}[hint])
    return value


def _dataclass(value: Any, kind: Any, name: str) -> Any:
    _expect(value, dict, name, "an object")
    known = {item.name: item for item in fields(kind)}
    for key in value:
        if key not in known:
            raise SceneError(f"{name} has the unknown entry {key!r}")
    for key, item in known.items():
        if key not in value and _default(item) is MISSING:
            raise SceneError(f"{name} lacks {key!r}")
    return kind(**{key: _from_json(inner, _hints(kind)[key], f"{name}.{key}") for key, inner in value.items()})


def _tuple(value: Any, choices: tuple, name: str) -> tuple:
    _expect(value, list, name, "a list")
    if choices[-1] is Ellipsis:
        return tuple(_from_json(inner, choices[0], f"{name}[{index}]") for index, inner in enumerate(value))
    if len(value) != len(choices):
        raise SceneError(f"{name} must have {len(choices)} numbers, not {len(value)}")
    return tuple(_from_json(inner, choice, f"{name}[{index}]")
                 for index, (inner, choice) in enumerate(zip(value, choices)))


def _expect(value: Any, kind: type, name: str, words: str) -> None:
    if not isinstance(value, kind):
        raise SceneError(f"{name} must be {words}, not {_shown(value)}")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
