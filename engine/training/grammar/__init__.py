"""The grammar: random objects of every category, as part tokens. It is the network's training data.

In     a category and a verb (indices), condition values [len(CONDITION)] in -1..1, a numpy Generator.
Out    tokens [slot, channel], float32, in object units.
Raises ValueError for an index or a verb the tables do not have.
Knows nothing of networks, meshes or documents.

`draw` obeys the condition exactly and throws dice for the rest. A category's drawer is the function of its name in the
file of its family ("ice-cream": ice_cream).

A new category in thirty lines: a row in its family's file of engine.vocabulary.families, its key appended to ORDER in
engine.vocabulary.categories; a function Wish -> Sketch here, which draws the root first and hangs part upon part by
joints in the object's own frame, reads sizes as wish["height"], open choices as wish.any / chance / pick, gives the
part that wears the main colour wish.main, and ends with the verbs it has a gait of its own for (gaits.everyone does the
others). Materials, patterns, age, weight and style come by themselves (dress, deform). Rules that keep what is learned
smooth: use the slot that other categories use for the same thing; let an attribute change sizes, and parts appear only
where nothing else can show it; throw the dice in the same order whatever the condition.
`chronoform train --preview CATEGORY` draws it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.training.grammar import (
    birds,
    buildings,
    containers,
    food,
    furniture,
    gaits,
    insects,
    land_animals,
    nature,
    people,
    plants,
    reptiles,
    sea_life,
    tools,
    vehicles,
)
from engine.training.grammar.deform import deform
from engine.training.grammar.dress import dress
from engine.training.grammar.sketch import Sketch
from engine.training.grammar.wish import Wish
from engine.vocabulary import palettes
from engine.vocabulary.attributes import ATTRIBUTES, CHOICES, CONDITION, CONDITION_INDEX, MIDDLING
from engine.vocabulary.categories import CATEGORIES, Category
from engine.vocabulary.verbs import VERB_KEYS

_FILES = {"furniture": furniture, "containers": containers, "land animals": land_animals, "birds": birds,
          "sea life": sea_life, "insects": insects, "reptiles": reptiles, "people": people, "plants": plants,
          "vehicles": vehicles, "buildings": buildings, "tools": tools, "food": food, "nature": nature}
OWN_VERB = 0.7
"""Share of the samples that move in a way of their category's own, not in one that everything can."""
_ROWS = list(CATEGORIES.values())
_MAIN = CONDITION_INDEX["main r"]


def sketch(category_index: int, verb_index: int, values: np.ndarray, rng: np.random.Generator) -> tuple[Sketch, Wish]:
    """The drawn and dressed parts before they become tokens."""
    category, verb = _ROWS[category_index], VERB_KEYS[verb_index]
    if verb not in category.verbs:
        raise ValueError(f"a {category.key} does not {verb}: it can {', '.join(category.verbs)}")
    wish = Wish(category, verb, values, rng)
    drawn = drawer(category)(wish)
    if verb not in category.own_verbs:
        gaits.everyone(drawn, wish)
    dress(drawn, wish)
    return drawn, wish


def drawer(category: Category) -> Callable[[Wish], Sketch]:
    """The function that draws a category."""
    return getattr(_FILES[category.family], category.key.replace("-", "_"))


def draw(category_index: int, verb_index: int, values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One object that obeys `values`: tokens [slot, channel], object units."""
    drawn, wish = sketch(category_index, verb_index, values, rng)
    return deform(drawn.tokens(), wish.age, wish.weight, wish.style, alive=_ROWS[category_index].alive)


def condition(rng: np.random.Generator, category_index: int) -> tuple[int, np.ndarray]:
    """A random verb of the category and random values; 0 for attributes it does not have."""
    category = _ROWS[category_index]
    dice = rng.random(len(CONDITION) + 8)
    own = dice[-5] < OWN_VERB
    verbs = category.own_verbs if own else category.verbs
    verb = verbs[int(dice[-6] * len(verbs))]
    values = dice[:len(CONDITION)] * 2.0 - 1.0
    values[:len(ATTRIBUTES)] *= _HAS[category_index]
    for name in MIDDLING:
        values[CONDITION_INDEX[name]] **= 3
    count = _COUNTS[category_index]
    if count is not None:
        low, high = count
        step = int(dice[-1] * (high - low + 1))
        values[CONDITION_INDEX["count"]] = step / (high - low) * 2.0 - 1.0
    for die, (name, options) in zip(dice[-8:-6], CHOICES.items()):
        allowed = getattr(category, f"{name}s")
        usual = die < 0.5                                    # half of them the usual one
        chosen = allowed[0] if usual else allowed[int((die - 0.5) * 2.0 * len(allowed))]
        for option in options:
            values[CONDITION_INDEX[f"{name} {option}"]] = 1.0 if option == chosen else -1.0
    if dice[-2] < 0.5:
        mains, accents = category.mains, category.seconds
        main = mains[int(dice[-3] * len(mains))]
        pair = palettes.PAIRS[int(dice[-4] * len(palettes.PAIRS))]
        if accents:
            accent = accents[int(dice[-4] * len(accents))]
        else:
            main, accent = pair if dice[-4] * 97.0 % 1.0 < 0.5 else (main, pair[1])
        for k in range(3):
            values[_MAIN + k] = main[k] * 2.0 - 1.0
            values[_MAIN + 3 + k] = accent[k] * 2.0 - 1.0
    return VERB_KEYS.index(verb), values.astype(np.float32)


def sample(rng: np.random.Generator, category: int | None = None) -> tuple[int, int, np.ndarray, np.ndarray]:
    """(category index, verb index, values [len(CONDITION)], tokens [slot, channel]): one training example."""
    index = int(rng.integers(len(_ROWS))) if category is None else category
    verb, values = condition(rng, index)
    return index, verb, values, draw(index, verb, values, rng)


_HAS = [np.array([float(any(a.key == key for a in row.attributes)) for key in ATTRIBUTES]) for row in _ROWS]
_COUNTS = [next(((a.low, a.high) for a in row.attributes if a.key == "count"), None) for row in _ROWS]
