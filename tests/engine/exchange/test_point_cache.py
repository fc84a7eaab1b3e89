"""Point caches and numbered meshes: Blender and trimesh show the clip's own vertices; what fails leaves nothing."""

import json
import resource
import struct
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import test_gltf_clients as clients
import trimesh
from clip_sample import bar
from PIL import Image

from engine.bake.clip import Material, Texture
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_linear, to_srgb
from engine.exchange.files import ExportError
from engine.exchange.frames import between
from engine.exchange.importing import asset_of, import_file
from engine.exchange.point_cache import export_caches
from engine.exchange.series import export_series

RATE = 24.0
FRAMES = [0, 7, 24, 37, 48]
PYTHON = next((p for home in clients.HOMES if home and (p := Path(home) / "venv/bin/python").exists()), None)
BLENDER = PYTHON is not None and not subprocess.run([PYTHON, "-c", "import bpy"], capture_output=True).returncode
EXPORTS = {".mdd": export_caches, ".pc2": export_caches, ".obj": export_series, ".ply": export_series}


def played(base, cache, frames):
    out = base.with_suffix(".npz")
    done = subprocess.run([PYTHON, clients.SCRIPTS / "mesh_cache.py", base, cache, json.dumps(frames), out],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return np.load(out)


@pytest.mark.skipif(not BLENDER, reason="Blender is absent: make peers")
@pytest.mark.parametrize("ending", [".mdd", ".pc2"])
def test_blender_plays_every_vertex_where_we_do(tmp_path, ending):
    two = [bar(), replace(bar("a tree"), place_translation=bar().place_translation + [3, 0, 0])]
    report = export_caches(two, tmp_path / f"it{ending}", fps=RATE)
    for clip, name in zip(two, ("it_a_lamp", "it_a_tree")):
        assert str(tmp_path / f"{name}{ending}") in report["paths"]
        shown = played(tmp_path / f"{name}.obj", tmp_path / f"{name}{ending}", FRAMES)
        assert (int(shown["faces"]), int(shown["uvs"])) == (len(clip.faces), 1)
        for frame, positions in zip(FRAMES, shown["positions"]):
            assert np.abs(positions - evaluate(clip, frame / RATE)[0]).max() < 1e-5


def test_the_bytes_are_those_of_the_formats(tmp_path):
    clip = bar()
    for ending in (".mdd", ".pc2"):
        export_caches([clip], tmp_path / f"it{ending}", fps=RATE)
    data = (tmp_path / "it.mdd").read_bytes()
    assert struct.unpack_from(">ii", data) == (49, 486)
    assert np.allclose(np.frombuffer(data, ">f4", 49, 8), np.arange(49) / RATE)
    mdd = np.frombuffer(data, ">f4", offset=8 + 4 * 49).reshape(49, 486, 3)
    data = (tmp_path / "it.pc2").read_bytes()
    assert struct.unpack_from("<12siiffi", data) == (b"POINTCACHE2\0", 1, 486, 0.0, 1.0, 49)
    assert np.array_equal(mdd, np.frombuffer(data, "<f4", offset=32).reshape(49, 486, 3))
    base = trimesh.load(tmp_path / "it.obj", process=False, maintain_order=True)
    assert np.allclose(base.vertices, mdd[0], atol=1e-6)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "it.mdd", "it.mtl", "it.obj", "it.pc2", "it_colour.png", "it_glow.png", "it_metal.png", "it_roughness.png"]


def test_a_base_is_of_some_size(tmp_path):
    late = bar()
    late = replace(late, place_scale=np.clip(late.place_times - 0.5, 0, 1)[:, None] * np.ones(3))
    export_caches([late], tmp_path / "it.mdd", fps=RATE)
    assert np.ptp(trimesh.load(tmp_path / "it.obj", process=False).vertices, axis=0).max() > 0.4
    assert np.ptp(np.frombuffer((tmp_path / "it.mdd").read_bytes(), ">f4", 1458, 8 + 4 * 49)) < 3.0


@pytest.mark.parametrize("ending", [".obj", ".ply"])
def test_a_numbered_mesh_is_what_the_clip_shows(tmp_path, ending):
    two = [bar(), replace(bar("a tree"), place_translation=bar().place_translation + [3, 0, 0])]
    report = export_series(two, tmp_path / f"it_####{ending}", fps=RATE)
    assert (report["frames"], report["first"], report["last"]) == (49, f"it_0001{ending}", f"it_0049{ending}")
    for frame in FRAMES:
        path = tmp_path / f"it_{frame + 1:04d}{ending}"
        seen = [evaluate(clip, frame / RATE) for clip in two]
        corners = np.concatenate([positions[clip.faces] for clip, (positions, _, _) in zip(two, seen)])
        shades = np.concatenate([colours(clip, tints)[clip.faces] for clip, (_, _, tints) in zip(two, seen)])
        loaded = trimesh.load(path, process=False)
        parts = (sorted(loaded.dump(), key=lambda part: part.visual.material.name)
                 if isinstance(loaded, trimesh.Scene) else [loaded])
        assert np.allclose(np.concatenate([part.vertices[part.faces] for part in parts]), corners, atol=1e-5)
        shown = np.concatenate([(texels(part) if ending == ".obj" else part.visual.vertex_colors[:, :3] / 255.0)[
            part.faces] for part in parts])
        assert np.abs(shown - to_srgb(shades)).max() < 1.5 / 255
        read = import_file(path)
        assert read.imported("").contents.triangles == 2 * 960


def texels(part):
    image = np.asarray(part.visual.material.image.convert("RGB")) / 255.0
    column, row = (np.array([[0, 1]]) + part.visual.uv * [1, -1]).T * np.array(image.shape[1::-1])[:, None]
    return image[row.astype(int), column.astype(int)]


def test_a_picture_and_a_library_are_written_once(tmp_path):
    still = replace(bar(), target_tints=0 * bar().target_tints)
    export_series([still], tmp_path / "a.##.obj", fps=5)
    assert [p.name for p in sorted(tmp_path.glob("*.mtl"))] == ["a.mtl"]
    assert len(list(tmp_path.glob("*.png"))) == 4
    assert {p.read_text().splitlines()[1] for p in tmp_path.glob("*.obj")} == {"mtllib a.mtl"}


def test_a_part_of_many_tints_has_their_mean_in_an_obj_and_all_of_them_in_a_ply(tmp_path):
    clip = bar()
    many = np.where((clip.part == 1)[:, None], np.random.default_rng(2).uniform(0.2, 1, (len(clip.part), 3)), clip.tint)
    clip = replace(clip, tint=many, target_tints=0 * clip.target_tints)
    told = export_series([clip], tmp_path / "it_##.obj", fps=2)["remarks"]
    assert any("each part's mean" in remark for remark in told)
    part = trimesh.load(tmp_path / "it_01.obj", process=False)
    shown = to_linear(texels(part)[part.faces][(clip.part == 1)[clip.faces[:, 0]]].reshape(-1, 3))
    base = colours(clip, np.ones_like(many))[clip.part == 1][0]
    assert np.abs(to_srgb(shown) - to_srgb(base * many[clip.part == 1].mean(0))).max() < 1.5 / 255
    export_series([clip], tmp_path / "it_##.ply", fps=2)
    seen = trimesh.load(tmp_path / "it_01.ply", process=False).visual.vertex_colors[:, :3] / 255.0
    assert np.abs(seen - to_srgb(colours(clip, many))).max() < 1 / 255


def test_pictures_of_an_imported_mesh(tmp_path):
    stream = BytesIO()
    Image.fromarray(np.uint8([[[200, 10, 10], [10, 200, 10]], [[0, 0, 255], [90, 90, 90]]])).save(stream, "PNG")
    clip = bar("it")
    clip = replace(clip, tint=np.ones_like(clip.tint), target_tints=0 * clip.target_tints, uvs=3 * clip.uvs - 1,
                   images=(np.frombuffer(stream.getvalue(), np.uint8),), materials=(
        Material("skin", 640, colour=(0.5, 1.0, 1.0, 1.0), colour_texture=Texture(0)),
        Material("мел", 320, colour=(0.1, 0.2, 0.3, 0.5), alpha="blend")))
    export_series([clip], tmp_path / "it_##.ply", fps=2)
    shown = trimesh.load(tmp_path / "it_01.ply", process=False).visual.vertex_colors / 255.0
    pixels = to_linear(np.asarray(Image.open(stream)) / 255.0)
    at = (2 * (clip.uvs % 1.0)).astype(int)
    skin = np.unique(clip.faces[:640])
    assert np.abs(to_linear(shown[skin, :3]) - pixels[at[skin, 1], at[skin, 0]] * [0.5, 1, 1]).max() < 0.01
    chalk = np.unique(clip.faces[640:])
    assert np.allclose(shown[chalk], [*to_srgb(np.array([0.1, 0.2, 0.3])), 0.5], atol=0.003)
    assert (shown[skin, 3] == 1).all()
    export_series([clip], tmp_path / "it_##.obj", fps=2)
    read = import_file(tmp_path / "it_01.obj")
    asset = asset_of(read.imported("0" * 64), read.data)
    assert sorted(round(material.colour[0], 2) for material in asset.materials) == [0.1, 1.0]
    assert "\nd 0.5\n" in (tmp_path / "it.mtl").read_text()
    assert asset.images[0].tobytes() != b""


def test_straight_ways_between_frames_are_measured(tmp_path):
    clip = bar()
    few, many = (np.arange(round(2 * rate) + 1) / rate for rate in (4, 24))
    assert between(clip, few) > 5 * between(clip, many)
    assert any("halfway between two frames" in told
               for told in export_caches([clip], tmp_path / "a.pc2", fps=4)["remarks"])


@pytest.mark.parametrize("ending", EXPORTS)
def test_equal_clips_give_equal_bytes(tmp_path, ending):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        EXPORTS[ending]([bar(), bar()], tmp_path / folder / named(ending), fps=6)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in "ab")
    assert first == second


def named(ending):
    return f"it_##{ending}" if ending in (".obj", ".ply") else f"it{ending}"


@pytest.mark.parametrize("ending", EXPORTS)
def test_what_is_stopped_or_does_not_fit_leaves_what_was_there(tmp_path, ending):
    heard = []

    def stop(share):
        heard.append(share)
        if share > 0.5:
            raise KeyboardInterrupt

    before = tmp_path / "it.mtl"
    before.write_text("mine")
    with pytest.raises(KeyboardInterrupt):
        EXPORTS[ending]([bar(), bar()], tmp_path / named(ending), fps=10, on_frame=stop)
    assert heard == sorted(heard)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))         # a file cannot become as large as it must
    try:
        with pytest.raises(ExportError, match="cannot write"):
            EXPORTS[ending]([bar(), bar()], tmp_path / named(ending), fps=10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [p.name for p in tmp_path.iterdir()] == ["it.mtl"]
    assert before.read_text() == "mine"


def test_refusals_say_what_to_do(tmp_path):
    with pytest.raises(ExportError, match=r"name it as name_##\.obj"):
        export_series([bar()], tmp_path / "it_#.obj", fps=10)
    long = replace(bar(), times=bar().times * 2)
    with pytest.raises(ExportError, match="lower the keys per second"):
        export_caches([long], tmp_path / "it.mdd", fps=9999.9)
    with pytest.raises(ExportError, match="another mesh at 1.00 s"):
        export_caches([replace(bar(), report={"cuts": [(1.0, 1.1)]})], tmp_path / "it.mdd")
    with pytest.raises(ExportError, match="nothing to export"):
        export_series([], tmp_path / "it_##.ply")
    assert list(tmp_path.iterdir()) == []
