"""Edits: small values that change a scene, each with its inverse.

In     a Scene and an edit.   Out   a new Scene; or the edit that leads back.
Raises SceneError when the edit names what is not there, or its result would be no scene.
Knows nothing of history, files, torch or Qt.

For every scene and edit: apply(apply(scene, edit), inverse(scene, edit)) == scene. Everything an edit does not touch
is the same object before and after, so that comparing scenes node by node is a comparison of identities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from engine.document.check import check
from engine.document.scene import Key, Node, Relation, Scene, SceneError, Track


@dataclass(frozen=True)
class AddNode:
    node: Node
    index: int | None = None      # place in the scene's list; None: the end


@dataclass(frozen=True)
class RemoveNode:
    """Removes the node, its relations and the states only it morphs into. A group's members stay, one level up; what
    was to be as tall as one that is gone is as tall as it likes.
    """

    id: str


@dataclass(frozen=True)
class SetNode:
    """`path` names a field, "motion.speed", or an entry of a mapping, "attributes.height" (None takes it out)."""

    id: str
    path: str
    value: Any


@dataclass(frozen=True)
class AddRelation:
    relation: Relation
    index: int | None = None


@dataclass(frozen=True)
class RemoveRelation:
    id: str


@dataclass(frozen=True)
class SetRelation:
    id: str
    path: str
    value: Any


@dataclass(frozen=True)
class SetScene:
    path: str                     # "duration", "rate", "prompt", ...
    value: Any


@dataclass(frozen=True)
class AddKey:
    """A key on the track `path` of a node; it replaces a key at the same time. A missing track is made."""

    id: str
    path: str
    key: Key


@dataclass(frozen=True)
class MoveKey:
    """The key at `time` goes to the time `to`; `value` None keeps its value. A key already there gives way."""

    id: str
    path: str
    time: float
    to: float
    value: float | None = None


@dataclass(frozen=True)
class RemoveKey:
    """Takes the key at `time` out; a track without keys goes too."""

    id: str
    path: str
    time: float


@dataclass(frozen=True)
class SetTokens:
    """What the generator gave: the tokens' blob hash and the revision of the weights."""

    id: str
    tokens: str | None
    weights: str | None


@dataclass(frozen=True)
class Group:
    """Edits applied one after the other as one step; the scene is checked after the last."""

    edits: tuple[Edit, ...]
    name: str = ""


@dataclass(frozen=True)
class TakeNode:
    """Takes a node out, and nothing with it: the inverse of AddNode. Removing is RemoveNode."""

    id: str


_TALL_AS = "generation.constraints.tall_as"

Edit = (AddNode | TakeNode | RemoveNode | SetNode | AddRelation | RemoveRelation | SetRelation | SetScene | AddKey
        | MoveKey | RemoveKey | SetTokens | Group)


def apply(scene: Scene, edit: Edit) -> Scene:
    """The scene after the edit."""
    after = _apply(scene, edit)
    try:
        check(after, scene)
    except (TypeError, AttributeError) as error:
        raise SceneError(f"{edit!r} sets a value of the wrong type: {error}") from error
    return after


def inverse(scene: Scene, edit: Edit) -> Edit:
    """The edit that takes apply(scene, edit) back to `scene`."""
    match edit:
        case AddNode(node):
            return TakeNode(node.id)
        case AddRelation(relation):
            return RemoveRelation(relation.id)
        case RemoveNode(node_id):
            return _restored(scene, node_id)
        case RemoveRelation(relation_id):
            index = _index(scene.relations, relation_id, "relation")
            return AddRelation(scene.relations[index], index)
        case SetNode(node_id, path):
            return SetNode(node_id, path, _get(scene.node(node_id), path))
        case SetRelation(relation_id, path):
            return SetRelation(relation_id, path, _get(scene.relation(relation_id), path))
        case SetScene(path):
            return SetScene(path, _get(scene, path))
        case AddKey(node_id) | MoveKey(node_id) | RemoveKey(node_id):
            return SetNode(node_id, "tracks", scene.node(node_id).tracks)
        case SetTokens(node_id):
            return SetNode(node_id, "generation", scene.node(node_id).generation)
        case TakeNode(node_id):
            index = _index(scene.nodes, node_id, "node")
            return AddNode(scene.nodes[index], index)
        case Group(edits, name):
            back: list[Edit] = []
            for step in edits:
                back.append(inverse(scene, step))
                scene = _apply(scene, step)
            return Group(tuple(reversed(back)), name)
    raise SceneError(f"{edit!r} is no edit")


def described(scene: Scene, edit: Edit) -> str:
    """What the artist reads in the history: "Add fish", "Set height of lamp"."""
    match edit:
        case AddNode(node):
            return f"Add {node.name or node.id}"
        case RemoveNode(node_id) | TakeNode(node_id):
            return f"Delete {_called(scene, node_id)}"
        case SetNode(node_id, path):
            return f"Set {path.replace('.', ' ')} of {_called(scene, node_id)}"
        case AddRelation(relation):
            return f"Add {_called(scene, relation.source)} {relation.kind} {_called(scene, relation.target)}"
        case RemoveRelation(relation_id):
            return f"Delete {scene.relation(relation_id).kind}"
        case SetRelation(relation_id, path):
            return f"Set {path.replace('.', ' ')} of {scene.relation(relation_id).kind}"
        case SetScene(path):
            return f"Set the scene's {path}"
        case AddKey(_, path):
            return f"Key {path}"
        case MoveKey(_, path):
            return f"Move a key of {path}"
        case RemoveKey(_, path):
            return f"Delete a key of {path}"
        case SetTokens(node_id):
            return f"Generate {_called(scene, node_id)}"
        case Group(edits, name):
            return name or (described(scene, edits[0]) if edits else "Nothing")
    return type(edit).__name__


def _called(scene: Scene, node_id: str) -> str:
    return scene.node(node_id).name or node_id


def _apply(scene: Scene, edit: Edit) -> Scene:
    match edit:
        case AddNode(node, index):
            return scene.changed(nodes=_inserted(scene.nodes, node, index, "node"))
        case AddRelation(relation, index):
            return scene.changed(relations=_inserted(scene.relations, relation, index, "relation"))
        case RemoveNode(node_id):
            return _without(scene, node_id)
        case RemoveRelation(relation_id):
            index = _index(scene.relations, relation_id, "relation")
            return scene.changed(relations=scene.relations[:index] + scene.relations[index + 1:])
        case SetNode(node_id, path, value):
            return _with_node(scene, _set(scene.node(node_id), path, value), node_id)
        case SetRelation(relation_id, path, value):
            index = _index(scene.relations, relation_id, "relation")
            changed = _set(scene.relations[index], path, value)
            return scene.changed(relations=scene.relations[:index] + (changed,) + scene.relations[index + 1:])
        case SetScene(path, value):
            return _set(scene, path, value)
        case AddKey(node_id, path, key):
            return _with_keys(scene, node_id, path, (*_keys(scene, node_id, path, without=key.time), key))
        case MoveKey():
            return _moved(scene, edit)
        case RemoveKey(node_id, path, time):
            _key(scene, node_id, path, time)
            return _with_keys(scene, node_id, path, _keys(scene, node_id, path, without=time))
        case SetTokens(node_id, tokens, weights):
            node = scene.node(node_id)
            made = replace(node.generation, tokens=tokens, weights=weights)
            return _with_node(scene, node.changed(generation=made), node_id)
        case TakeNode(node_id):
            index = _index(scene.nodes, node_id, "node")
            return scene.changed(nodes=scene.nodes[:index] + scene.nodes[index + 1:])
        case Group(edits):
            for step in edits:
                scene = _apply(scene, step)
            return scene
    raise SceneError(f"{edit!r} is no edit")


def _index(items: tuple, item_id: str, what: str) -> int:
    for index, item in enumerate(items):
        if item.id == item_id:
            return index
    raise SceneError(f"the scene has no {what} {item_id!r}")


def _inserted(items: tuple, item: Any, index: int | None, what: str) -> tuple:
    if any(other.id == item.id for other in items):
        raise SceneError(f"the scene already has a {what} {item.id!r}")
    at = len(items) if index is None else index
    return items[:at] + (item,) + items[at:]


def _with_node(scene: Scene, node: Node, node_id: str) -> Scene:
    return scene.changed(nodes=tuple(node if other.id == node_id else other for other in scene.nodes))


def _goes_with(scene: Scene, node_id: str) -> set[str]:
    """The node and, in turn, every state that no other remaining node morphs into."""
    scene.node(node_id)
    gone = {node_id}
    changes = [(r.source, r.target) for r in scene.relations if r.kind == "morphs into"]
    while True:
        more = {target for source, target in changes if source in gone and target not in gone
                and scene.node(target).kind == "state"
                and not any(t == target and s not in gone for s, t in changes)}
        if not more:
            return gone
        gone |= more


def _without(scene: Scene, node_id: str) -> Scene:
    gone = _goes_with(scene, node_id)
    up = scene.node(node_id).parent
    left = tuple(node.changed(parent=up) if node.parent == node_id else node
                 for node in scene.nodes if node.id not in gone)
    return scene.changed(
        nodes=tuple(_set(node, _TALL_AS, None) if _get(node, _TALL_AS) in gone else node for node in left),
        relations=tuple(r for r in scene.relations if r.source not in gone and r.target not in gone),
    )


def _restored(scene: Scene, node_id: str) -> Group:
    gone = _goes_with(scene, node_id)
    nodes = [AddNode(node, i) for i, node in enumerate(scene.nodes) if node.id in gone]
    members = [SetNode(node.id, "parent", node_id) for node in scene.nodes if node.parent == node_id]
    members += [SetNode(node.id, _TALL_AS, _get(node, _TALL_AS)) for node in scene.nodes
                if node.id not in gone and _get(node, _TALL_AS) in gone]
    relations = [AddRelation(r, i) for i, r in enumerate(scene.relations) if r.source in gone or r.target in gone]
    return Group((*nodes, *members, *relations))


def _get(value: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        elif is_dataclass(value) and name in {item.name for item in fields(value)}:
            value = getattr(value, name)
        else:
            raise SceneError(f"there is nothing called {path!r} to set")
    return value


def _set(value: Any, path: str, new: Any) -> Any:
    name, _, rest = path.partition(".")
    if name == "id":
        raise SceneError("an id stays what it is: set the name instead")
    if isinstance(value, Mapping):
        entries = {key: inner for key, inner in value.items() if key != name}
        return entries if new is None else entries | {name: new}
    if not is_dataclass(value) or name not in {item.name for item in fields(value)}:
        raise SceneError(f"there is nothing called {path!r} to set")
    return replace(value, **{name: _set(getattr(value, name), rest, new) if rest else new})   # type: ignore[arg-type]


def _keys(scene: Scene, node_id: str, path: str, *, without: float) -> tuple[Key, ...]:
    for track in scene.node(node_id).tracks:
        if track.path == path:
            return tuple(key for key in track.keys if key.time != without)
    return ()


def _key(scene: Scene, node_id: str, path: str, time: float) -> Key:
    for track in scene.node(node_id).tracks:
        for key in track.keys:
            if track.path == path and key.time == time:
                return key
    raise SceneError(f"node {node_id!r} has no key of {path!r} at {time:g} s")


def _moved(scene: Scene, edit: MoveKey) -> Scene:
    key = _key(scene, edit.id, edit.path, edit.time)
    moved = replace(key, time=edit.to, value=key.value if edit.value is None else edit.value)
    keys = tuple(k for k in _keys(scene, edit.id, edit.path, without=edit.time) if k.time != edit.to)
    return _with_keys(scene, edit.id, edit.path, (*keys, moved))


def _with_keys(scene: Scene, node_id: str, path: str, keys: tuple[Key, ...]) -> Scene:
    node = scene.node(node_id)
    track = Track(path, tuple(sorted(keys, key=lambda key: key.time)))
    if any(other.path == path for other in node.tracks):
        tracks = tuple(track if other.path == path else other for other in node.tracks)
    else:
        tracks = (*node.tracks, track)
    return _with_node(scene, node.changed(tracks=tuple(t for t in tracks if t.keys)), node_id)
