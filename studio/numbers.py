"""Number fields of dialogs, set as every field is.

In     a spin box.   Out   the same, with its text where the text of other fields stands.   Raises nothing.
Knows nothing of what the number means.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

Box = TypeVar("Box", bound=QAbstractSpinBox)


def tidy(box: Box) -> Box:
    """The text a little in from the edge. The stylesheet takes the arrows away: the wheel and the keys do it."""
    box.lineEdit().setTextMargins(6, 0, 4, 0)
    return box
