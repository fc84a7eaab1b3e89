"""Picking: which object and part a pixel shows, and where.

In     nodes as posed, a camera, a pixel from the bottom left, a size [px].   Out   Picked, or None for what is behind.
Raises GraphicsError for a picture that the card cannot hold.  Knows nothing of light, time or selection.

That one pixel alone is drawn, in numbers for colours. Glass counts as a surface.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.picture.camera import Camera
from engine.picture.context import GL
from engine.picture.model import Placed
from engine.picture.programs import Programs
from engine.picture.surfaces import depth_state
from engine.picture.targets import Target


@dataclass(frozen=True)
class Picked:
    """What lies under a pixel."""

    node: str
    part: int
    point: np.ndarray      # [3] m, in the scene


class Picking:
    """They share one target of one context."""

    def __init__(self, programs: Programs):
        self._programs = programs
        self._target = Target("rgba8", depth=True)

    def at(self, shown: Sequence[Placed], camera: Camera, pixel: tuple[int, int],
           size: tuple[int, int]) -> Picked | None:
        matrix = camera.projection(size[0] / size[1]) @ camera.view()
        self._target.fit(*size).bind()
        depth_state()
        GL.glColorMask(True, True, True, True)
        GL.glEnable(GL.GL_SCISSOR_TEST)
        GL.glScissor(*pixel, 1, 1)
        GL.glClearColor(0, 0, 0, 0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        program = self._programs.get("id.vert", "id.frag").use()
        for number, node in enumerate(shown):
            GL.glUniform1i(program.place("object"), number + 1)
            program.matrix("model", matrix @ node.matrix)
            node.model.draw(glass=True)
        GL.glDisable(GL.GL_SCISSOR_TEST)
        GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
        low, high, part_low, part_high = (int(byte) for byte in np.frombuffer(
            GL.glReadPixels(*pixel, 1, 1, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE), np.uint8))
        depth = float(np.frombuffer(GL.glReadPixels(*pixel, 1, 1, GL.GL_DEPTH_COMPONENT, GL.GL_FLOAT), np.float32)[0])
        if low == high == 0:
            return None
        place = (np.array(pixel) + 0.5) / size
        point = np.linalg.inv(matrix) @ np.append(2.0 * np.append(place, depth) - 1.0, 1.0)
        return Picked(shown[low + 256 * high - 1].id, part_low + 256 * part_high, point[:3] / point[3])

    def delete(self) -> None:
        self._target.delete()
