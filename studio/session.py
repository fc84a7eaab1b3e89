"""The open document and where the artist is in it: the one thing all panels watch.

In     edits (engine.document.edits, or functions from a scene to a scene), selections, times.
Out    signals, and the present scene.
Raises what an edit raises (the document is then unchanged).  Knows nothing of widgets, panels or the engine.

A panel never keeps a copy of the document and never talks to another panel: it watches `changed`, and it applies edits.
Edits made one after the other under the same `merge` key become one step of undo (a dragged slider, a moved card).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from engine.document import edits
from engine.document.blobs import Blobs
from engine.document.check import check
from engine.document.history import History, Step
from engine.document.scene import Node, Relation, Scene
from studio.keying import Place

Edit = edits.Edit | Callable[[Scene], Scene]


class Session(QObject):
    changed = Signal(object)             # Scene: the document is another one
    selection_changed = Signal(tuple)    # ids of nodes and relations
    cue_changed = Signal(object)         # node id and number of the chosen change of animation, or None
    time_changed = Signal(float)         # s
    dirty_changed = Signal(bool)         # there is something to save
    history_changed = Signal()           # steps, branches or the place among them
    playing_changed = Signal(bool)
    range_changed = Signal(float, float)  # in and out [s]
    observed_changed = Signal()          # which relation holds when, see `observed`
    picture_changed = Signal(str)        # node id: its thumbnail is another one
    file_changed = Signal(object)        # Path or None
    opened = Signal()                    # another document took this one's place; `changed` follows

    def __init__(self, scene: Scene | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blobs = Blobs()
        self.observed: dict[str, dict] = {}     # relation id -> the row of engine.messages.Observed
        self.unsatisfied: tuple[str, ...] = ()  # sentences on contradictions
        self.pictures: dict[str, object] = {}   # node id -> QImage
        self.path: Path | None = None
        self.loop = True
        self.place_of: Callable[[str], Place | None] = lambda node: None     # where a node is seen at `time`
        self.auto_key = False                   # a changed number that can be keyed becomes a key at `time`
        self._selection: tuple[str, ...] = ()
        self._cue: tuple[str, int] | None = None
        self._time = 0.0
        self._range: tuple[float, float] | None = None
        self._dragging = False
        self._clock = QElapsedTimer()
        self._ticker = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._ticker.timeout.connect(self._tick)
        self._begin(scene or Scene())

    # ---- the document ----------------------------------------------------------------------------

    def _begin(self, scene: Scene) -> None:
        self._dragging = False
        self.history = History(scene)
        self._saved: Scene | None = scene

    @property
    def scene(self) -> Scene:
        return self.history.scene

    @property
    def dirty(self) -> bool:
        return self._saved is None or (self.scene is not self._saved and self.scene != self._saved)

    def open(self, scene: Scene, blobs: Blobs | None = None, path: Path | None = None, *,
             unsaved: bool = False) -> None:
        """Another document takes this one's place, with a history of its own. `unsaved`: it lies in no file yet."""
        self.set_playing(False)
        self.blobs = blobs or Blobs()
        self.observed, self.unsatisfied, self.pictures = {}, (), {}
        self.path = path
        self._range = None
        self._begin(scene)
        if unsaved:
            self._saved = None
        self.select()
        self.set_time(0.0)
        self.opened.emit()
        self.file_changed.emit(path)
        self._tell()
        self.observed_changed.emit()
        self.range_changed.emit(*self.range)

    def apply(self, edit: Edit, label: str = "", merge: str | None = None) -> None:
        """One step of undo; steps in a row with the same `merge` key are one, until `settle`."""
        before, was_dirty = self.scene, self.dirty
        if callable(edit):
            after = edit(before)
            check(after)
        else:
            after = edits.apply(before, edit)
            label = label or edits.described(before, edit)
        if after == before:
            return
        self._dragging = merge is not None
        self.history.push(after, label, merge=merge)
        self._tell(was_dirty)

    def amend(self, edit: edits.Edit) -> None:
        """Completes the present document by what the engine made of it (tokens): nothing of its own to undo.

        An unchanged file stays unchanged: the same request gives the same bytes again.
        """
        before, clean = self.scene, not self.dirty
        after = edits.apply(before, edit)
        if after == before:
            return
        self.history.amend(after)
        if clean and self._saved is not None:
            self._saved = after
        self._tell(not clean)

    def settle(self) -> None:
        """A drag ended: the next edit is a step of its own, whatever its key."""
        self._dragging = False
        self.history.settle()

    @property
    def dragging(self) -> bool:
        """The last edit may be one of many: it came with a `merge` key."""
        return self._dragging

    @property
    def can_undo(self) -> bool:
        return self.history.undo_name is not None

    @property
    def can_redo(self) -> bool:
        return self.history.redo_name is not None

    def undo(self) -> None:
        self._go(self.history.undo)

    def redo(self) -> None:
        self._go(self.history.redo)

    def go(self, step: Step) -> None:
        """To any document of the history."""
        self._go(lambda: self.history.go(step.id))

    def branch(self, name: str) -> None:
        """Calls the line that starts here by a name ("what if")."""
        self.history.branch(name)
        self.history_changed.emit()

    def _go(self, move: Callable[[], object]) -> None:
        before, was_dirty = self.scene, self.dirty
        self._dragging = False
        move()
        if self.scene is not before:
            self._tell(was_dirty)

    def saved(self, path: Path) -> None:
        """The present document is what lies at `path`."""
        self._saved = self.scene
        self.path = path
        self.dirty_changed.emit(False)
        self.file_changed.emit(path)

    def _tell(self, was_dirty: bool | None = None) -> None:
        known = {n.id for n in self.scene.nodes} | {r.id for r in self.scene.relations}
        if any(i not in known for i in self._selection):
            self.select(*(i for i in self._selection if i in known))
        self._forget_cue()
        self.changed.emit(self.scene)
        self.history_changed.emit()
        if was_dirty != self.dirty:
            self.dirty_changed.emit(self.dirty)

    # ---- the edits every panel needs -------------------------------------------------------------

    def change_node(self, node_id: str, label: str, merge: str | None = None, **values) -> None:
        """Sets fields of one node: change_node("lamp", "Rename", name="Lamp")."""
        self.apply(edits.Group(tuple(edits.SetNode(node_id, *item) for item in values.items())), label, merge)

    def change_relation(self, relation_id: str, label: str, merge: str | None = None, **values) -> None:
        """Sets fields of one relation: change_relation("r1", "Retime", start=1.0)."""
        self.apply(edits.Group(tuple(edits.SetRelation(relation_id, *item) for item in values.items())), label, merge)

    def keep(self, array: np.ndarray) -> str:
        """Keeps an array beside the document; gives the hash a node refers to it by."""
        return self.blobs.put(array)

    # ---- the selection ---------------------------------------------------------------------------

    @property
    def selection(self) -> tuple[str, ...]:
        """Ids of selected nodes and relations; the last one is the active one."""
        return self._selection

    @property
    def selected_nodes(self) -> tuple[Node, ...]:
        chosen = {n.id: n for n in self.scene.nodes}
        return tuple(chosen[i] for i in self._selection if i in chosen)

    @property
    def selected_relations(self) -> tuple[Relation, ...]:
        chosen = {r.id: r for r in self.scene.relations}
        return tuple(chosen[i] for i in self._selection if i in chosen)

    @property
    def active_node(self) -> Node | None:
        nodes = self.selected_nodes
        return nodes[-1] if nodes else None

    def select(self, *ids: str) -> None:
        chosen = tuple(dict.fromkeys(ids))
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)
            self._forget_cue()

    @property
    def cue(self) -> tuple[str, int] | None:
        """Node id and number (studio.cueing) of the change of animation that is chosen within the selection."""
        return self._cue

    def choose_cue(self, node_id: str | None = None, number: int = 0) -> None:
        """Chooses a change of animation, and its node; without arguments: none."""
        if node_id is not None and node_id not in self._selection:
            self.select(node_id)
        chosen = None if node_id is None else (node_id, number)
        if chosen != self._cue:
            self._cue = chosen
            self.cue_changed.emit(chosen)

    def _forget_cue(self) -> None:
        if self._cue is not None:
            node = next((node for node in self.selected_nodes if node.id == self._cue[0]), None)
            if node is None or node.imported is None or self._cue[1] >= len(node.imported.cues):
                self.choose_cue()

    # ---- time ------------------------------------------------------------------------------------

    @property
    def time(self) -> float:
        return self._time

    @property
    def range(self) -> tuple[float, float]:
        """What plays [s]: in and out, the whole scene unless set."""
        low, high = self._range or (0.0, self.scene.duration)
        return min(low, self.scene.duration), min(high, self.scene.duration)

    def set_range(self, low: float | None = None, high: float | None = None) -> None:
        """Sets in and out [s]; both None: the whole scene."""
        if low is None and high is None:
            self._range = None
        else:
            old = self.range
            low, high = (old[0] if low is None else low), (old[1] if high is None else high)
            self._range = (max(0.0, min(low, high)), min(self.scene.duration, max(low, high)))
        self.range_changed.emit(*self.range)

    def set_time(self, time: float) -> None:
        time = float(min(max(time, 0.0), self.scene.duration))
        if time != self._time:
            self._time = time
            self.time_changed.emit(time)

    def step(self, frames: int) -> None:
        """To a whole frame, so many frames on."""
        rate = self.scene.rate
        self.set_time((round(self._time * rate) + frames) / rate)

    @property
    def playing(self) -> bool:
        return self._ticker.isActive()

    def set_playing(self, on: bool) -> None:
        if on == self.playing:
            return
        if on:
            low, high = self.range
            if not low <= self._time < high - 0.5 / self.scene.rate:
                self.set_time(low)
            self._clock.start()
            self._ticker.start()
        else:
            self._ticker.stop()
        self.playing_changed.emit(on)

    def _tick(self) -> None:
        low, high = self.range
        elapsed = self._clock.nsecsElapsed() * 1e-9    # restart() counts whole milliseconds: 3 % slow
        self._clock.restart()
        time = self._time + elapsed
        if time >= high and not self.loop:
            self.set_time(high)
            self.set_playing(False)
            return
        span = max(high - low, 1.0 / self.scene.rate)
        self.set_time(low + (time - low) % span if time >= high else time)

    # ---- what the engine told of it --------------------------------------------------------------

    def observe(self, rows: Iterable[dict], unsatisfied: Iterable[str] = ()) -> None:
        """Keeps which relation holds when (engine.messages.Observed)."""
        self.observed = {row["id"]: row for row in rows}
        self.unsatisfied = tuple(unsatisfied)
        self.observed_changed.emit()

    def picture(self, node_id: str, image: object) -> None:
        """Keeps a node's thumbnail (a QImage)."""
        self.pictures[node_id] = image
        self.picture_changed.emit(node_id)

