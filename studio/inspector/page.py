"""A page of the inspector: sections of rows about one thing of the document.

In     a Session.   Out   rows kept up to date; `previewing(node id)` while something is dragged that the generator has
       to answer, `edited(node id)` when it rests, `picture_wanted(node id)` for a reference picture,
       `file_wanted(node id)` for another file in place of an imported one, `rig_wanted(node id)` for its bones,
       `retopology_wanted(node id)` for an even mesh, `repair_wanted(node id)` for one that is mended.
Raises nothing.  Knows nothing of which thing is selected.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.inspector.quantity import Quantity
from studio.inspector.row import QuantityRow
from studio.inspector.section import Section
from studio.session import Session


class Page(QWidget):
    previewing = Signal(str)
    edited = Signal(str)
    picture_wanted = Signal(str)
    file_wanted = Signal(str)
    rig_wanted = Signal(str)
    retopology_wanted = Signal(str)
    repair_wanted = Signal(str)

    def __init__(self, session: Session, subject: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.subject = session, subject
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._rows: list = []

    def section(self, title: str, note: str = "") -> Section:
        section = Section(title, note, self)
        self.column.addWidget(section)
        return section

    def add(self, place: Section | None, row: QWidget) -> QWidget:
        """A row that has `refresh()`; in a section, or at the top."""
        (self.column if place is None else place.rows).addWidget(row)
        self._rows.append(row)
        return row

    def quantity(self, place: Section | None, quantity: Quantity) -> QuantityRow:
        row = QuantityRow(quantity, self)
        self.add(place, row)
        if quantity.regenerates:
            row.previewing.connect(lambda: self.previewing.emit(self.subject))
            row.edited.connect(lambda: self.edited.emit(self.subject))
        return row

    def refresh(self) -> None:
        """The document or the time is another one."""
        for row in self._rows:
            row.refresh()
