"""What of a mesh is to be fitted: the visible surface, however it is wound."""

import numpy as np
import pytest
import trimesh

from engine.recovery.target import RecoveryError, target_of_mesh, target_of_points


def box(size: tuple[float, float, float], at: tuple[float, float, float] = (0.0, 0.0, 0.0)):
    mesh = trimesh.creation.box(size)
    return np.asarray(mesh.vertices) + at, np.asarray(mesh.faces)


def together(*meshes):
    vertices, faces, count = [], [], 0
    for points, corners in meshes:
        vertices.append(points)
        faces.append(corners + count)
        count += len(points)
    return np.concatenate(vertices), np.concatenate(faces)


def test_a_box_that_is_inside_out_is_seen_from_outside() -> None:
    vertices, faces = box((1.0, 0.6, 0.4))
    seen = target_of_mesh(vertices, faces[:, ::-1], count=800)
    assert ((seen.normals * seen.points).sum(1) > 0.0).all()
    middle = tuple(np.round((np.zeros(3) - seen.corner) / seen.spacing).astype(int))
    assert seen.distance[middle] == pytest.approx(-0.2, abs=0.02)
    assert seen.distance[0, 0, 0] > 0.0


def test_what_lies_within_a_closed_surface_is_not_seen_and_counts_as_no_air() -> None:
    seen = target_of_mesh(*together(box((1.0, 1.0, 1.0)), box((0.3, 0.3, 0.3))), count=1500)
    assert np.abs(seen.points).max(1).min() > 0.49
    assert (seen.distance < 0.0).any()


def test_a_sheet_is_seen_from_both_sides() -> None:
    vertices = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    seen = target_of_mesh(vertices, np.array([[0, 1, 2], [0, 2, 3]]), count=600)
    up = seen.normals[:, 1] > 0.0
    assert 0.4 < up.mean() < 0.6
    assert (seen.points[up, 1] > 0.0).all()
    assert (seen.points[~up, 1] < 0.0).all()


def test_a_small_body_beside_a_large_one_gets_its_points() -> None:
    seen = target_of_mesh(*together(box((4.0, 4.0, 4.0)), box((0.1, 0.1, 0.1), (3.0, 0.0, 0.0))), count=600)
    assert np.bincount(seen.body).min() >= 20


def test_a_point_cloud_is_seen_as_its_mesh_is() -> None:
    mesh = trimesh.creation.icosphere(4, 0.5)
    seen = target_of_points(mesh.vertices, mesh.vertex_normals, count=900)
    assert np.abs(np.linalg.norm(seen.points, axis=1) - 0.5).max() < 0.01
    middle = tuple(np.round((np.zeros(3) - seen.corner) / seen.spacing).astype(int))
    assert seen.distance[middle] < -0.4


@pytest.mark.parametrize(("vertices", "faces", "said"), [
    (np.zeros((3, 3)), np.array([[0, 1, 2]]), "one point"),
    (np.eye(3), np.zeros((0, 3), int), "no faces"),
    (np.eye(3), np.array([[0, 1, 7]]), "0 to 7, of 3"),
    (np.array([[0.0, 0.0, np.nan], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), np.array([[0, 1, 2]]), "not finite"),
    (np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [2.0, 0.0, 0.0]]), np.array([[0, 1, 2]]), "no area"),
    (np.zeros((4, 2)), np.array([[0, 1, 2]]), r"not \[4, 2\]"),
])
def test_what_is_no_mesh_is_refused(vertices, faces, said) -> None:
    with pytest.raises(RecoveryError, match=said):
        target_of_mesh(vertices, faces)
