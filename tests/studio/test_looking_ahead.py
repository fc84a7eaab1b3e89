"""Before a file is written, in every format, with a real engine: what it will not show, and a press that mends it."""

import numpy as np
import pytest
import trimesh
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton

from engine.document.scene import Key, Node, Scene, Track
from engine.exchange.importing import import_file
from studio.door import Door
from studio.exporting import ExportDialog
from studio.session import Session


@pytest.fixture(scope="module")
def door(qapp):
    made = Door("cpu")
    made.open()
    yield made
    made.close()


@pytest.fixture
def opened(qtbot, door, tmp_path):
    """A dialog over a spinning box with a picture, once it has its answer."""
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (8, 8, 3), np.uint8))
    box = trimesh.creation.box((1.0, 1.0, 1.0))
    uvs = np.asarray(box.vertices)[:, :2] + 0.5
    box.visual = trimesh.visual.TextureVisuals(uvs, trimesh.visual.material.PBRMaterial(baseColorTexture=picture))
    box.export(tmp_path / "box.glb")
    read = import_file(tmp_path / "box.glb")
    spins = (Track("rotation.y", (Key(0.0, 0.0, "linear"), Key(1.0, 6.0))),
             Track("position.x", (Key(0.0, 0.0, "linear"), Key(1.0, 3.0))))

    def made(kind, *more, duration=1.0):
        session = Session()
        node = Node("box", name="Box", imported=read.imported(session.keep(read.data)), tracks=spins)
        session.open(Scene(nodes=(node, *more), duration=duration, rate=4), session.blobs)
        dialog = ExportDialog(kind, session, door, tmp_path, None)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return made


def said(dialog):
    return [label.text() for label in dialog.findings.findChildren(QLabel) if label.isVisible()]


def press(dialog, words):
    (button,) = [b for b in dialog.findings.findChildren(QPushButton) if b.isVisible() and b.text() == words]
    button.click()


def until(qtbot, dialog, words):
    qtbot.waitUntil(lambda: any(words in each for each in said(dialog)), timeout=60000)


def until_not(qtbot, dialog, words):
    qtbot.waitUntil(lambda: dialog.findings._rows.isEnabled() and not any(words in each for each in said(dialog)),
                    timeout=60000)


def test_a_usd_says_what_it_shows_and_quads_that_cannot_be(opened, qtbot):
    dialog = opened("usd")
    until(qtbot, dialog, "The file shows what the studio shows")
    assert "12 triangles · 0 morph targets" in said(dialog)
    dialog.quads.click()
    until(qtbot, dialog, "Box stays triangles: its file holds triangles.")
    press(dialog, "Triangles")
    assert not dialog.quads.isChecked()
    until(qtbot, dialog, "The file shows what the studio shows")
    assert not list(dialog.file().parent.glob("untitled*")), "nothing is written"


def test_numbered_files_change_their_format(opened, qtbot):
    dialog = opened("frames", Node("eye", kind="camera", name="Eye"))
    until(qtbot, dialog, "Eye: cameras are in .glb, USD and .fbx files, not in .obj.")
    assert "12 triangles" in said(dialog)
    dialog.format.setCurrentText("Numbered PLY")
    until(qtbot, dialog, "Box has a picture")
    press(dialog, "Numbered OBJ")
    assert dialog.file().name == "untitled_####.obj"
    until_not(qtbot, dialog, "has a picture")
    dialog.path.setText("one.obj")
    until(qtbot, dialog, "an .obj holds one frame: number them as one_####.obj")


def test_frames_come_closer_where_readers_go_straight(opened, qtbot):
    dialog = opened("frames")
    dialog.format.setCurrentText("MDD point cache")
    until(qtbot, dialog, "halfway between two frames")
    (button,) = [b for b in dialog.findings.findChildren(QPushButton) if b.isVisible()]
    assert button.text().endswith("a second")
    button.click()
    assert dialog.options()["fps"] > 4
    until_not(qtbot, dialog, "halfway between two frames")


def test_a_vertex_animation_takes_its_way_along(opened, qtbot):
    dialog = opened("textures")
    dialog.motion.setCurrentIndex(1)
    until(qtbot, dialog, "The objects stay in place")
    press(dialog, "Write the ways")
    assert dialog.options()["path_motion"] == "place"
    dialog.rate.setValue(48)
    dialog.texels.setCurrentIndex(2)
    until_not(qtbot, dialog, "stay in place")


def test_an_fbx_says_at_once_that_blender_is_not_there(opened, qtbot):
    dialog = opened("fbx")
    dialog.blender = "/no/blender"
    until(qtbot, dialog, "Blender is not at /no/blender, as the preferences say: name the program itself")


def test_every_remedy_of_every_dialog_can_be_pressed(opened):
    for kind, remedies in {
            "usd": ({"product": "rig"}, {"colours": "switch"}, {"occlusion": True}, {"quads": True}, {"fps": 24.0}),
            "fbx": ({"product": "rig"}, {"colours": "targets"}, {"triangles": 5000}, {"quads": True}),
            "frames": ({"fps": 48.0}, {"quads": True}),
            "textures": ({"texels": "packed"}, {"path_motion": "none"}, {"path_motion": "place"})}.items():
        dialog = opened(kind)
        for options in remedies:
            dialog.mend(options)
            assert dialog.options() | options == dialog.options()
