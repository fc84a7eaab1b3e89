"""Mending: are parts that were pushed out of place brought back, and only they?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

Up to DISPLACED parts of an object are displaced in a random direction and mended as the studio does it; the damaged
object stands beside it as the baseline. "grammar" is the same on objects that the grammar drew.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import KDTree

from engine.document.overrides import MENDING
from engine.form.outline import outline
from engine.form.parts import expand
from engine.form.pieces import components
from engine.generation.mending import mended
from engine.training.table.bench import Bench, full
from engine.training.table.likeness import chamfer
from engine.vocabulary.slots import CHANNEL

DISPLACED, REACH = 2, 0.8
"""Parts, and how far in half extents of what they hang on."""


def rows(bench: Bench) -> list[dict[str, Any]]:
    """`count` / 5 objects, at least 8."""
    which = range(min(bench.count, max(8, bench.count // 5)))
    found = {who: np.mean([_looked(bench, index, objects[index]) for index in bench.each(which, "mending")], 0)
             for who, objects in (("model", bench.made), ("grammar", list(bench.asked.tokens)))}
    model, grammar = found["model"].tolist(), found["grammar"].tolist()
    return [
        bench.row("in one piece after clean-up", model[1], model[0], bar=">= 0.97", n=len(which), grammar=grammar[1],
                  **{"grammar damaged": grammar[0]}),
        bench.row("distance to the undamaged after clean-up", model[3], model[2], unit="% of the diagonal",
                  bar=f"<= {round(0.5 * model[2], 4)}", n=len(which), grammar=grammar[3],
                  **{"grammar damaged": grammar[2]}),
    ]


def damaged(tokens: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """The tokens with some parts, never the root, displaced."""
    out = np.array(tokens)
    used = np.flatnonzero(tokens[1:, CHANNEL["exists"].start] > 0) + 1
    for slot in dice.choice(used, min(DISPLACED, len(used)), replace=False):
        way = dice.normal(size=3)
        out[slot, CHANNEL["attach"]] += REACH * way / np.linalg.norm(way)
    return out


def _looked(bench: Bench, index: int, tokens: np.ndarray) -> tuple[float, float, float, float]:
    """(in one piece damaged, mended; distance to the undamaged damaged, mended)."""
    hurt = damaged(tokens, bench.dice(6, index))
    made = mended(hurt, bench.generator.sample(full(bench.asked, index), seed=index, near=(hurt, MENDING)))
    clouds = [outline(expand(t, settled=False))[:, ::6].reshape(-1, 3) for t in (tokens, hurt, made)]
    trees = [KDTree(cloud) for cloud in clouds]
    size = float(np.linalg.norm(np.ptp(clouds[0], axis=0)))
    far = [100.0 * chamfer(clouds[0], trees[0], clouds[k], trees[k]) / size for k in (1, 2)]
    whole = [float(components(expand(t, settled=False)) == 1) for t in (hurt, made)]
    return whole[0], whole[1], far[0], far[1]
