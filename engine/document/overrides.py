"""Overrides: the artist's hand edits on what was generated.

In     a Node and its tokens [slot, channel].   Out   the tokens with the edits on top; which edits are of looks alone.
Raises nothing (overrides are checked with the scene).
Knows nothing of torch, meshes, files or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.document.scene import Node, Override
from engine.vocabulary.slots import CHANNEL, SLOT

LOOKS = ("colour", "second", "grain", "material", "pattern", "roughness", "metallic", "glow")
"""Channels that change how a part looks and not where it is."""

MENDING = 0.7
"""The strength at which the parts that ended up out of place are drawn anew."""


def edited(node: Node, tokens: np.ndarray) -> np.ndarray:
    """Tokens with the node's hand edits on top; the same array where it has none."""
    if not node.overrides:
        return tokens
    tokens = np.array(tokens)
    for override in node.overrides:
        tokens[SLOT[override.slot], CHANNEL[override.channel]] = override.value
    return tokens


def forms(node: Node) -> tuple[Override, ...]:
    """The hand edits that change a part's form, place or motion, its looks left out."""
    return tuple(override for override in node.overrides if override.channel not in LOOKS)
