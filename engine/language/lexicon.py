"""The lexicon: every phrase the reader of prompts knows, and what it stands for.

In     the vocabulary's tables.   Out   phrases (tuples of lower-case words) to entries, longest phrases first.
Raises nothing.   Knows nothing of scenes, torch or Qt.

Where two tables have the same phrase the later line of `_build` wins; the others remain its other readings, among
which engine.language.senses chooses by what stands around the phrase.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from engine.vocabulary import words
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.colours import COLOUR_WORDS, SHADES
from engine.vocabulary.materials import MATERIALS, PATTERNS
from engine.vocabulary.nouns import NOUNS, plurals
from engine.vocabulary.relations import MORPH_STYLE, RELATIONS
from engine.vocabulary.verbs import VERBS


@dataclass(frozen=True)
class Entry:
    """`kind` is one of noun, colour, shade, size, option, degree, manner, verb, relation, count, times, direction,
    turning, article, pronoun, copula, joint, with, like, hybrid, without, silent; `value` is what the kind's reader
    wants."""

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
    settings: dict[str, float] = field(default_factory=dict, hash=False)
    converse: bool = False          # "carries": the object is on the subject
    between: str = ""               # key of the relation to a second object


@cache
def readings() -> dict[tuple[str, ...], dict[str, Entry]]:
    """Phrases to all they may stand for, by kind; the last is the usual one."""
    table: dict[tuple[str, ...], dict[str, Entry]] = {}
    for phrase, entry in _build():
        kinds = table.setdefault(tuple(phrase.replace("-", " ").split()), {})
        kinds.pop(entry.kind, None)
        kinds[entry.kind] = entry
    return table


@cache
def lexicon() -> dict[tuple[str, ...], Entry]:
    """Phrases to what they usually stand for."""
    return {phrase: list(kinds.values())[-1] for phrase, kinds in readings().items()}


def reading(text: str, kind: str) -> Entry | None:
    """What a phrase stands for as a `kind`, if it can be one."""
    return readings().get(tuple(text.lower().replace("-", " ").split()), {}).get(kind)


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
    yield from _options()
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
        yield from ((plural, Entry("noun", (noun, True))) for plural in plurals(noun.word)
                    if plural != noun.word and plural not in NOUNS)
        yield noun.word, Entry("noun", (noun, False))
    yield from ((word, Entry("article", kind)) for word, kind in words.ARTICLES.items())
    yield from ((word, Entry("pronoun", kind)) for word, kind in words.PRONOUNS.items())
    yield from ((word, Entry("joint", kind)) for word, kind in words.JOINTS.items())
    yield "with", Entry("with")
    yield from ((word, Entry("like")) for word in words.LIKENESS)
    yield from ((word, Entry("hybrid")) for word in words.HYBRIDS)
    yield from ((word, Entry("without")) for word in words.WITHOUT)
    for phrase, key in words.RELATION_WORDS.items():
        for form in _forms(phrase, verb=False):
            yield form, Entry("relation", Relating(key, doings.get(phrase.split()[0])))
    for word, key in words.CONVERSE_WORDS.items():
        for form in _inflected(word):
            yield form, Entry("relation", Relating(key, converse=True))
    for word, (one, other) in words.BETWEEN.items():
        yield word, Entry("relation", Relating(one, between=other))
    for row in RELATIONS.values():
        for phrase in row.words:
            first = phrase.split()[0]
            doing = doings.get(first) if " " in phrase and row.family in ("place", "move") else None
            for form in _forms(phrase, verb=row.family in ("move", "change") or first in ("faces", "watches")):
                yield form, Entry("relation", Relating(row.key, doing))
    for verb in words.MORPHING:
        for form in _forms(f"{verb} into", verb=True):
            yield form, Entry("relation", Relating("morphs into", settings=styled(verb)))


def styled(verb: str) -> dict[str, float]:
    """The settings of a morph that is told by a verb, in whatever form: of "melting", those of melting."""
    style = next((style for third, style in words.MORPHING.items() if verb.lower() in _inflected(third)), None)
    return {} if style is None else {MORPH_STYLE.key: float(MORPH_STYLE.choices.index(style))}


def _options():
    """Words of materials and patterns to the keys of OPTIONS."""
    for material in MATERIALS.values():
        yield from ((word, Entry("option", f"material {material.key}")) for word in (material.key, *material.words))
    yield from ((word, Entry("option", f"material {key}")) for word, key in words.MATERIAL_WORDS.items())
    for key, forms in PATTERNS.items():
        yield from ((word, Entry("option", f"pattern {key}")) for word in (key, *forms))
    yield from ((word, Entry("option", f"pattern {key}")) for word, key in words.PATTERN_WORDS.items())


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
    if third.endswith("ies") and len(third) > 4:
        return third[:-3] + "y"
    if third.endswith(("ches", "shes", "sses", "xes", "goes")):
        return third[:-2]
    return third[:-1]


def _ing(base: str) -> str:
    """walk -> walking, dance -> dancing, flap -> flapping, lie -> lying."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    vowels = [letter in "aeiou" for letter in base]
    doubles = vowels[-3:] == [False, True, False] and base[-1] not in "wxy" and sum(vowels) == 1
    return base + (base[-1] if doubles else "") + "ing"


def _doings():
    for verb in VERBS.values():
        yield from ((form, Doing(verb.key)) for form in (verb.key, _ing(verb.key)))
        for word in verb.words:
            yield from ((form, Doing(verb.key)) for form in _inflected(word))
    for word, (verb, intensity, speed) in words.VERB_WORDS.items():
        yield from ((form, Doing(verb, intensity, speed)) for form in _inflected(word))
    for word in words.GOING:
        yield word, Doing(None)


def _inflected(word: str) -> tuple[str, ...]:
    """A verb's form in the third person with its bare and -ing forms; any other form alone."""
    if " " in word or not word.endswith("s"):
        return (word,)
    return word, _base(word), _ing(_base(word))
