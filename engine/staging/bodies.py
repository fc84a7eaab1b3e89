"""Bodies: what staging knows of an object, its box and how it carries itself.

In     a scene, boxes at rest in each object's own frame [m], base at y = 0.   Out   Body per object.
Raises StagingError where an object has no box or its box is none.   Knows nothing of torch or Qt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.document.graph import states
from engine.document.scene import Node, Relation, Scene
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.families import MOBILE
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.seats import SEATS
from engine.vocabulary.verbs import VERBS
from engine.vocabulary.words import LOCOMOTION

THREE_QUARTER = -0.35
"""Heading [rad] at which a long body stands by default: seen from the usual camera it shows its side and its face."""
FLYING_HEIGHT = 1.1
"""Metres above ground of a body that flies by its verb and not by its nature."""


class StagingError(ValueError):
    """A scene or a box that cannot be staged; the message names it."""


Box = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Body:
    """An object in its own frame, scaled [m]."""

    node: Node
    low: np.ndarray               # [3]
    high: np.ndarray
    scale: float
    changes: tuple[tuple[float, float, np.ndarray, np.ndarray], ...] = ()   # start, end, low, high of each state
    growth: tuple[tuple[float, float, float], ...] = ()   # start, end, scale of each state

    @property
    def id(self) -> str:
        return self.node.id

    @property
    def size(self) -> np.ndarray:
        return self.high - self.low

    @property
    def diagonal(self) -> float:
        return float(np.linalg.norm(self.size))

    @property
    def room(self) -> Box:
        """The box that holds the object and everything it becomes."""
        return (np.min([self.low, *(c[2] for c in self.changes)], axis=0),
                np.max([self.high, *(c[3] for c in self.changes)], axis=0))

    @property
    def support(self) -> float:
        """Height above its base at which it carries others [m]."""
        return float(self.high[1]) * SEATS.get(self.node.category, 1.0)

    @property
    def airborne(self) -> bool:
        """Flies or swims: it needs no floor."""
        category = CATEGORIES.get(self.node.category)
        verb = self.node.motion.verb
        return (category.contact(verb) if category else VERBS[verb].contact) == "free"

    @property
    def hovers(self) -> float:
        """Metres above ground where nothing else is said."""
        category = CATEGORIES.get(self.node.category)
        if category and category.flies > 0:
            return category.flies
        return FLYING_HEIGHT if self.node.motion.verb == "fly" else 0.0

    @property
    def turn(self) -> float:
        """Heading [rad] about +Y where nothing else is said."""
        if self.node.placement.rotation is not None:
            return self.node.placement.rotation[1]
        category = CATEGORIES.get(self.node.category)
        long = category is not None and category.family in MOBILE and category.family != "people"
        return THREE_QUARTER if long and self.size[2] > 1.15 * self.size[0] else 0.0

    @property
    def pace(self) -> float:
        """Metres per second at which it gets along."""
        height = max(0.05, float(self.size[1]))
        verb = VERBS[self.node.motion.verb if self.node.motion.verb in LOCOMOTION else "walk"]
        pace = verb.pace * (height**0.5 if verb.strides else 1.0)
        return float(np.clip(pace, 0.35, 3.0)) * max(0.1, self.node.motion.speed)

    def turned(self, yaw: float, box: Box | None = None) -> Box:
        """The box about +Y by `yaw` [rad], as an axis-aligned box around the node's origin."""
        low, high = box or (self.low, self.high)
        centre, half = (low + high) / 2.0, (high - low) / 2.0
        c, s = np.cos(yaw), np.sin(yaw)
        middle = np.array([c * centre[0] + s * centre[2], centre[1], c * centre[2] - s * centre[0]])
        reach = np.array([abs(c) * half[0] + abs(s) * half[2], half[1], abs(s) * half[0] + abs(c) * half[2]])
        return middle - reach, middle + reach


def bodies(scene: Scene, boxes: dict[str, Box]) -> dict[str, Body]:
    """Every object of the scene by id, in the scene's order, as large as the artist and the comparisons want it."""
    found = {}
    for node in scene.nodes:
        if node.kind == "object":
            low, high = _box(node.id, boxes)
            scale = node.placement.scale
            growth = tuple((r.start, scene.end_of(r), state.placement.scale) for r, state in states(scene, node.id))
            found[node.id] = Body(node, low * scale, high * scale, scale, _changes(scene, node, boxes), growth)
    return _compared(scene, found)


def _box(node_id: str, boxes: dict[str, Box]) -> Box:
    if node_id not in boxes:
        raise StagingError(f"{node_id!r} has no box: generate it first")
    low, high = (np.asarray(corner, float) for corner in boxes[node_id])
    if low.shape != (3,) or high.shape != (3,) or not np.isfinite([low, high]).all() or (high <= low).any():
        raise StagingError(f"the box of {node_id!r} from {low.tolist()} to {high.tolist()} m has no volume")
    return low, high


def _changes(scene: Scene, node: Node, boxes: dict[str, Box]) -> tuple:
    found = []
    for relation, state in states(scene, node.id):
        if state.id in boxes:
            low, high = _box(state.id, boxes)
            scale = state.placement.scale
            found.append((relation.start, scene.end_of(relation), low * scale, high * scale))
    return tuple(found)


def _compared(scene: Scene, found: dict[str, Body]) -> dict[str, Body]:
    """Grow the sources of "larger than", shrink those of "smaller than" and do either to those of "as tall as" until
    each comparison holds."""
    wishes = [r for r in scene.relations if RELATIONS[r.kind].family == "compare"
              and r.source in found and r.target in found]
    for _ in range(len(wishes)):
        for wish in wishes:
            source, target = found[wish.source], found[wish.target]
            share = ratio(wish)
            if wish.kind == "as tall as":
                factor = share * target.size[1] / source.size[1]
            elif wish.kind == "larger than":
                factor = max(1.0, share * target.diagonal / source.diagonal)
            else:
                factor = min(1.0, target.diagonal / share / source.diagonal)
            if factor != 1.0:
                found[wish.source] = scaled(source, float(np.clip(factor, 0.05, 20.0)))
    return found


def ratio(wish: Relation) -> float:
    """What a comparison asks for, or what it means where it does not say."""
    usual = next(setting.default for setting in RELATIONS[wish.kind].settings if setting.key == "ratio")
    return wish.settings.get("ratio", usual or 1.0)


def scaled(body: Body, factor: float) -> Body:
    changes = tuple((start, end, low * factor, high * factor) for start, end, low, high in body.changes)
    growth = tuple((start, end, scale * factor) for start, end, scale in body.growth)
    return replace(body, low=body.low * factor, high=body.high * factor, scale=body.scale * factor, changes=changes,
                   growth=growth)
