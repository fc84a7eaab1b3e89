"""Cameras and lights to glTF: nodes at the scene's root, and curves where they move.

In     Cameras and Lights (engine.exchange.sights), names that are taken.   Out   entries in the document, curves of the
       scene's animation.
Raises ExportError for one that has no usable place, naming it.   Knows nothing of files.

After glTF 2.0, 3.10, and KHR_lights_punctual: candela, lux, linear colours at most 1, so that what a colour has above
that is in the intensity. Their settings are those of the first moment: glTF's own animations move nodes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.exchange.files import ExportError
from engine.exchange.gltf_object import Curves, transform, trembling
from engine.exchange.names import RULES, objects, unique
from engine.exchange.sights import EDGE, Camera, Light, Sight, black_body
from engine.vocabulary.profiles import Profile

LIGHTS = "KHR_lights_punctual"
NOBODY = -1
"""Whose the curves are: the scene's, and no object's."""


def add_sights(cameras: Sequence[Camera], lights: Sequence[Light], profile: Profile, document: dict,
               curves: Curves) -> None:
    """Append their nodes, and what the nodes refer to."""
    rule, sights = RULES[profile.names], [*cameras, *lights]
    taken = {node["name"] for node in document["nodes"]}
    names = dict(zip(range(len(sights)), unique(objects([sight.name for sight in sights], rule), taken, rule)))
    for index, sight in enumerate(sights):
        node = _node(sight, names[index], profile, document, curves)
        if isinstance(sight, Camera):
            document.setdefault("cameras", []).append(_lens(sight, f"{names[index]}_lens"))
            node["camera"] = len(document["cameras"]) - 1
        elif isinstance(sight, Light):
            rows = document.setdefault("extensions", {}).setdefault(LIGHTS, {"lights": []})["lights"]
            rows.append(_lamp(sight, names[index]))
            node["extensions"] = {LIGHTS: {"light": len(rows) - 1}}
    if lights:
        document["extensionsUsed"].append(LIGHTS)


def _node(sight: Sight, name: str, profile: Profile, document: dict, curves: Curves) -> dict:
    if not all(np.isfinite(keys).all() for keys in (sight.translation, sight.rotation)):
        raise ExportError(f"{sight.name} has no usable place: set its position and rotation")
    nodes = document["nodes"]
    document["scenes"][0]["nodes"].append(len(nodes))
    nodes.append({"name": name})
    rotation = trembling(sight.rotation, sight.translation, sight.times) if profile.trembles else sight.rotation
    transform((NOBODY, name), len(nodes) - 1, {"translation": sight.translation, "rotation": rotation}, sight.times,
              nodes, curves, moving=True)
    return nodes[-1]


def _lens(camera: Camera, name: str) -> dict:
    return {"name": name, "type": "perspective", "perspective": {
        "yfov": float(camera.field[0]), "znear": float(camera.near), "zfar": float(camera.far)}}


def _lamp(light: Light, name: str) -> dict:
    colour = black_body(light.kelvin[0])
    most, cone = float(colour.max()), float(light.cone[0])
    spot = {"spot": {"innerConeAngle": EDGE * cone, "outerConeAngle": cone}} if light.kind == "spot" else {}
    return {"name": name, "type": light.kind, "color": (colour / most).tolist(),
            "intensity": float(light.intensity[0]) * most} | spot
