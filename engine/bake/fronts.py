"""Fronts: morphs of surfaces in which not all vertices go at the same time, or are bent on their way.

In     two Sides, their aligned parts; a style; spans of time for parts.
Out    a Fronted: the two sides, their faces apart that sink to different places, their targets, these targets' weights.
Raises nothing.  Knows nothing of clips' bones, files or Qt.

A vertex's time is that of its place along an axis or of the parts that it hangs on, the same for both meshes where they
meet. A morph target has one weight for the whole mesh, so a target is a stop in time at which all vertices are told,
and its weight a hat, from the stop before to the stop after; between stops all is straight. As where all go together
(engine.bake.crossing), one mesh is seen first and the other last, and about one moment, when most vertices are halfway,
the last rises and then the first sinks: some are at one end by then and some at the other. Both go nearer to one
another then, the last first. Both have the same targets, since the stops of the one come before that moment and those
of the other after it. A style that bends (melt, inflate, twist) bends all space about the object, so that nothing that
is apart is brought together, and a stop is told as it lies then; bones of parts that swell and turn, each on its own,
drew 8 % of a robot's faces through others. What one piece of a mesh shows, as a bill that only touches its head, may
lie in the head until it comes to its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import KDTree

from engine.bake.asunder import GONE
from engine.bake.cloth import Cloth, Spread, apart, beside
from engine.bake.palette import to_linear, to_srgb
from engine.bake.sides import Looks, Side, Way, cloth_of, looks_of, parted, sinking
from engine.bake.untangled import nearer, untangled
from engine.form.hanging import smooth
from engine.form.matching import Aligned
from engine.form.styles import STYLES, Style, shares, swell
from engine.form.timing import Spans

MOST = 8
"""Morph targets."""
TARGETS = ("sinking", "risen", "before", "after")
"""How far the first has sunk; how far the last has still to rise; when the last begins to, and when the first has
sunk. The stops come after them."""
FEW, STOPS = 2, MOST - len(TARGETS)
"""Stops of each mesh."""
GOOD = 0.02
"""What the ways may be off between stops, in the mean, as a share of them, before another stop is taken."""
GRID = 41
"""Moments at which ways are looked at, and from which stops are chosen."""
PASSING = {True: 1, False: 2}
"""Such moments in which the last mesh rises, and in which the first sinks, where some vertices go before others and
where all go at once: a pace at which neither is a leap.
"""
LOOKED_AT = 600
"""Vertices of each side whose ways choose the stops."""
AROUND = 8
"""Vertices whose times are averaged."""
SMOOTHED = 0.06
"""Share of the size over which the times of parts pass into one another."""
DRAWN = 12
"""Moments in which it is drawn onto the other before the meshes pass, or comes from there after it."""
EVEN = 0.03
"""Share of the size over which it is evened how much of a mesh lies beside the other when they pass."""
FEW_ROUNDS = 5
"""How often the ways to a stop are made more alike, where the mesh would pass through itself."""
TINTED = 0.1
"""Share of its way over which a vertex takes the other's colour that is not on its way until the meshes pass."""


Passing = tuple[float, float, float, float]
"""Shares of the morph: the last begins to rise, and has risen; the first begins to sink, and has sunk."""


@dataclass(frozen=True)
class Fronted:
    passing: Passing
    stops: tuple[np.ndarray, np.ndarray]    # of the first before, of the last after; increasing
    sides: tuple[Side, Side]
    changes: tuple[np.ndarray, np.ndarray]  # [positions, normals, tints; target, vertex, 3]

    @property
    def names(self) -> tuple[str, ...]:
        return *TARGETS, *(f"stop {k + 1}" for k in range(max(map(len, self.stops))))

    @property
    def turns(self) -> np.ndarray:
        """Shares of the morph at which a weight turns."""
        return np.array([*self.stops[0], *self.passing, *self.stops[1]])

    def curves(self, at: np.ndarray) -> np.ndarray:
        """Weights [key, target] at shares of the morph [key]."""
        since, over, begun, until = self.passing
        before, after = self.stops
        moments = np.array([0.0, *before, since, until, *after, 1.0])
        hats = np.stack([np.interp(at, moments, row) for row in np.eye(len(moments))], 1)
        count = len(before)
        out = np.zeros((len(at), len(self.names)))
        out[:, 0] = smooth(((at - begun) / (until - begun)).clip(0.0, 1.0))
        out[:, 1] = 1.0 - smooth(((at - since) / (over - since)).clip(0.0, 1.0))
        out[:, 2:4] = hats[:, count + 1:count + 3]
        out[:, 4:4 + count] += hats[:, 1:count + 1]
        out[:, 4:4 + len(after)] += hats[:, count + 3:-1]
        return out


@dataclass(frozen=True)
class _Passing:
    """What a side's vertices do when the meshes pass."""

    middle: int             # the moment
    lift: np.ndarray        # [vertex, 3] m, from their ways onto the other mesh
    colour: np.ndarray      # [vertex, 3], changes of the tints
    bare: np.ndarray        # [vertex] how much it has `drawn`'s time for its lift, and not that of its way
    drawn: np.ndarray       # [moment] 0..1


Bend = Callable[[np.ndarray, int], np.ndarray]
"""What a style makes of points [point, 3] m at a moment."""


def winding(style: str, spans: Spans) -> bool:
    """Are ways other than straight, or is not every vertex as far as all others?"""
    return waiting(style, spans) or STYLES[style].bends is not None


def waiting(style: str, spans: Spans) -> bool:
    """Do some vertices go before others?"""
    return STYLES[style].front or any(span is not None for span in spans)


def fronted(first: Side, last: Side, common: Aligned, *, style: str, spans: Spans = (), pause: float = 0.0) -> Fronted:
    """`pause`: the share of the morph for which both are whole before and after they pass, at least."""
    sides, grid = (first, last), np.linspace(0.0, 1.0, GRID)
    of_part = _of_parts(common, STYLES[style], spans, grid)
    courses = _met(sides, [_courses(side, of_part, STYLES[style], spans, grid) for side in sides])
    waits = waiting(style, spans)
    still = int(np.ceil(pause * (GRID - 1)))
    off = still + PASSING[waits]
    middle = _middle(courses, 2 * off)
    since, until = middle - off, middle + off
    own = [_bounded(side, far) for side, far in zip(sides, (courses[0], 1.0 - courses[1]))]
    clothes = [cloth_of(side) for side in sides]
    size = max(float(np.linalg.norm(np.ptp(side.end.points, axis=0))) for side in sides)
    at = [replace(cloth, points=cloth.points + _far(side, far[:, middle]))
          for cloth, side, far in zip(clothes, sides, own)]
    lifts, bare = [np.zeros_like(each.points) for each in at], [np.zeros(len(each.points)) for each in at]
    if waits:
        lifts, bare = _settled(sides, clothes, at, size)
    at = [replace(each, points=each.points + lift, normals=cloth.turned(each.points + lift))
          for cloth, each, lift in zip(clothes, at, lifts)]
    drawn_in = [np.interp(np.arange(GRID), *ends) for ends in (
        ((since - DRAWN, since), (0.0, 1.0)), ((until, until + DRAWN), (1.0, 0.0)))]
    most, bend = STOPS if sides[0].flown is None else FEW, _bend(STYLES[style], common, grid)
    looked = [np.concatenate([_some(course), np.tile(far, (int(LOOKED_AT * share.max(initial=0.0)) // 4, 1)),
                              _bends(bend, cloth)])
              for course, far, share, cloth in zip(courses, drawn_in, bare, clothes)]
    stops = _stops(looked[0][:, :since + 1], most), until + _stops(looked[1][:, until:], most)
    meets, colours = apart(*at, size=None if sides[0].flown is None else size), _colours(
        sides, at, [course[:, middle] for course in courses])
    passes = [_Passing(middle, *each) for each in zip(lifts, colours, bare, drawn_in)]
    told = [_told(side, clothes[k], own[k], [since, until, *stops[k]], passes[k], bend) for k, side in enumerate(sides)]
    out, most = [], len(TARGETS) + max(map(len, stops))
    for k, side in enumerate(sides):
        here, there = (_at(clothes[j], told[j], 1 - k) for j in (k, 1 - k))     # when the one has sunk
        wells, well = sinking(here, there, size)
        if side.flown is not None:
            alone = side.flown.alone[clothes[k].faces[:, 0]]
            wells, well = (np.concatenate([wells, _way(side).wells]),
                           np.where(alone, len(wells) + _way(side).well, well))
        move = 2.0 * (bend(at[k].points, middle) - clothes[k].points)
        way = replace(_way(side), move=move, wells=wells, well=well, meets=meets[k])
        side, changes = _cut(replace(side, way=way), k, told[k])
        out.append((side, np.pad(changes, ((0, 0), (0, most - changes.shape[1]), (0, 0), (0, 0)))))
    ends = grid[stops[0]], grid[stops[1]]
    passing = grid[since], grid[middle - still], grid[middle + still], grid[until]
    return Fronted(passing, ends, (out[0][0], out[1][0]), (out[0][1], out[1][1]))


# ---- where it goes -----------------------------------------------------------------------------------


def _way(side: Side) -> Way:
    assert side.way is not None
    return side.way


def _far(side: Side, share: np.ndarray) -> np.ndarray:
    """How far [vertex, 3] m its vertices are on their ways."""
    return share[:, None] * _way(side).move


def _bounded(side: Side, share: np.ndarray) -> np.ndarray:
    """How far [vertex, moment] its vertices go: what shrinks no farther than until it is gone."""
    return share if side.flown is None else np.where(side.flown.alone[:, None], np.minimum(share, GONE), share)


def _settled(sides: Sequence[Side], clothes: Sequence[Cloth], at: Sequence[Cloth],
             size: float) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """From where both are when the meshes pass, the ways [vertex, 3] m until they lie on one another; how much
    [vertex], 0..1, each lies beside the other before that, so that it would be seen to vanish."""
    lifts, bare, at = [np.zeros_like(each.points) for each in at], [np.zeros(0)] * 2, list(at)
    for k in (1, 0):
        onto = Spread(at[1 - k])
        bare[k] = at[k].smoothed(beside(onto.far(at[k].points) / size), EVEN * size)
        there = nearer(clothes[k], at[k].points, onto)
        if flown := sides[k].flown:
            gone = clothes[k].points + GONE * _way(sides[k]).move
            bare[k], there = np.where(flown.alone, 1.0, bare[k]), np.where(flown.alone[:, None], gone, there)
        lifts[k] = there - at[k].points
        at[k] = replace(at[k], points=there)
    return lifts, bare


def _colours(sides: Sequence[Side], at: Sequence[Cloth], far: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Changes [vertex, 3] of the tints when the meshes pass: both have one colour, as far between theirs to the eye as
    the vertex is then, and no lighter than a tint can make of either."""
    looks, out = [looks_of(side) for side in sides], []
    for k, side in enumerate(sides):
        near = np.asarray(KDTree(at[1 - k].points).query(at[k].points)[1])
        pair: tuple[Looks, Looks] = looks[k], looks[1 - k].at(near)
        ends = pair[::-1] if k else pair
        light = to_linear(to_srgb(ends[0].light) + far[k][:, None] * (to_srgb(ends[1].light) - to_srgb(ends[0].light)))
        light = np.minimum(light, np.minimum(pair[0].most, pair[1].most))
        out.append((light / np.maximum(pair[0].most, 1e-3)).clip(0.0, 1.0) - side.end.clip.tint)
    return out


def _told(side: Side, cloth: Cloth, own: np.ndarray, moments: Sequence[int], passing: _Passing,
          bend: Bend) -> np.ndarray:
    """Its targets but `sinking` and `risen` [positions, normals, tints; target, vertex, 3]; `own` [vertex, moment]: how
    far from its own end, of which `moments` are the targets', the first two of the passing."""
    out = np.zeros((3, len(moments), len(own), 3))
    whole = own[:, passing.middle]
    for target, moment in enumerate(moments):
        share, passes = own[:, moment], target < 2
        left = np.ones(len(own)) if passes else (share / np.maximum(whole, 1e-6)).clip(0.0, 1.0)
        if not passes:
            left += passing.bare * (passing.drawn[moment] - left)
        at = untangled(cloth, cloth.points + _far(side, share) + left[:, None] * passing.lift, rounds=FEW_ROUNDS)
        bent, facing = bend(at, moment), cloth.turned(at)
        tinted = ((share + TINTED * passes) / (whole + TINTED)).clip(0.0, 1.0)
        turned = np.maximum((2.0 * share).clip(0.0, 1.0), left * passing.bare)
        tinted = np.maximum(tinted, left * passing.bare)
        turn = turned[:, None] * (facing - side.end.normals)
        if bent is not at:
            turn = turn + cloth.turned(bent) - facing
        out[:, target] = bent - cloth.points, turn, tinted[:, None] * passing.colour
    return out


def _at(cloth: Cloth, told: np.ndarray, target: int) -> Cloth:
    """The cloth as one of its targets tells it."""
    points = cloth.points + told[0, target]
    return replace(cloth, points=points, normals=cloth.turned(points))


def _cut(whole: Side, number: int, told: np.ndarray) -> tuple[Side, np.ndarray]:
    """The side, the first or the last, its faces apart that sink to different places, and all its targets, which are
    `told` but for that by which it sinks."""
    side, source, ends = parted(whole)
    out = np.concatenate([np.zeros((3, 2, *told.shape[2:])), told], 1)[:, :, source]
    out[0, number] = ends - side.end.points - out[0, len(TARGETS) - 1 - number]
    return side, out


# ---- when a vertex goes ------------------------------------------------------------------------------


def _of_parts(common: Aligned, style: Style, spans: Spans, grid: np.ndarray) -> np.ndarray:
    """How far each part is on its way [part, moment]."""
    late = style.late(common.first, common.last)
    out = np.stack([shares(late, at) for at in grid.tolist()], 1)
    for part, span in enumerate(spans):
        if span is not None:
            out[part] = [span.share(at) for at in grid.tolist()]
    return out


def _courses(side: Side, of_part: np.ndarray, style: Style, spans: Spans, grid: np.ndarray) -> np.ndarray:
    """How far each vertex is on its way [vertex, moment]."""
    told = np.array([*(span is not None for span in spans), *[False] * (len(of_part) - len(spans))])
    if side.flown is not None:
        return of_part[side.flown.piece]
    if style.axis is None:
        course = side.share @ of_part
    else:
        along = (side.end.points + 0.5 * _way(side).move)[:, style.axis]
        late = (along - along.min()) / max(float(np.ptp(along)), 1e-9)
        course = np.stack([shares(late, at) for at in grid.tolist()], 1)
        hung = side.share[:, told]
        course = course * (1.0 - hung.sum(1, keepdims=True)) + hung @ of_part[told]
        if not told.any():
            return course
    cloth = cloth_of(side)
    return cloth.smoothed(course, SMOOTHED * cloth.size)


def _met(sides: Sequence[Side], courses: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Courses [vertex, moment], the same on both sides where these lie in one place halfway."""
    if sides[0].flown is not None:
        return list(courses)
    halves = [side.end.points + 0.5 * _way(side).move for side in sides]
    trees = [KDTree(half) for half in halves]
    return [np.mean([_mean(tree, half, course) for tree, course in zip(trees, courses)], 0) for half in halves]


def _mean(tree: KDTree, at: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values [point, ...] of the tree's points, averaged about `at` [vertex, 3]."""
    far, near = (np.asarray(each) for each in tree.query(at, AROUND))
    share = 1.0 / (far + 0.1 * far.mean() + 1e-9)
    return np.einsum("vk,vk...->v...", share / share.sum(1, keepdims=True), values[near])


def _bend(style: Style, common: Aligned, grid: np.ndarray) -> Bend:
    if style.bends is None:
        return lambda points, moment: points
    bends, parts = style.bends, common.half
    return lambda points, moment: bends(parts, swell(grid[moment]), points)


def _bends(bend: Bend, cloth: Cloth) -> np.ndarray:
    """How some vertices are bent over time [n, moment], as shares of how far any is."""
    points = _some(cloth.points)
    off = np.stack([bend(points, moment) - points for moment in range(GRID)], 2).reshape(-1, GRID)
    most = float(np.abs(off).max())
    return off / most if most else off[:0]


def _some(course: np.ndarray) -> np.ndarray:
    return course[np.linspace(0, len(course) - 1, LOOKED_AT).astype(int)]


def _middle(courses: Sequence[np.ndarray], room: int) -> int:
    """The moment when most vertices are about halfway, with `room` before and after it."""
    off = np.mean([np.abs(_some(course) - 0.5).mean(0) for course in courses], 0)
    return room + int(off[room:-room].argmin())


def _stops(courses: np.ndarray, most: int) -> np.ndarray:
    """Numbers of the moments of `courses` [vertex, moment] between which these are straight, without the first and the
    last: as few as serve, at least FEW, at most `most`; the best there are, by dynamic programming."""
    count = courses.shape[1]
    cost = np.full((count, count), np.inf)
    for low in range(count):
        for high in range(low + 1, count):
            share = np.arange(1, high - low) / (high - low)
            line = courses[:, [low]] + (courses[:, [high]] - courses[:, [low]]) * share
            cost[low, high] = ((courses[:, low + 1:high] - line) ** 2).sum() / courses.size
    best, came = cost[0].copy(), []
    for taken in range(1, min(most, count - 2) + 1):
        ways = best[:, None] + cost
        came.append(ways.argmin(0))
        best = ways.min(0)
        if taken >= FEW and np.sqrt(best[-1]) < GOOD:
            break
    out = [count - 1]
    for before in reversed(came):
        out.append(int(before[out[-1]]))
    return np.array(out[:0:-1])
