"""Readings: what can be read off one object, without knowing how it was made.

In     tokens [slot, channel].
Out    height, part counts by role, colour, whether it is in one piece.
Raises TokenError.   Knows nothing of the network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from engine.form.field import Field
from engine.form.parts import Parts, expand
from engine.training.judge import cloud, shell
from engine.vocabulary.slots import SLOT_COUNT

TOUCH = 0.25
"""Two parts touch when a surface point of one is nearer to the other than this share of the wider blend radius."""


@dataclass(frozen=True)
class Reading:
    height: float               # object units
    counts: np.ndarray          # [slot] parts of each role
    colours: np.ndarray         # [slot, 3] of the first part of each role, sRGB 0..1; nan where there is none
    cloud: np.ndarray           # [point, 3] for the judge
    pieces_raw: int             # before settle
    pieces: int                 # after settle


def reading(tokens: np.ndarray, dice: np.random.Generator, *, pieces: bool = True) -> Reading:
    """Everything of one object. Without `pieces` both counts of pieces are 0."""
    settled = expand(tokens)
    heights = shell(settled, np.tile(_DIRECTIONS, (len(settled), 1)), np.repeat(np.arange(len(settled)), 48))[:, 1]
    colours = np.full((SLOT_COUNT, 3), np.nan)
    colours[settled.slot[::-1]] = settled.colour[::-1]
    return Reading(
        height=float(np.ptp(heights)), counts=np.bincount(settled.slot, minlength=SLOT_COUNT),
        colours=colours, cloud=cloud(settled, dice),
        pieces_raw=piece_count(expand(tokens, settled=False)) if pieces else 0,
        pieces=piece_count(settled) if pieces else 0,
    )


def piece_count(parts: Parts) -> int:
    """Connected components, two parts being joined where their surfaces meet."""
    field, count = Field(parts), len(parts)
    points = [np.concatenate([shell(parts, _DIRECTIONS, np.full(48, part)), parts.centre[part:part + 1]])
              for part in range(count)]
    low, high = np.array([p.min(0) for p in points]), np.array([p.max(0) for p in points])
    joined = np.zeros((count, count), bool)
    for part in range(count):
        slack = TOUCH * np.maximum(parts.blend, parts.blend[part])[:, None]
        near = np.flatnonzero(((low - slack <= high[part]) & (high + slack >= low[part])).all(1))
        for other in near[near != part]:
            joined[part, other] = bool((field.part_distance(points[other], part) < slack[other]).any())
    return int(connected_components(csr_matrix(joined), directed=False)[0])


def _fibonacci(count: int) -> np.ndarray:
    turn = np.arange(count) * np.pi * (3.0 - np.sqrt(5.0))
    y = 1.0 - 2.0 * (np.arange(count) + 0.5) / count
    ring = np.sqrt(1.0 - y * y)
    return np.stack([ring * np.cos(turn), y, ring * np.sin(turn)], axis=1)


_DIRECTIONS = _fibonacci(48)
