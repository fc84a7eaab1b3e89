"""The inspector panel: the page of what is selected, variations of it, and the history.

In     a Session.   Out   edits through the session; `previewing(node id)` while something is dragged that the generator
       answers, `edited(node id)` when it rests; `picture_wanted(node id)` for a reference picture,
       `file_wanted(node id)` for another file in place of an imported one, `rig_wanted(node id)` for its bones,
       `retopology_wanted(node id)` for an even mesh, `repair_wanted(node id)` for one that is mended;
       `taken(index)` when a variation is chosen.
Raises nothing.  Knows nothing of other panels or the engine.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio import theme
from studio.inspector import node as node_page
from studio.inspector import relation as relation_page
from studio.inspector.history import HistoryList
from studio.inspector.node import NodePage
from studio.inspector.page import Page
from studio.inspector.relation import RelationPage
from studio.inspector.scene import ScenePage
from studio.inspector.section import Section
from studio.inspector.variations import Variations
from studio.session import Session


class Inspector(QWidget):
    previewing = Signal(str)
    edited = Signal(str)
    picture_wanted = Signal(str)
    file_wanted = Signal(str)
    rig_wanted = Signal(str)
    retopology_wanted = Signal(str)
    repair_wanted = Signal(str)
    taken = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.page: Page | None = None
        self.variations = Variations(self)
        self.history = HistoryList(session, self)
        self._title, self._subject = QLabel("Inspector", self), QLabel(self)
        self._head()
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._later = QTimer(self, singleShot=True, interval=150)
        self._later.timeout.connect(self.show_selection)
        self._lay_out()
        self.variations.taken.connect(self.taken)
        session.changed.connect(self.show_selection)
        session.selection_changed.connect(self.show_selection)
        session.cue_changed.connect(self._cue_chosen)
        session.time_changed.connect(self._timed)
        theme.follow(self, self._dress)
        self._dress()

    def sizeHint(self) -> QSize:
        return QSize(312, 720)

    def _head(self) -> None:
        self._title.setFont(theme.font(weight=QFont.Weight.Medium))
        self._subject.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 6)
        head.addWidget(self._title)
        head.addWidget(self._subject, 1)
        content = self._content = QWidget(self)
        content.setObjectName("inspector")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._body)
        column.addWidget(self.variations)
        past = Section("History", parent=self)
        past.add(self.history)
        column.addWidget(past)
        column.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self._scroll, 1)
        self.setMinimumWidth(264)

    def _dress(self) -> None:
        self._title.setStyleSheet(f"color: {theme.hexed('dim')}; background: transparent;")
        self._subject.setStyleSheet(f"color: {theme.hexed('faint')}; background: transparent; font-size: 11px;")
        self._scroll.setStyleSheet(
            "QScrollArea, QWidget#inspector { background: transparent; border: none; }"
            "QLineEdit, QComboBox { border: 1px solid transparent; border-radius: 5px; padding: 1px 6px; }"
            f"QLineEdit:hover, QComboBox:hover {{ border-color: {theme.hexed('line')}; }}"
            f"QLineEdit:focus, QComboBox:focus {{ border-color: {theme.hexed('accent')}; }}")
        self._show(self._wanted())

    # ---- which page ------------------------------------------------------------------------------

    def show_selection(self, *_: object) -> None:
        """The page of what is selected; rows are made anew only where they differ."""
        wanted = self._wanted()
        if self.page is not None and getattr(self.page, "signature", None) == wanted[1]:
            self.page.refresh()
            self._name()
        elif wanted[2] and wanted[2] == getattr(self.page, "subject", "") and QApplication.mouseButtons():
            self._later.start()       # a drag is under way: its row must outlive it
        else:
            self._show(wanted)

    def _wanted(self) -> tuple[str, tuple | None, str]:
        """Kind of page, its signature, the id it is about."""
        session = self.session
        last = session.selection[-1] if session.selection else ""
        for node in session.selected_nodes:
            if node.id == last:
                return "node", node_page.signature(session, node), node.id
        for relation in session.selected_relations:
            if relation.id == last:
                return "relation", relation_page.signature(session, relation), relation.id
        return "scene", None, ""

    def _show(self, wanted: tuple[str, tuple | None, str]) -> None:
        kind, _, subject = wanted
        if self.page is not None:
            self._body.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        session = self.session
        if kind == "node":
            self.page = NodePage(session, session.scene.node(subject), self)
        elif kind == "relation":
            self.page = RelationPage(session, session.scene.relation(subject), self)
        else:
            self.page = ScenePage(session, self)
        self.page.previewing.connect(self.previewing)
        self.page.edited.connect(self.edited)
        self.page.picture_wanted.connect(self.picture_wanted)
        self.page.file_wanted.connect(self.file_wanted)
        self.page.rig_wanted.connect(self.rig_wanted)
        self.page.retopology_wanted.connect(self.retopology_wanted)
        self.page.repair_wanted.connect(self.repair_wanted)
        self._body.addWidget(self.page)
        self.variations.set_images([])
        self._name()

    def _cue_chosen(self, *_: object) -> None:
        """A change of animation was chosen: its row is marked and brought into view, once it lies in its place."""
        if self.page is not None:
            self.page.refresh()
        if self.session.cue is not None:
            QTimer.singleShot(0, self, self._show_cue)

    def _show_cue(self) -> None:
        if self.session.cue is not None and isinstance(self.page, NodePage):
            row = self.page.cue_row(self.session.cue[1])
            if row is not None:
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                place = row.mapTo(self._content, QPoint(0, row.height() // 2))
                self._scroll.ensureVisible(0, place.y(), 0, 90)

    def _name(self) -> None:
        session = self.session
        nodes, relations = session.selected_nodes, session.selected_relations
        if len(nodes) + len(relations) > 1:
            words = f"{len(nodes) + len(relations)} selected, the last one shown"
        elif nodes:
            words = nodes[0].name or nodes[0].id
        elif relations:
            words = relations[0].kind
        else:
            words = "Scene"
        self._subject.setText(words)

    def _timed(self, *_: object) -> None:
        """Only keyed values follow the playhead, and whether an animation can begin at it."""
        nodes = self.session.selected_nodes
        if self.page is not None and (any(track.keys for node in nodes for track in node.tracks) or any(
                node.imported is not None and node.imported.contents.takes for node in nodes)):
            self.page.refresh()
