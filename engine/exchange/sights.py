"""Sights: cameras and lights as they are written to files.

In     places over time and settings.   Out   plain values, in the units that files have.
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

from dataclasses import dataclass

import numpy as np

from engine.vocabulary.sights import SIZE

LUX, FALLS = 3.0, 2.0
"""What power 1 gives on a surface that faces it [lx], and how far from a point or spot light [m]."""
COLDEST, HOTTEST = 1000.0, 10_000.0
"""Temperatures [K] of which a colour is known."""
EDGE = 0.8
"""Share of a spot's angle within which it is not dimmed."""


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


def left_out(cameras: int, lights: int) -> list[str]:
    """What is said of those in a file that is imported."""
    found = [f"{count} {word}{'s' * (count > 1)}" for count, word in ((cameras, "camera"), (lights, "light")) if count]
    if not found:
        return []
    verb, place = ("is", "it stands") if cameras + lights == 1 else ("are", "they stand")
    return [f"{' and '.join(found)} of the file {verb} left out: add your own where {place}."]
