"""What a clip's faces look like, as rows of materials with picture files, whoever made it.

In     a Clip.   Out   Materials (engine.bake.clip), the pictures that they number, the faces of each.
Raises nothing.   Knows nothing of file formats.

A palette becomes the same rows as the materials of an imported mesh: one for what is solid and one for glass.
"""

from __future__ import annotations

import numpy as np

from engine.bake.clip import Clip
from engine.bake.dressed import Rows, of_palette


def dressed(clip: Clip) -> Rows:
    if not clip.materials:
        return of_palette(clip)
    ends = np.cumsum([material.faces for material in clip.materials])[:-1]
    return (clip.materials, tuple(image.tobytes() for image in clip.images),
            tuple(np.split(np.arange(len(clip.faces)), ends)))
