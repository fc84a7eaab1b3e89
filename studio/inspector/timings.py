"""The times of a morph's parts as rows: bars, their easings, and delays one after the other.

In     a Session and a morph's id.   Out   edits of its timings.
Raises nothing.  Knows nothing of how bars are drawn or parts are matched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.scene import PART_EASINGS
from engine.document.timings import WHOLE, Key, Span, in_turn, retimed, rows, spans
from engine.vocabulary.relations import GENERATED, MORPH_WAY
from studio.inspector.spans import Spans
from studio.session import Session

ORDERS = (("From first to last", "list", 1.0), ("From last to first", "list", -1.0),
          ("From the root outwards", "reach", 1.0), ("From the tips inwards", "reach", -1.0))
"""What the artist reads, by what, and which way."""
SURFACE = "An imported surface goes as the bones that it hangs on, its colours with it; one mesh takes over halfway."
STRETCH = "Through the generator they hold on the stretch on which the one kind becomes the other."
COLOURS = "Forms and places keep these times; colours pass over with the whole."
_serial = count(1)


class Timings(QWidget):
    def __init__(self, session: Session, relation_id: str, names: tuple[Callable[[str], str], Callable[[str], str]],
                 parent: QWidget | None = None) -> None:
        """`names`: what an artist calls a slot of the first object, and of the last one."""
        super().__init__(parent)
        self.session, self.relation_id, self._names, self._merge = session, relation_id, names, ""
        self.bars = Spans(self)
        self._note = QLabel(self)
        self._note.setWordWrap(True)
        self._note.setContentsMargins(12, 2, 10, 4)
        self._note.setProperty("role", "hint")
        self.stagger, self.reset = QPushButton("Stagger"), QPushButton("Reset")
        self.stagger.setMenu(self._orders(QMenu(self)))
        self.stagger.setToolTip("Parts set out one after the other: the chosen rows, or all")
        self.reset.setToolTip("The chosen rows, or all, go as the style says")
        self.reset.clicked.connect(lambda: self._put(dict.fromkeys(self._meant(), None), "Reset the parts' times"))
        line = QHBoxLayout()
        line.setContentsMargins(12, 4, 10, 2)
        line.setSpacing(6)
        line.addWidget(self.stagger)
        line.addWidget(self.reset)
        line.addStretch(1)
        self._buttons = QWidget(self)
        self._buttons.setLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bars, self._buttons, self._note):
            column.addWidget(widget)
        self.bars.changed.connect(self._changed)
        self.bars.menu_wanted.connect(lambda place: self.menu().popup(place))
        session.observed_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        scene = self.session.scene
        relation = scene.relation(self.relation_id)
        told = self._told()
        surface = any(scene.node(end).imported is not None for end in (relation.source, relation.target))
        shown = [(key, self._name(key)) for key in self._keys()]
        self.bars.show_rows(shown, told)
        self.bars.setVisible(bool(shown))
        self._buttons.setVisible(bool(shown))
        self.reset.setEnabled(bool(told))
        generated = MORPH_WAY.chosen(relation.settings) == GENERATED
        self._note.setText(SURFACE if surface else f"{STRETCH} {COLOURS}" if generated else COLOURS)
        self._note.setVisible(bool(shown and told))

    def menu(self) -> QMenu:
        """What can be done with the chosen rows."""
        menu, told, meant = QMenu(self), self._told(), self._meant()
        now = {told[key][2] if key in told else "" for key in meant}
        for easing in PART_EASINGS:
            action = menu.addAction(easing.capitalize())
            action.setCheckable(True)
            action.setChecked(now == {easing})
            action.triggered.connect(lambda *_, easing=easing: self._ease(easing))
        menu.addSeparator()
        self._orders(menu.addMenu("Stagger"))
        menu.addSeparator()
        menu.addAction("Reset\tDel", lambda: self._put(dict.fromkeys(meant, None), "Reset the parts' times")
                       ).setEnabled(any(key in told for key in meant))
        return menu

    def stagger_by(self, what: str, way: float) -> None:
        """The chosen rows, or all where these are not several, set out in order: by the "list" or by "reach" from the
        root."""
        keys, meant = self._keys(), self._meant(several=True)
        seen = self._seen()
        reach = dict(zip(keys, seen.get("reach") or [0.0] * len(keys)))
        late = {key: way * (reach[key] if what == "reach" else keys.index(key)) for key in meant}
        if late:
            self._put(in_turn(late, self._told()), "Stagger the parts")

    # ---- what there is ---------------------------------------------------------------------------

    def _orders(self, menu: QMenu) -> QMenu:
        for words, what, way in ORDERS:
            menu.addAction(words).triggered.connect(lambda *_, what=what, way=way: self.stagger_by(what, way))
        return menu

    def _seen(self) -> dict:
        return self.session.observed.get(self.relation_id, {})

    def _pairs(self) -> dict[Key, Key]:
        return rows(self._seen().get("matches", []))

    def _keys(self) -> list[Key]:
        return list(self._pairs())

    def _meant(self, *, several: bool = False) -> list[Key]:
        """The chosen rows; all where there are none, or not several."""
        chosen = self.bars.chosen
        return chosen if len(chosen) > several else self._keys()

    def _name(self, key: Key) -> str:
        name = self._names[0](key[0]) if key[0] else self._names[1](key[1])
        return ("" if key[0] else "+ ") + name[:1].upper() + name[1:]

    def _told(self) -> dict[Key, Span]:
        """The spans of the rows that have their own."""
        return spans(self.session.scene.relation(self.relation_id).timings, self._pairs())

    # ---- edits -----------------------------------------------------------------------------------

    def _ease(self, easing: str) -> None:
        told = self._told()
        self._put({key: (*told.get(key, WHOLE)[:2], easing) for key in self._meant()}, f"Parts {easing}")

    def _changed(self, changed: dict[Key, Span | None], resting: bool) -> None:
        """One drag is one step of undo."""
        self._merge = self._merge or f"timing {next(_serial)}"
        (key, span), *more = changed.items()
        words = f"{len(changed)} parts" if more else self._name(key)
        self._put(changed, f"Times of {words}" if span else f"{words}: as the style says", self._merge)
        if resting:
            self._merge = ""

    def _put(self, changed: Mapping[Key, Span | None], words: str, merge: str | None = None) -> None:
        timings = retimed(self.session.scene.relation(self.relation_id).timings, self._pairs(), changed)
        self.session.apply(edits.SetRelation(self.relation_id, "timings", timings), words, merge)
