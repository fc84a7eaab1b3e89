"""A hybrid is the network's at the keys and passes over without a jump between them."""

import numpy as np
import pytest

from engine.form.outline import outline
from engine.form.parts import Slot, encode, expand, read
from engine.generation.hybrid import KEYS, between, hybrid

BODY = Slot(0, size=(0.3, 0.3, 0.3))
HEAD = Slot(4, parent=0, attach=(0, 1, 0), anchor=(0, -1, 0), size=(0.2, 0.2, 0.2))
LEG = Slot(9, parent=0, symmetry="mirror", attach=(0.6, -0.7, 0), anchor=(0, 1, 0), size=(0.05, 0.3, 0.05))
FINE = np.linspace(0.0, 1.0, 201)


def test_at_the_keys_it_is_what_the_network_gives_and_asks_for_nothing_else():
    asked = []

    def sample(share):
        asked.append(share)
        return encode([BODY, HEAD]) * np.float32(1.0 + share)

    for share in KEYS:
        assert hybrid(sample, share).tobytes() == (encode([BODY, HEAD]) * np.float32(1.0 + share)).tobytes()
    asked.clear()
    hybrid(sample, 0.7)
    assert asked == [0.5, 1.0]
    with pytest.raises(ValueError, match=r"1\.2"):
        hybrid(sample, 1.2)


def test_it_ends_in_its_ends_and_keeps_what_is_the_same_to_the_bit():
    first, last = encode([BODY, HEAD]), encode([BODY, Slot(**{**vars(HEAD), "size": (0.1, 0.4, 0.2)})])
    for share, end in ((0.0, first), (1.0, last)):
        np.testing.assert_allclose(between(first, last, share), end, atol=1e-6)
    middle = between(first, last, 0.3)
    same = first == last
    assert middle[same].tobytes() == first[same].tobytes()
    assert 0.1 < read(middle)[1].size[0] < 0.2


def test_a_part_of_one_end_alone_grows_from_its_joint():
    first, last = encode([BODY, LEG]), encode([BODY, HEAD, LEG])
    speck = expand(between(first, last, 1e-6))
    head = np.flatnonzero(speck.slot == 4)[0]
    assert speck.size[head].max() < 3e-3
    np.testing.assert_allclose(speck.centre[head], (0, 0.294, 0), atol=5e-3)
    sizes = [expand(between(first, last, share)).size[head, 0] for share in FINE[5:-1]]
    assert (np.diff(sizes) > 0).all()


def test_no_step_of_a_growing_part_is_a_jump():
    first, last = encode([BODY, LEG]), encode([BODY, HEAD])

    def slots(share):
        return {slot.index: slot for slot in read(between(first, last, share))}

    for a, b in zip(FINE[1:-2], FINE[2:-1]):
        here, there = slots(a), slots(b)
        assert here.keys() == there.keys() == {0, 4, 9}
        assert np.abs(outline(expand(list(here.values()))) - outline(expand(list(there.values())))).max() < 0.01
