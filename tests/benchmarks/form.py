"""Form: the surface of whole objects, and morphs that stay in one piece.

Beside: the same field on a dense grid with scikit-image's marching cubes, as coarse as it may be for its
triangles to lie as near to the true surface as ours. The objects are every eighth category of the vocabulary.
"""

from __future__ import annotations

import time

import numpy as np
from skimage.measure import marching_cubes

from engine.bench import row
from engine.form.field import Field
from engine.form.matching import match
from engine.form.morph import Morph
from engine.form.object4d import Object4D
from engine.form.parts import Parts
from engine.form.pieces import components
from engine.form.surface import surface
from engine.training import grammar
from engine.vocabulary.categories import CATEGORIES

KEYS = list(CATEGORIES)
OBJECTS = KEYS[::8]
COMPARED = 128
"""Cells at which the dense grid is compared."""
PAIRS = (("chair", "dog"), ("dog", "person"), ("lamp", "tree"), ("fish", "airplane"), ("table", "dog"))
FRAMES = 24
REPEATS = 3


def drawn(key: str, seed: int) -> Parts:
    tokens = grammar.sample(np.random.default_rng(seed), KEYS.index(key))[3]
    return Object4D.from_tokens(tokens, scale=CATEGORIES[key].scale, period=1.0).parts


def rows(*, seed: int = 0) -> list[dict]:
    objects = [drawn(key, seed + 3) for key in OBJECTS]
    for parts in objects:
        surface(parts, cells=32)
        Field(parts).distance(np.zeros((1, 3)))
    out = []
    for cells, bar in ((64, "<= 80"), (96, "<= 160"), (COMPARED, "<= 250")):
        meshes, times = zip(*(best(lambda: surface(parts, cells=cells)) for parts in objects))     # noqa: B023
        out.append(row(f"surface, {cells} cells", 1e3 * float(np.median(times)), "ms", bar=bar, n=len(objects)))
    said, ratios = [], []
    for key, parts, mesh, mine in zip(OBJECTS, objects, meshes, times):
        needed, theirs, reached = dense(parts, off(Field(parts), mesh.positions[mesh.faces]), COMPARED)
        ratios.append(theirs / mine)
        said.append(f"{key}: {needed} cells" + ("" if reached else " (and still coarser)"))
    out.append(row(f"surface, {COMPARED} cells, times faster than a dense grid", float(np.median(ratios)), "x",
                   bar=">= 8", n=len(objects), baseline="a dense grid as fine as it must be: " + "; ".join(said)))
    return out + [pieces(seed), steps(seed)]


def best(work):
    """(result, least processor seconds of a few runs)."""
    made, least = None, np.inf
    for _ in range(REPEATS):
        start = time.process_time()
        made = work()
        least = min(least, time.process_time() - start)
    return made, least


def off(field: Field, corners: np.ndarray) -> float:
    """Mean distance of a mesh [face, 3, 3] from the true surface, by first order, over its area [m]."""
    rng = np.random.default_rng(0)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    chosen = corners[rng.choice(len(corners), 6000, p=area / area.sum())]
    share = rng.dirichlet((1.0, 1.0, 1.0), len(chosen))
    distance, slope, _ = field.both(np.einsum("nk,nkj->nj", share, chosen))
    return float((np.abs(distance) / np.maximum(np.linalg.norm(slope, axis=1), 0.25)).mean())


def dense(parts: Parts, error: float, cells: int) -> tuple[int, float, bool]:
    """(cells, processor seconds, reached): the coarsest dense grid whose mesh is as near as `error`, or the last."""
    field = Field(parts)
    low, high = field.bounds()
    for tried in [n for n in (128, 160, 192, 256) if n >= cells]:
        start = time.process_time()
        spacing = (high - low).max() / (tried - 2)
        axes = [np.arange(low[i] - spacing, high[i] + 2 * spacing, spacing) for i in range(3)]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1).reshape(-1, 3)
        values = field.distance(grid).reshape([len(axis) for axis in axes])
        positions, faces, _, _ = marching_cubes(values, 0.0)
        positions = positions * spacing + [axis[0] for axis in axes]
        seconds = time.process_time() - start
        reached = off(field, positions[faces]) <= error
        if reached:
            break
    return tried, seconds, reached


def pieces(seed: int) -> dict:
    whole = []
    for first, last in PAIRS:
        start, end = match(drawn(first, seed + 3), drawn(last, seed + 5))
        morph = Morph(start, end)
        whole += [components(morph.at(share)) == 1 for share in np.linspace(0.0, 1.0, FRAMES)]
    return row("morph frames in one piece", float(np.mean(whole)), "share", bar=">= 1", n=len(whole),
               baseline=", ".join(f"{first} to {last}" for first, last in PAIRS))


def steps(seed: int) -> dict:
    """The largest step of a part's centre in a hundredth of a morph."""
    worst = []
    for first, last in PAIRS:
        start, end = match(drawn(first, seed + 3), drawn(last, seed + 5))
        morph = Morph(start, end)
        centres = np.stack([morph.at(share).centre for share in np.linspace(0.0, 1.0, 101)])
        sizes = [np.linalg.norm(np.subtract(*Field(parts).bounds())) for parts in (start, end)]
        worst.append(100.0 * np.linalg.norm(np.diff(centres, axis=0), axis=2).max() / np.mean(sizes))
    return row("morph, largest step in a hundredth of the way", float(max(worst)), "% of diagonal", bar="<= 3",
               n=len(PAIRS))
