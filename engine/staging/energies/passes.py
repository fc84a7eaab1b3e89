"""Passes: at every time the source's lane is `amount` to the side of the target.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    way, ahead = target.centre - source.centre, source.forward
    aside = (way[..., 0] * ahead[..., 2] - way[..., 2] * ahead[..., 0]).abs()
    width = source.half + target.half
    need = width[..., 0] * ahead[..., 2].abs() + width[..., 2] * ahead[..., 0].abs() + amount
    return beyond(need, aside).square()
