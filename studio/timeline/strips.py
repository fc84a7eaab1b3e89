"""Strips: the animations of an imported file that play one after the other, laid out over time.

In     a Scene, an imported node of it.   Out   Strips, in time.
Raises nothing.  Knows nothing of Qt, painting or edits.

A strip reaches to where the next one has come in whole. With a seam, its turns hang on whether the file's animation
ends as it begins, which the document does not say: they are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.document.scene import Cue, Imported, Node, Scene, Track
from engine.document.tracks import value
from studio.cueing import played, words_of

MOST_TURNS = 2000
STEPS = 4
"""Steps a frame in which a keyed speed is summed."""


@dataclass(frozen=True)
class Strip:
    """One animation from a cue on."""

    node: str
    number: int                   # of its cue, studio.cueing.FIRST
    take: int | None              # None: it stands still
    start: float                  # s
    end: float                    # s: where the next one begins
    until: float                  # s: where the next one has come in whole
    blend: float                  # s in which it comes in itself
    label: str
    speed: float = 1.0
    length: float = 0.0           # s of the animation
    turns: tuple[float, ...] = () # s: where it begins again
    held: float | None = None     # s from which it stays at its end


def strips_of(scene: Scene, node: Node) -> tuple[Strip, ...]:
    """A node's strips; none where no animation of its file could play."""
    imported = played(node)
    if imported is None:
        return ()
    cues = [Cue(0.0, imported.take, 0.0), *(cue for cue in imported.cues if cue.time < scene.duration)]
    ends = [*(cue.time for cue in cues[1:]), scene.duration]
    whole = [*(min(cue.time + cue.blend, scene.duration) for cue in cues[1:]), scene.duration]
    return tuple(_strip(scene, node, imported, number - 1, cue, end, max(until, end))
                 for number, (cue, end, until) in enumerate(zip(cues, ends, whole)))


def _strip(scene: Scene, node: Node, imported: Imported, number: int, cue: Cue, end: float, until: float) -> Strip:
    length = imported.length_of(cue.take)
    turns = _turns(scene, node, cue, length, until, first=number < 0) if length > 0.0 else ()
    over = imported.loops and not imported.seam
    held = turns[0] if turns and not imported.loops else None
    return Strip(node.id, number, cue.take, cue.time, end, until, cue.blend, words_of(imported, cue.take), cue.speed,
                 length, turns if over else (), held)


def _turns(scene: Scene, node: Node, cue: Cue, length: float, until: float, *, first: bool) -> tuple[float, ...]:
    """When [s] an animation has been played whole, as engine.exchange.sequence plays it."""
    assert node.imported is not None
    first_length = node.imported.length or 1.0
    tracks = {track.path: track for track in node.tracks if track.keys}
    speed, phase = tracks.get("motion.speed"), tracks.get("motion.phase")
    if speed is None and phase is None:
        times = np.array([0.0, scene.duration])
        run = node.motion.speed * times
    else:
        times, run = _run(speed, node.motion.speed, phase, node.motion.phase, first_length,
                          scene.duration, scene.rate)
    begun = -float(np.interp(cue.time, times, run)) * cue.speed
    if first:
        begun = 0.0 if speed or phase else node.motion.phase * length
    done = (begun + run * cue.speed) / length
    if np.any(np.diff(done) < 0.0):
        return ()
    low, high = np.interp([cue.time, until], times, done)
    counts = np.arange(np.floor(low + 1e-6) + 1.0, min(np.ceil(high), low + MOST_TURNS))
    rising = np.concatenate([[True], np.diff(done) > 0.0])
    return tuple(np.interp(counts, done[rising], times[rising]).tolist())


@lru_cache(maxsize=32)
def _run(speed: Track | None, pace: float, phase: Track | None, share: float, length: float,
         duration: float, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """Times [s] and the seconds of motion done then, where speed or phase is keyed."""
    times = np.linspace(0.0, duration, max(round(duration * rate), 1) * STEPS + 1)
    middles = 0.5 * (times[1:] + times[:-1])
    paces = np.array([value(speed, time) for time in middles.tolist()]) if speed else np.full(len(middles), pace)
    run = np.concatenate([[0.0], np.cumsum(paces * np.diff(times))])
    shares = np.array([value(phase, time) for time in times.tolist()]) if phase else share
    return times, run + length * shares
