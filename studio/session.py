"""The open document and where the artist is in it: the one thing all panels watch.

In     edits (functions from a scene to a scene), selections, times.   Out   signals, and the present scene.
Raises what an edit raises (the document is then unchanged).  Knows nothing of widgets, panels or the engine.

A panel never keeps a copy of the document and never talks to another panel: it watches `changed`, and it applies edits.
Edits made one after the other under the same `merge` key become one step of undo (a dragged slider, a moved card).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from engine.document.blobs import Blobs
from engine.document.scene import Node, Relation, Scene

Edit = Callable[[Scene], Scene]


class Session(QObject):
    changed = Signal(object)             # Scene: the document is another one
    selection_changed = Signal(tuple)    # ids of nodes and relations
    time_changed = Signal(float)         # s
    dirty_changed = Signal(bool)         # there is something to save
    history_changed = Signal()           # steps, branches or the place among them
    playing_changed = Signal(bool)
    range_changed = Signal(float, float)  # in and out [s]
    observed_changed = Signal()          # which relation holds when, see `observed`
    picture_changed = Signal(str)        # node id: its thumbnail is another one
    file_changed = Signal(object)        # Path or None

    def __init__(self, scene: Scene | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blobs = Blobs()
        self.observed: dict[str, dict] = {}     # relation id -> the row of engine.messages.Observed
        self.unsatisfied: tuple[str, ...] = ()  # sentences on contradictions
        self.pictures: dict[str, object] = {}   # node id -> QImage
        self.path: Path | None = None
        self.loop = True
        self._selection: tuple[str, ...] = ()
        self._time = 0.0
        self._range: tuple[float, float] | None = None
        self._clock = QElapsedTimer()
        self._ticker = QTimer(self, interval=16, timerType=Qt.TimerType.PreciseTimer)
        self._ticker.timeout.connect(self._tick)
        self._begin(scene or Scene())

    # ---- the document ----------------------------------------------------------------------------

    def _begin(self, scene: Scene) -> None:
        self._steps: list[tuple[str, Scene, str | None]] = [("Open", scene, None)]
        self._at = 0
        self._saved = scene

    @property
    def scene(self) -> Scene:
        return self._steps[self._at][1]

    @property
    def dirty(self) -> bool:
        return self.scene is not self._saved

    def open(self, scene: Scene, blobs: Blobs | None = None, path: Path | None = None) -> None:
        """Another document takes this one's place, with a history of its own."""
        self.set_playing(False)
        self.blobs = blobs or Blobs()
        self.observed, self.unsatisfied, self.pictures = {}, (), {}
        self.path = path
        self._range = None
        self._begin(scene)
        self.select()
        self.set_time(0.0)
        self._tell()
        self.file_changed.emit(path)

    def apply(self, edit: Edit, label: str, merge: str | None = None) -> None:
        """One step of undo; consecutive steps of the same `merge` key are one."""
        before, was_dirty = self.scene, self.dirty
        after = edit(before)
        if after == before:
            return
        if merge is not None and self._steps[self._at][2] == merge and self._at == len(self._steps) - 1:
            self._steps[self._at] = (label, after, merge)
        else:
            del self._steps[self._at + 1:]
            self._steps.append((label, after, merge))
            self._at += 1
        self._tell(was_dirty)

    def settle(self) -> None:
        """A drag ended: the next edit is a step of its own, whatever its key."""
        label, scene, _ = self._steps[self._at]
        self._steps[self._at] = (label, scene, None)

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at < len(self._steps) - 1

    def undo(self) -> None:
        if self.can_undo:
            self._at -= 1
            self._tell()

    def redo(self) -> None:
        if self.can_redo:
            self._at += 1
            self._tell()

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
        self.changed.emit(self.scene)
        self.history_changed.emit()
        if was_dirty != self.dirty:
            self.dirty_changed.emit(self.dirty)

    # ---- the edits every panel needs -------------------------------------------------------------

    def change_node(self, node_id: str, label: str, merge: str | None = None, **values) -> None:
        """Replaces fields of one node: change_node("lamp", "Rename", name="Lamp")."""
        self.apply(lambda scene: with_node(scene, scene.node(node_id).changed(**values)), label, merge)

    def change_relation(self, relation_id: str, label: str, merge: str | None = None, **values) -> None:
        """Replaces fields of one relation: change_relation("r1", "Retime", start=1.0)."""
        self.apply(lambda scene: with_relation(scene, replace(scene.relation(relation_id), **values)), label, merge)

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
        time = self._time + self._clock.restart() / 1000.0
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


def with_node(scene: Scene, node: Node) -> Scene:
    """The scene with one node in its namesake's place, or at the end."""
    if any(n.id == node.id for n in scene.nodes):
        return scene.changed(nodes=tuple(node if n.id == node.id else n for n in scene.nodes))
    return scene.changed(nodes=(*scene.nodes, node))


def with_relation(scene: Scene, relation: Relation) -> Scene:
    """The scene with one relation in its namesake's place, or at the end."""
    if any(r.id == relation.id for r in scene.relations):
        return scene.changed(relations=tuple(relation if r.id == relation.id else r for r in scene.relations))
    return scene.changed(relations=(*scene.relations, relation))
