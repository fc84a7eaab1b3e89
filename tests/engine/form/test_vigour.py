"""Parts that move more at one time and less at another: each end as it is alone, and a smooth way between."""

import numpy as np
import pytest

from engine.form.motion import SPIN, poses
from engine.form.parts import Slot
from engine.form.vigour import Stretch, vigorous
from tests.engine.form.shapes import dog_slots, motion, parts_of

TIMES = np.arange(49) / 12.0


def dog(much, spin=0):
    """A dog whose mirrored legs and whose tail move so much; its tail spins."""
    slots = dog_slots()
    for k, slot in enumerate(slots):
        turn = [much * (0.1 + 0.02 * k), 0.05 * much, 0, 0, 0.3 * much]
        slots[k] = Slot(**{**vars(slot), "motion": motion(turn=turn, shift=[0.03 * much], spin=spin * (k == 5))})
    return parts_of(slots)


def share(time):
    return min(max((time - 1.0) / 2.0, 0.0), 1.0)


def test_at_either_end_it_moves_as_that_end_does():
    calm, lively = dog(0.2), dog(1.0)
    assert (np.linalg.det(calm.frame) < 0.0).any()
    found = vigorous([Stretch(0.0, 4.0, calm, lively, share)], TIMES, lambda time: 0.7 * time)
    np.testing.assert_allclose(found[TIMES <= 1.0], poses(calm, 0.7 * TIMES[TIMES <= 1.0]), atol=1e-9)
    np.testing.assert_allclose(found[TIMES >= 3.0], poses(lively, 0.7 * TIMES[TIMES >= 3.0]), atol=1e-9)
    middle = vigorous([Stretch(0.0, 4.0, calm, lively, lambda _: 0.5)], TIMES, lambda time: 0.7 * time)
    far = [np.abs(each - np.eye(4)).max() for each in (poses(calm, TIMES), middle, poses(lively, TIMES))]
    assert far == sorted(far)


def test_several_stretches_are_one_after_the_other():
    calm, lively = dog(0.2), dog(1.0)
    there = Stretch(0.0, 2.0, calm, lively, lambda time: min(time / 2.0, 1.0))
    back = Stretch(2.0, 4.0, lively, calm, lambda time: (time - 2.0) / 2.0)
    found = vigorous([there, back], TIMES, lambda time: time)
    assert len(found) == len(TIMES)
    whole = vigorous([Stretch(0.0, 4.0, calm, lively, lambda time: 1.0 - abs(time / 2.0 - 1.0))], TIMES,
                     lambda time: time)
    np.testing.assert_allclose(found, whole, atol=1e-9)


@pytest.mark.parametrize("spins", [(2, 2), (2, 3)])
def test_what_spins_goes_on_between_and_lies_at_the_end_as_it_would_alone(spins):
    calm, lively = dog(0.2, spins[0]), dog(1.0, spins[1])
    (spinning,) = np.unique(calm.slot[calm.motion[:, SPIN] != 0.0])
    part = int(np.flatnonzero(calm.slot == spinning)[0])
    fine = np.arange(961) / 240.0
    found = vigorous([Stretch(0.0, 4.0, calm, lively, share)], fine, lambda time: time)
    np.testing.assert_allclose(found[fine <= 1.0], poses(calm, fine[fine <= 1.0]), atol=1e-3)
    np.testing.assert_allclose(found[fine >= 3.0], poses(lively, fine[fine >= 3.0]), atol=1e-3)
    turn = found[1:, part, :3, :3] @ found[:-1, part, :3, :3].transpose(0, 2, 1)
    rate = np.arccos(((np.trace(turn, axis1=1, axis2=2) - 1.0) / 2.0).clip(-1.0, 1.0)) * 240.0 / (2.0 * np.pi)
    assert rate.min() > 0.6 * min(spins)
    assert rate.max() < 1.6 * max(spins)
