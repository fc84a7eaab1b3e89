"""The prompt: one line in which every word shows what it became.

In     spans and unknown words (engine.messages.Composed).   Out   `written` (debounced), `compose_wanted`.
Raises nothing.  Knows nothing of the engine or the document: the window carries words one way and spans the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from studio import icons, theme

DEBOUNCE = 180                    # ms after the last letter until the words are read
HEIGHT = 32
EXAMPLE = "a red fish orbits a tall lamp; at 3 s the lamp morphs into a tree"
NAMES = {"object": "an object", "place": "where it is", "compare": "how large it is", "move": "how it moves there",
         "cause": "what it does to another", "change": "what it becomes", "hold": "what it holds",
         "motion": "how it moves", "verb": "how it moves", "colour": "its colour", "attribute": "its shape",
         "size": "its shape", "time": "when", "count": "how many"}
TOKENS = {"object": "place", "state": "change", "colour": "accent", "motion": "move", "verb": "move", "time": "warn",
          "attribute": "compare", "size": "compare", "count": "compare", "camera": "dim", "light": "warn"}

ARTICLE = re.compile(r"(an?|the|one|some) +", re.IGNORECASE)
Span = tuple[int, int, str]       # from, to, family or kind of node


def token_of(kind: str) -> str:
    """The colour of a span: its family's, or the kind's own."""
    return kind if kind in theme.FAMILIES else TOKENS.get(kind, "dim")


class Line(QPlainTextEdit):
    """One line of text with coloured underlines."""

    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[Span] = []
        self.setObjectName("prompt")
        self.setAccessibleName("Prompt")
        self.setPlaceholderText(f"Describe a scene, such as: {EXAMPLE}")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(0, 6, 0, 0)
        self.setFixedHeight(HEIGHT - 4)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    def sizeHint(self) -> QSize:
        return QSize(420, HEIGHT - 4)

    def keyPressEvent(self, event) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source) -> None:
        """Pasted lines become one."""
        self.insertPlainText(" ".join(source.text().split()))

    def wheelEvent(self, event) -> None:
        event.ignore()

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        if not self.toPlainText():
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end, kind in self.spans:
            left, right = self._point(start), self._point(end)
            if right.x() > left.x():
                painter.setBrush(theme.colour(token_of(kind)))
                painter.drawRoundedRect(QRectF(left.x(), left.y() + 1, right.x() - left.x(), 2), 1, 1)

    def _point(self, index: int) -> QPointF:
        """The foot of a character, in the viewport [px]."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(index, len(self.toPlainText())))
        return QPointF(self.cursorRect(cursor).bottomLeft())

    def span_at(self, place) -> Span | None:
        index = self.cursorForPosition(place).position()
        return next((span for span in self.spans if span[0] <= index < span[1]), None)


class Prompt(QFrame):
    """The prompt with its button."""

    written = Signal(str)            # the text, a moment after the last letter
    compose_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "prompt")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = Line()
        self.mark = QLabel()
        self.mark.setToolTip("Words are underlined in the colour of what they became")
        self.button = QPushButton("Compose")
        self.button.setProperty("role", "primary")
        self.button.setToolTip("Make the sentence a scene  (Ctrl+Return)")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFixedHeight(HEIGHT - 8)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._timer.timeout.connect(lambda: self.written.emit(self.text))
        self.line.textChanged.connect(self._changed)
        self.line.submitted.connect(self.submit)
        self.button.clicked.connect(self.submit)
        theme.follow(self, self._dress)
        self._dress()
        self._changed()

    def _dress(self) -> None:
        self.mark.setPixmap(icons.icon("sparkles", "faint").pixmap(15, 15))

    @property
    def text(self) -> str:
        return self.line.toPlainText()

    def set_text(self, text: str) -> None:
        """Puts a document's prompt into the line, as it was; nothing is composed."""
        if text != self.text:
            self.line.setPlainText(text)
            self._timer.stop()
            self.written.emit(text)

    def show_spans(self, text: str, spans: Sequence[Sequence]) -> None:
        """Underlines; ignored where the line has moved on since `text` was read."""
        if text == self.text:
            self.line.spans = underlined(text, spans)
            self.line.viewport().update()

    def submit(self) -> None:
        if self.text.strip():
            self.compose_wanted.emit(self.text.strip())

    def _changed(self) -> None:
        self.line.spans = _moved(self.line.spans, len(self.text))
        self.button.setEnabled(bool(self.text.strip()))
        self._timer.start()


def underlined(text: str, spans: Sequence[Sequence]) -> list[Span]:
    """Spans without the articles they begin with, and without those that lie within another of the same colour."""
    found = []
    for start, end, kind in spans:
        article = ARTICLE.match(text[start:end])
        found.append((int(start) + (article.end() if article else 0), int(end), str(kind)))
    return [span for span in found if not any(
        other != span and other[0] <= span[0] and span[1] <= other[1] and token_of(other[2]) == token_of(span[2])
        for other in found)]


def _moved(spans: list[Span], length: int) -> list[Span]:
    """The spans that still lie inside of the line, until it is read again."""
    return [span for span in spans if span[1] <= length]


class NotUnderstood(QWidget):
    """What the engine could not make anything of, beneath the prompt."""

    def __init__(self, anchor: QWidget) -> None:
        super().__init__()
        self.anchor = anchor
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self.words: tuple[str, ...] = ()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 12, 6)
        self.row.setSpacing(4)
        self.lead = QLabel("Not understood")
        self.lead.setProperty("role", "dim")
        self.row.addWidget(self.lead)
        self.row.addStretch(1)
        self.hide()

    def show_words(self, words: Sequence[str]) -> None:
        """One chip for each; nothing at all where everything was understood."""
        if tuple(words) == self.words:
            return
        self.words = tuple(words)
        while self.row.count() > 2:
            item = self.row.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for index, word in enumerate(self.words[:12]):
            chip = QLabel(word if len(word) <= 32 else word[:31] + "…")
            chip.setProperty("role", "chip")
            chip.setToolTip(f"“{word}” changed nothing in the scene: say it otherwise, or set it in the inspector.")
            self.row.insertWidget(1 + index, chip)
        self.setVisible(bool(self.words))

    def resizeEvent(self, event) -> None:
        self._align()

    def showEvent(self, event) -> None:
        self._align()

    def _align(self) -> None:
        """Starts where the prompt starts."""
        left = self.anchor.mapToGlobal(QPoint(0, 0)).x() - self.mapToGlobal(QPoint(0, 0)).x()
        self.row.setContentsMargins(max(left, 0) + 12, 0, 12, 6)
