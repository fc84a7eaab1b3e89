"""Follows: the source keeps about `amount` behind the target.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, across, beyond


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    return beyond((across(source, target) - amount).abs(), 0.5 * amount + 0.25).square()
