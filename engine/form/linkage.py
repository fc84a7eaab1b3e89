"""Linkage: an object's parts under other sizes and with other joints, each hanging on its parent.

In     Parts; changes by slot [slot, 6]: ln of the factors of the half extents, moves of the joint in the parent's unit
       coordinates.
Out    the same Parts with those sizes and joints, how points of them move with the changes, the changes in tokens.
Raises nothing.  Knows nothing of tokens, diffusion, meshes or Qt.

A joint keeps its unit coordinates in its part and, but for the copy's turn F, in its parent; turns do not depend on
sizes. With W of engine.form.unit,

    centre = parent's centre + F W(joint in the parent; parent's size) - R W(joint in the part; own size),

which is linear in the sizes. So this is what engine.form.parts.expand gives for tokens whose log_size and attach are
larger by as much, at a small share of its cost and with its slopes.
"""

from __future__ import annotations

import numpy as np

from engine.form.parts import Parts, gauge
from engine.form.unit import own_of, unit_of
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT

SIZE, JOINT = slice(0, 3), slice(3, 6)
"""Of a change."""
MIDDLE = 0.04
"""Unit coordinate up to which a joint lies in a plane of symmetry."""
INSIDE = 0.98
"""Of the gauge: joints lie within it (engine.form.parts.settle)."""


class Linkage:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._every = np.arange(len(parts))
        self._above = np.maximum(parts.parent, 0)
        self._hung = np.flatnonzero(parts.parent >= 0).tolist()
        self._first = np.array([np.flatnonzero(parts.slot == slot)[0] for slot in parts.slot])
        held = unit_of(self._hosts(parts), self._every, parts.joint)
        height = held[self._first, 1]
        steps = np.where(np.abs(height) > 1e-6, held[:, 1] / np.where(height == 0.0, 1.0, height), 1.0)
        self._step = np.stack([np.ones(len(parts)), steps, np.ones(len(parts))], 1)     # of copies in a row
        self._held = held[self._first]                                  # [part, 3] the first copy's joint in the parent
        self._own = unit_of(parts, self._every, parts.joint)            # [part, 3] the joint in the part

    def joints(self, change: np.ndarray) -> np.ndarray:
        """The joints in the parents' unit coordinates [part, 3], inside of them."""
        unit = self._held + change[self.parts.slot, JOINT]
        value = gauge(unit, self.parts.exponents[self._above])
        return unit * np.minimum(1.0, INSIDE / np.maximum(value, 1e-9))[:, None]

    def movable(self) -> np.ndarray:
        """[slot, 6] bool: every size, and every joint where it does not lie in a plane of symmetry of its parent."""
        out = np.ones((SLOT_COUNT, 6), bool)
        out[self.parts.slot, JOINT] = np.abs(self._held) > MIDDLE
        out[self.parts.slot, JOINT.start + 1] = True
        return out

    def changed(self, change: np.ndarray) -> Parts:
        """The parts after a change; the root stays where it is."""
        parts = self.parts
        size = parts.size * np.exp(change[parts.slot, SIZE])
        wall = parts.shell * size[:, ::2].min(1) / np.maximum(parts.size[:, ::2].min(1), 1e-9)
        new = parts.changed(size=size, shell=wall)
        hosts = self._hosts(new)
        away = _turned(hosts, self._every, own_of(hosts, self._every, self.joints(change) * self._step))
        back = _turned(new, self._every, own_of(new, self._every, self._own))
        centre, joint = parts.centre.copy(), parts.joint.copy()
        for index in self._hung:
            joint[index] = centre[parts.parent[index]] + away[index]
            centre[index] = joint[index] - back[index]
        return new.changed(centre=centre, joint=joint)

    def slopes(self, change: np.ndarray, parts: Parts) -> np.ndarray:
        """How the centres of `parts`, which `change` gave, move with it: [part, 3, slot, 6] m.

        Of the joints to first order: their parent's taper and bend count as they are there.
        """
        out = np.zeros((len(parts), 3, SLOT_COUNT, 6))
        hosts, unit = self._hosts(parts), self.joints(change) * self._step
        away, back = stretch(hosts, self._every, unit), stretch(parts, self._every, self._own)
        taper = np.maximum(1.0 + hosts.taper * unit[:, 1], 0.08)
        width = hosts.size * np.stack([taper, np.ones(len(taper)), taper], 1)
        slide = hosts.rotation * (width * self._step)[:, None]
        for index in self._hung:
            above = int(parts.parent[index])
            out[index] = out[above]
            out[index, :, parts.slot[above], SIZE] += away[index]
            out[index, :, parts.slot[index], SIZE] -= back[index]
            out[index, :, parts.slot[index], JOINT] += slide[index]
        return out

    def told(self, tokens: np.ndarray, change: np.ndarray) -> np.ndarray:
        """The tokens after a change; `parts` are theirs."""
        out = np.array(tokens)
        out[:, CHANNEL["log_size"]] += change[:, SIZE]
        moved = np.flatnonzero((change[self.parts.slot, JOINT] != 0.0).any(1))
        out[self.parts.slot[moved], CHANNEL["attach"]] = self.joints(change)[moved]
        return out

    def _hosts(self, parts: Parts) -> Parts:
        """Each part's parent, turned as the part's copy is."""
        return parts.take(self._above).changed(rotation=parts.frame)


def stretch(parts: Parts, index: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """How points [n, 3] of the parts `index` [n], in unit coordinates, move from the centres with ln of the part's own
    half extents: [n, 3, axis] m.
    """
    along = [own_of(parts.changed(size=parts.size * axis), index, unit) for axis in np.eye(3)]
    return np.stack([_turned(parts, index, own) for own in along], -1)


def _turned(parts: Parts, index: np.ndarray, own: np.ndarray) -> np.ndarray:
    return np.einsum("nij,nj->ni", parts.rotation[index], own)
