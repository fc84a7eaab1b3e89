"""What the graph editor does to a document, as edits.

In     a Scene and what the artist asked for.   Out   edits (engine.document.edits) and the ids they will make.
Raises SceneError where a node or relation is not there.  Knows nothing of Qt.

A state is what an object morphs into: connecting "morphs into" makes its target a state, and taking the last such
relation away makes it an object again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import replace

from engine.document.edits import AddNode, AddRelation, Edit, Group, RemoveNode, RemoveRelation, SetNode, SetRelation
from engine.document.plain import scene_from_json, scene_to_json
from engine.document.scene import Generation, Motion, Node, Relation, Scene
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.palettes import outfit
from engine.vocabulary.relations import RELATIONS

KINDS = {"camera": "Camera", "light": "Light", "group": "Group"}
"""Nodes that are not generated, and what they are called."""
MORPH = "morphs into"
SEEDS = 2**31


def free_id(scene: Scene, wanted: str, taken: frozenset[str] = frozenset()) -> str:
    """The wanted id, or it with the next number, that nothing in the scene has."""
    used = {n.id for n in scene.nodes} | {r.id for r in scene.relations} | taken
    stem = re.sub(r"[^a-z0-9_-]+", "-", wanted.lower()).strip("-") or "node"
    number, name = 1, stem
    while name in used:
        number += 1
        name = f"{stem}-{number}"
    return name


def free_name(scene: Scene, wanted: str) -> str:
    """The wanted name, or it with the next number."""
    used, number, name = {n.name for n in scene.nodes}, 1, wanted
    while name in used:
        number += 1
        name = f"{wanted} {number}"
    return name


def added(scene: Scene, what: str, card: tuple[float, float] | None = None) -> tuple[Edit, str]:
    """A new object of a category, or a camera, light or group; with the place of its card."""
    if what in KINDS:
        node = Node(free_id(scene, what), what, free_name(scene, KINDS[what]), card=card)
        return AddNode(node), node.id
    category = CATEGORIES[what]
    seed = (sum(ord(c) * 31**i for i, c in enumerate(what)) + 7919 * len(scene.nodes)) % SEEDS
    verb = category.verbs[0] if category.verbs else "still"
    node = Node(free_id(scene, what), "object", free_name(scene, what.capitalize()), what, motion=Motion(verb),
                generation=Generation(seed=seed), colours=outfit(category.mains, category.seconds, seed), card=card)
    return AddNode(node), node.id


def connected(scene: Scene, kind: str, source: str, target: str, start: float = 0.0) -> tuple[Edit, str]:
    """A new relation; it begins at `start` [s] where it is one of change."""
    row = RELATIONS[kind]
    at = min(start, scene.duration - 0.1) if row.family == "change" else 0.0
    end = None if row.duration is None else min(at + row.duration, scene.duration)
    relation = Relation(free_id(scene, f"{source}-{kind}-{target}"[:60]), kind, source, target, max(at, 0.0), end)
    steps: list[Edit] = [AddRelation(relation)]
    if kind == MORPH and scene.node(target).kind == "object":
        steps.append(SetNode(target, "kind", "state"))
    name = f"Add {_called(scene, source)} {kind} {_called(scene, target)}"
    return Group(tuple(steps), name), relation.id


def removed(scene: Scene, ids: tuple[str, ...]) -> Group:
    """Without these nodes and relations; states nothing morphs into any more become objects."""
    nodes = {n.id for n in scene.nodes} & set(ids)
    steps: list[Edit] = []
    left = scene
    for relation in scene.relations:
        if relation.id in ids and not {relation.source, relation.target} & nodes:
            steps.append(RemoveRelation(relation.id))
            freed = relation.kind == MORPH and not any(
                r.kind == MORPH and r.target == relation.target and r.id not in ids for r in scene.relations)
            if freed and scene.node(relation.target).kind == "state":
                steps.append(SetNode(relation.target, "kind", "object"))
    from engine.document.edits import apply

    for step in steps:
        left = apply(left, step)
    for node in sorted(nodes):
        if any(n.id == node for n in left.nodes):
            steps.append(RemoveNode(node))
            left = apply(left, steps[-1])
    return Group(tuple(steps), _counted("Delete", scene, ids))


def reversed_(scene: Scene, relation_id: str) -> Edit:
    """The relation with its ends exchanged, and with them what is said of either's parts."""
    relation = scene.relation(relation_id)
    matches = {match.last: replace(match, first=match.last, last=match.first)
               for match in reversed(relation.matches) if match.last}
    return Group((SetRelation(relation_id, "source", relation.target),
                  SetRelation(relation_id, "target", relation.source),
                  SetRelation(relation_id, "matches", tuple(matches[last] for last in sorted(matches))),
                  SetRelation(relation_id, "timings", tuple(
                      replace(timing, first=timing.last, last=timing.first) for timing in relation.timings))),
                 f"Reverse {relation.kind}")


def retyped(scene: Scene, relation_id: str, kind: str) -> Edit:
    """The relation as one of another kind, with what it can keep."""
    relation, row = scene.relation(relation_id), RELATIONS[kind]
    known = {setting.key: setting for setting in row.settings}
    kept = {key: value for key, value in relation.settings.items()
            if key in known and known[key].low <= value <= known[key].high}
    gone = () if row.family == "change" else (SetRelation(relation_id, "matches", ()),
                                              SetRelation(relation_id, "timings", ()))
    return Group((*gone, SetRelation(relation_id, "settings", kept), SetRelation(relation_id, "kind", kind)),
                 f"“{relation.kind}” to “{kind}”")


def reseeded(scene: Scene, ids: tuple[str, ...]) -> Group:
    """New seeds for these nodes, near nothing that was."""
    steps: list[Edit] = []
    for node in scene.nodes:
        if node.id in ids and node.category:
            seed = (node.generation.seed * 1103515245 + 12345) % SEEDS
            steps.append(SetNode(node.id, "generation", node.generation.fresh(seed=seed)))
    return Group(tuple(steps), _counted("New seed for", scene, ids))


def locked(scene: Scene, ids: tuple[str, ...], slots: tuple[str, ...]) -> Group:
    """Locks all parts of these nodes, or, where all were locked, unlocks them."""
    nodes = [n for n in scene.nodes if n.id in ids and n.category]
    every = all(n.generation.locked == slots for n in nodes)
    steps = tuple(SetNode(n.id, "generation.locked", () if every else slots) for n in nodes)
    return Group(steps, _counted("Unlock" if every else "Lock", scene, ids))


# ---- the clipboard -------------------------------------------------------------------------------


def copied(scene: Scene, ids: tuple[str, ...]) -> str:
    """These nodes and the relations among them, as text for the clipboard."""
    inside = {n.id for n in scene.nodes if n.id in ids}
    nodes = tuple(n if n.generation.constraints.tall_as in {None, *inside} else n.constrained(tall_as=None)
                  for n in scene.nodes if n.id in inside)
    nodes = tuple(n if n.parent in inside else n.changed(parent=None) for n in nodes)
    relations = tuple(r for r in scene.relations if r.source in inside and r.target in inside)
    part = Scene(nodes=nodes, relations=relations, duration=scene.duration, rate=scene.rate)
    return json.dumps({"chronoform": scene_to_json(part)})


def pasted(scene: Scene, text: str, shift: tuple[float, float] = (32.0, 32.0), *,
           blobs: Container[str] = ()) -> tuple[Group, tuple[str, ...]] | None:
    """What `copied` gave, under new ids beside the originals; None where the text is something else.

    `blobs`: the arrays that are here; an outline, or an imported object, that is not among them stays
    behind.
    """
    try:
        values = json.loads(text)
        part = scene_from_json(values["chronoform"])
    except (ValueError, KeyError, TypeError):
        return None
    here = tuple(node for node in part.nodes if node.imported is None or node.imported.file in blobs)
    ids = {node.id for node in here}
    part = part.changed(nodes=here, relations=tuple(r for r in part.relations if {r.source, r.target} <= ids))
    names: dict[str, str] = {}
    steps: list[Edit] = []
    for node in part.nodes:
        names[node.id] = free_id(scene, node.id, frozenset(names.values()))
    for node in part.nodes:
        asked = node.generation.constraints
        node = node.constrained(tall_as=names.get(asked.tall_as or ""),
                                outline=asked.outline if asked.outline is not None and asked.outline in blobs else None)
        card = None if node.card is None else (node.card[0] + shift[0], node.card[1] + shift[1])
        steps.append(AddNode(replace(node, id=names[node.id], name=free_name(scene, node.name), card=card,
                                     parent=names.get(node.parent or ""))))
    taken = frozenset(names.values())
    for relation in part.relations:
        new = free_id(scene, relation.id, taken)
        taken |= {new}
        end = None if relation.end is None else min(relation.end, scene.duration)
        if end is None or end > relation.start:
            steps.append(AddRelation(replace(relation, id=new, end=end, source=names[relation.source],
                                             target=names[relation.target])))
    return Group(tuple(steps), _counted("Paste", part, tuple(names))), tuple(names.values())


def _called(scene: Scene, node_id: str) -> str:
    return scene.node(node_id).name or node_id


def _counted(verb: str, scene: Scene, ids: tuple[str, ...]) -> str:
    names = [n.name or n.id for n in scene.nodes if n.id in ids] or [r.kind for r in scene.relations if r.id in ids]
    return f"{verb} {names[0]}" if len(names) == 1 else f"{verb} {len(names)}"
