"""Silhouettes: exact shapes, an overlap that knows shapes apart from place and scale, and a fit that raises it."""

import numpy as np
import pytest

from engine.form.parts import Slot, encode, expand
from engine.form.silhouette import best_view, drawn_to, overlap, silhouette
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT

EVERY = np.ones(SLOT_COUNT, bool)


def thing(*, width: float = 0.3, arm: float = 0.1, at: float = 0.0) -> np.ndarray:
    """A body and one long part at its right side only."""
    return encode([Slot(0, size=(width, 0.3, 0.1), exponents=(1.0, 1.0)),
                   Slot(SLOT["upper arm"], parent=0, attach=(0.9, at, 0.0), anchor=(-0.9, 0.0, 0.0),
                        size=(0.4, arm, 0.05))])


def test_a_box_is_a_rectangle_of_its_sides() -> None:
    box = expand(encode([Slot(0, size=(0.4, 0.2, 0.1), exponents=(1.0, 1.0))]))
    front, side = silhouette(box, 0.0, pixels=100), silhouette(box, 0.5 * np.pi, pixels=100)
    assert front.mean() > 0.8
    assert np.ptp(np.nonzero(front)[1]) / np.ptp(np.nonzero(front)[0]) == pytest.approx(2.0, abs=0.1)
    assert np.ptp(np.nonzero(side)[1]) / np.ptp(np.nonzero(side)[0]) == pytest.approx(0.5, abs=0.05)


def test_right_is_right_and_up_is_up() -> None:
    mask = silhouette(expand(thing(at=0.8)))
    rows, columns = np.nonzero(mask)
    right = columns > 0.8 * mask.shape[1]
    assert rows[right].mean() < 0.4 * mask.shape[0]


def test_overlap_knows_shapes_apart_from_place_and_scale() -> None:
    mask = silhouette(expand(thing()))
    wide = np.pad(np.kron(mask, np.ones((2, 2), bool)), ((3, 40), (17, 0)))
    assert overlap(mask, mask) == 1.0
    assert overlap(mask, wide) > 0.97
    assert overlap(mask, mask[:, ::-1]) < 0.9
    assert overlap(mask, np.zeros((8, 8), bool)) == 0.0


def test_the_best_view_is_the_one_it_was_seen_from() -> None:
    parts = expand(encode([Slot(0, size=(0.3, 0.2, 0.1), exponents=(1.0, 1.0)),
                           Slot(SLOT["head"], parent=0, attach=(0.0, 0.9, 0.9), size=(0.08, 0.2, 0.08))]))
    for view in (0.5 * np.pi, 1.5 * np.pi):
        assert best_view(parts, silhouette(parts, view)) == (pytest.approx(view), 1.0)


def test_a_fit_raises_the_overlap_and_leaves_the_rest_alone() -> None:
    tokens, wish = thing(), silhouette(expand(thing(arm=0.2, at=0.5)))
    before = overlap(silhouette(expand(tokens)), wish)
    made = drawn_to(tokens, wish, view=0.0, free=EVERY, steps=40)
    assert overlap(silhouette(expand(made)), wish) > before + 0.1
    kept = np.delete(np.arange(tokens.shape[1]), np.r_[CHANNEL["log_size"], CHANNEL["attach"]])
    assert made[:, kept].tobytes() == tokens[:, kept].tobytes()
    assert made.tobytes() == drawn_to(tokens, wish, view=0.0, free=EVERY, steps=40).tobytes()


def test_parts_that_are_not_free_stay() -> None:
    tokens, free = thing(), EVERY.copy()
    free[0] = False
    made = drawn_to(tokens, silhouette(expand(thing(width=0.15, arm=0.2))), view=0.0, free=free)
    assert made[0].tobytes() == tokens[0].tobytes()
    assert made[SLOT["upper arm"]].tobytes() != tokens[SLOT["upper arm"]].tobytes()
