"""Condition: what an artist said of an object, as numbers for the denoiser.

In     a document node.
Out    Condition: category and verb indices, values [len(CONDITION)] in -1..1, mask (1 said, 0 left open).
Raises ConditionError for a category, verb, attribute or colour that the vocabulary does not have.
Knows nothing of sampling, weights or meshes.

What the artist did not say stays masked; `whole` gives the attributes among it the values that the seed chooses. An
attribute that the node's category does not have says nothing about it and stays masked too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.document.scene import Node
from engine.vocabulary.attributes import ATTRIBUTES, COLOURS, CONDITION, CONDITION_INDEX, OPTIONS
from engine.vocabulary.categories import CATEGORIES
from engine.vocabulary.choosing import chosen
from engine.vocabulary.verbs import VERB_KEYS

if TYPE_CHECKING:
    import torch

OPEN = -1
"""Index of a category or verb that is left to the generator."""


class ConditionError(ValueError):
    """The node asks for something the vocabulary does not have; the message names it."""


@dataclass(frozen=True, eq=False)
class Condition:
    category: int                 # index into CATEGORIES, or OPEN
    verb: int                     # index into VERB_KEYS, or OPEN
    values: np.ndarray            # [len(CONDITION)] float32, -1..1; 0 where masked
    mask: np.ndarray              # [len(CONDITION)] float32, 1 said, 0 open

    def __post_init__(self) -> None:
        for name in ("values", "mask"):
            array = np.asarray(getattr(self, name), np.float32)
            if array.shape != (len(CONDITION),) or not np.isfinite(array).all():
                raise ConditionError(f"a condition's {name} must be {len(CONDITION)} finite numbers, not "
                                     f"{np.asarray(array).tolist()!r}")
            object.__setattr__(self, name, array)


def of_node(node: Node) -> Condition:
    """What `node` asks for. Attributes and colours -1..1 and 0..1 as in the document; intensity 0..1."""
    categories = list(CATEGORIES)
    if node.category not in CATEGORIES:
        raise ConditionError(f"there is no category {node.category!r}: choose one of {', '.join(categories)}.")
    if node.motion.verb not in VERB_KEYS:
        raise ConditionError(f"there is no motion {node.motion.verb!r}: choose one of {', '.join(VERB_KEYS)}.")
    own = {attribute.key for attribute in CATEGORIES[node.category].attributes}
    said: dict[str, float] = {"intensity": 2.0 * node.motion.intensity - 1.0}
    for key, value in node.attributes.items():
        if key in OPTIONS:
            said |= {name: 1.0 if name == key else -1.0 for name in OPTIONS[key]}
            continue
        if key not in ATTRIBUTES:
            raise ConditionError(f"there is no attribute {key!r}: choose from {', '.join(ATTRIBUTES)}.")
        if key in own:
            said[key] = float(value)
    for key, colour in node.colours.items():
        if key not in COLOURS:
            raise ConditionError(f"there is no colour {key!r}: choose from {', '.join(COLOURS)}.")
        said |= {f"{key} {name}": 2.0 * float(share) - 1.0 for name, share in zip("rgb", colour)}
    return of_values(categories.index(node.category), VERB_KEYS.index(node.motion.verb), said)


def of_values(category: int, verb: int, said: dict[str, float]) -> Condition:
    """A condition from indices and the values that were said, by name, -1..1."""
    values, mask = np.zeros(len(CONDITION), np.float32), np.zeros(len(CONDITION), np.float32)
    for name, value in said.items():
        values[CONDITION_INDEX[name]] = min(max(value, -1.0), 1.0)
        mask[CONDITION_INDEX[name]] = 1.0
    return Condition(category, verb, values, mask)


def nothing() -> Condition:
    """The empty condition: everything is left to the generator."""
    return of_values(OPEN, OPEN, {})


def whole(condition: Condition, seed: float) -> Condition:
    """The condition, with a value for every attribute that its category has."""
    if condition.category == OPEN:
        return condition
    values, mask = condition.values.copy(), condition.mask.copy()
    for key, value in chosen(list(CATEGORIES.values())[condition.category], seed).items():
        place = CONDITION_INDEX[key]
        if not mask[place]:
            values[place], mask[place] = value, 1.0
    return Condition(condition.category, condition.verb, values, mask)


def to_tensors(conditions: Sequence[Condition], device: torch.device | str = "cpu") -> dict[str, torch.Tensor]:
    """category and verb [batch] int64, values and mask [batch, value] float32, on `device`."""
    import torch

    return {
        "category": torch.tensor([c.category for c in conditions], device=device),
        "verb": torch.tensor([c.verb for c in conditions], device=device),
        "values": torch.from_numpy(np.stack([c.values * c.mask for c in conditions])).to(device),
        "mask": torch.from_numpy(np.stack([c.mask for c in conditions])).to(device),
    }
