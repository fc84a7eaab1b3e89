"""Next to: the footprints are `amount` apart, on any side.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, across


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    return (across(source, target) - amount).square()
