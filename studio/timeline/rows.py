"""What the dope sheet shows: the scene laid out as rows of clips, state blocks and keys.

In     a Scene, which nodes are folded, what the engine observed.
Out    Row values from top to bottom; nothing in them is in pixels.
Raises nothing.  Knows nothing of Qt, painting or edits.

A node's main row carries its state blocks if it morphs, else the animations of its file, else its first relations;
what overlaps these in time gets rows of its own below (lanes), then come its tracks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from engine.document.scene import Node, Relation, Scene, Track
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATIONS
from studio.keying import label
from studio.timeline.strips import Strip, strips_of

MORPH = "morphs into"
NEUTRAL = (0.42, 0.45, 0.49)
"""sRGB of an object whose colour nobody has said yet."""
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Violation:
    start: float                  # s
    end: float                    # s
    words: str                    # "off by 0.21 m"


@dataclass(frozen=True)
class Clip:
    """A relation over time."""

    relation: str                 # its id
    start: float                  # s
    end: float                    # s
    label: str                    # "orbits Tall lamp"
    family: str                   # a family of engine.vocabulary.relations
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True)
class Fade:
    """The interval in which one state turns into the next."""

    relation: str
    start: float
    end: float
    target: str                   # id of the state
    label: str
    colour: Colour                # sRGB, of the state it leads to


@dataclass(frozen=True)
class Row:
    node: str
    kind: str                     # "node", "lane" or "track"
    title: str
    note: str = ""                # said dimmer, after the title
    clips: tuple[Clip, ...] = ()
    state: tuple[str, Colour] | None = None      # what the object is at the start, where it morphs
    fades: tuple[Fade, ...] = ()
    strips: tuple[Strip, ...] = ()
    path: str = ""                # of a track
    times: np.ndarray = field(default_factory=lambda: np.zeros(0))   # of its keys (folded: of all below) [s]
    summary: bool = False         # the keys stand for several tracks: those in `below`
    below: tuple[tuple[str, str, np.ndarray], ...] = ()   # node id, path, key times [s]
    folded: bool | None = None    # None: nothing to fold
    colour: Colour = NEUTRAL
    hidden: bool = False


def colour_of(node: Node) -> Colour:
    """The node's main colour as the artist or the category says it, sRGB."""
    if "main" in node.colours:
        return node.colours["main"]
    category = CATEGORIES.get(node.category)
    return dict(category.palette).get("main", NEUTRAL) if category else NEUTRAL


def title_of(node: Node) -> str:
    return node.name or node.category.capitalize() or node.id


def relation_words(kind: str) -> str:
    """How a relation reads between its two names."""
    return RELATIONS[kind].words[0] if kind in RELATIONS else kind


def family_of(kind: str) -> str:
    return RELATIONS[kind].family if kind in RELATIONS else "place"


def rows_of(scene: Scene, folded: Collection[str] = (), observed: Mapping[str, Mapping] | None = None) -> list[Row]:
    """All rows of a scene; `folded` holds node ids, `observed` what engine.messages.Observed said, by relation id."""
    observed = observed or {}
    nodes = {node.id: node for node in scene.nodes}
    out: dict[str, list[Relation]] = {}
    for relation in scene.relations:
        out.setdefault(relation.source, []).append(relation)
    rows: list[Row] = []
    for node in scene.nodes:
        if node.kind != "state":
            rows.extend(_rows_of_node(scene, nodes, node, out.get(node.id, []), node.id in folded, observed))
    return rows


def _rows_of_node(scene: Scene, nodes: Mapping[str, Node], node: Node, relations: list[Relation],
                  folded: bool, observed: Mapping[str, Mapping]) -> list[Row]:
    fades, strips = _fades(scene, nodes, node), strips_of(scene, node)
    others = [relation for relation in relations if relation.kind != MORPH]
    lanes = _lanes([_clip(scene, nodes, relation, observed) for relation in others])
    main = () if fades or strips or not lanes else tuple(lanes.pop(0))
    states = [nodes[fade.target] for fade in fades]
    tracks = [(owner, track) for owner in [node, *states] for track in owner.tracks if track.keys]
    played = [(owner, own) for owner in [node, *states] if fades and (own := strips_of(scene, owner))]
    extra = len(lanes) + len(tracks) + len(played)
    below = tuple((owner.id, track.path, _times.of(track)) for owner, track in tracks) if folded else ()
    times = np.unique(np.concatenate([times for _, _, times in below])) if below else np.zeros(0)
    row = Row(node.id, "node", title_of(node), _note(node, bool(fades)), main,
              (_said(node), colour_of(node)) if fades else None, fades,
              () if fades else strips, times=times, summary=True, below=below,
              folded=folded if extra else None, colour=colour_of(node), hidden=node.hidden)
    if folded:
        return [row]
    rows = [row]
    for owner, own in played:
        rows.append(Row(owner.id, "lane", "animations", "" if owner is node else f"of {title_of(owner)}", strips=own))
    for lane in lanes:
        kinds = {relation_words(scene.relation(clip.relation).kind): None for clip in lane}
        rows.append(Row(node.id, "lane", ", ".join(kinds), clips=tuple(lane)))
    for owner, track in tracks:
        rows.append(Row(owner.id, "track", label(owner, track.path), "" if owner is node else f"of {title_of(owner)}",
                        path=track.path, times=_times.of(track)))
    return rows


def _note(node: Node, morphs: bool) -> str:
    if node.kind != "object":
        return "" if node.name.lower() == node.kind else node.kind
    if morphs:
        return "state"
    if node.imported is not None:
        return "imported"
    return node.category if node.motion.verb == "still" else node.motion.verb


def _said(node: Node) -> str:
    return node.understood or node.category or title_of(node)


def _fades(scene: Scene, nodes: Mapping[str, Node], node: Node) -> tuple[Fade, ...]:
    """The chain of morphs that starts at `node`, in time; a state may morph on into a further one."""
    fades: list[Fade] = []
    at, seen = node.id, {node.id}
    while True:
        following = [relation for relation in scene.relations
                     if relation.kind == MORPH and relation.source == at and relation.target in nodes]
        own = [relation for relation in following if relation.target not in seen]
        if not own:
            break
        for relation in sorted(own, key=lambda relation: relation.start):
            state = nodes[relation.target]
            fades.append(Fade(relation.id, relation.start, scene.end_of(relation), state.id, _said(state),
                              colour_of(state)))
            seen.add(state.id)
        at = fades[-1].target
    return tuple(sorted(fades, key=lambda fade: fade.start))


def _clip(scene: Scene, nodes: Mapping[str, Node], relation: Relation, observed: Mapping[str, Mapping]) -> Clip:
    target = nodes.get(relation.target)
    words = f"{relation_words(relation.kind)} {title_of(target) if target else ''}".strip()
    seen = observed.get(relation.id, {})
    off = str(seen.get("words", "")).partition(",")[0] or "does not hold"     # "off by 0.21 m, from 1 to 2 s"
    violations = tuple(Violation(float(start), float(end), off) for start, end in seen.get("violations", ()))
    return Clip(relation.id, relation.start, scene.end_of(relation), words, family_of(relation.kind), violations)


def _lanes(clips: list[Clip]) -> list[list[Clip]]:
    """Clips packed into as few rows as hold them without overlap, in the scene's order where they start together."""
    lanes: list[list[Clip]] = []
    for clip in sorted(clips, key=lambda clip: clip.start):
        for lane in lanes:
            if lane[-1].end <= clip.start + 1e-9:
                lane.append(clip)
                break
        else:
            lanes.append([clip])
    return lanes


class _Times:
    """Key times of tracks, remembered while the same track value is shown again: an edit changes few of them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Track, np.ndarray]] = {}

    def of(self, track: Track) -> np.ndarray:
        """Key times, sorted [s]."""
        known = self._known.get(id(track))
        if known is None or known[0] is not track:
            if len(self._known) > 4096:
                self._known.clear()
            known = track, np.array([key.time for key in track.keys], dtype=float)
            self._known[id(track)] = known
        return known[1]


_times = _Times()


def edges_of(scene: Scene, *, but: Collection[str] = ()) -> list[float]:
    """Times a dragged thing may snap to, sorted [s]; relations in `but` are left out.

    Clip edges, changes of animation, keys, markers and the ends of the scene.
    """
    edges = {0.0, scene.duration}
    for relation in scene.relations:
        if relation.id not in but:
            edges |= {relation.start, scene.end_of(relation)}
    edges.update(marker.time for marker in scene.markers)
    for node in scene.nodes:
        if node.imported is not None:
            edges.update(cue.time for cue in node.imported.cues if cue.time < scene.duration)
        for track in node.tracks:
            edges.update(key.time for key in track.keys)
    return sorted(edges)
