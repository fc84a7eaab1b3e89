"""An Asset as a GLB: what an import in another format, or one that was repaired, is kept as.

In     an Asset.   Out   the bytes of a GLB; engine.exchange.gltf_reader reads the same Asset from them.
Raises ExportError for numbers that are not finite.
Knows nothing of scenes or of where the asset came from.   After the glTF 2.0 specification, 3.4 to 3.11.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from engine.bake.clip import Material, Texture
from engine.exchange.asset import Animation, Asset, Mesh, Node, Primitive
from engine.exchange.gltf_buffer import ATTRIBUTE, INDEX, Buffer
from engine.exchange.gltf_layers import layer_entries, moved_entry
from engine.exchange.gltf_material import number
from engine.exchange.polygons import NGONS, fanned

FILTERS = {True: (9728, 9728), False: (9729, 9987)}
WRAPS = {"repeat": 10497, "mirror": 33648, "clamp": 33071}


def asset_glb(asset: Asset) -> bytes:
    buffer = Buffer()
    nodes = [_node(node) for node in asset.nodes]
    roots = []
    for index, node in enumerate(asset.nodes):
        if node.parent < 0:
            roots.append(index)
        else:
            nodes[node.parent].setdefault("children", []).append(index)
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "Chronoform"}, "scene": 0, "scenes": [{"nodes": roots}],
        "nodes": nodes, "meshes": [_mesh(mesh, buffer) for mesh in asset.meshes],
        "skins": [{"joints": skin.joints.tolist(), "inverseBindMatrices": buffer.accessor(
            np.asarray(skin.inverse), "bind matrices")} for skin in asset.skins],
        "animations": [_animation(each, buffer) for each in asset.animations],
    }
    if asset.extras:
        document["scenes"][0]["extras"] = asset.extras
    if any(p.quads is not None for mesh in asset.meshes for p in mesh.primitives):
        document["extensionsUsed"] = [NGONS]
    add_looks(document, buffer, asset.materials, asset.images)
    return b"".join(buffer.container({key: value for key, value in document.items() if value != []}))


def add_looks(document: dict, buffer: Buffer, materials: tuple[Material, ...],
              images: tuple[np.ndarray, ...], *, prefix: str = "") -> int:
    """Append materials with their textures and images; the number of the first."""
    lists = {key: document.setdefault(key, []) for key in ("materials", "textures", "images", "samplers")}
    first, image_start = len(lists["materials"]), len(lists["images"])
    for index, image in enumerate(images):
        data = image.tobytes()
        kind = "image/jpeg" if data.startswith(b"\xff\xd8") else "image/png"
        name = f"{prefix}image_{index + 1}"
        lists["images"].append({"name": name, "mimeType": kind, "bufferView": buffer.view(data)})

    def entry(texture: Texture) -> dict:
        mag, least = FILTERS[texture.nearest]
        along, across = (WRAPS[way] for way in texture.wrap)
        sampler = {"magFilter": mag, "minFilter": least, "wrapS": along, "wrapT": across}
        wanted = {"sampler": number(lists["samplers"], sampler), "source": image_start + texture.image}
        moved = moved_entry(texture)
        _use(document, moved.get("extensions", ()))
        return {"index": number(lists["textures"], wanted)} | ({"texCoord": 1} if texture.second else {}) | moved

    for material in materials:
        lists["materials"].append(_material(material, entry, document, prefix))
    return first


def _material(material: Material, entry: Any, document: dict, prefix: str) -> dict:
    physical: dict[str, Any] = {"baseColorFactor": [min(c, 1.0) for c in material.colour],
                                "metallicFactor": min(max(material.metallic, 0.0), 1.0),
                                "roughnessFactor": min(max(material.roughness, 0.0), 1.0)}
    out: dict[str, Any] = {"name": f"{prefix}{material.name}", "pbrMetallicRoughness": physical,
                           "alphaMode": material.alpha.upper(), "doubleSided": material.two_sided}
    if material.alpha == "mask":
        out["alphaCutoff"] = max(material.cutoff, 0.0)
    if material.colour_texture is not None:
        physical["baseColorTexture"] = entry(material.colour_texture)
    if material.surface_texture is not None:
        physical["metallicRoughnessTexture"] = entry(material.surface_texture)
    if material.normal_texture is not None:
        out["normalTexture"] = entry(material.normal_texture) | {"scale": material.bumps}
    if material.occlusion_texture is not None:
        out["occlusionTexture"] = entry(material.occlusion_texture) | {"strength": material.shade}
    strength = max(1.0, *material.glow)
    if max(material.glow) > 0.0:
        out["emissiveFactor"] = [g / strength for g in material.glow]
    if material.glow_texture is not None:
        out["emissiveTexture"] = entry(material.glow_texture)
    extensions: dict[str, Any] = {}
    if strength > 1.0:
        extensions["KHR_materials_emissive_strength"] = {"emissiveStrength": strength}
    if material.unlit:
        extensions["KHR_materials_unlit"] = {}
    extensions |= layer_entries(material.layers, entry)
    if extensions:
        out["extensions"] = extensions
        _use(document, extensions)
    return out


def _use(document: dict, extensions: Iterable[str]) -> None:
    used = document.setdefault("extensionsUsed", [])
    used += [name for name in extensions if name not in used]


def _node(node: Node) -> dict:
    out: dict[str, Any] = {"name": node.name}
    if node.matrix is not None:
        out["matrix"] = node.matrix.T.reshape(-1).tolist()
    else:
        for key, rest in (("translation", (0, 0, 0)), ("rotation", (0, 0, 0, 1)), ("scale", (1, 1, 1))):
            if not np.array_equal(value := getattr(node, key), rest):
                out[key] = np.asarray(value, float).tolist()
    for key, index in (("mesh", node.mesh), ("skin", node.skin)):
        if index >= 0:
            out[key] = index
    if node.weights is not None:
        out["weights"] = node.weights.tolist()
    if node.extras:
        out["extras"] = node.extras
    return out


def _mesh(mesh: Mesh, buffer: Buffer) -> dict:
    out: dict[str, Any] = {"name": mesh.name, "primitives": [_primitive(p, mesh.name, buffer) for p in mesh.primitives]}
    if len(mesh.weights):
        out |= {"weights": mesh.weights.tolist(), "extras": {"targetNames": list(mesh.target_names)}}
    return out


def _primitive(primitive: Primitive, name: str, buffer: Buffer) -> dict:
    def put(array: np.ndarray, what: str) -> int:
        return buffer.accessor(np.asarray(array), f"{name}'s {what}", use=ATTRIBUTE)

    attributes = {key: put(array, key) for key, array in (
        ("POSITION", primitive.positions), ("NORMAL", primitive.normals), ("TEXCOORD_0", primitive.uvs),
        ("TEXCOORD_1", primitive.second_uvs), ("COLOR_0", primitive.colours)) if array is not None}
    if primitive.joints is not None and primitive.weights is not None:
        for start in range(0, primitive.joints.shape[1], 4):
            attributes[f"JOINTS_{start // 4}"] = put(primitive.joints[:, start:start + 4].astype(np.uint16), "joints")
            attributes[f"WEIGHTS_{start // 4}"] = put(primitive.weights[:, start:start + 4], "weights")
    faces = primitive.faces if primitive.quads is None else fanned(primitive.faces, primitive.quads)
    small = np.uint16 if len(primitive.positions) < 65535 else np.uint32
    out: dict[str, Any] = {"attributes": attributes, "mode": 4, "indices": buffer.accessor(
        faces.reshape(-1).astype(small), f"{name}'s faces", use=INDEX)}
    if primitive.material >= 0:
        out["material"] = primitive.material
    deltas = {"POSITION": primitive.target_positions, "NORMAL": primitive.target_normals,
              "COLOR_0": primitive.target_colours}
    count = max((len(array) for array in deltas.values() if array is not None), default=0)
    if count:
        out["targets"] = [{key: put(array[k], f"target {key}") for key, array in deltas.items() if array is not None}
                          for k in range(count)]
    return out


def _animation(animation: Animation, buffer: Buffer) -> dict:
    samplers, channels = [], []
    for curve in animation.curves:
        width = curve.values.shape[-1]
        flat = curve.values.reshape(-1) if curve.path == "weights" else curve.values.reshape(-1, width)
        channels.append({"sampler": len(samplers), "target": {"node": curve.node, "path": curve.path}})
        samplers.append({"input": buffer.accessor(curve.times, "a curve's times"), "interpolation": curve.interpolation,
                         "output": buffer.accessor(flat, "a curve's values")})
    return {"name": animation.name, "channels": channels, "samplers": samplers}
