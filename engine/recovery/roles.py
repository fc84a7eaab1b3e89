"""Roles: what each part of an unknown object is, what it hangs on and where it turns, from what its points vote for.

In     Votes (engine.recovery.network) of surface points; Evidence of the parts that were found.
Out    groups of points that are likely one part each; Reading: role, parent and joint of each part.
Raises nothing.  Knows nothing of networks, meshes or documents.

Points that lie side by side, vote for one role and point to one middle are of one part. What hangs on what is the
likeliest tree (Edmonds 1967) by engine.recovery.hosts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from engine.recovery.evidence import Evidence
from engine.recovery.hosts import likely
from engine.recovery.hosts_network import HostsNetwork
from engine.recovery.network import Votes
from engine.recovery.pieces import pieces_of_one
from engine.recovery.tree import tree

NEIGHBOURS, FEWEST = 7, 5
"""Points that each is asked with, itself included; fewer than so many are no part of their own."""
FACING = 0.03
"""Share of the diagonal by which opposite normals set points apart."""
SAME = 0.07
"""Share of the diagonal within which votes are for one middle."""


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
    return pieces_of_one(named, aim[:, None] / size, centre / size, count[:, 0])[group]


def read(evidence: Evidence, network: HostsNetwork | None = None) -> Reading:
    """What the parts are. What hangs on what is told by rule alone without a `network`."""
    role = evidence.own.role
    return Reading(role.argmax(1), tree(likely(evidence, network)), evidence.own.joint, role.max(1))
