"""The one dialog of pictures: whatever can be chosen in it can be written, and all that the command line writes can be
chosen."""

import sys
from itertools import product
from pathlib import Path

import imageio.v3 as imageio
import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel

sys.path.insert(0, str(Path(__file__).parents[1] / "engine" / "picture"))
from moving_clips import ball

from engine.document.plain import scene_from_json
from engine.document.scene import Node, Scene
from engine.exchange.files import ExportError
from engine.exchange.render import ENDINGS, SHEET_LIMIT, SIZES, checked, render, shot_of
from engine.picture.layers import LAYERS
from studio import shooting
from studio.session import Session
from studio.settings import PICTURE, Settings
from studio.shooting import FORMATS, LAYOUTS, PASSES, PictureDialog

LAMP = Scene(nodes=(Node("lamp", category="lamp"),), duration=2.0, rate=12.0)


@pytest.fixture
def opened(qtbot, tmp_path):
    def made(scene=LAMP, layout="still", **more):
        session = Session()
        session.open(scene)
        dialog = PictureDialog(layout, session, tmp_path, None, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def shot(request):
    scene = scene_from_json(request.scene)
    return shot_of(request.options, duration=scene.duration, rate=scene.rate)


def test_it_offers_what_the_engine_writes():
    assert set(FORMATS) == set(ENDINGS)
    assert set(PASSES) == set(LAYERS)
    assert shooting.LONGEST == SHEET_LIMIT
    for name in ("sprites", "contact"):
        assert LAYOUTS[name].size == SIZES[name]


def test_whatever_can_be_chosen_can_be_written(opened, tmp_path):
    """Every layout, format, pass and switch, as the visible controls let one set them."""
    seen = set()
    for layout in LAYOUTS:
        dialog = opened(layout=layout)
        for index, passes, alone, turned in product(
                range(dialog.format.count()), ((), ("depth",), ("id", "normal"), tuple(PASSES)), (False, True),
                (False, True)):
            dialog.format.setCurrentIndex(index)
            for key, box in dialog.passes.items():
                if box.isVisible() and box.isChecked() != (key in passes):
                    box.click()
            for box, on in ((dialog.alone, alone), (dialog.turntable, turned)):
                if box.isVisible() and box.isChecked() != on:
                    box.click()
            if dialog.problem():
                assert not dialog.go.isEnabled()
                assert dialog.note.text() == dialog.problem()
                continue
            assert dialog.go.isEnabled()
            request = dialog.request()
            checked(Path(request.path), shot(request))
            options = request.options
            seen.add((layout, Path(request.path).suffix, len(options["passes"]), options["alpha"],
                      options["turntable"]))
    assert {("still", ".exr", 5, False, False), ("still", ".png", 1, False, False), ("still", ".png", 0, True, False),
            ("numbered", ".exr", 2, False, True), ("numbered", ".png", 0, True, True),
            ("film", ".webm", 0, True, False),
            ("film", ".gif", 0, False, True), ("film", ".mp4", 0, False, False), ("sprites", ".png", 1, False, True),
            ("contact", ".png", 0, False, False)} <= seen


def test_what_cannot_be_written_is_told_where_the_engine_refuses_it(opened):
    dialog = opened(layout="film")
    dialog.wide.setValue(641)
    assert dialog.problem() == "An MP4 has even sides: add a pixel."
    with pytest.raises(ExportError, match="even sides"):
        checked(dialog.file(), shot(dialog.request()))
    dialog = opened(layout="sprites")
    dialog.columns.setValue(64)
    dialog.wide.setValue(512)
    assert "16,384 pixels a side" in dialog.problem()
    with pytest.raises(ExportError, match="pixels"):
        checked(dialog.file(), shot(dialog.request()))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_files_are_what_was_asked(opened, tmp_path, layout):
    """The engine writes what the dialog asks for, and another program opens it."""
    dialog = opened(layout=layout)
    dialog.resize_to((64, 48))
    dialog.rate.setValue(6)
    dialog.columns.setValue(3)
    dialog.rows.setValue(2)
    dialog.moments.setValue(4)
    request = dialog.request()
    clips = {"lamp": ball(path=lambda t: (t - 1.0, 0.0, 0.0), turns=8)}
    done = render(clips, request.path, shot(request))
    if layout == "numbered":
        files = sorted(tmp_path.glob("untitled_*.png"))
        assert [len(files), done.report["rate"]] == [12, 6.0]
        assert not np.array_equal(Image.open(files[0]), Image.open(files[6]))
    elif layout == "film":
        frames = imageio.imread(request.path, plugin="pyav")
        assert frames.shape[1:3] == (48, 64)
        assert len(frames) == 12
    else:
        size = Image.open(request.path).size
        assert size == {"still": (64, 48), "sprites": (192, 96)}.get(layout, size)
        if layout == "contact":
            assert size[0] > 128


def test_a_png_holds_one_pass_and_an_exr_all(opened, tmp_path):
    dialog = opened()
    dialog.passes["depth"].click()
    dialog.passes["mask"].click()
    assert dialog.chosen() == ["mask"]
    assert not dialog.alone.isVisible()
    dialog.format.setCurrentIndex(1)
    dialog.passes["depth"].click()
    assert dialog.request().options["passes"] == ["depth", "mask"]
    assert dialog.request().path == str(tmp_path / "untitled.exr")
    dialog.format.setCurrentIndex(0)
    assert dialog.chosen() == ["depth"]
    dialog.passes["depth"].click()
    assert dialog.request().options["passes"] == []
    dialog.format.setCurrentIndex(1)
    assert dialog.chosen() == list(PASSES)              # an EXR without any would be nothing


def test_alpha_makes_a_film_a_webm(opened):
    dialog = opened(layout="film")
    film = dialog.request()
    assert (film.options["turntable"], film.options["alpha"], film.path[-4:]) == (False, False, ".mp4")
    dialog.alone.click()
    assert (dialog.request().options["alpha"], dialog.request().path[-5:]) == (True, ".webm")
    dialog.format.setCurrentIndex(0)
    assert (dialog.request().options["alpha"], dialog.request().path[-4:]) == (False, ".mp4")


def test_a_picture_is_taken_by_the_only_camera_or_the_chosen_one(opened):
    def cameras(*names):
        return Scene(nodes=(*LAMP.nodes, *(Node(f"c{k}", kind="camera", name=name) for k, name in enumerate(names)),
                            Node("off", kind="camera", hidden=True)))

    for layout in ("still", "film"):
        assert opened(layout=layout).request().options["camera"] == ""
        assert opened(cameras("Close"), layout).request().options["camera"] == "c0"
        dialog = opened(cameras("Close", "Close"), layout)
        assert dialog.request().options["camera"] == ""
        dialog.camera.setCurrentIndex(2)
        assert dialog.request().options["camera"] == "c1"
        assert dialog.camera.count() == 3
        assert dialog.camera.isVisible()
    dialog.turntable.click()
    assert dialog.request().options | {"camera": "", "turntable": True} == dialog.request().options
    dialog.turntable.click()
    assert dialog.request().options["camera"] == "c1"
    dialog = opened(cameras("Close"))
    dialog.choose("sprites")
    assert dialog.request().options["camera"] == ""          # as the command line has it
    dialog.choose("film")
    assert dialog.request().options["camera"] == "c0"
    dialog.camera.activated.emit(0)
    dialog.camera.setCurrentIndex(0)
    dialog.choose("still")
    assert dialog.request().options["camera"] == ""


def test_the_light_is_the_studios_or_what_lights_the_viewport(opened):
    bulb = Scene(nodes=(*LAMP.nodes, Node("bulb", kind="light")))
    assert not opened(lights="scene").lights.isVisible()
    assert opened(lights="scene").request().options["lights"] == "studio"
    dialog = opened(bulb, lights="scene")
    assert dialog.lights.isVisible()
    assert dialog.request().options["lights"] == "scene"
    dialog.passes["depth"].click()
    assert not dialog.lights.isVisible()
    assert opened(bulb).request().options["lights"] == "studio"


def test_the_moment_the_rate_and_the_numbers_are_asked_for(opened, tmp_path):
    dialog = opened()
    dialog.time.setValue(1.25)
    assert dialog.request().options["time"] == 1.25
    dialog.choose("numbered")
    assert dialog.request().path == str(tmp_path / "untitled_####.png")
    dialog.rate.setValue(24)
    assert scene_from_json(dialog.request().scene).rate == 24.0
    dialog.path.setText(str(tmp_path / "walk_##"))
    assert dialog.request().path == str(tmp_path / "walk_##.png")
    dialog.choose("still")
    assert dialog.request().path == str(tmp_path / "walk.png")
    assert scene_from_json(dialog.request().scene).rate == 12.0
    dialog.choose("contact")
    dialog.moments.setValue(6)
    assert dialog.request().options["contact"] == 6
    dialog.choose("sprites")
    assert dialog.request().options["sprites"] == [4, 2]
    assert "contact" not in dialog.request().options


def test_each_layout_keeps_its_own_size(opened, tmp_path):
    dialog = opened(size=(1280, 720))
    assert dialog.extent.currentText() == "1280 × 720"
    dialog.wide.setValue(1000)
    assert dialog.extent.currentText() == shooting.OWN
    dialog.choose("sprites")
    assert dialog.size() == (256, 256)
    dialog.choose("still")
    assert dialog.size() == (1000, 720)
    settings = Settings(tmp_path / "s.ini")
    assert settings.picture == PICTURE
    settings.picture = (1000, 720)
    assert settings.picture == (1000, 720)
    settings._store.setValue("picture", "1x9")
    assert settings.picture == PICTURE
    assert all(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
