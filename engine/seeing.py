"""Seeing: a scene's cameras and lights as an artist set and keyed them, and what a camera sees.

In     a Scene, its clips.   Out   Cameras and Lights (engine.exchange.sights); a picture's view and lamps at any time.
Raises StageError for a camera that the scene does not have.
Knows nothing of requests, files or Qt: engine and studio see by it alike.

Hidden ones are left out. Both look along their own -Z, turned about Y, X and Z. What the artist leaves open: without a
position a camera stands where everything is in the picture the whole time (by its first field of view), a light outside
the scene, up and to the left of its front; without a rotation both are directed at the middle of everything, wherever
they go. With neither, a camera looks from three quarters of the front, as pictures do that nobody has set up.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import bracket, evaluate, slerp, to_matrix
from engine.document.scene import Node, Scene
from engine.document.tracks import node_at
from engine.exchange.sights import Camera, Light, black_body
from engine.picture.camera import THREE_QUARTERS
from engine.picture.camera import Camera as View
from engine.picture.lamps import Lamp
from engine.picture.look import DARK
from engine.picture.pose import corners
from engine.staging.courses import quaternions
from engine.vocabulary.relations import Setting
from engine.vocabulary.sights import FIELD, POWER, SIZE, SPREAD, TEMPERATURE

NEAR, FAR = 0.05, 1000.0
"""What a camera sees at least, from and to [m]; in a small scene nearer, in a large one farther."""
WIDE = 16 / 9
"""Width of a picture over its height where none is drawn."""
MARGIN = 1.2
MOMENTS, VERTICES = 9, 1200
"""At which an object is looked at for where it is, and about how many of its vertices."""
AWAY = 2.0
"""How far a light that is not placed stands from the middle, in radii of everything."""
THINNEST, WIDEST = 1.0, 170.0
"""Fields of view [°]."""
SMALL = 0.01
"""Of everything, the least radius [m]."""
_known: dict[int, np.ndarray] = {}


class Seeing:
    """The cameras and lights of one scene among its clips, for pictures of `aspect` (width over height)."""

    def __init__(self, scene: Scene, clips: Sequence[Clip], *, aspect: float = WIDE) -> None:
        self.scene, self.aspect = scene, aspect
        self._nodes = [node for node in scene.nodes if node.kind in ("camera", "light") and not node.hidden]
        self._cloud = _cloud(clips) if self._nodes else np.zeros((1, 3))
        low, high = self._cloud.min(0), self._cloud.max(0)
        self.middle = (low + high) / 2.0
        self._radius = max(float(np.linalg.norm(high - low)) / 2.0, SMALL)

    def sights(self) -> dict[str, Camera | Light]:
        """All of them, by their nodes' ids."""
        return {node.id: self._camera(node) if node.kind == "camera" else self._light(node) for node in self._nodes}

    def cameras(self) -> list[Camera]:
        return [self._camera(node) for node in self._nodes if node.kind == "camera"]

    def lights(self) -> list[Light]:
        return [self._light(node) for node in self._nodes if node.kind == "light"]

    def through(self, node: Node) -> Callable[[float], View]:
        """What a camera sees at a time [s]."""
        camera = self._camera(node)

        def view(time: float) -> View:
            at, share = bracket(camera.times, time)
            turn = to_matrix(slerp(camera.rotation[at[0]], camera.rotation[at[1]], share[1]))
            eye, field = share @ camera.translation[at], float(share @ camera.field[at])
            distance = max(float(np.linalg.norm(eye - self.middle)), self._radius / 2.0)
            x, y, z = (float(v) for v in eye - turn[:, 2] * distance)
            yaw, pitch, roll = _angles(turn)
            return View(yaw=yaw, pitch=pitch, roll=roll, distance=distance, target=(x, y, z), field=field)

        return view

    def lamps(self) -> Callable[[float], list[Lamp]] | None:
        """What lights a picture at a time [s]; None: nothing of the scene does."""
        lights = self.lights()
        if not lights:
            return None
        shades = [dict(zip(kelvins.tolist(), map(black_body, kelvins))) for kelvins in (
            np.unique(light.kelvin.round()) for light in lights)]

        def shining(time: float) -> list[Lamp]:
            return [_lamp(light, colours, time) for light, colours in zip(lights, shades)]

        return shining

    # ---- one of them over time ----

    def _camera(self, node: Node) -> Camera:
        times, moments = self._moments(node)
        field = np.radians(np.clip(_setting(moments, FIELD), THINNEST, WIDEST))
        rotation, position = _angles_of(moments), _positions_of(moments)
        if position is None:
            turned = rotation if rotation is not None else np.tile(
                [-THREE_QUARTERS.pitch, THREE_QUARTERS.yaw, 0.0], (len(times), 1))
            position = np.array([View(yaw=yaw, pitch=-pitch, roll=roll, field=float(field[0])).fit(
                self._cloud, aspect=self.aspect, margin=MARGIN).eye() for pitch, yaw, roll in turned])
            rotation = turned
        away = np.linalg.norm(position - self.middle, axis=1)
        return Camera(node.name or node.id, times, position, self._turns(position, rotation), field,
                      near=min(NEAR, self._radius / 10.0), far=max(FAR, 4.0 * float(away.max() + self._radius)))

    def _light(self, node: Node) -> Light:
        times, moments = self._moments(node)
        position = _positions_of(moments)
        if position is None:
            towards = np.array(DARK.boxes[0].towards)
            place = self.middle + towards / np.linalg.norm(towards) * AWAY * self._radius
            position = np.tile(place, (len(times), 1))
        return Light(node.name or node.id, times, position, self._turns(position, _angles_of(moments)),
                     power=np.maximum(_setting(moments, POWER), 0.0), temperature=_setting(moments, TEMPERATURE),
                     size=np.maximum(_setting(moments, SIZE), 1e-3),
                     spread=np.radians(np.clip(_setting(moments, SPREAD), 0.0, 360.0)))

    def _moments(self, node: Node) -> tuple[np.ndarray, list[Node]]:
        """The scene's frames [s] and the node at each; one where nothing of it is keyed."""
        keyed = any(track.keys for track in node.tracks)
        times = np.arange(round(self.scene.duration * self.scene.rate) + 1 if keyed else 1) / self.scene.rate
        return times, [node_at(self.scene, node, float(time)) for time in times]

    def _turns(self, position: np.ndarray, angles: np.ndarray | None) -> np.ndarray:
        """Quaternions [key, 4] of angles about X, Y and Z [key, 3]; None: towards the middle."""
        if angles is None:
            back = position - self.middle
            yaw = np.unwrap(np.arctan2(back[:, 0], back[:, 2]))
            angles = np.stack([-np.arctan2(back[:, 1], np.hypot(back[:, 0], back[:, 2])), yaw, np.zeros(len(yaw))], 1)
        return quaternions(angles[:, 1], angles[:, 0], angles[:, 2])


def camera_of(scene: Scene, asked: str | None) -> Node | None:
    """The camera of that name or id; "": none; None: the scene's own, where it has exactly one.

    An artist who puts one camera into a scene expects its pictures to be taken by it; among several it has to be said.
    """
    able = [node for node in scene.nodes if node.kind == "camera" and not node.hidden]
    if asked is None:
        return able[0] if len(able) == 1 else None
    found = [node for node in able if asked == node.id] or [
        node for node in able if asked.casefold() == node.name.casefold()]
    if asked and not found:
        from engine.standing import StageError  # where it is needed: the studio waits for no stage

        names = ", ".join(node.name or node.id for node in able)
        raise StageError(f"the scene has no camera {asked!r} that is shown: " + (
            f"choose among {names}." if names else "it has none, add one in the studio."))
    return found[0] if asked else None


def _lamp(light: Light, colours: Mapping[float, np.ndarray], time: float) -> Lamp:
    at, share = bracket(light.times, time)
    nearest = at[int(share[1] > 0.5)]
    bright = float(share @ light.intensity[at])
    return Lamp(share @ light.translation[at], to_matrix(slerp(light.rotation[at[0]], light.rotation[at[1]], share[1])),
                bright * colours[float(light.kelvin[nearest].round())],
                float(share @ light.cone[at]) if light.kind == "spot" else None, light.kind == "directional",
                float(share @ light.size[at]) / 2.0)


def _setting(moments: Sequence[Node], setting: Setting) -> np.ndarray:
    return np.array([float(node.settings.get(setting.key, setting.default or 0.0)) for node in moments])


def _positions_of(moments: Sequence[Node]) -> np.ndarray | None:
    places = [node.placement.position for node in moments]
    return None if None in places else np.array(places, np.float64)


def _angles_of(moments: Sequence[Node]) -> np.ndarray | None:
    turns = [node.placement.rotation for node in moments]
    return None if None in turns else np.array(turns, np.float64)


def _cloud(clips: Sequence[Clip]) -> np.ndarray:
    """Corners [n, 3] m of the clips' boxes at some moments."""
    cloud = np.concatenate([np.zeros((0, 3)), *map(_boxes, clips)])
    return cloud if len(cloud) else np.zeros((1, 3))


def _boxes(clip: Clip) -> np.ndarray:
    """One clip's corners [n, 3] m; they are found once, as long as it lives."""
    if id(clip) not in _known:
        found, few = [], _thinned(clip)
        for time in np.linspace(0.0, clip.duration, MOMENTS):
            positions = evaluate(few, float(time))[0]
            found.append(corners(positions.min(0), positions.max(0)))
        _known[id(clip)] = np.concatenate(found)
        weakref.finalize(clip, _known.pop, id(clip), None)
    return _known[id(clip)]


def _thinned(clip: Clip) -> Clip:
    """The clip with so many of its vertices as say where it is."""
    some = slice(None, None, max(1, len(clip.positions) // VERTICES))
    return replace(clip, **{name: getattr(clip, name)[some] for name in (
        "positions", "normals", "tint", "joints", "weights")}, **{name: getattr(clip, name)[:, some] for name in (
            "target_positions", "target_normals", "target_tints")})


def _angles(turn: np.ndarray) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a camera's frame [3, 3]."""
    back = turn[:, 2]
    yaw, pitch = float(np.arctan2(back[0], back[2])), float(np.arcsin(np.clip(back[1], -1.0, 1.0)))
    right, up, _ = View(yaw=yaw, pitch=pitch).axes()
    return yaw, pitch, float(np.arctan2(turn[:, 0] @ up, turn[:, 0] @ right))
