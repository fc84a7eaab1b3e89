"""Reading: a prompt's characters to items with spans, by the longest phrase the lexicon knows.

In     the prompt.   Out   items in order; every word of the prompt is in exactly one of them.
Raises LanguageError (engine.language.times).   Knows nothing of scenes, torch or Qt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from engine.language.lexicon import Entry, lexicon, longest, reading
from engine.language.times import DURATION, time_at
from engine.language.wide import wide
from engine.vocabulary.words import NUMBERS

_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[;.,:!?&]|[^\s]", re.UNICODE)
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)[\s-]*(metres?|meters?|m|centimetres?|centimeters?|cm)\b", re.IGNORECASE)
_OFTEN = re.compile(r"(\d+(?:[.,]\d+)?|two|three|four|five|six|seven|eight|nine|ten)\s+(?:times|turns)\b",
                    re.IGNORECASE)
_PARTED = re.compile(rf"(\d+|{'|'.join(word for word in NUMBERS if ' ' not in word)})-([^\W\d_]+)(?:-[^\W\d_]+)*\b",
                     re.IGNORECASE)
_STOPS = {";": "stop", ".": "stop", "!": "stop", "?": "stop", ":": "stop", ",": "comma"}
_QUOTES = set("\"'`´’‘“”()[]{}-–—_*/\\")


@dataclass(frozen=True)
class Item:
    """A phrase and what it stands for. Kinds are those of lexicon.Entry and time, metres, parted, stop, comma,
    unknown; engine.language.senses makes the kinds simile, again and changing of some."""

    kind: str
    value: Any
    text: str
    start: int                    # characters of the prompt, [start, end)
    end: int


def read(prompt: str) -> list[Item]:
    """The prompt's items."""
    items: list[Item] = []
    at = 0
    while found := _WORD.search(prompt, at):
        item = _item(prompt, found)
        at = item.end
        if item.text not in _QUOTES:
            items.append(item)
    return items


def _item(prompt: str, found: re.Match[str]) -> Item:
    start = found.start()
    if timed := time_at(prompt, start):
        return _made(prompt, "time", timed[0], start, timed[1])
    if measured := _LENGTH.match(prompt, start):
        number = float(measured[1].replace(",", "."))
        return _made(prompt, "metres", number * (0.01 if measured[2].lower().startswith("c") else 1.0),
                     start, measured.end())
    if (parted := _PARTED.match(prompt, start)) and not _phrase(prompt, start, least=2):
        return _part(prompt, parted)
    if often := _OFTEN.match(prompt, start):
        entry = lexicon().get((often[1].lower(),))
        number = float(entry.value) if entry else float(often[1].replace(",", "."))
        return _made(prompt, "times", number, start, often.end())
    if bare := DURATION.match(prompt, start):
        return _made(prompt, "unknown", None, start, bare.end())
    word = found.group()
    if word in _STOPS:
        return _made(prompt, _STOPS[word], None, start, found.end())
    if phrase := _phrase(prompt, start):
        entry, end = phrase
        return _made(prompt, entry.kind, entry.value, start, end)
    if word.isdigit():
        return _made(prompt, "count", int(word[:6]), start, found.end())
    return _made(prompt, "unknown", None, start, found.end())


def _made(prompt: str, kind: str, value: Any, start: int, end: int) -> Item:
    return Item(kind, value, prompt[start:end], start, end)


def _part(prompt: str, found: re.Match[str]) -> Item:
    """ "three-legged": a count and the part that is counted."""
    number = int(found[1][:6]) if found[1].isdigit() else NUMBERS[found[1].lower()]
    pair = (_made(prompt, "count", number, found.start(1), found.end(1)),
            _made(prompt, "unknown", None, found.start(2), found.end()))
    return _made(prompt, "parted", pair, found.start(), found.end())


def _phrase(prompt: str, start: int, *, least: int = 1) -> tuple[Entry, int] | None:
    """The longest known phrase at `start`; hyphens, apostrophes and spaces between its words count alike."""
    words, ends, at = [], [], start
    for _ in range(longest()):
        found = re.compile(r"[^\W\d_]+|&").match(prompt, at)
        if not found:
            break
        words.append(found.group().lower())
        ends.append(found.end())
        gap = re.compile(r"[\s\-'’]+").match(prompt, found.end())
        if not gap:
            break
        at = gap.end()
    for size in range(len(words), least - 1, -1):
        end = ends[size - 1]
        if entry := lexicon().get(tuple(words[:size])) or _wide(words[:size]) or _hyphened(prompt[start:end]):
            return entry, end
    return None


def _hyphened(text: str) -> Entry | None:
    """A noun that the wide table has with this very hyphen ("four-poster"), whatever its words say by themselves."""
    found = wide(text.lower()) if "-" in text else None
    return Entry("noun", found) if found else None


def _wide(words: list[str]) -> Entry | None:
    """A noun of the wide table; of several words none may say something by itself ("old man")."""
    said = (lexicon().get((word,)) for word in words)
    if len(words) > 1 and any(entry is not None and entry.kind != "noun" for entry in said):
        return None
    found = wide(" ".join(words))
    if found and found[1] and len(words) > 1 and reading(words[-1], "verb") and (
            lexicon().get(tuple(words[:-1])) or _wide(words[:-1])):
        return None                                   # "a bee flies"
    return Entry("noun", found) if found else None
