"""Frame: the numbers that every program of one picture shares, packed as the shaders read them.

In     the scene's boxes [m], a camera, a look, which sample.   Out   float32 [FRAME_FLOATS] (std140), and matrices.
Raises nothing.  Knows nothing of clips or OpenGL calls.

A fine picture is the mean of many samples. Each has the key at another place of its softbox, another
piece of sky, and another place in the pixel; together they give penumbrae, ambient occlusion and
smooth edges without a filter. The places follow the R sequences (Roberts 2018), so that any first few
are well spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.picture.camera import Camera
from engine.picture.look import Look

FRAME_FLOATS = 4 * 16 + 10 * 4
FLAT_MODES = ("solid", "wire", "parts", "skin", "unlit")
MODES = ("studio", *FLAT_MODES)


@dataclass(frozen=True)
class Stage:
    """Where things are, for fitting lights and floor. Metres."""

    points: np.ndarray     # [n, 3] corners of every object's boxes, over the whole clip
    size: float            # a typical object's diagonal

    @cached_property
    def low(self) -> np.ndarray:
        return self.points.min(0)

    @cached_property
    def high(self) -> np.ndarray:
        return self.points.max(0)

    @cached_property
    def pool(self) -> tuple[np.ndarray, float]:
        """Centre and radius of the pool of light on the floor."""
        low, high = self.low, self.high
        centre = np.array([(low[0] + high[0]) / 2, 0.0, (low[2] + high[2]) / 2])
        reach = np.linalg.norm((high - low)[[0, 2]]) / 2
        return centre, float(1.8 * reach + 2.6 * self.size)

    def fallen(self, towards: np.ndarray) -> np.ndarray:
        """The points and their shadows on the floor."""
        above = np.maximum(self.points[:, 1:2], 0.0)
        return np.concatenate([self.points, self.points - towards * (above / max(towards[1], 0.15))])


EMPTY = Stage(np.array([[-1.0, 0.0, -1.0], [1.0, 1.0, 1.0]]), 1.5)


def spread(sample: int) -> np.ndarray:
    """Four numbers in 0..1 for a sample: two well spread pairs."""
    steps = np.array([0.7548776662466927, 0.5698402909980532, 0.8191725133961645, 0.6710436067037893])
    return (0.5 + sample * steps) % 1.0


def key_direction(look: Look, sample: int | None) -> np.ndarray:
    """Unit vector to the key's middle, or to the sample's place on it."""
    z = np.asarray(look.boxes[0].towards, float)
    z = z / np.linalg.norm(z)
    if sample is None:
        return z
    x = np.cross([0.0, 1.0, 0.0], z)
    x /= np.linalg.norm(x)
    a, b, _, _ = spread(sample)
    far, turn = np.sqrt(a) * look.spread, 2 * np.pi * b
    z = z + x * far * np.cos(turn) + np.cross(z, x) * far * np.sin(turn)
    return z / np.linalg.norm(z)


def sky_direction(sample: int) -> np.ndarray:
    """Unit vector to the sample's piece of sky."""
    _, _, c, d = spread(sample)
    up = 1.0 - 0.86 * c
    side = np.sqrt(1.0 - up * up)
    return np.array([side * np.cos(2 * np.pi * d), up, side * np.sin(2 * np.pi * d)])


def light_matrices(points: np.ndarray, towards: np.ndarray, texels: int) -> tuple[np.ndarray, np.ndarray, float]:
    """A parallel light's view of the points: to clip space, to its map's 0..1, and a texel's size [m]."""
    z = towards / np.linalg.norm(towards)
    x = np.cross([0.0, 1.0, 0.0] if abs(z[1]) < 0.99 else [0.0, 0.0, 1.0], z)
    x /= np.linalg.norm(x)
    axes = np.stack([x, np.cross(z, x), z])
    seen = points @ axes.T
    low, high = seen.min(0), seen.max(0)
    margin = np.maximum((high - low) * np.array([0.02, 0.02, 0.01]), 1e-3)
    low, high = low - margin, high + margin
    clip = np.eye(4)
    scale = 2.0 / (high - low) * np.array([1.0, 1.0, -1.0])
    clip[:3, :3] = scale[:, None] * axes
    clip[:3, 3] = -scale * (high + low) / 2
    half = np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 0, 1]])
    return clip, half @ clip, float((high - low)[:2].max() / texels)


def sole_matrices(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """The view from under the floor, over x and z of the square: to clip space, to 0..1, and 1 / its depth."""
    tall = max(high[1], 0.1) * 1.05
    clip = np.array([
        [2 / (high[0] - low[0]), 0, 0, -(high[0] + low[0]) / (high[0] - low[0])],
        [0, 0, 2 / (high[2] - low[2]), -(high[2] + low[2]) / (high[2] - low[2])],
        [0, 2 / tall, 0, -1.0],
        [0, 0, 0, 1.0],
    ])
    half = np.array([[0.5, 0, 0, 0.5], [0, 0.5, 0, 0.5], [0, 0, 0.5, 0.5], [0, 0, 0, 1]])
    return clip, half @ clip, 1.0 / tall


def floor_square(stage: Stage, towards: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The box over the part of the floor that any shadow reaches."""
    points = stage.fallen(towards)
    margin = 0.25 * stage.size
    return points.min(0) - margin, points.max(0) + margin


def footprints(boxes: list[np.ndarray], towards: np.ndarray, low: np.ndarray, high: np.ndarray, size: float,
               texels: int) -> list[tuple[int, int, int, int]]:
    """Where boxes [8, 3] and their shadows may touch the floor's square.

    Rectangles (x, y, width, height) [texel] that do not overlap.
    """
    found: list[np.ndarray] = []
    for box in boxes:
        points = Stage(box, size).fallen(towards)[:, [0, 2]]
        scaled = (points - low[[0, 2]]) / (high - low)[[0, 2]] * texels
        margin = 0.12 * size / (high - low)[[0, 2]].min() * texels + 1
        rectangle = np.concatenate([np.floor(scaled.min(0) - margin), np.ceil(scaled.max(0) + margin)])
        rectangle = rectangle.clip(0, texels)
        while (hit := next((r for r in found if (np.maximum(r[:2], rectangle[:2])
                                                 < np.minimum(r[2:], rectangle[2:])).all()), None)) is not None:
            found = [r for r in found if r is not hit]
            rectangle = np.concatenate([np.minimum(hit[:2], rectangle[:2]), np.maximum(hit[2:], rectangle[2:])])
        found.append(rectangle)
    return [(int(x), int(y), int(right - x), int(top - y)) for x, y, right, top in found]


def cell(radius: float) -> float:
    """The grid's step [m] for a floor of this radius: 1, 2 or 5 times a power of ten."""
    raw = radius / 26.0
    ten = 10.0 ** np.floor(np.log10(raw))
    return float(next(step * ten for step in (1.0, 2.0, 5.0, 10.0) if step * ten >= raw * 0.999))


def background(look: Look, *, filmic: bool) -> tuple[np.ndarray, np.ndarray]:
    """Top and bottom of the background in the unit of a sample, so that they come out as asked."""
    out = []
    for colour in (look.top, look.bottom):
        linear = np.where(np.asarray(colour) <= 0.04045, np.asarray(colour) / 12.92,
                          ((np.asarray(colour) + 0.055) / 1.055) ** 2.4)
        out.append(_unfilmic(linear) / look.exposure if filmic else linear)
    return out[0], out[1]


def _unfilmic(shown: np.ndarray) -> np.ndarray:
    """The inverse of the shaders' `filmic`."""
    a, b, c = 2.51 - 2.43 * shown, 0.03 - 0.59 * shown, -0.14 * shown
    return (-b + np.sqrt(b * b - 4 * a * c)) / (2 * a)


@dataclass(frozen=True)
class Lights:
    """Where the light of one sample stands, and the views of it that shadows are drawn from."""

    key: np.ndarray           # unit vector to the key
    key_clip: np.ndarray      # [4, 4] scene to clip space of the key's map
    dome_clip: np.ndarray     # the same for the piece of sky
    sole_clip: np.ndarray     # the same from under the floor
    square: tuple[np.ndarray, np.ndarray]   # the box over the part of the floor that shadows reach
    backgrounds: tuple        # top and bottom, (flat, filmic)
    block: np.ndarray         # the frame block with all that does not depend on the camera


def lights(look: Look, stage: Stage, sample: int | None, *, key_texels: int, dome_texels: int) -> Lights:
    """The lights of a sample (None: their middles), fitted to the stage."""
    towards, middle, sky = key_direction(look, sample), key_direction(look, None), sky_direction(sample or 0)
    key_clip, key_matrix, key_texel = light_matrices(stage.fallen(towards), towards, key_texels)
    dome_clip, dome_matrix, dome_texel = light_matrices(stage.fallen(sky), sky, dome_texels)
    low, high = floor_square(stage, middle)
    sole_clip, sole_matrix, per_metre = sole_matrices(low, high)
    centre, radius = stage.pool
    block = np.concatenate([
        np.zeros(16), key_matrix.T.ravel(), dome_matrix.T.ravel(), sole_matrix.T.ravel(),
        np.zeros(4), towards, [key_texel], sky, [dome_texel], centre, [radius],
        [cell(radius), look.line_strength, 0.0, 0.0], np.zeros(12),
        low[[0, 2]], 1 / (high - low)[[0, 2]],
        [0.11 * stage.size, 0.075 * stage.size, 0.030 * stage.size, per_metre],
    ]).astype(np.float32)
    backgrounds = (background(look, filmic=False), background(look, filmic=True))
    return Lights(towards, key_clip, dome_clip, sole_clip, (low, high), backgrounds, block)


def pack(lit: Lights, *, camera: Camera, size: tuple[int, int], look: Look, stage: Stage, mode: str, direct: bool,
         floor: bool, opaque: bool, sample: int | None) -> np.ndarray:
    """The frame block of one picture, or of one sample of it."""
    projection = camera.projection(size[0] / size[1], reach=max(4 * stage.pool[1], 10.0))
    if sample is not None:
        _, _, c, d = spread(sample)
        shift = np.eye(4)
        shift[0, 3], shift[1, 3] = (c + d * 0.37) % 1.0, (d + c * 0.61) % 1.0
        shift[:2, 3] = (shift[:2, 3] - 0.5) * 2.0 / np.asarray(size)
        projection = shift @ projection
    filmic = mode == "studio"
    top, bottom = lit.backgrounds[filmic]
    block = lit.block.copy()
    block[0:16] = (projection @ camera.view()).T.ravel()
    block[64:67], block[67] = camera.eye(), float(direct)
    block[82], block[83] = float(floor), look.exposure if filmic else 0.0
    block[84:88] = np.cos(camera.yaw), np.sin(camera.yaw), 1 / size[0], 1 / size[1]
    block[88:91], block[91] = top, float(opaque)
    block[92:95], block[95] = bottom, (sample or 0) * 0.6180339887 % 1.0
    return block
