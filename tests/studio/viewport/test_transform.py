"""Moving, turning and scaling: the pointer's way and the numbers' way agree, and everything can be taken back."""

from dataclasses import replace

import numpy as np
import pytest

from engine.picture.camera import Camera
from studio.viewport import gizmo
from studio.viewport.transform import Drag, put_together, rotation, taken_apart

SIZE = (800, 600)
CAMERA = Camera(yaw=0.5, pitch=0.4, distance=4.0, target=(0.0, 0.5, 0.0))


def drag(tool, place=None, **changes):
    place = np.eye(4) if place is None else place
    x, y, _ = CAMERA.project(place[:3, 3], SIZE)
    return Drag(tool, {"a": place}, CAMERA, SIZE, (x + 40.0, y), (x + 40.0, y), **changes)


def test_an_object_dragged_over_the_floor_stays_under_the_pointer_and_on_its_level():
    place = put_together((0.3, 0.0, -0.2), (0.0, 0.7, 0.0), 1.0)
    x, y, _ = CAMERA.project(place[:3, 3], SIZE)
    moving = Drag("move", {"a": place}, CAMERA, SIZE, (x, y), (x + 90.0, y + 35.0))
    after = moving.matrices()["a"]
    np.testing.assert_allclose(CAMERA.project(after[:3, 3], SIZE)[:2], (x + 90.0, y + 35.0), atol=1e-6)
    assert after[1, 3] == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(after[:3, :3], place[:3, :3])


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_an_axis_holds_and_its_tip_follows_the_pointer(axis):
    direction = np.eye(3)["xyz".index(axis)]
    begun = drag("move", axis=axis)
    start = CAMERA.project(np.zeros(3), SIZE)[:2]
    end = CAMERA.project(direction * 0.7, SIZE)[:2]
    moved = replace(begun, start=tuple(start), at=tuple(end)).matrices()["a"]
    np.testing.assert_allclose(moved[:3, 3], direction * 0.7, atol=1e-9)


def test_typed_numbers_are_metres_degrees_and_times():
    typed = drag("move").key("z").key("1").key(".").key("5").key("-")
    np.testing.assert_allclose(typed.matrices()["a"][:3, 3], (0, 0, -1.5))
    turned = drag("rotate").key("9").key("0")
    np.testing.assert_allclose(turned.matrices()["a"][:3, :3], rotation(np.array([0, 1, 0]), np.pi / 2), atol=1e-12)
    assert taken_apart(drag("scale").key("2").matrices()["a"])[2] == pytest.approx(2.0)
    assert drag("move").key("1").key("back").typed == ""
    assert drag("move").key("x").key("x").axis == ""


def test_turning_goes_with_the_pointer():
    x, y, _ = CAMERA.project(np.zeros(3), SIZE)
    begun = replace(drag("rotate"), start=(x + 50.0, y), at=(x, y - 50.0))     # a quarter turn against the clock
    assert begun.amount() == pytest.approx(np.pi / 2)


def test_several_objects_turn_about_their_middle():
    left, right = put_together((-1.0, 0, 0), (0, 0, 0), 1.0), put_together((1.0, 0, 0), (0, 0, 0), 1.0)
    turned = Drag("rotate", {"l": left, "r": right}, CAMERA, SIZE, (0, 0), (0, 0), typed="180").matrices()
    np.testing.assert_allclose(turned["l"][:3, 3], (1, 0, 0), atol=1e-12)
    np.testing.assert_allclose(turned["r"][:3, 3], (-1, 0, 0), atol=1e-12)


def test_steps_are_round():
    stepped = replace(drag("rotate", stepped=True), at=(500.0, 111.0))
    steps = np.degrees(stepped.amount()) / 15
    assert round(steps) != 0
    assert steps == pytest.approx(round(steps), abs=1e-9)


@pytest.mark.parametrize("angles", [(0.2, 1.1, -0.4), (-0.9, -2.8, 0.0), (0.0, np.pi / 2, 0.3)])
def test_taken_apart_and_put_together_is_the_same(angles):
    place = put_together((1.0, 2.0, -3.0), angles, 1.7)
    np.testing.assert_allclose(put_together(*taken_apart(place)), place, atol=1e-12)


@pytest.mark.parametrize("tool", ["move", "rotate", "scale"])
def test_a_handle_is_gripped_where_it_is_drawn(tool):
    found = gizmo.handles(tool, CAMERA, SIZE, np.zeros(3))
    assert {handle.axis for handle in found} == {"x", "y", "z"}
    for handle in found:
        if not handle.closed:
            assert gizmo.gripped(found, *(handle.points[0] * 0.1 + handle.points[1] * 0.9)) == handle.axis
    assert gizmo.gripped(found, 5.0, 5.0) == ""
    assert gizmo.handles("select", CAMERA, SIZE, np.zeros(3)) == []


def test_the_corner_shows_where_the_axes_point():
    for name, view in gizmo.VIEWS.items():
        front = gizmo.corner_balls(Camera().look(*view), SIZE)[-1]
        assert front[0] == name
        assert gizmo.corner_hit(Camera().look(*view), SIZE, *front[1]) == name
