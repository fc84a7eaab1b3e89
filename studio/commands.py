"""Every action of the studio, once: the same row serves menu, shortcut, palette and toolbar.

In     rows (what an action is called), and for each what it does and when it can (`bind`).   Out   QActions, menus.
Raises KeyError on a command that does not exist.  Knows nothing of panels.

A key that the focused control needs for itself goes to that control: see `Manners`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QMenu,
    QMenuBar,
    QTabBar,
    QWidget,
)

from studio import icons, theme
from studio.popup import round_off
from studio.search import Choice

LATER = 250                       # ms until the menus' icons are drawn: the window is shown first


@dataclass(frozen=True)
class Command:
    id: str
    title: str
    keys: tuple[str, ...] = ()       # shortcuts; the first one is shown
    tip: str = ""
    icon: str = ""
    checkable: bool = False


ROWS: dict[str, Command] = {row.id: row for row in (
    Command("new", "New", ("Ctrl+N",), "Begin an empty scene", "file-plus"),
    Command("open", "Open…", ("Ctrl+O",), "Open a scene, or the one that a GLB or USD was made from", "folder-open"),
    Command("save", "Save", ("Ctrl+S",), "Save the scene to its file", "save"),
    Command("live link", "Live link…", (), "Every save also writes the GLB into a folder, of a game or for Blender",
            "link"),
    Command("stop live link", "Stop the live link", (), "Saves write the scene alone again", "circle-stop"),
    Command("save as", "Save as…", ("Ctrl+Shift+S",), "Save the scene to another file", "save-all"),
    Command("export glb", "Export GLB…", ("Ctrl+E",), "An animated, rigged model for game engines", "download"),
    Command("export usd", "Export USD…", (), "The same for Blender, Omniverse, Unreal and Quick Look", "download"),
    Command("export fbx", "Export FBX…", (), "By your own Blender, for programs that read nothing else", "download"),
    Command("export frames", "Export frames…", (), "Numbered OBJ or PLY, or MDD or PC2 point caches", "files"),
    Command("export textures", "Export vertex animation…", (), "Meshes, textures and shaders that move them in engines",
            "grid-3x3"),
    Command("export image", "Export pictures…", ("Ctrl+Shift+E",),
            "A still, numbered pictures, a sprite or contact sheet, lit or as passes", "image"),
    Command("export film", "Export film…", (), "The whole scene as MP4, WebM or GIF, or a turntable", "film"),
    Command("start page", "Samples and recent files…", ("Ctrl+Shift+O",), "Open a sample or a recent scene",
            "layout-template"),
    Command("quit", "Quit", ("Ctrl+Q",), "Close Chronoform", "log-out"),
    Command("undo", "Undo", ("Ctrl+Z",), "Take the last step back", "undo-2"),
    Command("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Do the step again", "redo-2"),
    Command("branch", "Branch here…", ("Ctrl+B",), "Name this point, to try something else from it", "git-branch"),
    Command("copy", "Copy", ("Ctrl+C",), "Copy the selected objects", "copy"),
    Command("paste", "Paste", ("Ctrl+V",), "Paste objects beside the originals", "clipboard-paste"),
    Command("duplicate", "Duplicate", ("Ctrl+D", "Shift+D"), "Copy and paste at once", "files"),
    Command("delete", "Delete", ("Del", "X"), "Take what is selected out of the scene", "trash-2"),
    Command("select all", "Select all", ("Ctrl+A",), "Select every object", "scan"),
    Command("rename", "Rename…", ("F2",), "Give the selected object another name"),
    Command("preferences", "Preferences…", ("Ctrl+,",), "Device, theme, autosave", "settings"),
    Command("compose", "Compose", ("Ctrl+Return",), "Make the sentence a scene", "wand-sparkles"),
    Command("import", "Import mesh…", ("Ctrl+I",), "A glTF, OBJ, PLY, STL or USD file becomes an object of the scene",
            "download"),
    Command("prompt", "Write a prompt", ("Ctrl+L",), "Put the cursor into the prompt", "sparkles"),
    Command("add", "Add object…", ("Shift+A",), "Search for an object, camera or light to add", "plus"),
    Command("relate", "Relate two objects…", ("Ctrl+R",), "Choose a relation between the two selected objects", "link"),
    Command("arrange", "Arrange the graph", ("Ctrl+Shift+L",), "Put every card in its column", "workflow"),
    Command("regenerate", "Regenerate with a new seed", ("Ctrl+G",), "Another one of the same kind", "dice-5"),
    Command("clean up", "Clean up", ("Ctrl+Shift+U",),
            "Parts that your edits of size and form put out of place go where they are plausible; locked parts stay",
            "sparkles"),
    Command("lock", "Lock or unlock all parts", ("Ctrl+Shift+K",), "Locked parts stay as they are when regenerated",
            "lock"),
    Command("hide", "Hide or show", ("H",), "Hidden objects are neither shown nor exported", "eye-off"),
    Command("play", "Play or pause", ("Space",), "Play the scene", "play"),
    Command("next frame", "Next frame", ("Right",), "One frame on", "step-forward"),
    Command("previous frame", "Previous frame", ("Left",), "One frame back", "step-back"),
    Command("to start", "To the start", ("Home",), "To the first frame that plays", "skip-back"),
    Command("to end", "To the end", ("End",), "To the last frame that plays", "skip-forward"),
    Command("next key", "Next key", ("Up",), "To the next key or clip edge", "chevron-right"),
    Command("previous key", "Previous key", ("Down",), "To the previous key or clip edge", "chevron-left"),
    Command("insert key", "Insert key…", ("I",), "Keep a value of the selection at this time", "diamond"),
    Command("auto key", "Auto-key", (), "Changed values become keys at the playhead", "diamond", True),
    Command("loop", "Loop", (), "Begin again at the end", "repeat", True),
    Command("range in", "Play from here", ("Ctrl+[",), "Set the start of what plays"),
    Command("range out", "Play until here", ("Ctrl+]",), "Set the end of what plays"),
    Command("range clear", "Play everything", (), "Forget the start and end of what plays"),
    Command("frame", "Frame selection", ("F",), "Show the selection as large as it goes", "focus"),
    Command("frame all", "Frame all", ("Shift+F",), "Show everything", "maximize"),
    Command("look through", "Look through the camera", ("Num+0",),
            "See what the selected camera takes, or the scene's first; again to leave", "video"),
    Command("scene lights", "Lit by the scene’s lights", ("Shift+Z",),
            "In the viewport and in pictures, instead of by the studio’s own", "lightbulb", True),
    Command("select", "Select", ("Q",), "Click objects to select them", "mouse-pointer-2"),
    Command("move", "Move", ("G", "W"), "Move the selection", "move"),
    Command("rotate", "Rotate", ("R",), "Turn the selection", "rotate-cw"),
    Command("scale", "Scale", ("S",), "Make the selection larger or smaller", "scaling"),
    Command("show graph", "Scene graph", (), "Show or hide the scene graph", "", True),
    Command("show timeline", "Timeline", (), "Show or hide the timeline", "", True),
    Command("show inspector", "Inspector", (), "Show or hide the inspector", "", True),
    Command("next panel", "Next panel", ("F6", "Ctrl+Tab"), "Take the keyboard on to the next panel"),
    Command("previous panel", "Previous panel", ("Shift+F6", "Ctrl+Shift+Tab"), "Take it back to the panel before"),
    Command("reset layout", "Reset the layout", (), "Every panel back to its place"),
    Command("theme", "Light theme", (), "Change between the dark and the light theme", "sun", True),
    Command("palette", "Command palette…", ("F3", "Ctrl+Shift+P"), "Find any command by typing", "search"),
    Command("shortcuts", "Keyboard shortcuts", ("F1",), "All shortcuts at a glance", "keyboard"),
    Command("engine log", "Show the engine's log", (), "Open the engine's own words"),
    Command("restart engine", "Restart the engine", (), "End the engine's process and start it afresh", "refresh-cw"),
    Command("about", "About Chronoform", (), "Version, engine and licences", "info"),
)}

MENUS: dict[str, tuple[str, ...]] = {
    "File": ("new", "open", "recent", "start page", "-", "save", "save as", "-", "import", "export glb", "export usd",
             "export fbx", "export frames", "export textures", "export image", "export film", "-", "live link",
             "stop live link", "-", "quit"),
    "Edit": ("undo", "redo", "branch", "-", "copy", "paste", "duplicate", "delete", "-", "select all", "rename", "-",
             "preferences"),
    "Graph": ("prompt", "compose", "-", "add", "relate", "arrange", "-", "regenerate", "clean up", "lock",
              "hide"),
    "Timeline": ("play", "previous frame", "next frame", "previous key", "next key", "to start", "to end", "-",
                 "insert key", "auto key", "-", "loop", "range in", "range out", "range clear"),
    "View": ("frame", "frame all", "look through", "scene lights", "-", "select", "move", "rotate", "scale", "-",
             "show graph", "show timeline", "show inspector", "reset layout", "-", "next panel", "previous panel", "-",
             "theme"),
    "Help": ("palette", "shortcuts", "-", "engine log", "restart engine", "-", "about"),
}
"""Titles of menus -> commands in order; "-" is a line, "recent" the menu of recent files."""

CONTEXT: dict[str, tuple[str, ...]] = {
    "node": ("relate", "-", "copy", "duplicate", "delete", "-", "regenerate", "clean up", "lock", "hide", "-",
             "frame"),
    "relation": ("delete",),
    "ground": ("add", "paste", "-", "arrange", "frame all"),
}


class Commands(QObject):
    ran = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._run: dict[str, Callable[[], object]] = {}
        self._when: dict[str, Callable[[], bool]] = {}
        self._checked: dict[str, Callable[[], bool]] = {}
        self.actions: dict[str, QAction] = {}
        for row in ROWS.values():
            action = QAction(row.title, window)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setCheckable(row.checkable)
            shown = QKeySequence(row.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if row.keys else ""
            action.setToolTip(f"{row.tip or row.title}" + (f"  ({shown})" if shown else ""))
            action.setStatusTip(row.tip)
            action.triggered.connect(lambda *_, name=row.id: self.run(name))
            action.setEnabled(False)
            self.actions[row.id] = action
            window.addAction(action)
        QTimer.singleShot(LATER, self, self.dress)
        theme.follow(self, self.dress)

    def dress(self) -> None:
        """Icons in the colours of the theme."""
        for name, action in self.actions.items():
            if ROWS[name].icon:
                action.setIcon(icons.icon(ROWS[name].icon, "dim"))

    def bind(self, name: str, run: Callable[[], object], when: Callable[[], bool] | None = None,
             checked: Callable[[], bool] | None = None) -> None:
        """What a command does, when it can, and, where it is a switch, whether it is on."""
        if name not in ROWS:
            raise KeyError(f"there is no command {name!r}")
        self._run[name] = run
        self._when[name] = when or (lambda: True)
        if checked is not None:
            self._checked[name] = checked
        self.actions[name].setEnabled(self._when[name]())

    @property
    def unbound(self) -> set[str]:
        """Commands that do nothing yet."""
        return set(ROWS) - set(self._run)

    def run(self, name: str) -> None:
        """Does it, if it can be done now."""
        if name in self._run and self._when[name]():
            self._run[name]()
            self.ran.emit(name)
        self.refresh()

    def refresh(self) -> None:
        """Which commands can be run, after anything changed."""
        for name, when in self._when.items():
            action = self.actions[name]
            if action.isEnabled() != when():
                action.setEnabled(not action.isEnabled())
            if name in self._checked:
                action.setChecked(self._checked[name]())

    def fill(self, bar: QMenuBar, recent: QMenu) -> None:
        """Builds the menus of MENUS."""
        for title, names in MENUS.items():
            menu = bar.addMenu(title)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(self.refresh)
            for name in names:
                if name == "-":
                    menu.addSeparator()
                elif name == "recent":
                    menu.addMenu(recent)
                else:
                    menu.addAction(self.actions[name])

    def context(self, kind: str) -> list[QAction | None]:
        """The actions of a context menu; None is a line."""
        self.refresh()
        return [None if name == "-" else self.actions[name] for name in CONTEXT[kind]]

    def choices(self) -> list[Choice]:
        """Every command as a row of the palette, those that can be run first."""
        menu_of = {name: title for title, names in MENUS.items() for name in names}
        rows = []
        for row in ROWS.values():
            keys = QKeySequence(row.keys[0]).toString(QKeySequence.SequenceFormat.NativeText) if row.keys else ""
            rows.append(Choice(row.id, row.title.rstrip("…"), keys or menu_of.get(row.id, ""), row.icon or "command",
                               "dim", f"{row.tip} {menu_of.get(row.id, '')}", self._when.get(row.id, bool)()))
        return sorted(rows, key=lambda choice: not choice.enabled)


_SPACE = frozenset({Qt.Key.Key_Space})
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
                     Qt.Key.Key_End})
_OWN = ((QAbstractButton, _SPACE), (QComboBox, _SPACE | _ARROWS), (QAbstractSlider, _ARROWS),
        (QAbstractSpinBox, _ARROWS | _SPACE), (QAbstractItemView, _ARROWS | _SPACE), (QTabBar, _ARROWS | _SPACE))


class Manners(QObject):
    """Lets a focused control have the keys it is worked with, before they play the scene or step through it.

    Menus and lists that drop down get round corners before they are first shown.
    """

    def eventFilter(self, watched, event) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not event.modifiers():
            for kind, keys in _OWN:
                if isinstance(watched, kind) and event.key() in keys:
                    event.accept()
                    break
        elif event.type() == QEvent.Type.Polish and (
                isinstance(watched, QMenu) or watched.inherits("QComboBoxPrivateContainer")):
            round_off(watched)
        return False
