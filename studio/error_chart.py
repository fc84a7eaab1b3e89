"""What a clip misses at each key, drawn: its error, how its edges stretch, what of it shows its back.

In     columns of figures (engine.bake.by_frame), cuts as (start [s], end [s], why).
Out    a plot of each over one time; `went(key)` as the mouse goes over keys,
       `chose(key)` on a click or an arrow key.
Raises nothing.  Knows nothing of files, documents or the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from studio import theme
from studio.timeline.plot import Ground

PLOTS = {"chamfer": ("Chamfer, %", "accent", 1.0), "hausdorff": ("Hausdorff, %", "warn", 1.0),
         "stretch": ("stretch, ×", "place", 1.0), "flipped": ("inside out, %", "violated", 100.0)}
"""Of each column, its plot: words, colour, times."""
WIDE, HIGH = 600, 440
"""px."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10,
         Qt.Key.Key_Home: -10**6, Qt.Key.Key_End: 10**6}
Cut = Sequence[Any]


class ErrorChart(pg.GraphicsLayoutWidget):
    went = Signal(int)
    chose = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.key = 0
        self._times = np.zeros(1)
        self._lines: list[pg.InfiniteLine] = []
        self.plots: dict[str, pg.PlotItem] = {}
        self.setMinimumSize(WIDE, HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Error by key")
        self.setAccessibleDescription("The arrow keys go from key to key")
        scene = self.scene()
        assert scene is not None
        scene.sigMouseMoved.connect(self._hover)

    def show_figures(self, figures: Mapping[str, Any], cuts: Sequence[Cut]) -> None:
        """Draws one object's figures anew; what was not measured has no plot."""
        self.ci.clear()
        self.setBackground(theme.colour("well"))
        self._times = np.asarray(figures["times"], float)
        self.plots, self._lines = {}, []
        for column in PLOTS:
            if column in figures:
                self._plot(column, np.asarray(figures[column], float), cuts)
        self._bottom()
        self.go(int(np.argmax(figures["chamfer" if "chamfer" in figures else "stretch"])))

    def _plot(self, column: str, values: np.ndarray, cuts: Sequence[Cut]) -> None:
        words, token, times = PLOTS[column]
        ground = Ground()
        ground.clicked.connect(lambda point, _: self._click(point.x()))
        plot = pg.PlotItem(viewBox=ground, enableMenu=False)
        self.ci.addItem(plot, row=len(self.plots), col=0)
        plot.hideButtons()
        plot.showGrid(x=True, y=True, alpha=0.25)
        self._dress(plot)
        plot.getAxis("left").setWidth(64)
        plot.setLabel("left", words, color=theme.hexed("dim"))
        for number, cut in enumerate(cuts):
            self._mark(plot, number, cut)
        plot.plot(self._times, times * values, pen=pg.mkPen(theme.colour(token), width=2), symbol="o", symbolSize=4,
                  symbolPen=None, symbolBrush=theme.colour(token))
        plot.setYRange(0.0, max(1.1 * times * float(values.max()), 1e-3), padding=0)
        cursor = pg.InfiniteLine(pos=0.0, angle=90, movable=False, pen=pg.mkPen(theme.colour("text"), width=1))
        plot.addItem(cursor, ignoreBounds=True)
        self._lines.append(cursor)
        if self.plots:
            plot.setXLink(next(iter(self.plots.values())))
        self.plots[column] = plot

    def _mark(self, plot: pg.PlotItem, number: int, cut: Cut) -> None:
        """A stretch in which it is another mesh."""
        start, end, _ = cut
        stretch = pg.LinearRegionItem((start, end), movable=False, brush=theme.colour("change", 0.12),
                                      pen=pg.mkPen(theme.colour("change"), style=Qt.PenStyle.DashLine))
        stretch.setZValue(-10)
        plot.addItem(stretch, ignoreBounds=True)
        if not self.plots:
            words = pg.InfLineLabel(stretch.lines[0], str(number + 1), position=0.9, movable=False,
                                    color=theme.colour("change"))
            words.setZValue(20)

    def _dress(self, plot: pg.PlotItem) -> None:
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(theme.colour("line"))
            axis.setTextPen(theme.colour("dim"))
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=theme.font("small"))

    def _bottom(self) -> None:
        """Only the last plot has its times written under it."""
        *others, last = self.plots.values()
        for plot in others:
            plot.getAxis("bottom").setStyle(showValues=False)
        last.setLabel("bottom", "seconds", color=theme.hexed("dim"))

    # ---- from key to key -------------------------------------------------------------------------

    def go(self, key: int) -> None:
        self.key = min(max(key, 0), len(self._times) - 1)
        for line in self._lines:
            line.setPos(float(self._times[self.key]))
        self.went.emit(self.key)

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(ev.key()))
        if step is None:
            super().keyPressEvent(ev)
            return
        self.go(self.key + step)
        self.chose.emit(self.key)

    def _nearest(self, time: float) -> int:
        return int(np.abs(self._times - time).argmin())

    def _hover(self, point) -> None:
        for plot in self.plots.values():
            if plot.sceneBoundingRect().contains(point):
                key = self._nearest(plot.getViewBox().mapSceneToView(point).x())
                if key != self.key:
                    self.go(key)

    def _click(self, time: float) -> None:
        self.go(self._nearest(time))
        self.chose.emit(self.key)
