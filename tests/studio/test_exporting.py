"""The export dialog: a profile sets its own way, what is found is listed, and a remedy is one press."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from engine import messages
from engine.document.scene import Node, Scene
from engine.exchange.files import ExportError
from engine.exchange.writing import check_options
from engine.vocabulary.profiles import PROFILES
from studio.door import Door
from studio.exporting import FRAMES, ExportDialog
from studio.session import Session

LAMP = Scene(nodes=(Node("lamp", category="lamp"),))


@pytest.fixture
def opened(qtbot, peer, tmp_path):
    """A dialog over a scene, beside a real child process."""
    door = Door(command=peer)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()

    def made(scene=LAMP, kind="glb"):
        session = Session()
        session.open(scene)
        dialog = ExportDialog(kind, session, door, tmp_path, None)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    yield made
    door.close()


def words(dialog):
    return [label.text() for label in dialog.findings.findChildren(QLabel) if label.isVisible()]


def test_a_profile_sets_its_own_way_of_everything(opened):
    dialog = opened()
    for index, (name, row) in enumerate(PROFILES.items()):
        dialog.profiles.button(index).click()
        chosen = dialog.options()
        assert chosen == {"profile": name, "product": "clip", "path_motion": row.path_motion, "colours": row.colours,
                          "triangles": None, "fps": None, "lods": 0, "per_object": False,
                          "collisions": "none", "source": True, "occlusion": False, "textures": False, "variants": 0,
                          "takes": True}
        assert dialog.note.text() == row.note
        assert dialog.levels.isEnabled() == row.lods
        assert dialog.hulls.isEnabled() == bool(row.hulls)
        assert ("would take hulls for objects" in dialog.hulls.toolTip()) == (not row.hulls)


def test_levels_do_not_survive_a_profile_that_has_none(opened):
    dialog = opened()
    dialog.mend({"profile": "web", "lods": 2})
    assert dialog.options()["lods"] == 2
    dialog.mend({"profile": "godot"})
    assert dialog.options()["lods"] == 0


def test_hulls_do_not_survive_a_profile_that_has_none(opened):
    dialog = opened()
    dialog.mend({"profile": "unreal", "collisions": "parts"})
    assert dialog.options()["collisions"] == "parts"
    dialog.mend({"profile": "godot"})
    assert dialog.options()["collisions"] == "parts"
    dialog.mend({"profile": "web"})
    assert dialog.options()["collisions"] == "none"


def test_what_is_found_is_listed_and_a_press_mends_it(opened, qtbot):
    dialog = opened()
    dialog.mend({"colours": "targets"})
    qtbot.waitUntil(lambda: "It keeps its first colours." in words(dialog), timeout=15000)
    assert {"One thing to know before it is written", "Unity", "Godot",
            "1,200 triangles · 1 morph target"} <= set(words(dialog))
    (button,) = [b for b in dialog.findings.findChildren(QPushButton) if b.isVisible()]
    button.click()
    assert dialog.options() | {"profile": "unity", "colours": "switch"} == dialog.options()
    qtbot.waitUntil(lambda: "Every engine of this profile shows what the studio shows" in words(dialog), timeout=15000)
    assert not [b for b in dialog.findings.findChildren(QPushButton) if b.isVisible()]


def test_every_remedy_can_be_pressed(opened):
    dialog = opened()
    for options in ({"profile": "rich"}, {"path_motion": "root"}, {"colours": "switch"}, {"triangles": 40_000},
                    {"profile": "web", "lods": 2}, {"fps": 30.0}, {"per_object": True},
                    {"profile": "unity", "collisions": "one"}, {"collisions": "none"}, {"occlusion": True},
                    {"occlusion": False}, {"variants": 3}, {"variants": 0}, {"textures": True},
                    {"textures": False}, {"takes": False}, {"takes": True}):
        dialog.mend(options)
        assert dialog.options() | options == dialog.options()


def test_a_scene_that_cannot_be_looked_at_says_why(opened, qtbot):
    dialog = opened(Scene())
    qtbot.waitUntil(lambda: "The scene has no object: add one first." in words(dialog), timeout=15000)


def test_the_request_is_what_is_chosen(opened, tmp_path):
    dialog = opened()
    dialog.mend({"profile": "unreal", "triangles": 5000})
    dialog.path.setText(str(tmp_path / "it"))
    request = dialog.request()
    assert isinstance(request, messages.Export)
    assert request.path == str(tmp_path / "it.glb")
    assert request.options == dialog.options() == dialog.preflight().options
    assert request.scene == dialog.preflight().scene
    usd = opened(kind="usd")
    usd.colours.setCurrentText("Switch at half of the morph")
    request = usd.request()
    assert isinstance(request, messages.Export)
    assert request.path == str(tmp_path / "untitled.usdz")
    assert request.options == {"product": "clip", "colours": "switch", "triangles": None, "fps": None, "source": True,
                               "quads": False, "occlusion": False, "textures": False}
    usd.source.click()
    usd.occlusion.click()
    assert usd.options() | {"source": False, "occlusion": True} == usd.options()
    usd.path.setText(str(tmp_path / "it.usda"))
    assert usd.request().path == str(tmp_path / "it.usda")
    fbx = opened(kind="fbx")
    assert "Your own Blender writes it" in fbx.note.text()
    assert fbx.request().path == str(tmp_path / "untitled.fbx")
    assert fbx.request().options == {"product": "clip", "colours": "switch", "triangles": None, "fps": None,
                                     "quads": False, "blender": None}
    fbx.blender = "/my/blender"
    assert fbx.request().options["blender"] == "/my/blender"


def test_nothing_is_heard_after_the_dialog_closed(opened, qtbot):
    dialog = opened()
    with qtbot.waitSignal(dialog.door.found, timeout=15000):
        pass
    dialog.reject()
    shown = words(dialog)
    job = dialog.door.ask(messages.Preflight(scene={"nodes": [{"id": "a"}]}, options={"colours": "switch"}))
    with qtbot.waitSignal(dialog.door.ended, check_params_cb=lambda ended: ended.id == job, timeout=15000):
        pass
    assert words(dialog) == shown


def test_frames_are_named_as_their_format_is(opened, tmp_path):
    dialog = opened(kind="frames")
    assert dialog.request().path == str(tmp_path / "untitled_####.obj")
    for title, (suffix, note) in FRAMES.items():
        dialog.format.setCurrentText(title)
        request = dialog.request()
        assert isinstance(request, messages.Export)
        assert request.path == str(tmp_path / f"untitled{'_####' if suffix in ('.obj', '.ply') else ''}{suffix}")
        assert request.options == {"triangles": None, "fps": None, "quads": False}
        assert dialog.note.text() == note
    dialog.path.setText(str(tmp_path / "walk.ply"))
    dialog._follow(".ply")
    assert (dialog.format.currentText(), dialog.file()) == ("Numbered PLY", tmp_path / "walk_####.ply")
    dialog.path.setText(str(tmp_path / "swim"))
    assert dialog.file() == tmp_path / "swim.ply"
    dialog.rate.setValue(12)
    dialog.triangles.setValue(5000)
    dialog.quads.click()
    assert dialog.request().options == {"triangles": 5000, "fps": 12, "quads": True}


def test_a_vertex_animation_is_asked_for(opened, tmp_path):
    dialog = opened(kind="textures")
    request = dialog.request()
    assert isinstance(request, messages.Export)
    assert request.path == str(tmp_path / "untitled.json")
    assert request.options == {"triangles": None, "fps": None, "texels": "float", "path_motion": "place"}
    dialog.texels.setCurrentIndex(2)
    dialog.motion.setCurrentIndex(1)
    assert dialog.request().options | {"texels": "packed", "path_motion": "none"} == dialog.request().options


def test_what_a_dialog_asks_for_is_what_a_writer_takes(opened):
    for kind in ("usd", "fbx", "frames", "textures"):
        dialog = opened(kind=kind)
        dialog.blender = sys.executable
        titles = FRAMES if kind == "frames" else [None]
        for title in titles:
            if title:
                dialog.format.setCurrentText(title)
            request = dialog.request()
            check_options(Path(request.path), request.options)          # raises where it is not
            with pytest.raises(ExportError, match="end it in"):
                check_options(Path(request.path).with_suffix(".dae"), request.options)
