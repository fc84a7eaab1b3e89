"""Repairs with consent: each by itself, with UVs, materials, skins and morph targets kept; sheets stay sheets."""

import base64
import shutil
from dataclasses import replace

import numpy as np
import pytest
import test_gltf_clients as clients
import trimesh
from file_samples import bending, node, picture
from pxr import Gf, Usd, UsdGeom

from engine.bake.clip import Material, Texture
from engine.document.scene import Imported
from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.asset_glb import asset_glb
from engine.exchange.importing import AssetError, asset_of, import_file, repaired
from engine.exchange.mending import faults, mended
from engine.vocabulary.repairs import REPAIRS


def of(*primitives, **more):
    return Asset((node("it", mesh=0),), (Mesh("it", primitives, np.zeros(0)),), **more)


def ball(**more):
    shape = trimesh.creation.icosphere(2)
    points = np.array(shape.vertices)
    return Primitive(points, np.array(shape.faces), points.copy(), **more)


def whole(primitive):
    return trimesh.Trimesh(primitive.positions, primitive.faces, process=False)


def kinds(done):
    return [each.kind for each in done]


def spoilt():
    """The bar of two bones with a cap torn off, the morphing ball with a hole and half of it inside out."""
    asset = bending()
    bar, round_one = (mesh.primitives[0] for mesh in asset.meshes[:2])
    capless = bar.faces[~(bar.positions[bar.faces][:, :, 1] > 0.49).all(1)]
    torn = round_one.faces[6:].copy()
    torn[:30] = torn[:30, ::-1]
    return replace(asset, meshes=(
        replace(asset.meshes[0], primitives=(replace(bar, faces=capless),)),
        replace(asset.meshes[1], primitives=(replace(round_one, faces=torn),)), asset.meshes[2]))


def test_skin_targets_uvs_and_materials_go_through_a_repair(tmp_path):
    (tmp_path / "spoilt.glb").write_bytes(asset_glb(spoilt()))
    read = import_file(tmp_path / "spoilt.glb")
    assert not read.contents.watertight
    found = repaired(read.imported("0" * 64), read.data, list(REPAIRS))
    assert found.faults.told == []
    assert found.imported.contents == replace(
        read.contents, watertight=True, triangles=found.imported.contents.triangles,
        vertices=found.imported.contents.vertices)
    assert found.remarks == ("It keeps its UVs, materials, pictures, skin, morph targets and animations.",)
    before, after = asset_of(read.imported("0" * 64), read.data), asset_of(found.imported, found.data)
    assert after.materials == before.materials
    assert [image.tobytes() for image in after.images] == [image.tobytes() for image in before.images]
    bar, was = after.meshes[0].primitives[0], before.meshes[0].primitives[0]
    assert any("stretched over the middle" in each.sentence for each in found.done)
    assert np.allclose(bar.weights.sum(1), 1.0, atol=1e-5)
    middle = len(bar.positions) - 1
    assert np.allclose(bar.positions[middle], [0.0, 0.5, 0.0], atol=1e-6)
    share = {joint: bar.weights[middle][bar.joints[middle] == joint].sum() for joint in (0, 1)}
    assert share[1] == pytest.approx(1.0, abs=1e-5), "all of the rim hangs on the tip"
    assert was.uvs.min() - 1e-6 <= bar.uvs[middle].min() <= bar.uvs[middle].max() <= was.uvs.max() + 1e-6
    for time in (0.0, 0.3, 0.9):                # what was there moves as it did
        for old, new in zip(before.shown(time), after.shown(time)):
            there = {tuple(np.round(each, 4)) for each in new.positions}
            used = np.unique(old.faces)
            assert {tuple(np.round(each, 4)) for each in old.positions[used]} <= there
    swollen = after.meshes[1].primitives[0]
    assert swollen.target_positions.shape[:2] == (2, len(swollen.positions))
    assert whole(swollen).is_watertight
    assert whole(swollen).volume > 0.0


def test_each_repair_is_done_by_itself():
    torn = of(replace(ball(), faces=np.concatenate([ball().faces[5:], ball().faces[10:12], [[0, 0, 1]]])))
    wrong = faults(torn)
    assert (wrong.doubled, wrong.degenerate) == (2, 1)
    for kind in REPAIRS:
        asset, done = mended(torn, [kind])
        assert set(kinds(done)) <= {kind}
        left = faults(asset)
        assert (left.doubled == 0) == (kind == "faces")
    asset, done = mended(torn, ["faces", "holes"])
    assert set(kinds(done)) == {"faces", "holes"}
    assert faults(asset).watertight
    asset, done = mended(torn, [])
    assert not done
    assert faults(asset) == wrong


def test_normals_turn_with_their_faces():
    inward = of(replace(ball(), faces=ball().faces[:, ::-1], normals=-ball().normals))
    asset, done = mended(inward, ["sides"])
    (primitive,) = asset.meshes[0].primitives
    assert kinds(done) == ["sides"]
    assert whole(primitive).volume > 0.0
    assert np.allclose(primitive.normals, ball().normals)
    right = of(replace(ball(), faces=ball().faces[:, ::-1]))            # its normals look outward already
    assert np.allclose(mended(right)[0].meshes[0].primitives[0].normals, ball().normals)


def test_what_is_closed_faces_outward_and_counts_its_turned_faces_once():
    inside_out = ball().faces[:, ::-1]
    torn = inside_out[4:].copy()
    torn[:20] = torn[:20, ::-1]                 # and a few of them are right
    asset, done = mended(of(replace(ball(), faces=torn)))
    (primitive,) = asset.meshes[0].primitives
    assert faults(asset).told == []
    assert whole(primitive).volume > 0.0
    assert done[0].sentence == f"it: {len(torn) - 20} faces turned to face outward."
    assert mended(asset)[1] == [], "nothing is left to do"


def test_of_an_open_surface_the_smaller_share_is_turned():
    grid = np.stack(np.meshgrid(np.arange(8.0), np.arange(8.0), indexing="ij"), -1).reshape(-1, 2)
    at = np.arange(64).reshape(8, 8)
    a, b, c, d = (x.reshape(-1) for x in (at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]))
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    faces[:10] = faces[:10, ::-1]               # the first is wrong
    sheet = of(Primitive(np.pad(grid, ((0, 0), (0, 1))), faces))
    asset, done = mended(sheet)
    (primitive,) = asset.meshes[0].primitives
    assert (np.cross(*(primitive.positions[primitive.faces[:, k]] - primitive.positions[primitive.faces[:, 0]]
                       for k in (1, 2)))[:, 2] > 0.0).all()
    assert [each.sentence for each in done] == [
        "it: 10 faces turned to face outward.", "it: 1 edges of sheets left as they are."]
    assert len(primitive.faces) == len(faces), "a sheet is not closed"


def test_a_hole_between_two_materials_stays_open_and_says_so():
    points, faces = ball().positions, ball().faces
    upper = points[faces].mean(1)[:, 1] > 0.0
    centre = points[faces].mean(1)
    gone = np.linalg.norm(centre - [1.0, 0.0, 0.0], axis=1) < 0.35      # across the seam of both
    first, second = (Primitive(points, faces[side & ~gone], material=k) for k, side in enumerate((upper, ~upper)))
    picture_of = Material("a", 0, colour_texture=Texture(0))
    asset = of(first, second, materials=(picture_of, Material("b", 0)), images=(picture(),))
    after, done = mended(asset)
    assert any("left open: too large, or between two materials" in each.sentence for each in done)
    assert not faults(after).watertight
    assert [p.material for p in after.meshes[0].primitives] == [0, 1]


def test_found_bones_stay_where_only_faces_turn_and_go_where_vertices_do():
    inward = of(replace(ball(), faces=ball().faces[:, ::-1]))
    data = np.frombuffer(asset_glb(inward), np.uint8)
    imported = Imported("0" * 64, "ball.glb", 1.0, "y", None, rig="1" * 64, kind="dog")
    assert repaired(imported, data, ["sides"]).imported.rig == "1" * 64
    torn = np.frombuffer(asset_glb(of(replace(ball(), faces=ball().faces[5:]))), np.uint8)
    found = repaired(imported, torn, ["holes"])
    assert found.imported.rig is None
    assert "find them again" in found.remarks[-1]


def test_custom_properties_go_along_and_nonsense_is_refused():
    asset = replace(of(ball()), extras={"made": "by hand"})
    asset = replace(asset, nodes=(replace(asset.nodes[0], extras={"id": 7}),))
    imported = Imported("0" * 64, "ball.glb", 1.0, "y", None)
    data = np.frombuffer(asset_glb(asset), np.uint8)
    after = asset_of(imported, repaired(imported, data, list(REPAIRS)).data)
    assert (after.extras, after.nodes[0].extras) == ({"made": "by hand"}, {"id": 7})
    with pytest.raises(AssetError, match="no repair 'magic': choose of faces"):
        repaired(imported, data, ["magic"])


def test_a_torn_usd_is_told_and_mended(tmp_path):
    stage = Usd.Stage.CreateNew(str(tmp_path / "torn.usda"))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.y)
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    box = trimesh.creation.box((20.0, 20.0, 20.0))
    mesh = UsdGeom.Mesh.Define(stage, "/box")
    mesh.GetPointsAttr().Set([Gf.Vec3f(*map(float, point)) for point in box.vertices])
    mesh.GetFaceVertexCountsAttr().Set([3] * 10)
    mesh.GetFaceVertexIndicesAttr().Set(np.array(box.faces)[:10].reshape(-1).tolist())
    stage.Save()
    read = import_file(tmp_path / "torn.usda")
    assert read.faults.told == [f"{read.faults.holes} edges of holes"]
    assert not read.assumed, "the file says its unit and its axis"
    found = repaired(read.imported("0" * 64), read.data, ["holes"])
    assert found.faults.told == []
    assert found.imported.scale == 0.01
    after = asset_of(found.imported, found.data).meshes[0].primitives[0]
    assert abs(whole(after).volume) > 0.5 * box.volume


@pytest.mark.skipif(not (shutil.which("node") and clients.HOME), reason="node or three is absent: make peers")
def test_three_and_the_validator_take_a_repaired_file(tmp_path):
    asset = spoilt()
    (bar,) = asset.meshes[0].primitives
    share = (bar.positions[:, 1:2] + 0.5).clip(0.0, 1.0)
    plain = replace(bar, weights=np.concatenate([1.0 - share, share, 0.0 * share, 0.0 * share], 1),
                    joints=np.where(share > 0.0, [0, 1, 0, 0], 0))           # as the specification wants it
    asset = replace(asset, meshes=(replace(asset.meshes[0], primitives=(plain,)), *asset.meshes[1:]))
    imported = Imported("0" * 64, "spoilt.glb", 1.0, "y", None)
    found = repaired(imported, np.frombuffer(asset_glb(asset), np.uint8), list(REPAIRS))
    path = tmp_path / "mended.glb"
    path.write_bytes(found.data.tobytes())
    assert clients.asked("validate.mjs", path)["errors"] == 0
    asset = asset_of(found.imported, found.data)
    rows = clients.asked("evaluate_any.mjs", path, "0", "[0.0, 0.3, 0.9]")["meshes"]
    seen = {row["node"]: row["frames"] for row in rows}
    drawn = [index for index, each in enumerate(asset.nodes) if each.mesh >= 0]
    for number, time in enumerate((0.0, 0.3, 0.9)):
        for index, ours in zip(drawn, asset.shown(time)):
            theirs = np.frombuffer(base64.b64decode(seen[index][number]), np.float32).reshape(-1, 3)
            assert np.abs(theirs - ours.positions).max() < 1e-4
