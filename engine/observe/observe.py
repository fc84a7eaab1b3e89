"""Observe: which relation holds when, measured on where the objects are.

In     a Scene, boxes at rest [m], paths (as engine.staging gives them), or boxes measured from the bake.
Out    per relation {"id", "holds", "violations" [[s, s]], "worst", "unit", "words"}.
Raises ValueError for paths that are none.   Knows nothing of how staging reached this, of torch or Qt.

Every predicate is written apart from the energy of the same name: this is the second opinion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np

from engine.document.graph import bearer
from engine.document.scene import Relation, Scene
from engine.observe.solids import Box, Solid, matrices, solids
from engine.vocabulary.relations import RELATIONS

PREDICATES = {key: import_module(f"engine.observe.predicates.{key.replace(' ', '_')}") for key in RELATIONS}


def observe(scene: Scene, boxes: Mapping[str, Box], paths: Mapping[str, Any],
            measured: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None) -> list[dict[str, Any]]:
    """One row per relation, in the scene's order. "holds" is None where an end has no place to look at."""
    found = solids(scene, boxes, paths, measured)
    grown = {i: float(paths[i].scale[0, 0]) / scene.node(i).placement.scale for i in found}
    return [_row(scene, relation, found, boxes, grown) for relation in scene.relations]


def _row(scene: Scene, relation: Relation, found: Mapping[str, Solid], boxes: Mapping[str, Box],
         grown: Mapping[str, float]) -> dict[str, Any]:
    predicate = PREDICATES[relation.kind]
    if relation.kind == "morphs into":            # a state is seen in the place of its object
        relation = replace(relation, source=bearer(scene, relation.source))
    row = {"id": relation.id, "holds": None, "violations": [], "worst": 0.0, "unit": predicate.UNIT}
    source = found.get(relation.source)
    if relation.kind == "morphs into":
        target = _state(scene, relation, found, boxes, grown.get(relation.source, 1.0))
    else:
        target = found.get(relation.target)
    if source is None or target is None:
        return row | {"words": "not to be seen: one end has no place in the scene"}
    end = min(scene.end_of(relation), float(source.times[-1]))
    source, target = source.between(relation.start, end), target.between(relation.start, end)
    if len(source.times) == 0:
        return row | {"words": "not to be seen: it begins after the scene ends"}
    short = predicate.shortfall(source, target, relation.settings)
    bad = short > predicate.TOLERANCE
    worst = float(short.max())
    spans = _spans(bad, source.times)
    return row | {"holds": not spans, "violations": spans, "worst": round(worst, 4) if spans else 0.0,
                  "words": _words(spans, worst, predicate.UNIT)}


def _state(scene: Scene, relation: Relation, found: Mapping[str, Solid], boxes: Mapping[str, Box],
           grown: float) -> Solid | None:
    """The state as large as it is by itself, turned and `grown` (by comparisons) as its object is."""
    source, state = found.get(relation.source), scene.node(relation.target)
    if source is None or relation.target not in boxes:
        return None
    size = (np.asarray(boxes[relation.target][1], float) - boxes[relation.target][0]) * (state.placement.scale * grown)
    yaw = np.arctan2(source.forward[:, 0], source.forward[:, 2])
    turn = np.abs(matrices(np.stack([0 * yaw, np.sin(yaw / 2), 0 * yaw, np.cos(yaw / 2)], 1)))
    reach = np.einsum("fij,j->fi", turn, size / 2.0)
    return replace(source, low=source.centre - reach, high=source.centre + reach)


def _spans(bad: np.ndarray, times: np.ndarray) -> list[list[float]]:
    """Runs of frames as [from, to] seconds; a frame lasts until the next."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], bad, [False]]).astype(int)))
    ends = np.append(times, times[-1])
    return [[round(float(times[a]), 4), round(float(ends[b]), 4)] for a, b in zip(edges[::2], edges[1::2])]


def _words(spans: list[list[float]], worst: float, unit: str) -> str:
    if not spans:
        return "holds"
    amount = f"{worst:.0f}°" if unit == "°" else f"{worst:.2f} m"
    when = " and ".join(f"{a:g} to {b:g} s" for a, b in spans[:3])
    return f"off by {amount}, from {when}"
