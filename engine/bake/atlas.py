"""Atlas: the colours of painted parts as tiles of one texture, beside the cells of plain ones.

In     Parts at rest, their Shells, the base colours and finishes.   Out   Atlas: texels, UVs, and the seamed mesh.
Raises nothing.  Knows nothing of curves, targets, files or Qt.

A painted part has a square tile, larger where the part is; parts that look alike (the copies of a slot) share
one. Where every part is to have a tile of its own, so that light may fall on it in its own way, those of plain
parts are half as wide. Tiles are powers of two, laid along a Z-order curve, so that they fill the square without
gaps and mip levels do not mix them early. Glass is the palette's alpha.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.bake.palette import CELL, texels
from engine.bake.shells import Lattice, Shells
from engine.bake.unwrap import Chart, filled, unwrapped
from engine.form import pattern
from engine.form.field import Field
from engine.form.parts import Parts
from engine.vocabulary.materials import MATERIAL_KEYS, MATERIALS

MOST = 1024
PLAIN = 16
"""Texels of a plain part's cell beside tiles: some mip levels still show its own colour."""
TILES = ((0.20, 256), (0.07, 128), (0.02, 64), (0.0, 32))
"""Share of the diagonal that a part's half extent is, and its tile's side."""
LEAST_TILE = 32
"""Side of the tile of a plain part, at least: its charts have gutters."""


@dataclass(frozen=True)
class Tile:
    part: int
    corner: tuple[int, int]      # x, y of its top left texel
    charts: tuple[Chart, ...]    # their windows count from the corner


@dataclass(frozen=True)
class Atlas:
    palette: np.ndarray      # [side, side, 4] uint8
    surface: np.ndarray      # [side, side, 3] uint8
    source: np.ndarray       # [vertex] which vertex of the shells
    faces: np.ndarray        # [face, 3] uint32
    uvs: np.ndarray          # [vertex, 2]
    tiles: tuple[Tile, ...] = ()     # of every part, where each has its own


def opacity(material: np.ndarray) -> np.ndarray:
    """[part] 0..1"""
    return np.array([MATERIALS[key].opacity for key in MATERIAL_KEYS])[material]


def atlas(parts: Parts, shape: Shells, colour: np.ndarray, finish: np.ndarray, clear: np.ndarray,
          painted: np.ndarray, diagonal: float, *, each: bool = False) -> Atlas:
    """`colour` [part, 3] sRGB of plain parts, `finish` [part, 3], `clear` [part] opacity; `painted` [part] bool;
    `each`: every part has a tile of its own."""
    if not painted.any() and not each:
        palette, surface, windows = texels(colour, finish, clear)
        return Atlas(palette, surface, np.arange(len(shape.part)), shape.faces,
                     windows[shape.part, :2] + windows[shape.part, 2:] * shape.chart)
    units = shape.units(Field(parts))
    tiled = painted | each
    keys = [_key(parts, shape.lattices[k], k, finish[k]) if painted[k] and not each else (k,)
            for k in range(len(parts))]
    first = {key: k for k, key in reversed(list(enumerate(keys)))}
    sides = {k: _side(parts.size[k].max() / diagonal, painted[k]) if tiled[k] else PLAIN for k in first.values()}
    while sum(side * side for side in sides.values()) > MOST * MOST:
        sides = {k: max(side // 2, LEAST_TILE if tiled[k] else CELL) for k, side in sides.items()}
    corners, side = _packed(sides)
    palette = np.full((side, side, 4), 255, np.uint8)
    surface = np.zeros((side, side, 3), np.uint8)
    surface[..., 0] = 128
    meshes = [_laid(parts, shape, k, sides[first[key]], tiled[k]) for k, key in enumerate(keys)]
    for k in first.values():
        (x, y), wide = corners[k], sides[k]
        window = slice(y, y + wide), slice(x, x + wide)
        palette[*window, :3] = _tile(parts, shape, k, units, wide) if painted[k] else np.round(
            colour[k].clip(0, 1) * 255.0)
        palette[*window, 3] = np.round(clear[k] * 255.0)
        surface[*window] = np.round(finish[k].clip(0, 1) * 255.0)
    starts = np.cumsum([0, *(len(source) for source, *_ in meshes)])
    places = [place + corners[first[key]] for (_, place, *_), key in zip(meshes, keys)]
    return Atlas(palette, surface,
                 np.concatenate([source + at for (source, *_), at in zip(meshes, shape.starts)]),
                 np.concatenate([faces + at for (_, _, faces, _), at in zip(meshes, starts)]).astype(np.uint32),
                 np.concatenate(places) / side, tuple(
                     Tile(k, (int(corners[k][0]), int(corners[k][1])), charts)
                     for k, (*_, charts) in enumerate(meshes)) if each else ())


def _key(parts: Parts, shape: Lattice, part: int, finish: np.ndarray) -> tuple:
    """What makes two tiles the same."""
    numbers = (getattr(parts, name)[part] for name in ("size", "exponents", "taper", "bend", "shell", "open", "colour",
                                                       "material", "pattern", "second", "grain"))
    return shape.folded, tuple(shape.grid.max(0)), *(np.round(n, 6).tobytes() for n in numbers), finish.tobytes()


def _side(share: float, painted: bool) -> int:
    side = next(side for least, side in TILES if share >= least)
    return side if painted else max(side // 2, LEAST_TILE)


def _packed(sides: dict[int, int]) -> tuple[dict[int, np.ndarray], int]:
    """Each tile's corner (x, y), and the side of the square; the largest first along the Z-order curve."""
    corners, at = {}, 0
    for part in sorted(sides, key=lambda k: (-sides[k], k)):
        corners[part] = np.array([sum((at >> 2 * bit + axis & 1) << bit for bit in range(12)) for axis in (0, 1)])
        at += sides[part] ** 2
    most = max(int((corners[part] + sides[part]).max()) for part in sides)
    return corners, 1 << int(np.ceil(np.log2(most)))


def _tall(size: np.ndarray, folded: bool) -> float:
    """The belt's share of a tile, by how much of the part's surface goes round it."""
    height = 2.0 * size[1] * (2.0 if folded else 1.0)
    return float(np.clip(height / (height + 2.0 * size[2]), 0.3, 0.75))


def _laid(parts: Parts, shape: Shells, part: int, side: int,
          tiled: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[Chart, ...]]:
    """Source vertices within the part, places [vertex, 2] on its tile, faces, and the tile's charts."""
    own = shape.lattices[part]
    if not tiled:
        middle = side / 2 - 1 + 2.0 * own.chart
        return np.arange(len(own.grid)), middle, own.faces, ()
    flat = unwrapped(own, side, _tall(parts.size[part], own.folded))
    return flat.source, flat.place, flat.faces, flat.charts


def _tile(parts: Parts, shape: Shells, part: int, units: np.ndarray, side: int) -> np.ndarray:
    """A painted part's texels [side, side, 3] uint8."""
    own, span = shape.lattices[part], slice(shape.starts[part], shape.starts[part + 1])
    values = np.concatenate([units[span], own.inset[:, None]], 1)
    out = np.empty((side, side, 3), np.uint8)
    for chart in unwrapped(own, side, _tall(parts.size[part], own.folded)).charts:
        left, top, right, bottom = chart.window
        at = filled(chart, values)
        metres = at[..., :3] * parts.size[part]
        texel = max(float(np.median(np.linalg.norm(np.diff(metres, axis=axis), axis=2))) for axis in (0, 1))
        flat = at.reshape(-1, 4)
        inner = flat[:, 3] if own.folded else 0.0
        seen = pattern.colours(parts, part, flat[:, :3], texel=texel, inner=inner)
        out[top:bottom, left:right] = np.round(seen * 255.0).reshape(*at.shape[:2], 3)
    return out
