"""MTL: what OBJ files' materials look like, and their pictures, each written once however many frames show it.

In     Clips and their names; then the tints of each at a frame.   Out   a library's name, the files that are new.
Raises nothing.   Knows nothing of places or faces.

After "Material Library File (.mtl)" of Alias|Wavefront; Pr, Pm and their pictures are the widely read extension for
physically based materials. A tint is worked into the palette, since MTL cannot multiply a picture by the vertices'
colours: where a part's vertices have tints of their own (`uneven`), it has their mean.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

from engine.bake.clip import Clip, Material
from engine.bake.palette import to_srgb
from engine.exchange.colour_switch import coloured
from engine.exchange.dress import dressed
from engine.exchange.obj import material_names

_SLOTS = {"colour_texture": "map_Kd", "glow_texture": "map_Ke", "normal_texture": "map_Bump"}


class Library:
    def __init__(self, stem: str, clips: Sequence[Clip], names: Sequence[str]) -> None:
        self._stem, self._clips, self._names = stem, clips, names
        self._files = [stem] if len(names) == 1 else [f"{stem}_{name}" for name in names]
        self._known: dict[bytes, str] = {}
        self._new: dict[str, bytes] = {}
        self._seen: dict[bytes, str] = {}

    def at(self, tints: Sequence[np.ndarray]) -> tuple[str, dict[str, bytes]]:
        """(the .mtl of a frame, the files that it is first to need) for linear tints [vertex, 3] of each object."""
        key = b"".join(np.round(tint, 4).astype(np.float32).tobytes() for tint in tints)
        self._new = {}
        if key not in self._seen:
            text = "# Chronoform\n" + "".join(self._of(*each) for each in zip(
                self._clips, self._names, self._files, tints))
            self._seen[key] = self._put(self._stem, text.encode(), "mtl")
        return self._seen[key], self._new

    def _of(self, clip: Clip, name: str, file: str, tint: np.ndarray) -> str:
        if not clip.materials and np.abs(tint - 1.0).max() > 1e-6:
            clip = coloured(clip, _evened(clip, tint))
        materials, images, runs = dressed(clip)
        return "".join(self._entry(title, material, images, file) for title, material, run in zip(
            material_names(name, clip), materials, runs) if len(run))

    def _entry(self, title: str, material: Material, images: Sequence[bytes], stem: str) -> str:
        plain = [1.0, 1.0, 1.0] if material.colour_texture else material.colour[:3]
        lines = [f"newmtl {title}", "Kd " + _numbers(to_srgb(np.array(plain).clip(0, 1)).tolist()), "Ks 0.04 0.04 0.04",
                 f"Ns {_numbers([1000.0 * (1.0 - min(material.roughness, 1.0)) ** 2])}", "illum 2",
                 f"Pr {_numbers([material.roughness])}", f"Pm {_numbers([material.metallic])}"]
        if max(material.glow) > 0.0:
            lines.append("Ke " + _numbers(material.glow))
        if material.alpha == "blend" and material.colour[3] < 1.0:
            lines.append(f"d {_numbers([material.colour[3]])}")
        for slot, mark in _SLOTS.items():
            if (texture := getattr(material, slot)) is not None:
                file = self._picture(f"{stem}_{slot.split('_')[0]}", images[texture.image])
                bumps = f"-bm {_numbers([material.bumps])} " if mark == "map_Bump" else ""
                lines.append(f"{mark} {bumps}{file}")
                if mark == "map_Kd" and material.alpha != "opaque":
                    lines.append(f"map_d {file}")
        if material.surface_texture is not None:
            data = images[material.surface_texture.image]
            lines += [f"{mark} {self._picture(f'{stem}_{word}', _channel(data, band))}"
                      for mark, word, band in (("map_Pr", "roughness", 1), ("map_Pm", "metal", 2))]
        return "\n".join([*lines, "", ""])

    def _picture(self, stem: str, data: bytes) -> str:
        return self._put(stem, data, "jpg" if data.startswith(b"\xff\xd8") else "png")

    def _put(self, stem: str, data: bytes, ending: str) -> str:
        """The name of the file with these bytes."""
        if data not in self._known:
            taken, number, name = set(self._known.values()), 2, f"{stem}.{ending}"
            while name in taken:
                number, name = number + 1, f"{stem}_{number}.{ending}"
            self._known[data] = name
            self._new[name] = data
        return self._known[data]


def _evened(clip: Clip, tint: np.ndarray) -> np.ndarray:
    """The mean of each part's tints, for all its vertices."""
    count = np.bincount(clip.part).astype(float)
    mean = np.stack([np.bincount(clip.part, column) for column in tint.T], 1) / np.maximum(count, 1.0)[:, None]
    return mean[clip.part]


def uneven(clip: Clip) -> bool:
    """Whether some part has vertices whose tints differ, now or later."""
    if clip.materials:
        return bool((clip.tint != 1.0).any() or clip.target_tints.any())
    told = np.concatenate([clip.tint[None], clip.target_tints])
    return any(float(np.ptp(told[:, clip.part == part], axis=1).max()) > 1e-6 for part in np.unique(clip.part))


def _channel(data: bytes, band: int) -> bytes:
    """One channel of a picture as a grey PNG."""
    stream = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").getchannel(band).save(stream, "PNG")
    return stream.getvalue()


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.6g}" for value in values)
