"""A glTF file's materials, textures and images, whoever wrote it.

In     an opened Source.   Out   Looks: materials, image files, and which UVs each material means.
Raises AssetError where an entry is damaged or points outside the file's folder; a picture that cannot be shown is left
out, and said so.   Knows nothing of meshes.
After the glTF 2.0 specification, 3.8 and 3.9; KHR_texture_transform, KHR_materials_unlit,
KHR_materials_emissive_strength, KHR_materials_pbrSpecularGlossiness; the others are engine.exchange.gltf_layers's.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PIL import Image

from engine.bake.clip import Material, Texture
from engine.exchange.gltf_bytes import AssetError, OutsideError, Source
from engine.exchange.gltf_layers import read_layers, relative
from engine.vocabulary.layers import LAYERS, PREFIX

MOST_PIXELS = 32 << 20
"""Of one image."""
KTX = b"\xabKTX 20\xbb\r\n\x1a\n"
"""What a KTX2 file begins with."""
PLAIN = (0, (1.0, 0.0, 0.0, 0.0, 1.0, 0.0))
"""The first UVs, as they are."""
_WRAPS = {33071: "clamp", 33648: "mirror"}
_SLOTS = ("colour_texture", "surface_texture", "glow_texture", "normal_texture", "occlusion_texture")
_TRANSFORM = "KHR_texture_transform"
READ = ("KHR_materials_unlit", "KHR_materials_emissive_strength", "KHR_materials_pbrSpecularGlossiness")
"""Extensions of materials that are shown."""
LISTED = 4
"""Names in a sentence."""

Chart = tuple[int, tuple[float, ...]]
"""Which set of UVs, and the 2 x 3 matrix that they go through."""


@dataclass(frozen=True)
class Looks:
    materials: tuple[Material, ...] = ()
    images: tuple[np.ndarray, ...] = ()
    charts: tuple[tuple[int, tuple[float, ...], int | None], ...] = ()
    """Of each material, and its second set; None: all its pictures lie on one."""


def read_looks(source: Source, remarks: list[str]) -> Looks:
    images, numbers = _images(source, remarks)
    materials, charts = [], []
    for index, row in enumerate(source.rows("materials")):
        material, chart, second = _material(source, row, index, numbers, remarks)
        materials.append(material)
        charts.append((*chart, second))
    remarks += _unread(source, materials)
    return Looks(tuple(materials), images, tuple(charts))


# ---- images ------------------------------------------------------------------------------------------


def _images(source: Source, remarks: list[str]) -> tuple[tuple[np.ndarray, ...], dict[int, int]]:
    """The image files that can be shown, and which of them each entry is."""
    kept: list[np.ndarray] = []
    numbers: dict[int, int] = {}
    lost: dict[int, str] = {}
    for index, row in enumerate(source.rows("images")):
        try:
            inside = row.get("bufferView") is not None
            data = shown(source.view(row["bufferView"]) if inside else source.linked(row.get("uri")))
        except OutsideError:
            raise
        except (AssetError, PictureError) as error:
            lost[index] = f"image {index + 1} is left out: {str(error).removeprefix(source.path.name + ': ')}."
            continue
        numbers[index] = len(kept)
        kept.append(np.frombuffer(data, np.uint8))
    told = [_sources(source, row) for row in source.rows("textures")]
    spared = {index for index in lost if (of := [row for row in told if index in row])
              and all(set(row) & set(numbers) for row in of)}
    remarks += [words for index, words in lost.items() if index not in spared]
    return tuple(kept), numbers


def _sources(source: Source, texture: dict[str, Any]) -> list[int]:
    """The images that a texture may show, the best first."""
    more = _entry(source, texture, "extensions")
    rows = [*(_entry(source, more, key) for key in ("EXT_texture_webp", "EXT_texture_avif")), texture,
            _entry(source, more, "KHR_texture_basisu")]
    return [source.index(row["source"], len(source.rows("images")), "images") for row in rows
            if row.get("source") is not None]


class PictureError(ValueError):
    """An image that cannot be shown."""


def shown(data: bytes | memoryview) -> bytes | memoryview:
    """The PNG or JPEG file as it is, after a look at all its pixels; WebP, AVIF and what else is known, as PNG."""
    if bytes(data[:len(KTX)]) == KTX:
        raise PictureError("it is a KTX2 texture (Basis Universal), which is not read; what it coloured is plain: "
                           "write it as PNG, JPEG or WebP")
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise PictureError(f"it has {image.width} x {image.height} pixels, over {MOST_PIXELS >> 20} million")
            image.load()
            if image.format in ("PNG", "JPEG"):
                return data
            stream = io.BytesIO()
            image.convert("RGBA").save(stream, "PNG")
            return stream.getvalue()
    except PictureError:
        raise
    except Exception as error:      # whatever a damaged picture makes of its decoder
        raise PictureError("it is no picture that can be shown (PNG, JPEG, WebP or AVIF)") from error


# ---- materials ---------------------------------------------------------------------------------------


def _unshown(materials: list[Material]) -> dict[tuple[str, ...], list[str]]:
    """Words for the layers, by the names of the materials that have them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for key, kind in LAYERS.items():
        if names := tuple(m.name for m in materials if any(layer.key == key for layer in m.layers)):
            found.setdefault(names, []).append(kind.words)
    return found


def _unread(source: Source, materials: list[Material]) -> list[str]:
    """What is said of materials and not shown."""
    found: dict[str, list[str]] = {}
    for index, row in enumerate(source.rows("materials")):
        for key in _entry(source, row, "extensions"):
            if key not in READ and key.removeprefix(PREFIX) not in LAYERS:
                found.setdefault(key, []).append(_named(row, index))
    lines = [f"{_listed(names)}: {key[:60]} is left out."
             for key, names in found.items()]
    lines += [f"{_listed(list(names))}: kept for files, and not shown in the studio: {', '.join(words)}."
              for names, words in _unshown(materials).items()]
    coats = _entry(source, _entry(source, source.json, "extensions"), "KHR_materials_variants").get("variants")
    if isinstance(coats, list) and coats:
        lines.append(f"Its {len(coats)} colourings (KHR_materials_variants) are left out: its first one stays.")
    return lines


def _listed(names: list[str]) -> str:
    return ", ".join(names[:LISTED]) + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")


def _named(row: dict[str, Any], index: int) -> str:
    return row["name"] if isinstance(row.get("name"), str) and row["name"] else f"material {index + 1}"


def _material(source: Source, row: dict[str, Any], index: int, numbers: dict[int, int],
              remarks: list[str]) -> tuple[Material, Chart, int | None]:
    name = _named(row, index)
    more = _entry(source, row, "extensions")
    physical, old = _entry(source, row, "pbrMetallicRoughness"), _entry(source, more, _OLD)
    colour_key, factor_key, base = ("diffuseTexture", "diffuseFactor", old) if old else (
        "baseColorTexture", "baseColorFactor", physical)
    glow = source.vector(row, "emissiveFactor", (0.0, 0.0, 0.0))
    strength = _number(source, _entry(source, more, "KHR_materials_emissive_strength"), "emissiveStrength", 1.0)
    alpha = row.get("alphaMode", "OPAQUE")
    if alpha not in ("OPAQUE", "MASK", "BLEND"):
        raise source.fault(f"{name} is transparent by {alpha!r}, which glTF does not have")
    asked = [_entry(source, base, colour_key), _entry(source, physical, "metallicRoughnessTexture"),
             _entry(source, row, "emissiveTexture"), _entry(source, row, "normalTexture"),
             _entry(source, row, "occlusionTexture")]
    over = [each for key in LAYERS if isinstance(layer := more.get(PREFIX + key), dict)
            for slot in LAYERS[key].pictures if isinstance(each := layer.get(slot), dict)]
    charts = [_chart(source, each) for each in (*asked, *over) if each] or [PLAIN]
    chart = charts[0]
    second = next((number for number, _ in charts if number != chart[0]), None)

    def picture(each: dict[str, Any], slot: str) -> Texture | None:
        chosen, matrix = _chart(source, each)
        base = {chart[0]: chart[1], second: PLAIN[1]}.get(chosen)
        moved = None if base is None else relative(matrix, base)
        if moved is None:
            remarks.append(f"{name}: its {slot.replace('_', ' ')} lies on other UVs than its first two, and is left "
                           "out.")
            return None
        texture = _texture(source, each, numbers)
        return texture and replace(texture, chart=moved, second=chosen != chart[0])

    textures = {slot: texture for slot, each in zip(_SLOTS, asked)
                if each and (texture := picture(each, slot)) is not None}
    unlit = "KHR_materials_unlit" in more
    if old:
        remarks.append(f"{name}: its specular colour is left out.")
    rough = (1.0 - _number(source, old, "glossinessFactor", 1.0) if old
             else _number(source, physical, "roughnessFactor", 1.0))
    return Material(
        name, 0, _clamped(source.vector(base, factor_key, (1.0, 1.0, 1.0, 1.0))),
        rough, 0.0 if old else _number(source, physical, "metallicFactor", 1.0),
        _clamped(glow * strength), alpha.lower(), _number(source, row, "alphaCutoff", 0.5),
        row.get("doubleSided") is True, unlit,
        _number(source, asked[3], "scale", 1.0), min(max(_number(source, asked[4], "strength", 1.0), 0.0), 1.0),
        layers=() if unlit else read_layers(source, more, picture), **textures), chart, second


_OLD = "KHR_materials_pbrSpecularGlossiness"


def _texture(source: Source, row: dict[str, Any], numbers: dict[int, int]) -> Texture | None:
    texture = source.row("textures", row.get("index"))
    image = next((image for image in _sources(source, texture) if image in numbers), None)
    sampler = {} if texture.get("sampler") is None else source.row("samplers", texture["sampler"])
    wrap = tuple(_WRAPS.get(sampler[key], "repeat") if isinstance(sampler.get(key), int) else "repeat"
                 for key in ("wrapS", "wrapT"))
    return None if image is None else Texture(
        numbers[image], (wrap[0], wrap[1]), sampler.get("magFilter") == 9728)


def _chart(source: Source, row: dict[str, Any]) -> Chart:
    """KHR_texture_transform: scaled, turned clockwise, moved."""
    moved = _entry(source, _entry(source, row, "extensions"), _TRANSFORM)
    chosen = source.number(moved if moved.get("texCoord") is not None else row, "texCoord", 0)
    offset, scale = source.vector(moved, "offset", (0.0, 0.0)), source.vector(moved, "scale", (1.0, 1.0))
    turn = _number(source, moved, "rotation", 0.0)
    c, s = math.cos(turn), math.sin(turn)
    return chosen, (c * scale[0], s * scale[1], offset[0], -s * scale[0], c * scale[1], offset[1])


def _entry(source: Source, row: dict[str, Any], key: str) -> dict[str, Any]:
    found = row.get(key, {})
    if not isinstance(found, dict):
        raise source.fault(f"its {key} is no entry")
    return found


def _number(source: Source, row: dict[str, Any], key: str, default: float) -> float:
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e6:
        raise source.fault(f"its {key} is {str(value)[:40]!r}, which is no usable number")
    return float(value)


def _clamped(values: np.ndarray) -> Any:
    return tuple(float(v) for v in values.clip(0.0, 1e3))
