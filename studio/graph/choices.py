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
    "person": "person-standing", "robot": "bot", "mug": "coffee", "vase": "amphora", "bed": "bed-double",
    "sofa": "sofa", "shelf": "library", "cabinet": "archive", "clock": "clock", "bottle": "bottle-wine",
    "bowl": "salad", "teapot": "cooking-pot", "basket": "shopping-basket", "barrel": "cylinder",
    "bucket": "paint-bucket", "cow": "beef", "pig": "piggy-bank", "rabbit": "rabbit", "bear": "panda", "mouse": "rat",
    "butterfly": "flower", "snail": "snail", "turtle": "turtle", "snake": "worm", "ghost": "ghost",
    "snowman": "snowflake", "cactus": "sprout", "bush": "shrub", "palm": "tree-palm", "truck": "truck", "bus": "bus",
    "boat": "sailboat", "rocket": "rocket", "helicopter": "helicopter", "train": "train-front", "submarine": "ship",
    "house": "house", "castle": "castle", "lighthouse": "lighthouse", "windmill": "fan", "tent": "tent",
    "hammer": "hammer", "sword": "sword", "umbrella": "umbrella", "guitar": "guitar", "book": "book-open",
    "candle": "flame", "bell": "bell", "apple": "apple", "banana": "banana", "cake": "cake",
    "ice-cream": "ice-cream-cone", "burger": "hamburger", "carrot": "carrot", "rock": "mountain", "cloud": "cloud",
    "sun": "sun", "moon": "moon", "star": "star", "crystal": "gem",
    "camera": "video", "light": "lightbulb", "group": "group", "imported": "download",
}


OF_FAMILY = {"furniture": "armchair", "containers": "amphora", "land animals": "paw-print", "birds": "bird",
             "sea life": "waves", "insects": "bug", "reptiles": "egg", "people": "user-round", "plants": "leaf",
             "vehicles": "car", "buildings": "house", "tools": "hammer", "food": "apple", "nature": "cloud"}


def icon_of(what: str) -> str:
    """The icon of a category, else its family's, or of a kind of node; a box for what has none."""
    if what in ICONS or what not in CATEGORIES:
        return ICONS.get(what, "box")
    return OF_FAMILY[CATEGORIES[what].family]


def things() -> list[Choice]:
    """Every category, then cameras, lights and groups."""
    rows = [Choice(key, key.replace("-", " ").capitalize(), category.family, icon_of(key), "dim",
                   " ".join(word for attribute in category.attributes for word, _ in attribute.words))
            for key, category in sorted(CATEGORIES.items(), key=lambda pair: list(OF_FAMILY).index(pair[1].family))]
    return [*rows, Choice("camera", "Camera", "scene", "video"), Choice("light", "Light", "scene", "lightbulb"),
            Choice("group", "Group", "scene", "group")]


def relations() -> list[Choice]:
    """Every relation, family by family, in the family's colour."""
    rows = sorted(RELATIONS.values(), key=lambda row: FAMILIES.index(row.family))
    return [Choice(row.key, row.key, row.family, "", row.family, " ".join(row.words)) for row in rows]
