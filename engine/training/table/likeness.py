"""Likeness: are the objects like the grammar's as a whole, and none of them a training sample again?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

1-NNA (Lopez-Paz and Oquab 2017; Yang et al. 2019, sec. 5): the share of objects whose nearest neighbour, by Chamfer
distance among the model's and the grammar's under other conditions, is of their own kind; .5 is best. The candidates
for nearest are the few with the nearest profile. Distance to the training set: Chamfer to the nearest of the samples
of the same category whose conditions are nearest, beside what fresh grammar samples have.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.spatial import KDTree

from engine.form.parts import expand
from engine.training.data import Batch, drawn, gathered
from engine.training.judge import cloud
from engine.training.table.bench import HELD_OUT, TRAINED, Bench

POINTS = 256
CANDIDATES = 16
NEIGHBOURS = 10
"""Training samples that are looked at for each object."""


def rows(bench: Bench) -> list[dict[str, Any]]:
    other = gathered(HELD_OUT + 50 + bench.seed, bench.count)
    clouds = {who: [_cloud(tokens, i) for i, tokens in bench.each(list(enumerate(objects)), "points")]
              for who, objects in bench.everyone().items()}
    reference = [_cloud(tokens, i) for i, tokens in enumerate(other.tokens)]
    near = {who: one_nearest(mine, reference) for who, mine in clouds.items()}
    away = {who: to_training(bench, clouds[who], bench.asked) for who in ("value", "retrieval", "regression")}
    fresh = to_training(bench, reference, other)
    ratio = {who: apart / fresh for who, apart in away.items()}
    return [
        bench.row("1-NNA by Chamfer distance", near["value"], near["baseline"], bar="<= 0.56",
                  retrieval=near["retrieval"], regression=near["regression"]),
        bench.row("distance to the training samples, off that of fresh grammar samples", abs(ratio["value"] - 1.0), 0.0,
                  bar="<= 0.15", retrieval=abs(ratio["retrieval"] - 1.0), regression=abs(ratio["regression"] - 1.0),
                  distance=away["value"], fresh=fresh, training_samples=bench.trained),
    ]


def one_nearest(first: list[np.ndarray], second: list[np.ndarray]) -> float:
    """1-NNA of two sets of clouds of equal size."""
    every, size = first + second, len(first)
    profiles = np.stack([profile(points) for points in every])
    trees = [KDTree(points) for points in every]
    candidates = np.asarray(KDTree(profiles).query(profiles, k=min(CANDIDATES + 1, len(every)))[1])
    hits = 0
    for index, row in enumerate(candidates):
        others = [int(k) for k in row if k != index]
        best = min(others, key=lambda k: chamfer(every[index], trees[index], every[k], trees[k]))
        hits += (best < size) == (index < size)
    return hits / len(every)


def to_training(bench: Bench, clouds: list[np.ndarray], asked: Batch) -> float:
    """Mean distance to the nearest training sample."""
    found = []
    for index in bench.each(range(len(clouds)), "training samples"):
        tree = KDTree(clouds[index])
        near = bench.library.near(int(asked.category[index]), None, asked.values[index], NEIGHBOURS)
        rest = [_cloud(drawn(TRAINED, int(number))[3], index) for number in near]
        found.append(min(chamfer(clouds[index], tree, points, KDTree(points)) for points in rest))
    return float(np.mean(found))


def profile(points: np.ndarray) -> np.ndarray:
    """A coarse description of a cloud [24]: deciles of its radii and along each axis."""
    spread = np.column_stack([np.abs(points[:, 0]), points[:, 1], points[:, 2], np.linalg.norm(points, axis=1)])
    return np.quantile(spread, (0.02, 0.2, 0.4, 0.6, 0.8, 0.98), axis=0).ravel()


def chamfer(a: np.ndarray, tree_a: KDTree, b: np.ndarray, tree_b: KDTree) -> float:
    """Mean distance from each cloud to the other, both ways, halved."""
    return 0.5 * float(tree_b.query(a)[0].mean() + tree_a.query(b)[0].mean())


def _cloud(tokens: np.ndarray, index: int) -> np.ndarray:
    return cloud(expand(tokens), np.random.default_rng([HELD_OUT, 8, index]), POINTS)
