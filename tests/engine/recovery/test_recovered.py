"""A bare mesh becomes an object of ours that walks."""

import numpy as np
import pytest

from engine.form import gait
from engine.form.motion import moving
from engine.form.object4d import ObjectError
from engine.form.parts import expand
from engine.form.surface import surface
from engine.recovery.moving import given, moved_as
from engine.recovery.placing import parts_turned
from engine.recovery.recover import recovered
from engine.training import grammar
from engine.training.table.feet import skate
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.slots import SLOT
from engine.vocabulary.verbs import VERB_KEYS

DOG = list(CATEGORIES).index("dog")


def dog(seed: int, verb: str = "walk"):
    dice = np.random.default_rng(seed)
    _, values = grammar.condition(dice, DOG)
    return expand(grammar.draw(DOG, VERB_KEYS.index(verb), values, dice))


@pytest.fixture(scope="module")
def found():
    union = surface(dog(1234), cells=80)
    vertices = union.positions.astype(float) @ np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    return recovered(vertices, union.faces.astype(int), colours=union.colours)


def test_a_dog_that_looks_aside_is_turned_to_the_front(found) -> None:
    assert found.turn == pytest.approx(np.pi / 2.0)
    head = found.parts.centre[found.parts.slot == SLOT["head"]]
    assert len(head)
    assert head[0, 2] > found.parts.centre[0, 2]
    assert found.plane is not None
    assert abs(found.plane.normal[0]) > 0.99


def test_it_has_four_legs_in_pairs_and_one_root(found) -> None:
    parts = found.parts
    assert (parts.parent < 0).sum() == 1
    assert (parts.parent < np.arange(len(parts))).all()
    hips = np.flatnonzero(np.isin(parts.slot, (SLOT["upper leg"], SLOT["hind upper leg"])))
    assert len(hips) == 4
    for hip in hips.tolist():
        other = int(found.partner[hip])
        assert other != hip
        assert parts.slot[other] == parts.slot[hip]
        assert np.allclose(parts.centre[other], found.plane.image(parts.centre[hip][None])[0], atol=1e-6)
    assert len(found.roles) == len(parts) == found.report["parts"]
    assert found.report["explained"] > 0.97
    assert ((parts.colour >= 0.0) & (parts.colour <= 1.0)).all()


def test_it_walks_with_its_feet_on_the_ground(found) -> None:
    walker = moved_as(found.parts, dog(5), period=1.0)
    legs = gait.legs(walker.parts)
    assert len(legs) == 4
    assert gait.advance(walker.parts) > 0.1
    assert skate(walker.parts) < 0.08
    still, later = (moving(walker.parts, cycle).centre for cycle in (0.0, 0.3))
    assert np.abs(later - still).max() > 0.02


def test_motion_is_the_donors_and_rest_is_kept(found) -> None:
    moved = given(found.parts, dog(5))
    assert np.array_equal(moved.centre, found.parts.centre)
    back = given(dog(5), dog(5))
    assert np.allclose(back.motion, dog(5).motion)
    assert np.allclose(back.phase, dog(5).phase)
    with pytest.raises(ObjectError, match="period"):
        moved_as(found.parts, dog(5), period=0.0)
    with pytest.raises(ObjectError, match="contact"):
        moved_as(found.parts, dog(5), period=1.0, contact="sticks")


def test_turning_back_restores(found) -> None:
    there = parts_turned(found.parts, 0.7)
    back = parts_turned(there, -0.7)
    assert np.allclose(back.centre, found.parts.centre)
    assert np.allclose(back.rotation, found.parts.rotation)
    assert not np.allclose(there.centre, found.parts.centre)
