"""Closed shells: one box lattice per part, laid onto the part's own surface at any moment.

In     Parts at some moment; a lattice size per part.   Out   points and outward normals on the parts' surfaces.
Raises BakeError where a triangle budget cannot be met.
Knows nothing of blends, motion, files or Qt.

A lattice is the surface of a box of nx x levels x nz cells. Its vertices keep their cube coordinates for the
whole clip, which is what makes one topology of a changing part: cube coordinates / gauge are the unit
coordinates of the superquadric. A part that is a cup at some moment has more levels: outer wall, rim, inner wall
and inner floor are one closed surface (a *folded cup*), which lies flat on the part's +y end while it is solid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.field import Field, cup
from engine.form.parts import Parts, gauge, warp

RIM_LEVELS = 2
LEAST, MOST = 3, 20
LEAST_TRIANGLES = 240
"""A part's shell at its coarsest that still looks like something, folded."""
FLAT = 0.5
"""How far from the +y end's edge the folded levels reach while the part is solid."""


class BakeError(ValueError):
    """What cannot be baked; the message says what to do."""


@dataclass(frozen=True)
class Lattice:
    """One part's shell. Cube coordinates lie on the cube's surface, [-1, 1]."""

    solid: np.ndarray      # [vertex, 3] cube coordinates where the part is solid
    hollow: np.ndarray     # [vertex, 3] cube coordinates of wall and floor where it is a cup
    inset: np.ndarray      # [vertex] 0 outer surface .. 1 inner surface, where it is a cup
    faces: np.ndarray      # [face, 3]
    chart: np.ndarray      # [vertex, 2] 0..1, around and along: a plain unwrapping
    grid: np.ndarray       # [vertex, 3] int, which corner of the box's cells
    folded: bool


def lattice(nx: int, ny: int, nz: int, *, folded: bool) -> Lattice:
    """The shell of a box of nx x ny x nz cells; a folded one has RIM_LEVELS + ny levels more."""
    levels = ny + (RIM_LEVELS + ny if folded else 0)
    shape = np.array([nx, levels, nz])
    grid = np.stack(np.meshgrid(*(np.arange(n + 1) for n in shape), indexing="ij"), -1).reshape(-1, 3)
    grid = grid[((grid == 0) | (grid == shape)).any(1)]
    level = grid[:, 1]
    x, z = (np.tan(np.pi / 4 * (2.0 * grid[:, a] / shape[a] - 1.0)) for a in (0, 2))
    height = np.tan(np.pi / 4 * (2.0 * np.minimum(level, ny) / ny - 1.0))
    solid = np.stack([x, height, z], 1)
    hollow, inset = solid.copy(), np.zeros(len(grid))
    beyond = level > ny
    if folded:
        spread = np.where(beyond, 1.0 - FLAT * (level - ny) / (levels - ny), 1.0)
        solid[:, [0, 2]] *= spread[:, None]
        inset = ((level - ny) / RIM_LEVELS).clip(0.0, 1.0)
        down = ((level - ny - RIM_LEVELS) / ny).clip(0.0, 1.0)
        hollow[:, 1] = np.where(beyond, np.tan(np.pi / 4 * (1.0 - 2.0 * down)), hollow[:, 1])
    chart = np.stack([np.arctan2(x, z) / (2 * np.pi) + 0.5, level / levels], 1)
    return Lattice(solid, hollow, inset, _faces(grid, shape), chart, grid, folded)


def _faces(grid: np.ndarray, shape: np.ndarray) -> np.ndarray:
    index = np.full(shape + 1, -1)
    index[tuple(grid.T)] = np.arange(len(grid))
    out = []
    for axis in range(3):
        for side in (0, shape[axis]):
            sheet = np.moveaxis(index, axis, 0)[side]
            a, b, c, d = sheet[:-1, :-1], sheet[1:, :-1], sheet[1:, 1:], sheet[:-1, 1:]
            if (side == 0) != (axis == 1):      # the other two axes are right-handed about x and z, left about y
                b, d = d, b
            rows, columns = np.indices(a.shape)
            other = (2 * rows + 1 < a.shape[0]) != (2 * columns + 1 < a.shape[1])
            first = np.where(other[..., None, None], np.stack([np.stack([a, b, d], -1), np.stack([b, c, d], -1)], -2),
                             np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], -2))
            out.append(first.reshape(-1, 3))
    return np.concatenate(out)


@dataclass(frozen=True)
class Shells:
    """All shells of an object as one mesh."""

    lattices: tuple[Lattice, ...]
    part: np.ndarray       # [vertex]
    faces: np.ndarray      # [face, 3] uint32
    chart: np.ndarray      # [vertex, 2]
    starts: np.ndarray     # [part + 1] first vertex of each part

    def points(self, field: Field) -> tuple[np.ndarray, np.ndarray]:
        """Points [vertex, 3] m on each part's own surface and its own outward normals, at the field's moment."""
        cups = _cups(field.parts)
        points, normals = np.empty((len(self.part), 3)), np.empty((len(self.part), 3))
        for k, shape in enumerate(self.lattices):
            span = slice(self.starts[k], self.starts[k + 1])
            points[span], normals[span] = _laid(shape, field, k, cups[k])
        return points, normals

    def units(self, field: Field) -> np.ndarray:
        """Unit coordinates [vertex, 3] of the vertices on their own parts, at the field's moment."""
        cups = _cups(field.parts)
        return np.concatenate([_unit(shape, field.parts, k, cups[k]) for k, shape in enumerate(self.lattices)])


def shells(extent: np.ndarray, folded: np.ndarray, bend: np.ndarray, diagonal: float, *,
           budget: int | None = None) -> Shells:
    """Shells for parts of largest half extents `extent` [part, 3] m; `folded`, `bend` [part]: ever a cup, ever bent.

    Larger parts get finer lattices; with a budget [triangle] all get coarser together until they fit.
    """
    fineness = 20.0
    while True:
        counts = np.round(fineness * np.sqrt(2.0 * extent / diagonal)).astype(int)
        counts[:, 1] = np.where(np.abs(bend) > 0.1, np.ceil(1.4 * counts[:, 1]), counts[:, 1])
        counts = np.clip(counts, LEAST if fineness > 4 else 2, MOST)
        counts[folded] = np.maximum(counts[folded], 5 if fineness > 8 else counts[folded])
        if budget is None or _triangles(counts, folded) <= budget:
            break
        fineness *= 0.93
        if fineness < 1.0:
            raise BakeError(f"{len(extent)} parts need at least {_triangles(counts, folded)} triangles and the budget "
                            f"is {budget}: raise the budget or use fewer parts")
    made = tuple(lattice(*n, folded=bool(f)) for n, f in zip(counts, folded))
    starts = np.cumsum([0, *(len(one.solid) for one in made)])
    return Shells(
        lattices=made, starts=starts, part=np.repeat(np.arange(len(made)), np.diff(starts)).astype(np.int32),
        faces=np.concatenate([one.faces + at for one, at in zip(made, starts)]).astype(np.uint32),
        chart=np.concatenate([one.chart for one in made]))


def _triangles(counts: np.ndarray, folded: np.ndarray) -> int:
    nx, ny, nz = counts.T
    levels = ny + np.where(folded, RIM_LEVELS + ny, 0)
    return int((4 * (nx * levels + levels * nz + nx * nz)).sum())


def _cups(parts: Parts) -> np.ndarray:
    """Wall [m], rim, floor and the finished cup's rim of each part, [part, 4]; no wall: solid."""
    return np.stack([*cup(parts)[:3], cup(parts.changed(open=np.ones(len(parts))))[1]], 1)


def _unit(shape: Lattice, parts: Parts, part: int, hollow: np.ndarray) -> np.ndarray:
    exponents = parts.exponents[part]
    unit = _on_solid(_pushed(shape.solid, exponents), exponents)
    wall, rim, floor, edge = hollow
    if shape.folded and wall > 0.0:
        unit[:, 1] = np.minimum(unit[:, 1], rim)
        share = float(np.clip((edge - floor) / 0.25, 0.0, 1.0))
        unit += share * (_on_cup(shape, exponents, parts.size[part], wall, edge, floor) - unit)
    return unit


def _laid(shape: Lattice, field: Field, part: int, hollow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    parts, wall = field.parts, hollow[0]
    is_cup = shape.folded and wall > 0.0
    unit = _unit(shape, parts, part, hollow)
    own = warp(unit, parts.size[part], parts.taper[part], parts.bend[part])
    points = parts.centre[part] + own @ parts.rotation[part].T
    distance, slope = field.part_both(points, part)
    for _ in range(4 if is_cup else 1):
        steep = np.maximum((slope**2).sum(1), 0.25)
        reach = 0.5 * max(wall, 1e-3 * float(parts.size[part].min())) if is_cup else np.inf
        points = points - (distance / steep).clip(-reach, reach)[:, None] * slope
        distance, slope = field.part_both(points, part)
    return points, slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)


def _on_solid(cube: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    return cube / gauge(cube, exponents)[:, None]


def _pushed(cube: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    """Cube coordinates closer to the cube's edges where the part is boxy: its roundings get vertices."""
    across, along = 1.0 - 0.5 * float(exponents.max()), 1.0 - 0.5 * float(exponents[1])
    return np.sign(cube) * np.abs(cube) ** np.array([across, along, across])


def _on_cup(shape: Lattice, exponents: np.ndarray, size: np.ndarray, wall: float, rim: float,
            floor: float) -> np.ndarray:
    """Unit coordinates of the folded cup: near its surface; a few Newton steps do the rest.

    `rim` is the height of the finished cup's rim, whatever the cavity's depth is now.
    """
    cube = _pushed(shape.hollow, exponents)
    outer = _on_solid(cube, exponents)
    top = cube.copy()
    top[:, 1] = 1.0
    edge = _on_solid(top, exponents)[:, 1]
    side = np.abs(shape.hollow[:, [0, 2]]).max(1) > 1.0 - 1e-9
    squeeze = np.where(side, (rim + 1.0) / (edge + 1.0), 1.0)
    outer[:, 1] = (outer[:, 1] + 1.0) * squeeze - 1.0
    ring = outer[:, [0, 2]]
    power = 2.0 / (1.0 - 0.86 * exponents[1])
    section = (1.0 - np.abs(outer[:, 1]).clip(0, 1) ** power) ** (1.0 / power)
    circle = np.maximum(gauge(np.stack([ring[:, 0], 0 * ring[:, 0], ring[:, 1]], 1), exponents), 1e-9)
    ring = np.where(side[:, None], ring * (section / circle)[:, None], ring)
    outer[:, [0, 2]] = ring
    thin = np.clip(1.0 - wall / np.array([size[0], size[1], size[2]]), 0.05, 1.0)
    inner = outer * [thin[0], 1.0, thin[2]]
    inner[:, 1] = np.minimum(np.maximum(outer[:, 1] * np.where(outer[:, 1] < 0, thin[1], 1.0), floor), rim)
    return outer + shape.inset[:, None] * (inner - outer)
