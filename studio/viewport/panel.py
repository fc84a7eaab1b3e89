"""The viewport panel: the document's objects as they are now, in three dimensions.

In     a Session; Clips as they come from the engine.   Out   selections and placements through the session.
Raises nothing: without OpenGL a sentence stands where the picture would be, and the studio works on.
Knows nothing of the engine or other panels.

The renderer takes a second to load; a thread does it while the window is already there.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from engine.bake.clip import Clip
from engine.document import edits
from engine.document.scene import Placement
from studio import keying
from studio.session import Session
from studio.viewport.transform import taken_apart

if TYPE_CHECKING:
    from engine.seeing import Seeing

EMPTY = "Type a sentence above and press Compose"
LOADING = "Preparing the picture"
_DROPS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop)
LABELS = {"move": "Move", "rotate": "Turn", "scale": "Scale"}


class Viewport(QWidget):
    selected = Signal(str)                # node id; "" where nothing was clicked
    placed = Signal(str, object, bool)    # node id, Placement, whether it is final
    noted = Signal(str)                   # a sentence on what was asked and cannot be
    ready = Signal()                      # the picture can be drawn (or never will be)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.canvas = None
        self._holder: QWidget | None = None
        self.said = ""
        self._message: str | None = None
        self._clips: dict[str, Clip] = {}
        self._tool = "select"
        self._loaded: list[Exception | None] = []
        self._words = QLabel(LOADING, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._words.setProperty("role", "hint")
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._words)
        session.time_changed.connect(self._time_changed)
        session.selection_changed.connect(lambda _: self._selection_changed())
        session.playing_changed.connect(self._playing_changed)
        session.changed.connect(lambda _: self._document_changed())
        self._hidden = self._hidden_now()
        self._aspect = 16 / 9             # of a picture, width over height
        self._lit = "studio"              # what lights the picture: "studio" or "scene"
        self._seeing: Seeing | None = None
        self._seen: tuple = ()            # what its cameras and lights were found for
        self._kept: tuple = ()            # and what that is made of, so that it stays itself
        self._thread = threading.Thread(target=self._load, daemon=True, name="viewport loader")
        self._thread.start()
        self._poll = QTimer(self, interval=20)
        self._poll.timeout.connect(self._look)
        self._poll.start()

    # ---- what is shown -----------------------------------------------------------------------------------

    def show_clip(self, node: str, clip: Clip, quality: str = "preview") -> None:
        """A node looks like this now."""
        self._clips[node] = clip
        if self.canvas is not None:
            self.canvas.release_place(node)
        self._send()

    def remove_clip(self, node: str) -> None:
        if self._clips.pop(node, None) is not None:
            self._send()

    def set_clips(self, clips: Mapping[str, Clip]) -> None:
        """Exactly these nodes."""
        self._clips = dict(clips)
        self._send()

    def clear(self) -> None:
        self.set_clips({})

    def hold(self, on: bool) -> None:
        """Another picture comes soon: this one is not made finer meanwhile."""
        if self.canvas is not None:
            self.canvas.hold(on)

    def set_time(self, time: float) -> None:
        self.session.set_time(time)

    def set_selection(self, *nodes: str) -> None:
        self.session.select(*nodes)

    def show_message(self, text: str | None) -> None:
        """A sentence in the middle; None: only what an empty scene says."""
        self._message = text
        self._tell()

    def frame(self, *, selected: bool = False) -> None:
        """The selection, or everything, as large as it goes."""
        if self.canvas is not None:
            self.canvas.frame(self._selection() if selected else None)

    def set_tool(self, tool: str) -> None:
        """One of transform.TOOLS; over the picture, with something selected, its drag begins at once."""
        self._tool = tool
        if self.canvas is not None:
            self.canvas.set_tool(tool)
            self.canvas.begin_drag()

    def look_through(self) -> None:
        """Look through the camera that is selected, or the scene's first; again: as before."""
        if self.canvas is None:
            return
        if self.canvas.looking.through:
            self.canvas.look_through("")
            return
        able = [node for node in self.session.scene.nodes if node.kind == "camera" and not node.hidden]
        chosen = [node for node in able if node.id in self._selection()] or able[:1]
        if not chosen:
            self.noted.emit("The scene has no camera that is shown: add one with Shift+A")
            return
        self._through(chosen[-1].id)

    def _through(self, node_id: str) -> None:
        node = next((n for n in self.session.scene.nodes if n.id == node_id and n.kind == "camera" and not n.hidden),
                    None)
        if self.canvas is None or node is None or self._seeing is None:
            if self.canvas is not None:
                self.canvas.look_through("")
            return
        self.canvas.look_through(node.id, node.name or node.id, self._seeing.through(node))

    def set_aspect(self, size: tuple[int, int]) -> None:
        """A camera's picture is as wide for its height as this one."""
        self._aspect = size[0] / size[1]
        self._seen = ()
        self._look_around()

    def light_by(self, what: str) -> None:
        """By the studio's own light, or by the scene's where it has any."""
        self._lit = what
        self._light()

    def _light(self) -> None:
        lamps = self._seeing.lamps() if self._lit == "scene" and self._seeing is not None else None
        if self.canvas is not None and lamps is not self.canvas.looking.lamps:
            self.canvas.looking.lamps = lamps
            self.canvas.hurry()

    def set_mode(self, mode: str) -> None:
        if self.canvas is not None:
            self.canvas.set_mode(mode)

    def image(self) -> QImage | None:
        """The picture as it stands there, with what lies on it; None where there is none."""
        return self.canvas.image() if self.canvas is not None else None

    @property
    def settled(self) -> bool:
        """The picture is as fine as it will be."""
        return bool(self.said) or (self.canvas is not None and self.canvas.settled)

    # ---- loading -------------------------------------------------------------------------------------------

    def _load(self) -> None:
        try:
            import engine.seeing  # noqa: F401
            import studio.viewport.canvas  # noqa: F401
        except Exception as error:         # the thread must end with an answer, whatever it is
            self._loaded.append(error)
        else:
            self._loaded.append(None)

    def _look(self) -> None:
        if not self._loaded:
            return
        self._poll.stop()
        error = self._loaded[0]
        if error is not None:
            self._give_up(str(error))
            return
        from engine.picture.context import GraphicsError
        from studio.viewport.canvas import Canvas

        try:
            canvas = Canvas()
        except GraphicsError as sentence:
            self._give_up(str(sentence))
            return
        self.canvas = canvas
        holder = self._holder = canvas.inside(self)
        canvas.installEventFilter(self)
        canvas.failed.connect(self._give_up, Qt.ConnectionType.QueuedConnection)
        canvas.selected.connect(self._clicked)
        canvas.placed.connect(self._placed)
        self._pages.addWidget(holder)
        self._pages.setCurrentWidget(holder)
        self.setFocusProxy(holder)
        canvas.set_tool(self._tool)
        canvas.set_time(self.session.time)
        canvas.set_playing(self.session.playing)
        self.session.place_of = self._place_of
        self._send()
        self._selection_changed()
        self.ready.emit()

    def _give_up(self, sentence: str) -> None:
        self.said = sentence
        self._words.setText(f"There is no 3D view on this display.\n{sentence}")
        self._pages.setCurrentWidget(self._words)
        if self._holder is not None:
            self._holder.deleteLater()
            self._holder = self.canvas = None
        self.ready.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is dropped on the canvas is the main window's: Qt does not pass it up from a window within."""
        if watched is self.canvas and event.type() in _DROPS:
            return QCoreApplication.sendEvent(self.window(), event)
        return super().eventFilter(watched, event)

    # ---- the session -----------------------------------------------------------------------------------------

    def _send(self) -> None:
        if self.canvas is not None:
            self.canvas.set_clips({node: clip for node, clip in self._clips.items() if node not in self._hidden})
        self._look_around()
        self._tell()

    def _look_around(self) -> None:
        """Where cameras and lights are now, if anything that says so is another."""
        if self.canvas is None:
            return
        from engine.seeing import Seeing

        scene = self.session.scene
        clips = [clip for node, clip in self._clips.items() if node not in self._hidden]
        told = [node for node in scene.nodes if node.kind in ("camera", "light")]
        seen = (scene.duration, scene.rate, *map(id, told), *map(id, clips)) if told else ()
        if seen == self._seen:
            return
        self.canvas.looking.aspect = self._aspect
        self._seen, self._kept = seen, (told, clips)
        self._seeing = Seeing(scene, clips, aspect=self._aspect) if told else None
        self.canvas.set_sights(self._seeing.sights() if self._seeing is not None else {})
        self._light()
        if self.canvas.looking.through:
            self._through(self.canvas.looking.through)

    def _tell(self) -> None:
        if self.canvas is not None:
            self.canvas.show_message(self._message or ("" if self._clips or self.session.scene.nodes else EMPTY))

    def _time_changed(self, time: float) -> None:
        if self.canvas is not None:
            self.canvas.set_time(time)

    def _playing_changed(self, on: bool) -> None:
        if self.canvas is not None:
            self.canvas.set_playing(on)

    def _selection(self) -> tuple[str, ...]:
        return tuple(node.id for node in self.session.selected_nodes)

    def _selection_changed(self) -> None:
        if self.canvas is not None:
            self.canvas.set_selection(self._selection())

    def _hidden_now(self) -> frozenset[str]:
        return frozenset(node.id for node in self.session.scene.nodes if node.hidden)

    def _document_changed(self) -> None:
        hidden = self._hidden_now()
        if hidden != self._hidden:
            self._hidden = hidden
            self._send()
        self._look_around()
        self._tell()

    def _clicked(self, node: str, added: bool) -> None:
        chosen = list(self._selection()) if added else []
        if node:
            chosen = [n for n in chosen if n != node] if node in chosen else [*chosen, node]
        self.session.select(*chosen)
        self.selected.emit(node)

    def _placed(self, matrices: dict[str, tuple[np.ndarray, np.ndarray]], final: bool) -> None:
        changes = []
        for node_id, (before, after) in matrices.items():
            placement = self._placement(node_id, before, after)
            self.placed.emit(node_id, placement, final)
            changes.append(keying.placing(self.session.scene.node(node_id), placement, self.session.time,
                                          self.session.scene.rate, auto_key=self.session.auto_key))
        if final and changes and self.canvas is not None:
            self.session.apply(edits.Group(tuple(changes)), LABELS.get(self.canvas.tool, "Place"))

    def _place_of(self, node_id: str) -> keying.Place | None:
        matrix = None if self.canvas is None else self.canvas.place(node_id)
        return None if matrix is None else taken_apart(matrix)

    def _placement(self, node_id: str, before: np.ndarray, after: np.ndarray) -> Placement:
        """The document's words for a change of matrix: what the tool did not touch stays as it was."""
        was = self.session.scene.node(node_id).placement
        position, angles, _ = taken_apart(after)
        factor = float(np.cbrt(np.linalg.det(after[:3, :3]) / max(np.linalg.det(before[:3, :3]), 1e-12)))
        turned = not np.allclose(after[:3, :3] / factor, before[:3, :3], atol=1e-6)
        moved = not np.allclose(after[:3, 3], before[:3, 3], atol=1e-9)
        return Placement(position=position if moved else was.position, rotation=angles if turned else was.rotation,
                         scale=was.scale * factor)
