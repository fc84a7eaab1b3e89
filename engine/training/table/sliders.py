"""Sliders: does one attribute, moved from end to end, move the object that way and leave the others?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

An attribute is read off the placed parts by a reader of its category: ridge regression (Hoerl and Kennard 1970) from
the parts' sizes, places and counts, fitted on grammar draws alone and trusted for the attributes that it reads well on
others. What the same reader says of the grammar under the same sweep stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine.conditioning.condition import Condition
from engine.form.parts import expand
from engine.training.data import drawn
from engine.training.grammar import draw
from engine.training.table.bench import HELD_OUT, ROWS, Bench, said
from engine.vocabulary.attributes import ATTRIBUTES
from engine.vocabulary.slots import SLOT_COUNT

SWEEP = np.linspace(-1.0, 1.0, 7)
LESSONS, PROBES = 120, 40
"""Grammar draws that a reader is fitted on, and that it is tried on."""
READS_WELL = 0.85
"""Least share of an attribute's variance that a reader must explain to be asked about it."""
SLACK = 0.05
"""A step counts as rising unless the reading falls by more than this, of a range of 2."""
RIDGE = 0.005


def rows(bench: Bench) -> list[dict[str, Any]]:
    """One category after another, and of each one attribute, on `count` / 10 objects, at least 4."""
    found: dict[str, list[tuple[float, float]]] = {"value": [], "baseline": []}
    for number in bench.each(range(max(4, bench.count // 10)), "sliders"):
        category = int(bench.dice(5).permutation(len(ROWS))[number % len(ROWS)])
        reader = Reader(category, bench.seed)
        if not reader.trusted:
            continue
        moved = reader.trusted[number // len(ROWS) % len(reader.trusted)]
        _, verb, values, _ = drawn(HELD_OUT + 30 + bench.seed, number, category)

        def model(condition: np.ndarray, of=(category, verb, number)) -> np.ndarray:
            wish: Condition = said(of[0], of[1], condition)
            return bench.generator.sample(wish, seed=of[2])

        def grammar(condition: np.ndarray, of=(category, verb, number)) -> np.ndarray:
            return draw(of[0], of[1], condition, np.random.default_rng([HELD_OUT + 31, of[2]]))

        found["value"].append(swept(reader, moved, values, model))
        found["baseline"].append(swept(reader, moved, values, grammar))
    rising, drift = ({who: float(np.mean([pair[k] for pair in pairs])) if pairs else float(1 - k)
                      for who, pairs in found.items()} for k in (0, 1))
    count = len(found["value"])
    return [bench.row("slider steps that rise", rising["value"], rising["baseline"], bar=">= 0.95", n=count),
            bench.row("drift of the other attributes while one slides", drift["value"], drift["baseline"],
                      bar="<= 0.1", unit="of range", n=count)]


def swept(reader: Reader, moved: int, values: np.ndarray,
          answer: Callable[[np.ndarray], np.ndarray]) -> tuple[float, float]:
    """(share of steps that rise, mean drift of the others as a share of their range) of one slider."""
    read = []
    for value in SWEEP:
        condition = values.copy()
        condition[moved] = value
        read.append(reader(answer(condition)))
    read = np.array(read)
    others = [k for k in reader.trusted if k != moved]
    drift = np.ptp(read[:, others], axis=0).mean() / 2.0 if others else 0.0
    return float((np.diff(read[:, moved]) > -SLACK).mean()), float(drift)


class Reader:
    """The attributes of one category's objects, read off their parts. `trusted`: indices into ATTRIBUTES."""

    def __init__(self, category: int, seed: int) -> None:
        drawings = [drawn(HELD_OUT + 40 + seed, index, category) for index in range(LESSONS + PROBES)]
        looks = np.stack([look(tokens) for *_, tokens in drawings])
        truth = np.stack([values for _, _, values, _ in drawings])[:, :len(ATTRIBUTES)]
        self.middle, self.spread = looks[:LESSONS].mean(0), looks[:LESSONS].std(0) + 0.02
        self.mean = truth[:LESSONS].mean(0)
        x = (looks[:LESSONS] - self.middle) / self.spread
        kernel = x @ x.T
        kernel += RIDGE * np.trace(kernel) / LESSONS * np.eye(LESSONS)
        self.weights = x.T @ np.linalg.solve(kernel, truth[:LESSONS] - self.mean)
        miss = np.stack([self._read(row) for row in looks[LESSONS:]]) - truth[LESSONS:]
        has = {a.key for a in ROWS[category].attributes}
        spread = truth[LESSONS:].var(0)
        self.trusted = [k for k, name in enumerate(ATTRIBUTES)
                        if name in has and (miss[:, k] ** 2).mean() < (1.0 - READS_WELL) * spread[k]]

    def __call__(self, tokens: np.ndarray) -> np.ndarray:
        """Every attribute, -1..1."""
        return self._read(look(tokens))

    def _read(self, row: np.ndarray) -> np.ndarray:
        return self.mean + (row - self.middle) / self.spread @ self.weights


def look(tokens: np.ndarray) -> np.ndarray:
    """An object's parts as numbers: of each slot's first copy its place, ln of its half extents, how many there are;
    the squareness of each and the height of all."""
    parts = expand(tokens)
    out = np.zeros((SLOT_COUNT, 10))
    first = np.unique(parts.slot, return_index=True)[1]
    slot = parts.slot[first]
    out[slot, :3], out[slot, 3:6] = parts.centre[first] - parts.centre[0], np.log(parts.size[first])
    out[:, 6] = np.bincount(parts.slot, minlength=SLOT_COUNT)
    out[slot, 7:9], out[slot, 9] = parts.exponents[first], np.log(parts.blend[first])
    tall = (parts.centre[:, 1] + parts.size.max(1)).max() - (parts.centre[:, 1] - parts.size.max(1)).min()
    return np.append(out.ravel(), tall)
