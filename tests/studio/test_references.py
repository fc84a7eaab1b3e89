"""Reference pictures in the studio: one step of undo, for the object that is meant; a refusal is one sentence."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget

from engine.document.scene import Node, Scene
from studio.door import Door
from studio.reference import References
from studio.session import Session


@pytest.fixture
def studio(qtbot, peer):
    session, door, window = Session(), Door(command=peer), QWidget()
    qtbot.addWidget(window)
    session.open(Scene(nodes=(Node("lamp", category="lamp"), Node("camera", kind="camera"))), session.blobs)
    references = References(session, door, window)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, references
    door.close()


def test_a_picture_gives_colours_and_an_outline_in_one_step(studio, qtbot):
    session, references = studio
    before = session.scene
    with qtbot.waitSignal(session.changed, timeout=15000):
        references.drop(Path("egg.png"))
    node = session.scene.node("lamp")
    assert dict(node.colours) == {"main": (1.0, 0.0, 0.0), "accent": (0.0, 0.0, 1.0)}
    np.testing.assert_array_equal(session.blobs.get(node.generation.constraints.outline), np.eye(8, dtype=np.uint8))
    assert session.history.undo_name == "Reference egg.png"
    session.undo()
    assert session.scene == before


def test_a_picture_that_is_refused_changes_nothing(studio, qtbot):
    session, references = studio
    before = session.scene
    with qtbot.waitSignal(references.said, timeout=15000) as told:
        references.take("lamp", Path("refused.png"))
    assert told.args == ["No object can be told from its background."]
    assert session.scene is before


def test_a_dropped_picture_needs_to_know_whose_it_is(studio, qtbot):
    session, references = studio
    session.open(Scene(nodes=(Node("lamp", category="lamp"), Node("fish", category="fish"))), session.blobs)
    with qtbot.waitSignal(references.said) as told:
        references.drop(Path("egg.png"))
    assert "Select an object first" in told.args[0]
    session.select("fish")
    with qtbot.waitSignal(session.changed, timeout=15000):
        references.drop(Path("egg.png"))
    assert session.scene.node("fish").generation.constraints.outline
    assert session.scene.node("lamp").generation.constraints.outline is None
