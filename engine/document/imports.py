"""Imports: an imported file as a node, and as a scene of its own.

In     an Imported, what else its file holds, and the scene that it comes to.   Out   Nodes with ids and names; a Scene.
Raises nothing (the scene is checked where the edit is applied).
Knows nothing of files, meshes, torch or Qt.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import PurePath

from engine.document.check import DURATION_LIMIT
from engine.document.scene import Imported, Node, Placement, Scene

SHORTEST, STILL = 2.0, 6.0
"""s: a shorter animation is seen several times; a scene in which nothing is animated."""


@dataclass(frozen=True)
class Beside:
    """The cameras and lights of an imported file, and where its object stands among them [m]."""

    sights: tuple[Node, ...] = ()
    position: tuple[float, float, float] | None = None
    remarks: tuple[str, ...] = ()        # what is said of them

    @property
    def length(self) -> float:
        """Seconds until the last of them stands still."""
        return max((key.time for node in self.sights for track in node.tracks for key in track.keys), default=0.0)


def node_of(imported: Imported, taken: set[str]) -> Node:
    """A node of the file's name, with an id that is not taken."""
    stem = PurePath(imported.name.replace("\\", "/")).stem
    words = " ".join(re.sub(r"[_\s]+", " ", stem).split())[:60] or "Imported"
    return Node(free_id(stem, "imported", taken), name=words[:1].upper() + words[1:], imported=imported,
                properties={row.name: row.text for row in imported.contents.properties})


def nodes_of(imported: Imported, taken: set[str], beside: Beside = Beside()) -> tuple[Node, ...]:
    """The object's node and those of the cameras and lights beside it, with ids that are not taken."""
    node = node_of(imported, taken)
    out = [node if beside.position is None else node.changed(placement=Placement(beside.position))]
    for sight in beside.sights:
        taken = {*taken, out[-1].id}
        out.append(sight.changed(id=free_id(sight.name, sight.kind, taken)))
    return tuple(out)


def natural_length(imported: Imported, beside: Beside = Beside()) -> float:
    """Seconds of a scene that shows the file's animation whole, as often as it takes to be seen."""
    if imported.cues:
        last = imported.cues[-1]
        return min(last.time + max(imported.length_of(last.take) / max(last.speed, 0.05), SHORTEST), DURATION_LIMIT)
    if imported.length <= 0.0:
        return min(beside.length, DURATION_LIMIT) or STILL
    shown = imported.length * max(1, math.ceil(SHORTEST / imported.length))
    return min(max(shown, beside.length), DURATION_LIMIT)


def scene_of(imported: Imported, beside: Beside = Beside()) -> Scene:
    """A scene of the imported object, and what its file has beside it, alone."""
    return Scene(nodes=nodes_of(imported, set(), beside), duration=natural_length(imported, beside))


def free_id(name: str, otherwise: str, taken: set[str]) -> str:
    """An id for what is called so, that is not taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:48] or otherwise
    found, count = plain, 2
    while found in taken:
        found, count = f"{plain}-{count}", count + 1
    return found
