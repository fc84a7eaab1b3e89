"""The preferences: where the engine computes, how the studio looks, how often it keeps a copy.

In     the settings.   Out   changed settings, at once.   Raises nothing.  Knows nothing of the engine.
"""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.numbers import tidy
from studio.settings import DEVICES, THEMES, Settings

DEVICE_WORDS = {"auto": "Automatic", "cuda": "CUDA (NVIDIA)", "mps": "Apple GPU", "cpu": "CPU"}


class Preferences(QDialog):
    def __init__(self, settings: Settings, parent: QWidget, *, device_note: str = "") -> None:
        super().__init__(parent)
        self.settings = settings
        self.setWindowTitle("Preferences")
        self.setProperty("role", "sheet")
        self.setMinimumWidth(420)
        self.device = _choice([DEVICE_WORDS[d] for d in DEVICES], DEVICES.index(settings.device))
        self.device.currentIndexChanged.connect(lambda i: setattr(settings, "device", DEVICES[i]))
        self.device.setToolTip("Where the engine generates. A change starts the engine afresh; nothing is lost")
        self.theme = _choice([name.capitalize() for name in THEMES], THEMES.index(settings.theme))
        self.theme.currentIndexChanged.connect(lambda i: setattr(settings, "theme", THEMES[i]))
        self.autosave = tidy(QDoubleSpinBox(minimum=0.0, maximum=60.0, decimals=0, suffix=" min"))
        self.autosave.setSpecialValueText("never")
        self.autosave.setValue(settings.autosave)
        self.autosave.valueChanged.connect(lambda value: setattr(settings, "autosave", value))
        self.autosave.setToolTip("How often an unsaved scene is kept for recovery")
        self.bakes = QCheckBox("Bake exactly after a pause")
        self.bakes.setChecked(settings.bakes)
        self.bakes.toggled.connect(lambda on: setattr(settings, "bakes", on))
        self.bakes.setToolTip("Off: the viewport stays with the quick preview; export always bakes")
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Device", self.device)
        if device_note:
            note = QLabel(device_note)
            note.setProperty("role", "dim")
            note.setWordWrap(True)
            form.addRow("", note)
        form.addRow("Theme", self.theme)
        form.addRow("Autosave every", self.autosave)
        form.addRow("", self.bakes)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(16)
        column.addLayout(form)
        column.addLayout(row)


def _choice(words: list[str], at: int) -> QComboBox:
    box = QComboBox()
    box.addItems(words)
    box.setCurrentIndex(at)
    return box
