"""Feet: how far planted feet slide, and whether a gait's loop closes.

In     Parts (m or object units).
Out    the slide as a share of the stride; the largest difference between two ends of a cycle.
Raises nothing.   Knows nothing of networks.

A foot ought to stand still on a ground that passes under the object at the pace of its gait (engine.form.gait.advance)
for as long as it is planted. What is measured is where the posed bones put it.
"""

from __future__ import annotations

import numpy as np

from engine.form.gait import STEP, advance, legs
from engine.form.motion import poses
from engine.form.parts import Parts

MOMENTS = 24
"""Looks at one stance."""


def skate(parts: Parts) -> float:
    """The farthest that any planted foot slides over its stance, as a share of its stride; 0 where nothing steps."""
    pace, worst = advance(parts), 0.0
    for chain in legs(parts):
        stride, _, duty, lead = parts.motion[chain[0], STEP]
        duty = np.clip((duty + 1.0) / 2.0, 0.2, 0.9)
        cycles = np.linspace(0.0, duty, MOMENTS, endpoint=False) - parts.phase[chain[0]] - lead
        last = chain[-1]
        foot = parts.joint[last] if len(chain) == 3 else 2.0 * parts.centre[last] - parts.joint[last]
        bone = poses(parts, cycles)[:, last]
        ground = bone[:, :3, :3] @ foot + bone[:, :3, 3]
        ground[:, 2] += pace * cycles
        worst = max(worst, float(np.linalg.norm(np.ptp(ground[:, ::2], axis=0)) / stride))
    return worst


def seam(parts: Parts) -> float:
    """The largest difference of any matrix between the start of a cycle and its end."""
    first, last = poses(parts, np.array([0.0, 1.0]))
    return float(np.abs(last - first).max())
