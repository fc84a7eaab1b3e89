"""The scene graph on a canvas: cards and edges, and every gesture on them.

In     the session.   Out   edits on it, its selection, and requests to search (`search_wanted`).
Raises nothing.  Knows nothing of the engine or other panels.

Gestures: drag a card to move it; drag from a card's edge to another card to relate them, to empty ground to add one;
drag on empty ground for a rubber band; wheel zooms, the middle button or space pans; double-click renames or edits.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QGraphicsView

from engine.document.edits import Group, SetNode
from engine.document.scene import Node, Scene
from studio import theme
from studio.graph import curves
from studio.graph.arrange import CARD, arranged
from studio.graph.cards import Card
from studio.graph.edges import LABEL, Edge, Label, words
from studio.session import Session

ZOOM = (0.25, 2.5)
OWN_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
GRID = 4


class GraphView(QGraphicsView):
    add_wanted = Signal(object, str)         # canvas point or None; id of the node to relate the new one with, or ""
    relate_wanted = Signal(str, str, QPoint)  # source, target, screen point
    rename_wanted = Signal(str)
    edit_wanted = Signal(str, QPoint)        # relation id, screen point
    menu_wanted = Signal(str, QPoint)        # id under the pointer or "", screen point

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.cards: dict[str, Card] = {}
        self.edges: dict[str, Edge] = {}
        self._canvas = QGraphicsScene(self)
        self._canvas.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._canvas)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Scene graph")
        self.setMouseTracking(True)
        self.working: frozenset[str] = frozenset()
        self._gesture = ""               # "", "pan", "move", "band", "draw"
        self._from = QPoint()
        self._starts: dict[str, QPointF] = {}
        self._source: Card | None = None
        self._rubber: QGraphicsPathItem | None = None
        self._band = QRectF()
        self._space = self._panned = False
        self._framed = False
        self._known: tuple = ()
        session.changed.connect(self.refresh)
        session.selection_changed.connect(self._show_selection)
        session.observed_changed.connect(self._show_truth)
        session.picture_changed.connect(self._show_picture)
        theme.follow(self, self._repaint)
        self.refresh(session.scene)

    # ---- the document on the canvas --------------------------------------------------------------

    def refresh(self, scene: Scene) -> None:
        """Brings cards and edges in line with the document."""
        known = (scene.nodes, scene.relations, scene.duration)
        if known == self._known:
            return
        fresh = not self.cards and bool(scene.nodes)
        self._known = known
        self._update_cards(scene)
        self._update_edges(scene)
        self._show_selection(self.session.selection)
        if fresh or not self._framed:
            self.frame()

    def _update_cards(self, scene: Scene) -> None:
        present = {node.id for node in scene.nodes}
        for gone in [i for i in self.cards if i not in present]:
            self._canvas.removeItem(self.cards.pop(gone))
        places = arranged(scene)
        for node in scene.nodes:
            text = subtitle(scene, node)
            card = self.cards.get(node.id)
            if card is None:
                card = self.cards[node.id] = Card(node, text)
                self._canvas.addItem(card)
            card.tell(node, text)
            card.picture = self.session.pictures.get(node.id)  # type: ignore[assignment]
            card.setPos(QPointF(*places[node.id]))

    def _update_edges(self, scene: Scene) -> None:
        present = {relation.id for relation in scene.relations}
        for gone in [i for i in self.edges if i not in present]:
            edge = self.edges.pop(gone)
            self._canvas.removeItem(edge.label)
            self._canvas.removeItem(edge)
        for relation in scene.relations:
            if relation.id not in self.edges:
                edge = self.edges[relation.id] = Edge(relation)
                self._canvas.addItem(edge)
                self._canvas.addItem(edge.label)
            row = self.session.observed.get(relation.id)
            self.edges[relation.id].tell(relation, words(scene, relation, row), row)
        self._lay_edges()

    def _lay_edges(self) -> None:
        rects = {i: card.rect().translated(card.pos()) for i, card in self.cards.items()}
        ends = [(i, rects[e.relation.source], rects[e.relation.target]) for i, e in self.edges.items()
                if e.relation.source in rects and e.relation.target in rects]
        taken: list[QRectF] = []
        for course in curves.courses(ends, list(rects.values())):
            edge = self.edges[course.key]
            curve = curves.path(course)
            spot = curves.label_place(curve, edge.label.width, LABEL, list(rects.values()), taken)
            taken.append(spot)
            edge.lay(curve, spot)

    def _show_truth(self) -> None:
        scene = self.session.scene
        for relation_id, edge in self.edges.items():
            row = self.session.observed.get(relation_id)
            edge.tell(edge.relation, words(scene, edge.relation, row), row)
        self._lay_edges()

    def _show_picture(self, node_id: str) -> None:
        if node_id in self.cards:
            self.cards[node_id].picture = self.session.pictures.get(node_id)  # type: ignore[assignment]
            self.cards[node_id].update()

    def show_working(self, ids: frozenset[str]) -> None:
        """Which nodes the engine is generating."""
        self.working = ids
        for node_id, card in self.cards.items():
            if card.working != (node_id in ids):
                card.working = node_id in ids
                card.update()

    def _show_selection(self, ids: tuple[str, ...]) -> None:
        for item_id, item in (*self.cards.items(), *self.edges.items()):
            item.setSelected(item_id in ids)

    def _repaint(self) -> None:
        for card in self.cards.values():
            card.update()
        self.viewport().update()

    # ---- the view --------------------------------------------------------------------------------

    def frame(self, *, selected: bool = False) -> None:
        """Shows everything, or the selection, as large as it goes but never enlarged."""
        chosen = [card for i, card in self.cards.items() if not selected or i in self.session.selection]
        if not chosen:
            chosen = list(self.cards.values())
        if not chosen or self.width() < 80:
            return
        self._framed = self.isVisible()
        area = QRectF()
        for card in chosen:
            area = area.united(card.rect().translated(card.pos()))
        for edge in self.edges.values() if not selected else ():
            area = area.united(edge.boundingRect()).united(edge.label.boundingRect().translated(edge.label.pos()))
        area = area.adjusted(-16, -16, 16, 16)
        scale = min(self.viewport().width() / area.width(), self.viewport().height() / area.height(), 1.0)
        self._look(area.center(), max(scale, ZOOM[0]))

    def show_card(self, node_id: str) -> None:
        """Shows everything, if this card is not in sight."""
        card = self.cards[node_id]
        seen = self.mapFromScene(card.rect().translated(card.pos())).boundingRect()
        if not self.viewport().rect().contains(seen):
            self.frame()

    def _look(self, centre: QPointF, scale: float) -> None:
        self._canvas.setSceneRect(QRectF(-20000, -20000, 40000, 40000))
        self.setTransform(QTransform.fromScale(scale, scale))
        self.centerOn(centre)

    @property
    def scale_now(self) -> float:
        return self.transform().m11()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if not self._gesture:
            self.frame()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.frame()

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, theme.colour("panel"))
        step = 24.0 if self.scale_now > 0.5 else 96.0
        dot = theme.colour("line", 0.55)
        pen = QPen(dot, 1.6 / self.scale_now)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x0, y0 = rect.left() - rect.left() % step, rect.top() - rect.top() % step
        across, down = int(rect.width() / step) + 2, int(rect.height() / step) + 2
        painter.drawPoints([QPointF(x0 + i * step, y0 + j * step) for i in range(across) for j in range(down)])

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        if self._gesture == "band":
            painter.setPen(QPen(theme.colour("accent"), 1 / self.scale_now))
            painter.setBrush(theme.colour("accent", 0.10))
            painter.drawRect(self._band)
        if not self.cards:
            self._draw_empty(painter)

    def _draw_empty(self, painter: QPainter) -> None:
        painter.save()
        painter.resetTransform()
        area = self.viewport().rect().adjusted(24, 0, -24, 0)
        middle = area.center().y()
        painter.setFont(theme.font("title"))
        painter.setPen(theme.colour("dim"))
        painter.drawText(QRectF(area.x(), middle - 44, area.width(), 24), Qt.AlignmentFlag.AlignCenter,
                         "Nothing in the scene yet")
        painter.setFont(theme.font())
        painter.setPen(theme.colour("faint"))
        painter.drawText(QRectF(area.x(), middle - 12, area.width(), 48),
                         Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap,
                         "Write a sentence above and press Compose,\nor press Tab to add an object here.")
        painter.restore()

    # ---- gestures --------------------------------------------------------------------------------

    def wheelEvent(self, event) -> None:
        factor = 1.0015 ** (event.angleDelta().y() or event.pixelDelta().y() * 4)
        scale = min(max(self.scale_now * factor, ZOOM[0]), ZOOM[1])
        self._zoom(event.position(), scale)
        event.accept()

    def _zoom(self, at: QPointF, scale: float) -> None:
        before = self.mapToScene(at.toPoint())
        self.setTransform(QTransform.fromScale(scale, scale))
        self._pan(self.mapFromScene(before) - at.toPoint())

    def _pan(self, by: QPoint) -> None:
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + by.y())

    def _id_at(self, place: QPoint) -> str:
        item = self.itemAt(place)
        if isinstance(item, Card):
            return item.node.id
        if isinstance(item, Label):
            return item.edge.relation.id
        if isinstance(item, Edge):
            return item.relation.id
        return ""

    def mousePressEvent(self, event) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = event.position().toPoint()
        self._from = place
        if event.button() == Qt.MouseButton.MiddleButton or (
                event.button() == Qt.MouseButton.LeftButton and self._space):
            self._gesture = "pan"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        item = self.itemAt(place)
        if isinstance(item, Card) and item.handle_at(item.mapFromScene(self.mapToScene(place))) is not None:
            self._begin_draw(item)
            return
        self._pick(self._id_at(place), event.modifiers())
        if isinstance(item, Card):
            self._gesture = "move"
            self._starts = {i: QPointF(self.cards[i].pos()) for i in self.session.selection if i in self.cards}
        elif not item:
            self._gesture = "band"
            self._band = QRectF(self.mapToScene(place), self.mapToScene(place))

    def _pick(self, item_id: str, modifiers: Qt.KeyboardModifier) -> None:
        more = modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        chosen = self.session.selection
        if not item_id:
            if not more:
                self.session.select()
        elif more:
            left = tuple(i for i in chosen if i != item_id)
            self.session.select(*(left if item_id in chosen else (*chosen, item_id)))
        elif item_id not in chosen:
            self.session.select(item_id)

    def mouseMoveEvent(self, event) -> None:
        place = event.position().toPoint()
        if self._gesture == "pan":
            self._panned = True
            self._pan(self._from - place)
            self._from = place
        elif self._gesture == "move":
            self._move_cards(self.mapToScene(place) - self.mapToScene(self._from))
        elif self._gesture == "band":
            self._stretch_band(self.mapToScene(place))
        elif self._gesture == "draw":
            self._draw_to(place)
        else:
            super().mouseMoveEvent(event)

    def _move_cards(self, by: QPointF) -> None:
        for node_id, start in self._starts.items():
            spot = start + by
            self.cards[node_id].setPos(round(spot.x() / GRID) * GRID, round(spot.y() / GRID) * GRID)
        self._lay_edges()

    def _stretch_band(self, corner: QPointF) -> None:
        self._band.setBottomRight(corner)
        area = self._band.normalized()
        rects = {i: card.rect().translated(card.pos()) for i, card in self.cards.items()}
        self.session.select(*(i for i, rect in rects.items() if area.intersects(rect)))
        self.viewport().update()

    def mouseReleaseEvent(self, event) -> None:
        gesture, self._gesture = self._gesture, ""
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)
        if gesture == "move":
            self._keep_cards()
        elif gesture == "draw":
            self._end_draw(event.position().toPoint())
        self.viewport().update()

    def _keep_cards(self) -> None:
        moved = {i: card.pos() for i, card in self.cards.items() if self._starts.get(i, card.pos()) != card.pos()}
        if not moved:
            return
        # the first move places every card, so that the ones left alone do not jump to another free place
        unplaced = {n.id for n in self.session.scene.nodes if n.card is None}
        spots = {i: (card.pos().x(), card.pos().y()) for i, card in self.cards.items() if i in moved or i in unplaced}
        name = "Move card" if len(moved) == 1 else f"Move {len(moved)} cards"
        self.session.apply(Group(tuple(SetNode(i, "card", spot) for i, spot in spots.items()), name), name)

    def nudge(self, dx: int, dy: int) -> None:
        """Moves the selected cards by the keyboard; one after the other is one step of undo."""
        chosen = [i for i in self.session.selection if i in self.cards]
        if chosen:
            steps = (SetNode(i, "card", (self.cards[i].pos().x() + dx, self.cards[i].pos().y() + dy)) for i in chosen)
            self.session.apply(Group(tuple(steps)), "Move card", merge="nudge " + " ".join(chosen))

    # ---- drawing a relation ----------------------------------------------------------------------

    def _begin_draw(self, card: Card) -> None:
        self._gesture, self._source = "draw", card
        self._rubber = QGraphicsPathItem()
        pen = QPen(theme.colour("text"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._rubber.setPen(pen)
        self._rubber.setZValue(5)
        self._canvas.addItem(self._rubber)

    def _draw_to(self, place: QPoint) -> None:
        if self._source is None or self._rubber is None:
            return
        point = self.mapToScene(place)
        over = self._card_at(place)
        for card in self.cards.values():
            if card.target != (card is over):
                card.target = card is over
                card.update()
        handles = [self._source.mapToScene(handle) for handle in self._source.handles()]
        index = min(range(4), key=lambda i: (handles[i] - point).manhattanLength())
        out = curves.OUT[("right", "left", "top", "bottom")[index]]
        self._rubber.setPath(curves.between(handles[index], point, out, QPointF(0, 0)) if over is not self._source
                             else QPainterPath())

    def _card_at(self, place: QPoint) -> Card | None:
        return next((item for item in self.items(place) if isinstance(item, Card)), None)

    def _end_draw(self, place: QPoint) -> None:
        source, self._source = self._source, None
        if self._rubber is not None:
            self._canvas.removeItem(self._rubber)
            self._rubber = None
        over = self._card_at(place)
        for card in self.cards.values():
            card.target = False
            card.update()
        if source is None or over is source:
            return
        if over is not None:
            self.relate_wanted.emit(source.node.id, over.node.id, self.viewport().mapToGlobal(place))
        else:
            self.add_wanted.emit(self.mapToScene(place), source.node.id)

    # ---- keys, double clicks, menus --------------------------------------------------------------

    def mouseDoubleClickEvent(self, event) -> None:
        place = event.position().toPoint()
        item_id = self._id_at(place)
        self._gesture = ""
        if item_id in self.edges:
            self.edit_wanted.emit(item_id, self.viewport().mapToGlobal(place))
        elif item_id:
            self.rename_wanted.emit(item_id)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.add_wanted.emit(self.mapToScene(place), "")

    def contextMenuEvent(self, event) -> None:
        item_id = self._id_at(event.pos())
        if item_id and item_id not in self.session.selection:
            self.session.select(item_id)
        self.menu_wanted.emit(item_id, event.globalPos())

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and event.key() in OWN_KEYS:
            event.accept()          # these keys mean something here before they mean something to the window
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab adds an object here; F6 goes on to the next panel."""
        return False

    def keyPressEvent(self, event) -> None:
        arrows = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        key, modifiers = event.key(), event.modifiers()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._panned = True, False
                self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif key == Qt.Key.Key_Tab and not modifiers:
            self.add_wanted.emit(self.pointer(), "")
        elif key in arrows and modifiers & Qt.KeyboardModifier.AltModifier:
            dx, dy = arrows[key]
            self.nudge(dx * GRID * 2, dy * GRID * 2)
        elif key in arrows:
            self._select_towards(*arrows[key])
        elif key == Qt.Key.Key_Escape:
            self.session.select()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.setCursor(Qt.CursorShape.ArrowCursor)
            if not self._panned:    # pressed alone, it plays, as everywhere else
                self.session.set_playing(not self.session.playing)
        super().keyReleaseEvent(event)

    def pointer(self) -> QPointF | None:
        """The canvas point under the mouse; None where it is elsewhere, or over a card."""
        place = self.viewport().mapFromGlobal(self.cursor().pos())
        free = self.viewport().rect().contains(place) and self._card_at(place) is None
        return self.mapToScene(place) if free else None

    def _select_towards(self, dx: int, dy: int) -> None:
        """From the active card to the nearest one in a direction."""
        active = self.session.active_node
        if active is None or active.id not in self.cards:
            if self.cards:
                self.session.select(next(iter(self.cards)))
            return
        here = self.cards[active.id].pos()
        best, cost = None, float("inf")
        for node_id, card in self.cards.items():
            way = card.pos() - here
            along, across = way.x() * dx + way.y() * dy, abs(way.x() * dy) + abs(way.y() * dx)
            if along > CARD[1] / 4 and along + 2 * across < cost:
                best, cost = node_id, along + 2 * across
        if best is not None:
            self.session.select(best)


def subtitle(scene: Scene, node: Node) -> str:
    """What stands under a card's name: "fish · swim", "state of Tall lamp"."""
    if node.kind == "state":
        of = [r.source for r in scene.relations if r.kind == "morphs into" and r.target == node.id]
        return f"state of {scene.node(of[0]).name or of[0]}" if of else f"{node.category} · state"
    if node.kind != "object":
        return node.kind
    if node.imported is not None:
        return f"{node.imported.name} · imported"
    return f"{node.category} · {node.motion.verb}"
