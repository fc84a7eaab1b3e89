"""The timeline's toolbar: play, time code, loop, frame rate, auto-key, dope sheet or curves.

In     a Session.   Out   playback, times and settings through the session; which page is shown.
Raises nothing.  Knows nothing of rows and curves.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from engine.document import edits
from studio import theme
from studio.icons import icon
from studio.session import Session
from studio.sprites import diamond
from studio.timeline.scale import on_frame, timecode

RATES = (12, 24, 25, 30, 48, 50, 60)
_CODE = re.compile(r"(?:(\d+):)?(\d+(?:\.\d*)?)\s*s?")


def read_time(words: str, rate: float) -> float | None:
    """"1:02.5", "2.4" or "2.4 s" in seconds, "72f" in frames; None where it is no time [s]."""
    words = words.strip().lower()
    if words.endswith("f") and words[:-1].strip().isdigit():
        return int(words[:-1]) / rate
    found = _CODE.fullmatch(words)
    return None if found is None else 60.0 * int(found[1] or 0) + float(found[2])


class Toolbar(QWidget):
    page_wanted = Signal(int)         # 0 dope sheet, 1 curves

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setFixedHeight(34)
        self.play = self._button("play", "Play or pause (Space)", session.set_playing)
        self.first = self._button("skip-back", "To the start (Home)", lambda: session.set_time(session.range[0]), False)
        self.last = self._button("skip-forward", "To the end (End)", lambda: session.set_time(session.range[1]), False)
        self.code = QLineEdit(self)
        self.code.setFixedWidth(74)
        self.code.setFont(theme.font(weight=self.code.font().Weight.DemiBold))
        self.code.setToolTip("Time: type seconds (2.4), minutes (1:02.5) or a frame (72f)")
        self.code.setAccessibleName("Time")
        self.code.editingFinished.connect(self._typed)
        self.frame = QLabel(self)
        self.frame.setFixedSize(76, 20)         # of one size: a new text then moves nothing else
        self.loop = self._button("repeat", "Loop the range", self._set_loop)
        self.rate = QToolButton(self)
        self.rate.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.rate.setAutoRaise(True)
        self.rate.setToolTip("Frames per second of the scene")
        self.rate.setMenu(self._rates())
        self.auto = QToolButton(self)
        self.auto.setAutoRaise(True)
        self.auto.setCheckable(True)
        self.auto.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.auto.setToolTip("While on, every changed number becomes a key at the playhead")
        self.auto.toggled.connect(self._set_auto)
        self.pages = [self._page("Dope sheet", 0), self._page("Curves", 1)]
        self._lay_out()
        session.time_changed.connect(self._timed)
        session.changed.connect(self._show)
        session.playing_changed.connect(self._show)
        session.range_changed.connect(self._show)
        theme.follow(self, self._dress)
        self._dress()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 10, 3)
        row.setSpacing(2)
        for widget in (self.first, self.play, self.last):
            row.addWidget(widget)
        row.addSpacing(6)
        row.addWidget(self.code)
        row.addWidget(self.frame)
        row.addSpacing(4)
        for widget in (self.loop, self.rate, self.auto):
            row.addWidget(widget)
        row.addStretch(1)
        for page in self.pages:
            row.addWidget(page)

    def _button(self, name: str, tip: str, act, check: bool = True) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setProperty("icon name", name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setCheckable(check)
        if check:
            button.clicked.connect(act)
        else:
            button.clicked.connect(lambda *_: act())
        return button

    def _page(self, words: str, index: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        button.setAutoRaise(True)
        button.setChecked(index == 0)
        button.setProperty("role", "segment")
        button.clicked.connect(lambda *_: self.page_wanted.emit(index))
        return button

    def _rates(self) -> QMenu:
        menu = QMenu(self)
        for rate in RATES:
            menu.addAction(f"{rate} fps").triggered.connect(
                lambda *_, rate=rate: self.session.apply(edits.SetScene("rate", float(rate)), f"Rate {rate} fps"))
        return menu

    # ---- what is shown ----

    def _dress(self) -> None:
        for button in (self.first, self.play, self.last, self.loop):
            button.setIcon(icon(str(button.property("icon name"))))
        self.setStyleSheet(_SHEET.format(**theme.TOKENS[theme.active()]))
        self._show()

    def _show(self, *_: object) -> None:
        session = self.session
        self.play.setIcon(icon("pause" if session.playing else "play"))
        self.play.setChecked(session.playing)
        self.loop.setChecked(session.loop)
        self.rate.setText(f"{session.scene.rate:g} fps")
        on = session.auto_key
        self.auto.setChecked(on)
        self.auto.setText("auto-key on" if on else "auto-key off")
        self.auto.setIcon(QIcon(_sprite("accent" if on else "faint", on)))
        self._timed(session.time)

    def _timed(self, time: float) -> None:
        if not self.code.hasFocus():
            self.code.setText(timecode(time))
        self.frame.setText(f"frame {round(time * self.session.scene.rate)}")

    def show_page(self, index: int) -> None:
        self.pages[index].setChecked(True)

    # ---- what is done ----

    def _typed(self) -> None:
        session = self.session
        time = read_time(self.code.text(), session.scene.rate)
        if time is not None and self.code.isModified():
            session.set_time(on_frame(time, session.scene.rate))
        self.code.setModified(False)
        self.code.clearFocus()
        self._timed(session.time)

    def _set_loop(self, on: bool) -> None:
        self.session.loop = on

    def _set_auto(self, on: bool) -> None:
        if self.session.auto_key != on:
            self.session.auto_key = on
            self._show()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._show()
        return super().event(event)


def _sprite(token: str, filled: bool) -> QPixmap:
    return diamond(token, 10, 2.0, hollow=not filled)


_SHEET = """
QToolButton {{ color: {dim}; border: none; border-radius: 6px; padding: 3px 6px; background: transparent; }}
QToolButton:hover {{ background: {hover}; color: {text}; }}
QToolButton:focus {{ border: 1px solid {accent}; padding: 2px 5px; }}
QToolButton::menu-indicator {{ image: none; width: 0px; }}
QToolButton:checked {{ color: {text}; }}
QToolButton[role="segment"]:checked {{ background: {raised}; border: 1px solid {line}; padding: 2px 5px; }}
QLineEdit {{ color: {text}; background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 1px; }}
QLineEdit:hover {{ border-color: {line}; }}
QLineEdit:focus {{ border-color: {accent}; background: {panel}; }}
QLabel {{ color: {faint}; font-size: 11px; }}
"""
