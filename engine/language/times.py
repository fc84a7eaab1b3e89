"""Times in a prompt: "at 3 s", "from 1 to 4 seconds", "after two seconds", "for 3 s", "until 5 s".

In     the prompt's text and a place in it.   Out   a Time and where it ends, or None.
Raises LanguageError for a span that ends before it starts.
Knows nothing of scenes, torch or Qt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.vocabulary.words import NUMBERS


class LanguageError(ValueError):
    """A prompt that cannot become a scene; the message says what to write instead."""


@dataclass(frozen=True)
class Time:
    """When something happens [s]; None is left open. `later` counts from the clause before."""

    start: float | None = None
    end: float | None = None
    length: float | None = None
    later: float | None = None


_WORDS = "|".join(word for word, count in NUMBERS.items() if " " not in word and word not in
                  ("some", "several", "many", "both"))
_NUMBER = rf"(\d+(?:[.,]\d+)?|\.\d+|half an?|an?|{_WORDS})"
_UNIT = r"\s*(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?)\b"
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in (
    (rf"from\s+{_NUMBER}(?:{_UNIT})?\s*(?:to|until|till|-|–)\s*{_NUMBER}{_UNIT}", "span"),
    (rf"between\s+{_NUMBER}(?:{_UNIT})?\s+and\s+{_NUMBER}{_UNIT}", "span"),
    (rf"{_NUMBER}{_UNIT}\s+later\b", "later"),
    (rf"(?:starting\s+)?(?:at|from|after|in)\s+{_NUMBER}{_UNIT}(?:\s+onwards?)?", "start"),
    (r"(?:at|from|after)\s+(?:second|sec)\s+(\d+(?:[.,]\d+)?)()", "start"),
    (rf"(?:for|during|over|within)\s+{_NUMBER}{_UNIT}", "length"),
    (rf"(?:until|till|up to)\s+{_NUMBER}{_UNIT}", "end"),
    (r"(?:at|in|from)\s+the\s+(?:start|beginning)\b", "beginning"),
)]


DURATION = re.compile(rf"(?:\d+(?:[.,]\d+)?){_UNIT}", re.IGNORECASE)
"""A time that nothing says what it is of."""


def time_at(text: str, at: int) -> tuple[Time, int] | None:
    """The time expression that begins at `at`, and the place after it."""
    for pattern, kind in _PATTERNS:
        found = pattern.match(text, at)
        if found:
            return _read(kind, found), found.end()
    return None


def _read(kind: str, found: re.Match[str]) -> Time:
    if kind == "beginning":
        return Time(start=0.0)
    if kind == "span":
        first, unit, second, last_unit = found.groups()
        start, end = _seconds(first, unit or last_unit), _seconds(second, last_unit)
        if end <= start:
            raise LanguageError(f"{found.group(0)!r} ends before it starts: write the earlier time first.")
        return Time(start=start, end=end)
    return Time(**{kind: _seconds(*found.groups()[:2])})


def _seconds(number: str, unit: str) -> float:
    number = number.lower()
    if number.startswith("half"):
        value = 0.5
    elif number in ("a", "an"):
        value = 1.0
    elif number in NUMBERS:
        value = float(NUMBERS[number])
    else:
        value = float(number.replace(",", "."))
    unit = unit.lower()
    return value * (60.0 if unit.startswith("min") else 0.001 if unit.startswith("m") else 1.0)
