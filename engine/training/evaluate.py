"""Evaluate: a generator's weights, measured, beside the grammar that taught them and what else might have answered.

In     a Generator (the default weights if none), how many conditions, a seed, which parts of the table.
Out    rows {"name", "value", "unit", "bar", "holds", "n", "baseline"} and, where they were asked too, "retrieval",
       "regression" and other figures by name. The baseline is the grammar, or what the row's file says.
Raises JudgeError; ValueError for a part that the table does not have; what the generator or `on_progress` raises.
Knows nothing of training.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.generation.generator import Generator
from engine.paths import assets
from engine.training import judge as judging
from engine.training.table import (
    crossing,
    fidelity,
    likeness,
    mending,
    morphs,
    outlines,
    partial,
    roles,
    sliders,
    solid,
)
from engine.training.table.bench import Bench


def _speed(bench: Bench) -> list[dict[str, Any]]:
    spent = bench.made and bench.spent
    return [bench.row("sampling one object", float(np.median(spent)) * 1e3, unit="core-ms")]


PARTS: dict[str, Callable[[Bench], list[dict[str, Any]]]] = {
    "fidelity": fidelity.rows, "likeness": likeness.rows, "solid": solid.rows, "masked": partial.masked,
    "locked": partial.locked, "sliders": sliders.rows, "unseen": partial.unseen, "crossing": crossing.rows,
    "mending": mending.rows, "outlines": outlines.rows, "moving": solid.moving, "speed": _speed,
    "morph": morphs.morph, "plausibility": morphs.plausibility, "bake": morphs.bake, "rig": morphs.rigs,
    "roles": roles.rows,
}
"""The table, a group of rows each."""
MORPH, BAKE, ROLES = ("morph", "plausibility"), ("bake", "rig"), ("roles",)
GENERATOR = tuple(name for name in PARTS if name not in (*MORPH, *BAKE, *ROLES))
"""What the generator itself is measured by."""
FULL_COUNT, FULL_TRAINED = 1000, 50_000
"""Conditions, and training samples to find the nearest in, of the full table."""


def rows(*, count: int = 300, seed: int = 0, generator: Generator | None = None, parts: Sequence[str] | None = None,
         trained: int = 5000, judge: judging.Judge | None = None,
         on_progress: Callable[[float, str], None] | None = None) -> list[dict[str, Any]]:
    """All figures of the generator over `count` conditions, or the parts that are named.

    `trained`: training samples to find the nearest in. `on_progress(share, note)` may raise to stop.
    """
    chosen = list(GENERATOR if parts is None else parts)
    for name in chosen:
        if name not in PARTS:
            raise ValueError(f"the table has no part {name!r}: choose from {', '.join(PARTS)}")
    if count < 2:
        raise ValueError(f"the table needs at least 2 conditions, not {count}")
    done, furthest = 0, 0.0

    def show(share: float, note: str) -> None:
        nonlocal furthest
        furthest = max(furthest, (done + share) / len(chosen))
        if on_progress:
            on_progress(furthest, f"{chosen[done]}: {note}")

    bench = Bench(generator or Generator(device="cpu"), judge or judging.load(assets() / "models" / judging.FILE),
                  count=count, seed=seed, trained=trained, on_progress=show)
    table = []
    for done, name in enumerate(chosen):  # noqa: B007 - `show` tells it
        table += PARTS[name](bench)
    return table
