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
from engine.cli.attaching import attached
from engine.cli.becoming import becomes
from engine.cli.composing import referred, told_of
from engine.cli.meshes import boned, is_mesh, read_mesh, refuse_of_meshes, refuse_of_prompts
from engine.cli.morphing import given, morphed, refuse_without_morphs


def sourced(options: argparse.Namespace) -> tuple[Any, Any]:
    """(scene, blobs) of a .chrono file, a mesh or a prompt, with the command's own settings applied."""
    from engine.document.blobs import Blobs
    from engine.document.storage import load

    given(options)
    path = Path(options.source)
    if is_mesh(path):
        from engine.document.imports import scene_of

        if not path.exists():
            raise CommandError(f"there is no file {path}: give a mesh, a .chrono scene or a prompt in quotes.")
        read, blobs = read_mesh(path, options), Blobs()
        for remark in () if options.quiet else (*read.beside.remarks, *read.remarks):
            print(f"note: {remark}", file=sys.stderr)
        scene = _timed(scene_of(replace(read.imported(""), file=blobs.put(read.data)), read.beside), options)
        scene = becomes(scene, blobs, options)
    elif path.suffix == ".chrono":
        if not path.exists():
            raise CommandError(f"there is no file {path}: give a .chrono scene or a prompt in quotes.")
        refuse_of_meshes(options, f"{path} is a scene", ", or give it to 'chronoform import' with the mesh itself")
        scene, blobs, _ = load(path)
        scene = _timed(scene, options)
    else:
        from engine.language.compose import compose

        refuse_of_meshes(options, f"{options.source!r} is a prompt",
                         ", and say in the prompt what it does or becomes ('a horse walks', 'a chair becomes a horse')")
        composed = compose(options.source, seed=options.seed)
        told_of(composed, options)
        scene, blobs = _timed(composed.scene, options), Blobs()
    refuse_of_prompts(options, scene)
    refuse_without_morphs(options, scene)
    return _sampled(scene, options), blobs


def _timed(scene: Any, options: argparse.Namespace) -> Any:
    if getattr(options, "seconds", None):
        if not 0 < options.seconds <= 600:
            raise CommandError(f"--seconds must be above 0 and at most 600, not {options.seconds:g}.")
        scene = scene.changed(duration=options.seconds)
    if getattr(options, "fps", None):
        if not 1 <= options.fps <= 240:
            raise CommandError(f"--fps must be 1 to 240, not {options.fps:g}.")
        scene = scene.changed(rate=options.fps)
    return scene


def _sampled(scene: Any, options: argparse.Namespace) -> Any:
    changes = {key: getattr(options, key, None) for key in ("steps", "guidance")}
    changes = {key: value for key, value in changes.items() if value is not None}
    if changes:
        if not 1 <= changes.get("steps", 1) <= 200:
            raise CommandError(f"--steps must be 1 to 200, not {changes['steps']}.")
        scene = scene.changed(nodes=tuple(
            n.changed(generation=replace(n.generation, tokens=None, **changes)) if n.category else n
            for n in scene.nodes))
    return scene


def generated(scene: Any, blobs: Any, client: Any, hear: Callable[[Any], None]) -> Any:
    """The scene with tokens for all of its nodes that lack them."""
    from engine.document.storage import scene_to_json
    from engine.messages import Generate, Generated

    if not any(n.category and n.generation.tokens is None for n in scene.nodes):
        return scene
    for event in client.ask(Generate(scene=scene_to_json(scene), arrays=blobs.needed(scene)), hear=hear):
        if isinstance(event, Generated):
            node = scene.node(event.node)
            digest = blobs.put(event.arrays["tokens"])
            node = node.changed(generation=replace(node.generation, tokens=digest, weights=event.weights))
            scene = scene.changed(nodes=tuple(node if n.id == node.id else n for n in scene.nodes))
    return scene


def asked(options: argparse.Namespace, ask: Callable[[dict, dict], Any]) -> tuple[list, Any, list[dict]]:
    """The events that a request on the generated scene is answered with, the scene, and what its references say."""
    from engine.document.storage import save, scene_to_json

    scene, blobs = sourced(options)
    scene, seen = referred(scene, blobs, options) if getattr(options, "reference", None) else (scene, [])
    client, hear = client_of(options), hearing(options)
    try:
        if options.motion or options.kind or options.into:
            scene = boned(scene, blobs, options, client)
        scene = generated(scene, blobs, client, hear)
        scene = attached(morphed(scene, blobs, options, client, hear), options)
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
