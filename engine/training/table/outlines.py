"""Outlines and sizes: does an object that is led to an outline, a box or a height come nearer to it than without?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.

The outlines are front silhouettes of grammar objects, of whose condition the network is told the category and the verb
alone; the overlap is measured on silhouettes of the surface's mesh, which the fit never sees. The baseline is the same
network with the same seed and no outline. A box asks for two thirds of the object's width, a height for half as much
again as it has; what is measured is the share of objects that keep to both within 2 %.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from engine.conditioning.condition import of_values
from engine.form.fitting import Fit, Limits, size_of
from engine.form.parts import Parts, expand
from engine.form.silhouette import VIEWS, overlap
from engine.form.surface import surface
from engine.training.data import drawn
from engine.training.table.bench import HELD_OUT, ROWS, Bench
from engine.vocabulary.slots import SLOT_COUNT

PIXELS = 192
EVERY = np.ones(SLOT_COUNT, bool)


def rows(bench: Bench) -> list[dict[str, Any]]:
    """On `count` / 10 objects, at least 10, each of another category."""
    led, plain, keeps, was = [], [], [], []
    chosen = bench.dice(6).permutation(len(ROWS))[:max(10, bench.count // 10)]
    for category in bench.each([int(number) for number in chosen], "outlines"):
        _, verb, _, tokens = drawn(HELD_OUT + 60 + bench.seed, category, category)
        asked, seed = of_values(category, verb, {}), category
        mask = seen(expand(tokens), 0.0)
        free = bench.generator.sample(asked, seed=seed)
        fit = Fit(free, Limits(), mask, scale=1.0, free=EVERY)
        made = bench.generator.sample(asked, seed=seed, correct=fit)
        plain.append(max(overlap(seen(expand(free), view), mask) for view in VIEWS))
        led.append(max(overlap(seen(expand(made), view), mask) for view in VIEWS))
        width, height, depth = size_of(expand(free)).tolist()
        for limits in (Limits(box=(width / 1.5, 2.0 * height, 2.0 * depth)), Limits(height=1.5 * height)):
            fit = Fit(free, limits, scale=1.0, free=EVERY)
            keeps.append(fit.holds(bench.generator.sample(asked, seed=seed, correct=fit)))
            was.append(fit.holds(free))
    return [bench.row("overlap with an outline", float(np.mean(led)), float(np.mean(plain)), unit="IoU", bar=">= 0.75",
                      n=len(led), raised=float(np.mean(np.array(led) > np.array(plain)))),
            bench.row("objects that keep to a box or a height", float(np.mean(keeps)), float(np.mean(was)), bar=">= 1",
                      n=len(keeps))]


def seen(parts: Parts, view: float) -> np.ndarray:
    """The silhouette of the parts' surface [row, column] bool, from a side as in engine.form.silhouette."""
    mesh = surface(parts, cells=64)
    flat = mesh.positions @ np.array([[np.cos(view), 0.0], [0.0, -1.0], [-np.sin(view), 0.0]])
    low, span = flat.min(0), float(np.ptp(flat, axis=0).max())
    points = (flat - low) / span * (PIXELS - 1)
    picture = Image.new("1", (PIXELS, PIXELS))
    pen = ImageDraw.Draw(picture)
    for corners in points[mesh.faces]:
        pen.polygon([tuple(corner) for corner in corners.tolist()], fill=1)
    return np.asarray(picture, bool)
