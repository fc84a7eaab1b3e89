"""Pose: where a Clip's joints, targets and place are at a time, ready for the graphics card.

In     Clip; time [s].   Out   Pose: a few matrices and weights.
Raises PictureError for a clip with more joints or targets than the pose block holds.
Knows nothing of OpenGL, documents or Qt.

engine.bake.evaluate says what a clip means; here the same is arranged for many times in a row: what does
not depend on time is worked out once, and joints go by level of the skeleton, not one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.bake.clip import Clip

MESH = ("positions", "normals", "faces", "uvs", "palette", "surface", "tint", "part", "joints", "weights",
        "target_positions", "target_normals", "target_tints", "materials", "images", "second_uvs")
"""What of a clip lies on the card; the rest is curves."""
JOINT_LIMIT = 256
TARGET_LIMIT = 64
LEAST = 1e-4
"""The smallest angle [rad] between two keys that slerp divides by."""


def alike(first: Any, second: Any) -> bool:
    """Whether two values of a clip's field say the same."""
    if isinstance(first, tuple):
        return len(first) == len(second) and all(alike(a, b) for a, b in zip(first, second))
    return np.array_equal(first, second) if isinstance(first, np.ndarray) else first == second


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
        self._times = [float(time) for time in clip.times]

    def at(self, time: float) -> Pose:
        place = self._place.at(time)[0]
        low, high, share = between(self._times, time)
        weights = self._weights[low]
        if share:
            weights = weights * (1.0 - share) + self._weights[high] * share
        matrices = self._joints.at(time)
        for children, parents in self._levels:
            matrices[children] = matrices[parents] @ matrices[children]
        return Pose(place, bool(np.abs(place[:3, :3]).max() > 1e-6), weights, matrices @ self._inverse_bind)

    def places(self, times: Sequence[float] | np.ndarray) -> np.ndarray:
        """The object frame's matrices [time, 4, 4] to the scene's, those left out at which it is not visible."""
        found = np.stack([self._place.at(float(time))[0] for time in times])
        return found[np.abs(found[:, :3, :3]).max((1, 2)) > 1e-6]


class _Curves:
    """Translations, rotations and scales [key, joint, ...] as matrices at a time.

    What slerp (Shoemake 1985) needs of a pair of keys is worked out once: both over the sine of the angle between
    them, the second on the same side as the first. Keys closer than LEAST are taken to be so far apart: their mean
    is the same.
    """

    def __init__(self, times: np.ndarray, translation: np.ndarray, rotation: np.ndarray, scale: np.ndarray):
        self._times = [float(time) for time in times]
        self._straight = np.concatenate([np.asarray(translation, np.float64), np.asarray(scale, np.float64)], axis=-1)
        first = np.asarray(rotation, np.float64)
        first = first / np.linalg.norm(first, axis=-1, keepdims=True)
        second = np.concatenate([first[1:], first[-1:]])
        cosine = (first * second).sum(-1, keepdims=True)
        self._angle = np.maximum(np.arccos(np.abs(cosine).clip(0.0, 1.0)), LEAST)
        sine = np.sin(self._angle)
        self._first, self._second = first / sine, np.where(cosine < 0, -second, second) / sine
        self._still = matrices(self._straight[0], self._turned(0, 0.0)) if len(self._times) == 1 else None

    def at(self, time: float) -> np.ndarray:
        """[joint, 4, 4]"""
        if self._still is not None:
            return self._still.copy()
        low, high, share = between(self._times, time)
        straight = self._straight[low]
        if share:
            straight = straight * (1.0 - share) + self._straight[high] * share
        return matrices(straight, self._turned(low, share))

    def _turned(self, low: int, share: float) -> np.ndarray:
        angle = self._angle[low]
        return self._first[low] * np.sin((1.0 - share) * angle) + self._second[low] * np.sin(share * angle)


def between(times: Sequence[float], time: float) -> tuple[int, int, float]:
    """The keys before and after a time and the share of the way; the ends hold."""
    high = bisect_right(times, time)
    if high == 0 or high == len(times):
        end = max(high - 1, 0)
        return end, end, 0.0
    start = times[high - 1]
    return high - 1, high, (time - start) / (times[high] - start)


def matrices(straight: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Translations and scales [n, 6] and unit quaternions x y z w [n, 4] as transforms [n, 4, 4]."""
    count = len(rotation)
    products = (rotation[:, :, None] * rotation[:, None, :]).reshape(count, 16)
    out = np.zeros((count, 4, 4))
    out[:, :3, :3] = (products @ _TURN + _IDENTITY).reshape(count, 3, 3) * straight[:, None, 3:]
    out[:, :3, 3] = straight[:, :3]
    out[:, 3, 3] = 1.0
    return out


def _turn() -> np.ndarray:
    """[16, 9]: a quaternion's products x y z w by x y z w to its matrix, less the identity."""
    table = np.zeros((4, 4, 3, 3))
    for a, b, c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        table[b, b, a, a] = table[c, c, a, a] = -2.0
        table[a, b, a, b] = table[a, b, b, a] = 2.0
        table[c, 3, a, b], table[c, 3, b, a] = -2.0, 2.0
    return table.reshape(16, 9)


_TURN, _IDENTITY = _turn(), np.eye(3).ravel()


@dataclass(frozen=True)
class Extent:
    """The boxes [m], object frame, that hold a clip at a few times, nearly."""

    times: tuple[float, ...]  # [sample] s
    low: np.ndarray        # [sample, 3]
    high: np.ndarray       # [sample, 3]

    def at(self, time: float | None) -> tuple[np.ndarray, np.ndarray]:
        """The box (low, high) round a time; None: of all times."""
        if time is None:
            return self.low.min(0), self.high.max(0)
        first, last, _ = between(self.times, time)
        return np.minimum(self.low[first], self.low[last]), np.maximum(self.high[first], self.high[last])


def extent(clip: Clip, player: Player, *, samples: int = 9, points: int = 1200) -> Extent:
    """Measured from some of the vertices at evenly spread times."""
    take = slice(None, None, max(1, len(clip.positions) // points))
    times = np.linspace(clip.times[0], clip.times[-1], samples) if len(clip.times) > 1 else clip.times[:1]
    base, joints = clip.positions[take].astype(np.float64), clip.joints[take]
    blend = np.zeros((len(base), len(clip.bind)))
    for k in range(joints.shape[1]):
        blend[np.arange(len(base)), joints[:, k]] += clip.weights[take, k]
    clouds = []
    for time in times:
        pose = player.at(float(time))
        points_now = base + np.tensordot(pose.weights, clip.target_positions[:, take], 1) if len(pose.weights) else base
        mixed = (blend @ pose.skin.reshape(-1, 16)).reshape(-1, 4, 4)
        clouds.append(np.einsum("vij,vj->vi", mixed[:, :3, :3], points_now) + mixed[:, :3, 3])
    return Extent(tuple(times.tolist()), np.array([cloud.min(0) for cloud in clouds]),
                  np.array([cloud.max(0) for cloud in clouds]))


_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)])


def corners(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The eight corners of a box, [8, 3]."""
    return np.where(_CORNERS, high, low)


def _levels(parents: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """(children, their parents) by depth in the skeleton, below the roots."""
    depth = np.zeros(len(parents), np.int64)
    for joint, parent in enumerate(parents):
        if parent >= 0:
            depth[joint] = depth[parent] + 1
    return [(at, parents[at]) for level in range(1, int(depth.max(initial=0)) + 1)
            if len(at := np.flatnonzero(depth == level))]
