"""Cues: when an imported object changes from one animation of its file to another, read and edited.

In     a Session, a node's id, the number of a cue (FIRST: what plays from the beginning).   Out   applied edits, words.
Raises what Session.apply raises.  Knows nothing of widgets or pixels.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.document import edits
from engine.document.scene import Cue, Imported, Node

if TYPE_CHECKING:
    from studio.session import Session

FIRST = -1
"""The number of what plays before the first cue."""
NONE = "stands still"
SOFT = 0.3
"""s in which a new change passes, at most half of the time until the next."""


def of(session: Session, node_id: str) -> Imported:
    found = session.scene.node(node_id).imported
    assert found is not None
    return found


def cue_of(imported: Imported, number: int) -> Cue | None:
    return imported.cues[number] if FIRST < number < len(imported.cues) else None


def take_of(imported: Imported, number: int) -> int | None:
    cue = cue_of(imported, number)
    return imported.take if cue is None else cue.take


def words_of(imported: Imported, take: int | None) -> str:
    """An animation's name."""
    if take is None or take >= len(imported.contents.takes):
        return NONE
    return imported.contents.takes[take].name or f"Animation {take + 1}"


def played(node: Node) -> Imported | None:
    """Its file, where animations of it play or could: there are some, and no verb moves it."""
    imported = node.imported
    return imported if imported is not None and imported.contents.takes and not node.driven else None


def free(session: Session, node_id: str, time: float) -> bool:
    """Whether a change can begin at a time: a frame from the others, and from both ends of the scene."""
    least = 1.0 / session.scene.rate - 1e-9
    return least <= time <= session.scene.duration - least and all(
        abs(cue.time - time) >= least for cue in of(session, node_id).cues)


def between(session: Session, node_id: str, number: int, time: float) -> float:
    """The time, a frame from the cues before and after at least; no nearer to them where it is less now."""
    cues, frame = of(session, node_id).cues, 1.0 / session.scene.rate
    low = (cues[number - 1].time if number else 0.0) + frame
    high = (cues[number + 1].time if number + 1 < len(cues) else session.scene.duration) - frame
    now = cues[number].time
    return max(min(low, now), min(time, max(high, now)))


def following(imported: Imported, time: float) -> int:
    """The animation after the one that plays at a time, in the file's order."""
    before = [imported.take, *(cue.take for cue in imported.cues if cue.time < time)][-1]
    return 0 if before is None else (before + 1) % len(imported.contents.takes)


def add(session: Session, node_id: str, time: float, take: int | None) -> int | None:
    """A change to a take at a time [s]; the number of its cue, None where there is no room for one."""
    if not free(session, node_id, time):
        return None
    imported = of(session, node_id)
    later = min((cue.time for cue in imported.cues if cue.time > time), default=session.scene.duration)
    cue = Cue(time, take, min(SOFT, 0.5 * (later - time)))
    cues = tuple(sorted((*imported.cues, cue), key=lambda each: each.time))
    put(session, node_id, cues, f"Then {words_of(imported, take)}")
    return cues.index(cue)


def remove(session: Session, node_id: str, number: int) -> None:
    """Takes a cue away: what played before it goes on. Where nothing did, it stands still."""
    imported = of(session, node_id)
    if number == FIRST:
        play(session, node_id, FIRST, None)
    elif cue_of(imported, number) is not None:
        put(session, node_id, imported.cues[:number] + imported.cues[number + 1:], "Remove a change of animation")


def play(session: Session, node_id: str, number: int, take: int | None) -> None:
    """Another take from a cue on."""
    imported = of(session, node_id)
    words = words_of(imported, take)
    if number != FIRST:
        change(session, node_id, number, f"Then {words}", take=take)
    elif take != imported.take:
        session.apply(edits.SetNode(node_id, "imported", replace(imported, take=take)),
                      "Stand still" if take is None else f"Play {words}")


def change(session: Session, node_id: str, number: int, words: str, merge: str | None = None, **values: Any) -> None:
    cues = of(session, node_id).cues
    if number < len(cues) and (changed := replace(cues[number], **values)) != cues[number]:
        put(session, node_id, (*cues[:number], changed, *cues[number + 1:]), words, merge)


def put(session: Session, node_id: str, cues: tuple[Cue, ...], words: str, merge: str | None = None) -> None:
    session.apply(edits.SetNode(node_id, "imported.cues", cues), words, merge)
