"""A clip's palette to glTF materials with embedded PNG textures: one for what is solid, one for glass.

In     Clip.palette, Clip.surface and Clip.occlusion.   Out   material, textures, images as JSON values.
Knows nothing of meshes or animation.
After the glTF 2.0 specification, section 3.9.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from engine.bake.clip import Clip
from engine.bake.palette import glowing, tiled
from engine.exchange.dress import finish_texels
from engine.exchange.gltf_buffer import Buffer

NEAREST = {"magFilter": 9728, "minFilter": 9728, "wrapS": 33071, "wrapT": 33071}
SMOOTH = {"magFilter": 9729, "minFilter": 9987, "wrapS": 33071, "wrapT": 33071}
"""Samplers: of palettes whose parts have one colour each, and of tiles."""


def materials(clip: Clip, name: str, clear: np.ndarray, buffer: Buffer, document: dict) -> list[int]:
    """Indices of the materials of the solid and of the glass faces, added to `document` with their textures.

    `clear` [vertex]: opacities. Factors are written even where they are the default: glTF's own default of a
    full metal is black in engines without an environment.
    """
    sampler = number(document["samplers"], SMOOTH if tiled(clip.palette, clip.uvs, clip.part) else NEAREST)
    glass = float(clear.min()) < 1.0

    def texture(texels: np.ndarray, what: str) -> int:
        return _texture(texels, f"{name}_{what}", sampler, buffer, document)

    rough, metal, glow = (clip.surface[..., k].astype(np.float64) / 255.0 for k in range(3))
    colour = texture(clip.palette if glass else clip.palette[..., :3], "colour")
    physical: dict = {"baseColorFactor": [1.0, 1.0, 1.0, 1.0], "baseColorTexture": {"index": colour}}
    entry: dict = {"name": f"{name}_material", "pbrMetallicRoughness": physical, "doubleSided": False}
    if clip.occlusion is None and float(metal.max()) == 0.0 and float(np.ptp(rough)) == 0.0:
        physical |= {"metallicFactor": 0.0, "roughnessFactor": float(rough.max())}
    else:
        shaded = clip.occlusion is not None
        has_metal = float(metal.max()) > 0.0
        both = texture(finish_texels(clip), "occlusion_rough_metal" if shaded else "rough_metal")
        physical |= {"metallicFactor": 1.0 if has_metal else 0.0, "roughnessFactor": 1.0,
                     "metallicRoughnessTexture": {"index": both}}
        if shaded:
            entry["occlusionTexture"] = {"index": both}
    if float(glow.max()) > 0.0:
        entry |= {"emissiveFactor": [1.0, 1.0, 1.0],
                  "emissiveTexture": {"index": texture(glowing(clip.palette, clip.surface), "glow")}}
    entries = [entry] if float(clear.max()) == 1.0 else []
    if glass:
        entries.append(entry | {"name": f"{name}_glass", "alphaMode": "BLEND"})
    document["materials"] += entries
    last = len(document["materials"]) - 1
    return [last - len(entries) + 1, last]


def recoloured(clip: Clip, palette: np.ndarray, name: str, first: list[int], buffer: Buffer,
               document: dict) -> list[int]:
    """As `materials`, whose indices are `first`, in another palette: what else they show is shared."""
    sampler = document["textures"][-1]["sampler"]
    glass = any(document["materials"][index].get("alphaMode") == "BLEND" for index in first)
    colour = _texture(palette if glass else palette[..., :3], f"{name}_colour", sampler, buffer, document)
    change: dict = {}
    if clip.surface[..., 2].any():
        light = glowing(palette, clip.surface)
        change["emissiveTexture"] = {"index": _texture(light, f"{name}_glow", sampler, buffer, document)}
    made = {}
    for index in dict.fromkeys(first):
        old = document["materials"][index]
        physical = old["pbrMetallicRoughness"] | {"baseColorTexture": {"index": colour}}
        made[index] = len(document["materials"])
        document["materials"].append(old | change | {
            "name": f"{name}_{'glass' if old.get('alphaMode') == 'BLEND' else 'material'}",
            "pbrMetallicRoughness": physical})
    return [made[index] for index in first]


def number(rows: list, row: dict) -> int:
    """Where a row stands in a list; it is added where it is missing."""
    if row not in rows:
        rows.append(row)
    return rows.index(row)


def _texture(texels: np.ndarray, name: str, sampler: int, buffer: Buffer, document: dict) -> int:
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(texels)).save(stream, "PNG")
    document["images"].append({"name": name, "mimeType": "image/png", "bufferView": buffer.view(stream.getvalue())})
    document["textures"].append({"name": name, "sampler": sampler, "source": len(document["images"]) - 1})
    return len(document["textures"]) - 1
