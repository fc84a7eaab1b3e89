"""Facing: the source's heading points at the target; the energy is that of the angle at one metre.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    way = (target.centre - source.centre)[..., [0, 2]]
    length = (way.square().sum(-1) + 1e-9).sqrt()
    return 2.0 * (1.0 - (way * source.forward[..., [0, 2]]).sum(-1) / length)
