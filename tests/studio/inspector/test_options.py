"""Materials and patterns in the inspector: one at most is said, and undo takes it back."""

from engine.conditioning.condition import of_node
from engine.document.scene import Node, Scene
from engine.vocabulary.attributes import CONDITION_INDEX
from studio.inspector.kinds import Option
from studio.session import Session


def test_one_material_is_said_at_most_and_undone(qtbot):
    session = Session()
    chair = Node("chair", category="chair", attributes={"height": 0.2})
    session.apply(lambda scene: Scene(nodes=(chair,)), "One chair")
    told = []
    row = Option(session, "chair", "material", lambda: told.append(1))
    qtbot.addWidget(row)
    row.refresh()
    assert row.choice.currentText() == Option.FREE
    for word in ("metal", "wood"):
        row.choice.chosen.emit(word)
        row.refresh()
        assert row.choice.currentText() == word
        assert dict(session.scene.node("chair").attributes) == {"height": 0.2, f"material {word}": 1.0}
    wish = of_node(session.scene.node("chair"))
    assert wish.values[CONDITION_INDEX["material wood"]] == 1.0
    assert wish.values[CONDITION_INDEX["material metal"]] == -1.0
    assert wish.mask[CONDITION_INDEX["pattern plain"]] == 0.0
    row.choice.chosen.emit(Option.FREE)
    assert dict(session.scene.node("chair").attributes) == {"height": 0.2}
    session.undo()
    assert "material wood" in session.scene.node("chair").attributes
    assert len(told) == 3
