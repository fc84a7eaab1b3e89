"""Pictures on a second set of UVs: read, shown, written again, kept through repairs and thinning."""

import importlib.util
import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import trimesh
from file_samples import bending, node, picture
from mutations import put_together, taken_apart
from PIL import Image
from scipy.spatial import cKDTree

from engine.bake.clip import Clip, Material, Texture
from engine.exchange.asset import Asset, Mesh, Primitive
from engine.exchange.asset_clip import Pace, clip_of, stand
from engine.exchange.asset_glb import asset_glb
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.images import drawing
from engine.exchange.importing import asset_of, import_file, repaired
from engine.exchange.welded import thinned
from engine.picture.camera import Camera
from engine.vocabulary.repairs import REPAIRS

_SPEC = importlib.util.spec_from_file_location("peers_of_second", Path(__file__).with_name("test_gltf_clients.py"))
clients = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(clients)
SHADE = ((9, 9, 9), (90, 90, 90), (160, 160, 160), (250, 250, 250))
TURNED = (0.1, 0.2, 0.3, 2.0, 0.5)


def asset(**slots) -> Asset:
    """A ball whose first UVs repeat and whose second do not, colours on the one and occlusion on the other."""
    ball = trimesh.creation.icosphere(3, 0.5)
    points = np.array(ball.vertices)
    second = 0.5 + 0.9 * points[:, :2]
    slots = slots or {"colour_texture": Texture(0), "occlusion_texture": Texture(1, second=True, chart=TURNED)}
    primitive = Primitive(points, np.array(ball.faces), np.array(ball.vertex_normals), uvs=3.0 * points[:, 1:],
                          second_uvs=second, material=0)
    bare = Primitive(points + [2.0, 0, 0], np.array(ball.faces), np.array(ball.vertex_normals))
    return Asset((node("a", mesh=0), node("b", mesh=1)), (Mesh("a", (primitive,), np.zeros(0)),
                                                          Mesh("b", (bare,), np.zeros(0))),
                 materials=(Material("shaded", 0, shade=0.75, **slots),), images=(picture(), picture(SHADE)))


def clip(made=None) -> Clip:
    made = made or asset()
    return clip_of(made, "ball", stand(made), pace=Pace((0.0, 1.0)))


def look(made):
    (material,) = [m for m in made.materials if m.textures]
    texture = material.occlusion_texture
    return texture, np.asarray(Image.open(BytesIO(made.images[texture.image].tobytes())).convert("RGB"))


def places(made, slot="occlusion_texture"):
    """Of each face's corners: where they are, and where in the picture."""
    primitive = next(p for mesh in made.meshes for p in mesh.primitives if p.second_uvs is not None)
    texture = getattr(made.materials[primitive.material], slot)
    uvs = texture.placed(primitive.second_uvs if texture.second else primitive.uvs)
    return np.concatenate([primitive.positions, uvs], 1)[primitive.faces]


def test_a_file_that_is_read_has_its_picture_where_it_lay(tmp_path):
    (tmp_path / "a.glb").write_bytes(asset_glb(asset()))
    read = import_file(tmp_path / "a.glb")
    assert not [line for line in read.remarks if "UVs" in line]
    again = asset_of(read.imported("x"), read.data)
    assert np.array_equal(look(again)[1], look(asset())[1])
    assert np.allclose(places(again), places(asset()), atol=1e-6)
    assert np.allclose(places(again, "colour_texture"), places(asset(), "colour_texture"), atol=1e-6)


def test_a_third_set_is_left_out_and_said(tmp_path):
    beside = Texture(1, second=True)
    made = asset(colour_texture=Texture(0), occlusion_texture=beside, glow_texture=beside)
    document, binary = taken_apart(_written(made, tmp_path / "a.glb"))
    document["materials"][0]["emissiveTexture"]["texCoord"] = 2
    (tmp_path / "b.glb").write_bytes(put_together(document, binary))
    read = read_gltf(tmp_path / "b.glb")
    assert list(read.materials[0].textures) == ["colour_texture", "glow_texture"]
    assert "shaded: its occlusion texture lies on other UVs than its first two, and is left out." in read.remarks


def _written(made, path):
    path.write_bytes(asset_glb(made))
    return path


@pytest.mark.parametrize("profile", ["portable", "web", "unreal", "unity"])
def test_export_brings_it_back(profile, tmp_path):
    export_gltf([clip()], tmp_path / "a.glb", profile=profile)
    read = read_gltf(tmp_path / "a.glb")
    texture, shade = look(read)
    assert np.array_equal(shade, look(asset())[1])
    assert texture.second
    middles = [places(each)[..., 3:].mean(1) for each in (read, asset())]       # the web's faces are in another order
    assert max(cKDTree(one).query(other)[0].max() for one, other in (middles, middles[::-1])) < 1e-4
    assert {m.shade for m in read.materials if m.textures} == {0.75}


@clients.pytestmark
@pytest.mark.parametrize("profile", ["portable", "web"])
def test_three_takes_it_from_the_second_set_and_the_validator_finds_nothing(profile, tmp_path):
    export_gltf([clip()], tmp_path / "a.glb", profile=profile)
    found = clients.asked("validate.mjs", tmp_path / "a.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    shaded = [m for m in clients.asked("looks.mjs", tmp_path / "a.glb")["materials"] if m["maps"]]
    assert [m["channels"] for m in shaded] == [{"map": 0, "aoMap": 1}]
    assert [m["shade"] for m in shaded] == [0.75]


@clients.pytestmark
def test_three_sees_the_uvs_that_we_read(tmp_path):
    _written(asset(), tmp_path / "a.glb")
    row = next(r for r in clients.asked("evaluate_any.mjs", tmp_path / "a.glb", "-1", "[0]")["meshes"] if r["uvs"])
    first, second = (np.frombuffer(clients.base64.b64decode(text), np.float32).reshape(-1, 2) for text in row["uvs"])
    (mine,) = read_gltf(tmp_path / "a.glb").meshes[0].primitives
    assert np.array_equal(first, mine.uvs.astype(np.float32))
    assert np.array_equal(second, mine.second_uvs.astype(np.float32))


def test_our_own_occlusion_of_an_imported_mesh_comes_back(tmp_path):
    pytest.importorskip("xatlas")
    from engine.exchange.unwrapping import textured

    plain = bending()
    made = textured(clip_of(plain, "bar", stand(plain), pace=Pace((0.0, 1.0))), colours=False, light=True)
    number = next(k for k, m in enumerate(made.materials) if m.occlusion_texture and m.occlusion_texture.second)
    export_gltf([made], tmp_path / "a.glb")
    read = import_file(tmp_path / "a.glb", unit="m")
    assert not [line for line in read.remarks if "UVs" in line]
    again = asset_of(read.imported("x"), read.data)
    back = clip_of(again, "bar", stand(again), pace=Pace((0.0, 1.0)))
    material = next(m for m in back.materials if m.name.endswith(made.materials[number].name))
    before = made.images[made.materials[number].occlusion_texture.image]
    assert material.occlusion_texture.second
    assert np.array_equal(back.images[material.occlusion_texture.image], before)
    mine, told = ([c.second_uvs[c.faces[sum(m.faces for m in c.materials[:k])]] for k, m in enumerate(c.materials)
                   if m.occlusion_texture and m.occlusion_texture.second] for c in (back, made))
    assert np.allclose(mine, told, atol=1e-6)
    assert textured(back, colours=False, light=True) is back


def test_repairs_and_thinning_keep_it(tmp_path):
    _written(asset(), tmp_path / "a.glb")
    read = import_file(tmp_path / "a.glb")
    done = repaired(read.imported("x"), read.data, list(REPAIRS))
    mended = asset_of(done.imported, done.data)
    assert look(mended)[0].second
    assert np.allclose(places(mended), places(asset()), atol=1e-5)
    few = thinned(clip(), 400)
    assert len(few.second_uvs) == len(few.positions) < len(clip().positions)


def test_the_viewport_shows_colours_on_the_second_set_where_they_lie():
    """The same as a file that has them as its first."""
    first = asset(colour_texture=Texture(1))
    (mesh, other) = first.meshes
    swapped = replace(mesh, primitives=(replace(mesh.primitives[0], uvs=mesh.primitives[0].second_uvs),))
    second = asset(glow_texture=Texture(0), colour_texture=Texture(1, second=True))
    seen = []
    for made in (replace(first, meshes=(swapped, other)), second, first):
        with drawing({"a": clip(made)}, (97, 65)) as studio:
            seen.append(studio.layers(0.0, Camera(distance=3.0, target=(0.0, 0.5, 0.0)), ("colour",))["colour"])
    assert (seen[0][..., 3] > 0).sum() > 500
    np.testing.assert_array_equal(seen[0], seen[1])
    assert np.abs(seen[0] - seen[2]).max() > 0.1


def test_it_goes_over_the_wire():
    made = clip()
    again = Clip.packed(json.loads(json.dumps(made.header())), made.arrays())
    assert np.array_equal(again.second_uvs, made.second_uvs)
    assert again.materials == made.materials
