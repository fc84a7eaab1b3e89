"""The course of a relation's edge: from which side of one card to which side of the other, clear of the cards between.

In     rectangles of cards [px].   Out   smooth paths, and places for their labels.
Raises nothing.  Knows nothing of items or documents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

OUT = {"left": QPointF(-1, 0), "right": QPointF(1, 0), "top": QPointF(0, -1), "bottom": QPointF(0, 1)}
TRIES = tuple(0.5 + side * step * 0.04 for step in range(9) for side in ((1, -1) if step else (1,)))
GAP = 2.0


@dataclass
class Course:
    """One edge to be drawn: its ends' cards and sides, and where along each side it meets the card (0..1)."""

    key: str
    source: QRectF
    target: QRectF
    leaves: str = "right"
    enters: str = "left"
    at: float = 0.5
    to: float = 0.5
    bulge: float = 0.0


def courses(ends: Iterable[tuple[str, QRectF, QRectF]], cards: list[QRectF]) -> list[Course]:
    """Sides for every edge, spread where several meet at one side of a card."""
    found = [_sided(Course(key, source, target), cards) for key, source, target in ends]
    sides: dict[tuple[float, float, str], list[tuple[float, Course, bool]]] = {}
    for course in found:
        for rect, side, far, is_source in ((course.source, course.leaves, course.target, True),
                                           (course.target, course.enters, course.source, False)):
            along = far.center().y() if side in ("left", "right") else far.center().x()
            sides.setdefault((rect.x(), rect.y(), side), []).append((along, course, is_source))
    for meeting in sides.values():
        meeting.sort(key=lambda item: (item[0], item[1].key))
        for index, (_, course, is_source) in enumerate(meeting):
            share = 0.5 + (index - (len(meeting) - 1) / 2) * min(0.24, 0.8 / len(meeting))
            if is_source:
                course.at = share
            else:
                course.to = share
    return found


def _sided(course: Course, cards: list[QRectF]) -> Course:
    a, b = course.source, course.target
    dx, dy = b.center().x() - a.center().x(), b.center().y() - a.center().y()
    if abs(dx) >= a.width() + 24:
        course.leaves, course.enters = ("right", "left") if dx > 0 else ("left", "right")
        return course
    low, high = min(a.bottom(), b.bottom()), max(a.top(), b.top())
    lane = QRectF(min(a.left(), b.left()), low + 1, a.width() + abs(dx), max(high - low - 2, 0))
    if any(card.intersects(lane) for card in cards if card not in (a, b)):
        course.leaves = course.enters = "left" if dx <= 0 else "right"
        course.bulge = 44.0 + 0.12 * abs(dy)
    elif abs(dy) < a.height():
        course.leaves, course.enters = ("right", "left") if dx > 0 else ("left", "right")
    else:
        course.leaves, course.enters = ("bottom", "top") if dy > 0 else ("top", "bottom")
    return course


def anchor(rect: QRectF, side: str, share: float) -> QPointF:
    """The point at a share of a card's side, a little outside of it."""
    out = OUT[side] * GAP
    if side in ("left", "right"):
        return QPointF(rect.left() if side == "left" else rect.right(), rect.top() + share * rect.height()) + out
    return QPointF(rect.left() + share * rect.width(), rect.top() if side == "top" else rect.bottom()) + out


def path(course: Course) -> QPainterPath:
    """A cubic that leaves and enters at right angles."""
    return between(anchor(course.source, course.leaves, course.at), anchor(course.target, course.enters, course.to),
                   OUT[course.leaves], OUT[course.enters], course.bulge)


def between(start: QPointF, end: QPointF, out: QPointF, into: QPointF, bulge: float = 0.0) -> QPainterPath:
    """A cubic between two points with the given outward directions."""
    span = end - start
    reach = bulge or max(28.0, 0.42 * (abs(span.x()) if out.x() else abs(span.y())))
    result = QPainterPath(start)
    result.cubicTo(start + out * reach, end + into * reach, end)
    return result


def label_place(curve: QPainterPath, width: float, height: float, cards: list[QRectF],
                labels: list[QRectF] | None = None) -> QRectF:
    """Where a label goes on a curve: as near the middle as it covers nothing; rather a card's rim than a label."""
    best, least = QRectF(), float("inf")
    for share in TRIES:
        middle = curve.pointAtPercent(share)
        spot = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        wide = spot.adjusted(-3, -3, 3, 3)
        covered = sum(_area(wide, card) for card in cards) + 4 * sum(_area(wide, label) for label in labels or ())
        if covered < least:
            best, least = spot, covered
        if covered == 0:
            break
    return best


def _area(a: QRectF, b: QRectF) -> float:
    common = a.intersected(b)
    return common.width() * common.height() if common.isValid() else 0.0
