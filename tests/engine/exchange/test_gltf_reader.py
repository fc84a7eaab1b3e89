"""Reading glTF: our own files come back as they were, three.js agrees, and all damage becomes words."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clip_sample import bar
from mutations import mutated, taken_apart
from test_gltf_clients import HOME, asked, unpacked

from engine.bake.evaluate import evaluate
from engine.exchange import gltf_bytes
from engine.exchange.asset import Curve
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import AssetError, read_gltf

TIMES = [0.0, 0.03, 0.51, 1.21, 2.0]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ours") / "bar.glb"
    export_gltf([bar()], path, colours="targets")
    return path


def test_our_own_file_comes_back_as_it_was(ours: Path) -> None:
    clip, asset = bar(), read_gltf(ours)
    assert asset.meshes[0].target_names == clip.target_names
    assert [node.name for node in asset.nodes][-1] == "a lamp".replace(" ", "_")
    for time in TIMES:
        positions, normals, tints = evaluate(clip, time)
        (shown,) = asset.shown(time)
        assert np.abs(shown.positions - positions).max() < 6e-5       # the file's place trembles by 5e-5 rad
        assert np.abs(shown.normals - normals).max() < 2e-3
        assert np.abs(shown.colours[:, :3] - tints).max() < 1e-5
        assert (shown.faces == clip.faces).all()


def strange() -> dict[str, Any]:
    """A scene as others write them: a matrix, a strip, a spline, a stepping curve, exceptions, shorts, a data URI."""
    square = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0]], np.float32)
    target = np.array([[0, 0, 0.5]], np.float32)
    times = np.array([0, 1, 2], np.float32)
    spline = np.zeros((3, 3, 3), np.float32)
    spline[:, 1] = [[0, 0, 0], [1, 2, 0], [0, 0, 1]]
    spline[:, 0] = spline[:, 2] = [0.5, -1.0, 0.25]
    half = np.sqrt(0.5)
    turns = np.array([[0, 0, 0, 32767], [0, 0, round(32767 * half), round(32767 * half)], [0, 0, 32767, 0]], np.int16)
    weights = np.array([0, 1, 0.5], np.float32)
    pieces = [square.tobytes(), np.array([0, 1, 2, 3], np.uint16).tobytes(), times.tobytes(), spline.tobytes(),
              turns.tobytes(), weights.tobytes(), np.array([3], np.uint16).tobytes() + b"\0\0", target.tobytes()]
    starts = np.cumsum([0, *map(len, pieces)]).tolist()
    data = base64.b64encode(b"".join(pieces)).decode()
    turned = np.eye(4)
    turned[:3, :3], turned[:3, 3] = [[0, -1, 0], [1, 0, 0], [0, 0, 1]], [3, 0, 0]

    def of(view: int, kind: str, number: int, count: int, **more: Any) -> dict[str, Any]:
        return {"bufferView": view, "type": kind, "componentType": number, "count": count, **more}

    return {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": starts[-1], "uri": "data:application/octet-stream;base64," + data}],
        "bufferViews": [{"buffer": 0, "byteOffset": a, "byteLength": len(p)} for a, p in zip(starts, pieces)],
        "accessors": [of(0, "VEC3", 5126, 4), of(1, "SCALAR", 5123, 4), of(2, "SCALAR", 5126, 3),
                      of(3, "VEC3", 5126, 9), of(4, "VEC4", 5122, 3, normalized=True), of(5, "SCALAR", 5126, 3),
                      {"type": "VEC3", "componentType": 5126, "count": 4, "sparse": {
                          "count": 1, "indices": {"bufferView": 6, "componentType": 5123},
                          "values": {"bufferView": 7}}}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1, "mode": 5,
                                    "targets": [{"POSITION": 6}]},
                                   {"attributes": {"POSITION": 0}, "mode": 1}]}],
        "nodes": [{"name": "leaf", "mesh": 0}, {"name": "above", "matrix": turned.T.reshape(-1).tolist(),
                                                "children": [0]}],
        "scenes": [{"nodes": [1]}], "scene": 0,
        "animations": [{"samplers": [{"input": 2, "output": 3, "interpolation": "CUBICSPLINE"},
                                     {"input": 2, "output": 4}, {"input": 2, "output": 5, "interpolation": "STEP"}],
                        "channels": [{"sampler": k, "target": {"node": 0, "path": path}} for k, path in enumerate(
                            ("translation", "rotation", "weights"))]}],
    }


def test_what_others_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "strange.gltf"
    path.write_text(json.dumps(strange()))
    asset = read_gltf(path)
    assert asset.remarks == ("mesh 1: points and lines are left out.",)
    (shown,) = asset.shown(1.0)
    # raised by its target, turned by a quarter, moved by the spline's key; turned and moved by the node above
    corner = np.array([-1.0, 1.0, 0.5]) + [1.0, 2.0, 0.0]
    assert np.allclose(shown.positions[3], [3.0 - corner[1], corner[0], corner[2]], atol=1e-4)
    assert shown.faces.tolist() == [[0, 1, 2], [2, 1, 3]]
    assert np.allclose(asset.shown(1.99)[0].positions[:, 2] - asset.shown(1.99)[0].positions[0, 2], [0, 0, 0, 0.5])
    assert np.allclose(asset.shown(9.0)[0].positions[3, 2], 1.25)


def test_a_spline_follows_its_tangents() -> None:
    keys = np.zeros((2, 3, 1))
    keys[0, 2] = keys[1, 0] = 1.0
    keys[1, 1] = 2.0
    curve = Curve(0, "translation", np.array([0.0, 2.0]), keys, "CUBICSPLINE")
    assert np.allclose([curve.at(t)[0] for t in (0.0, 0.5, 1.0, 2.0, 3.0)], [0.0, 0.5, 1.0, 2.0, 2.0])


@pytest.mark.skipif(not HOME, reason="node or three is absent: make peers")
def test_three_sees_the_same(ours: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "strange.gltf"
    theirs.write_text(json.dumps(strange()))
    for path in (ours, theirs):
        asset = read_gltf(path)
        for mesh in asked("evaluate.mjs", path, json.dumps(TIMES[1:]))["meshes"][:1]:
            for frame in mesh["frames"]:
                apart = np.abs(unpacked(frame["positions"]) - asset.shown(frame["time"])[0].positions).max()
                assert apart < 1e-4, (path.name, frame["time"])


def test_damaged_files_are_told_and_never_crash(ours: Path, tmp_path: Path) -> None:
    document, binary = taken_apart(ours)
    path, dice, refused = tmp_path / "damaged.glb", np.random.default_rng(1), list[str]()
    for _ in range(600):
        path.write_bytes(mutated(document, binary, dice))
        try:
            asset = read_gltf(path)
            for mesh in asset.shown(0.5):
                assert mesh.faces.max(initial=-1) < len(mesh.positions)
        except AssetError as error:
            refused.append(str(error))
    assert len(refused) > 200
    assert all("damaged.glb" in words and "\n" not in words for words in refused)


@pytest.mark.parametrize("uri", ["../secret.bin", "/etc/passwd", "file:///etc/passwd", "http://a.example/b.bin",
                                 "..%2Fsecret.bin", "inner/../../secret.bin", "..\\secret.bin", "a\0b"])
def test_nothing_outside_its_folder_is_read(tmp_path: Path, uri: str) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 4096)
    folder = tmp_path / "scene"
    folder.mkdir()
    document = strange()
    document["buffers"][0]["uri"] = uri
    (folder / "a.gltf").write_text(json.dumps(document))
    with pytest.raises(AssetError, match="outside its folder"):
        read_gltf(folder / "a.gltf")


def test_a_link_out_of_its_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"\0" * 4096)
    folder = tmp_path / "scene"
    folder.mkdir()
    (folder / "data.bin").symlink_to(tmp_path / "secret.bin")
    document = strange()
    document["buffers"][0]["uri"] = "data.bin"
    (folder / "a.gltf").write_text(json.dumps(document))
    with pytest.raises(AssetError, match="outside its folder"):
        read_gltf(folder / "a.gltf")


def test_a_file_beside_it_is_read_and_a_missing_one_named(tmp_path: Path) -> None:
    document = strange()
    data = base64.b64decode(document["buffers"][0]["uri"].partition(",")[2])
    (tmp_path / "the data.bin").write_bytes(data)
    document["buffers"][0]["uri"] = "the%20data.bin"
    (tmp_path / "a.gltf").write_text(json.dumps(document))
    assert len(read_gltf(tmp_path / "a.gltf").meshes) == 1
    (tmp_path / "the data.bin").unlink()
    with pytest.raises(AssetError, match="its file the%20data.bin is not there"):
        read_gltf(tmp_path / "a.gltf")


def test_rings_and_giants_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = strange()
    ring["nodes"][0]["children"] = [1]
    huge = strange()
    huge["accessors"][0] |= {"count": 10**9}
    hollow = strange()
    hollow["accessors"][0] = {"type": "VEC3", "componentType": 5126, "count": 10**9}
    many = strange()        # each small enough by itself
    many["accessors"][0] = {"type": "VEC3", "componentType": 5126, "count": 2 << 20}
    many["meshes"] = [{"primitives": [{"attributes": {"POSITION": 0}}]}] * 8
    splats = strange() | {"extensionsRequired": ["KHR_gaussian_splatting"]}
    for document, words in ((ring, "in a ring"), (huge, "too many"), (hollow, "too many"), (many, "too many"),
                            (splats, "splatting")):
        (tmp_path / "a.gltf").write_text(json.dumps(document))
        with pytest.raises(AssetError, match=words):
            read_gltf(tmp_path / "a.gltf")
    chain = strange()
    chain["nodes"] += [{"children": [k + 1]} for k in range(2, 50_000)] + [{}]
    (tmp_path / "a.gltf").write_text(json.dumps(chain))
    assert len(read_gltf(tmp_path / "a.gltf").shown(1.0)) == 1
    (tmp_path / "deep.gltf").write_text("[" * 200_000)
    with pytest.raises(AssetError, match="not a glTF file"):
        read_gltf(tmp_path / "deep.gltf")
    monkeypatch.setattr(gltf_bytes, "MOST_BYTES", 10)
    with pytest.raises(AssetError, match="MB are read"):
        read_gltf(tmp_path / "a.gltf")
