"""Solids: the box of each object in the scene, frame by frame, and the way it faces.

In     a scene, boxes at rest in each object's own frame [m], paths (times, translation, rotation x y z w, scale).
Out    Solid per object; where measured boxes are given, those.
Raises ValueError for arrays whose lengths differ.   Knows nothing of staging, torch or Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.document.graph import states
from engine.document.scene import Scene

Box = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Solid:
    """An object's axis-aligned box in the scene over time [m]."""

    category: str
    times: np.ndarray             # [frame] s
    low: np.ndarray               # [frame, 3]
    high: np.ndarray              # [frame, 3]
    forward: np.ndarray           # [frame, 3] unit: where its +Z points
    own: np.ndarray               # [frame, 3] half extents in the object's own frame

    @property
    def centre(self) -> np.ndarray:
        return (self.low + self.high) / 2.0

    @property
    def half(self) -> np.ndarray:
        return (self.high - self.low) / 2.0

    @property
    def diagonal(self) -> np.ndarray:
        """[frame] m"""
        return np.linalg.norm(self.high - self.low, axis=1)

    def between(self, start: float, end: float) -> Solid:
        """The frames from `start` to `end` [s], both included."""
        rows = (self.times >= start - 1e-9) & (self.times <= end + 1e-9)
        return Solid(self.category, self.times[rows], self.low[rows], self.high[rows], self.forward[rows],
                     self.own[rows])


def solids(scene: Scene, boxes: Mapping[str, Box], paths: Mapping[str, Any],
           measured: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]] | None = None) -> dict[str, Solid]:
    """Every object with a path. `measured`: (times, low, high) of what was really baked [m], in the scene."""
    found = {}
    for node in scene.nodes:
        if node.id not in paths or node.id not in boxes:
            continue
        path = paths[node.id]
        if len({len(path.times), len(path.translation), len(path.rotation), len(path.scale)}) != 1:
            raise ValueError(f"the path of {node.id!r} has arrays of different lengths")
        low, high = _grown(scene, node.id, boxes, path.times)
        turn = matrices(path.rotation)
        if measured and node.id in measured:
            times, m_low, m_high = measured[node.id]
            world = tuple(np.stack([np.interp(path.times, times, m[:, k]) for k in range(3)], 1)
                          for m in (m_low, m_high))
        else:
            world = _placed(low, high, turn, path)
        found[node.id] = Solid(node.category, np.asarray(path.times), world[0], world[1], turn[:, :, 2],
                               (high - low) / 2.0 * path.scale)
    return found


def matrices(rotation: np.ndarray) -> np.ndarray:
    """Rotation matrices [frame, 3, 3] of unit quaternions x y z w [frame, 4]."""
    x, y, z, w = np.asarray(rotation, float).T
    return np.stack([
        np.stack([1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], 1),
        np.stack([2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], 1),
        np.stack([2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], 1)], 1)


def _grown(scene: Scene, node_id: str, boxes: Mapping[str, Box], times: np.ndarray) -> Box:
    """The box in the object's own frame over time: through a morph it becomes the state's."""
    low, high = (np.repeat(np.asarray(corner, float)[None], len(times), 0) for corner in boxes[node_id])
    for relation, state in states(scene, node_id):
        if state.id not in boxes:
            continue
        length = max(scene.end_of(relation) - relation.start, 1e-6)
        share = np.clip((times - relation.start) / length, 0.0, 1.0)[:, None]
        share = share * share * (3.0 - 2.0 * share)
        low = low + (np.asarray(boxes[state.id][0], float) - low) * share
        high = high + (np.asarray(boxes[state.id][1], float) - high) * share
    return low, high


def _placed(low: np.ndarray, high: np.ndarray, turn: np.ndarray, path: Any) -> Box:
    centre, half = (low + high) / 2.0 * path.scale, (high - low) / 2.0 * path.scale
    middle = np.einsum("fij,fj->fi", turn, centre) + path.translation
    reach = np.einsum("fij,fj->fi", np.abs(turn), half)
    return middle - reach, middle + reach
