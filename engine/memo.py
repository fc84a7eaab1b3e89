"""Memo: what a pure stage gave before, by the content of what it was given.

In     a stage's name, its inputs (plain values, arrays, frozen dataclasses).   Out   the result, computed once.
Raises TypeError for an input that has no content of its own (an open file, a function).
Knows nothing of stages.

Keys are digests of content, never identities, so an undo finds the earlier result and two equal nodes share one.
Bounded in bytes: the least recently used result goes first.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

Result = TypeVar("Result")


def digest(*values: Any) -> str:
    """SHA-256 over the content of `values`."""
    sink = hashlib.sha256()
    for value in values:
        _feed(sink, value)
    return sink.hexdigest()


def _feed(sink: Any, value: Any) -> None:
    if isinstance(value, np.ndarray):
        sink.update(f"array {value.dtype.str} {value.shape} ".encode())
        sink.update(np.ascontiguousarray(value).data)
    elif value is None or isinstance(value, (bool, int, float, str, bytes)):
        sink.update(f"{type(value).__name__} {value!r} ".encode())
    elif is_dataclass(value) and not isinstance(value, type):
        sink.update(f"{type(value).__name__} ".encode())
        for f in fields(value):
            _feed(sink, getattr(value, f.name))
    elif isinstance(value, Mapping):
        sink.update(f"mapping {len(value)} ".encode())
        for key in sorted(value):
            _feed(sink, key)
            _feed(sink, value[key])
    elif isinstance(value, (tuple, list)):
        sink.update(f"sequence {len(value)} ".encode())
        for item in value:
            _feed(sink, item)
    else:
        raise TypeError(f"a {type(value).__name__} has no content to remember it by")


def size_of(value: Any) -> int:
    """Bytes held by the arrays in a result."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if is_dataclass(value) and not isinstance(value, type):
        return 256 + sum(size_of(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, Mapping):
        return sum(map(size_of, value.values()))
    if isinstance(value, (tuple, list)):
        return sum(map(size_of, value))
    return 64


class Memo:
    def __init__(self, limit: int = 256 * 2**20) -> None:
        self._limit, self._held = limit, 0
        self._results: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self.computed = 0

    def knows(self, stage: str, inputs: tuple) -> bool:
        """Whether the result of `stage` on `inputs` is remembered."""
        return digest(stage, *inputs) in self._results

    def __call__(self, stage: str, inputs: tuple, compute: Callable[[], Result]) -> Result:
        """The result of `stage` on `inputs`, computed only where it is not remembered."""
        key = digest(stage, *inputs)
        if key in self._results:
            self._results.move_to_end(key)
            return self._results[key][0]
        result = compute()
        self.computed += 1
        size = size_of(result)
        self._results[key] = (result, size)
        self._held += size
        while self._held > self._limit and len(self._results) > 1:
            _, (_, freed) = self._results.popitem(last=False)
            self._held -= freed
        return result
