"""Features: what the network that reads roles sees of an object's parts.

In     Parts (m); surface points of the object [point, 3] m with normals, and the part each is nearest to.
Out    Seen: numbers of each part, of every two parts, and of the points near each.
Raises nothing.  Knows nothing of networks, meshes, documents or Qt.

A part may be written in many ways (its axes in another order, a round one turned about its axis); what is seen of it is
the same for all: its middle, the root of its covariance and its half extents by size. Lengths are shares of the
object's diagonal, heights count from its lowest point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form import kernel
from engine.form.field import tabulate
from engine.form.outline import outline
from engine.form.parts import Parts

POINTS = 24
"""Surface points seen of each part."""
OWN, PAIR = 17, 10
"""Numbers of a part, and of two parts."""
LEAST = 1e-3
_ROOT = (0, 1, 2, 0, 0, 1), (0, 1, 2, 1, 2, 2)


@dataclass(frozen=True)
class Seen:
    own: np.ndarray       # [part, OWN] float32
    pair: np.ndarray      # [part, part, PAIR] float32: of the row's part, the column's seen from it
    points: np.ndarray    # [part, POINTS, 9] float32: place, place from the part's middle, normal
    low: np.ndarray       # [3] m, what is taken off
    size: float           # m, what is divided by


def seen(parts: Parts, points: np.ndarray, normals: np.ndarray, owner: np.ndarray) -> Seen:
    """What is seen of the parts, with the surface points [point, 3] m that each owns."""
    low, high = points.min(0), points.max(0)
    size = float(np.linalg.norm(high - low))
    origin = np.array([(low[0] + high[0]) / 2.0, low[1], (low[2] + high[2]) / 2.0])
    chosen = _chosen(parts, points, owner)
    place = (points[chosen] - origin) / size
    centre = (parts.centre - origin) / size
    cloud = np.concatenate([place, (place - centre[:, None]) * 5.0, normals[chosen]], 2)
    return Seen(_own(parts, centre, size).astype(np.float32), _pair(parts, centre, size).astype(np.float32),
                cloud.astype(np.float32), origin, size)


def _chosen(parts: Parts, points: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """POINTS indices of surface points for each part [part, POINTS]: evenly among its own, else the nearest."""
    out = np.empty((len(parts), POINTS), np.int64)
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(parts) + 1))
    for index in range(len(parts)):
        mine = order[starts[index]:starts[index + 1]]
        if len(mine) == 0:
            mine = np.argsort(((points - parts.centre[index]) ** 2).sum(1), kind="stable")[:POINTS]
        out[index] = mine[(np.arange(POINTS) * len(mine)) // POINTS]
    return out


def _own(parts: Parts, centre: np.ndarray, size: float) -> np.ndarray:
    half = parts.size / size
    root = np.einsum("pij,pj,pkj->pik", parts.rotation, half, parts.rotation)
    logs = np.sort(np.log(np.maximum(half, LEAST)), 1)
    box = np.abs(parts.rotation) * half[:, None]
    reach = box.sum(2)[:, 1]
    return np.concatenate([
        2.0 * centre, 6.0 * root[:, _ROOT[0], _ROOT[1]], 0.5 * (logs + 3.0), 2.0 * np.abs(centre[:, :1]),
        parts.exponents.mean(1, keepdims=True), (logs.sum(1, keepdims=True) + 9.0) / 6.0,
        2.0 * (centre[:, 1] - reach)[:, None], 2.0 * (centre[:, 1] + reach)[:, None]], 1)


def _pair(parts: Parts, centre: np.ndarray, size: float) -> np.ndarray:
    gap = gaps(parts) / size
    away = centre[None] - centre[:, None]
    mirrored = centre[None] - (centre * (-1.0, 1.0, 1.0))[:, None]
    logs = np.sort(np.log(np.maximum(parts.size / size, LEAST)), 1)
    unlike = np.abs(logs[None] - logs[:, None]).sum(2)
    far, apart = np.linalg.norm(away, axis=2), np.linalg.norm(mirrored, axis=2)
    larger = (logs[None] - logs[:, None]).sum(2)
    return np.concatenate([3.0 * away, np.stack([
        3.0 * far, np.tanh(20.0 * gap), np.tanh(60.0 * gap), np.exp(-20.0 * apart), 3.0 * apart,
        np.exp(-2.0 * unlike), 0.3 * larger], 2)], 2)


def gaps(parts: Parts) -> np.ndarray:
    """Least distance of every two parts [part, part] m, negative where they overlap."""
    enough = -0.5 * np.minimum.outer(parts.size.min(1), parts.size.min(1))
    out = np.zeros((len(parts), len(parts)))
    kernel.gaps(tabulate(parts), np.ascontiguousarray(outline(parts)[:, ::12]), enough, out)
    return np.minimum(out, out.T)
