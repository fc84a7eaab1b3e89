"""Crossing: the morph between two surfaces of any make, each of its own topology.

In     two Ends: a still Clip, its surface and skin weights; their aligned parts; the keys' times, the share of the
       morph and the cycle at each.
Out    two clips of one object and when each is seen, for engine.bake.chain.
Raises what engine.bake.bake.Course raises.
Knows nothing of scenes, files or Qt.

Neither mesh can become the other: one has legs where the other has wheels. So both go to where they are one surface
halfway (engine.bake.correspondence), on the bones of the parts' morph (engine.form.morph), which carry the motion of
both. The first is seen until then, the last from then on. What only one of them has would leap: so, just before, the
last one rises out of the middle of the first, and, just after, the first sinks into the middle of the last: a target of
each. Faces between limbs are cut off, or they would span them as a skin. Halfway both have one colour too, one that
either can have by its tint. Before and after, one mesh alone is there, its own textures and vertices untouched.
Where some vertices go before others, as in a wipe or where parts have times of their own, see engine.bake.fronts. What
comes apart is cut into its parts' pieces (engine.bake.asunder), each of which becomes the other's while both fly, as
two more targets tell; a piece that the other has not shrinks to nothing on its flight, or grows out of nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import root_scalar
from scipy.spatial import KDTree

from engine.bake.asunder import GONE, SHUT, aloft, flights, flying, in_pairs, in_pieces, shut
from engine.bake.bake import Course
from engine.bake.chain import Span
from engine.bake.clip import Clip
from engine.bake.correspondence import Cloth, apart, deep, halfway
from engine.bake.dressed import dressed, with_room
from engine.bake.fronts import fronted, waits
from engine.bake.palette import to_linear, to_srgb
from engine.bake.sides import End, Looks, Side, Way, cloth_of, cut, looks_of
from engine.bake.skeleton import joint_names, local_curves
from engine.form.hanging import smooth
from engine.form.matching import Aligned
from engine.form.motion import pose
from engine.form.parts import Parts
from engine.form.styles import STYLES, swell
from engine.form.timing import Spans

LONGEST, MOST = 0.045, 80_000
"""Share of the size beyond which an edge is halved, until a mesh has as many faces as this."""
RISING, SINKING = (0.45, 0.5), (0.5, GONE)
"""Shares of the morph between which the last mesh rises from within the first, and the first sinks into the last."""
KEYED = 2e-3
"""s from a key within which none is added."""
NIGH = 1e-5
"""Share of a morph that is none."""
NEAR = 3.0
"""Times the depth of an object's middle that a bone is near."""
TARGETS = ("becoming", "coming from", "sinking", "risen")
"""How far the first has gone its way, of which it goes half; how far from its end the last still is; how far the first
has sunk; how far the last has still to rise.
"""

APART = ("flying", "shut")
"""How far on their flight pieces are that come apart, and how far lids are drawn over their cuts."""


def ways(first: End, last: End, common: Aligned, *, style: str = "direct") -> tuple[Side, Side]:
    """Both ends on `common` (engine.form.matching.aligned), their vertices with their ways to the other; in pieces
    where the style lets them come apart. All styles that do not have the same ways."""
    sides = _side(first, common.first, common.of_first), _side(last, common.last, common.of_last)
    bones, whole = 0.5 * (common.first.centre + common.last.centre), STYLES[style].whole
    if not whole:
        flight = flights(common, style)
        sides, bones = (in_pieces(sides[0], flight), in_pieces(sides[1], flight)), bones + flight
    clothes = cloth_of(sides[0]), cloth_of(sides[1])
    halves, alone = (halfway(*clothes), None) if whole else in_pairs(*clothes, bones)
    half = [replace(cloth, points=points, normals=cloth.turned(points)) for cloth, points in zip(clothes, halves)]
    there, back = (np.asarray(KDTree(halves[1 - k]).query(halves[k])[1]) for k in (0, 1))
    meets, within = apart(*half, size=None if whole else float(np.mean([_size(side) for side in sides]))), [
        deep(each) for each in half]
    looks = [looks_of(side) for side in sides]
    told = [_told(sides[0], half[0], (looks[0], looks[1].at(there)), within[1][there], bones),
            _told(sides[1], half[1], (looks[1], looks[0].at(back)), within[0][back], bones)]
    if alone is not None:
        told = [replace(way, sink=np.where(bare[:, None], 0.0, way.sink)) for way, bare in zip(told, alone)]
        sides = [replace(side, flown=replace(side.flown, alone=bare)) for side, bare in zip(sides, alone) if side.flown]
    out = [cut(replace(side, way=replace(way, meets=far)))[0] for side, way, far in zip(sides, told, meets)]
    return out[0], out[1]


def crossing(name: str, first: Side, last: Side, common: Aligned, *, times: Sequence[float],
             share_of_time: Callable[[float], float], cycle_of_time: Callable[[float], float],
             style: str = "direct", spans: Spans = ()) -> list[tuple[Clip, Span]]:
    """Clips of the two sides (`ways`) and when each is seen [s]; `times` [key] s, increasing; parts with `spans` of
    their own go in those."""
    waiting, whole = waits(style, spans), STYLES[style].whole
    course = Course(common.first, common.last, np.asarray(times, np.float64), share_of_time, cycle_of_time,
                    style=style if waiting and whole else "direct", spans=spans)
    if waiting:
        front = fronted(first, last, common, style=style, spans=spans)
        stops, told, curved, names = front.turns, zip(front.sides, front.changes), front.curves, front.names
        since, until = front.passing[0], front.passing[2]
    else:
        stops, told = np.array([*RISING, SINKING[1]]), [(first, _changes(first, 0)), (last, _changes(last, 1))]
        curved, names, since, until = _curves, TARGETS, RISING[0], SINKING[1]
    if not whole:
        stops = np.array([SHUT, *stops, 1.0 - SHUT])
    keys = _with_turns(np.asarray(times, np.float64), course, stops)
    states = [course.state(time) for time in keys.tolist()]
    rests = [course.rest(state) for state in states]
    shares, bent = np.array([state.share for state in states]), STYLES[style].bent
    weights = curved(shares)
    if not whole:
        flight = flights(common, style)
        rests = [aloft(rest, far * flight, 1.0 - far) for rest, far in zip(rests, flying(shares).tolist())]
        weights = np.concatenate([weights, flying(shares)[:, None], shut(shares)[:, None]], 1)
        told, names = [(side, _apart(side, changes)) for side, changes in told], (*names, *APART)
    posed = np.stack([pose(rest, state.cycle) @ bent(rest, swell(state.share)) for rest, state in zip(rests, states)])
    over, begun = np.flatnonzero(shares > until - NIGH), np.flatnonzero(shares > since + NIGH)
    seen = ((float(keys[0]), float(keys[over[0]] if len(over) else keys[-1])),
            (float(keys[max(begun[0] - 1, 0)] if len(begun) else keys[-1]), float(keys[-1])))
    return [(_clip(f"{name} {number + 1}", side, changes, (keys, weights, posed), names), seen[number])
            for number, (side, changes) in enumerate(told)]


def _with_turns(times: np.ndarray, course: Course, stops: np.ndarray) -> np.ndarray:
    """The times [key] s, and those of the `stops`, shares of the morph at which a weight turns: a short morph has no
    key there, and what lies between keys is straight."""
    shares = np.array([course.share(time) for time in times.tolist()])
    more = [root_scalar(lambda time, share=share: course.share(time) - share, bracket=times[k:k + 2].tolist()).root
            for share in stops.tolist() for k in np.flatnonzero((shares[:-1] < share) & (shares[1:] > share))]
    new = [time for time in more if np.abs(times - time).min() > KEYED]
    return np.unique(np.concatenate([times, new]))


def lasting(keys: np.ndarray, shares: np.ndarray) -> tuple[float, float]:
    """From when until when [s] a morph lasts, by its share at the keys: the time in which both meshes are seen."""
    begun, over = np.flatnonzero(shares > 0.0), np.flatnonzero(shares >= 1.0)
    since = float(keys[max(int(begun[0]) - 1, 0)]) if len(begun) else float(keys[-1])
    return since, float(keys[over[0]]) if len(over) else float(keys[-1])


def _curves(shares: np.ndarray) -> np.ndarray:
    """Weights [key, TARGETS] at shares of the morph [key]."""
    risen, sunk = (smooth(((shares - begin) / (end - begin)).clip(0.0, 1.0)) for begin, end in (RISING, SINKING))
    return np.stack([shares, 1.0 - shares, sunk, 1.0 - risen], 1)


def _side(end: End, parts: Parts, own: np.ndarray) -> Side:
    """`own` [part]: which part of its own object a common part is; -1 none."""
    end = refined(replace(end, clip=with_room(end.clip)))
    number = np.full(int(max(own.max(), end.joints.max(initial=0))) + 1, 0)
    number[own[own >= 0]] = np.flatnonzero(own >= 0)
    return Side(end, parts, _shares(number[end.joints], end.weights, len(parts)))


def _shares(joints: np.ndarray, weights: np.ndarray, count: int) -> np.ndarray:
    """Weights [vertex, count] of joints and weights [vertex, 4]."""
    out = np.zeros((len(joints), count))
    np.add.at(out, (np.arange(len(joints))[:, None], joints), weights)
    return out


def _strongest(share: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The inverse, of the four strongest: joint 0 where the weight is 0."""
    joints = np.argsort(-share, axis=1, kind="stable")[:, :4]
    weights = np.take_along_axis(share, joints, 1)
    wide = ((0, 0), (0, 4 - joints.shape[1]))
    joints, weights = np.pad(joints, wide), np.pad(weights, wide)
    return np.where(weights > 0.0, joints, 0), weights / weights.sum(1, keepdims=True)


def refined(end: End) -> End:
    """An end whose long edges are halved until none is LONGEST, so that it can bend anywhere; it looks as it did."""
    long = LONGEST * float(np.linalg.norm(np.ptp(end.points, axis=0)))
    while len(end.clip.faces) < MOST:
        faces = end.clip.faces.astype(np.int64)
        pairs = np.sort(faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), 1)
        edges, which = np.unique(pairs, axis=0, return_inverse=True)
        halved = np.linalg.norm(end.points[edges[:, 0]] - end.points[edges[:, 1]], axis=1) > long
        if not halved.any():
            break
        middle = np.where(halved, len(end.points) + np.cumsum(halved) - 1, -1)
        end = _with_middles(end, edges[halved], *_parted(faces, middle[which.reshape(-1, 3)]))
    return end


def _parted(faces: np.ndarray, middle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(faces, which face each is of, in order) when edges have middles: `middle` [face, 3] of ab, bc and ca, or -1."""
    out, owner = [faces[(middle < 0).all(1)]], [np.flatnonzero((middle < 0).all(1))]
    for turn in range(3):
        corners, mids = np.roll(faces, -turn, 1), np.roll(middle, -turn, 1)
        (a, b, c), (ab, bc, ca) = corners.T, mids.T
        has = mids >= 0
        for mine, parts in (
                (has[:, 0] & ~has[:, 1] & ~has[:, 2], ((a, ab, c), (ab, b, c))),
                (has[:, 0] & has[:, 1] & ~has[:, 2], ((ab, b, bc), (a, ab, bc), (a, bc, c))),
                (has.all(1) & (turn == 0), ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)))):
            for part in parts:
                out.append(np.stack(part, 1)[mine])
                owner.append(np.flatnonzero(mine))
    order = np.argsort(np.concatenate(owner), kind="stable")
    return np.concatenate(out)[order], np.concatenate(owner)[order]


def _with_middles(end: End, edges: np.ndarray, faces: np.ndarray, owner: np.ndarray) -> End:
    """The end with a vertex in the middle of each of `edges` [edge, 2], and the faces that these part it into."""
    clip = end.clip

    def more(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, values[edges].mean(1).astype(values.dtype)])

    joints, weights = _strongest(more(_shares(end.joints, end.weights, int(end.joints.max()) + 1)))
    normals = more(end.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    ends = np.cumsum([0, *(material.faces for material in clip.materials)])
    counts = np.diff(np.searchsorted(owner, ends)).tolist()
    clip = replace(clip, faces=faces.astype(np.uint32), quads=None, uvs=more(clip.uvs), tint=more(clip.tint),
                   part=np.concatenate([clip.part, clip.part[edges[:, 0]]]),
                   materials=tuple(replace(material, faces=count) for material, count in zip(clip.materials, counts)))
    return End(clip, more(end.points), normals, joints, weights)


def _size(side: Side) -> float:
    return float(np.linalg.norm(np.ptp(side.end.points, axis=0)))


def _told(side: Side, half: Cloth, looks: tuple[Looks, Looks], inside: np.ndarray, bones: np.ndarray) -> Way:
    """`half`: the side halfway; `looks`: of its vertices and of the other's nearest; `inside` [vertex] m: how deep the
    other's middle is there halfway; `bones` [part, 3] m: the parts' middles halfway.

    A vertex sinks onto its bone, which it then does not leave however that moves, or, where this is not near, straight
    into the middle.
    """
    bone = (side.share @ bones if side.flown is None else bones[side.flown.piece]) - half.points
    near = np.linalg.norm(bone, axis=1) < NEAR * inside
    sink = np.where(near[:, None], bone, -inside[:, None] * half.normals)
    return Way(2.0 * (half.points - cloth_of(side).points), 2.0 * (half.normals - side.end.normals), sink,
               *_faded(side.end.clip.tint.astype(float), *looks))


def _faded(tint: np.ndarray, mine: Looks, others: Looks) -> tuple[np.ndarray, np.ndarray]:
    """Changes of `tint` [vertex, 3]: at the pace at which it moves, and as it sinks.

    Halfway both have one colour: between theirs to the eye, and no lighter than a tint can make of either, since it
    only darkens a picture. From there on each goes to the other's own; it has sunk long before.
    """
    middle = to_linear(0.5 * (to_srgb(mine.light) + to_srgb(others.light)))
    middle = np.minimum(middle, np.minimum(mine.most, others.most))
    most = np.maximum(mine.most, 1e-3)
    light = 2.0 * ((middle / most).clip(0.0, 1.0) - tint)
    gone = 2.0 * SINKING[1] - 1.0
    end = ((middle + gone * (others.light - middle)) / most).clip(0.0, 1.0)
    return light, end - tint - SINKING[1] * light


def _changes(side: Side, number: int) -> np.ndarray:
    """TARGETS of the first side or the last [positions, normals, tints; target, vertex, 3]."""
    way = side.way
    assert way is not None
    out = np.zeros((3, len(TARGETS), len(side.end.points), 3), np.float32)
    out[:, number] = way.move, way.turn, way.light
    out[0, 2 + number], out[2, 2 + number] = way.sink, way.fade
    return out


def _apart(side: Side, changes: np.ndarray) -> np.ndarray:
    """`changes` with those of APART [positions, normals, tints; target, vertex, 3]."""
    assert side.flown is not None
    more = np.zeros((3, len(APART), len(side.end.points), 3), np.float32)
    more[0] = side.flown.flight, side.flown.lid
    return np.concatenate([changes, more], 1)


def _clip(name: str, side: Side, changes: np.ndarray,
          course: tuple[np.ndarray, np.ndarray, np.ndarray], names: tuple[str, ...]) -> Clip:
    """A side as a clip on a root and a bone for each part it has; `course`: keys, weights of the targets called
    `names`, transforms of the parts."""
    keys, curves, moved = course
    way = side.way
    assert way is not None
    parts, single = side.parts, np.float32
    joints, weights = _strongest(side.share)
    own, joints = np.unique(np.where(weights > 0.0, joints, joints[:, :1]), return_inverse=True)
    joints = joints.reshape(weights.shape)
    rest = np.tile(np.eye(4), (len(own), 1, 1))         # upright, as styles scale
    rest[:, :3, 3] = parts.joint[own]
    translation, rotation, scale = local_curves(moved[:, own], rest, np.full(len(own), -1))
    bones = joint_names(parts)
    at = side.end.points if side.flown is None else side.end.points - side.flown.lid
    targets = changes.astype(single)
    look = dressed(side.end.clip)
    return replace(
        look, name=name, positions=at.astype(single), normals=side.end.normals.astype(single),
        joints=np.where(weights > 0.0, joints + 1, 0).astype(np.uint16), weights=weights.astype(single),
        joint_names=("morph", *(bones[k] for k in own)), joint_parents=np.array([-1, *[0] * len(own)], np.int32),
        bind=np.concatenate([np.eye(4)[None], rest]).astype(single), target_names=names,
        target_positions=targets[0], target_normals=targets[1], target_tints=targets[2], times=keys,
        target_weights=curves.astype(single),
        joint_translation=_rooted(translation, np.zeros((len(keys), 1, 3))),
        joint_rotation=_rooted(rotation, np.tile((0.0, 0.0, 0.0, 1.0), (len(keys), 1, 1))),
        joint_scale=_rooted(scale, np.ones((len(keys), 1, 3))), report={"meets": round(100.0 * way.meets, 3)})


def _rooted(curves: np.ndarray, root: np.ndarray) -> np.ndarray:
    return np.concatenate([root, curves], 1).astype(np.float32)
