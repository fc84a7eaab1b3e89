"""What was left behind is offered: taken back, let go, or kept for later."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from engine.document.scene import Node, Scene
from studio.files import Files
from studio.recovery import offer
from studio.session import Session
from studio.settings import Settings


@pytest.mark.parametrize(("button", "taken", "kept"), [("Recover", True, False), ("Discard", False, False),
                                                      ("Later", False, True)])
def test_the_answer_is_done(button, taken, kept, qtbot, tmp_path):
    window = QWidget()
    qtbot.addWidget(window)
    session = Session(Scene(nodes=(Node("lamp", name="precious", category="lamp"),)))
    files = Files(session, Settings(tmp_path / "s.ini"), window, recovery=tmp_path / "recovery")
    session.change_node("lamp", "Rename", name="precious work")
    files.keep()
    gone = tmp_path / "recovery" / "1-1.chrono"
    files.autosave.file.rename(gone)
    files.autosave.file.with_suffix(".json").rename(gone.with_suffix(".json"))
    session.open(Scene())

    def answer():
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "never saved" in box.text()
        next(b for b in box.buttons() if b.text() == button).click()

    QTimer.singleShot(100, answer)
    offer(window, files, files.left_behind()[0])
    assert [n.name for n in session.scene.nodes] == (["precious work"] if taken else [])
    assert gone.exists() is kept
    assert session.dirty is taken
