"""Rendering: a prompt, a scene or a mesh becomes stills, films, sheets and passes.

In     options.   Out   files, and what is told of them.   Raises CommandError and what the rooms raise.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.cli.asking import Command, CommandError, writable
from engine.cli.becoming import becoming
from engine.cli.meshes import standing
from engine.cli.morphing import morphing
from engine.cli.sources import written


def arguments(command: Command) -> None:
    render = command("render", _render, "draw stills, films, sheets and passes")
    render.add_argument("source", metavar="PROMPT|SCENE|MESH")
    standing(render)
    becoming(render)
    morphing(render)
    render.add_argument("-o", "--output", required=True, metavar="FILE.png|.exr|.webm|.mp4|.gif",
                        help="name_####.png (or .exr) numbers one picture for each frame")
    render.add_argument("--time", type=float, help="seconds, for a still")
    render.add_argument("--turntable", action="store_true", help="turn around the scene once")
    render.add_argument("--camera", metavar="NAME", help="through this camera of the scene, moving as it is keyed; not "
                        "said: through its only one, where it has one; none: all of the scene")
    render.add_argument("--lights", choices=("studio", "scene"), default="studio",
                        help="what it is lit by: the studio's softboxes, or the scene's own lights")
    render.add_argument("--size", metavar="WxH", help="of one picture (1280x720, sprites 256x256)")
    render.add_argument("--fps", type=float, help="frames per second of a film")
    render.add_argument("--seconds", type=float, help="length of a film")
    render.add_argument("--alpha", action="store_true",
                        help="the objects alone on transparent ground: .png, numbered or not, and .webm")
    render.add_argument("--pass", dest="passes", action="append", default=[], metavar="PASS",
                        help="colour, depth, normal, id or mask, one sample a pixel: .png or .exr, which holds several")
    render.add_argument("--sprites", metavar="CxR", help="a sheet of the loop in columns and rows, transparent: .png")
    render.add_argument("--contact", type=int, metavar="N", help="a sheet of so many labelled times: .png")


def _render(options: argparse.Namespace) -> dict:
    from engine.exchange.render import checked, shot_of
    from engine.messages import Render

    output = Path(options.output)
    writable(output)
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
        "sprites": sprites, "contact": options.contact,
        "camera": "" if options.camera == "none" else options.camera, "lights": options.lights}
    checked(output, shot_of(settings, duration=1.0, rate=1.0))
    return written(options, Render, output, settings)


def _pair(option: str, text: str | None, example: str) -> tuple[int, int] | None:
    """Two whole numbers with an x between them."""
    if text is None:
        return None
    try:
        first, second = (int(part) for part in text.lower().split("x"))
    except ValueError:
        raise CommandError(f"{option} is like {example}, not {text!r}.") from None
    return first, second
