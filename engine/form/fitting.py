"""Fitting: part tokens corrected so that their object keeps to a size and an outline.

In     tokens [slot, channel], between the steps of a sampler and after the last; Limits [m]; a mask; metres per object
       unit; which slots may change.
Out    tokens of an object that is nearer to what is asked; after the last step it keeps to the limits.
Raises TokenError (engine.form.parts) for unusable tokens.  Knows nothing of diffusion, documents or Qt.

The object's size is that of its parts' outline at rest. Between the steps every part grows or shrinks along the
object's own axes, so that what is too wide becomes narrower and not smaller, and the sampler makes it plausible; after
the last a similarity does what is left, which harms no shape. A sampler knows its objects about as large as they are:
what is asked beyond LEAN of that is left to the similarity from the beginning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.form.linkage import SIZE, Linkage
from engine.form.outline import outline
from engine.form.parts import Parts, expand
from engine.form.silhouette import best_view, drawn_to, overlap, silhouette
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT

LEAN = 1.8
ROUNDS = 3
NEAR = 1e-3
"""Share of a limit that an exact fit may miss it by."""
TOLERANCE = 0.02
"""Share of a limit by which an object may miss it in the end: no channel goes on for ever."""
LAST = {"steps": 30, "bound": 0.2}
"""Of the outline's fit after the last step, which nothing makes plausible."""
LENGTHS = [CHANNEL["log_size"], CHANNEL["log_blend"]]
"""Channels that are ln of lengths."""
SHIFTS = [CHANNEL["shift"], slice(CHANNEL["step"].start, CHANNEL["step"].start + 2)]
"""Channels that are lengths: moves, and of a step stride and lift."""


@dataclass(frozen=True)
class Limits:
    """What an object's size must be: at most `box` (width, height, depth), exactly `height`, as far as the box lets it.
    None: free. [m]
    """

    box: tuple[float, float, float] | None = None
    height: float | None = None

    def wanted(self, size: np.ndarray) -> np.ndarray:
        """The size [3] nearest to `size` that keeps to the limits, axis by axis."""
        want = np.array(size)
        if self.height is not None:
            want[1] = self.height
        return want if self.box is None else np.minimum(want, self.box)

    def factor(self, size: np.ndarray) -> float:
        """What an object of `size` [3] is to be multiplied by to keep to the limits as it is."""
        factor = 1.0 if self.height is None else float(self.height / size[1])
        return factor if self.box is None else min(factor, float((np.array(self.box) / size).min()))


def size_of(parts: Parts) -> np.ndarray:
    """Width, height, depth of the parts' outline [m]."""
    points = outline(parts)
    return points.max((0, 1)) - points.min((0, 1))


class Fit:
    """The corrections of one sampling. `plain`: the tokens that come without any; they settle from which side the
    outline is seen, and what is left to the similarity.
    """

    def __init__(self, plain: np.ndarray, limits: Limits, mask: np.ndarray | None = None, *, scale: float,
                 free: np.ndarray) -> None:
        """`mask` [row, column]: more than 0 where the object is to be seen. `scale`: metres per object unit. `free`:
        [slot] bool.
        """
        parts = expand(plain, scale=scale)
        self.limits, self.scale, self.free = limits, scale, free
        self.mask = None if mask is None else mask > 0
        self.plain, self.view, self.overlap = plain, 0.0, 0.0
        if self.mask is not None:
            self.view, self.overlap = best_view(parts, self.mask)
        asked = limits.factor(size_of(parts))
        self.zoom = asked / min(max(asked, 1.0 / LEAN), LEAN)

    def __call__(self, tokens: np.ndarray, last: bool) -> np.ndarray:
        if self.mask is not None:
            tokens = drawn_to(tokens, self.mask, view=self.view, free=self.free, **(LAST if last else {}))
            if last and overlap(silhouette(expand(tokens), self.view), self.mask) < self.overlap:
                tokens = self.plain
        if self.limits == Limits():
            return tokens
        if last:
            return kept(tokens, self.limits, scale=self.scale, free=self.free)
        return leaned(tokens, self.limits, scale=self.scale * self.zoom, free=self.free)

    def holds(self, tokens: np.ndarray) -> bool:
        """Whether the tokens' object keeps to the limits, up to TOLERANCE."""
        return abs(self.limits.factor(size_of(expand(tokens, scale=self.scale))) - 1.0) < TOLERANCE


def leaned(tokens: np.ndarray, limits: Limits, *, scale: float, free: np.ndarray) -> np.ndarray:
    """The tokens with their free parts grown along the object's axes until it about keeps to the limits."""
    parts = expand(tokens, scale=scale)
    linkage, change = Linkage(parts), np.zeros((SLOT_COUNT, 6))
    for _ in range(ROUNDS):
        size = size_of(linkage.changed(change))
        want = limits.wanted(size)
        if np.allclose(want, size, rtol=NEAR):
            break
        change[free, SIZE] += _along(parts, want / size)[free]
    return linkage.told(tokens, change)


def _along(parts: Parts, factor: np.ndarray) -> np.ndarray:
    """ln of what a stretch of the object by `factor` [3] does to each slot's half extents [slot, 3], copies' mean."""
    length = np.log(np.linalg.norm(factor[:, None] * parts.rotation, axis=1))
    out = np.zeros((SLOT_COUNT, 3))
    np.add.at(out, parts.slot, length)
    return out / np.maximum(np.bincount(parts.slot, minlength=SLOT_COUNT), 1)[:, None]


def kept(tokens: np.ndarray, limits: Limits, *, scale: float, free: np.ndarray) -> np.ndarray:
    """The tokens with the free parts larger or smaller as a whole until the object keeps to the limits.

    Where the parts that are not free are too large by themselves, it comes as near as it can.
    """
    linkage, change = Linkage(expand(tokens, scale=scale)), np.zeros((SLOT_COUNT, 6))
    for _ in range(8 * ROUNDS):
        factor = limits.factor(size_of(linkage.changed(change)))
        if abs(factor - 1.0) < NEAR:
            break
        change[free, SIZE] += np.clip(np.log(factor), -1.0, 1.0)
    grown, out = change[:, :1], np.array(tokens)
    for channels in LENGTHS:
        out[:, channels] += grown
    for channels in SHIFTS:
        out[:, channels] *= np.exp(grown)
    return out
