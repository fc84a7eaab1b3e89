"""What can be added and what can be drawn, as rows to search in.

In     the vocabulary's tables.   Out   Choices.   Raises nothing.  Knows nothing of documents.
"""

from __future__ import annotations

from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.relations import FAMILIES, RELATIONS
from studio.search import Choice

ICONS = {
    "chair": "armchair", "table": "desk", "lamp": "lamp", "dog": "dog", "cat": "cat", "horse": "paw-print",
    "bird": "bird", "fish": "fish", "tree": "tree-deciduous", "flower": "flower-2", "car": "car", "airplane": "plane",
    "person": "person-standing", "robot": "bot", "mug": "coffee", "vase": "amphora",
    "camera": "video", "light": "lightbulb", "group": "group",
}


def icon_of(what: str) -> str:
    """The icon of a category, or of a kind of node; a box for what has none."""
    return ICONS.get(what, "box")


def things() -> list[Choice]:
    """Every category, then cameras, lights and groups."""
    rows = [Choice(key, key.capitalize(), category.family, icon_of(key), "dim",
                   " ".join(word for attribute in category.attributes for word, _ in attribute.words))
            for key, category in CATEGORIES.items()]
    return [*rows, Choice("camera", "Camera", "scene", "video"), Choice("light", "Light", "scene", "lightbulb"),
            Choice("group", "Group", "scene", "group")]


def relations() -> list[Choice]:
    """Every relation, family by family, in the family's colour."""
    rows = sorted(RELATIONS.values(), key=lambda row: FAMILIES.index(row.family))
    return [Choice(row.key, row.key, row.family, "", row.family, " ".join(row.words)) for row in rows]
