"""Crossing: from one condition to another with the same noise, is every in-between an object, and the way even?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

The semantic morph is of hybrids (engine.generation.hybrid), as a share that an artist draws along makes them; beside
it stands the cross-fade of the two ends' tokens.
A step is a jump where it changes the object by more than three times the median step of its own way.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import KDTree

from engine.form.outline import outline
from engine.form.parts import expand
from engine.form.pieces import components
from engine.generation.hybrid import KEYS, hybrid
from engine.training.table.bench import Bench, full
from engine.training.table.likeness import chamfer

FRAMES = 13
JUMP = 3.0


def rows(bench: Bench) -> list[dict[str, Any]]:
    """`count` / 15 pairs of conditions, at least 3."""
    pairs = max(3, bench.count // 15)
    found: dict[str, list[tuple[float, float]]] = {"value": [], "baseline": []}
    for pair in bench.each(range(pairs), "crossing"):
        first, last = (full(bench.asked, k % bench.count) for k in (2 * pair, 2 * pair + 1))
        shares = np.linspace(0.0, 1.0, FRAMES)
        keys = {t: bench.generator.sample([(first, 1.0 - t), (last, t)], seed=pair) for t in KEYS}
        made = [hybrid(keys.__getitem__, t) for t in shares.tolist()]
        faded = [(1.0 - t) * made[0] + t * made[-1] for t in shares]
        found["value"].append(way(made))
        found["baseline"].append(way(faded))
    whole, even = ({who: float(np.mean([row[k] for row in ways])) for who, ways in found.items()} for k in (0, 1))
    return [bench.row("frames of a semantic morph in one piece", whole["value"], whole["baseline"], bar=">= 0.95",
                      n=pairs * FRAMES),
            bench.row("steps of a semantic morph without a jump", even["value"], even["baseline"], bar=">= 0.95",
                      n=pairs * (FRAMES - 1))]


def way(frames: list[np.ndarray]) -> tuple[float, float]:
    """(share of frames in one piece, share of steps of at most three times the median step)."""
    parts = [expand(tokens) for tokens in frames]
    clouds = [outline(p)[:, ::12].reshape(-1, 3) for p in parts]
    trees = [KDTree(points) for points in clouds]
    steps = np.array([chamfer(clouds[k], trees[k], clouds[k + 1], trees[k + 1]) for k in range(len(frames) - 1)])
    return (float(np.mean([components(p) == 1 for p in parts])),
            float((steps <= JUMP * np.median(steps) + 1e-9).mean()))
