"""The page of a relation: what it says, from when to when, by which numbers, and whether it holds.

In     a Session and a relation's id.   Out   a Page.
Raises nothing.  Knows nothing of how a relation is brought about or tested.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.document import edits
from engine.document.scene import Match, Relation
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import RELATIONS, Setting
from engine.vocabulary.slots import part_named
from studio import theme
from studio.graph.changes import retyped
from studio.inspector.fields import Choice
from studio.inspector.matches import Matches
from studio.inspector.page import Page
from studio.inspector.quantity import of_interval, of_setting
from studio.inspector.row import Row
from studio.inspector.timings import Timings
from studio.session import Session


def signature(session: Session, relation: Relation) -> tuple:
    return relation.id, relation.kind, session.scene.duration


class RelationPage(Page):
    def __init__(self, session: Session, relation: Relation, parent: QWidget | None = None) -> None:
        super().__init__(session, relation.id, parent)
        self.signature = signature(session, relation)
        self.add(None, _Ends(session, relation.id, self))
        self.add(None, _Kind(session, relation.id, self))
        for at_end in (False, True):
            row = self.quantity(None, of_interval(session, relation.id, at_end=at_end))
            row.number.auto = "end of the scene"
        self.add(None, _Holds(session, relation.id, self))
        self.column.addSpacing(6)
        settings = RELATIONS[relation.kind].settings if relation.kind in RELATIONS else ()
        if settings:
            section = self.section("Settings")
            for setting in settings:
                if setting.choices:
                    self.add(section, _Chosen(session, relation.id, setting, self))
                else:
                    self.quantity(section, of_setting(session, relation.id, setting))
        if relation.kind in RELATIONS and RELATIONS[relation.kind].family == "change":
            names = _names(session, relation.source), _names(session, relation.target)
            self.add(self.section("Parts", "drag one to another"), _Matches(session, relation.id, names, self))
            self.add(self.section("Times", "which part goes when"), Timings(session, relation.id, names, self))
        self.column.addStretch(1)
        self.refresh()


class _Ends(QWidget):
    """ "Red fish orbits Tall lamp": both ends lead to their nodes. """

    def __init__(self, session: Session, relation_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.relation_id = session, relation_id
        self._source, self._target = QPushButton(self), QPushButton(self)
        self._words = QLabel(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 10, 4)
        line.setSpacing(6)
        for widget, act in ((self._source, "source"), (self._target, "target")):
            widget.setFlat(True)
            widget.setCursor(Qt.CursorShape.PointingHandCursor)
            widget.clicked.connect(lambda *_, act=act: self._go(act))
        line.addWidget(self._source)
        line.addWidget(self._words)
        line.addWidget(self._target)
        line.addStretch(1)
        self.refresh()

    def _go(self, end: str) -> None:
        self.session.select(getattr(self.session.scene.relation(self.relation_id), end))

    def refresh(self) -> None:
        scene = self.session.scene
        relation = scene.relation(self.relation_id)
        row = RELATIONS.get(relation.kind)
        for button, end in ((self._source, relation.source), (self._target, relation.target)):
            node = scene.node(end)
            button.setText(self.fontMetrics().elidedText(node.name or node.id, Qt.TextElideMode.ElideRight, 96))
            button.setToolTip(f"Select {node.name or node.id}")
            button.setStyleSheet(
                f"QPushButton {{ color: {theme.hexed('text')}; background: {theme.hexed('raised')}; border: none;"
                f" border-radius: 6px; padding: 3px 8px; font-weight: 600; }}"
                f"QPushButton:hover, QPushButton:focus {{ background: {theme.hexed('hover')}; }}")
        self._words.setText(row.words[0] if row else relation.kind)
        colour = theme.family_colour(row.family if row else "place").name()
        self._words.setStyleSheet(f"color: {colour}; background: transparent;")


class _Kind(Row):
    def __init__(self, session: Session, relation_id: str, parent: QWidget | None = None) -> None:
        self.session, self.relation_id = session, relation_id
        self.choice = Choice(RELATIONS, name="Kind of relation")
        self.choice.chosen.connect(self._set)
        super().__init__("kind", self.choice, parent)

    def refresh(self) -> None:
        self.choice.show_word(self.session.scene.relation(self.relation_id).kind)

    def _set(self, kind: str) -> None:
        relation = self.session.scene.relation(self.relation_id)
        if kind != relation.kind:
            self.session.apply(retyped(self.session.scene, relation.id, kind))


class _Chosen(Row):
    """A setting that is one of some words."""

    def __init__(self, session: Session, relation_id: str, setting: Setting, parent: QWidget | None = None) -> None:
        self.session, self.relation_id, self.setting = session, relation_id, setting
        self.choice = Choice(setting.choices, name=setting.label.capitalize())
        self.choice.chosen.connect(self._set)
        super().__init__(setting.label, self.choice, parent)

    def refresh(self) -> None:
        self.choice.show_word(self.setting.chosen(self.session.scene.relation(self.relation_id).settings))

    def _set(self, word: str) -> None:
        self.session.apply(edits.SetRelation(self.relation_id, f"settings.{self.setting.key}",
                                             float(self.setting.choices.index(word))),
                           f"{self.setting.label.capitalize()}: {word}")


def _names(session: Session, node_id: str) -> Callable[[str], str]:
    """What an artist calls a node's slots."""
    category = CATEGORIES.get(session.scene.node(node_id).category)
    names = category.parts if category else {}
    return lambda slot: names.get(slot, slot)


class _Matches(QWidget):
    """What becomes what; before the engine has answered, that it has not."""

    def __init__(self, session: Session, relation_id: str, names: tuple[Callable[[str], str], Callable[[str], str]],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.relation_id = session, relation_id
        self.threads = Matches(names, self)
        self._waiting = QLabel("Seen as soon as both are generated", self)
        self._waiting.setContentsMargins(12, 2, 10, 4)
        self._waiting.setProperty("role", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._waiting)
        column.addWidget(self.threads)
        self.threads.kept.connect(self._keep)
        self.threads.freed.connect(self._free)
        session.observed_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        seen = self.session.observed.get(self.relation_id, {})
        pairs = seen.get("matches", [])
        relation = self.session.scene.relation(self.relation_id)
        self._waiting.setVisible(not pairs)
        self.threads.setVisible(bool(pairs))
        by_hand: dict[str, str] = {match.first: match.last for match in relation.matches}
        self.threads.show_pairs([(str(first), by_hand.get(first, str(last))) for first, last in pairs], by_hand,
                                seen.get("parts", []), seen.get("called", ({}, {})))

    def _keep(self, first: str, last: str) -> None:
        self._set([*self._others(first), Match(first, last)], f"{first} becomes {last or 'nothing'}")

    def _free(self, first: str) -> None:
        self._set(self._others(first), f"Match {first} again")

    def _others(self, first: str) -> list[Match]:
        """What is matched by hand beside it: of a slot also beside its single parts."""
        slot, number = part_named(first) or (-1, -1)
        return [match for match in self.session.scene.relation(self.relation_id).matches
                if match.first != first and (number >= 0 or (part_named(match.first) or (-1,))[0] != slot)]

    def _set(self, matches: list[Match], words: str) -> None:
        self.session.apply(edits.SetRelation(self.relation_id, "matches", tuple(matches)), words)


class _Holds(QWidget):
    """Whether the relation holds, as the engine observed it."""

    def __init__(self, session: Session, relation_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.relation_id = session, relation_id
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 4, 10, 4)
        line.addWidget(self._words)
        session.observed_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        seen = self.session.observed.get(self.relation_id)
        if seen is None:
            words, token = "Not observed yet", "faint"
        elif seen.get("holds", True):
            words, token = "● Holds all the time it is told to", "good"
        else:
            spans = ", ".join(f"{a:.1f}–{b:.1f} s" for a, b in list(seen.get("violations", ()))[:4])
            off = seen.get("words") or f"off by {seen.get('worst', 0):.2f} {seen.get('unit', '')}".strip()
            words, token = f"● {off[:1].upper()}{off[1:]}{' at ' + spans if spans else ''}", "violated"
        self._words.setText(words)
        self._words.setStyleSheet(f"color: {theme.hexed(token)}; background: transparent; font-size: 11px;")
