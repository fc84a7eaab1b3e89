"""The window: where every panel stands, and what it remembers of that.

In     panels, commands, settings.   Out   a window; `closing` asks whether it may close.
Raises nothing.  Knows nothing of documents or the engine.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QFontMetricsF, QIcon, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.paths import assets
from engine.vocabulary.formats import FORMATS
from studio import icons, theme
from studio.commands import Commands
from studio.prompt import NotUnderstood, Prompt
from studio.reference import SUFFIXES
from studio.settings import Settings

SIZE = QSize(1600, 940)
MODES = {
    "Compose": "Scene graph, viewport, inspector and timeline",
    "Animate": "Viewport and a tall timeline",
    "Part": "Viewport and inspector, for the parts of one object",
}
GRAPH, INSPECTOR, TIMELINE = 0.3, 320, 0.3
"""Shares of the width and the height of the main panels; the inspector's width [px]."""
DROPPED = (".chrono", *SUFFIXES, *FORMATS)
"""Endings of the files that can be dropped on it."""
GOOD_NEWS = 15000                 # ms until a message that asks for nothing goes away


class Brand(QWidget):
    """The name, in the colours of what it does."""

    def __init__(self) -> None:
        super().__init__()
        self._font = theme.font("title", weight=QFont.Weight.DemiBold)
        self.setFixedSize(int(QFontMetricsF(self._font).horizontalAdvance("Chronoform")) + 4, 24)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        shade = QLinearGradient(QPointF(0, 0), QPointF(self.width(), 0))
        shade.setColorAt(0.0, theme.colour("accent"))
        shade.setColorAt(1.0, theme.colour("move"))
        painter.setPen(QPen(shade, 1))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter, "Chronoform")


class Banner(QFrame):
    """One sentence across the window that stays until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.setFixedHeight(32)
        self.mark, self.words = QLabel(), QLabel()
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.offer = QPushButton()
        self.offer.setProperty("role", "row")
        self.offer.clicked.connect(lambda: self._offered())
        close = QToolButton()
        close.setProperty("role", "quiet")
        close.setIcon(icons.icon("x", "dim"))
        close.setToolTip("Close this message")
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.words, 1)
        row.addWidget(self.offer)
        row.addWidget(close)
        self._offered: Callable[[], object] = lambda: None
        self._away = QTimer(self, singleShot=True, interval=GOOD_NEWS)
        self._away.timeout.connect(self.hide)
        self.hide()

    def tell(self, sentence: str, kind: str = "warn", detail: str = "") -> None:
        """kind: "good", "warn" or "violated"."""
        self.mark.setPixmap(icons.icon({"good": "check", "warn": "triangle-alert"}.get(kind, "circle-alert"),
                                       kind).pixmap(16, 16))
        self.words.setText(sentence)
        self.words.setToolTip(detail or sentence)
        self.offer.hide()
        self.show()
        if kind == "good":
            self._away.start()
        else:
            self._away.stop()

    def offers(self, word: str, does: Callable[[], object]) -> None:
        """A button beside what was told last, which then stays."""
        self.offer.setText(word)
        self.offer.show()
        self._offered = does
        self._away.stop()


class Window(QMainWindow):
    closing = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.may_close: Callable[[], bool] = lambda: True
        self.dropped: Callable[[str], None] = lambda path: None
        self.setWindowIcon(QIcon(str(assets() / "icons" / "chronoform.svg")))
        self.setAcceptDrops(True)
        self.resize(SIZE)
        self.commands = Commands(self)
        self.recent = QMenu("Open recent", self)
        self.prompt, self.banner = Prompt(), Banner()
        self.not_understood = NotUnderstood(self.prompt)
        self.body = QWidget()
        self._column = QVBoxLayout(self.body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._top_bar())
        self._column.addWidget(self.not_understood)
        self._column.addWidget(self.banner)
        self.setCentralWidget(self.body)
        self.panels: dict[str, QWidget] = {}

    def _top_bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(44)
        self.menus = QMenuBar()
        self.menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.commands.fill(self.menus, self.recent)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(Brand())
        row.addWidget(self.menus)
        row.addWidget(self.prompt, 12)
        row.addStretch(1)
        row.addWidget(self._modes())
        return bar

    def _modes(self) -> QWidget:
        box = QFrame()
        box.setProperty("role", "segments")
        box.setFixedHeight(32)
        row = QHBoxLayout(box)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self.modes = QButtonGroup(box)
        for index, (name, tip) in enumerate(MODES.items()):
            button = QPushButton(name)
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setFixedHeight(26)
            self.modes.addButton(button, index)
            row.addWidget(button)
        export = QPushButton("Export")
        export.setProperty("role", "segment")
        export.setToolTip(self.commands.actions["export glb"].toolTip())
        export.setFixedHeight(26)
        export.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        export.clicked.connect(lambda: self.commands.run("export glb"))
        row.addWidget(export)
        self.modes.button(0).setChecked(True)
        self.modes.idClicked.connect(lambda index: self.show_mode(list(MODES)[index]))
        return box

    # ---- panels ----------------------------------------------------------------------------------

    def lay_out(self, graph: QWidget, viewport: QWidget, timeline: QWidget, inspector: QWidget,
                status: QWidget) -> None:
        """graph | viewport over the timeline, the inspector beside them, the status bar beneath."""
        self.panels = {"graph": graph, "viewport": viewport, "timeline": timeline, "inspector": inspector}
        for panel in (timeline, inspector):
            panel.setProperty("role", "panel")
            panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = _splitter(Qt.Orientation.Horizontal, graph, viewport)
        self._left = _splitter(Qt.Orientation.Vertical, self._top, timeline)
        self._whole = _splitter(Qt.Orientation.Horizontal, self._left, inspector)
        self._top.setStretchFactor(1, 1)
        self._left.setStretchFactor(0, 1)
        self._whole.setStretchFactor(0, 1)
        gap = QFrame()
        gap.setFixedHeight(2)
        gap.setProperty("role", "gap")
        self._column.addWidget(gap)
        self._column.addWidget(self._whole, 1)
        self._column.addWidget(status)

    def put_viewport(self, viewport: QWidget) -> None:
        """The viewport comes later than the rest: what it is drawn with takes its time to load."""
        sizes = self._top.sizes()
        old = self._top.replaceWidget(1, viewport)
        if old is not None:
            old.deleteLater()
        viewport.show()
        self.panels["viewport"] = viewport
        self._top.setStretchFactor(1, 1)
        self._top.setSizes(sizes)

    def reset_layout(self) -> None:
        """Every panel back to its place."""
        for panel in self.panels.values():
            panel.show()
        self.modes.button(0).setChecked(True)
        wide, tall = max(self.width(), 800), max(self.height(), 600)
        rest = wide - INSPECTOR
        self._whole.setSizes([rest, INSPECTOR])
        self._left.setSizes([round(tall * (1 - TIMELINE)), round(tall * TIMELINE)])
        self._top.setSizes([round(rest * GRAPH), round(rest * (1 - GRAPH))])

    def show_mode(self, mode: str) -> None:
        """One of MODES: the panels for a kind of work."""
        self.modes.button(list(MODES).index(mode)).setChecked(True)
        hidden = {"Compose": (), "Animate": ("graph",), "Part": ("graph", "timeline")}[mode]
        for name, panel in self.panels.items():
            panel.setVisible(name not in hidden)
        if mode == "Animate":
            self._left.setSizes([round(self.height() * 0.45), round(self.height() * 0.55)])
        elif mode == "Compose":
            self.reset_layout()
        self.commands.refresh()

    def toggle(self, name: str) -> None:
        self.panels[name].setVisible(not self.panels[name].isVisible())

    def restore_layout(self) -> None:
        self.reset_layout()
        geometry = self.settings.layout("window")
        if geometry is not None:
            self.restoreGeometry(geometry)
        for name, splitter in (("whole", self._whole), ("left", self._left), ("top", self._top)):
            state = self.settings.layout(name)
            if state is not None:
                splitter.restoreState(state)

    def keep_layout(self) -> None:
        if any(not panel.isVisible() for panel in self.panels.values()):
            self.settings.keep_layout("window", self.saveGeometry())
            return
        for name, splitter in (("whole", self._whole), ("left", self._left), ("top", self._top)):
            self.settings.keep_layout(name, splitter.saveState())
        self.settings.keep_layout("window", self.saveGeometry())

    # ---- closing, dropping -----------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.keep_layout()
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event) -> None:
        if any(url.toLocalFile().lower().endswith(DROPPED) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event) -> None:
        for url in event.mimeData().urls():
            if url.toLocalFile().lower().endswith(DROPPED):
                event.acceptProposedAction()
                self.dropped(url.toLocalFile())


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(2)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter
