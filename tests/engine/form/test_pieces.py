import numpy as np
import pytest

from engine.form.parts import Slot
from engine.form.pieces import components, labels
from engine.form.surface import surface
from tests.engine.form.shapes import SHAPES, chair_slots, parts_of
from tests.engine.form.test_surface import solid


@pytest.mark.parametrize("name", SHAPES)
def test_whole_objects_are_one_piece_as_their_mesh_says(name):
    parts = parts_of(SHAPES[name]())
    assert components(parts) == solid(surface(parts, cells=64)).body_count == 1


def test_torn_objects_fall_apart_as_their_mesh_says():
    parts = parts_of(chair_slots())
    centre = parts.centre.copy()
    centre[[1, 5]] += np.array([[0.4, -0.4, 0.2], [0.2, 0.9, -0.3]])
    torn = parts.changed(centre=centre)
    assert components(torn) == solid(surface(torn, cells=72)).body_count == 3
    np.testing.assert_array_equal(np.flatnonzero(labels(torn) != 0), [1, 5])


@pytest.mark.parametrize("gap", [0.3, 0.6, 1.5, 2.0])
def test_a_blend_bridges_a_gap_as_wide_as_the_field_says(gap):
    blend = 0.1
    parts = parts_of([Slot(0, size=(0.3, 0.3, 0.3), blend=blend), Slot(1, size=(0.3, 0.3, 0.3), blend=blend)])
    apart = parts.changed(centre=np.array([[0.0, 0, 0], [0.6 + gap * blend, 0, 0]]))
    assert components(apart) == solid(surface(apart, cells=64)).body_count


def test_a_ball_loose_in_a_cup_is_a_second_piece():
    cup = parts_of(SHAPES["mug"]()[:1])
    ball = parts_of([Slot(0, size=(0.1, 0.1, 0.1), blend=0.01)])
    both = parts_of([*SHAPES["mug"]()[:1], Slot(1, size=(0.1, 0.1, 0.1), blend=0.01)])
    loose = both.changed(centre=np.concatenate([cup.centre, ball.centre]))
    assert components(loose) == 2
    sunk = both.changed(centre=np.concatenate([cup.centre, ball.centre - [[0, 0.3, 0]]]))
    assert components(sunk) == 1
