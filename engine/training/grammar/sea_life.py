"""Sea life."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes


def fish(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, half, count, fin, dorsal = (wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["count"],
                                             wish["feature"], wish["detail"])
    y = high + 0.16
    skin = {"colour": wish.main, "roughness": 0.38}
    fins = {"colour": wish.pick((wish.accent, wish.accent, shade(wish.main, 0.7))), "roughness": 0.5}
    lie = about_x(math.pi / 2)      # +y to the front; own z points down
    s.part("body", None, (0.0, y, 0.0), (girth, half, high), turn=lie, taper=0.10, exponents=(0.0, 0.28), blend=0.05,
           **skin)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, 0.24, 0.42), (girth * 0.84, half * 0.62, high * 0.56), unit=True, turn=lie,
           exponents=(0.0, 0.05), colour=mix(wish.accent, palettes.WHITE, 0.35), roughness=0.4, blend=0.05)
    s.part("muzzle", "body", (0.0, 0.90, 0.10), (girth * 0.34 + 0.015, 0.045, high * 0.17 + 0.012), unit=True,
           turn=lie,
           exponents=(0.0, 0.3), colour=mix(wish.main, (0.85, 0.45, 0.42), 0.55), roughness=0.4, blend=0.02)
    r = 0.045 + 0.16 * high
    s.part("eye", "body", (0.66, 0.56, -0.24), (r, r, r * 0.62), unit=True, anchor=(0, 0, -0.42), turn=about_y(1.25),
           symmetry="mirror",
           colour=palettes.WHITE, roughness=0.15, blend=0.006)
    s.part("ear", "eye", (0.10, 0.0, 0.62), (r * 0.62, r * 0.62, r * 0.45), unit=True, anchor=(0, 0, 0),
           turn=about_y(1.25),
           colour=palettes.EYE, roughness=0.08, blend=0.003)
    s.part("slat", "body", (0.0, 0.36, 0.0), (girth * 1.04, 0.012 + 0.17 * half / (count + 1), high * 1.035),
           unit=True, turn=lie,
           symmetry="row", count=count, exponents=(0.0, 0.8), colour=wish.accent, roughness=0.4, blend=0.006)
    _fins(s, wish, girth, half, high, fin, dorsal, fins, body)
    a = wish.drive
    if wish.verb == "swim":
        s.move("body", y=wave(0.10 * a, 0.0), drift=(0.0, 0.035 * a), rise=wave(0.018 * a, 0.2), z=wave(0.03 * a, 0.2))
        s.move("tail", y=wave(0.34 * a, 0.20))
        s.move("tail tip", y=wave(0.46 * a, 0.36))
        s.move("side fin", y=wave(0.28 * a, 0.1), z=wave(0.26 * a, 0.3))
        s.move("fin", z=wave(0.12 * a, 0.25))
        s.move("foot", z=wave(0.14 * a, 0.3))
    elif wish.verb == "hop":
        s.move("body", rise=wave(0.20 * a, 0.5, 0.03 * a), x=wave(0.40 * a, 0.28))
        s.move("tail", x=wave(0.25 * a, 0.45), y=wave(0.1 * a, 0.2))
        s.move("tail tip", x=wave(0.25 * a, 0.6), y=wave(0.2 * a, 0.35))
        s.move("side fin", z=wave(0.45 * a, 0.5))
    elif wish.verb == "nod":
        s.move("body", x=wave(0.16 * a), y=wave(0.0, 0, 0.12 * a, 0.1), rise=wave(0.02 * a, 0.3))
        s.move("tail", y=wave(0.14 * a, 0.3))
        s.move("tail tip", y=wave(0.18 * a, 0.45))
        s.move("side fin", z=wave(0.2 * a, 0.2))
    else:
        s.move("body", rise=wave(0.010, 0.1))
        s.move("tail", y=wave(0.06, 0.2))
        s.move("tail tip", y=wave(0.09, 0.35))
        s.move("side fin", z=wave(0.12, 0.1))
    return s


def _fins(s: Sketch, wish: Wish, girth: float, half: float, high: float, fin: float, dorsal: float, look,
          body) -> None:
    end = body.point((0.0, -0.84, 0.0))
    stem = half * 0.30
    s.limb("tail", "body", end, (0.0, end[1] + 0.01, end[2] - stem), high * 0.30 + 0.012, high * 0.20 + 0.012,
           thick=0.55,
           exponents=(0.0, 0.3), colour=wish.main, roughness=0.38, blend=0.05)
    tip = s.end("tail", 0.80)
    s.limb("tail tip", "tail", tip, (0.0, tip[1] + 0.015, tip[2] - fin * 0.9), fin * 0.20, fin * 0.78,
           thick=0.055 / (fin * 0.98),
           exponents=(0.15, 0.35), reach=0.84, blend=0.02, **look)
    s.pieces["tail tip"].bend = 0.0
    top = body.point((0.0, 0.12, -0.86))
    s.limb("fin", "body", (0.0, top[1], top[2] - 0.02), (0.0, top[1] + dorsal, top[2] - dorsal * 0.75 - 0.04),
           half * 0.42, half * 0.20,
           thick=0.026 / (half * 0.31), exponents=(0.2, 0.3), reach=0.72, blend=0.02, **look)
    side = body.point((0.82, 0.22, 0.30))
    s.limb("side fin", "body", side, (side[0] + 0.16, side[1] - 0.12, side[2] - 0.14), 0.035, 0.085, thick=0.28,
           symmetry="mirror",
           exponents=(0.1, 0.25), reach=0.82, blend=0.012, **look)
    low = body.point((0.0, -0.20, 0.86))
    s.limb("foot", "body", low, (0.0, low[1] - dorsal * 0.5 - 0.03, low[2] - dorsal * 0.4), half * 0.20, half * 0.10,
           thick=0.024 / (half * 0.15), hang=True, exponents=(0.2, 0.3), reach=0.72, blend=0.02, **look)
