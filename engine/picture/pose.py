"""Pose: where a Clip's joints, targets and place are at a time, ready for the graphics card.

In     Clip; time [s].   Out   Pose: a few matrices and weights.
Raises PictureError for a clip with more joints or targets than the pose block holds.
Knows nothing of OpenGL, documents or Qt.

The arithmetic is engine.bake.evaluate's; here it is arranged for many times in a row: what does not
depend on time is worked out once, and joints go by level of the skeleton, not one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import bracket, compose, evaluate, slerp

JOINT_LIMIT = 256
TARGET_LIMIT = 64


class PictureError(ValueError):
    """What was asked cannot be drawn; the message says what to do."""


@dataclass(frozen=True)
class Pose:
    """A Clip at one time."""

    place: np.ndarray      # [4, 4] object frame to the scene's
    visible: bool          # False where the place's scale is 0
    weights: np.ndarray    # [target]
    skin: np.ndarray       # [joint, 4, 4] bind pose to posed, object frame


class Player:
    """Evaluates one Clip."""

    def __init__(self, clip: Clip):
        joints, targets = len(clip.bind), len(clip.target_names)
        if joints > JOINT_LIMIT or targets > TARGET_LIMIT:
            raise PictureError(f"{clip.name!r} has {joints} joints and {targets} targets; "
                               f"at most {JOINT_LIMIT} and {TARGET_LIMIT} can be drawn: bake it with fewer")
        self.clip = clip
        self._inverse_bind = np.linalg.inv(clip.bind.astype(np.float64))
        self._levels = _levels(clip.joint_parents)

    def at(self, time: float) -> Pose:
        clip = self.clip
        at, share = bracket(clip.place_times, time)
        scale = share @ clip.place_scale[at]
        low, high = clip.place_rotation[at]
        turn = slerp(low, high, share[1]) if share[1] else low
        place = compose(share @ clip.place_translation[at], turn, scale)
        at, share = bracket(clip.times, time)
        return Pose(place, bool(np.abs(scale).max() > 1e-6), share @ clip.target_weights[at], self._skin(at, share))

    def _skin(self, at: np.ndarray, share: np.ndarray) -> np.ndarray:
        clip, (low, high), (a, b) = self.clip, at, share
        matrices = compose(
            clip.joint_translation[low] * a + clip.joint_translation[high] * b,
            slerp(clip.joint_rotation[low], clip.joint_rotation[high], b) if b else clip.joint_rotation[low],
            clip.joint_scale[low] * a + clip.joint_scale[high] * b)
        for children, parents in self._levels:
            matrices[children] = matrices[parents] @ matrices[children]
        return matrices @ self._inverse_bind


def extent(clip: Clip, *, samples: int = 5, points: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    """The box (low, high) [m], object frame, that holds the clip at all times, nearly: from a few poses."""
    few = _thinned(clip, max(1, len(clip.positions) // points))
    times = np.linspace(clip.times[0], clip.times[-1], samples) if len(clip.times) > 1 else clip.times[:1]
    clouds = [evaluate(few, float(time))[0] for time in times]
    return np.min([cloud.min(0) for cloud in clouds], axis=0), np.max([cloud.max(0) for cloud in clouds], axis=0)


def corners(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The eight corners of a box, [8, 3]."""
    pick = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)])
    return np.where(pick, high, low)


def _thinned(clip: Clip, every: int) -> Clip:
    """Every so many vertices of a clip, standing still at the origin."""
    take = slice(None, None, every)
    mesh = {name: getattr(clip, name)[take]
            for name in ("positions", "normals", "uvs", "tint", "part", "joints", "weights")}
    targets = {name: getattr(clip, name)[:, take]
               for name in ("target_positions", "target_normals", "target_tints")}
    return replace(clip, **mesh, **targets, place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
                   place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)))


def _levels(parents: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """(children, their parents) by depth in the skeleton, below the roots."""
    depth = np.zeros(len(parents), np.int64)
    for joint, parent in enumerate(parents):
        if parent >= 0:
            depth[joint] = depth[parent] + 1
    return [(at, parents[at]) for level in range(1, int(depth.max(initial=0)) + 1)
            if len(at := np.flatnonzero(depth == level))]
