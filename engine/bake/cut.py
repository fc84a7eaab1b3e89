"""Cut: a morph that one mesh cannot show well enough, as two or more, one seen after the other.

In     a Course, its keys' times, what the bake is asked for; a limit of the error.
Out    clips and when each is seen, for engine.bake.chain; each but the first says in its report why it is there.
Raises BakeError where not even one mesh can be made.
Knows nothing of scenes, files or Qt.

Where the worst of the moments that the bake measures is beyond the limit, the stretch is halved in time, near that
moment, and each half is baked with targets of its own, which have half as much to tell. That costs a mesh more, so it
is kept only where the error, at the same moments, is less by GAIN. What has a budget of triangles shares it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.bake.bake import Course, Wish, bake_course
from engine.bake.chain import BONES, Span, joined
from engine.bake.clip import Clip
from engine.bake.error import differs, moments
from engine.bake.shells import BakeError
from engine.form.field import cup
from engine.form.parts import Parts

LIMITS = {"solid": 0.25, "hollow": 0.6}
"""Percent of the diagonal that a morph's worst frame may be off; hollow: an end of it has a cup, where an opening
appears or closes."""
LEVELS = 2
"""How often a stretch is halved at most: into four."""
GAIN = 0.1
"""Share of the error that a cut must take away."""
FEWEST = 3
"""Gaps between keys that a half has at least."""
EDGE = 1.0 / 3.0
"""Share of what changes that is before a cut and after it at least."""
Piece = tuple[Clip, Span]


@dataclass(frozen=True)
class _Stretch:
    """Keys from `first` to `last`, as they were baked."""

    first: int
    last: int
    clip: Clip
    why: str = ""               # it is not one with what comes before

    @property
    def worst(self) -> float:
        return float(self.clip.report["error_worst"])


def limit_of(start: Parts, end: Parts) -> float:
    """The limit for a morph between two objects."""
    return LIMITS["hollow" if any((cup(parts)[0] > 0.0).any() for parts in (start, end)) else "solid"]


def pieces(name: str, course: Course, keys: np.ndarray, wish: Wish, *, limit: float | None = None,
           bones: int = BONES) -> list[Piece]:
    """The morph `course` over `keys` [key] s as one clip, or as more where one is beyond the limit (`limit_of`).

    `bones`: at most, of all together. A draft, whose error is not known, is one.
    """
    assert course.end is not None
    limit = limit_of(course.start, course.end) if limit is None else limit
    whole = _Stretch(0, len(keys) - 1, bake_course(name, course, keys, wish))
    if wish.draft or whole.worst <= limit:
        return [(whole.clip, _span(keys, whole))]
    levels = max((n for n in range(LEVELS + 1) if 2 ** n * len(whole.clip.bind) <= bones), default=0)
    return [_piece(keys, one) for one in _halved(course, keys, whole, wish, (limit, levels))]


def together(name: str, found: Sequence[Piece], times: np.ndarray) -> Clip:
    """The pieces as one clip."""
    if len(found) == 1:
        return found[0][0]
    return joined(name, [clip for clip, _ in found], [span for _, span in found], times)


def _piece(keys: np.ndarray, one: _Stretch) -> Piece:
    span = _span(keys, one)
    cuts = [[*span, one.why]] if one.why else []
    return replace(one.clip, report=one.clip.report | {"cuts": cuts}), span


def _span(keys: np.ndarray, one: _Stretch) -> Span:
    return float(keys[one.first]), float(keys[one.last])


def _halved(course: Course, keys: np.ndarray, one: _Stretch, wish: Wish, asked: tuple[float, int]) -> list[_Stretch]:
    """The stretch, or its halves where they are nearer; `asked`: the limit, and how often it may be halved."""
    limit, levels = asked
    at = _place(course, keys, one) if levels and one.worst > limit else None
    if at is None:
        return [one]
    wish = replace(wish, budget=None if wish.budget is None else wish.budget // 2)
    try:
        halves = [_Stretch(first, last, bake_course(one.clip.name, course, keys[first:last + 1], wish))
                  for first, last in ((one.first, at), (at, one.last))]
    except BakeError:           # so few triangles do not go round
        return [one]
    times = sorted({time for half in halves for time in moments(half.clip.times)})
    before = [differs(one.clip, course.parts(time), time).mean for time in times]
    worst = max(*before, one.worst)
    now = max(half.worst for half in halves)
    if now > (1.0 - GAIN) * worst or np.mean([half.clip.report["error_mean"] for half in halves]) > np.mean(before):
        return [one]
    halves[0] = replace(halves[0], why=one.why)
    halves[1] = replace(halves[1], why=_why(keys, one, (worst, now, limit)))
    return [each for half in halves for each in _halved(course, keys, half, wish, (limit, levels - 1))]


def _why(keys: np.ndarray, one: _Stretch, errors: tuple[float, float, float]) -> str:
    worst, now, limit = errors
    start, end = _span(keys, one)
    return (f"one mesh from {start:.2f} s to {end:.2f} s is off by {worst:.2g} % of its size in its worst frame, more "
            f"than {limit:.2g} %; two are by {now:.2g} %")


def _place(course: Course, keys: np.ndarray, one: _Stretch) -> int | None:
    """The key at which a stretch is cut: nearest to its worst moment, as long as either side has EDGE of what changes.
    """
    shares = np.array([course.share(time) for time in keys[one.first:one.last + 1].tolist()])
    begun, over = np.flatnonzero(shares != shares[0]), np.flatnonzero(shares != shares[-1])
    if not len(begun):
        return None
    since, until = one.first + int(begun[0]) - 1, one.first + int(over[-1]) + 1
    times = moments(one.clip.times)
    off = [differs(one.clip, course.parts(time), time).mean for time in times]
    worst = int(np.abs(keys - times[int(np.argmax(off))]).argmin())
    within = EDGE * (until - since)
    at = int(np.clip(worst, np.ceil(since + within), np.floor(until - within)))
    at = int(np.clip(at, one.first + FEWEST, one.last - FEWEST))
    return at if at - one.first >= FEWEST and one.last - at >= FEWEST else None
