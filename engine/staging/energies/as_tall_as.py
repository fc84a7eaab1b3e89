"""As tall as: the source's height is `amount` times the target's.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    return (2.0 * (amount * target.half[..., 1] - source.half[..., 1])).square()
