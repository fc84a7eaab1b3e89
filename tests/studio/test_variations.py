"""Variations are made only when nobody waits, and a taken one is the node's own in one step."""

import pytest
from PySide6.QtGui import QImage

import studio.variations as room
from engine.document.storage import packed, unpacked
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


def _made(session, variations, qtbot):
    session.picture("lamp", QImage(8, 8, QImage.Format.Format_RGBA8888))
    session.select("lamp")
    qtbot.waitUntil(lambda: len(variations.made) == room.COUNT, timeout=60000)


def test_a_variation_is_taken_in_one_step_and_asks_for_nothing_more(parts, qtbot):
    session, door, variations = parts
    before = session.scene
    _made(session, variations, qtbot)
    assert session.scene == before, "showing variations changes nothing"
    recipes = {(v.made_as.seed, v.made_as.near, v.made_as.strength) for v in variations.made}
    assert len(recipes) == room.COUNT
    chosen = variations.made[2].made_as
    assert chosen.near == before.node("lamp").generation.tokens
    assert chosen.strength == room.USUAL
    asked = []
    door.generated.connect(asked.append)
    variations.take(2)
    node = session.scene.node("lamp")
    assert node.generation == chosen
    assert session.blobs.get(node.generation.tokens)[0, 2] == pytest.approx(room.USUAL)
    qtbot.wait(100)
    assert asked == []
    assert len(variations.made) == room.COUNT, "one may go to and fro among them"
    session.undo()
    assert session.scene == before


def test_what_was_taken_is_made_again_from_the_file_alone(parts, qtbot):
    session, _, variations = parts
    _made(session, variations, qtbot)
    variations.take(3)
    node = session.scene.node("lamp")
    scene, blobs, _ = unpacked(packed(session.scene, session.blobs))
    assert scene.node("lamp") == node
    assert blobs.get(node.generation.near).tobytes() == session.blobs.get(node.generation.near).tobytes()


def test_all_the_way_it_is_another_seed_and_near_nothing(parts, qtbot):
    session, _, variations = parts
    variations.set_share(1.0)
    _made(session, variations, qtbot)
    assert {(v.made_as.near, v.made_as.strength) for v in variations.made} == {(None, 1.0)}
    assert len({v.made_as.seed for v in variations.made}) == room.COUNT


def test_another_reach_makes_others_around_the_object_as_it_is(parts, qtbot):
    session, _, variations = parts
    _made(session, variations, qtbot)
    variations.take(1)
    now = session.scene.node("lamp").generation
    variations.set_share(0.0)
    assert variations.made == []
    qtbot.waitUntil(lambda: len(variations.made) == room.COUNT, timeout=60000)
    assert variations.made[0].made_as == now
    assert {(v.made_as.near, v.made_as.strength) for v in variations.made[1:]} == {(now.tokens, room.LEAST)}


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
