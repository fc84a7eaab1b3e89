"""Data: an endless stream of grammar samples, drawn in the background.

In     a seed; how many samples a step needs.
Out    batches: category, verb [batch] int64, values [batch, value], tokens [batch, slot, channel] float32.
Raises DataError when the process that draws has ended.
Knows nothing of networks.

Sample i is the grammar's answer to the dice [seed, i], and step s sees a fixed window of sample numbers, so every run
sees the same samples at the same step; the background process only decides how long a step waits.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawArray
from typing import Any

import numpy as np

from engine.vocabulary.attributes import CONDITION
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT_COUNT, TOKEN_WIDTH

_PRODUCED, _FLOOR = 0, 1


class DataError(RuntimeError):
    """The process that draws the samples has ended."""


@dataclass(frozen=True)
class Batch:
    category: np.ndarray
    verb: np.ndarray
    values: np.ndarray
    tokens: np.ndarray


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


def gathered(seed: int, count: int, *, start: int = 0, held: bool = False) -> Batch:
    """Samples start .. start + count of the stream, drawn here and now."""
    rows = [drawn(seed, start + index, held=held) for index in range(count)]
    return Batch(np.array([r[0] for r in rows]), np.array([r[1] for r in rows]),
                 np.stack([r[2] for r in rows]).astype(np.float32), np.stack([r[3] for r in rows]).astype(np.float32))


class Stream:
    """A ring of samples that a background process keeps ahead of the training. Use in a `with`.

    A step adds `fresh` samples to the window it draws its `batch` from, so a sample is used batch / fresh times.
    """

    def __init__(self, seed: int, *, batch: int, fresh: int, window: int = 32768, first_step: int = 0) -> None:
        self.seed, self.batch, self.fresh, self.window = seed, batch, fresh, window
        self._capacity = 2 * window
        self._control = RawArray("q", 2)
        self._memory = (RawArray("f", self._capacity * SLOT_COUNT * TOKEN_WIDTH),
                        RawArray("f", self._capacity * len(CONDITION)), RawArray("i", self._capacity * 2))
        low = self._span(first_step)[0]
        self._control[_PRODUCED] = self._control[_FLOOR] = low
        self._process = multiprocessing.get_context("spawn").Process(
            target=_produce, args=(seed, low, self._capacity, self._control, self._memory), daemon=True)

    def __enter__(self) -> Stream:
        self._process.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._process.terminate()
        self._process.join()

    def step(self, number: int) -> Batch:
        """The batch of a step; steps ask in order."""
        low, high = self._span(number)
        self._control[_FLOOR] = low
        while self._control[_PRODUCED] < high:
            if not self._process.is_alive():
                raise DataError("the process that draws training samples has ended; see its message above.")
            time.sleep(0.005)
        rows = np.random.default_rng([self.seed, 1, number]).integers(low, high, self.batch) % self._capacity
        tokens, values, indices = _views(self._memory, self._capacity)
        return Batch(indices[rows, 0].astype(np.int64), indices[rows, 1].astype(np.int64), values[rows], tokens[rows])

    def _span(self, step: int) -> tuple[int, int]:
        """Sample numbers a step may draw: begins with a few batches' worth, ends as a full window."""
        high = 8 * self.batch + step * self.fresh
        return max(0, high - self.window), high


def _views(memory: tuple, capacity: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    tokens, values, indices = memory
    return (np.frombuffer(tokens, np.float32).reshape(capacity, SLOT_COUNT, TOKEN_WIDTH),
            np.frombuffer(values, np.float32).reshape(capacity, len(CONDITION)),
            np.frombuffer(indices, np.int32).reshape(capacity, 2))


def _produce(seed: int, start: int, capacity: int, control: Any, memory: tuple) -> None:
    """Runs in the background, politely, until it is ended or its parent is gone."""
    os.nice(5)
    parent = os.getppid()
    tokens, values, indices = _views(memory, capacity)
    index = start
    while os.getppid() == parent:
        if index - control[_FLOOR] >= capacity:
            time.sleep(0.05)
            continue
        place = index % capacity
        indices[place, 0], indices[place, 1], values[place], tokens[place] = drawn(seed, index)
        index += 1
        control[_PRODUCED] = index
