"""Importing: what a file shows is what the clip shows, at any time, and nothing of it is lost on the way out."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from file_samples import bending, bending_glb, beside_gltf, painted_obj

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.exchange.asset import Skin
from engine.exchange.asset_glb import asset_glb
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_bytes import AssetError, understood
from engine.exchange.gltf_reader import read_gltf, read_source
from engine.exchange.importing import Pace, asset_of, clip_of, import_file, stand
from engine.exchange.tangents import tangents

FRAMES = tuple(k / 30 for k in range(91))


def clip(asset, take=0, where=None, **pace):
    return clip_of(asset, "a", where or stand(asset, take=take), take=take, pace=Pace(FRAMES, **pace))


def cloud(positions):
    """Points in an order that does not depend on how they are stored."""
    points = np.round(np.unique(np.round(positions, 6), axis=0), 4)
    return points[np.lexsort(points.T)]


def told_by_file(asset, where, time, take):
    shown = np.concatenate([mesh.positions for mesh in asset.shown(time, take)])
    return shown @ where.matrix[:3, :3].T + where.matrix[:3, 3]


def apart(asset, made, where, time, moment, take):
    """The largest distance from a vertex of the file, as it is at a moment, to the clip's, and back [m]."""
    from scipy.spatial import KDTree

    ours, theirs = evaluate(made, time)[0], told_by_file(asset, where, moment, take)
    return max(KDTree(ours).query(theirs)[0].max(), KDTree(theirs).query(ours)[0].max())


@pytest.mark.parametrize(("take", "length"), [(0, 1.0), (1, 2.0), (None, 0.0)])
def test_the_clip_is_where_the_file_says(take, length):
    asset = bending()
    where = stand(asset, scale=0.5, up="z", take=take)
    made = clip(asset, take, where)
    for time in (0.0, 0.11, 0.37, 0.61, 0.93, 1.42, 2.71):
        moment = time % length if length else 0.0
        assert apart(asset, made, where, time, moment, take) < 5e-4
    assert np.allclose(np.linalg.norm(evaluate(made, 0.37)[1], axis=1), 1.0, atol=1e-4)


def test_it_stands_on_the_ground_about_its_middle():
    where = stand(bending(), scale=2.0, up="z")
    low, high = where.box
    assert low[1] == 0.0
    assert np.allclose(low[[0, 2]], -high[[0, 2]])
    seen = told_by_file(bending(), where, 0.0, 0)
    assert np.allclose(seen.min(0), low, atol=1e-9)
    assert np.allclose(seen.max(0), high, atol=1e-9)


def test_speed_phase_and_an_end_retime_it():
    asset = bending()
    where = stand(asset)
    fast = clip(asset, 0, where, speed=2.0, phase=0.25)
    for time in (0.0, 0.2, 0.31, 0.55):
        assert apart(asset, fast, where, time, (2.0 * time + 0.25) % 1.0, 0) < 5e-4
    once = clip(asset, 0, where, loops=False)
    assert apart(asset, once, where, 2.5, 1.0, 0) < 1e-6
    keyed = clip(asset, 0, where, turns=tuple(0.5 * t for t in FRAMES))
    assert apart(asset, keyed, where, FRAMES[30], 0.5, 0) < 1e-5
    assert len(clip(asset, 0, where, speed=0.0).times) == 1


def test_faces_of_a_mirrored_node_still_look_outward():
    made = clip(bending(), None)
    cone = made.part == [k for k in range(3) if (made.part == k).sum() == 3 * 24][0]
    faces = made.faces[cone[made.faces].all(1)]
    a, b, c = (made.positions[faces[:, k]].astype(float) for k in range(3))
    middle = made.positions[cone].mean(0)
    assert ((a - middle) * np.cross(b - middle, c - middle)).sum() > 0.0
    assert ((np.cross(b - a, c - a)) * made.normals[faces[:, 0]]).sum(1).min() > 0.0


def test_of_many_bones_a_vertex_keeps_four_and_it_is_said():
    asset = bending()
    bar = asset.meshes[0].primitives[0]
    five = replace(bar, joints=np.tile([0, 1, 2, 3, 4, 0, 0, 0], (len(bar.positions), 1)),
                   weights=np.tile([0.3, 0.25, 0.2, 0.15, 0.1, 0.0, 0.0, 0.0], (len(bar.positions), 1)))
    many = replace(asset, meshes=(replace(asset.meshes[0], primitives=(five,)), *asset.meshes[1:]),
                   skins=(Skin(np.array([0, 1, 0, 1, 0]), np.tile(np.eye(4), (5, 1, 1))),))
    made = clip(many)
    assert np.allclose(made.weights.sum(1), 1.0)
    assert "four strongest" in made.report["remarks"][0]
    assert clip(asset).report["remarks"] == []


def test_materials_and_pictures_survive_the_wire_and_the_export(tmp_path):
    asset = bending()
    made = clip(asset)
    assert [material.name for material in made.materials] == ["plain", "painted", "glass"]
    assert sum(material.faces for material in made.materials) == len(made.faces)
    again = Clip.packed(json.loads(json.dumps(made.header())), made.arrays())
    assert again.materials == made.materials
    assert again.images[0].tobytes() == asset.images[0].tobytes()
    export_gltf([made], tmp_path / "out.glb")
    back = read_gltf(tmp_path / "out.glb")
    assert back.images[0].tobytes() == asset.images[0].tobytes()
    painted, glass = (next(m for m in back.materials if m.name.endswith(name)) for name in ("painted", "glass"))
    assert painted.colour_texture == asset.materials[0].colour_texture
    assert (painted.two_sided, glass.alpha, glass.glow) == (True, "blend", (2.0, 0.0, 0.0))
    assert glass.colour == pytest.approx(asset.materials[1].colour)


def test_a_normal_map_has_tangents_that_lead_along_its_uvs():
    square = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], float)
    faces, normals = np.array([[0, 1, 2], [0, 2, 3]]), np.tile([0.0, 0.0, 1.0], (4, 1))
    upright = np.stack([square[:, 0], 1.0 - square[:, 1]], 1)                # V goes down, as in glTF
    assert np.allclose(tangents(square, normals, upright, faces), [1, 0, 0, 1])
    assert np.allclose(tangents(square, normals, upright * [-1, 1], faces), [-1, 0, 0, -1])
    nowhere = tangents(square, normals, np.zeros((4, 2)), faces)
    assert np.allclose(np.linalg.norm(nowhere[:, :3], axis=1), 1.0)
    assert np.abs(nowhere[:, 2]).max() == 0.0


def test_our_own_export_comes_back_with_the_same_motion(tmp_path):
    made = clip(bending())
    export_gltf([made], tmp_path / "out.glb")
    read = import_file(tmp_path / "out.glb")
    assert [take.length for take in read.contents.takes] == [pytest.approx(FRAMES[-1])]
    asset = asset_of(read.imported("0" * 64), read.data)
    where = stand(asset)
    again = clip_of(asset, "b", where, take=0, pace=Pace(FRAMES))
    shift = where.matrix[:3, 3]
    for time in (0.07, 0.52, 1.31, 2.86):
        assert np.abs(evaluate(again, time)[0].min(0) - shift - evaluate(made, time)[0].min(0)).max() < 1e-4
        theirs, ours = cloud(evaluate(again, time)[0] - shift), cloud(evaluate(made, time)[0])
        assert np.abs(theirs.mean(0) - ours.mean(0)).max() < 1e-3


def test_an_asset_is_the_same_after_it_was_written():
    asset = bending()
    data = asset_glb(asset)
    again = read_source(understood(data, Path("a.glb"), sealed=True))
    assert asset_glb(again) == data
    for time in (0.0, 0.3, 0.9):
        for ours, theirs in zip(asset.shown(time), again.shown(time)):
            assert np.abs(ours.positions - theirs.positions).max() < 1e-5
    assert again.materials == asset.materials


def test_bytes_of_a_glb_are_kept_and_of_a_gltf_packed(tmp_path):
    path = bending_glb(tmp_path / "bar.glb")
    assert import_file(path).data.tobytes() == path.read_bytes()
    split = import_file(beside_gltf(tmp_path / "folder"))
    whole = import_file(path)
    assert split.contents == whole.contents
    assert (split.contents.joints, split.contents.morphs, split.contents.images) == (2, 2, 1)
    assert [take.name for take in split.contents.takes] == ["wave", "nod"]
    assert import_file(path, unit="cm").scale == 0.01
    (tmp_path / "folder" / "picture.png").unlink()
    bare = import_file(tmp_path / "folder" / "bar.gltf")
    assert "picture.png is not there" in bare.remarks[0]
    assert bare.contents.images == 0


@pytest.mark.parametrize(("suffix", "up"), [(".stl", "z"), (".ply", "y"), (".obj", "y"), (".off", "y")])
def test_a_file_without_a_unit_is_guessed_and_told(tmp_path, suffix, up):
    shape = trimesh.creation.box((1200.0, 80.0, 40.0))
    path = tmp_path / f"a{suffix}"
    shape.export(path)
    read = import_file(path)
    assert (read.scale, read.up) == (0.001, up)
    assert "no unit" in read.assumed
    assert "points up" in read.assumed
    assert read.contents.watertight
    told = import_file(path, unit="in", up="y")
    assert (told.scale, told.up, told.assumed) == (0.0254, "y", "")
    asset = asset_of(told.imported("0" * 64), told.data)
    assert np.allclose(stand(asset, scale=told.scale, up=told.up).box[1][1], 80 * 0.0254)
    assert len(asset.meshes[0].primitives[0].positions) == 24      # its edges are sharp
    for wrong in ({"unit": "ell"}, {"up": "w"}):
        with pytest.raises(AssetError, match="choose one of"):
            import_file(path, **wrong)


def test_a_picture_through_an_mtl_lies_as_it_should(tmp_path):
    asset = asset_of((read := import_file(painted_obj(tmp_path / "obj"))).imported("0" * 64), read.data)
    (primitive,) = asset.meshes[0].primitives
    corner = primitive.uvs[np.flatnonzero((primitive.positions == [0, 1, 0]).all(1))[0]]
    assert np.allclose(corner, [0.0, 0.0])                  # glTF's origin is at the top
    assert asset.materials[primitive.material].colour_texture is not None


def test_a_cloud_of_points_is_seen(tmp_path):
    points = np.random.default_rng(3).normal(size=(500, 3))
    trimesh.PointCloud(points, np.tile([255, 0, 0, 255], (500, 1))).export(tmp_path / "cloud.ply")
    read = import_file(tmp_path / "cloud.ply")
    assert read.contents.triangles == 4000
    assert "cloud of points" in read.remarks[0]
    colours = asset_of(read.imported("0" * 64), read.data).meshes[0].primitives[0].colours
    assert np.allclose(colours, [1.0, 0.0, 0.0, 1.0])


def test_what_is_wrong_is_mended_only_with_consent(tmp_path):
    ball = trimesh.creation.icosphere(2)
    faces = np.array(ball.faces)[4:]                        # a hole
    faces[:40] = faces[:40, ::-1]                           # inside out
    faces = np.concatenate([faces, [[5, 5, 6]], faces[50:52]])      # without area; twice
    path = tmp_path / "bad.ply"
    trimesh.Trimesh(ball.vertices, faces, process=False).export(path)
    read = import_file(path)
    assert not read.contents.watertight
    assert read.faults.degenerate == 1
    assert read.faults.doubled == 2
    assert read.faults.holes
    assert read.faults.opposed
    assert not read.mended
    after = import_file(path, repair=True)
    assert after.contents.watertight
    assert after.faults.told == []
    assert any("holes closed" in line for line in after.mended)
    assert any("turned" in line for line in after.mended)
    whole = asset_of(after.imported("0" * 64), after.data).meshes[0].primitives[0]
    assert trimesh.Trimesh(whole.positions, whole.faces).volume == pytest.approx(ball.volume, rel=0.02)
    sound = import_file(bending_glb(tmp_path / "bar.glb"), repair=True)
    assert asset_of(sound.imported("0" * 64), sound.data).animations[0].name == "wave"


def test_what_cannot_be_shown_is_refused_in_words(tmp_path):
    def made(name, data):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    for path, words in ((made("empty.obj", b""), "empty.obj"), (made("empty.glb", b""), "empty.glb"),
                        (made("nan.obj", b"v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"), "not numbers"),
                        (made("far.obj", b"v 1e9 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"), "from its origin"),
                        (made("a.txt", b"hello"), "choose one that ends in"),
                        (made("b.ply", b"ply\nformat ascii 1.0\nelement vertex 9\nend_header\n"), "b.ply"),
                        (tmp_path / "gone.glb", "is not there")):
        with pytest.raises(AssetError, match=words) as caught:
            import_file(path)
        assert "\n" not in str(caught.value)
    with pytest.raises(AssetError, match="say which unit"):
        import_file(made("big.obj", b"v 0 0 0\nv 90000 0 0\nv 0 1 0\nf 1 2 3\n"), unit="m")


def test_an_mtl_outside_the_folder_is_not_read(tmp_path):
    path = painted_obj(tmp_path / "obj")
    (tmp_path / "secret.mtl").write_text("newmtl paint\nKd 0 1 0\n")
    path.write_text(path.read_text().replace("a.mtl", "../secret.mtl"))
    read = import_file(path)
    assert any("outside its folder" in remark for remark in read.remarks)
    assert asset_of(read.imported("0" * 64), read.data).materials[0].colour[:3] != (0.0, 1.0, 0.0)
