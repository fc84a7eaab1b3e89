"""The flow with a real child process: words become a document, the document becomes clips, nothing is asked in vain."""

from dataclasses import replace

import pytest

from engine.bake.clip import Clip
from engine.document import edits
from engine.document.scene import Node, Relation, Scene
from engine.messages import Shown
from studio.door import Door
from studio.flow import Asked, Flow, recomposed, shared, staged_view
from studio.session import Session


@pytest.fixture
def studio(qtbot, peer):
    session, door = Session(), Door(command=peer)
    flow = Flow(session, door)
    with qtbot.waitSignal(door.hello, timeout=15000):
        door.open()
    yield session, door, flow
    door.close()


def _whole(session):
    nodes = session.scene.nodes
    return bool(nodes) and all(node.generation.tokens in session.blobs for node in nodes)


def test_a_prompt_becomes_objects_with_clips_in_one_step(studio, qtbot):
    session, _, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000) as told:
        flow.compose("fish lamp")
    assert told.args == [False]
    assert [n.id for n in session.scene.nodes] == ["fish", "lamp"]
    assert _whole(session)
    assert set(flow.clips) == {"fish", "lamp"}
    assert session.history.undo_name == "Compose"
    session.undo()
    assert session.scene == Scene()
    assert not session.can_undo
    assert flow.clips == {}


def test_the_exact_bake_follows_a_pause(studio, qtbot):
    _, _, flow = studio
    flow._pause.setInterval(50)
    seen = []
    flow.clip.connect(lambda node, clip, quality: seen.append((node, quality)))
    with qtbot.waitSignal(flow.complete, timeout=15000, check_params_cb=lambda baked: baked):
        flow.compose("fish")
    assert seen == [("fish", "preview"), ("fish", "baked")]


def test_an_edit_regenerates_its_node_alone_and_undo_asks_for_nothing(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    before = session.scene
    asked = []
    door.heard.connect(asked.append)
    session.apply(edits.SetNode("lamp", "attributes.height", 0.5))
    with qtbot.waitSignal(flow.complete, timeout=15000):
        pass
    assert session.scene.node("lamp").generation.tokens != before.node("lamp").generation.tokens
    assert session.scene.node("fish") is before.node("fish")
    assert [m.node for m in asked if type(m).__name__ == "Generated"] == ["lamp"]
    asked.clear()
    with qtbot.waitSignal(flow.complete, timeout=15000):
        session.undo()
    assert session.scene == before
    assert not any(type(m).__name__ == "Generated" for m in asked)


def test_a_slider_shows_drafts_and_the_document_takes_what_it_rests_at(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    before, seen, made = session.scene.node("lamp").generation.tokens, [], []
    flow.clip.connect(lambda node, clip, quality: seen.append((node, quality, session.scene.node("lamp").generation)))
    door.generated.connect(made.append)
    for step in range(4):
        with qtbot.waitSignal(flow.clip, timeout=15000):
            session.apply(edits.SetNode("lamp", "attributes.height", 0.1 + step / 10), merge="drag")
    assert {(node, quality) for node, quality, _ in seen} == {("lamp", "draft")}
    assert {generation.tokens for *_, generation in seen} == {before}
    assert made == []
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.settle()
    assert [message.node for message in made] == ["lamp"]
    assert float(session.blobs.get(session.scene.node("lamp").generation.tokens)[0, 1]) == pytest.approx(0.4)
    assert session.history.undo_name is not None
    session.undo()
    assert session.scene.node("lamp").generation.tokens == before


def test_an_undo_under_a_slider_shows_the_document_again(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    before, made = session.scene, []
    door.generated.connect(made.append)
    with qtbot.waitSignal(flow.clip, timeout=15000):
        session.apply(edits.SetNode("lamp", "attributes.height", 0.7), merge="drag")
    with qtbot.waitSignal(flow.complete, timeout=15000):
        session.undo()
    assert session.scene == before
    assert made == []
    seen = []
    flow.clip.connect(lambda *told: seen.append(told))
    flow._asked["late"] = Asked({"lamp": ("another wish",)}, draft=True, preview=True)
    clip = flow.clips["lamp"]
    door.shown.emit(Shown(job="late", node="lamp", quality="draft", header=clip.header(), arrays=clip.arrays()))
    assert seen == []


def test_the_same_mesh_is_kept_for_other_curves(studio, qtbot):
    _, _, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish")
    clip = flow.clips["fish"]
    again = shared(Clip.packed(clip.header(), {name: array.copy() for name, array in clip.arrays().items()}), clip)
    assert again.positions is clip.positions
    assert again.times is not clip.times
    other = replace(clip, positions=clip.positions + 1)
    assert shared(other, clip) is other


def test_what_cannot_be_seen_asks_for_nothing(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish")
    count = len(door.jobs)
    session.change_node("fish", "Rename", name="Nemo")
    session.change_node("fish", "Move card", card=(1.0, 2.0))
    qtbot.wait(50)
    assert len(door.jobs) == count


def test_reading_a_prompt_changes_nothing(studio, qtbot):
    session, _, flow = studio
    with qtbot.waitSignal(flow.read, timeout=15000) as told:
        flow.read_prompt("fish")
    assert told.args[0] == "fish"
    assert session.scene == Scene()


def test_observations_reach_the_session(studio, qtbot):
    session, _, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    with qtbot.waitSignal(session.observed_changed, timeout=15000):
        session.apply(edits.AddRelation(Relation("r", "orbits", "fish", "lamp")))
    assert session.observed["r"]["worst"] == 0.21


def test_an_engine_killed_at_work_loses_nothing(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    before = session.scene
    door._client._process.kill()
    with qtbot.waitSignal(door.restarted, timeout=15000):
        pass
    assert session.scene is before
    with qtbot.waitSignal(flow.complete, timeout=20000):
        session.apply(edits.SetNode("fish", "attributes.height", 0.1))
    assert _whole(session)



def test_composing_again_keeps_what_hands_did():
    old = Scene(prompt="a lamp", nodes=(Node("lamp", name="Lamp", category="lamp", card=(3.0, 4.0)),
                                        Node("cup", name="Cup", category="cup")),
                relations=(Relation("own", "next to", "cup", "lamp"),))
    new = Scene(prompt="a lamp and a fish", nodes=(Node("lamp", name="Lamp", category="lamp"),
                                                   Node("fish", name="Fish", category="fish")))
    scene = recomposed(old, new, frozenset({"lamp"}))
    assert [n.id for n in scene.nodes] == ["lamp", "fish", "cup"]
    assert scene.node("lamp").card == (3.0, 4.0)
    assert [r.id for r in scene.relations] == ["own"]
    assert scene.prompt == "a lamp and a fish"
    assert [n.id for n in recomposed(old, new, None).nodes] == ["lamp", "fish"]


def test_names_and_cards_are_not_seen():
    scene = Scene(nodes=(Node("lamp", category="lamp"),))
    other = Scene(prompt="x", nodes=(Node("lamp", name="N", category="lamp", card=(1.0, 1.0)),))
    assert staged_view(scene) == staged_view(other)
    assert staged_view(scene) != staged_view(scene.changed(duration=3.0))


def test_what_is_as_tall_as_another_follows_it(studio, qtbot):
    session, door, flow = studio
    with qtbot.waitSignal(flow.complete, timeout=15000):
        flow.compose("fish lamp")
    session.apply(edits.SetNode("fish", "generation.constraints.tall_as", "lamp"))
    with qtbot.waitSignal(flow.complete, timeout=15000):
        pass
    asked = []
    door.heard.connect(asked.append)
    session.apply(edits.SetNode("lamp", "attributes.height", 0.5))
    with qtbot.waitSignal(flow.complete, timeout=15000):
        pass
    assert [m.node for m in asked if type(m).__name__ == "Generated"] == ["lamp", "fish"]


def test_constraints_set_by_hand_stay_when_the_prompt_is_composed_again():
    old = Scene(nodes=(Node("fish", category="fish").constrained(tall_as="lamp", box=(1.0, 2.0, 3.0)),
                       Node("lamp", category="lamp")), prompt="fish lamp")
    both = recomposed(old, Scene(nodes=(Node("fish", category="fish"), Node("lamp", category="lamp"))), None)
    assert both.node("fish").generation.constraints == old.node("fish").generation.constraints
    alone = recomposed(old, Scene(nodes=(Node("fish", category="fish"),)), None)
    assert alone.node("fish").generation.constraints == old.node("fish").constrained(
        tall_as=None).generation.constraints
