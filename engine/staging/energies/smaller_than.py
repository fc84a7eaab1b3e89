"""Smaller than: the target's diagonal is `amount` times the source's, or more.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    return beyond(2.0 * (amount * source.half.norm(dim=-1) - target.half.norm(dim=-1))).square()
