"""A relation's form: what it is, when it holds, its own numbers.

In     the session and a relation's id.   Out   edits on it, each one step of undo.
Raises nothing.  Knows nothing of the canvas.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from engine.document.edits import RemoveRelation, SetRelation
from engine.vocabulary.relations import RELATIONS, Setting
from studio.graph.changes import retyped, reversed_
from studio.numbers import tidy
from studio.popup import Popup
from studio.session import Session


class RelationForm(Popup):
    def __init__(self, session: Session, relation_id: str, parent: QWidget) -> None:
        relation = session.scene.relation(relation_id)
        source, target = session.scene.node(relation.source), session.scene.node(relation.target)
        super().__init__(parent, f"{source.name or source.id}  →  {target.name or target.id}", width=300)
        self.session, self.relation_id = session, relation_id
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(8)
        self.grid.setVerticalSpacing(4)
        self.grid.setColumnStretch(1, 1)
        self.column.addLayout(self.grid)
        self.kind = QComboBox()
        self.kind.addItems([key for key in RELATIONS if key != "morphs into" or relation.kind == key])
        self.kind.setCurrentText(relation.kind)
        self._row(0, "Relation", self.kind)
        length = session.scene.duration
        self.start = _seconds(relation.start, length)
        self.end = _seconds(session.scene.end_of(relation), length)
        self.open_end = QCheckBox("to the end")
        self.open_end.setChecked(relation.end is None)
        self.end.setEnabled(relation.end is not None)
        self._row(1, "From", self.start)
        self._row(2, "Until", self.end, self.open_end)
        for index, setting in enumerate(RELATIONS[relation.kind].settings):
            self._row(3 + index, setting.label.capitalize(),
                      self._choice(setting) if setting.choices else self._number(setting))
        self._buttons()
        self.kind.currentTextChanged.connect(self._set_kind)
        self.start.editingFinished.connect(self._set_time)
        self.end.editingFinished.connect(self._set_time)
        self.open_end.toggled.connect(self._set_time)
        self.start.setFocus(Qt.FocusReason.PopupFocusReason)

    def _row(self, at: int, title: str, *widgets: QWidget) -> None:
        label = QLabel(title)
        label.setProperty("role", "hint")
        self.grid.addWidget(label, at, 0)
        for column, widget in enumerate(widgets):
            widget.setAccessibleName(title)
            self.grid.addWidget(widget, at, 1 + column, 1, 1 if len(widgets) > 1 else 2)

    def _buttons(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        turn, delete = QPushButton("Reverse"), QPushButton("Delete")
        turn.setToolTip("Exchange what does and what it is done to")
        delete.setToolTip("Take the relation out of the scene")
        turn.clicked.connect(lambda: self._done(reversed_(self.session.scene, self.relation_id)))
        delete.clicked.connect(lambda: self._done(RemoveRelation(self.relation_id)))
        row.addWidget(turn)
        row.addStretch(1)
        row.addWidget(delete)
        self.column.addLayout(row)

    def _done(self, edit) -> None:
        self.close()
        self.session.apply(edit)

    def _set_kind(self, kind: str) -> None:
        self._done(retyped(self.session.scene, self.relation_id, kind))

    def _set_time(self) -> None:
        self.end.setEnabled(not self.open_end.isChecked())
        relation = self.session.scene.relation(self.relation_id)
        start = min(self.start.value(), self.session.scene.duration - 0.05)
        end = None if self.open_end.isChecked() else max(self.end.value(), start + 0.05)
        if (start, end) != (relation.start, relation.end):
            self.session.change_relation(self.relation_id, f"Retime {relation.kind}", start=start, end=end)

    def _choice(self, setting: Setting) -> QComboBox:
        field = QComboBox()
        field.addItems(setting.choices)
        field.setCurrentText(setting.chosen(self.session.scene.relation(self.relation_id).settings))
        field.activated.connect(lambda index: self.session.apply(
            SetRelation(self.relation_id, f"settings.{setting.key}", float(index))))
        return field

    def _number(self, setting: Setting) -> QDoubleSpinBox:
        low = setting.low - (0.01 if setting.default is None else 0.0)
        field = tidy(QDoubleSpinBox(minimum=low, maximum=setting.high, decimals=2, singleStep=0.1))
        if setting.default is None:
            field.setSpecialValueText("automatic")
        field.setSuffix(f" {setting.unit}" if setting.unit else "")
        settings = self.session.scene.relation(self.relation_id).settings
        value = settings.get(setting.key, setting.default)
        field.setValue(field.minimum() if value is None else value)

        def keep() -> None:
            chosen = None if setting.default is None and field.value() < setting.low else field.value()
            if chosen != settings.get(setting.key, setting.default):
                self.session.apply(SetRelation(self.relation_id, f"settings.{setting.key}", chosen))

        field.editingFinished.connect(keep)
        return field


def _seconds(value: float, length: float) -> QDoubleSpinBox:
    field = tidy(QDoubleSpinBox(minimum=0.0, maximum=length, decimals=2, singleStep=0.1))
    field.setSuffix(" s")
    field.setValue(value)
    return field


def edit_relation(session: Session, relation_id: str, parent: QWidget, place: QPoint) -> RelationForm:
    """Opens the form near a place of the screen."""
    form = RelationForm(session, relation_id, parent)
    form.open_at(place)
    return form
