"""Object4D: a shape that lives on a timeline, as placed parts with motion.

In     part tokens [slot, channel]; metres per object unit; seconds per cycle; its contact with the floor.
Out    Object4D: Parts in metres, base at y = 0 at rest, the root over the origin, above the floor as they move.
Raises TokenError (engine.form.parts) for unusable tokens, ObjectError for a scale or period not above 0.
Knows nothing of diffusion, meshes, documents or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.footing import footed
from engine.form.motion import moving
from engine.form.outline import outline
from engine.form.parts import Parts, expand
from engine.vocabulary.slots import ROLES
from engine.vocabulary.verbs import CONTACTS


class ObjectError(ValueError):
    """A scale or period is not a positive number."""


@dataclass(frozen=True)
class Object4D:
    parts: Parts
    """Metres, object frame: the lowest point at rest at y = 0, the root's centre over x = z = 0."""
    period: float
    """Seconds of one cycle at speed 1."""

    @staticmethod
    def from_tokens(tokens: np.ndarray, *, scale: float, period: float, contact: str = "free") -> Object4D:
        """Place the parts of a token array. `scale`: metres per object unit; `period`: s; `contact`: CONTACTS."""
        for name, value in (("scale", scale), ("period", period)):
            if not (np.isfinite(value) and value > 0):
                raise ObjectError(f"{name} must be a number above 0, not {value}")
        if contact not in CONTACTS:
            raise ObjectError(f"contact must be one of {', '.join(CONTACTS)}, not {contact!r}")
        return Object4D(footed(grounded(expand(tokens, scale=scale)), contact), float(period))

    def bounds(self, cycle: float | None = None) -> tuple[np.ndarray, np.ndarray]:
        """(low [3], high [3]) m of the parts' surfaces, at rest or at a cycle."""
        points = outline(self.parts if cycle is None else moving(self.parts, cycle))
        return points.min((0, 1)), points.max((0, 1))

    def at(self, cycle: float) -> Parts:
        """The parts in their pose at a cycle."""
        return moving(self.parts, cycle)

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
