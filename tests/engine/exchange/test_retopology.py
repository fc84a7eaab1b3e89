"""Retopology: an even mesh that has what the old one had at the same places, and the same bytes again."""

import importlib.util
import io
import time

import numpy as np
import psutil
import pytest
import trimesh
from PIL import Image
from pxr import Usd, UsdGeom

from engine.bake.clip import Material, Texture
from engine.cli import main
from engine.exchange.asset import Asset, Mesh, Node, Primitive, Skin
from engine.exchange.asset_clip import Pace, clip_of, stand
from engine.exchange.asset_glb import asset_glb
from engine.exchange.importing import AssetError, Retopology, asset_of, import_file, renewed
from engine.exchange.pairing import closed, manifold, paired
from engine.exchange.polygons import polygons
from engine.exchange.usd import export_usd

there = all(importlib.util.find_spec(name) for name in ("pyinstantmeshes", "xatlas"))
needs_libraries = pytest.mark.skipif(not there, reason="the extra [retopology] is not installed")


def image(colours) -> np.ndarray:
    stream = io.BytesIO()
    Image.fromarray(np.kron(colours, np.ones((64, 64, 1))).astype(np.uint8)).save(stream, "PNG")
    return np.frombuffer(stream.getvalue(), np.uint8)


def ball() -> Asset:
    """An uneven ball: red where x > 0 and blue elsewhere by its picture, a green cap; it bends and it swells."""
    sphere = trimesh.creation.uv_sphere(1.0, count=[24, 40], validate=False)
    points, faces = np.asarray(sphere.vertices), np.asarray(sphere.faces)
    points = points * [1.0, 1.3, 1.0]
    corners = points[faces].reshape(-1, 3)             # the picture's border is a border of faces
    middle = np.repeat(points[faces].mean(1), 3, axis=0)
    uvs = np.stack([np.where(middle[:, 0] > 0.0, 0.25, 0.75), np.full(len(corners), 0.5)], 1)
    own = np.arange(len(corners)).reshape(-1, 3)
    cap = middle[::3, 2] > 0.8
    share = (0.5 + 0.5 * corners[:, 1] / 1.3).clip(0.0, 1.0)
    def part(chosen, material):
        at = own[chosen].reshape(-1)
        return Primitive(corners[at], np.arange(len(at)).reshape(-1, 3), corners[at] / [1.0, 1.69, 1.0], uvs[at],
                         joints=np.tile([0, 1, 0, 0], (len(at), 1)),
                         weights=np.stack([1 - share, share, 0 * share, 0 * share], 1)[at],
                         target_positions=0.2 * corners[None, at], material=material)
    rest = np.zeros(3), np.array([0.0, 0, 0, 1]), np.ones(3)
    nodes = (Node("ball", -1, *rest, mesh=0, skin=0, weights=np.zeros(1)), Node("low", -1, *rest),
             Node("high", 1, *rest))
    return Asset(nodes, (Mesh("ball", (part(~cap, 0), part(cap, 1)), np.zeros(1), ("swell",)),),
                 (Skin(np.array([1, 2]), np.tile(np.eye(4), (2, 1, 1))),),
                 materials=(Material("skin", 0, colour_texture=Texture(0)), Material("cap", 0, (0.0, 1.0, 0.0, 1.0))),
                 images=(image([[[255, 0, 0], [0, 0, 255]]]),))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ball") / "ball.glb"
    path.write_bytes(asset_glb(ball()))
    return path


@pytest.fixture(scope="module")
def made(file):
    return import_file(file, retopology=Retopology(1500))


def spread(points, faces):
    lengths = np.linalg.norm(points[faces] - points[np.roll(faces, 1, axis=1)], axis=2)
    return lengths.std() / lengths.mean()


@needs_libraries
def test_it_is_even_and_has_skin_targets_and_materials_of_the_same_places(file, made):
    before, after = ball(), asset_of(made.imported("x"), made.data)
    assert [material.name for material in after.materials] == ["cap", "skin"]
    assert 1200 < made.contents.triangles < 1800
    assert "triangles became" in made.mended[0]
    for material, primitive in ((material, p) for p in after.meshes[0].primitives
                                for material in [after.materials[p.material]]):
        points = primitive.positions
        assert spread(points, primitive.faces) < 0.2 < spread(
            before.meshes[0].primitives[0].positions, before.meshes[0].primitives[0].faces)
        assert np.abs(np.linalg.norm(points / [1.0, 1.3, 1.0], axis=1) - 1.0).max() < 0.03
        assert np.abs(primitive.target_positions[0] - 0.2 * points).max() < 0.01
        high = (primitive.weights * (primitive.joints == 1)).sum(1)
        assert np.abs(high - (0.5 + 0.5 * points[:, 1] / 1.3)).max() < 0.03
        assert ((primitive.normals * points).sum(1) > 0.0).all()
        middles = points[primitive.faces].mean(1)
        sure = np.abs(middles[:, 2] - 0.8) > 0.1            # the old border runs along the old faces
        assert ((middles[sure, 2] > 0.8) == (material.name == "cap")).all()
    assert after.skins[0].joints.tolist() == [1, 2]
    assert after.meshes[0].target_names == ("swell",)


@needs_libraries
def test_its_picture_shows_what_the_old_one_showed_there(made):
    after = asset_of(made.imported("x"), made.data)
    primitive = next(p for p in after.meshes[0].primitives if after.materials[p.material].name == "skin")
    (data,) = after.images
    with Image.open(io.BytesIO(data.tobytes())) as picture:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
    middles, at = primitive.positions[primitive.faces].mean(1), primitive.uvs[primitive.faces].mean(1)
    column, row = (at * pixels.shape[1::-1]).astype(int).T
    seen = pixels[row, column]
    sure = np.abs(middles[:, 0]) > 0.1
    assert (seen[sure & (middles[:, 0] > 0)] == [255, 0, 0]).all()
    assert (seen[sure & (middles[:, 0] < 0)] == [0, 0, 255]).all()


def test_what_meets_at_an_edge_of_four_faces_is_cut_apart():
    first, second = (trimesh.creation.box() for _ in range(2))
    both = trimesh.util.concatenate([first, second.apply_translation([1.0, 1.0, 0.0])])
    both.merge_vertices()
    assert len(both.vertices) == 14
    points, faces = manifold(np.asarray(both.vertices), np.asarray(both.faces))
    assert len(points) == 16
    assert np.array_equal(points[faces], both.vertices[both.faces])
    assert trimesh.Trimesh(points, faces, process=False).is_watertight


def test_squares_are_found_again_among_triangles_in_any_order():
    side = 6
    points = np.array([[x, y, 0.0] for y in range(side + 1) for x in range(side + 1)])
    first = np.array([y * (side + 1) + x for y in range(side) for x in range(side)])
    faces = np.concatenate([np.stack([first, first + 1, first + side + 2], 1),
                            np.stack([first, first + side + 2, first + side + 1], 1)])
    faces = faces[np.random.default_rng(3).permutation(len(faces))]
    ordered, cells = paired(points, faces)
    told = polygons(ordered, cells)
    assert told.counts.tolist() == [4] * side**2
    spans = np.ptp(points[told.corners].reshape(-1, 4, 3), axis=1)
    assert (spans == [1.0, 1.0, 0.0]).all()
    inner = (np.abs(points[faces] - side / 2)[..., :2] < side / 2).all((1, 2)).argmax()
    again = closed(np.delete(faces, inner, 0))
    assert set(again[-1].tolist()) == set(faces[inner].tolist())
    assert np.cross(*np.diff(points[again[-1]], axis=0))[2] > 0.0, "it looks to the same side"
    assert len(again) == len(faces), "and the outer rim is no hole"


@needs_libraries
def test_quads_are_kept_with_the_scene_and_written(file, made, tmp_path):
    assert import_file(file, retopology=Retopology(1500)).data.tobytes() == made.data.tobytes()
    imported, data, said = renewed(made.imported("x"), made.data, Retopology(1000, quads=True))
    assert "quads" in said[0]
    asset = asset_of(imported, data)
    where = stand(asset, scale=1.0, up="y", take=None)
    clip = clip_of(asset, "ball", where, take=None, pace=Pace((0.0,)))
    report = export_usd([clip], tmp_path / "a.usda", quads=True)
    stage = Usd.Stage.Open(report["path"])
    counts = next(np.array(UsdGeom.Mesh(prim).GetFaceVertexCountsAttr().Get()) for prim in stage.Traverse()
                  if prim.IsA(UsdGeom.Mesh))
    assert (counts - 2).sum() == len(clip.faces) == imported.contents.triangles
    assert 2 * (counts == 4).sum() > 0.85 * len(clip.faces)


@needs_libraries
def test_a_cancelled_one_ends_its_process(file):
    class Cancelled(Exception):
        """The artist asked to stop."""

    def told(share, words):
        if share > 0.0:
            raise Cancelled

    start = time.monotonic()
    with pytest.raises(Cancelled):
        import_file(file, retopology=Retopology(200_000), told=told)
    assert time.monotonic() - start < 30.0
    assert not [child for child in psutil.Process().children() if "engine.exchange.remesher" in child.cmdline()]


def test_what_is_lacking_or_out_of_range_is_refused(file, monkeypatch, capsys):
    for count in (10, 1_000_000):
        with pytest.raises(AssetError, match="100 to 300,000"):
            import_file(file, retopology=Retopology(count))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, package=None: None)
    with pytest.raises(AssetError, match=r'pip install "chronoform\[retopology\]"'):
        import_file(file, retopology=Retopology(500))
    assert main(["import", str(file), "--quads"]) == 1
    assert "--retopology TRIANGLES too" in capsys.readouterr().err
