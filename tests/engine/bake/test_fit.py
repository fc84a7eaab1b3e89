import numpy as np
import pytest

from engine.bake import fit as fitting
from engine.bake.error import angles
from engine.bake.fit import fit, fit_normals


def sequence(seed=3):
    random = np.random.default_rng(seed)
    time = np.linspace(0, 1, 12)
    curves = np.stack([np.ones_like(time), time, np.sin(2 * np.pi * time), np.cos(2 * np.pi * time)], 1)
    shapes = random.normal(size=(4, 30, 3)) * np.array([1.0, 0.4, 0.2, 0.05])[:, None, None]
    return time, np.tensordot(curves, shapes, 1)


def test_a_sequence_of_three_shapes_comes_back_and_the_lead_is_kept():
    time, frames = sequence()
    found = fit(frames, np.ones(frames.shape[:2]), free=2, lead=time)
    assert np.array_equal(found.curves[:, 0], time)
    assert found.curves.min() >= 0
    assert found.curves.max() <= 1
    made = found.base + np.tensordot(found.curves, found.targets, 1)
    assert np.abs(made - frames).max() < 2e-3


def test_what_is_covered_gives_way_to_what_is_seen():
    _, frames = sequence()
    counts = np.ones(frames.shape[:2])
    counts[:, 10:] = 0.001
    def missed(weights):
        found = fit(frames, weights, free=1)
        return np.square(found.base + np.tensordot(found.curves, found.targets, 1) - frames)[:, :10].mean()
    assert missed(counts) < missed(np.ones_like(counts))


def test_normals_keep_their_direction_and_the_base_is_unit():
    time, frames = sequence()
    normals = frames / np.linalg.norm(frames, axis=2, keepdims=True)
    curves = fit(frames, np.ones(frames.shape[:2]), free=2, lead=time).curves
    base, targets = fit_normals(normals, np.ones(frames.shape[:2]), curves)
    assert np.allclose(np.linalg.norm(base, axis=1), 1.0)
    made = base + np.tensordot(curves, targets, 1)
    made /= np.linalg.norm(made, axis=2, keepdims=True)
    assert np.median((made * normals).sum(2)) > 0.99


def test_of_normals_only_the_direction_is_fitted(monkeypatch: pytest.MonkeyPatch):
    """Ten normals that turn by up to half a circle, each at a pace of its own, on two curves."""
    time = np.linspace(0.0, 1.0, 16)
    turn = np.pi * time[:, None] ** np.linspace(0.6, 1.6, 10) * np.linspace(0.2, 1.0, 10)
    normals = np.stack([np.cos(turn), np.sin(turn), 0.0 * turn], 2)
    curves, counts = np.stack([time, time**2], 1), np.ones((16, 10))

    def missed():
        base, targets = fit_normals(normals, counts, curves)
        return angles((base + np.tensordot(curves, targets, 1)).reshape(-1, 3), normals.reshape(-1, 3)).mean()

    best = missed()
    monkeypatch.setattr(fitting, "NORMAL_ROUNDS", 0)
    assert best < 0.7 * missed()
