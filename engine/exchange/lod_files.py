"""Levels of detail as objects of their own, for engines that take each from a file of its own.

In     Items with their coarser levels.   Out   for each level of each object its name and an Item of its faces alone.
Raises nothing.   Knows nothing of files.

A level has its object's bones, names, materials and morph targets, so that an engine finds the finest one's again, and
the vertices that its faces use.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from engine.exchange.gltf_object import Item
from engine.exchange.unwrapping import taken
from engine.exchange.welded import Level


def level_files(items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    for item in items:
        for number, level in enumerate(item.levels, 1):
            yield f"{item.name}_LOD{number}", _alone(item, level)


def _alone(item: Item, level: Level) -> Item:
    used, faces = np.unique(level.faces, return_inverse=True)
    clip = replace(item.clip, quads=None)
    runs = tuple(replace(material, faces=int(count)) for material, count in zip(clip.materials, level.runs))
    return replace(item, owner=0, levels=(), hulls=(), sockets=(), extras={}, clip=replace(
        taken(clip, used, faces.reshape(-1, 3)), materials=runs))
