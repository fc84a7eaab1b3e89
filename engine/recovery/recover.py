"""Recovery: anyone's mesh as an object of ours, which parts make up, each with its role and a joint to turn about.

In     vertices [vertex, 3] m and faces [face, 3], or points [point, 3] m with normals; maybe colours; Y up; maybe who
       gives Parts of other objects of a category.
Out    Recovered: Parts, in the mesh's own frame but for a turn about the vertical; what was read of it, and how well.
Raises RecoveryError for a mesh that is none, RolesError when the network's weights are missing.
Knows nothing of documents, files or Qt.

The network looks at the surface facing each way that its plane of symmetry leaves open; it faces +Z the way that the
network finds likeliest. What it takes for one part is fitted as one, made even about the plane, and read by what its
points vote for. What was missed is looked for where other objects of the category, the generator's, have it. What is
read is tidied: what mirrors each other has one role and parents that mirror each other. The generator is not asked what
hangs on what: drawn near what was read, it hung 29 of 686 parts elsewhere, of which 24 had been right and 3 then were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy.spatial import KDTree

from engine.form.field import Field
from engine.form.outline import outline
from engine.form.parts import Parts
from engine.recovery import superquadric as sq
from engine.recovery.evidence import Evidence, gathered
from engine.recovery.fit import about, found
from engine.recovery.missed import Surroundings, completed
from engine.recovery.network import PLACES, RolesNetwork, Votes, load, votes
from engine.recovery.placing import about_y, bare, hung, parts_turned
from engine.recovery.roles import Reading, grouped, read
from engine.recovery.symmetry import Plane, mirror, partners
from engine.recovery.target import Target, target_of_mesh, target_of_points
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import ROLES, SLOT

TURNS = (0.0, 0.5 * np.pi, np.pi, 1.5 * np.pi)
FACING = 0.15
"""By how much likelier another way to face must be than the one that the mesh comes in."""
SIDEWAYS = 0.9
"""A plane whose normal is so far along x parts left from right."""
TOUCHING = 0.125
"""The share of the way from where a joint is read to where the two parts touch: of 0, an eighth, a quarter and a half,
an eighth is nearest to the truth (two lots of forty objects of the grammar: .034 and .038 of the diagonal are missed in
the mean, with a half .037 and .043; the root and what is one part in pieces apart)."""
Others = Callable[[str], Sequence[Parts]]
"""Of a category: objects of it, facing +Z, of any size."""


@dataclass(frozen=True)
class Recovered:
    parts: Parts
    """Metres, the mesh's frame turned by `turn`; they hang on each other and do not move yet."""
    roles: tuple[str, ...]          # of each part
    sure: np.ndarray                # [part] 0..1, of its role
    category: str                   # what the object is most like
    turn: float                     # rad about y, counter-clockwise from above, that the mesh is to be turned by
    plane: Plane | None             # of symmetry, in the parts' frame
    partner: np.ndarray             # [part] its mirror image; itself where it has none
    report: dict[str, Any] = field(default_factory=dict)


def recovered(vertices: np.ndarray, faces: np.ndarray, *, colours: np.ndarray | None = None, turning: bool = True,
              network: RolesNetwork | None = None, others: Others | None = None) -> Recovered:
    """Parts of a mesh. `colours` [vertex, 3] sRGB 0..1; `turning`: whether it may face another way than it comes in;
    `others`: where what was missed is looked for."""
    target = target_of_mesh(vertices, faces)
    return _of_target(target, np.asarray(vertices, float), colours, turning, network, others)


def recovered_from_points(points: np.ndarray, normals: np.ndarray, *, colours: np.ndarray | None = None,
                          turning: bool = True, network: RolesNetwork | None = None,
                          others: Others | None = None) -> Recovered:
    """Parts of a point cloud."""
    return _of_target(target_of_points(points, normals), np.asarray(points, float), colours, turning, network, others)


def _of_target(target: Target, coloured: np.ndarray, colours: np.ndarray | None, turning: bool,
               network: RolesNetwork | None, others: Others | None) -> Recovered:
    plane = mirror(target)
    network = network or load()
    angle, voted = _facing(target, network, _ways(plane) if turning else TURNS[:1])
    shapes, evidence = parted(target, voted, plane)
    reading, owner = read(evidence, network.hosts), evidence.owner
    shapes = _wheels(target, shapes, owner, reading.role)
    rotation = about_y(angle)
    parts = parts_turned(bare(shapes, target.size, _colours(target, owner, len(shapes), coloured, colours)), angle)
    plane = plane and plane.turned(rotation)
    reading = replace(reading, joint=reading.joint @ rotation.T)
    category = list(CATEGORIES)[int(voted.category.argmax())]
    if others is not None:
        around = Surroundings(target.points @ rotation.T, voted.role, target.dense @ rotation.T, target.size)
        parts, reading = completed(parts, reading, around, others(category))
    sideways = plane is not None and abs(plane.normal[0]) > SIDEWAYS
    if plane is not None and sideways:
        pairs, middle = partners(parts, plane), plane.offset / float(plane.normal[0])
    else:
        pairs, middle = np.arange(len(parts)), float((target.points @ rotation.T)[:, 0].mean())
    role, parent, joint = tidied(parts, reading, pairs, plane if sideways else None)
    out, order = hung(parts, role, parent, pairs, joint, middle)
    number = np.empty(len(order), int)
    number[order] = np.arange(len(order))
    far = np.abs(sq.away(shapes, target.points)).min(0)
    report = {"parts": len(out), "missed": len(out) - len(shapes), "turned": angle, "symmetric": plane is not None,
              "category": category, "explained": float((far < 0.02 * target.size).mean()),
              "unsure": int((reading.sure < 0.5).sum())}
    return Recovered(out, tuple(ROLES[slot] for slot in out.slot), reading.sure[order], category, angle, plane,
                     number[pairs[order]], report)


def parted(target: Target, voted: Votes, plane: Plane | None) -> tuple[np.ndarray, Evidence]:
    """(shapes, what is known of them, each owning the points that it is nearest to)."""
    shapes = found(target, plane, group=grouped(voted, target.points, target.normals))
    owner = np.abs(sq.away(shapes, target.points)).argmin(0)
    seen, owner = np.unique(owner, return_inverse=True)     # what is nearest to no point is inside of others
    shapes = shapes[seen]
    return shapes, gathered(voted, target.points, owner, bare(shapes, target.size))


def _ways(plane: Plane | None) -> tuple[float, ...]:
    """The turns [rad] that are open: where a plane parts left from right, those after which it does so across x."""
    if plane is None or abs(plane.normal[1]) > 1.0 - SIDEWAYS:
        return TURNS
    return tuple(angle for angle in TURNS if abs(plane.turned(about_y(angle)).normal[0]) > SIDEWAYS) or TURNS


def _facing(target: Target, network: RolesNetwork, angles: tuple[float, ...]) -> tuple[float, Votes]:
    """The turn [rad] of those after which the network is surest of what it sees, and its votes, in the mesh's frame."""
    best, likely = (0.0, None), -np.inf
    for angle in angles:
        rotation = about_y(angle)
        voted = votes(network, target.points @ rotation.T, target.normals @ rotation.T)
        score = voted.sure + (FACING if angle == 0.0 else 0.0)
        if score > likely:
            best, likely = (angle, replace(voted, **{
                name: getattr(voted, name) @ rotation for name in PLACES})), score
    angle, voted = best
    assert voted is not None
    return angle, voted


def _wheels(target: Target, shapes: np.ndarray, owner: np.ndarray, role: np.ndarray) -> np.ndarray:
    """The shapes, wheels with their axles as their y axes, about which they spin."""
    out = shapes.copy()
    for index in np.flatnonzero(role == SLOT["wheel"]).tolist():
        log = shapes[index, sq.SIZE]
        axle = int(np.argmin([abs(log[(axis + 1) % 3] - log[(axis + 2) % 3]) for axis in range(3)]))
        mine = np.flatnonzero(owner == index)
        if axle != 1 and len(mine):
            out[index] = about(target, shapes[index], mine, axle)
    return out


def _colours(target: Target, owner: np.ndarray, count: int, coloured: np.ndarray,
             colours: np.ndarray | None) -> np.ndarray | None:
    """The mean colour [part, 3] of the mesh near each part's points."""
    if colours is None:
        return None
    near = np.asarray(colours, float)[KDTree(coloured).query(target.points)[1]]
    total = np.maximum(np.bincount(owner, minlength=count), 1)[:, None]
    mean = np.stack([np.bincount(owner, near[:, k], minlength=count) for k in range(3)], 1) / total
    return np.clip(mean, 0.0, 1.0)


def tidied(parts: Parts, reading: Reading, pairs: np.ndarray,
           plane: Plane | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(role, parent, joint) [part] of a reading: of two that mirror each other the surer one's go for both, and every
    joint lies where the part meets what it hangs on.
    """
    role, parent = reading.role.copy(), reading.parent.copy()
    joint = _joints(parts, parent, reading.joint)
    for one, two in enumerate(pairs.tolist()):
        if one >= two:
            continue
        if reading.sure[one] < reading.sure[two]:
            one, two = two, one
        role[two] = role[one]
        above = parent[one]
        if above >= 0:
            host = int(pairs[above])
            if host != two and not _hangs_on(parent, host, two):
                parent[two] = host
        if plane is not None:
            joint[two] = plane.image(joint[one][None])[0]
    return role, parent, joint


def _hangs_on(parent: np.ndarray, part: int, above: int) -> bool:
    while part >= 0:
        if part == above:
            return True
        part = int(parent[part])
    return False


def _joints(parts: Parts, parent: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """Joints [part, 3] m drawn a part of the way to the point of the part nearest to its parent's inside.

    The network tells them to a few hundredths of the diagonal; where the two touch tells a little more.
    """
    points, out, field_ = outline(parts), joint.copy(), Field(parts)
    for index in np.flatnonzero(parent >= 0).tolist():
        inside = np.concatenate([points[index], 0.5 * (points[index] + parts.centre[index])])
        far = field_.part_distance(inside, int(parent[index]))
        deep = far <= np.sort(far)[max(6, len(far) // 40)]
        out[index] = joint[index] + TOUCHING * (inside[deep].mean(0) - joint[index])
    out[parent < 0] = parts.centre[parent < 0]
    return out


