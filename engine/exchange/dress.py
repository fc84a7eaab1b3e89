"""What a clip's faces look like, as rows of materials with picture files, whoever made it.

In     a Clip.   Out   Materials (engine.bake.clip), the pictures that they number, the faces of each.
Raises nothing.   Knows nothing of file formats.

A palette becomes the same rows as the materials of an imported mesh: one for what is solid and one for glass.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.bake.clip import Clip, Texture
from engine.bake.dressed import Rows, of_palette, png


def dressed(clip: Clip) -> Rows:
    if not clip.materials:
        return of_palette(clip) if clip.occlusion is None else _shaded(clip)
    ends = np.cumsum([material.faces for material in clip.materials])[:-1]
    return (clip.materials, tuple(image.tobytes() for image in clip.images),
            tuple(np.split(np.arange(len(clip.faces)), ends)))


def finish_texels(clip: Clip) -> np.ndarray:
    """Occlusion (0 where there is none), roughness and metal [height, width, 3] uint8 of a palette."""
    first = np.zeros_like(clip.surface[..., 0]) if clip.occlusion is None else clip.occlusion
    return np.stack([first, clip.surface[..., 0], clip.surface[..., 1]], 2)


def _shaded(clip: Clip) -> Rows:
    """The rows of a palette with its occlusion in the red of their finish."""
    rows, images, faces = of_palette(clip)
    old = rows[0].surface_texture
    texture = old or Texture(len(images), ("clamp", "clamp"))
    pictures = (*images[:texture.image], png(finish_texels(clip)), *images[texture.image + 1:])
    return tuple(replace(row, roughness=1.0, metallic=float(row.metallic > 0.0), surface_texture=texture,
                         occlusion_texture=texture) for row in rows), pictures, faces
