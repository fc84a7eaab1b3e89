"""Mending: what an object takes over of what was drawn near it.

In     tokens as they were, and tokens drawn near them, both [slot, channel].   Out   tokens [slot, channel].
Raises nothing.  Knows nothing of networks, documents or meshes.

However little noise it begins from, the network draws everything a little anew (2 % of the diagonal), which nobody
asked for. So a variation of less than HALF strength takes its share of the change of form alone (`eased`). And a part
that the network moves, turns or resizes by more than FAR is one that it finds out of place: `mended` takes those over
whole and leaves the others as they were, to the bit; it neither takes parts away nor adds any.
"""

from __future__ import annotations

import numpy as np

from engine.vocabulary.slots import CHANNEL, MOTION

HALF = 0.5
FAR = 0.45
"""In units of the parent's half extents (attach), of the part's own (anchor), of ln of a size, of a direction."""


def _channels(*names: str) -> np.ndarray:
    return np.concatenate([np.r_[CHANNEL[name]] for name in names])


FORM = _channels("attach", "anchor", "log_size", "rotation")
KIND = _channels("exists", "parent", "symmetry", "count")
EASED = np.concatenate([FORM, _channels("exponents", "taper", "bend", "shell", "open", "log_blend"), np.r_[MOTION]])


def eased(tokens: np.ndarray, drawn: np.ndarray, strength: float) -> np.ndarray:
    """The drawn, its form and motion only by the share `strength` / HALF of the way; looks and new parts are its."""
    share = min(1.0, strength / HALF)
    same = ((tokens[:, KIND] > 0) == (drawn[:, KIND] > 0)).all(1)
    out = np.array(drawn)
    way = drawn[:, EASED] - tokens[:, EASED]
    out[:, EASED] = np.where(same[:, None] & (share < 1.0), tokens[:, EASED] + np.float32(share) * way, drawn[:, EASED])
    return out


def mended(tokens: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """The tokens with those parts of the drawn that are far from their own."""
    exists = CHANNEL["exists"].start
    both = (tokens[:, exists] > 0) & (drawn[:, exists] > 0)
    far = both & (np.abs(drawn[:, FORM] - tokens[:, FORM]).max(1) > FAR)
    return np.where(far[:, None], drawn, tokens)
