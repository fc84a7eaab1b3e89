"""A relation as an edge: a smooth line in its family's colour and a label that says what and when.

In     a Relation, whether it was observed to hold, a curve.   Out   QGraphicsItems that paint themselves.
Raises nothing.  Knows nothing of the session: the view tells them what to show.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem

from engine.document.scene import Relation, Scene
from engine.vocabulary.relations import RELATIONS
from studio import theme

LABEL = 18.0
ARROW = 5.0


def seconds(value: float) -> str:
    """A time as the artist reads it: 3, 4.5."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def words(scene: Scene, relation: Relation, row: dict | None = None) -> str:
    """What stands on the edge: "orbits · 0–3 s", or by how much it fails: "below · off by 0.21 m"."""
    if row is not None and not row.get("holds", True):
        worst, unit = row.get("worst"), row.get("unit", "")
        amount = abs(worst) if isinstance(worst, (int, float)) else 0.0
        return f"{relation.kind} · " + (f"off by {amount:.2g} {unit}".rstrip() if amount >= 0.005 else "does not hold")
    if relation.start <= 0 and scene.end_of(relation) >= scene.duration:
        return relation.kind
    return f"{relation.kind} · {seconds(relation.start)}–{seconds(scene.end_of(relation))} s"


class Edge(QGraphicsItem):
    """The line. Its `label` is an item of its own, above the cards."""

    def __init__(self, relation: Relation) -> None:
        super().__init__()
        self.relation = relation
        self.curve = QPainterPath()
        self.violated = False
        self.lit = False                # hovered, or its label is
        self.label = Label(self)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setAcceptHoverEvents(True)
        self.setZValue(1)

    def tell(self, relation: Relation, text: str, row: dict | None) -> None:
        """Shows another value of the relation and what was observed of it."""
        self.relation = relation
        self.violated = row is not None and not row.get("holds", True)
        tip = (row or {}).get("words") or text
        self.label.tell(text, f"{tip}<br>Double-click to edit, drag from card to card to add another")
        self.update()

    def lay(self, curve: QPainterPath, spot: QRectF) -> None:
        """Takes another course; `spot` is where its label goes."""
        self.prepareGeometryChange()
        self.curve = curve
        self.label.setPos(spot.topLeft())

    def colour(self) -> QColor:
        if self.violated:
            return theme.colour("violated")
        row = RELATIONS.get(self.relation.kind)
        return theme.family_colour(row.family if row else "")

    def light(self, on: bool) -> None:
        self.lit = on
        self.update()
        self.label.update()

    def itemChange(self, change, value):
        if change == QGraphicsItem.GraphicsItemChange.ItemSelectedHasChanged:
            self.label.update()
        return super().itemChange(change, value)

    def hoverEnterEvent(self, event) -> None:
        self.light(True)

    def hoverLeaveEvent(self, event) -> None:
        self.light(False)

    def boundingRect(self) -> QRectF:
        return self.curve.boundingRect().adjusted(-12, -12, 12, 12)

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(12)
        return stroker.createStroke(self.curve)

    def paint(self, painter: QPainter, option, widget=None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.isSelected() or self.lit
        pen = QPen(self.colour(), 2.4 if strong else 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if not self.violated else Qt.PenCapStyle.FlatCap)
        if self.violated:
            pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawPath(self.curve)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour())
        painter.drawPolygon(arrow(self.curve))


class Label(QGraphicsItem):
    """The words on an edge. Clicks on it are clicks on the edge."""

    def __init__(self, edge: Edge) -> None:
        super().__init__()
        self.edge = edge
        self.text = ""
        self.width = 10.0
        self.setAcceptHoverEvents(True)
        self.setZValue(4)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, text: str, tip: str) -> None:
        self.setToolTip(tip)
        if text != self.text:
            self.prepareGeometryChange()
            self.text = text
            self.width = QFontMetricsF(theme.font("small")).horizontalAdvance(text) + 18
        self.update()

    def hoverEnterEvent(self, event) -> None:
        self.edge.light(True)

    def hoverLeaveEvent(self, event) -> None:
        self.edge.light(False)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, self.width + 4, LABEL + 4)

    def paint(self, painter: QPainter, option, widget=None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.edge.colour()
        chosen = self.edge.isSelected()
        painter.setPen(QPen(colour, 1.8 if chosen or self.edge.lit else 1.0))
        ground = theme.colour("panel")
        painter.setBrush(colour if chosen else ground)
        rect = QRectF(0.5, 0.5, self.width - 1, LABEL - 1)
        painter.drawRoundedRect(rect, theme.RADIUS["chip"] - 0.5, theme.RADIUS["chip"] - 0.5)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("background" if theme.active() == "dark" else "raised") if chosen else colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text)


def arrow(curve: QPainterPath, size: float = ARROW) -> QPolygonF:
    """The head at a curve's end."""
    tip = curve.pointAtPercent(1.0)
    back = curve.pointAtPercent(max(0.0, 1.0 - 2 * size / max(curve.length(), 1.0)))
    along = tip - back
    length = max((along.x() ** 2 + along.y() ** 2) ** 0.5, 1e-6)
    along = along / length
    across = QPointF(-along.y(), along.x())
    base = tip - along * size * 1.5
    return QPolygonF([tip, base + across * size * 0.8, base - across * size * 0.8])
