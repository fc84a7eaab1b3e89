"""Frames: a clip's vertices at every frame of a file, and what a reader that goes straight between them misses.

In     Clips, a rate [1/s], a path.   Out   times; names and files' stems of objects; the error between frames.
Raises ExportError, one sentence, for what has no frames of one topology.   Knows nothing of formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from engine.bake.clip import Clip
from engine.bake.evaluate import evaluate
from engine.exchange.files import ExportError
from engine.exchange.finding import Finding, Remedy
from engine.exchange.gltf_object import check_all
from engine.exchange.names import RULES, objects

MOST_FRAMES = 20_000
FASTEST = 240
"""Frames a second that can be asked for."""
LOOKED_AT = 48
"""Gaps between frames at most in whose middle the error is measured."""
WORTH_SAYING = 0.5
"""Percent of its size that an object may be off between two frames without a word."""


def frames_of(clips: Sequence[Clip], target: Path, fps: float) -> np.ndarray:
    """When each frame is [s], from 0 to the first that is not before the end; or a refusal."""
    check_all(clips, target, fps)
    for clip in clips:
        for start, *_ in clip.report.get("cuts", []):
            raise ExportError(f"{clip.name} becomes another mesh at {start:.2f} s, and these files hold one: export "
                              "what is before and what is after by itself, with another length of the scene")
    count = int(np.ceil(max(clip.duration for clip in clips) * fps - 1e-6)) + 1
    if count > MOST_FRAMES:
        raise ExportError(f"that would be {count:,} frames, and {MOST_FRAMES:,} can be written: lower the keys per "
                          "second or the length of the scene")
    return np.arange(count) / fps


def named(clips: Sequence[Clip]) -> list[str]:
    return objects([clip.name for clip in clips], RULES["plain"])


def stems(target: Path, names: Sequence[str]) -> list[str]:
    """Of each object's files: the asked name where there is one object, else with the object's."""
    return [target.stem] if len(names) == 1 else [f"{target.stem}_{name}" for name in names]


def plain_stem(path: Path) -> str:
    """A numbered name without its number."""
    return re.sub("[-_. ]*#+", "", path.stem, count=1) or "scene"


def places(clip: Clip, times: np.ndarray) -> Iterator[np.ndarray]:
    """World positions [vertex, 3] float32 [m] at each time."""
    for time in times.tolist():
        yield evaluate(clip, time)[0].astype(np.float32)


def fullest(clip: Clip, times: np.ndarray) -> float:
    """The first time at which the object is not next to nothing, as what grows or is hidden is at first [s]."""
    looked = times[np.unique(np.linspace(0, len(times) - 1, LOOKED_AT).round().astype(int))].tolist()
    sizes = np.array([np.ptp(evaluate(clip, time)[0], axis=0).max() for time in looked])
    return looked[int((sizes >= 0.5 * sizes.max()).argmax())]


def between(clip: Clip, times: np.ndarray) -> float:
    """How far a vertex is at most off in the middle of two frames where a reader goes straight [% of the diagonal]."""
    farthest = 0.0
    gaps = np.unique(np.linspace(0, len(times) - 2, LOOKED_AT).round().astype(int)) if len(times) > 1 else []
    for gap in gaps:
        first, last = times[gap:gap + 2].tolist()
        shown = evaluate(clip, (first + last) / 2)[0]
        straight = (evaluate(clip, first)[0] + evaluate(clip, last)[0]) / 2
        size = float(np.linalg.norm(np.ptp(shown, axis=0)))
        if size > 1e-3 * float(np.linalg.norm(np.ptp(clip.positions, axis=0))):
            farthest = max(farthest, float(np.linalg.norm(shown - straight, axis=1).max()) / size)
    return 100.0 * farthest


def cut_short(clips: Sequence[Clip], times: np.ndarray, fps: float) -> list[Finding]:
    """What a reader that goes straight between frames does not show of what lies there."""
    off = [(clip.name, between(clip, times)) for clip in clips]
    return [Finding(f"{name} is off by {error:.1f} % of its size halfway between two frames, where readers go "
                    "straight: more keys per second bring it closer.", remedy=_more_often(fps, error))
            for name, error in off if error > WORTH_SAYING]


def _more_often(fps: float, error: float) -> Remedy | None:
    """So many frames that the error, which shrinks as the square of their distance, is not worth a word."""
    rate = min(int(np.ceil(np.sqrt(error / WORTH_SAYING))) * fps, FASTEST)
    return Remedy(f"{rate:g} a second", {"fps": float(rate)}) if rate > fps else None
