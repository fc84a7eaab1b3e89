"""The live link: every save refreshes the export, the newest wins, and what fails is told with what to do."""

import os
import sys
from pathlib import Path

import pytest

from engine.document.scene import Node, Scene
from studio.door import Door
from studio.linking import LinkDialog
from studio.live_link import LiveLink
from studio.session import Session
from studio.settings import Settings
from studio.start import application

LAMP = Scene(nodes=(Node("lamp", category="lamp"),))


@pytest.fixture
def link(qtbot, peer, tmp_path):
    """A link over a saved scene, beside a real child process, which writes the scene's prompt as the file."""
    door = Door(command=peer)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    (tmp_path / "game").mkdir()
    session = Session()
    session.open(LAMP, None, tmp_path / "scene.chrono")
    yield LiveLink(session, door, Settings(tmp_path / "s.ini"))
    door.close()


def prompted(link, words):
    link.session.open(LAMP.changed(prompt=words), None, link.session.path)


def ends(link, qtbot, state):
    qtbot.waitUntil(lambda: link.state == state, timeout=15000)


def test_a_link_writes_what_is_saved_and_every_save_after(link, qtbot, tmp_path):
    file = tmp_path / "game" / "scene.glb"
    prompted(link, "first")
    link.start(tmp_path / "game", "godot")
    ends(link, qtbot, "fresh")
    assert file.read_text() == "godot first"
    prompted(link, "second")
    link.refresh()
    assert link.state == "writing"
    ends(link, qtbot, "fresh")
    assert file.read_text() == "godot second"
    assert str(file) in link.tip()


def test_the_newest_save_wins_over_one_under_way(link, qtbot, tmp_path):
    link.start(tmp_path / "game", "portable")
    ends(link, qtbot, "fresh")
    states = {}
    link.door.ended.connect(lambda job: states.update({job.request.scene["prompt"]: job.state}))
    for words in ("wait", "wait longer", "last"):
        prompted(link, words)
        link.refresh()
    qtbot.waitUntil(lambda: len(states) == 3, timeout=15000)
    assert states == {"wait": "cancelled", "wait longer": "cancelled", "last": "done"}
    assert link.state == "fresh"
    assert (tmp_path / "game" / "scene.glb").read_text() == "portable last"


def test_a_folder_that_is_gone_is_told_and_the_link_stays(link, qtbot, tmp_path):
    link.start(tmp_path / "game", "portable")
    ends(link, qtbot, "fresh")
    (tmp_path / "game" / "scene.glb").unlink()
    (tmp_path / "game").rmdir()
    with qtbot.waitSignal(link.told, timeout=5000) as told:
        link.refresh()
    assert "is not there" in told.args[0]
    assert "File › Live link" in told.args[0]
    assert (link.on, link.state) == (True, "stale")
    (tmp_path / "game").mkdir()
    link.refresh()
    ends(link, qtbot, "fresh")


@pytest.mark.parametrize(("prompt", "words"), [
    ("full", "is full: make room on it and save again."),
    ("refused", "The next save tries again; File › Live link chooses another folder.")])
def test_what_the_engine_cannot_write_says_what_to_do(link, qtbot, tmp_path, prompt, words):
    prompted(link, prompt)
    with qtbot.waitSignal(link.told, timeout=15000) as told:
        link.start(tmp_path / "game", "portable")
    assert told.args[0].endswith(words)
    assert "choose a place" not in told.args[0]
    assert (link.on, link.state) == (True, "stale")


def test_it_is_remembered_until_it_is_stopped(link, qtbot, tmp_path):
    link.start(tmp_path / "game", "unity")
    ends(link, qtbot, "fresh")
    link.settings.write()
    again = Settings(tmp_path / "s.ini")
    assert (again.linked, again.link_folder, again.link_profile) == (True, tmp_path / "game", "unity")
    link.stop()
    assert (link.on, link.file, link.words()) == (False, None, "")
    prompted(link, "after")
    link.refresh()
    assert not link.door.open_jobs
    assert (tmp_path / "game" / "scene.glb").read_text() == "unity "
    assert LinkDialog(link.settings, None).profile() == "unity"


def test_what_the_studio_was_closed_over_is_written_when_the_scene_is_opened(link, qtbot, tmp_path):
    link.start(tmp_path / "game", "portable")
    ends(link, qtbot, "fresh")
    file, path = tmp_path / "game" / "scene.glb", tmp_path / "scene.chrono"
    path.touch()
    os.utime(path, (1e9, 1e9))
    prompted(link, "older")
    assert not link.door.open_jobs
    os.utime(path, (file.stat().st_mtime + 9,) * 2)
    prompted(link, "newer")
    ends(link, qtbot, "fresh")
    assert file.read_text() == "portable newer"
    file.unlink()
    prompted(link, "never linked")
    assert not link.door.open_jobs


def test_a_scene_without_objects_or_without_a_file_is_not_written(link, qtbot, tmp_path):
    link.session.open(Scene(), None, tmp_path / "scene.chrono")
    with qtbot.waitSignal(link.told, timeout=5000) as told:
        link.start(tmp_path / "game", "portable")
    assert "no object" in told.args[0]
    link.session.open(LAMP)
    link.refresh()
    assert list((tmp_path / "game").iterdir()) == []
    assert "first save" in link.tip()


def test_the_dialog_stays_open_where_there_is_no_such_folder(qtbot, tmp_path):
    dialog = LinkDialog(Settings(tmp_path / "s.ini"), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.path.setText(str(tmp_path / "nowhere"))
    dialog.accept()
    assert dialog.isVisible()
    assert dialog.problem.isVisible()
    dialog.path.setText(str(tmp_path))
    assert not dialog.problem.isVisible()
    dialog.accept()
    assert not dialog.isVisible()


def test_saving_in_the_window_refreshes_and_shows_a_sign(qtbot, tmp_path):
    from studio.app import Studio

    peer = [sys.executable, str(Path(__file__).with_name("peer.py")), str(tmp_path / "died")]
    studio = Studio(application(), settings=Settings(tmp_path / "s.ini"), engine=peer, recovery=tmp_path / "recovery")
    studio.window.show()
    try:
        assert not studio.status.link.isVisible()
        assert not studio.window.commands.actions["stop live link"].isEnabled()
        (tmp_path / "game").mkdir()
        studio.session.open(LAMP)
        studio.link.start(tmp_path / "game", "portable")
        assert studio.status.link.text() == "Linked to game"
        assert not any((tmp_path / "game").iterdir()), "the scene is not saved yet"
        assert studio.files._write(tmp_path / "it.chrono")
        assert studio.link.state == "writing", "the save did not wait for it"
        ends(studio.link, qtbot, "fresh")
        assert os.listdir(tmp_path / "game") == ["it.glb"]
        assert not studio.window.banner.isVisible(), "it is told in the status bar alone"
        studio.session.open(LAMP.changed(prompt="refused"), None, tmp_path / "it.chrono")
        studio.files._write(tmp_path / "it.chrono")
        qtbot.waitUntil(studio.window.banner.isVisible, timeout=15000)
        assert studio.window.banner.words.text().startswith("The live link was not refreshed")
        assert studio.status.link.text() == "Not linked: game"
        studio.window.commands.run("stop live link")
        assert not studio.status.link.isVisible()
    finally:
        studio.window.may_close = lambda: True
        studio.window.close()
