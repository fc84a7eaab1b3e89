"""Above: the source hovers over the target, `amount` over its top or higher.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond, outside


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    short = beyond(target.high[..., 1] + amount, source.low[..., 1])
    return outside(source, target).square().sum(-1) + short.square()
