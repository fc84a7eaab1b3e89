"""Targets that move few of a mesh's vertices: only those are stored, and every reader finds all of them."""

import importlib.util
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar

from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_buffer import ATTRIBUTE, Buffer
from engine.exchange.gltf_reader import read_gltf
from engine.vocabulary.profiles import PROFILES

SPARSE = {"profile": "unity", "colours": "targets"}
_SPEC = importlib.util.spec_from_file_location("peers_of_sparse", Path(__file__).with_name("test_gltf_clients.py"))
clients = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(clients)


@pytest.fixture(scope="module")
def clip():
    """The bar, each of whose targets moves one of its balls, the last no normals and no colours."""
    plain = bar()
    moved = {}
    for name in ("target_positions", "target_normals", "target_tints"):
        deltas = np.array(getattr(plain, name), np.float32)
        if name == "target_tints":
            deltas[:] = deltas[0]
        for k in range(3):
            deltas[k, plain.part != k] = 0.0
        if name != "target_positions":
            deltas[2] = 0.0
        moved[name] = deltas
    return replace(plain, **moved)


def document(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def test_only_what_moves_is_stored_and_all_is_read_again(clip, tmp_path):
    report = export_gltf([clip], tmp_path / "a.glb", **SPARSE)
    accessors, views = (document(tmp_path / "a.glb")[key] for key in ("accessors", "bufferViews"))
    sparse = [row for row in accessors if "sparse" in row]
    counts = np.bincount(clip.part).tolist()
    assert sorted(row["sparse"]["count"] for row in sparse) == sorted(
        counts[k] for k, kinds in enumerate((3, 3, 1)) for _ in range(kinds))
    assert not any("bufferView" in row for row in sparse)
    assert not any({"target", "byteStride"} & set(views[row["sparse"][key]["bufferView"]])
                   for row in sparse for key in ("indices", "values"))
    dense = 4 * 3 * len(clip.positions) * 7             # of the bar: three and its one change of colours
    assert report["bytes"] < export_gltf([bar()], tmp_path / "b.glb", **SPARSE)["bytes"] - 0.5 * dense
    read = read_gltf(tmp_path / "a.glb").meshes[0].primitives[0]
    assert np.array_equal(read.target_positions, clip.target_positions)
    assert np.array_equal(read.target_normals, clip.target_normals)
    assert np.array_equal(read.target_colours[..., :3], clip.target_tints)


@pytest.mark.parametrize(("moved", "sparse"), [(0, False), (1, True), (1500, True), (2400, True), (2600, False)])
def test_it_is_sparse_only_where_that_is_smaller(moved, sparse):
    array = np.zeros((3000, 3), np.float32)
    array[:moved] = 1.0
    sizes = {}
    for meaning in ("NORMAL", "target NORMAL"):
        buffer = Buffer()
        buffer.accessor(array, "a ball", use=ATTRIBUTE, meaning=meaning)
        sizes[meaning] = sum(map(len, buffer.container({})))
    assert ("sparse" in buffer.accessors[0]) == sparse
    assert (sizes["target NORMAL"] < sizes["NORMAL"]) == sparse


def test_the_same_bytes_each_time_and_dense_where_it_is_compressed(clip, tmp_path):
    for name in ("a", "b"):
        export_gltf([clip, clip], tmp_path / f"{name}.glb", **SPARSE)
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()
    export_gltf([clip], tmp_path / "web.glb", profile="web")
    assert not any("sparse" in row for row in document(tmp_path / "web.glb")["accessors"])


@clients.pytestmark
@pytest.mark.parametrize("profile", PROFILES)
def test_other_readers_show_it_and_the_validator_finds_nothing(clip, tmp_path, profile):
    path = tmp_path / f"{profile}.glb"
    export_gltf([clip], path, profile=profile)
    for script in ("evaluate.mjs", "babylon.mjs") if clients.BABYLON else ("evaluate.mjs",):
        assert clients.off(clip, path, script) < 1e-3
    found = clients.asked("validate.mjs", path)
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
