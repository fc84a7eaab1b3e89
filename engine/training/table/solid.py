"""Solid: is the surface closed and in one piece, and do feet and loops hold?

In     a Bench.   Out   rows.   Raises what the bench raises.
Knows nothing of how objects are made.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.form import lattice
from engine.form.object4d import Object4D
from engine.form.parts import Parts, expand
from engine.form.surface import Surface, SurfaceError, surface
from engine.training.table.bench import Bench
from engine.training.table.feet import seam, skate
from engine.vocabulary.slots import CHANNEL
from engine.vocabulary.verbs import VERB_KEYS

CELLS = 64
STEP = CHANNEL["step"].start


def rows(bench: Bench) -> list[dict[str, Any]]:
    found = {}
    for who, objects in (("value", bench.made), ("baseline", bench.grammar)):
        found[who] = np.array([[*_looked(tokens, settled=False), *_looked(tokens, settled=True)]
                               for tokens in bench.each(objects, "surfaces")], float).mean(0).tolist()
    value, baseline = found["value"], found["baseline"]
    return [
        bench.row("surface in one piece before settle", value[0], baseline[0], bar=">= 0.93"),
        bench.row("surface in one piece", value[2], baseline[2], bar=">= 0.99"),
        bench.row("surface watertight", value[3], baseline[3], bar=">= 1.0"),
    ]


def moving(bench: Bench) -> list[dict[str, Any]]:
    which = [i for i in range(bench.count) if (bench.asked.tokens[i, :, STEP] > 0).any()]
    slides = {who: [skate(_placed(bench, i, objects[i])) for i in bench.each(which, "feet")]
              for who, objects in (("value", bench.made), ("baseline", bench.grammar))}
    seams = {who: max(seam(_placed(bench, i, objects[i])) for i in bench.each(range(bench.count), "loops"))
             for who, objects in (("value", bench.made), ("baseline", bench.grammar))}
    mean = {who: float(np.mean(found)) if found else 0.0 for who, found in slides.items()}
    return [
        bench.row("slide of planted feet, share of the stride", mean["value"], mean["baseline"], bar="<= 0.05",
                  n=len(which), worst=max(slides["value"], default=0.0),
                  within=float(np.mean([s <= 0.05 for s in slides["value"]])) if which else 1.0),
        bench.row("gap where the loop closes", seams["value"], seams["baseline"], bar="== 0", unit=""),
    ]


def _placed(bench: Bench, index: int, tokens: np.ndarray) -> Parts:
    """The parts of an answer as they move in a scene, in object units."""
    contact = bench.category(index).contact(VERB_KEYS[int(bench.asked.verb[index])])
    return Object4D.from_tokens(tokens, scale=1.0, period=1.0, contact=contact).parts


def _looked(tokens: np.ndarray, *, settled: bool) -> tuple[bool, bool]:
    """(in one piece, watertight) of the union surface."""
    try:
        skin = surface(expand(tokens, settled=settled), cells=CELLS, relaxations=0)
    except SurfaceError:
        return False, False
    return bodies(skin) == 1, watertight(skin.faces)


def bodies(skin: Surface) -> int:
    """Bodies of a surface."""
    body = lattice.bodies(skin.faces.astype(np.int32), len(skin.positions))
    return len(np.unique(body[skin.faces[:, 0]]))


def watertight(faces: np.ndarray) -> bool:
    """Does every edge belong to two triangles that run along it in opposite directions?"""
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(np.int64)
    size = int(faces.max()) + 1
    there, back = edges[:, 0] * size + edges[:, 1], edges[:, 1] * size + edges[:, 0]
    return len(np.unique(there)) == len(there) and np.array_equal(np.sort(there), np.sort(back))
