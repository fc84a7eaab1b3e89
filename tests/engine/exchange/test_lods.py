"""Coarser levels over the same vertices."""

from dataclasses import replace

import numpy as np
import trimesh
from clip_sample import bar
from scipy.spatial import KDTree
from test_profiles import taken_apart

from engine.bake.evaluate import evaluate
from engine.exchange.gltf import export_gltf
from engine.exchange.lods import levels


def apart(one, other):
    """The farthest that two meshes are from one another [m], from samples."""
    places = [mesh.sample(5000, seed=k) for k, mesh in enumerate((one, other))]
    return max(KDTree(places[0]).query(places[1])[0].max(), KDTree(places[1]).query(places[0])[0].max())


def closed(faces):
    """Whether no edge has a face on one side alone."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).astype(int), 1)
    return np.unique(edges, axis=0, return_counts=True)[1].min() >= 2


def test_levels_halve_and_stay_closed_near_the_object_at_every_time():
    clip = bar()
    made = [level.faces for level in levels(clip, 3)]
    assert [len(faces) for faces in made] == [480, 240, 120]
    for time in (0.0, 0.77, 2.0):
        places = evaluate(clip, time)[0]
        whole = trimesh.Trimesh(places, clip.faces, process=False)
        for faces, share in zip(made, (0.04, 0.08, 0.12)):
            mesh = trimesh.Trimesh(places, faces.astype(int), process=False)
            assert closed(faces)
            assert apart(whole, mesh) < share * np.linalg.norm(np.ptp(places, axis=0))


def test_a_part_that_begins_as_a_point_keeps_its_share():
    clip = bar()
    head = clip.part == 2
    positions, targets = clip.positions.copy(), clip.target_positions.copy() * 0
    middle = positions[head].mean(0)
    targets[0, head] = positions[head] - middle
    positions[head] = middle + 1e-4 * (positions[head] - middle)
    (level,) = levels(replace(clip, positions=positions, target_positions=targets), 1)
    faces = level.faces
    assert np.bincount(clip.part[faces[:, 0]]).tolist() == [160, 160, 160]


def test_across_a_seam_no_triangle_mixes_two_pieces_of_the_texture():
    """The sample's spheres, cut in two along x = 0: the vertices there are doubled."""
    clip = bar()
    left = clip.positions[clip.faces].mean(1)[:, 0] < 0
    seam = np.intersect1d(clip.faces[left], clip.faces[~left])
    at = np.concatenate([np.arange(len(clip.positions)), seam])
    moved = np.arange(len(clip.positions))
    moved[seam] = len(clip.positions) + np.arange(len(seam))
    faces = clip.faces.copy()
    faces[left] = moved[faces[left]]
    cut = replace(clip, faces=faces, **{key: getattr(clip, key)[at] for key in (
        "positions", "normals", "uvs", "tint", "part", "joints", "weights")}, **{
        key: getattr(clip, key)[:, at] for key in ("target_positions", "target_normals", "target_tints")})
    thin = levels(cut, 1)[0].faces
    side = np.zeros(len(at), bool)
    side[np.unique(faces[left])] = True
    mixed = ~np.isin(side[thin].sum(1), (0, 3))
    assert mixed.mean() < 0.1
    assert closed(at[thin])


def test_a_level_costs_a_file_its_faces_alone(tmp_path):
    sizes = [export_gltf([bar()], tmp_path / f"{k}.glb", profile="unity", lods=k) for k in (0, 1, 2)]
    assert sizes[2]["lods"] == [480, 240]
    assert sizes[1]["bytes"] - sizes[0]["bytes"] < 480 * 6 + 4000
    document, _ = taken_apart(tmp_path / "2.glb")
    listed = set(document["scenes"][0]["nodes"])
    (first,) = [n for n in document["nodes"] if n["name"] == "a_lamp"]
    lower = first["extensions"]["MSFT_lod"]["ids"]
    assert [document["nodes"][k]["name"] for k in lower] == ["a_lamp_LOD1", "a_lamp_LOD2"]
    assert not listed & set(lower)
    assert len(first["extras"]["MSFT_screencoverage"]) == 3
    assert "MSFT_lod" in document["extensionsUsed"]
    attributes = {str(m["primitives"][0]["attributes"]) for m in document["meshes"] if "after" not in m["name"]}
    assert len(attributes) == 1
    moved = [c["target"]["node"] for c in document["animations"][0]["channels"] if c["target"]["path"] == "weights"]
    assert set(lower) <= set(moved)
