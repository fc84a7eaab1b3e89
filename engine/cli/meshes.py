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

from engine.cli.asking import CommandError, hearing, progress


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


def refuse_of_meshes(options: argparse.Namespace, what: str, instead: str) -> None:
    """Refuse the options that are about a mesh beside `what`, which is none; `instead` says what to do."""
    given = [f"--{name}" for name, value in (
        ("up", options.up), ("unit", options.unit), ("motion", options.motion), ("as", options.kind),
        ("into", options.into), ("style", options.style)) if value is not None]
    if given:
        are, it = ("is", "it") if len(given) == 1 else ("are", "them")
        raise CommandError(f"{' and '.join(given)} {are} about a mesh, and {what}: leave {it} out{instead}.")


def refuse_of_prompts(options: argparse.Namespace, scene: Any) -> None:
    """Refuse the options that are about what is generated where nothing is."""
    given = [f"--{name}" for name in ("steps", "guidance") if getattr(options, name, None) is not None]
    if given and not any(node.category for node in scene.nodes):
        are, it = ("is", "it") if len(given) == 1 else ("are", "them")
        raise CommandError(f"{' and '.join(given)} {are} about what is generated, and {options.source} holds nothing "
                           f"that is: leave {it} out.")


def read_mesh(path: Path, options: argparse.Namespace, *, repair: bool = False, whole: bool = False,
              other: bool = False, retopology: Any = None) -> Any:
    """A file of someone's mesh as it was read; what was assumed is told.

    `whole`: where the file carries the scene it was made from, that. `other`: what --unit and --up say comes after what
    the file itself does.
    """
    from engine.exchange.importing import Restored, bring

    said = {"unit": options.unit, "up": options.up}
    how = {"repair": repair, "retopology": retopology, "told": progress(options) if retopology else _unheard}
    read: Any = bring(path, mesh=not whole, **how, **({} if other else said))
    if isinstance(read, Restored):
        return read
    if other and read.assumed and (options.unit or options.up):
        read = bring(path, mesh=True, **how, **said)
    if read.assumed and not options.quiet:
        print(f"assumed of {path.name}: {read.assumed}. Say --unit or --up where this is wrong.", file=sys.stderr)
    return read


def _unheard(share: float, words: str) -> None:
    """Of what is read at once."""


def boned(scene: Any, blobs: Any, options: argparse.Namespace, client: Any) -> Any:
    """The scene with bones in all that is imported; the first object moves as the options say."""
    from engine.document.scene import Motion
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
    first, *others = scene.nodes
    found = _rigged(scene, first, blobs, options, client)
    kind = options.kind or found.imported.kind
    check(kind, " (what it is taken for; --as CATEGORY says otherwise)")
    first = found.changed(imported=replace(found.imported, kind=kind), motion=Motion(options.motion or "still"))
    others = [_rigged(scene, node, blobs, options, client) if node.imported else node for node in others]
    return scene.changed(nodes=(first, *others))


def _rigged(scene: Any, node: Any, blobs: Any, options: argparse.Namespace, client: Any) -> Any:
    """An imported node with the bones that are found for it."""
    from engine.document.storage import scene_to_json
    from engine.messages import Rig, Rigged
    from engine.vocabulary.nouns import with_article

    asked = Rig(scene=scene_to_json(scene), node=node.id, arrays=blobs.needed(scene))
    found = next(event for event in client.ask(asked, hear=hearing(options)) if isinstance(event, Rigged))
    if not options.quiet:
        print(f"\nrigged {node.name}: {found.bones} bones, taken for {with_article(found.kind)} ({found.sure:.0%} sure "
              "of its parts)", file=sys.stderr)
    return node.changed(imported=replace(node.imported, rig=blobs.put(found.arrays["rig"]), turn=found.turn,
                                         kind=found.kind))
