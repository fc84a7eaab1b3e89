"""Cameras and lights of anyone's USD stage.

In     a prim, how the stage counts time.   Out   Sights in the stage's axes and unit; what is lost.
Raises nothing: one without a usable place is left out, and said so.
Knows nothing of scenes.   After UsdGeom.Camera and UsdLux (LightAPI, ShapingAPI).

A light's candela are what it sends along its axis: of its luminance (`intensity` times 2 to the power of its exposure,
with `normalize` over its surface) as much as it is large seen from there. What is keyed keeps its keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from pxr import Usd, UsdGeom, UsdLux

from engine.exchange.sights import (
    EDGE,
    WHITE,
    Camera,
    Light,
    Sight,
    black_body,
    kelvin_of,
    luminance,
    power_of,
    refined,
    stood,
)
from engine.vocabulary.sights import FIELD, SIZE

COLOURED, SOFTER = 0.12, 0.1
"""How far a light's colour may be from a black body's, and its cone's soft edge from ours, without a word."""
SOFTBOX = np.radians(170.0)
"""Cone of what shines from a surface to one side."""
FLAT, ROUND = ("RectLight", "DiskLight"), ("SphereLight", "CylinderLight")
Kept = Callable[[list[float]], list[float]]


def read_sight(prim: Any, *, seconds: Callable[[np.ndarray], np.ndarray], kept: Kept, told: list[str]) -> Sight | None:
    """A prim as a camera or light; None where it is neither, or cannot be one.

    `seconds`: of time codes. `kept`: so many of the samples' times as are looked at.
    """
    camera = prim.IsA(UsdGeom.Camera)
    if not camera and not (prim.HasAPI(UsdLux.LightAPI) and not prim.IsA(UsdGeom.Gprim)):
        return None
    if UsdGeom.Imageable(prim).ComputeVisibility() == UsdGeom.Tokens.invisible:
        return None
    name = _name(prim)
    if not camera and prim.GetTypeName() not in ("DistantLight", *FLAT, *ROUND):
        told.append(f"{name}: a {prim.GetTypeName()} is left out: lights here shine from a place or in parallel.")
        return None
    codes = refined(np.array(kept(_samples(prim)) or [0.0]), lambda codes: _worlds(prim, codes))
    found = stood(_worlds(prim, codes))
    if found is None:
        told.append(f"{name} is left out: it has no usable place.")
        return None
    times = seconds(codes) if len(codes) > 1 else np.zeros(1)
    return _camera(prim, name, times, found, codes, told) if camera else _light(prim, name, times, found, codes, told)


def _camera(prim: Any, name: str, times: np.ndarray, stands: tuple[np.ndarray, np.ndarray], codes: np.ndarray,
            told: list[str]) -> Camera:
    lens = [UsdGeom.Camera(prim).GetCamera(Usd.TimeCode(code)) for code in codes]
    field = np.radians([each.GetFieldOfView(each.FOVVertical) for each in lens])
    if lens[0].projection != lens[0].Perspective or not (np.isfinite(field) & (field > 0.0)).all():
        field = np.full(len(codes), np.radians(FIELD.default or 0.0))
        told.append(f"{name} sees without perspective, which cameras here do not: it has a field of view of "
                    f"{np.degrees(field[0]):.0f}° instead.")
    return Camera(name, times, *stands, field, 0.0, 0.0)


def _light(prim: Any, name: str, times: np.ndarray, stands: tuple[np.ndarray, np.ndarray], codes: np.ndarray,
           told: list[str]) -> Light:
    shape = str(prim.GetTypeName())
    rows = [_Lamp(prim, shape, Usd.TimeCode(code)) for code in codes]
    angle = rows[0].cone
    kind = "directional" if shape == "DistantLight" else "spot" if angle is not None or shape in FLAT else "point"
    if shape in FLAT:
        told.append(f"{name} shines from a surface: it shines from a point here, to one side.")
    if shape == "CylinderLight":
        told.append(f"{name} is a tube: it shines from a point here.")
    if angle is not None and abs(rows[0].softness - (1.0 - EDGE)) > SOFTER:
        told.append(f"{name} is a spot with an edge of its own: its light fades from {EDGE:.0%} of its angle on.")
    if max(row.off for row in rows) > COLOURED:
        told.append(f"{name} shines in a colour that no temperature has: it has the nearest, {rows[0].kelvin:.0f} K.")
    spread = [{"directional": 0.0, "point": 2.0 * np.pi}.get(kind, min(2.0 * (row.cone or np.pi), SOFTBOX
              if shape in FLAT else np.pi - 1e-3)) for row in rows]
    size = [SIZE.default if kind == "directional" else max(row.size, SIZE.low) for row in rows]
    return Light(name, times, *stands, power_of(kind, np.array([row.bright for row in rows])),
                 np.array([row.kelvin for row in rows]), np.array(size), np.array(spread))


class _Lamp:
    """A light's settings at one time code."""

    def __init__(self, prim: Any, shape: str, code: Any) -> None:
        self._prim, self._code = prim, code
        area, seen, self.size = self._shape(shape)
        bright = self._number("intensity", 1.0) * 2.0 ** float(np.clip(self._number("exposure", 0.0), -60.0, 60.0))
        if self._told("normalize"):
            bright /= area
        colour = np.asarray(UsdLux.LightAPI(prim).GetColorAttr().Get(code) or (1.0, 1.0, 1.0), np.float64).clip(0.0)
        warm = self._number("colorTemperature", WHITE) if self._told("enableColorTemperature") else None
        self.kelvin, self.off = (warm, 0.0) if warm is not None and np.ptp(colour) < 1e-6 else kelvin_of(
            colour * (1.0 if warm is None else black_body(warm)))
        self.bright = max(bright * seen * luminance(colour), 0.0)
        cone = self._number("shaping:cone:angle", 90.0)
        self.cone = float(np.radians(max(cone, 0.1))) if shape != "DistantLight" and cone < 90.0 else None
        self.softness = self._number("shaping:cone:softness", 0.0)

    def _shape(self, shape: str) -> tuple[float, float, float]:
        """Its surface and what is seen of it along its axis (of parallel light: solid angles), and how large it is."""
        if shape == "DistantLight":
            half = np.radians(self._number("angle", 0.53)) / 2.0
            across = np.pi * np.sin(min(half, np.pi / 2.0)) ** 2 or 1.0
            return across, across, 0.0
        if shape == "RectLight":
            wide, tall = max(self._number("width", 1.0), 1e-6), max(self._number("height", 1.0), 1e-6)
            return wide * tall, wide * tall, float(np.sqrt(wide * tall))
        radius = max(self._number("radius", 0.5), 1e-6)
        disc = np.pi * radius**2
        if shape == "CylinderLight":
            length = max(self._number("length", 1.0), 1e-6)
            return 2.0 * disc + 2.0 * np.pi * radius * length, 2.0 * radius * length, length
        return disc * (1.0 if shape == "DiskLight" else 4.0), disc, 2.0 * radius

    def _number(self, name: str, rest: float) -> float:
        value = self._prim.GetAttribute(f"inputs:{name}").Get(self._code)
        return float(value) if isinstance(value, (int, float)) and np.isfinite(value) else rest

    def _told(self, name: str) -> bool:
        return self._prim.GetAttribute(f"inputs:{name}").Get(self._code) is True


def _name(prim: Any) -> str:
    """The artist's: that of a transform which holds it alone, as programs write a thing and its data."""
    holder = prim.GetParent()
    alone = holder.GetTypeName() == "Xform" and len(holder.GetChildren()) == 1
    return prim.GetDisplayName() or (holder.GetDisplayName() or holder.GetName() if alone else prim.GetName())


def _samples(prim: Any) -> list[float]:
    """The time codes at which anything of it, or of what it hangs on, is keyed."""
    times, at = {time for attribute in prim.GetAttributes() for time in attribute.GetTimeSamples()}, prim
    while at and not at.IsPseudoRoot():
        if at.IsA(UsdGeom.Xformable):
            times |= set(UsdGeom.Xformable(at).GetTimeSamples())
        at = at.GetParent()
    return sorted(times)


def _worlds(prim: Any, codes: np.ndarray) -> np.ndarray:
    """Its transforms [code, 4, 4] in the stage's world."""
    return np.array([np.array(UsdGeom.XformCache(Usd.TimeCode(code)).GetLocalToWorldTransform(prim), np.float64).T
                     for code in codes])
