"""Asset: what a file of anyone's holds, and what it shows at any time.

In     arrays, as a reader found them.   Out   world positions, normals, colours and faces of each mesh at a time.
Raises nothing.   Knows nothing of files.

After the glTF 2.0 specification: 3.7.2.2 (morph targets), 3.7.3 (skins), 3.11 and appendix C (animation). A skinned
mesh hangs on its joints alone: its own node's place does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engine.bake.clip import Material
from engine.bake.evaluate import compose, slerp

BLOCK = 50_000
"""Vertices that are skinned at a time: their matrices take more memory than they do."""


@dataclass(frozen=True)
class Primitive:
    """Triangles of one material. Of the arrays [vertex, ...] those that the file does not have are None."""

    positions: np.ndarray
    faces: np.ndarray                                   # [face, 3]
    normals: np.ndarray | None = None
    uvs: np.ndarray | None = None
    colours: np.ndarray | None = None                   # [vertex, 4] linear
    joints: np.ndarray | None = None                    # [vertex, k] into the skin's joints
    weights: np.ndarray | None = None
    target_positions: np.ndarray | None = None          # [target, vertex, 3]
    target_normals: np.ndarray | None = None
    target_colours: np.ndarray | None = None            # [target, vertex, 4]
    material: int = -1
    quads: np.ndarray | None = None                     # [face] int, as engine.bake.clip's
    second_uvs: np.ndarray | None = None                # of the textures that say so


@dataclass(frozen=True)
class Mesh:
    name: str
    primitives: tuple[Primitive, ...]
    weights: np.ndarray                                 # [target] at rest
    target_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    name: str
    parent: int                                         # -1: at the top
    translation: np.ndarray
    rotation: np.ndarray                                # x y z w
    scale: np.ndarray
    matrix: np.ndarray | None = None                    # [4, 4] in their place
    mesh: int = -1
    skin: int = -1
    weights: np.ndarray | None = None                   # [target] in place of the mesh's
    extras: dict = field(default_factory=dict)          # custom properties

    def local(self, moved: dict[str, np.ndarray]) -> np.ndarray:
        """Its transform [4, 4] under its parent, `moved` by what an animation says in place of its own."""
        if self.matrix is not None and not set(moved) & {"translation", "rotation", "scale"}:
            return self.matrix
        return compose(moved.get("translation", self.translation), moved.get("rotation", self.rotation),
                       moved.get("scale", self.scale))


@dataclass(frozen=True)
class Skin:
    joints: np.ndarray                                  # [joint] nodes
    inverse: np.ndarray                                 # [joint, 4, 4]


@dataclass(frozen=True)
class Curve:
    node: int
    path: str                                           # translation, rotation, scale or weights
    times: np.ndarray                                   # [key] s
    values: np.ndarray                                  # [key, number]; CUBICSPLINE: [key, 3, number]
    interpolation: str

    def at(self, time: float) -> np.ndarray:
        """The values [number] at a time; the ends hold."""
        return self.sampled(np.array([time]))[0]

    def sampled(self, times: np.ndarray) -> np.ndarray:
        """The values [time, number] at some times."""
        after = np.searchsorted(self.times, times, side="right")
        low, high = np.maximum(after - 1, 0), np.minimum(after, len(self.times) - 1)
        middle = self.values[:, 1] if self.interpolation == "CUBICSPLINE" else self.values
        span = self.times[high] - self.times[low]
        share = np.where(span > 0, (times - self.times[low]) / np.where(span > 0, span, 1.0), 0.0)
        share, span = np.where(after == 0, 0.0, share)[:, None], span[:, None]
        if self.interpolation == "STEP":
            values = middle[low]
        elif self.interpolation == "CUBICSPLINE":
            values = _hermite(self.values[low], self.values[high], share, span)
        elif self.path == "rotation":
            values = slerp(middle[low], middle[high], share)
        else:
            values = middle[low] + (middle[high] - middle[low]) * share
        if self.path == "rotation":
            return values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-12)
        return values


@dataclass(frozen=True)
class Animation:
    name: str
    curves: tuple[Curve, ...]

    @property
    def length(self) -> float:
        """s"""
        return max((float(curve.times[-1]) for curve in self.curves), default=0.0)


@dataclass(frozen=True)
class Shown:
    """One mesh at one moment, in the world [m]."""

    name: str
    positions: np.ndarray                               # [vertex, 3]
    normals: np.ndarray | None                          # [vertex, 3] unit
    colours: np.ndarray | None                          # [vertex, 4] linear
    faces: np.ndarray                                   # [face, 3]


@dataclass(frozen=True)
class Asset:
    nodes: tuple[Node, ...]
    meshes: tuple[Mesh, ...]
    skins: tuple[Skin, ...] = ()
    animations: tuple[Animation, ...] = ()
    remarks: tuple[str, ...] = field(default=())
    """What was left out, in sentences."""
    materials: tuple[Material, ...] = ()                # of no faces: how many has each, its primitives say
    images: tuple[np.ndarray, ...] = ()                 # PNG or JPEG files, [byte] uint8
    extras: dict = field(default_factory=dict)
    """Custom properties of the scene."""

    def shown(self, time: float = 0.0, animation: int | None = 0) -> list[Shown]:
        """All meshes at a time [s] of an animation; at rest with None, or where there is none."""
        curves = self.animations[animation].curves if animation is not None and animation < len(self.animations) else ()
        moved: dict[int, dict[str, np.ndarray]] = {}
        for curve in curves:
            moved.setdefault(curve.node, {})[curve.path] = curve.at(time)
        world = self.world(moved)
        out = []
        for index, node in enumerate(self.nodes):
            if node.mesh < 0:
                continue
            mesh = self.meshes[node.mesh]
            rest = mesh.weights if node.weights is None else node.weights
            weights = moved.get(index, {}).get("weights", rest)
            for primitive in mesh.primitives:
                out.append(self._primitive(node, primitive, weights, world, index))
        return out

    def world(self, moved: dict[int, dict[str, np.ndarray]] | None = None) -> np.ndarray:
        """Each node's transform [node, 4, 4], at rest or `moved`; parents may come in any order."""
        moved = moved or {}
        world = np.zeros((len(self.nodes), 4, 4))
        done = np.zeros(len(self.nodes), bool)
        for start in range(len(self.nodes)):
            way, index = [], start
            while index >= 0 and not done[index]:
                way.append(index)
                index = self.nodes[index].parent
            for each in reversed(way):
                node = self.nodes[each]
                local = node.local(moved.get(each, {}))
                world[each] = local if node.parent < 0 else world[node.parent] @ local
                done[each] = True
        return world

    def between(self, above: int, below: int) -> np.ndarray:
        """The transform [4, 4] at rest of a node under another one that it hangs on."""
        matrix = np.eye(4)
        while below != above:
            matrix, below = self.nodes[below].local({}) @ matrix, self.nodes[below].parent
        return matrix

    def _primitive(self, node: Node, primitive: Primitive, weights: np.ndarray, world: np.ndarray,
                   index: int) -> Shown:
        positions, normals, colours = (None if a is None else a.astype(np.float64) for a in (
            primitive.positions, primitive.normals, primitive.colours))
        assert positions is not None
        for base, targets in ((positions, primitive.target_positions), (normals, primitive.target_normals),
                              (colours, primitive.target_colours)):
            if base is not None and targets is not None:
                base += np.tensordot(weights[:len(targets)], targets, 1)
        if node.skin >= 0 and primitive.joints is not None and primitive.weights is not None:
            skin = self.skins[node.skin]
            matrices = world[skin.joints] @ skin.inverse
            share = primitive.weights / np.maximum(primitive.weights.sum(1, keepdims=True), 1e-12)
            for start in range(0, len(positions), BLOCK):
                some = slice(start, start + BLOCK)
                each = np.einsum("vk,vkij->vij", share[some], matrices[primitive.joints[some]])
                positions[some] = np.einsum("vij,vj->vi", each[:, :3, :3], positions[some]) + each[:, :3, 3]
                if normals is not None:
                    normals[some] = np.einsum("vij,vj->vi", each[:, :3, :3], normals[some])
        else:
            positions = positions @ world[index, :3, :3].T + world[index, :3, 3]
            normals = None if normals is None else normals @ world[index, :3, :3].T
        if normals is not None:
            normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
        return Shown(node.name, positions, normals, colours, primitive.faces)


def _hermite(low: np.ndarray, high: np.ndarray, share: np.ndarray, span: np.ndarray) -> np.ndarray:
    """A cubic spline's values from keys [time, 3, number]: tangent in, value, tangent out (appendix C.5)."""
    t, tt, ttt = share, share**2, share**3
    return ((2 * ttt - 3 * tt + 1) * low[:, 1] + span * (ttt - 2 * tt + t) * low[:, 2]
            + (3 * tt - 2 * ttt) * high[:, 1] + span * (ttt - tt) * high[:, 0])
