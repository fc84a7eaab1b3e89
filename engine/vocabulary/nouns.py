"""Nouns: the words an artist may type for a category, and what else a word says.

A category's own key needs no row. Plain tables; imports nothing but its neighbours.
"""

from dataclasses import dataclass, field

from engine.vocabulary.categories import CATEGORIES


@dataclass(frozen=True)
class Noun:
    word: str                       # singular
    category: str
    attributes: dict[str, float] = field(default_factory=dict, hash=False)
    scale: float = 1.0
    colour: str = ""                # a key of COLOUR_WORDS, where the word implies one


def _rows() -> list[Noun]:
    """A category's key, then what its row adds."""
    out = [Noun(key.replace("-", " "), key) for key in CATEGORIES]
    for key, row in CATEGORIES.items():
        out.extend(Noun(noun, key) if isinstance(noun, str) else Noun(noun[0], key, *noun[1:]) for noun in row.nouns)
    return out


NOUNS: dict[str, Noun] = {noun.word: noun for noun in reversed(_rows())}
"""Where two categories claim a word, the first in their order has it, and a category's own key before all."""

_IRREGULAR = {"fish": ("fish", "fishes"), "goldfish": ("goldfish",), "clownfish": ("clownfish",), "man": ("men",),
              "woman": ("women",), "child": ("children",), "person": ("people", "persons"), "trout": ("trout",),
              "aircraft": ("aircraft",), "wolf": ("wolves",), "carp": ("carp",), "koi": ("koi",), "foal": ("foals",)}


def plurals(word: str) -> tuple[str, ...]:
    """The plural forms of a singular noun."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    if word.endswith(("s", "x", "ch", "sh")):
        return (word + "es",)
    return (word + "s",)
