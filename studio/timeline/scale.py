"""Seconds to pixels and back, the ruler's ticks, and what a dragged time snaps to.

In     a window on time [s] and a width [px].   Out   Scale, Tick, a snapped time.
Raises nothing.  Knows nothing of Qt, widgets or the document.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

NARROWEST = 4.0
"""Least pixels per second: a ten-minute scene still fits a screen."""
WIDEST = 4000.0
"""Most pixels per second: a frame at 60 fps is then as wide as a row is high."""
PULL = 7.0
"""How near [px] a dragged edge must come to a candidate before it snaps to it."""
_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)


@dataclass(frozen=True)
class Tick:
    time: float       # s
    label: str        # "" for a minor tick
    whole: bool       # on a whole second


@dataclass(frozen=True)
class Scale:
    """Which time lies at which pixel: `start` [s] at x = `left` [px], `pace` [px/s]."""

    start: float = 0.0
    pace: float = 160.0
    left: float = 0.0

    def x(self, time: float) -> float:
        return self.left + (time - self.start) * self.pace

    def time(self, x: float) -> float:
        return self.start + (x - self.left) / self.pace

    def zoomed(self, factor: float, x: float) -> Scale:
        """`factor` times as wide, with the time under pixel `x` kept in place."""
        pace = min(max(self.pace * factor, NARROWEST), WIDEST)
        return replace(self, pace=pace, start=self.time(x) - (x - self.left) / pace)

    def panned(self, pixels: float) -> Scale:
        return replace(self, start=self.start - pixels / self.pace)

    def framing(self, first: float, last: float, width: float) -> Scale:
        """Showing [first, last] s across `width` px, with a margin on the right."""
        pace = min(max((width - 28.0) / max(last - first, 1e-3), NARROWEST), WIDEST)
        return replace(self, start=first - 6.0 / pace, pace=pace)


def ticks(scale: Scale, width: float, rate: float) -> list[Tick]:
    """Ruler marks over `width` px: labelled ones at least 64 px apart, minor ones at least 7 px."""
    frames = [1 / rate * count for count in _dividing(rate)]
    steps = [*frames, *(float(second) for second in _SECONDS)]
    major = next((step for step in steps if step * scale.pace >= 64), steps[-1])
    minor = next((step for step in steps if step * scale.pace >= 7 and _divides(step, major)), major)
    first = math.ceil(max(scale.start, 0.0) / minor - 1e-6)
    last = math.floor(scale.time(scale.left + width) / minor + 1e-6)
    marks = []
    for index in range(first, last + 1):
        time = index * minor
        labelled = abs(time / major - round(time / major)) < 1e-6
        whole = abs(time - round(time)) < 1e-6
        marks.append(Tick(time, _label(time, rate) if labelled else "", whole))
    return marks


def _dividing(rate: float) -> list[int]:
    """Frame counts that divide a second evenly, so that marks fall on whole seconds too."""
    whole = round(rate)
    return [count for count in range(1, whole) if whole % count == 0] if abs(rate - whole) < 1e-6 else [1]


def _divides(step: float, whole: float) -> bool:
    return abs(whole / step - round(whole / step)) < 1e-6


def _label(time: float, rate: float) -> str:
    whole = math.floor(time + 1e-6)
    frame = round((time - whole) * rate)
    if frame:
        return f"{whole}:{frame:02d}"
    if whole >= 60:
        return f"{whole // 60}:{whole % 60:02d} min"
    return "0 s" if whole == 0 else str(whole)


def timecode(time: float) -> str:
    """Minutes, seconds and hundredths: "00:02.40"."""
    hundredths = round(max(time, 0.0) * 100)
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def on_frame(time: float, rate: float) -> float:
    """The time of the nearest frame [s]."""
    return round(time * rate) / rate


def snapped(time: float, candidates: Sequence[float], scale: Scale, rate: float, *, free: bool = False) -> float:
    """`time` pulled to the nearest of the sorted `candidates` within reach, else to the nearest frame.

    `free` suspends snapping: the time comes back as it is.
    """
    if free:
        return time
    at = bisect_left(candidates, time)
    near = min(candidates[max(at - 1, 0):at + 1], key=lambda other: abs(other - time), default=None)
    if near is not None and abs(near - time) * scale.pace <= PULL:
        return near
    return on_frame(time, rate)
