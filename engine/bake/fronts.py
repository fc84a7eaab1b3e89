"""Fronts: morphs of surfaces in which not all vertices go at the same time.

In     two Sides, their aligned parts; a style; spans of time for parts.
Out    stops: shares of the morph; and of each side where its vertices are, how turned and how tinted, at each stop.
Raises nothing.  Knows nothing of clips' bones, files or Qt.

Each vertex goes halfway, waits there until one mesh has given way to the other, and goes on: its time is that of its
place along an axis or of the parts that it hangs on, the same for both meshes where they meet. A morph target has one
weight for the whole mesh, so a target is a stop in time at which all vertices are told, and its weight a hat, from the
stop before to the stop after; between stops all is straight. FEW to MOST stops are taken, where vertices' ways bend
most. At the stop at which a vertex meets the other mesh both are at the surface; the last rises before it and the first
sinks after it, so that one of the two is always whole. While it is sunk, a mesh lies within the other wherever that
goes. A wipe takes eight, which older engines may not show (engine.exchange.preflight says so).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.correspondence import Cloth
from engine.bake.sides import End, Side, loose
from engine.form.matching import Aligned
from engine.form.styles import STYLES, Style, shares
from engine.form.timing import Spans

FEW, MOST = 4, 8
"""Stops, and so morph targets."""
GOOD = 0.01
"""What the ways may be off between stops, in the mean, as a share of them, before another stop is taken."""
GRID = 41
"""Moments at which ways are looked at, and from which stops are chosen."""
LOOKED_AT = 600
"""Vertices of each side whose ways choose the stops."""
AROUND, BESIDE = 8, 32
"""Vertices whose times are averaged; vertices around what has sunk, whose ways are."""
FACING = 0.12
"""Share of the size that opposite normals count as, where the other's nearest vertices are sought."""
SMOOTHED = 0.06
"""Share of the size over which the times of parts pass into one another."""
BOTH, ALONE = 0.75, 1.0
"""Stops from the one at which a vertex meets the other mesh, within which both are at the surface; from where on, one.
"""
WAITING = {True: (0.75, 1.0), False: (0.9, 1.9)}
"""Stops from there within which a vertex is halfway, and from where on it goes its way; where parts have spans of their
own, which are kept to, and where not.
"""
PATCH = 0.06
"""Share of the size over which what sinks goes into one point."""


@dataclass(frozen=True)
class Fronted:
    side: Side                  # faces cut where they would span limbs
    changes: np.ndarray         # [positions, normals, tints; stop, vertex, 3], from the side's own


def waits(style: str, spans: Spans) -> bool:
    """Do some vertices go before others?"""
    return STYLES[style].front or any(span is not None for span in spans)


def fronted(first: Side, last: Side, common: Aligned, *, style: str,
            spans: Spans = ()) -> tuple[np.ndarray, tuple[Fronted, Fronted]]:
    """(stops, both sides at each)."""
    guests = [_guest(side) for side in (first, last)]
    sides, grid = [guest.side for guest in guests], np.linspace(0.0, 1.0, GRID)
    courses = _met(sides, [_courses(side, common, STYLES[style], spans, grid) for side in sides])
    chosen = _stops(np.concatenate([one[np.linspace(0, len(one) - 1, LOOKED_AT).astype(int)] for one in courses]))
    waiting = WAITING[any(span is not None for span in spans)]
    (at, sunk, _), (there, _, risen) = (_told(course, grid, chosen, waiting) for course in courses)
    far, deep = (at, 1.0 - there), (sunk, 1.0 - risen)
    leads = [_leads(side, mine) for side, mine in zip(sides, far)]
    out = [_at_stops(guests[k], far[k], deep[k], sides[1 - k], leads[1 - k]) for k in (0, 1)]
    return grid[chosen], (out[0], out[1])


def weights(stops: np.ndarray, shares_: np.ndarray) -> np.ndarray:
    """Of each stop's target [key, stop] at shares of the morph [key]."""
    return np.stack([np.interp(shares_, stops, row) for row in np.eye(len(stops))], 1)


# ---- where a mesh is hidden --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Guest:
    """A side in patches, each of which sinks into one point."""

    side: Side
    patch: np.ndarray           # [vertex] which it is of
    points: np.ndarray          # [patch, 3] m, where that is, halfway


def _guest(side: Side) -> _Guest:
    """What has sunk to a point is not seen, whatever becomes of the other. Faces between patches are cut off and go
    with one of them."""
    patch, points = _patches(side)
    faces = side.end.clip.faces.astype(np.int64)
    off = (patch[faces] != patch[faces[:, :1]]).any(1)
    patch = np.concatenate([patch, np.repeat(patch[faces[off, 0]], 3)])
    side = loose(side, off)
    used, faces = np.unique(side.end.clip.faces, return_inverse=True)
    side, patch = _taken(side, used, faces.reshape(-1, 3)), patch[used]
    assert side.way is not None
    assert side.way is not None
    return _Guest(replace(side, way=replace(side.way, sink=points[patch] - _half(side)[0])), patch, points)


def _half(side: Side) -> tuple[np.ndarray, np.ndarray]:
    """Points [vertex, 3] m and normals halfway."""
    assert side.way is not None
    return side.end.points + 0.5 * side.way.move, side.end.normals + 0.5 * side.way.turn


def _patches(side: Side) -> tuple[np.ndarray, np.ndarray]:
    """(of which patch a vertex is [vertex], where [patch, 3] m each has sunk): vertices of one part that sink to places
    within PATCH of one of these."""
    assert side.way is not None
    sunk, part = side.way.sunk(side.end.points), side.share.argmax(1)
    patch, points = np.zeros(len(sunk), int), []
    for own in np.unique(part):
        mine = np.flatnonzero(part == own)
        at = sunk[mine]
        far, near, next_ = np.full(len(at), np.inf), np.zeros(len(at), int), 0
        while far[next_] > PATCH * float(np.linalg.norm(np.ptp(side.end.points, axis=0))):
            off = np.linalg.norm(at - at[next_], axis=1)
            near, far = np.where(off < far, len(points), near), np.minimum(off, far)
            points.append(at[next_])
            next_ = int(far.argmax())
        patch[mine] = near
    return patch, np.array(points)


def _taken(side: Side, vertices: np.ndarray, faces: np.ndarray) -> Side:
    """The side with these of its vertices alone, and faces of these."""
    end = side.end
    assert side.way is not None
    clip = replace(end.clip, faces=faces.astype(np.uint32), **{
        name: getattr(end.clip, name)[vertices] for name in ("uvs", "tint", "part")})
    return Side(End(clip, *(getattr(end, name)[vertices] for name in ("points", "normals", "joints", "weights"))),
                side.parts, side.share[vertices], side.way.of(vertices))


def _mean(tree: KDTree, at: np.ndarray, values: np.ndarray, count: int = AROUND) -> np.ndarray:
    """The values [point, ...] of the tree's points, averaged about `at` [vertex, 3]."""
    far, near = (np.asarray(each) for each in tree.query(at, count))
    share = 1.0 / (far + 0.1 * far.mean() + 1e-9)
    return np.einsum("vk,vk...->v...", share / share.sum(1, keepdims=True), values[near])


# ---- when a vertex goes ------------------------------------------------------------------------------


def _courses(side: Side, common: Aligned, style: Style, spans: Spans, grid: np.ndarray) -> np.ndarray:
    """How far each vertex is on its way [vertex, moment]."""
    assert side.way is not None
    late = style.late(common.first, common.last)
    of_part = np.stack([shares(late, at) for at in grid.tolist()], 1)
    told = np.zeros(len(late), bool)
    for part, span in enumerate(spans):
        if span is not None:
            told[part], of_part[part] = True, [span.share(at) for at in grid.tolist()]
    if style.axis is None:
        course = side.share @ of_part
    else:
        along = _half(side)[0][:, style.axis]
        late = (along - along.min()) / max(float(np.ptp(along)), 1e-9)
        course = np.stack([shares(late, at) for at in grid.tolist()], 1)
        hung = side.share[:, told]
        course = course * (1.0 - hung.sum(1, keepdims=True)) + hung @ of_part[told]
        if not told.any():
            return course
    cloth = Cloth(side.end.points, side.end.normals, side.end.clip.faces.astype(np.int64), side.share.argmax(1))
    return cloth.smoothed(course, SMOOTHED * cloth.size)


def _met(sides: Sequence[Side], courses: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Courses [vertex, moment], the same on both sides where these lie in one place halfway."""
    halves = [_half(side)[0] for side in sides]
    trees = [KDTree(half) for half in halves]
    return [np.mean([_mean(tree, half, course) for tree, course in zip(trees, courses)], 0) for half in halves]


def _stops(courses: np.ndarray) -> np.ndarray:
    """Numbers of the moments of `courses` [vertex, moment] between which these, and when they are halfway, are
    straight: as few as serve, at least FEW, at most MOST; the best there are, by dynamic programming."""
    bends = np.abs(courses - 0.5)
    count = bends.shape[1]
    cost = np.full((count, count), np.inf)
    for low in range(count):
        for high in range(low + 1, count):
            share = np.arange(1, high - low) / (high - low)
            line = bends[:, [low]] + (bends[:, [high]] - bends[:, [low]]) * share
            cost[low, high] = ((bends[:, low + 1:high] - line) ** 2).sum() / bends.size
    best, came = cost[0].copy(), []
    for taken in range(2, MOST):
        ways = best[:, None] + cost
        came.append(ways.argmin(0))
        best = ways.min(0)
        if taken + 1 >= FEW and np.sqrt(best[-1]) < GOOD:
            break
    out = [count - 1]
    for before in reversed(came):
        out.append(int(before[out[-1]]))
    return np.array([0, *out[::-1]])


def _told(course: np.ndarray, grid: np.ndarray, chosen: np.ndarray,
          waiting: tuple[float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """At the stops [vertex, stop]: how far each vertex is, how far the first has sunk, how far the last has risen."""
    after = (course >= 0.5).argmax(1).clip(1)
    low, high = (np.take_along_axis(course, (after - k)[:, None], 1)[:, 0] for k in (1, 0))
    share = ((0.5 - low) / np.where(high > low, high - low, 1.0)).clip(0.0, 1.0)
    meets = np.interp(grid[after - 1] + share * (grid[after] - grid[after - 1]), grid[chosen], np.arange(len(chosen)))
    off = np.arange(len(chosen)) - meets.clip(1.0, len(chosen) - 2.0)[:, None]
    sunk, risen = (((way * off - BOTH) / (ALONE - BOTH)).clip(0.0, 1.0) for way in (1.0, -1.0))
    stays, goes = waiting
    still = ((goes - np.abs(off)) / (goes - stays)).clip(0.0, 1.0)
    still[:, [0, -1]] = 0.0
    at = course[:, chosen]
    at[:, 0], at[:, -1] = 0.0, 1.0      # but for digits
    return at + still * (0.5 - at), sunk, 1.0 - risen


def _leads(side: Side, far: np.ndarray) -> np.ndarray:
    """How far from halfway [vertex, stop, 3] m its vertices are before they meet the other mesh; `far` [vertex, stop]
    on their own way."""
    assert side.way is not None
    return (far[..., None].clip(None, 0.5) - 0.5) * side.way.move[:, None]


def _at_stops(guest: _Guest, far: np.ndarray, deep: np.ndarray, other: Side, leads: np.ndarray) -> Fronted:
    """`far`, `deep` [vertex, stop]: on its own way, and sunk; `leads`: those of the other, which it goes with once it
    has met it, at the surface or within."""
    side, way = guest.side, guest.side.way
    assert way is not None
    (half, facing), (there, turned) = (_half(each) for each in (side, other))
    beside = FACING * float(np.linalg.norm(np.ptp(there, axis=0)))
    facing = np.concatenate([half, beside * facing], 1)
    clings = _mean(KDTree(np.concatenate([there, beside * turned], 1)), facing, leads)
    follows = _mean(KDTree(there), guest.points, leads, BESIDE)[guest.patch]
    shown = far[..., None].clip(None, 0.5)
    seen = shown * way.move[:, None] + np.where(far[..., None] > 0.5, clings, 0.0)
    under = (0.5 * way.move + way.sink)[:, None] + follows
    shown = shown.clip(0.0)
    changes = seen + deep[..., None] * (under - seen), shown * way.turn[:, None], shown * way.light[:, None]
    return Fronted(side, np.stack(changes).swapaxes(1, 2))
