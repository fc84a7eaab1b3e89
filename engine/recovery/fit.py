"""Fit: an object's surface as the union of superquadrics with taper and bend.

In     a Target.
Out    Fitted: the shapes, and which of the target's points each explains.
Raises nothing of its own.  Knows nothing of roles, trees, documents or Qt.

Nearly convex segments of the surface are fitted one by one; then points go to the shape that is nearest to them and
shapes are fitted to their points, in turns. What is left unexplained becomes segments of its own, a shape that is far
from its points or stands out of the object is cut in two, and two that one can replace become one. What others
explain as well goes. A shape is held to its points and, by the grid of signed distances, to the object's inside (Liu et
al. 2022 fit one; the grid takes the place of their outlier model).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.form.field import Field
from engine.form.outline import sphere
from engine.form.parts import PART_LIMIT
from engine.recovery import superquadric as sq
from engine.recovery.limbs import limbs
from engine.recovery.placing import bare
from engine.recovery.segments import concavity, segments
from engine.recovery.symmetry import Plane, evened, halves
from engine.recovery.target import Target

CONCAVITY, FINER = 0.022, 0.011
"""Shares of the size: how concave a first segment may be, and one that is cut again."""
NEAR, LEFT = 0.011, 0.013
"""Shares of the size within which a point is where a shape's surface is, and beyond which one more is wanted for it."""
SCALE, OUTSIDE = 0.012, 1.2
"""Of a shape's least squares: where points are far off, and the weight of what stands out."""
USED, TRIED = 110, 44
"""Points that one shape is fitted to at once, and beginnings are compared by."""
FEWEST = 5
TURNS = 3
ONE_SIDED = 0.55
"""Length of the mean normal from which on points are one side of something."""
SAVING = 0.75
"""A cut must leave less than this share of what was wrong."""
SPARED = 0.006
"""What may be lost of what is explained for the sake of being even."""
WORSE, LEAST_WORSE = 1.3, 0.003
"""A shape is made even unless it is then this many times farther from its points, and farther than this share."""
ENOUGH, SPARED_GROUPS = 0.97, 0.01
"""Of what is explained: from which on parts that were told of are right, and what may be lost for their sake."""
THIN_ALLOWED = 4
"""Shapes more than asked for that thin limbs may come to."""
GAP, MISSED = 0.03, 0.02
"""Share of the size along a limb by which more of it than what is missed gets a shape; what may be missed of a limb."""
SAME = 1.25
"""One shape may replace two that it misses no more than this many times as far as they do."""


@dataclass(frozen=True)
class Fitted:
    shapes: np.ndarray      # [shape, SHAPE], of engine.recovery.superquadric
    owner: np.ndarray       # [point] which shape explains each of the target's points
    far: np.ndarray         # [point] m from the union's surface


def fit(target: Target, *, limit: int = PART_LIMIT - 8) -> Fitted:
    """At most `limit` shapes whose union is the target's surface."""
    work = _Work(target)
    group = segments(target.points, target.normals, target.body, target.size, bound=CONCAVITY)
    shapes = work.turns(work.started(group, limit), TURNS)
    for _ in range(2):
        shapes = work.turns(work.added(shapes, limit), 1)
        shapes = work.turns(work.cut(shapes, limit), 1)
    shapes = work.turns(work.fewer(shapes), 1)
    shapes = work.turns(work.added(shapes, limit), 2)
    return work.done(work.needed(shapes))


def fit_groups(target: Target, group: np.ndarray, *, limit: int = PART_LIMIT - 8) -> Fitted:
    """At most `limit` shapes, one for each `group` [point] of the target's points that is one part, as far as those
    explain it, and then others.
    """
    work = _Work(target)
    shapes = work.turns(work.started(group, limit), 1)
    shapes = work.added(shapes, limit)
    shapes = work.turns(work.cut(shapes, limit), 1)
    shapes = work.turns(work.fewer(shapes, group), 1)
    shapes = work.turns(work.added(shapes, limit), 1)       # thin limbs that making fewer has cost come back
    return work.done(work.needed(shapes, group))


def found(target: Target, plane: Plane | None, *, group: np.ndarray | None = None,
          limit: int = PART_LIMIT - 8) -> np.ndarray:
    """The shapes [shape, SHAPE] that are fitted, evened about the object's plane of symmetry, if it has one.

    `group` [point]: which points are likely one part; they are gone by where they explain the object about as well.
    Whatever they come to, thin limbs are whole in the end.
    """
    return _Work(target).whole(_found(target, plane, group, limit), limit + THIN_ALLOWED)


def _found(target: Target, plane: Plane | None, group: np.ndarray | None, limit: int) -> np.ndarray:
    fitted = None if group is None else fit_groups(target, group, limit=limit)
    told = -1.0 if fitted is None else _explained(target, fitted.shapes)
    if fitted is None or told < ENOUGH:
        plain = fit(target, limit=limit)
        fitted = plain if fitted is None or told < _explained(target, plain.shapes) - SPARED_GROUPS else fitted
    if plane is None:
        return fitted.shapes
    least = _explained(target, fitted.shapes) - SPARED
    good = [half for half in halves(fitted.shapes, plane) if len(half) <= limit and _explained(target, half) >= least]
    if good:
        half = min(good, key=lambda half: (len(half), -_explained(target, half)))
        return _Work(target).added(half, limit)                 # what one side alone has comes back
    missed = _missed(target, fitted.shapes, fitted.owner)
    even = evened(fitted.shapes, plane, target.size, missed)
    worse = _missed(target, even, fitted.owner) > np.maximum(WORSE * missed, LEAST_WORSE * target.size)
    return np.where(worse[:, None], fitted.shapes, even)


def _explained(target: Target, shapes: np.ndarray) -> float:
    """Share of the points near the union, less the share of the shapes' own surface that stands out."""
    out = np.array([(_on_grid(target, sq.surface_of(shape, _SOME)) > NEAR * target.size).mean() for shape in shapes])
    return float((np.abs(sq.away(shapes, target.points).min(0)) < 1.2 * NEAR * target.size).mean()) - 0.5 * float(
        out.mean())


def _on_grid(target: Target, points: np.ndarray) -> np.ndarray:
    """The object's distance [point] m of the cells that points lie in."""
    at = np.round((points - target.corner) / target.spacing).astype(int)
    return target.distance[tuple(np.clip(at, 0, np.array(target.distance.shape) - 1).T)]


def about(target: Target, shape: np.ndarray, mine: np.ndarray, axis: int) -> np.ndarray:
    """The shape fitted anew to the target's points `mine` with what was its `axis` as its y: a wheel's axle."""
    order = ((axis + 2) % 3, axis, (axis + 1) % 3)
    turn = shape[sq.AXES].reshape(3, 3)[:, order]
    start = np.zeros(sq.SHAPE)
    start[sq.CENTRE], start[sq.AXES], start[sq.SIZE] = shape[sq.CENTRE], turn.reshape(-1), shape[sq.SIZE][list(order)]
    start[sq.ROUND] = (0.1, 0.7)
    return _Work(target).solved(start, mine, 16)[0]


def _missed(target: Target, shapes: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """How far each shape is from its points, in the mean [shape] m."""
    far = sq.away(shapes, target.points)
    count = np.maximum(np.bincount(owner, minlength=len(shapes)), 1)
    return np.bincount(owner, np.abs(far[owner, np.arange(len(owner))]), minlength=len(shapes)) / count


def _largest(lists: list[np.ndarray], limit: int) -> list[np.ndarray]:
    return sorted((mine for mine in lists if len(mine) >= FEWEST), key=len, reverse=True)[:limit]


class _Work:
    def __init__(self, target: Target) -> None:
        self.target, self.size = target, target.size
        self.tree = KDTree(target.points)
        self.grid = np.ascontiguousarray(target.distance, np.float64)

    # ---- one shape ---------------------------------------------------------------------------------

    def solved(self, shape: np.ndarray, mine: np.ndarray, rounds: int, used: int = USED) -> tuple[np.ndarray, float]:
        if len(mine) > used:
            mine = mine[(np.arange(used) * len(mine)) // used]
        points = np.ascontiguousarray(self.target.points[mine])
        t, directions = self.target, _DIRECTIONS if used == USED else _SOME
        return sq.fitted(shape, points, np.ones(len(points)), directions, self.grid, t.corner, t.spacing, t.size,
                         SCALE, OUTSIDE, rounds, sq.HELD)

    def first(self, mine: np.ndarray) -> np.ndarray:
        """A shape for the points `mine`: the best of several beginnings."""
        tries = [self.solved(shape, mine, 5, TRIED) for shape in _beginnings(self._thick(mine), self.size)]
        tries.sort(key=lambda each: each[1])
        return self.solved(tries[0][0], mine, 16)[0]

    def _thick(self, mine: np.ndarray) -> np.ndarray:
        """The points `mine`, and where they see one side of something solid, points as far inside of it as they are
        wide: a patch of a body's surface is a piece of the body and no flake of its skin.
        """
        points, facing = self.target.points[mine], self.target.normals[mine].mean(0)
        length = float(np.linalg.norm(facing))
        if length < ONE_SIDED:
            return points
        inward, middle = -facing / length, points.mean(0)
        wide = float(np.sqrt(np.linalg.eigvalsh(np.cov((points - middle).T))[1])) * 2.0
        start = points[int(((points - middle) ** 2).sum(1).argmin())]
        depths = np.arange(0.0, 2.0 * wide, self.target.spacing)
        solid = _on_grid(self.target, start + depths[:, None] * inward) < 0.5 * self.target.spacing
        end = len(depths) if solid.all() else int(solid.argmin())
        depth = 0.8 * min(wide * 1.5, float(end * self.target.spacing))
        if depth < 3.0 * self.target.spacing:
            return points
        return np.concatenate([points, points + depth * inward])

    # ---- all shapes --------------------------------------------------------------------------------

    def started(self, group: np.ndarray, limit: int) -> np.ndarray:
        """A shape for each of the largest groups [point]."""
        lists = _largest([np.flatnonzero(group == g) for g in range(int(group.max()) + 1)], limit)
        return np.array([self.first(mine) for mine in lists])

    def done(self, shapes: np.ndarray) -> Fitted:
        owner, far = self.owners(shapes)
        return Fitted(shapes, owner, np.abs(far))

    def owners(self, shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(the shape whose surface is nearest [point], signed distance from the union [point] m)."""
        far = sq.away(shapes, self.target.points)
        return np.abs(far).argmin(0), far.min(0)

    def turns(self, shapes: np.ndarray, count: int) -> np.ndarray:
        """Points to shapes and shapes to points, `count` times."""
        for _ in range(count):
            owner, _ = self.owners(shapes)
            used = np.bincount(owner, minlength=len(shapes)) >= FEWEST
            shapes = np.array([self.solved(shapes[i], np.flatnonzero(owner == i), 5)[0] for i in np.flatnonzero(used)])
        return shapes

    def standing_out(self, shapes: np.ndarray) -> np.ndarray:
        """Share of each shape's surface that is neither on the object nor inside it [shape]."""
        out = [_on_grid(self.target, sq.surface_of(shape, _MANY)) > NEAR * self.size for shape in shapes]
        return np.array(out).mean(1)

    def wrong(self, shapes: np.ndarray, owner: np.ndarray, far: np.ndarray) -> np.ndarray:
        """Of each shape: its points that the union misses, and the share of its surface that stands out, in points."""
        count = np.bincount(owner, minlength=len(shapes))
        missed = np.bincount(owner, np.abs(far) > NEAR * self.size, minlength=len(shapes))
        return missed + self.standing_out(shapes) * np.maximum(count, 20)

    def added(self, shapes: np.ndarray, limit: int) -> np.ndarray:
        """The shapes, and one for each connected group of points that none explains."""
        _, far = self.owners(shapes)
        left = np.flatnonzero(np.abs(far) > LEFT * self.size)
        if len(left) < FEWEST:
            return shapes
        t = self.target
        pairs = np.array(sorted(KDTree(t.points[left]).query_pairs(0.03 * self.size)), int).reshape(-1, 2)
        graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(left), len(left)))
        name = connected_components(graph, directed=False)[1]
        new = []
        for mine in (left[name == g] for g in range(int(name.max()) + 1)):
            if len(mine) < FEWEST:
                continue
            inner = segments(t.points[mine], t.normals[mine], np.zeros(len(mine), int), self.size, bound=FINER,
                             patches=24)
            new += [mine[inner == g] for g in range(int(inner.max()) + 1)]
        found = [self.first(mine) for mine in _largest(new, max(limit - len(shapes), 0))]
        return np.concatenate([shapes, np.array(found)]) if found else shapes

    def whole(self, shapes: np.ndarray, limit: int) -> np.ndarray:
        """The shapes, with more of them where they miss stretches of thin limbs. One that a limb is still lost in is
        fitted anew to the limb as well.
        """
        thin = limbs(self.target)
        shapes = self._covered(shapes, thin, limit)
        for limb in thin:
            far = self._astray(shapes)
            if far[limb].mean() > MISSED:
                freed = self._covered(self._freed(shapes, limb[far[limb]]), thin, limit)
                if self._better(self._astray(freed), far, thin):
                    shapes = freed
        return shapes

    def _covered(self, shapes: np.ndarray, thin: list[np.ndarray], limit: int) -> np.ndarray:
        """The shapes, and one for each stretch of a thin limb that they miss, or for each of its halves, where more is
        near the union with it than without, and of no limb less: a straight one may cover what a bent limb passes.
        """
        far = self._astray(shapes)
        for mine in _largest(self._stretches(thin, far), limit):
            before = far
            for pieces in ([mine], _halved(self.target.points, mine)):
                for piece in _largest(pieces, limit - len(shapes)):
                    more = np.concatenate([shapes, self.first(piece)[None]])
                    left = self._astray(more)
                    if self._better(left, far, thin):
                        shapes, far = more, left
                if far is not before:
                    break
        return shapes

    def _better(self, left: np.ndarray, far: np.ndarray, thin: list[np.ndarray]) -> bool:
        """Whether fewer points are `left` astray than `far` [point], and of no thin limb more."""
        return bool(left.sum() < far.sum() and all(left[limb].mean() <= max(far[limb].mean(), MISSED)
                                                   for limb in thin))

    def _freed(self, shapes: np.ndarray, lost: np.ndarray) -> np.ndarray:
        """The shapes, the one that most of the `lost` points lie inside of fitted to them too."""
        inside = sq.away(shapes, self.target.points[lost]) < -NEAR * self.size
        holder = int(inside.sum(1).argmax())
        mine = np.union1d(np.flatnonzero(self.owners(shapes)[0] == holder), lost)
        return np.concatenate([np.delete(shapes, holder, 0), self.first(mine)[None]])

    def _astray(self, shapes: np.ndarray) -> np.ndarray:
        """Which points are not near the union itself [point], tips and all."""
        return np.abs(Field(bare(shapes, self.size)).distance(self.target.points)) > NEAR * self.size

    def _stretches(self, thin: list[np.ndarray], missed: np.ndarray) -> list[np.ndarray]:
        """The points of each stretch of a thin limb that is missed."""
        points, found = self.target.points, []
        for limb in thin:
            if missed[limb].mean() <= MISSED:
                continue
            mine = limb[KDTree(points[limb[missed[limb]]]).query(points[limb])[0] < GAP * self.size]
            pairs = KDTree(points[mine]).query_pairs(GAP * self.size, output_type="ndarray")
            graph = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (len(mine), len(mine)))
            name = connected_components(graph, directed=False)[1]
            found += [mine[name == each] for each in range(int(name.max()) + 1)]
        return found

    def cut(self, shapes: np.ndarray, limit: int) -> np.ndarray:
        """The shapes, those that are wrong in pieces where that is better."""
        owner, far = self.owners(shapes)
        wrong = self.wrong(shapes, owner, far)
        out = list(shapes)
        for index in np.argsort(-wrong, kind="stable").tolist():
            mine = np.flatnonzero(owner == index)
            if len(out) >= limit or wrong[index] < max(6.0, 0.08 * len(mine)) or len(mine) < 4 * FEWEST:
                continue
            pieces = self._pieces(shapes[index], mine)
            if len(pieces) < 2 or len(out) + len(pieces) - 1 > limit:
                continue
            new = np.array([self.first(piece) for piece in pieces])
            left = (np.abs(sq.away(new, self.target.points[mine]).min(0)) > NEAR * self.size).sum() + (
                self.standing_out(new) * [max(len(p), 20) for p in pieces]).sum()
            if left < SAVING * wrong[index]:
                out[index] = new[0]
                out.extend(new[1:])
        return np.array(out)

    def _pieces(self, shape: np.ndarray, mine: np.ndarray) -> list[np.ndarray]:
        t = self.target
        group = segments(t.points[mine], t.normals[mine], t.body[mine] - t.body[mine].min(), self.size,
                         bound=FINER, patches=40)
        if group.max() == 0:
            size = shape[sq.SIZE]
            axis = shape[sq.AXES].reshape(3, 3)[:, int(size.argmax())]
            group = ((t.points[mine] - t.points[mine].mean(0)) @ axis > 0.0).astype(int)
        pieces = [mine[group == g] for g in range(int(group.max()) + 1)]
        return [piece for piece in pieces if len(piece) >= FEWEST]

    def fewer(self, shapes: np.ndarray, group: np.ndarray | None = None) -> np.ndarray:
        """The shapes, two neighbours made one wherever one explains their points about as well; of a `group` [point],
        where there are some.
        """
        gone = np.zeros(len(shapes), bool)
        shapes = shapes.copy()
        owner, far = self.owners(shapes)
        wrong = self.wrong(shapes, owner, far)
        near = self.tree.query(self.target.points, 6)[1]
        a, b = np.repeat(owner, 6), owner[near.reshape(-1)]
        pairs, touching = np.unique(np.sort(np.stack([a, b], 1)[a != b], 1), axis=0, return_counts=True)
        for a, b in pairs[np.argsort(-touching, kind="stable")].tolist():
            if gone[a] or gone[b] or (group is not None and _most(group, owner, a) != _most(group, owner, b)):
                continue
            mine = np.flatnonzero((owner == a) | (owner == b))
            if concavity(self.target.points[mine], self.target.normals[mine], self.size) > 1.3 * CONCAVITY:
                continue
            before = np.minimum(np.abs(self._of(shapes[a], mine)), np.abs(self._of(shapes[b], mine)))
            one = self.first(mine)
            after = np.abs(self._of(one, mine))
            stands = self.standing_out(one[None])[0]
            least = 0.002 * self.size
            if stands < 0.04 and (after > NEAR * self.size).mean() < 0.01 and after.mean() < max(
                    least, SAME * before.mean()) and wrong[a] + wrong[b] >= 0:
                shapes[a], gone[b] = one, True
                owner[mine] = a
        return shapes[~gone]

    def _main(self, shapes: np.ndarray, group: np.ndarray | None) -> np.ndarray:
        """The group [shape] that most of each shape's points are of; one of all where there are none."""
        if group is None:
            return np.zeros(len(shapes), int)
        owner, _ = self.owners(shapes)
        return np.array([_most(group, owner, shape) if (owner == shape).any() else -1 for shape in range(len(shapes))])

    def _of(self, shape: np.ndarray, mine: np.ndarray) -> np.ndarray:
        return sq.away(shape[None], self.target.points[mine])[0]

    def needed(self, shapes: np.ndarray, group: np.ndarray | None = None) -> np.ndarray:
        """The shapes but those without which every point is still explained, the smallest gone first; of a `group`
        [point], where there are some, one stays, and what is explained is as near as a surface is.
        """
        bound = (LEFT if group is None else NEAR) * self.size
        far = sq.away(shapes, self.target.points)
        kept = np.ones(len(shapes), bool)
        order = np.argsort(shapes[:, sq.SIZE].sum(1), kind="stable")
        missed = (np.abs(far.min(0)) > bound).sum()
        own = self._main(shapes, group)
        for index in order.tolist():
            kept[index] = False
            if own[index] not in own[kept] or (np.abs(far[kept].min(0)) > bound).sum() > missed + 1:
                kept[index] = True
        return shapes[kept]


def _halved(points: np.ndarray, mine: np.ndarray) -> list[np.ndarray]:
    """The points `mine` on either side of their middle, along the longest of their principal axes."""
    if len(mine) < 2 * FEWEST:
        return []
    spread = points[mine] - points[mine].mean(0)
    along = spread @ np.linalg.svd(spread, full_matrices=False)[2][0]
    return [mine[along < 0.0], mine[along >= 0.0]]


def _most(group: np.ndarray, owner: np.ndarray, shape: int) -> int:
    """The group that most of a shape's points are of."""
    return int(np.bincount(group[owner == shape]).argmax())


def _beginnings(points: np.ndarray, size: float):
    """Boxes around the points: along their principal axes, and along the object's own, each axis as y."""
    middle = points.mean(0)
    _, axes = np.linalg.eigh(np.cov((points - middle).T) + 1e-12 * np.eye(3))
    for frame in (axes[:, ::-1], np.eye(3)):
        for order in ((1, 0, 2), (0, 1, 2), (0, 2, 1)):
            turn = frame[:, order].copy()
            turn[:, 2] = np.cross(turn[:, 0], turn[:, 1])
            own = (points - middle) @ turn
            low, high = own.min(0), own.max(0)
            shape = np.zeros(sq.SHAPE)
            shape[sq.CENTRE] = middle + turn @ ((low + high) / 2.0)
            shape[sq.AXES] = turn.reshape(-1)
            shape[sq.SIZE] = np.log(np.maximum((high - low) / 2.0, sq.THINNEST * size))
            shape[sq.ROUND] = 0.35
            yield shape


_DIRECTIONS, _SOME, _MANY = sphere(40), sphere(6), sphere(200)
