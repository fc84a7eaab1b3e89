"""Edits: the inverse of every edit leads back to the very scene, whatever the scene and the edit."""

import random

import pytest

from engine.document.edits import (
    AddKey,
    AddNode,
    AddRelation,
    Edit,
    Group,
    MoveKey,
    RemoveKey,
    RemoveNode,
    RemoveRelation,
    SetNode,
    SetRelation,
    SetScene,
    SetTokens,
    apply,
    described,
    inverse,
)
from engine.document.scene import Key, Motion, Node, Relation, Scene, SceneError


def start() -> Scene:
    return Scene(
        nodes=(Node("fish", category="fish", parent="group"), Node("lamp", category="lamp"),
               Node("tree", kind="state", category="tree"), Node("group", kind="group"),
               Node("chair", category="chair", parent="group")),
        relations=(Relation("orbit", "orbits", "fish", "lamp"),
                   Relation("morph", "morphs into", "lamp", "tree", 3, 4.5),
                   Relation("pass", "passes", "chair", "lamp")),
    )


def any_edit(scene: Scene, chance: random.Random, count: list[int]) -> Edit:
    """An edit that fits the scene."""
    count[0] += 1
    node = chance.choice(scene.nodes)
    paths = ("position.x", "attributes.height", "motion.speed")
    keyed = [(n.id, t.path, k) for n in scene.nodes for t in n.tracks for k in t.keys]
    choices: list[Edit] = [
        AddNode(Node(f"new-{count[0]}", category="mug"), chance.choice([None, 0, len(scene.nodes) // 2])),
        SetNode(node.id, "attributes.height", chance.choice([None, chance.uniform(-1, 1)])),
        SetNode(node.id, "colours.main", (chance.random(), 0.5, 0.5)),
        SetNode(node.id, "motion.speed", chance.uniform(0, 3)),
        SetNode(node.id, "motion", Motion("hop")),
        SetNode(node.id, "placement.position", chance.choice([None, (chance.random(), 0.0, 0.0)])),
        SetNode(node.id, "name", f"name {count[0]}"),
        SetTokens(node.id, "a" * 64, "revision"),
        SetScene("duration", chance.uniform(1, 20)),
        AddKey(node.id, chance.choice(paths), Key(chance.choice([0.0, 1.0, 2.0, chance.random()]), chance.random())),
    ]
    if len(scene.nodes) > 2:
        other = chance.choice([n for n in scene.nodes if n is not node])
        choices += [RemoveNode(node.id),
                    AddRelation(Relation(f"r-{count[0]}", "next to", node.id, other.id), chance.choice([None, 0])),
                    Group((AddNode(Node(f"g-{count[0]}", kind="state", category="tree")),
                           AddRelation(Relation(f"m-{count[0]}", "morphs into", node.id, f"g-{count[0]}", 1, 2)),
                           RemoveNode(other.id)))]
    if scene.relations:
        relation = chance.choice(scene.relations)
        choices += [RemoveRelation(relation.id), SetRelation(relation.id, "end", relation.start + 1.0),
                    SetRelation(relation.id, "kind", "behind") if not relation.settings else SetScene("rate", 24.0)]
    if keyed:
        node_id, path, key = chance.choice(keyed)
        choices += [RemoveKey(node_id, path, key.time),
                    MoveKey(node_id, path, key.time, chance.choice([0.0, 2.0, 5.5])),
                    MoveKey(node_id, path, key.time, key.time, 0.25)]
    return chance.choice(choices)


@pytest.mark.parametrize("seed", range(25))
def test_apply_then_inverse_restores_every_scene_on_the_way(seed):
    chance, count, scene = random.Random(seed), [0], start()
    undo: list[tuple[Scene, Edit]] = []
    for _ in range(40):
        edit = any_edit(scene, chance, count)
        undo.append((scene, inverse(scene, edit)))
        assert described(scene, edit)
        scene = apply(scene, edit)
    for before, edit in reversed(undo):
        redo = inverse(scene, edit)
        assert apply(apply(scene, edit), redo) == scene
        scene = apply(scene, edit)
        assert scene == before


def test_removing_an_object_takes_its_relations_and_its_own_states():
    scene = apply(start(), RemoveNode("lamp"))
    assert [node.id for node in scene.nodes] == ["fish", "group", "chair"]
    assert scene.relations == ()


def test_a_state_shared_with_another_object_stays():
    shared = apply(start(), AddRelation(Relation("also", "morphs into", "chair", "tree", 1, 2)))
    assert any(node.id == "tree" for node in apply(shared, RemoveNode("lamp")).nodes)


def test_removing_a_group_keeps_its_members():
    scene = apply(start(), RemoveNode("group"))
    assert scene.node("fish").parent is None
    assert scene.node("chair").parent is None


def test_what_an_edit_does_not_touch_stays_the_same_object():
    before = start()
    after = apply(before, SetNode("fish", "motion.speed", 2.0))
    assert after.node("lamp") is before.node("lamp")
    assert after.relations is before.relations


@pytest.mark.parametrize(("edit", "named"), [
    (RemoveNode("ghost"), "ghost"), (AddNode(Node("fish")), "already"), (SetNode("fish", "charm", 1), "charm"),
    (SetNode("fish", "id", "x"), "id"), (SetNode("fish", "motion.speed", "fast"), "wrong type"),
    (AddRelation(Relation("x", "on", "fish", "ghost")), "ghost"), (RemoveKey("fish", "position.x", 1.0), "no key"),
    (AddKey("fish", "nothing", Key(0, 0)), "nothing"), (SetNode("fish", "attributes.height", float("nan")), "nan"),
])
def test_an_edit_that_cannot_be_is_refused_by_name(edit, named):
    with pytest.raises(SceneError, match=named):
        apply(start(), edit)
