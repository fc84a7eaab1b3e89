"""Birds."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, wave
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary import palettes


def bird(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, half, beak, span = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                     wish["detail"])
    flying = wish.verb == "fly"
    pitch = 0.35 if not flying else 0.05
    y = legs + girth * 0.90
    plume = {"colour": wish.main, "roughness": 0.8}
    lie = about_x(math.pi / 2 - pitch)      # +y to the front and a little up
    s.part("body", None, (0.0, y, 0.0), (girth * 0.98, half, girth * 0.92), turn=lie, taper=0.30, exponents=(0.0, 0.0),
           blend=0.07, **plume)
    front = s.pieces["body"].point((0.0, 0.30, 0.30))
    s.part("torso", "body", front, (girth * 0.86, girth * 0.92, half * 0.50), exponents=(0.05, 0.05),
           turn=about_x(-0.25),
           colour=wish.accent, roughness=0.85, blend=0.05)
    r = girth * 0.52 + 0.10
    head = s.pieces["body"].point((0.0, 0.92, -0.10))
    s.part("head", "body", head, (r * 0.95, r * 0.95, r), anchor=(0.0, -0.62, -0.15), blend=0.06, **plume)
    c = s.pieces["head"].centre
    s.limb("muzzle", "head", (0.0, c[1] - 0.06 * r, c[2] + 0.72 * r), (0.0, c[1] - 0.16 * r, c[2] + r * 0.8 + beak),
           r * 0.36, r * 0.05,
           flat=0.72, exponents=(0.1, 0.2), reach=0.80, colour=wish.pick(_BEAKS), roughness=0.4, blend=0.012)
    s.part("eye", "head", (0.66, 0.26, 0.62), (r * 0.165, r * 0.175, r * 0.12), unit=True, anchor=(0, 0, -0.35),
           turn=about_y(0.8),
           symmetry="mirror", colour=palettes.EYE, roughness=0.1, blend=0.004)
    if wish.chance(0.4):
        top = s.pieces["head"].point((0.0, 0.80, -0.1))
        s.limb("cap", "head", top, (0.0, top[1] + r * 0.75, top[2] - r * 0.55), r * 0.26, r * 0.08, thick=0.5,
               exponents=(0.1, 0.2), colour=wish.pick((wish.accent, shade(wish.main, 0.7))), roughness=0.8, blend=0.02)
    _wings(s, wish, flying, span, girth, half)
    tail = s.pieces["body"].point((0.0, -0.80, -0.15))
    long = half * wish.any(0.85, 1.35)
    s.limb("tail", "body", tail, (0.0, tail[1] + 0.02 - long * 0.25, tail[2] - long), girth * 0.34, girth * 0.52,
           flat=0.22,
           exponents=(0.3, 0.4), reach=0.8, colour=shade(wish.main, 0.68), roughness=0.8, blend=0.03)
    thin = girth * 0.085 + 0.008
    leg = {"colour": wish.pick(_BEAKS), "roughness": 0.6}
    hip = s.pieces["body"].point((0.42, -0.02, 0.72))
    s.limb("upper leg", "body", hip, (hip[0] * 1.05, 0.03, hip[2] + 0.03) if not flying
           else (hip[0], hip[1] - legs * 0.75 - 0.06, hip[2] - legs * 0.5 - 0.08),
           thin * 1.2, thin, hang=True, symmetry="mirror", exponents=(0.0, 0.5), blend=0.016, **leg)
    s.part("foot", "upper leg", s.end("upper leg", 0.93), (0.055, 0.020, 0.088), anchor=(0.0, 0.2, -0.40), taper=0.0,
           exponents=(0.2, 0.3), blend=0.012, **leg)
    _move_bird(s, wish)
    return s


_BEAKS = ((0.95, 0.64, 0.24), (0.90, 0.50, 0.22), (0.25, 0.24, 0.26), (0.93, 0.74, 0.36))


def _wings(s: Sketch, wish: Wish, flying: bool, span: float, girth: float, half: float) -> None:
    """Folded along the flanks at rest, spread for flight."""
    dark = shade(wish.main, 0.72)
    body = s.pieces["body"]
    if flying:
        root = body.point((0.70, 0.25, -0.45))
        mid = (root[0] + span * 0.55, root[1] + 0.06, root[2] - 0.02)
        s.limb("wing", "body", root, mid, half * 0.42, half * 0.36, flat=1.0, thick=0.14, symmetry="mirror",
               exponents=(0.1, 0.3),
               colour=wish.main, roughness=0.8, blend=0.03, reach=0.84)
        end = s.end("wing", 0.80)
        tip = (end[0] + span * 0.60, end[1] + 0.01, end[2] - half * 0.22)
        s.limb("wing tip", "wing", end, tip, half * 0.34, half * 0.14, thick=0.14, exponents=(0.1, 0.25), colour=dark,
               roughness=0.8, blend=0.03, reach=0.80)
    else:
        root = body.point((0.82, 0.45, -0.25))
        back = (root[0] * 0.86 + 0.03, root[1] - half * 0.45, root[2] - half * 1.0)
        s.limb("wing", "body", root, back, half * 0.34, half * 0.22, thick=0.24, symmetry="mirror",
               exponents=(0.1, 0.15),
               colour=dark, roughness=0.8, blend=0.02, reach=0.62)
        end = s.end("wing", 0.62)
        s.limb("wing tip", "wing", end, (end[0] * 0.72, end[1] - 0.02, end[2] - span * 0.42), half * 0.18, half * 0.07,
               thick=0.24, exponents=(0.1, 0.15), colour=shade(dark, 0.75), roughness=0.8, blend=0.02, reach=0.6)



def _move_bird(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb == "fly":
        s.move("wing", z=wave(0.62 * a, 0.0), x=wave(0.12 * a, 0.25))
        s.move("wing tip", z=wave(0.52 * a, 0.16))
        s.move("body", rise=wave(0.055 * a, 0.45), x=wave(0.05 * a, 0.3))
        s.move("head", x=wave(0.06 * a, 0.8))
        s.move("tail", x=wave(0.14 * a, 0.55))
        s.move("upper leg", x=wave(0.08 * a, 0.6))
    elif wish.verb == "walk":
        s.move("upper leg", x=wave(0.48 * a), offset=0.5)
        s.move("foot", x=wave(0.30 * a, 0.35))
        s.move("body", z=wave(0.08 * a, 0.25), rise=wave(0.0, 0, 0.02 * a, 0.1))
        s.move("head", surge=(0.0, 0.0), x=wave(0.0, 0, 0.16 * a, 0.0))
        s.move("tail", x=wave(0.0, 0, 0.10 * a, 0.2), y=wave(0.08 * a, 0.3))
        s.move("wing", z=wave(0.0, 0, 0.04 * a, 0.2))
    elif wish.verb == "hop":
        s.move("body", rise=wave(0.14 * a, 0.5, 0.03 * a), x=wave(0.14 * a, 0.3), swell=(-0.03 * a, 0.0))
        s.move("wing", z=wave(0.30 * a, 0.5))
        s.move("upper leg", x=wave(0.20 * a, 0.1))
        s.move("tail", x=wave(0.25 * a, 0.75))
        s.move("head", x=wave(0.15 * a, 0.85))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.22 * a), y=wave(0.26 * a, 0.3), z=wave(0.0, 0, 0.08 * a, 0.2))
        s.move("body", x=wave(0.05 * a, 0.1))
        s.move("tail", x=wave(0.14 * a, 0.5))
    else:
        s.move("torso", swell=(0.012, 0.0))
        s.move("head", y=wave(0.06, 0.2))
        s.move("tail", x=wave(0.04, 0.1))
