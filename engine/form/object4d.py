"""Object4D: a shape that lives on a timeline, as placed parts with motion.

In     part tokens [slot, channel]; metres per object unit; seconds per cycle.
Out    Object4D: Parts in metres, base at y = 0 at rest, the root over the origin.
Raises TokenError (engine.form.parts) for unusable tokens, ObjectError for a scale or period not above 0.
Knows nothing of diffusion, meshes, documents or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.field import cup
from engine.form.motion import moving
from engine.form.parts import Parts, expand, gauge, warp
from engine.vocabulary.slots import ROLES


class ObjectError(ValueError):
    """A scale or period is not a positive number."""


@dataclass(frozen=True)
class Object4D:
    parts: Parts
    """Metres, object frame: the lowest point at rest at y = 0, the root's centre over x = z = 0."""
    period: float
    """Seconds of one cycle at speed 1."""

    @staticmethod
    def from_tokens(tokens: np.ndarray, *, scale: float, period: float) -> Object4D:
        """Place the parts of a token array. `scale`: metres per object unit; `period`: s."""
        for name, value in (("scale", scale), ("period", period)):
            if not (np.isfinite(value) and value > 0):
                raise ObjectError(f"{name} must be a number above 0, not {value}")
        return Object4D(grounded(expand(tokens, scale=scale)), float(period))

    def bounds(self, cycle: float | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(low [3], high [3]) m of the parts' surfaces, at rest or at a cycle."""
        points = outline(self.parts if cycle is None else moving(self.parts, cycle))
        return points.min((0, 1)), points.max((0, 1))

    def at(self, cycle: float, *, intensity: float = 1.0) -> Parts:
        """The parts in their pose at a cycle."""
        return moving(self.parts, cycle, intensity=intensity)

    def names(self) -> tuple[str, ...]:
        """A name for each part: its role, numbered where the slot has several copies."""
        return names(self.parts)


def names(parts: Parts) -> tuple[str, ...]:
    """A different name for each part: its role, numbered where there are several of it."""
    total = np.bincount(parts.slot, minlength=len(ROLES))
    seen = [0] * len(ROLES)
    out = []
    for slot in parts.slot.tolist():
        seen[slot] += 1
        out.append(ROLES[slot] if total[slot] == 1 else f"{ROLES[slot]} {seen[slot]}")
    return tuple(out)


def grounded(parts: Parts) -> Parts:
    """The parts moved so that the lowest point is at y = 0 and the root over x = z = 0."""
    points = outline(parts)
    move = -np.array([parts.centre[0, 0], points[..., 1].min(), parts.centre[0, 2]])
    return parts.changed(centre=parts.centre + move, joint=parts.joint + move)


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


def _sphere(count: int) -> np.ndarray:
    """Even directions (Fibonacci lattice), the axes and the diagonals."""
    height = 1.0 - (2.0 * np.arange(count) + 1.0) / count
    angle = np.pi * (1.0 + np.sqrt(5.0)) * np.arange(count)
    ring = np.sqrt(1.0 - height**2)
    grid = np.stack(np.meshgrid(*[[-1.0, 0.0, 1.0]] * 3, indexing="ij"), -1).reshape(-1, 3)
    return np.concatenate([np.stack([ring * np.cos(angle), height, ring * np.sin(angle)], 1),
                           grid[np.abs(grid).sum(1) > 0]])


_DIRECTIONS = _sphere(486)
