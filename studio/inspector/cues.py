"""The changes from one animation of an imported file to another, as rows: which, when, how softly, how fast.

In     a Session and the id of an imported node.   Out   edits of its cues.
Raises nothing.  Knows nothing of how animations are blended.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from engine.document import edits
from engine.document.scene import Cue, Imported
from studio.inspector.fields import Choice
from studio.inspector.imported import NONE, beside, of
from studio.inspector.quantity import Quantity
from studio.inspector.row import Row
from studio.session import Session

SOFT = 0.3
"""s in which a new change passes, at most half of the time until the next."""


class Then(Row):
    """Which animation plays from a cue on, and a button that takes the cue away."""

    def __init__(self, session: Session, node_id: str, number: int, parent: QWidget | None = None) -> None:
        self.session, self.node_id, self.number = session, node_id, number
        self.choice = Choice((), name=f"Animation {number + 2}")
        self.choice.addItem(NONE, None)
        for index, take in enumerate(of(session, node_id).contents.takes):
            self.choice.addItem(f"{take.name} · {take.length:.3g} s", index)
        self.choice.activated.connect(self._set)
        self.button = QPushButton("Remove")
        self.button.setProperty("role", "row")
        self.button.setToolTip("What played before goes on")
        self.button.clicked.connect(self._remove)
        super().__init__("then", beside(self.choice, self.button), parent)

    def refresh(self) -> None:
        cue = cue_of(of(self.session, self.node_id), self.number)
        if cue is not None:
            self.choice.setCurrentIndex(0 if cue.take is None else self.choice.findData(cue.take))

    def _set(self, index: int) -> None:
        imported, take = of(self.session, self.node_id), self.choice.itemData(index)
        words = "stands still" if take is None else imported.contents.takes[take].name
        change(self.session, self.node_id, self.number, f"Then {words}", take=take)

    def _remove(self) -> None:
        cues = of(self.session, self.node_id).cues
        self.session.apply(edits.SetNode(self.node_id, "imported.cues", cues[:self.number] + cues[self.number + 1:]),
                           "Remove a change of animation")


class Add(Row):
    """A button for another animation from the playhead on."""

    def __init__(self, session: Session, node_id: str, parent: QWidget | None = None) -> None:
        self.session, self.node_id = session, node_id
        self.button = QPushButton("Change at the playhead")
        self.button.setProperty("role", "row")
        self.button.setToolTip("From here on another of its file's animations plays; the one passes into the other")
        self.button.clicked.connect(self._add)
        super().__init__("sequence", self.button, parent)

    def refresh(self) -> None:
        takes = of(self.session, self.node_id).contents.takes
        self.button.setEnabled(bool(takes) and self._free(self.session.time))

    def _free(self, time: float) -> bool:
        frame = 1.0 / self.session.scene.rate
        return frame <= time <= self.session.scene.duration - frame and all(
            abs(cue.time - time) >= frame for cue in of(self.session, self.node_id).cues)

    def _add(self) -> None:
        imported, time = of(self.session, self.node_id), self.session.time
        if not self._free(time):
            return
        before = [imported.take, *(cue.take for cue in imported.cues if cue.time < time)][-1]
        later = min((cue.time for cue in imported.cues if cue.time > time), default=self.session.scene.duration)
        take = 0 if before is None else (before + 1) % len(imported.contents.takes)
        cue = Cue(time, take, min(SOFT, 0.5 * (later - time)))
        self.session.apply(edits.SetNode(self.node_id, "imported.cues", tuple(sorted(
            (*imported.cues, cue), key=lambda each: each.time))), f"Then {imported.contents.takes[take].name}")


def quantities(session: Session, node_id: str, number: int) -> tuple[Quantity, ...]:
    """When a cue is, how long its blend, how fast its animation."""
    def quantity(field: str, label: str, **shown: Any) -> Quantity:
        def read() -> float | None:
            cue = cue_of(of(session, node_id), number)
            return None if cue is None else getattr(cue, field)

        def write(value: float, merge: str | None) -> None:
            value = between(session, node_id, number, value) if field == "time" else value
            change(session, node_id, number, f"{label.capitalize()} of a change of animation", merge, **{field: value})

        return Quantity(label, read, write, **shown)

    return (quantity("time", "at", high=session.scene.duration, unit="s"),
            quantity("blend", "blend", high=2.0, unit="s", tip="In how long it passes into it from what played before"),
            quantity("speed", "its speed", high=3.0, unit="×", tip="Times the speed below"))


def seam(session: Session, node_id: str) -> Quantity:
    def write(value: float, merge: str | None) -> None:
        session.apply(edits.SetNode(node_id, "imported.seam", value), "Seam of its animations", merge)

    return Quantity("seam", lambda: of(session, node_id).seam, write, high=2.0, unit="s",
                    tip="In how long an animation's end passes into its beginning, where that is another pose; 0: it "
                        "leaps")


def between(session: Session, node_id: str, number: int, time: float) -> float:
    """The time, a frame from the cues before and after at least."""
    cues, frame = of(session, node_id).cues, 1.0 / session.scene.rate
    low = cues[number - 1].time if number else 0.0
    high = cues[number + 1].time if number + 1 < len(cues) else session.scene.duration
    return max(low + frame, min(time, high - frame))


def change(session: Session, node_id: str, number: int, words: str, merge: str | None = None, **values: Any) -> None:
    cues = of(session, node_id).cues
    if number < len(cues) and (changed := replace(cues[number], **values)) != cues[number]:
        session.apply(edits.SetNode(node_id, "imported.cues", (*cues[:number], changed, *cues[number + 1:])), words,
                      merge)


def cue_of(imported: Imported, number: int) -> Cue | None:
    return imported.cues[number] if number < len(imported.cues) else None
