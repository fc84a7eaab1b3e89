"""Quads: the cells of baked shells, as other programs read them; what holds none says so."""

import json
import subprocess
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from clip_sample import bar
from pxr import Usd, UsdGeom
from test_point_cache import BLENDER, PYTHON

from engine.bake.bake import bake_object
from engine.bake.chain import joined
from engine.bake.clip import Clip
from engine.bake.dressed import dressed
from engine.exchange.files import ExportError
from engine.exchange.polygons import fanned, polygons, split, unfanned
from engine.exchange.preflight import preflight
from engine.exchange.writing import check_options, write
from engine.form.object4d import Object4D
from engine.form.parts import Slot, encode

OPTIONS = {"profile": "portable", "pivot": "base", "per_object": False, "lods": 0, "path_motion": None,
           "colours": None, "quads": True}
SAID = {"scene_name": "it", "fps": 2.0, "extras": [{}], "about": None}
COUNTED = """
import json, sys
import bpy
bpy.ops.wm.read_factory_settings(use_empty=True)
{"obj": bpy.ops.wm.obj_import, "ply": bpy.ops.wm.ply_import,
 "fbx": bpy.ops.import_scene.fbx}[sys.argv[1][-3:]](filepath=sys.argv[1])
(mesh,) = [thing.data for thing in bpy.context.scene.objects if thing.type == "MESH"]
normals = {mesh.loops[at].vertex_index: list(mesh.corner_normals[at].vector)
           for face in mesh.polygons for at in face.loop_indices}
print(json.dumps({"corners": [len(face.vertices) for face in mesh.polygons], "normals": sorted(normals.items()),
                  "keys": len(mesh.shape_keys.key_blocks) if mesh.shape_keys else 0}))
"""


@pytest.fixture(scope="module")
def cup() -> Clip:
    """A body that swings an arm, of glass, one part painted."""
    swing = np.zeros(30)
    swing[1] = 0.5
    slots = [Slot(0, parent=0, size=(0.3, 0.2, 0.4), exponents=(0.3, 0.3), blend=0.06, colour=(0.8, 0.3, 0.2),
                  pattern=1, second=(0.1, 0.1, 0.1)),
             Slot(4, parent=0, attach=(0, 0.6, 0.9), anchor=(0, -0.6, -0.4), size=(0.18, 0.2, 0.18), blend=0.05,
                  colour=(0.2, 0.4, 0.8), material=3, motion=swing)]
    obj = Object4D.from_tokens(encode(slots), scale=1.0, period=1.0)
    return bake_object("a cup", obj, times=(0.0, 0.25, 0.5), cycle_of_time=lambda t: t, budget=1500, draft=True)


def in_blender(path):
    done = subprocess.run([PYTHON, "-c", COUNTED, path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def rings(told):
    return np.split(told.corners, np.cumsum(told.counts)[:-1])


def turned(ring):
    """The corners from the smallest on."""
    return tuple(np.roll(ring, -int(np.argmin(ring))).tolist())


def test_the_quads_cut_at_their_diagonals_are_the_triangles(cup):
    told = polygons(cup.faces.astype(np.int64), cup.quads)
    assert cup.quads is not None
    assert (told.counts == 4).mean() > 0.95, "all but halves of glass cells that nobody sees"
    cut = [turned(half) for ring in rings(told)
           for half in ([ring] if len(ring) == 3 else [ring[[0, 1, 3]], ring[[1, 2, 3]]])]
    assert sorted(cut) == sorted(turned(face) for face in cup.faces.astype(np.int64))
    assert (np.bincount(told.owner) == told.counts - 2).all()


def test_fans_tell_the_quads_and_keep_the_triangles(cup):
    fans = fanned(cup.faces, cup.quads).astype(np.int64)
    assert sorted(map(turned, fans)) == sorted(map(turned, cup.faces.astype(np.int64)))
    assert (np.diff(unfanned(fans)) == 0)[(cup.quads[1:] == cup.quads[:-1])].all()
    same = np.flatnonzero(fans[1:, 0] == fans[:-1, 0])
    assert (same == np.flatnonzero(cup.quads[1:] == cup.quads[:-1])).all()


def test_a_quad_of_two_materials_is_two_triangles(cup):
    first = int(np.flatnonzero(cup.quads[1:] == cup.quads[:-1])[0])
    rows = [np.array([first]), np.delete(np.arange(len(cup.faces)), first)]
    parted = split(cup, rows)
    assert parted[[first, first + 1]].tolist() == [-1, -1]
    assert (np.delete(parted, [first, first + 1]) == np.delete(cup.quads, [first, first + 1])).all()


def test_clips_in_a_row_and_in_materials_keep_their_quads(cup):
    whole = polygons(cup.faces.astype(np.int64), cup.quads)
    laid = dressed(cup)
    assert sorted(map(turned, rings(polygons(laid.faces.astype(np.int64), laid.quads)))) == sorted(
        map(turned, rings(whole)))
    two = joined("both", [cup, replace(cup, times=cup.times + 0.5)], [(0.0, 0.5), (0.5, 1.0)], np.linspace(0, 1, 5))
    assert (polygons(two.faces.astype(np.int64), two.quads).counts == np.tile(whole.counts, 2)).all()


def test_usd_holds_them_and_every_face_has_one_material(cup, tmp_path):
    path = tmp_path / "it.usda"
    report = write([cup], path, OPTIONS, **SAID)
    stage = Usd.Stage.Open(str(path))
    (mesh,) = [UsdGeom.Mesh(prim) for prim in stage.Traverse() if prim.IsA(UsdGeom.Mesh)]
    counts = np.array(mesh.GetFaceVertexCountsAttr().Get())
    assert UsdGeom.Mesh.ValidateTopology(mesh.GetFaceVertexIndicesAttr().Get(), mesh.GetFaceVertexCountsAttr().Get(),
                                         len(cup.positions))[0]
    assert (counts - 2).sum() == len(cup.faces)
    assert (counts == 4).sum() == report["quads"] > 0.9 * len(counts)
    subsets = UsdGeom.Subset.GetAllGeomSubsets(mesh)
    assert len(subsets) > 1
    assert UsdGeom.Subset.ValidateFamily(mesh, UsdGeom.Tokens.face, "materialBind")[0]
    whole = write([cup], tmp_path / "plain.usda", OPTIONS | {"quads": False}, **SAID)
    assert "quads" not in whole
    assert whole["triangles"] == report["triangles"] == len(cup.faces)


def test_trimesh_reads_the_same_surface(cup, tmp_path):
    shown = []
    for name, quads in (("quads", True), ("plain", False)):
        write([cup], tmp_path / f"{name}_#.obj", OPTIONS | {"quads": quads}, **SAID)
        shown.append(trimesh.load(tmp_path / f"{name}_1.obj", process=False, force="mesh"))
    assert len(shown[0].faces) == len(shown[1].faces) == len(cup.faces)
    assert shown[0].area == pytest.approx(shown[1].area, rel=0.02)
    assert shown[0].volume == pytest.approx(shown[1].volume, rel=0.02)


@pytest.mark.skipif(not BLENDER, reason="Blender is absent: make peers")
@pytest.mark.parametrize("name", ["it_#.obj", "it_#.ply", "it.mdd", "it.fbx"])
def test_blender_opens_quads(cup, tmp_path, name):
    moving = replace(cup, target_names=("more",), target_positions=0.01 * cup.normals[None],
                     target_normals=np.zeros((1, *cup.normals.shape), np.float32),
                     target_tints=np.zeros((1, *cup.normals.shape), np.float32),
                     target_weights=np.linspace(0, 1, len(cup.times), dtype=np.float32)[:, None])
    seen, plain = {}, {}
    for folder, quads, shown in (("quads", True, seen), ("plain", False, plain)):
        (tmp_path / folder).mkdir()
        report = write([moving], tmp_path / folder / name,
                       OPTIONS | {"blender": str(PYTHON), "quads": quads}, **SAID)
        shown |= report | in_blender(next(p for p in sorted((tmp_path / folder).iterdir())
                                          if p.suffix in (".obj", ".ply", ".fbx")))
    assert seen["corners"].count(4) == seen["quads"] > 0
    assert sum(seen["corners"]) - 2 * len(seen["corners"]) == len(cup.faces)
    assert plain["corners"] == [3] * len(cup.faces)
    normals = [np.array([normal for _, normal in shown["normals"]]) for shown in (seen, plain)]
    assert np.abs(normals[0] - normals[1]).max() < 5e-3, "every corner is shaded as it was"
    if name.endswith("fbx"):
        assert seen["keys"] == 2


def test_what_holds_none_says_so(cup, tmp_path):
    for name in ("a.glb", "a.json"):
        with pytest.raises(ExportError, match="holds triangles alone"):
            check_options(tmp_path / name, {"quads": True})
        check_options(tmp_path / name, {"quads": False})
    (found,) = [f for f in preflight([cup], quads=True) if "quads" in f.sentence]
    assert found.remedy is not None
    assert found.remedy.options == {"quads": False}
    assert not [f for f in preflight([cup]) if "quads" in f.sentence]
    report = write([bar()], tmp_path / "a.usda", OPTIONS, **SAID)
    assert report["quads"] == 0
    assert "a lamp stays triangles: its file holds triangles." in report["remarks"]
