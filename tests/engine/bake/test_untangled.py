"""Where a mesh passes through itself, and places at which it no longer does."""

import numpy as np
import pytest
import trimesh

from engine.bake.cloth import Cloth, Spread
from engine.bake.correspondence import halfway
from engine.bake.pierced import pierced
from engine.bake.untangled import nearer, untangled


def cloth_of(mesh, part=0):
    return Cloth(np.array(mesh.vertices), np.array(mesh.vertex_normals), np.array(mesh.faces),
                 np.full(len(mesh.vertices), part))


def seamed(mesh):
    """The mesh with three vertices of its own for every face, as where all faces have their own place in a texture."""
    return trimesh.Trimesh(mesh.vertices[mesh.faces].reshape(-1, 3), np.arange(mesh.faces.size).reshape(-1, 3),
                           process=False)


def sheet(count=24):
    """A flat square of `count` x `count` cells, 1 m wide."""
    at = np.linspace(-0.5, 0.5, count + 1)
    x, z = (each.reshape(-1) for each in np.meshgrid(at, at, indexing="ij"))
    corner = (np.arange(count)[:, None] * (count + 1) + np.arange(count)).reshape(-1)
    a, b, c, d = corner, corner + 1, corner + count + 1, corner + count + 2
    faces = np.concatenate([np.stack([a, b, d], 1), np.stack([a, d, c], 1)])
    points = np.stack([x, np.zeros_like(x), z], 1)
    return Cloth(points, np.tile([0.0, 1.0, 0.0], (len(x), 1)), faces, np.zeros(len(x), int))


def prongs():
    """A ball with two long ears."""
    ears = [trimesh.creation.capsule(0.5, 0.08, count=[24, 24]).apply_translation((side, 0.0, 0.25))
            for side in (-0.18, 0.18)]
    field = trimesh.util.concatenate([trimesh.creation.icosphere(4, 0.35), *ears]).voxelized(0.03).fill()
    mesh = field.marching_cubes.apply_transform(field.transform)
    return trimesh.smoothing.filter_taubin(mesh, iterations=12)


@pytest.fixture(scope="module")
def balls():
    one, other = trimesh.creation.icosphere(2, 0.5), trimesh.creation.icosphere(2, 0.4)
    return one, other.apply_transform(trimesh.transformations.rotation_matrix(0.7, (1, 2, 3), (0, 0, 0))
                                      ).apply_translation((0.45, 0.1, 0.0))


def crossed(mesh, edges_of):
    """The faces of a mesh that edges of another go through, by solving for each edge and face."""
    ends = edges_of.vertices[edges_of.edges_unique]
    corner, way = mesh.triangles[None, :, 0], (ends[:, 1] - ends[:, 0])[:, None]
    sides = np.broadcast_arrays(mesh.triangles[None, :, 1] - corner, mesh.triangles[None, :, 2] - corner, -way)
    u, v, t = np.moveaxis(np.linalg.solve(np.stack(sides, -1), (ends[:, :1] - corner)[..., None])[..., 0], -1, 0)
    return set(np.flatnonzero(((u > 0) & (v > 0) & (u + v < 1) & (t > 0) & (t < 1)).any(0)).tolist())


def test_faces_that_others_pass_through_are_those_that_solving_finds(balls):
    one, other = balls
    both = trimesh.util.concatenate([one, other])
    found = pierced(both.vertices, both.faces, np.arange(len(both.vertices)))
    asked = crossed(one, other) | {face + len(one.faces) for face in crossed(other, one)}
    assert len(asked) > 30
    assert set(np.flatnonzero(found).tolist()) == asked


def test_a_sound_mesh_is_passed_through_nowhere_also_along_its_seams(balls):
    mesh = seamed(balls[0])
    assert not cloth_of(mesh).tangled.any()
    assert not pierced(np.zeros((0, 3)), np.zeros((0, 3), int), np.zeros(0, int)).any()


def test_of_some_faces_both_sides_are_told(balls):
    one, other = balls
    both = trimesh.util.concatenate([one, other])
    place, among = np.arange(len(both.vertices)), np.arange(len(both.faces)) < len(one.faces)
    found, some = (pierced(both.vertices, both.faces, place, among=each) for each in (None, among))
    assert (some[among] == found[among]).all()
    assert some[~among].any()
    assert not (some & ~found).any()


def test_a_fold_is_undone_and_the_rest_stays():
    cloth = sheet()
    x, _, z = cloth.points.T
    bump = np.exp(-(x**2 + z**2) / 0.02)
    at = cloth.points + bump[:, None] * np.stack([0.0 * x, 0.3 + x, 0.0 * x], 1)
    inside = np.hypot(x, z) < 0.2
    folded = np.where(inside[:, None], at * [-1.0, 1.0, 1.0], at)
    assert pierced(folded, cloth.faces, cloth.place).sum() > 20
    found = untangled(cloth, folded)
    assert not pierced(found, cloth.faces, cloth.place).any()
    far = np.hypot(x, z) > 0.45
    assert (found[far] == folded[far]).all()
    assert found[:, 1].max() > 0.05
    assert (untangled(cloth, at) == at).all()


def test_what_lies_in_one_place_stays_in_one_place():
    mesh = seamed(trimesh.Trimesh(sheet(12).points, sheet(12).faces))
    cloth = cloth_of(mesh)
    inside = np.hypot(cloth.points[:, 0], cloth.points[:, 2]) < 0.25
    found = untangled(cloth, np.where(inside[:, None], cloth.points * [-1.0, 1.0, 1.0], cloth.points))
    for place in np.unique(cloth.place):
        assert np.ptp(found[cloth.place == place], axis=0).max() < 1e-9


def test_it_goes_nearer_without_passing_through_itself(balls):
    cloth, other = cloth_of(prongs()), cloth_of(balls[0])
    before = Spread(other).far(cloth.points).mean()
    at = nearer(cloth, cloth.points, Spread(other))
    assert Spread(other).far(at).mean() < 0.5 * before
    assert not pierced(at, cloth.faces, cloth.place).any()


def test_two_meshes_that_meet_halfway_are_sound_all_the_way():
    clothes = cloth_of(prongs()), cloth_of(trimesh.creation.torus(0.4, 0.15, 48, 24))
    assert not any(cloth.tangled.any() for cloth in clothes)
    for cloth, half in zip(clothes, halfway(*clothes, pairs=400)):
        assert np.linalg.norm(half - cloth.points, axis=1).max() > 0.1
        for share in (0.25, 0.5, 0.75, 1.0):
            at = cloth.points + share * (half - cloth.points)
            assert pierced(at, cloth.faces, cloth.place).mean() < 0.002
