"""The curve editor: the tracks of what is selected as curves over time, their keys to be dragged.

In     a Session, and the dope sheet, whose choice of keys it shares.   Out   edits through the session.
Raises nothing.  Knows nothing of clips and rows.

Values are in the artist's units. One scatter holds all keys (one per track is four times slower), a drag is one edit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from engine.document.scene import Node, Track
from engine.document.tracks import EASES
from studio import keying, theme
from studio.session import Session
from studio.timeline import keys, moves
from studio.timeline.keys import KeyRef
from studio.timeline.plot import Ground, Ruler
from studio.timeline.scale import on_frame
from studio.timeline.sheet import Sheet

HUES = ("move", "change", "place", "warn", "good", "accent", "compare")
"""Tokens the curves take in turn."""
SAMPLES = 1500
"""About how many points a curve is drawn with, where its keys are not more than that."""


@dataclass(frozen=True)
class Shown:
    node: Node
    track: Track
    factor: float
    offset: float
    unit: str
    token: str

    @property
    def place(self) -> tuple[str, str]:
        return self.node.id, self.track.path


def sampled(track: Track) -> tuple[np.ndarray, np.ndarray]:
    """The track as a line: times [s] and stored values, eased between the keys as engine.document.tracks does."""
    steps = min(SAMPLES // len(track.keys), 20)
    if steps < 3:                 # keys as dense as pixels: straight from one to the next
        return np.array([key.time for key in track.keys]), np.array([key.value for key in track.keys])
    samples = np.linspace(0.0, 1.0, steps + 1)
    times, values = [], []
    for here, there in zip(track.keys, track.keys[1:]):
        if here.easing == "hold":
            shares, ways = (0.0, 1.0), (0.0, 0.0)
        elif here.easing == "linear":
            shares, ways = (0.0,), (0.0,)
        else:
            shares, ways = samples, [EASES[here.easing](share) for share in samples]
        times += [here.time + share * (there.time - here.time) for share in shares]
        values += [here.value + way * (there.value - here.value) for way in ways]
    last = track.keys[-1]
    return np.array([*times, last.time]), np.array([*values, last.value])


class Curves(QWidget):
    menu_wanted = Signal(object)              # global point

    def __init__(self, session: Session, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.sheet = session, sheet
        self.shown: list[Shown] = []
        self._off: set[tuple[str, str]] = set()
        self._lines: dict[tuple[str, str], pg.PlotDataItem] = {}
        self._refs: list[KeyRef] = []
        self._stale = True
        self._serial = 0
        self._from, self._scene = QPointF(), session.scene          # of the drag under way
        self._held: KeyRef | None = None
        self._kept: set[KeyRef] = set()
        self._moving: set[KeyRef] = set()
        self.list = QListWidget(self)
        self.list.setFixedWidth(round(sheet.view.names))
        self.list.setAccessibleName("Curves shown")
        self.list.itemChanged.connect(self._switched)
        self._plot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.list)
        line.addWidget(self.plot, 1)
        session.changed.connect(self._changed)
        session.selection_changed.connect(self._selected)
        session.time_changed.connect(self._timed)
        sheet.keys_chosen.connect(self._draw_keys)
        theme.follow(self, self._dress)
        self._dress()

    def _plot(self) -> None:
        self.ground = Ground()
        self.ground.pressed.connect(self._press)
        self.ground.moved.connect(self._move)
        self.ground.released.connect(self._release)
        self.ground.clicked.connect(self._click)
        self.ground.menu_wanted.connect(self._menu)
        self.ruler = Ruler(orientation="top")
        self.ruler.scrubbed.connect(
            lambda time: self.session.set_time(on_frame(time, self.session.scene.rate)))
        self.plot = pg.PlotWidget(viewBox=self.ground, axisItems={"top": self.ruler})
        item = self._item()
        item.hideAxis("bottom")
        item.showAxis("top")
        item.hideButtons()
        item.setMenuEnabled(False)
        item.showGrid(x=True, y=True, alpha=0.5)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.points = pg.ScatterPlotItem(pxMode=True, symbol="d", size=11)
        self.playhead = pg.InfiniteLine(pos=0.0, angle=90, movable=False)
        self.band = pg.QtWidgets.QGraphicsRectItem()
        self.band.setZValue(50)
        self.band.hide()
        self.plot.addItem(self.points)
        self.plot.addItem(self.playhead)
        self._item().addItem(self.band, ignoreBounds=True)
        self.points.setZValue(20)
        self.playhead.setZValue(30)

    def _item(self) -> pg.PlotItem:
        item = self.plot.getPlotItem()
        assert item is not None
        return item

    def _dress(self) -> None:
        self.plot.setBackground(theme.colour("panel"))
        item = self._item()
        for name in ("top", "left"):
            axis = item.getAxis(name)
            axis.setPen(pg.mkPen(theme.colour("line")))
            axis.setTextPen(pg.mkPen(theme.colour("dim")))
            axis.setTickFont(theme.font("small"))
        item.getAxis("left").setWidth(46)
        item.getAxis("top").setHeight(28)
        self.playhead.setPen(pg.mkPen(theme.colour("accent"), width=1.5))
        self.band.setPen(pg.mkPen(theme.colour("accent")))
        self.band.setBrush(pg.mkBrush(theme.colour("accent", 0.12)))
        self.list.setStyleSheet(
            f"QListWidget {{ background: {theme.hexed('panel')}; border: none; padding-top: 28px; outline: none;"
            f" border-right: 1px solid {theme.hexed('line')}; font-size: 11px; color: {theme.hexed('text')}; }}"
            "QListWidget::item { height: 22px; padding-left: 8px; }")
        self._mark()

    # ---- what is shown ---------------------------------------------------------------------------

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if self._stale:
            self._reload()
            self.frame_all()
        self._timed(self.session.time)

    def _changed(self, *_: object) -> None:
        self._mark()

    def _selected(self, *_: object) -> None:
        self._mark(frame=True)

    def _mark(self, *, frame: bool = False) -> None:
        """Something changed: draw now if seen, else when shown."""
        self._stale = True
        if self.isVisible():
            before = [shown.place for shown in self.shown]
            self._reload()
            if frame and [shown.place for shown in self.shown] != before:
                self.frame_all()

    def _reload(self) -> None:
        self._stale = False
        self.shown = self._tracks()
        places = {shown.place for shown in self.shown}
        for place in [place for place in self._lines if place not in places]:
            self.plot.removeItem(self._lines.pop(place))
        for shown in self.shown:
            if shown.place not in self._lines:
                line = pg.PlotDataItem(skipFiniteCheck=True)
                self.plot.addItem(line)
                line.setClipToView(True)      # before addItem it would raise
                self._lines[shown.place] = line
            times, values = sampled(shown.track)
            times = np.array([min(times[0], 0.0), *times, max(times[-1], self.session.scene.duration)])
            values = np.array([values[0], *values, values[-1]])     # before its first and after its last key it holds
            line = self._lines[shown.place]
            fine = len(self.shown) * len(times) <= SAMPLES     # smooth and thick lines cost: only while few
            line.setPen(pg.mkPen(theme.colour(shown.token), width=1.6 if fine else 1))
            line.setData(times, values * shown.factor + shown.offset, antialias=fine)
            line.setVisible(shown.place not in self._off)
        self._fill_list()
        self._draw_keys()

    def _tracks(self) -> list[Shown]:
        """Tracks of the selected nodes; of all nodes where none is selected."""
        scene = self.session.scene
        nodes = self.session.selected_nodes or scene.nodes
        result = []
        for node in nodes:
            for track in node.tracks:
                if track.keys:
                    factor, offset, unit = keying.units(node, track.path)
                    result.append(Shown(node, track, factor, offset, unit, HUES[len(result) % len(HUES)]))
        return result[:40]

    def _fill_list(self) -> None:
        many = len({shown.node.id for shown in self.shown}) > 1
        self.list.blockSignals(True)
        self.list.clear()
        for shown in self.shown:
            words = keying.label(shown.node, shown.track.path)
            unit = f"  [{shown.unit}]" if shown.unit else ""
            item = QListWidgetItem(f"{shown.node.name or shown.node.id}: {words}{unit}" if many else f"{words}{unit}")
            item.setForeground(theme.colour(shown.token))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked if shown.place in self._off else Qt.CheckState.Checked)
            item.setData(Qt.ItemDataRole.UserRole, shown.place)
            self.list.addItem(item)
        if not self.shown:
            item = QListWidgetItem("Nothing is keyed yet: press I")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _switched(self, item: QListWidgetItem) -> None:
        place = tuple(item.data(Qt.ItemDataRole.UserRole))
        (self._off.discard if item.checkState() == Qt.CheckState.Checked else self._off.add)(place)
        self._mark()

    def _draw_keys(self) -> None:
        if not self.isVisible():
            return
        chosen = self.sheet.view.keys
        xs, ys, brushes, symbols, self._refs = [], [], [], [], []
        accent = pg.mkBrush(theme.colour("accent"))
        for shown in self.shown:
            if shown.place in self._off:
                continue
            own = pg.mkBrush(QColor(theme.colour(shown.token)))
            for key in shown.track.keys:
                ref = KeyRef(*shown.place, key.time)
                self._refs.append(ref)
                xs.append(key.time)
                ys.append(key.value * shown.factor + shown.offset)
                brushes.append(accent if ref in chosen else own)
                symbols.append("s" if key.easing == "hold" else "d")
        self.points.setData(x=xs, y=ys, brush=brushes, symbol=symbols, pen=pg.mkPen(theme.colour("panel"), width=1),
                            size=11)

    def _timed(self, time: float) -> None:
        if self.isVisible():
            self.playhead.setPos(time)

    def frame_all(self) -> None:
        """Show every curve over the whole scene."""
        self.ground.setXRange(0.0, self.session.scene.duration, padding=0.02)
        values = np.concatenate([sampled(shown.track)[1] * shown.factor + shown.offset for shown in self.shown
                                 if shown.place not in self._off] or [np.array([0.0, 1.0])])
        low, high = float(values.min()), float(values.max())
        middle, half = (low + high) / 2, max((high - low) / 2, 0.05)
        self.ground.setYRange(middle - half, middle + half, padding=0.2)

    # ---- pointer ---------------------------------------------------------------------------------

    def _near(self, point: QPointF) -> int | None:
        """The key under a point of the plot, as an index of `_refs`."""
        width, height = self.ground.viewPixelSize()
        xs, ys = self.points.getData()
        if not len(xs):
            return None
        away = np.hypot((xs - point.x()) / width, (ys - point.y()) / height)
        nearest = int(away.argmin())
        return nearest if away[nearest] <= 9 else None

    def _click(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        self.sheet.session.set_playing(False)
        near = self._near(point)
        add = bool(modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        self.setFocus()
        if near is None:
            if not add:
                self.sheet.choose_keys(())
        elif add:
            self.sheet.choose_keys(self.sheet.view.keys ^ {self._refs[near]})
        else:
            self.sheet.choose_keys({self._refs[near]})

    def _press(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A drag began at `point`: on a key it moves the chosen keys, elsewhere it opens a box."""
        near = self._near(point)
        self._from, self._scene = point, self.session.scene
        self._moving = set()
        self._kept = set(self.sheet.view.keys) if modifiers & Qt.KeyboardModifier.ShiftModifier else set()
        self._held = None if near is None else self._refs[near]
        self._serial += 1
        if self._held is not None:
            if self._held not in self.sheet.view.keys:
                self.sheet.choose_keys({self._held})
            self._moving = set(self.sheet.view.keys)

    def _move(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        if self._held is None:
            box = QRectF(self._from, point).normalized()
            self.band.setRect(box)
            self.band.show()
            xs, ys = self.points.getData()
            inside = (xs >= box.left()) & (xs <= box.right()) & (ys >= box.top()) & (ys <= box.bottom())
            self.sheet.choose_keys(self._kept | {self._refs[index] for index in np.flatnonzero(inside)})
            return
        session, scene = self.session, self._scene
        free = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        time = self._held.time + point.x() - self._from.x()
        seconds = (time if free else on_frame(time, scene.rate)) - self._held.time
        rise = 0.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else point.y() - self._from.y()
        tracks, refs = self._moved(seconds, rise)
        moves.retrack(session, tracks, "Move key" if len(refs) == 1 else f"Move {len(refs)} keys",
                      f"curves {id(self)} {self._serial}")
        self.sheet.choose_keys(refs)

    def _moved(self, seconds: float, rise: float) -> tuple[keys.Tracks, set[KeyRef]]:
        """Every chosen key moved by the same time and the same shown height."""
        scene, tracks, refs = self._scene, {}, set()
        factors = {shown.place: shown.factor for shown in self.shown}
        for place in sorted({(ref.node, ref.path) for ref in self._moving}):
            own = {ref for ref in self._moving if (ref.node, ref.path) == place}
            node = scene.node(place[0])
            limited = _limits(place[1])
            change = rise / factors.get(place, 1.0)
            scene_now = scene if node.id not in tracks else scene.changed(nodes=tuple(
                n.changed(tracks=tracks[n.id]) if n.id == node.id else n for n in scene.nodes))
            new, moved = keys.moved(scene_now, own, seconds, value=change, high=scene.duration, limits=limited)
            tracks |= new
            refs |= moved
        return tracks, refs

    def _release(self) -> None:
        self.band.hide()
        if self._held is not None:
            self.session.settle()

    def _menu(self, point: QPointF, at: QPointF) -> None:
        near = self._near(point)
        if near is not None and self._refs[near] not in self.sheet.view.keys:
            self.sheet.choose_keys({self._refs[near]})
        self.menu_wanted.emit(at)


def _limits(path: str) -> tuple[float, float]:
    """Between which stored values a key of the path must stay."""
    room = path.partition(".")[0]
    if room == "attributes":
        return -1.0, 1.0
    if room == "colours" or path == "motion.intensity":
        return 0.0, 1.0
    if path in ("motion.speed", "generation.guidance"):
        return 0.0, 20.0
    if path == "generation.seed":
        return 0.0, 2.0**31 - 1.0
    return (1e-3, 1e6) if room == "scale" else (-1e6, 1e6)
