"""How far a clip, played from its written curves, lies from the surface it stands for.

In     Clip; the true parts at any time.   Out   percentages of the object's diagonal, degrees.
Knows nothing of how the clip was made.

Both ways: from what can be seen of the clip to the field's surface, and from points on the field's surface to
the clip's nearest triangle. Times include the ends and moments between keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.form.field import Field
from engine.form.parts import Parts
from engine.form.surface import surface

MOMENTS = 7
CELLS = 40
INSIDE = 0.005
"""Share of the diagonal below the surface at which a point counts as covered, not as wrong."""
GONE = 3e-6
"""Share of the diagonal: a face as small as a square of that side is hidden."""


@dataclass(frozen=True)
class Difference:
    """Of one frame, in percent of its box's diagonal where nothing else is said."""

    mean: float
    h95: float              # the 95th percentile of the worse way
    h99: float
    normal: float           # mean angle of its vertices' normals to the field's, where they are on the surface [degree]
    shading: float          # the same in the middle of its triangles, where they are blends of three [degree]
    behind: float           # share of what can be seen of the mesh that shows its back
    farthest: float         # Hausdorff: the worse way's farthest point


def measured(clip: Clip, parts_at: Callable[[float], Parts]) -> dict:
    """error_mean and error_worst [% of the diagonal]: mean over frames, and the worst frame's mean.

    error_peak: the 99th percentile of the worst frame; normal_error: mean angle [degree] between the clip's
    normals and the field's where the clip is on the surface.
    """
    frames = [differs(clip, parts_at(time), time) for time in moments(clip.times)]
    mean, peak, angle = (np.array([getattr(f, key) for f in frames]) for key in ("mean", "h99", "shading"))
    return {"error_mean": round(float(mean.mean()), 4), "error_worst": round(float(mean.max()), 4),
            "error_peak": round(float(peak.max()), 4), "normal_error": round(float(angle.mean()), 2)}


def moments(times: np.ndarray) -> list[float]:
    """The first and last key, and times halfway between keys."""
    if len(times) < 2:
        return [float(times[0])]
    keys = np.unique(np.linspace(0, len(times) - 2, MOMENTS - 2).round().astype(int))
    halves = [float(0.5 * (times[k] + times[k + 1])) for k in keys]
    return [float(times[0]), *halves, float(times[-1])]


def differs(clip: Clip, parts: Parts, time: float, *, chained: bool = False) -> Difference:
    """The clip at a time from the surface of the parts, wherever it is placed. `chained`: without the meshes that are
    hidden then."""
    points, normals = unplaced(clip, time)
    faces = clip.faces[shown(points, clip.faces)] if chained else clip.faces
    return difference(points, normals, faces, parts)


def unplaced(clip: Clip, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Positions [m] and normals, each [vertex, 3], in the object's frame; those of no size where it is hidden."""
    points, normals, _ = evaluate(replace(clip, place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
                                          place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]),
                                          place_scale=np.ones((1, 3))), time)
    return points, normals


def shown(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Which faces [face] are larger than what a chain hides."""
    return areas(points, faces)[1] > (GONE * np.linalg.norm(np.ptp(points, axis=0))) ** 2


def areas(points: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of faces: twice the area along their outward side [face, 3], and the area [face]."""
    corners = points[faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return cross, 0.5 * np.linalg.norm(cross, axis=1)


def difference(points: np.ndarray, normals: np.ndarray, faces: np.ndarray, parts: Parts) -> Difference:
    """How far a mesh (points, normals [vertex, 3], faces [face, 3]) is from the surface of `parts`, both in m."""
    field = Field(parts)
    low, high = field.bounds()
    diagonal = float(np.linalg.norm(high - low))
    percent = 100.0 / diagonal
    corners, (cross, area) = points[faces], areas(points, faces)
    distance, slope, _ = field.both(corners.mean(1))
    seen = distance > -INSIDE * diagonal
    off = np.abs(distance)
    truth = surface(parts, cells=CELLS).positions
    # the extracted surface is off by its cells: bring its vertices onto the field first
    at, along, _ = field.both(truth)
    truth = truth - (at / np.maximum((along**2).sum(1), 0.25))[:, None] * along
    missing = nearest(truth, corners)
    if not seen.any() or not area[seen].sum():
        return Difference(100.0, 100.0, 100.0, 180.0, 180.0, 1.0, 100.0)
    mean = 0.5 * (float(np.average(off[seen], weights=area[seen])) + float(missing.mean()))
    h95, h99 = (percent * max(float(np.quantile(off[seen], q)), float(np.quantile(missing, q))) for q in (0.95, 0.99))
    # normals and sides: only where the mesh is the surface
    depth = -0.1 * INSIDE * diagonal
    on = distance > depth
    behind = (cross * slope).sum(1)[on] < 0.0
    at, along, _ = field.both(points)
    lumped = np.bincount(faces.reshape(-1), np.repeat(area, 3), len(points)) * (at > depth)
    return Difference(percent * mean, h95, h99, _mean(angles(normals, along), lumped),
                      _mean(angles(normals[faces].mean(1), slope), area * on), _mean(behind, area[on]),
                      percent * max(float(off[seen].max()), float(missing.max())))


def angles(normals: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Between directions [n, 3] of any length [degree]."""
    lengths = np.linalg.norm(normals, axis=1) * np.linalg.norm(others, axis=1)
    return np.degrees(np.arccos(((normals * others).sum(1) / np.maximum(lengths, 1e-12)).clip(-1, 1)))


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(values, weights=weights)) if weights.sum() > 0.0 else 0.0


def nearest(points: np.ndarray, corners: np.ndarray, *, candidates: int = 8) -> np.ndarray:
    """Distance [n] of points to the nearest of their candidate triangles [face, 3, 3] (Ericson 2005, 5.1.5)."""
    centres = np.concatenate([corners.mean(1), 0.5 * (corners + np.roll(corners, 1, 1)).reshape(-1, 3)])
    owner = np.concatenate([np.arange(len(corners)), np.repeat(np.arange(len(corners)), 3)])
    face = owner[KDTree(centres).query(points, min(candidates, len(centres)))[1]]
    a, b, c = np.moveaxis(corners[face], 2, 0)
    p = points[:, None]
    ab, ac, ap = b - a, c - a, p - a
    d00, d01, d11 = (ab * ab).sum(-1), (ab * ac).sum(-1), (ac * ac).sum(-1)
    d20, d21 = (ap * ab).sum(-1), (ap * ac).sum(-1)
    area = np.maximum(d00 * d11 - d01 * d01, 1e-30)
    v, w = (d11 * d20 - d01 * d21) / area, (d00 * d21 - d01 * d20) / area
    inside = (v >= 0) & (w >= 0) & (v + w <= 1)
    best = np.where(inside, ((ap - v[..., None] * ab - w[..., None] * ac) ** 2).sum(-1), np.inf)
    for start, edge in ((a, ab), (a, ac), (b, c - b)):
        along = (((p - start) * edge).sum(-1) / np.maximum((edge * edge).sum(-1), 1e-30)).clip(0, 1)
        best = np.minimum(best, ((p - start - along[..., None] * edge) ** 2).sum(-1))
    return np.sqrt(best.min(1))
