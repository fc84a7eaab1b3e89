"""Moving: a recovered object's parts in the motion of one of ours.

In     Parts with roles; the Parts, one metre to the object unit, of an object that moves as is wanted (the generator's,
       of the category and the verb).
Out    the Parts with motion channels, phases and frames; an Object4D that stands on its floor and steps as far as it
       reaches.
Raises ObjectError (engine.form.object4d) for a period or a contact that is none.
Knows nothing of networks, meshes or documents.

A part moves as the donor's part of its role does that lies where it lies, each seen in its own object's box. Lengths go
by the legs' where both have some, else by the objects'. A piece of a part moves with it.
"""

from __future__ import annotations

import numpy as np

from engine.form.footing import footed
from engine.form.gait import STEP
from engine.form.object4d import Object4D, ObjectError, grounded
from engine.form.outline import outline
from engine.form.parts import Parts
from engine.vocabulary.slots import SLOT
from engine.vocabulary.verbs import CONTACTS

HIPS = (SLOT["upper leg"], SLOT["hind upper leg"])
LENGTHS = [*range(12, 20), STEP.start, STEP.start + 1]
"""Motion channels in metres."""
STAND_INS = {SLOT["hind upper leg"]: SLOT["upper leg"], SLOT["hind lower leg"]: SLOT["lower leg"],
             SLOT["hind foot"]: SLOT["foot"]}
"""Roles whose motion another's may stand in for, both ways."""


def moved_as(parts: Parts, donor: Parts, *, period: float, contact: str = "stands") -> Object4D:
    """The parts moving as the donor's do. `period`: s; `contact`: CONTACTS."""
    if not (np.isfinite(period) and period > 0.0):
        raise ObjectError(f"period must be a number above 0, not {period}")
    if contact not in CONTACTS:
        raise ObjectError(f"contact must be one of {', '.join(CONTACTS)}, not {contact!r}")
    return Object4D(footed(grounded(given(parts, donor)), contact), float(period))


def given(parts: Parts, donor: Parts) -> Parts:
    """The parts with the donor's motion, role by role; they rest where they rested."""
    scale = _size(parts) / _size(donor)
    place, other = _in_box(parts), _in_box(donor)
    motion, phase, frame = np.zeros_like(parts.motion), np.zeros(len(parts)), parts.frame.copy()
    turned = np.zeros(len(parts))
    for index, slot in enumerate(parts.slot.tolist()):
        above = int(parts.parent[index])
        if above >= 0 and parts.slot[above] == slot:
            phase[index], frame[index] = phase[above], frame[above]
            continue
        same = _played_by(donor, slot)
        if len(same) == 0:
            if above >= 0:
                phase[index] = phase[above]
            continue
        source = int(same[np.linalg.norm(other[same] - place[index], axis=1).argmin()])
        motion[index], phase[index] = donor.motion[source], donor.phase[source]
        frame[index], turned[index] = donor.frame[source], donor.turned[source]
    motion[:, LENGTHS] *= scale
    return parts.changed(motion=motion, phase=phase, frame=frame, turned=turned)


def _played_by(donor: Parts, slot: int) -> np.ndarray:
    """The donor's parts of a role, or of one that stands in for it."""
    same = np.flatnonzero(donor.slot == slot)
    if len(same) == 0:
        other = STAND_INS.get(slot, next((role for role, by in STAND_INS.items() if by == slot), -1))
        same = np.flatnonzero(donor.slot == other)
    return same


def _in_box(parts: Parts) -> np.ndarray:
    """The parts' middles [part, 3] in their object's box, 0..1."""
    points = outline(parts)
    low, high = points.min((0, 1)), points.max((0, 1))
    return (parts.centre - low) / np.maximum(high - low, 1e-9)


def _size(parts: Parts) -> float:
    """What lengths go by [m]: how high the hips are, or without legs the diagonal."""
    points = outline(parts)
    hips = np.flatnonzero(np.isin(parts.slot, HIPS))
    if len(hips):
        return float(np.median(parts.joint[hips, 1]) - points[..., 1].min())
    return float(np.linalg.norm(points.max((0, 1)) - points.min((0, 1))))
