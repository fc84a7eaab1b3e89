"""Retopology in the studio: asked for in a dialog, one step of undo; what the engine refuses is said."""

import numpy as np
import pytest

from engine.document.edits import AddNode
from engine.document.scene import Contents, Imported, Node
from studio.door import Door
from studio.inspector.imported import Triangles
from studio.inspector.panel import Inspector
from studio.retopology import Retopology
from studio.session import Session


@pytest.fixture
def studio(qtbot, peer):
    session, door = Session(), Door(command=peer)
    retopology = Retopology(session, door)
    imported = Imported(session.keep(np.arange(5, dtype=np.uint8)), "duck.glb", 0.5, "z", None, turn=2, kind="dog",
                        rig=session.keep(np.arange(7, dtype=np.uint8)),
                        contents=Contents(triangles=20_000, size=(1.0, 2.0, 3.0)))
    session.apply(AddNode(Node("duck", name="Duck", imported=imported)), "Import")
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, retopology
    door.close()


def test_an_even_mesh_is_one_step_of_undo_and_keeps_how_it_stands(studio, qtbot):
    session, retopology = studio
    before, inspector = session.scene, Inspector(session)
    qtbot.addWidget(inspector)
    session.select("duck")
    inspector.retopology_wanted.connect(retopology.choose)
    inspector.page.findChild(Triangles).button.click()
    dialog = retopology.dialog
    assert dialog.triangles.value() == 10_000
    dialog.triangles.setValue(4000)
    dialog.quads.click()
    with qtbot.waitSignal(retopology.told, timeout=15000) as told:
        dialog.accept()
    made, old = session.scene.node("duck").imported, before.node("duck").imported
    assert len(session.blobs.get(made.file)) == 10, "quads were asked for"
    assert made.contents.triangles == 4000
    assert (made.scale, made.up, made.turn, made.name) == (old.scale, old.up, old.turn, old.name)
    assert made.rig is None
    assert told.args[0] == "Retopology: 4000 triangles."
    assert "find them again" in told.args[1]
    session.undo()
    assert session.scene == before


def test_what_cannot_be_is_said_and_changes_nothing(studio, qtbot):
    session, retopology = studio
    before = session.scene
    with qtbot.waitSignal(retopology.said, timeout=15000) as said:
        retopology.make("duck", 150)
    assert "ask for more triangles" in said.args[0]
    assert session.scene == before
