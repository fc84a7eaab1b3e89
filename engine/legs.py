"""Legs: how a clip is wanted, and what one leg of a change comes to.

In     Leg (engine.changing), the aligned parts of its ends; when and how it is wanted.
Out    the course of its parts; when each of its meshes is seen; what was matched and timed by hand.
Raises what engine.bake.bake.Course raises.
Knows nothing of scenes, sampling, files or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from engine.bake.bake import Course
from engine.bake.chain import BONES, Span
from engine.bake.cut import Piece
from engine.changing import Leg
from engine.document.tracks import EASES
from engine.form.matching import NOTHING, Aligned, Named
from engine.form.timing import spans
from engine.vocabulary.slots import SLOT, part_named

INSTANT = 1e-9
"""s; what is nearer than this is at the same time."""
TARGETS = 4
"""Morph targets of a bake where no more are asked for: what every engine shows at once, with normals."""
Limited = tuple[int | None, int]
"""Triangles (None: as many as it takes) and morph targets at most."""


@dataclass(frozen=True, eq=False)
class Asked:
    """How a clip is wanted."""

    times: np.ndarray                           # [key] s
    turn: Callable[[float], float]              # cycles of its motion at a time [s]
    exact: bool | None
    limits: Limited
    shaded: bool                                # with its ambient occlusion, where it is exact
    bones: int = BONES                          # of a morph's meshes together; 0: it is one mesh

    @cached_property
    def turns(self) -> list[float]:
        return [self.turn(time) for time in self.times.tolist()]

    def between(self, start: float, end: float) -> Asked:
        return replace(self, times=self.times[(self.times >= start - INSTANT) & (self.times <= end + INSTANT)])


def matched_by_hand(leg: Leg) -> list[tuple[Named, Named]]:
    return [(part_named(match.first) or NOTHING, part_named(match.last) or NOTHING) for match in leg.matches]


def timed_by_hand(leg: Leg) -> dict[tuple[int, int], tuple[float, float, Callable[[float], float]]]:
    return {(SLOT.get(timing.first, -1), SLOT.get(timing.last, -1)): (timing.start, timing.end, EASES[timing.easing])
            for timing in leg.timings}


def course(leg: Leg, common: Aligned, asked: Asked) -> Course:
    """A leg of which neither end is imported, part by part."""
    return Course(common.first, common.last, asked.times, leg.share, asked.turn, style=leg.style,
                  spans=spans(common, timed_by_hand(leg)), holding=leg.holding)


def spanned(found: Sequence[Piece], leg: Leg) -> list[Span]:
    """When each piece of a leg is seen [s]: as long as the leg lasts, which may begin and end beside a key."""
    starts = [leg.start, *(start for _, (start, _) in found[1:])]
    return list(zip(starts, [*starts[1:], leg.end]))
