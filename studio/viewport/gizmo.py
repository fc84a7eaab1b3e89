"""Gizmo: the handles at the selection and the axes in the corner, as lines on the picture.

In     a camera, a size [px], a place in the scene.   Out   strokes to paint, and which one is under the pointer.
Raises nothing.  Knows nothing of OpenGL, documents or panels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.picture.camera import Camera
from studio import theme
from studio.viewport.transform import AXES

LENGTH = 84.0            # px, of a handle
REACH = 8.0              # px, from which a handle can be gripped
CORNER = 52.0            # px, from the corner to the middle of the axes
COLOURS = {"x": "#ff6b6f", "y": "#8fd46f", "z": "#6ea8ff"}
VIEWS = {"x": (np.pi / 2, 0.0), "-x": (-np.pi / 2, 0.0), "y": (0.0, np.pi / 2), "-y": (0.0, -np.pi / 2),
         "z": (0.0, 0.0), "-z": (np.pi, 0.0)}
"""Yaw and pitch [rad] from which an axis points at the viewer."""


@dataclass(frozen=True)
class Handle:
    """One handle on the picture."""

    axis: str
    points: np.ndarray       # [n, 2] px
    closed: bool = False


def handles(tool: str, camera: Camera, size: tuple[int, int], pivot: np.ndarray) -> list[Handle]:
    """The handles of a tool at a place; none for "select" or where the place is not seen."""
    centre = camera.project(pivot, size)
    if tool == "select" or not np.isfinite(centre).all():
        return []
    span = 2.0 * np.tan(camera.field / 2) / size[1]
    depth = camera.distance if camera.parallel else float((camera.eye() - pivot) @ camera.axes()[2])
    length = max(LENGTH * span * depth, 1e-6)
    found = []
    for name, axis in AXES.items():
        if tool == "rotate":
            first = np.cross(axis, [0.31, 0.52, 0.79])
            first /= np.linalg.norm(first)
            turn = np.linspace(0.0, 2 * np.pi, 65)[:, None]
            ring = pivot + length * (np.cos(turn) * first + np.sin(turn) * np.cross(axis, first))
            found.append(Handle(name, camera.project(ring, size)[:, :2], closed=True))
        else:
            tip = camera.project(np.stack([pivot, pivot + axis * length]), size)[:, :2]
            if np.linalg.norm(tip[1] - tip[0]) > 14.0:
                found.append(Handle(name, tip))
    return [handle for handle in found if np.isfinite(handle.points).all()]


def gripped(found: list[Handle], x: float, y: float) -> str:
    """The axis whose handle is under the pointer, or ""."""
    best, nearest = "", REACH
    for handle in found:
        start = handle.points[0] + 0.18 * (handle.points[-1] - handle.points[0]) * (not handle.closed)
        points = np.concatenate([[start], handle.points[1:]])
        a, b = points[:-1], points[1:]
        along = b - a
        share = np.clip(((np.array([x, y]) - a) * along).sum(1) / np.maximum((along * along).sum(1), 1e-9), 0.0, 1.0)
        distance = np.linalg.norm(a + share[:, None] * along - (x, y), axis=1).min()
        if distance < nearest:
            best, nearest = handle.axis, distance
    return best


def paint(painter: QPainter, tool: str, found: list[Handle], lit: str) -> None:
    """Draw the handles; the one that is `lit` brighter."""
    for handle in found:
        ink = QColor(COLOURS[handle.axis] if handle.axis != lit else theme.hexed("text"))
        painter.setPen(QPen(ink, 2.4 if handle.axis != lit else 3.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(*point) for point in handle.points]
        painter.drawPolyline(points)
        if handle.closed:
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        tip = handle.points[1]
        if tool == "scale":
            painter.drawRoundedRect(QRectF(tip[0] - 5, tip[1] - 5, 10, 10), 2, 2)
        else:
            way = (tip - handle.points[0]) / np.linalg.norm(tip - handle.points[0])
            side = np.array([-way[1], way[0]])
            painter.drawPolygon(QPolygonF([QPointF(*(tip + way * 12)), QPointF(*(tip + side * 5.5)),
                                           QPointF(*(tip - side * 5.5))]))


def corner_balls(camera: Camera, size: tuple[int, int]) -> list[tuple[str, np.ndarray, float]]:
    """The corner's axes, farthest first: name ("x", "-x", ...), middle [px], depth -1..1."""
    right, up, back = camera.axes()
    middle = np.array([CORNER, size[1] - CORNER])
    found = []
    for name, axis in AXES.items():
        for sign in (1.0, -1.0):
            seen = np.array([axis @ right, -(axis @ up)]) * 30.0 * sign
            found.append((name if sign > 0 else f"-{name}", middle + seen, float(axis @ back) * sign))
    return sorted(found, key=lambda ball: ball[2])


def corner_hit(camera: Camera, size: tuple[int, int], x: float, y: float) -> str:
    """The nearest of the corner's balls under the pointer, or ""."""
    for name, middle, _ in reversed(corner_balls(camera, size)):
        if np.hypot(*(middle - (x, y))) <= 9.0:
            return name
    return ""


def paint_corner(painter: QPainter, camera: Camera, size: tuple[int, int], lit: str) -> None:
    """Draw the corner's axes."""
    centre = QPointF(CORNER, size[1] - CORNER)
    for name, middle, depth in corner_balls(camera, size):
        ink = QColor(COLOURS[name[-1]])
        ink.setAlphaF(0.55 + 0.45 * (depth + 1) / 2)
        spot = QPointF(*middle)
        if name in AXES:
            painter.setPen(QPen(ink, 2.0))
            painter.drawLine(centre, spot)
        painter.setPen(QPen(ink, 1.5))
        painter.setBrush(ink if name in AXES or name == lit else theme.colour("picture", 0.75))
        painter.drawEllipse(spot, 8.0, 8.0)
        if name in AXES or name == lit:
            painter.setPen(theme.colour("background"))
            painter.setFont(theme.font("small", weight=painter.font().Weight.DemiBold))
            painter.drawText(QRectF(spot.x() - 10, spot.y() - 10, 20, 20), Qt.AlignmentFlag.AlignCenter,
                             name[-1].upper())
