"""Cameras and lights on a USD stage.

In     Cameras and Lights (engine.exchange.sights), a path, the stage.   Out   prims.
Raises nothing.   Knows nothing of files.

UsdGeom.Camera: lengths in tenths of the stage's unit, here a metre; the picture's height is that of 35 mm film, its
width what 16:9 makes of it. UsdLux: all with `normalize`, so that a light's size does not change its power; then a
DistantLight's intensity is in lux, and that of a SphereLight four times its candela (its surface is 4 pi r^2, and from
afar it is seen as a disc of pi r^2). A cone is UsdLux's ShapingAPI. What is keyed has time samples.
"""

from __future__ import annotations

import numpy as np
from pxr import Gf, Usd, UsdGeom, UsdLux

from engine.exchange.sights import EDGE, Camera, Light, Sight
from engine.exchange.usd_object import codes, place, sampled

FILM = 0.24
"""Height of the picture [tenths of a metre]."""
WIDE = 16 / 9
SUN = 0.53
"""Angle [°] that parallel light comes from: the sun's."""


def add_camera(stage: Usd.Stage, path: str, camera: Camera, rate: float) -> None:
    """`rate`: time codes a second."""
    made = UsdGeom.Camera.Define(stage, path)
    _stand(made, camera, rate)
    made.CreateProjectionAttr(UsdGeom.Tokens.perspective)
    made.CreateVerticalApertureAttr(FILM)
    made.CreateHorizontalApertureAttr(FILM * WIDE)
    made.CreateClippingRangeAttr(Gf.Vec2f(camera.near, camera.far))
    _keyed(made.CreateFocalLengthAttr(), camera, FILM / 2.0 / np.tan(camera.field / 2.0), rate)


def add_light(stage: Usd.Stage, path: str, light: Light, rate: float) -> None:
    """`rate`: time codes a second."""
    far = light.kind == "directional"
    made = (UsdLux.DistantLight if far else UsdLux.SphereLight).Define(stage, path)
    _stand(made, light, rate)
    made.CreateNormalizeAttr(True)
    made.CreateEnableColorTemperatureAttr(True)
    _keyed(made.CreateColorTemperatureAttr(), light, light.kelvin, rate)
    _keyed(made.CreateIntensityAttr(), light, light.intensity * (1.0 if far else 4.0), rate)
    if far:
        made.CreateAngleAttr(SUN)
        return
    _keyed(made.CreateRadiusAttr(), light, light.size / 2.0, rate)
    if light.kind == "spot":
        shape = UsdLux.ShapingAPI.Apply(made.GetPrim())
        _keyed(shape.CreateShapingConeAngleAttr(), light, np.degrees(light.cone), rate)
        shape.CreateShapingConeSoftnessAttr(1.0 - EDGE)


def _stand(made: UsdGeom.Xformable, sight: Sight, rate: float) -> None:
    made.GetPrim().SetDisplayName(sight.name)
    place(made, codes(sight.times, rate), sight.translation, sight.rotation)


def _keyed(attribute: Usd.Attribute, sight: Sight, values: np.ndarray, rate: float) -> None:
    sampled(attribute, codes(sight.times, rate), [float(value) for value in values])
