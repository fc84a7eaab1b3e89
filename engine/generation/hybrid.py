"""Hybrid: an object between two conditions, at any share of the way, without a jump from one share to the next.

In     what samples the tokens at a share (the same noise, the conditions' weights 1 - share and share); the share.
Out    tokens [slot, channel], natural units, float32.
Raises ValueError for a share outside 0..1; what the sampler raises.
Knows nothing of networks, documents, meshes or Qt.

The network's own way from one condition to another has steps in it: whether a part exists, what it hangs on and how
many there are of it are bits, and flip at some share all at once. So the network is asked at the KEYS alone; between
two of them numbers pass over evenly, and a part that only one of the two has grows from its joint, or shrinks into it.
A part that hangs on something else at either key shrinks into the one joint and grows from the other; lengths follow a
power mean of exponent 1/2, as in a morph (engine.form.morph).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.vocabulary.slots import CHANNEL

KEYS = (0.0, 0.5, 1.0)
"""Shares at which the network is asked. With more of them the way is less even: the network crosses in the middle."""
SPECK = 1e-3
"""What a part is of its own size when it is about to go."""
_BITS = slice(0, CHANNEL["pattern"].stop)
_LENGTHS = np.r_[CHANNEL["log_size"], CHANNEL["log_blend"]]


def hybrid(sample: Callable[[float], np.ndarray], share: float) -> np.ndarray:
    """Tokens at a share: at the KEYS what the network gives there."""
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"the share of a hybrid must be from 0 to 1, not {share}")
    if share in KEYS:
        return sample(share)
    after = int(np.searchsorted(KEYS, share))
    low, high = KEYS[after - 1], KEYS[after]
    return between(sample(low), sample(high), (share - low) / (high - low))


def between(first: np.ndarray, last: np.ndarray, share: float) -> np.ndarray:
    """Tokens at a share 0..1 of the way; what is the same at both ends stays that to the bit."""
    here, there = (tokens[:, CHANNEL["exists"]] > 0 for tokens in (first, last))
    nearer = first if share < 0.5 else last
    mixed = first + share * (last - first)
    mixed[:, _BITS] = nearer[:, _BITS]
    lengths = np.exp(0.5 * first[:, _LENGTHS]) * (1.0 - share) + np.exp(0.5 * last[:, _LENGTHS]) * share
    mixed[:, _LENGTHS] = 2.0 * np.log(lengths)
    mixed = np.where(first == last, first, mixed)
    moved = ((first > 0) != (last > 0))[:, CHANNEL["parent"]].any(1, keepdims=True)
    mixed = np.where(moved, _scaled(nearer, abs(1.0 - 2.0 * share)), mixed)
    mixed = np.where(here & ~there, _scaled(first, 1.0 - share), mixed)
    mixed = np.where(there & ~here, _scaled(last, share), mixed)
    return mixed.astype(np.float32)


def _scaled(tokens: np.ndarray, share: float) -> np.ndarray:
    """The tokens with every part that many times its size, about its joint."""
    out = tokens.copy()
    out[:, _LENGTHS] += np.log(max(share, SPECK))
    return out
