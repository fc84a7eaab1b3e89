"""PLY: one mesh of all objects with the colours of its vertices.

In     Clips; then places, normals and tints of each.   Out   the file's bytes, in pieces.
Raises nothing.   Knows nothing of files.

After Greg Turk's "The PLY Polygon File Format" (Stanford, 1994): binary, little endian, metres, Y up as in the scene.
Colours are sRGB bytes, as MeshLab and Blender write and read them; opacity is a fourth where something is glass.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image

from engine.bake.clip import Clip, Texture
from engine.bake.evaluate import colours
from engine.bake.palette import opacities, to_linear, to_srgb
from engine.exchange.dress import dressed
from engine.exchange.polygons import Polygons, of_clip


class PlyBytes:
    def __init__(self, clips: Sequence[Clip]) -> None:
        self._base = [base_colours(clip) for clip in clips]
        self._clear = any(float(base[:, 3].min()) < 1.0 for base in self._base)
        starts = np.cumsum([0, *(len(clip.positions) for clip in clips)])
        told = [of_clip(clip, np.arange(len(clip.faces))) for clip in clips]
        self._faces = b"".join(_rows(one, start) for one, start in zip(told, starts))
        faces = sum(len(one.counts) for one in told)
        letters = ("red", "green", "blue", "alpha")[:3 + self._clear]
        self._row = np.dtype([(key, "<f4") for key in ("x", "y", "z", "nx", "ny", "nz")]
                             + [(key, "u1") for key in letters])
        floats = [f"property float {key}" for key in ("x", "y", "z", "nx", "ny", "nz")]
        self._head = "\n".join(["ply", "format binary_little_endian 1.0", "comment Chronoform, metres, Y up",
                                f"element vertex {starts[-1]}", *floats,
                                *(f"property uchar {key}" for key in letters), f"element face {faces}",
                                "property list uchar int vertex_indices", "end_header", ""]).encode()

    def frame(self, shapes: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Iterator[bytes]:
        """Places [vertex, 3] m, unit normals and linear tints of each object."""
        yield self._head
        for (positions, normals, tints), base in zip(shapes, self._base):
            rows = np.empty(len(positions), self._row)
            for key, column in zip(("x", "y", "z", "nx", "ny", "nz"), np.concatenate([positions, normals], 1).T):
                rows[key] = column
            shade = to_srgb((base[:, :3] * tints).clip(0.0, 1.0))
            for key, column in zip(("red", "green", "blue"), shade.T):
                rows[key] = np.round(255.0 * column)
            if self._clear:
                rows["alpha"] = np.round(255.0 * base[:, 3])
            yield rows.tobytes()
        yield self._faces


def _rows(told: Polygons, start: int) -> bytes:
    """Each polygon's count as a byte, then its corners."""
    ends = np.cumsum(told.counts)
    numbers = (told.corners + start).astype("<i4").view(np.uint8)
    return np.insert(numbers, 4 * (ends - told.counts), told.counts).tobytes()


def base_colours(clip: Clip) -> np.ndarray:
    """Linear colour and opacity [vertex, 4] that a tint multiplies: the palette's, or the materials' pictures'."""
    if not clip.materials:
        plain = colours(clip, np.ones((len(clip.positions), 3)))
        return np.concatenate([plain, opacities(clip.palette, clip.uvs)[:, None]], 1)
    materials, images, runs = dressed(clip)
    out = np.ones((len(clip.positions), 4))
    for material, run in zip(materials, runs):
        mine = np.unique(clip.faces[run])
        out[mine] = material.colour
        if material.colour_texture is not None:
            out[mine] *= _sampled(images[material.colour_texture.image], material.colour_texture,
                                  clip.uvs_of(material.colour_texture)[mine])
        if material.alpha == "opaque":
            out[mine, 3] = 1.0
    return out


def _sampled(data: bytes, texture: Texture, uvs: np.ndarray) -> np.ndarray:
    """The nearest texels' linear colours [n, 4]."""
    with Image.open(io.BytesIO(data)) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    index = []
    for axis, side in ((0, pixels.shape[1]), (1, pixels.shape[0])):
        at, wrap = uvs[:, axis].astype(np.float64), texture.wrap[axis]
        at = (at.clip(0, 1) if wrap == "clamp" else at % 1.0 if wrap == "repeat" else 1.0 - np.abs(at % 2.0 - 1.0))
        index.append(np.minimum((at * side).astype(int), side - 1))
    seen = pixels[index[1], index[0]] / 255.0
    return np.concatenate([to_linear(seen[:, :3]), seen[:, 3:]], 1)
