"""Gaits: ways to move that suit more than one kind of object.

In     a drawn Sketch, its Wish.   Out   the same Sketch, moving.
Raises nothing: roles that were not drawn are passed over.   Knows nothing of categories.

`everyone` moves the object as a whole, for verbs that every object can and its drawer has no gait of its own for. The
others are called by the drawers that want them: legs by contact (Sketch.step: feet stand still on the ground), bodies
by waves that run along them. All close exactly, being harmonics of the cycle, which have no mean: what hops goes as
far below its place at rest as it rises above. A verb that happens once runs half a cycle.
"""

from __future__ import annotations

from typing import Any

from engine.training.grammar.sketch import Sketch, wave
from engine.training.grammar.wish import Wish


def everyone(s: Sketch, wish: Wish) -> None:
    """Move the whole object as the verb says, if it is one of everyone's."""
    a, verb, root = wish.drive, wish.verb, next(iter(s.pieces))
    tops = [piece.centre[1] + max(piece.size) for piece in s.pieces.values()]
    size = min(max(tops), 2.0)
    if verb == "sway":
        s.move(root, z=wave(0.10 * a), x=wave(0.03 * a, 0.25))
    elif verb == "spin":
        s.move(root, spin=1.0, rise=wave(0.0, 0.0, 0.01 * a * size))
    elif verb in ("hop", "bounce"):
        high = (0.16 if verb == "hop" else 0.24) * a * size
        s.move(root, rise=(-high * 0.5, 0.0, -high * 0.12, 0.0), stretch=(-0.16 * a, 0.0))
        if verb == "hop":
            s.move(root, x=wave(0.09 * a, 0.2))
    elif verb == "breathe":
        s.move(root, swell=(-0.025 * a, 0.0), rise=(-0.006 * a * size, 0.0, 0.0, 0.0))
    elif verb == "wobble":
        s.move(root, z=wave(0.14 * a, 0.0, 0.03 * a, 0.1), x=wave(0.09 * a, 0.25), stretch=(0.05 * a, 0.0))
    elif verb == "grow":
        s.move(root, swell=(-0.55 * a, 0.0))
    elif verb == "shrink":
        s.move(root, swell=(0.45 * a, 0.0))
    elif verb == "melt":
        s.move(root, stretch=(0.75 * a, 0.0), rise=(0.28 * a * size, 0.0, 0.0, 0.0))
    elif verb == "pulse":
        s.move(root, swell=(0.07 * a, 0.0))
    elif verb == "shake":
        s.move(root, z=wave(0.07 * a, 0.0, 0.03 * a, 0.2), drift=(0.012 * a * size, 0.0), y=wave(0.05 * a, 0.3))
    elif verb == "float":
        s.move(root, rise=wave(0.06 * a * size), z=wave(0.05 * a, 0.2), x=wave(0.03 * a, 0.45))


def four_legs(s: Sketch, wish: Wish, stride: float, lift: float, *, bob: float = 0.02) -> None:
    """Walk (a lateral sequence: each foot a quarter after the last), run (a gallop) or crawl."""
    a = wish.drive
    gaits = {"walk": (0.62, 0.50, 0.25, 1.0, 1.0), "run": (0.36, 0.12, 0.5, 1.7, 1.8),
             "crawl": (0.72, 0.5, 0.25, 0.7, 0.6)}
    duty, aside, behind, far, high = gaits.get(wish.verb, gaits["walk"])
    for role, lead in (("upper leg", 0.0), ("hind upper leg", behind)):
        s.step(role, stride * far * a, lift * high * a, duty=duty, lead=lead)
        s.move(role, offset=aside)
    beat = 1 if wish.verb == "run" else 2
    s.move("body", rise=(bob * 1.5 * a, 0, 0, 0) if beat == 1 else (0, 0, bob * a, 0),
           x=wave(0.07 * a, 0.3) if beat == 1 else wave(0.0, 0.0, 0.012 * a, 0.1))


def two_legs(s: Sketch, wish: Wish, stride: float, lift: float, *, bob: float = 0.02) -> None:
    """Walk or run on one pair of legs; arms, where there are, swing against them."""
    a = wish.drive
    run = wish.verb == "run"
    duty, far, high = (0.40, 1.6, 2.0) if run else (0.60, 1.0, 1.0)
    s.step("upper leg", stride * far * a, lift * high * a, duty=duty)
    s.move("upper leg", offset=0.5)
    s.move("body", rise=(0, 0, bob * (1.6 if run else 1.0) * a, 0), z=wave(0.025 * a, 0.25), y=wave(0.06 * a, 0.0))
    s.move("torso", y=wave(-0.10 * a, 0.0))
    s.move("upper arm", x=wave((0.75 if run else 0.42) * a, 0.5), offset=0.5)
    s.move("lower arm", x=wave(0.16 * a, 0.45), offset=0.5)


def many_legs(s: Sketch, wish: Wish, roles: tuple[str, ...], stride: float, lift: float) -> None:
    """Insects: neighbouring pairs and the two sides alternate, three feet always on the ground."""
    a = wish.drive * (1.5 if wish.verb == "run" else 1.0)
    for index, role in enumerate(roles):
        s.step(role, stride * a, lift * a, duty=0.58, lead=0.5 * (index % 2))
        s.move(role, offset=0.5)
    s.move("body", rise=(0, 0, 0.02 * lift * a, 0))


def along(s: Sketch, roles: tuple[str, ...], amplitude: float, *, lag: float = 0.12, axis: str = "y",
          growth: float = 1.25, first: float = 0.0) -> None:
    """A wave of turns that runs from part to part and grows: swimming, slithering, a tail that follows through."""
    for index, role in enumerate(roles):
        turn: dict[str, Any] = {axis: wave(amplitude * growth**index, first + lag * index)}
        s.move(role, **turn)


def flapping(s: Sketch, wish: Wish, amplitude: float = 0.7, *, rise: float = 0.05) -> None:
    """Wings beat about the object's long axis, tips follow a little later, the body answers."""
    a = wish.drive
    s.move("wing", z=wave(amplitude * a, 0.0, 0.10 * a, 0.1))
    s.move("wing tip", z=wave(amplitude * 0.6 * a, 0.14))
    s.move("body", rise=wave(rise * a, 0.5))
