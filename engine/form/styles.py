"""Styles: what a morph's parts do on their way, beside becoming others.

In     the two aligned ends; the parts of a moment, the moment's share, points of a surface.
Out    when each part sets out; the parts and the points, changed.
Raises nothing.  Knows nothing of meshes, documents or Qt.

A style is a row: what it does to the parts in the middle of the way (nothing at either end), before they are hung on
one another and after, and how late each part sets out; a surface it bends as it does all space about the parts. New
ones add a function and a row. Those that pull parts asunder say so, since gaps are then meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from engine.form.parts import Parts

LATEST = 0.5
"""Share of the way after which the last part sets out, where parts do so one after the other."""
_FLAT, _WIDE, _RUNNY = 0.45, 1.25, 2.0
"""What melting makes of heights, widths and blend radii in the middle."""
_PLUMP, _FAR, _TURN = 1.3, 1.0, 0.75 * np.pi


@dataclass(frozen=True)
class Style:
    before: Callable[[Parts, float], Parts]                     # sizes, forms and rotations; 0 .. 1 how much
    after: Callable[[Parts, float], Parts]                      # places too
    late: Callable[[Parts, Parts], np.ndarray]                  # [part] 0 at once .. 1 last
    bends: Callable[[Parts, float, np.ndarray], np.ndarray] | None = None   # points [point, 3] of a surface about parts
    whole: bool = True                                          # stays in one piece
    axis: int | None = None                                     # along which a surface's vertices set out

    @property
    def front(self) -> bool:
        """Do some set out before others?"""
        return self.late is not _together


def shares(late: np.ndarray, share: float) -> np.ndarray:
    """Each part's share of its own way [part]: one after the other, all done in the end."""
    return np.clip((share - LATEST * late) / (1.0 - LATEST * late.max(initial=0.0)), 0.0, 1.0)


def swell(share: float) -> float:
    """0 at both ends, 1 in the middle, level at all three."""
    return float(np.sin(np.pi * share) ** 2)


def _as_it_is(parts: Parts, much: float) -> Parts:
    return parts


def _together(first: Parts, last: Parts) -> np.ndarray:
    return np.zeros(len(first))


def _stretched(parts: Parts, by: np.ndarray, about: np.ndarray) -> Parts:
    """The object stretched along its axes, `by` [3]; each part by what falls on its own axes."""
    along = np.sqrt(((parts.rotation * by[None, :, None]) ** 2).sum(1))     # column k: how long axis k becomes
    return parts.changed(centre=about + (parts.centre - about) * by, joint=about + (parts.joint - about) * by,
                         size=parts.size * along)


def _ground(parts: Parts) -> np.ndarray:
    """Below the root, as low as any part's middle [3] m."""
    return np.array([parts.centre[0, 0], float(parts.centre[:, 1].min()), parts.centre[0, 2]])


def _tall(parts: Parts) -> float:
    """m from the lowest part's middle to the highest one's."""
    return max(float(np.ptp(parts.centre[:, 1])), 1e-9)


def _melted(parts: Parts, much: float) -> Parts:
    by = 1.0 + much * (np.array([_WIDE, _FLAT, _WIDE]) - 1.0)
    return _stretched(parts, by, _ground(parts)).changed(blend=parts.blend * (1.0 + much * (_RUNNY - 1.0)))


def _inflated(parts: Parts, much: float) -> Parts:
    round_ = np.cbrt(parts.size.prod(1))[:, None]
    size = parts.size + 0.5 * much * (round_ - parts.size)
    return parts.changed(size=size * (1.0 + much * (_PLUMP - 1.0)), exponents=parts.exponents * (1.0 - 0.8 * much),
                         blend=parts.blend * (1.0 + much * (_RUNNY - 1.0)))


def _exploded(parts: Parts, much: float) -> Parts:
    """Every part goes away from the middle of all, the small ones farther."""
    weight = parts.size.prod(1)
    middle = (parts.centre * weight[:, None]).sum(0) / weight.sum()
    reach = float(np.linalg.norm(np.ptp(parts.centre, axis=0)) + parts.size.max())
    way = parts.centre - middle
    way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    far = 1.0 - 0.6 * parts.size.max(1) / parts.size.max()
    move = _FAR * reach * much * far[:, None] * way
    return parts.changed(centre=parts.centre + move, joint=parts.joint + move)


def _turns(parts: Parts, much: float) -> np.ndarray:
    """Rotations [part, 3, 3] about the upright, by more the higher a part is."""
    height = (parts.centre[:, 1] - parts.centre[:, 1].min()) / _tall(parts)
    return Rotation.from_rotvec(_TURN * much * height[:, None] * np.array([0.0, 1.0, 0.0])).as_matrix()


def _twisted(parts: Parts, much: float) -> Parts:
    turn = _turns(parts, much)
    return parts.changed(rotation=turn @ parts.rotation, frame=turn @ parts.frame)


def _sunk(parts: Parts, much: float, points: np.ndarray) -> np.ndarray:
    """Stretched as a whole, about the ground."""
    ground = _ground(parts)
    return ground + (points - ground) * (1.0 + much * (np.array([_WIDE, _FLAT, _WIDE]) - 1.0))


def _swollen(parts: Parts, much: float, points: np.ndarray) -> np.ndarray:
    """Every part larger where it is; what lies between parts goes with all of them, the more the nearer they are."""
    far = cdist(points, parts.centre) / np.cbrt(parts.size.prod(1))
    near = 1.0 / (far**2 + 1e-3)
    middle = (near / near.sum(1, keepdims=True)) @ parts.centre
    return points + much * (_PLUMP - 1.0) * (points - middle)


def _wrung(parts: Parts, much: float, points: np.ndarray) -> np.ndarray:
    """Turned about one upright axis, by more the higher a point is."""
    ground = _ground(parts)
    angle = _TURN * much * ((points[:, 1] - ground[1]) / _tall(parts)).clip(0.0, 1.0)
    return ground + Rotation.from_rotvec(angle[:, None] * np.array([0.0, 1.0, 0.0])).apply(points - ground)


def _by_generation(first: Parts, last: Parts) -> np.ndarray:
    """The root first, then what hangs on it, and so on."""
    depth = np.zeros(len(first))
    for node in range(1, len(first)):
        if first.parent[node] >= 0:
            depth[node] = depth[first.parent[node]] + 1.0
    return depth / max(float(depth.max(initial=0.0)), 1.0)


def _across(axis: int) -> Callable[[Parts, Parts], np.ndarray]:
    def late(first: Parts, last: Parts) -> np.ndarray:
        at = 0.5 * (first.centre[:, axis] + last.centre[:, axis])
        return (at - at.min()) / max(float(np.ptp(at)), 1e-9)

    return late


STYLES: dict[str, Style] = {
    "direct": Style(_as_it_is, _as_it_is, _together),
    "melt": Style(_as_it_is, _melted, _together, _sunk),
    "inflate": Style(_inflated, _as_it_is, _together, _swollen),
    "explode and assemble": Style(_as_it_is, _exploded, _together, whole=False),
    "twist": Style(_twisted, _as_it_is, _together, _wrung),
    "grow along the skeleton": Style(_as_it_is, _as_it_is, _by_generation),
    "wipe upwards": Style(_as_it_is, _as_it_is, _across(1), axis=1),
    "wipe to the right": Style(_as_it_is, _as_it_is, _across(0), axis=0),
}
