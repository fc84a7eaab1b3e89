"""Vertex animation textures: the files alone, read by others and by the exported shaders, show what the clip shows."""

import json
import resource
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import OpenEXR
import pytest
import shader_runs
import test_gltf_clients as clients
import trimesh
from clip_sample import bar
from PIL import Image

from engine.bake.clip import Clip, Material
from engine.bake.evaluate import evaluate
from engine.exchange.files import ExportError
from engine.exchange.vertex_texels import SIDES, TEXELS, laid_out
from engine.exchange.vertex_textures import export_vertex_textures

RATE = 24.0
TIMES = [0.0, 7 / RATE, 1.0, 37 / RATE, 47 / RATE]
"""On frames: between them a reader goes straight, which a test of its own is about."""
NEAR = 1e-3
"""Diagonals that a vertex may be off."""
SHADERS = {"godot": ".gdshader", "unity": ".shader", "unreal": "_unreal.txt"}


def two():
    return [bar(), replace(bar("a tree"), place_translation=bar().place_translation + [3, 0, 0])]


def column(path, name):
    """An attribute of the one mesh of a GLB, by the specification alone."""
    data = path.read_bytes()
    length, = struct.unpack_from("<I", data, 12)
    document, start = json.loads(data[20:20 + length]), 28 + length
    (mesh,) = document["meshes"]
    accessor = document["accessors"][mesh["primitives"][0]["attributes"][name]]
    view = document["bufferViews"][accessor["bufferView"]]
    width = {"VEC2": 2, "VEC3": 3}[accessor["type"]]
    return np.frombuffer(data, "<f4", accessor["count"] * width, start + view["byteOffset"]).reshape(-1, width)


def picture(path):
    if path.suffix == ".png":
        return np.asarray(Image.open(path).convert("RGB"))
    found = OpenEXR.File(str(path), separate_channels=True).channels()
    return np.stack([found[letter].pixels for letter in "RGB"], -1)


def read(folder, told, row, kind, time):
    """Numbers [vertex, 3] of a kind at a time, from what lies in the folder."""
    image = picture(folder / row[kind]["file"])
    assert image.shape[:2] == (row["height"], row["width"])
    x, y = np.floor(column(folder / row["mesh"], "TEXCOORD_1") * [row["width"], row["height"]]).astype(int).T
    at = time * told["rate"]
    first = min(int(at + 1e-9), told["frames"] - 1)

    def texels(frame):
        rows = y + frame * row["rows"]
        if not row["lower"]:
            return image[rows, x].astype(float)
        return (256.0 * image[rows, x] + image[rows + row["lower"], x]) / 65535.0

    share = max(at - first, 0.0)
    mixed = (1 - share) * texels(first) + share * texels(min(first + 1, told["frames"] - 1))
    return np.array(row[kind]["offset"]) + np.array(row[kind]["scale"]) * mixed


def off(shown, clip, time):
    expected = evaluate(clip, time)[0]
    return np.linalg.norm(shown - expected, axis=1).max() / np.linalg.norm(np.ptp(expected, axis=0))


@pytest.mark.parametrize("way", TEXELS)
def test_the_files_alone_show_the_clip(tmp_path, way):
    export_vertex_textures(two(), tmp_path / "it.json", fps=RATE, texels=way)
    told = json.loads((tmp_path / "it.json").read_text())
    for clip, row in zip(two(), told["objects"]):
        for time in TIMES:
            _, normals, tints = evaluate(clip, time)
            shown = read(tmp_path, told, row, "positions", time)
            assert off(shown, clip, time) < NEAR
            assert off(shown, clip, time) <= row["error"]["stored"] / 100 + 1e-6
            turned = read(tmp_path, told, row, "normals", time)
            assert ((turned * normals).sum(1) / np.linalg.norm(turned, axis=1)).min() > 0.9999
            assert np.abs(read(tmp_path, told, row, "colours", time) - tints).max() < 1e-3
        seen = np.concatenate([evaluate(clip, time)[0] for time in TIMES])
        assert (seen.min(0) > np.array(row["bounds"]["min"]) - 1e-5).all()
        assert (seen.max(0) < np.array(row["bounds"]["max"]) + 1e-5).all()


@pytest.mark.parametrize("way", TEXELS)
@pytest.mark.parametrize("engine", SHADERS)
def test_the_shaders_own_text_shows_the_clip(tmp_path, engine, way):
    still = replace(bar("a post"), target_tints=0 * bar().target_tints)
    clips = [*two(), still]
    export_vertex_textures(clips, tmp_path / "it.json", fps=RATE, texels=way)
    told = json.loads((tmp_path / "it.json").read_text())
    for clip, row in zip(clips, told["objects"]):
        stem = row["mesh"].removesuffix("_mesh.glb")
        text = (tmp_path / f"{stem}{SHADERS[engine]}").read_text()
        assert "@" not in text
        mesh = {name: column(tmp_path / row["mesh"], name) for name in ("POSITION", "TEXCOORD_1")}
        textures = {kind: picture(tmp_path / row[kind]["file"]) for kind in ("positions", "normals", "colours")
                    if kind in row}
        assert ("colours" in textures) == (clip is not still)
        for time in TIMES:
            place, normal, tint = getattr(shader_runs, engine)(text, mesh, textures, time + 1e-5)
            _, normals, tints = evaluate(clip, time)
            assert off(place, clip, time) < NEAR
            assert (normal * normals).sum(1).min() > 0.9999
            assert np.abs(tint - (tints if clip is not still else 1.0)).max() < 2e-3
        again = getattr(shader_runs, engine)(text, mesh, textures, TIMES[1] + told["seconds"] + 1e-4)[0]
        assert off(again, clip, TIMES[1]) < 5 * NEAR


@pytest.mark.skipif(clients.HOME is None, reason="three is absent: make peers")
@pytest.mark.parametrize("way", ["float", "half"])
def test_three_reads_every_vertex_where_we_have_it(tmp_path, way):
    export_vertex_textures(two(), tmp_path / "it.json", fps=RATE, texels=way)
    seen = clients.asked("vertex_textures.mjs", tmp_path / "it.json", json.dumps([time + 1e-7 for time in TIMES]))
    for clip, row in zip(two(), seen["objects"]):
        for time, frame in zip(TIMES, row["frames"]):
            assert off(clients.unpacked(frame["positions"]), clip, time) < NEAR


@pytest.mark.skipif(clients.HOME is None, reason="the validator is absent: make peers")
def test_the_validator_finds_nothing_in_its_mesh(tmp_path):
    export_vertex_textures([bar()], tmp_path / "it.json", fps=RATE)
    found = clients.asked("validate.mjs", tmp_path / "it_mesh.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]


def large() -> Clip:
    """More vertices than a texture is wide: 10,242 of a ball that turns and travels."""
    ball, small = trimesh.creation.icosphere(5, 0.4), bar("ball")
    count = len(ball.vertices)
    return replace(
        small, positions=np.asarray(ball.vertices), normals=np.asarray(ball.vertex_normals),
        faces=ball.faces.astype(np.uint32), uvs=np.full((count, 2), 0.1), tint=np.ones((count, 3)),
        part=np.zeros(count, np.int32), joints=np.zeros((count, 4), np.uint16), weights=np.eye(4)[np.zeros(count, int)],
        target_names=(), target_positions=np.zeros((0, count, 3)), target_normals=np.zeros((0, count, 3)),
        target_tints=np.zeros((0, count, 3)), target_weights=np.zeros((len(small.times), 0)))


@pytest.mark.parametrize("way", TEXELS)
def test_more_vertices_than_a_texture_is_wide_go_on_in_the_next_row(tmp_path, way):
    clip = large()
    export_vertex_textures([clip], tmp_path / "it.json", fps=RATE, texels=way)
    told = json.loads((tmp_path / "it.json").read_text())
    (row,) = told["objects"]
    assert (row["vertices"], row["rows"], row["width"]) == (10242, 3, 3414)
    mesh = {name: column(tmp_path / "it_mesh.glb", name) for name in ("POSITION", "TEXCOORD_1")}
    assert len(np.unique(mesh["TEXCOORD_1"], axis=0)) == 10242
    textures = {kind: picture(tmp_path / row[kind]["file"]) for kind in ("positions", "normals")}
    for time in TIMES:
        assert off(read(tmp_path, told, row, "positions", time), clip, time) < NEAR
        for engine, ending in SHADERS.items():
            place, _, _ = getattr(shader_runs, engine)((tmp_path / f"it{ending}").read_text(), mesh, textures,
                                                       time + 1e-5)
            assert off(place, clip, time) < NEAR


@pytest.mark.parametrize(("vertices", "frames"), [(1, 1), (4096, 10), (4097, 10), (19_410, 240), (500, 8000),
                                                  (100_000, 160)])
def test_every_vertex_has_a_texel_of_its_own(vertices, frames):
    for packed in (False, True)[:1 + (vertices * frames < 4e6)]:
        if packed and frames == 8000:
            continue
        layout = laid_out("it", vertices, frames, packed=packed)
        assert layout.width <= SIDES[-1]
        assert layout.height <= SIDES[-1]
        at = np.floor(layout.uvs().astype(np.float32) * np.float32([layout.width, layout.height])).astype(int)
        assert np.array_equal(at @ [1, layout.width], np.arange(vertices))


def test_what_no_texture_holds_is_refused():
    for vertices, frames in ((500, 9000), (100_000, 200), (1_000_000, 40)):
        with pytest.raises(ExportError, match="lower its triangles"):
            laid_out("it", vertices, frames, packed=False)


def test_what_lies_between_frames_is_told(tmp_path):
    report = export_vertex_textures([bar()], tmp_path / "it.json", fps=6)
    told = json.loads((tmp_path / "it.json").read_text())
    (row,) = told["objects"]
    halves = (np.arange(12) + 0.5) / 6
    worst = max(off(read(tmp_path, told, row, "positions", time), bar(), time) for time in halves)
    assert row["error"]["between_frames"] / 100 == pytest.approx(worst, rel=1e-3)
    assert any("halfway between two frames" in told for told in report["remarks"])


def test_half_texels_over_a_long_way_are_told_of_and_a_way_can_be_left_out(tmp_path):
    far = replace(bar(), place_translation=np.linspace(0, 40, 9)[:, None] * [1, 0, 0])
    report = export_vertex_textures([far], tmp_path / "a.json", fps=6, texels="half")
    assert any("write float texels" in told for told in report["remarks"])
    assert report["objects"][0]["error"]["stored"] > 0.1
    report = export_vertex_textures([far], tmp_path / "b.json", fps=6, texels="half", path_motion="none")
    assert not any("texels" in told for told in report["remarks"])
    told = json.loads((tmp_path / "b.json").read_text())
    shown = read(tmp_path, told, told["objects"][0], "positions", 1.0)
    here = replace(far, place_translation=0 * far.place_translation, place_scale=0 * far.place_scale + 1,
                   place_rotation=np.tile([0, 0, 0, 1.0], (9, 1)))
    assert off(shown, here, 1.0) < NEAR


def test_glass_has_a_shader_of_its_own(tmp_path):
    clip = bar()
    palette = clip.palette.copy()
    texel = (clip.uvs[clip.part == 1] * palette.shape[1::-1]).astype(int)
    palette[texel[:, 1], texel[:, 0], 3] = 90
    export_vertex_textures([replace(clip, palette=palette)], tmp_path / "it.json", fps=4)
    (row,) = json.loads((tmp_path / "it.json").read_text())["objects"]
    assert [material["alpha"] for material in row["materials"]] == ["opaque", "blend"]
    for ending in SHADERS.values():
        solid, glass = ((tmp_path / f"it{sort}{ending}").read_text() for sort in ("", "_glass"))
        seen_through = ("ALPHA = base.a", "Blend SrcAlpha", "Translucent")
        assert any(words in glass for words in seen_through)
        assert not any(words in solid for words in seen_through)


def test_pictures_of_the_look_lie_beside_it(tmp_path):
    clip = replace(bar(), materials=(Material("skin", 500, colour=(0.5, 1, 1, 1)),
                                     Material("felt", 460, two_sided=True)))
    report = export_vertex_textures([bar(), clip], tmp_path / "it.json", fps=4, extras=[{"id": "a"}, {"id": "b"}],
                                    about={"prompt": "two lamps"})
    told = json.loads((tmp_path / "it.json").read_text())
    assert (told["about"], [row["about"]["id"] for row in told["objects"]]) == ({"prompt": "two lamps"}, ["a", "b"])
    (palette,) = told["objects"][0]["materials"]
    assert np.array_equal(np.asarray(Image.open(tmp_path / palette["colour_texture"])), bar().palette[..., :3])
    assert [each["colour"][0] for each in told["objects"][1]["materials"]] == [0.5, 1.0]
    assert any("2 materials" in remark for remark in report["remarks"])
    assert sorted(report["paths"]) == sorted(str(path) for path in tmp_path.iterdir())
    assert report["bytes"] == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert report["paths"][0] == report["path"]


@pytest.mark.parametrize("way", TEXELS)
def test_equal_clips_give_equal_bytes(tmp_path, way):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        export_vertex_textures(two(), tmp_path / folder / "it.json", fps=6, texels=way)
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / f).iterdir()} for f in "ab")
    assert first == second


def test_what_is_stopped_or_does_not_fit_leaves_what_was_there(tmp_path):
    heard = []

    def stop(share):
        heard.append(share)
        if share > 0.75:
            raise KeyboardInterrupt

    (tmp_path / "it.json").write_text("mine")
    with pytest.raises(KeyboardInterrupt):
        export_vertex_textures(two(), tmp_path / "it.json", on_frame=stop)
    assert heard == sorted(heard)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))         # a file cannot become as large as it must
    try:
        for way, words in (("float", r"cannot write an \.exr in .*\(File too large\): make room"),
                           ("packed", "cannot write into .*File too large")):
            with pytest.raises(ExportError, match=words):
                export_vertex_textures(two(), tmp_path / "it.json", texels=way)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [path.name for path in tmp_path.iterdir()] == ["it.json"]
    assert Path(tmp_path / "it.json").read_text() == "mine"


def test_refusals_say_what_to_do(tmp_path):
    for options, words in (({"texels": "coarse"}, "'coarse'.*choose one of float, half, packed"),
                           ({"path_motion": "root"}, "choose one of place, none")):
        with pytest.raises(ExportError, match=words):
            export_vertex_textures([bar()], tmp_path / "it.json", **options)
    with pytest.raises(ExportError, match="another mesh at 1.00 s"):
        export_vertex_textures([replace(bar(), report={"cuts": [(1.0, 1.1)]})], tmp_path / "it.json")
    assert list(tmp_path.iterdir()) == []
