"""Importing: a mesh becomes a scene, or a file of ours the scene that it was made from.

In     options.   Out   a scene, and what is told of it.   Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.cli.asking import Command, CommandError, client_of, closed, hearing, writable
from engine.cli.becoming import becomes, becoming
from engine.cli.composing import described, listed
from engine.cli.cues import cued, cueing
from engine.cli.meshes import boned, read_mesh, standing
from engine.cli.sources import generated


def arguments(command: Command) -> None:
    bring = command("import", _import, "make a scene of a mesh (glTF, OBJ, PLY, STL, OFF, USD), or get back the "
                    "scene that a file of Chronoform's was made from")
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("-o", "--output", metavar="SCENE.chrono", help="write the scene; without it, only report")
    cueing(bring)
    bring.add_argument("--repair", action="store_true",
                       help="merge doubled vertices, drop faces without area, turn faces outward, close holes")
    bring.add_argument("--retopology", type=int, metavar="TRIANGLES",
                       help="an even mesh of about so many triangles in its place, with its pictures, skin, morph "
                            "targets and materials")
    bring.add_argument("--quads", action="store_true", help="of faces of four corners (with --retopology)")
    bring.add_argument("--rig", action="store_true", help="find its bones, so that verbs can move it")
    bring.add_argument("--mesh", action="store_true",
                       help="the surface of a file that Chronoform exported, not the scene it was made from; so do all "
                            "options that are about a mesh")
    standing(bring)
    becoming(bring)


def _import(options: argparse.Namespace) -> dict:
    from engine.changing import remarks
    from engine.document.blobs import Blobs
    from engine.document.imports import scene_of
    from engine.document.storage import save
    from engine.exchange.importing import Restored, Retopology

    if options.quads and options.retopology is None:
        raise CommandError("--quads is of the mesh that --retopology makes: say --retopology TRIANGLES too.")
    if options.output:
        writable(Path(options.output))
    wish = None if options.retopology is None else Retopology(options.retopology, options.quads)
    read = read_mesh(Path(options.file), options, repair=options.repair, whole=not _of_mesh(options), retopology=wish)
    if isinstance(read, Restored):
        return _restored(read, options)
    blobs, imported = Blobs(), read.imported("")
    imported = cued(options, replace(imported, file=blobs.put(read.data)))
    scene = becomes(scene_of(imported, read.beside), blobs, options)
    if options.rig or options.motion or options.kind or options.into:
        client = client_of(options)
        try:
            scene = boned(scene, blobs, options, client)
            scene = generated(scene, blobs, client, hearing(options))
        finally:
            closed(client, options)
    if options.output:
        save(Path(options.output), scene, blobs)
    held, node = imported.contents, scene.nodes[0]
    assert node.imported is not None
    size = [round(length * imported.scale, 4) for length in held.size]
    report = {
        "file": options.file, "path": options.output, "restored": False, "node": node.id, "bytes": len(read.data),
        "triangles": held.triangles, "vertices": held.vertices, "materials": held.materials, "images": held.images,
        "joints": held.joints, "morphs": held.morphs, "moves_as": node.imported.kind, "verb": node.motion.verb,
        "animations": [{"name": take.name, "seconds": round(take.length, 4)} for take in held.takes],
        "plays": _name(imported.take, held),
        "then": [{"time": cue.time, "plays": _name(cue.take, held), "blend": cue.blend, "speed": cue.speed}
                 for cue in imported.cues],
        "size": size, "unit": imported.scale, "up": imported.up, "assumed": read.assumed,
        "watertight": held.watertight, "faults": read.faults.told, "mended": list(read.mended),
        "remarks": [*read.beside.remarks, *read.remarks, *remarks(scene)]} | _becomes(scene)
    if not options.json:
        _described_import(report)
    return report


def _becomes(scene: Any) -> dict:
    """What the object becomes, of a report."""
    from engine.vocabulary.relations import MORPH_STYLE

    return {} if not scene.relations else {"becomes": [{
        "node": relation.target, "name": scene.node(relation.target).name, "start": relation.start,
        "end": relation.end, "style": MORPH_STYLE.chosen(relation.settings)} for relation in scene.relations]}


def _of_mesh(options: argparse.Namespace) -> bool:
    """Whether a mesh is asked for, whatever the file carries."""
    return any((options.mesh, options.unit, options.up, options.animation, options.then, options.once, options.seam,
                options.repair, options.rig, options.retopology, options.motion, options.kind, options.into,
                options.style))


def _restored(found: Any, options: argparse.Namespace) -> dict:
    """The scene that a file was made from."""
    from engine.document.storage import save

    if options.output:
        save(Path(options.output), found.scene, found.blobs)
    if not options.json:
        print(f"{options.file} carries the scene it was made from (--mesh imports its surface instead)")
        listed(found.scene)
        if options.output:
            print(options.output)
    return {"file": options.file, "path": options.output, "restored": True} | described(found.scene)


def _name(take: int | None, held: Any) -> str | None:
    return None if take is None else held.takes[take].name


def _described_import(report: dict) -> None:
    print(f"{report['triangles']:,} triangles, {report['vertices']:,} vertices, {report['materials']} materials, "
          f"{report['images']} pictures, {report['joints']} bones, {report['morphs']} morph targets")
    takes = ", ".join(f"{each['name']} ({each['seconds']:g} s)" for each in report["animations"])
    print(f"animations: {takes or 'none'}" + (f"; plays {report['plays']}" if report["plays"] else "") + "".join(
        f", from {cue['time']:g} s on {cue['plays'] or 'none'}" for cue in report["then"]))
    if report["moves_as"]:
        from engine.vocabulary.nouns import with_article

        print(f"rigged: it moves as {with_article(report['moves_as'])}; now: {report['verb']}")
    for row in report.get("becomes", ()):
        print(f"becomes: {row['name']}, {row['start']:g}-{row['end']:g} s, {row['style']}")
    print("size: {:g} x {:g} x {:g} m along the file's axes, {} is up".format(*report["size"], report["up"].upper()))
    print("watertight: " + ("yes" if report["watertight"] else "no"))
    if report["faults"]:
        print(f"could be mended with --repair: {', '.join(report['faults'])}")
    for line in (*report["mended"], *report["remarks"]):
        print(line)
    if report["path"]:
        print(report["path"])

