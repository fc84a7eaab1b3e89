"""Keys: those that are the viewport's own while it has the focus, and what its buttons begin.

In     events.   Out   which keys it takes before they are anyone's shortcut; views, words and gestures for them.
Raises nothing.  Knows nothing of what they do.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

NUMPAD = {Qt.Key.Key_1: "z", Qt.Key.Key_3: "x", Qt.Key.Key_7: "y"}
OPPOSITE = {"x": "-x", "y": "-y", "z": "-z"}
MODAL = {Qt.Key.Key_X: "x", Qt.Key.Key_Y: "y", Qt.Key.Key_Z: "z", Qt.Key.Key_Backspace: "back",
         Qt.Key.Key_Minus: "-", Qt.Key.Key_Period: ".", Qt.Key.Key_Comma: "."} | {
             Qt.Key(Qt.Key.Key_0 + digit): str(digit) for digit in range(10)}
"""While something is dragged."""


def wanted(event: QKeyEvent, *, dragging: bool) -> bool:
    modal = dragging and (event.key() in MODAL or event.key() in (
        Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter))
    return modal or event.key() == Qt.Key.Key_Home or (on_keypad(event) and event.key() in (*NUMPAD, Qt.Key.Key_5))


def on_keypad(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)


def gesture_of(event: QMouseEvent) -> str:
    """What a pressed button begins: "orbit", "pan", "zoom", or "maybe click"."""
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    if event.button() == Qt.MouseButton.MiddleButton or (alt and event.button() == Qt.MouseButton.LeftButton):
        return "pan" if shift else "zoom" if ctrl else "orbit"
    if event.button() == Qt.MouseButton.RightButton:
        return "pan"
    return "maybe click"
