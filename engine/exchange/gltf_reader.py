"""Read a glTF file of anyone's: its meshes, skins, morph targets and animations.

In     a path to a .glb or .gltf.   Out   an Asset.
Raises AssetError, naming the file and what is wrong with it, whatever its bytes are.
Knows nothing of how the file was made.

What is not a triangle is left out, and said so in the asset's remarks.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine.exchange.asset import Animation, Asset, Curve, Mesh, Node, Primitive, Skin
from engine.exchange.gltf_bytes import FARTHEST, MOST_NUMBERS, AssetError, Source, dicts, opened
from engine.exchange.gltf_draco import unpacked
from engine.exchange.gltf_instances import spread
from engine.exchange.gltf_looks import PLAIN, Looks, read_looks
from engine.exchange.polygons import NGONS, unfanned

_REST = {"translation": (0.0, 0.0, 0.0), "rotation": (0.0, 0.0, 0.0, 1.0), "scale": (1.0, 1.0, 1.0)}


def read_gltf(path: Path) -> Asset:
    return read_source(unpacked(opened(path))[0])


def read_source(source: Source) -> Asset:
    """The Asset of a file that was opened."""
    remarks: list[str] = []
    looks = read_looks(source, remarks)
    meshes = tuple(_mesh(source, row, k, looks, remarks) for k, row in enumerate(source.rows("meshes")))
    nodes = _in_scene(source, spread(source, _nodes(source, meshes), remarks), remarks)
    skins = tuple(_skin(source, row, len(nodes)) for row in source.rows("skins"))
    _skinned(source, nodes, meshes, skins)
    animations = tuple(_animation(source, row, k, nodes, meshes) for k, row in enumerate(source.rows("animations")))
    remarks += _unkept(source)
    about = [row for k, row in enumerate(source.rows("scenes")) if k == source.json.get("scene", 0)]
    return Asset(nodes, meshes, skins, animations, tuple(dict.fromkeys(remarks)), looks.materials, looks.images,
                 _extras(about[0]) if about else {})


def _unkept(source: Source) -> list[str]:
    """Custom properties of what is no node: they are not kept with the object."""
    words = {"meshes": "mesh", "materials": "material", "animations": "animation"}
    found = []
    for key, word in words.items():
        count = sum(bool(set(_extras(row)) - {"targetNames"}) for row in source.rows(key))
        found += [f"{count} {word if count == 1 else key}"] if count else []
    return [f"Its custom properties (extras of {', '.join(found)}) are left out."] if found else []


# ---- meshes ------------------------------------------------------------------------------------------


def _mesh(source: Source, row: dict[str, Any], number: int, looks: Looks, remarks: list[str]) -> Mesh:
    name = _name(row, f"mesh {number + 1}")
    primitives = [made for each in dicts(source, row, "primitives")
                  if (made := _primitive(source, each, name, looks, remarks)) is not None]
    count = max((0 if p.target_positions is None else len(p.target_positions) for p in primitives), default=0)
    extras = row.get("extras")
    names = extras.get("targetNames") if isinstance(extras, dict) else None
    named = tuple(str(n) for n in names) if isinstance(names, list) else tuple(f"target {k + 1}" for k in range(count))
    return Mesh(name, tuple(primitives), source.vector(row, "weights", (0.0,) * count), named)


def _primitive(source: Source, row: dict[str, Any], name: str, looks: Looks, remarks: list[str]) -> Primitive | None:
    mode, attributes = row.get("mode", 4), row.get("attributes")
    if mode not in (4, 5, 6):
        remarks.append(f"{name}: points and lines are left out.")
        return None
    if not isinstance(attributes, dict) or "POSITION" not in attributes:
        remarks.append(f"{name}: a part without positions is left out.")
        return None
    positions = _floats(source, attributes["POSITION"], 3)
    if np.abs(positions).max(initial=0.0) > FARTHEST:
        raise source.fault(f"{name} reaches {np.abs(positions).max():.3g} m from its origin")
    count = len(positions)

    def of(key: str, width: int | None) -> np.ndarray | None:
        return None if key not in attributes else _same(source, _floats(source, attributes[key], width), count, key)

    joints = _influences(source, attributes, "JOINTS_", count, np.int64)
    weights = _influences(source, attributes, "WEIGHTS_", count, np.float64)
    if joints is not None and (weights is None or weights.shape != joints.shape):
        raise source.fault(f"{name}'s joints and weights do not belong together")
    targets = dicts(source, row, "targets")
    material = -1 if row.get("material") is None else source.index(
        row["material"], len(source.rows("materials")), "materials")
    chosen, chart, other = looks.charts[material] if material >= 0 else (*PLAIN, None)
    uvs = of(f"TEXCOORD_{chosen}", 2)
    faces = _faces(source, row, mode, count, name)
    return Primitive(
        positions=positions, faces=faces, normals=of("NORMAL", 3), quads=unfanned(faces) if mode == 4 and _fans(source)
        else None,
        uvs=uvs if uvs is None or chart == PLAIN[1] else uvs @ np.reshape(chart, (2, 3))[:, :2].T + chart[2::3],
        colours=_opaque(of("COLOR_0", None)), joints=joints, weights=weights,
        target_positions=_targets(source, targets, "POSITION", count, 3),
        target_normals=_targets(source, targets, "NORMAL", count, 3),
        target_colours=_opaque(_targets(source, targets, "COLOR_0", count, None), 0.0),
        material=material, second_uvs=None if other is None else of(f"TEXCOORD_{other}", 2))


def _fans(source: Source) -> bool:
    """Whether the order of corners tells polygons."""
    used = source.json.get("extensionsUsed", [])
    return isinstance(used, list) and NGONS in used


def _faces(source: Source, row: dict[str, Any], mode: int, count: int, name: str) -> np.ndarray:
    order = np.arange(count) if row.get("indices") is None else source.accessor(row["indices"], width=1)[:, 0]
    if order.dtype.kind == "f":
        raise source.fault(f"{name}'s faces are not whole numbers")
    if len(order) and int(order.max()) >= count:
        raise source.fault(f"{name}'s faces point to vertex {int(order.max())} of {count}")
    order = order.astype(np.int64)
    if mode == 4:
        return order[:len(order) // 3 * 3].reshape(-1, 3)
    if len(order) < 3:
        return np.zeros((0, 3), np.int64)
    if mode == 6:
        return np.stack([np.full(len(order) - 2, order[0]), order[1:-1], order[2:]], 1)
    faces = np.stack([order[:-2], order[1:-1], order[2:]], 1)
    faces[1::2] = faces[1::2, [1, 0, 2]]
    return faces


def _influences(source: Source, attributes: dict[str, Any], prefix: str, count: int,
                number: type) -> np.ndarray | None:
    """JOINTS_0, JOINTS_1, ... side by side, [vertex, 4 each]."""
    sets = []
    while f"{prefix}{len(sets)}" in attributes and len(sets) < 8:
        key = f"{prefix}{len(sets)}"
        sets.append(_same(source, source.accessor(attributes[key], width=4), count, key))
    if not sets:
        return None
    found = np.concatenate(sets, 1).astype(number)
    if number is np.float64:
        if not np.isfinite(found).all():
            raise source.fault("a vertex's weights are not numbers")
        found[found.sum(1) <= 0.0, 0] = 1.0         # hangs on nothing: on its first joint
    return found


def _targets(source: Source, targets: list[dict[str, Any]], key: str, count: int,
             width: int | None) -> np.ndarray | None:
    """[target, vertex, number], nought where a target leaves the attribute alone; None where all do."""
    found = [None if key not in target else _same(source, _floats(source, target[key], width), count, key)
             for target in targets]
    wide = next((each.shape[1] for each in found if each is not None), None)
    if wide is None:
        return None
    if len(found) * count * wide > MOST_NUMBERS:
        raise source.fault(f"it has {len(found)} morph targets of {count:,} vertices: too many to be read")
    return np.stack([np.zeros((count, wide)) if each is None else _same(source, each.T, wide, key).T
                     for each in found])


def _opaque(colours: np.ndarray | None, alpha: float = 1.0) -> np.ndarray | None:
    """Colours [..., 3 or 4] with their alpha."""
    if colours is None or colours.shape[-1] == 4:
        return colours
    return np.concatenate([colours, np.full((*colours.shape[:-1], 1), alpha)], -1)


# ---- nodes, skins, curves ----------------------------------------------------------------------------


def _nodes(source: Source, meshes: tuple[Mesh, ...]) -> tuple[Node, ...]:
    rows = source.rows("nodes")
    parent = np.full(len(rows), -1)
    for index, row in enumerate(rows):
        children = row.get("children", [])
        if not isinstance(children, list):
            raise source.fault("a node's children are not a list")
        for child in children:
            child = source.index(child, len(rows), "nodes")
            if parent[child] >= 0 or child == index:
                raise source.fault(f"node {child} hangs on two others, or on itself")
            parent[child] = index
    _acyclic(source, parent)
    skins = len(source.rows("skins"))
    return tuple(Node(
        _name(row, f"node {index + 1}"), int(parent[index]), source.vector(row, "translation", _REST["translation"]),
        _unit(source.vector(row, "rotation", _REST["rotation"])), source.vector(row, "scale", _REST["scale"]),
        matrix=None if row.get("matrix") is None else source.vector(row, "matrix", (0.0,) * 16).reshape(4, 4).T,
        mesh=-1 if row.get("mesh") is None else source.index(row["mesh"], len(meshes), "meshes"),
        skin=-1 if row.get("skin") is None else source.index(row["skin"], skins, "skins"),
        weights=None if row.get("weights") is None or row.get("mesh") is None else source.vector(
            row, "weights", tuple(meshes[row["mesh"]].weights)), extras=_extras(row)) for index, row in enumerate(rows))


def _in_scene(source: Source, nodes: tuple[Node, ...], remarks: list[str]) -> tuple[Node, ...]:
    """The nodes, without the meshes that the scene which is shown does not hold."""
    seen = in_scene(source, nodes)
    if any(node.mesh >= 0 and not seen[index] for index, node in enumerate(nodes)):
        remarks.append("Meshes that are in no scene of the file, or in another than its first, are left out.")
    return tuple(node if seen[index] else replace(node, mesh=-1) for index, node in enumerate(nodes))


def in_scene(source: Source, nodes: tuple[Node, ...]) -> np.ndarray:
    """Which nodes the scene that is shown holds, [node] bool."""
    scenes = source.rows("scenes")
    if not scenes:
        return np.ones(len(nodes), bool)
    listed = scenes[source.index(source.json.get("scene", 0), len(scenes), "scenes")].get("nodes", [])
    if not isinstance(listed, list):
        raise source.fault("a scene's nodes are not a list")
    seen = np.zeros(len(nodes) + 1, bool)
    seen[[source.index(each, len(nodes), "nodes") for each in listed]] = True
    above = np.array([node.parent for node in nodes] + [-1])
    for _ in range(len(nodes).bit_length()):        # each time twice as far up
        seen |= seen[above]
        above = above[above]
    return seen[:-1]


def _acyclic(source: Source, parent: np.ndarray) -> None:
    above = parent
    for _ in range(len(parent).bit_length()):       # each time twice as far up
        above = np.where(above >= 0, above[above], -1)
    if (above >= 0).any():
        raise source.fault("its nodes hang on one another in a ring")


def _skin(source: Source, row: dict[str, Any], nodes: int) -> Skin:
    listed = row.get("joints")
    if not isinstance(listed, list) or not listed:
        raise source.fault("a skin has no joints")
    joints = np.array([source.index(each, nodes, "nodes") for each in listed])
    inverse = np.broadcast_to(np.eye(4), (len(joints), 4, 4))
    if row.get("inverseBindMatrices") is not None:
        found = _floats(source, row["inverseBindMatrices"], 16)
        if len(found) < len(joints):
            raise source.fault(f"a skin of {len(joints)} joints has {len(found)} bind matrices")
        inverse = found[:len(joints)].reshape(-1, 4, 4).transpose(0, 2, 1)
    return Skin(joints, inverse)


def _skinned(source: Source, nodes: tuple[Node, ...], meshes: tuple[Mesh, ...], skins: tuple[Skin, ...]) -> None:
    """Refuse vertices that hang on joints their skin does not have."""
    for node in nodes:
        if node.mesh < 0 or node.skin < 0:
            continue
        for primitive in meshes[node.mesh].primitives:
            if primitive.joints is not None and primitive.joints.size and (
                    int(primitive.joints.max()) >= len(skins[node.skin].joints)):
                raise source.fault(f"{node.name}: a vertex hangs on joint {int(primitive.joints.max())} "
                                   f"of {len(skins[node.skin].joints)}")


def _animation(source: Source, row: dict[str, Any], number: int, nodes: tuple[Node, ...],
               meshes: tuple[Mesh, ...]) -> Animation:
    samplers, curves = dicts(source, row, "samplers"), []
    for channel in dicts(source, row, "channels"):
        target = channel.get("target")
        if not isinstance(target, dict) or target.get("node") is None or target.get("path") not in (*_REST, "weights"):
            continue            # what an extension animates
        node = source.index(target["node"], len(nodes), "nodes")
        curve = _curve(source, samplers[source.index(channel.get("sampler"), len(samplers), "samplers")],
                       node, target["path"], nodes[node], meshes)
        if curve is not None:
            curves.append(curve)
    return Animation(_name(row, f"animation {number + 1}"), tuple(curves))


def _curve(source: Source, row: dict[str, Any], node: int, path: str, of: Node,
           meshes: tuple[Mesh, ...]) -> Curve | None:
    interpolation = row.get("interpolation", "LINEAR")
    if interpolation not in ("LINEAR", "STEP", "CUBICSPLINE"):
        raise source.fault(f"a curve passes from key to key by {interpolation!r}")
    times = _floats(source, row.get("input"), 1)[:, 0]
    if not len(times) or (np.diff(times) < 0).any():
        raise source.fault("a curve's keys do not run forward in time")
    wide = len(_REST[path]) if path in _REST else (len(meshes[of.mesh].weights) if of.mesh >= 0 else 0)
    if not wide:
        return None
    values = _floats(source, row.get("output"), None).reshape(-1)
    each = (3, wide) if interpolation == "CUBICSPLINE" else (wide,)
    if len(values) != len(times) * int(np.prod(each)):
        raise source.fault(f"a curve of {len(times)} keys has {len(values)} numbers")
    values = values.reshape(len(times), *each)
    return Curve(node, path, times, _unit(values) if path == "rotation" and interpolation != "CUBICSPLINE" else values,
                 interpolation)


# ---- values ------------------------------------------------------------------------------------------


def _floats(source: Source, index: Any, width: int | None) -> np.ndarray:
    with np.errstate(invalid="ignore"):                 # what is no number is refused below
        values = source.accessor(index, width=width).astype(np.float64)
    if not np.isfinite(values).all():
        raise source.fault(f"accessor {index} holds what is not a number")
    return values


def _unit(rotations: np.ndarray) -> np.ndarray:
    """Quaternions [..., 4] of length 1; what has none turns nothing."""
    length = np.linalg.norm(rotations, axis=-1, keepdims=True)
    return np.where(length > 1e-9, rotations / np.maximum(length, 1e-9), _REST["rotation"])


def _same(source: Source, values: np.ndarray, count: int, what: str) -> np.ndarray:
    if len(values) != count:
        raise source.fault(f"{what} has {len(values)} entries where {count} belong")
    return values


def _extras(row: dict[str, Any]) -> dict[str, Any]:
    """Custom properties; what is not an object of them is none."""
    found = row.get("extras")
    return found if isinstance(found, dict) else {}


def _name(row: dict[str, Any], default: str) -> str:
    name = row.get("name")
    return name if isinstance(name, str) and name else default


__all__ = ["AssetError", "in_scene", "read_gltf", "read_source"]
