"""Collision hulls are convex, hold what they are of, hang where they ought to and are seen by nobody."""

import json
import os
import shutil
import struct
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from clip_sample import bar
from test_gltf_clients import BABYLON, HOME, SCRIPTS

from engine.bake.dressed import dressed
from engine.bake.evaluate import evaluate
from engine.exchange.colour_switch import switched
from engine.exchange.files import ExportError
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.hulls import MOST_TRIANGLES, convex, hulls
from engine.exchange.preflight import preflight
from engine.exchange.writing import check_options
from engine.vocabulary.profiles import PROFILES

WITH = [key for key, row in PROFILES.items() if row.hulls]
WITHOUT = sorted(set(PROFILES) - set(WITH))
peers = pytest.mark.skipif(not (shutil.which("node") and HOME), reason="node or three is absent: make peers")


def solid(points, faces):
    return trimesh.Trimesh(points, faces, process=False)


def asked(script, *arguments):
    done = subprocess.run(["node", SCRIPTS / script, *arguments], capture_output=True, text=True, check=True,
                          env=os.environ | {"CHRONOFORM_PEERS": str(HOME)})
    return json.loads(done.stdout.splitlines()[-1])


def document(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def still(clip):
    """The clip at rest: no targets, joints as they are bound."""
    count = len(clip.times)
    turn = np.zeros_like(clip.joint_rotation)
    turn[..., 3] = 1.0
    return replace(clip, target_weights=np.zeros_like(clip.target_weights), joint_rotation=turn,
                   joint_translation=np.tile(clip.joint_translation[:1], (count, 1, 1)))


@pytest.mark.parametrize("points", [
    np.random.default_rng(0).normal(size=(4000, 3)),
    trimesh.creation.icosphere(5).vertices,
    trimesh.creation.box((2, 1, 3)).vertices,
    np.random.default_rng(1).random((50, 3)) * [1, 0, 1],
    np.linspace(0, 1, 9)[:, None] * [1, 2, 3],
    np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]])])
def test_a_hull_is_closed_convex_small_and_turned_outwards(points):
    made = solid(*convex(points, 1e-2))
    assert made.is_watertight
    assert made.is_convex
    assert made.volume > 0
    assert len(made.faces) <= MOST_TRIANGLES
    whole = trimesh.convex.convex_hull(points).volume if np.linalg.matrix_rank(points - points[0]) == 3 else 0.0
    assert made.volume > 0.9 * whole


def test_one_hull_holds_every_vertex_within_what_its_few_triangles_cut_off():
    (hull,) = hulls(bar(), "one")
    made = solid(hull.points, hull.faces)
    outside = (bar().positions[:, None] - made.triangles_center) * made.face_normals
    assert outside.sum(-1).max() < 0.015 * np.linalg.norm(np.ptp(bar().positions, axis=0))
    assert hull.joint == -1


def test_each_part_has_a_hull_on_its_bone_and_a_part_that_is_a_point_has_none():
    clip = bar()
    made = hulls(clip, "parts")
    assert [hull.joint for hull in made] == [0, 1, 2]
    for part, hull in enumerate(made):
        assert np.allclose(hull.points.mean(0), clip.positions[clip.part == part].mean(0), atol=0.03)
        assert 0.9 < solid(hull.points, hull.faces).volume / (4 / 3 * np.pi * 0.3**3) < 1.0
    clip.positions[clip.part == 1] = clip.positions[clip.part == 1].mean(0)
    assert [hull.joint for hull in hulls(clip, "parts")] == [0, 2]


def test_a_small_part_in_the_hull_of_what_carries_it_has_none():
    clip = bar()
    mine = clip.part == 2
    small = 0.04 * (clip.positions[mine] - clip.positions[mine].mean(0)) / 0.3
    clip.positions[mine] = small + [0.0, 0.8, 0.25]             # on the middle ball
    assert [hull.joint for hull in hulls(clip, "parts")] == [0, 1]
    clip.positions[mine] = small + [0.0, 0.8, 0.40]             # before it
    assert [hull.joint for hull in hulls(clip, "parts")] == [0, 1, 2]
    clip.positions[mine] = small + [0.0, 0.8, 0.25]
    assert [hull.joint for hull in hulls(replace(clip, joint_parents=np.array([-1, 0, 0])), "parts")] == [0, 1, 2]


def test_an_imported_mesh_is_taken_apart():
    pytest.importorskip("coacd")
    ring = trimesh.creation.torus(0.5, 0.12)
    clip = dressed(bar())
    joints = np.zeros((len(ring.vertices), 4), np.uint16)
    joints[:, 0] = np.where(ring.vertices[:, 0] > 0, 1, 2)
    count = len(ring.vertices)
    clip = replace(clip, positions=ring.vertices, faces=ring.faces.astype(np.uint32), joints=joints,
                   weights=np.tile([1.0, 0, 0, 0], (count, 1)),
                   materials=(replace(clip.materials[0], faces=len(ring.faces)),))
    made = hulls(clip, "parts")
    volume = sum(solid(hull.points, hull.faces).volume for hull in made)
    assert len(made) > 3
    assert volume < 0.7 * solid(*convex(ring.vertices, 1e-3)).volume
    assert {hull.joint for hull in made} == {1, 2}
    assert all(np.sign(hull.points[:, 0].mean()) == (1 if hull.joint == 1 else -1) for hull in made
               if abs(hull.points[:, 0].mean()) > 0.2)
    assert all(np.array_equal(a.points, b.points) for a, b in zip(made, hulls(clip, "parts")))


@pytest.mark.parametrize("collisions", ["one", "parts"])
@pytest.mark.parametrize("profile", WITH)
def test_hulls_are_named_and_placed_by_the_engines_rule(profile, collisions, tmp_path):
    row = PROFILES[profile]
    report = export_gltf([bar("a lamp")], tmp_path / "a.glb", profile=profile, collisions=collisions)
    file = document(tmp_path / "a.glb")
    count = 1 if collisions == "one" else 3
    twice = ["a_lamp", "a_lamp_after"]              # the colours are switched: each mesh has its hulls
    names = [row.hulls.format(name=name, number=k) for name in twice for k in range(count)]
    if profile == "unreal":
        assert names[0] == "UCX_a_lamp_00"
        assert "UCX_a_lamp_mesh_00" in [mesh["name"] for mesh in file["meshes"]]
    if profile == "godot":
        assert names[0].endswith("-convcolonly")
    found = [node["name"] for node in file["nodes"] if node["name"] in names]
    assert found == names
    assert report["hulls"] == 2 * count
    children = {child: node["name"] for node in file["nodes"] for child in node.get("children", [])}
    above = [children.get(k) for k, node in enumerate(file["nodes"]) if node["name"] in names[:count]]
    bones = ["a_lamp_root"] if collisions == "one" else ["a_lamp_body", "a_lamp_neck", "a_lamp_head"]
    assert above == (bones if row.hulls_move else [None] * count)


@pytest.mark.parametrize("profile", ["unity", "godot"])
def test_a_hull_goes_where_its_part_goes(profile, tmp_path):
    """In a file with the way and the bones, each vertex of a hull is where a vertex of the mesh is, at any time."""
    clip = replace(bar(), target_weights=np.zeros((21, 3)), target_tints=bar().target_tints * 0)
    export_gltf([clip], tmp_path / "a.glb", profile=profile, collisions="parts")
    asset = read_gltf(tmp_path / "a.glb")
    for time in (0.0, 0.5, 1.21):
        whole, *shells = sorted(asset.shown(time), key=lambda one: -len(one.positions))
        assert len(shells) == 3
        for shell in shells:
            apart = np.linalg.norm(shell.positions[:, None] - evaluate(clip, time)[0], axis=-1).min(1)
            assert apart.max() < 1e-4
        assert np.abs(whole.positions - evaluate(clip, time)[0]).max() < 1e-3


@peers
@pytest.mark.parametrize("collisions", ["one", "parts"])
@pytest.mark.parametrize("profile", WITH)
def test_the_validator_finds_nothing_and_a_viewer_sees_no_hull(profile, collisions, tmp_path):
    clips = [bar("a lamp"), bar("a fish")]
    for name, how in (("with", collisions), ("without", "none")):
        export_gltf(clips, tmp_path / f"{name}.glb", profile=profile, collisions=how)
    found = asked("validate.mjs", tmp_path / "with.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    seen, plain = (asked("evaluate.mjs", tmp_path / f"{name}.glb", "[0.51, 1.21]") for name in ("with", "without"))
    assert seen["meshes"] == plain["meshes"]
    assert len(seen["meshes"]) == sum(len(switched(clip)) for clip in clips)
    assert len(seen["hidden"]) == len(seen["meshes"]) * (1 if collisions == "one" else 3)
    assert plain["hidden"] == []
    if BABYLON:         # it is run without materials: hulls are told by name
        seen, plain = (asked("babylon.mjs", tmp_path / f"{name}.glb", "[0.51, 1.21]") for name in ("with", "without"))
        shown = [mesh for mesh in seen["meshes"] if "_hull_" not in mesh["name"] and "UCX_" not in mesh["name"]]
        assert shown == plain["meshes"]


@pytest.mark.parametrize("profile", WITHOUT)
def test_hulls_are_refused_where_they_would_be_objects(profile, tmp_path):
    with pytest.raises(ExportError, match="choose unity or unreal or godot"):
        export_gltf([bar()], tmp_path / "a.glb", profile=profile, collisions="one")
    with pytest.raises(ExportError, match="collision hulls are not"):
        check_options(tmp_path / "a.glb", {"profile": profile, "collisions": "parts"})
    assert list(tmp_path.iterdir()) == []
    (finding,) = [f for f in preflight([bar()], profile=profile, collisions="one") if "hulls" in f.sentence]
    assert finding.remedy.options == {"collisions": "none"}


def test_what_is_no_way_of_hulls_is_refused(tmp_path):
    with pytest.raises(ExportError, match="choose one of none, one, parts"):
        check_options(tmp_path / "a.glb", {"profile": "unreal", "collisions": "many"})
    with pytest.raises(ExportError, match="collision hulls are for .glb"):
        check_options(tmp_path / "a.usdz", {"collisions": "one"})


def test_what_there_is_to_do_is_said():
    def said(clip, profile):
        return [f.sentence for f in preflight([clip], profile=profile, collisions="parts") if "hull" in f.sentence]

    calm = still(bar())
    assert said(calm, "godot") == []
    assert "named like UCX_a_lamp_00" in said(calm, "unreal")[0]
    assert "named like a_lamp_hull_00 a Mesh Collider" in said(calm, "unity")[0]
    grown = replace(bar(), target_positions=10.0 * bar().target_positions)
    assert any("the shape it has at rest" in sentence for sentence in said(grown, "godot"))


def test_equal_clips_give_equal_bytes(tmp_path):
    for name in "ab":
        export_gltf([bar()], tmp_path / f"{name}.glb", profile="unity", collisions="parts")
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()
