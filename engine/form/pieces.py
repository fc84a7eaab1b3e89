"""Pieces: is an object in one piece?

In     Parts (m).   Out   how many bodies their union has.
Raises nothing.  Knows nothing of meshes, documents or Qt.

Two parts are joined where a point of the surface or the middle of either lies in the other, or no farther
from it than their blend reaches. Quick (a few milliseconds), and agrees with the components of the mesh but
for parts that touch at less than the samples' spacing.
"""

from __future__ import annotations

import numpy as np

from engine.form import kernel
from engine.form.field import tabulate
from engine.form.outline import outline
from engine.form.parts import Parts


def components(parts: Parts) -> int:
    """Bodies of the union."""
    return int(labels(parts).max(initial=-1)) + 1


def labels(parts: Parts) -> np.ndarray:
    """The body each part belongs to, [part], numbered from 0 in the order of parts."""
    count = len(parts)
    if count == 0:
        return np.zeros(0, np.int32)
    table = tabulate(parts)
    surface = outline(parts)
    middle = np.where((table[:, kernel.WALL] > 0)[:, None], surface[:, 0], parts.centre)
    points = np.concatenate([surface, middle[:, None]], axis=1)
    # equal parts k apart join when each is (1 - 1 / sqrt 2) k from the middle
    width = table[:, kernel.WIDTH]
    bridge = 2.0 * (1.0 - np.sqrt(0.5)) * np.minimum(width[:, None], width[None]) * 0.9
    body = np.arange(count)
    kernel.unite(table, points, parts.parent.astype(np.int64), bridge, body)
    return np.unique(body, return_inverse=True)[1]
