"""Attaching: properties and sockets of an artist's own, given to the objects of a prompt, a scene or a mesh.

In     options; a scene.   Out   the scene with them on its objects.
Raises CommandError.  Knows nothing of files.
"""

from __future__ import annotations

import argparse
from typing import Any

from engine.cli.asking import CommandError


def attaching(command: argparse.ArgumentParser) -> None:
    command.add_argument("--property", action="append", default=[], metavar="[OBJECT:]NAME=VALUE",
                         help="a custom property that engines read (glTF's extras, USD's customData): a number, true, "
                              "JSON, or words; of one object by its name, or of all")
    command.add_argument("--socket", action="append", default=[], metavar="[OBJECT:]NAME[@PART][=X,Y,Z[/RX,RY,RZ]]",
                         help="an empty node under a part's bone (or the object's) where something may be hung, moved "
                              "by metres and turned by degrees: 'grip@hand R=0,0.1,0'")


def attached(scene: Any, options: argparse.Namespace) -> Any:
    from engine.document.attached import property_of, socket_of
    from engine.document.edits import Group, SetNode, apply
    from engine.document.scene import SceneError

    properties, sockets = {}, {}
    try:
        for text in getattr(options, "property", ()):
            for node, words in _owners(scene, text, "--property"):
                name, value = property_of(words)
                properties.setdefault(node.id, dict(node.properties))[name] = value
        for text in getattr(options, "socket", ()):
            for node, words in _owners(scene, text, "--socket"):
                made = socket_of(words)
                kept = [old for old in sockets.get(node.id, node.sockets) if old.name != made.name]
                sockets[node.id] = (*kept, made)
        edits = [*(SetNode(node, "properties", rows) for node, rows in properties.items()),
                 *(SetNode(node, "sockets", rows) for node, rows in sockets.items())]
        return apply(scene, Group(tuple(edits))) if edits else scene
    except SceneError as error:
        raise CommandError(f"{error}.") from error


def _owners(scene: Any, text: str, option: str) -> list[tuple[Any, str]]:
    """The objects that a text is about, and what it says of them."""
    objects = [node for node in scene.nodes if node.kind == "object"]
    before, colon, words = text.partition(":")
    if colon and "=" not in before and "@" not in before:
        mine = [node for node in objects if before.strip().lower() in (node.id.lower(), node.name.lower())]
        if not mine:
            raise CommandError(f"{option} is about {before.strip()!r}, and there is no such object: choose one of "
                               f"{', '.join(node.name or node.id for node in objects)}.")
        return [(node, words) for node in mine]
    return [(node, text) for node in objects]
