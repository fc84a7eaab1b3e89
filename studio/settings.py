"""What the studio remembers between runs: preferences, recent files, the layout.

In     values.   Out   the same values at the next start.   Raises nothing: what cannot be read has its default.
Knows nothing of widgets.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from engine.vocabulary.profiles import PROFILES
from engine.vocabulary.sights import LIT

DEVICES = ("auto", "cuda", "mps", "cpu")
THEMES = ("dark", "light")
RECENT = 10
PICTURE = (1920, 1080)


class Settings(QObject):
    changed = Signal(str)            # the name of the preference

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        path = file or platformdirs.user_config_path("chronoform") / "studio.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def _text(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = str(self._store.value(name, default))
        return value if value in allowed else default

    def _set(self, name: str, value: object) -> None:
        self._store.setValue(name, value)
        self.changed.emit(name)

    @property
    def device(self) -> str:
        return self._text("device", "auto", DEVICES)

    @device.setter
    def device(self, value: str) -> None:
        self._set("device", value)

    @property
    def theme(self) -> str:
        return self._text("theme", "dark", THEMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._set("theme", value)

    @property
    def autosave(self) -> float:
        """Minutes between recovery files; 0: never."""
        try:
            return min(max(float(str(self._store.value("autosave", 2.0))), 0.0), 60.0)
        except ValueError:
            return 2.0

    @autosave.setter
    def autosave(self, value: float) -> None:
        self._set("autosave", value)

    @property
    def bakes(self) -> bool:
        """Whether the exact bake is made after a pause."""
        return str(self._store.value("bakes", "true")).lower() == "true"

    @bakes.setter
    def bakes(self, value: bool) -> None:
        self._set("bakes", "true" if value else "false")

    @property
    def lights(self) -> str:
        """What lights the viewport and pictures: one of LIT."""
        return self._text("lights", LIT[0], LIT)

    @lights.setter
    def lights(self, value: str) -> None:
        self._set("lights", value)

    @property
    def picture(self) -> tuple[int, int]:
        """How large the last picture was [px]."""
        wide, _, tall = str(self._store.value("picture", "")).partition("x")
        good = wide.isdecimal() and tall.isdecimal() and all(16 <= int(side) <= 8192 for side in (wide, tall))
        return (int(wide), int(tall)) if good else PICTURE

    @picture.setter
    def picture(self, value: tuple[int, int]) -> None:
        self._set("picture", f"{value[0]}x{value[1]}")

    @property
    def recent(self) -> tuple[Path, ...]:
        """Files that are still there, the newest first."""
        value = self._store.value("recent", [])
        names = [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
        return tuple(path for name in names if (path := Path(str(name))).is_file())[:RECENT]

    def note_recent(self, path: Path) -> None:
        path = path.absolute()
        names = [str(path), *(str(old) for old in self.recent if old != path)]
        self._set("recent", names[:RECENT])

    def forget_recent(self) -> None:
        self._set("recent", [])

    @property
    def folder(self) -> Path:
        """Where files were last opened, saved or exported."""
        folder = Path(str(self._store.value("folder", "")))
        return folder if str(folder) != "." and folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, value: Path) -> None:
        self._store.setValue("folder", str(value))

    @property
    def blender(self) -> str:
        """What the artist calls Blender's program; "": it is looked for."""
        return str(self._store.value("blender", ""))

    @blender.setter
    def blender(self, value: str) -> None:
        self._set("blender", value.strip())

    @property
    def linked(self) -> bool:
        """Whether every save refreshes the export in the live link's folder."""
        return str(self._store.value("linked", "false")).lower() == "true" and self.link_folder is not None

    @linked.setter
    def linked(self, value: bool) -> None:
        self._set("linked", "true" if value else "false")

    @property
    def link_folder(self) -> Path | None:
        """The live link's folder, be it there or not; None where none was ever chosen."""
        name = str(self._store.value("link_folder", ""))
        return Path(name) if name else None

    @link_folder.setter
    def link_folder(self, value: Path) -> None:
        self._set("link_folder", str(value))

    @property
    def link_profile(self) -> str:
        return self._text("link_profile", "portable", tuple(PROFILES))

    @link_profile.setter
    def link_profile(self, value: str) -> None:
        self._set("link_profile", value)

    def layout(self, name: str) -> QByteArray | None:
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def keep_layout(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"layout/{name}", state)

    def forget_layout(self) -> None:
        self._store.remove("layout")

    def write(self) -> None:
        """Everything to disk now."""
        self._store.sync()
