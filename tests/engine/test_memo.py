from dataclasses import dataclass

import numpy as np
import pytest

from engine.memo import Memo, digest


@dataclass(frozen=True)
class Pair:
    a: int
    b: np.ndarray


def test_equal_content_is_computed_once():
    memo, calls = Memo(), []
    for _ in range(2):
        memo("stage", (Pair(1, np.arange(3.0)), {"x": 1, "y": (2, None)}), lambda: calls.append(1) or np.zeros(2))
    assert calls == [1]


def test_every_difference_counts():
    values = [1, 1.0, "1", True, None, (1,), (1, 1), {"a": 1}, np.array([1]), np.array([1.0]), np.array([[1]]),
              Pair(1, np.array([1]))]
    assert len({digest(v) for v in values}) == len(values)


def test_least_recently_used_leaves_first():
    memo = Memo(limit=1000)
    make = lambda: np.zeros(50)  # noqa: E731  400 bytes each
    memo("s", (1,), make), memo("s", (2,), make), memo("s", (1,), make), memo("s", (3,), make)
    before = memo.computed
    memo("s", (1,), make)
    assert memo.computed == before
    memo("s", (2,), make)
    assert memo.computed == before + 1


def test_what_has_no_content_is_refused():
    with pytest.raises(TypeError, match="function"):
        digest(lambda: 0)
