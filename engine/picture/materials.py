"""Materials: an imported mesh's materials and pictures on the graphics card.

In     a clip's materials and image files.   Out   uniforms and textures bound for one material at a time.
Raises PictureError for an image that cannot be shown.  Knows nothing of meshes, cameras or Qt.
"""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
from PIL import Image

from engine.bake.clip import AS_THEY_ARE, Material, Texture
from engine.picture.context import GL
from engine.picture.pose import PictureError
from engine.picture.programs import UNITS, Program

LARGEST = 2048
"""Pixels along a side of a picture on the card: a larger one is made smaller, the file stays as it is."""
_SAMPLERS = {"colour_texture": "palette", "surface_texture": "material", "glow_texture": "glow_map",
             "normal_texture": "normal_map"}
_SRGB = ("colour_texture", "glow_texture")
_WRAPS = {"repeat": GL.GL_REPEAT, "mirror": GL.GL_MIRRORED_REPEAT, "clamp": GL.GL_CLAMP_TO_EDGE}


class Materials:
    """Those of one clip, in the context that is current."""

    def __init__(self, materials: tuple[Material, ...], images: tuple[np.ndarray, ...]) -> None:
        self.materials = materials
        self._plain = _uploaded(np.full((1, 1, 4), 255, np.uint8), GL.GL_RGBA8, Texture(0))
        self._textures: dict[tuple[Texture, bool], int] = {}
        for material in materials:
            for name, texture in material.textures.items():
                if name not in _SAMPLERS:           # occlusion: here light is traced
                    continue
                key = _as_it_is(texture), name in _SRGB
                if key not in self._textures:
                    inside = GL.GL_SRGB8_ALPHA8 if key[1] else GL.GL_RGBA8
                    self._textures[key] = _uploaded(pixels(images[texture.image]), inside, texture)

    def bind(self, program: Program, index: int) -> None:
        """`program` is in use."""
        material = self.materials[index]
        textures = material.textures
        seconds = [float(name in textures and textures[name].second) for name in _SAMPLERS]
        GL.glUniform4f(program.place("seconds"), *seconds)
        for k, (name, sampler) in enumerate(_SAMPLERS.items()):
            GL.glActiveTexture(GL.GL_TEXTURE0 + UNITS[sampler])
            texture = textures.get(name)
            found = self._plain if texture is None else self._textures[_as_it_is(texture), name in _SRGB]
            GL.glBindTexture(GL.GL_TEXTURE_2D, found)
            GL.glUniformMatrix3fv(program.place(f"charts[{k}]"), 1, GL.GL_TRUE, _chart(texture))
        GL.glUniform4f(program.place("base_factor"), *material.colour)
        GL.glUniform4f(program.place("finish_factor"), material.roughness, material.metallic,
                       material.cutoff if material.alpha == "mask" else -1.0,
                       material.bumps if "normal_texture" in textures else 0.0)
        GL.glUniform4f(program.place("glow_factor"), *material.glow, 1.0 if material.unlit else 0.0)
        (GL.glDisable if material.two_sided else GL.glEnable)(GL.GL_CULL_FACE)

    def delete(self) -> None:
        GL.glDeleteTextures([self._plain, *self._textures.values()])


def pixels(image: np.ndarray) -> np.ndarray:
    """An image file's pixels [row, column, 4] uint8, at most LARGEST a side."""
    try:
        with Image.open(io.BytesIO(image.tobytes())) as picture:
            if max(picture.size) > LARGEST:
                picture.draft("RGB", (LARGEST, LARGEST))
                share = LARGEST / max(picture.size)
                picture = picture.convert("RGBA").resize(
                    (max(1, round(picture.width * share)), max(1, round(picture.height * share))), Image.Resampling.BOX)
            return np.asarray(picture.convert("RGBA"))
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureError("a picture of an imported object cannot be read: import its file again") from error


def _as_it_is(texture: Texture) -> Texture:
    """Pictures that only lie otherwise are one on the card."""
    return replace(texture, chart=AS_THEY_ARE, second=False)


def _chart(texture: Texture | None) -> np.ndarray:
    """The matrix [3, 3] that UVs go through."""
    out = np.eye(3, dtype=np.float32)
    if texture is not None and texture.chart != AS_THEY_ARE:
        corners = texture.placed(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
        out[:2] = np.stack([corners[1] - corners[0], corners[2] - corners[0], corners[0]], 1)
    return out


def _uploaded(texels: np.ndarray, inside: int, how: Texture) -> int:
    texture = GL.glGenTextures(1)
    GL.glActiveTexture(GL.GL_TEXTURE0)
    GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
    GL.glPixelStorei(GL.GL_UNPACK_ALIGNMENT, 1)
    height, width = texels.shape[:2]
    GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, inside, width, height, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE,
                    np.ascontiguousarray(texels))
    GL.glGenerateMipmap(GL.GL_TEXTURE_2D)
    near, far = (GL.GL_NEAREST, GL.GL_NEAREST_MIPMAP_LINEAR) if how.nearest else (
        GL.GL_LINEAR, GL.GL_LINEAR_MIPMAP_LINEAR)
    for name, value in ((GL.GL_TEXTURE_MIN_FILTER, far), (GL.GL_TEXTURE_MAG_FILTER, near),
                        (GL.GL_TEXTURE_WRAP_S, _WRAPS[how.wrap[0]]), (GL.GL_TEXTURE_WRAP_T, _WRAPS[how.wrap[1]])):
        GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)
    return texture
