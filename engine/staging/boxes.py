"""Boxes as tensors: what every energy looks at.

In     centres, half extents, headings.   Out   the same, named, with their faces.
Raises nothing.   Knows nothing of documents, relations or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

TOUCH = 0.02
"""Metres within which faces count as touching."""


@dataclass(frozen=True)
class Boxes:
    """Axis-aligned boxes in the scene [m] and the way they face. The leading axes are the caller's."""

    centre: Tensor                # [..., 3]
    half: Tensor                  # [..., 3]
    forward: Tensor               # [..., 3] unit, horizontal

    @property
    def low(self) -> Tensor:
        return self.centre - self.half

    @property
    def high(self) -> Tensor:
        return self.centre + self.half


def beyond(value: Tensor, limit: Tensor | float = 0.0) -> Tensor:
    """How far a value is over its limit, 0 where it is not."""
    return torch.relu(value - limit)


def outside(source: Boxes, target: Boxes) -> Tensor:
    """How far the source's footprint sticks out of the target's, x and z [..., 2]; one that is larger: from centred."""
    x_z = [0, 2]
    room = beyond(target.half[..., x_z] - source.half[..., x_z])
    return beyond((source.centre - target.centre)[..., x_z].abs(), room)


def across(source: Boxes, target: Boxes) -> Tensor:
    """Horizontal distance of the footprints [...], 0 where they overlap or touch."""
    x_z = [0, 2]
    apart = beyond((source.centre - target.centre)[..., x_z].abs(), (source.half + target.half)[..., x_z])
    return (apart.square().sum(-1) + 1e-12).sqrt() - 1e-6


def overlap(a: Boxes, b: Boxes, margin: float = 0.0) -> Tensor:
    """How deep two boxes are in each other [...]: the shortest way out along an axis, 0 where they are apart."""
    deep = (a.half + b.half) + margin - (a.centre - b.centre).abs()
    return beyond(deep.amin(-1))


def cut(target: Boxes, support: Tensor) -> Boxes:
    """The target up to the height above its base at which it carries others [m, ...]."""
    half = torch.stack([target.half[..., 0], support / 2.0, target.half[..., 2]], -1)
    centre = torch.stack([target.centre[..., 0], target.low[..., 1] + support / 2.0, target.centre[..., 2]], -1)
    return Boxes(centre, half, target.forward)
