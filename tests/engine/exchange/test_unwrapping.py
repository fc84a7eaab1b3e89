"""UVs, pictures of colours and of light, for imported meshes without them."""

import json
import struct
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
import trimesh
from file_samples import bending
from PIL import Image

pytest.importorskip("xatlas")

from file_samples import node

from engine.bake.clip import Clip, Material
from engine.bake.evaluate import evaluate
from engine.bake.openness import openness
from engine.bake.palette import to_srgb
from engine.exchange import remesher
from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.asset_clip import Pace, clip_of, stand
from engine.exchange.gltf import export_gltf
from engine.exchange.preflight import preflight
from engine.exchange.unwrapping import _overlap, bare, textured, unshaded
from engine.exchange.usd import export_usd

PACE = Pace(np.arange(31) / 30)


def scan() -> Clip:
    """A ball in a ring, coloured at its vertices, without UVs."""
    ball, ring = trimesh.creation.icosphere(4, 0.5), trimesh.creation.torus(0.75, 0.2, 48, 24)
    both = trimesh.util.concatenate([ball, ring])
    points = np.array(both.vertices)
    colours = np.concatenate([0.5 + 0.5 * np.sin(4.0 * points), np.ones((len(points), 1))], 1)
    primitive = Primitive(points, np.array(both.faces), np.array(both.vertex_normals), colours=colours, material=0)
    asset = Asset((node("scan", mesh=0),), (Mesh("scan", (primitive,), np.zeros(0)),),
                  materials=(Material("matte", 0),))
    return clip_of(asset, "scan", stand(asset), pace=PACE)


def bar() -> Clip:
    return clip_of(bending(), "bar", stand(bending()), pace=PACE)


def pixels(clip, texture):
    return np.asarray(Image.open(BytesIO(clip.images[texture.image].tobytes())))


def shown(clip, texture, uvs):
    texels = pixels(clip, texture)[..., :3]
    column, row = (uvs * texels.shape[0]).astype(int).clip(0, texels.shape[0] - 1).T
    return texels[row, column] / 255.0


def test_colours_of_vertices_become_a_picture_that_shows_them():
    plain = scan()
    made = textured(plain, colours=True, light=False)
    assert bare(plain).all()
    assert not bare(made).any()
    assert (made.tint == 1.0).all()
    assert not _overlap(made.uvs, made.faces)
    corners = plain.tint[plain.faces].astype(float).mean(1)
    seen = shown(made, made.materials[0].colour_texture, made.uvs[made.faces].astype(float).mean(1))
    assert np.abs(seen - to_srgb(corners)).mean() < 0.01


def test_faces_skin_targets_and_names_survive_the_seams():
    plain = bar()
    made = textured(plain, colours=True, light=True)
    assert [m.name for m in made.materials] == [m.name for m in plain.materials]
    assert (made.target_names, made.joint_names) == (plain.target_names, plain.joint_names)
    for time in (0.0, 0.4, 0.9):
        for before, after in zip(evaluate(plain, time)[:2], evaluate(made, time)[:2]):
            assert np.abs(before[plain.faces] - after[made.faces]).max() < 1e-6
    own = plain.uvs[plain.faces][~bare(plain)]
    assert np.array_equal(made.uvs[made.faces][~bare(plain)], own)


def test_uvs_that_repeat_get_a_second_set_for_the_light_and_keep_their_own(tmp_path):
    made = textured(bar(), colours=False, light=True)
    painted = next(m for m in made.materials if m.name == "painted")
    assert painted.occlusion_texture.second
    assert made.second_uvs.shape == made.uvs.shape
    start = sum(m.faces for m in made.materials[:[m.name for m in made.materials].index("painted")])
    assert not _overlap(made.second_uvs, made.faces[start:start + painted.faces])
    for profile in ("portable", "web"):
        export_gltf([made], tmp_path / "a.glb", profile=profile)
        data = (tmp_path / "a.glb").read_bytes()
        document = json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])
        row = next(m for m in document["materials"] if m["name"].endswith("painted"))
        assert row["occlusionTexture"]["texCoord"] == 1
        assert "texCoord" not in row["pbrMetallicRoughness"]["baseColorTexture"]
        assert "TEXCOORD_1" in document["meshes"][0]["primitives"][0]["attributes"]


def test_light_that_a_file_has_already_stays():
    once = textured(scan(), colours=True, light=True)
    assert textured(once, colours=True, light=True) is once


def test_light_is_dark_in_the_gap_and_none_is_lost_on_a_ball():
    made = textured(scan(), colours=False, light=True)
    light = pixels(made, made.materials[0].occlusion_texture)[..., 0] / 255.0
    vertices = shown(made, made.materials[0].occlusion_texture, made.uvs)[:, 0]
    top = made.positions[:, 1] > 0.95 * made.positions[:, 1].max()
    assert vertices[top].mean() > 0.95
    assert light.min() < 0.2
    ball = trimesh.creation.icosphere(4, 1.0)
    points = np.array(ball.vertices)
    assert openness([(points, points, points)], np.array(ball.faces, np.uint32)).min() > 0.97


def test_light_at_the_foot_of_a_wall_is_half():
    """On an endless floor at an endless wall a quarter of the sky, half of its light by the cosine, is left."""
    floor = trimesh.creation.box((8.0, 0.02, 8.0))
    wall = trimesh.creation.box((8.0, 8.0, 0.02))
    wall.apply_translation((0.0, 4.0, 0.0))
    both = trimesh.util.concatenate([floor, wall])
    points = np.array([[0.0, 0.01, 0.25], [0.0, 0.01, 0.3], [0.1, 0.01, 0.27]])
    up = np.tile([0.0, 1.0, 0.0], (3, 1))
    found = openness([(np.array(both.vertices), points, up)], np.array(both.faces, np.uint32))
    assert np.abs(found - 0.5).max() < 0.06


def test_what_stays_dark_is_kept_and_what_passes_is_not():
    points = np.array([[0.0, 0.0, 0.0]])
    up = np.array([[0.0, 1.0, 0.0]])
    lid = np.array([[-1.0, 0.2, -1.0], [1.0, 0.2, -1.0], [1.0, 0.2, 1.0], [-1.0, 0.2, 1.0], [0.0, -1.0, 0.0]])
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
    away = lid + np.array([5.0, 0.0, 0.0])
    dark = openness([(lid, points, up)], faces)[0]
    assert dark < 0.25
    assert openness([(lid, points, up), (lid, points, up)], faces)[0] == pytest.approx(dark)
    assert openness([(lid, points, up), (away, points, up)], faces)[0] > 0.9


def test_missing_uvs_are_said_with_what_mends_them():
    said = [f for f in preflight([scan()]) if "no UVs" in f.sentence]
    assert len(said) == 1
    assert "vertices alone" in said[0].sentence
    assert said[0].remedy.options == {"textures": True}
    assert not [f for f in preflight([textured(scan(), colours=True, light=False)]) if "no UVs" in f.sentence]


def test_usd_has_the_light_on_the_second_uvs(tmp_path):
    from pxr import Usd, UsdGeom, UsdShade

    export_usd([textured(bar(), colours=False, light=True)], tmp_path / "a.usda")
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    mesh = next(prim for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh))
    assert UsdGeom.PrimvarsAPI(mesh).GetPrimvar("st1").HasValue()
    names = {str(UsdShade.Shader(prim).GetInput("varname").Get()) for prim in stage.Traverse()
             if UsdShade.Shader(prim) and UsdShade.Shader(prim).GetInput("varname")}
    assert names == {"st", "st1"}


def test_a_clip_with_second_uvs_goes_over_the_wire():
    made = textured(bar(), colours=False, light=True)
    again = Clip.packed(json.loads(json.dumps(made.header())), made.arrays())
    assert again.materials == made.materials
    assert np.array_equal(again.second_uvs, made.second_uvs)
    assert replace(again, report={}).name == made.name


def test_without_the_library_light_lies_where_it_can_and_the_rest_is_left(monkeypatch):
    plain = scan()
    flat = textured(plain, colours=True, light=False)
    monkeypatch.setitem(remesher.NEEDED, "unwrap", "no_such_library")
    assert textured(plain, colours=False, light=True) is plain
    assert unshaded(plain)
    made = textured(flat, colours=False, light=True)
    assert not unshaded(made)
    assert made.second_uvs is None
