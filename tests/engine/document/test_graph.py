"""The scene as a graph: what cannot be is said, cards are laid out."""

from engine.document import graph
from engine.document.scene import Node, Relation, Scene


def scene(*relations: tuple, count: int = 4) -> Scene:
    nodes = tuple(Node(name, category="mug") for name in "abcdef"[:count])
    made = []
    for index, (source, kind, target, *times) in enumerate(relations):
        made.append(Relation(f"r{index}", kind, source, target, *times))
    return Scene(nodes=nodes, relations=tuple(made))


def test_a_cycle_of_on_is_named():
    told = graph.cycle(scene(("a", "on", "b"), ("b", "on", "c"), ("a", "under", "c")))
    assert told is not None
    assert "The a is on the b" in told
    assert "a is under the c" in told
    assert graph.cycle(scene(("a", "on", "b"), ("b", "on", "c"))) is None
    assert graph.cycle(scene(("a", "on", "b", 0, 2), ("b", "on", "a", 2, 4))) is None


def test_contradictions_are_told_with_their_ends():
    two = graph.contradictions(scene(("a", "left of", "b"), ("b", "left of", "a")))
    assert len(two) == 1
    assert two[0].startswith("The a is left of the b and the b is left of the a")
    assert graph.contradictions(scene(("a", "left of", "b"), ("b", "left of", "c"), ("c", "left of", "a")))
    assert graph.contradictions(scene(("a", "left of", "b"), ("a", "right of", "b")))
    assert graph.contradictions(scene(("a", "larger than", "b"), ("b", "larger than", "a")))
    assert graph.contradictions(scene(("a", "left of", "b"), ("b", "right of", "a"), ("a", "in front of", "b"))) == []
    assert graph.contradictions(scene(("a", "left of", "b", 0, 1), ("b", "left of", "a", 1, 2))) == []


def test_order_puts_what_carries_first():
    assert graph.order(scene(("a", "on", "b"), ("b", "on", "d"))) == ["c", "d", "b", "a"]
    assert graph.order(scene(("a", "on", "b"), ("b", "on", "a"))) == ["a", "b", "c", "d"]


def test_states_come_in_order_of_time():
    found = graph.states(scene(("a", "morphs into", "b", 3, 4), ("a", "morphs into", "c", 1, 2)), "a")
    assert [node.id for _, node in found] == ["c", "b"]


def test_the_view_holds_everything():
    whole = graph.view(scene(("a", "on", "b"), ("a", "next to", "b")))
    assert (whole.number_of_nodes(), whole.number_of_edges("a", "b")) == (4, 2)


def test_cards_do_not_share_a_place_and_the_layout_is_the_same_each_time():
    made = scene(("a", "orbits", "b"), ("c", "passes", "b"), ("b", "morphs into", "d"), ("d", "on", "a"), count=6)
    places = graph.layout(made)
    assert places == graph.layout(made)
    assert len(set(places.values())) == 6
    assert places["a"][1] < places["b"][1] < places["d"][1]
    assert graph.layout(Scene()) == {}


def test_a_chain_of_states_belongs_to_its_object():
    nodes = (Node("a", category="mug"), *(Node(name, kind="state", category="mug") for name in "stu"))
    scene = Scene(nodes=nodes, relations=(
        Relation("q", "morphs into", "s", "t", 3.0, 4.0), Relation("r", "morphs into", "a", "s", 1.0, 2.0)))
    assert [(relation.id, state.id) for relation, state in graph.states(scene, "a")] == [("r", "s"), ("q", "t")]
    assert [graph.bearer(scene, name) for name in "astu"] == ["a", "a", "a", "u"]
    ring = scene.changed(relations=(Relation("x", "morphs into", "s", "t"), Relation("y", "morphs into", "t", "s")))
    assert [state.id for _, state in graph.states(ring, "s")] == ["t", "s"]
    assert graph.bearer(ring, "s") in ("s", "t")
