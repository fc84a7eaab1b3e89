"""By frame: what a clip misses at each moment, how its edges lengthen and what of it turns inside out.

In     Clip; moments; the true parts at any time, where there is a truth.   Out   rows of figures, plain values.
Raises nothing of its own.  Knows nothing of how the clip was made, nor of its place in the scene.

chamfer, hausdorff   from the clip to the re-surfaced truth and back (engine.bake.error): the mean of both ways, and the
                     farthest point of the worse way, in percent of that moment's diagonal. What lies more than INSIDE
                     below the surface is covered and does not count. Only where there is a truth.
stretch              how many times as long as at rest edges are: the 99th percentile, and the worst. At rest is the
                     bind pose; in a bake with targets, whose bind pose is no shape of the object, the first moment at
                     which an edge has a length (LEAST), and lengths are shares of the diagonal, so that growing is no
                     stretching; that of a part out of nothing is. An edge that never has a length is left out.
flipped              share of the area that shows its back: with a truth, of what can be seen, against its outside;
                     without, of all that is there, against the mesh's own normals, less what does so at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from engine.bake.clip import Clip
from engine.bake.error import areas, differs, moments, shown, unplaced
from engine.form.parts import Parts

LEAST = 1e-3
"""Share of the diagonal from which an edge has a length."""
HIGH = 0.99


@dataclass(frozen=True)
class Strain:
    """Of one moment."""

    stretch: float          # 99th percentile
    most: float
    flipped: float          # share, against the mesh's own normals


def by_frame(clip: Clip, times: Sequence[float], parts_at: Callable[[float], Parts] | None, *,
             on_frame: Callable[[float], None] = lambda done: None) -> dict:
    """Columns of figures over `times` [s]; without `parts_at`, no errors."""
    strained = strains(clip, times)
    out = {"times": [round(float(time), 4) for time in times], "stretch": [round(each.stretch, 3) for each in strained],
           "stretch_worst": [round(each.most, 3) for each in strained]}
    if parts_at is None:
        return out | {"flipped": [round(each.flipped, 5) for each in strained]}
    found = []
    for number, time in enumerate(times):
        on_frame(number / len(times))
        found.append(differs(clip, parts_at(float(time)), float(time), chained=True))
    return out | {"chamfer": [round(each.mean, 4) for each in found],
                  "hausdorff": [round(each.farthest, 4) for each in found],
                  "flipped": [round(each.behind, 5) for each in found]}


def strains(clip: Clip, times: Sequence[float]) -> list[Strain]:
    """What can be told of the mesh alone, at each of `times` [s]."""
    whole = _resting(clip)
    rest = _edges(clip.positions.astype(np.float64), clip.faces) if whole else np.full(clip.faces.shape, np.nan)
    turned = _turned(clip.positions, clip.normals, clip.faces) if whole else np.zeros(len(clip.faces), bool)
    if whole:
        rest = np.where(rest > LEAST * _diagonal(clip.positions), rest, np.nan)
    out = []
    for time in times:
        points, normals = unplaced(clip, float(time))
        there, edges = shown(points, clip.faces), _edges(points, clip.faces)
        if not whole:
            edges = edges / max(_diagonal(points[clip.faces[there]].reshape(-1, 3)), 1e-30)
        fresh = np.isnan(rest) & (edges > LEAST) & there[:, None] & (not whole)
        rest = np.where(fresh, edges, rest)
        ratios = (edges / rest)[there]
        ratios = ratios[np.isfinite(ratios)]
        area = areas(points, clip.faces)[1] * there
        back = _turned(points, normals, clip.faces) & ~turned
        out.append(Strain(*((float(np.quantile(ratios, HIGH)), float(ratios.max())) if ratios.size else (1.0, 1.0)),
                          float((area * back).sum() / max(float(area.sum()), 1e-30))))
    return out


def strained(clip: Clip) -> Strain:
    """The worst of a few moments, each of its figures by itself."""
    found = strains(clip, moments(clip.times))
    return Strain(*(max(getattr(each, field.name) for each in found) for field in fields(Strain)))


def _resting(clip: Clip) -> bool:
    """Whether the bind pose is the object at rest."""
    return not len(clip.target_names) or bool(clip.materials)


def _edges(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Lengths [face, 3]."""
    corners = points[faces]
    return np.linalg.norm(corners - np.roll(corners, 1, 1), axis=2)


def _turned(points: np.ndarray, normals: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which faces [face] show their back where their normals show the front."""
    return (areas(points, faces)[0] * normals[faces].sum(1)).sum(1) < 0.0


def _diagonal(points: np.ndarray) -> float:
    return float(np.linalg.norm(np.ptp(points, axis=0))) if len(points) else 0.0
