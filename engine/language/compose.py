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
from engine.language.composer import Composer
from engine.language.lexicon import nouns
from engine.language.reading import Item, read
from engine.language.times import LanguageError

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
    composer = Composer()
    composer.compose(read(prompt))
    unknown = sorted(composer.unknown, key=lambda item: item.start)
    if not composer.draft.things:
        raise LanguageError(_nothing_named(prompt, unknown))
    words = tuple(item.text for item in unknown)
    try:
        scene = composer.draft.scene(prompt, seed).changed(not_understood=words)
        if scene.duration > DURATION_LIMIT:
            raise LanguageError(f"The scene would last {scene.duration:g} s: use times up to {DURATION_LIMIT:g} s.")
        check(scene)
    except SceneError as error:
        raise LanguageError(f"This cannot be made: {error}.") from error
    wrong = [graph.cycle(scene), *graph.contradictions(scene)]
    if said := next((sentence for sentence in wrong if sentence), None):
        raise LanguageError(said + ".")
    spans = {(item.start, item.end): "unknown" for item in unknown}
    told = {(start, end): kind for start, end, kind in composer.spans} | spans
    return Composed(scene, words, [[start, end, kind] for (start, end), kind in sorted(told.items())],
                    tuple(dict.fromkeys((*composer.remarks, *_meant(unknown)))))


def _meant(unknown: list[Item]) -> list[str]:
    """Sentences on misspelt nouns."""
    found = []
    for item in unknown:
        near = get_close_matches(item.text.lower(), nouns(), n=1, cutoff=0.8)
        if near and len(item.text) > 3:
            found.append(f"{item.text!r} is not known: did you mean {near[0]!r}?")
    return found


def _nothing_named(prompt: str, unknown: list[Item]) -> str:
    words = [item.text for item in unknown if item.text.isalpha()] or prompt.split()[:6]
    near = [match for word in words for match in get_close_matches(word.lower(), nouns(), n=2, cutoff=0.5)]
    examples = list(dict.fromkeys(near))[:5] or ["fish", "lamp", "chair", "tree", "robot"]
    return (f"Nothing that can be made is named in {', '.join(repr(word) for word in words[:6])}: "
            f"name an object such as {', '.join(examples)}.")
