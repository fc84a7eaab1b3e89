"""Orbits: at every time the source keeps out of the target, by `amount`.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    way = (source.centre - target.centre)[..., [0, 2]]
    reach = target.half[..., [0, 2]].amax(-1) + source.half[..., [0, 2]].amin(-1) + amount
    return beyond(reach, (way.square().sum(-1) + 1e-12).sqrt()).square()
