"""Roles: what each part of an unknown object is, what it hangs on and where it turns, from what its points vote for.

In     Votes (engine.recovery.network) of surface points; which of the points make up which part.
Out    groups of points that are likely one part each; Reading: role, parent and joint of each part.
Raises nothing.  Knows nothing of networks, meshes or documents.

Points that lie side by side, vote for one role and point to one middle are of one part. A fit may still find one part
in several pieces, which vote together: the piece nearest to the joint hangs where the part does, the others on the
piece before them. Of all trees the likeliest is taken (Edmonds 1967), where a part hangs the likelier on another the
more of its points name that one's role, the more often such parts hang on it in objects of the category, the nearer
they point to its middle, and the nearer the two meet. What a part hangs on may not have been found: then it hangs on
what that does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.form.field import Field
from engine.form.parts import Parts
from engine.recovery.network import NOTHING, PLACES, Votes
from engine.vocabulary.slots import ROLES

NEIGHBOURS, FEWEST = 7, 5
"""Points that each is asked with, itself included; fewer than so many are no part of their own."""
FACING = 0.03
"""Share of the diagonal by which opposite normals set points apart."""
SAME = 0.07
"""Share of the diagonal within which votes are for one middle."""
ONE, TOWARDS = 0.07, 0.5
"""Parts of one role are pieces of one where they point to middles and joints that are so near, as a share of the
diagonal, or of how far apart they lie themselves.
"""
LOST = 2.0
"""How much less likely, in nats, a part's own host was not found, and it hangs on what that hangs on."""
APART, ASIDE = 8.0, 8.0
"""How much less likely a part hangs on another, in nats, whose surface is a diagonal away from its joint; whose middle
is so far from where it is looked for.
"""
LEAST, NEVER = 1e-4, -60.0
"""The least likelihood that a part hangs on any other; the log of what cannot be."""
UNHEARD = 0.02
"""How likely a part hangs on what such parts never hang on in the category."""
STEPS = 4
"""At most so many hosts that were not found are stepped over."""


@dataclass(frozen=True)
class Reading:
    role: np.ndarray        # [part] int, index into ROLES
    parent: np.ndarray      # [part] int, index of a part; -1 of the root
    joint: np.ndarray       # [part, 3] m
    sure: np.ndarray        # [part] 0..1, of the role


def grouped(votes: Votes, points: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """The group of each point [point], from 0: what is likely one part."""
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    place = np.concatenate([points / size, FACING * normals], 1)
    near = np.asarray(KDTree(place).query(place, min(NEIGHBOURS, len(points)))[1])
    role, middle = votes.role[near].mean(1).argmax(1), np.median(votes.middle[near], 1)
    one, two = np.repeat(np.arange(len(points)), near.shape[1]), near.reshape(-1)
    same = (role[one] == role[two]) & (np.linalg.norm(middle[one] - middle[two], axis=1) < SAME * size)
    graph = coo_matrix((np.ones(int(same.sum()), np.int8), (one[same], two[same])), (len(points), len(points)))
    group = connected_components(graph, directed=False)[1]
    for _ in range(NEIGHBOURS):         # crumbs go to what most of their neighbours are of
        few = np.flatnonzero(np.bincount(group)[group] < FEWEST)
        if len(few) == 0:
            break
        large = np.bincount(group) >= FEWEST
        before = group.copy()
        for point in few.tolist():
            beside = before[near[point]]
            beside = beside[large[beside]]
            if len(beside):
                group[point] = int(np.bincount(beside).argmax())
        if np.array_equal(group, before):
            break
    group = np.unique(group, return_inverse=True)[1]
    count = np.bincount(group)[:, None]
    centre, aim = (np.stack([np.bincount(group, of[:, k]) for k in range(3)], 1) / count for of in (points, middle))
    named = np.array([np.bincount(role[group == each]).argmax() for each in range(len(count))])
    return _one(named, aim[:, None] / size, centre / size, count[:, 0])[group]


def read(votes: Votes, points: np.ndarray, owner: np.ndarray, parts: Parts) -> Reading:
    """What the parts are, of which each owns some of the points: `owner` [point]. Metres, all in one frame."""
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    count, said = len(parts), {"above": votes.above, **{name: getattr(votes, name) for name in PLACES}}
    role, centre, share = np.empty((count, len(ROLES))), np.empty((count, 3)), np.empty(count)
    told = {name: np.empty((count, values.shape[1])) for name, values in said.items()}
    for part in range(count):
        mine = np.flatnonzero(owner == part)
        if len(mine) == 0:
            mine = np.argsort(((points - parts.centre[part])**2).sum(1), kind="stable")[:FEWEST]
        role[part], centre[part] = votes.role[mine].mean(0), points[mine].mean(0)
        weight = votes.role[mine, role[part].argmax()][:, None] + 1e-9
        share[part] = weight.sum()
        for name, values in said.items():
            told[name][part] = (weight * values[mine]).sum(0) / share[part]
    chosen = role.argmax(1)
    number = np.maximum(np.bincount(owner, minlength=count), 1)
    aims = np.stack([told["middle"], told["joint"]], 1)
    part_of = _one(chosen, aims / size, centre / size, number)
    pooled = {name: _mean(values, share, part_of) for name, values in (told | {"role": role}).items()}
    pooled["above"] *= pooled["role"] @ votes.hangs + UNHEARD
    pooled["above"] /= pooled["above"].sum(1, keepdims=True)
    beyond = _beyond(votes.hangs[:, :NOTHING], np.isin(np.arange(len(ROLES)), chosen))
    return Reading(chosen, tree(_likely(parts, part_of, pooled, beyond, size)), told["joint"], role.max(1))


def _mean(values: np.ndarray, share: np.ndarray, part_of: np.ndarray) -> np.ndarray:
    """Of each piece the mean of its part's values [piece, n]."""
    total = np.zeros((int(part_of.max()) + 1, values.shape[1]))
    np.add.at(total, part_of, share[:, None] * values)
    return (total / np.bincount(part_of, share)[:, None])[part_of]


def _beyond(hangs: np.ndarray, found: np.ndarray) -> np.ndarray:
    """Which role that was `found` [role] comes next above a part of each role [ROLES, ROLES]."""
    out, at = np.zeros_like(hangs), hangs
    for _ in range(STEPS):
        out, at = out + at * found, (at * ~found) @ hangs
    return out


def _likely(parts: Parts, part_of: np.ndarray, told: dict[str, np.ndarray], beyond: np.ndarray,
            size: float) -> np.ndarray:
    """Log likelihood [part, part + 1] that a piece hangs on another; the last that it is the root.

    `told`: what the points of each one's part vote for; `beyond` [ROLES, ROLES]: what else is above each role.
    """
    count, field, joint, role = len(parts), Field(parts), told["joint"], told["role"]
    above, root = told["above"][:, :NOTHING], told["above"][:, NOTHING]
    gap = np.stack([np.maximum(field.part_distance(joint, part), 0.0) for part in range(count)], 1) / size
    aside = np.linalg.norm(told["host"][:, None] - told["middle"], axis=2) / size
    apart = np.linalg.norm(parts.centre[:, None] - parts.centre, axis=2) / size
    far = np.linalg.norm(parts.centre - joint, axis=1) - np.linalg.norm(parts.size, axis=1)
    named = np.log(above @ role.T + LEAST) - ASIDE * aside
    lost = np.log(above @ beyond @ role.T + LEAST) - LOST
    hangs = np.maximum(named, lost) - APART * gap
    out = np.full((count, count + 1), NEVER)
    for part in range(count):
        pieces = np.flatnonzero(part_of == part_of[part])
        head = pieces[far[pieces].argmin()]
        if part == head:
            out[part, :count], out[part, count] = hangs[part], np.log(root[part] + 1e-6)
            out[part, pieces] = NEVER
        else:
            before = pieces[(far[pieces] < far[part]) | (pieces == head)]
            out[part, before] = -apart[part, before]
    return out


def _one(role: np.ndarray, aims: np.ndarray, centre: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Which pieces are of one part [piece]: of one role, pointing to the same places or at least towards each other;
    places [piece, place, 3] and centres [piece, 3] in shares of the diagonal, `count` of points.

    The two that agree best become one piece, which points to the means of their places, until no two agree.
    """
    name, count = np.arange(len(role)), count.astype(float)
    aims, centre = aims.copy(), centre.copy()
    differ = _differ(aims[:, None] - aims, centre[:, None] - centre)
    differ[(role[:, None] != role) | np.eye(len(role), dtype=bool)] = np.inf
    while differ.size:
        one, two = np.unravel_index(int(differ.argmin()), differ.shape)
        if differ[one, two] >= 1.0:
            break
        name[name == two] = one
        for of in (aims, centre):
            of[one] = (count[one] * of[one] + count[two] * of[two]) / (count[one] + count[two])
        count[one] += count[two]
        differ[two], differ[:, two] = np.inf, np.inf
        row = np.where(np.isfinite(differ[one]), _differ(aims[one] - aims, centre[one] - centre), np.inf)
        differ[one], differ[:, one] = row, row
    return np.unique(name, return_inverse=True)[1]


def _differ(aimed: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """How much the places disagree that are pointed to, from 1 on too much; by what is between them [..., place, 3],
    and between the pieces themselves [..., 3].
    """
    return np.linalg.norm(aimed, axis=-1).mean(-1) / np.maximum(ONE, TOWARDS * np.linalg.norm(apart, axis=-1))


def tree(likely: np.ndarray) -> np.ndarray:
    """The likeliest tree [part] of log likelihoods [part, part + 1], the last that a part is the root: parent -1.

    One root: the part whose tree is the likeliest of the three that are most likely one.
    """
    count = len(likely)
    best, most = np.full(count, -1), -np.inf
    for root in np.argsort(-likely[:, count], kind="stable")[:3].tolist():
        parent = _arborescence(likely[:, :count], root)
        others = np.flatnonzero(np.arange(count) != root)
        total = float(likely[root, count] + likely[others, parent[others]].sum())
        if total > most:
            best, most = parent, total
    return best


def _arborescence(likely: np.ndarray, root: int) -> np.ndarray:
    """The parents [part] of most likelihood [part, part] with which everything hangs on `root` (Edmonds 1967)."""
    count = len(likely)
    weight = likely.copy()
    np.fill_diagonal(weight, -np.inf)
    parent = weight.argmax(1)
    parent[root] = -1
    ring = _ring(parent)
    if len(ring) == 0:
        return parent
    # the ring becomes one part; to hang it elsewhere costs what its own link there gives up
    rest = np.setdiff1d(np.arange(count), ring)
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = weight[np.ix_(rest, rest)]
    leaving = weight[np.ix_(rest, ring)]
    small[:-1, -1] = leaving.max(1)
    entering = weight[np.ix_(ring, rest)] - weight[ring, parent[ring]][:, None]
    small[-1, :-1] = entering.max(0)
    above = _arborescence(small, int(np.searchsorted(rest, root)))
    out = parent.copy()
    for place, part in enumerate(rest.tolist()):
        if part == root:
            continue
        out[part] = ring[int(leaving[place].argmax())] if above[place] == len(rest) else rest[above[place]]
    host = int(above[-1])
    out[ring[int(entering[:, host].argmax())]] = rest[host]
    return out


def _ring(parent: np.ndarray) -> np.ndarray:
    """The parts of one ring of links, sorted; none where there is none."""
    for start in range(len(parent)):
        path, at = [], start
        while at >= 0 and at not in path:
            path.append(at)
            at = int(parent[at])
        if at >= 0:
            return np.sort(np.array(path[path.index(at):]))
    return np.zeros(0, int)
