"""Objects for the network that reads roles: the grammar's, as a fit would find them.

In     a seed and a number.
Out    Example: what is seen of the object, and what its parts truly are; batches of them, padded.
Raises nothing of its own.  Knows nothing of networks.

Two kinds. *Perturbed* ones are quick: the visible points of the true parts, in pieces, are joined as far as they are
nearly convex together, as segments are, and boxed; some are lost, all are a little off. *Fitted* ones
are really surfaced, harmed as scans are (jitter, holes, smoothing, a turn, another size) and fitted; the fitted parts
are matched to the true ones whose surface they cover. What is asked of them is the truth's role, and the tree that the
truth has among the parts that are found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.spatial import KDTree

from engine.form.field import Field
from engine.form.motion import rotations
from engine.form.parts import Parts, expand
from engine.form.surface import surface
from engine.recovery.features import OWN, PAIR, POINTS, Seen, seen
from engine.recovery.fit import found
from engine.recovery.placing import bare
from engine.recovery.segments import joined
from engine.recovery.superquadric import AXES, CENTRE, ROUND, SHAPE, SIZE, away
from engine.recovery.target import target_of_mesh
from engine.training.data import drawn
from engine.training.judge import shell

STREAM = 900_000
"""Seed of the stream of its objects."""
CLOUD = 24
"""Points tried on each part."""
WALLS = 6
"""Pieces that the wall of a cup is found in."""
SCANNED = 1600
"""Points of the surface of what is really fitted."""


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
    """Object `index` of the stream, about as a fit might have found it."""
    category, _, _, tokens = drawn(STREAM + seed, index)
    dice = np.random.default_rng([STREAM, seed, index])
    true = turned(expand(tokens), dice)
    points, normals, owner = _visible(true, dice)
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    near = KDTree(points).query(points, 7)[1]
    pairs = np.stack([np.repeat(np.arange(len(points)), 7), near.reshape(-1)], 1)
    one, two = owner[pairs[:, 0]], owner[pairs[:, 1]]
    pairs = pairs[(one == two) | (true.parent[one] == two) | (true.parent[two] == one)]
    patch = _patches(true, points, owner, dice)
    walls = (true.shell * true.open > 0.0)[owner[pairs[:, 0]]] & (patch[pairs[:, 0]] != patch[pairs[:, 1]])
    group = joined(points, normals, patch, pairs[~walls], size, dice.uniform(0.012, 0.03))
    group = _flaked(points, group, dice)
    kept = np.bincount(group)[group] >= int(dice.integers(3, 9))
    if not kept.any():
        kept[:] = True
    points, normals, owner = points[kept], normals[kept], owner[kept]
    group = np.unique(group[kept], return_inverse=True)[1]
    half = true.size
    area = half[:, 0] * half[:, 1] + half[:, 1] * half[:, 2] + half[:, 0] * half[:, 2]
    votes = np.zeros((int(group.max()) + 1, len(true)))
    np.add.at(votes, (group, owner), area[owner])
    shapes = np.array([_boxed(points[group == g], size, dice) for g in range(len(votes))])
    return example(bare(shapes, size), votes.argmax(1), true, category, points, normals, group)


def _patches(true: Parts, points: np.ndarray, owner: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """A number for each point: its true part, or one half of it along its longest axis; of a cup, a piece of its wall
    or its bottom.
    """
    count = 1 + (dice.random(len(true)) < 0.3)
    axis = true.size.argmax(1)
    own = np.einsum("nji,nj->ni", true.rotation[owner], points - true.centre[owner])
    hollow = true.shell * true.open > 0.0
    around = np.arctan2(own[:, 0], own[:, 2]) / (2.0 * np.pi) + 0.5
    along = own[np.arange(len(own)), axis[owner]] / true.size[owner, axis[owner]]
    piece = np.clip(((along + 1.0) / 2.0 * count[owner]).astype(int), 0, count[owner] - 1)
    walls = np.minimum((around * WALLS).astype(int), WALLS - 1)
    bottom = own[:, 1] < -0.9 * true.size[owner, 1]
    piece = np.where(hollow[owner], np.where(bottom, WALLS, walls), piece)
    return np.unique(owner * (WALLS + 1) + piece, return_inverse=True)[1]


def _flaked(points: np.ndarray, group: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """The groups, now and then with a few points of one taken for something of their own."""
    group = group.copy()
    if dice.random() < 0.5:
        for place in dice.integers(len(points), size=int(dice.integers(1, 5))).tolist():
            mine = np.flatnonzero(group == group[place])
            far = np.linalg.norm(points[mine] - points[place], axis=1)
            group[mine[np.argsort(far, kind="stable")[:int(dice.integers(4, 10))]]] = group.max() + 1
    return np.unique(group, return_inverse=True)[1]


def _boxed(points: np.ndarray, size: float, dice: np.random.Generator) -> np.ndarray:
    """A shape around points, about as far off as fits are."""
    middle = points.mean(0)
    axes = np.linalg.eigh((points - middle).T @ (points - middle) + 1e-12 * np.eye(3))[1]
    axes = axes * np.array([1.0, 1.0, np.sign(np.linalg.det(axes))]) @ rotations(dice.normal(0.0, 0.06, 3))
    own = (points - middle) @ axes
    low, high = own.min(0), own.max(0)
    half = (high - low) / 2.0 * np.exp(dice.normal(0.0, 0.06, 3)) + dice.uniform(0.0, 0.004) * size
    shape = np.zeros(SHAPE)
    shape[CENTRE] = middle + axes @ ((low + high) / 2.0 + 0.05 * half * dice.normal(size=3))
    shape[AXES], shape[SIZE], shape[ROUND] = axes.reshape(-1), np.log(half), dice.uniform(0.0, 0.9, 2)
    return shape


def turned(parts: Parts, dice: np.random.Generator) -> Parts:
    """The parts as another might have made them: turned about y a little, larger or smaller as a whole, mirrored."""
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
        aside = float(np.linalg.norm(imaged[index] - parts.centre[index]))
        if far.min() < min(0.5 * parts.size[index].max(), aside):
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




def fitted(seed: int, index: int) -> Example:
    """Object `index` of the stream as it is really found: surfaced, harmed, fitted, and matched to the truth."""
    category, _, _, tokens = drawn(STREAM + seed, index)
    dice = np.random.default_rng([STREAM, seed, index, 1])
    true = turned(expand(tokens), dice)
    union = surface(true, cells=int(dice.integers(56, 88)))
    vertices, faces = harmed(union.positions.astype(float), union.faces.astype(int), dice)
    target = target_of_mesh(vertices, faces, count=SCANNED)
    shapes, _ = found(target)
    owner = np.abs(away(shapes, target.points)).argmin(0)
    label = union.part[KDTree(union.positions).query(target.points)[1]]
    votes = np.zeros((len(shapes), len(true)), int)
    np.add.at(votes, (owner, label), 1)
    kept = np.flatnonzero(votes.sum(1) > 0)
    number = np.full(len(shapes), -1)
    number[kept] = np.arange(len(kept))
    return example(bare(shapes[kept], target.size), votes[kept].argmax(1), true, category, target.points,
                   target.normals, number[owner])


def harmed(vertices: np.ndarray, faces: np.ndarray,
           dice: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A mesh as scanners and artists leave it: smoothed, jittered, with a hole, maybe inside out."""
    size = float(np.linalg.norm(np.ptp(vertices, axis=0)))
    if dice.random() < 0.4:
        graph = coo_matrix((np.ones(3 * len(faces)), (faces.reshape(-1), faces[:, (1, 2, 0)].reshape(-1))),
                           (len(vertices), len(vertices))).tocsr()
        graph = graph + graph.T
        degree = np.maximum(np.asarray(graph.sum(1)), 1.0)
        for _ in range(int(dice.integers(1, 3))):
            vertices = 0.5 * vertices + 0.5 * (graph @ vertices) / degree
    vertices = vertices + dice.normal(0.0, 0.002 * size * dice.random(), vertices.shape)
    if dice.random() < 0.3:
        middle = vertices[int(dice.integers(len(vertices)))]
        far = np.linalg.norm(vertices[faces].mean(1) - middle, axis=1) > dice.uniform(0.01, 0.04) * size
        faces = faces[far]
    if dice.random() < 0.2:
        faces = faces[:, ::-1]
    return vertices, faces
