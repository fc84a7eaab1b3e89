"""Objects for the network that reads roles: the grammar's, as scanners and artists leave them.

In     a seed and a number.
Out    Scan: points of a surface, and what part each truly is of; batches of them. Found: a surface whose parts were
       found, beside the truth.
Raises nothing of its own.  Knows nothing of training.

An object is turned a little, mirrored, made larger or smaller, surfaced and harmed: smoothed, jittered, torn, turned
inside out. A batch looks at it anew each time: at other points, from a slightly other side, in other proportions.
What is found is asked for the role of the true part that most of its points are of, and for a parent that is a piece
of the nearest true part above that was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.spatial import KDTree

from engine.form.parts import Parts, expand
from engine.form.surface import surface
from engine.recovery.evidence import Evidence
from engine.recovery.network import NOTHING, PLACES, POINTS, REACH, RolesNetwork, normalised, votes
from engine.recovery.placing import bare
from engine.recovery.recover import parted
from engine.recovery.roles import Reading, read
from engine.recovery.symmetry import mirror
from engine.recovery.target import sampled, target_of_mesh
from engine.training.data import drawn

STREAM = 900_000
"""Seed of the stream of its objects."""
KEPT = 2400
"""Points of a scan."""
SCANNED = 1600
"""Points of the surface of what is fitted."""
QUOTA = 24
"""At most so many points of every part are sure to be looked at."""


@dataclass(frozen=True)
class Scan:
    points: np.ndarray      # [KEPT, 3] float16, shares of the diagonal
    normals: np.ndarray     # [KEPT, 3] float16, outward
    part: np.ndarray        # [KEPT] uint8, the true part
    role: np.ndarray        # [KEPT] uint8 its role,
    above: np.ndarray       # [KEPT] uint8 that of what it hangs on,
    places: dict[str, np.ndarray]   # [KEPT, 3] float16, engine.recovery.network.PLACES
    category: int


@dataclass(frozen=True)
class Found:
    """An object whose parts were found and read."""

    evidence: Evidence
    reading: Reading
    category: bool          # it was taken for what it is
    truth: np.ndarray       # [part] the true part that most of its points are of
    role: np.ndarray        # [part] that one's role
    above: np.ndarray       # [part] the true part that it ought to hang on; -1 of the root; its own of pieces
    joint: np.ndarray       # [part, 3] m
    size: float             # m


def scanned(seed: int, index: int) -> Scan:
    """Object `index` of the stream."""
    category, true, dice = _object(seed, index, 2)
    union = surface(true, cells=int(dice.integers(44, 80)))
    vertices, faces = harmed(union.positions.astype(float), union.faces.astype(int), dice)
    points, normals, face = sampled(vertices, faces, KEPT, dice)
    corner = vertices[faces]
    if np.einsum("fi,fi->", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])) < 0.0:
        normals = -normals
    place, origin, size = normalised(points)
    part = union.part[faces[face, 0]]
    above = np.where(true.parent < 0, NOTHING, true.slot[np.maximum(true.parent, 0)])
    places = _places(true, (true.joint - origin) / size, place, part)
    return Scan(place.astype(np.float16), normals.astype(np.float16), part.astype(np.uint8),
                true.slot[part].astype(np.uint8), above[part].astype(np.uint8), places, category)


def _places(true: Parts, joint: np.ndarray, points: np.ndarray, part: np.ndarray) -> dict[str, np.ndarray]:
    """PLACES of each point of a part; `joint` [part, 3] and points in shares of the diagonal."""
    count = np.bincount(part, minlength=len(true))
    total = np.stack([np.bincount(part, points[:, k], minlength=len(true)) for k in range(3)], 1)
    middle = total / np.maximum(count, 1)[:, None]
    host = middle.copy()
    for index in np.flatnonzero(count).tolist():
        up = int(true.parent[index])
        while up >= 0 and count[up] == 0:       # what cannot be seen cannot be pointed to
            up = int(true.parent[up])
        if true.parent[index] >= 0:
            host[index] = middle[up] if up >= 0 else joint[index]
    return {name: place[part].astype(np.float16) for name, place in zip(PLACES, (joint, middle, host))}


def found(seed: int, index: int, network: RolesNetwork) -> Found:
    """Object `index` of the stream, its parts found and read; it faces the front, as nobody has to tell."""
    category, true, dice = _object(seed, index, 1)
    union = surface(true, cells=int(dice.integers(56, 88)))
    vertices, faces = harmed(union.positions.astype(float), union.faces.astype(int), dice)
    target = target_of_mesh(vertices, faces, count=SCANNED)
    voted = votes(network, target.points, target.normals)
    shapes, evidence = parted(target, voted, mirror(target))
    label = union.part[KDTree(union.positions).query(target.points)[1]]
    count = np.zeros((len(shapes), len(true)), int)
    np.add.at(count, (evidence.owner, label), 1)
    truth = count.argmax(1)
    return Found(evidence, read(evidence, network.hosts), int(voted.category.argmax()) == category, truth,
                 true.slot[truth], hangs_on(bare(shapes, target.size), truth, true), true.joint[truth], target.size)


def _object(seed: int, index: int, use: int) -> tuple[int, Parts, np.random.Generator]:
    category, _, _, tokens = drawn(STREAM + seed, index)
    dice = np.random.default_rng([STREAM, seed, index, use])
    return category, turned(expand(tokens), dice), dice


def batched(scans: Sequence[Scan], dice: np.random.Generator) -> dict[str, np.ndarray]:
    """What is seen of several objects, and what is asked of it, as engine.recovery.network.RolesNetwork tells it."""
    rows = [_looked_at(scan, dice) for scan in scans]
    out = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
    return out | {"category": np.array([scan.category for scan in scans])}


def _looked_at(scan: Scan, dice: np.random.Generator) -> dict[str, np.ndarray]:
    chosen = _some(scan.part, dice)
    angle, flip = float(dice.normal(0.0, 0.12)), -1.0 if dice.random() < 0.5 else 1.0
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]) * (flip, 1.0, 1.0)
    wide = np.exp(dice.normal(0.0, 0.06, 3))
    points = (scan.points[chosen] * wide) @ turn.T
    places = {name: (place[chosen] * wide) @ turn.T for name, place in scan.places.items()}
    normals = (scan.normals[chosen] / wide) @ turn.T
    points = points + dice.normal(0.0, 0.003 * dice.random(), points.shape)
    normals = normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-6)
    normals = normals + dice.normal(0.0, 0.15 * dice.random(), normals.shape)
    return {"points": points.astype(np.float32), "normals": normals.astype(np.float32),
            "role": scan.role[chosen].astype(np.int64), "above": scan.above[chosen].astype(np.int64),
            **{name: ((place - points) / REACH).astype(np.float32) for name, place in places.items()}}


def _some(part: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """POINTS of a scan's points, by chance, but some of every part."""
    order = dice.permutation(len(part))
    mine = part[order]
    by_part = np.argsort(mine, kind="stable")
    rank = np.empty(len(part), int)
    rank[by_part] = np.arange(len(part)) - np.searchsorted(mine[by_part], np.arange(256))[mine[by_part]]
    sure = rank < dice.integers(QUOTA)
    return order[np.argsort(~sure, kind="stable")[:POINTS]]


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


def hangs_on(parts: Parts, truth: np.ndarray, true: Parts) -> np.ndarray:
    """The true part [part] that each of `parts`, of the true parts `truth` [part], ought to hang on.

    Its own of all pieces of a part but the one that is nearest to its joint; -1 of the root.
    """
    far = np.linalg.norm(parts.centre - true.joint[truth], axis=1) - np.linalg.norm(parts.size, axis=1)
    above = truth.copy()
    for own in np.unique(truth).tolist():
        pieces = np.flatnonzero(truth == own)
        up = int(true.parent[own])
        while up >= 0 and not (truth == up).any():
            up = int(true.parent[up])
        above[pieces[far[pieces].argmin()]] = up
    roots = np.flatnonzero(above < 0)
    if len(roots) > 1:              # the true root was not found: what hung on it hangs on the largest
        first = roots[int(parts.size[roots].prod(1).argmax())]
        above[roots[roots != first]] = truth[first]
    return above


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
