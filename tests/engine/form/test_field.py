import numpy as np
import pytest

from engine.form.field import Field, FieldError, cup
from engine.form.parts import gauge, warp
from tests.engine.form.shapes import SHAPES, parts_of


def around(field: Field, count: int = 4000) -> np.ndarray:
    low, high = field.bounds()
    return low + (high - low) * np.random.default_rng(0).random((count, 3))


@pytest.mark.parametrize("name", SHAPES)
def test_gradient_is_the_derivative_of_the_distance(name):
    field = Field(parts_of(SHAPES[name]()))
    points, step = around(field), 1e-6
    distance, gradient, _ = field.both(points)
    np.testing.assert_array_equal(field.distance(points), distance)
    measured = np.stack([(field.distance(points + step * axis) - field.distance(points - step * axis)) / (2 * step)
                         for axis in np.eye(3)], axis=1)
    error = np.linalg.norm(measured - gradient, axis=1)
    assert np.percentile(error[np.abs(distance) < 0.03], 95) < 1e-6
    assert np.median(error) < 1e-8


def test_a_part_alone_is_zero_on_its_surface_and_has_the_right_sign():
    parts = parts_of(SHAPES["dog"]())
    field = Field(parts)
    rng = np.random.default_rng(1)
    for index in range(len(parts)):
        unit = rng.normal(size=(200, 3))
        unit /= gauge(unit, parts.exponents[index])[:, None]
        for factor, sign in ((0.9, -1.0), (1.0, 0.0), (1.1, 1.0)):
            own = warp(unit * factor, parts.size[index], parts.taper[index], parts.bend[index])
            distance = field.part_distance(own @ parts.rotation[index].T + parts.centre[index], index)
            if sign:
                assert (np.sign(distance) == sign).all()
            else:
                assert np.abs(distance).max() < 1e-8


def test_outside_a_convex_part_the_distance_is_never_too_large():
    from engine.form.parts import Slot, encode, expand
    plate = Field(expand(encode([Slot(0, size=(0.5, 0.02, 0.3), exponents=(0.8, 0.5))])))
    rng = np.random.default_rng(2)
    unit = rng.normal(size=(20000, 3))
    unit /= gauge(unit, plate.parts.exponents[0])[:, None]
    surface = warp(unit, plate.parts.size[0], np.zeros(()), np.zeros(())) + plate.parts.centre
    points = rng.uniform(-1, 1, (300, 3))
    points = points[plate.distance(points) > 0]
    true = np.sqrt(((points[:, None] - surface[None]) ** 2).sum(-1)).min(1)
    distance = plate.distance(points)
    assert (distance <= true + 1e-9).all()
    assert (distance >= 0.45 * true - 0.02).all()


def test_the_order_of_parts_does_not_matter_and_a_union_only_adds():
    parts = parts_of(SHAPES["dog"]())
    field, turned = Field(parts), Field(parts.take(np.arange(len(parts))[::-1]))
    points = around(field)
    np.testing.assert_allclose(field.distance(points), turned.distance(points), atol=1e-12)
    points = np.concatenate([points, parts.centre + 0.01])
    nearest = np.min([field.part_distance(points, i) for i in range(len(parts))], axis=0)
    distance, _, width = field.both(points)
    assert (distance <= nearest + 1e-12).all()
    assert (distance >= nearest - field.table[:, -1].max()).all()
    np.testing.assert_array_equal((width > 0) & (distance < nearest - 1e-9), distance < nearest - 1e-9)


def test_a_cup_has_an_even_wall_an_open_top_and_a_closed_bottom():
    parts = parts_of(SHAPES["mug"]()[:1])
    field = Field(parts)
    wall, sizes = float(cup(parts)[0][0]), parts.size[0]
    across = np.linspace(0, sizes[0], 4001)
    for height in np.linspace(-0.7, 0.8, 7) * sizes[1]:
        line = np.stack([across, np.full_like(across, height), np.zeros_like(across)], 1) + parts.centre
        inside = field.distance(line) < 0
        assert inside.sum() * (across[1] - across[0]) == pytest.approx(wall, rel=0.06)
    axis = np.stack([np.zeros(4001), np.linspace(-1.2, 1.2, 4001) * sizes[1], np.zeros(4001)], 1) + parts.centre
    inside = field.distance(axis) < 0
    assert inside.sum() * 2.4 * sizes[1] / 4000 == pytest.approx(wall, rel=0.06)
    assert (axis[inside, 1] < parts.centre[0, 1] - 0.8 * sizes[1]).all()


def test_a_cup_closes_into_a_solid_without_a_jump():
    parts = parts_of(SHAPES["bowl"]())
    field = Field(parts)
    points = around(field)
    opened = [Field(parts.changed(open=np.array([share]))).distance(points) for share in np.linspace(0, 1, 101)]
    solid = Field(parts.changed(shell=np.zeros(1), open=np.zeros(1))).distance(points)
    near = np.abs(solid) < 0.2
    assert max(np.abs(b - a)[near].max() for a, b in zip(opened, opened[1:])) < 0.02
    assert ((opened[0] < 0) == (solid < 0)).all()


def test_bounds_hold_the_surface():
    for slots in SHAPES.values():
        field = Field(parts_of(slots()))
        low, high = field.bounds()
        points = around(field) * 1.6
        inside = field.distance(points) <= 0
        assert (points[inside] >= low).all()
        assert (points[inside] <= high).all()


def test_points_of_the_wrong_shape_are_refused():
    with pytest.raises(FieldError, match=r"\[2, 2\]"):
        Field(parts_of(SHAPES["chair"]())).distance(np.zeros((2, 2)))
