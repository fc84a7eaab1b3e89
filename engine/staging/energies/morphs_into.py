"""Morphs into: the state stands where its object stands.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    base = (source.centre - target.centre)[..., [0, 2]].square().sum(-1)
    return base + (source.low[..., 1] - target.low[..., 1]).square()
