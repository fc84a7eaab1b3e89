"""When a clip of a file's animations has keys, and where its joints are at them.

In     an Asset, which nodes are joints, Layers of its animations.   Out   Keys.
Raises nothing.   Knows nothing of surfaces or scenes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from engine.bake.evaluate import to_quaternion
from engine.exchange.asset import Animation, Asset
from engine.exchange.asset import Node as FileNode
from engine.exchange.sequence import Bends, Layer, mixed
from engine.exchange.take import bends


class Skeleton(Protocol):
    stands: np.ndarray                  # [4, 4] of joint 0
    nodes: list[int]                    # of the file, for each joint; -1: none
    of_node: dict[int, int]             # the inverse


class Keys:
    """When the clip has keys, and the joints' local transforms at them."""

    def __init__(self, asset: Asset, skeleton: Skeleton, times: np.ndarray, layers: Sequence[Layer]) -> None:
        self.times, self.layers = times, layers
        curves = {number: asset.animations[number].curves for layer in layers if (number := layer.take) is not None}
        self._curves = {number: {(c.node, c.path): c for c in each} for number, each in curves.items()}
        count, joints = len(self.times), len(skeleton.nodes)
        self.sheared = False
        self.translation, self.scale = np.zeros((count, joints, 3)), np.ones((count, joints, 3))
        self.rotation = np.zeros((count, joints, 4))
        self.rotation[..., 3] = 1.0
        for joint, node in enumerate(skeleton.nodes):
            rest = (skeleton.stands if joint == 0 else np.eye(4)) if node < 0 else asset.nodes[node]
            own = self._taken_apart(rest)
            for path, array, value in zip(("translation", "rotation", "scale"),
                                          (self.translation, self.rotation, self.scale), own):
                array[:, joint] = self._moved(node, path, value)

    def _moved(self, node: int, path: str, rest: np.ndarray) -> np.ndarray:
        """Values [key, number] of a node's path, `rest` while no curve moves it."""
        out = np.tile(rest, (len(self.times), 1))
        if not any((node, path) in held for held in self._curves.values()):
            return out
        for number, layer in enumerate(self.layers):
            curve = None if layer.take is None else self._curves[layer.take].get((node, path))
            shown = np.tile(rest, (len(self.times), 1)) if curve is None else layer.shown(curve)
            out = mixed(path, out, shown, layer.share) if number else shown
        return out

    def moves(self, node: int) -> bool:
        """Whether a curve moves a node's targets."""
        return any((node, "weights") in held for held in self._curves.values())

    def of(self, node: int, rest: np.ndarray) -> np.ndarray:
        """The weights [key, target] of a node's targets, which are `rest` where no curve moves them."""
        return self._moved(node, "weights", rest)

    def _taken_apart(self, rest: np.ndarray | FileNode) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if isinstance(rest, FileNode):
            if rest.matrix is None:
                return rest.translation, rest.rotation, rest.scale
            rest = rest.matrix
        linear = rest[:3, :3]
        scale = np.linalg.norm(linear, axis=0)
        if np.linalg.det(linear) < 0:
            scale[0] = -scale[0]
        turn = linear / np.where(np.abs(scale) > 1e-12, scale, 1.0)
        left, _, right = np.linalg.svd(turn)
        nearest = left @ right
        self.sheared |= bool(np.abs(nearest - turn).max() > 1e-3 and np.abs(scale).min() > 1e-12)
        return rest[:3, 3], to_quaternion(nearest if np.linalg.det(nearest) > 0 else np.eye(3)), scale


def bends_of(animation: Animation, skeleton: Skeleton) -> Bends:
    curves = [c for c in animation.curves if c.path == "weights" or c.node in skeleton.of_node]
    length = animation.length if curves else 0.0
    ends = np.array([0.0, length])
    return Bends(bends(curves, length), all(np.allclose(*c.sampled(ends), atol=1e-4) for c in curves))


def alone(take: int, bends: Bends) -> Layer:
    """A take as its file has it."""
    whole = np.ones(len(bends.moments))
    return Layer(take, bends.moments, whole, bends.moments, whole)
