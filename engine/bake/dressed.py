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
from engine.bake.palette import glowing, opacities, to_linear

Rows = tuple[tuple[Material, ...], tuple[bytes, ...], tuple[np.ndarray, ...]]
"""Materials; PNG or JPEG files; numbers of each material's faces."""
_CELLS = ("clamp", "clamp")
SIDE = 64
"""Pixels along a side of a picture of which a vertex's colour is asked: what lies between them is texture."""


def dressed(clip: Clip) -> Clip:
    """The clip with its palette as pictures of a material; with a second one for what is glass."""
    if clip.materials:
        return clip
    materials, images, faces = of_palette(clip)
    runs = [replace(material, name=f"{clip.name} {material.name}", faces=len(mine))
            for material, mine in zip(materials, faces) if len(mine)]
    order = np.concatenate(faces)
    return replace(clip, faces=clip.faces[order], quads=None if clip.quads is None else clip.quads[order],
                   materials=tuple(runs),
                   images=tuple(np.frombuffer(image, np.uint8) for image in images))


def of_palette(clip: Clip) -> Rows:
    """Materials for what is solid and for glass, pictures as glTF lays them out, and the faces of each."""
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
        row = replace(row, glow=(1.0, 1.0, 1.0), glow_texture=Texture(len(images), _CELLS))
        images.append(png(glowing(clip.palette, clip.surface)))
    glass = clear[clip.faces].min(1) < 1.0
    return ((row, replace(row, name="glass", alpha="blend")), tuple(images),
            (np.flatnonzero(~glass), np.flatnonzero(glass)))


def in_tints(clip: Clip) -> Clip:
    """The clip, of a palette, with its colours on its vertices and only finish and opacity in its pictures.

    A face has the finish of one part: between two, a picture would be crossed where it shows other parts'.
    """
    light = to_linear(_at(clip.palette, clip.uvs)[:, :3] / 255.0) * clip.tint
    owner = clip.part[clip.faces[:, 0]]
    pairs, faces = np.unique(np.stack([clip.faces.reshape(-1), np.repeat(owner, 3)], 1), axis=0, return_inverse=True)
    source = pairs[:, 0].astype(np.int64)
    window = np.zeros((int(clip.part.max()) + 1, 2), np.float32)
    window[clip.part] = clip.uvs
    uvs = window[pairs[:, 1]]
    white = clip.palette.copy()
    white[clip.surface[..., 2] == 0, :3] = 255          # what glows does so in its picture's colour
    kept = to_linear(_at(white, uvs)[:, :3] / 255.0)
    tint = (light[source] / np.maximum(kept, 1e-3)).clip(0.0, 1.0)
    one = {name: getattr(clip, name)[source] for name in ("positions", "normals", "joints", "weights")}
    many = {name: getattr(clip, name)[:, source] for name in ("target_positions", "target_normals", "target_tints")}
    return replace(clip, faces=faces.reshape(-1, 3).astype(np.uint32), palette=white,
                   tint=tint.astype(np.float32), uvs=uvs, part=pairs[:, 1].astype(np.int32), **one, **many)


def with_room(clip: Clip) -> Clip:
    """The clip, of materials, dark at its vertices and not in its materials, so that it can grow lighter."""
    tint, start, materials = clip.tint.copy(), 0, []
    done = np.zeros(len(tint), bool)
    for material in clip.materials:
        mine = np.unique(clip.faces[start:start + material.faces])
        start += material.faces
        most = min(max(material.colour[:3]), 1.0)
        if most <= 0.0 or done[mine].any():             # black, or a vertex of two materials
            materials.append(material)
            continue
        tint[mine] *= most
        done[mine] = True
        red, green, blue = (min(c / most, 1.0) for c in material.colour[:3])
        materials.append(replace(material, colour=(red, green, blue, material.colour[3])))
    return replace(clip, tint=tint, materials=tuple(materials))


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
                                   material.colour_texture.placed(
                                       clip.uvs_of(material.colour_texture)[mine]), fine=not clip.materials)
    return light * clip.tint


def _at(texels: np.ndarray, uvs: np.ndarray) -> np.ndarray:
    """The texel [vertex, channel] at each of `uvs` in 0..1."""
    size = np.array(texels.shape[1::-1])
    column, row = (uvs * size).astype(int).clip(0, size - 1).T
    return texels[row, column]


def _texels(image: np.ndarray, how: Texture, uvs: np.ndarray, *, fine: bool) -> np.ndarray:
    with Image.open(BytesIO(image.tobytes())) as picture:
        small = picture.convert("RGB")
        if not fine:
            small = small.resize((min(SIDE, small.width), min(SIDE, small.height)), Image.Resampling.BOX)
        texels = to_linear(np.asarray(small) / 255.0)
    place = np.stack([_wrapped(uvs[:, axis].astype(float), how.wrap[axis]) for axis in (0, 1)], 1)
    return _at(texels, place)


def _wrapped(along: np.ndarray, way: str) -> np.ndarray:
    """UVs on one axis [vertex] in 0..1."""
    if way == "clamp":
        return along.clip(0.0, 1.0)
    return along % 1.0 if way == "repeat" else 1.0 - np.abs(along % 2.0 - 1.0)


def png(texels: np.ndarray) -> bytes:
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(texels)).save(stream, "PNG")
    return stream.getvalue()
