"""Sights: cameras and lights as they are in files.

In     places over time and settings.   Out   plain values, in the units that files have, and back.
Raises nothing.   Knows nothing of documents or of any format.

Both look and shine along their own -Z, as glTF's and USD's do. Of a light's settings:

    spread       0: directional; under 180 degrees: spot; else point, whatever it is keyed to later
    power        1 is 3 lux of a directional light, which nearly makes white what faces it in a viewer without exposure;
                 of the others as much at 2 m, so 12 candela, towards everywhere that they shine: a cone is no brighter
                 than the bulb would be
    temperature  a black body's colour, linear with the primaries of sRGB and of luminance 1 (UsdLux's table, up to
                 10,000 K): lux and candela are photometric, and warm light is not dimmer than cold
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.bake.evaluate import to_matrix, to_quaternion
from engine.exchange.gltf_bytes import FARTHEST
from engine.picture.lamps import EDGE
from engine.vocabulary.sights import SIZE

LUX, FALLS = 3.0, 2.0
"""What power 1 gives on a surface that faces it [lx], and how far from a point or spot light [m]."""
COLDEST, HOTTEST = 1000.0, 10_000.0
"""Temperatures [K] of which a colour is known."""
WHITE = 6500.0
"""K of what is nearly white."""
STRAIGHT, HALVINGS, MOST_KEYS = 2e-3, 6, 4000
"""Of a way, or rad, that the middle of two keys may be off; how often a gap is halved at most; keys that are enough."""


@dataclass(frozen=True)
class Sight:
    """Something that stands somewhere and is directed at something, over time; one key where it keeps still."""

    name: str                     # the artist's
    times: np.ndarray             # [key] s
    translation: np.ndarray       # [key, 3] m
    rotation: np.ndarray          # [key, 4] unit quaternions x y z w

    @property
    def closes(self) -> bool:
        """Whether it ends as it begins."""
        return bool(abs(self.rotation[0] @ self.rotation[-1]) > 1.0 - 1e-6
                    and np.abs(self.translation[0] - self.translation[-1]).max() < 1e-4)


@dataclass(frozen=True)
class Camera(Sight):
    field: np.ndarray             # [key] rad, vertical field of view
    near: float                   # m
    far: float                    # m


@dataclass(frozen=True)
class Light(Sight):
    power: np.ndarray             # [key]
    temperature: np.ndarray       # [key] K
    size: np.ndarray              # [key] m, its diameter
    spread: np.ndarray            # [key] rad, of its whole cone

    @property
    def kind(self) -> str:
        """directional, spot or point."""
        first = float(self.spread[0])
        return "directional" if first < 1e-3 else "spot" if first < np.pi - 1e-6 else "point"

    @property
    def intensity(self) -> np.ndarray:
        """[key] lx of a directional light, cd of the others."""
        return self.power * (LUX if self.kind == "directional" else LUX * FALLS**2)

    @property
    def cone(self) -> np.ndarray:
        """[key] rad, of a spot: from its middle to its edge."""
        return np.clip(self.spread / 2.0, 1e-2, np.pi / 2.0)

    @property
    def kelvin(self) -> np.ndarray:
        """[key] K, of which a colour is known."""
        return np.clip(self.temperature, COLDEST, HOTTEST)

    @property
    def sized(self) -> bool:
        """Whether it has another size than is assumed."""
        return bool(np.abs(self.size - SIZE.default).max() > 1e-6)


def black_body(kelvin: float) -> np.ndarray:
    """A black body's colour, [3] linear with sRGB's primaries, of luminance 1."""
    from pxr import UsdLux

    return np.maximum(np.asarray(UsdLux.BlackbodyTemperatureAsRgb(float(kelvin)), np.float64), 0.0)


def kelvin_of(colour: np.ndarray) -> tuple[float, float]:
    """The temperature [K] whose black body is nearest to a linear colour [3], and how far that is, of 1."""
    from pxr import UsdLux

    wanted = np.asarray(colour, np.float64)
    if wanted.max() <= 0.0:
        return WHITE, 0.0

    def off(kelvin: float) -> float:
        shown = np.maximum(np.asarray(UsdLux.BlackbodyTemperatureAsRgb(kelvin), np.float64), 0.0)
        return float(np.abs(shown / shown.max() - wanted / wanted.max()).max())

    best, step = WHITE, 500.0
    around = np.arange(COLDEST, HOTTEST + 1.0, step)
    for _ in range(4):
        best = min(around.tolist(), key=off)
        step /= 8.0
        around = np.clip(best + step * np.arange(-8, 9), COLDEST, HOTTEST)
    best = min((best, round(best, -1), round(best)), key=lambda kelvin: off(kelvin) + 1e-5 * (kelvin % 10.0 > 0.0))
    return best, off(best)


def luminance(colour: np.ndarray) -> float:
    """Of a linear colour [3] with the primaries of sRGB."""
    return float(np.asarray(colour, np.float64) @ (0.2126, 0.7152, 0.0722))


def power_of(kind: str, intensity: np.ndarray) -> np.ndarray:
    """The power [key] of lx of a directional light, or of cd of the others."""
    return intensity / (LUX if kind == "directional" else LUX * FALLS**2)


def stood(matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Translations [key, 3] and quaternions [key, 4] of transforms [key, 4, 4], whatever they scale; None where they
    are no places.
    """
    if not np.isfinite(matrices).all() or np.abs(matrices[:, :3, 3]).max() > FARTHEST:
        return None
    axes = np.array(matrices[:, :3, :3], np.float64)
    axes[np.linalg.det(axes) < 0.0, :, 0] *= -1.0
    length = np.linalg.norm(axes, axis=1, keepdims=True)
    if length.min() < 1e-9:
        return None
    left, _, right = np.linalg.svd(axes / length)
    turn = left @ right
    if np.linalg.det(turn).min() < 0.0:
        return None
    return matrices[:, :3, 3].astype(np.float64), to_quaternion(turn)


def angles_of(rotation: np.ndarray) -> np.ndarray:
    """Angles [key, 3] rad about X, Y and Z (applied Y X Z) of quaternions [key, 4], without leaps from key to key."""
    turn = to_matrix(rotation)
    x = np.arcsin(np.clip(-turn[:, 1, 2], -1.0, 1.0))
    upright = np.abs(turn[:, 1, 2]) > 1.0 - 1e-9            # it turns about Y as about Z: Z goes on, or begins at 0
    y = np.where(upright, np.arctan2(-turn[:, 2, 0], turn[:, 0, 0]), np.arctan2(turn[:, 0, 2], turn[:, 2, 2]))
    z = np.where(upright, 0.0, np.arctan2(turn[:, 1, 0], turn[:, 1, 1]))
    angles = np.stack([x, y, z], 1)
    for key in range(1, len(angles)):
        if upright[key]:
            angles[key, 2] = angles[key - 1, 2]
            angles[key, 1] += angles[key, 2] * np.sign(angles[key, 0])
        same = np.stack([angles[key], np.pi * np.array([1.0, 1.0, 1.0]) + angles[key] * (-1.0, 1.0, 1.0)])
        same += 2.0 * np.pi * np.round((angles[key - 1] - same) / (2.0 * np.pi))
        angles[key] = same[np.abs(same - angles[key - 1]).sum(1).argmin()]
    return angles


def refined(times: np.ndarray, at: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The times, with others between them until places and angles go straight from each to the next.

    `at`: transforms [key, 4, 4] at times [key].
    """
    for _ in range(HALVINGS):
        if not 1 < len(times) <= MOST_KEYS:
            break
        whole = np.sort(np.concatenate([times, (times[1:] + times[:-1]) / 2.0]))
        found = stood(at(whole))
        if found is None:
            break
        numbers = np.concatenate([found[0] / max(float(np.ptp(found[0], axis=0).max()), 1e-6),
                                  angles_of(found[1])], 1)
        bent = np.abs(numbers[1::2] - (numbers[:-1:2] + numbers[2::2]) / 2.0).max(1) > STRAIGHT
        if not bent.any():
            break
        times = np.sort(np.concatenate([times, whole[1::2][bent]]))
    return times


__all__ = ["EDGE", "Camera", "Light", "Sight", "angles_of", "black_body", "kelvin_of", "luminance", "power_of",
           "refined", "stood"]
