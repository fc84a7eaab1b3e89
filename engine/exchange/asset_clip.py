"""Someone's mesh as a clip: its own surface, materials, skin, morph targets and one of its animations.

In     an Asset, how it stands (scale, axis that is up), which take plays and at what pace.   Out   Clip; its box.
Raises AssetError for what has no surface, no usable size, or more bones and targets than can be shown.
Knows nothing of scenes, files or Qt.

A vertex of a skin is, in glTF 2.0 (3.7.3), sum_j w_j W_j(t) I_j v; in a clip it is sum_j w_j J_j(t) B_j^-1 p. With any
invertible M, p = S M v and B_j = S M I_j^-1 are the same surface, where S stands the file on the scene's ground; M is
chosen such that the bind pose is the file's rest. What hangs rigidly on a node is a skin of one joint. The skeleton
has the joints of the skins, the nodes that move, and what they hang on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.bake.clip import Clip, Material, Take, numbered
from engine.exchange.asset import Animation, Asset, Curve, Mesh, Primitive
from engine.exchange.asset import Node as FileNode
from engine.exchange.asset_keys import Keys, alone, bends_of
from engine.exchange.gltf_bytes import MOST_NUMBERS, AssetError
from engine.exchange.gltf_layers import scaled
from engine.exchange.sequence import sequenced
from engine.exchange.take import Pace
from engine.picture.pose import JOINT_LIMIT, TARGET_LIMIT

MOST_TRIANGLES, MOST_VERTICES = 2_000_000, 1_500_000
SIZES = (1e-4, 1e4)
"""Metres that an object may be across."""
PLAIN = Material("plain", 0, (0.8, 0.8, 0.8, 1.0), 0.6, 0.0)
"""Of what has no material in its file."""
TURNS = {"y": np.eye(3), "z": np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]),
         "x": np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])}
"""Of the file's axes, such that the one named points along the scene's +Y."""
QUARTER = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
"""A turn by 90 degrees about the vertical, counter-clockwise from above."""
LONGEST = 120
"""Letters of a name."""
THIN = 1e-3
"""Of its largest side: what a flat object's box is thick."""

Box = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Stand:
    """How a file's mesh stands in its object's frame [m]: scaled, turned, its base at y = 0, its middle above 0."""

    matrix: np.ndarray                   # [4, 4]
    box: Box


def stand(asset: Asset, *, scale: float = 1.0, up: str = "y", take: int | None = 0, turn: int = 0) -> Stand:
    """Measured as the take begins. `turn`: quarters about the vertical, counter-clockwise from above."""
    shown = [mesh.positions[np.unique(mesh.faces)] for mesh in asset.shown(0.0, take) if len(mesh.faces)]
    if not shown:
        raise AssetError("it has no triangles: nothing of it can be shown")
    if sum(len(p.faces) for node in asset.nodes if node.mesh >= 0 for p in asset.meshes[node.mesh].primitives) > (
            MOST_TRIANGLES):
        raise AssetError(f"it has more than {MOST_TRIANGLES:,} triangles: reduce it in the program it comes from")
    axes = scale * np.linalg.matrix_power(QUARTER, turn) @ TURNS[up]
    points = np.concatenate(shown) @ axes.T
    low, high = points.min(0), points.max(0)
    if not np.isfinite([low, high]).all() or not SIZES[0] <= (most := float((high - low).max())) <= SIZES[1]:
        raise AssetError(f"it is {float((high - low).max()):.3g} m across, where {SIZES[0]:g} to {SIZES[1]:g} m can be "
                         "shown: say which unit it is in")
    thick = np.maximum(0.0, THIN * most - (high - low))
    low, high = low - thick / 2, high + thick / 2
    origin = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    matrix = np.eye(4)
    matrix[:3, :3], matrix[:3, 3] = axes, -origin
    return Stand(matrix, (low - origin, high - origin))


def clip_of(asset: Asset, name: str, where: Stand, *, take: int | None = 0, pace: Pace, whole: bool = False,
            takes: bool = False) -> Clip:
    """The clip, at the origin. Its report says under "imported" that it is, and under "remarks" what is left out.

    `whole`: with the morph targets that nothing moves, as their file names them, where they are not too many; else
    they are worked into the surface. `takes`: with all animations of the file, where there are others than what plays
    and its bones and targets are not too many with them.
    """
    more = [number for number, one in enumerate(asset.animations) if one.length > 0.0] if takes else []
    if more == [take] and not pace.cues:
        more = []
    if more:
        try:
            return _clip(asset, name, where, take, pace, whole=whole, more=more)
        except AssetError:              # of what plays nothing may be wrong
            pass
    return _clip(asset, name, where, take, pace, whole=whole, more=())


def _clip(asset: Asset, name: str, where: Stand, take: int | None, pace: Pace, *, whole: bool,
          more: Sequence[int]) -> Clip:
    wanted, whole = whole, whole and _shapes(asset) <= MOST_NUMBERS
    count = len(asset.animations)
    take = take if take is not None and take < count else None
    played = {take, *(cue.take for cue in pace.cues)}
    used = [number for number in range(count) if number in played]
    animations = [asset.animations[number] for number in used]
    animations += [asset.animations[number] for number in more if number not in used]
    skeleton = _Skeleton(asset, where.matrix, animations)
    mesh = _Surface()
    for index, node in enumerate(asset.nodes):
        if node.mesh >= 0:
            for primitive in asset.meshes[node.mesh].primitives:
                if len(primitive.faces):
                    mesh.add(_placed(asset, skeleton, index, node, primitive if whole else _still(
                        asset, index, node, primitive, animations)))
    joints = len(skeleton.names)
    if joints > JOINT_LIMIT:
        raise AssetError(f"it has {joints} bones that move, and at most {JOINT_LIMIT} can be shown: choose another of "
                         "its animations, or merge bones in the program it comes from")
    bends = {number: bends_of(asset.animations[number], skeleton) for number in {*used, *more}}
    keys = Keys(asset, skeleton, *sequenced(take, pace, bends))
    others = {number: Keys(asset, skeleton, bends[number].moments, [alone(number, bends[number])]) for number in more}
    targets = mesh.targets(asset, [keys, *others.values()], whole=whole)
    clip = mesh.clip(name, asset, skeleton, keys, targets)
    clip = replace(clip, takes=tuple(_take(asset.animations[number].name, other, targets, row + 1)
                                     for row, (number, other) in enumerate(others.items())))
    lost = 0 if whole or not wanted else sum(len(mesh.weights) for mesh in asset.meshes) - len(clip.target_names)
    return replace(clip, report=clip.report | {"lost_targets": lost}) if lost > 0 else clip


def _take(name: str, keys: Keys, targets: _Targets, row: int) -> Take:
    weights = targets.weights(row, len(keys.times))
    return Take(_sayable(name), keys.times, *(array.astype(np.float32) for array in (
        weights, keys.translation, keys.rotation, keys.scale)))


def _shapes(asset: Asset) -> int:
    """Numbers that its morph targets take when each is told of every vertex."""
    bearing = [asset.meshes[node.mesh] for node in asset.nodes if node.mesh >= 0]
    return 3 * sum(len(p.positions) for mesh in bearing for p in mesh.primitives) * len(
        {key for mesh in bearing for key in _keyed(mesh)})


# ---- the skeleton ------------------------------------------------------------------------------------


class _Skeleton:
    """Joints of the clip: the stand first, then the file's nodes, parents first; a joint may have several binds."""

    def __init__(self, asset: Asset, stands: np.ndarray, animations: Sequence[Animation]) -> None:
        self.asset, self.stands = asset, stands
        self.rest = asset.world()
        self.moved = {c.node for animation in animations for c in animation.curves if c.path != "weights"}
        bearing = [index for index, node in enumerate(asset.nodes) if node.mesh >= 0]
        kept = set()
        for index in bearing:
            skin = asset.nodes[index].skin
            kept |= set(asset.skins[skin].joints.tolist() if skin >= 0 else [])
            kept |= {each for each in self._way(index) if each in self.moved}
        kept |= {each for index in list(kept) for each in self._way(index)}
        order = sorted(kept, key=lambda index: (len(self._way(index)), index))
        self.nodes = [-1, *order]                       # of the file, for each joint; -1: none
        self.names = ["stand", *(_sayable(asset.nodes[index].name) for index in order)]
        self.of_node = {index: joint for joint, index in enumerate(self.nodes) if index >= 0}
        self.parents = [-1, *(self.of_node.get(asset.nodes[index].parent, 0) for index in order)]
        self.binds: list[np.ndarray | None] = [stands, *(None for _ in order)]
        self._with: dict[tuple[int, bytes], int] = {}

    def _way(self, index: int) -> list[int]:
        """A node and all that it hangs on."""
        out = []
        while index >= 0:
            out.append(index)
            index = self.asset.nodes[index].parent
        return out

    def host(self, index: int) -> int:
        """The node that carries a rigid one: the nearest that has a joint; -1: the ground."""
        return next((each for each in self._way(index) if each in self.of_node), -1)

    def joint(self, node: int, bind: np.ndarray) -> int:
        """The number of the joint that follows a node from this bind pose."""
        if node < 0:
            return 0
        first, key = self.of_node[node], (node, np.round(bind, 6).tobytes())
        if key not in self._with:
            if self.binds[first] is None:
                self.binds[first], self._with[key] = bind, first
            else:
                self._with[key] = len(self.names)
                self.names.append(f"{self.names[first]} again")
                self.nodes.append(-1)
                self.parents.append(first)
                self.binds.append(bind)
        return self._with[key]

    def bind(self) -> np.ndarray:
        rests = [self.stands @ self.rest[node] if node >= 0 else self.stands for node in self.nodes]
        return np.stack([each if each is not None else rest if _sound(rest) else np.eye(4)
                         for each, rest in zip(self.binds, rests)])


def _sound(matrix: np.ndarray) -> bool:
    """Whether a transform can be taken back without losing digits."""
    size = np.linalg.svd(matrix[:3, :3], compute_uv=False)
    return bool(size[-1] > 1e-5 * size[0] > 0.0)


# ---- the surface -------------------------------------------------------------------------------------


@dataclass
class _Piece:
    """One primitive in its object's frame."""

    primitive: Primitive
    positions: np.ndarray
    normals: np.ndarray
    joints: np.ndarray                   # [vertex, 4]
    weights: np.ndarray
    linear: np.ndarray                   # [3, 3] that its positions went through
    node: int                            # of the file
    dropped: bool                        # more than four joints hung on a vertex


def _placed(asset: Asset, skeleton: _Skeleton, index: int, node: FileNode, primitive: Primitive) -> _Piece:
    dropped = False
    if node.skin >= 0 and primitive.joints is not None and primitive.weights is not None:
        skin = asset.skins[node.skin]
        inner = next((m for j, i in zip(skin.joints, skin.inverse) if _sound(m := skeleton.rest[j] @ i)), np.eye(4))
        matrix = skeleton.stands @ inner
        chosen, weights, dropped = _four(primitive.joints, primitive.weights)
        numbers = np.zeros(len(skin.joints), np.int64)
        for used in np.unique(chosen):
            bind = matrix @ (np.linalg.inv(skin.inverse[used]) if _sound(skin.inverse[used]) else np.eye(4))
            numbers[used] = skeleton.joint(int(skin.joints[used]), bind)
        joints = numbers[chosen]
    else:
        host = skeleton.host(index)
        sound = host < 0 or _sound(skeleton.rest[host])
        inside = skeleton.rest[index] if sound else asset.between(host, index)
        matrix = skeleton.stands @ inside
        joint = skeleton.joint(host, skeleton.stands @ (skeleton.rest[host] if sound else np.eye(4)))
        count = len(primitive.positions)
        joints, weights = np.full((count, 4), joint), np.tile([1.0, 0.0, 0.0, 0.0], (count, 1))
    linear = matrix[:3, :3]
    if np.linalg.det(linear) < 0:
        primitive = replace(primitive, faces=primitive.faces[:, ::-1])
    positions = primitive.positions @ linear.T + matrix[:3, 3]
    if primitive.normals is None:
        at = primitive.faces.reshape(-1)
        flat = np.cross(positions[at[1::3]] - positions[at[::3]], positions[at[2::3]] - positions[at[::3]])
        primitive, positions, joints, weights = _taken(primitive, at), positions[at], joints[at], weights[at]
        normals = np.repeat(flat, 3, axis=0)
    else:
        normals = primitive.normals @ _cofactor(linear).T
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(length > 0, normals / np.where(length > 0, length, 1.0), [0.0, 1.0, 0.0])
    return _Piece(primitive, positions, normals, joints, weights, linear, index, dropped)


def _rest(asset: Asset, node: FileNode) -> np.ndarray:
    """The weights of its targets while no curve moves them."""
    return asset.meshes[node.mesh].weights if node.weights is None else node.weights


def _keyed(mesh: Mesh) -> list[tuple[str, int]]:
    """The name of each of a mesh's targets, and which it is of those of that name."""
    named = [_sayable(str(name)) for name in mesh.target_names[:len(mesh.weights)]]
    named = [named[k] if k < len(named) and named[k] else f"target {k + 1}" for k in range(len(mesh.weights))]
    return [(name, named[:k].count(name)) for k, name in enumerate(named)]


def _sayable(name: str) -> str:
    """A name of anyone's, as a file can hold it."""
    return name[:LONGEST].encode("utf-8", "replace").decode()


def _still(asset: Asset, index: int, node: FileNode, primitive: Primitive,
           animations: Sequence[Animation]) -> Primitive:
    """The primitive with the targets that no curve moves worked into it."""
    rest = _rest(asset, node)
    moves = any(curve.node == index and curve.path == "weights" for each in animations for curve in each.curves)
    if moves or primitive.target_positions is None and primitive.target_normals is None:
        return primitive
    changed = {}
    for base, name in (("positions", "target_positions"), ("normals", "target_normals"), ("colours", "target_colours")):
        value, deltas = getattr(primitive, base), getattr(primitive, name)
        changed[name] = None
        if value is not None and deltas is not None and rest.any():
            changed[base] = value + np.tensordot(rest[:len(deltas)], deltas, 1)
    return replace(primitive, **changed)


def _taken(primitive: Primitive, at: np.ndarray) -> Primitive:
    """Each corner of each face with a vertex of its own."""
    def of(array: np.ndarray | None, axis: int = 0) -> np.ndarray | None:
        return None if array is None else np.take(array, at, axis)

    return replace(primitive, positions=primitive.positions[at], quads=None, faces=np.arange(len(at)).reshape(-1, 3),
                   uvs=of(primitive.uvs), second_uvs=of(primitive.second_uvs), colours=of(primitive.colours),
                   target_positions=of(primitive.target_positions, 1), target_normals=None,
                   target_colours=of(primitive.target_colours, 1))


def _cofactor(linear: np.ndarray) -> np.ndarray:
    """What turns normals where `linear` turns positions."""
    x, y, z = linear
    return np.stack([np.cross(y, z), np.cross(z, x), np.cross(x, y)]) * np.sign(np.linalg.det(linear) or 1.0)


def _four(joints: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    """The four joints a vertex with the largest weights, which sum to 1; whether others counted."""
    dropped = False
    if joints.shape[1] > 4:
        weights = weights.copy()
        for late in range(1, joints.shape[1]):          # a joint named twice counts once, with both weights
            for early in range(late):
                same = joints[:, late] == joints[:, early]
                weights[:, early] += np.where(same, weights[:, late], 0.0)
                weights[same, late] = 0.0
        order = np.argsort(-weights, axis=1, kind="stable")
        lost = np.take_along_axis(weights, order[:, 4:], 1).sum(1)
        dropped = bool((lost > 1e-3 * weights.sum(1)).any())
        joints, weights = (np.take_along_axis(a, order[:, :4], 1) for a in (joints, weights))
    weights = weights / np.maximum(weights.sum(1, keepdims=True), 1e-12)
    return np.where(weights > 0, joints, joints[:, :1]), weights, dropped


@dataclass
class _Targets:
    names: list[str]
    columns: list[list[np.ndarray]]      # of each target and each animation [key] weights
    of: dict[tuple[int, int], int]       # (node, target of its mesh) -> number

    def weights(self, row: int, keys: int) -> np.ndarray:
        """[key, target] of an animation."""
        return np.stack([column[row] for column in self.columns], 1) if self.columns else np.zeros((keys, 0))


@dataclass
class _Surface:
    pieces: list[_Piece] = field(default_factory=list)

    def add(self, piece: _Piece) -> None:
        self.pieces.append(piece)

    def targets(self, asset: Asset, keys: Sequence[Keys], *, whole: bool) -> _Targets:
        """The targets that move in any of the animations, or all; those of one name whose weights are the same over
        time are one."""
        found, seen = _Targets([], [], {}), dict[tuple, int]()
        for piece in self.pieces:
            counts = [len(t) for t in (piece.primitive.target_positions, piece.primitive.target_normals)
                      if t is not None]
            if not counts or not whole and not any(
                    each.moves(piece.node) for each in keys):
                continue
            node = asset.nodes[piece.node]
            curves = [each.of(piece.node, _rest(asset, node)) for each in keys]
            named = _keyed(asset.meshes[node.mesh])
            for k in range(min(max(counts), curves[0].shape[1])):
                columns = [curve[:, k] for curve in curves]
                if not whole and not any(column.any() for column in columns):
                    continue
                key = (named[k], np.round(np.concatenate(columns), 6).tobytes())
                if key not in seen:
                    seen[key] = len(found.names)
                    name = named[k][0]
                    found.names.append(name if name not in found.names else f"{name} again {len(found.names)}")
                    found.columns.append(columns)
                found.of[piece.node, k] = seen[key]
        moved = sum(any(np.ptp(one) for one in each) for each in found.columns) if whole else len(found.names)
        if moved > TARGET_LIMIT:
            raise AssetError(f"its animation moves {moved} morph targets, and at most {TARGET_LIMIT} can be "
                             "shown: choose another of its animations")
        return found

    def clip(self, name: str, asset: Asset, skeleton: _Skeleton, keys: Keys, targets: _Targets) -> Clip:
        pieces = sorted(self.pieces, key=lambda piece: piece.primitive.material)
        starts = np.cumsum([0, *(len(piece.positions) for piece in pieces)])
        count, many = int(starts[-1]), len(targets.names)
        deltas = np.zeros((3, many, count, 3), np.float32)
        for piece, start in zip(pieces, starts):
            _fill(deltas[:, :, start:start + len(piece.positions)], piece, targets)
        colours = [np.ones((len(p.positions), 4)) if p.primitive.colours is None else p.primitive.colours
                   for p in pieces]
        materials, images = _materials(asset, pieces, skeleton.stands)
        weights = targets.weights(0, len(keys.times))
        uvs, second = ([np.zeros((len(p.positions), 2)) if array is None else array for p, array in zip(pieces, arrays)]
                       for arrays in ([p.primitive.uvs for p in pieces], [p.primitive.second_uvs for p in pieces]))
        has_second = any(texture.second for material in materials for texture in material.textures.values())
        return Clip(
            name=name, positions=np.concatenate([p.positions for p in pieces]).astype(np.float32),
            normals=np.concatenate([p.normals for p in pieces]).astype(np.float32),
            faces=np.concatenate([p.primitive.faces + at for p, at in zip(pieces, starts)]).astype(np.uint32),
            uvs=np.concatenate(uvs).astype(np.float32), palette=np.full((4, 4, 4), 255, np.uint8),
            surface=np.full((4, 4, 3), (153, 0, 0), np.uint8),
            tint=np.concatenate(colours)[:, :3].clip(0.0, 1.0).astype(np.float32),
            part=np.repeat(np.arange(len(pieces)), np.diff(starts)).astype(np.int32),
            joints=np.concatenate([p.joints for p in pieces]).astype(np.uint16),
            weights=np.concatenate([p.weights for p in pieces]).astype(np.float32),
            joint_names=tuple(skeleton.names), joint_parents=np.array(skeleton.parents, np.int32),
            bind=skeleton.bind().astype(np.float32), target_names=tuple(targets.names), target_positions=deltas[0],
            target_normals=deltas[1], target_tints=deltas[2], times=keys.times,
            target_weights=weights.astype(np.float32), joint_translation=keys.translation.astype(np.float32),
            joint_rotation=keys.rotation.astype(np.float32), joint_scale=keys.scale.astype(np.float32),
            place_times=np.zeros(1), place_translation=np.zeros((1, 3)),
            place_rotation=np.array([[0.0, 0.0, 0.0, 1.0]]), place_scale=np.ones((1, 3)),
            report={"imported": True, "own_bones": True, "remarks": self._remarks(keys, np.concatenate(colours))},
            materials=materials, images=images, quads=numbered([p.primitive.quads for p in pieces],
                                                               [len(p.primitive.faces) for p in pieces]),
            second_uvs=np.concatenate(second).astype(np.float32) if has_second else None)

    def _remarks(self, keys: Keys, colours: np.ndarray) -> list[str]:
        said = []
        if any(piece.dropped for piece in self.pieces):
            said.append("More than four bones move some of its vertices: the four strongest are kept.")
        if keys.sheared:
            said.append("Some of its nodes are sheared: what moves with them may be a little off.")
        if float(colours[:, 3].min(initial=1.0)) < 0.999:
            said.append("The transparency of its vertex colours is left out.")
        return said


def _fill(deltas: np.ndarray, piece: _Piece, targets: _Targets) -> None:
    """A piece's share of the targets' positions, normals and tints [3, target, vertex, 3]."""
    of = (piece.primitive.target_positions, piece.primitive.target_normals, piece.primitive.target_colours)
    for (node, k), number in targets.of.items():
        for row, array in enumerate(of):
            if node == piece.node and array is not None and k < len(array):
                turn = (piece.linear, _cofactor(piece.linear) / max(abs(np.linalg.det(piece.linear)), 1e-30) ** (2 / 3),
                        np.eye(3))[row]
                deltas[row, number] = array[k][:, :3] @ turn.T


def _size(matrix: np.ndarray) -> float:
    """How much longer lengths are that went through it."""
    return abs(float(np.linalg.det(matrix[:3, :3]))) ** (1.0 / 3.0)


def _materials(asset: Asset, pieces: list[_Piece],
               stands: np.ndarray) -> tuple[tuple[Material, ...], tuple[np.ndarray, ...]]:
    """Those in use, each with the number of its faces, and their images; pieces come in order of their materials."""
    out: list[Material] = []
    last = None
    for piece in pieces:
        number, faces = piece.primitive.material, len(piece.primitive.faces)
        if number == last:
            out[-1] = replace(out[-1], faces=out[-1].faces + faces)
        else:
            out.append(scaled(replace(asset.materials[number] if number >= 0 else PLAIN, faces=faces),
                              _size(piece.linear), _size(stands)))
        last = number
    used = sorted({texture.image for material in out for texture in material.textures.values()})
    numbered = tuple(material.with_textures({name: replace(texture, image=used.index(texture.image))
                                             for name, texture in material.textures.items()}) for material in out)
    return numbered, tuple(asset.images[image] for image in used)


__all__ = ["Curve", "Pace", "Stand", "clip_of", "stand"]
