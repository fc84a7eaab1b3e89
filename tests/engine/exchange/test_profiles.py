"""Every profile's file keeps the rules of its row; what is compressed comes apart again as it was."""

import json
import re
import struct
from dataclasses import replace
from pathlib import Path

import meshopt
import numpy as np
import pytest
from clip_sample import bar

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.exchange.colour_switch import switched
from engine.exchange.files import ExportError
from engine.exchange.gltf import closes, export_gltf
from engine.exchange.gltf_packed import packable
from engine.exchange.gltf_reader import read_gltf
from engine.vocabulary.profiles import PROFILES, READERS


def taken_apart(path):
    data = Path(path).read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20:20 + size]), data[28 + size:]


def unpacked(path):
    """The file beside it with every compressed view decoded, as a reader that knows no compression wants it."""
    document, binary = taken_apart(path)
    pieces, at = [], 0
    for view in document["bufferViews"]:
        how = view.pop("extensions", {}).get("EXT_meshopt_compression")
        start = (how or view).get("byteOffset", 0)
        data = binary[start:start + (how or view)["byteLength"]]
        if how:
            data = meshopt.decode_gltf_buffer(data, how["count"], how["byteStride"], how["mode"],
                                              how.get("filter")).tobytes()
            assert len(data) == view["byteLength"]
        view |= {"buffer": 0, "byteOffset": at}
        data += b"\0" * (-len(data) % 4)
        pieces.append(data)
        at += len(data)
    document["buffers"] = [{"byteLength": at}]
    for key in ("extensionsUsed", "extensionsRequired"):
        document[key] = [name for name in document.get(key, []) if name != "EXT_meshopt_compression"]
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    plain = Path(path).with_suffix(".plain.glb")
    plain.write_bytes(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + at) + struct.pack("<I4s", len(text), b"JSON")
                      + text + struct.pack("<I4s", at, b"BIN\0") + b"".join(pieces))
    return plain


@pytest.mark.parametrize("name", PROFILES)
def test_a_file_keeps_the_rules_of_its_profile(name, tmp_path):
    row = PROFILES[name]
    export_gltf([bar("a-lamp"), bar("ferris wheel")], tmp_path / "a.glb", profile=name)
    document, _ = taken_apart(tmp_path / "a.glb")
    assert ("extensionsRequired" in document) == row.packed
    assert len(document["meshes"]) == 2 * (1 + (row.colours != "targets"))
    for mesh in document["meshes"]:
        (primitive,) = mesh["primitives"]
        assert len(mesh["weights"]) == len(primitive["targets"]) <= row.targets
        assert all(("COLOR_0" in target) == (row.colours != "switch") for target in primitive["targets"])
        assert all({"POSITION", "NORMAL"} <= set(target) for target in primitive["targets"])
        assert not any(key.endswith("_1") for key in primitive["attributes"])
    names = [node["name"] for node in document["nodes"]]
    assert len(set(names)) == len(names)
    assert len(document["animations"]) == ("scene" in row.clips) + 2 * ("objects" in row.clips)
    moved = {document["nodes"][c["target"]["node"]]["name"].rsplit("_", 1)[1]
             for c in document["animations"][0]["channels"] if c["target"]["path"] == "translation"}
    assert moved == {row.path_motion if row.path_motion == "place" else "root"}
    for skin in document["skins"]:          # one root bone: it is an ancestor of all others
        nodes = [document["nodes"][k] for k in skin["joints"]]
        children = {child for node in nodes for child in node.get("children", [])}
        assert [k for k in skin["joints"] if k not in children] == [skin["skeleton"]] == skin["joints"][:1]


def test_an_objects_animation_is_its_part_of_the_scenes(tmp_path):
    export_gltf([bar("a lamp"), bar("a fish")], tmp_path / "a.glb", profile="unity", scene_name="all")
    document, _ = taken_apart(tmp_path / "a.glb")
    scene, *each = document["animations"]
    assert [one["name"] for one in (scene, *each)] == ["all", "a_lamp", "a_fish"]

    def curves(animation):
        return {(c["target"]["node"], c["target"]["path"], *(animation["samplers"][c["sampler"]][k] for k in (
            "input", "output"))) for c in animation["channels"]}

    assert curves(each[0]) | curves(each[1]) == curves(scene)
    assert not curves(each[0]) & curves(each[1])


def test_unreal_has_strict_names_and_sockets_on_the_bones(tmp_path):
    export_gltf([bar("2 lamps, été")], tmp_path / "a.glb", profile="unreal", scene_name="été")
    document, _ = taken_apart(tmp_path / "a.glb")
    named = [entry["name"] for key in ("nodes", "meshes", "skins", "materials", "animations", "images")
             for entry in document[key]]
    assert all(re.fullmatch("[A-Za-z][A-Za-z0-9_]*", name) for name in named)
    joints = set(document["skins"][0]["joints"])
    (head,) = [k for k in joints if document["nodes"][k]["name"].endswith("_head")]
    (socket,) = [document["nodes"][k] for k in document["nodes"][head]["children"]]
    assert socket["name"] == "SOCKET_" + document["nodes"][head]["name"]
    assert np.allclose(socket["translation"], 0.0, atol=1e-6)               # the sample's head is around its joint


def test_godot_loops_what_ends_as_it_begins(tmp_path):
    once = bar("a lamp")
    still = replace(once, name="a wheel", target_weights=once.target_weights[:1].repeat(21, 0), joint_rotation=np.tile(
        once.joint_rotation[:1], (21, 1, 1)), place_times=once.place_times[:1],
        place_translation=once.place_translation[:1], place_rotation=once.place_rotation[:1],
        place_scale=once.place_scale[:1])
    swing = np.sin(np.linspace(0, 2 * np.pi, 21))[:, None] * 0.3
    looping = replace(still, target_weights=(0.5 + swing).repeat(3, 1))
    assert (closes(once, "place"), closes(looping, "place")) == (False, True)
    export_gltf([once, looping], tmp_path / "a.glb", profile="godot", scene_name="all", colours="targets")
    document, _ = taken_apart(tmp_path / "a.glb")
    assert [a["name"] for a in document["animations"]] == ["all", "a_lamp", "a_wheel_object-loop"]


def test_a_custom_property_comes_with_its_object(tmp_path):
    export_gltf([bar(), bar("b")], tmp_path / "a.glb", colours="switch", extras=[{"id": "lamp-1"}, {"id": "b"}],
                about={"prompt": "two lamps"})
    asset = read_gltf(tmp_path / "a.glb")
    found = {node.name: node.extras for node in asset.nodes if node.extras}
    assert found == {"a_lamp": {"id": "lamp-1"}, "a_lamp_after": {"id": "lamp-1"}, "b": {"id": "b"},
                     "b_after": {"id": "b"}}
    assert asset.extras == {"prompt": "two lamps"}


def test_the_unit_box_moves_no_vertex():
    clip = bar()
    packed = packable(clip)
    assert max(np.abs(packed.positions).max(), np.abs(packed.target_positions).max()) == pytest.approx(1.0)
    for time in (0.0, 0.77, 2.0):
        for ours, theirs in zip(evaluate(clip, time), evaluate(packed, time)):
            assert np.allclose(ours, theirs, atol=1e-9)


def turned(faces: np.ndarray) -> list[list[int]]:
    """Faces in an order of their own, each from its least corner on: the encoder may turn them."""
    first = faces.argmin(1)[:, None]
    return sorted(np.take_along_axis(faces, (first + np.arange(3)) % 3, 1).tolist())


def long_normals(clip: Clip) -> Clip:
    return replace(clip, target_normals=20.0 * clip.target_normals)


@pytest.mark.parametrize("change", [lambda clip: clip, long_normals, lambda clip: replace(
    clip, weights=np.tile([0.7, 0.2, 0.1, 0.0], (len(clip.positions), 1)), joints=np.tile(
        np.array([0, 1, 2, 0], np.uint16), (len(clip.positions), 1)))])
def test_what_is_compressed_shows_what_the_studio_shows(change, tmp_path):
    clip = change(bar())
    plain = export_gltf([clip], tmp_path / "plain.glb")
    report = export_gltf([clip], tmp_path / "a.glb", profile="web")
    assert report["bytes"] < 0.5 * plain["bytes"]
    asset = read_gltf(unpacked(tmp_path / "a.glb"))
    for time in (0.0, 0.51, 0.77, 1.21, 2.0):
        positions, normals, tints = evaluate(clip, time)
        (shown,) = asset.shown(time)
        diagonal = np.linalg.norm(np.ptp(positions, axis=0))
        assert np.linalg.norm(shown.positions - positions, axis=1).max() < 2e-4 * diagonal
        assert np.degrees(np.arccos((shown.normals * normals).sum(1).clip(-1, 1))).mean() < 0.6
        assert np.abs(shown.colours[:, :3] - tints).max() < 1e-4
        assert turned(shown.faces) == turned(clip.faces)


def test_equal_clips_give_equal_bytes_when_compressed(tmp_path):
    for name in "ab":
        export_gltf([bar()], tmp_path / f"{name}.glb", profile="web")
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()


def test_switched_and_compressed(tmp_path):
    export_gltf([bar()], tmp_path / "a.glb", profile="web", colours="switch")
    shown = read_gltf(unpacked(tmp_path / "a.glb")).shown(0.4)
    for part, seen in zip(switched(bar()), shown):
        assert np.abs(evaluate(part, 0.4)[0] - seen.positions).max() < 1e-3


def test_profiles_name_readers_that_there_are():
    for row in PROFILES.values():
        assert set(row.readers) <= set(READERS)
        assert row.source
        assert set(row.clips) <= {"scene", "objects"}
        if row.colours == "targets":
            assert any(READERS[key].colour_targets for key in row.readers)
        assert all(row.path_motion in READERS[key].paths for key in row.readers) or row.path_motion == "place"


def test_levels_are_refused_where_they_would_be_more_objects(tmp_path):
    with pytest.raises(ExportError, match="choose unity, unreal or web"):
        export_gltf([bar()], tmp_path / "a.glb", profile="godot", lods=2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("profile", PROFILES)
def test_each_profile_has_a_clip_for_the_scene_first_and_one_for_each_object(tmp_path, profile):
    export_gltf([bar(), bar("b")], tmp_path / "a.glb", profile=profile, scene_name="all", colours="targets")
    found = taken_apart(tmp_path / "a.glb")[0]["animations"]
    assert len(found) == 3
    first, *own = found
    assert first["name"].startswith("all")

    def moves(row):
        return {(channel["target"]["node"], channel["target"]["path"]) for channel in row["channels"]}

    assert moves(own[0]) | moves(own[1]) == moves(first)
    assert not moves(own[0]) & moves(own[1])
    used = {sampler["output"] for sampler in first["samplers"]}
    assert all(sampler["output"] in used for row in own for sampler in row["samplers"])
