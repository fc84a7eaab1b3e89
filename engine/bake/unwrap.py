"""Unwrapping: a shell's lattice laid flat on a square tile, a belt and two ends.

In     Lattice.   Out   Unwrapping: seamed vertices with places on the tile, faces, and charts to fill it by.
Raises nothing.  Knows nothing of colours, parts, files or Qt.

The belt goes round the y axis from the back's corner; vertices where it closes and where it meets the ends are
doubled, so that every chart is a plain grid of the lattice's cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.bake.shells import Lattice

GUTTER = 2
"""Texels round each chart that repeat its rim."""


@dataclass(frozen=True)
class Chart:
    vertices: np.ndarray     # [row + 1, column + 1] vertices of the lattice
    window: tuple[int, int, int, int]    # first texel, and one past the last: left, top, right, bottom


@dataclass(frozen=True)
class Unwrapping:
    source: np.ndarray       # [vertex] which vertex of the lattice
    place: np.ndarray        # [vertex, 2] texels from the tile's top left
    faces: np.ndarray        # [face, 3], in the lattice's order
    charts: tuple[Chart, ...]


def unwrapped(shape: Lattice, side: int, tall: float) -> Unwrapping:
    """The lattice on a tile of `side` texels, of which the belt takes the share `tall`."""
    nx, levels, nz = shape.grid.max(0)
    index = np.full((nx + 1, levels + 1, nz + 1), -1)
    index[tuple(shape.grid.T)] = np.arange(len(shape.grid))
    forth, back = np.arange(nx + 1), np.arange(nz + 1)
    x = np.concatenate([np.zeros(nz, int), forth[:-1], np.full(nz, nx), forth[:0:-1], [0]])
    z = np.concatenate([back[:-1], np.full(nx, nz), back[:0:-1], np.zeros(nx, int), [0]])
    cut, middle = round(tall * side), side // 2
    charts = (Chart(index[x, :, z].T, (0, 0, side, cut)), Chart(index[:, 0, :].T, (0, cut, middle, side)),
              Chart(index[:, levels, :].T, (middle, cut, side, side)))
    starts = np.cumsum([0, *(chart.vertices.size for chart in charts)])
    column = np.zeros(len(shape.grid), int)
    column[charts[0].vertices[:, :-1]] = np.arange(len(x) - 1)
    return Unwrapping(
        source=np.concatenate([chart.vertices.ravel() for chart in charts]),
        place=np.concatenate([_nodes(chart) for chart in charts]),
        faces=_faces(shape, column, len(x), starts), charts=charts)


def texel_lines(first: int, past: int, cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Of every texel first .. past: the cell of a chart it lies in, and its share of the way through it."""
    left, right = first + GUTTER, past - GUTTER
    at = ((np.arange(first, past) + 0.5 - left) / (right - left) * cells).clip(0.0, cells)
    cell = np.minimum(at.astype(int), cells - 1)
    return cell, at - cell


def filled(chart: Chart, values: np.ndarray) -> np.ndarray:
    """Values at the lattice's vertices [vertex, k] at the middle of every texel of a chart, [row, column, k]."""
    left, top, right, bottom = chart.window
    grid = values[chart.vertices]
    row, down = texel_lines(top, bottom, grid.shape[0] - 1)
    column, along = texel_lines(left, right, grid.shape[1] - 1)
    rows = grid[row] + down[:, None, None] * (grid[row + 1] - grid[row])
    return rows[:, column] + along[None, :, None] * (rows[:, column + 1] - rows[:, column])


def _nodes(chart: Chart) -> np.ndarray:
    left, top, right, bottom = chart.window
    rows, columns = chart.vertices.shape
    x = np.linspace(left + GUTTER, right - GUTTER, columns)
    y = np.linspace(top + GUTTER, bottom - GUTTER, rows)
    return np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)


def _faces(shape: Lattice, column: np.ndarray, width: int, starts: np.ndarray) -> np.ndarray:
    nx, levels, nz = shape.grid.max(0)
    level = shape.grid[shape.faces, 1]
    round_ = column[shape.faces]
    round_ = np.where((np.ptp(round_, axis=1) > width // 2)[:, None] & (round_ == 0), width - 1, round_)
    out = level * width + round_
    flat = shape.grid[shape.faces, 2] * (nx + 1) + shape.grid[shape.faces, 0]
    for end, start in ((0, starts[1]), (levels, starts[2])):
        out = np.where((level == end).all(1)[:, None], start + flat, out)
    return out
