"""The quick evaluation of a clip equals the reference, the coarse mesh keeps to the fine one."""

from dataclasses import replace

import numpy as np
import pytest
from moving_clips import ball, creature, shell

from engine.bake.evaluate import evaluate, joints_at, place_at
from engine.picture.coarse import coarse_faces
from engine.picture.pose import Player, extent


def wild():
    """A creature with random keys, some quaternions on the far side, and a skeleton three deep."""
    rng = np.random.default_rng(5)
    made = creature(swing=0.4, swell=0.1, turns=8, path=lambda t: (t, 0.2 * t, -t))
    rotation = rng.normal(size=made.joint_rotation.shape)
    rotation /= np.linalg.norm(rotation, axis=-1, keepdims=True)
    place = rng.normal(size=made.place_rotation.shape)
    return replace(made, joint_rotation=rotation, joint_scale=rng.uniform(0.5, 1.5, made.joint_scale.shape),
                   joint_parents=np.array([-1, 0, 1, 1, 2, 0, 4, 0, 7], np.int32),
                   place_rotation=place / np.linalg.norm(place, axis=-1, keepdims=True))


@pytest.mark.parametrize("time", [-1.0, 0.0, 0.13, 0.5, 1.999, 2.0, 7.0])
def test_player_agrees_with_the_reference(time):
    clip = wild()
    pose = Player(clip).at(time)
    np.testing.assert_allclose(pose.place, place_at(clip, time), atol=1e-12)
    np.testing.assert_allclose(pose.skin @ clip.bind, joints_at(clip, time), atol=1e-12)


def test_extent_holds_the_clip():
    clip = creature(swing=0.6, swell=0.3, turns=12)
    low, high = extent(clip, Player(clip)).at(None)
    for time in np.linspace(0.0, 2.0, 23):
        positions = evaluate(clip, float(time))[0]
        assert (positions > low - 0.03).all()
        assert (positions < high + 0.03).all()
    now_low, now_high = extent(clip, Player(clip)).at(0.0)
    assert (now_low >= low).all()
    assert (now_high <= high).all()


def test_a_coarse_mesh_has_about_as_many_faces_as_asked_and_the_same_size():
    positions, normals, faces = shell((0.5, 0.8, 0.4), turns=160, rings=90)
    few = coarse_faces(positions, normals, np.zeros(len(positions), np.int32), faces, 2000)
    assert 600 < len(few) < 5000
    used = positions[np.unique(few)]
    np.testing.assert_allclose(np.ptp(used, axis=0), np.ptp(positions, axis=0), rtol=0.03)

    def volume(some):
        a, b, c = (positions[some[:, k]] for k in range(3))
        return np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6

    assert volume(few) == pytest.approx(volume(faces), rel=0.05)


def test_a_small_mesh_stays_as_it_is():
    clip = ball(turns=8)
    np.testing.assert_array_equal(coarse_faces(clip.positions, clip.normals, clip.part, clip.faces, 9000), clip.faces)
