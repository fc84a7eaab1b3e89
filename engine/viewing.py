"""Viewing: by which of its cameras and lights a scene's picture is taken, and what is said of that.

In     a Scene, what was asked.   Out   a choice; sentences.
Raises StageError for what there is not.
Knows nothing of requests, files or OpenGL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.document.scene import Node, Scene
from engine.picture.lamps import MOST
from engine.standing import StageError
from engine.vocabulary.sights import LIT


def of_view(scene: Scene, camera: Node | None, asked: str | None, *, own: bool) -> list[str]:
    """What a picture's view is, where a scene has cameras."""
    shown = [node for node in scene.nodes if not node.hidden]
    cameras, out = sum(node.kind == "camera" for node in shown), []
    if camera is not None:
        out.append(f"Seen by {camera.name or camera.id}.")
    elif asked is None and not own and cameras > 1:
        out.append(f"The scene has {cameras} cameras and none was chosen: all of it is in the picture.")
    return out


def lights_of(options: Mapping[str, Any]) -> str:
    """By what a picture is lit."""
    by = options.get("lights") or LIT[0]
    if by not in LIT:
        raise StageError(f"pictures are lit by the {' or by the '.join(LIT)}, not by {by!r}")
    return by


def of_light(scene: Scene, by: str) -> list[str]:
    """What a picture is lit by, where that may be a surprise."""
    count = sum(node.kind == "light" and not node.hidden for node in scene.nodes)
    if by == "scene" and not count:
        return ["The scene has no light that is shown: the picture has the studio's."]
    if by == "scene" and count > MOST:
        return [f"The scene has {count} lights: the first {MOST} shine in pictures."]
    return ["The picture has the studio's own light: ask for the scene's, and its lights shine."] if (
        count and by != "scene") else []
