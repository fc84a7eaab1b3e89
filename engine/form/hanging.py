"""Hanging: where the parts of a morph sit on one another on the way.

In     two aligned Parts; the parts' sizes and rotations at a moment.   Out   their centres and joints there.
Raises nothing.  Knows nothing of meshes, documents or Qt.

A part's place is told by its joint, in unit coordinates of the parts that hold it at either end and in its own, so
limbs stay on their bodies whatever the sizes in between. A part whose host is another at either end climbs over from
the one to the other along the limbs between.
"""

from __future__ import annotations

import numpy as np

from engine.form.parts import Parts, gauge
from engine.form.unit import own_of, unit_of

REACH = 1.02
"""A joint up to this gauge of a part is held by it."""
ROUND = np.linspace(-0.12, 0.12, 9)
"""Shares of its way over which a part that climbs looks back and ahead, so that it takes no sharp turns."""


class Hanging:
    """How the parts of two aligned objects hang, at either end and between."""

    def __init__(self, first: Parts, last: Parts) -> None:
        self._first, self._last = first, last
        self._every = np.arange(len(first))
        self._anchor = unit_of(first, self._every, first.joint), unit_of(last, self._every, last.joint)
        self._hosts = hosts(first), hosts(last)
        self._attached = [self._units(np.maximum(held_by, 0)) for held_by in self._hosts]
        self._up = np.where(self._hosts[0] == self._hosts[1], self._hosts[0], first.parent)

    def placed(self, mixed: Parts, shares: np.ndarray) -> Parts:
        """`mixed` with centres and joints from the attachments, parents first; `shares` [part] of the way."""
        anchor = lerp(*self._anchor, shares)
        own = np.einsum("nij,nj->ni", mixed.rotation, own_of(mixed, self._every, anchor))
        hosts_a, hosts_b = self._hosts
        on_a, on_b = (own_of(mixed, np.maximum(held_by, 0), lerp(*units, shares))
                      for held_by, units in zip(self._hosts, self._attached))
        centre, joint = np.empty_like(mixed.centre), np.empty_like(mixed.joint)
        for node in range(len(centre)):
            a, b = hosts_a[node], hosts_b[node]
            if self._first.parent[node] < 0:
                centre[node] = lerp(self._first.centre[node], self._last.centre[node], shares[node])
                joint[node] = centre[node] + own[node]
                continue
            joint[node] = centre[a] + mixed.rotation[a] @ on_a[node]
            if a != b:
                there = centre[b] + mixed.rotation[b] @ on_b[node]
                way = [joint[node], *(joint[k] for k in _climb(self._up, int(a), int(b))), there]
                joint[node] = _along(np.array(way), float(smooth(shares[node])))
            centre[node] = joint[node] - own[node]
        return mixed.changed(centre=centre, joint=joint)

    def _units(self, host: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each joint at either end in unit coordinates of `host` [part], inside it where another holds it."""
        found = []
        for parts, held_by in zip((self._first, self._last), self._hosts):
            unit = unit_of(parts, host, parts.joint)
            found.append(np.where((held_by == host)[:, None], unit, _held(unit, parts.exponents[host])))
        return found[0], found[1]


def smooth(share: np.ndarray) -> np.ndarray:
    """0..1 with a level beginning and end, beyond which it stays."""
    share = np.clip(share, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def hosts(parts: Parts) -> np.ndarray:
    """The part that holds each part's joint, [part]; -1 for the root.

    Its parent where the joint lies in it, else the earlier part that the joint lies deepest in.
    """
    count = len(parts)
    index = np.repeat(np.arange(count), count)
    unit = unit_of(parts, index, np.tile(parts.joint, (count, 1)))
    value = gauge(unit, parts.exponents[index]).reshape(count, count)     # [host, part]
    value[np.arange(count)[:, None] >= np.arange(count)[None]] = np.inf
    out = parts.parent.copy()
    for node in range(1, count):
        parent = max(int(out[node]), 0)
        if value[parent, node] > REACH:
            best = int(value[:, node].argmin())
            out[node] = best if value[best, node] < 0.8 * value[parent, node] else parent
    return out


def lerp(a: np.ndarray, b: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Rows [part, ...] by the parts' shares [part]; of one part [...] by its share."""
    return a + (b - a) * np.reshape(shares, (*np.shape(shares), *(1,) * (np.ndim(a) - np.ndim(shares))))


def _held(unit: np.ndarray, exponents: np.ndarray) -> np.ndarray:
    """Unit coordinates drawn into the solid."""
    value = gauge(unit, exponents)
    return unit * np.minimum(1.0, REACH / np.maximum(value, 1e-9))[:, None]


def _climb(up: np.ndarray, start: int, end: int) -> list[int]:
    """The parts whose joints lie on the way from part `start` to part `end` in the tree `up`, in order."""
    rising, falling = [start], [end]
    while rising[-1] != falling[-1]:
        longer = rising if rising[-1] > falling[-1] else falling
        longer.append(int(up[longer[-1]]))
    return rising[:-1] + falling[-2::-1]


def _along(points: np.ndarray, share: float) -> np.ndarray:
    """The point at a share of the length of a polyline [point, 3], its corners rounded."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    past = np.concatenate([[0.0], np.cumsum(steps)])
    reach = min(1.0, share / ROUND[-1], (1.0 - share) / ROUND[-1])
    return np.array([np.interp((share + reach * ROUND) * past[-1], past, column).mean() for column in points.T])
