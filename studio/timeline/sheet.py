"""The dope sheet: rows over time in one own-painted widget.

In     a Session.   Out   the picture, and gestures turned into edits, selections and times.
Raises nothing.  Knows nothing of playback, curves or the engine.

What stands still while scrubbing is painted once into a pixmap; a new time then costs a blit and a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio import theme
from studio.session import Session
from studio.timeline import drawing, gestures, keys, strip_drags, strip_menu
from studio.timeline.keys import KeyRef
from studio.timeline.rows import rows_of
from studio.timeline.scale import timecode
from studio.timeline.view import ROW, RULER, Hit, View

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_LEFT, _MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
_CURSORS = {"in": Qt.CursorShape.SizeHorCursor, "out": Qt.CursorShape.SizeHorCursor,
            "divider": Qt.CursorShape.SplitHCursor,
            **dict.fromkeys(("fold", "toggle", "key", "marker"), Qt.CursorShape.PointingHandCursor)}


class Sheet(QWidget):
    key_toggled = Signal(str, str)            # node id, track path: the diamond beside a name was clicked
    menu_wanted = Signal(object, QPointF)     # Hit, global point
    marker_named = Signal(float)              # a marker's tag was double-clicked [s]
    keys_chosen = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view = View()
        self.snap: float | None = None
        self.box: QRectF | None = None
        self.folded: set[str] = set()
        self._met: set[str] = set()   # nodes seen before: a new camera or light comes folded
        self._gesture: gestures.Gesture | None = None
        self._still: QPixmap | None = None
        self._framed = False
        self._shown_time = session.time           # where the playhead was painted last [s]
        self._keyed: frozenset[int] = frozenset()  # rows with a key under the playhead
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 90)
        self.setAccessibleName("Dope sheet")
        session.changed.connect(self.reload)
        session.observed_changed.connect(self.reload)
        session.selection_changed.connect(self._selected)
        session.cue_changed.connect(self._cue_chosen)
        session.range_changed.connect(self.refresh)
        session.time_changed.connect(self._timed)
        theme.follow(self, self.refresh)
        self.reload()

    def sizeHint(self) -> QSize:
        return QSize(900, 230)

    # ---- what is shown ---------------------------------------------------------------------------

    def reload(self, *_: object) -> None:
        """The document is another one: lay it out anew."""
        view, scene = self.view, self.session.scene
        new = [node for node in scene.nodes if node.id not in self._met]
        self.folded |= {node.id for node in new if node.kind in ("camera", "light")}
        self._met |= {node.id for node in new}
        view.markers = scene.markers
        view.rows = rows_of(scene, self.folded, self.session.observed)
        view.keys = frozenset(keys.existing(scene, view.keys)) if view.keys else view.keys
        if (view.duration, view.rate) != (scene.duration, scene.rate):
            view.duration, view.rate = scene.duration, scene.rate
            self._framed = False
        view.scroll = min(view.scroll, view.deepest())
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Paint everything again."""
        self.view.range = self.session.range
        self.view.ranged = self.view.range != (0.0, self.session.scene.duration)
        self._still = None
        self.update()

    def frame_all(self) -> None:
        """Show the whole scene."""
        self._framed = True
        self.view.scale = self.view.scale.framing(0.0, self.view.duration, self.view.width - self.view.names)
        self.refresh()

    def choose_keys(self, refs: Iterable[KeyRef]) -> None:
        chosen = frozenset(refs)
        if chosen != self.view.keys:
            self.view.keys = chosen
            if chosen:
                self.session.choose_cue()
            self.keys_chosen.emit()
            self.refresh()

    def fold(self, node: str) -> None:
        """Fold a node's rows away, or out again."""
        self.folded ^= {node}
        self.reload()

    def _selected(self, ids: tuple[str, ...]) -> None:
        self.view.selection = frozenset(ids)
        self.refresh()

    def _cue_chosen(self, cue: tuple[str, int] | None) -> None:
        self.view.cue = cue
        if cue is not None:
            self.choose_keys(())
        self.refresh()

    def _timed(self, time: float) -> None:
        if self.session.playing:
            self._follow(time)
        if self._still is None or self._gesture is not None:
            self.update()
            return
        for shown in (self._shown_time, time):       # the playhead's old and new place, and no more
            self.update(QRect(round(self.view.scale.x(shown)) - 12, 0, 24, self.height()))
        keyed = drawing.keyed_rows(self.view, time)
        if keyed != self._keyed:
            self._keyed = keyed
            self.update(QRect(0, 0, round(self.view.names), self.height()))

    def _follow(self, time: float) -> None:
        """While playing, turn the page when the playhead leaves it."""
        view = self.view
        if not view.names <= view.scale.x(time) <= view.width:
            view.scale = replace(view.scale, start=time - 6 / view.scale.pace)
            self.refresh()

    # ---- painting --------------------------------------------------------------------------------

    def resizeEvent(self, event) -> None:
        view = self.view
        view.width, view.height = float(self.width()), float(self.height())
        view.scale = replace(view.scale, left=view.names)
        view.scroll = min(view.scroll, view.deepest())
        if not self._framed or event.oldSize().width() <= 0:
            self.frame_all()
        self.refresh()

    def paintEvent(self, event) -> None:
        view = self.view
        view.ratio = self.devicePixelRatioF()
        if not self._framed:
            self.frame_all()
        if self._still is None:
            self._still = self._drawn()
        self._shown_time = self.session.time
        painter = QPainter(self)
        dirty, ratio = event.rect(), view.ratio
        part = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
        painter.drawPixmap(QRectF(dirty), self._still, part)
        if dirty.left() < view.names:
            drawing.draw_toggles(painter, view, self.session.time)
        if self.snap is not None:
            drawing.draw_snap(painter, view, self.snap)
        if self.box is not None:
            drawing.draw_box(painter, self.box)
        scrubs = isinstance(self._gesture, gestures.Scrub)
        painter.setClipRect(QRectF(view.names - 8, 0, view.width, view.height))
        drawing.draw_playhead(painter, view, self.session.time,
                              chip=f"frame {round(self.session.time * view.rate)}" if scrubs else "")
        if self.hasFocus():
            drawing.draw_focus(painter, view)
        painter.end()

    def _drawn(self) -> QPixmap:
        still = QPixmap(self.size() * self.view.ratio)
        still.setDevicePixelRatio(self.view.ratio)
        painter = QPainter(still)
        drawing.draw_still(painter, self.view)
        painter.end()
        return still

    # ---- pointer ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at, held = event.position(), event.modifiers()
        hit = self._hit(at)
        if event.button() == _MIDDLE:
            self._gesture = gestures.Pan(self, at)
        elif event.button() == Qt.MouseButton.RightButton:
            self._choose_hit(hit, held, menu=True)
            self.menu_wanted.emit(hit, event.globalPosition())
        elif event.button() == _LEFT:
            self._press(hit, at, held)
        self.view.drag = self._gesture is not None
        self.refresh()

    def _press(self, hit: Hit, at: QPointF, held: Qt.KeyboardModifier) -> None:
        if hit.what == "ruler":
            self._gesture = gestures.SetRange(self, at) if held & _ALT else gestures.Scrub(self, at)
            self._gesture.move(at, held)
        elif hit.what in ("in", "out"):
            self._gesture = gestures.MoveRange(self, at, hit.what)
        elif hit.what == "marker":
            self._gesture = gestures.MoveMarker(self, at, hit.time)
        elif hit.what == "divider":
            self._gesture = gestures.Divide(self, at)
        elif hit.what == "fold":
            self.fold(self.view.rows[hit.row].node)
        elif hit.what == "toggle":
            self.key_toggled.emit(self.view.rows[hit.row].node, self.view.rows[hit.row].path)
        else:
            self._choose_hit(hit, held)
            self._gesture = self._drag_of(hit, at, held)

    def _drag_of(self, hit: Hit, at: QPointF, held: Qt.KeyboardModifier) -> gestures.Gesture | None:
        if hit.what in ("clip", "fade"):
            if hit.edge:
                return gestures.StretchClip(self, at, hit.item, hit.edge)
            return gestures.MoveClips(self, at, hit.item)
        if hit.what == "strip" and hit.number >= 0:
            if hit.edge == "blend":
                return strip_drags.StretchBlend(self, at, hit.item, hit.number)
            return strip_drags.MoveStrip(self, at, hit.item, hit.number, whole=not hit.edge)
        if hit.what == "key" and self.view.keys:
            return gestures.MoveKeys(self, at, hit.time)
        if hit.what == "empty":
            return gestures.BoxSelect(self, at, add=bool(held & _SHIFT))
        return None

    def _choose_hit(self, hit: Hit, held: Qt.KeyboardModifier, *, menu: bool = False) -> None:
        """A press on something chooses it; with Shift it is added or taken out."""
        add = bool(held & (_SHIFT | _CTRL))
        if hit.what == "key":
            refs = set(self.view.refs(hit.row, hit.time))
            if add:
                self.choose_keys(self.view.keys ^ refs if refs <= self.view.keys else self.view.keys | refs)
            elif not refs <= self.view.keys:
                self.choose_keys(refs)
        elif hit.what in ("clip", "fade"):
            self._choose(hit.item, add)
        elif hit.what == "strip":
            self._choose_strip(hit, add)
        elif hit.what == "name":
            self.session.choose_cue()
            self._choose(self.view.rows[hit.row].node, add)
        elif hit.what == "empty" and not add and not menu:
            self.choose_keys(())
            self.session.choose_cue()

    def _choose(self, item: str, add: bool) -> None:
        chosen = self.session.selection
        if add:
            self.session.select(*(i for i in chosen if i != item), *(() if item in chosen else (item,)))
        elif item not in chosen:
            self.session.select(item)

    def _choose_strip(self, hit: Hit, add: bool) -> None:
        """The strip, and its object alone unless that is one of the selected; with Shift or Ctrl the object joins."""
        session = self.session
        if hit.item not in session.selection and add:
            session.select(*session.selection, hit.item)
        session.choose_cue(hit.item, hit.number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None:
            self._hover(event.position())
            return
        scale, scroll = self.view.scale, self.view.scroll
        self._gesture.move(event.position(), event.modifiers())
        if (scale, scroll) != (self.view.scale, self.view.scroll):
            self.refresh()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.end()
            self._rest(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        row = self.view.rows[hit.row] if hit.row >= 0 else None
        if hit.what == "name" and row is not None and row.folded is not None:
            self.fold(row.node)
        elif hit.what == "key":
            self.session.set_time(hit.time)
        elif hit.what in ("in", "out"):
            self.session.set_range()
        elif hit.what == "marker":
            self.marker_named.emit(hit.time)
        else:
            self.mousePressEvent(event)

    def _rest(self, at: QPointF) -> None:
        self.snap = self.box = None
        self.view.drag = False
        self._hover(at)
        self.refresh()

    def _hit(self, at: QPointF) -> Hit:
        if abs(at.x() - self.view.names) <= 3 and at.y() < RULER:
            return Hit("divider")
        return self.view.hit(at)

    def _hover(self, at: QPointF) -> None:
        hit = self._hit(at)
        if hit != self.view.hover:
            self.view.hover = hit
            cursor = Qt.CursorShape.SizeHorCursor if hit.edge else _CURSORS.get(hit.what, Qt.CursorShape.ArrowCursor)
            self.setCursor(cursor)
            self.refresh()

    def leaveEvent(self, event) -> None:
        if self._gesture is None:
            self.view.hover = None
            self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Rows that overflow scroll; with Ctrl, over the ruler and where nothing overflows: zoom. Sideways: pan."""
        view, turn, held = self.view, event.angleDelta(), event.modifiers()
        sideways = turn.x() if turn.x() or not held & (_SHIFT | _ALT) else turn.y()
        if sideways:
            view.scale = view.scale.panned(sideways * 0.5)
        elif held & _CTRL or event.position().y() < RULER or view.deepest() <= 0:
            view.scale = view.scale.zoomed(1.0015 ** turn.y(), max(event.position().x(), view.names))
        else:
            view.scroll = min(max(view.scroll - turn.y() * 2 * ROW / 120, 0.0), view.deepest())
        self._hover(event.position())
        self.refresh()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()
            self._rest(QPointF(self.mapFromGlobal(self.cursor().pos())))
        else:
            event.ignore()

    # ---- words under the pointer -----------------------------------------------------------------

    def event(self, event) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            words = self._words(self._hit(QPointF(event.pos())))
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def _words(self, hit: Hit) -> str:
        scene = self.session.scene
        if hit.what in ("clip", "fade"):
            relation = scene.relation(hit.item)
            span = f"{relation.start:.2f}–{scene.end_of(relation):.2f} s"
            words = f"{relation.kind}: {span}. Drag to move, drag an edge to stretch"
            off = self.session.observed.get(relation.id, {})
            return f"{words}\nDoes not hold: {off.get('words', '')}" if off and not off.get("holds", True) else words
        if hit.what == "strip":
            strip = self.view.strip(hit.item, hit.number)
            return "" if strip is None else strip_menu.words_of(strip)
        if hit.what == "key":
            refs = self.view.refs(hit.row, hit.time)
            key = keys.find(scene, refs[0]) if refs else None
            return f"{timecode(hit.time)} · {key.value:.3g} · {key.easing}" if key else ""
        return {"ruler": "Drag to scrub. Alt+drag sets the range that plays",
                "in": "In: the range that plays starts here",
                "out": "Out: the range that plays ends here", "toggle": "Insert or remove a key at the playhead",
                "marker": "Drag to move, double-click to rename", "fold": "Fold or unfold tracks"}.get(hit.what, "")
