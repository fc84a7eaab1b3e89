"""Targets: framebuffers and the textures behind them.

In     sizes [px].   Out   Target, to draw into and to sample from.
Raises GraphicsError where the driver refuses one.  Knows nothing of clips, cameras or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.picture.context import GL, GraphicsError

FORMATS = {
    "rgba8": (GL.GL_RGBA8, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE),
    "rgba16f": (GL.GL_RGBA16F, GL.GL_RGBA, GL.GL_FLOAT),
    "rgba32f": (GL.GL_RGBA32F, GL.GL_RGBA, GL.GL_FLOAT),
    "r8": (GL.GL_R8, GL.GL_RED, GL.GL_UNSIGNED_BYTE),
    "rg8": (GL.GL_RG8, GL.GL_RG, GL.GL_UNSIGNED_BYTE),
}


class Target:
    """A framebuffer with a colour texture, a depth texture, or both."""

    def __init__(self, colour: str | None, *, depth: bool = False, compare: bool = False):
        self._colour, self._depth, self._compare = colour, depth, compare
        self.size = (0, 0)
        self.id = self.texture = self.depth_texture = 0

    def fit(self, width: int, height: int) -> Target:
        """Have this size [px]; what was in it is lost when it changes."""
        if (width, height) != self.size:
            self.delete()
            self.size = (width, height)
            self.id = GL.glGenFramebuffers(1)
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self.id)
            GL.glActiveTexture(GL.GL_TEXTURE0 + 7)
            if self._colour:
                self.texture = self._attach(GL.GL_COLOR_ATTACHMENT0, *FORMATS[self._colour])
            else:
                GL.glDrawBuffer(GL.GL_NONE)
                GL.glReadBuffer(GL.GL_NONE)
            if self._depth:
                self.depth_texture = self._attach(
                    GL.GL_DEPTH_ATTACHMENT, GL.GL_DEPTH_COMPONENT24, GL.GL_DEPTH_COMPONENT, GL.GL_UNSIGNED_INT)
                if self._compare:
                    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_COMPARE_MODE, GL.GL_COMPARE_REF_TO_TEXTURE)
                    GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_COMPARE_FUNC, GL.GL_LEQUAL)
            if GL.glCheckFramebufferStatus(GL.GL_FRAMEBUFFER) != GL.GL_FRAMEBUFFER_COMPLETE:
                raise GraphicsError(f"the driver gives no {self._colour or 'depth'} target of {width} x {height}: "
                                    "ask for a smaller picture")
        return self

    def bind(self) -> None:
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self.id)
        GL.glViewport(0, 0, *self.size)

    def read(self) -> np.ndarray:
        """The colours, [height, width, 4] uint8, top row first."""
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self.id)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        raw = GL.glReadPixels(0, 0, *self.size, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE)
        return np.frombuffer(raw, np.uint8).reshape(self.size[1], self.size[0], 4)[::-1].copy()

    def read_floats(self) -> np.ndarray:
        """The same as they are, [height, width, 4] float32."""
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self.id)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        raw = GL.glReadPixels(0, 0, *self.size, GL.GL_RGBA, GL.GL_FLOAT)
        return np.frombuffer(raw, np.float32).reshape(self.size[1], self.size[0], 4)[::-1].copy()

    def delete(self) -> None:
        if self.id:
            GL.glDeleteFramebuffers(1, [self.id])
            GL.glDeleteTextures([t for t in (self.texture, self.depth_texture) if t])
            self.id = self.texture = self.depth_texture = 0
            self.size = (0, 0)

    def _attach(self, point: int, inside: int, outside: int, kind: int) -> int:
        texture = GL.glGenTextures(1)
        GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
        GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, inside, *self.size, 0, outside, kind, None)
        smooth = GL.GL_LINEAR if self._compare or self._colour in ("rg8", "r8") else GL.GL_NEAREST
        for name, value in ((GL.GL_TEXTURE_MIN_FILTER, smooth), (GL.GL_TEXTURE_MAG_FILTER, smooth),
                            (GL.GL_TEXTURE_WRAP_S, GL.GL_CLAMP_TO_EDGE), (GL.GL_TEXTURE_WRAP_T, GL.GL_CLAMP_TO_EDGE)):
            GL.glTexParameteri(GL.GL_TEXTURE_2D, name, value)
        GL.glFramebufferTexture2D(GL.GL_FRAMEBUFFER, point, GL.GL_TEXTURE_2D, texture, 0)
        return texture
