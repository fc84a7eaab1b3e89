"""Meshes that Draco compressed: unpacked at import, kept plain, refused in words where damaged."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar
from draco_samples import PLACE, compressed, draco_glb, spans
from file_samples import bending_glb
from mutations import put_together, taken_apart

from engine.exchange import draco_apart
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_bytes import DRACO, AssetError
from engine.exchange.gltf_draco import unpacked
from engine.exchange.gltf_pack import container
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import asset_of, import_file

_SPEC = importlib.util.spec_from_file_location("peers_of_draco", Path(__file__).with_name("test_gltf_clients.py"))
clients = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(clients)
PEERS = clients.pytestmark
TIMES = [0.0, 0.3, 0.9]


@pytest.fixture
def packed(tmp_path):
    return draco_glb(tmp_path / "packed.glb")


def corners(asset, time):
    return [shown.positions[shown.faces] for shown in asset.shown(time)]


def test_every_attribute_comes_back(packed):
    read, plain = read_gltf(packed), read_gltf(packed.with_suffix(".plain.glb"))
    for mine, told in zip(read.meshes, plain.meshes):
        for one, other in zip(mine.primitives, told.primitives):
            assert np.abs(one.positions - other.positions).max() < 1e-5
            assert np.array_equal(one.faces, other.faces)
            for name in ("normals", "uvs", "joints", "weights", "target_positions"):
                assert np.array_equal(getattr(one, name), getattr(other, name)), name
            assert one.material == other.material


@pytest.mark.parametrize("order", [True, False])
def test_it_moves_as_before_however_its_vertices_are_ordered(tmp_path, order):
    """Morph targets stay outside: an encoder that reorders leaves them out, as here the ball's."""
    path = draco_glb(tmp_path / "a.glb")
    if not order:
        source = tmp_path / "plain.glb"
        document, binary = taken_apart(bending_glb(source))
        for row in document["meshes"][1]["primitives"]:
            del row["targets"]
        document["meshes"][1] = {"name": "ball", "primitives": document["meshes"][1]["primitives"]}
        for animation in document["animations"]:
            animation["channels"] = [c for c in animation["channels"] if c["target"]["path"] != "weights"]
        source.write_bytes(put_together(document, binary))
        path.write_bytes(container(*compressed(source, order=False)))
        path.with_suffix(".plain.glb").write_bytes(source.read_bytes())
    for time in TIMES:
        for one, other in zip(corners(read_gltf(path), time), corners(read_gltf(path.with_suffix(".plain.glb")), time)):
            middles = [np.sort(faces.mean(1), 0) for faces in (one, other)]
            assert np.abs(middles[0] - middles[1]).max() < 1e-5


def test_what_is_kept_is_plain_and_says_so(packed, tmp_path):
    read = import_file(packed)
    (tmp_path / "kept.glb").write_bytes(read.data.tobytes())
    document, _ = taken_apart(tmp_path / "kept.glb")
    assert DRACO not in json.dumps(document)
    again = asset_of(read.imported("x"), read.data)
    assert np.array_equal(again.shown(0.3)[0].positions, read_gltf(packed).shown(0.3)[0].positions)
    assert import_file(packed).data.tobytes() == read.data.tobytes()


def test_beside_its_bytes_with_a_picture(packed, tmp_path):
    document, binary = taken_apart(packed)
    document["buffers"][0]["uri"] = "a.bin"
    (tmp_path / "a.bin").write_bytes(binary)
    (tmp_path / "a.gltf").write_text(json.dumps(document))
    read = import_file(tmp_path / "a.gltf")
    assert read.data.tobytes() == import_file(packed).data.tobytes()


def test_what_lies_there_plain_too_is_taken_plain(tmp_path, monkeypatch):
    path = draco_glb(tmp_path / "a.glb", keep=True)
    monkeypatch.setattr(draco_apart, "ended", lambda *given, **limits: pytest.fail("it was unpacked"))
    read, plain = read_gltf(path), read_gltf(path.with_suffix(".plain.glb"))
    assert np.array_equal(read.shown(0.3)[0].positions, plain.shown(0.3)[0].positions)


def test_two_meshes_may_share_an_accessor_that_is_unpacked_twice(packed, tmp_path):
    document, binary = taken_apart(packed)
    one, other = (document["meshes"][k]["primitives"][0] for k in (1, 2))
    other["attributes"][PLACE] = one["attributes"][PLACE]
    (tmp_path / "a.glb").write_bytes(put_together(document, binary))
    read, told = read_gltf(tmp_path / "a.glb"), read_gltf(packed)
    assert np.array_equal(read.meshes[2].primitives[0].positions, told.meshes[2].primitives[0].positions)
    assert np.array_equal(read.meshes[1].primitives[0].positions, told.meshes[1].primitives[0].positions)


def entry(document):
    return document["meshes"][0]["primitives"][0]["extensions"][DRACO]


def kind(document):
    return document["accessors"][document["meshes"][0]["primitives"][0]["attributes"]["JOINTS_0"]]


@pytest.mark.parametrize(("change", "words"), [
    (lambda d: entry(d).update(bufferView=99), "points to number 99"),
    (lambda d: entry(d).update(bufferView=0), "compressed meshes are damaged"),
    (lambda d: entry(d).update(attributes=[]), "does not say what is in it"),
    (lambda d: entry(d)["attributes"].update(NORMAL=77), "NORMAL as its attribute 77"),
    (lambda d: entry(d)["attributes"].update(NORMAL=FileNotFoundError.__name__), "NORMAL as its attribute FileNot"),
    (lambda d: entry(d)["attributes"].update(NORMAL="faces"), "NORMAL as its attribute faces"),
    (lambda d: kind(d).update(type="VEC2"), "numbers a vertex"),
    (lambda d: kind(d).update(type=[]), "numbers a vertex"),
    (lambda d: kind(d).update(componentType=5126), "holds uint32 where its accessor says float32"),
])
def test_what_lies_about_itself_is_refused(packed, tmp_path, change, words):
    document, binary = taken_apart(packed)
    change(document)
    (tmp_path / "a.glb").write_bytes(put_together(document, binary))
    with pytest.raises(AssetError, match=words):
        read_gltf(tmp_path / "a.glb")


def test_it_does_not_unpack_without_end(packed, monkeypatch):
    from engine.exchange.gltf_bytes import opened

    monkeypatch.setattr("engine.exchange.gltf_draco.MOST_BYTES", 10_000)
    with pytest.raises(AssetError, match="unpack to more than"):
        unpacked(opened(packed))


def test_damaged_bytes_are_told_and_never_crash(packed, tmp_path):
    data, dice, refused = packed.read_bytes(), np.random.default_rng(5), 0
    places = np.concatenate([np.arange(*span) for span in spans(packed)])
    for _ in range(16):
        spoilt = bytearray(data)
        for place in dice.choice(places, 4):
            spoilt[place] = int(dice.integers(256))
        (tmp_path / "a.glb").write_bytes(spoilt)
        try:
            read_gltf(tmp_path / "a.glb")
        except AssetError:
            refused += 1
    assert refused


@PEERS
def test_three_shows_the_same_of_the_compressed_file_and_of_what_is_kept(packed, tmp_path):
    """The one by Google's decoder for the web; with skins, of which it takes four bones a vertex, and morph targets."""
    (tmp_path / "kept.glb").write_bytes(import_file(packed).data.tobytes())
    theirs, ours = (clients.asked("evaluate_any.mjs", path, "0", json.dumps(TIMES))["meshes"]
                    for path in (packed, tmp_path / "kept.glb"))
    assert len(theirs) == 3
    assert [row["node"] for row in theirs] == [row["node"] for row in ours]
    for one, other in zip(theirs, ours):
        for mine, told in zip(one["frames"], other["frames"]):
            assert np.abs(clients.unpacked(mine) - clients.unpacked(told)).max() < 1e-6
        assert one["uvs"] == other["uvs"]
    assert sum(len(row["uvs"]) for row in theirs) == 1


@PEERS
@pytest.mark.parametrize("profile", ["portable", "unity"])
def test_the_validator_finds_nothing_in_what_is_kept(tmp_path, profile):
    export_gltf([bar()], tmp_path / "a.glb", profile=profile)
    (tmp_path / "packed.glb").write_bytes(container(*compressed(tmp_path / "a.glb", bits=16)))
    read = import_file(tmp_path / "packed.glb")
    (tmp_path / "kept.glb").write_bytes(read.data.tobytes())
    found = clients.asked("validate.mjs", tmp_path / "kept.glb")
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    size = np.linalg.norm(read.contents.size)
    for one, other in zip(corners(read_gltf(tmp_path / "kept.glb"), 0.4), corners(read_gltf(tmp_path / "a.glb"), 0.4)):
        assert np.abs(one - other).max() < 1e-3 * size


def test_quantised_integers_that_draco_holds_as_floats(packed, tmp_path):
    plain = read_gltf(packed.with_suffix(".plain.glb")).meshes
    mesh = next(k for k, each in enumerate(plain) if each.primitives[0].uvs is not None
                and np.ptp(np.rint(each.primitives[0].uvs)) > 0)
    document, binary = taken_apart(packed)
    attributes = document["meshes"][mesh]["primitives"][0]["attributes"]
    document["accessors"][attributes["TEXCOORD_0"]] |= {"componentType": 5122}
    for key in ("extensionsUsed", "extensionsRequired"):
        document[key] = [*document[key], "KHR_mesh_quantization"]
    (tmp_path / "a.glb").write_bytes(put_together(document, binary))
    read = read_gltf(tmp_path / "a.glb").meshes[mesh].primitives[0].uvs
    assert np.array_equal(read, np.rint(plain[mesh].primitives[0].uvs))
