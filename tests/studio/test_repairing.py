"""Repair in the studio: what it would do is shown first, each part with a tick; one step of undo; faults are told."""

from pathlib import Path

import numpy as np
import pytest
import trimesh
from PySide6.QtWidgets import QWidget

from engine.document.edits import AddNode, SetNode
from engine.document.scene import Contents, Imported, Node, Scene
from studio.door import Door
from studio.importing import Imports
from studio.inspector.imported import Sound
from studio.inspector.panel import Inspector
from studio.mending import Mending
from studio.session import Session
from studio.settings import Settings
from studio.window import Banner


def beside(qtbot, tmp_path, **engine):
    """A session, imports and repairs over an engine of its own."""
    session, door, window = Session(), Door(**engine), QWidget()
    qtbot.addWidget(window)
    imports, mending = Imports(session, door, Settings(tmp_path / "s.ini"), window), Mending(session, door, window)
    with qtbot.waitSignal(door.hello, timeout=60000):
        door.open()
    return session, door, imports, mending


@pytest.fixture
def studio(qtbot, peer, tmp_path):
    session, door, imports, mending = beside(qtbot, tmp_path, command=peer)
    imported = Imported(session.keep(np.arange(5, dtype=np.uint8)), "duck.glb", 0.5, "z", None, turn=2, kind="dog",
                        rig=session.keep(np.arange(7, dtype=np.uint8)),
                        contents=Contents(triangles=20_000, size=(1.0, 2.0, 3.0)))
    session.apply(AddNode(Node("duck", name="Duck", imported=imported)), "Import")
    yield session, imports, mending
    door.close()


def shown(qtbot, mending):
    qtbot.waitUntil(lambda: mending.dialog is not None and mending.dialog.go.isEnabled(), timeout=15000)
    return mending.dialog


def test_what_would_be_done_is_shown_and_is_one_step_of_undo(studio, qtbot):
    session, _, mending = studio
    before, inspector = session.scene, Inspector(session)
    qtbot.addWidget(inspector)
    session.select("duck")
    inspector.repair_wanted.connect(mending.choose)
    row = inspector.page.findChild(Sound)
    assert row.words.text() == "open"
    row.button.click()
    dialog = shown(qtbot, mending)
    assert {kind: label.text() for kind, label in dialog.lines.items()} == {
        "faces": "Nothing to do.", "sides": "duck: 7 faces turned.", "holes": "duck: 2 holes closed.",
        "vertices": "Nothing to do."}
    assert [kind for kind, tick in dialog.ticks.items() if tick.isEnabled()] == ["sides", "holes"]
    assert "It keeps its UVs." in dialog.left.text()
    assert session.scene is before
    with qtbot.waitSignal(mending.told, timeout=15000) as told:
        dialog.accept()
    assert told.args[0] == "duck: 2 holes closed. duck: 7 faces turned."
    made, old = session.scene.node("duck").imported, before.node("duck").imported
    assert len(session.blobs.get(made.file)) == 22
    assert (made.scale, made.up, made.turn, made.name) == (old.scale, old.up, old.turn, old.name)
    assert session.history.undo_name == "Repair Duck"
    assert inspector.page.findChild(Sound).words.text() == "watertight"
    session.undo()
    assert session.scene == before


def test_what_is_not_ticked_is_left(studio, qtbot):
    session, _, mending = studio
    mending.choose("duck")
    dialog = shown(qtbot, mending)
    dialog.ticks["holes"].click()
    assert not dialog.go.isEnabled()
    shown(qtbot, mending)
    assert dialog.lines["holes"].text() == "As it is."
    assert "Still there then: 4 edges of holes." in dialog.left.text()
    dialog.accept()
    assert len(session.blobs.get(session.scene.node("duck").imported.file)) == 21
    mending.choose("duck")
    dialog = shown(qtbot, mending)
    dialog.ticks["holes"].click()
    dialog.ticks["sides"].click()
    qtbot.waitUntil(lambda: dialog.lines["sides"].text() == "As it is.", timeout=15000)
    assert not dialog.go.isEnabled(), "nothing is ticked"


def test_cancelled_refused_or_replaced_meanwhile_changes_nothing(studio, qtbot):
    session, _, mending = studio
    before = session.scene
    mending.choose("duck")
    shown(qtbot, mending).reject()
    assert session.scene is before
    session.apply(SetNode("duck", "imported.name", "broken.glb"), "Rename")
    mending.choose("duck")
    qtbot.waitUntil(lambda: "reduce it first" in mending.dialog.left.text(), timeout=15000)
    assert not mending.dialog.go.isEnabled()
    mending.dialog.reject()
    session.undo()
    mending.choose("duck")
    dialog = shown(qtbot, mending)
    session.apply(SetNode("duck", "imported.file", "9" * 64), "Replace")
    before = session.scene
    with qtbot.waitSignal(mending.said) as said:
        dialog.accept()
    assert "another surface by now" in said.args[0]
    assert session.scene is before
    mending.choose("gone")


def test_faults_of_a_file_that_says_all_are_told_with_a_repair(studio, qtbot):
    session, imports, mending = studio
    banner = Banner()
    qtbot.addWidget(banner)
    imports.told.connect(lambda sentence, more: banner.tell(sentence, "good", more))
    imports.faulty.connect(lambda node: banner.offers("Repair…", lambda: mending.choose(node)))
    with qtbot.waitSignal(imports.told, timeout=15000):
        imports.take(Path("whole.glb"))
    assert banner.offer.isHidden()
    with qtbot.waitSignal(imports.faulty, timeout=15000) as faulty:
        imports.take(Path("holed.glb"))
    assert faulty.args == ["holed"]
    assert "Its mesh has 4 edges of holes." in banner.words.text()
    assert not banner.offer.isHidden()
    assert not banner._away.isActive(), "it stays until it is closed or pressed"
    banner.offer.click()
    shown(qtbot, mending).accept()
    assert session.history.undo_name.startswith("Repair")


def test_a_real_engine_mends_a_real_file(qtbot, tmp_path):
    session, door, imports, mending = beside(qtbot, tmp_path, device="cpu")
    try:
        ball = trimesh.creation.icosphere(2)
        torn = trimesh.Trimesh(ball.vertices, np.array(ball.faces)[4:], process=False)
        torn.export(tmp_path / "torn.glb")
        with qtbot.waitSignal(imports.faulty, timeout=60000):
            imports.take(tmp_path / "torn.glb")
        node = session.scene.nodes[0]
        assert not node.imported.contents.watertight
        mending.choose(node.id)
        dialog = shown(qtbot, mending)
        assert "holes closed" in dialog.lines["holes"].text()
        dialog.accept()
        made = session.scene.node(node.id).imported
        assert made.contents.watertight
        path = tmp_path / "after.glb"
        path.write_bytes(session.blobs.get(made.file).tobytes())
        assert trimesh.load(path, force="mesh").is_watertight
        session.undo()
        assert session.scene.nodes == (node,)
        session.open(Scene())
        assert dialog.isHidden()
    finally:
        door.close()
