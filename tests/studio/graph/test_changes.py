"""What the graph editor does to a document can be taken back, and leaves a document that is one."""

import pytest

from engine.document.check import check
from engine.document.edits import apply, inverse
from engine.document.scene import Node, Relation, Scene
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATION_KEYS
from studio.graph import changes
from studio.graph.choices import relations, things

SCENE = Scene(
    nodes=(Node("fish", name="Fish", category="fish"), Node("lamp", name="Lamp", category="lamp"),
           Node("tree", "state", "Tree", "tree")),
    relations=(Relation("r1", "orbits", "fish", "lamp", 0.0, 3.0), Relation("r2", "morphs into", "lamp", "tree", 3.0)))


def _there_and_back(scene, edit):
    after = apply(scene, edit)
    check(after)
    assert apply(after, inverse(scene, edit)) == scene
    return after


@pytest.mark.parametrize("what", [*CATEGORIES, "camera", "light", "group"])
def test_everything_in_the_list_can_be_added_twice(what):
    edit, first = changes.added(SCENE, what, (4.0, 8.0))
    scene = _there_and_back(SCENE, edit)
    edit, second = changes.added(scene, what)
    scene = _there_and_back(scene, edit)
    assert first != second
    assert scene.node(first).card == (4.0, 8.0)
    assert scene.node(first).name != scene.node(second).name


@pytest.mark.parametrize("kind", RELATION_KEYS)
def test_every_relation_can_be_drawn_at_any_time(kind):
    for time in (0.0, 2.0, SCENE.duration):
        edit, relation = changes.connected(SCENE, kind, "lamp", "fish", time)
        scene = _there_and_back(SCENE, edit)
        assert scene.relation(relation).kind == kind


def test_a_morphs_target_becomes_a_state_and_an_object_again():
    edit, relation = changes.connected(SCENE, "morphs into", "lamp", "fish", 1.0)
    scene = _there_and_back(SCENE, edit)
    assert scene.node("fish").kind == "state"
    scene = _there_and_back(scene, changes.removed(scene, (relation,)))
    assert scene.node("fish").kind == "object"


def test_deleting_an_object_takes_its_relations_and_states():
    scene = _there_and_back(SCENE, changes.removed(SCENE, ("lamp",)))
    assert [n.id for n in scene.nodes] == ["fish"]
    assert scene.relations == ()
    everything = _there_and_back(SCENE, changes.removed(SCENE, ("fish", "lamp", "tree", "r1")))
    assert everything.nodes == ()


def test_a_copy_comes_back_beside_the_original():
    text = changes.copied(SCENE, ("lamp", "fish"))
    edit, ids = changes.pasted(SCENE, text)
    scene = _there_and_back(SCENE, edit)
    assert ids == ("fish-2", "lamp-2")
    assert [r for r in scene.relations if r.source == "fish-2"][0].target == "lamp-2"
    assert changes.pasted(SCENE, "just words") is None


def test_another_seed_throws_nothing_else_away():
    scene = _there_and_back(SCENE, changes.reseeded(SCENE, ("lamp",)))
    assert scene.node("lamp").generation.seed != SCENE.node("lamp").generation.seed
    assert scene.node("fish") is SCENE.node("fish")


def test_the_lists_hold_all_there_is():
    assert {c.key for c in things()} == {*CATEGORIES, *changes.KINDS}
    assert {c.key for c in relations()} == set(RELATION_KEYS)


def test_a_pasted_likeness_is_to_the_pasted_one_and_an_outline_stays_where_its_array_is():
    scene = Scene(nodes=(Node("chair", category="chair").constrained(tall_as="lamp", outline="a" * 64),
                         Node("lamp", category="lamp")))

    def pasted(ids, **more):
        edit, names = changes.pasted(scene, changes.copied(scene, ids), **more)
        return apply(scene, edit).node(names[0]).generation.constraints

    assert (pasted(("chair", "lamp")).tall_as, pasted(("chair",)).tall_as) == ("lamp-2", None)
    assert (pasted(("chair",)).outline, pasted(("chair",), blobs={"a" * 64}).outline) == (None, "a" * 64)
