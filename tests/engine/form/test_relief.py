"""Relief: stone and leaves are uneven, their surfaces closed; what is squared, hollow or thin is even."""

import numpy as np
import pytest
import trimesh

from engine.form import kernel
from engine.form.field import THINNEST, Field
from engine.form.morph import Morph
from engine.form.parts import Parts, Slot, encode, expand
from engine.form.surface import surface
from engine.vocabulary.materials import MATERIAL, MATERIALS

SIZE = (0.5, 0.4, 0.45)


def stone(material: str = "stone", **more) -> Parts:
    return expand(encode([Slot(0, size=SIZE, material=MATERIAL[material], **more)]))


def height(parts: Parts) -> float:
    return float(Field(parts).table[0, kernel.HEIGHT])


def test_the_gradient_is_the_derivative_of_the_distance() -> None:
    field = Field(stone())
    points, step = np.random.default_rng(0).uniform(-0.7, 0.7, (2000, 3)), 1e-6
    distance, gradient, _ = field.both(points)
    np.testing.assert_array_equal(field.distance(points), distance)
    measured = np.stack([(field.distance(points + step * axis) - field.distance(points - step * axis)) / (2 * step)
                         for axis in np.eye(3)], axis=1)
    assert np.percentile(np.linalg.norm(measured - gradient, axis=1), 95) < 1e-6


@pytest.mark.parametrize("cells", [48, 96])
def test_a_stone_is_uneven_by_its_material_s_relief_and_stays_closed(cells: int) -> None:
    mesh = surface(stone(), cells=cells)
    even = Field(stone("plastic"))
    out = even.distance(mesh.positions.astype(float))
    most = MATERIALS["stone"].relief * np.mean(SIZE)
    assert 0.3 * most < out.std() < most
    assert np.abs(out).max() < 1.3 * most
    assert abs(out.mean()) < 0.3 * most
    closed = trimesh.Trimesh(mesh.positions, mesh.faces, process=False)
    assert closed.is_watertight
    assert closed.body_count == 1
    low, high = Field(stone()).bounds()
    assert (mesh.positions >= low).all()
    assert (mesh.positions <= high).all()


def test_what_is_squared_hollow_or_thin_is_even() -> None:
    assert height(stone()) == pytest.approx(MATERIALS["stone"].relief * np.mean(SIZE))
    assert height(stone(exponents=(1.0, 1.0))) == pytest.approx(0.0, abs=1e-12)
    assert height(stone(shell=0.2, open=1.0)) == 0.0
    assert height(stone("plastic")) == 0.0
    thin = expand(encode([Slot(0, size=(0.5, 0.5, 0.02), material=MATERIAL["leaf"])]))
    assert height(thin) == pytest.approx(THINNEST * 0.02)


def test_relief_comes_and_goes_with_a_morph_and_moves_with_its_part() -> None:
    first, last = stone("plastic"), stone()
    assert [height(Morph(first, last).at(share)) for share in (0.0, 0.5, 1.0)] == pytest.approx(
        [0.0, 0.5 * height(last), height(last)])
    turn = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    moved = last.changed(centre=last.centre + 0.3, rotation=last.rotation @ turn)
    points = np.random.default_rng(1).uniform(-0.6, 0.6, (500, 3))
    there = (points - last.centre) @ last.rotation[0] @ (last.rotation[0] @ turn).T + moved.centre
    np.testing.assert_allclose(Field(moved).distance(there), Field(last).distance(points), atol=1e-9)
