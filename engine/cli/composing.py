"""Composing: a prompt becomes a scene graph; reference pictures steer its objects.

In     options.   Out   a scene, and what is told of it.   Raises CommandError and what the rooms raise.
Knows nothing of meshes.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cli.asking import Command, CommandError


def arguments(command: Command) -> None:
    compose = command("compose", _compose, "turn a prompt into a scene graph")
    compose.add_argument("prompt")
    compose.add_argument("-o", "--output", help="write SCENE.chrono")
    referring(compose)


def referring(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reference", action="append", default=[], metavar="[ID=]FILE",
                         help="a PNG or JPEG of the first object, or of the node ID: only its colours and its outline "
                              "are used")


def _compose(options: argparse.Namespace) -> dict:
    from engine.document.blobs import Blobs
    from engine.language.compose import compose

    composed = compose(options.prompt, seed=options.seed)
    blobs = Blobs()
    scene, seen = referred(composed.scene, blobs, options)
    if options.output:
        from engine.document.storage import save

        save(Path(options.output), scene, blobs)
    told_of(composed, options)
    if not options.json:
        listed(scene)
    return described(scene) | {"remarks": list(composed.remarks), "references": seen}


def listed(scene: Any) -> None:
    for node in scene.nodes:
        print(f"{node.kind:8} {node.id:12} {node.name}")
    for relation in scene.relations:
        print(f"relation {relation.source} {relation.kind} {relation.target}, "
              f"{relation.start:g}-{scene.end_of(relation):g} s")


def referred(scene: Any, blobs: Any, options: argparse.Namespace) -> tuple[Any, list[dict]]:
    """The scene with what its reference pictures say, and what that is."""
    told = []
    for words in options.reference:
        from engine.exchange.reference import read_reference

        named, _, path = words.rpartition("=")
        objects = [n for n in scene.nodes if n.category and (n.id == named or (not named and n.kind == "object"))]
        if not objects:
            known = ", ".join(n.id for n in scene.nodes if n.category)
            raise CommandError(f"--reference {words}: the scene has no {f'object {named!r}' if named else 'object'}"
                               + (f", choose one of {known}." if known else "."))
        seen = read_reference(path)
        node = objects[0].constrained(outline=blobs.put(seen.outline))
        node = node.changed(colours={**node.colours, **seen.colours}, generation=replace(node.generation, tokens=None))
        scene = scene.changed(nodes=tuple(node if n.id == node.id else n for n in scene.nodes))
        told.append({"node": node.id, "file": path, "object told by": seen.by,
                     "colours": {name: list(colour) for name, colour in seen.colours.items()},
                     "outline": {"rows": seen.outline.shape[0], "columns": seen.outline.shape[1],
                                 "covered": round(float(seen.outline.mean()), 4)}})
        if not options.quiet:
            spoken = " and ".join("#" + "".join(f"{round(255 * x):02x}" for x in c) for c in seen.colours.values())
            print(f"{path}: the colours {spoken} and the outline are used for {node.id}, nothing else",
                  file=sys.stderr)
    return scene, told


def told_of(composed: Any, options: argparse.Namespace) -> None:
    """What a prompt's reader has to say, on standard error."""
    if options.quiet:
        return
    if composed.not_understood:
        print("not understood: " + ", ".join(composed.not_understood), file=sys.stderr)
    for remark in composed.remarks:
        print(remark, file=sys.stderr)


def described(scene: Any) -> dict:
    """A scene as `compose --json` prints it; `exact` is false where a word stands for the category it is nearest to."""
    from engine.language.wide import exact

    return {
        "nodes": [{
            "id": n.id, "kind": n.kind, "category": n.category, "name": n.name,
            "understood": n.understood or n.category, "understood_as": n.category,
            "exact": not n.understood or exact(n.understood, n.category),
            "attributes": dict(n.attributes) | {f"colour {k}": list(v) for k, v in n.colours.items()}
            | ({"verb": n.motion.verb, "intensity": n.motion.intensity, "speed": n.motion.speed} if n.category else {}),
        } for n in scene.nodes],
        "relations": [{"kind": r.kind, "source": r.source, "target": r.target, "start": r.start,
                       "end": scene.end_of(r)} for r in scene.relations],
        "not_understood": list(scene.not_understood),
    }
