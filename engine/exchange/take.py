"""A take: which moment of a file's animation a scene shows when, as it plays it faster, slower or over again.

In     the moments at which its curves bend [s], a Pace.   Out   times in the scene [s], and the take's moments then.
Raises nothing.   Knows nothing of meshes or files.

Between two times of the result the animation is linear in every curve, so that a clip of these keys is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.document.scene import Cue
from engine.exchange.asset import Curve

BLINK = 1e-3
"""s before a jump at which the value before it is still held: less than any frame."""
FINE = 1.0 / 120.0
"""s between keys where a curve is no straight line."""
LEAST = 8
"""Keys of each piece of a spline."""
MOST_KEYS = 20_000


@dataclass(frozen=True)
class Pace:
    """How a scene plays a take."""

    frames: tuple[float, ...]            # s: the scene's
    speed: float = 1.0
    phase: float = 0.0                   # share of the take at time 0
    loops: bool = True
    turns: tuple[float, ...] | None = None   # cycles done at each frame, where speed or phase change; else None
    cues: tuple[Cue, ...] = ()           # other takes after the first (engine.exchange.sequence)
    seam: float = 0.0                    # s in which an end passes into the beginning
    run: tuple[float, ...] | None = None     # s done at each frame, where the speed changes; else None

    def done(self, times: np.ndarray) -> np.ndarray:
        """Seconds of motion done at times [s]."""
        return self.speed * times if self.run is None else np.interp(times, self.frames, self.run)


def bends(curves: Sequence[Curve], length: float) -> np.ndarray:
    """The moments [s] between which all curves are linear, 0 and the end included."""
    found = [np.array([0.0, length])]
    for curve in curves:
        if curve.interpolation == "STEP":
            found += [curve.times, curve.times - BLINK]
        elif curve.interpolation == "CUBICSPLINE":
            found += [np.linspace(a, b, max(LEAST, int(np.ceil((b - a) / FINE))) + 1)
                      for a, b in zip(curve.times, curve.times[1:]) if b - a < 3600.0]
        else:
            found.append(curve.times)
    moments = np.unique(np.concatenate(found).clip(0.0, length))
    if len(moments) > MOST_KEYS:
        moments = np.linspace(0.0, length, MOST_KEYS)
    return moments[np.concatenate([[True], np.diff(moments) > 1e-5])]


def retimed(moments: np.ndarray, pace: Pace, *, seamless: bool) -> tuple[np.ndarray, np.ndarray]:
    """Times in the scene [key] and moments in the take [key]. `seamless`: its end is its beginning."""
    length, end = float(moments[-1]), pace.frames[-1]
    if length <= 0.0:
        return np.zeros(1), np.zeros(1)
    if pace.turns is not None:
        return np.array(pace.frames), _moment(np.array(pace.turns), length, pace.loops)
    if pace.speed <= 0.0 or end <= 0.0:
        return np.zeros(1), _moment(np.array([pace.phase]), length, pace.loops)
    rate = pace.speed / length                      # cycles a second
    first, last = int(np.floor(pace.phase)), int(np.floor(pace.phase + rate * end))
    if not pace.loops:
        first = last = 0
    if (last - first + 1) * len(moments) > MOST_KEYS:
        frames = np.array(pace.frames)
        return frames, _moment(pace.phase + rate * frames, length, pace.loops)
    start = (np.arange(first, last + 1) - pace.phase) / rate
    times = (start[:, None] + moments[None] / pace.speed).reshape(-1)
    inner = np.tile(moments, len(start))
    if pace.loops:
        jumps = inner >= length                     # at the same time as the next cycle's first moment
        if seamless:
            times, inner = times[~jumps], inner[~jumps]
        else:
            times = np.where(jumps, times - BLINK, times)
    kept = (times > BLINK / 2) & (times < end - BLINK / 2)
    ends = np.array([0.0, end])
    times = np.concatenate([times[kept], ends])
    inner = np.concatenate([inner[kept], _moment(pace.phase + rate * ends, length, pace.loops)])
    order = np.argsort(times, kind="stable")
    times, inner = times[order], inner[order]
    apart = np.concatenate([[True], np.diff(times) > BLINK / 4])
    return times[apart], inner[apart]


def _moment(cycles: np.ndarray, length: float, loops: bool) -> np.ndarray:
    return length * (np.mod(cycles, 1.0) if loops else cycles.clip(0.0, 1.0))
