"""Compressed and quantised files, ours and as others write them: read, kept as they came, refused where damaged."""

import json
import random
import struct
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar
from scipy.spatial import cKDTree

from engine.bake.evaluate import evaluate
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_bytes import AssetError
from engine.exchange.gltf_pack import container
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import asset_of, import_file


def taken_apart(path):
    data = Path(path).read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20:20 + size]), data[28 + size:]


def points(asset, time):
    return np.concatenate([shown.positions for shown in asset.shown(time)])


@pytest.fixture
def web(tmp_path):
    export_gltf([bar("a-lamp"), bar("ferris wheel")], tmp_path / "web.glb", profile="web")
    return tmp_path / "web.glb"


def test_the_web_profile_comes_back(web):
    document, _ = taken_apart(web)
    assert set(document["extensionsRequired"]) == {"KHR_mesh_quantization", "EXT_meshopt_compression"}
    asset, clip = read_gltf(web), bar("a-lamp")
    assert [len(mesh.target_names) for mesh in asset.meshes] == [3, 3]
    size = np.linalg.norm(np.ptp(clip.positions, axis=0))
    for time in (0.0, 0.13, 0.5, 0.9):
        seen, told = points(asset, time), evaluate(clip, time)[0]
        assert cKDTree(seen).query(told)[0].max() < 1e-3 * size
        assert cKDTree(told).query(seen)[0].max() < 1e-3 * size


def test_it_is_kept_as_it_came(web):
    read = import_file(web)
    assert read.data.tobytes() == web.read_bytes()
    again = asset_of(read.imported("x"), read.data)
    assert np.array_equal(points(again, 0.5), points(read_gltf(web), 0.5))


@pytest.mark.parametrize("name", ["EXT_meshopt_compression", "KHR_meshopt_compression"])
def test_beside_its_bytes_under_either_name(web, name, tmp_path):
    """As gltfpack writes .gltf: the bytes in a file beside it, the buffer they unpack to with or without one."""
    document, binary = taken_apart(web)
    text = json.dumps(document).replace("EXT_meshopt_compression", name)
    document = json.loads(text)
    document["buffers"][0]["uri"] = "a.bin"
    (tmp_path / "a.bin").write_bytes(binary)
    (tmp_path / "a.gltf").write_text(json.dumps(document))
    read = import_file(tmp_path / "a.gltf")
    assert len(read.data) < 1.2 * len(web.read_bytes())
    (tmp_path / "whole.glb").write_bytes(read.data.tobytes())
    kept, _ = taken_apart(tmp_path / "whole.glb")
    assert [buffer.get("extensions") for buffer in kept["buffers"]] == [None, {name: {"fallback": True}}]
    for path in (tmp_path / "a.gltf", tmp_path / "whole.glb"):
        assert np.array_equal(points(read_gltf(path), 0.5), points(read_gltf(web), 0.5))


@pytest.mark.parametrize(("change", "words"), [
    ({"count": 1 << 33, "byteStride": 256}, "says two sizes"),
    ({"mode": "SONGS"}, "compressed and damaged"), ({"mode": ["ATTRIBUTES"]}, "compressed and damaged"),
    ({"filter": "SHARP"}, "compressed and damaged"), ({"filter": {}}, "compressed and damaged"),
    ({"byteLength": 3}, "compressed and damaged"), ({"byteOffset": 1 << 30}, "beyond its buffer"),
    ({"buffer": 7}, "points to number 7"), ({"count": "many"}, "its count is 'many'"),
])
def test_what_lies_about_itself_is_refused(web, change, words, tmp_path):
    document, binary = taken_apart(web)
    document["bufferViews"][0]["extensions"]["EXT_meshopt_compression"] |= change
    (tmp_path / "a.glb").write_bytes(container(document, binary))
    with pytest.raises(AssetError, match=words):
        read_gltf(tmp_path / "a.glb")


def test_it_does_not_unpack_without_end(web, tmp_path):
    document, binary = taken_apart(web)
    view = document["bufferViews"][0]
    view["byteLength"] = (1 << 30) * 256
    view["extensions"]["EXT_meshopt_compression"] |= {"count": 1 << 30, "byteStride": 256}
    (tmp_path / "a.glb").write_bytes(container(document, binary))
    with pytest.raises(AssetError, match="unpack to more than 128 MB"):
        read_gltf(tmp_path / "a.glb")


def test_damaged_bytes_are_told_and_never_crash(web, tmp_path):
    data, chance = web.read_bytes(), random.Random(5)
    start, refused = 28 + struct.unpack_from("<I", data, 12)[0], 0
    for _ in range(60):
        spoilt = bytearray(data)
        for _ in range(4):
            spoilt[chance.randrange(start, len(data))] = chance.randrange(256)
        (tmp_path / "a.glb").write_bytes(spoilt)
        try:
            read_gltf(tmp_path / "a.glb")
        except AssetError:
            refused += 1
    assert refused
