"""Silhouette: an object's outline seen level from one side, its overlap with another, and how to bring it there.

In     Parts, or tokens [slot, channel]; a mask [row, column] bool, row 0 on top; a view: the camera's yaw [rad], 0 from
       the front (+Z), pi / 2 from +X.
Out    the parts' own silhouette as a mask; the share of overlap, 0..1; tokens whose silhouette is nearer to the mask.
Raises TokenError (engine.form.parts) for unusable tokens.  Knows nothing of diffusion, documents, pictures or Qt.

Two silhouettes are compared as shapes: moved so that their centres of area agree, and scaled to the same area. A part
without a bend is seen as a convex shape: the points that no direction of the picture has beyond the part's furthest in
that direction (its support). How deep a pixel lies within the nearest such bound, softened over a pixel, is a soft
silhouette with slopes in the parts' sizes and joints (engine.form.linkage); Liu et al. 2019 do this with triangles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.linkage import SIZE, Linkage, stretch
from engine.form.outline import outline
from engine.form.parts import Parts, expand
from engine.form.unit import unit_of
from engine.vocabulary.slots import SLOT_COUNT

VIEWS = (0.0, 0.5 * np.pi, np.pi, 1.5 * np.pi)
"""From the front, the object's left (+X), the back and its right."""
BEARINGS = 20
GRID = 40
"""Pixels along the longer side of the picture in which shapes are brought together; FINE in which they are compared."""
FINE = 128
STEPS, PACE, MOMENTUM, BOUND = 12, 0.08, 0.8, 0.4
"""Of one correction: its steps, how far what matters most goes in one, how much of the last step goes on, and how far
anything goes in all; in ln of a half extent and in the parent's unit coordinates.
"""
ROUND = 0.05
"""ln of the ratio up to which two half extents count as the same."""
_RING = np.array([[True, False, True], [False, True, False], [True, False, True]])
SHARP = 4.0
"""How fast a soft silhouette's edge falls off, per pixel."""


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    """Intersection over union of two masks as shapes: 1 where they are the same up to place and scale."""
    a, b = (_canonical(np.asarray(mask, bool)) for mask in (first, second))
    return float((a & b).sum() / max((a | b).sum(), 1))


def _canonical(mask: np.ndarray) -> np.ndarray:
    """The mask with its centre of area in the middle and an area of 1, in a square of 6."""
    rows, columns = np.nonzero(mask)
    if len(rows) == 0:
        return np.zeros((FINE, FINE), bool)
    side, at = np.sqrt(len(rows)), (np.arange(FINE) + 0.5) / FINE * 6.0 - 3.0
    row = np.round(rows.mean() + at * side).astype(int)
    column = np.round(columns.mean() + at * side).astype(int)
    inside = ((row >= 0) & (row < mask.shape[0]))[:, None] & ((column >= 0) & (column < mask.shape[1]))
    return inside & mask[row.clip(0, mask.shape[0] - 1)[:, None], column.clip(0, mask.shape[1] - 1)]


def silhouette(parts: Parts, view: float = 0.0, *, pixels: int = FINE) -> np.ndarray:
    """The parts' silhouette [row, column], its longer side about `pixels`."""
    seen = _Seen(parts, view)
    frame = _Frame.around(seen.reach(), pixels)
    return frame.picture(seen.depth(frame.points).max(0) > 0.0)


def best_view(parts: Parts, mask: np.ndarray) -> tuple[float, float]:
    """(view, overlap) of the side from which the parts look most like the mask."""
    found = [(overlap(silhouette(parts, view), mask), -index) for index, view in enumerate(VIEWS)]
    share, index = max(found)
    return VIEWS[-index], share


def drawn_to(tokens: np.ndarray, mask: np.ndarray, *, view: float, free: np.ndarray, steps: int = STEPS,
             bound: float = BOUND) -> np.ndarray:
    """The tokens with the free parts' sizes and joints led uphill on the soft overlap with the mask."""
    linkage, change = Linkage(expand(tokens)), np.zeros((SLOT_COUNT, 6))
    alike, movable = _alike(linkage.parts), linkage.movable() & free[:, None]
    pace, best, most = np.zeros_like(change), change, -1.0
    for step in range(steps + 1):
        share, slope = _soft(linkage, change, mask, view)
        if share > most:
            best, most = change, share
        slope[:, SIZE] = np.einsum("sab,sb->sa", alike, slope[:, SIZE])
        slope[~movable] = 0.0
        pace = MOMENTUM * pace + (1-MOMENTUM) * slope
        length = PACE * (1.0 - step / (steps + 1))
        change = np.clip(change + length * pace / max(np.abs(pace).max(), 1e-9), -bound, bound)
    return linkage.told(tokens, best)


def _alike(parts: Parts) -> np.ndarray:
    """[slot, 3, 3]: the mean over the half extents in which a part is round: it stays round."""
    out = np.tile(np.eye(3), (SLOT_COUNT, 1, 1))
    length, ring, ball = np.log(parts.size), parts.exponents[:, 0] < 0.5, parts.exponents.max(1) < 0.5
    around = np.eye(3, dtype=bool) | ring[:, None, None] & _RING | ball[:, None, None]
    same = around & (np.abs(length[:, :, None] - length[:, None]) < ROUND)
    out[parts.slot] = same / same.sum(-1, keepdims=True)
    return out

def _soft(linkage: Linkage, change: np.ndarray, mask: np.ndarray, view: float) -> tuple[float, np.ndarray]:
    """The soft overlap 0..1 and its slope by the change [slot, 6]."""
    parts = linkage.changed(change)
    seen = _Seen(parts, view)
    frame = _Frame.around(seen.reach(), GRID, room=0.35)
    depth = seen.depth(frame.points)
    which = depth.argmax(0)
    deepest = depth[which, np.arange(len(which))] / frame.pixel
    covered = 1.0 / (1.0 + np.exp(-np.clip(SHARP * deepest, -30.0, 30.0)))
    asked = frame.sampled(mask, covered)
    both, either = float((covered * asked).sum()), float((covered + asked - covered * asked).sum())
    by_pixel = (asked * either - both * (1.0 - asked)) / either**2
    by_depth = by_pixel * covered * (1.0 - covered) * SHARP / frame.pixel
    weight = np.zeros((len(parts), BEARINGS))
    np.add.at(weight, (which, seen.bearing(frame.points, which)), by_depth)
    towards = np.einsum("pk,kc->pc", weight, seen.normals)                       # of every part's centre
    slope = np.einsum("pc,pcsa->sa", towards, linkage.slopes(change, parts))
    part = np.repeat(np.arange(len(parts)), BEARINGS)
    own = stretch(parts, part, seen.furthest.reshape(-1, 3)).reshape(len(parts), BEARINGS, 3, 3)
    np.add.at(slope[:, SIZE], parts.slot, np.einsum("pk,kc,pkca->pa", weight, seen.normals, own))
    return both / either, slope


class _Seen:
    """Parts by their supports: how far each reaches in every bearing of the picture."""

    def __init__(self, parts: Parts, view: float) -> None:
        self.plane = np.array([[np.cos(view), 0.0, -np.sin(view)], [0.0, 1.0, 0.0]])      # right, up
        angle = np.arange(BEARINGS) * 2.0 * np.pi / BEARINGS
        self.flat = np.stack([np.cos(angle), np.sin(angle)], 1)                            # [bearing, 2]
        self.normals = self.flat @ self.plane                                              # [bearing, 3]
        points = outline(parts)
        along = points @ self.normals.T                                                    # [part, point, bearing]
        at = along.argmax(1)
        self.support = np.take_along_axis(along, at[:, None], 1)[:, 0]                     # [part, bearing] m
        extreme = np.take_along_axis(points, at[..., None], 1)
        part = np.repeat(np.arange(len(parts)), BEARINGS)
        self.furthest = unit_of(parts, part, extreme.reshape(-1, 3)).reshape(len(parts), BEARINGS, 3)

    def depth(self, points: np.ndarray) -> np.ndarray:
        """How deep points [n, 2] lie within each part [part, n] m; negative outside."""
        return (self.support[:, None] - (points @ self.flat.T)[None]).min(-1)

    def bearing(self, points: np.ndarray, part: np.ndarray) -> np.ndarray:
        """Which bearing bounds points [n, 2] in the parts [n] of theirs."""
        return (self.support[part] - points @ self.flat.T).argmin(-1)

    def reach(self) -> tuple[np.ndarray, np.ndarray]:
        """(low [2], high [2]) of all parts in the picture [m]."""
        quarter = BEARINGS // 4
        most = self.support.max(0)
        return -most[[2 * quarter, 3 * quarter]], most[[0, quarter]]


@dataclass(frozen=True)
class _Frame:
    """The pixels of a picture in the plane."""

    low: np.ndarray          # [2] m
    pixel: float             # m
    shape: tuple[int, int]   # columns, rows

    @staticmethod
    def around(reach: tuple[np.ndarray, np.ndarray], pixels: int, room: float = 0.02) -> _Frame:
        low, high = reach
        margin = room * (high - low).max()
        span = high - low + 2.0 * margin
        pixel = float(span.max() / pixels)
        columns, rows = np.ceil(span / pixel).astype(int).tolist()
        return _Frame(low - margin, pixel, (max(columns, 1), max(rows, 1)))

    @property
    def points(self) -> np.ndarray:
        """The pixels' middles [n, 2] m, upwards row by row."""
        x = self.low[0] + (np.arange(self.shape[0]) + 0.5) * self.pixel
        y = self.low[1] + (np.arange(self.shape[1]) + 0.5) * self.pixel
        return np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)

    def picture(self, values: np.ndarray) -> np.ndarray:
        """Values [n] of the pixels as rows from the top."""
        return values.reshape(self.shape[1], self.shape[0])[::-1]

    def sampled(self, mask: np.ndarray, covered: np.ndarray) -> np.ndarray:
        """The mask at the pixels [n], as large as what is `covered` [n] and with the same centre."""
        area = covered.sum()
        centre = covered @ self.points / area
        rows, columns = np.nonzero(mask)
        by = np.sqrt(len(rows) / (area * self.pixel**2))
        x, y = ((self.points - centre) * by).T
        row, column = np.round(rows.mean() - y).astype(int), np.round(columns.mean() + x).astype(int)
        inside = (row >= 0) & (row < mask.shape[0]) & (column >= 0) & (column < mask.shape[1])
        return inside & mask[row.clip(0, mask.shape[0] - 1), column.clip(0, mask.shape[1] - 1)]
