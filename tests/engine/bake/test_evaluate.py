import numpy as np
from scipy.spatial.transform import Rotation, Slerp

from engine.bake.evaluate import bracket, slerp, to_matrix, to_quaternion


def test_quaternions_and_matrices_are_each_others_inverse():
    turns = Rotation.random(50, random_state=1)
    assert np.allclose(to_matrix(turns.as_quat()), turns.as_matrix())
    assert np.allclose(to_matrix(to_quaternion(turns.as_matrix())), turns.as_matrix())
    half = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 1.0, 0], [0, 0, 0, 1.0]])
    assert np.allclose(np.abs(to_quaternion(to_matrix(half))), half)


def test_between_two_rotations_it_goes_the_short_way_evenly():
    pair = Rotation.random(2, random_state=4)
    ours = slerp(pair[0].as_quat(), -pair[1].as_quat(), 0.3)
    theirs = Slerp([0, 1], pair)(0.3).as_quat()
    assert abs(abs((ours * theirs).sum()) - 1) < 1e-12


def test_times_outside_the_keys_hold_the_ends():
    times = np.array([1.0, 2.0, 4.0])
    for time, at, share in ((0.0, 0, 0.0), (1.0, 0, 0.0), (3.0, 1, 0.5), (4.0, 2, 0.0), (9.0, 2, 0.0)):
        keys, shares = bracket(times, time)
        assert (keys[0], shares[1]) == (at, share)
