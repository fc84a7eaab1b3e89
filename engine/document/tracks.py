"""Tracks: keyed numbers at any time.

In     a Track, or a node with tracks, and a time [s].   Out   a number, or the node as it is at that time.
Raises nothing (tracks are checked with the scene).
Knows nothing of frames, meshes, torch or Qt.

A key's easing shapes the way from it to the next key. The eases follow Penner 2002, chapter 7.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from engine.document.scene import Node, Scene, Track

OVERSHOOT = 1.70158
"""Penner's constant: the curve goes 10 % beyond its end before it settles."""


def _bounce(s: float) -> float:
    for start, middle, height in ((0.0, 0.0, 0.0), (1.0, 1.5, 0.75), (2.0, 2.25, 0.9375), (2.5, 2.625, 0.984375)):
        end = {0.0: 1.0, 1.0: 2.0, 2.0: 2.5, 2.5: 2.75}[start]
        if s * 2.75 <= end:
            return 7.5625 * (s - middle / 2.75) ** 2 + height
    return 1.0


EASES: dict[str, Callable[[float], float]] = {
    "linear": lambda s: s,
    "hold": lambda s: 0.0,
    "ease": lambda s: s * s * (3.0 - 2.0 * s),
    "ease in": lambda s: s * s,
    "ease out": lambda s: s * (2.0 - s),
    "overshoot": lambda s: 1.0 + (OVERSHOOT + 1.0) * (s - 1.0) ** 3 + OVERSHOOT * (s - 1.0) ** 2,
    "bounce": _bounce,
}
"""Share of the time between two keys to share of the way, both 0..1."""


def value(track: Track, time: float) -> float:
    """The track's value at `time` [s]: the first key's before it, the last key's after it. A track has a key."""
    keys = track.keys
    index = bisect_right([key.time for key in keys], time) - 1
    if index < 0:
        return keys[0].value
    if index == len(keys) - 1:
        return keys[-1].value
    here, there = keys[index], keys[index + 1]
    share = EASES[here.easing]((time - here.time) / (there.time - here.time))
    return here.value + (there.value - here.value) * share


def integral(track: Track, time: float) -> float:
    """The track's value summed over time from 0 to `time` [s], exactly to about 1e-6 of its range."""
    stops = sorted({0.0, time, *(key.time for key in track.keys if 0.0 < key.time < time)})
    total = 0.0
    for start, end in zip(stops, stops[1:]):
        count = 64
        step = (end - start) / count
        # the midpoint rule, which never asks a "hold" for its value at the next key
        total += step * math.fsum(value(track, start + (k + 0.5) * step) for k in range(count))
    return total


def cycle(node: Node, time: float, *, period: float) -> float:
    """Cycles of the node's own motion done at `time` [s], animated speed and phase included."""
    tracks = {track.path: track for track in node.tracks if track.keys}
    speed = tracks.get("motion.speed")
    phase = tracks.get("motion.phase")
    run = integral(speed, time) if speed else node.motion.speed * time
    return run / period + (value(phase, time) if phase else node.motion.phase)


def node_at(scene: Scene, node: Node | str, time: float) -> Node:
    """The node with every track's value at `time` [s] in place; the same object where it has no tracks."""
    node = scene.node(node) if isinstance(node, str) else node
    for track in node.tracks:
        if track.keys:
            node = _with(node, track.path, value(track, time))
    return node


def _with(node: Node, path: str, number: float) -> Node:
    root, _, rest = path.partition(".")
    match root:
        case "attributes":
            return node.changed(attributes={**node.attributes, rest: min(1.0, max(-1.0, number))})
        case "colours":
            name, _, axis = rest.partition(".")
            colour = list(node.colours.get(name, (0.5, 0.5, 0.5)))
            colour["rgb".index(axis)] = min(1.0, max(0.0, number))
            return node.changed(colours={**node.colours, name: tuple(colour)})
        case "motion":
            number = min(1.0, max(0.0, number)) if rest == "intensity" else number
            return node.changed(motion=replace(node.motion, **{rest: number}))
        case "generation":
            number = max(0.0, number)
            number = int(number) if rest == "seed" and number == int(number) else number
            return node.changed(generation=replace(node.generation, **{rest: number}))
        case "position" | "rotation":
            place = list(getattr(node.placement, root) or (0.0, 0.0, 0.0))
            place["xyz".index(rest)] = number
            return node.changed(placement=replace(node.placement, **{root: tuple(place)}))
        case "scale":
            return node.changed(placement=replace(node.placement, scale=max(1e-3, number)))
    return node.changed(settings={**node.settings, rest: number})
