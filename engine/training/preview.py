"""Preview: a contact sheet of what the grammar draws, without any network.

In     category keys, seeds, a path; a verb.   Out   a PNG: a row for each category, a column for each seed.
Raises ValueError for a category that does not exist, ExportError where the file cannot be written,
GraphicsError where nothing can be drawn.
Knows nothing of documents or Qt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from engine.bake.bake import bake_object
from engine.exchange.files import write_whole
from engine.exchange.images import contact_sheet, png, thumbnail
from engine.form.object4d import Object4D
from engine.training.grammar import condition, draw
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS, VERBS


def sheet(categories: Sequence[str], seeds: Iterable[int], path: Path, *, verb: str | None = None, cycle: float = 0.0,
          size: int = 256) -> None:
    """Draw every category with every seed and write the sheet. `verb` None: the category's first."""
    seeds = list(seeds)
    for key in categories:
        if key not in CATEGORIES:
            raise ValueError(f"there is no category {key!r}: choose one of {', '.join(CATEGORIES)}")
    pictures = [tile(key, seed, verb=verb, cycle=cycle, size=size) for key in categories for seed in seeds]
    write_whole(Path(path), [png(contact_sheet(pictures, columns=len(seeds), labels=list(categories)))])


def tile(category: str, seed: int, *, verb: str | None = None, cycle: float = 0.0, size: int = 256) -> np.ndarray:
    """One object of the grammar in the studio's light, [size, size, 4] uint8."""
    row = CATEGORIES[category]
    index = list(CATEGORIES).index(category)
    doing = verb if verb in row.verbs else row.verbs[0]
    dice = np.random.default_rng((seed, index))
    _, values = condition(dice, index)
    return drawn(category, draw(index, VERB_KEYS.index(doing), values, dice), verb=doing, cycle=cycle, size=size)


def drawn(category: str, tokens: np.ndarray, *, verb: str, cycle: float = 0.0, size: int = 256) -> np.ndarray:
    """Part tokens in the studio's light, [size, size, 4] uint8."""
    row = CATEGORIES[category]
    obj = Object4D.from_tokens(tokens, scale=row.scale, period=VERBS[verb].period, contact=row.contact(verb))
    return thumbnail(bake_object(category, obj, times=(0.0,), cycle_of_time=lambda _: cycle), size=size)
