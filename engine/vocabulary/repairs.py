"""Repairs: what can be mended of an imported mesh, each by itself.

In     nothing.   Out   plain rows by key, in the order in which they are done.
Knows nothing of how it is done (engine.exchange.mending).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Repair:
    title: str
    tip: str


REPAIRS: Mapping[str, Repair] = MappingProxyType({
    "faces": Repair("Take bad faces away", "Faces without area, and those that are there twice"),
    "sides": Repair("Turn faces outward", "Neighbours that disagree on what is outside, and bodies that are inside "
                                          "out; their shading turns with them"),
    "holes": Repair("Close holes", "With a fan about the middle of each. Edges of sheets such as leaves and cloth, and "
                                   "holes that lie between two materials, stay open"),
    "vertices": Repair("Merge doubled vertices", "Those that are the same in every respect: seams of pictures and "
                                                 "sharp edges stay")})
