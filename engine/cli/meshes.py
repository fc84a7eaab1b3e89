"""Meshes: someone's file as a node of a scene: how it stands, and the bones that move it.

In     options, a file.   Out   an Imported; a scene whose object has bones.
Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cli.asking import CommandError, hearing


def standing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--up", choices=("y", "z", "x"),
                         help="of a mesh: its axis that points up, where its file does not say it")
    command.add_argument("--unit", choices=("m", "cm", "mm", "in"),
                         help="of a mesh: what it is measured in, where its file does not say it")
    command.add_argument("--motion", metavar="VERB", help="of a mesh: find its bones and move them (walk, fly, ...)")
    command.add_argument("--as", dest="kind", metavar="CATEGORY",
                         help="of a mesh: what it moves as, instead of what it is taken for")


def is_mesh(path: Path) -> bool:
    """Whether a source is a file that is imported; a prompt has spaces, or no ending that a mesh has."""
    from engine.vocabulary.formats import FORMATS

    return path.suffix.lower() in FORMATS


def brought(options: argparse.Namespace, *, repair: bool = False, whole: bool = False) -> tuple[Any, Any]:
    """A file of someone's mesh as it was read, and as the document has it; what was assumed is told.

    `whole`: where the file carries the scene it was made from, that and None.
    """
    from engine.exchange.importing import Restored, bring

    read = bring(Path(getattr(options, "file", None) or options.source), unit=options.unit, up=options.up,
                 repair=repair, mesh=not whole)
    if isinstance(read, Restored):
        return read, None
    if read.assumed and not options.quiet:
        print(f"assumed: {read.assumed}. Say --unit or --up where this is wrong.", file=sys.stderr)
    return read, read.imported("")


def boned(scene: Any, blobs: Any, options: argparse.Namespace, client: Any) -> Any:
    """The scene of one imported object with bones, moved as the options say."""
    from engine.document.scene import Motion
    from engine.document.storage import scene_to_json
    from engine.messages import Rig, Rigged
    from engine.vocabulary.categories import CATEGORIES
    from engine.vocabulary.nouns import with_article

    def check(kind: str, more: str = "") -> None:
        if options.motion and options.motion not in CATEGORIES[kind].verbs:
            raise CommandError(f"{with_article(kind)}{more} does not {options.motion}: choose one of "
                               f"{', '.join(CATEGORIES[kind].verbs)}.")

    if options.kind and options.kind not in CATEGORIES:
        raise CommandError(f"--as names no category: {options.kind!r}; choose one of {', '.join(CATEGORIES)}.")
    if options.kind:
        check(options.kind)             # before some seconds of looking for bones
    node = scene.nodes[0]
    asked = Rig(scene=scene_to_json(scene), node=node.id, arrays=blobs.needed(scene))
    found = next(event for event in client.ask(asked, hear=hearing(options)) if isinstance(event, Rigged))
    kind = options.kind or found.kind
    check(kind, " (what it is taken for; --as CATEGORY says otherwise)")
    if not options.quiet:
        print(f"rigged: {found.bones} bones, taken for {with_article(found.kind)} ({found.sure:.0%} sure of its parts)",
              file=sys.stderr)
    imported = replace(node.imported, rig=blobs.put(found.arrays["rig"]), turn=found.turn, kind=kind)
    return scene.changed(nodes=(node.changed(imported=imported, motion=Motion(options.motion or "still")),))
