"""Cameras and lights of anyone's glTF file.

In     an opened Source and the Asset that was read of it.   Out   Sights in the file's axes and unit; what is lost.
Raises nothing: one that is damaged is left out, and said so.
Knows nothing of scenes.   After glTF 2.0, 3.10, KHR_lights_punctual and KHR_animation_pointer.

It, and each node that it hangs on, moves as in the first animation that moves that node: programs write one for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.bake.evaluate import compose
from engine.exchange.asset import Asset, Curve
from engine.exchange.gltf_bytes import AssetError, Source, dicts
from engine.exchange.sights import EDGE, Camera, Light, Sight, kelvin_of, luminance, power_of, refined, stood
from engine.exchange.take import bends
from engine.vocabulary.sights import FIELD, SIZE

LIGHTS = "KHR_lights_punctual"
COLOURED, SOFTER = 0.12, 0.1
"""How far a light's colour may be from a black body's, and its cone's soft edge from ours, without a word."""


def read_sights(source: Source, asset: Asset, shown: np.ndarray) -> tuple[list[Sight], list[str]]:
    """Of the nodes that are shown [node]; and sentences."""
    found, told = list[Sight](), list[str]()
    for index, row in enumerate(source.rows("nodes")):
        for kind, read in (("camera", _camera), ("light", _light)) if shown[index] else ():
            try:
                found += read(source, asset, index, row, told)
            except AssetError:
                told.append(f"{asset.nodes[index].name}: its {kind} is damaged and left out.")
    return found, [*told, *_pointed(source)]


def _camera(source: Source, asset: Asset, index: int, row: dict[str, Any], told: list[str]) -> Iterator[Camera]:
    if row.get("camera") is None:
        return
    lens, name = source.row("cameras", row["camera"]), asset.nodes[index].name
    field = np.radians(FIELD.default or 0.0)
    if lens.get("type") == "orthographic":
        told.append(f"{name} sees without perspective, which cameras here do not: it has a field of view of "
                    f"{np.degrees(field):.0f}° instead.")
    else:
        perspective = lens.get("perspective")
        field = source.vector({"yfov": [(perspective or {}).get("yfov")]} if isinstance(perspective, dict) else {},
                              "yfov", (field,))[0]
        if not 0.0 < field < np.pi:
            raise source.fault(f"{name} has no usable field of view")
    times, *stands = _way(source, asset, index)
    yield Camera(name, times, *stands, field=np.full(len(times), field), near=0.0, far=0.0)


def _light(source: Source, asset: Asset, index: int, row: dict[str, Any], told: list[str]) -> Iterator[Light]:
    extensions = row.get("extensions")
    own = extensions.get(LIGHTS) if isinstance(extensions, dict) else None
    if not isinstance(own, dict):
        return
    lamps = source.json.get("extensions", {})
    listed = dicts(source, lamps[LIGHTS], "lights") if isinstance(lamps, dict) and isinstance(
        lamps.get(LIGHTS), dict) else []
    lamp, name = listed[source.index(own.get("light"), len(listed), "lights")], asset.nodes[index].name
    kind = lamp.get("type")
    if kind not in ("directional", "point", "spot"):
        raise source.fault(f"{name} shines in a way that is not known")
    colour = source.vector(lamp, "color", (1.0, 1.0, 1.0)).clip(0.0)
    bright = source.vector({"intensity": [lamp.get("intensity", 1.0)]}, "intensity", (1.0,))[0]
    spread = {"directional": 0.0, "point": 2.0 * np.pi}.get(kind)
    if spread is None:
        spread = _cone(source, lamp, name, told)
    kelvin, off = kelvin_of(colour)
    if off > COLOURED:
        told.append(f"{name} shines in a colour that no temperature has: it has the nearest, {kelvin:.0f} K.")
    times, *stands = _way(source, asset, index)
    power, warm, size, wide = (np.full(len(times), value) for value in (
        bright * luminance(colour), kelvin, SIZE.default or 1.0, spread))
    yield Light(name, times, *stands, power=power_of(kind, power), temperature=warm, size=size, spread=wide)


def _cone(source: Source, lamp: dict[str, Any], name: str, told: list[str]) -> float:
    """The whole angle of a spot [rad]."""
    spot = lamp.get("spot")
    row = spot if isinstance(spot, dict) else {}
    inner, outer = (source.vector({key: [row[key]]} if key in row else {}, key, (rest,))[0]
                    for key, rest in (("innerConeAngle", 0.0), ("outerConeAngle", np.pi / 4)))
    if not 0.0 <= inner <= outer <= np.pi / 2 + 1e-6 or outer <= 0.0:
        raise source.fault(f"{name} has no usable cone")
    if abs(inner / outer - EDGE) > SOFTER:
        told.append(f"{name} is a spot with an edge of its own: its light fades from {EDGE:.0%} of its angle on.")
    return 2.0 * min(outer, np.pi / 2 - 1e-3)


def _way(source: Source, asset: Asset, index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When it has keys, where it is and how it is turned then."""
    chain = [index]
    while (above := asset.nodes[chain[-1]].parent) >= 0:
        chain.append(above)
    moving = [curve for each in chain for curve in _first(asset, each)]

    def at(times: np.ndarray) -> np.ndarray:
        return _placed(asset, chain, moving, times)

    times = np.zeros(1)
    if moving:
        times = refined(bends(moving, max(float(curve.times[-1]) for curve in moving)), at)
    found = stood(at(times))
    if found is None:
        raise source.fault(f"{asset.nodes[index].name} has no usable place")
    return times, *found


def _first(asset: Asset, node: int) -> list[Curve]:
    """The curves of the first animation that moves a node."""
    for animation in asset.animations:
        if found := [curve for curve in animation.curves if curve.node == node and curve.path != "weights"]:
            return found
    return []


def _placed(asset: Asset, chain: list[int], curves: list[Curve], times: np.ndarray) -> np.ndarray:
    """The transforms [key, 4, 4] of a node in the file's world; `chain`: the node and what it hangs on, upwards."""
    world = np.broadcast_to(np.eye(4), (len(times), 4, 4))
    for index in chain:
        node = asset.nodes[index]
        moved = {curve.path: curve.sampled(times) for curve in curves if curve.node == index}
        if moved:
            rest = {"translation": node.translation, "rotation": node.rotation, "scale": node.scale}
            numbers = (np.broadcast_to(moved.get(key, value), (len(times), len(value))) for key, value in rest.items())
            world = compose(*numbers) @ world
        else:
            world = node.local({}) @ world
    return world


def _pointed(source: Source) -> list[str]:
    """What is said of settings that move in the file."""
    count = 0
    for row in source.rows("animations"):
        for channel in row.get("channels", []) if isinstance(row.get("channels"), list) else []:
            target = channel.get("target") if isinstance(channel, dict) else None
            more = target.get("extensions") if isinstance(target, dict) else None
            pointer = more.get("KHR_animation_pointer") if isinstance(more, dict) else None
            path = pointer.get("pointer") if isinstance(pointer, dict) else None
            count += isinstance(path, str) and path.startswith(("/cameras/", f"/extensions/{LIGHTS}/"))
    return [f"{count} setting{'s' * (count > 1)} of its cameras and lights move{'s' * (count == 1)} in the file: what "
            "it begins with is kept."] if count else []
