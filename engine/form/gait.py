"""Gait: legs whose feet stand still on the ground while the body passes over them.

In     Parts whose leg roots carry step channels; cycles; where the legs' hosts are.
Out    matrices of the leg's bones [bone, t, 4, 4], object frame; how far a cycle carries the object [m].
Raises nothing.  Knows nothing of meshes, scenes or Qt.

A leg is a slot with a stride and the slots that follow it in the table, as far as they hang on it: first bone, second
bone, foot. For `duty` of its cycle the foot moves straight back by the stride at an even pace, so that it stands still
on a ground that passes under the object; for the rest it swings forward along a cubic with the same speed at both ends
(Hermite), lifted by a raised cosine. Two bones reach any such point exactly (the law of cosines), bending in the
plane that they bend in at rest. What is out of reach the leg grows to, a little, as a drawn one would, so that its
foot stays where it stands; one bone always does.
"""

from __future__ import annotations

import numpy as np

from engine.form.parts import Parts

STEP = slice(26, 30)
"""stride, lift [m], duty as -1..1, lead, in a part's motion channels."""
LEAST, LEAST_OF_ALL = 0.05, 0.005
"""Shares of the first bone's length, and of the object's: a shorter stride is none."""
REACH = 0.9995
LONGEST = 1.3
"""A leg may grow to this many times its length, and one bone shrink to the inverse."""
FOLD = 0.25
"""A planted leg folds to no less than this share of its length."""
ROLL = 0.6
"""rad by which a foot points down, then up, as it swings."""


def legs(parts: Parts) -> list[tuple[int, ...]]:
    """The bones of every leg that steps, from the hip down."""
    children: dict[int, list[int]] = {}
    for index, parent in enumerate(parts.parent.tolist()):
        children.setdefault(parent, []).append(index)
    found, bone = [], 2.0 * np.linalg.norm(parts.centre - parts.joint, axis=1)
    length = float((np.ptp(parts.centre, axis=0) + 2.0 * parts.size.max()).max())
    least = np.maximum(LEAST * bone, LEAST_OF_ALL * length)
    for index in np.flatnonzero(parts.motion[:, STEP.start] > least).tolist():
        chain = [index]
        while len(chain) < 3:
            below = [c for c in children.get(chain[-1], []) if parts.slot[c] - parts.slot[index] in (1, 2)]
            if not below:
                break
            chain.append(below[0])
        if len(chain) == 2 and parts.slot[chain[1]] == parts.slot[index] + 2:
            chain = chain[:1]               # a foot on a single bone goes with it
        found.append(tuple(chain))
    return found


def advance(parts: Parts) -> float:
    """How far one cycle of the gait carries the object [m]; 0 where nothing steps."""
    hips = [chain[0] for chain in legs(parts)]
    strides, shares = parts.motion[hips, STEP.start], duty(parts.motion[hips, STEP.start + 2])
    return float(np.median(strides / shares)) if hips else 0.0


def duty(channel):
    """Share of the cycle for which a foot is planted, of its channel -1..1."""
    return np.clip((channel + 1.0) / 2.0, 0.2, 0.9)


def step(parts: Parts, hip: int, cycles: np.ndarray, length: float) -> tuple[np.ndarray, np.ndarray]:
    """A foot's way from where it stands at rest [t, 3] m, and its roll about x [t] rad.

    A foot that reaches `length` [m] from its ankle rolls no further than its lift leaves room for.
    """
    stride, lift, share, lead = parts.motion[hip, STEP]
    share = duty(share)
    phase = np.mod(cycles + parts.phase[hip] + lead, 1.0)
    q = np.clip((phase - share) / (1.0 - share), 0.0, 1.0)
    slope = -(1.0 - share) / share
    swing = -0.5 + q * q * (3.0 - 2.0 * q) + slope * q * (1.0 - q) * (1.0 - 2.0 * q)
    moved = np.zeros((*phase.shape, 3))
    moved[..., 2] = stride * np.where(phase < share, 0.5 - phase / share, swing)
    moved[..., 1] = lift * 0.5 * (1.0 - np.cos(2.0 * np.pi * q))
    roll = min(ROLL, max(lift, 0.0) / max(length, 1e-9))
    return moved, roll * np.sin(np.pi * q) ** 2 * np.cos(np.pi * q) * (q > 0)


def fastest(parts: Parts, chain: tuple[int, ...], host: np.ndarray, cycles: np.ndarray) -> float:
    """The pace [m per cycle] up to which a leg's foot can stand still, its hip carried by `host` [t, 4, 4]."""
    share, apart = duty(parts.motion[chain[0], STEP.start + 2]), 1.0 / len(cycles)
    phase = np.mod(cycles + parts.phase[chain[0]] + parts.motion[chain[0], STEP.start + 3] + apart, 1.0) - apart
    planted = phase <= share + apart            # the ends of the stance, which lie between two cycles, included
    ahead = (0.5 * share - phase.clip(0.0, share))[planted]
    away, bones = _hung(parts, chain, host[planted])
    room = np.sqrt(np.maximum((REACH * LONGEST * bones.sum()) ** 2 - (away[:, :2] ** 2).sum(1), 0.0))
    return float((np.maximum(room - np.sign(ahead) * away[:, 2], 0.0) / np.maximum(np.abs(ahead), 1e-9)).min())


def crouched(parts: Parts, chain: tuple[int, ...], host: np.ndarray) -> np.ndarray:
    """How far a hip carried by `host` [t, 4, 4] is too low for its leg to fold under it [t] m."""
    away, bones = _hung(parts, chain, host)
    least = max(FOLD * bones.sum(), 1.05 * abs(bones[0] - bones[-1]))
    return np.maximum(away[:, 1] + np.sqrt(np.maximum(least**2 - (away[:, ::2] ** 2).sum(1), 0.0)), 0.0)


def _hung(parts: Parts, chain: tuple[int, ...], host: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From a hip carried by `host` to where its ankle stands at rest [t, 3] m; the lengths of the leg's bones m."""
    hip, ankle = parts.joint[chain[0]], _ankle(parts, chain)
    bones = np.linalg.norm(np.diff([hip, *parts.joint[list(chain[1:2])], ankle], axis=0), axis=1)
    return ankle - host[:, :3, :3] @ hip - host[:, :3, 3], bones


def reach(parts: Parts, chain: tuple[int, ...], host: np.ndarray, cycles: np.ndarray) -> list[np.ndarray]:
    """Matrices [t, 4, 4] of each bone of a leg that hangs on something at `host` [t, 4, 4]."""
    hip_rest, ankle_rest = parts.joint[chain[0]], _ankle(parts, chain)
    hip = host[:, :3, :3] @ hip_rest + host[:, :3, 3]
    moved, roll = step(parts, chain[0], cycles, _toe(parts, chain))
    to = ankle_rest + moved - hip
    far = np.linalg.norm(to, axis=-1, keepdims=True)
    along = to / np.maximum(far, 1e-9)
    if len(chain) == 1:
        axis = np.array([1.0, 0.0, 0.0])
        longer = np.clip(far / np.linalg.norm(ankle_rest - hip_rest), 1.0 / LONGEST, LONGEST)
        return [_bone(hip_rest, ankle_rest - hip_rest, axis, hip, along, np.broadcast_to(axis, along.shape), longer)]
    knee_rest = parts.joint[chain[1]]
    first, second = np.linalg.norm(knee_rest - hip_rest), np.linalg.norm(ankle_rest - knee_rest)
    longer = np.clip(far / (REACH * (first + second)), 1.0, LONGEST)
    first, second = first * longer, second * longer
    far = np.clip(far, np.abs(first - second) + 1e-6, REACH * (first + second))
    axis = _hinge(hip_rest, knee_rest, ankle_rest)
    turned = host[:, :3, :3] @ axis
    turned = turned - (turned * along).sum(-1, keepdims=True) * along
    turned /= np.maximum(np.linalg.norm(turned, axis=-1, keepdims=True), 1e-9)
    cosine = np.clip((first**2 + far**2 - second**2) / (2.0 * first * far), -1.0, 1.0)
    knee = hip + first * (cosine * along + np.sqrt(1.0 - cosine**2) * np.cross(turned, along))
    ankle = hip + far * along
    bones = [_bone(hip_rest, knee_rest - hip_rest, axis, hip, knee - hip, turned, longer),
             _bone(knee_rest, ankle_rest - knee_rest, axis, knee, ankle - knee, turned, longer)]
    if len(chain) == 3:
        c, s, foot = np.cos(roll), np.sin(roll), np.tile(np.eye(4), (len(roll), 1, 1))
        foot[:, 1, 1], foot[:, 1, 2], foot[:, 2, 1], foot[:, 2, 2] = c, -s, s, c
        foot[:, :3, 3] = ankle - foot[:, :3, :3] @ ankle_rest
        bones.append(foot)
    return bones


def _toe(parts: Parts, chain: tuple[int, ...]) -> float:
    """How far a foot and what is on it reach from the ankle along z [m]; 0 without a foot."""
    if len(chain) < 3:
        return 0.0
    foot = np.flatnonzero((np.arange(len(parts)) == chain[2]) | (parts.parent == chain[2]))
    half = (np.abs(parts.rotation[foot, 2]) * parts.size[foot]).sum(1)
    return float((np.abs(parts.centre[foot, 2] - parts.joint[chain[2], 2]) + half).max())


def _ankle(parts: Parts, chain: tuple[int, ...]) -> np.ndarray:
    """The joint of the foot; without one, the last bone's far end."""
    if len(chain) == 3:
        return parts.joint[chain[2]]
    last = chain[-1]
    return 2.0 * parts.centre[last] - parts.joint[last]


def _hinge(hip: np.ndarray, knee: np.ndarray, ankle: np.ndarray) -> np.ndarray:
    """The axis a leg bends about at rest [3], unit: a straight one bends with its knee to the front."""
    line = (ankle - hip) / max(np.linalg.norm(ankle - hip), 1e-9)
    aside = (knee - hip) - ((knee - hip) @ line) * line
    if np.linalg.norm(aside) < 1e-3 * np.linalg.norm(knee - hip):
        aside = np.array([0.0, 0.0, 1.0]) - line[2] * line
    axis = np.cross(line, aside)
    return axis / max(np.linalg.norm(axis), 1e-9)


def _bone(joint: np.ndarray, rest: np.ndarray, axis: np.ndarray, to: np.ndarray, now: np.ndarray,
          turned: np.ndarray, longer: np.ndarray) -> np.ndarray:
    """Matrices [t, 4, 4] that take a bone from `joint` along `rest` to `to` along `now`, its hinge to `turned`,
    `longer` [t, 1] times as large."""
    matrix = np.tile(np.eye(4), (len(to), 1, 1))
    matrix[:, :3, :3] = longer[..., None] * (
        _frame(now, turned) @ np.swapaxes(_frame(rest[None], axis[None]), -1, -2))
    matrix[:, :3, 3] = to - matrix[:, :3, :3] @ joint
    return matrix


def _frame(along: np.ndarray, axis: np.ndarray) -> np.ndarray:
    """Orthonormal frames [t, 3, 3]: along, the part of `axis` across it, and across both."""
    along = along / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-9)
    across = axis - (axis * along).sum(-1, keepdims=True) * along
    across = across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)
    return np.stack([along, across, np.cross(along, across)], axis=-1)
