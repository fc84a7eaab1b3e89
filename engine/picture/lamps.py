"""Lamps: a scene's own lights in place of the studio's, with the shadows that they throw.

In     where lamps are and how they shine, where things are.   Out   their views of the scene; what the shaders read.
Raises nothing.  Knows nothing of OpenGL, documents or clips.

Light of parallel rays comes out as bright as the studio's key where it is 3 lux, with the others as candela (glTF's
photometry, KHR_lights_punctual's cones). Each throws a shadow into one map; that of a bulb shows what is seen of the
scene from it in 150 degrees, towards its middle, and what is beside that it lights unhindered. A fine picture moves
every lamp about its own size from sample to sample, so that its shadow is as soft as it is large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.picture import frame
from engine.picture.look import DARK

MOST = 8
"""Lamps that shine in a picture; others do not."""
PER_LUX = DARK.key / 3.0
"""Irradiance of one lux, in the unit of a look's."""
SUN = np.radians(0.53) / 2.0
"""Half the angle that parallel light comes from."""
WIDEST = np.radians(150.0)
EDGE = 0.8
"""Share of a spot's angle within which it is not dimmed."""


@dataclass(frozen=True)
class Lamp:
    place: np.ndarray        # [3] m
    turn: np.ndarray         # [3, 3]: it shines along its own -Z
    light: np.ndarray        # [3] linear: lx where it is parallel, else cd
    cone: float | None       # rad, from its middle to its edge; None: everywhere, or parallel
    parallel: bool
    radius: float            # m

    def moved(self, sample: int | None) -> tuple[np.ndarray, np.ndarray]:
        """Where one sample of it stands, and the direction [3] that it comes from."""
        x, y, z = self.turn.T
        if sample is None:
            return self.place, z
        a, b, _, _ = frame.spread(sample)
        far, angle = np.sqrt(a), 2.0 * np.pi * b
        aside = x * far * np.cos(angle) + y * far * np.sin(angle)
        towards = z + aside * np.tan(SUN)
        return self.place + aside * self.radius, towards / np.linalg.norm(towards)


def packed(lamps: Sequence[Lamp], stage: frame.Stage, sample: int | None,
           texels: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Each lamp's view of the scene to clip space [4, 4], and the block of the shaders, float32 (std140)."""
    rows, matrices = np.zeros((MOST, 16), np.float32), np.zeros((MOST, 4, 4), np.float32)
    clips = []
    for index, lamp in enumerate(lamps[:MOST]):
        place, towards = lamp.moved(sample)
        clip, matrix, texel = view_of(lamp, place, towards, stage, texels)
        clips.append(clip)
        matrices[index] = matrix.T
        edge, inner = (-2.0, -1.5) if lamp.cone is None else (np.cos(lamp.cone), np.cos(EDGE * lamp.cone))
        rows[index] = (*(towards if lamp.parallel else place), lamp.parallel, *lamp.light * PER_LUX, lamp.radius,
                       *-towards, texel, edge, inner, 0.0, 0.0)
    return clips, np.concatenate([np.array([len(clips), 0, 0, 0], np.float32), matrices.ravel(),
                                  *(rows[:, k:k + 4].ravel() for k in range(0, 16, 4))])


def view_of(lamp: Lamp, place: np.ndarray, towards: np.ndarray, stage: frame.Stage,
          texels: int) -> tuple[np.ndarray, np.ndarray, float]:
    """A lamp's view of the scene: to clip space, to its map's 0..1, and a texel's size [m], of a lamp a metre away."""
    if lamp.parallel:
        return frame.light_matrices(stage.fallen(towards), towards, texels)
    middle, reach = (stage.low + stage.high) / 2.0, float(np.linalg.norm(stage.high - stage.low)) / 2.0
    away = place - middle
    far = float(np.linalg.norm(away))
    if lamp.cone is not None:
        z, angle = towards, min(2.0 * lamp.cone + 0.02, WIDEST)
    else:
        z = away / far if far > 1e-6 else np.array([0.0, 1.0, 0.0])
        angle = min(2.0 * np.arcsin(min(reach / max(far, 1e-6), 1.0)) + 0.35, WIDEST)
    x = np.cross([0.0, 1.0, 0.0] if abs(z[1]) < 0.99 else [0.0, 0.0, 1.0], z)
    x /= np.linalg.norm(x)
    view = np.eye(4)
    view[:3, :3] = np.stack([x, np.cross(z, x), z])
    view[:3, 3] = -view[:3, :3] @ place
    last = far + stage.pool[1] + reach
    first = max(0.02 * stage.size, 1e-3 * last)
    tall = np.tan(angle / 2.0)
    clip = np.zeros((4, 4))
    clip[0, 0] = clip[1, 1] = 1.0 / tall
    clip[2, 2], clip[2, 3], clip[3, 2] = -(last + first) / (last - first), -2 * last * first / (last - first), -1.0
    half = np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 0, 1]])
    return clip @ view, half @ clip @ view, float(2.0 * tall / texels)
