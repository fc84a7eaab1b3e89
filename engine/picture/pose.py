"""Pose: where a Clip's joints, targets and place are at a time, ready for the graphics card.

In     Clip; time [s].   Out   Pose: a few matrices and weights.
Raises PictureError for a clip with more joints or targets than the pose block holds.
Knows nothing of OpenGL, documents or Qt.

engine.bake.evaluate says what a clip means; here the same is arranged for many times in a row: what does
not depend on time is worked out once, and joints go by level of the skeleton, not one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate

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
        self.still = len(clip.times) == 1
        """The mesh never changes its shape; it may still go places."""
        self._inverse_bind = np.linalg.inv(clip.bind.astype(np.float64))
        self._levels = _levels(clip.joint_parents)
        self._joints = _Curves(clip.times, clip.joint_translation, clip.joint_rotation, clip.joint_scale)
        self._place = _Curves(clip.place_times, clip.place_translation[:, None], clip.place_rotation[:, None],
                              clip.place_scale[:, None])
        self._weights = clip.target_weights.astype(np.float64)

    def at(self, time: float) -> Pose:
        place = self._place.at(time)[0]
        low, high, share = between(self.clip.times, time)
        weights = self._weights[low] * (1.0 - share) + self._weights[high] * share
        matrices = self._joints.at(time)
        for children, parents in self._levels:
            matrices[children] = matrices[parents] @ matrices[children]
        return Pose(place, bool(np.abs(place[:3, :3]).max() > 1e-6), weights, matrices @ self._inverse_bind)


class _Curves:
    """Translations, rotations and scales [key, joint, ...] as matrices at a time.

    What slerp (Shoemake 1985) needs of a pair of keys is worked out once: the second key on the same
    side as the first, the angle between them, and one over its sine.
    """

    def __init__(self, times: np.ndarray, translation: np.ndarray, rotation: np.ndarray, scale: np.ndarray):
        self._times = np.asarray(times, np.float64)
        self._translation, self._scale = np.asarray(translation, np.float64), np.asarray(scale, np.float64)
        first = np.asarray(rotation, np.float64)
        first = first / np.linalg.norm(first, axis=-1, keepdims=True)
        second = np.concatenate([first[1:], first[-1:]])
        cosine = (first * second).sum(-1, keepdims=True)
        self._first, self._second = first, np.where(cosine < 0, -second, second)
        self._angle = np.arccos(np.abs(cosine).clip(0.0, 1.0))
        self._near = np.sin(self._angle) < 1e-5
        self._sine = np.where(self._near, 1.0, 1.0 / np.maximum(np.sin(self._angle), 1e-5))

    def at(self, time: float) -> np.ndarray:
        """[joint, 4, 4]"""
        low, high, share = between(self._times, time)
        rest = 1.0 - share
        angle, near, sine = self._angle[low], self._near[low], self._sine[low]
        turn = (self._first[low] * np.where(near, rest, np.sin(rest * angle) * sine)
                + self._second[low] * np.where(near, share, np.sin(share * angle) * sine))
        turn /= np.sqrt((turn * turn).sum(-1, keepdims=True))
        return matrices(self._translation[low] * rest + self._translation[high] * share, turn,
                        self._scale[low] * rest + self._scale[high] * share)


def between(times: np.ndarray, time: float) -> tuple[int, int, float]:
    """The keys before and after a time and the share of the way; the ends hold."""
    high = int(np.searchsorted(times, time, side="right"))
    if high == 0 or high == len(times):
        end = max(high - 1, 0)
        return end, end, 0.0
    start = float(times[high - 1])
    return high - 1, high, (time - start) / (float(times[high]) - start)


def matrices(translation: np.ndarray, rotation: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Translations, unit quaternions x y z w and scales [n, ...] as transforms [n, 4, 4]."""
    twice = 2.0 * rotation[:, :, None] * rotation[:, None, :]
    out = np.zeros((len(rotation), 4, 4))
    out[:, 0, 0] = 1.0 - twice[:, 1, 1] - twice[:, 2, 2]
    out[:, 1, 1] = 1.0 - twice[:, 0, 0] - twice[:, 2, 2]
    out[:, 2, 2] = 1.0 - twice[:, 0, 0] - twice[:, 1, 1]
    out[:, 0, 1], out[:, 1, 0] = twice[:, 0, 1] - twice[:, 2, 3], twice[:, 0, 1] + twice[:, 2, 3]
    out[:, 0, 2], out[:, 2, 0] = twice[:, 0, 2] + twice[:, 1, 3], twice[:, 0, 2] - twice[:, 1, 3]
    out[:, 1, 2], out[:, 2, 1] = twice[:, 1, 2] - twice[:, 0, 3], twice[:, 1, 2] + twice[:, 0, 3]
    out[:, :3, :3] *= scale[:, None, :]
    out[:, :3, 3] = translation
    out[:, 3, 3] = 1.0
    return out


@dataclass(frozen=True)
class Extent:
    """The boxes [m], object frame, that hold a clip at a few times, nearly."""

    times: np.ndarray      # [sample] s
    low: np.ndarray        # [sample, 3]
    high: np.ndarray       # [sample, 3]

    def at(self, time: float | None) -> tuple[np.ndarray, np.ndarray]:
        """The box (low, high) round a time; None: of all times."""
        if time is None:
            return self.low.min(0), self.high.max(0)
        first, last, _ = between(self.times, time)
        return np.minimum(self.low[first], self.low[last]), np.maximum(self.high[first], self.high[last])


def extent(clip: Clip, *, samples: int = 9, points: int = 1200) -> Extent:
    """Measured from some of the vertices at evenly spread times."""
    few = _thinned(clip, max(1, len(clip.positions) // points))
    times = np.linspace(clip.times[0], clip.times[-1], samples) if len(clip.times) > 1 else clip.times[:1]
    clouds = [evaluate(few, float(time))[0] for time in times]
    return Extent(times, np.array([cloud.min(0) for cloud in clouds]), np.array([cloud.max(0) for cloud in clouds]))


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
