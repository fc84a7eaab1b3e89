"""The question after a studio ended badly: take the scene back, or let it go.

In     what was left behind.   Out   the scene in the session, or nothing.   Raises nothing.
Knows nothing of how recovery files are written.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QMessageBox, QWidget

from engine.document.autosave import Recovery
from studio import theme
from studio.files import Files


def offer(window: QWidget, files: Files, found: Recovery) -> None:
    """Asks; "Later" keeps the file for the next start."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle("Chronoform")
    name = found.of.name if found.of else "A scene that was never saved"
    when = datetime.fromtimestamp(found.saved).strftime("%d %B, %H:%M")
    box.setText(f"<b>{name} was left open when Chronoform ended.</b>")
    box.setInformativeText(f"Its last copy is of {when}.")
    take = box.addButton("Recover", QMessageBox.ButtonRole.AcceptRole)
    theme.give_role(take, "primary")
    away = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    box.addButton("Later", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(take)
    box.exec()
    if box.clickedButton() is take:
        files.recover(found)
    elif box.clickedButton() is away:
        files.drop(found)
