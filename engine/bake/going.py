"""Going on: how what moves by a skeleton of its own moves while its surface becomes another's.

In     the own clip of an object and the moment whose pose its surface is told in; the sides of a morph, over time.
Out    Bones: what a side's vertices hang on, and where these are at each key.
Raises nothing.  Knows nothing of targets, files or Qt.

A side with a skeleton of its own stays on it, exactly: only the morph's targets change it. A side without one hangs on
the other's skeleton, as the nearest vertex does where both meet, unless it moves by its parts. What else moves a side,
it takes over bone by bone, as it moves the bone's vertices in the mean. A motion that is alone is whole until one mesh
takes over from the other, and comes to rest in the pose of the morph's end from there; two pass into each other.
What is in pieces has a bone for each piece that hangs on it, which is carried off after it has moved: so each piece
goes on as it did, wherever it flies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.chain import sampled
from engine.bake.clip import Clip
from engine.bake.evaluate import compose, slerp
from engine.bake.sides import Own, Side, cloth_of
from engine.bake.skeleton import joint_names
from engine.form.hanging import smooth

MOST_SHAPES = 24
"""Targets of a file that go on moving, of each side."""
STILL = 1e-6
"""m by which parts may be off their places and yet stand still."""


@dataclass(frozen=True)
class Shapes:
    """The targets that a side's own file moves."""

    names: tuple[str, ...]
    changes: list[np.ndarray]   # of each side [positions, normals, tints; target, vertex, 3]
    curves: np.ndarray          # [key, target] weights


@dataclass(frozen=True)
class Bones:
    names: tuple[str, ...]
    joints: np.ndarray          # [vertex, 4]
    weights: np.ndarray         # [vertex, 4] sum 1
    pivot: np.ndarray           # [bone, 3] m, where it is in the pose that the surface is told in
    told: np.ndarray            # [bone, 4, 4] from the bind pose to that pose; upright where it is the same
    moved: np.ndarray           # [key, bone, 4, 4] from that pose to where it is
    stiff: bool = False         # parts stand in for a skeleton of more bones than there is room for
    fewer: bool = False         # pieces move by the strongest of its bones

    @property
    def rest(self) -> np.ndarray:
        """Bind transforms [bone, 4, 4]."""
        return np.linalg.inv(self.told) @ self.upright

    @property
    def upright(self) -> np.ndarray:
        matrix = np.tile(np.eye(4), (len(self.pivot), 1, 1))
        matrix[:, :3, 3] = self.pivot
        return matrix

    def back(self, points: np.ndarray, ways: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points [vertex, 3] and ways [..., vertex, 3] of them as they are told in the bind pose."""
        matrix = np.linalg.inv(np.einsum("vk,vkij->vij", self.weights, self.told[self.joints]))
        return (np.einsum("vij,vj->vi", matrix[:, :3, :3], points) + matrix[:, :3, 3],
                np.einsum("vij,...vj->...vi", matrix[:, :3, :3], ways))


def skin(own: Clip, times: np.ndarray, pose: float, amount: np.ndarray) -> np.ndarray:
    """Transforms [key, joint, 4, 4] from a clip's bind pose to where its joints are at `times` [key] s, as far as by
    `amount` [key] from their pose at the time `pose`."""
    now, then = sampled(own, times), sampled(own, np.array([pose]))
    share = amount[:, None, None]
    local = compose(then[0] + share * (now[0] - then[0]), slerp(np.broadcast_to(then[1], now[1].shape), now[1], share),
                    then[2] + share * (now[2] - then[2]))
    for joint, parent in enumerate(own.joint_parents.tolist()):
        if parent >= 0:
            local[:, joint] = local[:, parent] @ local[:, joint]
    return local @ np.linalg.inv(own.bind.astype(np.float64))


def start(own: Own) -> np.ndarray:
    """Transforms [joint, 4, 4] from the bind pose to the one that a surface is told in."""
    return skin(own.clip, np.array([own.pose]), own.pose, np.ones(1))[0]


def own_of(clip: Clip, pose: float) -> Own | None:
    """How a clip moves, told in its pose at a time [s]; None where it does not, or a bone has no size then."""
    own = Own(clip, pose, clip.joints, clip.weights, np.zeros(0, int), np.zeros((2, 0, len(clip.positions), 3)))
    size = np.linalg.svd(start(own)[:, :3, :3], compute_uv=False)
    if len(clip.times) < 2 or not (size[:, -1] > STILL).all():
        return None
    far = np.ptp(clip.target_weights, axis=0) * np.abs(clip.target_positions).max((1, 2), initial=0.0)
    moving = np.sort(np.argsort(-far, kind="stable")[:min(MOST_SHAPES, np.count_nonzero(far))])
    turn = np.einsum("vk,vkij->vij", clip.weights, start(own)[clip.joints, :3, :3])
    told = np.stack([clip.target_positions[moving], clip.target_normals[moving]])
    return replace(own, targets=moving, shapes=np.einsum("vij,atvj->atvi", turn, told))


def shaped(sides: Sequence[Side], keys: np.ndarray, amount: Sequence[np.ndarray]) -> Shapes:
    """What the files' own targets do of the sides."""
    counts = [0 if side.end.own is None else len(side.end.own.targets) for side in sides]
    changes = [np.zeros((3, sum(counts), len(side.end.points), 3)) for side in sides]
    names, curves, at = [], [np.zeros((len(keys), 0))], 0
    for side, change, count, much in zip(sides, changes, counts, amount):
        if own := side.end.own:
            change[:2, at:at + count] = own.shapes
            named = [own.clip.target_names[k] for k in own.targets]
            names += [f"{name} again" if name in names else name for name in named]
            now, then = sampled(own.clip, keys)[3], sampled(own.clip, np.array([own.pose]))[3]
            curves.append(much[:, None] * (now - then)[:, own.targets])
        at += count
    return Shapes(tuple(names), changes, np.concatenate(curves, 1))


def amounts(sides: Sequence[Side], shares: np.ndarray, *, lively: bool) -> list[np.ndarray]:
    """How much [key] of its own motion each side has at shares of the morph [key]; `lively`: parts move too."""
    alone = not lively and any(side.end.own is None for side in sides)
    gone = smooth(2.0 * shares - 1.0 if alone else shares), smooth(2.0 * shares if alone else shares)
    return [1.0 - gone[0], gone[1]]


def still(posed: np.ndarray) -> bool:
    """Whether parts [key, part, 4, 4] stand still."""
    return bool(np.abs(posed - np.eye(4)).max(initial=0.0) < STILL)


def bones_of(sides: Sequence[Side], number: int, posed: np.ndarray, keys: np.ndarray, amount: Sequence[np.ndarray], *,
             lively: bool, room: int) -> Bones:
    """Of the first side or the last; `posed` [key, part, 4, 4]: the parts' transforms; `room`: bones at most that are
    not parts."""
    side = sides[number]
    movers = [mover for k in (number, 1 - number) if (mover := _mover(sides[k], side, keys, amount[k])) is not None]
    lead = next((mover for mover in movers if mover.side is side or not lively), None)
    stiff = side.flown is None and lead is not None and int(np.count_nonzero(lead.share.any(0))) > room
    if lead is None or stiff:
        lead, names, share = None, joint_names(side.parts), side.share
        told = np.tile(np.eye(4), (len(names), 1, 1))
    else:
        names, share = lead.own.clip.joint_names, lead.share
        told = start(lead.own) if lead.side is side else np.tile(np.eye(4), (len(names), 1, 1))
    share, fewer = (share, False) if side.flown is None else fitting(share, side.flown.piece, room)
    joints, weights = strongest(share)
    used, joints = np.unique(np.where(weights > 0.0, joints, joints[:, :1]), return_inverse=True)
    joints = joints.reshape(weights.shape)
    dense = spread(joints, weights, len(used))
    pivot = _middles(side, dense)
    if lead is None or lead.side is side:
        moved = averaged(posed, dense.T @ side.share, pivot)
    else:                               # as they move the side whose they are
        lent = _of(lead.own)[:, used]
        moved = averaged(posed, lent.T @ lead.side.share, _middles(lead.side, lent))
    for mover in movers:
        by = mover.motion[:, used] if mover is lead else averaged(mover.motion, dense.T @ mover.share, pivot)
        moved = by @ moved
    return Bones(tuple(names[k] for k in used), joints, weights, pivot, told[used], moved, stiff,
                 fewer and side.end.own is not None)


def borne(hung: Bones, side: Side, flown: np.ndarray, flight: np.ndarray) -> Bones:
    """Bones of a side in pieces, one for each piece on each, in the piece's middle; `flown` [key]: how far the pieces
    are on their `flight` [part, 3] m."""
    assert side.flown is not None
    count, used = len(flight), hung.weights > 0.0
    code = hung.joints * count + side.flown.piece[:, None]
    pairs, joints = np.unique(np.where(used, code, code[:, :1]), return_inverse=True)
    bone, piece = np.divmod(pairs, count)
    parts, moved = joint_names(side.parts), hung.moved[:, bone].copy()
    moved[..., :3, 3] += flown[:, None, None] * flight[piece]
    names = [name if name == part else f"{name}, {part}"
             for name, part in ((hung.names[b], parts[p]) for b, p in zip(bone.tolist(), piece.tolist()))]
    joints = joints.reshape(hung.joints.shape)
    own, which = np.unique(piece, return_inverse=True)
    pivot = _middles(side, (side.flown.piece[:, None] == own).astype(float))[which]
    return replace(hung, names=tuple(names), joints=joints, pivot=pivot, told=hung.told[bone], moved=moved)


def fitting(share: np.ndarray, piece: np.ndarray, room: int) -> tuple[np.ndarray, bool]:
    """The weights [vertex, bone] of what is in pieces, `piece` [vertex], on as few pairs of bone and piece as there is
    room for, the strongest, and one for each piece at least; whether any went."""
    share = spread(*strongest(share), share.shape[1])
    total = np.zeros((int(piece.max()) + 1, share.shape[1]))
    np.add.at(total, piece, share)
    if np.count_nonzero(total) <= room:
        return share, False
    main = total.argmax(1)
    rank = total.copy()
    rank[np.arange(len(main)), main] = np.inf
    kept = rank >= max(np.sort(rank, None)[-max(room, 1)], 1e-9)
    left = share * kept[piece]
    bare = left.sum(1) < 1e-6
    left[bare, main[piece[bare]]] = 1.0
    return left / left.sum(1, keepdims=True), True


@dataclass(frozen=True, eq=False)
class _Mover:
    """A side whose own skeleton moves, and how it moves the vertices of a side."""

    side: Side
    own: Own
    share: np.ndarray           # [vertex, joint] weights of these
    motion: np.ndarray          # [key, joint, 4, 4] from the pose that the surface is told in


def _mover(side: Side, of: Side, keys: np.ndarray, amount: np.ndarray) -> _Mover | None:
    own = side.end.own
    if own is None:
        return None
    motion = skin(own.clip, keys, own.pose, amount) @ np.linalg.inv(start(own))
    if still(motion):
        return None
    near = slice(None) if side is of else np.asarray(KDTree(_halfway(side)).query(_halfway(of))[1])
    return _Mover(side, own, _of(own)[near], motion)


def _of(own: Own) -> np.ndarray:
    """Weights [vertex, joint] of a side on its own skeleton."""
    return spread(own.joints, own.weights, len(own.clip.bind))


def _middles(side: Side, weights: np.ndarray) -> np.ndarray:
    """Of the vertices of each bone, as they are told when both sides meet [bone, 3] m; `weights` [vertex, bone]."""
    assert side.way is not None
    return (weights.T @ (side.end.points + 0.5 * side.way.move)) / weights.sum(0)[:, None]


def _halfway(side: Side) -> np.ndarray:
    assert side.way is not None
    return cloth_of(side).points + 0.5 * side.way.move


def blended(own: Own | None, mixed: Callable[[np.ndarray], np.ndarray]) -> Own | None:
    """How vertices move that are made of others; `mixed` makes values [vertex, n] of theirs."""
    if own is None:
        return None
    joints, weights = strongest(mixed(_of(own)))
    rows = np.moveaxis(own.shapes, 2, 0)
    made = mixed(rows.reshape(len(rows), -1))
    return replace(own, joints=joints, weights=weights,
                   shapes=np.moveaxis(made.reshape(len(made), *rows.shape[1:]), 0, 2))


def spread(joints: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """Weights [vertex, count] of joints and weights [vertex, 4]."""
    out = np.zeros((len(joints), count))
    np.add.at(out, (np.arange(len(joints))[:, None], joints), weights)
    return out


def strongest(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The inverse, of the four strongest: joint 0 where the weight is 0."""
    joints = np.argsort(-share, axis=1, kind="stable")[:, :4]
    weights = np.take_along_axis(share, joints, 1)
    wide = ((0, 0), (0, 4 - joints.shape[1]))
    joints, weights = np.pad(joints, wide), np.pad(weights, wide)
    return np.where(weights > 0.0, joints, 0), weights / weights.sum(1, keepdims=True)


def averaged(matrices: np.ndarray, share: np.ndarray, about: np.ndarray) -> np.ndarray:
    """Transforms [key, bone, 4, 4], each the mean of `matrices` [key, n, 4, 4] by its row of `share` [bone, n]: of
    what they make of its point `about` [bone, 3], of their turns and of what they stretch."""
    share = share / np.maximum(share.sum(1, keepdims=True), 1e-12)
    turns, stretches = _polar(matrices[..., :3, :3])
    mean = np.einsum("bn,knij->kbij", share, matrices)
    linear = _polar(np.einsum("bn,knij->kbij", share, turns))[0] @ np.einsum("bn,knij->kbij", share, stretches)
    out = np.tile(np.eye(4), (*mean.shape[:2], 1, 1))
    out[..., :3, :3] = linear
    out[..., :3, 3] = np.einsum("kbij,bj->kbi", mean[..., :3, :3] - linear, about) + mean[..., :3, 3]
    return out


def _polar(linear: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turns and what is stretched before them [..., 3, 3] (Higham 1986)."""
    left, size, right = np.linalg.svd(linear)
    flip = np.sign(np.linalg.det(left @ right))
    left, size = left.copy(), size.copy()
    left[..., -1] *= flip[..., None]
    size[..., -1] *= flip
    return left @ right, np.swapaxes(right, -1, -2) @ (size[..., None] * right)


