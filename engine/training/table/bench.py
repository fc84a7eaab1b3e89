"""Bench: the conditions that are asked of everyone, and the objects that each gives in answer.

In     a Generator, a Judge, how many conditions, a seed, how many training samples there are to retrieve from.
Out    conditions; tokens [slot, channel] of the model, the grammar, retrieval and regression; rows.
Raises what the generator raises; what `on_progress` raises.
Knows nothing of what is measured.

Conditions are held out: they come from a stream of their own. Every second one names its main colour as an artist
would, by a word of engine.vocabulary.colours. Each answer is made once, when a group first asks for it.

grammar      draws a second time under the same condition, with other dice: what a perfect model would reach.
retrieval    the training sample of the same category and verb whose condition is nearest.
regression   the network's one guess from pure noise: the mean of what could be meant.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from engine.bench import holds
from engine.conditioning.condition import Condition, of_values
from engine.generation.generator import Generator
from engine.training.data import Batch, drawn, gathered
from engine.training.grammar import condition, draw
from engine.training.heldout import held_out
from engine.training.judge import Judge
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.colours import COLOUR_WORDS

HELD_OUT = 900_000
"""Seed of the stream of held-out conditions, plus the caller's."""
TRAINED = 0
"""Seed of the stream that training saw."""
ROWS = tuple(CATEGORIES.values())
NAMES = tuple({colour: name for name, colour in COLOUR_WORDS.items()}.values())
"""Colour words, one for each colour."""
Item = TypeVar("Item")


class Bench:
    """`on_progress(share of the group, note)` may raise to stop."""

    def __init__(self, generator: Generator, judge: Judge, *, count: int, seed: int = 0, trained: int = 5000,
                 on_progress: Callable[[float, str], None] | None = None) -> None:
        self.generator, self.judge, self.count, self.seed, self.trained = generator, judge, count, seed, trained
        self.on_progress = on_progress
        self.spent: list[float] = []

    def each(self, items: Sequence[Item], note: str) -> Iterator[Item]:
        """The items one by one, telling how far it is."""
        for number, item in enumerate(items):
            if self.on_progress:
                self.on_progress(number / len(items), f"{note}, {number} of {len(items)}")
            yield item

    def dice(self, *numbers: int) -> np.random.Generator:
        return np.random.default_rng([HELD_OUT, self.seed, *numbers])

    @cached_property
    def asked(self) -> Batch:
        asked = gathered(HELD_OUT + self.seed, self.count)
        main = CONDITION_INDEX["main r"]
        for index in range(0, self.count, 2):
            asked.values[index, main:main + 3] = np.array(COLOUR_WORDS[self.named(index)]) * 2.0 - 1.0
            asked.tokens[index] = draw(int(asked.category[index]), int(asked.verb[index]), asked.values[index],
                                       self.dice(1, index))
        return asked

    def named(self, index: int) -> str:
        """The main colour's name that condition `index`, an even one, asks for."""
        return NAMES[int(self.dice(2, index).integers(len(NAMES)))]

    def category(self, index: int) -> Category:
        return ROWS[int(self.asked.category[index])]

    @cached_property
    def made(self) -> list[np.ndarray]:
        """The model's answers."""
        made = []
        for index in self.each(range(self.count), "sampling"):
            began = time.process_time()
            made.append(self.generator.sample(full(self.asked, index), seed=index))
            self.spent.append(time.process_time() - began)
        return made

    @cached_property
    def grammar(self) -> list[np.ndarray]:
        return [redrawn(self.asked, index, self.seed) for index in range(self.count)]

    @cached_property
    def retrieved(self) -> list[np.ndarray]:
        return [drawn(TRAINED, int(self.library.near(int(self.asked.category[i]), int(self.asked.verb[i]),
                                                     self.asked.values[i])[0]))[3] for i in range(self.count)]

    @cached_property
    def regressed(self) -> list[np.ndarray]:
        return [self.generator.sample(full(self.asked, index), seed=index, steps=1, guidance=1.0)
                for index in self.each(range(self.count), "one step")]

    @cached_property
    def library(self) -> Library:
        return Library(TRAINED, self.trained)

    def everyone(self) -> dict[str, list[np.ndarray]]:
        """The model's answers, then the baselines'."""
        return {"value": self.made, "baseline": self.grammar, "retrieval": self.retrieved,
                "regression": self.regressed}

    def row(self, name: str, value: float, baseline: float | None = None, *, unit: str = "share",
            bar: str | None = None, n: int | None = None, **more: Any) -> dict[str, Any]:
        return {"name": name, "value": value, "unit": unit, "bar": bar, "holds": holds(value, bar or ""),
                "n": self.count if n is None else n, "baseline": baseline, **more}


class Library:
    """Conditions of the first training samples, without their objects, to find the nearest ones in."""

    def __init__(self, seed: int, size: int) -> None:
        found = [_condition(seed, index) for index in range(size)]
        self.category, self.verb = (np.array([row[k] for row in found]) for k in (0, 1))
        self.values = np.array([row[2] for row in found])

    def near(self, category: int, verb: int | None, values: np.ndarray, count: int = 1) -> np.ndarray:
        """Numbers of the nearest samples of a category, of the verb too where there are any."""
        same = self.category == category
        if verb is not None and (same & (self.verb == verb)).any():
            same &= self.verb == verb
        rows = np.flatnonzero(same) if same.any() else np.arange(len(self.category))
        apart = ((self.values[rows] - values) ** 2).sum(1)
        return rows[np.argsort(apart, kind="stable")[:count]]


def _condition(seed: int, index: int) -> tuple[int, int, np.ndarray]:
    """engine.training.data.drawn without the drawing."""
    dice = np.random.default_rng([seed, index])
    while True:
        chosen = int(dice.integers(len(CATEGORIES)))
        verb, values = condition(dice, chosen)
        if not held_out(chosen, verb, values):
            return chosen, verb, values


def full(asked: Batch, index: int) -> Condition:
    """The whole condition of a sample, as an artist would have to say it."""
    return said(int(asked.category[index]), int(asked.verb[index]), asked.values[index])


def said(category: int, verb: int, values: np.ndarray) -> Condition:
    has = {a.key for a in ROWS[category].attributes}
    return of_values(category, verb, {name: float(values[k]) for k, name in enumerate(CONDITION)
                                      if name not in ATTRIBUTES or name in has})


def redrawn(asked: Batch, index: int, seed: int) -> np.ndarray:
    """The grammar's second answer to the same condition."""
    return draw(int(asked.category[index]), int(asked.verb[index]), asked.values[index],
                np.random.default_rng([HELD_OUT + 1, seed, index]))
