"""Roles: what each part of an unknown object is, what it hangs on and where it turns, from what its points vote for.

In     Votes (engine.recovery.network) of surface points; which of the points make up which part.
Out    groups of points that are likely one part each; Reading: role, parent and joint of each part.
Raises nothing.  Knows nothing of networks, meshes or documents.

Points that lie side by side, vote for one role and point to one middle are of one part. A fit may still find one part
in several pieces: the piece nearest to the joint hangs where the part does, the others on the piece before them. Of all
trees the likeliest is taken (Edmonds 1967), where a part hangs the likelier on another the more of its points name that
one's role, the nearer they point to its middle, and the nearer the two meet.
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
SAME = 0.05
"""Share of the diagonal within which votes are for one middle."""
ONE, TOWARDS = 0.035, 0.5
"""Parts of one role are pieces of one where they point to middles that are so near, as a share of the diagonal, or of
how far apart they lie themselves.
"""
APART, ASIDE = 8.0, 8.0
"""How much less likely a part hangs on another, in nats, whose surface is a diagonal away from its joint; whose middle
is so far from where it is looked for.
"""
LEAST, NEVER = 1e-4, -60.0
"""The least likelihood that a part hangs on any other; the log of what cannot be."""


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
    return _one(named, aim / size, centre / size)[group]


def read(votes: Votes, points: np.ndarray, owner: np.ndarray, parts: Parts) -> Reading:
    """What the parts are, of which each owns some of the points: `owner` [point]. Metres, all in one frame."""
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    count = len(parts)
    role, above = np.empty((count, len(ROLES))), np.empty((count, NOTHING + 1))
    places = {name: np.empty((count, 3)) for name in PLACES}
    for part in range(count):
        mine = np.flatnonzero(owner == part)
        if len(mine) == 0:
            mine = np.argsort(((points - parts.centre[part])**2).sum(1), kind="stable")[:FEWEST]
        role[part] = votes.role[mine].mean(0)
        weight = votes.role[mine, role[part].argmax()][:, None] + 1e-9
        above[part] = (weight * votes.above[mine]).sum(0) / weight.sum()
        for name, place in places.items():
            place[part] = (weight * getattr(votes, name)[mine]).sum(0) / weight.sum()
    chosen = role.argmax(1)
    return Reading(chosen, tree(_likely(parts, chosen, above[:, :NOTHING] @ role.T, above[:, NOTHING],
                                         places, size)), places["joint"], role.max(1))


def _likely(parts: Parts, role: np.ndarray, named: np.ndarray, root: np.ndarray, places: dict[str, np.ndarray],
            size: float) -> np.ndarray:
    """Log likelihood [part, part + 1] that a part hangs on another; the last that it is the root.

    `named` [part, part]: that it hangs on one of the other's role; `root` [part]: on nothing.
    """
    count, field, joint, middle = len(parts), Field(parts), places["joint"], places["middle"]
    gap = np.stack([np.maximum(field.part_distance(joint, part), 0.0) for part in range(count)], 1) / size
    aside = np.linalg.norm(places["host"][:, None] - middle, axis=2) / size
    apart = np.linalg.norm(parts.centre[:, None] - parts.centre, axis=2) / size
    part_of = _one(role, middle / size, parts.centre / size)
    far = np.linalg.norm(parts.centre - joint, axis=1) - np.linalg.norm(parts.size, axis=1)
    out = np.full((count, count + 1), NEVER)
    for part in range(count):
        pieces = np.flatnonzero(part_of == part_of[part])
        head = pieces[far[pieces].argmin()]
        if part == head:
            out[part, :count] = np.log(named[part] + LEAST) - APART * gap[part] - ASIDE * aside[part]
            out[part, pieces] = NEVER
            out[part, count] = np.log(root[part] + 1e-6)
        else:
            before = pieces[(far[pieces] < far[part]) | (pieces == head)]
            out[part, before] = -apart[part, before]
    return out


def _one(role: np.ndarray, middle: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Which pieces are of one part [piece]: of one role, pointing to one middle or at least towards each other; middles
    and centres [piece, 3] in shares of the diagonal.
    """
    apart, aimed = (np.linalg.norm(of[:, None] - of, axis=2) for of in (centre, middle))
    same = (role[:, None] == role) & (aimed < np.maximum(ONE, TOWARDS * apart))
    return connected_components(coo_matrix(same), directed=False)[1]


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
