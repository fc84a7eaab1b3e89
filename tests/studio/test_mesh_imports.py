"""Imports in the studio: one step of undo; what a file does not say is asked; every panel copes without a category."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from engine.document.scene import Contents, Imported, Node, Relation, Scene, Take
from studio import keying
from studio.door import Door
from studio.flow import Flow, recomposed
from studio.graph.changes import copied, pasted
from studio.graph.view import GraphView, subtitle
from studio.importing import Imports, sized
from studio.inspector.imported import Loops, Regenerate, Takes
from studio.inspector.panel import Inspector
from studio.session import Session
from studio.settings import Settings
from studio.timeline.rows import rows_of

DUCK = Imported("2" * 64, "duck.glb", 0.001, "z", 0, contents=Contents(
    triangles=12, size=(1200.0, 80.0, 40.0), takes=(Take("walk", 1.5), Take("run", 1.0))))


@pytest.fixture
def studio(qtbot, peer, tmp_path):
    session, door, window = Session(), Door(command=peer), QWidget()
    qtbot.addWidget(window)
    imports = Imports(session, door, Settings(tmp_path / "s.ini"), window)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, imports
    door.close()


def test_a_file_that_says_all_becomes_an_object_in_one_step(studio, qtbot):
    session, imports = studio
    before = session.scene
    with qtbot.waitSignal(imports.told, timeout=15000) as told:
        imports.take(Path("my duck.glb"))
    node = session.scene.node("my-duck")
    assert node.imported.name == "my duck.glb"
    assert node.imported.file in session.blobs
    assert session.scene.duration == 3.0
    assert session.selection == ("my-duck",)
    assert "12 triangles, 1 animation" in told.args[0]
    session.undo()
    assert session.scene == before


def test_its_camera_comes_along_in_the_same_step(studio, qtbot):
    session, imports = studio
    before = session.scene
    with qtbot.waitSignal(imports.told, timeout=15000) as told:
        imports.take(Path("seen.glb"))
    assert [node.id for node in session.scene.nodes] == ["seen", "eye"]
    assert session.scene.node("seen").placement.position == (0.0, 0.0, 0.5)
    assert session.scene.node("eye").tracks[0].keys[-1].value == 2.5
    assert session.scene.duration == 3.0
    assert "1 camera of the file comes along" in told.args[0]
    session.undo()
    assert session.scene == before
    session.redo()
    with qtbot.waitSignal(imports.told, timeout=15000):
        imports.take(Path("seen.glb"), "seen")
    assert [node.id for node in session.scene.nodes] == ["seen", "eye"]      # a file in its place brings none


def test_another_unit_moves_its_camera_too(studio, qtbot):
    session, imports = studio
    imports.take(Path("seen.stl"))
    qtbot.waitUntil(lambda: imports.dialog is not None, timeout=15000)
    imports.dialog.units.setCurrentIndex(imports.dialog.units.findData("cm"))
    with qtbot.waitSignal(imports.told, timeout=15000):
        imports.dialog.accept()
    assert session.scene.node("eye").placement.position == (0.0, 1.0, 40.0)


def test_what_it_does_not_say_is_asked_and_a_repair_offered(studio, qtbot):
    session, imports = studio
    imports.take(Path("part.stl"))
    qtbot.waitUntil(lambda: imports.dialog is not None, timeout=15000)
    dialog = imports.dialog
    assert dialog.large.text() == "1.2 × 0.08 × 0.04 m"
    dialog.units.setCurrentIndex(dialog.units.findData("cm"))
    dialog.ups.setCurrentIndex(dialog.ups.findData("z"))
    assert dialog.large.text() == "12 × 0.4 × 0.8 m"
    assert not session.scene.nodes
    dialog.accept()
    assert (session.scene.node("part").imported.scale, session.scene.node("part").imported.up) == (0.01, "z")
    imports.dialog = None
    imports.take(Path("other.stl"))
    qtbot.waitUntil(lambda: imports.dialog is not None, timeout=15000)
    imports.dialog.repair.setChecked(True)
    with qtbot.waitSignal(imports.told, timeout=15000) as told:
        imports.dialog.accept()
    assert "holes closed" in told.args[0]


def test_cancelled_or_refused_changes_nothing(studio, qtbot):
    session, imports = studio
    before = session.scene
    imports.take(Path("part.stl"))
    qtbot.waitUntil(lambda: imports.dialog is not None, timeout=15000)
    imports.dialog.reject()
    with qtbot.waitSignal(imports.said, timeout=15000) as said:
        imports.take(Path("refused.glb"))
    assert said.args == ["It is damaged: export it again."]
    assert session.scene is before


def test_another_file_takes_its_place(studio, qtbot):
    session, imports = studio
    session.open(Scene(nodes=(Node("duck", name="Duck", imported=DUCK), Node("lamp", category="lamp")),
                       relations=(Relation("r", "on", "duck", "lamp"),)), session.blobs)
    with qtbot.waitSignal(imports.told, timeout=15000):
        imports.take(Path("goose.glb"), "duck")
    assert session.scene.node("duck").imported.name == "goose.glb"
    assert session.scene.node("duck").name == "Duck"
    assert session.scene.relation("r").source == "duck"
    assert session.history.undo_name == "Replace by goose.glb"


def test_the_inspector_shows_what_is_there(qtbot):
    session = Session(Scene(nodes=(Node("duck", name="Duck", imported=DUCK),)))
    inspector = Inspector(session)
    qtbot.addWidget(inspector)
    session.select("duck")
    page = inspector.page
    takes, loops = page.findChild(Takes), page.findChild(Loops)
    assert takes.choice.currentText() == "walk · 1.5 s"
    takes.choice.activated.emit(2)
    assert session.scene.node("duck").imported.take == 1
    loops.box.click()
    assert not session.scene.node("duck").imported.loops
    takes.choice.activated.emit(0)
    assert session.scene.node("duck").imported.take is None
    again = inspector.page.findChild(Regenerate)
    assert not again.button.isEnabled()
    assert "nothing to generate" in again.button.toolTip()
    for _ in range(3):
        session.undo()
    assert session.scene.node("duck").imported == DUCK
    assert sized(DUCK) == "1.2 × 0.04 × 0.08 m"


def test_graph_timeline_and_keys_cope(qtbot):
    node = Node("duck", name="Duck", imported=DUCK)
    session = Session(Scene(nodes=(node,)))
    view = GraphView(session)
    qtbot.addWidget(view)
    assert subtitle(session.scene, node) == "duck.glb · imported"
    assert "duck.glb" in view.cards["duck"].words
    assert rows_of(session.scene)[0].note == "imported"
    assert keying.paths(node)[:2] == ["motion.speed", "motion.phase"]
    text = copied(session.scene, ("duck",))
    assert pasted(session.scene, text, blobs={DUCK.file})[1] == ("duck-2",)
    assert pasted(session.scene, text)[1] == ()


def test_it_is_played_and_a_new_prompt_leaves_it(qtbot, peer):
    session, door = Session(), Door(command=peer)
    flow = Flow(session, door)
    flow.bakes = False
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    with qtbot.waitSignal(flow.complete, timeout=15000):
        session.open(Scene(nodes=(Node("duck", imported=DUCK),), prompt="a lamp"))
    assert set(flow.clips) == {"duck"}
    new = Scene(nodes=(Node("lamp", category="lamp"),))
    assert [node.id for node in recomposed(session.scene, new, None).nodes] == ["lamp", "duck"]
    door.close()
