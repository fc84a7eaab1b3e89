"""Drags of strips: when an animation begins, and how long it takes to come in.

In     pointer positions [px] and modifiers.   Out   edits of an imported node's cues through the session.
Raises nothing.  Knows nothing of painting.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, Qt

from engine.document.scene import Cue
from studio.cueing import put
from studio.timeline.gestures import Gesture, Stage
from studio.timeline.rows import edges_of


class MoveStrip(Gesture):
    """Drag of a strip's edge; of its body: its end, which is the next one's edge, goes with it."""

    def __init__(self, stage: Stage, at: QPointF, node: str, number: int, *, whole: bool) -> None:
        super().__init__(stage, at)
        imported = self.scene.node(node).imported
        assert imported is not None
        self.node, self.cues = node, imported.cues
        seen = sum(cue.time < self.scene.duration for cue in self.cues)
        self.first, self.last = number, min(number + whole, seen - 1)
        own = {cue.time for cue in self.cues[self.first:self.last + 1]}
        self.edges = [edge for edge in edges_of(self.scene) if edge not in own]

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        self.begun = True
        held, seconds = list(self.cues[self.first:self.last + 1]), self.seconds(point)
        by = self.snapped(held[0].time + seconds, self.edges, modifiers) - held[0].time
        if self.stage.snap is None and len(held) > 1:
            end = self.snapped(held[-1].time + seconds, self.edges, modifiers) - held[-1].time
            by = by if self.stage.snap is None else end
        frame = 1.0 / self.stage.view.rate
        low = (self.cues[self.first - 1].time if self.first else 0.0) + frame - held[0].time
        high = min([cue.time for cue in self.cues[self.last + 1:]] + [self.scene.duration]) - frame
        by = max(min(by, max(high - held[-1].time, 0.0)), min(low, 0.0))
        moved = tuple(replace(cue, time=cue.time + by) for cue in held)
        put(self.stage.session, self.node, (*self.cues[:self.first], *moved, *self.cues[self.last + 1:]),
            "Move a change of animation", self.merge)


class StretchBlend(Gesture):
    """Drag of the top of a strip's ramp: it comes in sooner or later, whole by its own end."""

    def __init__(self, stage: Stage, at: QPointF, node: str, number: int) -> None:
        super().__init__(stage, at)
        imported = self.scene.node(node).imported
        assert imported is not None
        self.node, self.number, self.cues = node, number, imported.cues
        self.held: Cue = self.cues[number]
        later = [cue.time for cue in self.cues[number + 1:]]
        self.most = min([*later, self.scene.duration]) - self.held.time
        self.edges = edges_of(self.scene)

    def move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if not self.begun and abs(point.x() - self.at.x()) < 3:
            return
        self.begun = True
        held = self.held
        whole = self.snapped(held.time + held.blend + self.seconds(point), self.edges, modifiers)
        blend = round(max(min(whole - held.time, self.most), 0.0), 6)
        put(self.stage.session, self.node, (*self.cues[:self.number], replace(held, blend=blend),
                                            *self.cues[self.number + 1:]), "Blend of a change of animation", self.merge)
