"""Targets that move few of a mesh's vertices: every reader finds all of them."""

import importlib.util
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar

from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.vocabulary.profiles import PROFILES

_SPEC = importlib.util.spec_from_file_location("peers_of_targets", Path(__file__).with_name("test_gltf_clients.py"))
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


@pytest.mark.parametrize("profile", PROFILES)
def test_all_is_stored_since_some_readers_know_no_sparse_accessors(clip, tmp_path, profile):
    export_gltf([clip], tmp_path / "a.glb", profile=profile)
    assert not any("sparse" in row for row in document(tmp_path / "a.glb")["accessors"])


def test_all_is_read_again(clip, tmp_path):
    for name in ("a", "b"):
        export_gltf([clip], tmp_path / f"{name}.glb", profile="unity", colours="targets")
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()
    read = read_gltf(tmp_path / "a.glb").meshes[0].primitives[0]
    assert np.array_equal(read.target_positions, clip.target_positions)
    assert np.array_equal(read.target_normals, clip.target_normals)
    assert np.array_equal(read.target_colours[..., :3], clip.target_tints)


@clients.pytestmark
@pytest.mark.parametrize("profile", PROFILES)
def test_other_readers_show_it_and_the_validator_finds_nothing(clip, tmp_path, profile):
    path = tmp_path / f"{profile}.glb"
    export_gltf([clip], path, profile=profile)
    for script in ("evaluate.mjs", "babylon.mjs") if clients.BABYLON else ("evaluate.mjs",):
        assert clients.off(clip, path, script) < 1e-3
    found = clients.asked("validate.mjs", path)
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
