"""Timings: a morph's parts by rows, each with a span of its own or none; several set out one after the other.

In     pairs of slots that become one another (engine.messages.Observed); a morph's Timings; spans by row.
Out    rows; spans; Timings.
Raises nothing.  Knows nothing of how parts are matched or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.document.scene import Timing

Key = tuple[str, str]
"""Of a row: (slot of the first object, ""), or ("", slot of the last) where nothing becomes it."""
Span = tuple[float, float, str]
"""Shares of the way at which a part sets out and has arrived; one of PART_EASINGS."""
WHOLE: Span = (0.0, 1.0, "linear")
LENGTH = 0.5
"""Share of the way that each part takes where they go one after the other."""


def rows(pairs: Iterable[Sequence[str]]) -> dict[Key, Key]:
    """What names each row's part, and what else would: the part of the last object that it becomes."""
    return {(str(first), "" if first else str(last)): ("", str(last)) for first, last in pairs}


def spans(timings: Iterable[Timing], known: Mapping[Key, Key]) -> dict[Key, Span]:
    """The spans of the `known` rows that have their own."""
    stored = _stored(timings)
    found = {key: stored.get(key) or stored.get(other) for key, other in known.items()}
    return {key: span for key, span in found.items() if span is not None}


def staggered(late: Sequence[float], length: float = LENGTH) -> list[tuple[float, float]]:
    """Spans (start, end) of parts that set out one after the other: `late` 0 first .. 1 last, of any range."""
    low, high = min(late), max(late)
    begin = [(1.0 - length) * (one - low) / (high - low) if high > low else 0.0 for one in late]
    return [(round(start, 3), round(min(start + length, 1.0), 3)) for start in begin]


def in_turn(late: Mapping[Key, float], told: Mapping[Key, Span], length: float = LENGTH) -> dict[Key, Span]:
    """Rows staggered by how late they are; each keeps the easing that it has been `told`."""
    return {key: (*span, told.get(key, WHOLE)[2])
            for key, span in zip(late, staggered(list(late.values()), length) if late else ())}


def retimed(timings: Iterable[Timing], known: Mapping[Key, Key],
            changed: Mapping[Key, Span | None]) -> tuple[Timing, ...]:
    """The timings with other spans of some rows; None: as the style says."""
    told = {**_stored(timings), **{known[key]: None for key in changed if key in known}, **changed}
    return tuple(Timing(*key, *span) for key, span in sorted(told.items()) if span is not None)


def _stored(timings: Iterable[Timing]) -> dict[Key, Span | None]:
    return {(each.first, each.last): (each.start, each.end, each.easing) for each in timings}
