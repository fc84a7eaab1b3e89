"""Passing: from one object to another through objects that the network gives between their conditions.

In     a Generator; at either end a condition and a seed.   Out   tokens of what lies between, and where.
Raises what the sampler raises.  Knows nothing of documents, meshes or Qt.

The network crosses from the one kind to the other about the middle, all at once; asked before and after, it mostly
gives one that is still the first and leans to the last, and the other way round. Asked in the middle itself it gives
what is neither. Each end's own noise is kept on its side.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.conditioning.condition import Condition

BETWEEN = (0.4, 0.6)
"""How much of the last condition what lies between has."""


def passing(generator: Any, first: tuple[Condition, float], last: tuple[Condition, float],
            **sampling: Any) -> list[tuple[float, np.ndarray]]:
    """(share, tokens [slot, channel]) at BETWEEN; `sampling` as of Generator.sample."""
    return [(share, generator.sample([(first[0], 1.0 - share), (last[0], share)],
                                     seed=first[1] if share < 0.5 else last[1], **sampling)) for share in BETWEEN]
