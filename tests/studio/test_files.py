"""Files: what is saved comes back, what cannot be written is told, what was left behind is offered."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from engine.document.scene import Node, Scene
from engine.document.storage import save
from studio.files import Files
from studio.session import Session
from studio.settings import Settings


@pytest.fixture
def files(qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    session = Session(Scene(nodes=(Node("lamp", category="lamp"),)))
    return Files(session, Settings(tmp_path / "s.ini"), window, recovery=tmp_path / "recovery")


def test_saved_and_loaded_is_the_same(files, tmp_path):
    path = tmp_path / "a.chrono"
    scene = files.session.scene
    assert files._write(path)
    assert not files.session.dirty
    files.session.change_node("lamp", "Rename", name="x")
    assert files.load(path)
    assert files.session.scene == scene
    assert files.session.path == path
    assert files.settings.recent == (path,)


def test_a_path_that_cannot_be_written_is_told_and_nothing_is_lost(files, tmp_path, qtbot):
    files.session.change_node("lamp", "Rename", name="x")
    with qtbot.waitSignal(files.told, timeout=2000) as told:
        assert not files._write(tmp_path / "nowhere" / "a.chrono")
    assert "a.chrono" in told.args[0]
    assert files.session.dirty
    assert files.session.path is None


def test_a_damaged_file_is_told_and_the_document_stays(files, tmp_path, qtbot):
    path = tmp_path / "broken.chrono"
    path.write_bytes(b"PK not a zip")
    before = files.session.scene
    with qtbot.waitSignal(files.told, timeout=2000):
        assert not files.load(path)
    assert files.session.scene is before


def test_the_recovery_file_holds_the_unsaved_scene_and_goes_when_saved(files, tmp_path):
    files.keep()
    assert not files.autosave.file.exists(), "nothing unsaved, nothing kept"
    files.session.change_node("lamp", "Rename", name="x")
    files.keep()
    assert files.autosave.file.exists()
    assert files.left_behind() == [], "its studio still runs"
    files._write(tmp_path / "a.chrono")
    assert not files.autosave.file.exists()


def test_what_was_left_behind_opens_as_unsaved_work(files, tmp_path):
    files.session.change_node("lamp", "Rename", name="precious")
    files.keep()
    gone = tmp_path / "recovery" / "1-1.chrono"
    files.autosave.file.rename(gone)
    files.autosave.file.with_suffix(".json").rename(gone.with_suffix(".json"))
    files.session.open(Scene())
    found = files.left_behind()
    assert [one.file for one in found] == [gone]
    files.recover(found[0])
    assert files.session.scene.node("lamp").name == "precious"
    assert files.session.dirty
    assert not gone.exists()


def test_settings_are_remembered_and_nonsense_is_not(tmp_path):
    first = Settings(tmp_path / "s.ini")
    first.theme, first.device, first.autosave, first.blender = "light", "cpu", 5, " /my/blender "
    first.write()
    second = Settings(tmp_path / "s.ini")
    assert (second.theme, second.device, second.autosave) == ("light", "cpu", 5.0)
    assert second.blender == "/my/blender"
    (tmp_path / "s.ini").write_text("[General]\ntheme=pink\ndevice=abacus\nautosave=often\n")
    third = Settings(tmp_path / "s.ini")
    assert (third.theme, third.device, third.autosave) == ("dark", "auto", 2.0)


@pytest.mark.parametrize(("button", "closes", "saved"), [("Cancel", False, False), ("Don’t save", True, False),
                                                        ("Save", True, True)])
def test_unsaved_work_is_asked_about(files, tmp_path, qtbot, button, closes, saved):
    path = tmp_path / "a.chrono"
    files._write(path)
    before = path.read_bytes()
    files.session.change_node("lamp", "Rename", name="x")

    def answer():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == button).click()

    QTimer.singleShot(100, answer)
    assert files.may_close() is closes
    assert (path.read_bytes() != before) is saved
    assert files.session.dirty is not saved


def test_a_sample_opens_without_a_file_so_that_no_save_overwrites_it(files, tmp_path, monkeypatch):
    monkeypatch.setenv("CHRONOFORM_ASSETS", str(tmp_path))
    path = tmp_path / "samples" / "first.chrono"
    path.parent.mkdir()
    save(path, files.session.scene, files.session.blobs)
    assert files.load(path)
    assert files.session.path is None
    assert not files.session.dirty
    assert files.settings.recent == ()
