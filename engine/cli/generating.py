"""Generating: a prompt, a scene or a mesh becomes a file for engines, or is only looked over for one.

In     options.   Out   a file, and what is told of it.   Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from engine.cli.asking import Command, CommandError, writable
from engine.cli.attaching import attaching
from engine.cli.becoming import becoming
from engine.cli.composing import referring
from engine.cli.figures import line
from engine.cli.meshes import standing
from engine.cli.morphing import morphing
from engine.cli.sources import asked, written
from engine.vocabulary.profiles import PROFILES


def arguments(command: Command) -> None:
    generate = command("generate", _generate, "generate, bake and export a scene or a prompt")
    generate.add_argument("source", metavar="PROMPT|SCENE|MESH")
    standing(generate)
    becoming(generate)
    morphing(generate)
    generate.add_argument("-o", "--output", metavar="FILE.glb|.usd[acz]|.fbx|.mdd|.pc2|.json|NAME_####.obj|.ply")
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
    generate.add_argument("--collisions", choices=("none", "one", "parts"), default="none",
                          help="collision hulls: one for each object, or for each part (unity, unreal, godot)")
    generate.add_argument("--occlusion", action="store_true",
                          help="with ambient occlusion in the materials: how much of the light from around an object "
                               "lets past itself, as far as it stays so while it moves (.glb and USD)")
    generate.add_argument("--textures", action="store_true",
                          help="UVs for imported meshes that have none, their vertices' colours as a picture (.glb, "
                               "USD and .fbx)")
    generate.add_argument("--quads", action="store_true",
                          help="faces of four corners where objects have them (USD, .fbx, numbered .obj and .ply, the "
                               ".obj beside point caches; not .glb, which holds triangles alone)")
    generate.add_argument("--variants", type=int, default=0, metavar="N",
                          help="N more colourings of each object, which players let one choose from "
                               "(KHR_materials_variants)")
    generate.add_argument("--path", choices=("place", "root", "none"),
                          help="an object's way through the scene: on its node, as root motion, or left out (the "
                               "profile's)")
    generate.add_argument("--colours", choices=("targets", "switch", "both"),
                          help="changing colours: on the morph's curve (three.js, Babylon.js), as two meshes that "
                               "change over at half of it (every engine), or, in a GLB, both; the profile's where "
                               "nothing is said")
    generate.add_argument("--no-source", action="store_true",
                          help="do not put the scene itself (prompt, parts, curves) into the file; 'import' and 'open' "
                               "then find a mesh in it")
    generate.add_argument("--no-takes", action="store_true",
                          help="of an imported mesh write what plays in the scene alone, and not beside it each of its "
                               "file's animations by its own name (.glb)")
    generate.add_argument("--report", action="store_true",
                          help="measure every key: how far each object is from the studio's surface, how its edges "
                               "lengthen and what of it turns inside out (about a tenth of a second for each)")
    generate.add_argument("--texels", choices=("float", "half", "packed"), help="of a .json's vertex animation (float)")
    attaching(generate)
    referring(generate)
    generate.add_argument("--save", metavar="SCENE.chrono", help="also keep the scene with what was generated")


def _generate(options: argparse.Namespace) -> dict:
    from engine.exchange.writing import check_options
    from engine.messages import Export

    settings = {"profile": options.profile, "path_motion": options.path, "per_object": options.per_object,
                "triangles": options.triangles, "colours": options.colours, "lods": options.lods,
                "collisions": options.collisions, "product": options.product, "texels": options.texels,
                "source": not options.no_source, "occlusion": options.occlusion, "textures": options.textures,
                "variants": options.variants, "quads": options.quads, "report": options.report,
                "takes": not options.no_takes}
    if options.preflight:
        return _preflight(options, settings)
    if options.output is None:
        raise CommandError("say where the file goes: add -o FILE.glb (or .usdz, .fbx, .mdd, NAME_####.obj and more), "
                           "or --preflight to write none.")
    output = Path(options.output)
    check_options(output, settings)
    writable(output)
    wrote = written(options, Export, output, settings)
    if options.report and not options.json:
        for name, found in wrote["report"]["bakes"].items():
            print(line(name, found["frames"]))
    return wrote


def _preflight(options: argparse.Namespace, settings: dict) -> dict:
    """What the file would show differently; each with the option that mends it, where there is one."""
    from engine.exchange.writing import by_profile, check_options
    from engine.messages import Found, Preflight

    output = Path(options.output or "scene.glb")
    if not by_profile(output):
        check_options(output, settings)

    def ask(scene: dict, arrays: dict) -> Any:
        return Preflight(scene=scene, path=options.output or "", options=settings, baked=True, arrays=arrays)

    events, _, _ = asked(options, ask)
    found = next(event for event in events if isinstance(event, Found))
    if not options.json:
        for finding in found.findings:
            where = f"[{', '.join(finding['engines'])}] " if finding["engines"] else ""
            print(f"{where}{finding['sentence']}" + _as_options(finding["remedy"]))
        if not found.findings:
            print("every engine of this profile shows what the studio shows" if by_profile(output) else
                  f"{output.name} shows what the studio shows")
    profile = options.profile if by_profile(output) else None
    return {"profile": profile, "findings": found.findings, "report": found.report}


def _as_options(remedy: dict | None) -> str:
    """A remedy as it is typed."""
    if remedy is None:
        return ""
    words = {"path_motion": "path", "per_object": "per-object"}
    typed = []
    for key, value in remedy["options"].items():
        if key == "ending":
            typed.append(f"-o NAME_####{value}")
            continue
        flag = f"--{words.get(key, key)}"
        text = f"{value:g}" if isinstance(value, float) else str(value)
        typed.append(f"{flag} {text}" if not isinstance(value, bool) else flag if value else f"without {flag}")
    return f"\n    {remedy['label']}: {' '.join(typed)}"
