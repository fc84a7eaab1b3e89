"""Cameras and lights in files: three.js and USD itself show what was keyed."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from clip_sample import bar, eye, lamp
from pxr import Usd, UsdGeom, UsdLux
from test_gltf import opened

from engine.bake.evaluate import bracket, compose, slerp
from engine.document.imports import Beside
from engine.exchange.gltf import export_gltf
from engine.exchange.importing import import_file
from engine.exchange.preflight import preflight
from engine.exchange.sights import black_body
from engine.exchange.usd import export_usd
from engine.staging.courses import quaternions
from engine.vocabulary.profiles import PROFILES

PEERS = Path(os.environ.get("CHRONOFORM_PEERS", Path.home() / ".cache" / "chronoform-clients"))
SCRIPTS = Path(__file__).parents[2] / "clients"
KEYS = np.arange(49) / 24.0
TIMES = (0.0, 0.5, 0.77, 1.5, 2.0)


@pytest.fixture
def sights():
    """A camera that flies and turns and zooms, a spot that dims, a bulb and the sun."""
    way = np.stack([np.cos(KEYS), 1.0 + 0.2 * KEYS, 4.0 + np.sin(KEYS)], 1)
    turn = quaternions(0.5 * KEYS - 0.3, -0.2 - 0.1 * KEYS, 0.2 * KEYS)
    moving = eye("Crane", times=KEYS, translation=way, rotation=turn, field=np.linspace(0.7, 0.4, 49))
    spot = lamp("Spot", times=KEYS, translation=way + 2.0, rotation=turn, power=np.linspace(2.0, 0.5, 49),
                temperature=np.full(49, 3000.0), size=np.full(49, 0.4), spread=np.full(49, np.pi / 3))
    bulb = lamp("Bulb", spread=np.array([2 * np.pi]), power=np.array([0.5]))
    return [moving, eye("Still")], [spot, bulb, lamp("Sun", rotation=quaternions(np.array([0.4]), -0.7))]


def matrix(sight, time):
    """Where it stands at a time, by its keys alone."""
    at, share = bracket(sight.times, time)
    return compose(share @ sight.translation[at], slerp(sight.rotation[at[0]], sight.rotation[at[1]], share[1]),
                   np.ones(3))


def read(path):
    done = subprocess.run(["node", SCRIPTS / "sights.mjs", path, *map(str, TIMES)], capture_output=True, text=True,
                          check=True, env=os.environ | {"CHRONOFORM_PEERS": str(PEERS)})
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.skipif(not shutil.which("node") or not (PEERS / "node_modules" / "three").is_dir(),
                    reason="three.js is not installed: make peers")
@pytest.mark.parametrize("profile", PROFILES)
def test_three_stands_where_they_were_put(sights, tmp_path, profile):
    cameras, lights = sights
    export_gltf([bar(), bar()], tmp_path / "a.glb", profile=profile, cameras=cameras, lights=lights)
    found = read(tmp_path / "a.glb")
    assert [c["name"] for c in found["cameras"]] == ["Crane", "Still"]
    shone = {light["name"]: light for light in found["lights"]}
    shown = {row["name"]: row for row in (*found["cameras"], *found["lights"])}
    assert set(shown) == {"Crane", "Still", "Spot", "Bulb", "Sun"}
    for sight in (*cameras, *lights):
        for time, seen in zip(TIMES, shown[sight.name]["at"]):
            assert np.abs(np.reshape(seen, (4, 4)).T - matrix(sight, time)).max() < 2e-4      # the tremor is 5e-5
    crane = found["cameras"][0]
    assert (np.radians(crane["fov"]), crane["near"], crane["far"]) == pytest.approx((0.7, 0.05, 1000.0))
    assert {name: light["type"] for name, light in shone.items()} == {
        "Spot": "SpotLight", "Bulb": "PointLight", "Sun": "DirectionalLight"}
    assert shone["Spot"]["angle"] == pytest.approx(np.pi / 6)
    for name, asked in (("Spot", 2.0 * 12.0), ("Bulb", 0.5 * 12.0), ("Sun", 3.0)):      # as photometers see it
        bright = shone[name]["intensity"] * np.array(shone[name]["colour"])
        assert bright @ (0.2126, 0.7152, 0.0722) == pytest.approx(asked, rel=2e-3)
        assert max(shone[name]["colour"]) == pytest.approx(1.0)
    for name in ("Spot", "Sun"):
        assert shone[name]["target"] == [0, 0, -1]
    assert np.argsort(shone["Spot"]["colour"]).tolist() == [2, 1, 0]      # warm


@pytest.mark.skipif(not shutil.which("node") or not (PEERS / "node_modules" / "gltf-validator").is_dir(),
                    reason="the validator is not installed: make peers")
@pytest.mark.parametrize("profile", PROFILES)
def test_the_validator_finds_no_fault_with_moving_ones(sights, tmp_path, profile):
    cameras, lights = sights
    export_gltf([bar()], tmp_path / "a.glb", profile=profile, cameras=cameras, lights=lights)
    done = subprocess.run(["node", SCRIPTS / "validate.mjs", tmp_path / "a.glb"], capture_output=True, text=True,
                          check=True, env=os.environ | {"CHRONOFORM_PEERS": str(PEERS)})
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["errors"], found["warnings"]) == (0, 0), found["messages"]


def test_they_move_in_the_scenes_clip_alone(sights, tmp_path):
    cameras, lights = sights
    export_gltf([bar(), bar()], tmp_path / "a.glb", profile="unity", cameras=cameras, lights=lights)
    document, _ = opened(tmp_path / "a.glb")
    movers = [{document["nodes"][c["target"]["node"]]["name"] for c in row["channels"]} & {"Crane", "Spot", "Still"}
              for row in document["animations"]]
    assert movers[0] == {"Crane", "Spot"}
    assert len(movers) > 1
    assert not any(movers[1:])


def test_the_same_sights_give_the_same_bytes_and_other_names(sights, tmp_path):
    cameras, lights = sights
    for name in "ab":
        export_gltf([bar("Crane")], tmp_path / f"{name}.glb", cameras=cameras, lights=lights)
    assert (tmp_path / "a.glb").read_bytes() == (tmp_path / "b.glb").read_bytes()
    names = [node["name"] for node in opened(tmp_path / "a.glb")[0]["nodes"]]
    assert len(set(names)) == len(names)


def test_godots_scene_loops_only_where_its_camera_does(tmp_path):
    still = bar()
    clip = type(still)(**{**vars(still), "times": still.times[:1], "place_times": still.place_times[:1]} | {
        key: getattr(still, key)[:1] for key in ("target_weights", "joint_translation", "joint_rotation", "joint_scale",
                                                 "place_translation", "place_rotation", "place_scale")})
    there = eye(times=np.array([0.0, 1.0, 2.0]), rotation=np.tile([0.0, 0, 0, 1], (3, 1)), field=np.full(3, 0.7),
                translation=np.array([[0.0, 1, 4], [1, 1, 4], [2, 1, 4]]))
    back = eye(times=there.times, rotation=there.rotation, field=there.field, translation=there.translation[[0, 1, 0]])
    for camera, loops in ((there, False), (back, True)):
        export_gltf([clip], tmp_path / "a.glb", profile="godot", cameras=[camera])
        (row,) = opened(tmp_path / "a.glb")[0]["animations"]
        assert row["name"].endswith("-loop") == loops


@pytest.mark.parametrize("ending", [".usda", ".usdz"])
def test_usd_shows_all_that_is_keyed(sights, tmp_path, ending):
    cameras, lights = sights
    path = tmp_path / f"a{ending}"
    export_usd([bar()], path, fps=24.0, cameras=cameras, lights=lights)
    stage = Usd.Stage.Open(str(path))
    for time in TIMES:
        code = Usd.TimeCode(24.0 * time)
        for sight in (*cameras, *lights):
            prim = UsdGeom.Xformable(stage.GetPrimAtPath(f"/World/{sight.name}"))
            placed = np.array(prim.ComputeLocalToWorldTransform(code)).T
            assert np.abs(placed - matrix(sight, time)).max() < 1e-5
        crane = UsdGeom.Camera(stage.GetPrimAtPath("/World/Crane")).GetCamera(code)
        field = np.interp(time, KEYS, cameras[0].field)
        assert np.radians(crane.GetFieldOfView(crane.FOVVertical)) == pytest.approx(field, abs=1e-3)
        assert crane.clippingRange.min == pytest.approx(0.05)
        spot = UsdLux.SphereLight(stage.GetPrimAtPath("/World/Spot"))
        # of a sphere whose luminance is its intensity over its surface, seen as a disc
        radius = spot.GetRadiusAttr().Get(code)
        luminance = spot.GetIntensityAttr().Get(code) / (4.0 * np.pi * radius**2)
        assert spot.GetNormalizeAttr().Get()
        assert luminance * np.pi * radius**2 == pytest.approx(12.0 * np.interp(time, KEYS, lights[0].power), rel=1e-4)
    assert spot.GetColorTemperatureAttr().Get() == 3000.0
    assert UsdLux.ShapingAPI(spot.GetPrim()).GetShapingConeAngleAttr().Get() == pytest.approx(30.0)
    assert not UsdLux.ShapingAPI(stage.GetPrimAtPath("/World/Bulb")).GetShapingConeAngleAttr().HasAuthoredValue()
    sun = UsdLux.DistantLight(stage.GetPrimAtPath("/World/Sun"))
    assert sun.GetIntensityAttr().Get() == 3.0
    assert sun.GetNormalizeAttr().Get()


@pytest.mark.parametrize("ending", [".glb", ".usda"])
def test_what_comes_along_is_said(sights, tmp_path, ending):
    cameras, lights = sights
    path = tmp_path / f"a{ending}"
    write = export_gltf if ending == ".glb" else export_usd
    write([bar()], path, cameras=cameras, lights=lights)
    said = "2 cameras and 3 lights of the file come along, and its mesh stands among them as there."
    assert said in import_file(path).beside.remarks
    write([bar()], path, lights=lights[:1])
    said = "1 light of the file comes along, and its mesh stands among them as there."
    assert import_file(path).beside.remarks == (said,)
    write([bar()], path)
    assert import_file(path).beside == Beside()


def test_what_a_glb_does_not_keep_is_said_before(sights):
    cameras, lights = sights
    said = [finding.sentence for finding in preflight([bar()], cameras=cameras, lights=lights)]
    assert "Crane zooms: in the file it keeps its first field of view, 40°." in said
    assert "Spot changes its power: in the file it keeps what it has at first." in said
    assert "Spot shines from a point: a GLB does not know the size of lights." in said
    assert not any(sentence.startswith(("Still", "Bulb", "Sun")) for sentence in said)
    apart = [f.sentence for f in preflight([bar(), bar()], per_object=True, cameras=cameras)]
    assert "2 files are written, without the scene's cameras and lights." in apart
    assert "2 files are written." in [f.sentence for f in preflight([bar(), bar()], per_object=True)]


def test_unreal_is_told_where_they_come_along(sights):
    cameras, _ = sights
    for profile in PROFILES:
        found = [f for f in preflight([bar()], profile=profile, cameras=cameras) if "Import Into Level" in f.sentence]
        assert [f.engines for f in found] == {"portable": [("Unreal",)], "unreal": [()]}.get(profile, [])
    assert not any("level (" in f.sentence for f in preflight([bar()], profile="unreal"))


def test_blender_is_told_of_its_lighting_mode(sights):
    cameras, lights = sights
    for profile, row in PROFILES.items():
        found = [f for f in preflight([bar()], profile=profile, lights=lights) if "Unitless" in f.sentence]
        assert [f.engines for f in found] == [("Blender",)] * ("blender" in row.readers)
    assert not any("Unitless" in f.sentence for f in preflight([bar()], cameras=cameras))


def test_a_black_body_is_warm_then_white_then_cold():
    warm, white, cold = (black_body(kelvin) for kelvin in (2000.0, 6500.0, 10_000.0))
    assert warm[0] > warm[1] > warm[2] >= 0.0
    assert np.ptp(white) < 0.1
    assert cold[2] > cold[1] > cold[0]
    for colour in (warm, white, cold):
        assert colour @ (0.2126, 0.7152, 0.0722) == pytest.approx(1.0, abs=2e-3)
