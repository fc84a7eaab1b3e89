"""Left of: the whole source is on the target's -X side, `amount` away or more.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond

ALIGNMENT = 0.02
"""How much the right distance and standing in one line count: a wish beside a demand, at most this (Geman, McClure)."""


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    gap = target.low[..., 0] - source.high[..., 0]
    aside = (source.centre - target.centre)[..., 2]
    wish = (gap - amount).square() + aside.square()
    return beyond(amount, gap).square() + ALIGNMENT * wish / (1.0 + wish)
