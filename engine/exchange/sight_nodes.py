"""A file's cameras and lights as nodes of a scene.

In     Sights in the file's axes and unit, how its mesh stands (engine.exchange.asset_clip.Stand).
Out    a Beside: nodes with settings, places and keys, and where the object stands among them.
Raises nothing.   Knows nothing of formats.

What moves gets a key wherever its way bends, straight from one to the next. Light falls off with the square of the
file's unit: in metres it is as bright on what it shines at as it was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.bake.evaluate import to_matrix, to_quaternion
from engine.document.check import DURATION_LIMIT
from engine.document.imports import Beside
from engine.document.scene import Key, Node, Placement, Track
from engine.exchange.asset_clip import Stand
from engine.exchange.sights import FALLS, Camera, Light, Sight, angles_of
from engine.vocabulary.sights import FIELD, POWER, SIZE, SPREAD, TEMPERATURE

MOST = 200
"""Cameras and lights of one file."""
NEAR_ENOUGH = {"position": 1e-5, "rotation": 1e-4, "settings": 1e-5}
"""What keys may leave out [m, rad; of a setting, its share]."""
DIGITS = 6
BRIGHT, TOO_BRIGHT = 1.5, 10.0
"""Of what reaches the mesh, in powers: what lights that are too bright are dimmed to, and from when on."""


def beside(sights: Sequence[Sight], stand: Stand, said: Sequence[str] = ()) -> Beside:
    """Nothing where a file has none: then its object stands wherever the scene wants it. `said`: of reading them."""
    if not sights:
        return Beside(remarks=tuple(said))
    told = [f"It has {len(sights)} cameras and lights: the first {MOST} come along."] if len(sights) > MOST else []
    sights, dimmed = _dimmed([_in_scene(sight, stand.matrix[:3, :3]) for sight in sights[:MOST]], stand)
    cameras = sum(isinstance(sight, Camera) for sight in sights)
    counts = ((cameras, "camera"), (len(sights) - cameras, "light"))
    found = " and ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count)
    nodes = tuple(map(_node, sights))
    come = "come" if len(sights) > 1 else "comes"
    told.append(f"{found} of the file {come} along, and its mesh stands among them as there.")
    if dimmed > 1.0:
        told.append(f"Its lights are real ones and made {dimmed:,.3g} times as dark, all alike: pictures here have no "
                    "exposure that would dim them.")
    x, y, z = (round(float(value), DIGITS) for value in -stand.matrix[:3, 3])
    return Beside(nodes, (x, y, z), (*told, *said))


def _dimmed(sights: list[Sight], stand: Stand) -> tuple[list[Sight], float]:
    """Lights that pictures can show, and how many times brighter they were; 1 where nobody has to set an exposure."""
    lights = [sight for sight in sights if isinstance(sight, Light)]
    middle = (stand.box[0] + stand.box[1]) / 2.0 - stand.matrix[:3, 3]
    bright = sum(float(light.power[0]) * (1.0 if light.kind == "directional" else (
        FALLS / max(float(np.linalg.norm(light.translation[0] - middle)), 0.1)) ** 2) for light in lights)
    most = max((float(light.power.max()) for light in lights), default=0.0)
    if most <= (POWER.high or np.inf) or bright <= TOO_BRIGHT:
        return sights, 1.0
    much = bright / BRIGHT
    return [replace(sight, power=sight.power / much) if isinstance(sight, Light) else sight for sight in sights], much


def _in_scene(sight: Sight, axes: np.ndarray) -> Sight:
    """`axes` [3, 3]: of the file's axes and unit, the scene's."""
    scale = float(np.cbrt(np.linalg.det(axes)))
    turned = to_quaternion(axes / scale @ to_matrix(sight.rotation))
    moved = replace(sight, translation=sight.translation @ axes.T, rotation=turned)
    if not isinstance(moved, Light):
        return moved
    return replace(moved, size=moved.size * scale,
                   power=moved.power * (1.0 if moved.kind == "directional" else scale**2))


def _node(sight: Sight) -> Node:
    angles = angles_of(sight.rotation)
    if isinstance(sight, Light):
        shown = {POWER.key: sight.power, TEMPERATURE.key: sight.temperature, SIZE.key: sight.size,
                 SPREAD.key: np.degrees(sight.spread)}
    else:
        assert isinstance(sight, Camera)
        shown = {FIELD.key: np.degrees(sight.field)}
    numbers = {f"{room}.{axis}": values[:, index] for room, values in (
        ("position", sight.translation), ("rotation", angles)) for index, axis in enumerate("xyz")}
    numbers |= {f"settings.{key}": values for key, values in shown.items()}
    tracks = tuple(Track(path, keys) for path, values in numbers.items() if len(keys := tuple(_keys(
        sight.times, values, NEAR_ENOUGH[path.partition(".")[0]]))) > 1)
    return Node(sight.name, kind="camera" if isinstance(sight, Camera) else "light", name=sight.name[:60],
                placement=Placement(_three(sight.translation[0]), _three(angles[0])), tracks=tracks,
                settings={key: round(float(values[0]), DIGITS) for key, values in shown.items()})


def _three(values: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (round(float(value), DIGITS) + 0.0 for value in values)
    return x, y, z


def _keys(times: np.ndarray, values: np.ndarray, near: float) -> Iterator[Key]:
    """The fewest keys between which straight lines run through all of the values (Douglas and Peucker 1973)."""
    inside = np.concatenate([[True], np.diff(times) > 1e-6]) & (times <= DURATION_LIMIT)
    times, values = times[inside], values[inside]
    near *= max(1.0, float(np.abs(values).max()))
    kept, todo = np.zeros(len(times), bool), [(0, len(times) - 1)]
    if np.ptp(values) <= near:
        return
    kept[[0, -1]] = True
    while todo:
        first, last = todo.pop()
        between = slice(first + 1, last)
        line = np.interp(times[between], times[[first, last]], values[[first, last]])
        off = np.abs(values[between] - line)
        if len(off) and off.max() > near:
            split = first + 1 + int(off.argmax())
            kept[split] = True
            todo += [(first, split), (split, last)]
    for time, value in zip(times[kept], values[kept]):
        yield Key(round(float(time), DIGITS), round(float(value), DIGITS), "linear")
