"""The cameras and lights of a scene, from the artist's settings and keys to files and pictures."""

import json
import struct
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.bake.evaluate import compose, evaluate
from engine.document.blobs import Blobs
from engine.document.imports import scene_of
from engine.document.plain import scene_to_json
from engine.document.scene import Generation, Key, Node, Placement, Scene, Track
from engine.exchange.importing import import_file
from engine.jobs import Engine
from engine.messages import Export, Preflight, Render, Wrote
from engine.picture.camera import Camera as View
from engine.seeing import Seeing, camera_of
from engine.stages import StageError

SIZE = (160, 90)


class Heard(list):
    """The job of one request, as far as a stage sees it."""

    emit = list.append

    def check(self) -> None:
        """Nobody cancels."""

    def note(self, words: str) -> None:
        """Nobody reads."""

    def progress(self, done: float, note: str) -> None:
        """Nobody waits."""


def slid(path, first, last, end=1.0):
    return Track(path, (Key(0.0, first, "linear"), Key(end, last, "linear")))


CRANE = Node("crane", kind="camera", name="Crane", settings={"field of view": 50.0},
             placement=Placement(rotation=(0.0, 0.0, 0.0)), tracks=(
                 slid("position.x", -0.5, 0.5), slid("position.y", 0.3, 0.9), slid("position.z", 2.0, 1.5),
                 slid("rotation.x", -0.1, -0.4), slid("rotation.y", -0.2, 0.3), slid("rotation.z", 0.0, 0.5)))
FRONT = Node("front", kind="camera", name="Front")


@pytest.fixture(scope="module")
def engine():
    return Engine(device="cpu")


@pytest.fixture(scope="module")
def mug(engine):
    """(scene of one mug, its blobs)"""
    blobs = Blobs()
    node = Node("mug", name="My mug", category="mug", generation=Generation(seed=3))
    name = blobs.put(engine.stages.sampled(node))
    scene = Scene(nodes=(node.changed(generation=replace(node.generation, tokens=name)),), duration=1.0, rate=20.0)
    return scene, {name: blobs.get(name)}


@pytest.fixture
def ask(engine, mug):
    def asked(kind: type, *nodes: Node, **more) -> list:
        heard: Any = Heard()
        scene = mug[0].changed(nodes=(*mug[0].nodes, *nodes))
        engine.answer(kind(scene=scene_to_json(scene), arrays=mug[1], **more), heard)
        return heard

    return asked


@pytest.fixture(scope="module")
def clip(engine, mug):
    scene, arrays = mug
    staged = engine.stages.staged(scene, engine.stages.boxes(scene, arrays))
    return engine.stages.clip(scene, scene.node("mug"), arrays, staged, exact=True)


def report(heard) -> Wrote:
    return next(event for event in heard if isinstance(event, Wrote))


def middle_of(path) -> np.ndarray:
    """Of what a mask shows [px], from the top left."""
    rows, columns = np.nonzero(np.asarray(Image.open(path).convert("L")) > 127)
    return np.array([columns.mean() + 0.5, rows.mean() + 0.5])


def test_the_picture_is_what_the_glbs_own_camera_sees(ask, clip, tmp_path):
    """The silhouette drawn lies where the camera that is read from the GLB projects the surface."""
    ask(Export, CRANE, path=str(tmp_path / "a.glb"))
    data = (tmp_path / "a.glb").read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    document, body = json.loads(data[20:20 + length]), data[28 + length:]
    (index,) = [k for k, node in enumerate(document["nodes"]) if "camera" in node]
    lens = document["cameras"][0]["perspective"]

    def numbers(accessor, wide):
        entry = document["accessors"][accessor]
        start = document["bufferViews"][entry["bufferView"]]["byteOffset"]
        return np.frombuffer(body, np.float32, entry["count"] * wide, start).reshape(-1, wide).astype(float)

    def curve(path, time):
        (animation,) = document["animations"]
        (channel,) = [c for c in animation["channels"] if c["target"] == {"node": index, "path": path}]
        sampler = animation["samplers"][channel["sampler"]]
        near = np.argmin(np.abs(numbers(sampler["input"], 1)[:, 0] - time))
        return numbers(sampler["output"], 4 if path == "rotation" else 3)[near]

    for time in (0.0, 0.5, 0.9):
        done = report(ask(Render, CRANE, path=str(tmp_path / "a.png"), options={
            "time": time, "width": SIZE[0], "height": SIZE[1], "passes": ["mask"], "camera": "crane"}))
        assert done.report["camera"] == "crane"
        view = np.linalg.inv(compose(curve("translation", time), curve("rotation", time), np.ones(3)))
        points = evaluate(clip, time)[0] @ view[:3, :3].T + view[:3, 3]
        assert points[:, 2].max() < 0.0
        scale = SIZE[1] / 2 / np.tan(lens["yfov"] / 2)
        x = SIZE[0] / 2 + points[:, 0] / -points[:, 2] * scale
        y = SIZE[1] / 2 - points[:, 1] / -points[:, 2] * scale
        rows, columns = np.nonzero(np.asarray(Image.open(tmp_path / "a.png").convert("L")) > 127)
        seen = (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1)
        asked = (max(x.min(), 0), min(x.max(), SIZE[0]), max(y.min(), 0), min(y.max(), SIZE[1]))
        assert np.abs(np.subtract(seen, asked)).max() < 1.5


def test_the_only_camera_takes_the_pictures_unless_told_otherwise(ask, tmp_path):
    def drawn(*nodes, **options):
        path = tmp_path / "a.png"
        done = report(ask(Render, *nodes, path=str(path), options={
            "time": 0.0, "width": SIZE[0], "height": SIZE[1], "passes": ["mask"]} | options))
        return middle_of(path), done

    whole, plain = drawn()
    own, done = drawn(CRANE)
    assert np.abs(own - whole).max() > 5.0
    assert "Seen by Crane." in done.remarks
    assert "camera" not in plain.report
    for nodes, options in (((CRANE,), {"camera": ""}), ((CRANE, FRONT), {}), ((CRANE.changed(hidden=True),), {})):
        assert np.array_equal(drawn(*nodes, **options)[0], whole)
    assert "The scene has 2 cameras and none was chosen: all of it is in the picture." in drawn(CRANE, FRONT)[1].remarks
    for name in ("crane", "CRANE"):
        assert np.array_equal(drawn(CRANE, FRONT, camera=name)[0], own)
    with pytest.raises(StageError, match="choose among Crane, Front"):
        drawn(CRANE, FRONT, camera="Back")
    with pytest.raises(StageError, match="add one in the studio"):
        drawn(camera="Back")


def test_a_keyed_camera_moves_in_a_film(ask, tmp_path):
    ask(Render, CRANE, path=str(tmp_path / "a_##.png"),
        options={"width": SIZE[0], "height": SIZE[1], "passes": ["mask"]})
    places = np.array([middle_of(tmp_path / f"a_{k:02}.png") for k in (1, 10, 20)])
    assert np.linalg.norm(np.diff(places, axis=0), axis=1).min() > 2.0
    with pytest.raises(StageError, match="turntable"):
        ask(Render, CRANE, path=str(tmp_path / "b.gif"), options={"turntable": True, "camera": "crane"})


def test_what_is_not_placed_sees_everything(mug, clip):
    scene = mug[0]
    corners = evaluate(clip, 0.0)[0]
    for node in (FRONT, FRONT.changed(placement=Placement(rotation=(-0.6, 2.0, 0.7))),
                 FRONT.changed(settings={"field of view": 90.0})):
        seeing = Seeing(scene.changed(nodes=(*scene.nodes, node)), [clip], aspect=16 / 9)
        view = seeing.through(node)(0.3)
        x, y, _ = view.project(corners, (160, 90)).T
        assert 0 <= x.min() < x.max() <= 160
        assert 0 <= y.min() < y.max() <= 90
        assert max(np.ptp(x) / 160, np.ptp(y) / 90) > 0.5
        (camera,) = seeing.cameras()
        assert camera.field[0] == pytest.approx(np.radians(node.settings.get("field of view", 40.0)))


def test_what_is_not_turned_is_directed_at_the_middle(mug, clip):
    scene, middle = mug[0], (clip.positions.min(0) + clip.positions.max(0)) / 2
    going = Node("c", kind="camera", tracks=(slid("position.x", -3.0, 3.0), slid("position.z", 1.0, -2.0)))
    bulb = Node("l", kind="light", placement=Placement(position=(1.0, 2.0, 0.5)))
    seeing = Seeing(scene.changed(nodes=(*scene.nodes, going, bulb, Node("m", kind="light"))), [clip])
    (camera,), lights = seeing.cameras(), seeing.lights()
    assert len(camera.times) == 21
    for sight in (camera, *lights):
        for place, (x, y, z, w) in zip(sight.translation, sight.rotation):
            forward = -np.array([2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)])
            towards = (middle - place) / np.linalg.norm(middle - place)
            assert forward @ towards > 0.9999
    assert np.abs(np.diff(camera.rotation, axis=0)).max() < 0.5      # no sign changes on the way
    assert np.linalg.norm(lights[1].translation[0] - middle) > np.ptp(clip.positions, axis=0).max() / 2


def test_a_lights_settings_are_keyed_and_say_its_kind(mug, clip):
    scene = mug[0]
    nodes = [Node(f"l{k}", kind="light", settings={"spread": angle}, tracks=(slid("settings.power", 2.0, 0.0),))
             for k, angle in enumerate((0.0, 60.0, 200.0))]
    lights = Seeing(scene.changed(nodes=(*scene.nodes, *nodes, nodes[0].changed(id="dark", hidden=True))),
                    [clip]).lights()
    assert [light.kind for light in lights] == ["directional", "spot", "point"]
    for light, each in zip(lights, (3.0, 12.0, 12.0)):
        assert np.allclose(light.intensity, each * np.linspace(2.0, 0.0, 21))


def test_a_picture_is_lit_by_what_is_asked(ask, tmp_path):
    warm = Node("warm", kind="light", settings={"temperature": 2000.0, "spread": 0.0, "power": 2.0},
                placement=Placement(position=(0.0, 3.0, 3.0)))

    def drawn(*nodes, **options):
        path = tmp_path / "a.png"
        done = report(ask(Render, *nodes, path=str(path), options={
            "time": 0.0, "width": SIZE[0], "height": SIZE[1]} | options))
        return np.asarray(Image.open(path).convert("RGB")).astype(int), done.remarks

    own, said = drawn(warm)
    assert "The picture has the studio's own light: ask for the scene's, and its lights shine." in said
    lit, said = drawn(warm, lights="scene")
    assert not any("light" in remark for remark in said)
    floor = lit[-8:].reshape(-1, 3).mean(0)
    assert floor[0] > floor[1] > floor[2] + 20
    assert np.array_equal(drawn(warm)[0], own)                       # nothing of it stays
    none, said = drawn(lights="scene")
    assert "The scene has no light that is shown: the picture has the studio's." in said
    assert np.array_equal(none, own)
    many = [warm.changed(id=f"l{k}", settings={"power": 0.1}) for k in range(9)]
    assert "The scene has 9 lights: the first 8 shine in pictures." in drawn(*many, lights="scene")[1]
    with pytest.raises(StageError, match="studio or by the scene"):
        drawn(lights="moon")


def test_lamps_are_the_lights_of_files_at_any_time(mug, clip):
    node = Node("l", kind="light", settings={"spread": 90.0, "temperature": 2500.0, "size": 0.4},
                tracks=(slid("settings.power", 2.0, 0.0), slid("position.y", 1.0, 3.0)))
    seeing = Seeing(mug[0].changed(nodes=(*mug[0].nodes, node)), [clip])
    (light,) = seeing.lights()
    shining = seeing.lamps()
    for index in (0, 5, 20):
        (lamp,) = shining(float(light.times[index]))
        assert lamp.place == pytest.approx(light.translation[index])
        assert lamp.light @ (0.2126, 0.7152, 0.0722) == pytest.approx(light.intensity[index], rel=3e-3, abs=1e-6)
        assert (lamp.cone, lamp.parallel, lamp.radius) == (pytest.approx(np.pi / 4), False, pytest.approx(0.2))
    assert Seeing(mug[0], [clip]).lamps() is None


@pytest.mark.parametrize("ending", [".glb", ".usda"])
def test_an_imported_scene_is_the_same_picture(ask, engine, tmp_path, ending):
    """What the camera sees of the mug is what it sees of the mug's mesh after export and import, while both move."""
    away = Node("away", kind="light", settings={"spread": 0.0})
    path = tmp_path / f"a{ending}"
    ask(Export, CRANE, away, path=str(path), options={"source": False})
    read, blobs = import_file(path), Blobs()
    name = blobs.put(read.data)
    brought = scene_of(read.imported(name), read.beside).changed(rate=20.0)
    assert [node.id for node in brought.nodes] == ["a", "crane", "away"]
    shown = {}
    for time in (0.0, 0.5, 0.9):
        for key in ("own", "brought"):
            picture = tmp_path / f"{key}.png"
            options = {"time": time, "width": 1280, "height": 720, "passes": ["mask"], "camera": "crane"}
            if key == "own":
                ask(Render, CRANE, away, path=str(picture), options=options)
            else:
                heard: Any = Heard()
                engine.answer(Render(scene=scene_to_json(brought), arrays={name: blobs.get(name)}, path=str(picture),
                                     options=options), heard)
            shown[key] = np.asarray(Image.open(picture).convert("L")) > 127
        assert shown["own"].sum() > 300
        assert (shown["own"] & shown["brought"]).sum() / (shown["own"] | shown["brought"]).sum() > 0.98


def test_roll_turns_the_picture_about_its_middle():
    straight = View(yaw=0.4, pitch=0.2)
    rolled = replace(straight, roll=np.pi / 2)
    right, up, back = rolled.axes()
    assert np.allclose(right, straight.axes()[1])
    assert np.allclose(up, -straight.axes()[0])
    assert np.allclose(np.cross(right, up), back)


def test_formats_without_them_say_so(ask, tmp_path):
    bulb = Node("bulb", kind="light", name="Bulb")
    said = report(ask(Export, CRANE, bulb, path=str(tmp_path / "a_##.obj"), options={"fps": 2.0})).remarks
    assert "Crane: cameras are in .glb, USD and .fbx files, not in .obj." in said
    assert "Bulb: lights are in .glb and USD files, not in .obj." in said
    for name in ("a.glb", "a.usda"):
        assert not any("not in" in s for s in report(ask(Export, CRANE, bulb, path=str(tmp_path / name))).remarks)


def test_the_preflight_hears_of_them(ask):
    zoom = CRANE.changed(tracks=(slid("settings.field of view", 60.0, 20.0),))
    (found,) = ask(Preflight, zoom, options={"profile": "web"})
    said = [row["sentence"] for row in found.findings]
    assert "Crane zooms: in the file it keeps its first field of view, 60°." in said


def test_a_camera_is_found_by_its_id_before_its_name():
    scene = Scene(nodes=(Node("a", kind="camera", name="b"), Node("b", kind="camera", name="a")))
    assert camera_of(scene, "a").id == "a"
    assert camera_of(scene, "B").id == "a"
    assert camera_of(scene, None) is None
