"""Approaches: where it stops, the source is `amount` from the target.

In     source and target boxes [m, ..., relation], the amount asked for [relation].   Out   energy [m^2, ..., relation].
Raises nothing.   Knows nothing of documents or Qt.
"""

from torch import Tensor

from engine.staging.boxes import Boxes, across


def energy(source: Boxes, target: Boxes, amount: Tensor) -> Tensor:
    """Of the last time alone: the leading axis is time."""
    return (across(source, target) - amount)[-1:].square()
