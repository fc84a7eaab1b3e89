"""What a live link is asked for: the folder and the profile, in one small dialog.

In     the settings.   Out   a folder and a profile, or nothing where the artist cancelled.
Raises nothing.  Knows nothing of how the link works.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from engine.vocabulary.profiles import PROFILES
from studio import icons
from studio.endings import ending, stacked
from studio.settings import Settings

NOTE = ("Every save of a scene also writes its GLB into this folder, named as the scene is: the asset folder of a "
        "game, or one that Blender watches.")


class LinkDialog(QDialog):
    def __init__(self, settings: Settings, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Live link")
        self.setProperty("role", "sheet")
        self.path = QLineEdit(str(settings.link_folder or settings.folder))
        self.path.setAccessibleName("Folder")
        self.path.setMinimumWidth(320)
        self.path.textChanged.connect(lambda _: self.problem.hide())
        browse = QToolButton()
        browse.setIcon(icons.icon("folder-open", "dim"))
        browse.setToolTip("Choose the folder")
        browse.clicked.connect(self._browse)
        place = QHBoxLayout()
        place.setSpacing(4)
        place.addWidget(self.path, 1)
        place.addWidget(browse)
        self.profiles = QComboBox()
        self.profiles.addItems([profile.title for profile in PROFILES.values()])
        self.profiles.currentIndexChanged.connect(lambda _: self.about.setText(PROFILES[self.profile()].note))
        self.about = _words(PROFILES["portable"].note)
        self.profiles.setCurrentIndex(list(PROFILES).index(settings.link_profile))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Folder", place)
        form.addRow("Profile", self.profiles)
        form.addRow("", self.about)
        self.problem = _words("", "")
        self.problem.hide()
        column = stacked(self, _words(NOTE), form, self.problem, ending(self, "Link"))
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)

    def folder(self) -> Path:
        return Path(self.path.text().strip()).expanduser()

    def profile(self) -> str:
        return tuple(PROFILES)[self.profiles.currentIndex()]

    def accept(self) -> None:
        """Stays open where there is no such folder."""
        if self.path.text().strip() and self.folder().is_dir():
            super().accept()
            return
        self.problem.setText("There is no such folder: choose one that is there.")
        self.problem.show()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "The folder of the live link", self.path.text())
        if chosen:
            self.path.setText(chosen)


def _words(text: str, role: str = "dim") -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
