"""Tree: what hangs on what, of all ways together the likeliest.

In     log likelihoods that each part hangs on each other, and that it is the root.
Out    the parent of each part.
Raises nothing.  Knows nothing of objects.
"""

from __future__ import annotations

import numpy as np


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
