"""Thumbnails fill their picture."""

import numpy as np

from engine.picture.camera import Camera
from studio.pictures import closer


def _cover(camera, points, size=(200, 120)):
    """What a cloud of points covers [height, width], as a renderer would say."""
    matrix = camera.projection(size[0] / size[1]) @ camera.view()
    clip = np.c_[points, np.ones(len(points))] @ matrix.T
    ndc = clip[:, :2] / clip[:, 3:]
    column, row = (ndc[:, 0] + 1) / 2 * size[0], (1 - ndc[:, 1]) / 2 * size[1]
    cover = np.zeros(size[::-1], np.uint8)
    inside = (column >= 0) & (column < size[0]) & (row >= 0) & (row < size[1])
    cover[row[inside].astype(int), column[inside].astype(int)] = 255
    return cover


def test_a_small_thing_in_a_large_box_is_framed_by_what_is_seen():
    points = np.random.default_rng(3).uniform([0.9, 0.0, -0.1], [1.1, 0.4, 0.1], (4000, 3))
    camera = Camera().frame(np.array([-2.0, 0.0, -2.0]), np.array([2.0, 3.0, 2.0]), aspect=200 / 120)
    for _ in range(3):
        camera = closer(camera, _cover(camera, points))
    rows, columns = np.nonzero(_cover(camera, points).max(1))[0], np.nonzero(_cover(camera, points).max(0))[0]
    share = max((rows[-1] - rows[0]) / 120, (columns[-1] - columns[0]) / 120)
    assert 0.75 < share <= 0.95
    assert abs((rows[0] + rows[-1]) / 2 - 60) < 6
    assert abs((columns[0] + columns[-1]) / 2 - 100) < 6


def test_nothing_seen_leaves_the_camera():
    camera = Camera()
    assert closer(camera, np.zeros((10, 10), np.uint8)) == camera
