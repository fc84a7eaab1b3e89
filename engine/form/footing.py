"""Footing: what rests on its floor stays above it while it moves, and strides only as far as its legs reach.

In     Parts whose lowest point at rest is at y = 0 [m]; how they touch the floor (engine.vocabulary.verbs.CONTACTS).
Out    the same Parts with the rise that keeps them there, and with strides that all their legs can keep.
Raises nothing.  Knows nothing of tokens, meshes, scenes or Qt.

The harmonics of a motion have no mean, so what hops would sink as far below its floor as it rises above, and what tilts
would put its edge through it. The rise is a periodic curve, found once from the lowest points over the cycle:

    stands   the lowest point follows the floor: it neither sinks nor leaves it
    leaps    the whole cycle is raised by one number: the lowest moment touches the floor
    free     none: it flies or swims

What steps is held up by its feet, which know where the floor is (engine.form.gait): a tail turns up where it would
sink, and the rest is raised only where it would sink still, or a leg be folded too far. A cubic B-spline whose control
points are its values, less a sixth of the second difference where that is negative, lies on or above a curve whose
kinks point down, as those of a lowest point do, and rings nowhere.
"""

from __future__ import annotations

import numpy as np

from engine.form import gait
from engine.form.motion import SPIN, poses, raised
from engine.form.outline import outline
from engine.form.parts import RISES, Parts

SLACK = 0.003
"""Share of the height by which a lowest point may miss the floor: outlines are points, and turning wheels no bumps."""
TURNS_UP, TURN_UP = 4, 0.35
"""A tail is turned up this often, and by no more rad at once."""
LEAST_PACE = 0.3
"""A gait whose legs do not reach is slowed no further than to this share."""


def footed(parts: Parts, contact: str) -> Parts:
    """The parts, raised over their cycle as their contact with the floor wants, and striding as far as they reach."""
    if not parts.motion[:, :SPIN + 1].any() and not parts.motion[:, 24:].any():
        return parts
    knots = np.arange(RISES) / RISES
    moved = poses(parts, knots)
    if contact != "free":
        points = outline(parts)
        if gait.legs(parts):
            parts, moved = _held_up(parts, points, moved, knots)
        rise = _rise(parts, points, moved, contact)
        parts = parts.changed(rise=np.tile(rise, (len(parts), 1)))
        moved[..., 1, 3] += raised(parts, knots)[:, None]
    return parts.changed(motion=_strides(parts, moved, knots))


def _rise(parts: Parts, points: np.ndarray, moved: np.ndarray, contact: str) -> np.ndarray:
    """Control points [RISES] m of the rise, from the outline and the poses [RISES, part, 4, 4] at its knots."""
    held, height = _on_feet(parts), float(points[..., 1].max())
    low = _lowest(points, moved)[:, ~held].min(1, initial=np.inf)
    if held.any():
        short = [gait.crouched(parts, chain, _host(parts, chain, moved)) for chain in gait.legs(parts)]
        rise = np.max([-low - SLACK * height, *short], axis=0)
    elif contact == "leaps":
        rise = np.full(RISES, max(-float(low.min()), 0.0))
    else:
        rise = -np.sign(low) * np.maximum(np.abs(low) - SLACK * height, 0.0)
    curved = np.roll(rise, 1) - 2.0 * rise + np.roll(rise, -1)
    return rise - np.minimum(curved, 0.0) / 6.0


def _lowest(points: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """The lowest of the points [part, point, 3] m of each part, carried by the poses [t, part]."""
    row = moved[:, :, 1]
    return np.matmul(row[..., :3].swapaxes(0, 1), points.swapaxes(1, 2)).min(2).T + row[..., 3]


def _held_up(parts: Parts, points: np.ndarray, moved: np.ndarray, knots: np.ndarray) -> tuple[Parts, np.ndarray]:
    """What steps, with its tail and the like turned up, a harmonic of the cycle more, while they would sink; its poses.

    What the trunk itself sinks is left.
    """
    slack, held = SLACK * float(points[..., 1].max()), _on_feet(parts)
    branch = _branches(parts)
    for _ in range(TURNS_UP):
        sunk = np.where((branch < 0) | held, 0.0, -_lowest(points, moved) - slack)
        if sunk.max() <= 0.0:
            break
        motion = parts.motion.copy()
        for limb in np.unique(branch[(sunk > 0.0).any(0)]).tolist():
            deepest = np.where(branch == limb, sunk, 0.0)
            knot, part = np.unravel_index(int(deepest.argmax()), deepest.shape)
            away = (parts.centre[part] - parts.joint[limb]) * (1.0, 0.0, 1.0)
            arm = float(np.linalg.norm(away))
            axis = np.array([-away[2], 0.0, away[0]]) / max(arm, 1e-9)
            own = parts.frame[limb].T @ axis * np.linalg.det(parts.frame[limb])
            angle = min(float(deepest.max()) / max(arm, 1e-9), TURN_UP)
            when = 2.0 * np.pi * (knots[knot] + parts.phase[limb])
            for k in range(3):
                motion[limb, 4 * k:4 * k + 2] += angle * own[k] * np.array([np.cos(when), np.sin(when)])
        parts = parts.changed(motion=motion)
        moved = poses(parts, knots)
    return parts, moved


def _branches(parts: Parts) -> np.ndarray:
    """Of each part, the part by which it hangs on the trunk that carries the legs [part]; -1 of the trunk's own."""
    trunk = {-1}
    for chain in gait.legs(parts):
        host = int(parts.parent[chain[0]])
        while host >= 0:
            trunk.add(host)
            host = int(parts.parent[host])
    branch = np.full(len(parts), -1)
    for index, parent in enumerate(parts.parent.tolist()):
        if index not in trunk:
            branch[index] = index if parent in trunk else branch[parent]
    return branch


def _on_feet(parts: Parts) -> np.ndarray:
    """Which parts [part] belong to legs that step, or hang on one."""
    held = np.zeros(len(parts), bool)
    for chain in gait.legs(parts):
        held[list(chain)] = True
    for index, parent in enumerate(parts.parent.tolist()):
        held[index] |= parent >= 0 and held[parent]
    return held


def _host(parts: Parts, chain: tuple[int, ...], moved: np.ndarray) -> np.ndarray:
    """Where what carries a leg is [t, 4, 4]; the object itself carries a root's."""
    parent = int(parts.parent[chain[0]])
    return moved[:, parent] if parent >= 0 else np.tile(np.eye(4), (len(moved), 1, 1))


def _strides(parts: Parts, moved: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Motion channels with the strides that go with one pace, the fastest that every leg can keep, up to its own."""
    own = pace = gait.advance(parts)
    chains = gait.legs(parts)
    for chain in chains:
        pace = min(pace, gait.fastest(parts, chain, _host(parts, chain, moved), knots))
    motion, hips = parts.motion.copy(), [chain[0] for chain in chains]
    motion[hips, gait.STEP.start] = max(pace, LEAST_PACE * own) * gait.duty(motion[hips, gait.STEP.start + 2])
    return motion
