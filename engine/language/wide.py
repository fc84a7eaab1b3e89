"""The wide vocabulary: nouns beside the categories' own, each mapped to the category it falls under.

In     the shipped table assets/words/nouns.txt (built from WordNet by packaging/nouns.py); a phrase.
Out    a Noun, and whether the phrase is its plural; None for what falls under no category.
Raises FileNotFoundError where the table is missing.   Knows nothing of prompts, torch or Qt.
"""

from __future__ import annotations

from functools import cache

from engine.paths import asset
from engine.vocabulary.nouns import NOUNS, Noun, singulars


@cache
def _tables() -> tuple[dict[str, tuple[str, str]], dict[str, str], set[str]]:
    known, others, english = {}, {}, set()
    for line in asset("words/nouns.txt").read_text(encoding="utf-8").splitlines():
        category, _, words = line.partition("\t")
        if category == "-":
            english.update(words.split())
        elif category.startswith("? "):
            others |= dict.fromkeys(words.split(), category[2:])
        else:
            for word in words.split():
                known[word.strip("=~!")] = (category, word)
    return known, others, english


def table() -> dict[str, tuple[str, str]]:
    """Word to its category and the word with its marks: "=" means the category itself, "~" is a verb too, "!" is more
    often something else than a noun."""
    return _tables()[0]


def suggested(phrase: str) -> tuple[str, ...]:
    """Categories to name instead of a noun that falls under none; empty where nothing is near."""
    return next((tuple(near.split()) for word in (phrase, *singulars(phrase)) if (near := _tables()[1].get(word))), ())


def english(word: str) -> bool:
    """Whether a word that falls under no category is known to be a word at all."""
    return any(form in _tables()[2] for form in (word, *singulars(word)))


def wide(phrase: str) -> tuple[Noun, bool] | None:
    """The noun of a phrase in lower case, and whether it stands in the plural."""
    for single, plural in ((phrase, False), *((word, True) for word in singulars(phrase))):
        if row := _row(single):
            return Noun(single, row[0], *_implied(single, row[0])), plural
    return None


def exact(word: str, category: str) -> bool:
    """Whether a word names the category itself: "couch" a sofa does, "polar bear" a bear, "salmon" a fish does not."""
    row, said = _row(word), category.replace("-", " ")
    return f" {word}".endswith(f" {said}") or (row is not None and row[0] == category and row[1].startswith("="))


def verbal(word: str) -> bool:
    """Whether a noun of the table is a verb as well ("cooks")."""
    row = _row(word)
    return row is not None and "~" in row[1]


def seldom(word: str) -> bool:
    """Whether a noun of the table is more often a verb or an adjective ("swallow", "jolly")."""
    row = _row(word)
    return row is not None and "!" in row[1]


def _row(phrase: str) -> tuple[str, str] | None:
    return table().get(phrase.replace(" ", "_")) or table().get(phrase.replace(" ", "-")) or _closed().get(phrase)


@cache
def _closed() -> dict[str, tuple[str, str]]:
    """Names of several words written as one ("deckchair"), where the table does not have that word."""
    joined = {word.replace("_", "").replace("-", ""): row for word, row in table().items()}
    return {word: row for word, row in joined.items() if word not in _tables()[1] and word not in table()}


def _implied(phrase: str, category: str) -> tuple[dict[str, float], float, str]:
    """What the last word says by itself: a Bengal tiger has stripes since a tiger has."""
    last = NOUNS.get(phrase.rpartition(" ")[2])
    if last is None or last.category != category:
        return {}, 1.0, ""
    return last.attributes, last.scale, last.colour
