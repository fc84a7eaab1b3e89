"""What a press begins, a move continues and a release ends: one class per thing that can be dragged.

In     pointer positions [px] and modifiers.   Out   edits, selections and times through the session.
Raises nothing.  Knows nothing of painting.

Every gesture computes from the scene as it was at the press, so a drag is one edit however often it is applied, and
applies it under a merge key of its own, so that it is one step of undo. Escape takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from engine.document import edits
from engine.document.scene import Relation, Scene
from studio.session import Session
from studio.timeline import keys, moves
from studio.timeline.keys import KeyRef
from studio.timeline.rows import edges_of
from studio.timeline.scale import PULL, on_frame, snapped
from studio.timeline.view import RULER, View

_serial = count(1)


class Stage(Protocol):
    """What a gesture sees of the sheet."""

    session: Session
    view: View
    snap: float | None            # time of the snap line to show [s]
    box: QRectF | None            # rubber band to show

    def choose_keys(self, refs: Iterable[KeyRef]) -> None: ...


class Gesture:
    """A press that does nothing yet."""

    def __init__(self, stage: Stage, at: QPointF) -> None:
        self.stage, self.at = stage, at
        self.scene: Scene = stage.session.scene
        self.merge = f"timeline {next(_serial)}"
        self._step = stage.session.history.current.id
        self.begun = False

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer is at `point` [px]."""

    @property
    def applied(self) -> bool:
        """Whether the gesture made a step of the history (the engine may have completed the present one meanwhile)."""
        return self.stage.session.history.current.id != self._step

    def end(self) -> None:
        if self.applied:
            self.stage.session.settle()

    def cancel(self) -> None:
        if self.applied:
            self.stage.session.undo()

    def seconds(self, point: QPointF) -> float:
        return (point.x() - self.at.x()) / self.stage.view.scale.pace

    def snapped(self, time: float, edges: list[float], modifiers: Qt.KeyboardModifier) -> float:
        """Snapped unless Ctrl is down; shows the line it snapped to."""
        view, free = self.stage.view, bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        result = snapped(time, edges, view.scale, view.rate, free=free)
        held = not free and result in edges and abs(result - time) * view.scale.pace <= PULL
        self.stage.snap = result if held else None
        return result


class Scrub(Gesture):
    """Drag in the ruler: the playhead follows, on whole frames unless Ctrl is down."""

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.stage.view
        time = view.scale.time(point.x())
        if not modifiers & Qt.KeyboardModifier.ControlModifier:
            time = on_frame(time, view.rate)
        self.stage.session.set_time(min(max(time, 0.0), self.scene.duration))


class SetRange(Gesture):
    """Alt+drag in the ruler: a new in/out range."""

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.stage.view
        first, last = sorted(on_frame(view.scale.time(x), view.rate) for x in (self.at.x(), point.x()))
        if last - first > 0.5 / view.rate:
            self.stage.session.set_range(first, last)


class MoveRange(Gesture):
    """Drag of the in or the out handle."""

    def __init__(self, stage: Stage, at: QPointF, what: str) -> None:
        super().__init__(stage, at)
        self.what = what

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        session, view = self.stage.session, self.stage.view
        time = on_frame(view.scale.time(point.x()), view.rate)
        first, last = session.range
        if self.what == "in":
            session.set_range(min(max(time, 0.0), last - 1 / view.rate), last)
        else:
            session.set_range(first, max(min(time, self.scene.duration), first + 1 / view.rate))


class Pan(Gesture):
    """Middle button: the sheet follows the hand."""

    def __init__(self, stage: Stage, at: QPointF) -> None:
        super().__init__(stage, at)
        self.scale, self.scroll = stage.view.scale, stage.view.scroll

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.stage.view
        view.scale = self.scale.panned(point.x() - self.at.x())
        view.scroll = min(max(self.scroll - (point.y() - self.at.y()), 0.0), view.deepest())


class MoveMarker(Gesture):
    """Drag of a marker's tag."""

    def __init__(self, stage: Stage, at: QPointF, held: float) -> None:
        super().__init__(stage, at)
        self.held = held
        self.edges = [edge for edge in edges_of(self.scene) if edge != held]

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        self.begun = True
        time = self.snapped(self.held + self.seconds(point), self.edges, modifiers)
        time = min(max(time, 0.0), self.scene.duration)
        moved = tuple(replace(marker, time=time) if marker.time == self.held else marker
                      for marker in self.scene.markers)
        self.stage.session.apply(edits.SetScene("markers", moved), "Move marker", self.merge)


class Divide(Gesture):
    """Drag of the line between names and time."""

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.stage.view
        view.names = min(max(point.x(), 90.0), view.width / 2)
        view.scale = replace(view.scale, left=view.names)


class MoveClips(Gesture):
    """Drag of clips or morphs: all chosen ones move in time together."""

    def __init__(self, stage: Stage, at: QPointF, held: str) -> None:
        super().__init__(stage, at)
        chosen = {relation.id for relation in stage.session.selected_relations} | {held}
        self.relations = [relation for relation in self.scene.relations if relation.id in chosen]
        self.held = self.scene.relation(held)
        self.edges = edges_of(self.scene, but=chosen)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        scene, seconds = self.scene, self.seconds(point)
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        starts = self.snapped(self.held.start + seconds, self.edges, modifiers)
        seconds_now = starts - self.held.start
        if self.stage.snap is None and self.held.end is not None:
            ends = self.snapped(self.held.end + seconds, self.edges, modifiers)
            if self.stage.snap is not None:
                seconds_now = ends - self.held.end
        closed = [relation for relation in self.relations if relation.end is not None]
        low = max((-relation.start for relation in self.relations), default=0.0)
        high = min((scene.duration - scene.end_of(relation) for relation in closed), default=scene.duration)
        seconds_now = max(min(seconds_now, high), low)
        intervals = {relation.id: moves.shifted(relation, seconds_now, scene.duration) for relation in self.relations}
        self.begun = True
        moves.retime(self.stage.session, intervals, self._label(self.held), self.merge)

    def _label(self, relation: Relation) -> str:
        return f"Move “{relation.kind}”" if len(self.relations) == 1 else f"Move {len(self.relations)} relations"


class StretchClip(Gesture):
    """Drag of a clip's or a morph's edge."""

    def __init__(self, stage: Stage, at: QPointF, held: str, edge: str) -> None:
        super().__init__(stage, at)
        self.held, self.at_end = self.scene.relation(held), edge == "end"
        self.edges = edges_of(self.scene, but={held})

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        held, view = self.held, self.stage.view
        was = self.scene.end_of(held) if self.at_end else held.start
        time = self.snapped(was + self.seconds(point), self.edges, modifiers)
        interval = moves.stretched(held, time, at_end=self.at_end, duration=self.scene.duration, least=1 / view.rate)
        self.begun = True
        moves.retime(self.stage.session, {held.id: interval}, f"Stretch “{held.kind}”", self.merge)


class MoveKeys(Gesture):
    """Drag of the chosen keys."""

    def __init__(self, stage: Stage, at: QPointF, held: float) -> None:
        super().__init__(stage, at)
        self.held, self.refs = held, set(stage.view.keys)
        own = {round(ref.time, 6) for ref in self.refs}
        self.edges = [edge for edge in edges_of(self.scene) if round(edge, 6) not in own]

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        seconds = self.snapped(self.held + self.seconds(point), self.edges, modifiers) - self.held
        tracks, refs = keys.moved(self.scene, self.refs, seconds, high=self.scene.duration)
        self.begun = True
        label = "Move key" if len(refs) == 1 else f"Move {len(refs)} keys"
        moves.retrack(self.stage.session, tracks, label, self.merge)
        self.stage.choose_keys(refs)

    def cancel(self) -> None:
        super().cancel()
        self.stage.choose_keys(self.refs)


class BoxSelect(Gesture):
    """Drag over empty ground: keys and clips in the box are chosen (Shift: added)."""

    def __init__(self, stage: Stage, at: QPointF, *, add: bool) -> None:
        super().__init__(stage, at)
        self.kept = set(stage.view.keys) if add else set()
        self.add = add

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        view = self.stage.view
        self.stage.box = QRectF(self.at, point).normalized().intersected(
            QRectF(view.names, RULER, view.width, view.height))
        self.stage.choose_keys(self.kept | self._inside(self.stage.box))

    def _inside(self, box: QRectF) -> set[KeyRef]:
        view, found = self.stage.view, set()
        first, last = view.scale.time(box.left()), view.scale.time(box.right())
        for index in view.visible_rows():
            row, middle = view.rows[index], view.top(index) + 12
            if box.top() <= middle <= box.bottom() and row.kind in ("track", "node") and len(row.times):
                times = row.times[np.searchsorted(row.times, first):np.searchsorted(row.times, last, side="right")]
                for time in times.tolist():
                    found.update(view.refs(index, time))
        return found

    def end(self) -> None:
        self.stage.box = None
