"""Unit coordinates of placed parts, there and back, also for points far outside.

In     Parts; indices of parts [n]; points or unit coordinates [n, 3].
Out    unit coordinates or points [n, 3] m.
Raises nothing.  Knows nothing of motion, meshes, documents or Qt.

As engine.form.parts.warp, but beyond |u_y| = 1.3 the section no longer tapers and bends, as in the field,
so that the map has an inverse everywhere.
"""

from __future__ import annotations

import numpy as np

from engine.form.parts import Parts


def unit_of(parts: Parts, index: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points of the object's frame [n, 3] m in the unit coordinates of the parts `index` [n]."""
    own = np.einsum("nji,nj->ni", parts.rotation[index], points - parts.centre[index])
    size = np.maximum(parts.size[index], 1e-9)
    height = own[:, 1] / size[:, 1]
    section, lift = _section(parts, index, height)
    return np.stack([own[:, 0] / (size[:, 0] * section), height, (own[:, 2] - lift) / (size[:, 2] * section)], 1)


def point_of(parts: Parts, index: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Unit coordinates [n, 3] of the parts `index` [n] to points of the object's frame [m]."""
    return parts.centre[index] + np.einsum("nij,nj->ni", parts.rotation[index], own_of(parts, index, unit))


def own_of(parts: Parts, index: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Unit coordinates [n, 3] to the parts' own frames [m]."""
    size = np.maximum(parts.size[index], 1e-9)
    section, lift = _section(parts, index, unit[:, 1])
    return np.stack([size[:, 0] * section * unit[:, 0], size[:, 1] * unit[:, 1],
                     size[:, 2] * section * unit[:, 2] + lift], 1)


def _section(parts: Parts, index: np.ndarray, height: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bound = np.clip(height, -1.3, 1.3)
    section = np.maximum(1.0 + parts.taper[index] * bound, 0.08)
    return section, parts.bend[index] * parts.size[index, 1] * bound * bound
