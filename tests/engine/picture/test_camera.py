"""The camera: what it frames is seen, what it projects comes back."""

import numpy as np
import pytest

from engine.picture.camera import Camera


@pytest.mark.parametrize("parallel", [False, True])
def test_a_ray_goes_through_the_point_it_projects(parallel):
    camera = Camera(yaw=0.7, pitch=0.4, distance=3.0, parallel=parallel)
    point = np.array([0.3, 0.9, -0.2])
    x, y, _ = camera.project(point, (640, 360))
    origin, direction = camera.ray(x, y, (640, 360))
    assert np.linalg.norm(np.cross(point - origin, direction)) < 1e-9


@pytest.mark.parametrize("yaw", [0.0, 1.1, -2.5])
@pytest.mark.parametrize("aspect", [0.5, 1.0, 2.0])
def test_a_framed_box_is_inside_and_fills_the_picture(yaw, aspect):
    low, high = np.array([-1.0, 0.0, -0.2]), np.array([2.0, 3.0, 0.4])
    camera = Camera(yaw=yaw, pitch=0.3).frame(low, high, aspect=aspect, margin=1.1)
    size = (int(400 * aspect), 400)
    corners = np.array([[x, y, z] for x in (-1, 2) for y in (0, 3) for z in (-0.2, 0.4)], float)
    seen = camera.project(corners, size)[:, :2] / size * 2 - 1
    assert np.abs(seen).max() == pytest.approx(1 / 1.1, abs=1e-6)


@pytest.mark.parametrize("aspect", [0.6, 1.8])
def test_fitted_points_touch_two_opposite_sides(aspect):
    points = np.random.default_rng(3).normal(size=(40, 3)) * (1.0, 0.4, 2.0) + (5.0, 1.0, -2.0)
    camera = Camera(yaw=0.8, pitch=0.35).fit(points, aspect=aspect, margin=1.1)
    size = (int(400 * aspect), 400)
    seen = (camera.project(points, size)[:, :2] / size * 2 - 1) * 1.1
    assert np.abs(seen).max() == pytest.approx(1.0, abs=1e-6)
    tight = np.ptp(seen, axis=0).argmax()
    np.testing.assert_allclose([seen[:, tight].min(), seen[:, tight].max()], [-1.0, 1.0], atol=1e-6)


def test_yaw_nothing_looks_at_the_front():
    camera = Camera(yaw=0.0, pitch=0.0, distance=2.0, target=(0.0, 0.0, 0.0))
    np.testing.assert_allclose(camera.eye(), (0, 0, 2), atol=1e-12)
    right = camera.project(np.array([0.5, 0.0, 0.0]), (100, 100))
    assert right[0] > 50


def test_a_whole_turn_comes_back():
    camera = Camera(yaw=0.4)
    np.testing.assert_allclose(camera.turntable(1.0).pose(), camera.pose(), atol=1e-12)
    assert camera.turntable(0.25).yaw != camera.yaw
