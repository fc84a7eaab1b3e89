"""Data: an endless stream of grammar samples, drawn in the background.

In     a seed; how many samples a step needs; how many processes draw them.
Out    batches: category, verb [batch] int64, values [batch, value], tokens [batch, slot, channel] float32.
Raises DataError when a process that draws has ended.
Knows nothing of networks.

Samples come as twins: the same dice twice, and one thing said otherwise. What differs between them is what that one
thing does, free of all other chance. Twins i are the grammar's answer to the dice [seed, i], and step s sees a fixed
window of sample numbers, so every run sees the same samples at the same step; the background processes, which take
turns, only decide how long a step waits.
"""

from __future__ import annotations

import copy
import hashlib
import multiprocessing
import os
import time
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any

import numpy as np

from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, GROUPS
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT_COUNT, TOKEN_WIDTH


class DataError(RuntimeError):
    """A process that draws the samples has ended."""


@dataclass(frozen=True)
class Batch:
    category: np.ndarray
    verb: np.ndarray
    values: np.ndarray
    tokens: np.ndarray
    changed: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    """Of the twins, which are the last rows, two by two: the index into GROUPS of what is said otherwise, [twins]."""


def drawn(seed: int, index: int, category: int | None = None, *,
          held: bool = False) -> tuple[int, int, np.ndarray, np.ndarray]:
    """Sample `index` of the stream: category, verb, values [value], tokens [slot, channel].

    `held`: only combinations that are held out; else only others.
    """
    from engine.training.grammar import condition, draw
    from engine.training.heldout import held_out

    dice = np.random.default_rng([seed, index])
    while True:
        chosen = int(dice.integers(len(CATEGORIES))) if category is None else category
        verb, values = condition(dice, chosen)
        if held_out(chosen, verb, values) == held:
            return chosen, verb, values, draw(chosen, verb, values, dice)


def twins(seed: int, index: int) -> tuple[int, int, np.ndarray, np.ndarray, int]:
    """Category, verb, values [2, value], tokens [2, slot, channel], and the index into GROUPS of what differs."""
    from engine.training.grammar import condition, draw
    from engine.training.heldout import held_out

    dice = np.random.default_rng([seed, index])
    category = int(dice.integers(len(CATEGORIES)))
    groups = CHANGES[category]
    while True:
        verb, values = condition(dice, category)
        other, changed = values.copy(), groups[int(dice.integers(len(groups)))]
        members = list(GROUPS[changed][1])
        other[members] = condition(dice, category)[1][members]
        if not held_out(category, verb, values) and not held_out(category, verb, other):
            break
    again = copy.deepcopy(dice)
    both = draw(category, verb, values, dice), draw(category, verb, other, again)
    return category, verb, np.stack([values, other]), np.stack(both), changed


def gathered(seed: int, count: int, *, start: int = 0, held: bool = False) -> Batch:
    """Samples start .. start + count of the stream, drawn here and now."""
    rows = [drawn(seed, start + index, held=held) for index in range(count)]
    return Batch(np.array([r[0] for r in rows]), np.array([r[1] for r in rows]),
                 np.stack([r[2] for r in rows]).astype(np.float32), np.stack([r[3] for r in rows]).astype(np.float32))


def revision(seed: int) -> str:
    """Twelve hexadecimal digits of the stream's first samples: another grammar or another seed has others."""
    first = gathered(seed, 64)
    plain = [np.round(values * 1e3).astype(np.int64) for values in (first.values, first.tokens)]
    return hashlib.sha256(b"".join(x.tobytes() for x in (first.category, first.verb, *plain))).hexdigest()[:12]


class Stream:
    """A ring of samples that `drawers` background processes keep ahead of the training. Use in a `with`.

    A step adds `fresh` samples to the window it draws its `batch` from, so a sample is used batch / fresh times.
    The last 2 * `pairs` rows of a batch are twins side by side.
    """

    def __init__(self, seed: int, *, batch: int, fresh: int, pairs: int = 0, window: int = 32768,
                 first_step: int = 0, drawers: int = 1) -> None:
        self.seed, self.batch, self.fresh, self.pairs, self.window = seed, batch, fresh, pairs, window
        self._capacity = 2 * window
        self._memory = (RawArray("f", self._capacity * SLOT_COUNT * TOKEN_WIDTH),
                        RawArray("f", self._capacity * len(CONDITION)), RawArray("i", self._capacity * 3))
        self._floor = RawValue("q", self._span(first_step)[0])
        self._next = RawArray("q", [self._floor.value + 2 * turn for turn in range(drawers)])
        self._processes = [multiprocessing.get_context("spawn").Process(
            target=_produce, args=(seed, turn, self._capacity, self._floor, self._next, self._memory), daemon=True)
            for turn in range(drawers)]

    def __enter__(self) -> Stream:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_: Any) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()

    def step(self, number: int) -> Batch:
        """The batch of a step; steps ask in order."""
        low, high = self._span(number)
        self._floor.value = low
        while min(self._next) < high:
            if not all(process.is_alive() for process in self._processes):
                raise DataError("a process that draws training samples has ended; see its message above.")
            time.sleep(0.005)
        dice = np.random.default_rng([self.seed, 1, number])
        alone = dice.integers(low, high, self.batch - 2 * self.pairs)
        first = 2 * dice.integers(low // 2, high // 2, self.pairs)
        rows = np.concatenate([alone, np.stack([first, first + 1], 1).reshape(-1)]) % self._capacity
        tokens, values, indices = _views(self._memory, self._capacity)
        category, verb, changed = indices[rows].astype(np.int64).T
        return Batch(category, verb, values[rows], tokens[rows], changed[self.batch - 2 * self.pairs::2])

    def _span(self, step: int) -> tuple[int, int]:
        """Sample numbers a step may draw, both even: begins with a few batches' worth, ends as a full window."""
        high = 2 * ((8 * self.batch + step * self.fresh) // 2)
        return max(0, high - self.window), high


def _views(memory: tuple, capacity: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    tokens, values, indices = memory
    return (np.frombuffer(tokens, np.float32).reshape(capacity, SLOT_COUNT, TOKEN_WIDTH),
            np.frombuffer(values, np.float32).reshape(capacity, len(CONDITION)),
            np.frombuffer(indices, np.int32).reshape(capacity, 3))


def _produce(seed: int, turn: int, capacity: int, floor: Any, following: Any, memory: tuple) -> None:
    """Runs in the background, politely, until it is ended or its parent is gone; draws every len(following)th twins."""
    os.nice(5)
    parent = os.getppid()
    tokens, values, indices = _views(memory, capacity)
    while os.getppid() == parent:
        index = following[turn]
        if index - floor.value >= capacity:
            time.sleep(0.05)
            continue
        place = slice(index % capacity, index % capacity + 2)
        category, verb, values[place], tokens[place], changed = twins(seed, index // 2)
        indices[place] = category, verb, changed
        following[turn] = index + 2 * len(following)


CHANGES = [[number for number, (name, _) in enumerate(GROUPS)
            if name not in ATTRIBUTES or any(a.key == name for a in row.attributes)] for row in CATEGORIES.values()]
"""What may be said of each category: indices into GROUPS."""
