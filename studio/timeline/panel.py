"""The timeline panel: toolbar, dope sheet and curve editor, and what the keyboard does over them.

In     a Session.   Out   edits, selections and times through the session.
Raises nothing.  Knows nothing of other panels or the engine.

Every key press is also a public method, so that menus, shortcuts and the palette run the same thing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.scene import EASINGS, Marker, SceneError
from studio import keying
from studio.popup import ask_text
from studio.session import Session
from studio.timeline import keys, moves, strip_menu
from studio.timeline.keys import Copied, neighbour
from studio.timeline.rows import edges_of
from studio.timeline.scale import on_frame
from studio.timeline.sheet import Sheet
from studio.timeline.toolbar import Toolbar
from studio.timeline.view import Hit

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Timeline(QWidget):
    said = Signal(str)                # one sentence for the status bar

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.toolbar = Toolbar(session, self)
        self.sheet = Sheet(session, self)
        self.curves = None            # made when first shown: pyqtgraph takes its time to import
        self._copied = Copied()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addLayout(self._pages, 1)
        self.setFocusProxy(self.sheet)
        self.toolbar.page_wanted.connect(self.show_page)
        self.sheet.key_toggled.connect(self.toggle_key)
        self.sheet.menu_wanted.connect(self._menu)
        self.sheet.marker_named.connect(self.name_marker)
        self.sheet.installEventFilter(self)

    # ---- pages -----------------------------------------------------------------------------------

    def show_page(self, index: int) -> None:
        """0: the dope sheet. 1: the curves."""
        if index == 1 and self.curves is None:
            from studio.timeline.curves import Curves
            self.curves = Curves(self.session, self.sheet, self)
            self.curves.menu_wanted.connect(lambda at: self._menu(Hit("key"), at))
            self.curves.installEventFilter(self)
            self._pages.addWidget(self.curves)
        self._pages.setCurrentIndex(index)
        self.toolbar.show_page(index)
        self.setFocusProxy(self.sheet if index == 0 or self.curves is None else self.curves)

    # ---- time ------------------------------------------------------------------------------------

    def toggle_play(self) -> None:
        self.session.set_playing(not self.session.playing)

    def step_seconds(self, seconds: float) -> None:
        self.session.set_time(self.session.time + seconds)

    def to_start(self) -> None:
        """To the first frame of the range, with everything in view."""
        self.session.set_time(self.session.range[0])
        self.frame_all()

    def to_key(self, *, forwards: bool) -> None:
        """To the next or previous key of what is selected; of everything (clip edges too) where nothing is."""
        scene, chosen = self.session.scene, self.session.selected_nodes
        times = [key.time for node in chosen for track in node.tracks for key in track.keys]
        times += [cue.time for node in chosen if node.imported is not None for cue in node.imported.cues]
        times = times or edges_of(scene)
        time = neighbour(times, self.session.time, forwards=forwards)
        if time is not None:
            self.session.set_time(time)

    def frame_all(self) -> None:
        if self._pages.currentIndex() == 1 and self.curves is not None:
            self.curves.frame_all()
        else:
            self.sheet.frame_all()

    # ---- markers ---------------------------------------------------------------------------------

    def add_marker(self, time: float | None = None) -> None:
        """A marker at the playhead (or at `time`), to be named at once."""
        session = self.session
        at = on_frame(session.time if time is None else time, session.scene.rate)
        if not any(marker.time == at for marker in session.scene.markers):
            name = f"Marker {len(session.scene.markers) + 1}"
            new = sorted((*session.scene.markers, Marker(at, name)), key=lambda marker: marker.time)
            session.apply(edits.SetScene("markers", tuple(new)), "Add marker")

    def name_marker(self, time: float) -> None:
        """Ask for the name of the marker at `time` [s]."""
        marker = next(marker for marker in self.session.scene.markers if marker.time == time)
        place = self.sheet.mapToGlobal(self.sheet.view.tag(marker).topLeft().toPoint() - QPoint(0, 72))
        ask_text(self, "Name the marker", marker.name, place, lambda words: self._rename_marker(time, words))

    def _rename_marker(self, time: float, words: str) -> None:
        markers = self.session.scene.markers
        self.session.apply(edits.SetScene("markers", tuple(
            replace(marker, name=words[:80]) if marker.time == time else marker for marker in markers)), "Name marker")

    def remove_marker(self, time: float) -> None:
        left = tuple(marker for marker in self.session.scene.markers if marker.time != time)
        self.session.apply(edits.SetScene("markers", left), "Delete marker")

    # ---- keys ------------------------------------------------------------------------------------

    def toggle_key(self, node_id: str, path: str) -> None:
        """Insert a key at the playhead, or remove the one that is there."""
        session = self.session
        node, time, rate = session.scene.node(node_id), session.time, session.scene.rate
        words = keying.label(node, path)
        if keying.key_near(node, path, time, rate) is not None:
            session.apply(keying.removing(node, [path], time, rate), f"Remove key of {words}")
        else:
            session.apply(keying.inserting(node, [path], time, place=session.place_of(node_id)),
                          f"Insert key of {words}")

    def insert_keys(self, paths: list[str], words: str) -> None:
        """Keys at the playhead for every selected node that has such paths."""
        session = self.session
        groups = [keying.inserting(node, fitting, session.time, place=session.place_of(node.id))
                  for node in session.selected_nodes
                  if (fitting := [path for path in paths if path in keying.paths(node)])]
        if groups:
            session.apply(edits.Group(tuple(groups)), f"Insert key of {words}")
            self.sheet.folded -= {node.id for node in session.selected_nodes}
            self.sheet.reload()
        else:
            self.said.emit("Select an object, a camera or a light to insert keys for it.")

    def insert_menu(self) -> QMenu:
        """What can be keyed for the active node."""
        menu = QMenu("Insert key", self)
        node = self.session.active_node
        if node is None:
            menu.addAction("Select an object first").setEnabled(False)
            return menu
        known = keying.paths(node)
        for words, of in keying.GROUPS.items():
            if set(of) <= set(known):
                menu.addAction(words.capitalize()).triggered.connect(
                    lambda *_, of=of, words=words: self.insert_keys(list(of), words))
        keyed = [track.path for track in node.tracks]
        if keyed:
            menu.addAction("All that is keyed").triggered.connect(
                lambda *_: self.insert_keys(keyed, "all that is keyed"))
        rest = [path for path in known if path.partition(".")[0] in ("attributes", "generation", "settings")]
        if rest:
            menu.addSeparator()
        for path in rest:
            menu.addAction(keying.label(node, path).capitalize()).triggered.connect(
                lambda *_, path=path: self.insert_keys([path], keying.label(node, path)))
        return menu

    def show_insert_menu(self) -> None:
        menu = self.insert_menu()
        x = min(max(self.sheet.view.scale.x(self.session.time), self.sheet.view.names), self.sheet.width() - 40)
        menu.popup(self.sheet.mapToGlobal(QPoint(int(x) + 6, 40)))

    def delete(self) -> None:
        """The chosen keys or change of animation; where none is chosen, the selected relations."""
        session, chosen = self.session, self.sheet.view.keys
        if chosen:
            words = "Delete key" if len(chosen) == 1 else f"Delete {len(chosen)} keys"
            moves.retrack(session, keys.removed(session.scene, chosen), words)
        elif session.cue is not None:
            strip_menu.remove(session)
        elif session.selected_relations:
            gone = session.selected_relations
            words = f"Delete “{gone[0].kind}”" if len(gone) == 1 else f"Delete {len(gone)} relations"
            session.apply(edits.Group(tuple(edits.RemoveRelation(relation.id) for relation in gone)), words)

    @property
    def holds(self) -> bool:
        """Whether Delete is for something within the timeline: keys, or a change of animation."""
        return bool(self.sheet.view.keys) or self.session.cue is not None

    def copy(self) -> None:
        if self.sheet.view.keys:
            self._copied = keys.copied(self.session.scene, self.sheet.view.keys)
            self.said.emit(f"{len(self._copied.keys)} keys copied. Ctrl+V puts them down at the playhead.")

    def cut(self) -> None:
        if self.sheet.view.keys:
            self.copy()
            self.delete()

    def paste(self) -> None:
        """The copied keys from the playhead on: onto the active node, or where they came from."""
        session = self.session
        onto = session.active_node.id if session.active_node else None
        tracks, refs = keys.pasted(session.scene, self._copied, session.time, onto=onto)
        if refs:
            try:
                moves.retrack(session, tracks, "Paste key" if len(refs) == 1 else f"Paste {len(refs)} keys")
            except SceneError as error:
                self.said.emit(str(error))
                return
            self.sheet.choose_keys(refs)

    def choose_all(self) -> None:
        """Every key that is shown."""
        view = self.sheet.view
        self.sheet.choose_keys(ref for index, row in enumerate(view.rows) for time in row.times.tolist()
                               for ref in view.refs(index, time))

    def ease(self, easing: str) -> None:
        """How the chosen keys are left."""
        chosen = self.sheet.view.keys
        if chosen:
            moves.retrack(self.session, keys.eased(self.session.scene, chosen, easing), f"Easing: {easing}")

    # ---- menus and keyboard ----------------------------------------------------------------------

    def _menu(self, hit: Hit, at: QPointF) -> None:
        menu = QMenu(self)
        if self.sheet.view.keys and hit.what == "key":
            chosen = {key.easing for ref in self.sheet.view.keys if (key := keys.find(self.session.scene, ref))}
            for easing in EASINGS:
                action = menu.addAction(easing.capitalize())
                action.setCheckable(True)
                action.setChecked(easing in chosen)
                action.triggered.connect(lambda *_, easing=easing: self.ease(easing))
            menu.addSeparator()
            menu.addAction("Copy\tCtrl+C", self.copy)
            menu.addAction("Delete\tDel", self.delete)
        elif hit.what in ("clip", "fade"):
            self._clip_menu(menu, hit)
        elif hit.what == "strip":
            self._strip_menu(menu, hit, at)
        elif hit.what == "marker":
            menu.addAction("Go there", lambda: self.session.set_time(hit.time))
            menu.addAction("Rename…", lambda: self.name_marker(hit.time))
            menu.addAction("Delete", lambda: self.remove_marker(hit.time))
        elif hit.what in ("ruler", "in", "out"):
            self._ruler_menu(menu, hit, at)
        else:
            if hit.row >= 0:
                self.session.select(self.sheet.view.rows[hit.row].node)
                strip_menu.add_at_playhead(menu, self.session)
            menu.addMenu(self.insert_menu())
            menu.addAction("Paste keys\tCtrl+V", self.paste).setEnabled(bool(self._copied.keys))
            menu.addAction("Select all keys\tCtrl+A", self.choose_all)
            menu.addAction("Show all\tHome", self.sheet.frame_all)
        menu.popup(at.toPoint())

    def _strip_menu(self, menu: QMenu, hit: Hit, at: QPointF) -> None:
        strip = self.sheet.view.strip(hit.item, hit.number)
        if strip is not None:
            time = self.sheet.view.scale.time(self.sheet.mapFromGlobal(at).x())
            strip_menu.fill_menu(menu, self.session, strip, time, at.toPoint())

    def show_strip_menu(self) -> None:
        """The menu of the chosen strip, at its beginning; a change that is added begins at the playhead."""
        if self.session.cue is None or (strip := self.sheet.view.strip(*self.session.cue)) is None:
            return
        view, menu = self.sheet.view, QMenu(self)
        row = next(index for index, row in enumerate(view.rows) if strip in row.strips)
        place = QPointF(max(view.scale.x(strip.start), view.names), view.top(row + 1)).toPoint()
        place = self.sheet.mapToGlobal(place)
        strip_menu.fill_menu(menu, self.session, strip, self.session.time, place)
        menu.popup(place)

    def _clip_menu(self, menu: QMenu, hit: Hit) -> None:
        session = self.session
        relation = session.scene.relation(hit.item)
        start, end = relation.start, session.scene.end_of(relation)
        now, least = session.time, 1 / session.scene.rate
        menu.addAction("Start at the playhead", lambda: moves.retime(
            session, {relation.id: (now, relation.end)}, f"Start “{relation.kind}”")).setEnabled(now < end - least)
        menu.addAction("End at the playhead", lambda: moves.retime(
            session, {relation.id: (start, now)}, f"End “{relation.kind}”")).setEnabled(now > start + least)
        menu.addAction("To the end of the scene", lambda: moves.retime(
            session, {relation.id: (start, None)}, f"End “{relation.kind}”"))
        menu.addAction("Play this span", lambda: session.set_range(start, end))
        menu.addSeparator()
        menu.addAction("Delete\tDel", self.delete)

    def _ruler_menu(self, menu: QMenu, hit: Hit, at: QPointF) -> None:
        session = self.session
        time = self.sheet.view.scale.time(self.sheet.mapFromGlobal(at).x())
        menu.addAction("In here", lambda: session.set_range(low=time))
        menu.addAction("Out here", lambda: session.set_range(high=time))
        menu.addAction("Play everything", lambda: session.set_range())
        menu.addSeparator()
        menu.addAction("Add marker here", lambda: self.add_marker(time))
        menu.addSeparator()
        menu.addAction("Show all\tHome", self.sheet.frame_all)

    def owns(self, event: QKeyEvent) -> bool:
        """Whether a key is the timeline's own although the window has a shortcut on it: keys are chosen, so they go."""
        chosen, key = bool(self.sheet.view.keys), Qt.Key(event.key())
        if event.modifiers() == _CTRL:
            return (key == Qt.Key.Key_A or (chosen and key in (Qt.Key.Key_C, Qt.Key.Key_X))
                    or (key == Qt.Key.Key_V and bool(self._copied.keys)))
        if event.modifiers() == _SHIFT:
            return key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return self.holds
        if self._strip_act(event) is not None:
            return True
        return key in (Qt.Key.Key_Home, Qt.Key.Key_F, Qt.Key.Key_M)

    def _strip_act(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does to the chosen strip."""
        session, key = self.session, Qt.Key(event.key())
        if session.cue is None:
            return None
        if event.modifiers() == _ALT:
            return {Qt.Key.Key_Left: lambda: strip_menu.nudge(session, -1),
                    Qt.Key.Key_Right: lambda: strip_menu.nudge(session, 1),
                    Qt.Key.Key_Up: lambda: strip_menu.neighbour(session, -1),
                    Qt.Key.Key_Down: lambda: strip_menu.neighbour(session, 1)}.get(key)
        return self.show_strip_menu if key in (Qt.Key.Key_Return, Qt.Key.Key_Menu) else None

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.owns(event):
            event.accept()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of every timeline; what is not among them goes on to the window."""
        shift, control = bool(event.modifiers() & _SHIFT), bool(event.modifiers() & _CTRL)
        key, session = Qt.Key(event.key()), self.session
        plain = {
            Qt.Key.Key_Space: self.toggle_play,
            Qt.Key.Key_Left: lambda: self.step_seconds(-1.0) if shift else session.step(-1),
            Qt.Key.Key_Right: lambda: self.step_seconds(1.0) if shift else session.step(1),
            Qt.Key.Key_Up: lambda: self.to_key(forwards=True),
            Qt.Key.Key_Down: lambda: self.to_key(forwards=False),
            Qt.Key.Key_F: self.frame_all,
            Qt.Key.Key_M: self.add_marker,
            Qt.Key.Key_Home: self.to_start,
            Qt.Key.Key_End: lambda: session.set_time(session.range[1]),
            Qt.Key.Key_I: self.show_insert_menu,
            Qt.Key.Key_Delete: self.delete,
            Qt.Key.Key_Backspace: self.delete,
        }
        controlled = {Qt.Key.Key_C: self.copy, Qt.Key.Key_X: self.cut, Qt.Key.Key_V: self.paste,
                      Qt.Key.Key_A: self.choose_all}
        act = self._strip_act(event) or (controlled if control else plain).get(key)
        if act is None:
            event.ignore()
        else:
            act()
            event.accept()
