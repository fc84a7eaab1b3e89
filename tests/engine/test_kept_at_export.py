"""What an imported file holds comes out again: targets, bones, names, fewer triangles; and what does not is said."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import trimesh

sys.path.insert(0, str(Path(__file__).parent / "exchange"))
import test_gltf_clients as peers
from file_samples import bending, node
from scipy.spatial import KDTree
from test_profiles import taken_apart

from engine.bake.evaluate import evaluate
from engine.cli import main
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Imported, Motion, Node, Property, Relation
from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.asset_glb import asset_glb
from engine.exchange.gltf import export_gltf
from engine.exchange.importing import AssetError, import_file
from engine.exchange.preflight import preflight
from engine.exchange.welded import thinned
from engine.jobs import Engine
from engine.messages import Export, Preflight
from engine.recovery.rigging import pack
from engine.stages import Stages

JAW = ("jawOpen", "brow.L")


def faces(**changes):
    """The bending bar, its ball with targets of a face."""
    asset = bending()
    bar, ball, cone = asset.meshes
    ball = replace(ball, target_names=JAW, weights=np.array([0.0, 0.25]))
    return replace(asset, meshes=(bar, ball, cone), **changes)


def scene_with(asset, folder, **changes):
    """(scene, its arrays) of the asset, written as someone's file."""
    (folder / "face.glb").write_bytes(asset_glb(asset))
    blobs, read = Blobs(), import_file(folder / "face.glb")
    scene = scene_of(read.imported(blobs.put(read.data)))
    node = scene.nodes[0]
    scene = scene.changed(nodes=(node.changed(imported=replace(node.imported, **changes)),), duration=1.0)
    return scene, dict(blobs.needed(scene))


def asked(stages, request):
    """The last event of an answer."""
    engine, heard = Engine(device="cpu"), []
    engine.stages = stages
    job: Any = SimpleNamespace(emit=heard.append, check=lambda: None, note=lambda _: None, progress=lambda *_: None,
                               give_way=lambda: None)
    engine.answer(request, job)
    return heard[-1]


def written(stages, scene, blobs, path, **options):
    return asked(stages, Export(scene=scene_to_json(scene), arrays=blobs, path=str(path), options=options))


def looked_at(stages, scene, blobs, path="", **options):
    found = asked(stages, Preflight(scene=scene_to_json(scene), arrays=blobs, path=path, options=options))
    return [row["sentence"] for row in found.findings]


def whole(stages, scene, blobs, **limits):
    """The node's clip as a file has it."""
    staged = stages.staged(scene, stages.boxes(scene, blobs))
    return stages.clip(scene, scene.nodes[0], blobs, staged, exact=True, whole=True, **limits)


def far(clip, path, times):
    """The farthest [m] that three.js has a vertex from where the clip does; None where there is no three.js."""
    if not peers.HOME:
        return None
    meshes = peers.asked("evaluate.mjs", path, json.dumps(times))["meshes"]     # one for each material
    return max(float(np.abs(peers.unpacked(frame["positions"]) - evaluate(clip, time)[0][vertices]).max())
               for mesh, vertices in zip(meshes, peers.written(clip), strict=True)
               for time, frame in zip(times, mesh["frames"]))


def valid(path):
    if peers.HOME:
        found = peers.asked("validate.mjs", path)
        assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]


@pytest.mark.parametrize("take", [0, 1, None])
def test_targets_keep_their_names_and_those_that_nothing_moves_stay(take, tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path, take=take)
    report = written(stages, scene, blobs, tmp_path / "out.glb").report
    document, _ = taken_apart(tmp_path / "out.glb")
    (mesh,) = document["meshes"]
    assert mesh["extras"]["targetNames"] == list(JAW)
    assert mesh["weights"] == pytest.approx([0.0, 0.25] if take != 0 else [0.0, 0.0])
    clip = whole(stages, scene, blobs)
    assert (report["targets"], np.ptp(clip.target_weights, axis=0).any()) == (2, take == 0)
    shown = stages.clip(scene, scene.nodes[0], blobs, stages.staged(scene, stages.boxes(scene, blobs)), exact=True)
    assert len(shown.target_names) == (2 if take == 0 else 0)
    for time in (0.0, 0.3, 0.8):
        assert np.abs(evaluate(shown, time)[0] - evaluate(clip, time)[0]).max() < 1e-6
    assert any("keeps 2 morph targets" in line for line in looked_at(stages, scene, blobs)) == (take != 0)
    valid(tmp_path / "out.glb")
    assert (far(clip, tmp_path / "out.glb", [0.0, 0.3, 0.8]) or 0.0) < 1e-5


def test_meshes_that_share_a_name_share_the_target_and_others_do_not():
    """A mouth and teeth that open at once, and one mesh of which two targets are called alike."""
    from engine.exchange.asset_clip import Pace, clip_of, stand

    asset = faces()
    other = replace(asset.meshes[1], target_names=("brow.L", "brow.L"), weights=np.array([0.25, 0.25]))
    asset = replace(asset, meshes=(*asset.meshes, other), nodes=(
        *asset.nodes, replace(asset.nodes[3], mesh=3)), animations=())
    clip = clip_of(asset, "face", stand(asset), take=None, pace=Pace((0.0,)), whole=True)
    assert clip.target_names[:2] == JAW
    assert len(clip.target_names) == len(set(clip.target_names)) == 3
    still = clip_of(asset, "face", stand(asset), take=None, pace=Pace((0.0,)))
    assert np.abs(evaluate(clip, 0.0)[0] - evaluate(still, 0.0)[0]).max() < 1e-6


def test_in_usd_the_targets_are_called_so_too(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path, take=None)
    written(stages, scene, blobs, tmp_path / "out.usda")
    text = (tmp_path / "out.usda").read_text()
    assert 'def BlendShape "jawOpen"' in text
    assert 'def BlendShape "brow_L"' in text


# ---- fewer triangles ---------------------------------------------------------------------------------


def apart(one, other):
    places = [trimesh.Trimesh(points, faces, process=False).sample(4000, seed=k)
              for k, (points, faces) in enumerate((one, other))]
    return max(KDTree(places[0]).query(places[1])[0].max(), KDTree(places[1]).query(places[0])[0].max())


def test_a_budget_thins_an_imported_mesh_with_its_skin_targets_and_pictures(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path)
    full = whole(stages, scene, blobs)
    report = written(stages, scene, blobs, tmp_path / "out.glb", triangles=300).report
    assert len(full.faces) > 500
    assert 200 < report["triangles"] <= 300
    thin = whole(stages, scene, blobs, triangles=300)
    assert thin.target_names == JAW
    assert [m.name for m in thin.materials] == [m.name for m in full.materials]
    assert sum(m.faces for m in thin.materials) == len(thin.faces)
    size = np.linalg.norm(np.ptp(full.positions, axis=0))
    for time in (0.0, 0.45):
        assert apart((evaluate(full, time)[0], full.faces), (evaluate(thin, time)[0], thin.faces)) < 0.06 * size
    rows = {row.tobytes() for row in np.concatenate([full.positions, full.uvs, full.weights], 1)}
    assert all(row.tobytes() in rows for row in np.concatenate([thin.positions, thin.uvs, thin.weights], 1))
    valid(tmp_path / "out.glb")
    assert (far(thin, tmp_path / "out.glb", [0.0, 0.45]) or 0.0) < 1e-5


def test_thinned_no_face_leaves_its_material_or_its_piece_of_the_texture(tmp_path):
    """A ball in two halves, each of a material, with a seam in the pictures of each."""
    ball = trimesh.creation.icosphere(4, 0.5)
    corners = np.array(ball.vertices)[ball.faces].reshape(-1, 3)
    half = np.repeat(np.array(ball.triangles_center)[:, 1] > 0.0, 3)
    left = np.repeat(np.array(ball.triangles_center)[:, 0] > 0.0, 3)
    asset, (skinned,) = faces(), faces().meshes[0].primitives
    bare = [replace(skinned, positions=corners[mine], normals=corners[mine] / 0.5, joints=None, weights=None,
                    faces=np.arange(mine.sum()).reshape(-1, 3), material=number,
                    uvs=0.1 * corners[mine][:, :2] + np.where(left[mine], 0.2, 0.8)[:, None])
            for number, mine in enumerate((half, ~half))]
    asset = replace(asset, meshes=(replace(asset.meshes[0], primitives=tuple(bare)),), nodes=(
        replace(asset.nodes[2], skin=-1),), skins=(), animations=())
    stages = Stages(lambda: None)
    scene, blobs = scene_with(asset, tmp_path)
    thin = whole(stages, scene, blobs, triangles=800)
    assert 700 < len(thin.faces) <= 800
    upper = thin.faces[:thin.materials[0].faces]
    assert evaluate(thin, 0.0)[0][upper].mean(1)[:, 1].min() > 0.4
    assert (thin.part[thin.faces] == thin.part[thin.faces[:, :1]]).all()
    assert np.ptp(thin.uvs[thin.faces], axis=1).max() < 0.2
    points = np.unique(np.round(evaluate(thin, 0.0)[0], 6), axis=0, return_inverse=True)[1].reshape(-1)[thin.faces]
    edges = np.sort(np.concatenate([points[:, [0, 1]], points[:, [1, 2]], points[:, [2, 0]]]), 1)
    counts = np.unique(edges, axis=0, return_counts=True)[1]
    assert (counts == 2).mean() > 0.99


def test_levels_of_an_imported_mesh_are_runs_of_its_materials(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path)
    clip = whole(stages, scene, blobs)
    report = written(stages, scene, blobs, tmp_path / "out.glb", profile="unity", lods=2).report
    assert list(report["lods"]) == pytest.approx([len(clip.faces) // 2, len(clip.faces) // 4], abs=3)
    document, _ = taken_apart(tmp_path / "out.glb")
    lower = next(n for n in document["nodes"] if "extensions" in n)["extensions"]["MSFT_lod"]["ids"]
    for number in lower:
        node = document["nodes"][number]
        mesh = document["meshes"][node["mesh"]]
        assert "skin" in node
        assert {p["material"] for p in mesh["primitives"]} == {
            p["material"] for p in document["meshes"][0]["primitives"]}
        assert all(len(p["targets"]) == 2 for p in mesh["primitives"])
    valid(tmp_path / "out.glb")
    many = replace(clip, faces=np.tile(clip.faces, (200, 1)))
    (offered,) = [f for f in preflight([many], profile="web") if f.remedy and "lods" in f.remedy.options]
    assert "triangles" in offered.sentence


def test_what_becomes_something_else_keeps_its_triangles_and_says_so(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path)
    clip = replace(whole(stages, scene, blobs), report={"meets": 1.0})
    assert thinned(clip, 100) is clip
    told = preflight([replace(clip, report={"meets": 1.0, "unthinned": 100, "lost_targets": 2})], profile="unity",
                     lods=2)
    lines = [f.sentence for f in told]
    assert any("where 100 are asked for" in line for line in lines)
    assert any("no coarser levels" in line for line in lines)
    assert any("2 morph targets of its file are not written" in line for line in lines)
    at = np.arange(70_000) % len(clip.positions)
    targets = {f"target_{key}": getattr(clip, f"target_{key}")[:, at] for key in ("positions", "normals", "tints")}
    large = replace(clip, **targets, **{key: getattr(clip, key)[at] for key in (
        "positions", "normals", "uvs", "tint", "part", "joints", "weights")})
    (finding,) = [f for f in preflight([large]) if "65535" in f.sentence]
    assert finding.remedy is None
    report = export_gltf([clip], tmp_path / "x.glb", profile="unity", lods=2)
    assert report["lods"] == []


# ---- bones -------------------------------------------------------------------------------------------


def test_the_files_own_bones_keep_their_names_where_they_are_free(tmp_path):
    asset = faces()
    names = ("mixamorig:Hips", "upper_arm.L", "bar", "ball", "mirror", "cone")
    asset = replace(asset, nodes=tuple(replace(n, name=name) for n, name in zip(asset.nodes, names)))
    stages = Stages(lambda: None)
    scene, blobs = scene_with(asset, tmp_path)
    node = scene.nodes[0]
    two = scene.changed(nodes=(node, node.changed(id="twin")), relations=(Relation("r", "left of", node.id, "twin"),))
    for made, profile in ((scene, "portable"), (two, "portable"), (scene, "unreal")):
        written(stages, made, blobs, tmp_path / "out.glb", profile=profile)
        document, _ = taken_apart(tmp_path / "out.glb")
        bones = [[document["nodes"][k]["name"] for k in skin["joints"]] for skin in document["skins"]]
        wanted = names[:2] if profile == "portable" else ("mixamorig_Hips", "upper_arm_L")
        assert set(wanted) < set(bones[0])
        assert len({n["name"] for n in document["nodes"]}) == len(document["nodes"])
    assert any("names that are taken" in line for line in looked_at(stages, two, blobs))
    valid(tmp_path / "out.glb")


@pytest.fixture(scope="module")
def rigged(stages, tmp_path_factory):
    """(scene, its arrays) of a generated horse as anyone's triangles with a target, rigged, and still."""
    from engine.form.surface import surface

    tokens = stages.sampled(Node("horse", category="horse", generation=Generation(seed=1)))
    union = surface(stages.shaped(Node("horse", category="horse"), tokens).parts, cells=64)
    mesh = trimesh.Trimesh(union.positions, union.faces, process=False)
    normals = np.array(mesh.vertex_normals)
    body = Primitive(np.array(mesh.vertices), np.array(mesh.faces), normals, target_positions=0.02 * normals[None])
    path = tmp_path_factory.mktemp("horse") / "horse.glb"
    path.write_bytes(asset_glb(Asset((node("horse", mesh=0),), (
        Mesh("horse", (body,), np.array([0.5]), ("breathe",)),))))
    blobs, read = Blobs(), import_file(path)
    scene = scene_of(read.imported(blobs.put(read.data)))
    rig = stages.imports.rigged(scene.nodes[0], dict(blobs.needed(scene)))
    imported = replace(scene.nodes[0].imported, rig=blobs.put(pack(rig)), turn=rig.turn, kind=rig.category)
    scene = scene.changed(nodes=(scene.nodes[0].changed(imported=imported),), duration=1.0)
    return scene, dict(blobs.needed(scene))


def test_found_bones_are_exported_where_nothing_moves(stages, rigged, tmp_path):
    scene, blobs = rigged
    clip, still = whole(stages, scene, blobs), stages.imports.still(scene.nodes[0], blobs)
    assert len(clip.joint_names) >= 8
    assert clip.target_names == ("breathe",)
    assert np.abs(evaluate(clip, 0.0)[0] - evaluate(still, 0.0)[0]).max() < 1e-5
    report = written(stages, scene, blobs, tmp_path / "out.glb").report
    assert report["joints"] == len(clip.joint_names) + 1
    document, _ = taken_apart(tmp_path / "out.glb")
    assert "animations" not in document
    assert any("head" in document["nodes"][k]["name"] for k in document["skins"][0]["joints"])
    again = import_file(tmp_path / "out.glb")
    assert again.contents.joints >= 8
    valid(tmp_path / "out.glb")
    assert (far(clip, tmp_path / "out.glb", [0.0]) or 0.0) < 1e-5


def test_what_a_verb_moves_keeps_its_targets(stages, rigged):
    scene, blobs = rigged
    walking = scene.changed(nodes=(scene.nodes[0].changed(motion=Motion("walk")),))
    clip, staged = whole(stages, walking, blobs), stages.staged(walking, stages.boxes(walking, blobs))
    shown = stages.clip(walking, walking.nodes[0], blobs, staged, exact=True)
    assert (clip.target_names, shown.target_names) == (("breathe",), ())
    for time in (0.0, 0.4):
        assert np.abs(evaluate(clip, time)[0] - evaluate(shown, time)[0]).max() < 1e-5
    full = replace(clip, target_weights=np.ones_like(clip.target_weights))
    breath = np.linalg.norm(evaluate(full, 0.4)[0] - evaluate(clip, 0.4)[0], axis=1)
    assert 0.005 < np.median(breath) < 0.015


def test_found_bones_that_are_not_written_are_said(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path)
    node = scene.nodes[0]
    scene = scene.changed(nodes=(node.changed(imported=replace(node.imported, rig="0" * 64)),))
    assert any("on the bones of its file" in line for line in looked_at(stages, scene, blobs))


# ---- what is said ------------------------------------------------------------------------------------


def with_more(folder, **more):
    """The bending bar's file with entries more in its JSON."""
    import struct

    data = asset_glb(faces())
    size = struct.unpack_from("<I", data, 12)[0]
    document = json.loads(data[20:20 + size])
    document["materials"][1]["extensions"] = {
        "KHR_materials_transmission": {"transmissionFactor": 1.0}, "KHR_materials_ior": {"ior": 1.3}, "X_mine": {}}
    document["nodes"][0]["extras"] = {"health": 3}
    document["meshes"][0]["extras"] = {"targetNames": []}
    document["extensions"] = {"KHR_materials_variants": {"variants": [{"name": "a"}, {"name": "b"}]}}
    document |= more
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + size:]
    path = folder / "more.glb"
    path.write_bytes(struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(rest))
                     + struct.pack("<I4s", len(text), b"JSON") + text + rest)
    return path


def test_what_a_file_says_more_of_materials_and_properties_is_named(tmp_path):
    said = import_file(with_more(tmp_path)).remarks
    assert "glass: kept for files, and not shown in the studio: transmission, index of refraction." in said
    assert "glass: X_mine is left out." in said
    assert "Its 2 colourings (KHR_materials_variants) are left out: its first one stays." in said
    assert not any("custom properties" in line for line in said)
    assert import_file(with_more(tmp_path)).contents.properties == (Property("health", "3"),)
    (tmp_path / "plain.glb").write_bytes(asset_glb(faces()))
    assert not any("left out" in line and "extras" in line for line in import_file(tmp_path / "plain.glb").remarks)
    with pytest.raises(AssetError, match="no entry"):
        import_file(with_more(tmp_path, extensions={"KHR_materials_variants": 3}))


def test_animations_that_do_not_play_are_named(tmp_path):
    stages = Stages(lambda: None)
    scene, blobs = scene_with(faces(), tmp_path)
    for how in ({"options": {"takes": False}}, {"path": "out.usdz"}):
        said = looked_at(stages, scene, blobs, how.get("path", ""), **how.get("options", {}))
        assert any("not 1 animation of its file: nod" in line for line in said)
    assert any("brings 2 animations of its file along" in line for line in looked_at(stages, scene, blobs))
    assert isinstance(scene.nodes[0].imported, Imported)


def test_the_preflight_of_a_file_is_what_writing_it_says(tmp_path, capsys):
    (tmp_path / "face.glb").write_bytes(asset_glb(faces()))
    for name in ("out.usdz", "out_####.obj", "out.mdd"):
        given = ["generate", str(tmp_path / "face.glb"), "-o", str(tmp_path / name), "--seconds", ".2", "--json"]
        assert main([*given, "--preflight"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["profile"] is None
        assert not list(tmp_path.glob("out*"))
        assert main(given) == 0
        done = json.loads(capsys.readouterr().out)
        said = [row["sentence"] for row in found["findings"]]
        assert [line for line in done["remarks"] if not line.startswith("The scene itself")] == said
        for path in tmp_path.glob("out*"):
            if path.is_file():
                path.unlink()
    assert main(["generate", str(tmp_path / "face.glb"), "--preflight", "-o", "x.usdz", "--profile", "unity"]) == 1
    assert "profiles are for .glb" in capsys.readouterr().err
    assert main(["generate", str(tmp_path / "face.glb"), "--preflight", "-o", "x.abc"]) == 1
    assert "cannot be written" in capsys.readouterr().err
