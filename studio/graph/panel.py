"""The scene-graph panel: its heading, its canvas, and the small windows the canvas asks for.

In     the session.   Out   edits on it.   Raises nothing.  Knows nothing of the engine or other panels.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from engine.document.edits import Group, SetNode
from engine.document.scene import Scene, SceneError
from studio.elided import Elided
from studio.graph import changes
from studio.graph.arrange import CARD, arranged
from studio.graph.choices import relations, things
from studio.graph.interval import edit_relation
from studio.graph.view import GraphView
from studio.popup import ask_text
from studio.search import Search
from studio.session import Session


class GraphPanel(QWidget):
    """`menu_commands(kind)` is asked which actions a context menu offers: the window sets it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.menu_commands: Callable[[str], list[QAction | None]] | None = None
        self.view = GraphView(session)
        self.title = QLabel("Scene graph")
        self.title.setProperty("role", "title")
        self.count = Elided("faint")
        header = QWidget()
        header.setFixedHeight(32)
        row = QHBoxLayout(header)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.view, 1)
        self.view.add_wanted.connect(self.add)
        self.view.relate_wanted.connect(self.relate)
        self.view.rename_wanted.connect(self.rename)
        self.view.edit_wanted.connect(self.edit)
        self.view.menu_wanted.connect(self._menu)
        session.changed.connect(self._show_count)
        self._show_count(session.scene)
        self.setMinimumWidth(240)

    def _show_count(self, scene: Scene) -> None:
        objects = sum(node.kind in ("object", "state") for node in scene.nodes)
        short, words = _plural(objects, "object"), _plural(len(scene.relations), "relation")
        if not scene.nodes:
            self.count.say(("Tab to add", ""))
            return
        self.count.say((f"{short} · {words} · Tab to add", f"{short} · {words}", short, ""))

    # ---- what the canvas asks for ----------------------------------------------------------------

    def add(self, point: QPointF | None = None, source: str = "") -> None:
        """Search for an object to add; where `source` is given, then for its relation with the new one."""
        spot = self.view.pointer() if point is None else point
        here = self.view.viewport().rect().center() if spot is None else self.view.mapFromScene(spot)
        place = self.view.viewport().mapToGlobal(here)
        search = Search(things(), "Add an object", self)

        def take(what: str) -> None:
            corner = None                # without a place of its own the card goes where there is room
            if spot is not None:
                corner = (round((spot.x() - CARD[0] / 2) / 4) * 4.0, round((spot.y() - CARD[1] / 2) / 4) * 4.0)
            edit, node_id = changes.added(self.session.scene, what, corner)
            self._place_all(edit)
            self.session.select(node_id)
            self.view.show_card(node_id)
            if source:
                self.relate(source, node_id, place)

        search.chosen.connect(take)
        search.open_at(place)

    def _place_all(self, edit) -> None:
        """Applies an edit; cards that were placed by themselves stay where they are seen."""
        scene = self.session.scene
        places = arranged(scene)
        unplaced = tuple(SetNode(n.id, "card", places[n.id]) for n in scene.nodes if n.card is None)
        name = "Add " + edit.node.name
        self.session.apply(Group((*unplaced, edit), name), name)

    def relate(self, source: str, target: str, place: QPoint) -> None:
        """Search for the relation of two nodes."""
        a, b = self.session.scene.node(source), self.session.scene.node(target)
        search = Search(relations(), f"{a.name or a.id} … {b.name or b.id}", self)

        def take(kind: str) -> None:
            edit, relation_id = changes.connected(self.session.scene, kind, source, target, self.session.time)
            try:
                self.session.apply(edit)
            except SceneError:
                return
            self.session.select(relation_id)

        search.chosen.connect(take)
        search.open_at(place)

    def rename(self, node_id: str) -> None:
        """One field over the card's name."""
        node, card = self.session.scene.node(node_id), self.view.cards[node_id]
        place = self.view.viewport().mapToGlobal(self.view.mapFromScene(card.pos() + QPointF(0, CARD[1] - 40)))
        ask_text(self, "Rename", node.name or node.id, place,
                 lambda name: self.session.change_node(node_id, f"Rename {node.name or node.id}", name=name))

    def edit(self, relation_id: str, place: QPoint | None = None) -> None:
        edit_relation(self.session, relation_id, self, place or QCursor.pos())

    def arrange(self) -> None:
        """Every card to where it would go by itself."""
        scene = self.session.scene
        places = arranged(scene.changed(nodes=tuple(n.changed(card=None) for n in scene.nodes)))
        self.session.apply(Group(tuple(SetNode(i, "card", spot) for i, spot in places.items()), "Arrange the graph"))
        self.view.frame()

    def copy(self) -> None:
        if self.session.selected_nodes:
            QGuiApplication.clipboard().setText(changes.copied(self.session.scene, self.session.selection))

    def paste(self, text: str | None = None) -> None:
        found = changes.pasted(self.session.scene, QGuiApplication.clipboard().text() if text is None else text,
                               blobs=self.session.blobs)
        if found is not None:
            self.session.apply(found[0])
            self.session.select(*found[1])

    def duplicate(self) -> None:
        if self.session.selected_nodes:
            self.paste(changes.copied(self.session.scene, self.session.selection))

    def delete(self) -> None:
        self.session.apply(changes.removed(self.session.scene, self.session.selection))

    def _menu(self, item_id: str, place: QPoint) -> None:
        menu = QMenu(self)
        scene = self.session.scene
        if any(r.id == item_id for r in scene.relations):
            menu.addAction("Edit relation…", lambda: self.edit(item_id, place))
            menu.addAction("Reverse", lambda: self.session.apply(changes.reversed_(scene, item_id)))
            kind = "relation"
        elif item_id:
            menu.addAction("Rename…", lambda: self.rename(item_id))
            kind = "node"
        else:
            kind = "ground"
        for action in self.menu_commands(kind) if self.menu_commands is not None else ():
            menu.addSeparator() if action is None else menu.addAction(action)
        menu.popup(place)


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")
