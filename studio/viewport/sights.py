"""Sights: the scene's cameras and lights as lines on the picture, and the border of what a camera takes.

In     Cameras and Lights (engine.seeing) by node id, a time [s], a view, a size [px].
Out    strokes to paint, and which node is under the pointer.
Raises nothing.  Knows nothing of OpenGL, documents or panels.

A camera is a frustum with its upper side marked, parallel light a sun with its rays, a spot a cone, any other a bulb as
large as it is. The ground is dark in either theme, so they wear the dark one's colours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from engine.bake.evaluate import bracket, compose, slerp
from engine.picture.camera import Camera as View
from studio import theme

REACH = 7.0               # px, from which a line can be clicked
LONG = 46.0               # px, of a camera or a ray
ROOM = 0.92               # of the viewport's sides that the border of a camera's picture takes at most
AROUND = 0.5              # m, of what is seen around one that is looked at closely
BEHIND = 0.02             # m before the eye from which on lines are seen
COLOURS = {"camera": "place", "light": "warn"}
Lines = list[np.ndarray]


@dataclass(frozen=True)
class Glyph:
    """One camera or light on the picture."""

    node: str
    kind: str                # camera or light
    lines: Lines             # each [n, 2] px


def place_at(sight, time: float) -> np.ndarray:
    """The matrix [4, 4] of a camera or light at a time."""
    at, share = bracket(sight.times, time)
    return compose(share @ sight.translation[at], slerp(sight.rotation[at[0]], sight.rotation[at[1]], share[1]),
                   np.ones(3))


def glyphs(sights: Mapping, time: float, view: View, size: tuple[int, int], *, held: Mapping[str, np.ndarray],
           aspect: float, without: str = "") -> list[Glyph]:
    """All of them at a time; `held` stand elsewhere while they are dragged, `without` is the one looked through."""
    found = []
    for node, sight in sights.items():
        if node == without:
            continue
        place = held.get(node, place_at(sight, time))
        length = LONG * _metres(view, size, place[:3, 3])
        at, share = bracket(sight.times, time)
        if hasattr(sight, "field"):
            kind, lines = "camera", _camera(float(share @ sight.field[at]), aspect, length)
        else:
            kind = "light"
            lines = {"directional": _sun, "spot": _spot, "point": _bulb}[sight.kind](
                length, float(share @ sight.size[at]) / 2.0, float(share @ sight.cone[at]))
        drawn = [seen for line in lines for seen in _seen(line @ place[:3, :3].T + place[:3, 3], view, size)]
        found.append(Glyph(node, kind, drawn))
    return found


def hit(found: list[Glyph], x: float, y: float) -> str:
    """The node whose lines are under the pointer, or ""."""
    best, nearest = "", REACH
    for glyph in found:
        for line in glyph.lines:
            a, along = line[:-1], line[1:] - line[:-1]
            share = np.clip(((np.array([x, y]) - a) * along).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0, 1)
            away = float(np.linalg.norm(a + share[:, None] * along - (x, y), axis=1).min())
            if away < nearest:
                best, nearest = glyph.node, away
    return best


def paint(painter: QPainter, found: list[Glyph], chosen: tuple[str, ...], lit: str) -> None:
    """Draw them; what is chosen in the accent's colour, the one that is `lit` brighter."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for glyph in found:
        token = "accent" if glyph.node in chosen else "text" if glyph.node == lit else COLOURS[glyph.kind]
        ink = QColor(theme.TOKENS["dark"][token])
        for colour, width in ((QColor(0, 0, 0, 110), 3.6), (ink, 1.6)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                                Qt.PenJoinStyle.RoundJoin))
            for line in glyph.lines:
                painter.drawPolyline(QPolygonF([QPointF(*point) for point in line]))


# ---- looking through one -----------------------------------------------------------------------------


class Looking:
    """The cameras and lights of a viewport, and the camera that it looks through."""

    def __init__(self) -> None:
        self.sights: Mapping = {}
        self.aspect = 16 / 9              # of a picture, width over height
        self.through = ""                 # the node that is looked through
        self.lamps: Callable | None = None        # what lights the picture at a time; None: the studio does
        self.lit = ""                     # the node under the pointer
        self._name, self._own = "", View()
        self._sees: Callable[[float], View] | None = None

    def at(self, node: str, name: str, sees: Callable[[float], View] | None, view: View) -> View:
        """The view from now on; of no node: the one of before."""
        back = self._own if self.through and not node else view
        if not self.through:
            self._own = view
        self.through, self._name, self._sees = node, name, sees
        return back

    def out(self, view: View) -> View:
        """The view that goes on freely from where the camera is."""
        if not self.through:
            return view
        self.through, self._sees = "", None
        return replace(view, roll=0.0, field=View().field)

    def seen(self, time: float, view: View, size: tuple[int, int]) -> View:
        """What is seen at a time."""
        return view if self._sees is None else framed(self._sees(time), size, self.aspect)

    def cloud(self, nodes: tuple[str, ...], time: float) -> np.ndarray:
        """Points [n, 3] m around those of the nodes that are cameras or lights."""
        around = AROUND * np.concatenate([np.eye(3), -np.eye(3)])
        return np.concatenate([np.zeros((0, 3)), *(place_at(self.sights[node], time)[:3, 3] + around
                                                   for node in nodes if node in self.sights)])

    def glyphs(self, time: float, view: View, size: tuple[int, int],
               held: Mapping[str, np.ndarray] = MappingProxyType({})) -> list[Glyph]:
        return glyphs(self.sights, time, view, size, held=held, aspect=self.aspect, without=self.through)

    def paint(self, painter: QPainter, found: list[Glyph], chosen: tuple[str, ...], size: tuple[int, int]) -> None:
        paint(painter, found, chosen, self.lit)
        if self.through:
            paint_border(painter, size, self.aspect, self._name)


def framed(view: View, size: tuple[int, int], aspect: float) -> View:
    """What a camera sees, with a margin around its picture."""
    wider = size[1] / border(size, aspect).height()
    return replace(view, field=float(2.0 * np.arctan(np.tan(view.field / 2.0) * wider)))


def border(size: tuple[int, int], aspect: float) -> QRectF:
    """Where a camera's picture lies in a viewport that looks through it."""
    tall = ROOM * min(size[1], size[0] / aspect)
    box = QRectF(0.0, 0.0, tall * aspect, tall)
    box.moveCenter(QPointF(size[0] / 2.0, size[1] / 2.0))
    return box


def paint_border(painter: QPainter, size: tuple[int, int], aspect: float, name: str) -> None:
    """Darken what the camera does not take, and name it."""
    box = border(size, aspect)
    whole = QPolygonF(QRectF(0.0, 0.0, *size))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 120))
    painter.drawPolygon(whole.subtracted(QPolygonF(box)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.TOKENS["dark"]["accent"]), 1.2))
    painter.drawRect(box)
    painter.setFont(theme.font("small"))
    words = f"{name} · Numpad 0 leaves"
    measure = QFontMetricsF(painter.font())
    spot = QRectF(box.center().x() - measure.horizontalAdvance(words) / 2.0 - 9, box.top() + 6,
                  measure.horizontalAdvance(words) + 18, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("background", 0.72))
    painter.drawRoundedRect(spot, 9, 9)
    painter.setPen(theme.colour("text"))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)


# ---- shapes, in their own frames: they look along -Z ---------------------------------------------------


def _camera(field: float, aspect: float, length: float) -> Lines:
    tall = length * np.tan(min(field, 2.6) / 2.0)
    wide = tall * aspect
    if (most := max(tall, wide)) > 1.2 * length:        # of a wide angle as much as is seen well
        tall, wide, length = (each * 1.2 * length / most for each in (tall, wide, length))
    corners = np.array([[-wide, -tall, -length], [wide, -tall, -length], [wide, tall, -length], [-wide, tall, -length]])
    top = np.array([[-0.5 * wide, 1.12 * tall, -length], [0.0, 1.7 * tall, -length],
                    [0.5 * wide, 1.12 * tall, -length]])
    return [np.concatenate([corners, corners[:1]]), *(np.array([[0.0, 0, 0], corner]) for corner in corners),
            np.concatenate([top, top[:1]])]


def _sun(length: float, half: float, cone: float) -> Lines:
    ring = _ring(0.22 * length)
    rays = [np.array([[x, y, 0.0], [x, y, -0.9 * length]]) for x, y, _ in 1.5 * ring[:-1:4]]
    return [ring, *rays, np.array([[0.0, 0, 0], [0, 0, -1.4 * length]]), *_tip(length)]


def _tip(length: float) -> Lines:
    return [np.array([[sign * 0.09 * length, 0, -1.2 * length], [0, 0, -1.4 * length]]) for sign in (-1.0, 1.0)]


def _spot(length: float, half: float, cone: float) -> Lines:
    cone = min(cone, 1.3)
    far = 1.3 * length * np.cos(cone)
    ring = _ring(far * np.tan(cone)) - [0.0, 0.0, far]
    return [ring, *(np.array([[0.0, 0, 0], ring[k]]) for k in (0, 4, 8, 12)), _ring(0.12 * length)]


def _bulb(length: float, half: float, cone: float) -> Lines:
    ring = _ring(max(half, 0.16 * length))
    rays = [np.array([way * 1.3, way * 1.9]) for way in 0.16 * length * np.concatenate(
        [np.eye(3), -np.eye(3)])] if half < 0.3 * length else []
    return [ring, ring[:, [0, 2, 1]], ring[:, [2, 0, 1]], *rays]


def _ring(radius: float) -> np.ndarray:
    turn = np.linspace(0.0, 2.0 * np.pi, 17)
    return radius * np.stack([np.cos(turn), np.sin(turn), np.zeros(17)], 1)


def _metres(view: View, size: tuple[int, int], place: np.ndarray) -> float:
    """How long a pixel is at a place [m]."""
    depth = view.distance if view.parallel else float((view.eye() - place) @ view.axes()[2])
    return 2.0 * np.tan(view.field / 2.0) / size[1] * max(depth, BEHIND)


def _seen(line: np.ndarray, view: View, size: tuple[int, int]) -> Lines:
    """A line [n, 3] m on the picture: the pieces [n, 2] px of it that are before the eye."""
    if not view.parallel:
        depth = (view.eye() - line) @ view.axes()[2]
        if (depth < BEHIND).all():
            return []
        if (depth < BEHIND).any():
            pieces = []
            for k in range(len(line) - 1):
                a, b = depth[k], depth[k + 1]
                if max(a, b) < BEHIND:
                    continue
                share = np.clip((BEHIND - a) / (b - a), 0.0, 1.0) if min(a, b) < BEHIND else 0.0
                cut = line[k] + share * (line[k + 1] - line[k])
                ends = (line[k] if a >= BEHIND else cut, line[k + 1] if b >= BEHIND else cut)
                pieces.append(view.project(np.array(ends), size)[:, :2])
            return [piece for piece in pieces if np.isfinite(piece).all()]
    return [view.project(line, size)[:, :2]]
