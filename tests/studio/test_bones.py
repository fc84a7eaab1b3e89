"""Bones in the studio: found at a click, one step of undo; then a verb moves what was imported."""

from dataclasses import replace

import pytest

from engine.document.edits import AddNode, Group, SetNode
from engine.document.graph import boneless
from engine.document.scene import Contents, Imported, Node, Take
from studio.door import Door
from studio.flow import Flow, bakes
from studio.graph.changes import connected
from studio.inspector.imported import Bones, Faces, Kind, Loops, Moves, Takes
from studio.inspector.panel import Inspector
from studio.rigging import Rigging, lively
from studio.session import Session

DUCK = Imported("2" * 64, "duck.glb", 1.0, "y", None, contents=Contents(triangles=12, size=(1.0, 2.0, 3.0)))


@pytest.fixture
def studio(qtbot, peer):
    session, door = Session(), Door(command=peer)
    rigging = Rigging(session, door)
    session.apply(AddNode(Node("duck", name="Duck", imported=DUCK)), "Import")
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, rigging
    door.close()


def rigged(studio, qtbot):
    session, rigging = studio
    with qtbot.waitSignal(rigging.told, timeout=15000) as told:
        rigging.rig("duck")
    return session.scene.node("duck"), told.args


def test_bones_are_one_step_of_undo_and_it_moves_at_once(studio, qtbot):
    session, _ = studio
    before = session.scene
    node, told = rigged(studio, qtbot)
    assert node.imported.rig in session.blobs
    assert (node.imported.kind, node.imported.turn) == ("dog", 3)
    assert node.motion.verb == lively("dog")
    assert node.driven
    assert "17 bones" in told[0]
    assert "unsure" in told[0]
    assert "choose in the inspector" in told[1]
    session.undo()
    assert session.scene == before


def test_its_own_animation_goes_on_until_a_verb_is_chosen(studio, qtbot):
    session, _ = studio
    takes = replace(DUCK, take=0, contents=replace(DUCK.contents, takes=(Take("waddle", 1.0),)))
    session.apply(SetNode("duck", "imported", takes), "Animate")
    node, _ = rigged(studio, qtbot)
    assert node.motion.verb == "still"
    assert node.imported.take == 0


def test_bones_of_a_surface_that_is_gone_are_left(studio, qtbot):
    session, rigging = studio
    rigging.rig("duck")
    session.apply(SetNode("duck", "imported", replace(DUCK, file="3" * 64)), "Replace")
    qtbot.waitUntil(lambda: not rigging.door.open_jobs, timeout=15000)
    assert session.scene.node("duck").imported.rig is None


def test_what_is_to_morph_is_given_bones_within_the_step_and_stays_still(studio, qtbot):
    session, rigging = studio
    session.apply(AddNode(Node("fish", category="fish")), "Add")
    edit, _ = connected(session.scene, "morphs into", "duck", "fish")
    before = session.scene
    session.apply(edit, "Connect")
    assert [node.id for node in boneless(session.scene)] == ["duck"]
    qtbot.waitUntil(lambda: not boneless(session.scene), timeout=15000)
    node = session.scene.node("duck")
    assert node.imported.rig in session.blobs
    assert (node.imported.turn, node.motion.verb) == (0, "still")
    session.undo()
    assert session.scene == before


def test_what_has_no_bones_is_given_up_for_every_node_of_its_file_and_asked_again_in_another_document(studio, qtbot):
    session, rigging = studio
    gone, asked = [], []
    rigging.given_up.connect(gone.append)
    rigging.rig("duck")
    rigging.rig("duck")                     # the second takes the first one's place: neither has failed
    qtbot.waitUntil(lambda: not rigging.door.open_jobs, timeout=15000)
    assert gone == []
    bare = replace(DUCK, file="4" * 64)
    session.apply(Group((AddNode(Node("fish", category="fish")), AddNode(Node("bare", imported=bare)))), "Add")
    session.apply(connected(session.scene, "morphs into", "bare", "fish")[0], "Connect")
    qtbot.waitUntil(lambda: "bare" in gone, timeout=15000)
    twin = Node("twin", imported=bare)
    session.apply(Group((AddNode(twin), AddNode(Node("cat", category="cat")))), "Add")
    session.apply(connected(session.scene, "morphs into", "twin", "cat")[0], "Connect")
    assert "twin" in gone
    rigging.door.ask = lambda request, *words: asked.append(request.node) or f"job {len(asked)}"
    session.open(session.scene, session.blobs)
    assert sorted(set(asked)) == ["bare", "twin"]


def test_why_there_are_none_is_said(studio, qtbot):
    session, rigging = studio
    session.apply(AddNode(Node("bare", imported=DUCK)), "Import")
    with qtbot.waitSignal(rigging.said, timeout=15000) as said:
        rigging.rig("bare")
    assert "no faces" in said.args[0]


def test_the_inspector_offers_what_its_kind_does(studio, qtbot):
    session, rigging = studio
    inspector = Inspector(session)
    qtbot.addWidget(inspector)
    inspector.rig_wanted.connect(rigging.rig)
    session.select("duck")
    assert not inspector.page.findChildren(Kind)
    with qtbot.waitSignal(rigging.told, timeout=15000):
        inspector.page.findChild(Bones).button.click()
    inspector.show_selection()
    page = inspector.page
    assert page.findChild(Kind).choice.currentText() == "dog"
    verbs = page.findChild(Moves).choice
    assert verbs.currentText() == lively("dog")
    assert not page.findChildren(Takes)
    assert not page.findChildren(Loops)
    verbs.chosen.emit(verbs.itemText(0))
    assert session.scene.node("duck").motion.verb == "still"
    inspector.show_selection()
    assert inspector.page.findChildren(Takes)
    page = inspector.page
    page.findChild(Kind).choice.chosen.emit("duck")
    assert session.scene.node("duck").imported.kind == "duck"
    faces = page.findChild(Faces)
    faces.refresh()
    assert faces.choice.currentText() == "its left"
    faces.choice.chosen.emit("the back")
    assert session.scene.node("duck").imported.turn == 2


def test_another_way_up_needs_other_bones(studio, qtbot):
    session, _ = studio
    rigged(studio, qtbot)
    inspector = Inspector(session)
    qtbot.addWidget(inspector)
    session.select("duck")
    from studio.inspector.imported import Stands

    upright = next(row for row in inspector.page.findChildren(Stands) if row.field == "up")
    upright.choice.chosen.emit("Z is up")
    node = session.scene.node("duck")
    assert (node.imported.up, node.imported.rig, node.imported.turn) == ("z", None, 0)
    session.undo()
    assert session.scene.node("duck").imported.rig is not None


def test_a_scene_of_imported_objects_is_whole_without_a_bake(studio, qtbot):
    session, rigging = studio
    assert not bakes(session.scene)
    flow = Flow(session, rigging.door)
    with qtbot.waitSignal(flow.complete, timeout=15000) as complete:
        flow.plan()
    assert complete.args == [True]
    assert bakes(session.scene.changed(nodes=(Node("fish", category="fish"),)))
