"""Sides: the two ends of a morph of surfaces, on common parts, and where their vertices go.

In     a still Clip, its surface and skin weights.
Out    the same, with ways; the faces apart that sink to different places.
Raises nothing.  Knows nothing of time, files or Qt.

Where meshes pass over into one another, one is hidden within the other. Sunk just under its surface it would still be
there, and seen as it shrinks away, as half a mesh beside the other, by those who sample a file. So it sinks to points
within the other, the middles of balls that its surface holds (its medial axis), each seen by all of the surface that is
about: straight ways there leave it nowhere, and of faces that end in one point nothing is left. Deeper than DEEPEST it
would be faster than anything that is seen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.clip import Clip
from engine.bake.cloth import Cloth
from engine.bake.dressed import seen
from engine.form.parts import Parts

ROOMY, NARROW = 1.4, 0.04
"""How far from a point within a body what is sunk to it may lie, by how deep that lies, and as a share of the size."""
DEEPEST, SHRINKS, BESIDE = 0.06, 10, 0.8
"""How deep it lies at most, as a share of the size; how often that is looked for; the cosine of the angle, seen from
there, by which what lies beside a vertex is off it at most.
"""
AGREED = 5
"""How often a vertex sinks to where most about it do, so that borders between them are short."""


@dataclass(frozen=True)
class Own:
    """How an end moves by what its file brings: a skeleton, morph targets."""

    clip: Clip                  # how, over the scene
    pose: float                 # s of it at which the end's vertices are at `points`
    joints: np.ndarray          # [vertex, 4] indices of its joints
    weights: np.ndarray         # [vertex, 4] sum 1
    targets: np.ndarray         # numbers of its targets that move
    shapes: np.ndarray          # [positions, normals; target, vertex, 3]: what these change of `points`

    def of(self, source: np.ndarray) -> Own:
        """Of the vertices `source` [vertex] of it."""
        return replace(self, joints=self.joints[source], weights=self.weights[source], shapes=self.shapes[:, :, source])


@dataclass(frozen=True)
class End:
    clip: Clip                  # still, at its first key, without a skeleton of meaning
    points: np.ndarray          # [vertex, 3] m, in the object's frame, where `parts` lie in it
    normals: np.ndarray         # [vertex, 3] unit
    joints: np.ndarray          # [vertex, 4] indices of its own parts
    weights: np.ndarray         # [vertex, 4] sum 1
    own: Own | None = None

    def of(self, clip: Clip, source: np.ndarray) -> End:
        """Of the vertices `source` [vertex] of it, as `clip`."""
        return End(clip, self.points[source], self.normals[source], self.joints[source], self.weights[source],
                   self.own and self.own.of(source))


@dataclass(frozen=True)
class Way:
    """Where a side's vertices go, told in its rest pose: they meet the other's halfway."""

    move: np.ndarray        # [vertex, 3] m
    turn: np.ndarray        # [vertex, 3], of the normals
    light: np.ndarray       # [vertex, 3] of the tint, at the pace at which it moves
    faded: np.ndarray       # [vertex, 3] the tint when it has sunk
    wells: np.ndarray       # [point, 3] m: the places within the other to which all sinks, as both lie when they meet
    well: np.ndarray        # [face] to which of them
    meets: float = 0.0      # how far from the other it lies halfway, as a share of the size, in the mean

    def of(self, source: np.ndarray) -> Way:
        """Of the vertices `source` [vertex], in the same faces."""
        return replace(self, move=self.move[source], turn=self.turn[source], light=self.light[source],
                       faded=self.faded[source])


@dataclass(frozen=True)
class Flown:
    """How a side that is in pieces comes apart."""

    piece: np.ndarray       # [vertex], the common part whose piece it is
    flight: np.ndarray      # [vertex, 3] m, of its piece when that is farthest
    lid: np.ndarray         # [vertex, 3] m, from where a lid lies folded to where it covers a cut
    alone: np.ndarray       # [vertex], whether the other side has no such piece: it shrinks to a point

    def of(self, source: np.ndarray) -> Flown:
        """Of the vertices `source` [vertex]."""
        return Flown(*(getattr(self, field.name)[source] for field in fields(self)))


@dataclass(frozen=True)
class Side:
    """An end on the common parts."""

    end: End
    parts: Parts                # the common ones, at this end
    share: np.ndarray           # [vertex, part] weights
    way: Way | None = None
    flown: Flown | None = None  # its points are with lids over the cuts


@dataclass(frozen=True)
class Looks:
    """Linear colours [vertex, 3]."""

    light: np.ndarray       # as it is
    most: np.ndarray        # the lightest that a tint makes of it

    def at(self, vertices: np.ndarray) -> Looks:
        return Looks(self.light[vertices], self.most[vertices])


def looks_of(side: Side) -> Looks:
    light = seen(side.end.clip)
    return Looks(light, light / np.maximum(side.end.clip.tint, 1e-3))


def sinking(at: Cloth, other: Cloth, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Where what sinks into the other surface ends: (few points within that [point, 3] m, each seen from all that is
    about; which of them each face goes to [face]), so that nothing is left of a mesh, nor seen of it on its way."""
    wells, well = _wells(other, size)
    well = at.agreed(well[np.asarray(KDTree(other.points).query(at.points)[1])], AGREED)
    return wells, np.sort(well[at.faces], 1)[:, 1]


def _wells(cloth: Cloth, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Points [point, 3] m within the body, as few as serve, the deepest first; which [vertex] of them each vertex
    sees."""
    first, place = np.unique(cloth.place, return_index=True)[1], cloth.place
    normals = np.zeros((len(first), 3))
    np.add.at(normals, place, cloth.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    points = cloth.points[first]
    tree, well, wells = KDTree(points), np.full(len(first), -1), []
    deep = _inscribed(points, normals, tree, DEEPEST * size)
    for number in np.argsort(-deep, kind="stable").tolist():
        if well[number] >= 0:
            continue
        point = points[number] - deep[number] * normals[number]
        reach = max(ROOMY * deep[number], deep[number] + NARROW * size)
        about = np.array(tree.query_ball_point(point, reach), np.int64)
        sees = ((point - points[about]) * normals[about]).sum(1) <= 0.0
        well[about[(sees | (about == number)) & (well[about] < 0)]] = len(wells)
        wells.append(point)
    return np.array(wells).reshape(-1, 3), well[place]


def _inscribed(points: np.ndarray, normals: np.ndarray, tree: KDTree, most: float) -> np.ndarray:
    """The radius [point] m of the largest ball within the body that touches it there, `most` at most: a ball shrinks
    until no point is in it, but for such as lie beside its own (Ma, Bae and Choi 2012)."""
    radius = np.full(len(points), most)
    for _ in range(SHRINKS):
        far, near = (np.asarray(each) for each in tree.query(points - radius[:, None] * normals))
        way = points - points[near]
        ahead = (way * normals).sum(1)
        new = (way**2).sum(1) / np.maximum(2.0 * ahead, 1e-12)      # of the ball that touches both
        across = new - ahead < BESIDE * new
        radius = np.where((ahead > 0.0) & across & (far < (1.0 - 1e-3) * radius), np.minimum(new, radius), radius)
    return radius


def parted(side: Side) -> tuple[Side, np.ndarray, np.ndarray]:
    """(the side, its faces apart that sink to different places; which vertex each vertex was; where it ends [vertex, 3]
    m, told at rest)."""
    end, way, faces = side.end, side.way, side.end.clip.faces
    assert way is not None
    code, corners = np.unique(faces.astype(np.int64) * len(way.wells) + way.well[:, None], return_inverse=True)
    source, well = np.divmod(code, len(way.wells))
    second = None if end.clip.second_uvs is None else end.clip.second_uvs[source]
    clip = replace(end.clip, faces=corners.reshape(faces.shape).astype(np.uint32), quads=None, second_uvs=second, **{
        name: getattr(end.clip, name)[source] for name in ("uvs", "tint", "part")})
    flown = side.flown and side.flown.of(source)
    out = Side(end.of(clip, source), side.parts, side.share[source], way.of(source), flown)
    return out, source, way.wells[well] - (0.0 if flown is None else flown.flight)


def cloth_of(side: Side) -> Cloth:
    """Its surface at rest; where it is in pieces, as it lies when these are farthest."""
    end, faces, flown = side.end, side.end.clip.faces.astype(np.int64), side.flown
    if flown is None:
        return Cloth(end.points, end.normals, faces, side.share.argmax(1))
    return Cloth(end.points + flown.flight, end.normals, faces, flown.piece)
