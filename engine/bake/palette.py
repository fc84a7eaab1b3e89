"""Part colours to a small texture, one padded cell a part.

In     a colour and a finish per part.   Out   palette and surface texels, and each part's window of UVs.
Knows nothing of files or Qt.

A cell is 4 x 4 texels of one colour; UVs stay in its inner half, so that neither filtering nor the first
mip level mixes neighbours. Where an object changes colour, the texture holds the larger of both states per
channel, in linear light, and the vertices carry the share (`shares`).
"""

from __future__ import annotations

import numpy as np

from engine.form.surface import linear as to_linear
from engine.form.surface import srgb as to_srgb

__all__ = ["CELL", "opacities", "shares", "texels", "tiled", "to_linear", "to_srgb"]

CELL = 4


def texels(colour: np.ndarray, finish: np.ndarray,
           clear: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Palette [side, side, 4] and surface [side, side, 3], uint8, and windows [part, 4] (u, v, width, height).

    `colour` [part, 3] sRGB 0..1; `finish` [part, 3] roughness, metallic, glow; `clear` [part] opacity, the palette's
    alpha. The origin is top left.
    """
    cells = int(np.ceil(np.sqrt(len(colour))))
    side = 1 << int(np.ceil(np.log2(cells * CELL)))
    palette = np.full((side, side, 4), 255, np.uint8)
    surface = np.zeros((side, side, 3), np.uint8)
    surface[..., 0] = 128
    windows = np.zeros((len(colour), 4))
    for part, (shade, polish) in enumerate(zip(colour, finish)):
        row, column = divmod(part, cells)
        rows, columns = (slice(k * CELL, (k + 1) * CELL) for k in (row, column))
        palette[rows, columns, :3] = np.round(shade.clip(0, 1) * 255.0)
        palette[rows, columns, 3] = 255 if clear is None else np.round(clear[part] * 255.0)
        surface[rows, columns] = np.round(polish.clip(0, 1) * 255.0)
        windows[part] = (column * CELL + 1) / side, (row * CELL + 1) / side, 2 / side, 2 / side
    return palette, surface, windows


def shares(start: np.ndarray, end: np.ndarray,
           part: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two sRGB colours per vertex [n, 3] to (palette colours in sRGB, start's tint, end's tint - start's tint).

    `part` [n]: which palette colour a vertex has; none: each its own. Palette x tint is the start's linear colour,
    palette x (tint + change) the end's: what lies between is linear in light.
    """
    first, last = to_linear(start), to_linear(end)
    part = np.arange(len(first)) if part is None else part
    most = np.zeros((int(part.max(initial=-1)) + 1, 3))
    np.maximum.at(most, part, np.maximum(first, last))
    top = to_linear(np.round(to_srgb(most) * 255.0) / 255.0)
    here = top[part]
    safe = np.where(here > 0.0, here, 1.0)
    first, last = (np.where(here > 0.0, c / safe, 1.0).clip(0.0, 1.0) for c in (first, last))
    return to_srgb(top), first, last - first


def opacities(palette: np.ndarray, uvs: np.ndarray) -> np.ndarray:
    """The palette's alpha [vertex] 0..1 at UVs [vertex, 2]."""
    height, width = palette.shape[:2]
    column = np.minimum((uvs[:, 0] * width).astype(int), width - 1)
    row = np.minimum((uvs[:, 1] * height).astype(int), height - 1)
    return palette[row, column, 3] / 255.0


def tiled(palette: np.ndarray, uvs: np.ndarray, part: np.ndarray) -> bool:
    """Whether some part has more of the palette than a cell of one colour."""
    count = int(part.max(initial=-1)) + 1
    low, high = np.full((count, 2), np.inf), np.full((count, 2), -np.inf)
    np.minimum.at(low, part, uvs)
    np.maximum.at(high, part, uvs)
    return bool(((high - low) * palette.shape[1::-1] > CELL).any())


def glowing(palette: np.ndarray, surface: np.ndarray) -> np.ndarray:
    """What a palette's cells give off [row, column, 3] uint8 sRGB: their colours, as far as the surface's blue says."""
    light = to_linear(palette[..., :3] / 255.0) * (surface[..., 2:] / 255.0)
    return np.round(to_srgb(light) * 255.0).astype(np.uint8)
