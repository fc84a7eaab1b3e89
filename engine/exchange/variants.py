"""Variants: other colourings of an object, as other pictures of its palette.

In     a Clip, the two colours that it was made in, two others.   Out   a palette of the same layout.
Raises nothing.   Knows nothing of files or of whose colours suit what.

A painted texel is a mix of its part's two colours at the tone of its material (engine.form.pattern.colours): what is a
mix of the object's own two, at a tone that materials have, is the same mix of the others at that tone. Eyes, tyres and
whatever else has a colour of its own keep it, and so do greys that no tone of the two comes to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.bake.clip import Clip

Rgb = Sequence[float]
DARKEST, LIGHTEST = 0.6, 1.3
"""Tones of materials."""
OFF = 0.12
"""How far a texel may be from a mix, as a share of its own length: an object's colours are nearly those asked for."""
ROUNDED = 0.05
"""How far a tint may be from 1: it undoes the rounding of its palette."""


@dataclass(frozen=True)
class Coats:
    """Colourings of one object, sRGB 0..1."""

    own: Mapping[str, Rgb]                      # "main" and "accent"
    others: tuple[Mapping[str, Rgb], ...]


def changes(clip: Clip) -> bool:
    """Whether the clip's colours cannot be others: they are a file's own, or change already."""
    return bool(clip.materials) or bool(clip.target_tints.any()) or bool(np.abs(clip.tint - 1.0).max() > ROUNDED)


def palettes(clip: Clip, coats: Coats) -> tuple[np.ndarray, ...]:
    """The clip's palette in each of the other colours; none where its colours cannot be others."""
    return () if changes(clip) else tuple(recoloured(clip.palette, coats.own, other) for other in coats.others)


def recoloured(palette: np.ndarray, own: Mapping[str, Rgb], other: Mapping[str, Rgb]) -> np.ndarray:
    """A palette [row, column, 4] uint8 in other colours, the alpha as it is."""
    before, after = (np.array([colours["main"], colours["accent"]], float) for colours in (own, other))
    texels = palette[..., :3].reshape(-1, 3) / 255.0
    shades, which = np.unique(texels, axis=0, return_inverse=True)
    alone = np.einsum("nc,kc->nk", shades, before) / np.maximum((before**2).sum(1), 1e-9)
    mixed = np.stack([shades @ np.linalg.pinv(before), alone * [1.0, 0.0], alone * [0.0, 1.0]], 1)  # [shade, way, 2]
    off = np.linalg.norm(np.einsum("nwk,kc->nwc", mixed, before) - shades[:, None], axis=2)
    off = np.where((mixed >= 0.0).all(2), off, np.inf)
    best = mixed[np.arange(len(shades)), off.argmin(1)]
    tone = best.sum(1)
    ours = (off.min(1) < OFF * np.linalg.norm(shades, axis=1)) & (tone > DARKEST) & (tone < LIGHTEST)
    new = np.where(ours[:, None], (best @ after).clip(0.0, 1.0), shades)
    out = palette.copy()
    out[..., :3] = np.round(new[which.reshape(-1)] * 255.0).reshape(*palette.shape[:2], 3)
    return out
