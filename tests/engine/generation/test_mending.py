"""Mending: parts out of place come back and the others stay, to the bit; little strength changes little."""

import numpy as np

from engine.generation.mending import EASED, FAR, eased, mended
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT, TOKEN_WIDTH


def _pair():
    rng = np.random.default_rng(4)
    first = rng.normal(0, 0.3, (SLOT_COUNT, TOKEN_WIDTH)).astype(np.float32)
    first[:, 0] = np.where(np.arange(SLOT_COUNT) < 6, 1.0, -1.0)
    drawn = first + rng.normal(0, 0.02, first.shape).astype(np.float32) * (np.abs(first) > 0.1)
    return first, drawn


def test_only_parts_that_are_far_off_are_taken_over():
    first, drawn = _pair()
    drawn[2, CHANNEL["attach"]] += 2 * FAR
    drawn[3, CHANNEL["colour"]] += 2 * FAR                # looks are no place
    drawn[4, 0] = -1.0                                    # the network would take it away
    drawn[9, CHANNEL["attach"]] += 2 * FAR                # there is no such part
    drawn[9, 0] = 1.0
    found = mended(first, drawn)
    assert np.flatnonzero((found != first).any(1)).tolist() == [2]
    assert found[2].tobytes() == drawn[2].tobytes()


def test_little_strength_takes_little_of_the_form_and_all_of_the_looks():
    first, drawn = _pair()
    drawn[5, CHANNEL["symmetry"]] *= -1.0
    found = eased(first, drawn, 0.1)
    assert np.allclose(found[:5, EASED], first[:5, EASED] + 0.2 * (drawn - first)[:5, EASED], atol=1e-6)
    assert found[:, CHANNEL["colour"]].tobytes() == drawn[:, CHANNEL["colour"]].tobytes()
    assert found[5].tobytes() == drawn[5].tobytes(), "a part of another kind is taken whole"
    assert eased(first, drawn, 0.5).tobytes() == drawn.tobytes()
