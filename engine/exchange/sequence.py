"""Sequence: takes of a file one after the other, each passing into the next.

In     a Pace; of each take, the moments at which its curves bend [s] and whether its end is its beginning.
Out    times in the scene [s]; Layers: what each take shows then, and how far it has come in over those before it.
Raises nothing.   Knows nothing of meshes or files.

A cue's take begins at its beginning, at the cue's time, and has come in whole after its blend. With a seam, the end of
a take that is not its beginning passes into it in the same manner, and its cycle is shorter by that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.bake.evaluate import slerp
from engine.document.scene import Cue
from engine.exchange.asset import Curve
from engine.exchange.take import BLINK, MOST_KEYS, Pace, retimed

GAP = 1.0 / 60.0
"""s between keys at most while one take passes into another."""
EARLY = 1e-9
"""Share of a cycle that is none."""


@dataclass(frozen=True)
class Bends:
    """Of one take."""

    moments: np.ndarray         # s, 0 and the end included
    seamless: bool

    @property
    def length(self) -> float:
        return float(self.moments[-1])


@dataclass(frozen=True)
class Layer:
    take: int | None            # None: at rest
    moments: np.ndarray         # [key] s of the take
    share: np.ndarray           # [key] 0..1 over the layers before it
    ends: np.ndarray            # [key] s of the take, near its end, which passes into `moments`
    fresh: np.ndarray           # [key] 0..1 how far it has

    def shown(self, curve: Curve) -> np.ndarray:
        """Values [key, number] of a curve of its take."""
        values = curve.sampled(self.moments)
        if self.fresh.min(initial=1.0) < 1.0:
            values = mixed(curve.path, curve.sampled(self.ends), values, self.fresh)
        return values


def mixed(path: str, first: np.ndarray, last: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Between values [key, number] of a path, quaternions the shorter way on their sphere."""
    if path == "rotation":
        return slerp(first, last, share[:, None])
    return first + (last - first) * share[:, None]


def sequenced(take: int | None, pace: Pace, bends: Mapping[int, Bends]) -> tuple[np.ndarray, list[Layer]]:
    """Times in the scene [key] and the layers there; `take` is the first."""
    one = None if take is None else bends.get(take)
    if not pace.cues and (one is None or one.seamless or not pace.loops or pace.seam <= 0.0):
        times, moments = (np.zeros(1), np.zeros(1)) if one is None else retimed(
            one.moments, pace, seamless=one.seamless)
        whole = np.ones(len(times))
        return times, [Layer(take, moments, whole, moments, whole)]
    cues = [cue for cue in pace.cues if cue.time < pace.frames[-1]]
    strips = [_Strip(cue, pace, bends, first=not number) for number, cue in enumerate((Cue(0.0, take, 0.0), *cues))]
    times = _times(strips, pace)
    return times, [strip.at(times) for strip in strips]


class _Strip:
    """A cue's take on the time of the scene."""

    def __init__(self, cue: Cue, pace: Pace, known: Mapping[int, Bends], *, first: bool) -> None:
        self.take = cue.take if cue.take in known else None
        self.bends = bends = None if self.take is None else known[self.take]
        self.cue, self.pace, self.length = cue, pace, 0.0 if bends is None else bends.length
        seam = pace.seam if bends is not None and pace.loops and not bends.seamless else 0.0
        self.seam = min(seam, 0.5 * self.length)
        self.cycle = self.length - self.seam
        self.begun = pace.phase * self.length if first else -float(pace.done(np.array([cue.time]))[0]) * cue.speed

    def done(self, times: np.ndarray) -> np.ndarray:
        """Seconds of the take played at times [s]."""
        return np.maximum(self.begun + self.pace.done(times) * self.cue.speed, 0.0)

    def at(self, times: np.ndarray) -> Layer:
        into = (times - self.cue.time) / self.cue.blend if self.cue.blend > 0.0 else np.where(
            times >= self.cue.time - EARLY, 1.0, 0.0)
        into = into.clip(0.0, 1.0)
        share, done, whole = into * into * (3.0 - 2.0 * into), self.done(times), np.ones(len(times))
        if self.length <= 0.0:
            return Layer(self.take, np.zeros(len(times)), share, np.zeros(len(times)), whole)
        if not self.pace.loops:
            moments = done.clip(0.0, self.length)
            return Layer(self.take, moments, share, moments, whole)
        turn = np.floor(done / self.cycle + EARLY)
        moments = (done - turn * self.cycle).clip(0.0)
        if self.seam <= 0.0:
            return Layer(self.take, moments, share, moments, whole)
        fresh = np.where(turn > 0, (moments / self.seam).clip(0.0, 1.0), 1.0)
        return Layer(self.take, moments, share, (self.cycle + moments).clip(0.0, self.length),
                     fresh * fresh * (3.0 - 2.0 * fresh))

    def times(self, until: float) -> np.ndarray:
        """When [s] its take bends while it is seen; within seams, GAP apart."""
        rate = self.pace.speed * self.cue.speed
        if self.bends is None or self.length <= 0.0 or rate <= 0.0:
            return np.zeros(0)
        first, last = (int(np.floor(self.done(np.array([time]))[0] / self.cycle)) for time in (self.cue.time, until))
        cycles = np.arange(first, last + 1 if self.pace.loops else first + 1)
        if len(cycles) * len(self.bends.moments) > MOST_KEYS:
            return np.array(self.pace.frames)
        inner = self.bends.moments
        if self.pace.loops:
            inner = inner[inner < self.length - EARLY]
            inner = np.concatenate([inner, np.linspace(0.0, self.seam, int(np.ceil(self.seam / GAP)) + 1)])
        starts = cycles * self.cycle
        found = [((starts[:, None] + inner).reshape(-1) - self.begun) / rate]
        if self.pace.loops and self.seam <= 0.0 and not self.bends.seamless:
            found.append((starts - self.begun) / rate - BLINK)
        return np.concatenate(found)


def _times(strips: list[_Strip], pace: Pace) -> np.ndarray:
    end = pace.frames[-1]
    found = [np.array([0.0, end])]
    for strip, following in zip(strips, [*strips[1:], None]):
        until = end if following is None else min(end, following.cue.time + following.cue.blend)
        own = np.array(pace.frames) if pace.run is not None else strip.times(until)
        found.append(own[(own > strip.cue.time) & (own < until)])
        blend = strip.cue.blend
        if strip.cue.time > 0.0:
            found.append(strip.cue.time + (np.linspace(0.0, blend, int(np.ceil(blend / GAP)) + 1) if blend > 0.0 else
                                           np.array([-BLINK, 0.0])))
    times = np.unique(np.concatenate(found).clip(0.0, end))
    return times[np.concatenate([[True], np.diff(times) > BLINK / 4])]
