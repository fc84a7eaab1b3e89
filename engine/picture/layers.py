"""Layers: what is known of each pixel beside its light, for compositing and for games.

In     nodes as posed, a camera, a size [px]; the frame block is sent already.   Out   [height, width, n] float32.
Raises GraphicsError for a picture that the card cannot hold.  Knows nothing of files, encodings or light.

One sample in the middle of each pixel, never a mean: a pixel belongs to one object or to none, and its numbers are
those of one point of its surface. Glass counts as a surface; what a material's mask leaves out does not.
"""

from __future__ import annotations

import colorsys
import hashlib
from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.picture.camera import Camera
from engine.picture.context import GL
from engine.picture.model import Placed
from engine.picture.programs import Program, Programs
from engine.picture.surfaces import depth_state, draw_solid
from engine.picture.targets import Target

LAYERS = {
    "colour": ("BASE", 4),     # base colour, linear, and 1 where there is an object
    "depth": ("DEPTH", 1),     # m along the camera's line of sight; NOTHING where there is no object
    "normal": ("NORMAL", 3),   # unit vector in the scene's axes; 0 where there is no object
    "id": ("ID", 3),           # the object's id_colour / 255; 0 where there is no object
    "mask": ("ID", 1),         # 1 where there is an object
}
"""Of each layer the shader's definition and how many numbers it has."""
NOTHING = 1e10
"""The depth [m] of what is not there, as Blender writes it."""


def id_colour(node: str) -> tuple[int, int, int]:
    """An object's own colour, three bytes, bright: of its id alone, and so the same in every picture."""
    digest = hashlib.blake2b(node.encode(), digest_size=6).digest()
    hue, pale, dim = (int.from_bytes(digest[k:k + 2], "little") / 65536 for k in (0, 2, 4))
    red, green, blue = colorsys.hsv_to_rgb(hue, 1.0 - 0.6 * pale, 1.0 - 0.45 * dim)
    return round(255 * red), round(255 * green), round(255 * blue)


class Layers:
    """They share one target of one context."""

    def __init__(self, programs: Programs):
        self._programs = programs
        self._target = Target("rgba32f", depth=True)

    def draw(self, name: str, shown: Sequence[Placed], camera: Camera, size: tuple[int, int]) -> np.ndarray:
        define, width = LAYERS[name]
        self._target.fit(*size).bind()
        depth_state()
        GL.glClearColor(0, 0, 0, 0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        draw_solid(self._programs, shown, (define,), glass=True, tell=partial(_told, define, camera))
        seen = self._target.read_floats()
        there = seen[..., 3:] > 0
        if name == "depth":
            return np.where(there, seen[..., :1], np.float32(NOTHING))
        return there.astype(np.float32) if name == "mask" else seen[..., :width]

    def delete(self) -> None:
        self._target.delete()


def _told(define: str, camera: Camera, program: Program, node: Placed) -> None:
    if define == "DEPTH":
        GL.glUniform3f(program.place("forward"), *(-camera.axes()[2]))
    elif define == "ID":
        GL.glUniform4f(program.place("ink"), *(byte / 255 for byte in id_colour(node.id)), 1.0)
