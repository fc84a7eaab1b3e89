"""Signed distance of an object: the smooth union of its parts.

In     Parts (m, object frame); points [n, 3] m.
Out    signed distances [m] (negative inside), gradients, blend widths; all float64.
Raises FieldError when points are not [n, 3].
Knows nothing of diffusion, meshes, documents or Qt.

Superquadric with taper and bend: Barr 1981. The formulas of distance and union are in engine.form.kernel.

A hollow part (shell > 0 and open > 0) is a *cup*: closed at -y, open at +y, wall `shell` thick inside the
outer surface, its rim rounded. `open` is the cavity's depth: it comes in from the +y end as `open` goes
from .2 to .8 and is gone below .2, so that a solid becomes a cup without a jump. A cavity that nothing
opens would be invisible: it is solid here.

Relief is a part's own, in its own frame, so that it moves and grows with it. What is squared along y was dressed: it is
even, as are cups, whose walls are too thin.
"""

from __future__ import annotations

import numpy as np

from engine.form import kernel
from engine.form.parts import Parts

WIDTH_PER_BLEND = 1.54
"""k of the union per blend radius: two crossing parts swell by .45 of the radius."""
LEAST_WIDTH = 1e-5
RELIEF_STEP = 0.5
"""The relief's lattice, as a share of a part's mean half extent."""
THINNEST = 0.1
"""Most of its smallest half extent that a part's relief may be."""


class FieldError(ValueError):
    """The points are not [n, 3]."""


class Field:
    """Distance field of one object at one moment."""

    def __init__(self, parts: Parts, *, blend: float = 1.0):
        """`blend` multiplies every blend radius."""
        self.parts = parts
        self.table = tabulate(parts, blend)

    def distance(self, points: np.ndarray) -> np.ndarray:
        """Signed distance of the union [m], shape [n]."""
        points = _checked(points)
        out = np.empty(len(points))
        kernel.distances_at(self.table, points, out)
        return out

    def gradient(self, points: np.ndarray) -> np.ndarray:
        """Gradient of the union, shape [n, 3]; about unit length, shorter inside blends."""
        return self.both(points)[1]

    def both(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(distance [n], gradient [n, 3], blend width [n] m).

        The width is 0 where one part rules alone; a quarter of it bounds the swelling of two parts.
        """
        points = _checked(points)
        out, slope, width = np.empty(len(points)), np.empty((len(points), 3)), np.empty(len(points))
        kernel.both_at(self.table, points, out, slope, width)
        return out, slope, width

    def part_both(self, points: np.ndarray, part: int) -> tuple[np.ndarray, np.ndarray]:
        """(distance [n], gradient [n, 3]) of one part alone."""
        points = _checked(points)
        out, slope = np.empty(len(points)), np.empty((len(points), 3))
        kernel.part_at(self.table, part, points, out, slope)
        return out, slope

    def part_distance(self, points: np.ndarray, part: int) -> np.ndarray:
        """Signed distance of one part alone [m], shape [n]."""
        return self.part_both(points, part)[0]

    def part_gradient(self, points: np.ndarray, part: int) -> np.ndarray:
        """Gradient of one part's distance, shape [n, 3]."""
        return self.part_both(points, part)[1]

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """(low [3], high [3]) m: a box that holds the surface, blends included."""
        low, high = part_bounds(self.table)
        swell = 0.5 * self.table[:, kernel.WIDTH:kernel.WIDTH + 1] if len(self.table) > 1 else 0.0
        return (low - swell).min(0), (high + swell).max(0)


def tabulate(parts: Parts, blend: float = 1.0) -> np.ndarray:
    """The kernel's table [part, column]."""
    table = np.zeros((len(parts), kernel.COLUMNS))
    size = np.maximum(parts.size, 1e-6)
    power = 2.0 / (1.0 - 0.86 * parts.exponents)
    table[:, kernel.CENTRE:kernel.AXES] = parts.centre
    table[:, kernel.AXES:kernel.SIZE] = parts.rotation.transpose(0, 2, 1).reshape(len(parts), 9)
    table[:, kernel.SIZE:kernel.AROUND] = size
    table[:, kernel.AROUND:kernel.TAPER] = power
    table[:, kernel.TAPER], table[:, kernel.BEND] = parts.taper, parts.bend
    table[:, kernel.WALL:kernel.LOW] = np.stack(cup(parts), axis=1)
    low, high = _boxes(size, power, parts.taper, parts.bend)
    mean = size.mean(1)
    height = np.minimum(parts.relief * mean * (1.0 - parts.exponents[:, 1]), THINNEST * size.min(1))
    height = np.where(table[:, kernel.WALL] > 0.0, 0.0, height)
    table[:, kernel.HEIGHT], table[:, kernel.STEP] = height, np.maximum(RELIEF_STEP * mean, 1e-9)
    low, high = low - height[:, None], high + height[:, None]
    table[:, kernel.LOW:kernel.HIGH], table[:, kernel.HIGH:kernel.WIDTH] = low, high
    table[:, kernel.WIDTH] = np.maximum(parts.blend * (WIDTH_PER_BLEND * blend), LEAST_WIDTH)
    return table


def cup(parts: Parts) -> tuple[np.ndarray, ...]:
    """The cups of an object: (wall [m], rim, floor, lip, lip radius, rounding [m]), each [part].

    Wall 0: the part is solid. `rim` and `floor` are heights in unit coordinates: the solid is cut off
    above the rim, and the cavity reaches down to the floor or to the bottom wall, whichever is higher.
    Above `lip` the cavity goes straight up with the outer section's unit radius `lip radius`, less the wall.
    """
    depth = np.clip((parts.open - 0.2) / 0.6, 0.0, 1.0)
    depth = depth * depth * (3.0 - 2.0 * depth)
    wall = np.where(depth > 0.0, parts.shell, 0.0)
    power = 2.0 / (1.0 - 0.86 * parts.exponents[:, 1])
    share = np.clip(wall / np.maximum(np.minimum(parts.size[:, 0], parts.size[:, 2]), 1e-6), 0.0, 1.0)
    rounding = np.maximum(0.9 * wall, 1e-6)
    lip, lip_radius = 0.1 ** (1.0 / power), 0.9 ** (1.0 / power)
    edge = np.maximum(lip_radius - 0.5 * share, 0.2)
    margin = rounding / np.maximum(parts.size[:, 1], 1e-6)
    full_rim, no_rim = (1.0 - edge**power) ** (1.0 / power), 1.0 + margin
    no_floor, full_floor = 1.0 + 2.0 * margin, -1.0 - 2.0 * margin
    return (wall, no_rim + depth * (full_rim - no_rim), no_floor + depth * (full_floor - no_floor),
            lip, lip_radius, rounding)


def part_bounds(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(low, high), each [part, 3] m: the parts' boxes along the object's axes."""
    low, high = table[:, kernel.LOW:kernel.HIGH], table[:, kernel.HIGH:kernel.WIDTH]
    axes = table[:, kernel.AXES:kernel.SIZE].reshape(-1, 3, 3)
    middle = table[:, kernel.CENTRE:kernel.AXES] + np.einsum("nij,ni->nj", axes, 0.5 * (low + high))
    reach = np.einsum("nij,ni->nj", np.abs(axes), 0.5 * (high - low))
    return middle - reach, middle + reach


_HEIGHTS = np.linspace(-1.0, 1.0, 65)


def _boxes(size, power, taper, bend) -> tuple[np.ndarray, np.ndarray]:
    """(low, high), each [part, 3] m: a close box of the warped superquadric in its own frame."""
    along = power[:, 1:2]
    radius = np.maximum(1.0 - np.abs(_HEIGHTS)[None] ** along, 0.0) ** (1.0 / along)
    section = radius * (1.0 + taper[:, None] * _HEIGHTS)
    lift = (bend * size[:, 1])[:, None] * _HEIGHTS**2
    across, spare = size[:, :1] * section.max(1)[:, None], 0.004 * size
    front = (size[:, 2:] * section + lift).max(1)[:, None]
    back = (-size[:, 2:] * section + lift).min(1)[:, None]
    low, high = np.hstack([-across, -size[:, 1:2], back]), np.hstack([across, size[:, 1:2], front])
    # sampled heights miss the true extreme by less than the spare
    spare = spare + 0.002 * (high - low)
    return low - spare, high + spare


def _checked(points: np.ndarray) -> np.ndarray:
    points = np.ascontiguousarray(points, np.float64)
    if points.ndim != 2 or points.shape[1] != 3:
        raise FieldError(f"points must be [n, 3], not {list(points.shape)}")
    return points
