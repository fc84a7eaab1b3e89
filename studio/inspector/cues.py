"""The changes from one animation of an imported file to another, as rows: which, when, how softly, how fast.

In     a Session and the id of an imported node.   Out   edits of its cues.
Raises nothing.  Knows nothing of how animations are blended.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from engine.document import edits
from studio import cueing
from studio.cueing import NONE, between, change, cue_of, of
from studio.inspector.fields import Choice
from studio.inspector.imported import beside
from studio.inspector.quantity import Quantity
from studio.inspector.row import Row
from studio.session import Session


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
        self.label.mark(self.session.cue == (self.node_id, self.number))
        cue = cue_of(of(self.session, self.node_id), self.number)
        if cue is not None:
            self.choice.setCurrentIndex(0 if cue.take is None else self.choice.findData(cue.take))

    def _set(self, index: int) -> None:
        cueing.play(self.session, self.node_id, self.number, self.choice.itemData(index))

    def _remove(self) -> None:
        cueing.remove(self.session, self.node_id, self.number)


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
        self.button.setEnabled(bool(takes) and cueing.free(self.session, self.node_id, self.session.time))

    def _add(self) -> None:
        time = self.session.time
        cueing.add(self.session, self.node_id, time, cueing.following(of(self.session, self.node_id), time))


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
