import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from clip_sample import bar, eye, lamp

from engine.bake.chain import LAP
from engine.bake.evaluate import colours, evaluate
from engine.bake.palette import to_srgb
from engine.exchange.colour_switch import change_overs, in_turn, switched
from engine.exchange.files import ExportError, write_whole
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_object import centred, trembling
from engine.exchange.gltf_reader import read_gltf


@pytest.fixture
def clip():
    return bar()


KINDS = {5121: np.uint8, 5123: np.uint16, 5125: np.uint32, 5126: np.float32}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}


def opened(path):
    """(document, accessor index -> array) of a GLB, read without the writer's code."""
    data = path.read_bytes()
    magic, version, total = struct.unpack_from("<4sII", data)
    assert (magic, version, total) == (b"glTF", 2, len(data))
    length = struct.unpack_from("<I", data, 12)[0]
    document, body = json.loads(data[20:20 + length]), data[28 + length:]

    def read(index):
        entry = document["accessors"][index]
        view = document["bufferViews"][entry["bufferView"]]
        width = WIDTHS[entry["type"]]
        array = np.frombuffer(body, KINDS[entry["componentType"]], entry["count"] * width, view["byteOffset"])
        return array.reshape(-1, width)
    return document, read


def test_the_arrays_come_back_as_they_were(clip, tmp_path):
    report = export_gltf([clip], tmp_path / "a.glb", scene_name="my scene", colours="targets")
    document, read = opened(tmp_path / "a.glb")
    primitive = document["meshes"][0]["primitives"][0]
    for key, array in (("POSITION", clip.positions), ("NORMAL", clip.normals), ("TEXCOORD_0", clip.uvs),
                       ("COLOR_0", clip.tint), ("WEIGHTS_0", clip.weights)):
        assert np.array_equal(read(primitive["attributes"][key]), array.astype(np.float32))
    assert np.array_equal(read(primitive["attributes"]["JOINTS_0"])[:, 0], clip.joints[:, 0] + 1)
    assert np.array_equal(read(primitive["indices"]).reshape(-1, 3), clip.faces)
    for k, target in enumerate(primitive["targets"]):
        assert list(target) == ["POSITION", "NORMAL", "COLOR_0"]
        assert np.array_equal(read(target["POSITION"]), clip.target_positions[k].astype(np.float32))
        assert np.array_equal(read(target["COLOR_0"]), clip.target_tints[k].astype(np.float32))
    weights = next(c for c in document["animations"][0]["channels"] if c["target"]["path"] == "weights")
    sampler = document["animations"][0]["samplers"][weights["sampler"]]
    assert np.array_equal(read(sampler["output"]).reshape(-1, 3), clip.target_weights.astype(np.float32))
    assert np.array_equal(read(sampler["input"])[:, 0], clip.times.astype(np.float32))
    assert document["animations"][0]["name"] == "my_scene"
    assert report["bytes"] == (tmp_path / "a.glb").stat().st_size
    assert (report["triangles"], report["targets"]) == (960, 3)


def test_the_portable_profile_holds(clip, tmp_path):
    export_gltf([clip, clip], tmp_path / "a.glb", colours="targets", cameras=[eye()],
                lights=[lamp(temperature=np.array([3000.0]))])
    document, read = opened(tmp_path / "a.glb")
    names = [node["name"] for node in document["nodes"]]
    assert len(set(names)) == len(names)
    assert all(names)
    assert {s["interpolation"] for s in document["animations"][0]["samplers"]} == {"LINEAR"}
    for index, entry in enumerate(document["accessors"]):
        assert "sparse" not in entry
        if "min" in entry:
            assert np.array_equal(read(index).min(0), np.array(entry["min"], read(index).dtype))
    for mesh in document["meshes"]:
        assert mesh["weights"] == clip.target_weights[0].astype(np.float32).tolist()
        assert mesh["extras"]["targetNames"] == list(clip.target_names)
    for material in document["materials"]:
        assert {"metallicFactor", "roughnessFactor", "baseColorTexture"} <= set(material["pbrMetallicRoughness"])
    joints = [read(m["primitives"][0]["attributes"]["JOINTS_0"]) for m in document["meshes"]]
    assert all((j[:, 1:] == 0).all() for j in joints)
    assert "extensionsRequired" not in document
    skins = [tuple(read(skin["inverseBindMatrices"]).reshape(-1)) for skin in document["skins"]]
    assert skins[0] != skins[1]
    mesh_nodes = {k for k, node in enumerate(document["nodes"]) if "mesh" in node}
    assert mesh_nodes <= set(document["scenes"][0]["nodes"])


def test_equal_clips_give_equal_bytes(tmp_path):
    export_gltf([bar()], tmp_path / "a.glb")
    export_gltf([bar()], tmp_path / "b.glb")
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()


@pytest.mark.parametrize(("path_motion", "mover"), [("place", "a_lamp_place"), ("root", "a_lamp_root"), ("none", None)])
def test_the_way_is_where_it_was_asked(clip, tmp_path, path_motion, mover):
    export_gltf([clip], tmp_path / "a.glb", path_motion=path_motion, colours="targets")
    document, _ = opened(tmp_path / "a.glb")
    moved = {document["nodes"][c["target"]["node"]]["name"] for c in document["animations"][0]["channels"]
             if c["target"]["path"] == "translation"}
    assert moved == ({mover} if mover else set())


def test_the_pivot_in_the_middle_moves_no_vertex(clip):
    moved = centred(clip)
    middle = (moved.positions.min(0) + moved.positions.max(0)) / 2
    assert np.allclose(middle, 0, atol=1e-12)
    for time in (0.0, 0.75, 2.0):     # keys of the path: between them its chord stands for its arc
        assert np.allclose(evaluate(clip, time)[0], evaluate(moved, time)[0], atol=1e-9)


def test_one_file_per_object(clip, tmp_path):
    report = export_gltf([clip, clip], tmp_path / "s.glb", per_object=True, colours="targets")
    assert [p.rsplit("/", 1)[1] for p in report["paths"]] == ["s_a_lamp.glb", "s_a_lamp_2.glb"]
    assert all(len(opened(tmp_path / f"s_a_lamp{k}.glb")[0]["meshes"]) == 1 for k in ("", "_2"))
    assert not (tmp_path / "s.glb").exists()


@pytest.mark.parametrize(("change", "options", "words"), [
    (lambda c: replace(c, positions=c.positions * np.nan), {}, "not finite"),
    (lambda c: replace(c, positions=c.positions * 1e9), {}, "m across"),
    (lambda c: replace(c, times=c.times - 1.0), {}, "run forward"),
    (lambda c: c, {"budget": 10}, "960 triangles and the budget is 10"),
    (lambda c: c, {"profile": "webby"}, "portable, rich"),
    (lambda c: replace(c, target_names=("x",) * 5), {}, "allows 4"),
])
def test_what_cannot_be_exported_is_refused_and_nothing_is_lost(clip, tmp_path, change, options, words):
    (tmp_path / "a.glb").write_bytes(b"before")
    with pytest.raises(ExportError, match=words):
        export_gltf([change(clip)], tmp_path / "a.glb", **options)
    assert [p.name for p in tmp_path.iterdir()] == ["a.glb"]
    assert (tmp_path / "a.glb").read_bytes() == b"before"


@pytest.mark.parametrize("path", ["no/such/folder/a.glb", "a.obj", "."])
def test_a_place_that_cannot_be_written_is_named(clip, tmp_path, path):
    with pytest.raises(ExportError):
        export_gltf([clip], tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path):
    (tmp_path / "a").write_bytes(b"before")

    def pieces():
        yield b"half"
        raise OSError(28, "No space left on device")
    with pytest.raises(ExportError, match="No space left"):
        write_whole(tmp_path / "a", pieces())
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_switched_colours_are_two_meshes_of_which_one_shows(clip, tmp_path):
    before, after = switched(clip)
    over = change_overs(clip)
    assert over == pytest.approx([1.0])
    for time, shown, hidden in ((0.3, before, after), (1.6, after, before)):
        assert np.allclose(evaluate(shown, time)[0], evaluate(clip, time)[0], atol=2e-3)
        assert np.ptp(evaluate(hidden, time)[0], axis=0).max() < 1e-4
    for one, time in ((before, 0.0), (after, 2.0)):
        assert np.allclose(to_srgb(colours(one, one.tint)), to_srgb(colours(clip, evaluate(clip, time)[2])), atol=0.004)
    plain = export_gltf([clip], tmp_path / "a.glb", colours="targets")
    both = export_gltf([clip], tmp_path / "b.glb", colours="switch")
    assert both["bytes"] < 1.3 * plain["bytes"]
    assert any("at once, at 1.00 s" in s for s in both["remarks"])
    document, _ = opened(tmp_path / "b.glb")
    assert [m["name"] for m in document["meshes"]] == ["a_lamp_mesh", "a_lamp_after_mesh"]


@pytest.mark.parametrize("parted", [switched, in_turn])
def test_at_every_frame_one_of_the_two_is_whole(clip, parted):
    for time in np.arange(121) / 60.0:
        sizes = sorted(np.ptp(evaluate(one, time)[0], axis=0).max() for one in parted(clip))
        lapping = any(over <= time < over + LAP for over in change_overs(clip))
        assert (sizes[0] < 1e-3 * sizes[1]) == (not lapping)
        assert np.isclose(sizes[1], np.ptp(evaluate(clip, time)[0], axis=0).max(), rtol=1e-2)


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.6, 0.9])
@pytest.mark.parametrize("parted", [switched, in_turn])
def test_an_engine_that_samples_finds_neither_half_shrunk(clip, parted, phase):
    """Between any two samples, 30 a second, one of the two is whole, and both are in one place while both show."""
    parts = parted(clip)
    samples = (np.arange(59) + phase) / 30.0
    whole = np.array([[np.ptp(evaluate(part, time)[0], axis=0).max() > 0.5 for part in parts]
                      for time in samples.tolist()])
    assert (whole[1:] & whole[:-1]).any(1).all()
    assert whole.all(1).any()
    both = float(samples[whole.all(1)][0])
    assert np.allclose(*(evaluate(part, both)[0] for part in parts), atol=1e-6)


def test_in_turn_they_are_the_clip_with_its_changing_colours(clip, tmp_path):
    before, after = in_turn(clip)
    for time, shown in ((0.3, before), (0.8, before), (1.1, after), (1.6, after)):
        whole, part = evaluate(clip, time), evaluate(shown, time)
        assert np.allclose(part[0], whole[0], atol=2e-3)
        assert np.allclose(part[2], whole[2], atol=1e-6)
        assert ((part[1] * whole[1]).sum(1) > 0.99).all()
    assert np.allclose(after.tint, clip.tint + clip.target_tints.sum(0), atol=1e-6)        # all that some engines know
    assert ((after.tint >= 0.0) & (after.tint <= 1.0)).all()
    assert np.allclose(np.linalg.norm(after.normals, axis=1), 1.0, atol=1e-6)
    found = export_gltf([clip], tmp_path / "a.glb")
    assert found["bytes"] == export_gltf([clip], tmp_path / "b.glb", colours="both")["bytes"]
    assert any("two meshes that take turns, at 1.00 s" in remark for remark in found["remarks"])


@pytest.mark.parametrize("path_motion", ["place", "root", "none"])
@pytest.mark.parametrize("colours", ["switch", "both"])
def test_the_two_change_over_however_the_way_is_written(clip, tmp_path, colours, path_motion):
    export_gltf([clip], tmp_path / "a.glb", colours=colours, path_motion=path_motion)
    asset = read_gltf(tmp_path / "a.glb")
    for time, shows in ((0.3, 0), (1.6, 1)):
        sizes = [np.ptp(mesh.positions, axis=0).max() for mesh in asset.shown(time)]
        assert sizes[1 - shows] < 1e-3 * sizes[shows]


def _shaken(clip):
    return trembling(clip.place_rotation, clip.place_translation, clip.place_times)


def test_a_straight_way_trembles_less_than_anyone_sees(clip):
    straight = replace(clip, place_translation=clip.place_times[:, None] * [1.0, 0, 0])
    turned = replace(straight, place_rotation=_shaken(straight))
    for time in clip.place_times:
        off = np.linalg.norm(evaluate(turned, time)[0] - evaluate(straight, time)[0], axis=1).max()
        assert off < 1e-4
    assert len(np.unique(np.sign(np.diff(_shaken(replace(
        straight, place_rotation=np.tile([0, 0, 0, 1.0], (9, 1)), place_times=np.arange(9) / 15.0))[1:-1, 1])))) == 2


def test_the_colours_start_and_end_as_they_were_asked(clip):
    start, end = (colours(clip, evaluate(clip, t)[2])[clip.part == 0][0] for t in (0.0, 2.0))
    assert np.allclose(to_srgb(start), [0.9, 0.1, 0.1], atol=0.005)
    assert np.allclose(to_srgb(end), [0.1, 0.8, 0.2], atol=0.005)


def test_glass_is_a_second_primitive_that_blends(clip, tmp_path):
    palette = clip.palette.copy()
    column, row = (clip.uvs[clip.part == 1][0] * palette.shape[1::-1]).astype(int) // 4 * 4
    palette[row:row + 4, column:column + 4, 3] = 90
    export_gltf([replace(clip, palette=palette)], tmp_path / "a.glb", colours="targets")
    document, read = opened(tmp_path / "a.glb")
    solid, glass = document["meshes"][0]["primitives"]
    for primitive in (solid, glass):        # each has the vertices that it shows, and all of their targets
        faces, count = read(primitive["indices"]), document["accessors"][primitive["attributes"]["POSITION"]]["count"]
        assert np.array_equal(np.unique(faces), np.arange(count))
        assert [document["accessors"][target["POSITION"]]["count"] for target in primitive["targets"]] == [count] * 3
    assert np.allclose(read(glass["attributes"]["POSITION"]), clip.positions[clip.part == 1])
    assert len(read(solid["indices"])) + len(read(glass["indices"])) == clip.faces.size
    materials = document["materials"]
    assert "alphaMode" not in materials[solid["material"]]
    assert materials[glass["material"]]["alphaMode"] == "BLEND"
    assert len(document["images"]) == len({i["name"] for i in document["images"]}) == 3
