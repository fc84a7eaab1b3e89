"""Files of ours in the studio: their scene is opened, its objects are added, or their mesh is imported."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from engine.document.scene import Node, Scene
from studio import files as files_module
from studio.door import Door
from studio.files import Files
from studio.importing import Imports
from studio.restoring import OriginDialog
from studio.session import Session
from studio.settings import Settings


@pytest.fixture
def studio(qtbot, peer, tmp_path):
    """A session, its imports and its files, tied together as the window ties them."""
    session, door, window = Session(), Door(command=peer), QWidget()
    qtbot.addWidget(window)
    settings = Settings(tmp_path / "s.ini")
    imports = Imports(session, door, settings, window)
    files = Files(session, settings, window, recovery=tmp_path / "recovery")
    imports.opened.connect(files.adopt)
    files.foreign.connect(imports.open)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, imports, files
    door.close()


def asked(imports, qtbot, path="made.glb"):
    """The dialog that a dropped file of ours opens."""
    imports.take(Path(path))
    qtbot.waitUntil(lambda: isinstance(imports.dialog, OriginDialog), timeout=15000)
    return imports.dialog


def test_its_scene_is_opened_whole(studio, qtbot):
    session, imports, _ = studio
    dialog = asked(imports, qtbot)
    assert list(dialog.buttons) == ["mesh", "add", "open"]
    with qtbot.waitSignal(imports.told, timeout=5000) as told:
        dialog.buttons["open"].click()
    assert [node.id for node in session.scene.nodes] == ["shoal", "lamp", "fish"]
    assert session.scene.prompt == "a fish on a lamp"
    assert session.scene.node("fish").generation.tokens in session.blobs
    assert (session.path, session.dirty) == (None, False)
    assert "made.glb" in told.args[0]


def test_its_objects_are_added_in_one_step(studio, qtbot):
    session, imports, _ = studio
    session.open(Scene(nodes=(Node("lamp", category="lamp", name="Lamp"),), duration=2.0, prompt="a lamp"))
    before = session.scene
    dialog = asked(imports, qtbot)
    assert list(dialog.buttons)[-1] == "add"
    dialog.buttons["add"].click()
    after = session.scene
    assert [node.id for node in after.nodes] == ["lamp", "shoal", "lamp-2", "fish"]
    assert after.node("fish").parent == "shoal"
    assert after.node("fish").category == "fish"
    assert after.node("fish").generation.tokens in session.blobs
    assert [(r.source, r.kind, r.target) for r in after.relations] == [("fish", "on", "lamp-2")]
    assert (after.duration, after.prompt) == (6.0, "a lamp")        # as long as what was added
    assert session.history.undo_name == "Import made.glb"
    session.undo()
    assert session.scene == before


def test_its_mesh_is_imported_where_that_is_wanted(studio, qtbot):
    session, imports, _ = studio
    dialog = asked(imports, qtbot)
    with qtbot.waitSignal(imports.told, timeout=15000):
        dialog.buttons["mesh"].click()
    assert [node.imported.name for node in session.scene.nodes] == ["made.glb"]
    with qtbot.waitSignal(imports.told, timeout=15000):
        imports.take(Path("made again.glb"), session.scene.nodes[0].id)
    assert [node.imported.name for node in session.scene.nodes] == ["made again.glb"]


def test_cancelled_it_changes_nothing(studio, qtbot):
    session, imports, _ = studio
    before = session.scene
    asked(imports, qtbot).reject()
    assert session.scene is before


def test_opened_like_a_scene(studio, qtbot):
    session, imports, files = studio
    with qtbot.waitSignal(imports.told, timeout=15000):
        assert files.load(Path("made.usdz"))
    assert session.scene.node("fish").category == "fish"
    with qtbot.waitSignal(imports.told, timeout=15000):
        files.open(Path("my duck.glb"))
    assert [node.imported.name for node in session.scene.nodes] == ["my duck.glb"]
    assert session.scene.duration == 3.0
    with qtbot.waitSignal(imports.said, timeout=15000) as said:
        files.open(Path("refused.glb"))
    assert said.args == ["It is damaged: export it again."]


def test_unsaved_work_is_asked_about_once_and_first(studio, qtbot, monkeypatch):
    session, imports, files = studio
    session.open(Scene(nodes=(Node("mug", category="mug"),)))
    session.change_node("mug", "Rename", name="x")
    before, seen = session.scene, []

    def answers(words):
        monkeypatch.setattr(files_module.QMessageBox, "clickedButton", lambda box: next(
            button for button in box.buttons() if button.text() == words))

    monkeypatch.setattr(files_module.QMessageBox, "exec", lambda box: seen.append(box.text()))
    answers("Cancel")
    monkeypatch.setattr(files_module.QFileDialog, "getOpenFileName", lambda *_: ("made.glb", ""))
    with qtbot.waitSignal(imports.door.ended, timeout=15000):
        files.open()
    assert session.scene is before
    assert len(seen) == 1
    answers("Don’t save")
    with qtbot.waitSignal(imports.told, timeout=15000):
        files.open()
    assert session.scene.node("fish").category == "fish"
    assert len(seen) == 2
