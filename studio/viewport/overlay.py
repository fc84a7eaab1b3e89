"""Overlay: the tools, the shading modes, the figures and the sentences that lie on the picture.

In     a size [px], what is chosen, what to say.   Out   paint, and which chip is under the pointer.
Raises nothing.  Knows nothing of OpenGL, documents or other panels.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from studio import icons, theme

MARGIN = 12
TOOLS = {"select": ("mouse-pointer-2", "Select (Q)"), "move": ("move", "Move (G)"),
         "rotate": ("rotate-cw", "Rotate (R)"), "scale": ("scaling", "Scale (S)")}
MODES = {"wire": "Wire", "solid": "Solid", "studio": "Studio", "parts": "Parts", "skin": "Skin"}
MODE_TIPS = {"wire": "Triangles", "solid": "Colours without shadows: the fastest",
             "studio": "Light, shadows, materials", "parts": "Each part in its own colour",
             "skin": "Which joint moves what"}


@dataclass(frozen=True)
class Chip:
    """Something to click: ("tool" or "mode", its name)."""

    kind: str
    name: str
    rect: QRectF
    tip: str


def chips(width: float, height: float) -> list[Chip]:
    """Every chip of a viewport of this size [logical px]."""
    found = [Chip("tool", name, QRectF(MARGIN, MARGIN + 38 * row, 34, 34), tip)
             for row, (name, (_, tip)) in enumerate(TOOLS.items())]
    measure = QFontMetricsF(theme.font("body"))
    widths = [measure.horizontalAdvance(title) + 20 for title in MODES.values()]
    left, top = width - MARGIN - 4 - sum(widths), height - MARGIN - 30
    for (name, _), wide in zip(MODES.items(), widths):
        found.append(Chip("mode", name, QRectF(left, top, wide, 26), MODE_TIPS[name]))
        left += wide
    return found


def paint_chips(painter: QPainter, found: list[Chip], *, tool: str, mode: str, lit: Chip | None) -> None:
    """Draw the tools and the modes."""
    painter.setPen(Qt.PenStyle.NoPen)
    modes = [chip.rect for chip in found if chip.kind == "mode"]
    if modes:
        painter.setBrush(theme.colour("background", 0.82))
        painter.drawRoundedRect(modes[0].united(modes[-1]).adjusted(-4, -3, 4, 3), 9, 9)
    for chip in found:
        chosen = chip.name == (tool if chip.kind == "tool" else mode)
        if chip.kind == "tool":
            ground = theme.colour("accent") if chosen else theme.colour("hover" if chip == lit else "raised", 0.88)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(chip.rect, 9, 9)
            icons.paint(painter, TOOLS[chip.name][0], chip.rect.adjusted(9, 9, -9, -9),
                        theme.colour("on accent" if chosen else "text"))
            continue
        if chosen or chip == lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover", 1.0 if chosen else 0.6))
            painter.drawRoundedRect(chip.rect, 6, 6)
        painter.setPen(theme.colour("text" if chosen else "dim"))
        painter.setFont(theme.font("body"))
        painter.drawText(chip.rect, Qt.AlignmentFlag.AlignCenter, MODES[chip.name])


def figures(count: int, triangles: int, mode: str, refined: tuple[int, int], took: float) -> list[str]:
    """What the figures say: how much is shown, how, and how long the last frame took [ms]."""
    refining = f" · refining {refined[0]}/{refined[1]}" if 0 < refined[0] < refined[1] else ""
    return [f"{count} object{'s' * (count != 1)} · {thousands(triangles)} triangles",
            f"{MODES[mode]}{refining} · {took:.0f} ms"]


def paint_figures(painter: QPainter, width: float, lines: list[str]) -> None:
    """The figures at the top right."""
    painter.setFont(theme.font("small"))
    measure = QFontMetricsF(painter.font())
    wide = max(measure.horizontalAdvance(line) for line in lines) + 18
    box = QRectF(width - MARGIN - wide, MARGIN, wide, 15 * len(lines) + 10)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("background", 0.72))
    painter.drawRoundedRect(box, 9, 9)
    painter.setPen(theme.colour("dim"))
    for row, line in enumerate(lines):
        painter.drawText(QRectF(box.left() + 9, box.top() + 5 + 15 * row, wide - 18, 15),
                         Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line)


def paint_sentence(painter: QPainter, width: float, height: float, text: str, *, foot: bool = False) -> None:
    """A sentence in the middle, or, while something is dragged, at the foot."""
    painter.setFont(theme.font("body" if foot else "title"))
    measure = QFontMetricsF(painter.font())
    room = min(width - 4 * MARGIN, 560)
    flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    needed = measure.boundingRect(QRectF(0, 0, room, height), flags, text)
    box = QRectF(0, 0, needed.width() + 32, needed.height() + 18)
    box.moveCenter(QPointF(width / 2, height - MARGIN - 15 if foot else height / 2))
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.setBrush(theme.colour("background", 0.82))
    painter.drawRoundedRect(box, 10, 10)
    painter.setPen(theme.colour("text"))
    painter.drawText(box, flags, text)


def thousands(count: int) -> str:
    """142k for 142,300; below a thousand as it is."""
    return f"{count / 1000:.0f}k" if count >= 1000 else str(count)
