"""Roles: is what is read of a fitted object right? Role, parent, mirror image, joint, category, part by part.

In     a Bench: how many objects, a seed.   Out   rows.   Raises RolesError; what the bench raises.
Knows nothing of how the network was trained, but that these objects are drawn from a stream that training never sees.

The objects are surfaced, harmed and fitted (engine.training.roles_data.fitted); each fitted part is asked for the role
of the true part that most of its surface comes from, and for a parent that is a piece of the part that this hangs on.
"""

from __future__ import annotations

from typing import Any

from engine.recovery.roles import load
from engine.training.roles import right
from engine.training.roles_data import fitted
from engine.training.table.bench import Bench

UNSEEN = 70_000
"""Added to the seed: training draws from lower ones."""
MOST = 60
"""Objects, each of which takes some seconds to fit."""


def rows(bench: Bench) -> list[dict[str, Any]]:
    numbers = list(range(min(bench.count, MOST)))
    examples = [fitted(UNSEEN + bench.seed, number) for number in bench.each(numbers, "fitting")]
    seen = right(load(), examples)
    return [
        bench.row("roles of fitted parts", seen.role, bar=">= 0.9", n=seen.parts),
        bench.row("parents of fitted parts", seen.parent, bar=">= 0.9", n=seen.parts),
        bench.row("mirror images of fitted parts", seen.mirror, n=seen.parts),
        bench.row("joints of fitted parts, off by", seen.joint, unit="of diagonal", n=seen.parts),
        bench.row("category of fitted objects", seen.category, n=seen.objects),
    ]
