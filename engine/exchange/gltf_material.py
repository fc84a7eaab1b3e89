"""A clip's palette to a glTF material with embedded PNG textures.

In     Clip.palette and Clip.surface.   Out   material, textures, images as JSON values.
Knows nothing of meshes or animation.
After the glTF 2.0 specification, section 3.9.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from engine.bake.clip import Clip
from engine.bake.palette import to_linear, to_srgb
from engine.exchange.gltf_buffer import Buffer


def material(clip: Clip, name: str, buffer: Buffer, document: dict) -> int:
    """Index of the clip's material, added to `document` with its textures.

    Factors are written even where they are the default: glTF's own default of a full metal is black in
    engines without an environment.
    """
    rough, metal, glow = (clip.surface[..., k].astype(np.float64) / 255.0 for k in range(3))
    colour = _texture(clip.palette[..., :3], f"{name}_colour", buffer, document)
    physical: dict = {"baseColorFactor": [1.0, 1.0, 1.0, 1.0], "baseColorTexture": {"index": colour}}
    if float(metal.max()) == 0.0 and float(np.ptp(rough)) == 0.0:
        physical |= {"metallicFactor": 0.0, "roughnessFactor": float(rough.max())}
    else:
        both = np.zeros((*rough.shape, 3), np.uint8)
        both[..., 1], both[..., 2] = clip.surface[..., 0], clip.surface[..., 1]
        has_metal = float(metal.max()) > 0.0
        index = _texture(both, f"{name}_rough_metal", buffer, document)
        physical |= {"metallicFactor": 1.0 if has_metal else 0.0, "roughnessFactor": 1.0,
                     "metallicRoughnessTexture": {"index": index}}
    entry: dict = {"name": f"{name}_material", "pbrMetallicRoughness": physical, "doubleSided": False}
    if float(glow.max()) > 0.0:
        light = to_srgb(to_linear(clip.palette[..., :3] / 255.0) * glow[..., None])
        texels = np.round(light * 255.0).astype(np.uint8)
        entry |= {"emissiveFactor": [1.0, 1.0, 1.0],
                  "emissiveTexture": {"index": _texture(texels, f"{name}_glow", buffer, document)}}
    document["materials"].append(entry)
    return len(document["materials"]) - 1


def _texture(texels: np.ndarray, name: str, buffer: Buffer, document: dict) -> int:
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(texels)).save(stream, "PNG")
    document["images"].append({"name": name, "mimeType": "image/png", "bufferView": buffer.view(stream.getvalue())})
    document["textures"].append({"name": name, "sampler": 0, "source": len(document["images"]) - 1})
    return len(document["textures"]) - 1
