"""The command line: the same requests as the studio's, for people and pipelines.

In     arguments.   Out   progress on standard error; results, with --json, on standard output; an exit code:
       0 done, 1 failed (one sentence on standard error says what to do), 2 usage.
Knows nothing of panels. `chronoform open` belongs to the studio (studio.__main__).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.vocabulary.profiles import PROFILES

FAILED, USAGE = 1, 2


class CommandError(Exception):
    """A command that failed for a reason that is one sentence."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    if not hasattr(options, "run"):
        parser.print_help(sys.stderr)
        return USAGE
    try:
        result = options.run(options)
    except KeyboardInterrupt:
        return _fail(options, "Stopped; nothing was written.")
    except (CommandError, ValueError, OSError, RuntimeError) as error:  # the rooms' refusals, one sentence each
        return _fail(options, " ".join(str(error).split()) or type(error).__name__)
    if options.json and result is not None:
        json.dump(result, sys.stdout, indent=1, allow_nan=False)
        print()
    return 0


def _fail(options: argparse.Namespace, reason: str) -> int:
    print(f"chronoform: {reason}", file=sys.stderr)
    if options.json:
        json.dump({"error": reason}, sys.stdout)
        print()
    return FAILED


# ---- arguments -----------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    from engine import VERSION

    parser = argparse.ArgumentParser(
        prog="chronoform", description="A sentence becomes an animated, editable, exportable scene.",
        epilog="Without a command, or with 'open [SCENE]', the studio opens.")
    parser.add_argument("--version", action="version", version=f"chronoform {VERSION}")
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str, run: Callable, words: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=words, description=words)
        sub.add_argument("--json", action="store_true", help="print the result as JSON on standard output")
        sub.add_argument("--seed", type=int, default=0, help="the same seed gives the same bytes")
        sub.add_argument("--device", default="auto", choices=("auto", "cuda", "mps", "cpu"))
        sub.add_argument("--quiet", action="store_true", help="no progress on standard error")
        sub.set_defaults(run=run)
        return sub

    _making(command)
    _measuring(command)
    return parser


def _making(command: Callable[..., argparse.ArgumentParser]) -> None:
    """From words to files."""
    compose = command("compose", _compose, "turn a prompt into a scene graph")
    compose.add_argument("prompt")
    compose.add_argument("-o", "--output", help="write SCENE.chrono")
    _referring(compose)

    bring = command("import", _import, "make a scene of a mesh (glTF, OBJ, PLY, STL, OFF, USD), or get back the "
                    "scene that a file of Chronoform's was made from")
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("-o", "--output", metavar="SCENE.chrono", help="write the scene; without it, only report")
    bring.add_argument("--animation", metavar="NAME", help="the one that plays (the first), or 'none'")
    bring.add_argument("--once", action="store_true", help="it plays once, instead of over and over")
    bring.add_argument("--repair", action="store_true",
                       help="merge doubled vertices, drop faces without area, turn faces outward, close holes")
    bring.add_argument("--rig", action="store_true", help="find its bones, so that verbs can move it")
    bring.add_argument("--mesh", action="store_true",
                       help="the surface of a file that Chronoform exported, not the scene it was made from; so do all "
                            "options that are about a mesh")
    _standing(bring)

    generate = command("generate", _generate, "generate, bake and export a scene or a prompt")
    generate.add_argument("source", metavar="PROMPT|SCENE|MESH")
    _standing(generate)
    generate.add_argument("-o", "--output", metavar="FILE.glb|.usd[acz]|.mdd|.pc2|.json|NAME_####.obj|.ply")
    generate.add_argument("--profile", default="portable", choices=tuple(PROFILES), help="of a .glb; " + "; ".join(
        f"{key}: {row.note[0].lower()}{row.note[1:].rstrip('.')}" for key, row in PROFILES.items()))
    generate.add_argument("--product", default="clip", choices=("clip", "rig"),
                          help="a clip, exact for this animation, or a rig for other animation: a smooth skin without "
                               "morph targets")
    generate.add_argument("--preflight", action="store_true",
                          help="write nothing: say what the profile's engines will show differently, and the option "
                               "that mends it")
    generate.add_argument("--steps", type=int, help="sampler steps (6)")
    generate.add_argument("--guidance", type=float, help="guidance scale (1.5)")
    generate.add_argument("--fps", type=float, help="keys per second in the file (the scene's rate)")
    generate.add_argument("--seconds", type=float, help="length of the clip (the scene's duration)")
    generate.add_argument("--triangles", type=int, help="triangle budget for each object")
    generate.add_argument("--per-object", action="store_true", help="one file per object instead of one per scene")
    generate.add_argument("--lods", type=int, default=0, metavar="N",
                          help="coarser levels of each object, each of half as many triangles (MSFT_lod)")
    generate.add_argument("--path", choices=("place", "root", "none"),
                          help="an object's way through the scene: on its node, as root motion, or left out (the "
                               "profile's)")
    generate.add_argument("--colours", choices=("targets", "switch"),
                          help="changing colours: on the morph's curve (three.js, Babylon.js), or as two meshes that "
                               "change over at half of it (every engine); the profile's where neither is said")
    generate.add_argument("--no-source", action="store_true",
                          help="do not put the scene itself (prompt, parts, curves) into the file; 'import' and 'open' "
                               "then find a mesh in it")
    generate.add_argument("--texels", choices=("float", "half", "packed"), help="of a .json's vertex animation (float)")
    _referring(generate)
    generate.add_argument("--save", metavar="SCENE.chrono", help="also keep the scene with what was generated")

    render = command("render", _render, "draw stills, films, sheets and passes")
    render.add_argument("source", metavar="PROMPT|SCENE|MESH")
    _standing(render)
    render.add_argument("-o", "--output", required=True, metavar="FILE.png|.exr|.webm|.mp4|.gif",
                        help="name_####.png (or .exr) numbers one picture for each frame")
    render.add_argument("--time", type=float, help="seconds, for a still")
    render.add_argument("--turntable", action="store_true", help="turn around the scene once")
    render.add_argument("--size", metavar="WxH", help="of one picture (1280x720, sprites 256x256)")
    render.add_argument("--fps", type=float, help="frames per second of a film")
    render.add_argument("--seconds", type=float, help="length of a film")
    render.add_argument("--alpha", action="store_true",
                        help="the objects alone on transparent ground: .png, numbered or not, and .webm")
    render.add_argument("--pass", dest="passes", action="append", default=[], metavar="PASS",
                        help="colour, depth, normal, id or mask, one sample a pixel: .png or .exr, which holds several")
    render.add_argument("--sprites", metavar="CxR", help="a sheet of the loop in columns and rows, transparent: .png")
    render.add_argument("--contact", type=int, metavar="N", help="a sheet of so many labelled times: .png")


def _measuring(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What the engine runs on, how well and how fast; and what its generator learns."""
    info = command("info", _info, "what the engine runs on")
    info.add_argument("--warm", action="store_true",
                      help="first compile what is not compiled yet, so that the first scene does not wait for it")
    bench = command("bench", _bench, "measure every stage's speed beside what one would use instead")
    bench.add_argument("--only", help="only rows whose name contains this")
    evaluate = command("evaluate", _evaluate, "measure the generator against the grammar and the baselines")
    evaluate.add_argument("-n", type=int, help="conditions (300)")
    evaluate.add_argument("--full", action="store_true", help="1000 conditions, 50,000 training samples to compare")
    evaluate.add_argument("--weights", metavar="DIR", help="a folder of models with a registry (the shipped one)")
    evaluate.add_argument("--parts", metavar="A,B", help="only these parts of the table")
    evaluate.add_argument("--morph", action="store_true", help="measure morphs of forty pairs instead")
    evaluate.add_argument("--bake", action="store_true", help="measure the files of their bakes instead")
    evaluate.add_argument("--roles", action="store_true", help="measure what is read of fitted meshes instead")
    evaluate.add_argument("--trained", type=int, help="training samples to find the nearest in (5000)")
    evaluate.add_argument("--gallery", metavar="FILE.png|.gif",
                          help="draw every category, seeds 0 to 5, or FILE.gif: what moves, with --morph: what becomes "
                               "something else; measures nothing")
    evaluate.add_argument("--category", metavar="CATEGORY", help="with --gallery: draw only this one")

    train = command("train", _train, "train the embedded generator")
    train.add_argument("--minutes", type=float, default=60.0)
    train.add_argument("--resume", metavar="DIR", help="go on from a checkpoint folder, or from bare weights")
    train.add_argument("--size", default="small", choices=("small", "large"),
                       help="small: the one that ships; large: for GPUs (several: accelerate launch -m engine.cli)")
    train.add_argument("--batch", type=int, metavar="N", help="objects a step, a multiple of 8 (64; large: 512)")
    train.add_argument("--compile", action="store_true", help="compile the network first (always on CUDA)")
    train.add_argument("--out", default="out/train", metavar="DIR")
    train.add_argument("--judge", metavar="FILE.safetensors",
                       help="train the classifier that 'evaluate' asks, on the grammar alone; not the generator")
    train.add_argument("--roles", metavar="FILE.safetensors",
                       help="train the network that reads the roles of imported parts, on the grammar alone")
    train.add_argument("--preview", metavar="CATEGORY", help="draw a contact sheet of the grammar; trains nothing")


def _standing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--up", choices=("y", "z", "x"),
                         help="of a mesh: its axis that points up, where its file does not say it")
    command.add_argument("--unit", choices=("m", "cm", "mm", "in"),
                         help="of a mesh: what it is measured in, where its file does not say it")
    command.add_argument("--motion", metavar="VERB", help="of a mesh: find its bones and move them (walk, fly, ...)")
    command.add_argument("--as", dest="kind", metavar="CATEGORY",
                         help="of a mesh: what it moves as, instead of what it is taken for")


def _referring(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reference", action="append", default=[], metavar="[ID=]FILE",
                         help="a PNG or JPEG of the first object, or of the node ID: only its colours and its outline "
                              "are used")


# ---- commands ------------------------------------------------------------------------------------


def _compose(options: argparse.Namespace) -> dict:
    from engine.document.blobs import Blobs
    from engine.language.compose import compose

    composed = compose(options.prompt, seed=options.seed)
    blobs = Blobs()
    scene, seen = _referred(composed.scene, blobs, options)
    if options.output:
        from engine.document.storage import save

        save(Path(options.output), scene, blobs)
    _told(composed, options)
    if not options.json:
        _listed(scene)
    return described(scene) | {"remarks": list(composed.remarks), "references": seen}


def _listed(scene: Any) -> None:
    for node in scene.nodes:
        print(f"{node.kind:8} {node.id:12} {node.name}")
    for relation in scene.relations:
        print(f"relation {relation.source} {relation.kind} {relation.target}, "
              f"{relation.start:g}-{scene.end_of(relation):g} s")


def _import(options: argparse.Namespace) -> dict:
    from engine.document.blobs import Blobs
    from engine.document.imports import scene_of
    from engine.document.storage import save

    if options.output:
        _writable(Path(options.output))
    read, imported = _brought(options, repair=options.repair, whole=not _of_mesh(options))
    if imported is None:
        return _restored(read, options)
    blobs = Blobs()
    imported = replace(imported, file=blobs.put(read.data), take=_take(options.animation, imported),
                       loops=not options.once)
    scene = scene_of(imported)
    if options.rig or options.motion or options.kind:
        client = _engine(options)
        try:
            scene = _boned(scene, blobs, options, client)
        finally:
            _closed(client, options)
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
        "plays": None if imported.take is None else held.takes[imported.take].name,
        "size": size, "unit": imported.scale, "up": imported.up, "assumed": read.assumed,
        "watertight": held.watertight, "faults": read.faults.told, "mended": list(read.mended),
        "remarks": list(read.remarks)}
    if not options.json:
        _described_import(report)
    return report


def _of_mesh(options: argparse.Namespace) -> bool:
    """Whether a mesh is asked for, whatever the file carries."""
    return any((options.mesh, options.unit, options.up, options.animation, options.once, options.repair, options.rig,
                options.motion, options.kind))


def _restored(found: Any, options: argparse.Namespace) -> dict:
    """The scene that a file was made from."""
    from engine.document.storage import save

    if options.output:
        save(Path(options.output), found.scene, found.blobs)
    if not options.json:
        print(f"{options.file} carries the scene it was made from (--mesh imports its surface instead)")
        _listed(found.scene)
        if options.output:
            print(options.output)
    return {"file": options.file, "path": options.output, "restored": True} | described(found.scene)


def _described_import(report: dict) -> None:
    print(f"{report['triangles']:,} triangles, {report['vertices']:,} vertices, {report['materials']} materials, "
          f"{report['images']} pictures, {report['joints']} bones, {report['morphs']} morph targets")
    takes = ", ".join(f"{each['name']} ({each['seconds']:g} s)" for each in report["animations"])
    print(f"animations: {takes or 'none'}" + (f"; plays {report['plays']}" if report["plays"] else ""))
    if report["moves_as"]:
        from engine.vocabulary.nouns import with_article

        print(f"rigged: it moves as {with_article(report['moves_as'])}; now: {report['verb']}")
    print("size: {:g} x {:g} x {:g} m along the file's axes, {} is up".format(*report["size"], report["up"].upper()))
    print("watertight: " + ("yes" if report["watertight"] else "no"))
    if report["faults"]:
        print(f"could be mended with --repair: {', '.join(report['faults'])}")
    for line in (*report["mended"], *report["remarks"]):
        print(line)
    if report["path"]:
        print(report["path"])


def _boned(scene: Any, blobs: Any, options: argparse.Namespace, client: Any) -> Any:
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
    found = next(event for event in client.ask(asked, hear=_hearing(options)) if isinstance(event, Rigged))
    kind = options.kind or found.kind
    check(kind, " (what it is taken for; --as CATEGORY says otherwise)")
    if not options.quiet:
        print(f"rigged: {found.bones} bones, taken for {with_article(found.kind)} ({found.sure:.0%} sure of its parts)",
              file=sys.stderr)
    imported = replace(node.imported, rig=blobs.put(found.arrays["rig"]), turn=found.turn, kind=kind)
    return scene.changed(nodes=(node.changed(imported=imported, motion=Motion(options.motion or "still")),))


def _take(wanted: str | None, imported: Any) -> int | None:
    """The number of the animation of a name."""
    names = [take.name for take in imported.contents.takes]
    if wanted is None or not names and wanted == "none":
        return imported.take
    if wanted == "none":
        return None
    if wanted not in names:
        raise CommandError(f"{imported.name} has no animation {wanted!r}: "
                           + (f"choose one of {', '.join(names)}." if names else "it has none at all."))
    return names.index(wanted)


def _brought(options: argparse.Namespace, *, repair: bool = False, whole: bool = False) -> tuple[Any, Any]:
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


def _referred(scene: Any, blobs: Any, options: argparse.Namespace) -> tuple[Any, list[dict]]:
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


def _told(composed: Any, options: argparse.Namespace) -> None:
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


def _source(options: argparse.Namespace) -> tuple[Any, Any]:
    """(scene, blobs) of a .chrono file, a mesh or a prompt, with the command's own settings applied."""
    from engine.document.blobs import Blobs
    from engine.document.storage import load

    path = Path(options.source)
    if _is_mesh(path):
        from engine.document.imports import scene_of

        if not path.exists():
            raise CommandError(f"there is no file {path}: give a mesh, a .chrono scene or a prompt in quotes.")
        read, imported = _brought(options)
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
        _told(composed, options)
        scene, blobs = composed.scene, Blobs()
    return _adjusted(scene, options), blobs


def _is_mesh(path: Path) -> bool:
    """Whether a source is a file that is imported; a prompt has spaces, or no ending that a mesh has."""
    from engine.vocabulary.formats import FORMATS

    return path.suffix.lower() in FORMATS


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


def _writable(path: Path) -> None:
    """Refuse before the work, not after it."""
    import os

    if path.is_dir():
        raise CommandError(f"{path} is a folder: name a file in it.")
    if not path.parent.exists():
        raise CommandError(f"the folder {path.parent} does not exist: make it first or write elsewhere.")
    if not os.access(path.parent, os.W_OK):
        raise CommandError(f"{path.parent} cannot be written to: choose another folder.")


def _generate(options: argparse.Namespace) -> dict:
    from engine.exchange.writing import check_options
    from engine.messages import Export

    settings = {"profile": options.profile, "path_motion": options.path, "per_object": options.per_object,
                "triangles": options.triangles, "colours": options.colours, "lods": options.lods,
                "product": options.product, "texels": options.texels, "source": not options.no_source}
    if options.preflight:
        return _preflight(options, settings)
    if options.output is None:
        raise CommandError("say where the file goes: add -o FILE.glb (or .usdz, .mdd, NAME_####.obj and more), or "
                           "--preflight to write none.")
    output = Path(options.output)
    check_options(output, settings)
    _writable(output)
    return _write(options, Export, output, settings)


def _preflight(options: argparse.Namespace, settings: dict) -> dict:
    """What the file would show differently; each with the option that mends it, where there is one."""
    from engine.messages import Found, Preflight

    def ask(scene: dict, arrays: dict) -> Any:
        return Preflight(scene=scene, options=settings, baked=True, arrays=arrays)

    events, _, _ = _asked(options, ask)
    found = next(event for event in events if isinstance(event, Found))
    if not options.json:
        for finding in found.findings:
            where = f"[{', '.join(finding['engines'])}] " if finding["engines"] else ""
            print(f"{where}{finding['sentence']}" + _as_options(finding["remedy"]))
        if not found.findings:
            print("every engine of this profile shows what the studio shows")
    return {"profile": options.profile, "findings": found.findings, "report": found.report}


def _as_options(remedy: dict | None) -> str:
    """A remedy as it is typed."""
    if remedy is None:
        return ""
    words = {"path_motion": "path", "per_object": "per-object"}
    typed = []
    for key, value in remedy["options"].items():
        flag = f"--{words.get(key, key)}"
        text = f"{value:g}" if isinstance(value, float) else str(value)
        typed.append(f"{flag} {text}" if not isinstance(value, bool) else flag if value else f"without {flag}")
    return f"\n    {remedy['label']}: {' '.join(typed)}"


def _render(options: argparse.Namespace) -> dict:
    from engine.exchange.render import checked, shot_of
    from engine.messages import Render

    output = Path(options.output)
    _writable(output)
    size = _pair("--size", options.size, "1280x720")
    if size and (min(size) < 16 or max(size) > 8192):
        raise CommandError(f"--size must be 16 to 8192 pixels a side, not {options.size}.")
    sprites = _pair("--sprites", options.sprites, "4x2")
    if sprites and min(sprites) < 1:
        raise CommandError(f"--sprites must be at least 1x1, not {options.sprites}.")
    if options.contact is not None and options.contact < 1:
        raise CommandError(f"--contact must be at least 1, not {options.contact}.")
    settings = {
        "time": options.time, "turntable": options.turntable, "width": size and size[0], "height": size and size[1],
        "alpha": options.alpha, "passes": [name for each in options.passes for name in each.split(",")],
        "sprites": sprites, "contact": options.contact}
    checked(output, shot_of(settings, duration=1.0, rate=1.0))
    return _write(options, Render, output, settings)


def _pair(option: str, text: str | None, example: str) -> tuple[int, int] | None:
    """Two whole numbers with an x between them."""
    if text is None:
        return None
    try:
        first, second = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise CommandError(f"{option} is like {example}, not {text!r}.") from None
    return first, second


def _write(options: argparse.Namespace, kind: type, output: Path, settings: dict) -> dict:
    from engine.messages import Wrote

    def ask(scene: dict, arrays: dict) -> Any:
        return kind(scene=scene, path=str(output.resolve()), options=settings, arrays=arrays)

    events, scene, seen = _asked(options, ask)
    wrote = next(event for event in events if isinstance(event, Wrote))
    for remark in wrote.remarks:
        print(f"note: {remark}", file=sys.stderr)
    if not options.json:
        print(f"{wrote.path} ({wrote.size:,} bytes)")
    return {"path": wrote.path, "size": wrote.size, "remarks": wrote.remarks, "report": wrote.report,
            "not_understood": list(scene.not_understood)} | ({"references": seen} if seen else {})


def _asked(options: argparse.Namespace, ask: Callable[[dict, dict], Any]) -> tuple[list, Any, list[dict]]:
    """The events that a request on the generated scene is answered with, the scene, and what its references say."""
    from engine.document.storage import save, scene_to_json
    from engine.messages import Generate, Generated

    scene, blobs = _source(options)
    scene, seen = _referred(scene, blobs, options) if getattr(options, "reference", None) else (scene, [])
    client, hear = _engine(options), _hearing(options)
    try:
        events: list[Any] = []
        if (options.motion or options.kind) and _is_mesh(Path(options.source)):
            scene = _boned(scene, blobs, options, client)
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
        _closed(client, options)
    if getattr(options, "save", None):
        save(Path(options.save), scene, blobs)
    return events, scene, seen


def _engine(options: argparse.Namespace) -> Any:
    from engine.client import Client

    return Client(options.device)


def _hearing(options: argparse.Namespace) -> Callable[[Any], None]:
    """What shows the progress that the engine tells of."""
    from engine.messages import Progress

    show = _progress(options)

    def hear(message: Any) -> None:
        if isinstance(message, Progress):
            show(message.done, message.note)

    return hear


def _closed(client: Any, options: argparse.Namespace) -> None:
    client.close()
    if not options.quiet:
        print(file=sys.stderr)


def _info(options: argparse.Namespace) -> dict:
    from engine.client import Client
    from engine.messages import Described, Info, Prepare, Progress

    client = Client(options.device)
    try:
        if options.warm:
            def hear(message: Any) -> None:
                if isinstance(message, Progress) and not options.quiet:
                    print(message.note, file=sys.stderr)

            client.ask(Prepare(), hear=hear)
        facts = next(e for e in client.ask(Info()) if isinstance(e, Described)).facts
    finally:
        client.close()
    if not options.json:
        for key, value in facts.items():
            if value:
                print(f"{key:18} {value}")
    return facts


def _rows(options: argparse.Namespace, rows: list[dict]) -> dict:
    if not options.json:
        for row in rows:
            value = "-" if row["value"] is None else f"{row['value']:.4g}"
            verdict = {True: "holds", False: "MISSED", None: ""}[row["holds"]]
            print(f"{row['name']:58} {value:>10} {row['unit']:10} {row['bar'] or '':>10} {verdict:7} "
                  f"{row['baseline'] or ''}")
    return {"rows": rows}


def _bench(options: argparse.Namespace) -> dict:
    from engine.bench import rows

    return _rows(options, rows(only=options.only, seed=options.seed))


def _evaluate(options: argparse.Namespace) -> dict:
    from engine.generation.generator import Generator

    if options.weights and not Path(options.weights).is_dir():
        raise CommandError(f"the folder {options.weights} does not exist: name one that holds a registry.json.")
    if options.category and not options.gallery:
        raise CommandError("--category is for the gallery: add --gallery FILE.png.")
    if options.gallery:
        from engine.training.gallery import MORPHS, MOTIONS, gallery, morphs, motions
        from engine.vocabulary.categories import CATEGORIES

        path = Path(options.gallery)
        _writable(path)
        if options.category and options.category not in CATEGORIES:
            raise CommandError(f"there is no category {options.category!r}: choose one of {', '.join(CATEGORIES)}.")
        chosen = (options.category,) if options.category else tuple(CATEGORIES)
        generator = Generator(_weights(options), device=options.device)
        if options.morph:
            if path.suffix.lower() != ".gif":
                raise CommandError("the morphs are a film: name a FILE.gif.")
            pairs = [pair for pair in MORPHS if set(pair[:2]) & set(chosen)]
            if not pairs:
                raise CommandError(f"no {options.category} becomes anything in the film: leave --category out.")
            counted = morphs(generator, path, pairs=pairs)
        elif path.suffix.lower() == ".gif":
            moving = [pair for pair in MOTIONS if pair[0] in chosen]
            if not moving:
                raise CommandError(f"no way to move of a {options.category} is in the film: draw it as FILE.png.")
            counted = motions(generator, path, moving=moving)
        else:
            counted = gallery(generator, path, categories=chosen)
        print(f"{counted['objects']} objects, {counted['repaired']} repaired", file=sys.stderr)
        return {"path": str(path), **counted}
    from engine.training.evaluate import BAKE, FULL_COUNT, FULL_TRAINED, MORPH, ROLES, rows

    parts = (options.parts.split(",") if options.parts else []) + [
        name for asked, names in ((options.morph, MORPH), (options.bake, BAKE), (options.roles, ROLES)) if asked
        for name in names]
    count = options.n or (FULL_COUNT if options.full else 300)
    trained = options.trained or (FULL_TRAINED if options.full else 5000)
    device = "cpu" if options.device == "auto" else options.device
    return _rows(options, rows(count=count, seed=options.seed, trained=trained,
                               generator=Generator(_weights(options), device=device),
                               parts=parts or None, on_progress=_progress(options)))


def _weights(options: argparse.Namespace) -> Path | None:
    return Path(options.weights) if options.weights else None


def _train(options: argparse.Namespace) -> dict | None:
    if options.preview:
        from engine.training.preview import sheet

        path = Path(options.out) / f"{options.preview}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet([options.preview], range(6), path)
        print(path)
        return {"path": str(path)}
    if options.judge:
        from engine.training import judge as judging

        path = Path(options.judge)
        _writable(path)
        judge = judging.trained(seed=options.seed, on_progress=_progress(options))
        judging.save(judge, path)
        accuracy = judging.accuracy(judge)
        print(f"{path}: names {accuracy:.1%} of fresh grammar samples", file=sys.stderr)
        return {"path": str(path), "accuracy": accuracy}
    if options.roles:
        from engine.recovery.network import save
        from engine.training.roles import taught

        path = Path(options.roles)
        _writable(path)
        network, seen = taught(seed=options.seed, on_progress=_progress(options))
        save(network, path)
        print(f"{path}: {seen.role:.1%} of roles and {seen.parent:.1%} of parents right", file=sys.stderr)
        return {"path": str(path), "roles": seen.role, "parents": seen.parent}
    from engine.device import resolve
    from engine.training.train import PLANS, train

    plan = replace(PLANS[options.size], compiled=options.compile or resolve(options.device)[0].type == "cuda")
    if options.batch is not None:
        plan = plan.of(options.batch)
    facts = train(Path(options.out), minutes=options.minutes, seed=options.seed, device=options.device, plan=plan,
                  resume=Path(options.resume) if options.resume else None, on_progress=_progress(options))
    if not options.json and "weights" in facts:
        print(f"{facts['weights']}: {facts['steps']} steps, {facts['core_hours']} core-hours")
    return facts


def _progress(options: argparse.Namespace) -> Callable[[float, str], None]:
    """Writes a share and a note over the last ones on standard error, unless --quiet."""
    def show(done: float, note: str) -> None:
        if not options.quiet:
            print(f"\r{done:4.0%} {note:60.60}", end="", file=sys.stderr, flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
