"""The look: every colour, radius and distance once, for both themes, and how Qt is made to wear them.

In     a theme's name ("dark" or "light").   Out   QColors, QFonts, a dressed QApplication.
Raises KeyError on a token or a theme that does not exist.  Knows nothing of panels.

Colours are sRGB hex. Contrast follows WCAG 2.2, section 1.4.3: every text token keeps 4.5:1 on every ground. The light
theme is derived: the greys are its own, each hue is the dark theme's, darkened until it can be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from engine.paths import assets

GROUNDS = ("background", "panel", "raised")
HUES = ("accent", "place", "compare", "move", "cause", "change", "hold", "violated", "good", "warn")
READ = ("text", "dim", "faint", *HUES)
"""Tokens that are written in: each reads on every ground."""

RADIUS = MappingProxyType({"card": 10, "field": 6, "chip": 9})
SPACE = 4
"""Everything is a multiple of this many pixels."""
ROW = 24
FONT = "Inter"
SIZES = MappingProxyType({"body": 13, "small": 11, "title": 15})

_DARK = {
    "background": "#16181b", "panel": "#1e2125", "raised": "#272b30", "line": "#33383f", "hover": "#30353b",
    "well": "#131518", "picture": "#15171a", "text": "#e7e9ec", "dim": "#949ca6", "faint": "#8b939d",
    "accent": "#ff7a5c", "accent hover": "#ff8d73", "accent pressed": "#e66e53", "on accent": "#1d0c07",
    "place": "#6ea8ff", "compare": "#c9ced6", "move": "#35c2b0", "cause": "#f2b84b", "change": "#b58cff",
    "hold": "#7ccf6b", "violated": "#ff5a5f", "good": "#7ccf6b", "warn": "#f2b84b",
}
_LIGHT_GREYS = {
    "background": "#e9ebee", "panel": "#f4f5f7", "raised": "#ffffff", "line": "#cfd4da", "hover": "#e6e9ed",
    "well": "#ffffff", "picture": "#24272b", "text": "#1b1e22", "dim": "#535b65", "faint": "#5b636d",
    "on accent": "#ffffff", "compare": "#4d545e",
}


def _linear(colour: str) -> list[float]:
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    """Relative luminance 0..1 of an sRGB hex colour (WCAG 2.2)."""
    r, g, b = _linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    """Contrast ratio 1..21 of two sRGB hex colours (WCAG 2.2)."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def _oklab(colour: str) -> tuple[float, float, float]:
    """Lightness, a and b of an sRGB hex colour (Ottosson 2020)."""
    r, g, b = _linear(colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short)


def _from_oklab(lightness: float, a: float, b: float) -> str | None:
    """The sRGB hex colour; None where no screen has it."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
              -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
              -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short)
    if min(linear) < -1e-3 or max(linear) > 1 + 1e-3:
        return None
    clipped = (min(max(c, 0.0), 1.0) for c in linear)
    return "#" + "".join(f"{round(255 * (12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055)):02x}"
                         for c in clipped)


def _readable(colour: str, ground: str, ratio: float = 4.6) -> str:
    """The colour, darkened at its own hue until it reads on the ground; its chroma gives way where no screen has it."""
    lightness, a, b = _oklab(colour)
    chroma = 1.0
    while contrast(colour, ground) < ratio:
        lightness -= 0.01
        while (found := _from_oklab(lightness, a * chroma, b * chroma)) is None:
            chroma -= 0.02
        colour = found
    return colour


def _light() -> dict[str, str]:
    hues = {name: _readable(_DARK[name], _LIGHT_GREYS["background"]) for name in HUES if name != "compare"}
    tokens = {**_DARK, **hues, **_LIGHT_GREYS}
    for state, ratio in (("accent hover", 5.2), ("accent pressed", 6.0)):
        tokens[state] = _readable(tokens["accent"], _LIGHT_GREYS["background"], ratio)
    return tokens


TOKENS = MappingProxyType({"dark": MappingProxyType(_DARK), "light": MappingProxyType(_light())})
FAMILIES = ("place", "compare", "move", "cause", "change", "hold")
RELATION_COLOURS = MappingProxyType({
    name: MappingProxyType({family: tokens[family] for family in FAMILIES}) for name, tokens in TOKENS.items()})
"""theme -> family of relations -> hex. Painters ask `family_colour` for the theme that is worn."""


class _Wardrobe(QObject):
    changed = Signal(str)
    name = "dark"


wardrobe = _Wardrobe()
"""`wardrobe.changed` fires after a theme was put on; a widget listens through `follow`, which ends with the widget."""


def follow(owner: QObject, dress: Callable[[], object]) -> None:
    """Calls `dress` whenever another theme is put on, for as long as `owner` lives."""
    def changed(_: str) -> None:
        if isValid(owner):
            dress()
        else:
            wardrobe.changed.disconnect(changed)

    wardrobe.changed.connect(changed)


def active() -> str:
    """The name of the theme that is worn."""
    return wardrobe.name


def hexed(token: str) -> str:
    """A token of the worn theme as "#rrggbb"."""
    return TOKENS[wardrobe.name][token]


def colour(token: str, alpha: float = 1.0) -> QColor:
    """A token of the worn theme; alpha 0..1."""
    result = QColor(hexed(token))
    result.setAlphaF(alpha)
    return result


def family_colour(family: str, alpha: float = 1.0) -> QColor:
    """The colour of a family of relations; dim where the family has none."""
    return colour(family if family in FAMILIES else "dim", alpha)


def mixed(a: str, b: str, share: float) -> QColor:
    """Between two tokens of the worn theme: 0 is a, 1 is b."""
    x, y = colour(a), colour(b)
    pairs = ((x.redF(), y.redF()), (x.greenF(), y.greenF()), (x.blueF(), y.blueF()))
    return QColor.fromRgbF(*(p + (q - p) * share for p, q in pairs))


def font(size: str = "body", *, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Inter at one of SIZES [px], with tabular figures."""
    result = QFont(FONT)
    result.setPixelSize(SIZES[size])
    result.setWeight(weight)
    result.setFeature(QFont.Tag("tnum"), 1)
    result.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return result


def load_fonts() -> None:
    """Registers the bundled faces with Qt; once is enough, twice does no harm."""
    if FONT in QFontDatabase.families():
        return
    for path in sorted((assets() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def apply(app: QApplication, name: str = "dark") -> None:
    """Dresses the application: style, palette, fonts, stylesheet."""
    tokens, sheet = TOKENS[name], stylesheet(name)
    if wardrobe.name == name and app.styleSheet() == sheet:
        return                       # it is worn already: dressing every widget anew takes its time
    wardrobe.name = name
    load_fonts()
    app.setStyle("Fusion")
    app.setPalette(_palette(tokens))
    app.setFont(font())
    app.setStyleSheet(sheet)
    wardrobe.changed.emit(name)


def give_role(widget: QWidget, role: str) -> None:
    """Sets a widget's role after it was already dressed."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def stylesheet(name: str) -> str:
    """assets/studio.qss with the colours of a theme in it."""
    text = (assets() / "studio.qss").read_text(encoding="utf-8")
    words = {**TOKENS[name], "file arrow": _marked("arrow", name), "file check": _marked("check", name)}
    return re.sub("@([a-z ]+)@", lambda found: words[found.group(1)], text)


def _marked(mark: str, name: str) -> str:
    """The path of a mark that a stylesheet cannot colour by itself."""
    return (assets() / "marks" / f"{mark}-{name}.svg").as_posix()


def _palette(tokens: Mapping[str, str]) -> QPalette:
    role = QPalette.ColorRole
    roles = {
        role.Window: "panel", role.WindowText: "text", role.Base: "well", role.AlternateBase: "raised",
        role.Text: "text", role.PlaceholderText: "faint", role.Button: "raised", role.ButtonText: "text",
        role.BrightText: "accent", role.ToolTipBase: "raised", role.ToolTipText: "text", role.Highlight: "accent",
        role.HighlightedText: "on accent", role.Link: "place", role.Light: "hover", role.Mid: "line",
        role.Dark: "background", role.Shadow: "background", role.Accent: "accent"}
    palette = QPalette()
    for key, token in roles.items():
        palette.setColor(key, QColor(tokens[token]))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens["faint"]))
    return palette
