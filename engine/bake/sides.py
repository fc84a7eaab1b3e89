"""Sides: the two ends of a morph of surfaces, on common parts, and where their vertices go.

In     a still Clip, its surface and skin weights.   Out   the same, with ways; faces loose from one another.
Raises nothing.  Knows nothing of time, files or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from engine.bake.clip import Clip
from engine.form.parts import Parts


@dataclass(frozen=True)
class End:
    clip: Clip                  # still, at its first key, without a skeleton of meaning
    points: np.ndarray          # [vertex, 3] m, in the object's frame, where `parts` lie in it
    normals: np.ndarray         # [vertex, 3] unit
    joints: np.ndarray          # [vertex, 4] indices of its own parts
    weights: np.ndarray         # [vertex, 4] sum 1


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
class Side:
    """An end on the common parts."""

    end: End
    parts: Parts                # the common ones, at this end
    share: np.ndarray           # [vertex, part] weights
    way: Way | None = None


def loose(side: Side, off: np.ndarray) -> Side:
    """The side with the faces `off` [face] on three vertices each of their own, after all others, in order."""
    end, faces = side.end, side.end.clip.faces.astype(np.int64)
    assert side.way is not None
    count, corners = len(end.points), faces[off]
    source = np.concatenate([np.arange(count), corners.reshape(-1)])
    faces[off] = count + np.arange(corners.size).reshape(-1, 3)
    clip = replace(end.clip, faces=faces.astype(np.uint32), **{
        name: getattr(end.clip, name)[source] for name in ("uvs", "tint", "part")})
    return Side(End(clip, *(getattr(end, name)[source] for name in ("points", "normals", "joints", "weights"))),
                side.parts, side.share[source], side.way.of(source))
