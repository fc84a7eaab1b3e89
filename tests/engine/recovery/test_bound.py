"""A mesh skinned to parts: weights follow the surface, and a leg that bends leaves the other where it is."""

import numpy as np
import pytest
import trimesh

from engine.form.motion import rotations
from engine.form.parts import Parts, Slot, encode, expand
from engine.form.surface import surface
from engine.recovery.binding import bound
from engine.recovery.target import RecoveryError
from engine.vocabulary.slots import SLOT


@pytest.fixture(scope="module")
def trousers() -> Parts:
    """A waist with two legs that nearly touch."""
    waist = Slot(0, size=(0.12, 0.08, 0.08), blend=0.01)
    leg = Slot(SLOT["upper leg"], symmetry="mirror", attach=(0.43, -0.5, 0.0), anchor=(0.0, 0.9, 0.0),
               size=(0.042, 0.3, 0.045), exponents=(0.2, 0.3), blend=0.004)
    return expand(encode([waist, leg]))


@pytest.fixture(scope="module")
def mesh(trousers) -> tuple[np.ndarray, np.ndarray]:
    union = surface(trousers, cells=128)
    return union.positions.astype(float), union.faces.astype(int)


def test_a_leg_bends_without_the_other(trousers, mesh) -> None:
    vertices, faces = mesh
    joints, weights = bound(vertices, faces, trousers)
    left, right = (int(k) for k in np.flatnonzero(trousers.slot == SLOT["upper leg"]))
    turn = rotations(np.array([0.7, 0.0, 0.0]))
    share = np.where(joints == left, weights, 0.0).sum(1)
    joint = trousers.joint[left]
    posed = vertices + share[:, None] * ((vertices - joint) @ turn.T + joint - vertices)
    moved = np.linalg.norm(posed - vertices, axis=1)
    low = vertices[:, 1] < -0.25
    sign = np.sign(trousers.centre[left, 0])
    own, other = low & (sign * vertices[:, 0] > 0.0), low & (sign * vertices[:, 0] < 0.0)
    gap = np.abs(vertices[low, 0]).min() * 2.0
    assert gap < 0.03
    assert moved[own].min() > 0.05
    assert moved[other].max() < 1e-9
    assert share[np.abs(vertices[:, 0] - trousers.centre[right, 0]) < 0.01].max() < 0.6


def test_weights_sum_to_one_and_change_smoothly(trousers, mesh) -> None:
    vertices, faces = mesh
    joints, weights = bound(vertices, faces, trousers)
    assert joints.dtype == np.uint16
    assert weights.dtype == np.float32
    assert np.allclose(weights.sum(1), 1.0, atol=1e-5)
    assert (np.diff(weights, axis=1) <= 1e-6).all()
    assert (joints[weights == 0.0] == 0).all()
    dense = np.zeros((len(vertices), len(trousers)))
    np.add.at(dense, (np.arange(len(vertices))[:, None], joints.astype(int)), weights)
    step = np.abs(dense[faces[:, 0]] - dense[faces[:, 1]]).max(1)
    assert step.max() < 0.5
    again = bound(vertices, faces, trousers)
    assert again[0].tobytes() == joints.tobytes()
    assert again[1].tobytes() == weights.tobytes()


def test_equal_vertices_of_a_seam_move_together(trousers, mesh) -> None:
    vertices, faces = mesh
    joints, weights = bound(vertices, faces, trousers)
    split = vertices[faces].reshape(-1, 3)
    alone = bound(split, np.arange(len(split)).reshape(-1, 3), trousers)
    assert np.allclose(alone[1], weights[faces].reshape(-1, 4), atol=1e-5)
    assert (alone[0] == joints[faces].reshape(-1, 4)).mean() > 0.999


def test_what_is_no_mesh_is_refused(trousers) -> None:
    with pytest.raises(RecoveryError, match="no faces"):
        bound(np.eye(3), np.zeros((0, 3), int), trousers)
    ball = trimesh.creation.icosphere(1)
    joints, weights = bound(np.asarray(ball.vertices), np.asarray(ball.faces), trousers)
    assert len(joints) == len(weights) == len(ball.vertices)
