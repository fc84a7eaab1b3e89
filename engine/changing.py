"""Changing: what a node's shape becomes over the clip, as a chain of shapes and the ways between them.

In     a scene, a node, its tokens; what gives the tokens of a node as it is at a time, and those of a state.
Out    Change: the shapes it stops at, and the legs from one to the next.   Sentences on what is left out.
Raises what those raise.  Knows nothing of sampling, meshes or Qt.

A stop is the node with all its keyed values as they are at a key's time, or a state it morphs into. Between stops the
shape morphs, by the share of the way that the keyed values have gone. Where they go to and fro on one straight way (one
track, or several in step), its two ends are all the stops there are; but what lies between two far seeds is nothing the
artist keyed, so every keyed seed is a stop. From the first morph on, the keys are silent: what is seen is a state's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engine.document.graph import states
from engine.document.scene import Match, Node, Relation, Scene, Timing, Track
from engine.document.tracks import EASES, node_at, value
from engine.vocabulary.relations import GENERATED, HELD, MORPH_STYLE, MORPH_VOLUME, MORPH_WAY

VIGOUR = "motion.intensity"
KEYED = ("attributes.", "colours.", "generation.", VIGOUR)
"""How the paths of the tracks begin that change a shape or its looks."""
SEED = "generation.seed"
LEGS = 6
"""The most ways between keyed shapes that are built: each has a mesh of its own."""
SAME = 1e-6

Tokens = np.ndarray
Share = Callable[[float], float]


@dataclass(frozen=True)
class Stop:
    node: Node
    tokens: Tokens                # [slot, channel], hand edits included; none of what is imported
    scale: float | None = None    # m; None: its category's own


Through = Callable[[Stop, Stop], list[tuple[float, Stop]]]
"""From one stop to another: what lies between, and at which share of the way, in order."""


@dataclass(frozen=True)
class Leg:
    """A stretch of the clip on which one stop becomes another."""

    start: float                  # s
    end: float
    first: int                    # numbers of stops
    last: int
    share: Share                  # time [s] to 0..1
    style: str = "direct"         # of engine.form.styles
    matches: tuple[Match, ...] = ()
    timings: tuple[Timing, ...] = ()
    holding: bool = False         # keeps its volume between those of its ends
    relation: str = ""            # id of the relation whose change of parts it is


@dataclass(frozen=True)
class Change:
    """Legs follow on one another from 0 to the end of the clip; none: the one stop is all that is seen."""

    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...] = ()


def shape_tracks(node: Node) -> list[Track]:
    """The node's tracks that change its shape, its looks or how it moves; of what is imported the last alone."""
    paths = KEYED if node.imported is None else (VIGOUR,) if node.driven else ()
    return [t for t in node.tracks if t.keys and t.path.startswith(paths)]


def change(scene: Scene, node: Node, as_keyed: Callable[[Node], Tokens],
           of_state: Callable[[Node], Tokens], through: Through) -> Change | None:
    """The node's change of shape over the clip, if it has one. `as_keyed` gives the tokens of the node with other
    values, `of_state` those of a state; `through` what a morph passes through in the generator."""
    morphs = _built(scene, node)
    until = morphs[0][0] if morphs else scene.duration
    tracks = shape_tracks(node)
    if not tracks and not morphs:
        return None
    course = _Course(tracks)
    knots = _knots(scene, course, until, morphing=bool(morphs))
    stops = [Stop(at, as_keyed(at)) for at in (node_at(scene, node, time) for time, _ in knots.stops)]
    legs = knots.legs
    for start, end, relation, state in morphs:
        here = legs[-1].last if legs else 0
        last = Stop(state, of_state(state))
        generated = MORPH_WAY.chosen(relation.settings) == GENERATED
        between = through(stops[here], last) if generated else []
        numbers = [here, *range(len(stops), len(stops) + len(between) + 1)]
        stops += [*(stop for _, stop in between), last]
        reached = [0.0, *(at for at, _ in between), 1.0]
        legs += _in_turn(start, end, numbers, reached, relation)
    return Change(tuple(stops), _tiled(scene, legs))


def as_lively(node: Node, stop: Stop) -> Node:
    """The node with the intensity that it has at a stop of its own."""
    return node.changed(motion=replace(node.motion, intensity=stop.node.motion.intensity))


def remarks(scene: Scene) -> list[str]:
    """What the scene asks for and no change shows, in words."""
    out = []
    for node in scene.nodes:
        if node.kind != "object":
            continue
        name, morphs = node.name or node.id, _built(scene, node)
        for relation, state in states(scene, node.id):
            if scene.node(relation.source).imported or state.imported:
                out += _of_surfaces(relation, f"{name} becomes {state.name or state.id}")
            elif relation.timings and MORPH_WAY.chosen(relation.settings) == GENERATED:
                out.append(f"{name} becomes {state.name or state.id} through the generator: parts keep their own times "
                           "only on the stretch on which the one kind becomes the other, and before and after it go "
                           "together.")
            if all(state is not built for *_, built in morphs):
                out.append(f"{name} is to morph into two things at once: {state.name or state.id} is left out, give "
                           f"it another time than {relation.start:g} s.")
        until = morphs[0][0] if morphs else scene.duration
        late = [track.path for track in shape_tracks(node) if any(key.time > until + SAME for key in track.keys)]
        if morphs and late:
            out.append(f"{name} is something else from {until:g} s on: the later keys of {', '.join(late)} are not "
                       "seen.")
        course = _Course(shape_tracks(node))
        if course.tracks and len(course.times(until)) > LEGS + 1 and (morphs or course.straight(until) is None):
            out.append(f"{name} is keyed to more shapes than {LEGS + 1}: some of the keys between are passed over.")
    return out


def _of_surfaces(relation: Relation, what: str) -> list[str]:
    """What a morph of which an end is imported cannot do."""
    out = []
    if MORPH_WAY.chosen(relation.settings) == GENERATED:
        out.append(f"{what} surface to surface: what is imported has no way through the generator.")
    if MORPH_VOLUME.chosen(relation.settings) == HELD:
        out.append(f"{what} with the volume that comes: an imported surface need not be closed, and is not resized.")
    return out


def ramp(time: float, start: float, end: float) -> float:
    """0 before, 1 after, eased between."""
    return EASES["ease"](min(1.0, max(0.0, (time - start) / max(end - start, SAME))))


def _in_turn(start: float, end: float, stops: list[int], reached: list[float],
             relation: Relation) -> list[Leg]:
    """The legs of one morph, by stop after stop; `reached`: at which share of it each is.

    On the middle one the one kind becomes the other, in the style and with the matches and times that were chosen.
    """
    times = np.linspace(start, end, 513)
    done = np.array([ramp(time, start, end) for time in times.tolist()])
    moments = np.interp(reached, done, times)

    def share(low: float, high: float) -> Share:
        return lambda time: float(np.clip((ramp(time, start, end) - low) / max(high - low, SAME), 0.0, 1.0))

    middle = (len(stops) - 2) // 2
    legs = [Leg(float(moments[k]), float(moments[k + 1]), stops[k], stops[k + 1], share(reached[k], reached[k + 1]),
                holding=MORPH_VOLUME.chosen(relation.settings) == HELD)
            for k in range(len(stops) - 1)]
    legs[middle] = replace(legs[middle], style=MORPH_STYLE.chosen(relation.settings), matches=relation.matches,
                           timings=relation.timings, relation=relation.id)
    return legs


def _built(scene: Scene, node: Node) -> list[tuple[float, float, Relation, Node]]:
    """(start, end, relation, state) of the morphs that are built, in time: each is done when the next begins."""
    found = states(scene, node.id)
    out = []
    for index, (relation, state) in enumerate(found):
        begin = found[index + 1][0].start if index + 1 < len(found) else np.inf
        end = min(scene.end_of(relation), begin)
        if end - relation.start > 0.5 / scene.rate or begin == np.inf:
            out.append((relation.start, end, relation, state))
    return out


class _Course:
    """The keyed values of some tracks as one point that moves."""

    def __init__(self, tracks: list[Track]) -> None:
        self.tracks = tracks

    def at(self, time: float) -> np.ndarray:
        return np.array([value(track, time) for track in self.tracks])

    def times(self, until: float) -> list[float]:
        """The times of the keys up to a time, and that time, less those at which nothing has changed since the last."""
        out: list[float] = []
        for time in sorted({until, *(key.time for track in self.tracks for key in track.keys if key.time < until)}):
            if not out or np.abs(self.at(time) - self.at(out[-1])).max() > SAME:
                out.append(time)
        return out

    def straight(self, until: float) -> tuple[float, float] | None:
        """Two times between whose values all others lie on one straight way; None: there is no such way."""
        times = self.times(until)
        points = np.array([self.at(time) for time in times])
        apart = np.linalg.norm(points[:, None] - points[None], axis=-1)
        first, last = sorted(np.unravel_index(int(apart.argmax()), apart.shape))
        way = points[last] - points[first]
        along = (points - points[first]) @ way / max(float(way @ way), SAME**2)
        off = np.abs(points - points[first] - along[:, None] * way).max()
        several = len({tuple(np.round(point, 6)) for point in points}) > 2
        seeds = [k for k, track in enumerate(self.tracks) if track.path == SEED]
        if off > SAME or (several and seeds and np.ptp(points[:, seeds]) > SAME):
            return None
        return times[int(first)], times[int(last)]


@dataclass
class _Knots:
    stops: list[tuple[float, np.ndarray]]     # times whose values are stops, and the values
    legs: list[Leg]


def _knots(scene: Scene, course: _Course, until: float, *, morphing: bool) -> _Knots:
    """The stops of the keyed values up to a time, and the legs between them."""
    if not course.tracks:
        return _Knots([(0.0, np.zeros(0))], [])
    ends = None if morphing else course.straight(until)
    if ends is not None:
        a, b = (course.at(time) for time in ends)
        if np.abs(b - a).max() <= SAME:
            return _Knots([(ends[0], a)], [])
        return _Knots([(ends[0], a), (ends[1], b)],
                      [Leg(0.0, until, 0, 1, lambda time: _along(course.at(time), a, b))])
    times = course.times(until)
    if len(times) > LEGS + 1:
        times = [times[k] for k in np.unique(np.linspace(0, len(times) - 1, LEGS + 1).round().astype(int))]
    found = _Knots([], [])
    here = -1
    for index, time in enumerate(times):
        point = course.at(time)
        there = next((k for k, (_, known) in enumerate(found.stops) if np.abs(known - point).max() <= SAME), -1)
        if there < 0:
            found.stops.append((time, point))
            there = len(found.stops) - 1
        if index and there != here:
            start = times[index - 1]
            found.legs.append(Leg(start, time, here, there, _between(course, start, time)))
        here = there
    return found


def _between(course: _Course, start: float, end: float) -> Share:
    a, b = course.at(start), course.at(end)
    return lambda time: _along(course.at(min(max(time, start), end)), a, b)


def _along(point: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    """Where a point is on the way from a to b, 0..1."""
    return float(np.clip((point - a) @ (b - a) / ((b - a) @ (b - a)), 0.0, 1.0))


def _tiled(scene: Scene, legs: list[Leg]) -> tuple[Leg, ...]:
    """The legs without gaps between them, each from the frame on which the last one ends.

    Only where there are several: a lone leg keeps the times it was given.
    """
    if len(legs) == 1:
        return (replace(legs[0], start=0.0, end=scene.duration),)
    out: list[Leg] = []
    for index, leg in enumerate(legs):
        start = 0.0 if index == 0 else out[-1].end if out else 0.0
        end = scene.duration if index == len(legs) - 1 else round(legs[index + 1].start * scene.rate) / scene.rate
        if end - start > 0.5 / scene.rate:
            out.append(replace(leg, start=start, end=end, share=_framed(leg.share, start, end, index, len(legs))))
    return tuple(out)


def _framed(share: Share, start: float, end: float, index: int, count: int) -> Share:
    """The share, 0 and 1 where the leg meets its neighbours."""
    def framed(time: float) -> float:
        if index and time <= start + SAME:
            return 0.0
        return 1.0 if index < count - 1 and time >= end - SAME else share(time)

    return framed
