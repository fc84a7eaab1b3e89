"""Cameras and lights of files become nodes that see and shine as there."""

import json

import numpy as np
import pytest
from clip_sample import bar, eye, lamp
from pxr import Gf, Sdf, Usd, UsdGeom, UsdLux

from engine.bake.evaluate import bracket, compose, evaluate, slerp, to_matrix
from engine.document.blobs import Blobs
from engine.document.check import check
from engine.document.imports import nodes_of, scene_of
from engine.document.storage import load, save
from engine.exchange.gltf import export_gltf
from engine.exchange.gltf_pack import container
from engine.exchange.importing import asset_of, clip_of, import_file, stand
from engine.exchange.sights import angles_of, black_body
from engine.exchange.take import Pace
from engine.exchange.usd import export_usd
from engine.seeing import Seeing
from engine.staging.courses import quaternions

KEYS = np.arange(49) / 24.0
WRITERS = {".glb": export_gltf, ".usda": export_usd, ".usdz": export_usd}


def sights():
    """A camera that flies, turns and zooms, another, a spot that dims, a bulb and the sun."""
    way = np.stack([np.cos(KEYS), 1.0 + 0.2 * KEYS, 4.0 + np.sin(KEYS)], 1)
    turn = quaternions(0.5 * KEYS - 0.3, -0.2 - 0.1 * KEYS, 0.2 * KEYS)
    moving = eye("Crane", times=KEYS, translation=way, rotation=turn, field=np.linspace(0.7, 0.4, 49))
    spot = lamp("Spot", times=KEYS, translation=way + 2.0, rotation=turn, power=np.linspace(2.0, 0.5, 49),
                temperature=np.full(49, 3000.0), size=np.full(49, 0.4), spread=np.full(49, np.pi / 3))
    bulb = lamp("Bulb", spread=np.array([2 * np.pi]), power=np.array([0.5]), temperature=np.array([9100.0]))
    return [moving, eye("Still")], [spot, bulb, lamp("Sun", rotation=quaternions(np.array([0.4]), -0.7))]


def matrix(sight, time):
    at, share = bracket(sight.times, time)
    return compose(share @ sight.translation[at], slerp(sight.rotation[at[0]], sight.rotation[at[1]], share[1]),
                   np.ones(3))


def brought(path):
    """The scene of a file, checked, stored and read again, and its clip where staging would put it."""
    read, blobs = import_file(path), Blobs()
    imported = read.imported(blobs.put(read.data))
    scene = scene_of(imported, read.beside)
    check(scene)
    save(path.with_suffix(".chrono"), scene, blobs)
    assert load(path.with_suffix(".chrono"))[0] == scene
    asset = asset_of(imported, read.data)
    clip = clip_of(asset, "a", stand(asset, scale=imported.scale, up=imported.up), pace=Pace((0.0, 2.0)))
    return read, scene.changed(rate=24.0), clip


@pytest.mark.parametrize("ending", WRITERS)
def test_ours_come_back_as_they_were(tmp_path, ending):
    cameras, lights = sights()
    path = tmp_path / f"a{ending}"
    WRITERS[ending]([bar()], path, fps=24.0, cameras=cameras, lights=lights)
    read, scene, clip = brought(path)
    assert scene.duration == 2.0
    seeing = Seeing(scene, [clip])
    again = [*seeing.cameras(), *seeing.lights()]
    assert [sight.name for sight in again] == ["Crane", "Still", "Spot", "Bulb", "Sun"]
    for sight, back in zip((*cameras, *lights), again):
        for time in (0.0, 0.5, 0.77, 1.5, 2.0):
            assert np.abs(matrix(back, time) - matrix(sight, time)).max() < 2e-4       # a GLB's tremor is 5e-5
    for light, back in zip(lights, again[2:]):
        keyed = slice(None) if ending != ".glb" else slice(1)         # a GLB keeps the first of its settings
        assert back.kind == light.kind
        assert np.allclose(back.power[keyed], light.power[keyed], rtol=1e-5)
        assert np.allclose(back.temperature, light.temperature[0])
        if light.kind == "spot":
            assert np.allclose(back.spread, light.spread[0], atol=1e-5)
            assert back.size[0] == pytest.approx(0.4 if ending != ".glb" else 1.0)
    assert np.allclose(again[0].field[0 if ending == ".glb" else slice(None)],
                       cameras[0].field[0 if ending == ".glb" else slice(None)], atol=1e-5)
    # the mesh stands among them as it did
    low = evaluate(clip, 0.0)[0].min(0) + read.beside.position
    assert np.abs(low - evaluate(bar(), 0.0)[0].min(0)).max() < 1e-4


def test_twice_is_the_same_file(tmp_path):
    """What is imported is written as it was: nothing drifts."""
    cameras, lights = sights()
    export_usd([bar()], tmp_path / "a.usda", fps=24.0, cameras=cameras, lights=lights)
    _, scene, clip = brought(tmp_path / "a.usda")
    seeing = Seeing(scene, [clip])
    export_usd([bar()], tmp_path / "b.usda", fps=24.0, cameras=seeing.cameras(), lights=seeing.lights())
    first, second = (import_file(tmp_path / f"{name}.usda").beside.sights for name in "ab")
    for one, other in zip(first, second):
        assert (one.name, one.kind) == (other.name, other.kind)
        assert one.settings == pytest.approx(dict(other.settings), abs=1e-4)
        assert one.placement.position == pytest.approx(other.placement.position, abs=1e-4)
        assert one.placement.rotation == pytest.approx(other.placement.rotation, abs=1e-4)


def glb(tmp_path, nodes, **more):
    """A GLB of a square and these nodes, which the scene holds where they hang on nothing."""
    points = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32).tobytes()
    faces = np.array([0, 1, 2, 0, 2, 3], np.uint16).tobytes()
    keys = np.array([0.0, 1.0, 2.0], np.float32).tobytes()
    ways = np.array([[0, 0, 0], [0, 3, 0], [0, 3, 6]], np.float32).tobytes()
    pieces, views, at = [points, faces, keys, ways], [], 0
    for piece in pieces:
        views.append({"buffer": 0, "byteOffset": at, "byteLength": len(piece)})
        at += len(piece)
    held = {each for node in nodes for each in node.get("children", ())}
    document = {
        "asset": {"version": "2.0"}, "scene": 0, "buffers": [{"byteLength": at}], "bufferViews": views,
        "scenes": [{"nodes": [0, *(k for k in range(1, len(nodes) + 1) if k not in held)]}],
        "nodes": [{"mesh": 0, "name": "Square"}, *nodes],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 4, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]},
            {"bufferView": 1, "componentType": 5123, "count": 6, "type": "SCALAR"},
            {"bufferView": 2, "componentType": 5126, "count": 3, "type": "SCALAR", "min": [0], "max": [2]},
            {"bufferView": 3, "componentType": 5126, "count": 3, "type": "VEC3"}]} | more
    path = tmp_path / "f.glb"
    path.write_bytes(container(json.loads(json.dumps(document)), b"".join(pieces)))
    return path


LENS = {"cameras": [{"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1}},
                    {"type": "orthographic", "orthographic": {"xmag": 1, "ymag": 1, "znear": 0.1, "zfar": 9}},
                    {"type": "perspective", "perspective": {"yfov": "wide", "znear": 0.1}}]}


def test_a_camera_on_a_scaled_and_moving_arm(tmp_path):
    """It hangs on a node that an animation moves, under one that is scaled and turned."""
    half = float(np.sqrt(0.5))
    path = glb(tmp_path, [
        {"name": "Rig", "children": [2], "scale": [2, 2, 2], "rotation": [0, half, 0, half]},
        {"name": "Arm", "children": [3]},
        {"name": "Eye", "camera": 0, "translation": [0, 0, 1]}], animations=[{
            "samplers": [{"input": 2, "output": 3, "interpolation": "STEP"}],
            "channels": [{"sampler": 0, "target": {"node": 2, "path": "translation"}}]}], **LENS)
    read, scene, clip = brought(path)
    (camera,) = Seeing(scene, [clip]).cameras()
    for time, place in ((0.0, (2, 0, 0)), (0.9, (2, 0, 0)), (1.1, (2, 6, 0)), (2.0, (14, 6, 0))):
        assert np.abs(matrix(camera, time)[:3, 3] - place).max() < 1e-4
        assert np.abs(to_matrix(camera.rotation[0]) @ [0, 0, -1] - [-1, 0, 0]).max() < 1e-6
    assert np.degrees(0.5) == pytest.approx(read.beside.sights[0].settings["field of view"], abs=1e-5)
    assert read.beside.position == pytest.approx((0.5, 0.0, 0.0))


def test_what_is_lost_of_a_glb_is_said(tmp_path):
    lamps = [{"type": "point", "color": [0, 1, 0], "intensity": 12.0 / 0.7152},
             {"type": "spot", "intensity": 12.0, "spot": {"innerConeAngle": 0.0, "outerConeAngle": 0.5}},
             {"type": "directional", "intensity": 30.0}, {"type": "laser"}]
    pointed = [{"samplers": [{"input": 2, "output": 2}], "channels": [{"sampler": 0, "target": {
        "path": "pointer", "extensions": {"KHR_animation_pointer": {"pointer": "/cameras/0/perspective/yfov"}}}}]}]
    path = glb(tmp_path, [
        {"name": "Flat", "camera": 1}, {"name": "Broken", "camera": 2}, {"name": "Nowhere", "camera": 7},
        *({"name": name, "extensions": {"KHR_lights_punctual": {"light": k}}} for k, name in enumerate(
            ("Green", "Soft", "Bright", "Odd")))],
        extensions={"KHR_lights_punctual": {"lights": lamps}}, extensionsUsed=["KHR_lights_punctual"],
        animations=pointed, **LENS)
    read = import_file(path)
    assert [node.name for node in read.beside.sights] == ["Flat", "Green", "Soft", "Bright"]
    assert set(read.beside.remarks) == {
        "1 camera and 3 lights of the file come along, and its mesh stands among them as there.",
        "Flat sees without perspective, which cameras here do not: it has a field of view of 40° instead.",
        "Broken: its camera is damaged and left out.", "Nowhere: its camera is damaged and left out.",
        "Odd: its light is damaged and left out.",
        f"Green shines in a colour that no temperature has: it has the nearest, "
        f"{read.beside.sights[1].settings['temperature']:.0f} K.",
        "Soft is a spot with an edge of its own: its light fades from 80% of its angle on.",
        "1 setting of its cameras and lights moves in the file: what it begins with is kept."}
    green, soft, bright = (node.settings for node in read.beside.sights[1:])
    assert green["power"] == pytest.approx(1.0, abs=1e-3)
    assert (soft["spread"], soft["power"]) == pytest.approx((np.degrees(1.0), 1.0), abs=1e-3)
    assert (bright["spread"], bright["power"]) == pytest.approx((0.0, 10.0), abs=0.05)


def test_real_lights_are_dimmed_together(tmp_path):
    """A sun of 100,000 lx beside a bulb: they keep to one another, and light the mesh as a picture shows it."""
    path = glb(tmp_path, [
        {"name": "Sun", "extensions": {"KHR_lights_punctual": {"light": 0}}},
        {"name": "Bulb", "translation": [0.5, 0.5, 10.0], "extensions": {"KHR_lights_punctual": {"light": 1}}}],
        extensions={"KHR_lights_punctual": {"lights": [
            {"type": "directional", "intensity": 1e5}, {"type": "point", "intensity": 1e7}]}},
        extensionsUsed=["KHR_lights_punctual"])
    read = import_file(path)
    sun, bulb = (node.settings["power"] for node in read.beside.sights)
    assert sun / bulb == pytest.approx((1e5 / 3.0) / (1e7 / 12.0), rel=1e-4)
    assert sun + bulb * (2.0 / 10.0) ** 2 == pytest.approx(1.5, rel=1e-3)
    assert any("times as dark, all alike" in remark for remark in read.beside.remarks)


def test_a_stage_in_centimetres_with_z_up(tmp_path):
    """Places, axes, units and photometry are the scene's; what cannot be is said."""
    stage = Usd.Stage.CreateNew(str(tmp_path / "s.usda"))
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    mesh = UsdGeom.Mesh.Define(stage, "/Square")
    mesh.CreatePointsAttr([(0, 0, 0), (100, 0, 0), (100, 0, 100), (0, 0, 100)])
    mesh.CreateFaceVertexCountsAttr([4])
    mesh.CreateFaceVertexIndicesAttr([0, 1, 2, 3])
    camera = UsdGeom.Camera.Define(stage, "/Eye")
    camera.AddTranslateOp().Set(Gf.Vec3d(0, -500, 100))          # before the square, which looks along -Y
    camera.AddRotateXYZOp().Set(Gf.Vec3f(90, 0, 0))
    panel = UsdLux.RectLight.Define(stage, "/Panel")
    panel.CreateWidthAttr(200.0)
    panel.CreateHeightAttr(50.0)
    panel.CreateIntensityAttr(30.0)
    sun = UsdLux.DistantLight.Define(stage, "/Sun")
    sun.CreateIntensityAttr(3.0)
    sun.CreateNormalizeAttr(True)
    sun.CreateExposureAttr(1.0)
    lit = UsdLux.SphereLight.Define(stage, "/Bulb")
    lit.CreateRadiusAttr(5.0)
    lit.CreateIntensityAttr(48.0)
    lit.CreateNormalizeAttr(True)
    lit.CreateEnableColorTemperatureAttr(True)
    lit.CreateColorTemperatureAttr(2700.0)
    UsdLux.DomeLight.Define(stage, "/Sky")
    hidden = UsdGeom.Camera.Define(stage, "/Hidden")
    hidden.CreateVisibilityAttr(UsdGeom.Tokens.invisible)
    spun = UsdGeom.Camera.Define(stage, "/Spun")
    turn = spun.AddRotateZOp()
    turn.Set(0.0, 0.0)
    turn.Set(180.0, 48.0)
    spun.AddTranslateOp().Set(Gf.Vec3d(0, -300, 0))
    stage.GetRootLayer().Save()
    assert Sdf.Layer.FindOrOpen(str(tmp_path / "s.usda"))

    read, scene, clip = brought(tmp_path / "s.usda")
    found = {node.name: node for node in read.beside.sights}
    assert set(found) == {"Eye", "Panel", "Sun", "Bulb", "Spun"}
    seeing = Seeing(scene, [clip])
    eye_now, spun_now = seeing.cameras()
    assert matrix(eye_now, 0.0)[:3, 3] == pytest.approx((0, 1, 5))
    assert to_matrix(eye_now.rotation[0]) @ [0, 0, -1] == pytest.approx((0, 0, -1), abs=1e-6)
    shown = {light.name: light for light in seeing.lights()}
    assert (shown["Panel"].kind, shown["Bulb"].kind, shown["Sun"].kind) == ("spot", "point", "directional")
    assert shown["Panel"].intensity[0] == pytest.approx(30.0, rel=1e-3)     # 30 nits of one square metre
    assert shown["Bulb"].intensity[0] == pytest.approx(48.0 / 4.0 * 1e-4, rel=1e-2)     # at a centimetre as there
    assert shown["Bulb"].temperature[0] == 2700.0
    assert shown["Bulb"].size[0] == pytest.approx(0.1)
    assert shown["Sun"].intensity[0] == pytest.approx(6.0, rel=1e-3)
    # halfway between two keys it is on its circle, and not on the straight line through it
    assert matrix(spun_now, 1.0)[:3, 3] == pytest.approx((3, 0, 0), abs=0.03)
    assert any(remark.startswith("Sky: a DomeLight is left out") for remark in read.beside.remarks)
    assert any(remark.startswith("Panel shines from a surface") for remark in read.beside.remarks)


def test_names_that_are_taken_give_way(tmp_path):
    cameras, lights = sights()
    export_gltf([bar()], tmp_path / "crane.glb", cameras=cameras, lights=lights)
    read = import_file(tmp_path / "crane.glb")
    ids = [node.id for node in nodes_of(read.imported("0" * 64), {"sun", "still"}, read.beside)]
    assert ids == ["crane", "crane-2", "still-2", "spot", "bulb", "sun-2"]


def test_angles_go_on_over_the_top():
    """A camera that loops: no angle leaps, and they are the same turns."""
    pitch = np.linspace(0.0, 2.0 * np.pi, 97)
    turns = quaternions(np.full(97, 0.3), pitch, np.full(97, 0.1))
    angles = angles_of(turns)
    assert np.abs(np.diff(angles, axis=0)).max() < 0.1
    again = quaternions(angles[:, 1], angles[:, 0], angles[:, 2])
    assert np.abs(to_matrix(again) - to_matrix(turns)).max() < 1e-7


def test_warm_light_keeps_its_temperature(tmp_path):
    for kelvin in (1800.0, 2345.0, 5600.0, 9999.0):
        light = lamp("L", temperature=np.array([kelvin]))
        export_gltf([bar()], tmp_path / "a.glb", lights=[light])
        (node,) = import_file(tmp_path / "a.glb").beside.sights
        assert np.abs(black_body(node.settings["temperature"]) - black_body(kelvin)).max() < 2e-4
        assert node.settings["power"] == pytest.approx(1.0, abs=1e-3)
