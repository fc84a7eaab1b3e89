"""The grammar: random objects of every category, as part tokens. It is the network's training data.

In     a category and a verb (indices), condition values [len(CONDITION)] in -1..1, a numpy Generator.
Out    tokens [slot, channel], float32, in object units.
Raises ValueError for an index or a verb the tables do not have.
Knows nothing of networks, meshes or documents.

`draw` obeys the condition exactly and throws dice for the rest. One file per family; DRAWERS is the table.

A new category in thirty lines: a row in engine.vocabulary.categories (append it: the order is the network's);
a function Wish -> Sketch in its family's file, which draws the root first and hangs part upon part by joints in
the object's own frame, reads sizes as wish["height"], open choices as wish.any / chance / pick, and ends with
Sketch.move for each verb; a line in each table below. Rules that keep what is learned smooth: use the slot that
other categories use for the same thing; let an attribute change sizes, and parts appear only where nothing else
can show it; throw the dice in the same order whatever the condition. `chronoform train --preview CATEGORY` draws it.
"""

from __future__ import annotations

import numpy as np

from engine.training.grammar import animals, containers, furniture, people, plants, vehicles
from engine.training.grammar.sketch import Sketch
from engine.training.grammar.wish import Wish
from engine.vocabulary import palettes
from engine.vocabulary.attributes import ATTRIBUTES, CONDITION, CONDITION_INDEX
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.verbs import VERB_KEYS

DRAWERS = {
    "chair": furniture.chair, "table": furniture.table, "lamp": furniture.lamp,
    "dog": animals.dog, "cat": animals.cat, "horse": animals.horse, "bird": animals.bird, "fish": animals.fish,
    "tree": plants.tree, "flower": plants.flower,
    "car": vehicles.car, "airplane": vehicles.airplane,
    "person": people.person, "robot": people.robot,
    "mug": containers.mug, "vase": containers.vase,
}
MAIN_PART = {
    "chair": "body", "table": "body", "lamp": "crown", "dog": "body", "cat": "body", "horse": "body", "bird": "body",
    "fish": "body", "tree": "crown middle", "flower": "crown", "car": "body", "airplane": "body", "person": "torso",
    "robot": "torso", "mug": "body", "vase": "body",
}
"""Where a category wears its main colour, exactly."""
ACCENT_PART = {
    "chair": ("torso", "detail"), "table": ("upper leg",), "lamp": ("body",), "dog": ("muzzle",), "cat": ("muzzle",),
    "horse": ("back",), "bird": ("torso",), "fish": ("slat",), "tree": ("detail",), "flower": ("crown top",),
    "car": ("foot",), "airplane": ("fin",), "person": ("body",), "robot": ("body",), "mug": ("detail",),
    "vase": ("foot",),
}
"""... and its accent: one of these (a tree only where it bears fruit)."""
COUNTED_PART = {"chair": "upper leg", "table": "upper leg", "fish": "slat", "flower": "crown", "airplane": "wheel",
                "robot": "slat", "mug": "detail", "vase": "detail"}
"""The part whose copies `count` counts."""
_ROWS = list(CATEGORIES.values())
_MAIN = CONDITION_INDEX["main r"]


def sketch(category_index: int, verb_index: int, values: np.ndarray, rng: np.random.Generator) -> Sketch:
    """The drawn parts before they become tokens."""
    category, verb = _ROWS[category_index], VERB_KEYS[verb_index]
    if verb not in category.verbs:
        raise ValueError(f"a {category.key} does not {verb}: it can {', '.join(category.verbs)}")
    return DRAWERS[category.key](Wish(category, verb, values, rng))


def draw(category_index: int, verb_index: int, values: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One object that obeys `values`: tokens [slot, channel], object units."""
    return sketch(category_index, verb_index, values, rng).tokens()


def condition(rng: np.random.Generator, category_index: int) -> tuple[int, np.ndarray]:
    """A random verb of the category and random values; 0 for attributes it does not have."""
    category = _ROWS[category_index]
    verb = category.verbs[int(rng.integers(len(category.verbs)))]
    dice = rng.random(len(CONDITION) + 4)
    values = dice[:len(CONDITION)] * 2.0 - 1.0
    has = _HAS[category_index]
    values[:len(ATTRIBUTES)] *= has
    count = _COUNTS[category_index]
    if count is not None:
        low, high = count
        step = int(dice[-1] * (high - low + 1))
        values[CONDITION_INDEX["count"]] = step / (high - low) * 2.0 - 1.0
    if dice[-2] < 0.5:
        mains = palettes.MAINS[category.key]
        main = mains[int(dice[-3] * len(mains))]
        accents = palettes.ACCENTS.get(category.key)
        pair = palettes.PAIRS[int(dice[-4] * len(palettes.PAIRS))]
        if accents is not None:
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
