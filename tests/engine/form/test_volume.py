"""A morph that keeps its volume on a smooth way between its ends'."""

from dataclasses import fields

import numpy as np
import pytest

from engine.form.matching import match
from engine.form.morph import AMOUNTS, Morph
from engine.form.outline import outline
from engine.form.parts import Slot
from engine.form.pieces import components
from engine.form.volume import between, ground, resized, volume
from tests.engine.form.shapes import SHAPES, parts_of

BALL = parts_of([Slot(0, size=(0.3, 0.3, 0.3))])


def test_the_volume_of_a_ball_is_the_balls():
    assert volume(BALL) == pytest.approx(4.0 / 3.0 * np.pi * 0.027, rel=0.02)


def test_a_body_resized_keeps_its_form_and_its_floor_and_holds_the_cube_as_much():
    dog = parts_of(SHAPES["dog"]())
    floor = ground(dog)
    larger = resized(dog, 1.2, floor)
    assert ground(larger) == pytest.approx(floor, abs=1e-12)
    assert volume(larger) == pytest.approx(1.2**3 * volume(dog), rel=1e-3)
    about = np.array([dog.centre[0, 0], floor, dog.centre[0, 2]])
    assert np.allclose(outline(larger), about + 1.2 * (outline(dog) - about), atol=1e-9)


def test_the_way_between_volumes_is_even_in_lengths():
    assert between(1.0, 1.0, np.linspace(0.0, 1.0, 5)) == pytest.approx(np.ones(5))
    way = between(1e-6, 1.0, np.linspace(0.0, 1.0, 101))
    assert way[[0, -1]] == pytest.approx([1e-6, 1.0])
    assert (np.diff(np.cbrt(way)) < 0.02).all()


@pytest.mark.parametrize(("first", "last", "style"), [("chair", "dog", "direct"), ("mug", "dog", "melt"),
                                                      ("dog", "chair", "inflate")])
def test_a_morph_that_holds_its_volume_departs_from_the_way_by_next_to_nothing(first, last, style):
    start, end = match(parts_of(SHAPES[first]()), parts_of(SHAPES[last]()))
    shares = (np.arange(1, AMOUNTS - 1, 2) + 0.5) / (AMOUNTS - 1)           # between the moments that were measured
    wanted = between(volume(start), volume(end), shares)
    off = []
    for holding in (False, True):
        morph = Morph(start, end, style=style, holding=holding)
        held = np.array([volume(morph.at(float(share))) for share in shares])
        off.append(float(np.abs(held / wanted - 1.0).max()))
    assert off[0] > 0.1
    assert off[1] < 0.03


def test_the_ends_are_the_objects_and_nothing_jumps_or_comes_apart():
    start, end = match(parts_of(SHAPES["mug"]()), parts_of(SHAPES["dog"]()))
    morph = Morph(start, end, style="melt", holding=True)
    assert morph.at(0.0) is start
    assert morph.at(1.0) is end
    made = [morph.at(share) for share in np.linspace(0.0, 1.0, 101).tolist()]
    assert max(np.abs(b.centre - a.centre).max() for a, b in zip(made, made[1:])) < 0.05
    assert all(components(parts) == 1 for parts in made[::10])
    again = Morph(start, end, style="melt", holding=True).at(0.5)
    for column in fields(again):
        assert getattr(again, column.name).tobytes() == getattr(made[50], column.name).tobytes()
