"""Dressed: a clip of ours in materials as an imported one has, so that both can be one; the colours of any clip.

In     a Clip.   Out   the same clip with materials and pictures; linear colours of its vertices.
Raises nothing of its own.  Knows nothing of file formats or Qt.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from engine.bake.clip import Clip, Material, Texture
from engine.bake.palette import opacities, to_linear, to_srgb

SIDE = 64
"""Pixels along a side of a picture of which a vertex's colour is asked: what lies between them is texture."""


def dressed(clip: Clip) -> Clip:
    """The clip with its palette as pictures of a material; with a second one for what is glass."""
    if clip.materials:
        return clip
    glass = opacities(clip.palette, clip.uvs)[clip.faces].min(1) < 1.0
    rough, glow = clip.surface.copy(), clip.surface[..., 2:].astype(float) / 255.0
    rough[..., 0], rough[..., 1], rough[..., 2] = 0, clip.surface[..., 0], clip.surface[..., 1]
    light = to_srgb(to_linear(clip.palette[..., :3] / 255.0) * glow)
    images = [_png(clip.palette), _png(rough)]
    clamped = ("clamp", "clamp")
    look = Material(clip.name, 0, metallic=1.0, colour_texture=Texture(0, clamped), surface_texture=Texture(1, clamped))
    if glow.any():
        images.append(_png(np.round(255.0 * light).astype(np.uint8)))
        look = replace(look, glow=(1.0, 1.0, 1.0), glow_texture=Texture(2, clamped))
    runs = (replace(look, faces=int((~glass).sum())),
            replace(look, name=f"{clip.name} glass", faces=int(glass.sum()), alpha="blend"))
    return replace(clip, faces=np.concatenate([clip.faces[~glass], clip.faces[glass]]),
                   materials=tuple(run for run in runs if run.faces), images=tuple(images))


def in_tints(clip: Clip) -> Clip:
    """The clip, of a palette, with its colours on its vertices and only finish and opacity in its pictures.

    A face has the finish of one part: between two, a picture would be crossed where it shows other parts'.
    """
    rows, columns = clip.palette.shape[:2]
    low = (clip.uvs * (columns, rows)).astype(int).clip(0, (columns - 1, rows - 1))
    light = to_linear(clip.palette[low[:, 1], low[:, 0], :3] / 255.0) * clip.tint
    owner = clip.part[clip.faces[:, 0]]
    pairs, faces = np.unique(np.stack([clip.faces.reshape(-1), np.repeat(owner, 3)], 1), axis=0, return_inverse=True)
    source = pairs[:, 0].astype(np.int64)
    window = np.zeros((int(clip.part.max()) + 1, 2), np.float32)
    window[clip.part] = clip.uvs
    white = clip.palette.copy()
    white[..., :3] = 255
    one = {name: getattr(clip, name)[source] for name in ("positions", "normals", "joints", "weights")}
    many = {name: getattr(clip, name)[:, source] for name in ("target_positions", "target_normals", "target_tints")}
    return replace(clip, faces=faces.reshape(-1, 3).astype(np.uint32), palette=white,
                   tint=light[source].astype(np.float32), uvs=window[pairs[:, 1]], part=pairs[:, 1].astype(np.int32),
                   **one, **many)


def seen(clip: Clip) -> np.ndarray:
    """Linear base colour [vertex, 3] of each vertex in the bind pose: picture, factor and tint, without fine detail."""
    whole = dressed(clip)
    light, start = np.ones((len(clip.tint), 3)), 0
    for material in whole.materials:
        mine = np.unique(whole.faces[start:start + material.faces])
        start += material.faces
        light[mine] = np.minimum(material.colour[:3], 1.0)
        if material.colour_texture is not None:
            light[mine] *= _texels(whole.images[material.colour_texture.image], material.colour_texture,
                                   clip.uvs[mine], fine=not clip.materials)
    return light * clip.tint


def _texels(image: np.ndarray, how: Texture, uvs: np.ndarray, *, fine: bool) -> np.ndarray:
    with Image.open(BytesIO(image.tobytes())) as picture:
        small = picture.convert("RGB")
        if not fine:
            small = small.resize((min(SIDE, small.width), min(SIDE, small.height)), Image.Resampling.BOX)
        texels = to_linear(np.asarray(small) / 255.0)
    place = np.stack([_wrapped(uvs[:, axis].astype(float), how.wrap[axis]) for axis in (0, 1)], 1)
    size = np.array([texels.shape[1], texels.shape[0]])
    column, row = np.minimum((place * size).astype(int), size - 1).T
    return texels[row, column]


def _wrapped(along: np.ndarray, way: str) -> np.ndarray:
    """UVs on one axis [vertex] in 0..1."""
    if way == "clamp":
        return along.clip(0.0, 1.0)
    return along % 1.0 if way == "repeat" else 1.0 - np.abs(along % 2.0 - 1.0)


def _png(texels: np.ndarray) -> np.ndarray:
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(texels)).save(stream, "PNG")
    return np.frombuffer(stream.getvalue(), np.uint8)
