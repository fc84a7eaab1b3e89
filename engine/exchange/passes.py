"""Passes: the layers of a picture as files hold them, and what a reader of the files has to know.

In     layers [height, width, n] float32 by name, the depths that there are [m].   Out   channels, or pixels; a report.
Raises ExportError where two objects cannot be told apart.  Knows nothing of OpenGL or of files.

An EXR has the numbers themselves. A PNG has whole numbers: colours in sRGB, normals as (n + 1) / 2 of 255, depths as
16 bits from the nearest to the farthest that there can be in any of the pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from engine.exchange.files import ExportError
from engine.picture.layers import LAYERS, NOTHING, id_colour

CHANNELS = {"colour": "RGBA", "depth": "Z", "normal": "RGB", "id": "RGB", "mask": "Y"}
FARTHEST, NO_DEPTH = 65534, 65535
assert tuple(CHANNELS) == tuple(LAYERS)


def channels(layers: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """For an EXR: named R, Z and so on, and where there are several layers depth.Z."""
    return {(f"{name}." if len(layers) > 1 else "") + letter: layer[..., index]
            for name, layer in layers.items() for index, letter in enumerate(CHANNELS[name])}


def pixels(name: str, layer: np.ndarray, reach: tuple[float, float]) -> np.ndarray:
    """For a PNG: [height, width, 3 or 4] or [height, width] uint8, a depth [height, width] uint16."""
    if name == "depth":
        near, far = reach
        share = (layer[..., 0].astype(np.float64) - near) / max(far - near, 1e-9)
        steps = np.rint(share.clip(0, 1) * FARTHEST)
        return np.where(layer[..., 0] >= NOTHING, NO_DEPTH, steps).astype(np.uint16)
    if name == "colour":
        linear = layer[..., :3].clip(0, 1)
        encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
        return _bytes(np.concatenate([encoded, layer[..., 3:]], axis=-1))
    if name == "normal":
        there = (layer != 0).any(-1, keepdims=True)
        return _bytes(np.concatenate([(layer + 1) / 2 * there, there], axis=-1))
    return _bytes(layer if name == "id" else layer[..., 0])


def legend(nodes: Collection[str]) -> dict[str, list[int]]:
    """The colour of every object in the id pass, bytes."""
    colours = {node: list(id_colour(node)) for node in sorted(nodes)}
    if len({tuple(colour) for colour in colours.values()}) < len(colours):
        raise ExportError("two objects would have one colour in the id pass: give one of them another id")
    return colours


def report(names: Sequence[str], nodes: Collection[str], reach: tuple[float, float], *, whole: bool) -> dict:
    """What the numbers of each pass mean; `whole` numbers are a PNG's."""
    depth = {"unit": "m", "along": "the camera's line of sight"}
    told = {
        "colour": {"encoding": "sRGB" if whole else "linear", "alpha": "1 where there is an object"},
        "depth": depth | ({"at_0": reach[0], f"at_{FARTHEST}": reach[1], "nothing": NO_DEPTH} if whole else
                          {"nothing": NOTHING}),
        "normal": {"axes": "the scene's: y up, z to the front", "encoding": "(n + 1) / 2" if whole else "n"},
        "id": {"legend": legend(nodes), "unit": "byte" if whole else "byte / 255"} if "id" in names else {},
        "mask": {"object": 255 if whole else 1.0, "nothing": 0},
    }
    return {name: told[name] for name in names}


def _bytes(share: np.ndarray) -> np.ndarray:
    return np.rint(share * 255).astype(np.uint8)
