"""Coarser levels over the same vertices."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import trimesh
from clip_sample import bar
from scipy.spatial import KDTree
from test_profiles import taken_apart

from engine.bake.evaluate import evaluate
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.lods import levels
from engine.exchange.preflight import preflight


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


def test_a_level_of_unreal_is_a_file_with_the_bones_and_materials_of_the_finest(tmp_path):
    report = export_gltf([bar()], tmp_path / "a.glb", profile="unreal", lods=2, colours="targets")
    names = ["a.glb", "a_a_lamp_LOD1.glb", "a_a_lamp_LOD2.glb"]
    assert [Path(path).name for path in report["paths"]] == names
    files = [taken_apart(tmp_path / name)[0] for name in names]
    reads = [read_gltf(tmp_path / name) for name in names]
    assert all("MSFT_lod" not in file.get("extensionsUsed", []) for file in files)
    bones, materials, targets = ([node["name"] for node in files[0]["nodes"]],
                                 [row["name"] for row in files[0]["materials"]],
                                 reads[0].meshes[0].target_names)
    faces = [sum(len(p.faces) for p in read.meshes[0].primitives) for read in reads]
    assert faces == [len(bar().faces), *report["lods"]]
    assert faces[1] < 0.6 * faces[0]
    assert faces[2] < 0.6 * faces[1]
    whole = reads[0].meshes[0].primitives[0]
    for file, read in zip(files[1:], reads[1:]):
        assert "animations" not in file
        assert [node["name"] for node in file["nodes"]] == bones
        assert [row["name"] for row in file["materials"]] == materials
        assert read.meshes[0].target_names == targets
        assert np.array_equal(read.skins[0].joints, reads[0].skins[0].joints)
        assert np.allclose(read.skins[0].inverse, reads[0].skins[0].inverse)
        part = read.meshes[0].primitives[0]
        near, which = KDTree(whole.positions).query(part.positions)
        assert near.max() < 1e-6
        assert len(part.positions) < len(whole.positions)
        assert np.allclose(part.target_positions, whole.target_positions[:, which], atol=1e-6) or (
            KDTree(whole.positions).query(part.positions, 2)[0][:, 1].min() < 1e-6)


def test_levels_in_files_of_their_own_are_said():
    said = [f.sentence for f in preflight([bar()], profile="unreal", lods=1)]
    assert any("a_lamp_LOD1.glb" in line for line in said)
    assert not any("finest" in line or "all be shown" in line for line in said)
