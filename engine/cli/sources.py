"""Sources: a prompt, a scene or a mesh as a generated scene, and what the engine makes of it.

In     options.   Out   a scene with its blobs; the events that a request on it is answered with.
Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cli.asking import CommandError, client_of, closed, hearing
from engine.cli.composing import referred, told_of
from engine.cli.meshes import boned, brought, is_mesh


def sourced(options: argparse.Namespace) -> tuple[Any, Any]:
    """(scene, blobs) of a .chrono file, a mesh or a prompt, with the command's own settings applied."""
    from engine.document.blobs import Blobs
    from engine.document.storage import load

    path = Path(options.source)
    if is_mesh(path):
        from engine.document.imports import scene_of

        if not path.exists():
            raise CommandError(f"there is no file {path}: give a mesh, a .chrono scene or a prompt in quotes.")
        read, imported = brought(options)
        for remark in () if options.quiet else read.remarks:
            print(f"note: {remark}", file=sys.stderr)
        blobs = Blobs()
        return _adjusted(scene_of(replace(imported, file=blobs.put(read.data))), options), blobs
    if path.suffix == ".chrono":
        if not path.exists():
            raise CommandError(f"there is no file {path}: give a .chrono scene or a prompt in quotes.")
        scene, blobs, _ = load(path)
    else:
        from engine.language.compose import compose

        composed = compose(options.source, seed=options.seed)
        told_of(composed, options)
        scene, blobs = composed.scene, Blobs()
    return _adjusted(scene, options), blobs


def _adjusted(scene: Any, options: argparse.Namespace) -> Any:
    changes = {key: getattr(options, key, None) for key in ("steps", "guidance")}
    changes = {key: value for key, value in changes.items() if value is not None}
    if changes:
        if not 1 <= changes.get("steps", 1) <= 200:
            raise CommandError(f"--steps must be 1 to 200, not {changes['steps']}.")
        scene = scene.changed(nodes=tuple(
            n.changed(generation=replace(n.generation, tokens=None, **changes)) if n.category else n
            for n in scene.nodes))
    if getattr(options, "seconds", None):
        if not 0 < options.seconds <= 600:
            raise CommandError(f"--seconds must be above 0 and at most 600, not {options.seconds:g}.")
        scene = scene.changed(duration=options.seconds)
    if getattr(options, "fps", None):
        if not 1 <= options.fps <= 240:
            raise CommandError(f"--fps must be 1 to 240, not {options.fps:g}.")
        scene = scene.changed(rate=options.fps)
    return scene


def asked(options: argparse.Namespace, ask: Callable[[dict, dict], Any]) -> tuple[list, Any, list[dict]]:
    """The events that a request on the generated scene is answered with, the scene, and what its references say."""
    from engine.document.storage import save, scene_to_json
    from engine.messages import Generate, Generated

    scene, blobs = sourced(options)
    scene, seen = referred(scene, blobs, options) if getattr(options, "reference", None) else (scene, [])
    client, hear = client_of(options), hearing(options)
    try:
        events: list[Any] = []
        if (options.motion or options.kind) and is_mesh(Path(options.source)):
            scene = boned(scene, blobs, options, client)
        if any(n.category and n.generation.tokens is None for n in scene.nodes):
            events = client.ask(Generate(scene=scene_to_json(scene), arrays=blobs.needed(scene)), hear=hear)
        for event in events:
            if isinstance(event, Generated):
                node = scene.node(event.node)
                digest = blobs.put(event.arrays["tokens"])
                node = node.changed(generation=replace(node.generation, tokens=digest, weights=event.weights))
                scene = scene.changed(nodes=tuple(node if n.id == node.id else n for n in scene.nodes))
        events = client.ask(ask(scene_to_json(scene), blobs.needed(scene)), hear=hear)
    finally:
        closed(client, options)
    if getattr(options, "save", None):
        save(Path(options.save), scene, blobs)
    return events, scene, seen


def written(options: argparse.Namespace, kind: type, output: Path, settings: dict) -> dict:
    from engine.messages import Wrote

    def ask(scene: dict, arrays: dict) -> Any:
        return kind(scene=scene, path=str(output.resolve()), options=settings, arrays=arrays)

    events, scene, seen = asked(options, ask)
    wrote = next(event for event in events if isinstance(event, Wrote))
    for remark in wrote.remarks:
        print(f"note: {remark}", file=sys.stderr)
    if not options.json:
        print(f"{wrote.path} ({wrote.size:,} bytes)")
    return {"path": wrote.path, "size": wrote.size, "remarks": wrote.remarks, "report": wrote.report,
            "not_understood": list(scene.not_understood)} | ({"references": seen} if seen else {})
