"""Changes of animation in the inspector: each edit is one step of undo, and the rows follow the document."""

import pytest

from engine.document import edits
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Contents, Cue, Imported, Node, Scene, SceneError, Take
from studio import theme
from studio.cueing import FIRST
from studio.inspector.cues import Add, Then, between
from studio.inspector.panel import Inspector
from studio.inspector.row import QuantityRow
from studio.session import Session

FOX = Imported("2" * 64, "fox.glb", take=0, contents=Contents(
    triangles=576, size=(1.0, 1.0, 1.0), takes=(Take("Survey", 3.4), Take("Walk", 0.7), Take("Run", 1.2))))


@pytest.fixture
def opened(qtbot):
    theme.load_fonts()
    session = Session(Scene(nodes=(Node("fox", name="Fox", imported=FOX),), duration=6.0))
    inspector = Inspector(session)
    qtbot.addWidget(inspector)
    session.select("fox")
    return session, inspector


def cues(session):
    return session.scene.node("fox").imported.cues


def add_at(session, inspector, qtbot, time):
    session.set_time(time)
    qtbot.waitUntil(lambda: inspector.page.findChild(Add).button.isEnabled())
    inspector.page.findChild(Add).button.click()


def test_a_change_is_set_at_the_playhead_and_edited(opened, qtbot):
    session, inspector = opened
    add = inspector.page.findChild(Add)
    assert not add.button.isEnabled()           # at the very beginning another one simply plays
    add_at(session, inspector, qtbot, 2.0)
    assert cues(session) == (Cue(2.0, 1, 0.3),)
    add_at(session, inspector, qtbot, 4.0)
    assert [cue.take for cue in cues(session)] == [1, 2]
    rows = inspector.page.findChildren(Then)
    assert [row.choice.currentText() for row in rows] == ["Walk · 0.7 s", "Run · 1.2 s"]
    rows[1].choice.activated.emit(0)
    assert cues(session)[1].take is None
    blend = [row for row in inspector.page.findChildren(QuantityRow) if row.quantity.label == "blend"][0]
    blend.quantity.write(0.8, None)
    assert cues(session)[0].blend == 0.8
    inspector.page.findChildren(Then)[0].button.click()
    assert [cue.time for cue in cues(session)] == [4.0]
    for _ in range(5):
        session.undo()
    assert session.scene.node("fox").imported == FOX
    assert not inspector.page.findChildren(Then)


def test_a_change_stays_between_its_neighbours(opened):
    session, _ = opened
    session.apply(edits.SetNode("fox", "imported.cues", (Cue(1.0, 1), Cue(2.0, 2))))
    assert between(session, "fox", 0, 3.0) == pytest.approx(2.0 - 1.0 / 30.0)
    assert between(session, "fox", 1, 9.0) == pytest.approx(6.0 - 1.0 / 30.0)
    assert between(session, "fox", 0, -1.0) == pytest.approx(1.0 / 30.0)


def test_a_document_keeps_them_and_refuses_what_cannot_be():
    scene = Scene(nodes=(Node("fox", imported=Imported(FOX.file, contents=FOX.contents, seam=0.2, cues=(
        Cue(1.5, 1, 0.4, 1.2), Cue(3.0, None)))),))
    assert scene_from_json(scene_to_json(scene)) == scene
    for wrong in ((Cue(1.0, 3),), (Cue(2.0, 1), Cue(1.0, 2)), (Cue(0.0, 1),), (Cue(1.0, 1, -0.1),),
                  (Cue(1.0, 1, 0.1, 30.0),)):
        with pytest.raises(SceneError, match="animation"):
            edits.apply(scene, edits.SetNode("fox", "imported.cues", wrong))


def test_a_chosen_change_is_marked_and_brought_into_view(opened, qtbot):
    session, inspector = opened
    inspector.resize(320, 260)
    inspector.show()
    qtbot.waitExposed(inspector)
    session.apply(edits.SetNode("fox", "imported.cues", tuple(Cue(0.5 * k, k % 3) for k in range(1, 9))))
    session.choose_cue("fox", 6)

    def seen(number):
        row = inspector.page.cue_row(number)
        return row.visibleRegion().boundingRect().height() == row.height()

    qtbot.waitUntil(lambda: seen(6))
    assert not seen(FIRST)
    assert [row.label.palette().windowText().color() == theme.colour("accent")
            for row in inspector.page.findChildren(Then)] == [k == 6 for k in range(8)]
    session.choose_cue("fox", FIRST)
    qtbot.waitUntil(lambda: seen(FIRST))
    session.undo()
    assert session.cue == ("fox", FIRST)        # what plays first always is there
    session.choose_cue("fox", 0)
    assert session.cue == ("fox", 0)
    session.select()
    assert session.cue is None
