import numpy as np
import pytest

from engine.form.motion import moving
from engine.form.object4d import Object4D, ObjectError
from engine.form.parts import TokenError, encode
from engine.form.surface import surface
from tests.engine.form.shapes import SHAPES, dog_slots


@pytest.mark.parametrize("name", SHAPES)
def test_it_stands_on_the_ground_over_the_origin(name):
    made = Object4D.from_tokens(encode(SHAPES[name]()), scale=0.6, period=1.0)
    mesh = surface(made.parts, cells=64)
    low, high = made.bounds()
    size = np.linalg.norm(high - low)
    assert low[1] == 0.0
    assert abs(mesh.positions[:, 1].min()) < 0.01 * size
    assert (made.parts.centre[0, [0, 2]] == 0).all()
    np.testing.assert_allclose(mesh.positions.min(0), low, atol=0.02 * size)
    np.testing.assert_allclose(mesh.positions.max(0), high, atol=0.02 * size)


def test_scale_is_metres_per_object_unit():
    small, large = (Object4D.from_tokens(encode(dog_slots()), scale=s, period=1.0) for s in (0.5, 1.0))
    np.testing.assert_allclose(np.ptp(small.bounds(), axis=0) * 2, np.ptp(large.bounds(), axis=0))
    np.testing.assert_allclose(small.parts.motion[:, 12:20] * 2, large.parts.motion[:, 12:20])


def test_bounds_follow_the_pose_and_names_differ():
    made = Object4D.from_tokens(encode(dog_slots()), scale=1.0, period=1.0)
    points = surface(moving(made.parts, 0.2), cells=96).positions
    low, high = made.bounds(0.2)
    np.testing.assert_allclose(points.min(0), low, atol=0.03)
    np.testing.assert_allclose(points.max(0), high, atol=0.03)
    assert len(set(made.names())) == len(made.parts)
    assert made.names()[:2] == ("body", "neck")
    assert "upper leg 2" in made.names()


def test_bad_numbers_are_refused():
    tokens = encode(dog_slots())
    with pytest.raises(ObjectError, match="scale must be a number above 0, not 0"):
        Object4D.from_tokens(tokens, scale=0.0, period=1.0)
    with pytest.raises(ObjectError, match="period"):
        Object4D.from_tokens(tokens, scale=1.0, period=float("nan"))
    with pytest.raises(TokenError):
        Object4D.from_tokens(tokens * np.nan, scale=1.0, period=1.0)
