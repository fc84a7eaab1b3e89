"""Canvas: the OpenGL surface of the viewport, and what mouse and keyboard do on it.

In     Clips by node id, a time, a selection.   Out   pictures, and signals for what the artist did.
Raises GraphicsError where there is no OpenGL 4.1.  Knows nothing of the document, the engine or other panels.

While something moves, one quick sample is drawn a frame, of fewer pixels where the last one took too long; when it
rests, samples are added one at a time until the picture is fine. The surface is a window of its own inside the panel:
as a widget it would make Qt compose the whole main window through OpenGL, for every letter typed in any panel.
"""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtOpenGL import QOpenGLWindow
from PySide6.QtWidgets import QApplication, QStyle, QToolTip, QWidget

from engine.bake.clip import Clip
from engine.picture.camera import Camera
from engine.picture.look import DARK
from engine.picture.studio import Studio
from studio.viewport import gizmo, keys, overlay, sights
from studio.viewport.context import NO_CONTEXT, usable
from studio.viewport.pace import SHARES, paced
from studio.viewport.transform import Drag

SAMPLES = 16
REST = 140                # ms without a change before the picture is refined
CLICK = 4.0               # px the pointer may move in a click


class Canvas(QOpenGLWindow):
    selected = Signal(str, bool)          # node id ("": nothing), and whether it is added to the selection
    placed = Signal(object, bool)         # {node id: (matrix before, matrix now)}, [4, 4], and whether it is final
    tool_changed = Signal(str)
    mode_changed = Signal(str)
    drawn = Signal(float)                 # ms the last frame took
    failed = Signal(str)                  # one sentence: nothing can be drawn here

    def __init__(self) -> None:
        super().__init__(QOpenGLWindow.UpdateBehavior.PartialUpdateBlit)      # keeps its picture, to be read back
        self.setFormat(usable())
        self.camera = Camera()
        self.mode, self.tool = "studio", "select"
        self.time, self.playing = 0.0, False
        self.selection: tuple[str, ...] = ()
        self.message = ""
        self.looking = sights.Looking()
        self._clips: dict[str, Clip] = {}
        self._uploaded: dict[str, Clip] | None = None
        self._places: dict[str, np.ndarray] = {}
        self._studio: Studio | None = None
        self._begun = False               # there was a context to draw in
        self._drag: Drag | None = None
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._gesture = ""                # "orbit", "pan", "zoom", "maybe click" or "handle"
        self._lit_chip: overlay.Chip | None = None
        self._lit_handle = self._lit_ball = ""
        self._refined, self._took = 0, 0.0
        self._share = 0                   # which of SHARES the next frame in a hurry is drawn with
        self._held = False                # another picture comes soon
        self._aimed = False               # the artist has chosen a view
        self._moved = QElapsedTimer()
        self._moved.start()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._refine)
        self._tip = QTimer(self, singleShot=True)
        self._tip.timeout.connect(self._show_tip)

    def inside(self, parent: QWidget) -> QWidget:
        """The widget of `parent` that holds the canvas, and owns it from now on."""
        QObject.setParent(self, QApplication.instance())    # no longer Python's to delete, then the holder's
        holder = QWidget.createWindowContainer(self, parent)
        holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        holder.setMinimumSize(160, 120)
        holder.setAccessibleName("Viewport")
        self._tip.setInterval(holder.style().styleHint(QStyle.StyleHint.SH_ToolTip_WakeUpDelay))
        return holder

    # ---- what is shown ---------------------------------------------------------------------------------

    def set_clips(self, clips: Mapping[str, Clip]) -> None:
        """Show these objects; until the artist takes the camera, all of them are kept in view."""
        self._clips = dict(clips)
        self._uploaded = None
        self._places = {node: place for node, place in self._places.items() if node in self._clips}
        if not clips:
            self._aimed = False
        self.hurry()

    def set_sights(self, found: Mapping) -> None:
        """The scene's cameras and lights by node id."""
        self.looking.sights = found
        self.hurry()

    def look_through(self, node: str, name: str = "", sees: Callable[[float], Camera] | None = None) -> None:
        """See what a camera sees at any time; "": the view of before again."""
        self.camera = self.looking.at(node, name, sees, self.camera)
        self.hurry()

    def _step_out(self) -> None:
        """Stay where the camera is that was looked through, to go on freely from there."""
        self._aimed = self._aimed or bool(self.looking.through)
        self.camera = self.looking.out(self.camera)

    def release_place(self, node: str) -> None:
        """Let a node stand where its clip says again, after a gizmo held it elsewhere."""
        self._places.pop(node, None)
        self.hurry()

    def set_time(self, time: float) -> None:
        if time != self.time:
            self.time = time
            self.hurry()

    def set_playing(self, on: bool) -> None:
        self.playing = on
        self.hurry()

    def hold(self, on: bool) -> None:
        """While it is held, the picture is not made finer: the processor is left to whoever makes the next one."""
        self._held = on
        if not on:
            self._rest.start()

    def _refine(self) -> None:
        if not self._held:
            self.update()

    def set_selection(self, nodes: tuple[str, ...]) -> None:
        if nodes != self.selection:
            self.selection = nodes
            if self._drag is not None:
                self._end_drag(keep=False)
            self.update()

    def set_mode(self, mode: str) -> None:
        if mode != self.mode:
            self.mode = mode
            self.mode_changed.emit(mode)
            self.hurry()

    def set_tool(self, tool: str) -> None:
        """Take up a tool; with the pointer over the picture and something selected, the drag begins at once."""
        if tool != self.tool:
            self.tool = tool
            self.tool_changed.emit(tool)
            self.update()

    def begin_drag(self) -> bool:
        """Move, turn or scale the selection from where the pointer is, until a click or Enter."""
        at = self.mapFromGlobal(self.cursor().pos())
        if self.tool == "select" or self._drag is not None or not QRect(QPoint(), self.size()).contains(at):
            return False
        return self._start_drag(QPointF(at), "")

    def frame(self, nodes: tuple[str, ...] | None = None) -> None:
        """Show these nodes, or everything over the whole time, as large as it goes."""
        if self._studio is None:
            return
        self._step_out()
        self._upload()
        aspect = self.width() / max(self.height(), 1)
        nodes = tuple(node for node in nodes or () if node in self._clips or node in self.looking.sights)
        if nodes:
            self._aimed = True
            shown = [self._studio.cloud([node], self.time) for node in nodes if node in self._clips]
            cloud = np.concatenate([*shown, self.looking.cloud(nodes, self.time)])
            if len(nodes) == 1:            # its middle is what the camera turns about then
                self.camera = self.camera.frame(cloud.min(0), cloud.max(0), aspect=aspect, margin=1.3)
            else:
                self.camera = self.camera.fit(cloud, aspect=aspect, margin=1.2)
        else:
            self._aimed = False
            self.camera = self.camera.fit(self._studio.cloud(), aspect=aspect, margin=1.2)
        self.hurry()

    def look_from(self, axis: str) -> None:
        """Look from one of gizmo.VIEWS."""
        self._step_out()
        self._aimed = True
        self.camera = self.camera.look(*gizmo.VIEWS[axis])
        self.hurry()

    def show_message(self, text: str) -> None:
        self.message = text
        self.update()

    @property
    def settled(self) -> bool:
        """The picture is as fine as it will be."""
        return self._studio is not None and not self.playing and self._refined >= SAMPLES and self._uploaded is not None

    def image(self) -> QImage:
        """The picture with what lies on it."""
        return self.grabFramebuffer()

    def hurry(self) -> None:
        """Something changed: draw quickly now, finely once it rests."""
        self._refined = 0
        self._moved.restart()
        self._rest.start()
        self.update()

    # ---- drawing ---------------------------------------------------------------------------------------

    def initializeGL(self) -> None:
        self._begun = True
        try:
            self._studio = Studio(self._pixels(), look=DARK, window=True)
            self._share = len(SHARES) - 1 if self._studio.software else 0
        except Exception as error:         # a driver may fail in its own way; the rest of the window works on
            self._studio = None
            self.failed.emit(str(error))
            return
        self._uploaded = None

    def paintGL(self) -> None:
        if self._studio is None:
            return
        began = clock.perf_counter()
        studio = self._studio
        studio.size = self._pixels()
        self._upload()
        self.camera = self.looking.seen(self.time, self.camera, self._logical())
        studio.light_by(self.looking.lamps)
        studio.places = self._places | (self._drag.matrices() if self._drag is not None else {})
        chosen = self.selection
        target = self.defaultFramebufferObject()
        before = self._refined
        hurried = self.playing or self._drag is not None or self._moved.elapsed() < REST - 5 or (
            self._held and not self._refined)
        if hurried:
            studio.draw(self.time, self.camera, selection=chosen, mode=self.mode, framebuffer=target,
                        share=SHARES[self._share])
        else:
            self._refined = studio.refine(self.time, self.camera, selection=chosen, mode=self.mode,
                                          samples=self._refined if self._held else SAMPLES, framebuffer=target)
        if hurried or self._refined != before:
            studio.finish()
            self._took = (clock.perf_counter() - began) * 1e3
        if hurried:
            self._share = paced(self._share, self._took)
            if not self._rest.isActive():       # timers are coarse: it may have gone off a moment too early
                self._rest.start()
        self._paint_overlay()
        self.drawn.emit(self._took)
        if not hurried and self._refined < SAMPLES:
            QTimer.singleShot(0, self._refine)

    def resizeGL(self, width: int, height: int) -> None:
        if self._clips and not self._aimed:
            self._uploaded = None
        self.hurry()

    def _upload(self) -> None:
        if self._studio is None or self._uploaded is not None:
            return
        self.makeCurrent()
        self._studio.set_clips(self._clips)
        self._uploaded = self._clips
        if self._clips and not self._aimed:
            aspect = self.width() / max(self.height(), 1)
            self.camera = self.camera.fit(self._studio.cloud(), aspect=aspect, margin=1.2)

    def _paint_overlay(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = float(self.width()), float(self.height())
        self.looking.paint(painter, self._glyphs(), self.selection, self._logical())
        if self._drag is None:
            gizmo.paint(painter, self.tool, self._handles(), self._lit_handle)
        gizmo.paint_corner(painter, self.camera, self._logical(), self._lit_ball)
        overlay.paint_chips(painter, overlay.chips(width, height), tool=self.tool, mode=self.mode, lit=self._lit_chip)
        if self._clips and self._studio is not None:
            overlay.paint_figures(painter, width, overlay.figures(
                len(self._clips), self._studio.triangles, self.mode, (self._refined, SAMPLES), self._took))
        if self._drag is not None:
            overlay.paint_sentence(painter, width, height, self._drag.words(), foot=True)
        elif self.message:
            overlay.paint_sentence(painter, width, height, self.message)
        painter.end()

    def _pixels(self) -> tuple[int, int]:
        ratio = self.devicePixelRatio()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _logical(self) -> tuple[int, int]:
        return max(self.width(), 1), max(self.height(), 1)

    def _handles(self) -> list[gizmo.Handle]:
        places = self._selected_places()
        if not places:
            return []
        pivot = np.mean([place[:3, 3] for place in places.values()], axis=0)
        return gizmo.handles(self.tool, self.camera, self._logical(), pivot)

    def _selected_places(self) -> dict[str, np.ndarray]:
        if self._studio is None or self._uploaded is None:
            return {}
        able = {*self._clips, *(self.looking.sights if self.tool != "scale" else ())} - {self.looking.through}
        return {node: place for node in self.selection if node in able and (place := self.place(node)) is not None}

    def _glyphs(self) -> list[sights.Glyph]:
        return self.looking.glyphs(self.time, self.camera, self._logical(), {} if self._drag is None
                                   else self._drag.matrices())

    def place(self, node: str) -> np.ndarray | None:
        """The matrix a node is drawn with now, [4, 4]; None for one that is not drawn."""
        if node in self.looking.sights:
            return sights.place_at(self.looking.sights[node], self.time)
        if self._studio is None or self._uploaded is None or node not in self._clips:
            return None
        return self._studio.place(node, self.time)

    # ---- dragging objects --------------------------------------------------------------------------------

    def _start_drag(self, at: QPointF, axis: str) -> bool:
        places = self._selected_places()
        if not places:
            return False
        spot = (at.x(), at.y())
        self._drag = Drag(self.tool, places, self.camera, self._logical(), spot, spot, axis)
        self.requestActivate()
        self.hurry()
        return True

    def _move_drag(self, at: QPointF, *, stepped: bool) -> None:
        assert self._drag is not None
        self._drag = replace(self._drag, at=(at.x(), at.y()), stepped=stepped)
        self.placed.emit(self._drag.changes(), False)
        self.hurry()

    def _end_drag(self, *, keep: bool) -> None:
        drag, self._drag = self._drag, None
        if drag is not None:
            if keep:
                self._places |= {node: place for node, place in drag.matrices().items() if node in self._clips}
                self.placed.emit(drag.changes(), True)
            else:
                self.placed.emit({node: (place, place) for node, place in drag.places.items()}, False)
        self._gesture = ""
        self.hurry()

    # ---- the pointer -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, modifiers = event.position(), event.modifiers()
        self._leave_tip()
        self.requestActivate()
        self._pressed = self._last = at
        if self._drag is not None:
            self._end_drag(keep=event.button() == Qt.MouseButton.LeftButton)
            return
        self._gesture = keys.gesture_of(event)
        if event.button() == Qt.MouseButton.LeftButton and not modifiers & Qt.KeyboardModifier.AltModifier:
            chip = self._chip_at(at)
            ball = gizmo.corner_hit(self.camera, self._logical(), at.x(), at.y())
            axis = gizmo.gripped(self._handles(), at.x(), at.y())
            if chip is not None:
                self._gesture = ""
                (self.set_tool if chip.kind == "tool" else self.set_mode)(chip.name)
            elif ball:
                self._gesture = ""
                self.look_from(ball)
            elif axis and self._start_drag(at, axis):
                self._gesture = "handle"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        step, self._last = at - self._last, at
        if self._drag is not None:
            self._move_drag(at, stepped=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif not event.buttons():
            self._hover(at)
        else:
            if self._gesture == "maybe click" and self._pressed is not None and (
                    (at - self._pressed).manhattanLength() > CLICK):
                self._gesture = "orbit"
            self._navigate(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture == "handle":
            self._end_drag(keep=True)
        elif self._gesture == "maybe click":
            self._click(event)
        self._gesture = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._step_out()
        self._aimed = True
        self.camera = self.camera.zoom(0.9988 ** event.angleDelta().y())
        self.hurry()

    def _leave(self) -> None:
        self._leave_tip()
        self._lit_chip, self._lit_handle, self._lit_ball, self.looking.lit = None, "", "", ""
        self.update()

    def _navigate(self, right: float, down: float) -> None:
        if self._gesture in ("orbit", "pan", "zoom"):
            self._step_out()
        if self._gesture == "orbit":
            self.camera = self.camera.orbit(-right * 0.008, down * 0.008)
        elif self._gesture == "pan":
            self.camera = self.camera.pan(-right / self.height(), down / self.height())
        elif self._gesture == "zoom":
            self.camera = self.camera.zoom(1.006 ** down)
        else:
            return
        self._aimed = True
        self.hurry()

    def _click(self, event: QMouseEvent) -> None:
        if self._studio is None:
            return
        added = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        node = sights.hit(self._glyphs(), event.position().x(), event.position().y())
        if not node:
            self.makeCurrent()
            ratio = self.devicePixelRatio()
            picked = self._studio.pick(event.position().x() * ratio, event.position().y() * ratio)
            self.doneCurrent()
            node = picked.node if picked is not None else ""
        self.selected.emit(node, bool(added))

    def _hover(self, at: QPointF) -> None:
        lit = (self._chip_at(at), gizmo.gripped(self._handles(), at.x(), at.y()),
               gizmo.corner_hit(self.camera, self._logical(), at.x(), at.y()),
               sights.hit(self._glyphs(), at.x(), at.y()))
        if lit != (self._lit_chip, self._lit_handle, self._lit_ball, self.looking.lit):
            self._leave_tip()
            if lit[0] is not None:
                self._tip.start()
            self._lit_chip, self._lit_handle, self._lit_ball, self.looking.lit = lit
            self.setCursor(Qt.CursorShape.PointingHandCursor if any(lit) else Qt.CursorShape.ArrowCursor)
            self.update()

    def _chip_at(self, at: QPointF) -> overlay.Chip | None:
        return next((c for c in overlay.chips(float(self.width()), float(self.height())) if c.rect.contains(at)), None)

    def _show_tip(self) -> None:
        if self._lit_chip is not None:
            QToolTip.showText(self.cursor().pos(), self._lit_chip.tip)

    def _leave_tip(self) -> None:
        self._tip.stop()
        QToolTip.hideText()

    # ---- keys ------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and keys.wanted(
                event, dragging=self._drag is not None):
            event.accept()
            return True
        if event.type() == QEvent.Type.Leave:
            self._leave()
        done = super().event(event)
        if event.type() == QEvent.Type.Paint and not self._begun:
            self.failed.emit(NO_CONTEXT)
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self._drag is not None:
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._end_drag(keep=True)
            elif key == Qt.Key.Key_Escape:
                self._end_drag(keep=False)
            elif key in keys.MODAL:
                self._drag = self._drag.key(keys.MODAL[Qt.Key(key)])
                self.placed.emit(self._drag.changes(), False)
                self.hurry()
            return
        if key == Qt.Key.Key_Home:
            self.frame()
        elif keys.on_keypad(event) and key in keys.NUMPAD:
            axis = keys.NUMPAD[Qt.Key(key)]
            self.look_from(keys.OPPOSITE[axis] if event.modifiers() & Qt.KeyboardModifier.ControlModifier else axis)
        elif keys.on_keypad(event) and key == Qt.Key.Key_5:
            self._step_out()
            self.camera = replace(self.camera, parallel=not self.camera.parallel)
            self.hurry()
        else:
            super().keyPressEvent(event)
