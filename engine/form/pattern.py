"""Patterns and the tone of materials: what is painted on a part, at points of the part itself.

In     a part's numbers; unit coordinates [n, 3] on it; how large a texel or cell is there.
Out    the second colour's share [n], a tone [n] about 1, or both as sRGB colours [n, 3].
Raises nothing.  Knows nothing of meshes, textures, documents or Qt.

Patterns are drawn on the straightened part, unit coordinates times half extents, so that they follow bend and
taper, and are measured in steps: grain times the mean half extent. Where a lattice meets a part's faces it is
stretched to meet them evenly. Noise is a hash of the lattice under a smooth fade: no dice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.form.compiling import compiled
from engine.form.kernel import lattice_number, scrambled
from engine.form.parts import Parts
from engine.vocabulary.materials import MATERIAL_KEYS, MATERIALS, PATTERN_KEYS

WILD = ("fur", "skin", "leaf")
"""Materials whose patterns grew and were not made: they wander, and run along the longest axis."""
BUILT = 0.75
"""A stone part squarer than this along y is laid in courses."""


@dataclass(frozen=True)
class Canvas:
    """Points on one part. Everything in steps of the pattern."""

    unit: np.ndarray         # [n, 3]
    half: np.ndarray         # [3] half extents
    square: np.ndarray       # [2] the exponents, 0 round .. 1 box: around and along y
    soft: float              # width of an edge
    wild: bool

    @cached_property
    def own(self) -> np.ndarray:
        return self.unit * self.half

    @cached_property
    def axis(self) -> int:
        """The long one; of nearly equal ones z on what grew (head to tail), y on what was made."""
        liked = 2 if self.wild else 1
        return liked if self.half[liked] > 0.85 * self.half.max() else int(self.half.argmax())

    def even(self) -> np.ndarray:
        """`own` on a lattice stretched so that the part's faces lie in the middle of its cells, [n, 3]."""
        return self.unit * np.round(self.half)

    def wrapped(self, axis: int, width: float = 1.0, height: float = 1.0) -> tuple[np.ndarray, ...]:
        """Around and along an axis in cells of width x height steps, and the width of an edge there.

        A whole and even number of cells goes round. The ends of a squarish part are flat: x and z there.
        """
        b, c = (k for k in range(3) if k != axis)
        x, y, z = (self.unit[:, k] for k in (b, axis, c))
        wide, deep = self.half[b], self.half[c]
        box = float(self.square[0] if axis == 1 else self.square.mean())
        ends = float(self.square[1] if axis == 1 else self.square.mean())
        ax, az = np.abs(x), np.abs(z)
        most = np.maximum(np.maximum(ax, az), 1e-6)
        ratio = np.minimum(ax, az) / most
        along = (1.0 - box) * np.arctan(ratio) * 4.0 / np.pi + box * ratio
        side = np.where(x > 0, wide + deep - np.sign(z) * along * deep, -wide - deep + np.sign(z) * along * deep)
        face = np.where(z > 0, np.sign(x) * along * wide, 2.0 * (wide + deep) - np.sign(x) * along * wide)
        girth = 4.0 * (wide + deep)
        true = girth * (np.pi / 4.0 * (1.0 - box) + box)
        count = max(2 * round(true / width / 2.0), 4)
        around = np.where(az >= ax, face, side) / girth * count
        ring = (1.0 - box) * np.hypot(x, z) + box * most
        height_now = (1.0 - ends) * np.arcsin(y.clip(-1, 1)) * 0.8 + ends * y
        rise = height_now * max(round(2.0 * self.half[axis] / height), 1) * 0.5
        edge = self.soft / width * np.clip(1.0 / np.maximum(ring, 0.05), 1.0, 8.0)
        if ends > 0.45:
            cap = np.abs(y) > ring
            flat = [u * max(round(2.0 * h / s), 1) * 0.5 for u, h, s in ((x, wide, width), (z, deep, height))]
            around, rise = np.where(cap, flat[0], around), np.where(cap, flat[1], rise)
            edge = np.where(cap, self.soft / width, edge)
        return around, rise, edge


def noise(points: np.ndarray, seed: int = 0) -> np.ndarray:
    """Smooth values 0..1 at points [n, 3], one lattice cell a unit."""
    out = np.empty(len(points))
    noise_at(np.ascontiguousarray(points), seed, out)
    return out


@compiled
def noise_at(points, seed, out):
    """Fill the noise of every point."""
    for n in range(len(points)):
        x, y, z = math.floor(points[n, 0]), math.floor(points[n, 1]), math.floor(points[n, 2])
        u, v, w = points[n, 0] - x, points[n, 1] - y, points[n, 2] - z
        u, v, w = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v), w * w * (3.0 - 2.0 * w)
        cx, cy, cz = int(x), int(y), int(z)
        total = 0.0
        for i in range(2):
            for j in range(2):
                first = scrambled(lattice_number(cx + i, cy + j, cz), seed)
                last = scrambled(lattice_number(cx + i, cy + j, cz + 1), seed)
                total += (u if i else 1.0 - u) * (v if j else 1.0 - v) * (first + w * (last - first))
        out[n] = total


@compiled
def balls_at(points, stretch, jitter, radius, more, out):
    """Fill how deep [cell] each point lies in the nearest of the balls that jitter about the lattice's points."""
    for n in range(len(points)):
        best = -1.0
        for i in range(8):
            x = math.floor(points[n, 0]) + (i & 1)
            y = math.floor(points[n, 1]) + (i >> 1 & 1)
            z = math.floor(points[n, 2]) + (i >> 2 & 1)
            number = lattice_number(int(x), int(y), int(z))
            a = (points[n, 0] - x - jitter * (scrambled(number, 11) - 0.5)) * stretch[0]
            b = (points[n, 1] - y - jitter * (scrambled(number, 12) - 0.5)) * stretch[1]
            c = (points[n, 2] - z - jitter * (scrambled(number, 13) - 0.5)) * stretch[2]
            best = max(best, radius + more * scrambled(number, 20) - math.sqrt(a * a + b * b + c * c))
        out[n] = best


def _step(value: np.ndarray, width: np.ndarray | float) -> np.ndarray:
    """0 below zero, 1 above, smooth over `width`."""
    share = np.clip(value / np.maximum(width, 1e-6) + 0.5, 0.0, 1.0)
    return share * share * (3.0 - 2.0 * share)


def _faded(share: np.ndarray, width: np.ndarray | float) -> np.ndarray:
    """Towards the mean where a texel is as large as what is drawn."""
    return share + np.clip(1.5 * np.asarray(width) - 0.5, 0.0, 1.0) * (0.5 - share)


# ---- patterns: the second colour's share -----------------------------------------------------------


def plain(canvas: Canvas) -> np.ndarray:
    return np.zeros(len(canvas.unit))


STRIPE = 1.5
"""Steps from stripe to stripe."""


def stripes(canvas: Canvas) -> np.ndarray:
    """Across the long axis; on what grew they wander, swell, and thin out towards the underside."""
    at = canvas.own[:, canvas.axis] / STRIPE
    duty = np.full(len(at), 0.5)
    if canvas.wild:
        at = at + 0.55 * (noise(canvas.own * 0.45, 1) - 0.5) + 0.16 * (noise(canvas.own * 1.3, 2) - 0.5)
        duty = 0.42 + 0.34 * (noise(canvas.own * 0.6, 3) - 0.5)
        if canvas.axis != 1:
            duty = duty - 0.34 * np.clip(-canvas.unit[:, 1] - 0.15, 0.0, 1.0)
    wave = np.cos(2.0 * np.pi * at) - np.cos(np.pi * np.clip(duty, -0.1, 0.9)) - 0.15 * (duty <= 0.0)
    return _faded(_step(wave, 2.0 * np.pi * canvas.soft / STRIPE), canvas.soft / STRIPE)


def spots(canvas: Canvas) -> np.ndarray:
    """Balls on a jittered lattice, cut by the surface: even dots on what was made, patches on what grew."""
    points = canvas.even()
    stretch = np.where(np.round(canvas.half) > 0, canvas.half / np.maximum(np.round(canvas.half), 1.0), 0.0)
    if canvas.wild:
        points = points + 0.30 * (np.stack([noise(canvas.own * 1.2, 4), noise(canvas.own * 1.2, 5),
                                            noise(canvas.own * 1.2, 6)], 1) - 0.5)
    jitter, radius, more = (0.50, 0.29, 0.20) if canvas.wild else (0.14, 0.34, 0.04)
    best = np.empty(len(points))
    balls_at(points, stretch, jitter, radius, more, best)
    return _faded(_step(best, canvas.soft), 0.7 * canvas.soft)


def gradient(canvas: Canvas) -> np.ndarray:
    """From the part's colour at its top to the second at its foot."""
    return _step(-canvas.unit[:, 1], 1.7)


def bark(canvas: Canvas) -> np.ndarray:
    """Fissures along y that part and meet."""
    wander = 0.5 * (noise(canvas.own * [0.8, 0.5, 0.8], 7) - 0.5)
    points = canvas.own * [2.6, 0.42, 2.6] + wander[:, None]
    ridge = 1.0 - np.abs(2.0 * noise(points, 8) - 1.0)
    fine = noise(canvas.own * [7.0, 1.1, 7.0], 9)
    return 0.85 * _step(ridge - 0.80, 0.22 + 2.6 * canvas.soft) + 0.25 * (fine - 0.5).clip(0.0, None)


def scales(canvas: Canvas) -> np.ndarray:
    """Rows of round-ended tiles, each half a tile further, each lying on the next: their lower rims are drawn."""
    axis = canvas.axis if canvas.wild else 1
    around, along, edge = canvas.wrapped(axis)
    if axis != 1:
        along = -along      # they lie towards the tail
    row = np.floor(along)
    rise = along - row

    def above(shift: np.ndarray) -> np.ndarray:
        off = (around + 0.5 * shift) % 1.0 - 0.5
        return 0.5 - np.sqrt(np.maximum(0.25 - off * off, 0.0))

    here = rise - above(row % 2.0)
    height = np.where(here > 0.0, here, rise + 1.0 - above((row - 1.0) % 2.0))
    rim = 1.0 - _step(height - 0.13, 0.10 + edge)
    shade = 0.40 * np.clip((height - 0.45) / 0.9, 0.0, 1.0)
    return np.maximum(rim * 0.9, shade)


def checks(canvas: Canvas) -> np.ndarray:
    """Squares round the part and over its ends."""
    around, along, edge = canvas.wrapped(1)
    u = np.clip(np.sin(np.pi * around) / (np.pi * edge), -1.0, 1.0)
    v = np.clip(np.sin(np.pi * along) / (np.pi * canvas.soft), -1.0, 1.0)
    return _faded(0.5 - 0.5 * u * v, edge)


PATTERNS: dict[str, Callable[[Canvas], np.ndarray]] = {
    "plain": plain, "stripes": stripes, "spots": spots, "gradient": gradient, "bark": bark, "scales": scales,
    "checks": checks,
}


# ---- materials: a tone about 1 ---------------------------------------------------------------------


def wood(canvas: Canvas) -> np.ndarray:
    """Year rings along the long axis, and fine pores."""
    stretch = np.where(np.arange(3) == canvas.axis, 0.016, 0.50)
    rings = noise(canvas.own * stretch, 31) * 4.0 % 1.0
    line = rings**2 * _step(0.94 - rings, 0.10)
    pores = noise(canvas.own * np.where(np.arange(3) == canvas.axis, 0.16, 2.6), 32) - 0.5
    return 1.06 - 0.30 * line + 0.16 * pores


def fur(canvas: Canvas) -> np.ndarray:
    """Tufts."""
    stretch = np.where(np.arange(3) == canvas.axis, 0.30, 1.0)
    return 1.0 + 0.15 * (noise(canvas.own * stretch, 33) - 0.5) + 0.13 * (noise(canvas.own * 2.5 * stretch, 34) - 0.5)


def stone(canvas: Canvas) -> np.ndarray:
    """Clouds and specks; what is built is laid in courses."""
    tone = 1.0 + 0.22 * (noise(canvas.own, 35) - 0.5) + 0.16 * (noise(canvas.own * 4.0, 36) - 0.5)
    if canvas.square[1] < BUILT:
        return tone
    around, along, edge = canvas.wrapped(1, 1.3, 0.65)
    row = np.floor(along)
    column = around + 0.5 * (row % 2.0)
    own = noise(np.stack([np.floor(column), row, np.zeros(len(row))], 1), 37)
    x, y = np.abs(column % 1.0 - 0.5), np.abs(along - row - 0.5)
    joint = np.maximum(_step(x - 0.475, 0.02 + edge), _step(y - 0.45, 0.03 + canvas.soft / 0.65))
    return tone * (1.0 + 0.16 * (own - 0.5)) * (1.0 - 0.30 * _faded(joint, edge))


def skin(canvas: Canvas) -> np.ndarray:
    return 1.0 + 0.09 * (noise(canvas.own, 38) - 0.5) + 0.05 * (noise(canvas.own * 3.0, 39) - 0.5)


def leaf(canvas: Canvas) -> np.ndarray:
    """Tufts of leaves, light above dark."""
    tuft = noise(canvas.own, 40)
    return 1.0 + 0.34 * (tuft - 0.5) + 0.18 * (noise(canvas.own * 2.7, 41) - 0.5)


TONES: dict[str, Callable[[Canvas], np.ndarray]] = {
    "wood": wood, "fur": fur, "stone": stone, "skin": skin, "leaf": leaf,
}
"""Materials that are not of one tone."""


# ---- of a part -------------------------------------------------------------------------------------


def painted(parts: Parts) -> np.ndarray:
    """Which parts are not of one colour, [part] bool."""
    grained = np.array([key in TONES for key in MATERIAL_KEYS])
    return (parts.pattern > 0) | grained[parts.material]


def canvas(parts: Parts, part: int, unit: np.ndarray, *, step: float, texel: float) -> Canvas:
    """Points `unit` [n, 3] of a part; `step`: the pattern's, as a share of the mean half extent; `texel` [m]."""
    size = np.maximum(parts.size[part], 1e-9)
    metres = max(float(step * size.mean()), 1e-9)
    return Canvas(unit, size / metres, parts.exponents[part], 1.1 * texel / metres,
                  MATERIAL_KEYS[parts.material[part]] in WILD)


def share(parts: Parts, part: int, unit: np.ndarray, *, texel: float) -> np.ndarray:
    """The second colour's share [n] of a part's pattern at its unit coordinates; edges as wide as `texel` [m]."""
    on = canvas(parts, part, unit, step=float(parts.grain[part]), texel=texel)
    return PATTERNS[PATTERN_KEYS[parts.pattern[part]]](on).clip(0.0, 1.0)


def tone(parts: Parts, part: int, unit: np.ndarray, *, texel: float) -> np.ndarray:
    """The factor [n] on a part's sRGB colour that its material makes."""
    key = MATERIAL_KEYS[parts.material[part]]
    if key not in TONES:
        return np.ones(len(unit))
    return TONES[key](canvas(parts, part, unit, step=MATERIALS[key].grain, texel=texel))


def colours(parts: Parts, part: int, unit: np.ndarray, *, texel: float, inner: np.ndarray | float = 0.0) -> np.ndarray:
    """sRGB [n, 3] at a part's unit coordinates. `inner` [n] 0..1: how far inside a cup, where nothing is painted."""
    second = (share(parts, part, unit, texel=texel) * (1.0 - np.asarray(inner)))[:, None]
    mixed = parts.colour[part] + second * (parts.second[part] - parts.colour[part])
    return (mixed * tone(parts, part, unit, texel=texel)[:, None]).clip(0.0, 1.0)
