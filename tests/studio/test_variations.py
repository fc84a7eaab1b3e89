"""Variations are made only when nobody waits, and a taken one is the node's own in one step."""

import pytest
from PySide6.QtGui import QImage

import studio.variations as room
from studio.door import Door
from studio.flow import Flow
from studio.pictures import Pictures
from studio.session import Session


@pytest.fixture
def parts(qtbot, peer, monkeypatch):
    monkeypatch.setattr(room, "REST", 30)
    session, door = Session(), Door(command=peer)
    flow = Flow(session, door)
    flow.bakes = False
    pictures = Pictures(session)
    variations = room.Variations(session, door, flow, pictures)
    with qtbot.waitSignal(door.hello, timeout=20000):
        door.open()
    with qtbot.waitSignal(flow.complete, timeout=20000):
        flow.compose("fish lamp")
    yield session, door, variations
    door.close()
    pictures.close()


def test_a_variation_is_taken_in_one_step_and_asks_for_nothing_more(parts, qtbot):
    session, door, variations = parts
    before = session.scene
    session.picture("lamp", QImage(8, 8, QImage.Format.Format_RGBA8888))
    session.select("lamp")
    qtbot.waitUntil(lambda: len(variations.made) == room.COUNT, timeout=60000)
    assert session.scene == before, "showing variations changes nothing"
    assert len({v.seed for v in variations.made}) == room.COUNT
    chosen = variations.made[2]
    assert chosen.tokens[0, 0] == pytest.approx(chosen.seed, rel=1e-6)
    asked = []
    door.generated.connect(asked.append)
    variations.take(2)
    node = session.scene.node("lamp")
    assert node.generation.seed == chosen.seed
    assert (session.blobs.get(node.generation.tokens) == chosen.tokens).all()
    qtbot.wait(100)
    assert asked == []
    session.undo()
    assert session.scene == before


def test_another_selection_has_other_variations(parts, qtbot):
    session, _, variations = parts
    shown = []
    variations.shown.connect(lambda images, taken: shown.append((len(images), taken)))
    session.picture("lamp", QImage(8, 8, QImage.Format.Format_RGBA8888))
    session.select("lamp")
    qtbot.waitUntil(lambda: (1, 0) in shown, timeout=20000)
    session.select("fish")
    assert shown[-1] == (0, -1)
    assert variations.made == []
