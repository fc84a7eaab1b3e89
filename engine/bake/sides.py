"""Sides: the two ends of a morph of surfaces, on common parts, and where their vertices go.

In     a still Clip, its surface and skin weights.   Out   the same, with ways; faces loose from one another.
Raises nothing.  Knows nothing of time, files or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.clip import Clip
from engine.bake.cloth import Cloth, deep
from engine.bake.dressed import seen
from engine.form.parts import Parts

EVEN = 0.03
"""Share of the size over which what sinks goes one way."""
UNDER = 0.03
"""Share of the size that it sinks under the other's surface, or to its middle where that is nearer: what goes deeper
than it needs goes faster than anything that is seen."""
SPANNED = 0.08
"""Share of the size by which what one face's corners sink to may lie apart."""


@dataclass(frozen=True)
class Own:
    """How an end moves by what its file brings: a skeleton, morph targets."""

    clip: Clip                  # how, over the scene
    pose: float                 # s of it at which the end's vertices are at `points`
    joints: np.ndarray          # [vertex, 4] indices of its joints
    weights: np.ndarray         # [vertex, 4] sum 1
    targets: np.ndarray         # numbers of its targets that move
    shapes: np.ndarray          # [positions, normals; target, vertex, 3]: what these change of `points`

    def of(self, source: np.ndarray) -> Own:
        """Of the vertices `source` [vertex] of it."""
        return replace(self, joints=self.joints[source], weights=self.weights[source], shapes=self.shapes[:, :, source])


@dataclass(frozen=True)
class End:
    clip: Clip                  # still, at its first key, without a skeleton of meaning
    points: np.ndarray          # [vertex, 3] m, in the object's frame, where `parts` lie in it
    normals: np.ndarray         # [vertex, 3] unit
    joints: np.ndarray          # [vertex, 4] indices of its own parts
    weights: np.ndarray         # [vertex, 4] sum 1
    own: Own | None = None

    def of(self, clip: Clip, source: np.ndarray) -> End:
        """Of the vertices `source` [vertex] of it, as `clip`."""
        return End(clip, self.points[source], self.normals[source], self.joints[source], self.weights[source],
                   self.own and self.own.of(source))


@dataclass(frozen=True)
class Way:
    """Where a side's vertices go, told in its rest pose: they meet the other's halfway."""

    move: np.ndarray        # [vertex, 3] m
    turn: np.ndarray        # [vertex, 3], of the normals
    sink: np.ndarray        # [vertex, 3] m, from halfway
    light: np.ndarray       # [vertex, 3] of the tint, at the pace at which it moves
    fade: np.ndarray        # [vertex, 3] of the tint, as it sinks
    meets: float = 0.0      # how far from the other it lies halfway, as a share of the size, in the mean

    def sunk(self, points: np.ndarray) -> np.ndarray:
        """Where vertices at `points` lie halfway, when they have sunk."""
        return points + 0.5 * self.move + self.sink

    def of(self, source: np.ndarray) -> Way:
        """Of the vertices `source` [vertex]."""
        return replace(self, **{field.name: getattr(self, field.name)[source] for field in fields(self)[:-1]})


@dataclass(frozen=True)
class Flown:
    """How a side that is in pieces comes apart."""

    piece: np.ndarray       # [vertex], the common part whose piece it is
    flight: np.ndarray      # [vertex, 3] m, of its piece when that is farthest
    lid: np.ndarray         # [vertex, 3] m, from where a lid lies folded to where it covers a cut
    alone: np.ndarray       # [vertex], whether the other side has no such piece: it shrinks to a point

    def of(self, source: np.ndarray) -> Flown:
        """Of the vertices `source` [vertex]."""
        return Flown(*(getattr(self, field.name)[source] for field in fields(self)))


@dataclass(frozen=True)
class Side:
    """An end on the common parts."""

    end: End
    parts: Parts                # the common ones, at this end
    share: np.ndarray           # [vertex, part] weights
    way: Way | None = None
    flown: Flown | None = None  # its points are with lids over the cuts


def loose(side: Side, off: np.ndarray) -> Side:
    """The side with the faces `off` [face] on three vertices each of their own, after all others, in order."""
    end, faces = side.end, side.end.clip.faces.astype(np.int64)
    assert side.way is not None
    count, corners = len(end.points), faces[off]
    source = np.concatenate([np.arange(count), corners.reshape(-1)])
    faces[off] = count + np.arange(corners.size).reshape(-1, 3)
    second = None if end.clip.second_uvs is None else end.clip.second_uvs[source]
    clip = replace(end.clip, faces=faces.astype(np.uint32), quads=None, second_uvs=second, **{
        name: getattr(end.clip, name)[source] for name in ("uvs", "tint", "part")})
    return Side(end.of(clip, source), side.parts, side.share[source], side.way.of(source),
                side.flown and side.flown.of(source))


@dataclass(frozen=True)
class Looks:
    """Linear colours [vertex, 3]."""

    light: np.ndarray       # as it is
    most: np.ndarray        # the lightest that a tint makes of it

    def at(self, vertices: np.ndarray) -> Looks:
        return Looks(self.light[vertices], self.most[vertices])


def looks_of(side: Side) -> Looks:
    light = seen(side.end.clip)
    return Looks(light, light / np.maximum(side.end.clip.tint, 1e-3))


def sinks(side: Side, at: Cloth, other: Cloth, size: float) -> np.ndarray:
    """[vertex, 3] m, from where they are when the meshes pass: under the surface of the other, where it is nearest.
    What lies side by side goes one way, or it would be torn; a piece that the other has not is gone by then."""
    near = np.asarray(KDTree(other.points).query(at.points)[1])
    within = other.points - np.minimum(deep(other), UNDER * size)[:, None] * other.normals
    sink = at.smoothed(within[near] - at.points, EVEN * size)
    return sink if side.flown is None else np.where(side.flown.alone[:, None], 0.0, sink)


def cut(side: Side) -> tuple[Side, np.ndarray]:
    """(the side, the faces apart that would span limbs, each of which sinks to where one of its corners
    does; which vertex each was)."""
    way, faces = side.way, side.end.clip.faces.astype(np.int64)
    assert way is not None
    sunk = way.sunk(side.end.points)
    span = np.linalg.norm(sunk[faces][:, :, None] - sunk[faces][:, None], axis=3)
    off = span.max((1, 2)) > SPANNED * float(np.linalg.norm(np.ptp(side.end.points, axis=0)))
    if not off.any():
        return side, np.arange(len(sunk))
    count, corners = len(sunk), faces[off]
    inmost = np.take_along_axis(corners, span[off].sum(2).argmin(1)[:, None], 1)
    side = loose(side, off)
    assert side.way is not None
    sink = side.way.sink.copy()
    sink[count:] = (sunk[inmost] - sunk[corners] + way.sink[corners]).reshape(-1, 3)
    return replace(side, way=replace(side.way, sink=sink)), np.concatenate([np.arange(count), corners.reshape(-1)])


def cloth_of(side: Side) -> Cloth:
    """Its surface at rest; where it is in pieces, as it lies when these are farthest."""
    end, faces, flown = side.end, side.end.clip.faces.astype(np.int64), side.flown
    if flown is None:
        return Cloth(end.points, end.normals, faces, side.share.argmax(1))
    return Cloth(end.points + flown.flight, end.normals, faces, flown.piece)
