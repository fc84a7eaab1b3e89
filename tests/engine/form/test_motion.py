import numpy as np
import pytest

from engine.form.field import Field
from engine.form.motion import CONTROLS, MotionError, controls, curves, moving, pose, posed, poses, rotations
from engine.form.parts import Slot
from tests.engine.form.shapes import dog_slots, motion, parts_of

CYCLES = np.linspace(-1.3, 2.7, 41)


def test_curves_meet_the_harmonics_at_the_knots_and_nearly_between():
    channels = np.random.default_rng(0).normal(size=(1, 30))
    points = controls(channels)

    def harmonics(cycle, first, count):
        angle = 2 * np.pi * cycle
        waves = np.stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)], -1)
        return waves[:, :count] @ channels[0, first:first + count]
    knots, between = np.arange(CONTROLS) / CONTROLS, np.linspace(0, 1, 977)
    for cycle, close in ((knots, 1e-12), (between, 0.012)):
        value = curves(points, cycle[:, None])[:, 0]
        for curve, first, count in ((0, 0, 4), (2, 8, 4), (3, 12, 2), (4, 14, 4), (5, 18, 2), (6, 20, 2)):
            np.testing.assert_allclose(value[:, curve], harmonics(cycle, first, count), atol=close)


def test_the_loop_closes_exactly():
    parts = parts_of(dog_slots())
    eighths = np.arange(9) / 8
    first = poses(parts, eighths)
    np.testing.assert_array_equal(first, poses(parts, eighths + 3.0))
    np.testing.assert_array_equal(first[0], first[8])


def test_one_pose_is_the_pose_of_many():
    parts = parts_of(dog_slots())
    many = poses(parts, CYCLES)
    for cycle, matrices in zip(CYCLES, many):
        np.testing.assert_array_equal(pose(parts, cycle), matrices)


def test_mirrored_motion_is_mirrored():
    slots = dog_slots()
    slots[5] = Slot(**{**vars(slots[5]), "motion": motion(turn=[0.5, 0.1, 0, 0.05, 0.3, 0.1, 0, 0, 0.2],
                                                          shift=[0.03, 0.01, 0.02], swell=[0.1], spin=1)})
    parts = parts_of(slots)
    reflect = np.diag([-1.0, 1.0, 1.0, 1.0])
    front = np.flatnonzero((parts.slot == 9) | (parts.slot == 10))
    left, right = front[parts.centre[front, 0] > 0], front[parts.centre[front, 0] < 0]
    for cycle in CYCLES:
        matrices = pose(parts, cycle)
        np.testing.assert_allclose(matrices[left], reflect @ matrices[right] @ reflect, atol=1e-12)


def test_the_joint_of_a_turning_part_stays_on_its_parent():
    parts = parts_of(dog_slots())
    for cycle in CYCLES:
        matrices = pose(parts, cycle)
        for index in np.flatnonzero(parts.parent >= 0):
            joint = np.append(parts.joint[index], 1.0)
            np.testing.assert_allclose(matrices[index] @ joint, matrices[parts.parent[index]] @ joint, atol=1e-12)


def test_copies_run_ahead_by_their_phase():
    parts = parts_of([Slot(0, size=(0.3, 0.1, 0.3)),
                      Slot(9, parent=0, symmetry="radial", count=4, attach=(0.9, 0, 0), anchor=(0, 0.9, 0),
                           size=(0.05, 0.2, 0.05), motion=motion(turn=[0.4, 0.2], offset=0.25))])
    turn = np.array([[0.0, 0, 1, 0], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]])
    # the second copy stands a quarter turn on and a quarter cycle ahead
    np.testing.assert_allclose(pose(parts, 0.1)[2], turn @ pose(parts, 0.35)[1] @ turn.T, atol=1e-12)


def test_wheels_of_both_sides_roll_the_same_way_by_whole_turns():
    axle = rotations(np.array([0.0, 0.0, -np.pi / 2]))
    parts = parts_of([Slot(0, size=(0.3, 0.1, 0.5)),
                      Slot(29, parent=0, symmetry="mirror", attach=(0.95, -0.5, 0.5), rotation=axle,
                           size=(0.1, 0.03, 0.1), motion=motion(spin=1.1))])
    matrices = pose(parts, 0.125)
    np.testing.assert_allclose(matrices[1][:3, :3], matrices[2][:3, :3], atol=1e-12)
    np.testing.assert_allclose(matrices[1][:3, :3], rotations(np.array([np.pi / 4, 0, 0])), atol=1e-12)


def test_a_posed_field_is_the_field_carried_along():
    parts = parts_of([dog_slots()[2].__class__(**{**vars(dog_slots()[2]), "index": 0, "parent": 0})])
    matrix = pose(parts, 0.3)
    scale = np.cbrt(np.linalg.det(matrix[0, :3, :3]))
    points = np.random.default_rng(0).uniform(-0.4, 0.4, (500, 3))
    moved = points @ matrix[0, :3, :3].T + matrix[0, :3, 3]
    np.testing.assert_allclose(Field(posed(parts, matrix)).distance(moved), Field(parts).distance(points) * scale,
                               atol=1e-9)
    np.testing.assert_array_equal(moving(parts, 0.3).centre, posed(parts, matrix).centre)


def test_no_motion_is_rest_and_cycles_must_be_finite():
    parts = parts_of(dog_slots())
    still = parts.changed(motion=0.0 * parts.motion)
    np.testing.assert_allclose(pose(still, 0.4), np.tile(np.eye(4), (len(parts), 1, 1)), atol=1e-12)
    with pytest.raises(MotionError, match="nan"):
        pose(parts, float("nan"))
