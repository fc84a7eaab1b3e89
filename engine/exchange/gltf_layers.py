"""What materials have beyond colour, roughness and metal, in glTF: read, written, and kept where an engine reads it.

In     a material's `extensions`, or Layers (engine.bake.clip).   Out   Layers, or entries of `extensions`.
Raises AssetError where an entry is damaged.   Knows nothing of meshes, of pictures' bytes or of files.
After KHR_materials_clearcoat, _transmission, _volume, _ior, _dispersion, _specular, _sheen, _iridescence, _anisotropy,
_diffuse_transmission and KHR_texture_transform.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine.bake.clip import AS_THEY_ARE, Clip, Layer, Material, Texture
from engine.exchange.gltf_bytes import Source
from engine.vocabulary.layers import LAYERS, PREFIX, SCALE, Factor
from engine.vocabulary.profiles import READERS, Profile, Reader

NEEDS = {"volume": ("transmission", "diffuse_transmission"), "dispersion": ("volume",)}
"""What is seen only through another, or one of others."""
FINE = 1e-6


def read_layers(source: Source, more: Mapping[str, Any],
                picture: Callable[[dict[str, Any], str], Texture | None]) -> tuple[Layer, ...]:
    """Of a material's extensions; `picture` makes a Texture of its entry and its name, or None."""
    found = []
    for key, kind in LAYERS.items():
        row = more.get(PREFIX + key)
        if row is None:
            continue
        if not isinstance(row, dict):
            raise source.fault(f"its {PREFIX}{key} is no entry")
        factors, pictures = [], []
        for name, factor in kind.factors.items():
            slot, _, scale = name.partition(".")
            holder = row.get(slot) if scale else row
            if isinstance(holder, dict) and (scale or slot) in holder:
                factors.append((name, _amount(source, holder[scale or slot], name, factor)))
        for name in kind.pictures:
            if isinstance(row.get(name), dict) and (texture := picture(row[name], name)) is not None:
                pictures.append((name, texture))
        found.append(Layer(key, tuple(factors), tuple(pictures)))
    return tuple(found)


def _amount(source: Source, value: Any, name: str, factor: Factor) -> float | tuple[float, ...]:
    """A factor within its bounds; an index of refraction of 0 is one that reflects everything."""
    wide = len(factor.default) if isinstance(factor.default, tuple) else 0
    numbers = value if wide else [value]
    if not isinstance(numbers, list) or len(numbers) != max(wide, 1) or not all(
            isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n) for n in numbers):
        raise source.fault(f"its {name} is {str(value)[:40]!r}, which is no usable number")
    if name == "ior" and value == 0:
        return 0.0
    kept = tuple(min(max(float(n), factor.least), factor.most) for n in numbers)
    return kept if wide else kept[0]


def layer_entries(layers: tuple[Layer, ...], entry: Callable[[Texture], dict]) -> dict[str, dict]:
    """The extensions of a material, by their names."""
    out: dict[str, dict] = {}
    for layer in layers:
        row: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value
                               for name, value in layer.factors if SCALE not in name}
        given = dict(layer.factors)
        for name, texture in layer.pictures:
            row[name] = entry(texture)
            if (scale := given.get(name + SCALE)) is not None:
                row[name]["scale"] = scale
        out[PREFIX + layer.key] = row
    return out


# ---- charts ------------------------------------------------------------------------------------------


def relative(chart: tuple[float, ...], base: tuple[float, ...]) -> tuple[float, ...] | None:
    """How UVs that went through the 2 x 3 matrix `base` are moved, turned and scaled for `chart`; None: they cannot be.
    """
    a, b = (np.reshape(each, (2, 3)) for each in (base, chart))
    if abs(np.linalg.det(a[:, :2])) < 1e-12:
        return None
    matrix = b[:, :2] @ np.linalg.inv(a[:, :2])
    offset = b[:, 2] - matrix @ a[:, 2]
    wide, tall = np.linalg.norm(matrix, axis=0)
    if wide < 1e-12 or tall < 1e-12 or abs(matrix[:, 0] @ matrix[:, 1]) > 1e-4 * wide * tall:
        return None
    turn = math.atan2(-matrix[1, 0], matrix[0, 0])
    out = (*offset.tolist(), turn, float(wide), float(np.linalg.det(matrix) / wide))
    return AS_THEY_ARE if np.abs(np.subtract(out, AS_THEY_ARE)).max() < FINE else out


def moved_entry(texture: Texture) -> dict:
    """KHR_texture_transform of a texture that needs it."""
    if texture.chart == AS_THEY_ARE:
        return {}
    u, v, turn, wide, tall = texture.chart
    row = {"offset": [u, v], "rotation": turn, "scale": [wide, tall]}
    return {"extensions": {"KHR_texture_transform": row}}


# ---- for whom ----------------------------------------------------------------------------------------


def worn(clip: Clip, profile: Profile) -> Clip:
    """The clip with the layers that some reader of the profile shows, and the images that are left."""
    read = {key for name in profile.readers for key in READERS[name].layers}
    kept = [replace(material, layers=_seen(material.layers, read)) for material in clip.materials]
    if kept == list(clip.materials):
        return clip
    shown = sorted({texture.image for material in kept for texture in material.textures.values()})
    return replace(clip, images=tuple(clip.images[k] for k in shown), materials=tuple(material.with_textures(
        {name: replace(texture, image=shown.index(texture.image)) for name, texture in material.textures.items()})
        for material in kept))


def _seen(layers: tuple[Layer, ...], read: Collection[str]) -> tuple[Layer, ...]:
    keys = {layer.key for layer in layers} & set(read)
    return tuple(layer for layer in layers if layer.key in keys and _whole(layer.key, keys))


def _whole(key: str, keys: Collection[str]) -> bool:
    return key not in NEEDS or any(other in keys and _whole(other, keys) for other in NEEDS[key])


def ignored(clip: Clip, readers: Sequence[Reader]) -> dict[tuple[str, ...], list[str]]:
    """Words for what its materials have beyond colour, roughness and metal, by the titles of those who ignore it."""
    worn = {layer.key for material in clip.materials for layer in material.layers}
    moved = any(texture.chart != AS_THEY_ARE for m in clip.materials for texture in m.textures.values())
    strong = any(max(material.glow) > 1.0 for material in clip.materials)
    rows = [(kind.words, [key in reader.layers for reader in readers]) for key, kind in LAYERS.items() if key in worn]
    rows += [("glow beyond white", [reader.strong_glow for reader in readers])] if strong else []
    rows += [("pictures' own placing on its UVs", [reader.charts for reader in readers])] if moved else []
    out: dict[tuple[str, ...], list[str]] = {}
    for words, read in rows:
        if deaf := tuple(reader.title for reader, does in zip(readers, read) if not does):
            out.setdefault(deaf, []).append(words)
    return out


def scaled(material: Material, through: float, world: float) -> Material:
    """With the lengths of its volume in metres: `through` of the mesh's own units, `world` of the file's."""
    lengths = {"thicknessFactor": through, "attenuationDistance": world}
    return replace(material, layers=tuple(replace(layer, factors=tuple(
        (name, min(max(value * lengths[name], 0.0 if name == "thicknessFactor" else FINE), 1e6))
        if name in lengths else (name, value) for name, value in layer.factors)) for layer in material.layers))
