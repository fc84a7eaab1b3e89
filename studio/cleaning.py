"""Clean up: hand-edited parts that ended up out of place go where they are plausible.

In     Nodes, the blobs.   Out   which of them it is for; one edit, after which the generator is asked.
Raises nothing.  Knows nothing of widgets or the engine.

The edits of form become part of what the object is drawn near; those of looks stay on top. Without tokens of its own a
node keeps the locked parts of what it is near (engine.stages).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.document.blobs import Blobs
from engine.document.edits import Edit, Group, SetNode
from engine.document.overrides import MENDING, edited, forms
from engine.document.scene import Node


def needed(nodes: Iterable[Node], blobs: Blobs) -> list[Node]:
    """The nodes whose parts were moved, turned or resized by hand."""
    return [node for node in nodes if node.generation.tokens in blobs and forms(node)]


def cleaned(nodes: Iterable[Node], blobs: Blobs) -> Group:
    """The edit after which these nodes are mended; what they are drawn near is put into `blobs`."""
    nodes = needed(nodes, blobs)
    steps: list[Edit] = []
    for node in nodes:
        by_hand, asked = forms(node), node.generation
        near = blobs.put(edited(node.changed(overrides=by_hand), blobs.get(asked.tokens or "")))
        left = tuple(override for override in node.overrides if override not in by_hand)
        steps += [SetNode(node.id, "overrides", left),
                  SetNode(node.id, "generation", replace(asked, tokens=None, weights=None, near=near, strength=MENDING,
                                                         mends=True))]
    names = [node.name or node.id for node in nodes]
    return Group(tuple(steps), f"Clean up {names[0] if len(names) == 1 else len(names)}")
