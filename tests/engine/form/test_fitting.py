"""Fitting: an object keeps to its limits in the end, as a similar one; before, it leans to them axis by axis."""

import numpy as np
import pytest

from engine.form.fitting import Fit, Limits, kept, leaned, size_of
from engine.form.parts import Slot, encode, expand
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT

EVERY = np.ones(SLOT_COUNT, bool)
SCALE = 0.8


def stool() -> np.ndarray:
    """A seat on four legs, one of which steps."""
    motion = np.zeros(30)
    motion[[12, 26, 27]] = 0.1
    return encode([Slot(0, size=(0.3, 0.05, 0.3), exponents=(1.0, 1.0)),
                   Slot(SLOT["upper leg"], parent=0, symmetry="quad", attach=(0.7, -0.5, 0.7), anchor=(0.0, 0.95, 0.0),
                        size=(0.03, 0.3, 0.03), motion=motion)])


def size(tokens: np.ndarray) -> np.ndarray:
    return size_of(expand(tokens, scale=SCALE))


@pytest.mark.parametrize("limits", [Limits(height=1.3), Limits(box=(0.2, 9.0, 9.0)), Limits((0.3, 0.3, 0.3), 2.0)])
def test_what_is_kept_is_similar_and_keeps_to_the_limits(limits: Limits) -> None:
    before, made = stool(), kept(stool(), limits, scale=SCALE, free=EVERY)
    by = size(made) / size(before)
    np.testing.assert_allclose(by, by[0], rtol=1e-3)
    assert limits.factor(size(made)) == pytest.approx(1.0, abs=2e-3)
    grown = np.exp(made[:, CHANNEL["log_blend"]] - before[:, CHANNEL["log_blend"]])[[0, SLOT["upper leg"]]]
    np.testing.assert_allclose(grown, by[0], rtol=2e-3)
    stride = CHANNEL["step"].start
    leg = SLOT["upper leg"]
    assert made[leg, stride] / before[leg, stride] == pytest.approx(by[0], rel=2e-3)
    assert made[leg, CHANNEL["attach"]].tobytes() == before[leg, CHANNEL["attach"]].tobytes()


def test_what_leans_changes_along_one_axis() -> None:
    before, made = size(stool()), size(leaned(stool(), Limits(height=0.9), scale=SCALE, free=EVERY))
    np.testing.assert_allclose(made, (before[0], 0.9, before[2]), rtol=0.01)
    narrow = size(leaned(stool(), Limits(box=(0.3, 9.0, 9.0)), scale=SCALE, free=EVERY))
    np.testing.assert_allclose(narrow, (0.3, before[1], before[2]), rtol=0.01)


def test_what_fits_already_is_left_alone() -> None:
    large = Limits(box=(5.0, 5.0, 5.0))
    assert leaned(stool(), large, scale=SCALE, free=EVERY).tobytes() == stool().tobytes()
    assert kept(stool(), large, scale=SCALE, free=EVERY)[:, :60].tobytes() == stool()[:, :60].tobytes()


def test_locked_parts_stay_and_the_others_make_up_for_them() -> None:
    free = EVERY.copy()
    free[0] = False
    made = kept(stool(), Limits(height=1.3), scale=SCALE, free=free)
    assert made[0].tobytes() == stool()[0].tobytes()
    assert size(made)[1] == pytest.approx(1.3, rel=0.02)


def test_a_fit_knows_what_cannot_be() -> None:
    far = Limits(height=1000.0)
    fit = Fit(stool(), far, scale=SCALE, free=EVERY)
    assert not fit.holds(fit(stool(), True))
    near = Fit(stool(), Limits(height=1.0), scale=SCALE, free=EVERY)
    assert near.holds(near(near(stool(), False), True))
