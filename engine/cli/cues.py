"""Cues: which animation of a mesh's file plays, and which from when on.

In     options, an Imported.   Out   the Imported with its animations in sequence.
Raises CommandError.
"""

from __future__ import annotations

import argparse
from typing import Any

from engine.cli.asking import CommandError

FORM = "TIME=NAME[,xSPEED][,BLEND]"


def cueing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--animation", metavar="NAME", help="the one that plays (the first), or 'none'")
    command.add_argument("--then", metavar=FORM, action="append", default=[],
                         help="from a time [s] on another animation plays, or 'none', at so many times its speed (x1), "
                              "which takes so many seconds (0.3) to pass into: \"2=Run,x1.2,0.5\"; may be said often")
    command.add_argument("--once", action="store_true", help="it plays once, instead of over and over")
    command.add_argument("--seam", type=float, default=0.0, metavar="S",
                         help="seconds in which an animation's end passes into its beginning, where that is another "
                              "pose (0: it leaps)")


def cued(options: argparse.Namespace, imported: Any) -> Any:
    """What is imported, with the animations that are asked for."""
    from dataclasses import replace

    take = imported.take if options.animation is None else _named(options.animation, imported)
    cues = sorted((_cue(words, imported) for words in options.then), key=lambda cue: cue.time)
    return replace(imported, take=take, loops=not options.once, seam=options.seam, cues=tuple(cues))


def _cue(words: str, imported: Any) -> Any:
    from engine.document.scene import Cue

    time, equals, rest = words.partition("=")
    name, *more = rest.split(",")
    found: dict[str, Any] = {}
    try:
        found["time"] = float(time)
        for word in more:
            key, number = ("speed", word.strip()[1:]) if word.strip().startswith("x") else ("blend", word)
            if key in found:
                raise ValueError
            found[key] = float(number)
    except ValueError:
        equals = ""
    if not equals or not name.strip():
        raise CommandError(f"--then {words!r} is not {FORM}: say for example \"2=Run,x1.2,0.5\".")
    return Cue(take=_named(name.strip(), imported), **found)


def _named(wanted: str, imported: Any) -> int | None:
    """The number of the animation of a name."""
    names = [take.name for take in imported.contents.takes]
    if wanted == "none":
        return None
    if wanted not in names:
        raise CommandError(f"{imported.name} has no animation {wanted!r}: "
                           + (f"choose one of {', '.join(names)}." if names else "it has none at all."))
    return names.index(wanted)
