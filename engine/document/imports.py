"""Imports: an imported file as a node, and as a scene of its own.

In     an Imported and the scene that it comes to.   Out   a Node with an id and a name; a Scene.
Raises nothing (the scene is checked where the edit is applied).
Knows nothing of files, meshes, torch or Qt.
"""

from __future__ import annotations

import math
import re
from pathlib import PurePath

from engine.document.check import DURATION_LIMIT
from engine.document.scene import Imported, Node, Scene

SHORTEST, STILL = 2.0, 6.0
"""s: a shorter animation is seen several times; a scene in which nothing is animated."""


def node_of(imported: Imported, taken: set[str]) -> Node:
    """A node of the file's name, with an id that is not taken."""
    stem = PurePath(imported.name.replace("\\", "/")).stem
    words = " ".join(re.sub(r"[_\s]+", " ", stem).split())[:60] or "Imported"
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:48] or "imported"
    name, count = plain, 2
    while name in taken:
        name, count = f"{plain}-{count}", count + 1
    return Node(name, name=words[:1].upper() + words[1:], imported=imported,
                properties={row.name: row.text for row in imported.contents.properties})


def natural_length(imported: Imported) -> float:
    """Seconds of a scene that shows the file's animation whole, as often as it takes to be seen."""
    if imported.length <= 0.0:
        return STILL
    return min(imported.length * max(1, math.ceil(SHORTEST / imported.length)), DURATION_LIMIT)


def scene_of(imported: Imported) -> Scene:
    """A scene of the imported object alone."""
    return Scene(nodes=(node_of(imported, set()),), duration=natural_length(imported))
