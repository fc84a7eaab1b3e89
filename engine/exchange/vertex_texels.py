"""Texels of a vertex animation: where a vertex stands in a texture, and how its numbers are written there.

In     vertices and frames; numbers [frame, vertex, 3].   Out   a Layout; a picture file; what is lost of the numbers.
Raises ExportError where no texture is large enough.   Knows nothing of clips or shaders.

A frame is `rows` rows, the next frame is below it; within it vertices go along a row and then on to the next. A number
is offset + scale * texel. Three ways to write texels: "float" (EXR, float32), "half" (EXR, float16, about the middle),
"packed" (PNG of 8 bits for what cannot read EXR: the high bytes, and as many rows below them the low ones; the texel is
(256 * high + low) / 65535).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.bake.dressed import png
from engine.exchange.exr import exr
from engine.exchange.files import ExportError

SIDES = (4096, 8192)
"""Pixels a side that are tried, one after the other; the last is what every graphics card of today takes."""
MOST_TEXELS = 1 << 24
"""Of one texture. A process that writes as many takes about 1.5 GiB."""
TEXELS = {"float": "exr", "half": "exr", "packed": "png"}
"""Ways to write texels, and the files' ending."""


@dataclass(frozen=True)
class Layout:
    vertices: int
    frames: int
    width: int                  # px
    rows: int                   # px, of a frame
    packed: bool = False

    @property
    def height(self) -> int:
        return self.rows * self.frames * (2 if self.packed else 1)

    @property
    def lower(self) -> int:
        """The row from which the low bytes are; 0: there are none."""
        return self.rows * self.frames if self.packed else 0

    def uvs(self) -> np.ndarray:
        """The middle of each vertex's texel in the first frame [vertex, 2], origin top left."""
        row, column = np.divmod(np.arange(self.vertices), self.width)
        return (np.stack([column, row], 1) + 0.5) / (self.width, self.height)

    def picture(self, numbers: np.ndarray) -> np.ndarray:
        """[frame, vertex, n] as rows of texels [rows * frames, width, n]; what is left over repeats the last vertex."""
        spare = self.rows * self.width - self.vertices
        filled = np.concatenate([numbers, np.repeat(numbers[:, -1:], spare, axis=1)], 1)
        return filled.reshape(self.rows * self.frames, self.width, -1)


def laid_out(name: str, vertices: int, frames: int, *, packed: bool) -> Layout:
    """The smallest layout that fits."""
    for side in SIDES:
        rows = -(-vertices // side)
        layout = Layout(vertices, frames, -(-vertices // rows), rows, packed)
        if layout.height <= side and rows * layout.width * frames <= MOST_TEXELS:
            return layout
    raise ExportError(f"{name} has {vertices:,} vertices at {frames:,} frames, which no texture of {SIDES[-1]} x "
                      f"{SIDES[-1]} holds: lower its triangles, the keys per second or the length of the scene")


@dataclass(frozen=True)
class Texels:
    """Numbers as a file holds them."""

    data: bytes
    offset: tuple[float, ...]
    scale: tuple[float, ...]
    shown: np.ndarray           # [frame, vertex, 3] what a reader makes of the file


def written(numbers: np.ndarray, layout: Layout, way: str, *, small: bool = False) -> Texels:
    """Numbers [frame, vertex, 3] by one of TEXELS. `small`: in -1..1, for which float16 will do as they are."""
    low, high = numbers.min((0, 1)).astype(np.float32), numbers.max((0, 1)).astype(np.float32)
    if way == "packed":
        scale = np.maximum(high - low, np.float32(1e-9))
        steps = np.rint(65535.0 * ((numbers - low) / scale)).clip(0, 65535).astype(np.uint16)
        rows = layout.picture(steps)
        return _made(png(np.concatenate([rows >> 8, rows & 255]).astype(np.uint8)), low, scale,
                     steps.astype(np.float32) / np.float32(65535.0))
    middle, scale = np.zeros(3, np.float32), np.ones(3, np.float32)
    if way == "half" and not small:
        middle, scale = (low + high) / 2, np.maximum((high - low) / 2, np.float32(1e-9))
    stored = ((numbers - middle) / scale).astype(np.float16 if small or way == "half" else np.float32)
    rows = layout.picture(stored)
    return _made(exr({letter: rows[..., k] for k, letter in enumerate("RGB")}), middle, scale, stored)


def _made(data: bytes, offset: np.ndarray, scale: np.ndarray, texels: np.ndarray) -> Texels:
    return Texels(data, tuple(offset.tolist()), tuple(scale.tolist()), offset + scale * texels)
