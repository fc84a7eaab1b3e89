"""Mugs and vases."""

from __future__ import annotations

import math

from engine.training.grammar.furniture import hop
from engine.training.grammar.sketch import Sketch, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish
from engine.vocabulary import palettes


def mug(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count, box = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["boxiness"]
    grip, flare = wish["feature"], wish["detail"]
    glaze = {"colour": wish.main, "roughness": 0.25}
    saucer = wish.chance(0.35)
    low = 0.06 if saucer else 0.0
    s.part("body", None, (0.0, low + 0.05 * half, 0.0), (r, half, r), anchor=(0.0, -0.95, 0.0), exponents=(box, 0.78),
           taper=flare, shell=wish.any(0.14, 0.17), open=1.0, blend=0.02, **glaze)
    body = s.pieces["body"]
    _drink(s, wish, body, wish.any(0.25, 0.62), box)
    _handle(s, body, 0.10 + 0.10 * wish.any(), half * wish.any(0.52, 0.62), grip, wish.any(0.055, 0.075),
            wish.pick((wish.main, wish.main, wish.accent)))
    size = wish.any(0.055, 0.085)
    s.part("detail", "body", (0.0, wish.any(-0.35, 0.25), 1.0), (size, size * wish.pick((1.0, 1.0, 1.7)), 0.045),
           unit=True, anchor=(0.0, 0.0, -0.75), symmetry="radial", count=count,
           colour=wish.accent, roughness=0.25, blend=0.006)
    if saucer:
        s.part("foot", "body", (0.0, low + 0.02, 0.0), (r * 1.14, 0.055, r * 1.14), anchor=(0.0, 0.45, 0.0),
               exponents=(box * 0.5, 0.55), taper=0.30,
               colour=wish.pick((wish.main, wish.accent)), roughness=0.25, blend=0.01)
    _move(s, wish, half * 2)
    return s


def _drink(s: Sketch, wish: Wish, body, level: float, box: float) -> None:
    """A flat disc whose edge lies in the wall, centred by solving the wall's gauge for x at that level."""
    along = 2.0 / (1.0 - 0.86 * body.exponents[1])
    target = 1.0 - 0.48 * body.shell
    x = (target**along - level**along) ** (1.0 / along)
    wide = body.size[0] * (1.0 + body.taper * level) * x / 0.965
    s.part("torso", "body", (x, level, 0.0), (wide, 0.022, wide), unit=True, anchor=(0.965, 0.0, 0.0),
           exponents=(box, 0.8),
           colour=wish.pick(palettes.DRINKS), roughness=0.08, blend=0.004)


def _handle(s: Sketch, body, height: float, half: float, reach: float, thick: float, colour) -> None:
    """One capsule bent to a C, leaning with the wall; its own z points away from the wall, its bend leads back."""
    lean = -math.atan(body.size[0] * body.taper / body.size[1])
    s.part("handle", "body", (1.0, height + half * 0.88 / body.size[1], 0.0), (thick, half, thick * 0.85), unit=True,
           anchor=(0.0, 0.88, 0.0), turn=product(about_z(lean), about_y(math.pi / 2)), exponents=(0.2, 0.5),
           bend=-min((reach + thick) / half, 1.45), blend=0.016, colour=colour, roughness=0.25)


def vase(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, neck, mouth = wish["height"], wish["width"] / 2, wish["length"], wish["feature"] / 2
    count, box, ears = wish["count"], wish["boxiness"], wish["detail"]
    glaze = {"colour": wish.main, "roughness": 0.22}
    trim = {"colour": wish.accent, "roughness": 0.3}
    half = (h - neck) / 2
    s.part("body", None, (0.0, 0.01 + 0.05 * half, 0.0), (r, half, r), anchor=(0.0, -0.95, 0.0),
           exponents=(box, 0.22), taper=wish.any(-0.05, 0.26), blend=0.05, **glaze)
    slim = min(mouth * 0.80, r * 0.62)
    s.part("neck", "body", (0.0, 2 * half - 0.05, 0.0), (slim, neck / 2 + 0.05, slim), anchor=(0.0, -0.80, 0.0),
           exponents=(box, 0.85),
           taper=wish.any(0.05, 0.22), blend=0.06, **glaze)
    rim = mouth * 1.10
    top = s.pieces["neck"].point((0.0, 0.80, 0.0))
    s.part("cap", "neck", top, (rim, 0.075, rim), anchor=(0.0, -0.8, 0.0), exponents=(box, 0.8), taper=0.20,
           shell=0.16, open=1.0,
           blend=0.016, colour=wish.pick((wish.main, wish.accent)), roughness=0.22)
    base = r * wish.any(0.50, 0.62)
    s.part("foot", "body", (0.0, 0.05, 0.0), (base, 0.045, base), exponents=(box, 0.6), taper=-0.12, blend=0.02,
           **trim)
    size = wish.any(0.035, 0.065)
    s.part("detail", "body", (0.0, wish.any(-0.25, 0.30), 1.0), (size, size * wish.pick((1.0, 1.8, 2.6)), 0.045),
           unit=True, anchor=(0.0, 0.0, -0.8), symmetry="radial", count=count,
           blend=0.006, **trim)
    if ears > 0.15:
        n = s.pieces["neck"]
        top = n.point((0.9, 0.25, 0.0))
        drop = (top[1] - (2.0 * half - 0.16)) / 1.76
        s.part("handle", "neck", (0.95, 0.25, 0.0), (0.032, drop, 0.030), unit=True, anchor=(0.0, 0.88, 0.0),
               turn=about_y(math.pi / 2),
               exponents=(0.2, 0.5), bend=-min(ears / drop, 1.45), symmetry="mirror", blend=0.016, colour=wish.main,
               roughness=0.22)
    _move(s, wish, h)
    return s


def _move(s: Sketch, wish: Wish, h: float) -> None:
    a = wish.drive
    if wish.verb == "hop":
        hop(s, a, 0.7)
        s.move("body", z=wave(0.10 * a, 0.2))
    elif wish.verb == "spin":
        s.move("body", spin=1.0)
    elif wish.verb == "sway":
        s.move("body", z=wave(0.12 * a, 0.25), x=wave(0.05 * a, 0.0))
        s.move("neck", z=wave(0.08 * a, 0.35))
