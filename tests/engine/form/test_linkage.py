"""Linkage: changed parts are what the changed tokens expand to, and move as the slopes say."""

import numpy as np
import pytest

from engine.form.linkage import JOINT, Linkage
from engine.form.parts import Slot, encode, expand
from engine.vocabulary.slots import SLOT, SLOT_COUNT

TURNED = np.array([[0.8, -0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, 1.0]])


def something() -> np.ndarray:
    """A body with mirrored, turned and rowed parts, one of them with parts of its own, a cup among them."""
    return encode([
        Slot(0, size=(0.3, 0.2, 0.2), taper=0.3, bend=0.2),
        Slot(SLOT["neck"], parent=0, attach=(0.1, 0.9, 0.1), anchor=(0.0, -0.9, 0.0), size=(0.1, 0.3, 0.05),
             rotation=TURNED, shell=0.2, open=1.0),
        Slot(SLOT["upper arm"], parent=0, symmetry="mirror", attach=(0.8, 0.2, 0.1), anchor=(0.0, 0.9, 0.0),
             size=(0.05, 0.2, 0.05), rotation=TURNED),
        Slot(SLOT["hand"], parent=SLOT["upper arm"], attach=(0.0, -0.9, 0.0), anchor=(0.2, 0.5, 0.0)),
        Slot(SLOT["wheel"], parent=0, symmetry="quad", attach=(0.7, -0.6, 0.7), size=(0.05, 0.1, 0.1)),
        Slot(SLOT["crown"], parent=0, symmetry="radial", count=5, attach=(0.3, 0.5, 0.2), size=(0.05, 0.1, 0.03)),
        Slot(SLOT["slat"], parent=0, symmetry="row", count=3, attach=(0.1, 0.6, 0.5), size=(0.1, 0.02, 0.02)),
    ])


@pytest.mark.parametrize("joints", [0.0, 0.1])
def test_changed_parts_are_what_the_changed_tokens_expand_to(joints: float) -> None:
    tokens = something()
    linkage = Linkage(expand(tokens))
    change = np.random.default_rng(3).normal(size=(SLOT_COUNT, 6)) * 0.3
    change[:, JOINT] *= joints
    made, told = linkage.changed(change), expand(linkage.told(tokens, change))
    for name in ("size", "shell", "rotation"):
        np.testing.assert_allclose(getattr(made, name), getattr(told, name), atol=1e-6)
    for name in ("centre", "joint"):
        away = getattr(made, name) - getattr(told, name)
        np.testing.assert_allclose(away - away[:1], 0.0, atol=1e-6)
    assert np.abs(made.centre - linkage.parts.centre).max() > 0.01


def test_no_change_keeps_every_bit_of_the_tokens() -> None:
    tokens = something()
    assert Linkage(expand(tokens)).told(tokens, np.zeros((SLOT_COUNT, 6))).tobytes() == tokens.tobytes()


def test_centres_move_as_the_slopes_say() -> None:
    linkage, small = Linkage(expand(something())), 1e-5
    still, way = np.zeros((SLOT_COUNT, 6)), np.random.default_rng(4).normal(size=(SLOT_COUNT, 6))
    way[:, JOINT] = 0.0
    found = (linkage.changed(way * small).centre - linkage.changed(-way * small).centre) / (2.0 * small)
    np.testing.assert_allclose(np.einsum("pcsa,sa->pc", linkage.slopes(still, linkage.parts), way), found, atol=1e-7)


def test_what_lies_in_the_middle_stays_there() -> None:
    movable = Linkage(expand(something())).movable()
    assert movable[SLOT["neck"]].all()
    assert movable[SLOT["hand"]].tolist() == [True] * 3 + [False, True, False]
