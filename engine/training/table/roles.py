"""Roles: is what is read of a found object right? Role, parent, joint, part by part; category.

In     a Bench: how many objects, a seed.   Out   rows.   Raises RolesError; what the bench raises.
Knows nothing of how the network was trained, but that these objects are drawn from a stream that training never sees.

The objects are surfaced, harmed, and their parts found and read (engine.training.roles_data.found); each part is asked
for the role of the true part that most of its surface comes from, and for a parent that is a piece of the part that
this hangs on.
"""

from __future__ import annotations

from typing import Any

from engine.recovery.network import load
from engine.training.roles import UNSEEN, right
from engine.training.roles_data import found
from engine.training.table.bench import Bench

MOST = 60
"""Objects, each of which takes some seconds to fit."""


def rows(bench: Bench) -> list[dict[str, Any]]:
    numbers = list(range(min(bench.count, MOST)))
    seen = right([found(UNSEEN + bench.seed, number, load()) for number in bench.each(numbers, "fitting")])
    return [
        bench.row("roles of found parts", seen.role, bar=">= 0.9", n=seen.parts),
        bench.row("parents of found parts", seen.parent, bar=">= 0.9", n=seen.parts),
        bench.row("joints of found parts, off by", seen.joint, unit="of diagonal", n=seen.parts),
        bench.row("category of found objects", seen.category, n=seen.objects),
    ]
