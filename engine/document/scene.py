"""The document: an immutable scene graph on a timeline.

In     nothing but plain values.   Out   Scene and what it holds.
Raises SceneError where a value cannot be part of a scene, naming it.
Knows nothing of torch, Qt, meshes or files.

Arrays (generated tokens, imported meshes) are not in the values themselves: a node holds the SHA-256
of a read-only blob, and the blobs travel beside the scene (engine.document.blobs). Metres, seconds,
radians; Y up, +Z to the front.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

NODE_KINDS = ("object", "state", "group", "camera", "light")
UPS = ("y", "z", "x")
"""Axes that may point up in a file."""
EASINGS = ("linear", "hold", "ease", "ease in", "ease out", "overshoot", "bounce")
PART_EASINGS = ("linear", "ease", "ease in", "ease out", "overshoot")
"""Of a part in a morph: not those that leap or strike, which the frames of a file cannot show."""


class SceneError(ValueError):
    """A value that cannot be part of a scene; the message names it."""


@dataclass(frozen=True)
class Key:
    time: float
    value: float
    easing: str = "ease"          # how the track leaves this key; one of EASINGS


@dataclass(frozen=True)
class Track:
    """One number over time: `path` as in "attributes.height", "position.x", "motion.speed"."""

    path: str
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True)
class Override:
    """A hand edit on top of what was generated, reapplied after regeneration.

    `slot` and `channel` are names of engine.vocabulary.slots; `was` is the generated value the artist
    saw, so that a regeneration which moved it can be shown as a conflict.
    """

    slot: str
    channel: str
    value: tuple[float, ...]
    was: tuple[float, ...] = ()


@dataclass(frozen=True)
class Motion:
    verb: str = "still"           # a key of engine.vocabulary.verbs
    intensity: float = 0.5        # 0..1
    speed: float = 1.0            # times the verb's own speed
    phase: float = 0.0            # share of the cycle


def _mapping(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(sorted(value.items())))


@dataclass(frozen=True)
class Constraints:
    """What the object has to keep to as a whole while it is generated."""

    box: tuple[float, float, float] | None = None   # m: width, height, depth that it fits inside
    height: float | None = None   # m
    tall_as: str | None = None    # id of the node that it is as tall as
    outline: str | None = None    # blob hash of a mask [row, column] uint8, row 0 on top: what is seen from a side


@dataclass(frozen=True)
class Generation:
    """What the generator was asked, and what it gave."""

    seed: int = 0                 # whole in a document; keyed, it may lie between two (engine.document.tracks.node_at)
    guidance: float = 1.5
    steps: int = 6
    tokens: str | None = None     # blob hash of [slot, channel] float32
    weights: str | None = None    # revision of the weights that made them
    locked: tuple[str, ...] = ()  # slot names kept as they are
    like: str = ""                # a second category: the object is a hybrid of the two
    share: float = 0.5            # how much it is that one, 0..1
    avoid: Mapping[str, float] = field(default_factory=dict)    # attributes that guidance leads away from
    near: str | None = None       # blob hash of the tokens that sampling begins near; None: begins from noise alone
    strength: float = 1.0         # how far from those it may go: over 0 (nearly them) .. 1 (nothing of them is kept)
    mends: bool = False           # takes over only the parts of those that are out of place
    constraints: Constraints = Constraints()

    def __post_init__(self) -> None:
        object.__setattr__(self, "avoid", _mapping(self.avoid))

    def fresh(self, **values: Any) -> Generation:
        """The same wish near nothing that was."""
        return replace(self, near=None, strength=1.0, mends=False, **values)


@dataclass(frozen=True)
class Placement:
    """Where the artist put a node by hand; what is None is up to the relations."""

    position: tuple[float, float, float] | None = None   # m
    rotation: tuple[float, float, float] | None = None   # rad, applied Y X Z
    scale: float = 1.0


@dataclass(frozen=True)
class Take:
    """One animation of a file."""

    name: str = ""
    length: float = 0.0           # s


@dataclass(frozen=True)
class Cue:
    """From when on another animation of the file plays."""

    time: float                   # s
    take: int | None = 0          # its number; None: it stands still
    blend: float = 0.3            # s in which it passes into it from what played before
    speed: float = 1.0            # times the node's own


@dataclass(frozen=True)
class Property:
    """One of a file's own, as text (engine.document.attached)."""

    name: str
    text: str = ""


@dataclass(frozen=True)
class Socket:
    """A place fastened to an object, or to one of its parts, where an engine may hang something."""

    name: str
    part: str = ""                # what a part or a bone is called; "" the object itself
    position: tuple[float, float, float] = (0.0, 0.0, 0.0)   # m from the part's middle, or from the object's base
    rotation: tuple[float, float, float] = (0.0, 0.0, 0.0)   # rad, applied Y X Z, of the object's axes


@dataclass(frozen=True)
class Contents:
    """What was found in a file when it was imported, for the artist to read."""

    triangles: int = 0
    vertices: int = 0
    materials: int = 0
    images: int = 0
    joints: int = 0               # of all its skins
    morphs: int = 0               # morph targets
    size: tuple[float, float, float] = (0.0, 0.0, 0.0)   # of the file's axes and units, as it stands at first
    watertight: bool = False
    takes: tuple[Take, ...] = ()
    layers: tuple[str, ...] = ()  # of its materials, of engine.vocabulary.layers
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True)
class Imported:
    """An object whose shape is a file of someone's: its bytes are a blob, kept as they came (as GLB)."""

    file: str                     # blob hash of a self-contained GLB, [byte] uint8
    name: str = ""                # of the file it came from
    scale: float = 1.0            # m of one unit of the file
    up: str = "y"                 # the file's axis that points up, one of UPS
    take: int | None = 0          # number of the animation that plays; None: it stands still
    loops: bool = True            # begins again at its end; else it stays there
    contents: Contents = Contents()
    turn: int = 0                 # quarter turns about the vertical, counter-clockwise from above, until it faces +Z
    rig: str | None = None        # blob hash of the bones found for it, [byte] uint8 (engine.recovery.rigging)
    kind: str = ""                # a key of engine.vocabulary.categories: whose motions move those bones
    cues: tuple[Cue, ...] = ()    # other animations after the one that plays first
    seam: float = 0.0             # s in which an end passes into the beginning where it is another pose; 0: it leaps

    @property
    def length(self) -> float:
        """Seconds of the animation that plays; 0 where none does."""
        return self.length_of(self.take)

    @property
    def moves(self) -> bool:
        """Whether any of its file's animations plays at any time."""
        return any(self.length_of(take) > 0.0 for take in self.played)

    @property
    def played(self) -> tuple[int | None, ...]:
        """The animations that play, in time."""
        return self.take, *(cue.take for cue in self.cues)

    def length_of(self, take: int | None) -> float:
        """Seconds of an animation."""
        takes = self.contents.takes
        return 0.0 if take is None or take >= len(takes) else takes[take].length


@dataclass(frozen=True)
class Node:
    id: str                       # stable, unique in the scene, [a-z0-9_-]
    kind: str = "object"          # one of NODE_KINDS
    name: str = ""                # what the artist reads
    category: str = ""            # a key of engine.vocabulary.categories (objects and states)
    attributes: Mapping[str, float] = field(default_factory=dict)   # -1..1; missing: the generator is free
    colours: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)   # "main", "accent": sRGB 0..1
    motion: Motion = Motion()
    generation: Generation = Generation()
    placement: Placement = Placement()
    overrides: tuple[Override, ...] = ()
    tracks: tuple[Track, ...] = ()
    parent: str | None = None     # id of a group
    settings: Mapping[str, float] = field(default_factory=dict)     # cameras and lights: "field of view", "power"
    understood: str = ""          # the word the artist used, where it is not the category's own
    card: tuple[float, float] | None = None   # place of the card in the graph editor
    hidden: bool = False
    imported: Imported | None = None   # an object that is not generated: it has no category
    properties: Mapping[str, str] = field(default_factory=dict)     # the artist's own, for engines: text by name
    sockets: tuple[Socket, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", _mapping(self.attributes))
        object.__setattr__(self, "colours", _mapping(self.colours))
        object.__setattr__(self, "settings", _mapping(self.settings))
        object.__setattr__(self, "properties", _mapping(self.properties))

    @property
    def driven(self) -> bool:
        """It is imported, and moved by a verb of ours and not by its file."""
        return self.imported is not None and self.imported.rig is not None and self.motion.verb != "still"

    @property
    def shaped(self) -> bool:
        """It is something one can see: generated of a category, or imported."""
        return bool(self.category) or self.imported is not None

    def changed(self, **values: Any) -> Node:
        return replace(self, **values)

    def constrained(self, **values: Any) -> Node:
        """The node with these of its constraints changed."""
        made = replace(self.generation, constraints=replace(self.generation.constraints, **values))
        return replace(self, generation=made)


@dataclass(frozen=True)
class Match:
    """In a morph, what a part becomes, whatever else would be nearer.

    A slot's name means all of its parts, and with a number from 1 behind it, "upper leg 2", a single one, which goes
    before what is said of all.
    """

    first: str                    # part
    last: str = ""                # part; none: it vanishes


@dataclass(frozen=True)
class Timing:
    """In a morph, when a part goes its way and how, whatever the morph's style says: shares of the whole way.

    It names a part of the first object, whatever that becomes, or one of the last, whatever becomes it; where both are
    named for one pair, the first object's holds.
    """

    first: str = ""               # slot name; "" where `last` is named
    last: str = ""                # slot name; "" where `first` is named
    start: float = 0.0            # the part stands still before it
    end: float = 1.0              # it is there
    easing: str = "linear"        # one of PART_EASINGS


@dataclass(frozen=True)
class Relation:
    id: str
    kind: str                     # a key of engine.vocabulary.relations
    source: str                   # node ids
    target: str
    start: float = 0.0            # s
    end: float | None = None      # s; None: to the end of the scene
    settings: Mapping[str, float] = field(default_factory=dict)     # "distance", "turns", "delay", ...
    matches: tuple[Match, ...] = ()                                 # of a morph: what the artist matched by hand
    timings: tuple[Timing, ...] = ()                                # of a morph: parts that go at times of their own

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", _mapping(self.settings))


@dataclass(frozen=True)
class Marker:
    """A named moment; it changes nothing, it helps to find the place again."""

    time: float                   # s
    name: str = ""


@dataclass(frozen=True)
class Scene:
    nodes: tuple[Node, ...] = ()
    relations: tuple[Relation, ...] = ()
    duration: float = 6.0         # s
    rate: float = 30.0            # frames per second shown and baked
    prompt: str = ""
    not_understood: tuple[str, ...] = ()
    markers: tuple[Marker, ...] = ()

    def node(self, node_id: str) -> Node:
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise SceneError(f"the scene has no node {node_id!r}")

    def relation(self, relation_id: str) -> Relation:
        for relation in self.relations:
            if relation.id == relation_id:
                return relation
        raise SceneError(f"the scene has no relation {relation_id!r}")

    def end_of(self, relation: Relation) -> float:
        return self.duration if relation.end is None else relation.end

    def changed(self, **values: Any) -> Scene:
        return replace(self, **values)
