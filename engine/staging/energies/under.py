"""Under: the source is within the target's footprint and its top below the target's.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond, outside


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    return outside(source, target).square().sum(-1) + beyond(source.high[..., 1], target.high[..., 1]).square()
