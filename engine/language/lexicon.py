"""The lexicon: every phrase the reader of prompts knows, and what it stands for.

In     the vocabulary's tables.   Out   phrases (tuples of lower-case words) to entries, longest phrases first.
Raises nothing.   Knows nothing of scenes, torch or Qt.

Where two tables have the same phrase the later line of `_build` wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.vocabulary import words
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.colours import COLOUR_WORDS, SHADES
from engine.vocabulary.nouns import NOUNS, plurals
from engine.vocabulary.relations import RELATIONS
from engine.vocabulary.verbs import VERBS


@dataclass(frozen=True)
class Entry:
    """`kind` is one of noun, colour, shade, size, degree, manner, verb, relation, count, times, direction, turning,
    article, pronoun, copula, joint, with, silent; `value` is what the kind's reader wants."""

    kind: str
    value: Any = None


@dataclass(frozen=True)
class Doing:
    """A verb form: the verb (None: the category's own way to move) and what the word implies."""

    verb: str | None
    intensity: float | None = None
    speed: float | None = None


@dataclass(frozen=True)
class Relating:
    """A relation phrase, and the verb inside it ("stands on")."""

    key: str
    doing: Doing | None = None


@cache
def lexicon() -> dict[tuple[str, ...], Entry]:
    """Phrases to entries."""
    table: dict[tuple[str, ...], Entry] = {}
    for phrase, entry in _build():
        table[tuple(phrase.split())] = entry
    return table


@cache
def longest() -> int:
    """Words in the longest phrase."""
    return max(map(len, lexicon()))


@cache
def nouns() -> tuple[str, ...]:
    """Every noun an artist may type, singular, sorted."""
    return tuple(sorted(NOUNS))


def _build():
    yield from ((word, Entry("silent")) for word in words.SILENT)
    yield from ((word, Entry("copula")) for word in words.COPULAS)
    yield from ((word, Entry("size", word)) for word in words.SIZES)
    for category in CATEGORIES.values():
        yield from ((word, Entry("size", word)) for attribute in category.attributes for word, _ in attribute.words)
    yield from ((word, Entry("colour", colour)) for word, colour in COLOUR_WORDS.items())
    yield from ((word, Entry("shade", word)) for word in SHADES)
    yield from ((word, Entry("degree", factor)) for word, factor in words.DEGREES.items())
    yield from ((word, Entry("manner", manner)) for word, manner in words.MANNERS.items())
    yield from ((word, Entry("count", count)) for word, count in words.NUMBERS.items())
    yield from ((word, Entry("times", count)) for word, count in words.TIMES.items())
    yield from ((word, Entry("direction", sign)) for word, sign in words.DIRECTIONS.items())
    doings = dict(_doings())
    yield from ((word, Entry("verb", doing)) for word, doing in doings.items())
    yield from ((word, Entry("turning")) for word in words.TURNING)
    for noun in NOUNS.values():
        yield noun.word, Entry("noun", (noun, False))
        yield from ((plural, Entry("noun", (noun, True))) for plural in plurals(noun.word) if plural != noun.word)
    yield from ((word, Entry("article", kind)) for word, kind in words.ARTICLES.items())
    yield from ((word, Entry("pronoun", kind)) for word, kind in words.PRONOUNS.items())
    yield from ((word, Entry("joint", kind)) for word, kind in words.JOINTS.items())
    yield "with", Entry("with")
    for phrase, key in words.RELATION_WORDS.items():
        yield phrase, Entry("relation", Relating(key))
    for row in RELATIONS.values():
        for phrase in row.words:
            first = phrase.split()[0]
            doing = doings.get(first) if " " in phrase and row.family in ("place", "move") else None
            for form in _forms(phrase, verb=row.family in ("move", "change") or first in ("faces", "watches")):
                yield form, Entry("relation", Relating(row.key, doing))


def _forms(phrase: str, *, verb: bool) -> set[str]:
    """A phrase and, where it begins with a verb in the third person, its bare and -ing forms."""
    first, _, rest = phrase.partition(" ")
    if not first.endswith("s") or not (rest or verb) or first in ("towards", "across"):
        return {phrase}
    rest = f" {rest}" if rest else ""
    base = _base(first)
    stem = base[:-1] if base.endswith("e") else base
    return {phrase, base + rest, stem + "ing" + rest}


def _base(third: str) -> str:
    """walks -> walk, marches -> march, flies -> fly, rises -> rise."""
    if third.endswith("ies"):
        return third[:-3] + "y"
    if third.endswith(("ches", "shes", "sses", "xes", "goes")):
        return third[:-2]
    return third[:-1]


def _doings():
    for verb in VERBS.values():
        yield verb.key, Doing(verb.key)
        for word in verb.words:
            yield word, Doing(verb.key)
            if word.endswith("s") and " " not in word:
                yield _base(word), Doing(verb.key)
    for word, (verb, intensity, speed) in words.VERB_WORDS.items():
        yield word, Doing(verb, intensity, speed)
        if word.endswith("s"):
            yield _base(word), Doing(verb, intensity, speed)
    for word in words.GOING:
        yield word, Doing(None)
