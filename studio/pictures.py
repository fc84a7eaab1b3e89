"""Thumbnails: every node's picture on a dark ground, drawn when the studio has a moment.

In     clips as they come from the engine, the session.   Out   QImages, kept in the session.
Raises nothing: without OpenGL there are no thumbnails.  Knows nothing of panels or the wire.

A state has no clip of its own: it is its object's clip at the end of the morph.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from engine.bake.clip import Clip
from engine.picture.camera import Camera
from studio.session import Session

SIZE = (296, 172)                 # px: a card's picture on a display of two device pixels per pixel
REST = 350                        # ms without a new clip before anything is drawn
MORPH = "morphs into"


class Pictures(QObject):
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._clips: dict[str, Clip] = {}
        self._due: list[str] = []
        self._studio = None
        self._dead = False
        self._ready = False
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self._next)

    def begin(self) -> None:
        """The renderer is loaded (the viewport does it, in a thread of its own): pictures can be drawn."""
        self._ready = True
        self._timer.start(REST)

    @property
    def busy(self) -> bool:
        """Some picture is still to be drawn."""
        return bool(self._due) and not self._dead

    def show_clip(self, node_id: str, clip: Clip, quality: str = "preview") -> None:
        """A node looks different now. Drafts come and go: no picture is drawn meanwhile."""
        if quality == "draft":
            self._timer.start(REST)
            return
        self._clips[node_id] = clip
        if node_id not in self._due:
            self._due.append(node_id)
        self._timer.start(REST)

    def forget(self, node_id: str | None = None) -> None:
        """A node is gone; None: all of them."""
        if node_id is None:
            self._clips.clear()
            self._due.clear()
        else:
            self._clips.pop(node_id, None)
            self._due = [node for node in self._due if node != node_id]

    def _next(self) -> None:
        if not self._due or self._dead or not self._ready:
            return
        if self.session.playing:
            self._timer.start(REST)
            return
        node_id = self._due.pop(0)
        if node_id in self._clips and any(n.id == node_id for n in self.session.scene.nodes):
            try:
                self._draw_all_of(node_id)
            except Exception as error:    # any driver may fail here in its own way, and the studio works without
                self._dead = True
                self.failed.emit(f"There are no thumbnails: {error}")
        if self._due:
            self._timer.start(30)

    def _draw_all_of(self, node_id: str) -> None:
        clip, scene = self._clips[node_id], self.session.scene
        morphs = sorted((r for r in scene.relations if r.kind == MORPH and r.source == node_id), key=lambda r: r.start)
        first = min((r.start for r in morphs), default=scene.duration)
        self.session.picture(node_id, self.drawn(clip, min(0.0, first)))
        for index, relation in enumerate(morphs):
            after = morphs[index + 1].start if index + 1 < len(morphs) else scene.duration
            self.session.picture(relation.target, self.drawn(clip, min(scene.end_of(relation), after)))

    def drawn(self, clip: Clip, time: float) -> QImage:
        """One object at one time, framed, without a floor."""
        from engine.picture.studio import Studio

        if self._studio is None:
            self._studio = Studio(SIZE)
            self._studio.floor = self._studio.opaque = False
        studio = self._studio
        studio.set_clips({clip.name: clip})
        studio.places = {clip.name: np.eye(4)}
        low, high = studio.bounds([clip.name], time)
        camera = Camera(yaw=0.6, pitch=0.24).frame(low, high, aspect=SIZE[0] / SIZE[1], margin=1.08)
        for _ in range(2):           # a morph's box holds parts that are too small to see yet: frame what is seen
            camera = closer(camera, np.asarray(studio.draw(time, camera))[..., 3])
        pixels = np.ascontiguousarray(studio.draw(time, camera, quality="smooth"))
        height, width = pixels.shape[:2]
        return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()

    def close(self) -> None:
        """Gives the card's memory back."""
        self._timer.stop()
        if self._studio is not None:
            self._studio.delete()
            self._studio = None


def closer(camera: Camera, cover: np.ndarray, margin: float = 1.2) -> Camera:
    """The camera moved so that what it covers [height, width] fills the picture."""
    rows, columns = np.nonzero(cover.max(1) > 40)[0], np.nonzero(cover.max(0) > 40)[0]
    if not len(rows):
        return camera
    height, width = cover.shape
    right = (columns[0] + columns[-1] + 1 - width) / 2 / height
    up = (height - rows[0] - rows[-1] - 1) / 2 / height
    share = max((rows[-1] + 1 - rows[0]) / height, (columns[-1] + 1 - columns[0]) / width)
    return camera.pan(right, up).zoom(min(share * margin, 1.0))
