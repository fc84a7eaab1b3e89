"""What a clip's faces look like, as rows of materials with picture files, whoever made it.

In     a Clip.   Out   Materials (engine.bake.clip), the pictures that they number, the faces of each.
Raises nothing.   Knows nothing of file formats.

A palette becomes the same rows as the materials of an imported mesh: one for what is solid and one for glass.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from engine.bake.clip import Clip, Material, Texture
from engine.bake.palette import opacities, to_linear, to_srgb

Dress = tuple[tuple[Material, ...], tuple[bytes, ...], tuple[np.ndarray, ...]]
"""Materials; PNG or JPEG files; numbers of each material's faces."""
_CELLS = ("clamp", "clamp")


def dressed(clip: Clip) -> Dress:
    if not clip.materials:
        return _of_palette(clip)
    ends = np.cumsum([material.faces for material in clip.materials])[:-1]
    return (clip.materials, tuple(image.tobytes() for image in clip.images),
            tuple(np.split(np.arange(len(clip.faces)), ends)))


def _of_palette(clip: Clip) -> Dress:
    """A material for what is solid and one for glass, with pictures as glTF lays them out."""
    clear = opacities(clip.palette, clip.uvs)
    images = [png(clip.palette if clear.min() < 1.0 else clip.palette[..., :3])]
    rough, metal, glow = (clip.surface[..., k] / 255.0 for k in range(3))
    row = Material("solid", 0, roughness=float(rough.max()), metallic=float(metal.max()),
                   colour_texture=Texture(0, _CELLS))
    if np.ptp(rough) > 0.0 or np.ptp(metal) > 0.0:
        both = np.zeros((*rough.shape, 3), np.uint8)
        both[..., 1], both[..., 2] = clip.surface[..., 0], clip.surface[..., 1]
        row = replace(row, roughness=1.0, metallic=1.0 if metal.max() > 0.0 else 0.0,
                      surface_texture=Texture(len(images), _CELLS))
        images.append(png(both))
    if glow.max() > 0.0:
        light = to_srgb(to_linear(clip.palette[..., :3] / 255.0) * glow[..., None])
        row = replace(row, glow=(1.0, 1.0, 1.0), glow_texture=Texture(len(images), _CELLS))
        images.append(png(np.round(light * 255.0).astype(np.uint8)))
    glass = clear[clip.faces].min(1) < 1.0
    return ((row, replace(row, name="glass", alpha="blend")), tuple(images),
            (np.flatnonzero(~glass), np.flatnonzero(glass)))


def png(texels: np.ndarray) -> bytes:
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(texels)).save(stream, "PNG")
    return stream.getvalue()
