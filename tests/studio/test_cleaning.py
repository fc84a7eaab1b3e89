"""Clean up: the edits of form become what the object is drawn near, those of looks stay, and undo brings all back."""

import numpy as np
import pytest

from engine.document import edits
from engine.document.overrides import MENDING
from engine.document.scene import Node, Override, Scene
from engine.vocabulary.slots import CHANNEL, SLOT, SLOT_COUNT, TOKEN_WIDTH
from studio.cleaning import cleaned, needed
from studio.door import Door
from studio.flow import Flow
from studio.session import Session

COLOUR = Override("neck", "colour", (1.0, -1.0, -1.0))
SIZE = Override("neck", "log_size", (0.5, 0.5, 0.5))


@pytest.fixture
def session(qapp):
    session = Session()
    name = session.keep(np.zeros((SLOT_COUNT, TOKEN_WIDTH), np.float32))
    node = Node("lamp", category="lamp", overrides=(COLOUR, SIZE))
    session.open(edits.apply(Scene(nodes=(node,)), edits.SetTokens("lamp", name, "w")), session.blobs)
    return session


def test_edits_of_form_go_into_what_it_is_near(session):
    before = session.scene
    session.apply(cleaned(before.nodes, session.blobs))
    node = session.scene.node("lamp")
    assert node.overrides == (COLOUR,)
    assert (node.generation.tokens, node.generation.mends, node.generation.strength) == (None, True, MENDING)
    near = session.blobs.get(node.generation.near)
    assert near[SLOT["neck"], CHANNEL["log_size"]].tolist() == [0.5, 0.5, 0.5]
    assert near[SLOT["neck"], CHANNEL["colour"]].tolist() == [0.0, 0.0, 0.0]
    assert session.history.undo_name == "Clean up lamp"
    session.undo()
    assert session.scene == before


def test_it_is_for_nodes_whose_form_was_edited(session):
    plain = Node("fish", category="fish")
    recoloured = session.scene.node("lamp").changed(overrides=(COLOUR,))
    assert needed([*session.scene.nodes, plain, recoloured], session.blobs) == list(session.scene.nodes)


def test_the_generator_is_asked_and_completes_the_one_step(session, qtbot, peer):
    door = Door(command=peer)
    flow = Flow(session, door)
    flow.bakes = False
    with qtbot.waitSignal(door.hello, timeout=20000):
        door.open()
    before = session.scene
    with qtbot.waitSignal(flow.complete, timeout=20000):
        session.apply(cleaned(session.scene.nodes, session.blobs))
    made = session.scene.node("lamp").generation.tokens
    assert session.blobs.get(made)[0, 2] == pytest.approx(MENDING)
    session.undo()
    assert session.scene == before
    door.close()
