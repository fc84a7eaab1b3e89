"""The preferences: where the engine computes, how the studio looks, how often it keeps a copy.

In     the settings.   Out   changed settings, at once.   Raises nothing.  Knows nothing of the engine.
"""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio import icons
from studio.endings import stacked
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
        self.blender = QLineEdit(settings.blender)
        self.blender.setPlaceholderText("looked for")
        self.blender.setToolTip("The program, 4.2 or newer, that writes FBX files; empty: it is looked for")
        self.blender.editingFinished.connect(lambda: setattr(settings, "blender", self.blender.text()))
        browse = QToolButton()
        browse.setIcon(icons.icon("folder-open", "dim"))
        browse.setToolTip("Choose Blender’s program")
        browse.clicked.connect(self._browse)
        program = QHBoxLayout()
        program.setSpacing(4)
        program.addWidget(self.blender, 1)
        program.addWidget(browse)
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
        form.addRow("Blender", program)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        stacked(self, form, row)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Blender’s program", self.blender.text())
        if chosen:
            self.blender.setText(chosen)
            self.settings.blender = chosen


def _choice(words: list[str], at: int) -> QComboBox:
    box = QComboBox()
    box.addItems(words)
    box.setCurrentIndex(at)
    return box
