"""The inspector's constraints: what they show, what they set, and what lets go of what."""

import numpy as np

from engine.document.edits import SetNode
from studio.inspector.constraints import PATH, Picture, TallAs, box, height, models


def asked(session, node="lamp"):
    return session.scene.node(node).generation.constraints


def test_a_box_is_set_and_freed_as_one(session):
    sides = box(session, "lamp")
    assert [side.read() for side in sides] == [None] * 3
    sides[1].write(0.4, None)
    assert asked(session).box == (1.0, 0.4, 1.0)
    sides[0].clear()
    assert asked(session).box is None


def test_a_height_and_a_model_let_go_of_each_other(session, qtbot):
    row = TallAs(session, "lamp")
    qtbot.addWidget(row)
    row.refresh()
    assert [row.choice.itemText(k) for k in range(row.choice.count())] == [TallAs.NONE, "Red fish", "Tree"]
    height(session, "lamp").write(1.2, None)
    row.choice.activated.emit(1)
    assert (asked(session).height, asked(session).tall_as) == (None, "fish")
    row.refresh()
    assert row.choice.currentText() == "Red fish"
    height(session, "lamp").write(0.8, None)
    assert (asked(session).height, asked(session).tall_as) == (0.8, None)
    session.undo()
    assert (asked(session).height, asked(session).tall_as) == (None, "fish")


def test_nothing_is_offered_that_would_lead_round(session):
    session.apply(SetNode("fish", f"{PATH}.tall_as", "lamp"))
    assert [node.id for node in models(session.scene, "lamp")] == ["tree"]
    assert [node.id for node in models(session.scene, "fish")] == ["lamp", "tree"]


def test_the_picture_shows_what_is_used_and_says_so(session, inspector, qtbot):
    session.select("lamp")
    row = inspector.page.findChild(Picture)
    assert row.outline.isHidden()
    with qtbot.waitSignal(inspector.picture_wanted) as told:
        row.choose.click()
    assert told.args == ["lamp"]
    mask = np.zeros((20, 10), np.uint8)
    mask[5:15] = 1
    session.apply(SetNode("lamp", f"{PATH}.outline", session.keep(mask)))
    session.apply(SetNode("lamp", "colours.main", (1.0, 0.0, 0.0)))
    row = inspector.page.findChild(Picture)
    assert not row.outline.isHidden()
    assert row.words.text() == "Only its colours and outline are used"
    pixels = row.outline.grab().toImage()
    middle, top = pixels.pixelColor(34, 34), pixels.pixelColor(34, 8)
    assert middle.lightness() > top.lightness() + 60
    assert pixels.pixelColor(83, 14).red() > 200
    assert pixels.pixelColor(83, 14).blue() < 40
    row.remove.click()
    assert asked(session).outline is None
    assert dict(session.scene.node("lamp").colours) == {"main": (1.0, 0.0, 0.0)}
