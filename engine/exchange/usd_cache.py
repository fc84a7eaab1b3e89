"""Points of a USD mesh that move by themselves, as morph targets.

In     a UsdGeom.Mesh, its points at first.   Out   Cached: a target for each moment, and the weights over time.
Raises nothing.   Knows nothing of materials, skeletons or files.

Between two time samples USD goes straight, and so do two targets of which one comes as the other goes: up to MOST
samples it is exact. Of more, as many are taken, evenly, and how far the others are off is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pxr import Usd

MOST = 60
"""Samples beside the first; less than what a clip can show (engine.picture.pose)."""
NUMBERS = 30_000_000
"""That the targets of a mesh may take."""


@dataclass(frozen=True)
class Cached:
    codes: np.ndarray           # [key] time codes
    shapes: dict[str, np.ndarray]   # [vertex, 3] what each changes of the points at first
    weights: np.ndarray         # [key, target]
    off: float                  # share of the size by which the samples left out are missed at most
    left: int                   # how many are


def cached(mesh: Any, points: np.ndarray, room: int = MOST) -> Cached | None:
    """With at most `room` targets; None where the points do not move, or not as the same points, or there is none."""
    attribute = mesh.GetPointsAttr()
    codes = np.array(attribute.GetTimeSamples())
    most = min(room, NUMBERS // max(points.size, 1))
    if len(codes) < 2 or most < 1:
        return None
    kept = np.unique(np.linspace(0, len(codes) - 1, min(len(codes), most + 1)).round().astype(int))
    found = [each for code in codes[kept].tolist() if (each := _at(attribute, code, points)) is not None]
    if len(found) < len(kept) or not np.ptp(moved := np.stack(found), axis=0).any():
        return None
    left = np.setdiff1d(np.arange(len(codes)), kept)
    off = max((_missed(attribute, codes, kept, moved, number) for number in left[::max(len(left) // 50, 1)].tolist()),
              default=0.0)
    names = [f"moment {number + 1}" for number in range(1, len(kept))]
    return Cached(codes[kept], dict(zip(names, moved[1:] - points)), np.eye(len(kept))[:, 1:], off, len(left))


def _at(attribute: Any, code: float, points: np.ndarray) -> np.ndarray | None:
    found = np.asarray(attribute.Get(Usd.TimeCode(code)) or np.zeros((0, 3)), np.float64).reshape(-1, 3)
    return found if found.shape == points.shape and np.isfinite(found).all() else None


def _missed(attribute: Any, codes: np.ndarray, kept: np.ndarray, moved: np.ndarray, number: int) -> float:
    """How far [share of the size] a sample that is left out is from the straight way between those beside it."""
    true = _at(attribute, float(codes[number]), moved[0])
    if true is None:
        return 0.0
    after = int(np.searchsorted(kept, number))
    low, high = codes[kept[after - 1]], codes[kept[after]]
    share = (codes[number] - low) / (high - low)
    told = moved[after - 1] + (moved[after] - moved[after - 1]) * share
    return float(np.linalg.norm(told - true, axis=1).max() / max(float(np.linalg.norm(np.ptp(true, axis=0))), 1e-12))


def turned(points: np.ndarray, corners: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Unit normals [3 triangle, 3] of the corners, smooth over `groups` [triangle, 3]; `corners` [triangle, 3]."""
    a, b, c = np.moveaxis(points[corners], 1, 0)
    total = np.zeros((int(groups.max()) + 1, 3))
    np.add.at(total, groups.reshape(-1), np.repeat(np.cross(b - a, c - a), 3, 0))
    return (total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-30))[groups.reshape(-1)]
