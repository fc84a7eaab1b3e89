"""Growth: a trained network's weights in one for a larger vocabulary.

In     a fresh Denoiser of today's words; a trained one of fewer.   Out   the fresh one, changed in place.
Raises ValueError where the two are of different size or token layout.   Knows nothing of files or training.

Words are matched by name; the layout of tokens must be the same. What the trained network did not know does not disturb
it: new value inputs start at nought, as do the codes of new categories' attributes; new categories and verbs at the
mean of the known ones.
"""

from __future__ import annotations

from typing import Any

import torch

from engine.generation.denoiser import Denoiser
from engine.vocabulary.attributes import ATTRIBUTES


@torch.no_grad()
def grow(fresh: Denoiser, trained: Denoiser) -> None:
    old, new = dict(trained.config), dict(fresh.config)
    for name in ("width", "depth", "heads", "condition_width", "rank", "slots", "channels"):
        if old[name] != new[name]:
            raise ValueError(f"the weights have {name} {old[name]}, this plan {new[name]}: use the weights' own")
    kept, target = trained.state_dict(), fresh.state_dict()
    for name, value in target.items():
        if name not in ("category.weight", "verb.weight", "code.weight", "value.0.weight", "chance"):
            value.copy_(kept[name])
    for attribute in set(old["values"]) & set(ATTRIBUTES):
        rows = {word: _code(old, number, attribute) for number, word in enumerate(("", *old["categories"]))}
        for number, word in enumerate(("", *new["categories"])):        # the first is the open category
            if word in rows:
                target["code.weight"][_code(new, number, attribute)] = kept["code.weight"][rows[word]]
    for index, word in enumerate(new["categories"]):
        if word in old["categories"]:
            target["chance"][index] = kept["chance"][old["categories"].index(word)]
    for name, words in (("category", "categories"), ("verb", "verbs")):
        table, source = target[f"{name}.weight"], kept[f"{name}.weight"]
        table.copy_(source[1:].mean(0).expand_as(table))
        table[0] = source[0]
        for index, word in enumerate(new[words]):
            if word in old[words]:
                table[index + 1] = source[old[words].index(word) + 1]
    weight, source = target["value.0.weight"], kept["value.0.weight"]
    weight.zero_()
    for index, word in enumerate(new["values"]):
        if word in old["values"]:
            before = old["values"].index(word)
            for part in range(3):               # value, mask, square: see Denoiser.modulations
                weight[:, part * len(new["values"]) + index] = source[:, part * len(old["values"]) + before]


def _code(config: dict[str, Any], category: int, attribute: str) -> int:
    """The row of an attribute's code in a category, 0 the open one."""
    own = [value for value in config["values"] if value in ATTRIBUTES]
    return category * len(own) + own.index(attribute)
