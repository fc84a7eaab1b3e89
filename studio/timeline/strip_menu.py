"""What can be done to a strip: the rows of its menu, and its keys.

In     a Session, a strip, a time [s].   Out   menu rows; edits through the session.
Raises nothing.  Knows nothing of painting or the sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from studio import cueing
from studio.cueing import FIRST
from studio.popup import ask_text
from studio.session import Session
from studio.timeline.scale import on_frame
from studio.timeline.strips import Strip

TYPED = (("Blend…", "blend", "Blend in seconds", (0.0, 60.0)), ("Speed…", "speed", "Times its speed", (0.0, 20.0)))
"""Title in the menu, field of a cue, heading of the field it is typed in, least and most."""


def fill_menu(menu: QMenu, session: Session, strip: Strip, time: float, place: QPoint) -> None:
    """Rows for a strip; a change that is added begins at `time` [s], a field opens at `place` on the screen."""
    node, number = strip.node, strip.number
    adding = takes_menu(menu, session, node, "Add a change here", lambda take: add(session, node, time, take))
    adding.setEnabled(cueing.free(session, node, on_frame(time, session.scene.rate)))
    takes_menu(menu, session, node, "Play instead", lambda take: cueing.play(session, node, number, take),
               now=(strip.take,))
    menu.addSeparator()
    if number != FIRST:
        owner = menu.parentWidget() or menu
        for title, field, words, limits in TYPED:
            menu.addAction(title, lambda *_, asked=(field, words, limits): _ask(owner, session, strip, *asked, place))
        menu.addAction("Start at the playhead", lambda: cueing.change(
            session, node, number, "Move a change of animation",
            time=cueing.between(session, node, number, session.time)))
    menu.addAction("Play this span", lambda: session.set_range(strip.start, strip.end))
    menu.addSeparator()
    menu.addAction("Remove\tDel", lambda: cueing.remove(session, node, number)).setEnabled(
        number != FIRST or strip.take is not None)


def takes_menu(menu: QMenu, session: Session, node: str, title: str, chosen: Callable[[int | None], object], *,
               now: tuple[int | None, ...] = ()) -> QMenu:
    """The file's animations, to choose one; `now`: the one that is ticked."""
    imported, within = cueing.of(session, node), menu.addMenu(title)
    group = QActionGroup(within)
    for take in (*range(len(imported.contents.takes)), None):
        if take is None:
            within.addSeparator()
        words = cueing.words_of(imported, take)
        length = "" if take is None else f"\t{imported.contents.takes[take].length:.3g} s"
        action = within.addAction(f"{words}{length}")
        action.triggered.connect(lambda *_, take=take: chosen(take))
        if now:
            group.addAction(action)
            action.setCheckable(True)
            action.setChecked(take in now)
    return within


def add_at_playhead(menu: QMenu, session: Session) -> None:
    """A row for the active node, where animations of its file could play."""
    node = session.active_node
    if node is not None and cueing.played(node) is not None:
        adding = takes_menu(menu, session, node.id, "Change animation",
                            lambda take: add(session, node.id, session.time, take))
        adding.setEnabled(cueing.free(session, node.id, on_frame(session.time, session.scene.rate)))


def add(session: Session, node: str, time: float, take: int | None) -> None:
    """A change on the frame of a time [s], which is then the chosen one."""
    number = cueing.add(session, node, on_frame(time, session.scene.rate), take)
    if number is not None:
        session.choose_cue(node, number)


def nudge(session: Session, frames: int) -> None:
    """The chosen change so many frames later."""
    if session.cue is not None and session.cue[1] != FIRST:
        node, number = session.cue
        time = cueing.of(session, node).cues[number].time + frames / session.scene.rate
        cueing.change(session, node, number, "Move a change of animation",
                      time=cueing.between(session, node, number, time))


def neighbour(session: Session, step: int) -> None:
    """Chooses the strip before or after the chosen one."""
    if session.cue is not None:
        node, number = session.cue
        session.choose_cue(node, min(max(number + step, FIRST), len(cueing.of(session, node).cues) - 1))


def remove(session: Session) -> None:
    """Takes the chosen change away."""
    if session.cue is not None:
        cueing.remove(session, *session.cue)


def _ask(parent: QWidget, session: Session, strip: Strip, field: str, title: str, limits: tuple[float, float],
         place: QPoint) -> None:
    def take(words: str) -> None:
        try:
            number = float(words.rstrip(" s×x").replace(",", "."))
        except ValueError:
            number = float("nan")
        if not limits[0] <= number <= limits[1]:
            QToolTip.showText(place, f"{words} is not possible: {limits[0]:g} to {limits[1]:g}", parent)
            return
        values: dict[str, Any] = {field: number}
        cueing.change(session, strip.node, strip.number, f"{field.capitalize()} of a change of animation", **values)

    ask_text(parent, title, f"{getattr(strip, field):.3g}", place, take)


def words_of(strip: Strip) -> str:
    """What a strip is and how it is worked with, in its tooltip."""
    span = f"{strip.label}: {strip.start:.2f}–{strip.end:.2f} s"
    if strip.length > 0.0:
        times = f", ends at {strip.held:.2f} s" if strip.held is not None and strip.held < strip.end else ""
        span += f" · {strip.length:.3g} s long{times}"
    if strip.speed != 1.0:
        span += f" · ×{strip.speed:.3g}"
    if strip.number == FIRST:
        return f"{span}\nRight-click to add a change of animation"
    return (f"{span} · blend {strip.blend:.2f} s\nDrag it or its edge for when, the top of its ramp for its blend. "
            "Alt+arrows: by a frame. Delete: what played before goes on")
