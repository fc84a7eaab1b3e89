"""Instanced meshes, small integers and sparse numbers of files of others: as three.js reads them."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
import trimesh
from mutations import taken_apart

from engine.exchange.gltf_bytes import AssetError
from engine.exchange.gltf_instances import MOST
from engine.exchange.gltf_pack import container
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import asset_of, import_file

_SPEC = importlib.util.spec_from_file_location("peers_of_instances", Path(__file__).with_name("test_gltf_clients.py"))
clients = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(clients)
KEY = "EXT_mesh_gpu_instancing"
KINDS = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "float32": 5126}
SHAPES = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}


class File:
    """A GLB of a sphere under a turned node, row by row."""

    def __init__(self):
        ball = trimesh.creation.icosphere(2, 0.3)
        self.points, self.binary = np.array(ball.vertices, np.float32), b""
        self.document = {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "accessors": [],
                         "bufferViews": [], "meshes": [{"primitives": [{"attributes": {}}]}],
                         "nodes": [{"mesh": 0, "translation": [1, 2, 3], "rotation": [0, 0.6, 0, 0.8],
                                    "scale": [1, 2, 1]}]}
        self.row = self.document["meshes"][0]["primitives"][0]
        self.row["indices"] = self.accessor(np.array(ball.faces, np.uint16).reshape(-1, 1))

    def view(self, array):
        wide = -(-array.itemsize * array.shape[1] // 4) * 4 if array.shape[1] > 1 else array.itemsize
        data = np.zeros((len(array), wide), np.uint8)
        data[:, :array.itemsize * array.shape[1]] = np.ascontiguousarray(array).view(np.uint8).reshape(len(array), -1)
        start, self.binary = len(self.binary), self.binary + data.tobytes() + b"\0" * (-data.size % 4)
        self.document["bufferViews"].append({"buffer": 0, "byteOffset": start, "byteLength": data.size} | (
            {"byteStride": wide} if array.shape[1] > 1 else {}))
        return len(self.document["bufferViews"]) - 1

    def accessor(self, array, **more):
        view = {} if "sparse" in more and array is None else {"bufferView": self.view(array)}
        shape = {} if array is None else {"componentType": KINDS[array.dtype.name], "count": len(array),
                                          "type": SHAPES[array.shape[1]]}
        self.document["accessors"].append(view | shape | more)
        return len(self.document["accessors"]) - 1

    def uses(self, *names):
        self.document["extensionsUsed"] = self.document["extensionsRequired"] = list(names)

    def write(self, path):
        self.document["buffers"] = [{"byteLength": len(self.binary)}]
        path.write_bytes(container(self.document, self.binary))
        return path


def bounded(points):
    return {"min": points.min(0).tolist(), "max": points.max(0).tolist()}


def instanced(folder, count=7, **changed):
    file, dice = File(), np.random.default_rng(3)
    file.row["attributes"]["POSITION"] = file.accessor(file.points, **bounded(file.points))
    turns = dice.normal(size=(count, 4)).astype(np.float32)
    turns /= np.linalg.norm(turns, axis=1, keepdims=True)
    places = {"TRANSLATION": dice.normal(size=(count, 3)).astype(np.float32), "ROTATION": turns,
              "SCALE": dice.uniform(0.5, 2.0, (count, 3)).astype(np.float32)} | changed
    rows = {name: file.accessor(array, **({"normalized": True} if array.dtype.kind == "i" else {}))
            for name, array in places.items() if array is not None}
    file.document["nodes"][0]["extensions"] = {KEY: {"attributes": rows}}
    file.uses(KEY)
    return file.write(folder / "a.glb")


def compared(path):
    """How far three.js' vertices are from ours [m], and how many meshes it shows."""
    rows = clients.asked("evaluate_any.mjs", path, "-1", "[0]")["meshes"]
    shown = read_gltf(path).shown()
    assert len(rows) == len(shown)
    return max(np.abs(clients.unpacked(row["frames"][0]) - mesh.positions).max()
               for row, mesh in zip(rows, shown)), len(rows)


@clients.pytestmark
def test_three_shows_each_instance_where_we_do(tmp_path):
    assert compared(instanced(tmp_path)) == (pytest.approx(0.0, abs=2e-6), 7)
    small = np.array([[0, 0, 127, 0], [90, 0, 0, 90]], np.int8)
    assert compared(instanced(tmp_path, 2, ROTATION=small, SCALE=None))[0] < 3e-2      # three.js leaves them as long


def test_instances_are_imported_and_kept(tmp_path):
    read = import_file(instanced(tmp_path))
    assert read.contents.triangles == 7 * 320
    assert len(asset_of(read.imported("x"), read.data).shown()) == 7
    assert not [line for line in read.remarks if "instan" in line.lower()]


@pytest.mark.parametrize(("change", "words"), [
    ({"TRANSLATION": np.zeros((3, 3), np.float32)}, "instances have 3 and 7 places"),
    ({"SCALE": np.full((7, 3), np.nan, np.float32)}, "no usable number"),
    ({"TRANSLATION": None, "ROTATION": None, "SCALE": None}, "where is not said"),
    ({"ROTATION": np.zeros((7, 3), np.float32)}, "VEC3 where 4 numbers"),
])
def test_damaged_places_are_told(tmp_path, change, words):
    with pytest.raises(AssetError, match=words):
        read_gltf(instanced(tmp_path, **change))


def test_too_many_are_refused(tmp_path):
    with pytest.raises(AssetError, match="more than 20,000 times over"):
        read_gltf(instanced(tmp_path, MOST + 1))


def quantised(folder, kind, normalised):
    """KHR_mesh_quantization: positions, normals and UVs in small integers."""
    file, most = File(), np.iinfo(kind).max
    stored = np.round(file.points / 0.3 * most).astype(kind) if np.iinfo(kind).min else np.round(
        (file.points / 0.6 + 0.5) * most).astype(kind)
    file.row["attributes"] = {
        "POSITION": file.accessor(stored, **bounded(stored), **({"normalized": True} if normalised else {})),
        "NORMAL": file.accessor(np.round(file.points / 0.3 * 127).astype(np.int8), normalized=True),
        "TEXCOORD_0": file.accessor(np.round(255 * (file.points[:, :2] / 0.6 + 0.5)).astype(np.uint8), normalized=True)}
    if not normalised:
        file.document["nodes"][0]["scale"] = [1 / most] * 3
    file.uses("KHR_mesh_quantization")
    return file.write(folder / "a.glb")


@clients.pytestmark
@pytest.mark.parametrize("normalised", [True, False])
@pytest.mark.parametrize("kind", ["int8", "uint8", "int16", "uint16"])
def test_three_reads_small_integers_as_we_do(tmp_path, kind, normalised):
    path = quantised(tmp_path, kind, normalised)
    assert compared(path)[0] < 2e-6
    found = clients.asked("validate.mjs", path)
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]
    (row,) = clients.asked("evaluate_any.mjs", path, "-1", "[0]")["meshes"]
    uvs = np.frombuffer(clients.base64.b64decode(row["uvs"][0]), np.float32).reshape(-1, 2)
    assert np.allclose(uvs, read_gltf(path).meshes[0].primitives[0].uvs, atol=1e-6)


@clients.pytestmark
@pytest.mark.parametrize("based", [True, False])
def test_three_reads_sparse_positions_as_we_do(tmp_path, based):
    file, moved = File(), np.array([[3], [40], [101]], np.uint16)
    values = np.array([[0.5, 0, 0], [0, 0.7, 0], [0, 0, -0.9]], np.float32)
    base = file.points if based else np.zeros_like(file.points)
    whole = base.copy()
    whole[moved[:, 0]] = values
    rows = {"count": 3, "indices": {"bufferView": file.view(moved), "componentType": 5123},
            "values": {"bufferView": file.view(values)}}
    del file.document["bufferViews"][rows["values"]["bufferView"]]["byteStride"]
    shape = {"componentType": 5126, "count": len(whole), "type": "VEC3"}
    file.row["attributes"]["POSITION"] = file.accessor(base if based else None, sparse=rows, **shape, **bounded(whole))
    path = file.write(tmp_path / "a.glb")
    assert compared(path)[0] < 2e-6
    assert np.array_equal(read_gltf(path).meshes[0].primitives[0].positions, whole)
    assert json.dumps(taken_apart(path)[0]["accessors"]).count("sparse") == 1
