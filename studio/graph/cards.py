"""A node as a card: picture, name, what it is; handles at its edges to draw relations from.

In     a Node and its picture.   Out   a QGraphicsItem that paints itself.
Raises nothing.  Knows nothing of the session: the view tells it what to show.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem

from engine.document.scene import Node
from studio import icons, theme
from studio.graph.arrange import CARD
from studio.graph.choices import icon_of

PICTURE = 86.0
HANDLE = 5.0
REACH = 11.0                      # px around a handle that take hold of it


class Card(QGraphicsItem):
    def __init__(self, node: Node, words: str) -> None:
        super().__init__()
        self.node, self.words = node, words
        self.picture: QImage | None = None
        self.working = False
        self.target = False           # a relation is being dragged onto it
        self.hovered = False
        self.setAcceptHoverEvents(True)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(2)
        self.tell(node, words)

    def tell(self, node: Node, words: str) -> None:
        """Shows another value of the node; `words` is the line under its name."""
        self.node, self.words = node, words
        self.setToolTip(f"<b>{node.name or node.id}</b><br>{words}<br>"
                        "Drag to move, drag from an edge to relate, double-click to rename")
        self.update()

    def rect(self) -> QRectF:
        return QRectF(0, 0, *CARD)

    def boundingRect(self) -> QRectF:
        return self.rect().adjusted(-14, -14, 14, 18)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        grip = REACH if self.hovered else 0
        path.addRect(self.rect().adjusted(-grip, -grip, grip, grip))
        return path

    def handles(self) -> tuple[QPointF, ...]:
        """Middles of the four edges, where a relation can be drawn from."""
        w, h = CARD
        return QPointF(w, h / 2), QPointF(0, h / 2), QPointF(w / 2, 0), QPointF(w / 2, h)

    def handle_at(self, point: QPointF) -> QPointF | None:
        """The handle near a point (card coordinates)."""
        for handle in self.handles():
            if (handle - point).manhattanLength() <= REACH * 1.3:
                return handle
        return None

    def hoverEnterEvent(self, event) -> None:
        self.hovered = True
        self.prepareGeometryChange()
        self.update()

    def hoverMoveEvent(self, event) -> None:
        near = self.handle_at(event.pos()) is not None
        self.setCursor(Qt.CursorShape.CrossCursor if near else Qt.CursorShape.ArrowCursor)

    def hoverLeaveEvent(self, event) -> None:
        self.hovered = False
        self.prepareGeometryChange()
        self.update()

    # ---- painting --------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option, widget=None) -> None:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect, radius = self.rect(), theme.RADIUS["card"]
        _shadow(painter, rect, radius)
        body = QPainterPath()
        body.addRoundedRect(rect, radius, radius)
        painter.fillPath(body, theme.colour("raised"))
        painter.save()
        painter.setClipPath(body)
        self._paint_picture(painter, QRectF(0, 0, rect.width(), PICTURE))
        painter.restore()
        self._paint_words(painter, rect)
        if self.isSelected():
            pen = QPen(theme.colour("accent"), 2)
        elif self.target:
            pen = QPen(theme.colour("text"), 2)
        else:
            pen = QPen(theme.colour("faint" if self.hovered else "line"), 1)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
        if self.hovered:
            painter.setPen(QPen(theme.colour("panel"), 2))
            painter.setBrush(theme.colour("dim"))
            for handle in self.handles():
                painter.drawEllipse(handle, HANDLE, HANDLE)

    def _paint_picture(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(area, theme.colour("picture"))
        if self.picture is not None and not self.picture.isNull():
            scale = max(area.width() / self.picture.width(), area.height() / self.picture.height())
            w, h = area.width() / scale, area.height() / scale
            source = QRectF((self.picture.width() - w) / 2, (self.picture.height() - h) / 2, w, h)
            painter.drawImage(area, self.picture, source)
        else:
            size = 28.0
            spot = QRectF(area.center().x() - size / 2, area.center().y() - size / 2, size, size)
            painter.setOpacity(0.55)
            kind = "imported" if self.node.imported is not None else self.node.category or self.node.kind
            icons.paint(painter, icon_of(kind), spot, theme.colour("faint"))
            painter.setOpacity(1.0)
        if self.node.hidden:
            icons.paint(painter, "eye-off", QRectF(area.right() - 22, 8, 14, 14), theme.colour("text"))
        mark = "download" if self.node.imported is not None else "lock" if self.node.generation.locked else ""
        if mark:
            icons.paint(painter, mark, QRectF(8, 8, 13, 13), theme.colour("text"))
        painter.fillRect(QRectF(0, area.bottom(), area.width(), 1), theme.colour("line"))
        if self.working:
            painter.fillRect(QRectF(0, area.bottom() - 1, area.width(), 2), theme.colour("accent", 0.9))

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        wide = rect.width() - 20
        name = theme.font(weight=QFont.Weight.Medium)
        painter.setFont(name)
        painter.setPen(theme.colour("text"))
        title = QFontMetricsF(name).elidedText(self.node.name or self.node.id, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRectF(10, PICTURE + 6, wide, 18), Qt.AlignmentFlag.AlignVCenter, title)
        small = theme.font("small")
        painter.setFont(small)
        painter.setPen(theme.colour("dim"))
        words = QFontMetricsF(small).elidedText(self.words, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRectF(10, PICTURE + 24, wide, 16), Qt.AlignmentFlag.AlignVCenter, words)


def _shadow(painter: QPainter, rect: QRectF, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    shade = theme.colour("background" if theme.active() == "dark" else "line")
    for grow in range(6, 0, -1):
        shade.setAlphaF(0.07)
        painter.setBrush(shade)
        painter.drawRoundedRect(rect.adjusted(-grow, -grow + 3, grow, grow + 3), radius + grow, radius + grow)
