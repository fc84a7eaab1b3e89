"""What makes a scene a scene: every rule a value must keep, checked at once.

In     a Scene whose values have the right types.   Out   nothing.
Raises SceneError naming the node, relation or value that breaks a rule.
Knows nothing of files, torch or Qt.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from engine.document.scene import (
    EASINGS,
    NODE_KINDS,
    PART_EASINGS,
    UPS,
    Cue,
    Imported,
    Node,
    Relation,
    Scene,
    SceneError,
    Track,
)
from engine.vocabulary.attributes import ATTRIBUTES, COLOURS, OPTIONS
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.slots import CHANNEL, ROLES, SLOT, part_named
from engine.vocabulary.verbs import VERBS

NODE_LIMIT = 500
RELATION_LIMIT = 2000
KEY_LIMIT = 10_000
DURATION_LIMIT = 3600.0
RATE_LIMIT = 240.0
LENGTHS = (0.01, 1000.0)
"""The least and the most of a constraint [m]."""
UNITS = (1e-6, 1e6)
"""The least and the most that a unit of an imported file is [m]."""
TAKE_LIMIT = 10_000
CUE_LIMIT = 100
BLEND_LIMIT = 60.0
PROPERTY_LIMIT, PROPERTY_LENGTH, SOCKET_LIMIT = 64, 4096, 64
PROPERTY_NAME = re.compile(r"(?!chronoform$)[^\x00-\x1f=]{1,64}")
SOCKET_NAME = re.compile(r"[^\x00-\x1f=@]{1,64}")
"""What an artist may call a property and a socket; one name is kept for what Chronoform itself says in files."""
SHORTEST = 0.02
"""Share of a morph that a part's own way takes at least: in less it would leap."""
TRACK_ROOTS = {
    "attributes": ATTRIBUTES,
    "colours": tuple(f"{colour}.{axis}" for colour in COLOURS for axis in "rgb"),
    "motion": ("intensity", "speed", "phase"),
    "generation": ("seed", "guidance"),
    "position": ("x", "y", "z"),
    "rotation": ("x", "y", "z"),
    "scale": ("",),
    "settings": None,
}
"""What a track may animate: the first word of its path, and the names after it (None: any)."""

_ID = re.compile(r"[a-z0-9_-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")


def check(scene: Scene, known: Scene | None = None) -> None:
    """Raise SceneError at the first rule the scene breaks.

    Nodes and relations that `known`, a scene checked before, holds as the same objects are not looked into again: what
    an edit costs then depends on what it changes.
    """
    same = set() if known is None else {id(item) for item in (*known.nodes, *known.relations)}
    new = scene.changed(nodes=tuple(node for node in scene.nodes if id(node) not in same),
                        relations=tuple(relation for relation in scene.relations if id(relation) not in same))
    finite(new, "scene")
    if not 0.0 < scene.duration <= DURATION_LIMIT:
        raise SceneError(f"the scene lasts {scene.duration} s; it must be over 0 and at most {DURATION_LIMIT:g} s")
    if not 1.0 <= scene.rate <= RATE_LIMIT:
        raise SceneError(f"the scene's rate is {scene.rate} per second; it must be 1 to {RATE_LIMIT:g}")
    if len(scene.nodes) > NODE_LIMIT or len(scene.relations) > RELATION_LIMIT:
        raise SceneError(f"the scene has {len(scene.nodes)} nodes and {len(scene.relations)} relations; "
                         f"at most {NODE_LIMIT} and {RELATION_LIMIT} are possible")
    for marker in scene.markers:
        if not 0.0 <= marker.time <= DURATION_LIMIT:
            raise SceneError(f"marker {marker.name!r} is at {marker.time} s; it must be 0 to {DURATION_LIMIT:g} s")
    nodes = _by_id(scene.nodes, "node")
    _by_id(scene.relations, "relation")
    for node in new.nodes:
        _check_node(node)
    for node in scene.nodes:
        _check_parent(node, nodes)
        _check_likeness(node, nodes)
    for relation in scene.relations:
        _check_relation(relation, nodes)


def finite(value: Any, name: str) -> None:
    """Raise SceneError where a number anywhere inside `value` is NaN or infinite."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise SceneError(f"{name} is {value}, which is not a number a scene can hold")
    elif is_dataclass(value):
        for item in fields(value):
            finite(getattr(value, item.name), f"{name}.{item.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            finite(inner, f"{name}.{key}")
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            finite(inner, f"{name}[{getattr(inner, 'id', index)}]")


def check_track_path(path: str) -> None:
    """Raise SceneError unless a track may animate `path`."""
    root, _, rest = path.partition(".")
    if root not in TRACK_ROOTS or (TRACK_ROOTS[root] is not None and rest not in TRACK_ROOTS[root]):
        raise SceneError(f"nothing can be animated under {path!r}")


def _by_id(items: tuple, what: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        if not _ID.fullmatch(item.id):
            raise SceneError(f"{what} id {item.id!r} must be 1 to 64 of a-z, 0-9, _ and -")
        if item.id in found:
            raise SceneError(f"two {what}s have the id {item.id!r}")
        found[item.id] = item
    return found


def _check_node(node: Node) -> None:
    who = f"node {node.id!r}"
    if node.kind not in NODE_KINDS:
        raise SceneError(f"{who} is of unknown kind {node.kind!r}; known: {', '.join(NODE_KINDS)}")
    if node.category and node.category not in CATEGORIES:
        raise SceneError(f"{who} is of unknown category {node.category!r}; known: {', '.join(CATEGORIES)}")
    if node.motion.verb not in VERBS:
        raise SceneError(f"{who} moves by the unknown verb {node.motion.verb!r}; known: {', '.join(VERBS)}")
    if not 0.0 <= node.motion.intensity <= 1.0 or not 0.0 <= node.motion.speed <= 20.0:
        raise SceneError(f"{who} has motion intensity {node.motion.intensity} and speed {node.motion.speed}; "
                         "intensity is 0 to 1, speed 0 to 20")
    for key, value in node.attributes.items():
        if key not in ATTRIBUTES and key not in OPTIONS:
            raise SceneError(f"{who} has the unknown attribute {key!r}; known: {', '.join(ATTRIBUTES)}")
        if not -1.0 <= value <= 1.0:
            raise SceneError(f"{who} has {key} {value}; attributes run from -1 to 1")
    for key, colour in node.colours.items():
        if key not in COLOURS or not all(0.0 <= x <= 1.0 for x in colour):
            raise SceneError(f"{who} has the colour {key!r} = {colour}; known: {', '.join(COLOURS)}, each 0 to 1")
    if node.placement.scale <= 0.0:
        raise SceneError(f"{who} has scale {node.placement.scale}; it must be over 0")
    _check_generation(node, who)
    if node.imported is not None:
        _check_imported(node, node.imported, who)
    _check_attached(node, who)
    for index, override in enumerate(node.overrides):
        if override.slot not in SLOT or override.channel not in CHANNEL:
            raise SceneError(f"{who}, override {index}: there is no {override.channel!r} of a slot {override.slot!r}")
    if len({track.path for track in node.tracks}) != len(node.tracks):
        raise SceneError(f"{who} has two tracks of the same path")
    for track in node.tracks:
        _check_track(track, who)


def _check_attached(node: Node, who: str) -> None:
    if len(node.properties) > PROPERTY_LIMIT or len(node.sockets) > SOCKET_LIMIT:
        raise SceneError(f"{who} has {len(node.properties)} properties and {len(node.sockets)} sockets; at most "
                         f"{PROPERTY_LIMIT} and {SOCKET_LIMIT} are possible")
    for name, text in node.properties.items():
        if not PROPERTY_NAME.fullmatch(name):
            raise SceneError(f"{who} has a property {name!r}; a name has 1 to 64 letters without =, and is not "
                             "chronoform")
        if len(text) > PROPERTY_LENGTH:
            raise SceneError(f"{who}: property {name!r} has {len(text)} letters; at most {PROPERTY_LENGTH} are "
                             "possible")
    for socket in node.sockets:
        if not SOCKET_NAME.fullmatch(socket.name):
            raise SceneError(f"{who} has a socket {socket.name!r}; a name has 1 to 64 letters without = and @")
    if len({socket.name for socket in node.sockets}) < len(node.sockets):
        raise SceneError(f"{who} has two sockets of one name")


def _check_generation(node: Node, who: str) -> None:
    generation = node.generation
    for what, name in (("its tokens", generation.tokens), ("what it is near", generation.near)):
        if name is not None and not _HASH.fullmatch(name):
            raise SceneError(f"{who} names {what} {name!r}, which is no SHA-256")
    if not 0.0 < generation.strength <= 1.0:
        raise SceneError(f"{who} varies by the strength {generation.strength}; it must be over 0 and at most 1")
    if not 0 <= generation.seed < 2**63:
        raise SceneError(f"{who} has seed {generation.seed}; it must be 0 to 2^63 - 1")
    if not 1 <= generation.steps <= 1000 or not 0.0 <= generation.guidance <= 100.0:
        raise SceneError(f"{who} asks for {generation.steps} steps at guidance {generation.guidance}; "
                         "steps are 1 to 1000, guidance 0 to 100")
    if generation.like and generation.like not in CATEGORIES:
        raise SceneError(f"{who} is to be like the unknown category {generation.like!r}; "
                         f"known: {', '.join(CATEGORIES)}")
    if not 0.0 <= generation.share <= 1.0:
        raise SceneError(f"{who} is to be like another by {generation.share}; a share is 0 to 1")
    for key, value in generation.avoid.items():
        if key not in ATTRIBUTES and key not in OPTIONS or not -1.0 <= value <= 1.0:
            raise SceneError(f"{who} is to avoid {key!r} = {value}; attributes are {', '.join(ATTRIBUTES)}, -1 to 1")
    for slot in generation.locked:
        if slot not in SLOT:
            raise SceneError(f"{who} locks the unknown part {slot!r}")
    asked = generation.constraints
    for length in (*(asked.box or ()), *(() if asked.height is None else (asked.height,))):
        if not LENGTHS[0] <= length <= LENGTHS[1]:
            raise SceneError(f"{who} is to be {length:g} m large; lengths are {LENGTHS[0]:g} to {LENGTHS[1]:g} m")
    if asked.height is not None and asked.tall_as is not None:
        raise SceneError(f"{who} is to be {asked.height:g} m tall and as tall as {asked.tall_as!r}: only one can be")
    if asked.outline is not None and not _HASH.fullmatch(asked.outline):
        raise SceneError(f"{who} names its outline {asked.outline!r}, which is no SHA-256")


def _check_imported(node: Node, imported: Imported, who: str) -> None:
    if node.kind not in ("object", "state") or node.category:
        raise SceneError(f"{who} is imported from {imported.name!r}, so it must be an object or a state without a "
                         "category")
    for what, name in (("file", imported.file), ("rig", imported.rig)):
        if name is not None and not _HASH.fullmatch(name):
            raise SceneError(f"{who} names its {what} {name!r}, which is no SHA-256")
    if imported.kind and imported.kind not in CATEGORIES:
        raise SceneError(f"{who} moves as the unknown category {imported.kind!r}; known: {', '.join(CATEGORIES)}")
    if not 0 <= imported.turn < 4:
        raise SceneError(f"{who} is turned by {imported.turn} quarters; it must be 0 to 3")
    if not UNITS[0] <= imported.scale <= UNITS[1]:
        raise SceneError(f"{who}: a unit of its file is {imported.scale:g} m; "
                         f"it must be {UNITS[0]:g} to {UNITS[1]:g} m")
    if imported.up not in UPS:
        raise SceneError(f"{who}: {imported.up!r} points up in its file; it must be one of {', '.join(UPS)}")
    takes = len(imported.contents.takes)
    if takes > TAKE_LIMIT:
        raise SceneError(f"{who}: its file has {takes} animations; at most {TAKE_LIMIT} are possible")
    for take in imported.played:
        if take is not None and not 0 <= take < max(takes, 1):
            raise SceneError(f"{who} plays animation {take} of {takes}")
    if not 0.0 <= imported.seam <= BLEND_LIMIT:
        raise SceneError(f"{who} has a seam of {imported.seam:g} s; it must be 0 to {BLEND_LIMIT:g} s")
    _check_cues(imported.cues, who)


def _check_cues(cues: tuple[Cue, ...], who: str) -> None:
    if len(cues) > CUE_LIMIT:
        raise SceneError(f"{who} changes its animation {len(cues)} times; at most {CUE_LIMIT} are possible")
    for cue in cues:
        if not 0.0 < cue.time <= DURATION_LIMIT:
            raise SceneError(f"{who} changes its animation at {cue.time:g} s; it must be over 0 and at most "
                             f"{DURATION_LIMIT:g} s")
        if not (0.0 <= cue.blend <= BLEND_LIMIT and 0.0 <= cue.speed <= 20.0):
            raise SceneError(f"{who} changes its animation in {cue.blend:g} s, to {cue.speed:g} times its speed; it "
                             f"must be 0 to {BLEND_LIMIT:g} s, 0 to 20 times")
    times = [cue.time for cue in cues]
    if any(b <= a for a, b in zip(times, times[1:])):
        raise SceneError(f"{who} changes its animation at times that do not increase")


def _check_track(track: Track, who: str) -> None:
    check_track_path(track.path)
    if len(track.keys) > KEY_LIMIT:
        raise SceneError(f"{who}, track {track.path!r} has {len(track.keys)} keys; at most {KEY_LIMIT} are possible")
    for key in track.keys:
        if key.easing not in EASINGS:
            raise SceneError(f"{who}, track {track.path!r}: unknown easing {key.easing!r}; "
                             f"known: {', '.join(EASINGS)}")
    times = [key.time for key in track.keys]
    if any(b <= a for a, b in zip(times, times[1:])):
        raise SceneError(f"{who}, track {track.path!r}: its keys' times do not increase")


def _check_parent(node: Node, nodes: dict[str, Node]) -> None:
    seen, at = {node.id}, node.parent
    while at is not None:
        if at not in nodes:
            raise SceneError(f"node {node.id!r} belongs to {at!r}, which does not exist")
        if nodes[at].kind != "group":
            raise SceneError(f"node {node.id!r} belongs to {at!r}, which is no group")
        if at in seen:
            raise SceneError(f"group {at!r} contains itself")
        seen.add(at)
        at = nodes[at].parent


def _check_likeness(node: Node, nodes: dict[str, Node]) -> None:
    """That a node is as tall as one that is there, has a size, and is not in the end as tall as the node itself."""
    seen, at = {node.id}, node.generation.constraints.tall_as
    while at is not None:
        if at not in nodes:
            raise SceneError(f"node {node.id!r} is to be as tall as {at!r}, which does not exist")
        if not nodes[at].shaped:
            raise SceneError(f"node {node.id!r} is to be as tall as {at!r}, which is no object")
        if at in seen:
            raise SceneError(f"node {at!r} is to be as tall as itself")
        seen.add(at)
        at = nodes[at].generation.constraints.tall_as


def _check_relation(relation: Relation, nodes: dict[str, Node]) -> None:
    who = f"relation {relation.id!r}"
    if relation.kind not in RELATIONS:
        raise SceneError(f"{who} is of unknown kind {relation.kind!r}; known: {', '.join(RELATIONS)}")
    for end in (relation.source, relation.target):
        if end not in nodes:
            raise SceneError(f"{who} ({relation.kind}) names the node {end!r}, which does not exist")
    if relation.source == relation.target:
        raise SceneError(f"{who}: {relation.source!r} cannot be {relation.kind!r} with itself")
    if relation.start < 0.0 or (relation.end is not None and relation.end <= relation.start):
        raise SceneError(f"{who} runs from {relation.start} to {relation.end} s; it must end after it starts")
    if relation.matches and RELATIONS[relation.kind].family != "change":
        raise SceneError(f"{who} ({relation.kind}) matches parts, which only what changes can do")
    for match in relation.matches:
        if part_named(match.first) is None or (match.last and part_named(match.last) is None):
            raise SceneError(f"{who} matches {match.first!r} with {match.last!r}; parts are {', '.join(ROLES)}, and a "
                             "number from 1 behind it names a single one")
    if len({match.first for match in relation.matches}) < len(relation.matches):
        raise SceneError(f"{who} matches one part twice")
    _check_timings(relation, who)
    known = {setting.key: setting for setting in RELATIONS[relation.kind].settings}
    for key, value in relation.settings.items():
        if key not in known:
            raise SceneError(f"{who} ({relation.kind}) has the unknown setting {key!r}; "
                             f"known: {', '.join(known) or 'none'}")
        if not known[key].low <= value <= known[key].high:
            raise SceneError(f"{who} ({relation.kind}) has {key} {value}; "
                             f"it runs from {known[key].low:g} to {known[key].high:g}")


def _check_timings(relation: Relation, who: str) -> None:
    if relation.timings and RELATIONS[relation.kind].family != "change":
        raise SceneError(f"{who} ({relation.kind}) gives parts times of their own, which only what changes can do")
    for timing in relation.timings:
        name = timing.first or timing.last
        if bool(timing.first) == bool(timing.last) or name not in ROLES:
            raise SceneError(f"{who} times {timing.first!r} and {timing.last!r}: name one part, of the first object or "
                             f"of the last; parts are {', '.join(ROLES)}")
        if not (timing.start >= 0.0 and timing.end <= 1.0 and timing.end - timing.start >= SHORTEST - 1e-9):
            raise SceneError(f"{who} has {name!r} go from {timing.start:g} to {timing.end:g} of the way; it must be in "
                             f"0 to 1 and last {SHORTEST:g} at least")
        if timing.easing not in PART_EASINGS:
            raise SceneError(f"{who} eases {name!r} by {timing.easing!r}; a part's easing is one of "
                             f"{', '.join(PART_EASINGS)}")
    if len({(timing.first, timing.last) for timing in relation.timings}) < len(relation.timings):
        raise SceneError(f"{who} times one part twice")
