"""The inspector: a drag is one step, keys go in and out, and everything can be taken back."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton

from engine.document import edits
from engine.document.overrides import edited
from engine.document.scene import Node, Scene
from engine.form.parts import expand
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.choosing import chosen
from engine.vocabulary.slots import CHANNEL, SLOT
from studio.inspector.colour_row import ColourRow
from studio.inspector.fields import Chip, Choice, VectorRow
from studio.inspector.making import Seed
from studio.inspector.node import NodePage
from studio.inspector.number import read_number
from studio.inspector.parts import PartRow, overriding, parts_of
from studio.inspector.relation import RelationPage
from studio.inspector.row import QuantityRow
from studio.inspector.scene import ScenePage

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def row(inspector, label):
    QApplication.processEvents()      # a new page is laid out by the event loop
    return next(r for r in inspector.page.findChildren(QuantityRow) if r.quantity.label == label and r.isVisible())


def drag(slider, *shares):
    points = [QPoint(6 + round(share * (slider.width() - 12)), 11) for share in shares]
    QTest.mousePress(slider, LEFT, NONE, points[0])
    for point in points[1:]:
        slider.mouseMoveEvent(_moved(slider, point))
    QTest.mouseRelease(slider, LEFT, NONE, points[-1])


def _moved(widget, point):
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(point), QPointF(widget.mapToGlobal(point)), LEFT, LEFT, NONE)


def test_the_page_follows_the_selection(inspector, session):
    assert isinstance(inspector.page, ScenePage)
    session.select("lamp")
    assert isinstance(inspector.page, NodePage)
    session.select("r1")
    assert isinstance(inspector.page, RelationPage)
    session.select("camera")
    assert row(inspector, "field of view").number.text() == "40°"


def test_cameras_and_lights_have_their_settings_from_the_start(inspector, session):
    session.open(Scene(nodes=(Node("eye", kind="camera"), Node("sun", kind="light"))), session.blobs)
    for node, names in (("eye", {"field of view"}), ("sun", {"power", "temperature", "size", "spread"})):
        session.select(node)
        shown = {r.quantity.label for r in inspector.page.findChildren(QuantityRow)}
        assert {name for name in shown if not name.startswith(("position.", "rotation.", "scale"))} == names
    row(inspector, "spread").quantity.write(60.0, None)
    assert session.scene.node("sun").settings["spread"] == 60.0
    assert "parallel" in row(inspector, "spread").number.toolTip()


def test_attributes_stand_in_their_own_units(inspector, session):
    session.select("lamp")
    height = next(a for a in CATEGORIES["lamp"].attributes if a.key == "height")
    shown = height.low + (height.high - height.low) * 0.75
    assert row(inspector, "height").number.value == pytest.approx(shown)
    assert row(inspector, "shade width").number.value is None


def test_what_is_left_open_shows_what_the_seed_chooses(inspector, session):
    session.select("lamp")
    width = next(a for a in CATEGORIES["lamp"].attributes if a.label == "shade width")
    seed = session.scene.node("lamp").generation.seed

    def shown(seed):
        share = (chosen(CATEGORIES["lamp"], seed)[width.key] + 1.0) / 2.0
        return width.low + (width.high - width.low) * share

    first = row(inspector, "shade width")
    assert read_number(first.number.text()) == pytest.approx(shown(seed), abs=0.006)
    session.apply(edits.SetNode("lamp", "generation.seed", seed + 1), "Roll")
    inspector.page.refresh()
    assert read_number(row(inspector, "shade width").number.text()) == pytest.approx(shown(seed + 1), abs=0.006)
    assert shown(seed) != pytest.approx(shown(seed + 1), abs=0.02)
    slider = row(inspector, "shade width").slider
    QTest.keyClick(slider, Qt.Key.Key_Right)              # goes on from there, not from the middle
    assert row(inspector, "shade width").number.value == pytest.approx(
        shown(seed + 1) + 0.02 * (width.high - width.low), abs=0.006)


def test_a_slider_drag_is_one_step_that_previews_and_then_rests(inspector, session, qtbot):
    session.select("lamp")
    before = session.scene
    previews, rests = [], []
    inspector.previewing.connect(previews.append)
    inspector.edited.connect(rests.append)
    drag(row(inspector, "height").slider, 0.75, 0.6, 0.4, 0.25)
    assert session.scene.node("lamp").attributes["height"] == pytest.approx(-0.5, abs=0.05)
    assert len(previews) >= 3
    assert set(previews) == {"lamp"}
    assert rests == ["lamp"]
    session.undo()
    assert session.scene == before


def test_two_drags_are_two_steps(inspector, session):
    session.select("lamp")
    drag(row(inspector, "height").slider, 0.75, 0.3)
    between = session.scene
    drag(row(inspector, "height").slider, 0.3, 0.9)
    session.undo()
    assert session.scene == between


def test_a_right_click_gives_an_attribute_back_to_the_generator(inspector, session):
    session.select("lamp")
    QTest.mouseClick(row(inspector, "height").number, Qt.MouseButton.RightButton)
    assert "height" not in session.scene.node("lamp").attributes
    assert row(inspector, "height").number.value is None


def test_a_number_can_be_typed_with_its_unit(inspector, session):
    session.select("lamp")
    number = row(inspector, "height").number
    QTest.mouseDClick(number, LEFT)
    number._line.setText("1,25 m")
    QTest.keyClick(number._line, Qt.Key.Key_Return)
    assert number.value == pytest.approx(1.25)
    assert -1.0 <= session.scene.node("lamp").attributes["height"] <= 1.0


def test_a_key_goes_in_and_out_again(inspector, session):
    session.select("lamp")
    before = session.scene
    session.set_time(1.0)
    height = row(inspector, "height")
    QTest.mouseClick(height.key, LEFT)
    assert height.key.state == "key"
    session.set_time(2.0)
    assert height.key.state == "track"
    session.set_time(1.0)
    QTest.mouseClick(height.key, LEFT)
    assert session.scene == before
    assert height.key.state == "none"


def test_i_keys_the_value_under_focus(inspector, session):
    session.select("lamp")
    QTest.keyClick(row(inspector, "height").slider, Qt.Key.Key_I)
    assert [track.path for track in session.scene.node("lamp").tracks] == ["motion.intensity", "attributes.height"]


def test_a_keyed_value_is_set_by_a_key_at_the_playhead(inspector, session):
    session.select("lamp")
    session.set_time(1.0)
    drag(row(inspector, "intensity").slider, 0.4, 0.8)
    keys = session.scene.node("lamp").tracks[0].keys
    assert [key.time for key in keys] == [0.0, 1.0, 2.0]
    assert keys[1].value == pytest.approx(0.8, abs=0.03)


def test_auto_key_keys_what_is_changed(inspector, session):
    session.select("lamp")
    session.auto_key = True
    session.set_time(1.5)
    drag(row(inspector, "height").slider, 0.5, 0.6)
    assert [track.path for track in session.scene.node("lamp").tracks] == ["motion.intensity", "attributes.height"]


def test_verbs_are_those_of_the_category(inspector, session):
    session.select("fish")
    choice = next(c for c in inspector.page.findChildren(Choice) if c.accessibleName() == "Motion")
    assert tuple(choice.itemText(i) for i in range(choice.count())) == CATEGORIES["fish"].verbs
    choice.setCurrentIndex(1)
    choice.textActivated.emit(choice.currentText())
    assert session.scene.node("fish").motion.verb == CATEGORIES["fish"].verbs[1]


def test_position_is_by_relations_until_it_is_taken(inspector, session):
    session.select("fish")
    before = session.scene
    position = next(r for r in inspector.page.findChildren(VectorRow) if r.accessibleName() == "Position")
    assert position._free.text() == "by relations"
    QTest.mouseClick(position._free, LEFT)
    assert session.scene.node("fish").placement.position == (0.0, 0.0, 0.0)
    session.undo()
    assert session.scene == before


def test_a_colour_is_set_and_freed(inspector, session):
    session.select("fish")
    main = inspector.page.findChildren(ColourRow)[0]
    main._put((1.0, 0.5, 0.25), "colour")
    assert session.scene.node("fish").colours["main"] == (1.0, 0.5, 0.25)
    QTest.mouseClick(main.swatch, Qt.MouseButton.RightButton)
    assert dict(session.scene.node("fish").colours) == {}


def test_the_dice_change_the_seed_and_undo_brings_it_back(inspector, session):
    session.select("fish")
    before = session.scene
    dice = next(b for b in inspector.page.findChildren(QToolButton) if "new seed" in b.toolTip())
    QTest.mouseClick(dice, LEFT)
    assert session.scene.node("fish").generation.seed != before.node("fish").generation.seed
    session.undo()
    assert session.scene == before


def test_seed_and_guidance_are_keyed_as_the_attributes_are(inspector, session):
    session.select("fish")
    QApplication.processEvents()
    seed = inspector.page.findChild(Seed)
    session.set_time(1.0)
    QTest.mouseClick(seed.key, LEFT)
    row(inspector, "guidance").quantity.toggle_key()
    assert [track.path for track in session.scene.node("fish").tracks] == ["generation.seed", "generation.guidance"]
    session.set_time(3.0)
    seed._set(1.0)
    session.set_time(2.0)
    assert seed.quantity.read() == pytest.approx(0.5)
    assert seed.number.text() == "0.50"
    seed._roll()
    keys = session.scene.node("fish").tracks[0].keys
    assert [key.time for key in keys] == [1.0, 2.0, 3.0]
    assert session.scene.node("fish").generation.seed == 0, "a roll is a key where the seed is keyed"


# ---- parts ----


def test_a_part_is_had_as_often_as_one_likes_and_all_else_stays(inspector, session):
    session.select("lamp")
    before = session.scene
    stored = session.blobs.get(before.node("lamp").generation.tokens)
    part = next(p for p in inspector.page.findChildren(PartRow) if p._copies.text() == "×3")
    actions = part._copies.menu().actions()
    around = next(a.menu() for a in actions if a.text() == "Around")
    next(a for a in around.actions() if a.text() == "6").trigger()
    assert part._copies.text() == "×6"
    tokens = edited(session.scene.node("lamp"), stored)
    old, new = expand(stored), expand(tokens)
    assert (new.slot == SLOT[part.role]).sum() == 6
    for parts in (old, new):
        assert (parts.slot != SLOT[part.role]).sum() == len(old) - 3
    for name in ("centre", "size", "colour", "rotation"):
        assert np.array_equal(*(getattr(parts, name)[parts.slot != SLOT[part.role]] for parts in (old, new)))
    next(a for a in actions if a.text() == "A mirrored pair").trigger()
    assert part._copies.text() == "×2"
    assert "a mirrored pair" in part._copies.toolTip()
    next(a for a in actions if a.text() == "As generated").trigger()
    assert part._copies.text() == "×3"
    assert session.scene.node("lamp").overrides == before.node("lamp").overrides
    for _ in range(3):
        session.undo()
    assert session.scene == before


def test_parts_come_from_the_tokens_by_the_categorys_names(session):
    node = session.scene.node("lamp")
    parts = parts_of(node, session.blobs.get(node.generation.tokens))
    assert [(part.name, part.copies) for part in parts] == [("foot", 1), ("pole", 1), ("legs", 3)]
    assert parts[0].colour == pytest.approx((0.5, 0.5, 0.25))


def test_a_hand_edit_remembers_what_it_replaced_and_can_be_taken_off(inspector, session):
    session.select("lamp")
    before = session.scene
    part = next(p for p in inspector.page.findChildren(PartRow) if p.role == "neck")
    part._size.quantity.write(1.5, None)
    override = session.scene.node("lamp").overrides[0]
    tokens = session.blobs.get(session.scene.node("lamp").generation.tokens)
    assert (override.slot, override.channel) == ("neck", "log_size")
    assert override.was == pytest.approx(tokens[SLOT["neck"], CHANNEL["log_size"]])
    assert [a - b for a, b in zip(override.value, override.was)] == pytest.approx([math.log(1.5)] * 3)
    assert part._size.quantity.read() == pytest.approx(1.5)
    part._size.quantity.clear()
    assert session.scene == before


def test_a_regeneration_that_moved_the_value_is_a_conflict(session):
    node = session.scene.node("lamp")
    tokens = session.blobs.get(node.generation.tokens)
    session.apply(overriding(node, "neck", {"colour": (1.0, -1.0, -1.0)}, tokens[SLOT["neck"]]))
    node = session.scene.node("lamp")
    assert not parts_of(node, tokens)[1].conflict
    moved = tokens.copy()
    moved[SLOT["neck"], CHANNEL["colour"]] += 0.5
    assert parts_of(node, moved)[1].conflict
    assert parts_of(node, moved)[1].colour == pytest.approx((1.0, 0.0, 0.0))


def test_locks_show_as_chips_and_go_by_a_click(inspector, session):
    session.select("lamp")
    before = session.scene
    part = next(p for p in inspector.page.findChildren(PartRow) if p.role == "neck")
    QTest.mouseClick(part._lock, LEFT)
    assert session.scene.node("lamp").generation.locked == ("neck",)
    chip = next(c for c in inspector.page.findChildren(Chip) if c.text() == "pole")
    chip.click()
    assert session.scene == before


# ---- relations, scene, variations, history ----


def test_a_relation_is_retimed_reworded_and_tells_whether_it_holds(inspector, session):
    session.select("r1")
    row(inspector, "end").quantity.write(99.0, None)
    assert session.scene.relation("r1").end == session.scene.duration
    row(inspector, "end").quantity.clear()
    assert session.scene.relation("r1").end is None
    session.observe([{"id": "r1", "holds": False, "violations": [[1.0, 1.5]], "words": "off by 0.21 m"}])
    words = [label.text() for label in inspector.page.findChildren(QLabel)]
    assert "● Off by 0.21 m at 1.0–1.5 s" in words


def test_a_new_kind_keeps_the_settings_it_knows(inspector, session):
    session.change_relation("r1", "Set", settings={"distance": 1.0, "turns": 2.0})
    session.select("r1")
    choice = inspector.page.findChildren(Choice)[0]
    choice.textActivated.emit("follows")
    relation = session.scene.relation("r1")
    assert (relation.kind, dict(relation.settings)) == ("follows", {"distance": 1.0})


def test_the_scenes_numbers_are_edits(inspector, session):
    before = session.scene
    row(inspector, "duration").quantity.write(8.0, None)
    assert session.scene.duration == 8.0
    session.undo()
    assert session.scene == before


def test_variations_are_hidden_until_fed(inspector, qtbot):
    assert not inspector.variations.isVisible()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    inspector.variations.set_images([image] * 4, taken=1)
    assert inspector.variations.isVisible()
    with qtbot.waitSignal(inspector.taken) as told:
        QTest.mouseClick(inspector.variations._pictures[2], LEFT)
    assert told.args == [2]


def test_the_reach_of_variations_is_asked_for_when_it_rests(inspector, qtbot):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    inspector.variations.set_images([image])
    inspector.variations.show_share(0.5)
    QApplication.processEvents()
    with qtbot.waitSignal(inspector.variations.ranged) as told:
        QTest.keyClick(inspector.variations.reach, Qt.Key.Key_End)
    assert told.args == [1.0]
    with qtbot.waitSignal(inspector.variations.wanted):
        QTest.mouseClick(inspector.variations.others, LEFT)


def test_the_history_leads_anywhere_and_keeps_what_was_undone(inspector, session):
    session.change_node("fish", "First", name="A")
    first = session.scene
    session.undo()
    session.change_node("fish", "Second", name="B")
    states = [(entry.words, entry.state) for entry in inspector.history._entries]
    assert states == [("Second", "here"), ("Start", "past"), ("what if: First", "branch")]
    QTest.mouseClick(inspector.history, LEFT, NONE, QPoint(60, 2 * 20 + 10))
    assert session.scene == first
