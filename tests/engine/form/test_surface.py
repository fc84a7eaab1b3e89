from dataclasses import fields

import numpy as np
import pytest
import trimesh

from engine.form.field import Field
from engine.form.lattice import EDGES, TRIANGLES
from engine.form.surface import SurfaceError, linear, srgb, surface
from tests.engine.form.shapes import SHAPES, parts_of, turn_x


def solid(mesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.positions, mesh.faces, process=False)


@pytest.mark.parametrize("name", SHAPES)
def test_the_mesh_is_closed_wound_outwards_and_on_the_surface(name):
    parts = parts_of(SHAPES[name]())
    made = surface(parts, cells=64)
    mesh = solid(made)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.volume > 0
    assert mesh.body_count == 1
    low, high = Field(parts).bounds()
    assert np.abs(Field(parts).distance(made.positions)).max() < 0.15 * (high - low).max() / 64
    np.testing.assert_allclose(np.linalg.norm(made.normals, axis=1), 1.0, atol=1e-5)
    agreement = (mesh.face_normals * made.normals[made.faces].mean(1)).sum(1)
    assert (agreement < 0).mean() < 0.003
    assert np.percentile(np.degrees(mesh.face_angles.min(1)), 1) > 15


@pytest.mark.parametrize("name", ["chair", "dog", "mug"])
def test_the_mesh_encloses_what_the_field_calls_inside(name):
    parts = parts_of(SHAPES[name]())
    made = surface(parts, cells=64)
    field = Field(parts)
    low, high = field.bounds()
    points = low + (high - low) * np.random.default_rng(3).random((300_000, 3))
    volume = (field.distance(points) < 0).mean() * np.prod(high - low)
    assert solid(made).volume == pytest.approx(volume, rel=0.04)


def test_a_mug_is_one_handled_cup():
    mesh = solid(surface(parts_of(SHAPES["mug"]()), cells=64))
    assert mesh.body_count == 1
    full = parts_of(SHAPES["mug"]()).changed(shell=np.zeros(2), open=np.zeros(2))
    assert mesh.volume < 0.6 * solid(surface(full, cells=64)).volume


def test_skin_weights_sum_to_one_and_name_near_parts():
    parts = parts_of(SHAPES["dog"]())
    made = surface(parts, cells=64)
    np.testing.assert_allclose(made.weights.sum(1), 1.0, atol=1e-5)
    assert (made.joints[made.weights == 0] == 0).all()
    assert (made.joints < len(parts)).all()
    np.testing.assert_array_equal(made.joints[:, 0], np.where(made.weights[:, 0] > 0, made.joints[:, 0], 0))
    field = Field(parts)
    distances = np.stack([field.part_distance(made.positions, i) for i in range(len(parts))], 1)
    chosen = distances[np.arange(len(distances)), made.part]
    np.testing.assert_allclose(chosen, distances.min(1), atol=1e-4)


def test_colours_are_the_parts_own_away_from_seams():
    parts = parts_of(SHAPES["mug"]())
    made = surface(parts, cells=64)
    difference = np.abs(made.colours - parts.colour[made.part]).max(1)
    assert np.median(difference) < 0.01
    assert made.colours.min() >= 0
    assert made.colours.max() <= 1
    values = np.linspace(0, 1, 11)
    np.testing.assert_allclose(srgb(linear(values)), values, atol=1e-12)


def test_the_same_parts_give_the_same_bytes():
    parts = parts_of(SHAPES["dog"]())
    first, second = surface(parts, cells=48), surface(parts, cells=48)
    for column in fields(first):
        assert getattr(first, column.name).tobytes() == getattr(second, column.name).tobytes()


def test_random_tokens_always_give_a_closed_mesh():
    from engine.form.parts import expand
    from engine.vocabulary.slots import SLOT_COUNT, TOKEN_WIDTH
    rng = np.random.default_rng(4)
    for _ in range(4):
        tokens = rng.normal(size=(SLOT_COUNT, TOKEN_WIDTH)) * 0.7
        tokens[:, 0] -= 0.9
        tokens[:, 17:20] -= 1.5
        mesh = solid(surface(expand(tokens), cells=40))
        assert mesh.is_watertight
        assert mesh.volume > 0


def test_every_sign_pattern_leaves_and_enters_each_edge_once():
    for triangles in TRIANGLES:
        corners = triangles[triangles >= 0].reshape(-1, 3)
        directed = [(a, b) for t in corners.tolist() for a, b in zip(t, t[1:] + t[:1])]
        assert len(set(directed)) == len(directed)


def test_bad_requests_are_refused():
    parts = parts_of(SHAPES["chair"]())
    with pytest.raises(SurfaceError, match="4"):
        surface(parts, cells=4)
    with pytest.raises(SurfaceError, match="without parts"):
        surface(parts.take(np.arange(0)), cells=32)
    with pytest.raises(SurfaceError, match="taper"):
        surface(parts.changed(taper=parts.taper * np.nan), cells=32)


def test_a_fin_thinner_than_a_cell_neither_frays_nor_vanishes():
    from engine.form.parts import Slot
    made = surface(parts_of([Slot(0, size=(0.3, 0.003, 0.2), blend=0.001)]), cells=48)
    mesh = solid(made)
    assert mesh.is_watertight
    assert mesh.body_count == 1
    assert mesh.euler_number == 2
    np.testing.assert_allclose(np.ptp(made.positions, axis=0), (0.6, 0.006, 0.4), rtol=0.12)


def test_no_triangle_has_a_side_across_a_face_of_its_cell():
    def faces_of(edge):
        low, high, along = EDGES[edge]
        return {(axis, low >> axis & 1) for axis in range(3) if axis != along}

    for triangles in TRIANGLES:
        corners = triangles[triangles >= 0].reshape(-1, 3)
        directed = {(a, b) for t in corners.tolist() for a, b in zip(t, t[1:] + t[:1])}
        across = [(a, b) for a, b in directed if (b, a) in directed]
        assert not [pair for pair in across if faces_of(pair[0]) & faces_of(pair[1])]


def test_a_sealed_hollow_is_filled():
    from engine.form.parts import Slot
    lid = Slot(2, parent=0, attach=(0, 1, 0), size=(0.4, 0.03, 0.4), exponents=(0.9, 0.1), blend=0.01)
    closed = parts_of([*SHAPES["mug"](), lid])
    made = surface(closed, cells=64)
    middle = 0.5 * (made.positions.min(0) + made.positions.max(0))
    assert Field(closed).distance(middle[None].astype(float))[0] > 0.1
    mesh = solid(made)
    assert mesh.body_count == 1
    assert mesh.volume > 2.0 * solid(surface(parts_of(SHAPES["mug"]()), cells=64)).volume


@pytest.mark.parametrize("turn", [0.3, 0.5, 0.7, 0.9])
def test_a_link_thinner_than_a_cell_holds(turn):
    from engine.form.parts import Slot
    made = surface(parts_of([
        Slot(0, size=(0.008, 0.6, 0.008), rotation=turn_x(turn), blend=0.001),
        Slot(1, parent=0, attach=(0, 1, 0), size=(0.1, 0.1, 0.1), blend=0.001),
        Slot(2, parent=0, attach=(0, -1, 0), size=(0.1, 0.1, 0.1), blend=0.001)]), cells=40)
    mesh = solid(made)
    assert mesh.body_count == 1
    assert mesh.is_watertight
    assert np.ptp(made.positions, axis=0)[1] > 1.0 * np.cos(turn)
