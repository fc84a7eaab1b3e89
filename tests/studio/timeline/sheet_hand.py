"""A hand on the dope sheet: where things lie, and drags."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

LEFT = Qt.MouseButton.LeftButton


def row_of(sheet, node, kind="node", path=""):
    wanted = node, kind, path
    return next(index for index, row in enumerate(sheet.view.rows) if (row.node, row.kind, row.path) == wanted)


def place(sheet, row, time):
    return QPoint(round(sheet.view.scale.x(time)), round(sheet.view.top(row) + 12))


def drag(sheet, start, end, modifiers=Qt.KeyboardModifier.NoModifier, *, release=True):
    QTest.mousePress(sheet, LEFT, modifiers, start)
    for step in range(1, 6):
        point = start + (end - start) * step / 5
        _move(sheet, point, modifiers)
    if release:
        QTest.mouseRelease(sheet, LEFT, modifiers, end)


def _move(sheet, point, modifiers):
    """A move with the button held: QTest.mouseMove holds none."""
    QApplication.sendEvent(sheet, QMouseEvent(QEvent.Type.MouseMove, QPointF(point), QPointF(sheet.mapToGlobal(point)),
                                              Qt.MouseButton.NoButton, LEFT, modifiers))
