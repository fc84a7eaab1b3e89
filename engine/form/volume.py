"""Volume: how much a body holds, and by what it is resized to hold another amount.

In     Parts; volumes along a way.   Out   m3; factors; Parts resized as a whole.
Raises what engine.form.surface raises.  Knows nothing of morphs, documents or Qt.

Resized as a whole, above the ground that it stands on, a body keeps its form and its joints, and holds the cube of the
factor as much. The way between two volumes is that of the lengths in a morph: a power mean of exponent 1/2, so in
volumes of 1/6.
"""

from __future__ import annotations

import numpy as np

from engine.form.outline import outline
from engine.form.parts import Parts
from engine.form.surface import surface

CELLS = 48


def volume(parts: Parts) -> float:
    """What the union of the parts holds [m3], by its closed mesh."""
    mesh = surface(parts, cells=CELLS, relaxations=0)
    return float(np.linalg.det(mesh.positions.astype(float)[mesh.faces]).sum() / 6.0)


def between(first: float, last: float, shares: np.ndarray) -> np.ndarray:
    """The volumes on a smooth way from one to another."""
    low, high = first ** (1.0 / 6.0), last ** (1.0 / 6.0)
    return (low + (high - low) * shares) ** 6


def ground(parts: Parts) -> float:
    """The lowest point [m]."""
    return float(outline(parts)[..., 1].min())


def resized(parts: Parts, by: float, floor: float) -> Parts:
    """The parts `by` as large, above `floor` [m] and about the root's upright."""
    about = np.array([parts.centre[0, 0], floor, parts.centre[0, 2]])
    return parts.changed(centre=about + by * (parts.centre - about), joint=about + by * (parts.joint - about),
                         size=by * parts.size, shell=by * parts.shell, blend=by * parts.blend)
