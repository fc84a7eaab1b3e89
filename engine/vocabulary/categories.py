"""Categories the embedded generator draws, gathered from the families.

`ORDER` is the network's embedding order: append, never reorder. Plain tables; imports nothing but its neighbours.
"""

from dataclasses import replace

from engine.vocabulary.category import Attribute, Category
from engine.vocabulary.families import FAMILIES

__all__ = ["CATEGORIES", "CATEGORY_KEYS", "Attribute", "Category"]

_NAMES = (
    "chair table lamp dog cat horse bird fish tree flower car airplane person robot mug vase "
    "bed sofa stool shelf cabinet clock bottle bowl teapot basket barrel bucket "
    "cow pig sheep rabbit elephant bear deer mouse lion giraffe duck owl penguin chicken "
    "shark whale octopus crab jellyfish butterfly bee ant spider snail ladybird "
    "snake lizard crocodile turtle tyrannosaur sauropod frog dragon alien snowman ghost "
    "cactus mushroom bush palm truck bus boat rocket helicopter train submarine "
    "house castle lighthouse windmill tent hammer sword umbrella guitar book candle bell "
    "apple banana cake ice-cream burger carrot rock cloud sun moon star crystal"
)
ORDER = _NAMES.split()
_ROWS = {row.key: replace(row, family=family) for family, rows in FAMILIES.items() for row in rows}
CATEGORIES: dict[str, Category] = {key: _ROWS[key] for key in ORDER}
CATEGORY_KEYS = tuple(CATEGORIES)
