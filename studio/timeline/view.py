"""The dope sheet's geometry: where everything lies, and what lies under the pointer.

In     rows, a Scale, scroll and size [px].   Out   rectangles; a Hit for a point.
Raises nothing.  Knows nothing of painting, sessions or edits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from engine.document.scene import Marker
from studio.timeline.keys import TOUCH, KeyRef
from studio.timeline.rows import Row
from studio.timeline.scale import Scale
from studio.timeline.strips import Strip

RULER = 28.0
ROW = 24.0
INSET = 4.0
"""Space above and below a clip in its row."""
GRIP = 6.0
"""How far inside a clip's edge the pointer still takes the edge."""
KEY = 11.0
"""Size of a key's diamond."""
FOLD = 16.0
TAG = 21.0
"""Height of the foot in which markers are named."""


@dataclass(frozen=True)
class Hit:
    """What is under the pointer.

    `what` is one of: ruler, in, out, marker, divider, fold, toggle, name, clip, fade, strip, key, empty.
    """

    what: str
    row: int = -1
    item: str = ""                # relation id of a clip or fade, node id of a strip
    edge: str = ""                # "", "start" or "end" of a clip or fade; "start" or "blend" of a strip
    time: float = 0.0             # of a key or a marker [s]
    number: int = 0               # of a strip


@dataclass
class View:
    """What the sheet draws and where; the sheet keeps it up to date."""

    rows: list[Row] = field(default_factory=list)
    scale: Scale = field(default_factory=Scale)
    names: float = 164.0          # width of the column of names [px]
    width: float = 800.0
    height: float = 240.0
    scroll: float = 0.0           # px
    duration: float = 6.0         # s
    rate: float = 30.0
    range: tuple[float, float] = (0.0, 6.0)
    ranged: bool = False          # the range is not the whole scene
    markers: tuple[Marker, ...] = ()
    selection: frozenset[str] = frozenset()
    keys: frozenset[KeyRef] = frozenset()
    cue: tuple[str, int] | None = None   # node id and number of the chosen strip
    hover: Hit | None = None
    drag: bool = False
    ratio: float = 1.0

    # ---- places ----

    def top(self, row: int) -> float:
        return RULER + row * ROW - self.scroll

    def visible_rows(self) -> range:
        first = max(int(self.scroll // ROW), 0)
        last = min(int((self.scroll + self.height - RULER) // ROW) + 1, len(self.rows))
        return range(first, max(first, last))

    def bar(self, row: int, start: float, end: float) -> QRectF:
        """A clip's rectangle, at least 3 px wide."""
        x0, x1 = self.scale.x(start), self.scale.x(end)
        return QRectF(x0, self.top(row) + INSET, max(x1 - x0, 3.0), ROW - 2 * INSET)

    def deepest(self) -> float:
        """The largest scroll [px]."""
        foot = TAG if self.markers else 8.0
        return max(len(self.rows) * ROW + foot - (self.height - RULER), 0.0)

    def tag(self, marker: Marker) -> QRectF:
        """Where a marker's name stands, at the foot of the sheet; as wide as a short name."""
        width = 22.0 + 6.5 * min(len(marker.name), 24)
        return QRectF(self.scale.x(marker.time) - 1, self.height - TAG, width, TAG - 3)

    def row_at(self, y: float) -> int:
        row = int((y - RULER + self.scroll) // ROW)
        return row if y >= RULER and 0 <= row < len(self.rows) else -1


    def refs(self, row: int, time: float) -> list[KeyRef]:
        """The keys a diamond stands for: its own, or all at that time below a folded node."""
        shown = self.rows[row]
        if not shown.summary:
            return [KeyRef(shown.node, shown.path, time)]
        return [KeyRef(node, path, time) for node, path, times in shown.below
                if len(times) and np.abs(times - time).min() < TOUCH]

    def strip(self, node: str, number: int) -> Strip | None:
        found = (strip for row in self.rows for strip in row.strips if (strip.node, strip.number) == (node, number))
        return next(found, None)

    # ---- what is there ----

    def hit(self, point: QPointF) -> Hit:
        x, y = point.x(), point.y()
        if y < RULER:
            return self._hit_ruler(x)
        for marker in reversed(self.markers):
            if x >= self.names and self.tag(marker).contains(point):
                return Hit("marker", time=marker.time)
        row = self.row_at(y)
        if row < 0:
            return Hit("empty")
        if x < self.names:
            return self._hit_name(row, x)
        return self._hit_key(row, x) or self._hit_bar(row, x) or self._hit_strip(row, x, y) or Hit("empty", row)

    def _hit_ruler(self, x: float) -> Hit:
        if x < self.names:
            return Hit("empty")
        if self.ranged:
            for what, time in (("in", self.range[0]), ("out", self.range[1])):
                if abs(x - self.scale.x(time)) <= GRIP:
                    return Hit(what)
        return Hit("ruler")

    def _hit_name(self, row: int, x: float) -> Hit:
        shown = self.rows[row]
        if shown.folded is not None and x < FOLD + 4:
            return Hit("fold", row)
        if shown.kind == "track" and x > self.names - 26:
            return Hit("toggle", row)
        return Hit("name", row)

    def _hit_key(self, row: int, x: float) -> Hit | None:
        times = self.rows[row].times
        if not len(times):
            return None
        nearest = float(times[np.abs(times - self.scale.time(x)).argmin()])
        if abs(self.scale.x(nearest) - x) <= KEY / 2 + 1:
            return Hit("key", row, time=nearest)
        return None

    def _hit_bar(self, row: int, x: float) -> Hit | None:
        shown = self.rows[row]
        for what, bars in (("fade", shown.fades), ("clip", shown.clips)):
            for bar in reversed(bars):
                start, end = self.scale.x(bar.start), max(self.scale.x(bar.end), self.scale.x(bar.start) + 3)
                if start - 3 <= x <= end + 3:
                    grip = min(GRIP, (end - start) / 3)
                    edge = "start" if x < start + grip else "end" if x > end - grip else ""
                    return Hit(what, row, bar.relation, edge)
        return None

    def _hit_strip(self, row: int, x: float, y: float) -> Hit | None:
        """An edge is where a strip begins; where it has come in whole its ramp's top is taken, in the upper half."""
        strips, high = self.rows[row].strips, y < self.top(row) + ROW / 2
        for strip in reversed(strips):
            start, whole = self.scale.x(strip.start), self.scale.x(strip.start + strip.blend)
            if strip.number >= 0 and high and abs(x - whole) <= GRIP:
                return Hit("strip", row, strip.node, "blend", number=strip.number)
            if strip.number >= 0 and abs(x - start) <= GRIP:
                return Hit("strip", row, strip.node, "start", number=strip.number)
        for strip in reversed(strips):
            if self.scale.x(strip.start) <= x <= self.scale.x(strip.end):
                return Hit("strip", row, strip.node, number=strip.number)
        return None
