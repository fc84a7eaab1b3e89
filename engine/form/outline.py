"""Outline: points on the parts' own surfaces, to tell how far they reach.

In     Parts.   Out   points [part, point, 3] m, the same number and directions on every part.
Raises nothing.  Knows nothing of blends between parts, meshes or motion.
"""

from __future__ import annotations

import numpy as np

from engine.form.field import cup
from engine.form.parts import Parts, gauge, warp


def outline(parts: Parts) -> np.ndarray:
    """Points on each part's own surface [part, point, 3] m: even directions, axes, diagonals; a cup ends at its rim."""
    unit = np.broadcast_to(_DIRECTIONS, (len(parts), *_DIRECTIONS.shape))
    unit = unit / gauge(unit, parts.exponents[:, None])[..., None]
    wall, rim, _, _, lip, _ = cup(parts)
    for index in np.flatnonzero((wall > 0) & (rim < 1.0)).tolist():
        unit[index] = _on_rim(unit[index], parts, index, rim[index], lip[index])
    own = warp(unit, parts.size[:, None], parts.taper[:, None], parts.bend[:, None])
    return np.einsum("pij,pkj->pki", parts.rotation, own) + parts.centre[:, None]


def _on_rim(unit: np.ndarray, parts: Parts, index: int, rim: float, lip: float) -> np.ndarray:
    """Points above a cup's rim, moved to the middle of its wall; those over the middle, to the bottom."""
    middle = lip - 0.5 * parts.shell[index] / parts.size[index, ::2].min()
    ring = gauge(unit * (1.0, 0.0, 1.0), parts.exponents[index])
    above, over = unit[:, 1] > rim, ring < 0.05
    out = unit * np.where(above & ~over, middle / np.maximum(ring, 1e-6), 1.0)[:, None]
    out[:, 1] = np.where(above, np.where(over, -unit[:, 1], rim), unit[:, 1])
    return out


def sphere(count: int) -> np.ndarray:
    """Even directions (Fibonacci lattice), the axes and the diagonals."""
    height = 1.0 - (2.0 * np.arange(count) + 1.0) / count
    angle = np.pi * (1.0 + np.sqrt(5.0)) * np.arange(count)
    ring = np.sqrt(1.0 - height**2)
    grid = np.stack(np.meshgrid(*[[-1.0, 0.0, 1.0]] * 3, indexing="ij"), -1).reshape(-1, 3)
    return np.concatenate([np.stack([ring * np.cos(angle), height, ring * np.sin(angle)], 1),
                           grid[np.abs(grid).sum(1) > 0]])


_DIRECTIONS = sphere(486)
