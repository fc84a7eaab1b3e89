"""Deform: age, weight and style, as sizes of what is already drawn.

In     tokens [slot, channel] of one object; age, weight, style in -1..1.   Out   the same tokens, reshaped.
Knows nothing of categories.

A child hangs in its parent's unit coordinates, so a part may grow or shrink and everything on it follows. A baby has a
large head and eyes, short limbs and snout; an old one is thinner in the limbs and heavier in the belly. Weight goes
into the trunk and half as much into the limbs. Style runs from the lean natural thing to the chunky toy: thicker limbs,
larger eyes and feet, rounder edges, softer joints.
"""

from __future__ import annotations

import numpy as np

from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT

_TRUNK, _LIMBS = ("body", "torso"), ("upper leg", "lower leg", "hind upper leg", "hind lower leg", "upper arm",
                                      "lower arm")
_AGE, _WEIGHT, _STYLE = (np.zeros((SLOT_COUNT, 3)) for _ in range(3))
"""ln of the factor on the half extents [slot, x y z] at +1."""


def _put(table: np.ndarray, roles: tuple[str, ...], *factors: float) -> None:
    for role in roles:
        table[SLOT[role]] = factors


_put(_AGE, ("head", "cap"), -0.20, -0.20, -0.20)
_put(_AGE, ("eye",), -0.10, -0.10, -0.10)
_put(_AGE, ("muzzle",), 0.08, 0.16, 0.08)
_put(_AGE, ("ear",), 0.05, 0.10, 0.05)
_put(_AGE, (*_LIMBS, "neck", "neck tip"), -0.02, 0.16, -0.02)
_put(_AGE, _TRUNK, 0.06, 0.10, 0.10)
_put(_AGE, ("tail", "wing", "wing tip"), 0.06, 0.12, 0.06)
_put(_WEIGHT, _TRUNK, 0.26, 0.10, 0.10)
_put(_WEIGHT, (*_LIMBS, "neck"), 0.16, 0.0, 0.16)
_put(_WEIGHT, ("head",), 0.05, 0.03, 0.05)
_put(_STYLE, (*_LIMBS, "neck", "tail"), 0.16, -0.06, 0.16)
_put(_STYLE, ("head", "foot", "hind foot", "hand"), 0.12, 0.12, 0.12)
_put(_STYLE, ("eye",), 0.18, 0.18, 0.14)
_BLEND = 0.35
_SHARP = 0.12


def deform(tokens: np.ndarray, age: float, weight: float, style: float, *, alive: bool) -> np.ndarray:
    """Reshape in place and return `tokens`."""
    grow = style * _STYLE * (1.0 if alive else 0.0)
    if alive:
        grow = grow + age * _AGE + weight * _WEIGHT
    used = tokens[:, 0] > 0
    tokens[used, CHANNEL["log_size"]] += grow[used].astype(np.float32)
    step = CHANNEL["step"].start
    tokens[used, step:step + 2] *= np.exp(grow[used, 1:2]).astype(np.float32)      # longer legs, longer strides
    tokens[used, CHANNEL["log_blend"]] += np.float32(_BLEND * style)
    squares = tokens[used, CHANNEL["exponents"]]
    tokens[used, CHANNEL["exponents"]] = np.clip(squares - np.float32(_SHARP * style) * (squares > -0.9), -1.0, 1.0)
    return tokens
