"""Objects for the network that reads roles: the grammar's, as a fit would find them.

In     a seed and a number.
Out    Example: what is seen of the object, and what its parts truly are; batches of them, padded.
Raises nothing of its own.  Knows nothing of networks.

Two kinds. *Perturbed* ones are quick: what is hidden or tiny is left out, parts are cut in two or taken for one with
their neighbour, moved, turned and resized about as a fit errs, or boxed around their visible points alone. *Fitted* ones
are really surfaced, harmed as scans are (jitter, holes, smoothing, a turn, another size) and fitted; the fitted parts
are matched to the true ones whose surface they cover. What is asked of them is the truth's role, and the tree that the
truth has among the parts that are found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.field import Field
from engine.form.parts import Parts, expand
from engine.recovery.features import OWN, PAIR, POINTS, Seen, seen
from engine.training.data import drawn
from engine.training.judge import shell

STREAM = 900_000
"""Seed of the stream of its objects."""
CLOUD = 40
"""Points tried on each part."""


@dataclass(frozen=True)
class Example:
    seen: Seen
    category: int
    role: np.ndarray        # [part]
    parent: np.ndarray      # [part]; -1 of the root
    mirror: np.ndarray      # [part]
    joint: np.ndarray       # [part, 3] shares of the diagonal, from the part's middle
    truth: np.ndarray       # [part] index of the true part
    above: np.ndarray       # [part] index of the true part that it ought to hang on; -1 of the root; its own of pieces


def perturbed(seed: int, index: int) -> Example:
    """Object `index` of the stream, as a fit might have found it."""
    category, _, _, tokens = drawn(STREAM + seed, index)
    dice = np.random.default_rng([STREAM, seed, index])
    true = turned(expand(tokens), dice)
    points, normals, owner = _visible(true, dice)
    kept = _found(true, points, owner, dice)
    parts, truth, owner = _cut(true, kept, points, owner, dice)
    parts = _erred(parts, points, owner, dice)
    inside = owner >= 0
    parts, truth, owner = _joined(parts, truth, true, owner, dice)
    return example(parts, truth, true, category, points[inside], normals[inside], owner[inside])


def turned(parts: Parts, dice: np.random.Generator) -> Parts:
    """The parts as another might have made them: turned about y a little, as a whole larger or smaller, maybe mirrored."""
    angle, size = float(dice.normal(0.0, 0.12)), float(np.exp(dice.normal(0.0, 0.3)))
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    flip = np.diag([-1.0 if dice.random() < 0.5 else 1.0, 1.0, 1.0])
    rotation = turn @ flip @ parts.rotation @ flip
    return parts.changed(
        centre=parts.centre @ (turn @ flip).T * size, joint=parts.joint @ (turn @ flip).T * size, rotation=rotation,
        size=parts.size * size, shell=parts.shell * size, blend=parts.blend * size, frame=turn @ parts.frame)


def example(parts: Parts, truth: np.ndarray, true: Parts, category: int, points: np.ndarray, normals: np.ndarray,
            owner: np.ndarray) -> Example:
    """What is asked of `parts`, of which each covers the true part `truth` [part]."""
    view = seen(parts, points, normals, owner)
    parent, above, heads = _tree(parts, truth, true)
    joint = true.joint[truth].copy()
    pieces = np.flatnonzero(~heads)
    joint[pieces] = (parts.centre[pieces] + parts.centre[parent[pieces]]) / 2.0
    return Example(view, category, true.slot[truth], parent, _partners(parts, truth, true),
                   (joint - parts.centre) / view.size, truth, above)


def _tree(parts: Parts, truth: np.ndarray, true: Parts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(parent [part], true part it ought to hang on [part], which are the first of their true part [part])."""
    far = np.linalg.norm(parts.centre - true.joint[truth], axis=1)
    root_end = far - np.linalg.norm(parts.size, axis=1)
    heads = np.zeros(len(parts), bool)
    head_of: dict[int, int] = {}
    for index in np.argsort(root_end, kind="stable").tolist():
        if int(truth[index]) not in head_of:
            head_of[int(truth[index])] = index
            heads[index] = True
    parent, above = np.full(len(parts), -1), np.full(len(parts), -1)
    for index in range(len(parts)):
        own = int(truth[index])
        if not heads[index]:
            before = [j for j in np.flatnonzero(truth == own).tolist() if (far[j], j) < (far[index], index) or heads[j]]
            near = np.linalg.norm(parts.centre[before] - parts.centre[index], axis=1)
            parent[index], above[index] = before[int(near.argmin())], own
            continue
        up = int(true.parent[own])
        while up >= 0 and up not in head_of:
            up = int(true.parent[up])
        if up < 0:
            continue
        there = np.flatnonzero(truth == up)
        gap = np.linalg.norm(parts.centre[there] - true.joint[own], axis=1) - parts.size[there].max(1)
        parent[index], above[index] = there[int(gap.argmin())], up
    roots = np.flatnonzero(parent < 0)
    if len(roots) > 1:              # the true root was not found: what hung on it hangs on the largest
        first = roots[int(parts.size[roots].prod(1).argmax())]
        for index in roots[roots != first].tolist():
            parent[index], above[index] = first, truth[first]
    return parent, above, heads


def _partners(parts: Parts, truth: np.ndarray, true: Parts) -> np.ndarray:
    """Each part's mirror image among its true part's slot [part]; itself where there is none."""
    root = true.frame[0] if true.parent[0] < 0 else np.eye(3)
    middle = true.centre[0]
    flip = root @ np.diag([-1.0, 1.0, 1.0]) @ root.T
    imaged = (parts.centre - middle) @ flip.T + middle
    out = np.arange(len(parts))
    for index in range(len(parts)):
        same = np.flatnonzero((true.slot[truth] == true.slot[truth[index]]) & (truth != truth[index]))
        if len(same) == 0:
            continue
        far = np.linalg.norm(parts.centre[same] - imaged[index], axis=1)
        if far.min() < 0.5 * parts.size[index].max() and far.min() < np.linalg.norm(imaged[index] - parts.centre[index]):
            out[index] = same[int(far.argmin())]
    return out


def _visible(true: Parts, dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of the surface (m), their normals, the true part of each; a hole may have been torn."""
    which = np.repeat(np.arange(len(true)), CLOUD)
    field, points = Field(true), shell(true, dice.normal(size=(len(which), 3)), which)
    distance, slope, _ = field.both(points)
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    out = distance > -0.006 * size
    if dice.random() < 0.3:
        out &= np.linalg.norm(points - points[int(dice.integers(len(points)))], axis=1) > 0.06 * size
    normals = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)
    jitter = dice.normal(0.0, 0.004 * size * dice.random(), points.shape)
    normals = normals + dice.normal(0.0, 0.1, normals.shape)
    return (points + jitter)[out], normals[out], which[out]


def _found(true: Parts, points: np.ndarray, owner: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Which true parts are found [part] bool: those that are seen, the smallest of them by chance."""
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    share = np.bincount(owner, minlength=len(true)) / CLOUD
    length = np.sort(true.size, 1)[:, 1] / size
    least = dice.uniform(0.004, 0.016)
    kept = (share > dice.uniform(0.08, 0.3)) & ((length > least) | (dice.random(len(true)) < 0.2))
    kept &= dice.random(len(true)) > 0.03
    kept[int((share * true.size.prod(1) ** (2.0 / 3.0)).argmax())] = True
    return kept


def _cut(true: Parts, kept: np.ndarray, points: np.ndarray, owner: np.ndarray,
         dice: np.random.Generator) -> tuple[Parts, np.ndarray, np.ndarray]:
    """The found parts, some in two or three pieces: (parts, true part of each, part of each point or -1)."""
    rows, centres, sizes, new = [], [], [], np.full(len(points), -1)
    for index in np.flatnonzero(kept).tolist():
        mine = np.flatnonzero(owner == index)
        half, axis = true.size[index], int(true.size[index].argmax())
        slim = half[axis] / np.sort(half)[1]
        chance = 0.06 + 0.12 * (slim > 1.6) + 0.15 * (abs(true.bend[index]) > 0.4) + 0.5 * (true.shell[index] > 0)
        count = 1 if dice.random() > chance or len(mine) < 8 else int(dice.integers(2, 4))
        edges = np.concatenate([[-1.0], np.sort(dice.uniform(-0.6, 0.6, count - 1)), [1.0]])
        along = ((points[mine] - true.centre[index]) @ true.rotation[index][:, axis]) / half[axis]
        for low, high in zip(edges[:-1], edges[1:]):
            size = half.copy()
            size[axis] *= max((high - low) / 2.0, 0.1)
            new[mine[(along >= (low if low > -1.0 else -9.0)) & (along < (high if high < 1.0 else 9.0))]] = len(rows)
            rows.append(index)
            centres.append(true.centre[index] + true.rotation[index][:, axis] * half[axis] * (low + high) / 2.0)
            sizes.append(size)
    truth = np.array(rows)
    return true.take(truth).changed(centre=np.array(centres), size=np.array(sizes)), truth, new


def _erred(parts: Parts, points: np.ndarray, owner: np.ndarray, dice: np.random.Generator) -> Parts:
    """The parts as far off as fits are."""
    count = len(parts)
    by = np.linalg.norm(np.ptp(points, axis=0))
    centre = parts.centre + dice.normal(0.0, 1.0, (count, 3)) * (0.08 * parts.size.mean(1, keepdims=True) + 0.003 * by)
    size = np.maximum(parts.size * np.exp(dice.normal(0.0, 0.12, (count, 3))), 0.004 * by)
    rotation = parts.rotation @ _small_turns(dice.normal(0.0, 0.1, (count, 3)))
    for index in np.flatnonzero(dice.random(count) < 0.4).tolist():
        mine = points[owner == index]
        if len(mine) < 6:
            continue
        middle = (mine - mine.mean(0)) @ parts.rotation[index]
        low, high = middle.min(0), middle.max(0)
        centre[index] = mine.mean(0) + parts.rotation[index] @ ((low + high) / 2.0)
        size[index] = np.maximum((high - low) / 2.0, 0.004 * by)
        rotation[index] = parts.rotation[index]
    return parts.changed(centre=centre, size=size, rotation=rotation,
                         exponents=np.clip(parts.exponents + dice.normal(0.0, 0.15, (count, 2)), 0.0, 1.0))


def _joined(parts: Parts, truth: np.ndarray, true: Parts, owner: np.ndarray,
            dice: np.random.Generator) -> tuple[Parts, np.ndarray, np.ndarray]:
    """Now and then a small part is taken for one with the one it hangs on."""
    gone = np.zeros(len(parts), bool)
    owner, size = owner.copy(), parts.size.copy()
    for index in np.flatnonzero(dice.random(len(parts)) < 0.08).tolist():
        up = np.flatnonzero((truth == true.parent[truth[index]]) & ~gone)
        if len(up) == 0 or parts.size[index].prod() > 0.4 * parts.size[up].prod(1).max():
            continue
        host = up[int(np.linalg.norm(parts.centre[up] - parts.centre[index], axis=1).argmin())]
        owner[owner == index] = host
        size[host] *= 1.0 + 0.1 * dice.random()
        gone[index] = True
    kept = np.flatnonzero(~gone)
    number = np.full(len(parts) + 1, -1)
    number[kept] = np.arange(len(kept))
    return parts.changed(size=size).take(kept), truth[kept], number[owner]


def _small_turns(vectors: np.ndarray) -> np.ndarray:
    from engine.form.motion import rotations

    return rotations(vectors)


def batched(examples: list[Example]) -> dict[str, np.ndarray]:
    """Arrays of several objects, padded to the most parts; parents of the root are the column after the last part."""
    most = max(len(e.role) for e in examples)
    count = len(examples)
    out = {"own": np.zeros((count, most, OWN), np.float32), "pair": np.zeros((count, most, most, PAIR), np.float32),
           "points": np.zeros((count, most, POINTS, 9), np.float32), "there": np.zeros((count, most), bool),
           "role": np.zeros((count, most), np.int64), "parent": np.zeros((count, most), np.int64),
           "mirror": np.zeros((count, most), np.int64), "joint": np.zeros((count, most, 3), np.float32),
           "category": np.array([e.category for e in examples])}
    for row, e in enumerate(examples):
        n = len(e.role)
        out["own"][row, :n], out["pair"][row, :n, :n], out["points"][row, :n] = e.seen.own, e.seen.pair, e.seen.points
        out["there"][row, :n], out["role"][row, :n], out["mirror"][row, :n] = True, e.role, e.mirror
        out["parent"][row, :n] = np.where(e.parent < 0, most, e.parent)
        out["joint"][row, :n] = e.joint
    return out


