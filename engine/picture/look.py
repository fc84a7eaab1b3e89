"""Look: the studio's light, floor and backgrounds, as plain values.

In     nothing.   Out   Look and its two instances.   Raises nothing.   Knows nothing of OpenGL or Qt.

Radiance is linear and relative: a white matt floor under the key comes out near 1. The key stands
still in the scene, so that shadows do; fill and rim go round with the camera, as a photographer's do.
"""

from __future__ import annotations

from dataclasses import dataclass

Vector = tuple[float, float, float]


@dataclass(frozen=True)
class Softbox:
    """A rectangular light far away."""

    towards: Vector          # direction to the light, need not be unit
    radiance: Vector         # linear
    half: tuple[float, float]  # half width and height, as tangents of the angle
    follows: bool = False    # turns with the camera's yaw


@dataclass(frozen=True)
class Look:
    boxes: tuple[Softbox, ...]      # the first is the key and the one that throws shadows
    sky: Vector                     # linear irradiance from above
    ground: Vector                  # and from below
    floor: Vector                   # linear reflectance of the floor
    line: Vector                    # linear colour of the grid
    line_strength: float
    top: Vector                     # background, sRGB, at the top of the picture
    bottom: Vector                  # and at its foot
    key: float = 2.3                # irradiance of the key on a surface that faces it
    spread: float = 0.075            # tangent of the key's half angle: how soft its shadow is
    exposure: float = 0.80


def _srgb(code: str) -> Vector:
    return tuple(int(code[k:k + 2], 16) / 255 for k in (1, 3, 5))  # type: ignore[return-value]


DARK = Look(
    boxes=(
        Softbox((-0.55, 0.95, 0.62), (6.6, 6.1, 5.5), (0.44, 0.36)),
        Softbox((0.95, 0.35, 0.55), (1.35, 1.55, 1.85), (0.30, 0.62), follows=True),
        Softbox((0.42, 0.42, -0.95), (6.0, 7.0, 8.8), (0.26, 0.80), follows=True),
    ),
    sky=(0.36, 0.395, 0.46), ground=(0.15, 0.145, 0.145),
    floor=(0.112, 0.119, 0.135), line=(0.62, 0.65, 0.70), line_strength=0.26,
    top=_srgb("#17191c"), bottom=_srgb("#1f2226"),
)
LIGHT = Look(
    boxes=DARK.boxes, sky=(0.60, 0.62, 0.66), ground=(0.34, 0.33, 0.325),
    floor=(0.62, 0.62, 0.63), line=(0.30, 0.32, 0.36), line_strength=0.25,
    top=_srgb("#dfe2e6"), bottom=_srgb("#eceef1"),
)
