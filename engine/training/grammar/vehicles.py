"""Cars and airplanes."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary import palettes

AXLE = about_z(-math.pi / 2)    # a part's y axis to +x


def car(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, box, wheel = wish["width"] / 2, wish["length"] / 2, wish["boxiness"], wish["feature"]
    cabin, long = wish["height"], wish["detail"] / 2
    e = 0.30 + 0.55 * box
    paint = {"colour": wish.main, "roughness": 0.28, "metallic": 0.15}
    deep = 0.135 + wheel * 0.22         # half height of the hull
    y = wheel * 0.95 + deep * 0.72
    s.part("body", None, (0.0, y, 0.0), (w, deep, half), exponents=(e, 0.30 + 0.45 * box), taper=-0.06, blend=0.03,
           **paint)
    long = min(long, half * 0.62)
    set_back = -half * wish.any(0.04, 0.20)
    s.part("torso", "body", (0.0, y + deep * 0.72, set_back), (w * 0.82, cabin * 0.62, long), anchor=(0, -0.62, 0),
           exponents=(0.35 + 0.45 * box, 0.42 + 0.3 * box), taper=-0.17 - 0.10 * (1.0 - box), colour=palettes.GLASS,
           roughness=0.08,
           blend=0.012)
    c = s.pieces["torso"]
    s.part("cap", "torso", (0.0, 0.86, 0.0), (w * 0.69, cabin * 0.13, long * 0.82), unit=True, anchor=(0.0, -0.2, 0.0),
           exponents=(0.35 + 0.45 * box, 0.30), blend=0.012, **paint)
    s.part("muzzle", "body", (0.0, y + deep * 0.62, half * 0.62), (w * 0.78, deep * 0.42, half * 0.34),
           exponents=(e, 0.2 + 0.3 * box),
           blend=0.05, **paint)
    _wheels(s, wish, w, half, wheel, paint)
    _lights(s, wish, w, half, deep, y, c)
    a = wish.drive
    if wish.verb == "drive":
        s.move("wheel", spin=1.0 if wish.drive < 0.95 else 2.0)
        s.move("body", rise=wave(0.0, 0, 0.008 * a), x=wave(0.010 * a, 0.2, 0.008 * a, 0.1), z=wave(0.012 * a, 0.1))
        s.move("torso", z=wave(0.008 * a, 0.25))
    elif wish.verb == "hop":
        s.move("body", rise=wave(0.10 * a, 0.5, 0.02 * a), x=wave(0.10 * a, 0.28), swell=(-0.04 * a, 0.0))
        s.move("wheel", rise=wave(0.03 * a, 0.05))
    return s


def _wheels(s: Sketch, wish: Wish, w: float, half: float, wheel: float, paint) -> None:
    x, z = w * 0.90, half * 0.60
    s.part("upper arm", "body", (x * 0.84, wheel * 1.45, z), (w * 0.12, wheel * 0.80, wheel * 1.28), symmetry="quad",
           exponents=(0.2, 0.15),
           blend=0.03, **paint)
    s.part("wheel", "body", (x * 0.95, wheel, z), (wheel, w * 0.135, wheel), anchor=(0.0, -0.75, 0.0), turn=AXLE,
           symmetry="quad", exponents=(0.0, 0.62),
           colour=palettes.TYRE, roughness=0.9, blend=0.004)
    s.part("detail", "wheel", (0.0, 0.80, 0.0), (wheel * 0.58, w * 0.034, wheel * 0.58), unit=True, turn=AXLE,
           exponents=(0.0, 0.4),
           colour=wish.pick((wish.accent, (0.78, 0.79, 0.80))), roughness=0.25, metallic=0.7, blend=0.004)


def _lights(s: Sketch, wish: Wish, w: float, half: float, deep: float, y: float, cabin) -> None:
    lamp = wish.any(0.042, 0.060)
    s.part("eye", "muzzle", (0.66, -0.10, 0.90), (lamp * 1.2, lamp, lamp * 0.8), unit=True, symmetry="mirror",
           anchor=(0, 0, -0.6), turn=about_y(0.25),
           colour=palettes.LIGHT, roughness=0.1, glow=0.55, blend=0.005)
    s.part("tail", "body", (w * 0.64, y + deep * 0.20, -half), (lamp * 1.1, lamp * 0.7, lamp * 0.8),
           symmetry="mirror", anchor=(0, 0, 0.7),
           colour=(0.85, 0.10, 0.09), roughness=0.15, glow=0.4, blend=0.005)
    chrome = {"colour": wish.accent, "roughness": 0.3, "metallic": 0.4}
    for role, z in (("foot", half), ("hind foot", -half)):
        s.part(role, "body", (0.0, y - deep * 0.52, z * 0.97), (w * 0.86, deep * 0.21, 0.07),
               anchor=(0.0, 0.0, -0.75 if z > 0 else 0.75), exponents=(0.6, 0.4), blend=0.008, **chrome)
    s.part("slat", "body", (0.0, y - deep * 0.06, half * 0.99), (w * 0.34, deep * 0.17, 0.05),
           anchor=(0.0, 0.0, -0.8), exponents=(0.6, 0.5), colour=palettes.RUBBER,
           roughness=0.4, metallic=0.4, blend=0.005)
    s.part("ear", "torso", cabin.point((0.93, -0.30, 0.62)), (0.048, 0.034, 0.024), anchor=(-0.75, 0, 0),
           symmetry="mirror",
           exponents=(0.3, 0.3), colour=wish.main, roughness=0.3, blend=0.006)
    if wish.chance(0.4):
        s.part("back", "cap", (0.0, 0.85, 0.0), (w * 0.14, 0.020, cabin.size[2] * 0.72), unit=True,
               anchor=(0.0, -0.2, 0.0),
               exponents=(0.5, 0.4), colour=wish.accent, roughness=0.3, blend=0.005)


def airplane(wish: Wish) -> Sketch:
    s = Sketch()
    r, half, span, count = wish["feature"] / 2, wish["length"] / 2, wish["width"] / 2, wish["count"]
    fin, chord, box = wish["height"], wish["detail"] / 2, wish["boxiness"]
    gear = 0.20
    y = gear + r * 0.9
    lie = about_x(math.pi / 2)
    paint = {"colour": wish.main, "roughness": 0.32, "metallic": 0.1}
    trim = {"colour": wish.accent, "roughness": 0.35}
    s.part("body", None, (0.0, y, 0.0), (r, half * 0.92, r), turn=lie, exponents=(box, 0.22), taper=0.30, blend=0.03,
           **paint)
    body = s.pieces["body"]
    s.part("neck", "body", (0.0, 0.76, 0.0), (r * 1.06, half * 0.13, r * 1.06), unit=True, turn=lie,
           exponents=(box, 0.5), taper=-0.10,
           blend=0.012, **trim)
    s.part("torso", "body", (0.0, y + r * 0.72, half * 0.16), (r * 0.62, r * 0.66, half * 0.24), exponents=(0.1, 0.1),
           colour=palettes.GLASS,
           roughness=0.08, blend=0.012)
    nose = s.pieces["neck"].point((0.0, 0.86, 0.0))
    s.part("muzzle", "neck", nose, (r * 0.30, r * 0.42, r * 0.30), turn=lie, anchor=(0.0, -0.5, 0.0), taper=-0.3,
           exponents=(0.0, 0.1),
           colour=shade(wish.accent, 0.6), roughness=0.3, metallic=0.5, blend=0.006)
    blade = r * wish.any(1.25, 1.6)
    s.part("wheel", "muzzle", (0.0, -0.10, 0.45), (r * 0.13, blade / 2, 0.016), unit=True, turn=_blade(lie),
           anchor=(0.0, -0.92, 0.0),
           symmetry="radial", count=count, exponents=(0.1, 0.3), taper=0.15, colour=(0.20, 0.20, 0.22), roughness=0.4,
           blend=0.005)
    _wings(s, wish, r, half, span, chord, fin, y, body, paint, trim)
    if wish.chance(0.65):
        hip = body.point((0.55, 0.30, 0.75))
        s.limb("upper leg", "body", hip, (hip[0] + 0.10, 0.075, hip[2] + 0.03), 0.024, 0.020, hang=True,
               symmetry="mirror",
               colour=(0.5, 0.51, 0.53), roughness=0.3, metallic=0.7, blend=0.008)
        s.part("foot", "upper leg", s.end("upper leg", 0.9), (0.075, 0.028, 0.075), turn=AXLE, exponents=(0.0, 0.5),
               colour=palettes.TYRE,
               roughness=0.9, blend=0.004)
    a = wish.drive
    if wish.verb == "fly":
        s.move("muzzle", spin=4.0)
        s.move("body", rise=wave(0.035 * a, 0.1), z=wave(0.10 * a, 0.25), x=wave(0.045 * a, 0.4))
        s.move("wing", z=wave(0.03 * a, 0.5))
        s.move("fin", y=wave(0.05 * a, 0.3))
        s.move("side fin", x=wave(0.05 * a, 0.3))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.14 * a, 0.25), y=wave(0.06 * a, 0.4))
    return s


def _blade(lie):
    """Radial about the hub's axis: the first blade points to the hub's own z."""
    return product(product(lie, about_x(math.pi / 2)), about_y(0.5))


def _wings(s: Sketch, wish: Wish, r: float, half: float, span: float, chord: float, fin: float, y: float, body, paint,
           trim) -> None:
    high = wish.pick((-0.35, -0.35, 0.55))
    sweep = wish.any(-0.02, 0.22)
    rise = wish.any(0.02, 0.10)
    root = (r * 0.70, y + r * high, half * 0.20)
    inner = span * 0.60
    s.limb("wing", "body", root, (inner, root[1] + rise * inner, root[2] - sweep * inner), chord, chord * 0.82,
           thick=0.045 / chord,
           symmetry="mirror", exponents=(0.25, 0.75), reach=0.94, blend=0.016, **paint)
    end = s.end("wing", 0.92)
    s.limb("wing tip", "wing", end, (span, end[1] + rise * (span - inner), end[2] - sweep * (span - inner)),
           chord * 0.80, chord * 0.50,
           thick=0.042 / (0.65 * chord), exponents=(0.25, 0.55), reach=0.92, blend=0.010, **trim)
    tail = body.point((0.0, -0.84, 0.0))
    s.limb("fin", "body", (0.0, tail[1] + r * 0.1, tail[2] + 0.06), (0.0, tail[1] + fin, tail[2] - fin * 0.30),
           chord * 0.66, chord * 0.40,
           thick=0.036 / (0.53 * chord), exponents=(0.25, 0.6), reach=0.90, blend=0.014, **trim)
    stab = span * 0.34
    s.limb("side fin", "body", (r * 0.15, tail[1] + r * 0.1, tail[2] + 0.02),
           (stab, tail[1] + r * 0.15, tail[2] - 0.06), chord * 0.50, chord * 0.36,
           thick=0.032 / (0.43 * chord), symmetry="mirror", exponents=(0.25, 0.6), reach=0.93, blend=0.012, **paint)
    if wish.chance(0.7):
        s.part("eye", "body", (0.94, 0.02, -0.12), (0.020, r * 0.15, half * 0.36), unit=True, anchor=(-0.3, 0, 0),
               symmetry="mirror",
               exponents=(0.5, 0.4), colour=palettes.GLASS, roughness=0.1, blend=0.005)
