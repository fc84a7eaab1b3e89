"""The page that shows while nothing is selected: the scene's own numbers, and where to begin.

In     a Session.   Out   a Page.
Raises nothing.  Knows nothing of nodes beyond how many there are.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from studio import theme
from studio.inspector.page import Page
from studio.inspector.quantity import of_scene
from studio.session import Session

_HINTS = (
    ("Click", "an object, an edge or a clip to edit it here"),
    ("Tab", "adds an object or a relation"),
    ("Drag", "from one card to another to relate them"),
    ("I", "inserts keys for what is selected"),
    ("Space", "plays"),
)


class ScenePage(Page):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, "", parent)
        self.column.addSpacing(2)
        self.quantity(None, of_scene(session, "duration", "duration", low=0.5, high=60.0, unit="s", hard=False))
        self.quantity(None, of_scene(session, "rate", "frame rate", low=12.0, high=60.0, unit="fps", decimals=0))
        self.column.addSpacing(8)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setContentsMargins(12, 4, 12, 8)
        self.column.addWidget(self._words)
        self.column.addStretch(1)
        session.observed_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        super().refresh()
        dim, text = theme.hexed("faint"), theme.hexed("dim")
        rows = "".join(f"<tr><td style='color:{text}; padding: 2px 12px 2px 0;'>{key}</td>"
                       f"<td style='color:{dim}; padding: 2px 0;'>{words}</td></tr>" for key, words in _HINTS)
        notes = [f"Not understood: {word}" for word in self.session.scene.not_understood]
        notes += list(self.session.unsatisfied)
        warn = "".join(f"<p style='color:{theme.hexed('warn')}'>{note}</p>" for note in notes)
        self._words.setText(f"{warn}<table>{rows}</table>")
