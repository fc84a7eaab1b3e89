"""Rows of an object's own properties and sockets: a line of text each, and an empty one for the next.

In     a Session, a node's id.   Out   edits: a line that is emptied is taken away.
Raises nothing: what cannot be read stays in the field, and its tooltip says why.   Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.document import edits
from engine.document.attached import property_of, socket_of, socket_text
from engine.document.scene import SceneError, Socket
from studio import theme
from studio.inspector.row import Row
from studio.session import Session


class Properties:
    """Text by name."""

    word, blank = "property", "name = value"
    tip = ("Kept in files for engines: glTF's extras, USD's customData. A number, true, false, JSON, or words.\n"
           "Emptied, it goes away")

    def __init__(self, session: Session, node_id: str) -> None:
        self.session, self.node_id = session, node_id

    def names(self) -> tuple[str, ...]:
        return tuple(self._now())

    def text(self, name: str) -> str:
        return self._now().get(name, "")

    def put(self, name: str, text: str) -> None:
        """The line of a name, "" a new one, says `text`, "" nothing any more."""
        now = dict(self._now())
        key, value = (name, text) if name else property_of(text)
        now = {each: now[each] for each in now if each != key} | ({key: value} if text else {})
        self.session.apply(edits.SetNode(self.node_id, "properties", now),
                           f"Property {key}" if text else f"Remove property {key}")

    def _now(self) -> Mapping[str, str]:
        return self.session.scene.node(self.node_id).properties


class Sockets:
    """As the command line has them."""

    word, blank = "socket", "name @ part = x, y, z"
    tip = ("An empty node in files where an engine hangs something: NAME, NAME@PART, NAME@PART=X,Y,Z or with\n"
           "/RX,RY,RZ after it; metres from the part's middle, degrees. Without a part it stands at the object's\n"
           "base. Emptied, it goes away")

    def __init__(self, session: Session, node_id: str) -> None:
        self.session, self.node_id = session, node_id

    def names(self) -> tuple[str, ...]:
        return tuple(socket.name for socket in self._now())

    def text(self, name: str) -> str:
        return next((socket_text(socket) for socket in self._now() if socket.name == name), "")

    def put(self, name: str, text: str) -> None:
        made = [socket_of(text)] if text else []
        now = list(self._now())
        at = next((k for k, old in enumerate(now) if old.name == name), len(now))
        now[at:at + 1] = made
        self.session.apply(edits.SetNode(self.node_id, "sockets", tuple(now)),
                           f"Socket {made[0].name}" if made else f"Remove socket {name}")

    def _now(self) -> tuple[Socket, ...]:
        return self.session.scene.node(self.node_id).sockets


class Line(Row):
    """One of them; with no name, the next."""

    def __init__(self, lines: Properties | Sockets, name: str, parent: QWidget | None = None) -> None:
        self.lines, self.name, self._was = lines, name, ""
        self.field = Text()
        self.field.setPlaceholderText("" if name else lines.blank)
        self.field.editingFinished.connect(self._finish)
        super().__init__(name or f"new {lines.word}", self.field, parent, tip=lines.tip)
        self.field.setAccessibleName(name or f"New {lines.word}")

    def refresh(self) -> None:
        self._was = self.lines.text(self.name) if self.name else ""
        if not self.field.hasFocus():
            self._show(self._was)

    def _finish(self) -> None:
        text = self.field.text().strip()
        if text == self._was:
            return
        try:
            self.lines.put(self.name, text)
            self._was = text
            if not self.name:
                self._show("")
        except SceneError as error:
            self.field.setToolTip(f"{error}.")
            self.field.setStyleSheet(f"color: {theme.hexed('warn')};")

    def _show(self, text: str) -> None:
        self.field.kept = text
        self.field.setText(text)
        self.field.setToolTip(self.lines.tip)
        self.field.setStyleSheet("")


class Text(QLineEdit):
    """Escape takes back what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = ""
        self.setFixedHeight(22)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self.kept)
            self.clearFocus()
        else:
            super().keyPressEvent(event)
