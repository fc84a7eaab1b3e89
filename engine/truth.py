"""Truth: what a node's clip is measured against, and how far it is from that at every key.

In     the stages, a scene, its clip of a node.   Out   engine.bake.by_frame's figures, with what has none and why.
Raises what the stages raise.  Knows nothing of requests, files or Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.bake.by_frame import by_frame
from engine.bake.clip import Clip
from engine.changing import Stop
from engine.document.scene import Node, Scene
from engine.form.motion import moving
from engine.form.parts import Parts
from engine.legs import TARGETS, Asked, course
from engine.stages import Stages
from engine.staging.stage import Path
from engine.standing import frames

NONE = {"imported": "errors: it is the imported mesh itself, in its own animation",
        "driven": "errors: how an imported mesh would look in a motion that is not its own is not known",
        "crossing": "errors: what lies between a mesh and another is not known"}
"""Why there is nothing to measure against."""
PartsAt = Callable[[float], Parts]


def measured(stages: Stages, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], clip: Clip, path: Path, *,
             rigged: bool = False, on_frame: Callable[[float], None] = lambda done: None) -> dict:
    """Figures over the scene's keys; `clip` as the stages made it, `rigged` or not, `path`: the node's way."""
    found = truth(stages, scene, node, blobs, path, rigged=rigged)
    told = {"unmeasured": NONE[found]} if isinstance(found, str) else {}
    return by_frame(clip, frames(scene).tolist(), None if isinstance(found, str) else found,
                    on_frame=on_frame) | told


def truth(stages: Stages, scene: Scene, node: Node, blobs: Mapping[str, np.ndarray], path: Path, *,
          rigged: bool) -> PartsAt | str:
    """The node's parts at any time, or one of NONE."""
    change = stages.change(scene, node, blobs)
    alone = change is None or all(stop.node.id == node.id for stop in change.stops)
    if node.imported is not None and (alone or rigged):
        return "driven" if node.driven else "imported"
    body = stages.body(Stop(node, stages.tokens(node, blobs)), blobs)
    pace = stages.pace(node, None if rigged else change, body, blobs, path)
    if change is None or rigged or not change.legs:
        if change is not None:
            body = stages.shaped(node, change.stops[0].tokens)
        return lambda time: moving(body.parts, pace(time))
    if any(stop.node.imported for stop in change.stops):
        return "crossing"
    asked = Asked(frames(scene), pace, True, (None, TARGETS), shaded=False)
    courses = [course(leg, stages.common(change, leg, blobs), asked.between(leg.start, leg.end))
               for leg in change.legs]
    starts = [leg.start for leg in change.legs]
    return lambda time: courses[max(int(np.searchsorted(starts, time, side="right")) - 1, 0)].parts(time)
