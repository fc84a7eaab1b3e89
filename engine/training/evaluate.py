"""Evaluate: the shipped weights, measured, beside the grammar that taught them.

In     a Generator (the default weights if none), how many conditions, a seed.
Out    rows {"name", "value", "unit", "bar", "holds", "n", "baseline"}.
Raises JudgeError; what the generator raises.
Knows nothing of training.

Conditions are held out: they come from a stream of their own. The baseline is the grammar drawing a second time under
the same condition, with other dice: what a perfect model of the grammar would reach. Figures are read off the parts by
engine.training.readings and off surface points by engine.training.judge, never off the tokens' own claims.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.conditioning.condition import Condition, of_values
from engine.generation.generator import Generator
from engine.paths import assets
from engine.training import judge as judging
from engine.training.data import Batch, gathered
from engine.training.grammar import draw
from engine.training.readings import Reading, reading
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT

HELD_OUT = 900_000
"""Seed of the stream of held-out conditions, plus the caller's."""
PAIRS = 12
"""Pairs of grammar draws per category from which it is learned which part counts the condition decides."""
_KEYS = list(CATEGORIES)
_COLOUR = np.array([float(name.startswith("main ")) for name in CONDITION], np.float32)
"""What most prompts say of an object beside its category."""


def rows(*, count: int = 300, seed: int = 0, generator: Generator | None = None,
         on_progress: Callable[[float, str], None] | None = None) -> list[dict[str, Any]]:
    """All figures over `count` conditions; a few minutes on one core. `on_progress(share, note)` may raise to stop."""
    generator = generator or Generator(device="cpu")
    judge = judging.load(assets() / "models" / judging.FILE)
    asked = gathered(HELD_OUT + seed, count)
    dice = np.random.default_rng([HELD_OUT, seed])
    truth, again, made, sketchy, spent = [], [], [], [], []
    for index in range(count):
        if on_progress:
            on_progress(index / count, f"{index} of {count} conditions")
        wish = full(asked, index)
        truth.append(reading(asked.tokens[index], dice, pieces=False))
        again.append(reading(redrawn(asked, index, seed), dice))
        began = time.process_time()
        tokens = generator.sample(wish, seed=index)
        spent.append(time.process_time() - began)
        made.append(reading(tokens, dice))
        vague = Condition(wish.category, wish.verb, wish.values * _COLOUR, wish.mask * _COLOUR)
        sketchy.append(reading(generator.sample(vague, seed=index), dice))
    decided = {c: decided_roles(c, seed) for c in set(asked.category.tolist())}
    locks = [locked_change(generator, asked, index, seed) for index in range(min(count, 24))]
    table = _Table(asked, judge, truth, decided)
    return [
        *table.compared(made, again),
        table.row("category accuracy, only category and colour said", table.category(sketchy),
                  table.category(again), bar=">= 0.9"),
        table.row("in one piece, only category and colour said", _whole(sketchy), _whole(again), bar=">= 0.9"),
        table.row("colour error, only category and colour said", table.colours(sketchy), table.colours(again),
                  unit="sRGB", bar="<= 0.1"),
        _row("change of locked parts", max(locks), "", "== 0", len(locks), 0.0),
        _row("sampling one object", float(np.median(spent)) * 1e3, "core-ms", None, count, None),
    ]


def full(asked: Batch, index: int) -> Condition:
    """The whole condition of a held-out sample, as an artist would have to say it."""
    category = int(asked.category[index])
    has = {a.key for a in CATEGORIES[_KEYS[category]].attributes}
    said = {name: float(asked.values[index, k]) for k, name in enumerate(CONDITION)
            if name not in ATTRIBUTES or name in has}
    return of_values(category, int(asked.verb[index]), said)


def redrawn(asked: Batch, index: int, seed: int) -> np.ndarray:
    """The grammar's second answer to the same condition."""
    return draw(int(asked.category[index]), int(asked.verb[index]), asked.values[index],
                np.random.default_rng([HELD_OUT + 1, seed, index]))


def decided_roles(category: int, seed: int) -> np.ndarray:
    """Which roles' part counts the condition decides: [slot] bool."""
    from engine.training.data import drawn

    first, second = [], []
    for index in range(PAIRS):
        _, verb, values, tokens = drawn(HELD_OUT + 2 + seed, index, category)
        dice = np.random.default_rng([HELD_OUT + 3, seed, index])
        first.append(reading(tokens, dice, pieces=False).counts)
        second.append(reading(draw(category, verb, values, dice), dice, pieces=False).counts)
    return (np.array(first) == np.array(second)).all(0)


def locked_change(generator: Generator, asked: Batch, index: int, seed: int) -> float:
    """Largest change of any number of three locked parts when the rest is drawn anew under another condition."""
    kept = asked.tokens[index]
    used = np.flatnonzero(kept[:, 0] > 0)
    which = np.zeros(len(kept), bool)
    which[np.random.default_rng([seed, index]).choice(used, min(3, len(used)), replace=False)] = True
    other = (index + 1) % len(asked.category)
    drawn_anew = generator.sample(full(asked, other), seed=index, locked=(which, kept))
    return float(np.abs(drawn_anew[which] - kept[which]).max())


class _Table:
    """Rows over one set of held-out conditions."""

    def __init__(self, asked: Batch, judge: judging.Judge, truth: list[Reading],
                 decided: dict[int, np.ndarray]) -> None:
        self.asked, self.judge, self.truth, self.decided = asked, judge, truth, decided

    def row(self, name: str, value: float, baseline: float, *, bar: str | None = None, unit: str = "share",
            n: int | None = None) -> dict[str, Any]:
        return _row(name, value, unit, bar, len(self.asked.category) if n is None else n, baseline)

    def compared(self, made: list[Reading], again: list[Reading]) -> list[dict[str, Any]]:
        counted = [i for i, c in enumerate(self.asked.category) if CATEGORIES[_KEYS[c]].counts]
        return [
            self.row("category accuracy", self.category(made), self.category(again), bar=">= 0.95"),
            self.row("counts exact", self.counted(made, counted), self.counted(again, counted), bar=">= 0.95",
                     n=len(counted)),
            self.row("all decided parts exact", self.parts(made), self.parts(again), bar=">= 0.9"),
            self.row("in one piece", _whole(made), _whole(again), bar=">= 0.95"),
            self.row("in one piece before settle", _whole(made, raw=True), _whole(again, raw=True)),
            self.row("height correlation", self.heights(made), self.heights(again), bar=">= 0.9", unit="r"),
            self.row("colour error", self.colours(made), self.colours(again), bar="<= 0.06", unit="sRGB"),
        ]

    def category(self, made: list[Reading]) -> float:
        named = self.judge.names(np.stack([r.cloud for r in made]))
        return float((named == self.asked.category).mean())

    def counted(self, made: list[Reading], which: list[int]) -> float:
        """Share of the objects at `which` with as many legs, petals, stripes ... as asked."""
        role = [SLOT[CATEGORIES[_KEYS[self.asked.category[index]]].counts] for index in which]
        hits = [made[i].counts[r] == self.truth[i].counts[r] for i, r in zip(which, role)]
        return float(np.mean(hits)) if hits else 1.0

    def parts(self, made: list[Reading]) -> float:
        """Share of objects with as many parts as asked in every role that the condition decides."""
        return float(np.mean([(a.counts == b.counts)[self.decided[int(c)]].all()
                              for a, b, c in zip(made, self.truth, self.asked.category)]))

    def heights(self, made: list[Reading]) -> float:
        """Correlation of log heights with the reference's, within categories, averaged over them."""
        found = []
        for category in sorted(set(self.asked.category.tolist())):
            mine = np.flatnonzero(self.asked.category == category)
            if len(mine) >= 4:
                pair = np.log([[made[i].height, self.truth[i].height] for i in mine])
                found.append(np.corrcoef(pair.T)[0, 1])
        return float(np.mean(found)) if found else 1.0

    def colours(self, made: list[Reading]) -> float:
        """Mean absolute difference of the part that wears the main colour, sRGB 0..1; 1 where that part is missing."""
        role = [SLOT[CATEGORIES[_KEYS[c]].wears] for c in self.asked.category]
        apart = [np.abs(a.colours[r] - b.colours[r]) for a, b, r in zip(made, self.truth, role)]
        return float(np.nan_to_num(apart, nan=1.0).mean())


def _whole(made: list[Reading], *, raw: bool = False) -> float:
    return float(np.mean([(r.pieces_raw if raw else r.pieces) == 1 for r in made]))


def _row(name: str, value: float, unit: str, bar: str | None, n: int, baseline: float | None) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "bar": bar, "holds": _holds(value, bar), "n": n,
            "baseline": baseline}


def _holds(value: float, bar: str | None) -> bool | None:
    if bar is None:
        return None
    sign, limit = bar.split()
    return {">=": value >= float(limit), "<=": value <= float(limit), "==": value == float(limit)}[sign]
