"""Upgrade: what an older version wrote, as this one would have.

In     a Scene and its Blobs as they were read.   Out   the same, tokens of an older layout in today's.
Raises nothing: what is of no known layout stays, and is refused where it is used.   Knows nothing of files.

Layout 1 (schema 1) had no material, pattern, second colour, grain, stretch or step: 66 channels a slot. Its objects
keep every number they had; they are of matte stuff without a pattern, and their legs swing without contact.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.document.blobs import Blobs
from engine.document.scene import Scene
from engine.vocabulary.slots import CHANNEL, SLOT_COUNT, TOKEN_WIDTH

FIRST_WIDTH = 66
_NEW = ("material", "pattern", "second", "grain", "stretch", "step")
_KEPT = np.array([index for name, channel in CHANNEL.items() if name not in _NEW
                  for index in range(channel.start, channel.stop)])
"""Where the channels of layout 1 are now, in their order."""
_PLAIN = np.zeros(TOKEN_WIDTH, np.float32)
_PLAIN[CHANNEL["material"]] = _PLAIN[CHANNEL["pattern"]] = -1.0
_PLAIN[CHANNEL["grain"]] = np.log(0.3)


def upgraded(scene: Scene, blobs: Blobs) -> tuple[Scene, Blobs]:
    """Both, where something is of an older layout; else the two as they are."""
    nodes, kept, changed = [], Blobs(), False
    for node in scene.nodes:
        outline = node.generation.constraints.outline
        if outline is not None and outline in blobs:
            kept.put(blobs.get(outline))
        if node.imported is not None and node.imported.file in blobs:
            kept.put(blobs.get(node.imported.file))
        for role in ("tokens", "near"):
            name = getattr(node.generation, role)
            if name is not None and name in blobs:
                tokens = blobs.get(name)
                if tokens.shape == (SLOT_COUNT, FIRST_WIDTH):
                    tokens, changed = widened(tokens), True
                node = node.changed(generation=replace(node.generation, **{role: kept.put(tokens)}))
        nodes.append(node)
    return (scene.changed(nodes=tuple(nodes)), kept) if changed else (scene, blobs)


def widened(tokens: np.ndarray) -> np.ndarray:
    """Tokens [slot, 66] of layout 1 as [slot, channel] of today's."""
    out = np.zeros((SLOT_COUNT, TOKEN_WIDTH), np.float32)
    used = tokens[:, 0] > 0
    out[used] = _PLAIN
    out[:, _KEPT] = tokens
    return out
