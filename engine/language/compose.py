"""Compose: a prompt to a scene graph, and what of the prompt was not understood.

In     a prompt in English, a seed.   Out   Composed: scene, words not understood, spans, remarks.
Raises LanguageError in one sentence: the prompt is empty, too long, names nothing that can be made, or contradicts
itself.   Knows nothing of torch, Qt or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from engine.document import graph
from engine.document.check import DURATION_LIMIT, check
from engine.document.scene import Scene, SceneError
from engine.language.composer import composed
from engine.language.draft import Thing
from engine.language.lexicon import lexicon, nouns
from engine.language.reading import Item, read
from engine.language.senses import settled
from engine.language.times import LanguageError
from engine.language.wide import english, exact, suggested, table, wide

__all__ = ["Composed", "LanguageError", "compose"]

LIMIT = 2000
"""Characters of a prompt."""


@dataclass(frozen=True)
class Composed:
    scene: Scene
    not_understood: tuple[str, ...]               # words, in the prompt's order
    spans: list[list]                             # [[from, to, node kind, relation family, "time" or "unknown"], ...]
    remarks: tuple[str, ...] = ()                 # sentences: what was done in place of what was asked


def compose(prompt: str, *, seed: int = 0) -> Composed:
    """The scene a prompt describes. The same prompt and seed give the same scene."""
    if not prompt.strip():
        raise LanguageError("The prompt is empty: say what you want to see, "
                            'for example "a red fish orbits a tall lamp".')
    if len(prompt) > LIMIT:
        raise LanguageError(f"The prompt has {len(prompt)} characters: shorten it to {LIMIT} or fewer.")
    story = composed(settled(read(prompt), prompt))
    unknown = sorted(story.unknown, key=lambda item: item.start)
    if not story.draft.things:
        raise LanguageError(_nothing_named(prompt, unknown))
    words = tuple(item.text for item in unknown)
    try:
        scene = story.draft.scene(prompt, seed).changed(not_understood=words)
        if scene.duration > DURATION_LIMIT:
            raise LanguageError(f"The scene would last {scene.duration:g} s: use times up to {DURATION_LIMIT:g} s.")
        check(scene)
    except SceneError as error:
        raise LanguageError(f"This cannot be made: {error}.") from error
    wrong = [graph.cycle(scene), *graph.contradictions(scene)]
    if said := next((sentence for sentence in wrong if sentence), None):
        raise LanguageError(said + ".")
    spans = {(item.start, item.end): "unknown" for item in unknown}
    told = {(start, end): kind for start, end, kind in story.spans} | spans
    return Composed(scene, words, [[start, end, kind] for (start, end), kind in sorted(told.items())],
                    tuple(dict.fromkeys((*story.remarks, *_taken(story.draft.things), *_meant(unknown)))))


def _taken(things: list[Thing]) -> list[str]:
    """Sentences on nouns that stand for a category they only resemble: "salmon ≈ fish"."""
    return [f"{thing.word} ≈ {thing.noun.category}" for thing in things if not exact(thing.word, thing.noun.category)]


def _meant(unknown: list[Item]) -> list[str]:
    """Sentences on words that name nothing here: a misspelt noun, or one outside the vocabulary."""
    found = []
    for item in unknown:
        word = item.text.lower()
        if item.kind != "unknown" or len(word) < 3 or not word.isalpha() or (word,) in lexicon():
            continue
        if not suggested(word) and (near := _nearest(word)):
            found.append(f"{item.text!r} is not known: did you mean {near!r}?")
        elif wide(word) is None:
            near = f": the nearest is {' or '.join(suggested(word))}" if suggested(word) else ""
            found.append(f"{item.text!r} is not in the built-in vocabulary{near}")
    return found


def _nearest(word: str) -> str | None:
    """The noun spelt most like a word, the categories' own first; None where none is near."""
    if len(word) < 4 or wide(word) is not None or english(word):
        return None
    others = [noun for noun in table() if noun[0] == word[0] and abs(len(noun) - len(word)) < 2]
    return next((match.replace("_", " ") for near, cutoff in ((nouns(), 0.8), (others, 0.88))
                 for match in get_close_matches(word, near, n=1, cutoff=cutoff)), None)


def _nothing_named(prompt: str, unknown: list[Item]) -> str:
    words = [item.text for item in unknown if item.text.isalpha()] or prompt.split()[:6]
    near = [match for word in words
            for match in suggested(word.lower()) or get_close_matches(word.lower(), nouns(), n=2, cutoff=0.5)]
    examples = list(dict.fromkeys(near))[:5] or ["fish", "lamp", "chair", "tree", "robot"]
    return (f"Nothing that can be made is named in {', '.join(repr(word) for word in words[:6])}: "
            f"name an object such as {', '.join(examples)}.")
