"""Lamp maps: the shadows of a scene's own lights on the card, one layer each.

In     Lamps, where things are, a way to draw depths.   Out   an array of maps and a block, for the shaders to read.
Raises GraphicsError where the driver refuses them.  Knows nothing of documents, clips or Qt.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence

import numpy as np

from engine.picture.context import GL, GraphicsError
from engine.picture.frame import Stage
from engine.picture.lamps import MOST, Lamp, packed


class LampMaps:
    """The lamps of a picture on the card."""

    def __init__(self) -> None:
        self.texture = self._framebuffer = self._block = 0
        self._texels, self._layer = 0, 0

    def shine(self, lamps: Sequence[Lamp], stage: Stage, sample: int | None, texels: int,
              depths: Callable[[LampMaps, np.ndarray], None]) -> None:
        """`depths` draws the scene's into what is bound, by a matrix."""
        self._fit(texels)
        clips, block = packed(lamps, stage, sample, texels)
        for self._layer, clip in enumerate(clips):
            depths(self, clip)
        GL.glBindBuffer(GL.GL_UNIFORM_BUFFER, self._block)
        GL.glBufferData(GL.GL_UNIFORM_BUFFER, block.nbytes, ctypes.c_void_p(block.ctypes.data), GL.GL_DYNAMIC_DRAW)

    def bind(self) -> None:
        """Draw into the map of the lamp that is at hand."""
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._framebuffer)
        GL.glFramebufferTextureLayer(GL.GL_FRAMEBUFFER, GL.GL_DEPTH_ATTACHMENT, self.texture, 0, self._layer)
        GL.glViewport(0, 0, self._texels, self._texels)

    def read_from(self, unit: int, binding: int) -> None:
        """Let programs read them."""
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_2D_ARRAY, self.texture)
        GL.glBindBufferBase(GL.GL_UNIFORM_BUFFER, binding, self._block)

    def delete(self) -> None:
        if self.texture:
            GL.glDeleteFramebuffers(1, [self._framebuffer])
            GL.glDeleteTextures([self.texture])
            GL.glDeleteBuffers(1, [self._block])
            self.texture = self._framebuffer = self._block = self._texels = 0

    def _fit(self, texels: int) -> None:
        if texels == self._texels:
            return
        self.delete()
        self._texels, self._layer = texels, 0
        self._block, self._framebuffer, self.texture = GL.glGenBuffers(1), GL.glGenFramebuffers(1), GL.glGenTextures(1)
        GL.glActiveTexture(GL.GL_TEXTURE0 + 7)
        GL.glBindTexture(GL.GL_TEXTURE_2D_ARRAY, self.texture)
        GL.glTexImage3D(GL.GL_TEXTURE_2D_ARRAY, 0, GL.GL_DEPTH_COMPONENT24, texels, texels, MOST, 0,
                        GL.GL_DEPTH_COMPONENT, GL.GL_UNSIGNED_INT, None)
        for name, value in ((GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR), (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
                            (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE), (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE),
                            (GL.GL_TEXTURE_COMPARE_MODE, GL.GL_COMPARE_REF_TO_TEXTURE),
                            (GL.GL_TEXTURE_COMPARE_FUNC, GL.GL_LEQUAL)):
            GL.glTexParameteri(GL.GL_TEXTURE_2D_ARRAY, name, value)
        self.bind()
        GL.glDrawBuffer(GL.GL_NONE)
        GL.glReadBuffer(GL.GL_NONE)
        if GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) != GL.GL_FRAMEBUFFER_COMPLETE:
            raise GraphicsError("the driver gives no maps for the scene's lights: use the studio's light")
