"""Crossing: the morph between two surfaces of any make, each of its own topology.

In     two Ends: a still Clip, its surface and skin weights; their aligned parts; the keys' times, the share of the
       morph and the cycle at each.
Out    two clips of one object and when each is seen, for engine.bake.chain.
Raises what engine.bake.bake.Course raises.
Knows nothing of scenes, files or Qt.

Neither mesh can become the other: one has legs where the other has wheels. So both go to where they are one surface
halfway (engine.bake.correspondence), on the bones of the parts' morph (engine.form.morph), which carry the motion of
both. The first is seen until then, the last from then on. What only one of them has would leap: so, just before, the
last one rises from within the first, and, just after, the first sinks into the last: a target of each. What sinks ends
in a few points within the other (engine.bake.sides), so nothing is left of it that could be seen as it is hidden; its
faces are parted between these, or they would span limbs as a skin. Those who sample a file and draw straight between
samples would see the one rise while the other sinks: both are whole for a sample, and there, gone, for some. Halfway
both have one colour too, one that either can have by its tint. Before and after, one mesh alone is there, its own
textures and vertices untouched. What moves by a skeleton or targets of its file goes on moving by them, and lends its
skeleton to what has none (engine.bake.going). Where some vertices go before others, as in a wipe or where parts have
times of their own, and where all are bent on their way, as in a twist, see engine.bake.fronts. What comes apart is cut
into its parts' pieces (engine.bake.asunder), each of which becomes the other's while both fly on bones of their own; a
piece that the other has not shrinks to nothing on its flight, or grows out of nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from scipy.optimize import root_scalar
from scipy.spatial import KDTree

from engine.bake.asunder import GONE, SHUT, flights, flying, in_pairs, in_pieces, shut
from engine.bake.bake import Course
from engine.bake.chain import LAP, Span
from engine.bake.clip import Clip
from engine.bake.cloth import Cloth, apart
from engine.bake.correspondence import halfway
from engine.bake.dressed import dressed, with_room
from engine.bake.evaluate import evaluate
from engine.bake.fronts import Passing, fronted, winding
from engine.bake.going import Bones, amounts, blended, bones_of, borne, fitting, shaped, spread, still, strongest
from engine.bake.palette import to_linear, to_srgb
from engine.bake.sides import End, Looks, Side, Way, cloth_of, looks_of, parted, sinking
from engine.bake.skeleton import joint_names, local_curves
from engine.form.hanging import smooth
from engine.form.matching import Aligned
from engine.form.motion import pose
from engine.form.parts import Parts
from engine.form.styles import STYLES
from engine.form.timing import Spans

LONGEST, MOST = 0.045, 80_000
"""Share of the size beyond which an edge is halved, until a mesh has as many faces as this."""
PACE = 0.05
"""Share of the morph in which the last mesh rises from within the first, and the first sinks into the last."""
PAUSE = 0.5 * LAP, 0.1
"""s for which both are whole before they are halfway, and after it; the share of the morph that is at most. Those who
sample a file would see one rise while the other sinks."""
MOMENTS = 1001
"""Moments of a morph at which its share is looked up."""
KEYED = 2e-3
"""s from a key within which none is added."""
GAP = 1.0 / 60.0
"""s between keys at most, of what moves by a skeleton of its own."""
NIGH = 1e-5
"""Share of a morph that is none."""
BESIDE = 2.0 * LAP
"""s for which a mesh of which nothing is left is there before it rises and after it has sunk: those who sample a file
do so 15 times a second at least, and draw straight between.
"""
TARGETS = ("becoming", "coming from", "sinking", "risen")
"""How far the first has gone its way, of which it goes half; how far from its end the last still is; how far the first
has sunk; how far the last has still to rise.
"""

SHUTTING = "shut"
"""The target that draws lids over the cuts of what comes apart."""


def ways(first: End, last: End, common: Aligned, *, style: str = "direct") -> tuple[Side, Side]:
    """Both ends on `common` (engine.form.matching.aligned), their vertices with their ways to the other; in pieces
    where the style lets them come apart. All styles that do not have the same ways."""
    sides = _side(first, common.first, common.of_first), _side(last, common.last, common.of_last)
    bones, whole = common.half.centre, STYLES[style].whole
    if not whole:
        flight = flights(common, style)
        sides, bones = (in_pieces(sides[0], flight), in_pieces(sides[1], flight)), bones + flight
    clothes = cloth_of(sides[0]), cloth_of(sides[1])
    halves, alone = (halfway(*clothes), None) if whole else in_pairs(*clothes, bones)
    half = [replace(cloth, points=points, normals=cloth.turned(points)) for cloth, points in zip(clothes, halves)]
    if alone is not None:
        sides = [replace(side, flown=replace(side.flown, alone=bare)) for side, bare in zip(sides, alone) if side.flown]
    meets = apart(*half, size=None if whole else float(np.mean([_size(side) for side in sides])))
    size, looks, out = max(map(_size, sides)), [looks_of(side) for side in sides], []
    for k, side in enumerate(sides):
        others = looks[1 - k].at(np.asarray(KDTree(halves[1 - k]).query(halves[k])[1]))
        wells, well = sinking(half[k], half[1 - k], size)
        if alone is not None:
            bare, part = alone[k][clothes[k].faces[:, 0]], clothes[k].part[clothes[k].faces[:, 0]]
            wells, well = np.concatenate([wells, bones]), np.where(bare, len(wells) + part, well)
        way = Way(2.0 * (halves[k] - clothes[k].points), 2.0 * (half[k].normals - side.end.normals),
                  *_faded(side.end.clip.tint.astype(float), looks[k], others), wells, well, meets[k])
        out.append(replace(side, way=way))
    return out[0], out[1]


def crossing(name: str, first: Side, last: Side, common: Aligned, *, times: Sequence[float],
             share_of_time: Callable[[float], float], cycle_of_time: Callable[[float], float],
             style: str = "direct", spans: Spans = (), room: int = 0) -> list[tuple[Clip, Span]]:
    """Clips of the two sides (`ways`) and when each is seen [s]; `times` [key] s, increasing; parts with `spans` of
    their own go in those. `room`: bones of each side at most where it hangs on a skeleton that its file brings."""
    wound, whole = winding(style, spans), STYLES[style].whole
    course = Course(common.first, common.last, np.asarray(times, np.float64), share_of_time, cycle_of_time,
                    style=style if wound and whole else "direct", spans=spans)
    pause = _pause(course, (times[0], times[-1]))
    if wound:
        front = fronted(first, last, common, style=style, spans=spans, pause=pause)
        stops, told, curved, names = front.turns, zip(front.sides, front.changes), front.curves, front.names
        passing = front.passing
    else:
        passing = 0.5 - pause - PACE, 0.5 - pause, 0.5 + pause, 0.5 + pause + PACE
        stops, told = np.array(passing), [_changes(side, number, passing) for number, side in enumerate((first, last))]
        curved, names = partial(_curves, passing=passing), TARGETS
    since, *_, until = passing
    if not whole:
        stops = np.array([SHUT, *stops, 1.0 - SHUT])
    sides, changes = zip(*told)
    going = any(side.end.own is not None for side in sides)
    keys = _with_turns(_with_own(sides, np.asarray(times, np.float64)), course, stops)
    states = [course.state(time) for time in keys.tolist()]
    rests = [course.rest(state) for state in states]
    shares = np.array([state.share for state in states])
    curves = [curved(np.minimum(shares, until)), curved(np.maximum(shares, since))]     # as hidden, it stays so
    if not whole:
        changes = [np.concatenate([change, _lid(side)], 1) for side, change in zip(sides, changes)]
        curves = [np.concatenate([curve, shut(shares)[:, None]], 1) for curve in curves]
        names = *names, SHUTTING
    posed = np.stack([pose(rest, state.cycle) for rest, state in zip(rests, states)])
    lively = not still(posed)
    amount = amounts(sides, shares, lively=lively)
    own, clips = shaped(sides, keys, amount), []
    hung = [bones_of(sides, number, posed, keys, amount, lively=lively, room=room) for number in (0, 1)] if going else [
        _on_parts(side, posed, room) for side in sides]
    if not whole:
        flight = flights(common, style)
        hung = [borne(each, side, flying(shares), flight) for each, side in zip(hung, sides)]
    for number, side in enumerate(sides):
        clips.append(_clip(f"{name} {number + 1}", side, np.concatenate([changes[number], own.changes[number]], 1),
                           (keys, np.concatenate([curves[number], own.curves], 1), names + own.names), hung[number]))
    if going:
        told_of = {"stiff": any(each.stiff for each in hung), "fewer_bones": any(each.fewer for each in hung)}
        size = None if whole else float(np.mean([_size(side) for side in sides]))
        clips = _as_they_meet(clips, float(keys[np.abs(shares - 0.5 * (since + until)).argmin()]), size, told_of)
    return list(zip(clips, _seen(keys, shares, since, until)))


def _pause(course: Course, span: Span) -> float:
    """The share of the morph that goes by in PAUSE about its middle; `span`: from when until when [s] it lasts."""
    times = np.linspace(*span, MOMENTS)
    begun = np.flatnonzero([course.share(time) >= 0.5 for time in times.tolist()])
    middle = float(times[begun[0] if len(begun) else -1])
    return float(np.clip(0.5 * (course.share(middle + PAUSE[0]) - course.share(middle - PAUSE[0])), 0.0, PAUSE[1]))


def _seen(keys: np.ndarray, shares: np.ndarray, since: float, until: float) -> tuple[Span, Span]:
    """When [s] both meshes are there, by the `shares` of the morph at the keys: until one, since one, and BESIDE."""
    over, begun = np.flatnonzero(shares > until - NIGH), np.flatnonzero(shares > since + NIGH)
    end = float(keys[over[0]] if len(over) else keys[-1])
    start = float(keys[max(begun[0] - 1, 0)] if len(begun) else keys[-1])
    first, last = float(keys[0]), float(keys[-1])
    return (first, min(end + BESIDE, last)), (max(start - BESIDE, first), last)


def _with_own(sides: Sequence[Side], times: np.ndarray) -> np.ndarray:
    """The times [key] s, and those at which a side's own motion bends; GAP apart at most, as what hung on one another
    turns here on its own."""
    more = [side.end.own.clip.times for side in sides if side.end.own]
    if not more:
        return times
    new = [time for time in np.unique(np.concatenate(more)).tolist()
           if times[0] < time < times[-1] and np.abs(times - time).min() > KEYED]
    times = np.unique(np.concatenate([times, new]))
    return np.unique(np.concatenate([np.linspace(low, high, int(np.ceil((high - low) / GAP - 1e-6)) + 1)
                                     for low, high in zip(times, times[1:])]))


def _on_parts(side: Side, posed: np.ndarray, room: int) -> Bones:
    """`room`: for bones of what is in pieces."""
    share = side.share if side.flown is None else fitting(side.share, side.flown.piece, room)[0]
    joints, weights = strongest(share)
    own, joints = np.unique(np.where(weights > 0.0, joints, joints[:, :1]), return_inverse=True)
    names = joint_names(side.parts)
    return Bones(tuple(names[k] for k in own), joints.reshape(weights.shape), weights, side.parts.joint[own],
                 np.tile(np.eye(4), (len(own), 1, 1)), posed[:, own])


def _as_they_meet(clips: Sequence[Clip], time: float, size: float | None, more: dict) -> list[Clip]:
    """The clips with how far apart they lie when both are seen, in motion, as a share of the `size` m or their own, in
    their reports, and `more`."""
    meshes = []
    for clip in clips:
        points, normals, _ = evaluate(clip, time)
        meshes.append(Cloth(points, normals, clip.faces.astype(np.int64), np.zeros(len(points), int)))
    return [replace(clip, report={"meets": round(100.0 * far, 3)} | more)
            for clip, far in zip(clips, apart(*meshes, size=size))]


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


def _curves(shares: np.ndarray, passing: Passing) -> np.ndarray:
    """Weights [key, TARGETS] at shares of the morph [key]."""
    risen, sunk = (smooth(((shares - begin) / (end - begin)).clip(0.0, 1.0))
                   for begin, end in (passing[:2], passing[2:]))
    return np.stack([shares, 1.0 - shares, sunk, 1.0 - risen], 1)


def _side(end: End, parts: Parts, own: np.ndarray) -> Side:
    """`own` [part]: which part of its own object a common part is; -1 none."""
    end = refined(replace(end, clip=with_room(end.clip)))
    number = np.full(int(max(own.max(), end.joints.max(initial=0))) + 1, 0)
    number[own[own >= 0]] = np.flatnonzero(own >= 0)
    return Side(end, parts, spread(number[end.joints], end.weights, len(parts)))


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

    joints, weights = strongest(more(spread(end.joints, end.weights, int(end.joints.max()) + 1)))
    normals = more(end.normals)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    ends = np.cumsum([0, *(material.faces for material in clip.materials)])
    counts = np.diff(np.searchsorted(owner, ends)).tolist()
    clip = replace(clip, faces=faces.astype(np.uint32), quads=None, uvs=more(clip.uvs), tint=more(clip.tint),
                   second_uvs=None if clip.second_uvs is None else more(clip.second_uvs),
                   part=np.concatenate([clip.part, clip.part[edges[:, 0]]]),
                   materials=tuple(replace(material, faces=count) for material, count in zip(clip.materials, counts)))
    return End(clip, more(end.points), normals, joints, weights, blended(end.own, more))


def _size(side: Side) -> float:
    return float(np.linalg.norm(np.ptp(side.end.points, axis=0)))


def _faded(tint: np.ndarray, mine: Looks, others: Looks) -> tuple[np.ndarray, np.ndarray]:
    """Of `tint` [vertex, 3]: how it changes at the pace at which it moves; what it is when that has sunk.

    Halfway both have one colour: between theirs to the eye, and no lighter than a tint can make of either, since it
    only darkens a picture. From there on each goes to the other's own; it has sunk long before.
    """
    middle = to_linear(0.5 * (to_srgb(mine.light) + to_srgb(others.light)))
    middle = np.minimum(middle, np.minimum(mine.most, others.most))
    most = np.maximum(mine.most, 1e-3)
    light = 2.0 * ((middle / most).clip(0.0, 1.0) - tint)
    gone = 2.0 * GONE - 1.0
    end = ((middle + gone * (others.light - middle)) / most).clip(0.0, 1.0)
    return light, end


def _changes(whole: Side, number: int, passing: Passing) -> tuple[Side, np.ndarray]:
    """The first side or the last, its faces apart that sink to different places, and its TARGETS [positions, normals,
    tints; target, vertex, 3]."""
    side, _, ends = parted(whole)
    way, (seen, far) = side.way, (1.0 - passing[1], 1.0 - passing[0]) if number else passing[2:]
    assert way is not None
    tint = side.end.clip.tint.astype(float)
    light = way.light.clip(-tint / seen, (1.0 - tint) / seen)
    out = np.zeros((3, len(TARGETS), len(side.end.points), 3), np.float32)
    out[:, number] = way.move, way.turn, light
    out[0, 2 + number], out[2, 2 + number] = ends - side.end.points - far * way.move, way.faded - tint - far * light
    return side, out


def _lid(side: Side) -> np.ndarray:
    """The target that draws the lids of what comes apart [positions, normals, tints; 1, vertex, 3]."""
    assert side.flown is not None
    out = np.zeros((3, 1, len(side.end.points), 3), np.float32)
    out[0, 0] = side.flown.lid
    return out


def _clip(name: str, side: Side, changes: np.ndarray, course: tuple[np.ndarray, np.ndarray, tuple[str, ...]],
          hung: Bones) -> Clip:
    """A side as a clip on a root and its bones, with the targets that change it; `course`: keys, weights of the
    targets, what these are called."""
    keys, curves, names = course
    own = np.flatnonzero(changes.any((0, 2, 3)))
    changes, curves, names = changes[:, own], curves[:, own], tuple(names[k] for k in own)
    end, way, single = side.end, side.way, np.float32
    assert way is not None
    translation, rotation, scale = local_curves(hung.moved, hung.upright, np.full(len(hung.names), -1))
    points, normals = end.points, end.normals
    if side.flown is not None:
        points = points - side.flown.lid
    targets = changes
    if end.own is not None:
        points, moves = hung.back(points, changes[0])
        turns = hung.back(points, np.concatenate([normals[None], changes[1]]))[1]
        length = np.maximum(np.linalg.norm(turns[0], axis=1, keepdims=True), 1e-12)
        normals, targets = turns[0] / length, np.stack([moves, turns[1:] / length, changes[2]])
    targets = targets.astype(single)
    return replace(
        dressed(end.clip), name=name, positions=points.astype(single), normals=normals.astype(single),
        joints=np.where(hung.weights > 0.0, hung.joints + 1, 0).astype(np.uint16), weights=hung.weights.astype(single),
        joint_names=("morph", *hung.names), joint_parents=np.array([-1, *[0] * len(hung.names)], np.int32),
        bind=np.concatenate([np.eye(4)[None], hung.rest]).astype(single), target_names=names,
        target_positions=targets[0], target_normals=targets[1], target_tints=targets[2], times=keys,
        target_weights=curves.astype(single),
        joint_translation=_rooted(translation, (0.0, 0.0, 0.0)), joint_rotation=_rooted(rotation, (0.0, 0.0, 0.0, 1.0)),
        joint_scale=_rooted(scale, (1.0, 1.0, 1.0)), report={"meets": round(100.0 * way.meets, 3)})


def _rooted(curves: np.ndarray, root: Sequence[float]) -> np.ndarray:
    """Curves [key, bone, n] and before them those of a root that stays as it is, `root` [n]."""
    return np.concatenate([np.tile(root, (len(curves), 1, 1)), curves], 1).astype(np.float32)
