"""Stage: where every object is, at every frame, so that the scene's relations hold.

In     a Scene; each object's box at rest in its own frame: (low, high) [m], base at y = 0. States' boxes may be there.
Out    Staged: a Path per object, and a sentence for each relation that could not be met.
Raises StagingError for an object without a box.   Knows nothing of meshes, files or Qt.

The scene falls into groups that relations connect. Each is laid out and set moving by itself and then put beside the
others, so that an edit in one leaves the paths of the earlier ones as they are. What the artist placed stays there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import networkx as nx
import numpy as np
import torch

from engine.document import graph
from engine.document.scene import Relation, Scene
from engine.document.tracks import value
from engine.staging.amounts import amount
from engine.staging.bodies import Body, Box, StagingError, bodies
from engine.staging.boxes import Boxes, cut
from engine.staging.courses import Course, quaternions, smooth
from engine.staging.groups import JOIN, Group
from engine.staging.layout import ENERGIES
from engine.staging.packing import shifts
from engine.vocabulary.relations import RELATIONS

__all__ = ["Path", "Staged", "StagingError", "stage"]

UNMET, UNMET_CLOSE = 0.05, 0.003
"""Mean energy [m^2] over its interval from which a relation is reported as unmet; of one that asks for contact."""
_CLOSE = ("on", "under", "inside", "above", "larger than", "smaller than",
          "as tall as", "next to")


@dataclass(frozen=True)
class Path:
    """An object's way through the scene, at the scene's frames."""

    times: np.ndarray             # [step] s
    translation: np.ndarray       # [step, 3] m
    rotation: np.ndarray          # [step, 4] quaternion x y z w
    scale: np.ndarray             # [step, 3]
    effort: np.ndarray            # [step] 0..1: 0 while an object that goes somewhere waits, else 1


@dataclass(frozen=True)
class Staged:
    paths: dict[str, Path] = field(default_factory=dict)
    unsatisfied: list[str] = field(default_factory=list)


def stage(scene: Scene, boxes: dict[str, Box], *, device: str = "cpu") -> Staged:
    """A path for every object of the scene."""
    found = bodies(scene, boxes)
    times = np.arange(int(round(scene.duration * scene.rate)) + 1) / scene.rate
    held = [r for r in scene.relations if r.source in found and r.target in found and r.start < scene.duration]
    courses: list[dict[str, Course]] = []
    fixed: list[bool] = []
    said: list[str] = graph.contradictions(scene)
    if ring := graph.cycle(scene):
        said.append(ring)
    for ids in _connected(found, held):
        part = Group(scene, {i: found[i] for i in ids}, [r for r in held if r.source in ids], times, device)
        courses.append(part.stage())
        fixed.append(bool(part.fixed))
        said += part.said
    moved: dict[str, Course] = {}
    for shift, group in zip(shifts(courses, fixed), courses):
        moved |= {i: Course(c.body, c.times, c.place + shift, c.yaw, c.moves) for i, c in group.items()}
    moved = {i: moved[i] for i in found}
    clashing = {relation_id for sentence in said for relation_id in _named(scene, sentence)}
    said += _unmet(scene, [r for r in held if r.id not in clashing], moved)
    return Staged({i: _path(course) for i, course in moved.items()}, list(dict.fromkeys(said)))


def _connected(found: dict[str, Body], held: list[Relation]) -> list[list[str]]:
    """Ids of each connected group, groups and ids in the scene's order."""
    rank = {node_id: k for k, node_id in enumerate(found)}
    net = nx.Graph()
    net.add_nodes_from(found)
    net.add_edges_from((r.source, r.target) for r in held if RELATIONS[r.kind].family != "compare")
    groups = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(net)]
    return sorted(groups, key=lambda ids: rank[ids[0]])


def _path(course: Course) -> Path:
    """The course with the artist's own tracks on top."""
    node, times = course.body.node, course.times
    place, yaw = course.place.copy(), course.yaw.copy()
    rotation = node.placement.rotation or (0.0, 0.0, 0.0)
    angles = {"x": np.full(len(times), rotation[0]), "y": yaw, "z": np.full(len(times), rotation[2])}
    scale = _scale(course)
    for track in node.tracks:
        root, _, axis = track.path.partition(".")
        if not track.keys or root not in ("position", "rotation", "scale"):
            continue
        numbers = np.array([value(track, float(t)) for t in times])
        if root == "position":
            place[:, "xyz".index(axis)] = numbers
        elif root == "rotation":
            angles[axis] = numbers
        else:
            scale = scale * np.maximum(numbers, 1e-3) / node.placement.scale
    return Path(times, place, quaternions(angles["y"], angles["x"], angles["z"]), np.repeat(scale[:, None], 3, 1),
                _effort(course))


def _scale(course: Course) -> np.ndarray:
    """The scale over time [step]: the artist's, with the comparisons'; through a morph it goes to the state's."""
    scale = np.full(len(course.times), course.body.scale)
    for start, end, factor in course.body.growth:
        share = smooth((course.times - start) / max(end - start, 1e-6))
        scale = scale + (factor - scale) * share
    return scale


def _effort(course: Course) -> np.ndarray:
    if not course.moves or len(course.times) < 3:
        return np.ones(len(course.times))
    rate = 1.0 / float(course.times[1] - course.times[0])
    speed = np.linalg.norm(np.gradient(course.place, axis=0), axis=1) * rate
    return np.clip(speed / max(0.25 * float(speed.max()), 1e-3), 0.0, 1.0)


def _named(scene: Scene, sentence: str) -> list[str]:
    """Relations that a sentence already speaks of."""
    return [r.id for r in scene.relations if graph.said(scene, r) in sentence[0].lower() + sentence[1:]]


def _unmet(scene: Scene, held: list[Relation], courses: dict[str, Course]) -> list[str]:
    """A sentence for every relation whose energy stays high over its interval."""
    said = []
    for r in held:
        source, target = courses[r.source], courses[r.target]
        end = min(scene.end_of(r), float(source.times[-1]))
        start = r.start + (JOIN if r.start > 0.0 else 0.0)    # on its way there it may not be there yet
        rows = np.flatnonzero((source.times >= start - 1e-9) & (source.times <= end + 1e-9))[::3]
        if len(rows) == 0 or r.kind == "morphs into":
            continue
        asked = torch.tensor([amount(r, source.body, target.body)], dtype=torch.float64)
        if r.kind == "follows":                   # the second in a line follows past the first
            before = [o for o in held[:held.index(r)] if (o.kind, o.target) == (r.kind, r.target)]
            asked = asked * (len(before) + 1) + sum(float(courses[o.source].body.size[2]) for o in before)
        held_in = _boxes(target, rows)
        if r.kind == "on":
            held_in = cut(held_in, torch.full(held_in.half.shape[:-1], target.body.support, dtype=torch.float64))
        energy = ENERGIES[r.kind](_boxes(source, rows, turned=r.kind != "orbits"), held_in, asked)
        if float(energy.mean()) > (UNMET_CLOSE if r.kind in _CLOSE else UNMET):
            a, b = graph.called(source.body.node), graph.called(target.body.node)
            said.append(f"{a[0].upper()}{a[1:]} cannot be {_spoken(r.kind)} {b} as asked: {_reason(r, source, target)}")
    return said


def _spoken(kind: str) -> str:
    moving = {"orbits": "orbiting", "passes": "passing", "follows": "following", "approaches": "approaching"}
    return moving.get(kind, kind)


def _reason(r: Relation, source: Course, target: Course) -> str:
    a, b = source.body.size, target.body.size
    if r.kind in ("under", "inside") and a[1] > b[1]:
        return f"it is {a[1]:.2f} m tall and there are {b[1]:.2f} m; make one of them smaller or larger"
    if r.kind == "inside" and (a[[0, 2]] > b[[0, 2]]).any():
        return f"it is {max(a[0], a[2]):.2f} m wide and there are {min(b[0], b[2]):.2f} m; make one smaller or larger"
    return "something else in the scene stands in its way; move it or take the other relation away"


def _boxes(course: Course, rows: np.ndarray, *, turned: bool = True) -> Boxes:
    """Boxes at some frames; not `turned`, the half extents are those of the object's own frame."""
    centre, half = course.boxes()
    if not turned:
        half = np.repeat(course.body.size[None] / 2.0, len(half), 0)
    forward = np.stack([np.sin(course.yaw), np.zeros(len(course.yaw)), np.cos(course.yaw)], 1)
    return Boxes(*(torch.from_numpy(array[rows][:, None]) for array in (centre, half, forward)))
