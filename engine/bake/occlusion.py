"""Occlusion: how much of the light from all around reaches an object past itself, as texels of its atlas.

In     an Atlas with a tile for every part, its Shells, moments of the clip as Fields with the shells Lifted onto them.
Out    texels [side, side] uint8, 255 open; how far a moment is from them, in the mean.
Raises nothing.  Knows nothing of targets, files or Qt.

At each moment the blended distance field is sampled on a grid, and from every texel's point on the surface cones are
traced through it: what a cone sees is the least clearance along it for its width there (Wright 2015, "Dynamic Occlusion
with Signed Distance Fields"; the clearance as of Quilez' soft shadows, after Evans 2006). A cone beside the surface's
own plane is half below it: each counts as a share of what it would see on a plane.

A texture cannot change with the animation, so only what stays is believed: where moments differ, a texel is lighter
than their mean by their standard deviation. Of two moments that is the lighter one: what an arm darkens as it passes is
left out, the pit of the arm stays dark. A texel counts while it is on the surface; where it never is, it has its
neighbour's number, so that no hidden dark leaks out. Glass neither darkens nor is darkened. Floors and other objects
are not in it, nor are crevices narrower than a cell of the grid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.ndimage import distance_transform_edt

from engine.bake.atlas import Atlas, Tile, opacity
from engine.bake.lift import Lifted
from engine.bake.shells import Shells
from engine.bake.unwrap import Chart, filled
from engine.form.compiling import compiled
from engine.form.field import Field

MOMENTS = 6
"""At most, of a clip."""
CONES = 24
SPREAD = math.tan(math.acos(1.0 - 1.0 / CONES))
"""A cone's radius for its length, so that together they cover the hemisphere."""
FINE = 96
"""Cells of the grid along the object's diagonal."""
REACH = 0.5
"""How far a cone is traced, and below, shares of the diagonal: how deep a texel may lie and be on the surface."""
COVERED = 0.004
STRIDE, LEAST = 4, 12
"""Texels from one that is looked at to the next; how many of a chart's rows and columns are looked at, at least."""
START, STEP = 1.5, 0.7
"""Where a cone begins, in cells; how far it goes on at a time, for the clearance there, but half a cell at least."""
WALL = 4.0
"""How dark a cone is that has come through something, for how deep it was in it on its way: half a wall's way across
is as deep as one can be."""
Moment = tuple[Field, Lifted]


def occlusion(laid: Atlas, shape: Shells, moments: Sequence[Moment]) -> tuple[np.ndarray, float]:
    """Texels, and the mean over them of how far a moment is from what they say, 0..1."""
    looks = [_Look(tile, chart) for tile in laid.tiles for chart in tile.charts]
    for field, lifted in moments:
        clear = opacity(field.parts.material) < 1.0
        mine = [look for look in looks if not clear[look.tile.part]]
        if not mine:
            continue
        places = [look.places(shape, lifted) for look in mine]
        reached, seen = _reached(Field(field.parts.take(~clear)), np.concatenate(places))
        ends = np.cumsum([len(each) for each in places])[:-1]
        for look, value, on in zip(mine, np.split(reached, ends), np.split(seen, ends)):
            look.add(value, on)
    out = np.ones((len(laid.palette),) * 2)
    for look in looks:
        look.draw(out)
    missed = np.concatenate([look.missed() for look in looks])
    return np.round(out * 255.0).astype(np.uint8), float(missed.mean()) if len(missed) else 0.0


class _Look:
    """A chart, and what the moments see at some of its texels: light varies less than paint."""

    def __init__(self, tile: Tile, chart: Chart) -> None:
        self.tile, self.chart = tile, chart
        left, top, right, bottom = chart.window
        self._lines = _lines(bottom - top), _lines(right - left)
        self._total, self._squares, self._count = np.zeros((3, *map(len, self._lines)))

    def places(self, shape: Shells, lifted: Lifted) -> np.ndarray:
        """Points [n, 3] m."""
        part = self.tile.part
        at = filled(self.chart, lifted.positions[shape.starts[part]:shape.starts[part + 1]])
        return at[np.ix_(*self._lines)].reshape(-1, 3)

    def add(self, value: np.ndarray, seen: np.ndarray) -> None:
        value, seen = value.reshape(self._count.shape), seen.reshape(self._count.shape)
        self._total += value * seen
        self._squares += value**2 * seen
        self._count += seen

    def _believed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What is believed, the mean of the moments, and of their squares."""
        mean, square = (sums / np.maximum(self._count, 1.0) for sums in (self._total, self._squares))
        return (mean + np.sqrt(np.maximum(square - mean**2, 0.0))).clip(0.0, 1.0), mean, square

    def missed(self) -> np.ndarray:
        """By how much the moments differ from what is believed, root mean square, where anything is seen [n]."""
        believed, mean, square = self._believed()
        return np.sqrt(np.maximum(square - 2.0 * believed * mean + believed**2, 0.0))[self._count > 0.0]

    def draw(self, texels: np.ndarray) -> None:
        """Over its window of the texture."""
        known = self._count > 0.0
        if not known.any():
            return
        values, (x, y), (left, top, right, bottom) = self._believed()[0], self.tile.corner, self.chart.window
        if not known.all():
            at = distance_transform_edt(~known, return_distances=False, return_indices=True)
            assert isinstance(at, np.ndarray)
            values = values[tuple(at)]
        rows, columns = self._lines
        tall = np.stack([np.interp(np.arange(bottom - top), rows, column) for column in values.T], 1)
        texels[y + top:y + bottom, x + left:x + right] = [
            np.interp(np.arange(right - left), columns, row) for row in tall]


def _reached(field: Field, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How open the field is at places [n, 3] brought onto its surface, and which lie on it, each [n]."""
    low, high = field.bounds()
    diagonal = float(np.linalg.norm(high - low))
    spacing = diagonal / FINE
    distance, slope, _ = field.both(places)
    seen = distance > -COVERED * diagonal
    steep = np.maximum((slope**2).sum(1, keepdims=True), 0.25)
    points = places - (distance[:, None] / steep).clip(-2.0 * spacing, 2.0 * spacing) * slope
    normals = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)
    corner = low - spacing
    cells = np.ceil((high - corner) / spacing).astype(int) + 2
    lattice = np.stack(np.meshgrid(*map(np.arange, cells), indexing="ij"), -1).reshape(-1, 3)
    values = field.distance(corner + spacing * lattice).reshape(tuple(cells)).astype(np.float32)
    out = np.ones(len(points))
    chosen = np.flatnonzero(seen)
    open_ = np.empty(len(chosen))
    open_at(values, corner, spacing, points[chosen], normals[chosen], _directions(), REACH * diagonal, open_)
    out[chosen] = open_
    return out, seen


def _directions() -> np.ndarray:
    """Evenly by the cosine about +z [CONES, 3]: a spiral on the disc (Vogel 1979), lifted onto the dome (Malley)."""
    k = np.arange(CONES) + 0.5
    radius, turn = np.sqrt(k / CONES), k * math.pi * (3.0 - math.sqrt(5.0))
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), np.sqrt(1.0 - radius**2)], 1)


def _lines(size: int) -> np.ndarray:
    """Which of a chart's rows, or columns, are looked at: both ends among them."""
    return np.unique(np.linspace(0, size - 1, max(size // STRIDE, min(size, LEAST))).round()).astype(int)


@compiled
def open_at(values, corner, spacing, points, normals, directions, reach, out):
    """Fill 0 shut .. 1 open at each point, traced through distances `values` [x, y, z] m on a grid."""
    for i in range(len(points)):
        nx, ny, nz = normals[i, 0], normals[i, 1], normals[i, 2]
        side = 1.0 if nz >= 0.0 else -1.0               # a frame about the normal (Duff et al. 2017)
        a = -1.0 / (side + nz)
        b = nx * ny * a
        total = most = 0.0
        for k in range(len(directions)):
            u, v, w = directions[k, 0], directions[k, 1], directions[k, 2]
            dx = u * (1.0 + side * nx * nx * a) + v * b + w * nx
            dy = u * side * b + v * (side + ny * ny * a) + w * ny
            dz = -u * side * nx - v * ny + w * nz
            on_plane = min(1.0, 0.5 + 0.5 * w / SPREAD)
            least, t, since, deepest = on_plane, START * spacing, 0.0, 0.0
            while t < reach and least > 0.0:
                clear = sampled(values, (points[i, 0] + t * dx - corner[0]) / spacing,
                                (points[i, 1] + t * dy - corner[1]) / spacing,
                                (points[i, 2] + t * dz - corner[2]) / spacing)
                if clear < 0.0:
                    since, deepest = (since if since > 0.0 else t), min(deepest, clear)
                elif since > 0.0:                       # through a wall thinner than the cone is wide, or past an edge
                    least *= 1.0 - min(1.0, -WALL * deepest / (t - since))
                    since = deepest = 0.0
                least = min(least, 0.5 + 0.5 * clear / (SPREAD * t))
                t += max(0.5 * spacing, STEP * clear)
            total += max(least, 0.0)
            most += on_plane
        out[i] = total / most


@compiled
def sampled(values, x, y, z):
    """A grid's value between its points; far away where there are none."""
    if not (0.0 <= x < values.shape[0] - 1 and 0.0 <= y < values.shape[1] - 1 and 0.0 <= z < values.shape[2] - 1):
        return 1e9
    i, j, k = int(x), int(y), int(z)
    u, v, w = x - i, y - j, z - k
    near = (values[i, j, k] * (1 - w) + values[i, j, k + 1] * w) * (1 - v) + (
        values[i, j + 1, k] * (1 - w) + values[i, j + 1, k + 1] * w) * v
    far = (values[i + 1, j, k] * (1 - w) + values[i + 1, j, k + 1] * w) * (1 - v) + (
        values[i + 1, j + 1, k] * (1 - w) + values[i + 1, j + 1, k + 1] * w) * v
    return near * (1 - u) + far * u
