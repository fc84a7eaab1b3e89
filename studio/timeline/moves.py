"""The timeline's edits: relations put elsewhere in time, tracks replaced.

In     a Session; new times or tracks.   Out   one applied edit, none where nothing would change.
Raises what Session.apply raises.  Knows nothing of pixels or widgets.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.document import edits
from engine.document.scene import Relation, Track
from studio.session import Session

Interval = tuple[float, float | None]
"""Start and end [s]; None: to the end of the scene."""


def retime(session: Session, intervals: Mapping[str, Interval], label: str, merge: str | None = None) -> None:
    """Put relations (by id) into new intervals, in one edit."""
    session.apply(edits.Group(tuple(
        edits.SetRelation(relation, path, time)
        for relation, interval in intervals.items() for path, time in zip(("start", "end"), interval))), label, merge)


def retrack(session: Session, tracks: Mapping[str, tuple[Track, ...]], label: str, merge: str | None = None) -> None:
    """Give nodes (by id) new tracks, in one edit."""
    session.apply(edits.Group(tuple(edits.SetNode(node, "tracks", new) for node, new in tracks.items())), label, merge)


def shifted(relation: Relation, seconds: float, duration: float) -> Interval:
    """The interval moved by `seconds`, kept inside the scene. An open end stays open."""
    end = duration if relation.end is None else relation.end
    if relation.end is None:
        return max(min(relation.start + seconds, duration), 0.0), None
    seconds = max(min(seconds, duration - end), -relation.start)
    return relation.start + seconds, end + seconds


def stretched(relation: Relation, time: float, *, at_end: bool, duration: float, least: float) -> Interval:
    """The interval with one edge at `time`, at least `least` s long; drawn to the scene's end it is open."""
    if at_end:
        end = min(max(time, relation.start + least), duration)
        return relation.start, None if relation.end is None and end >= duration - 1e-6 else end
    end = duration if relation.end is None else relation.end
    return max(min(time, end - least), 0.0), relation.end
