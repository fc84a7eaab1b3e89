"""An artist's own properties and sockets: as text, in GLB and USD, and back."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest
from clip_sample import bar
from pxr import Usd, UsdGeom

from engine.bake.evaluate import evaluate, joints_at
from engine.document.attached import found, meant, property_of, socket_of, socket_text, told
from engine.document.edits import SetNode, apply
from engine.document.imports import node_of
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Node, Scene, SceneError, Socket
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_reader import read_gltf
from engine.exchange.importing import import_file
from engine.exchange.preflight import preflight
from engine.exchange.sockets import fastened, middle
from engine.exchange.usd import export_usd
from engine.exchange.writing import write
from engine.vocabulary.profiles import PROFILES

OWN = {"health": 3, "name of it": "bar", "boss": True, "drops": ["a", 2], "more": {"x": 1.5}, "three": "3"}


@pytest.mark.parametrize("value", [3, 2.5, True, "3", "three", "true", ["a", 1], {"a": 1}, None, "", '"quoted"'])
def test_values_are_kept_as_text_and_mean_the_same(value):
    assert meant(told(value)) == value
    assert type(meant(told(value))) is type(value)


@pytest.mark.parametrize("text", ["grip", "grip@hand R", "grip=0.1, 0, -2", "grip@hand R=0, 0.1, 0 / 0, 90, 0"])
def test_sockets_are_read_and_told_as_they_are_typed(text):
    assert socket_text(socket_of(text)) == text
    assert socket_of(socket_text(socket_of(text))) == socket_of(text)


@pytest.mark.parametrize("text", ["", "=1", "@hand", "grip=", "grip=1,2", "grip=1,2,x", "grip@a=1,2,3/1"])
def test_sockets_that_cannot_be_read_are_refused(text):
    with pytest.raises(SceneError, match="socket"):
        socket_of(text)


@pytest.mark.parametrize("text", ["", "health", "=3", "health="])
def test_properties_that_cannot_be_read_are_refused(text):
    with pytest.raises(SceneError, match="property"):
        property_of(text)


@pytest.mark.parametrize("changed", [
    {"properties": {"chronoform": "1"}}, {"properties": {"": "1"}}, {"properties": {"a": "x" * 5000}},
    {"sockets": (Socket("a"), Socket("a"))}, {"sockets": (Socket("a@b"),)},
    {"properties": {str(k): "1" for k in range(65)}}, {"sockets": (Socket("a", position=(np.nan, 0.0, 0.0)),)}])
def test_a_scene_refuses_what_no_file_could_hold(changed):
    scene = Scene(nodes=(Node("a", category="mug"),))
    path, value = next(iter(changed.items()))
    with pytest.raises(SceneError):
        apply(scene, SetNode("a", path, value))


def test_a_scene_keeps_them():
    node = Node("a", category="mug", properties={"b": "2", "a": "x.y"}, sockets=(socket_of("grip@handle=0,0.1,0"),))
    scene = Scene(nodes=(node,))
    again = scene_from_json(json.loads(json.dumps(scene_to_json(scene))))
    assert again == scene


def json_of(path):
    data = path.read_bytes()
    return json.loads(data[20:20 + struct.unpack_from("<I", data, 12)[0]])


def nodes_of(path):
    """Each node by its name: its transform in the world at a time, from the file alone."""
    asset = read_gltf(path)

    def at(time):
        moved = {}
        for curve in asset.animations[0].curves:
            moved.setdefault(curve.node, {})[curve.path] = curve.at(time)
        return {node.name: world for node, world in zip(asset.nodes, asset.world(moved))}
    return at


SOCKETS = (Socket("grip", "tip", (0.1, 0.2, 0.0), (0.0, 0.5, 0.25)), Socket("top of it", "", (0.0, 1.5, 0.0)),
           Socket("lost", "wing"))


def joint_name(clip):
    return clip.joint_names[-1]


def with_part(clip):
    return (replace(SOCKETS[0], part=joint_name(clip)), *SOCKETS[1:])


@pytest.mark.parametrize("pivot", ["base", "centre"])
@pytest.mark.parametrize("profile", PROFILES)
def test_sockets_follow_their_bones_in_every_profile(tmp_path, profile, pivot):
    clip = bar()
    sockets = with_part(clip)
    export_gltf([clip], tmp_path / "a.glb", profile=profile, pivot=pivot, path_motion="none", sockets=[sockets])
    at, begin = nodes_of(tmp_path / "a.glb"), PROFILES[profile].sockets
    joint, rest = len(clip.joint_names) - 1, fastened(clip, sockets)
    shift = 0.0 if pivot == "base" else (clip.positions.min(0) + clip.positions.max(0)) / 2.0
    for time in (0.0, float(clip.times[-1]) / 2):
        grip, top = (max((name for name in at(time) if name.startswith(f"{begin}{stem}")),     # of the one that shows
                         key=lambda name: np.linalg.norm(at(time)[name][:3, 0])) for stem in ("grip", "top"))
        start = at(0.0)[next(name for name in at(0.0) if name.endswith("_root"))]
        wanted = joints_at(clip, time)[joint] @ rest[0].local
        there = np.linalg.inv(start) @ at(time)[grip]
        assert np.allclose(there[:3, 3] + shift, wanted[:3, 3], atol=2e-4)
        assert np.allclose(there[:3, :3], wanted[:3, :3], atol=2e-3)
        assert np.allclose((np.linalg.inv(start) @ at(time)[top])[:3, 3] + shift, (0.0, 1.5, 0.0), atol=2e-4)


def test_a_socket_is_where_it_was_put_as_the_object_is_bound():
    clip = bar()
    joint = len(clip.joint_names) - 1
    place = fastened(clip, with_part(clip))[0]
    bound = clip.bind[joint] @ place.local
    assert np.allclose(bound[:3, 3], middle(clip, joint) + (0.1, 0.2, 0.0), atol=1e-5)
    c, s = np.cos(0.5), np.sin(0.5)
    assert np.allclose(bound[:3, 1], np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
                       @ (-np.sin(0.25), np.cos(0.25), 0.0), atol=1e-5)


def test_a_socket_whose_part_is_not_there_is_said():
    clip = bar()
    said = [f.sentence for f in preflight([clip], sockets=[with_part(clip)])]
    assert any("no part 'wing'" in line and "lost" in line for line in said)
    assert sum("socket" in line for line in said) == 1


def test_unreals_own_sockets_stay_beside_the_artists(tmp_path):
    clip = bar()
    head = replace(clip, joint_names=(*clip.joint_names[:-1], "head"))
    export_gltf([head], tmp_path / "a.glb", profile="unreal")
    alone = [row["name"] for row in json_of(tmp_path / "a.glb")["nodes"] if row["name"].startswith("SOCKET_")]
    export_gltf([head], tmp_path / "a.glb", profile="unreal", sockets=[(Socket("hat", "head"), Socket("hat 2"))])
    both = [row["name"] for row in json_of(tmp_path / "a.glb")["nodes"] if row["name"].startswith("SOCKET_")]
    assert alone == ["SOCKET_a_lamp_head", "SOCKET_a_lamp_after_head"]       # its colours switch: it is two
    assert both == ["SOCKET_hat", "SOCKET_hat_2", "SOCKET_hat_3", "SOCKET_hat_2_2"]


def options(**more):
    return {"profile": "portable", "pivot": "base", "per_object": False, "lods": 0} | more


def test_properties_are_extras_and_come_back(tmp_path):
    write([bar()], tmp_path / "a.glb", options(), scene_name="a", fps=30.0, extras=[{"id": "x", "verb": "still"}],
          own=[OWN], about={"prompt": "p"})
    mesh = next(row for row in json_of(tmp_path / "a.glb")["nodes"] if "mesh" in row)
    assert mesh["extras"] == {"id": "x", "verb": "still"} | OWN
    node = node_of(import_file(tmp_path / "a.glb").imported("0" * 64), set())
    assert {name: meant(text) for name, text in node.properties.items()} == OWN


@pytest.mark.parametrize("ending", ["usda", "usdz"])
def test_properties_are_custom_data_and_come_back(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    write([bar()], path, options(), scene_name="a", fps=30.0, extras=[{"id": "x", "verb": "still"}], own=[OWN])
    stage = Usd.Stage.Open(str(path))
    data = stage.GetPrimAtPath("/World/a_lamp").GetCustomData()
    assert (data["health"], data["boss"], data["three"]) == (3, True, "3")
    assert dict(data["chronoform"]) == {"id": "x", "verb": "still"}
    node = node_of(import_file(path).imported("0" * 64), set())
    assert {name: meant(text) for name, text in node.properties.items()} == OWN


def test_properties_of_one_name_have_their_nodes_before_them():
    rows, lost = found([("scene", {"a": 1}), ("left", {"a": 2, "b": 3}), ("right", {"MSFT_x": 1, "c=": 2})])
    assert {row.name: meant(row.text) for row in rows} == {"a": 1, "left: a": 2, "b": 3}
    assert lost == ["c="]


def test_sockets_follow_in_usd(tmp_path):
    clip = bar()
    export_usd([clip], tmp_path / "a.usda", fps=30.0, sockets=[with_part(clip)])
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    grip = UsdGeom.Xformable(stage.GetPrimAtPath("/World/a_lamp/grip"))
    rest = fastened(clip, with_part(clip))[0]
    for time in (float(clip.times[0]), float(clip.times[-1])):
        there = np.array(grip.GetLocalTransformation(Usd.TimeCode(time * 30.0))).T
        assert np.allclose(there, joints_at(clip, time)[len(clip.joint_names) - 1] @ rest.local, atol=1e-4)
    assert stage.GetPrimAtPath("/World/a_lamp/top_of_it")
    assert np.isfinite(evaluate(clip, 0.0)[0]).all()
