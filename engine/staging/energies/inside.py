"""Inside: the source's footprint and base are within the target.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, beyond


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    x_z = [0, 2]
    out = beyond((source.centre - target.centre)[..., x_z].abs() + source.half[..., x_z], target.half[..., x_z])
    low = beyond(target.low[..., 1], source.low[..., 1]) + beyond(source.low[..., 1], target.high[..., 1])
    return out.square().sum(-1) + low.square()
