"""Timing: when each part of a morph goes its way, where the artist says so; and how parts lie from the root.

In     spans of the morph for some parts; a share of the morph.   Out   those parts' shares of their own ways.
Raises nothing.  Knows nothing of meshes, documents or Qt.

A part stands still before its span and after it. An ease may lead beyond 1 for a while: then a part turns and grows
farther than it will stay, but sits, as always, on what holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.form.matching import Aligned
from engine.form.parts import Parts

Ease = Callable[[float], float]


@dataclass(frozen=True)
class Span:
    start: float                        # share of the morph, 0 .. 1
    end: float                          # over start
    ease: Ease                          # 0 at 0, 1 at 1

    def share(self, at: float) -> float:
        """The part's share of its own way where the morph is `at`."""
        return self.ease(min(1.0, max(0.0, (at - self.start) / (self.end - self.start))))


Spans = Sequence[Span | None]
"""Of each part [part]; None: as the style says. Empty: all as the style says."""


def spans(common: Aligned, told: Mapping[tuple[int, int], tuple[float, float, Ease]]) -> list[Span | None]:
    """Of each common part what is `told` of it: (start, end, ease) by (slot of the first object, -1), or else by
    (-1, slot of the last). What the last object has more copies of than the first goes as those that the first has."""
    if not told:
        return []
    slots = [(int(a) if own >= 0 else -1, int(b) if other >= 0 else -1) for a, b, own, other in zip(
        common.first.slot, common.last.slot, common.of_first, common.of_last)]
    partner = {last: first for first, last in reversed(slots) if first >= 0 and last >= 0}
    found = [told.get((first if first >= 0 else partner.get(last, -1), -1)) or told.get((-1, last))
             for first, last in slots]
    return [None if each is None else Span(*each) for each in found]


def reach(first: Parts, last: Parts, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """How far from the root each pair of slots (-1: none) lies, as a share of the farthest; the mean of both ends."""
    far = []
    for pair in pairs:
        ends = [np.linalg.norm(parts.centre[parts.slot == slot] - parts.centre[0], axis=1).mean()
                for parts, slot in zip((first, last), pair) if slot >= 0]
        far.append(float(np.mean(ends)))
    most = max(far, default=0.0)
    return [round(one / most, 4) if most > 0.0 else 0.0 for one in far]
