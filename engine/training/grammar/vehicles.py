"""Vehicles by road, rail, air and water."""

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


DARK = (0.17, 0.18, 0.20)
CHROME = {"colour": (0.80, 0.81, 0.83), "roughness": 0.22, "metallic": 0.9}
LIE = about_x(math.pi / 2)      # a part's y axis to +z, its z axis down
_SIDES = {"z": (0, 0, 1), "-z": (0, 0, -1), "x": (1, 0, 0), "-x": (-1, 0, 0), "y": (0, 1, 0)}


def plate(s: Sketch, role: str, parent: str, face, half, *, side: str = "z", depth: float = 0.10, **more) -> None:
    """A window, door or lamp let into a wall: its outer face at the point `face`, `half` (across, up) its half
    extents, `depth` what of it is in the wall and before it."""
    out = _SIDES[side]
    joint = tuple(p - 0.9 * depth * k for p, k in zip(face, out))
    size = (half[0], half[1], depth / 2) if out[2] else (depth / 2, half[1], half[0])
    more.setdefault("exponents", (0.85, 0.85))
    more.setdefault("blend", 0.004)
    s.part(role, parent, joint, size, anchor=(-0.8 * out[0], -0.8 * out[1], -0.8 * out[2]), **more)


def disc(s: Sketch, role: str, parent: str, face, radius: float, *, side: str = "z", depth: float = 0.10,
         **more) -> None:
    """The same, round: a short cylinder whose y axis points out of the wall."""
    joint = tuple(p - 0.9 * depth * k for p, k in zip(face, _SIDES[side]))
    more.setdefault("exponents", (0.0, 0.75))
    more.setdefault("blend", 0.004)
    turn = {"z": LIE, "x": AXLE, "-z": about_x(-math.pi / 2), "-x": about_z(math.pi / 2), "y": None}[side]
    s.part(role, parent, joint, (radius, depth / 2, radius), anchor=(0.0, -0.8, 0.0), turn=turn, **more)


def _tyres(s: Sketch, wish: Wish, role: str, hub: str, at, radius: float, width: float, *, symmetry: str = "quad",
           parent: str = "body", rim=None) -> None:
    """Wheels on axles along x, their hubs a raised disc."""
    x, y, z = at
    s.part(role, parent, (x - 0.8 * width, y, z), (radius, width, radius), anchor=(0.0, -0.8, 0.0), turn=AXLE,
           symmetry=symmetry, exponents=(0.0, 0.68), colour=palettes.TYRE, material="plastic",
           roughness=0.8, blend=0.004)
    s.part(hub, role, (0.0, 0.82, 0.0), (radius * 0.56, width * 0.28, radius * 0.56), unit=True, turn=AXLE,
           exponents=(0.0, 0.5), blend=0.004, **({"colour": rim, "roughness": 0.4} if rim else CHROME))


def _rolls(s: Sketch, wish: Wish, *roles: str) -> None:
    """Wheels turn, the body shakes a little on its springs."""
    a = wish.drive
    for role in ("wheel", *roles):
        s.move(role, spin=1.0 if a < 0.95 else 2.0)
    s.move("body", rise=wave(0.0, 0, 0.008 * a), x=wave(0.008 * a, 0.2, 0.006 * a, 0.1), z=wave(0.010 * a, 0.1))
    s.move("torso", z=wave(0.010 * a, 0.25))


def truck(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, top, r = wish["width"] / 2, wish["length"] / 2, wish["height"], wish["feature"]
    nose, box = wish["detail"], wish["boxiness"]
    e = 0.45 + 0.45 * box
    paint = {"colour": wish.main, "roughness": 0.3}
    low, cab = r * 1.25, half * 0.25
    s.part("body", None, (0.0, low, 0.0), (w * 0.82, r * 0.26, half * 0.96), exponents=(0.85, 0.8), colour=DARK,
           material="plastic", blend=0.006)
    front = half * 0.95 - nose
    tall = (top * 0.90 - r * 0.95) / 2
    s.part("torso", "body", (0.0, r * 0.95, front - cab), (w * 0.94, tall, cab), anchor=(0.0, -0.9, 0.0),
           exponents=(e, e), taper=-0.08, blend=0.012, **paint)
    c = s.pieces["torso"]
    glass = {"colour": palettes.GLASS, "material": "plastic", "roughness": 0.08}
    x, y, z = c.point((1.0, 0.36, 1.0))
    plate(s, "head", "torso", (0.0, y, z + 0.006), (w * 0.74, tall * 0.30), depth=0.14, **glass)
    plate(s, "neck", "torso", (x + 0.008, y, c.centre[2] + cab * 0.08), (cab * 0.62, tall * 0.29), side="x", depth=0.12,
          symmetry="mirror", **glass)
    s.part("cap", "torso", (0.0, 0.80, 0.55), (w * 0.86, 0.035, cab * 0.70), unit=True, anchor=(0, -0.3, 0),
           exponents=(0.7, 0.6), blend=0.010, **paint)
    bonnet = (nose + 0.20) / 2
    s.part("muzzle", "body", (0.0, low, half * 0.95 - bonnet), (w * 0.72, tall * 0.56, bonnet),
           anchor=(0.0, -0.62, 0.0), exponents=(0.6, 0.55), taper=-0.10, blend=0.02, **paint)
    _truck_front(s, wish, w, half, r)
    _load(s, wish, w, half, top, r, front - 2.0 * cab - 0.05)
    axle = half * 0.95 - max(nose * 0.5, r * 0.6) - r * 0.35
    wide = w * 0.15
    _tyres(s, wish, "wheel", "detail", (w * 0.86, r, axle), r, wide, rim=wish.pick((None, wish.accent, wish.main)))
    if wish.chance(0.6):
        _tyres(s, wish, "hind foot", "hand", (w * 0.86, r, -axle + r * 2.15), r, wide, symmetry="mirror")
    s.part("upper arm", "body", (w * 0.74, r * 1.30, axle), (w * 0.24, r * 0.46, r * 1.30), symmetry="mirror",
           anchor=(0.0, -0.6, 0.0), exponents=(0.4, 0.2), blend=0.012, **paint)
    if wish.verb == "drive":
        _rolls(s, wish, "hind foot")
        s.move("back", z=wave(0.012 * wish.drive, 0.35))
    return s


def _truck_front(s: Sketch, wish: Wish, w: float, half: float, r: float) -> None:
    m, c = s.pieces["muzzle"], s.pieces["torso"]
    y, z = m.centre[1], m.point((0.0, 0.0, 1.0))[2]
    plate(s, "slat", "muzzle", (0.0, y - m.size[1] * 0.02, z + 0.012), (w * 0.36, m.size[1] * 0.40), depth=0.09,
          colour=(0.70, 0.71, 0.73), material="metal")
    disc(s, "eye", "muzzle", (w * 0.55, y + m.size[1] * 0.08, z + 0.004), min(0.062, m.size[1] * 0.34), depth=0.11,
         symmetry="mirror", exponents=(0.0, 0.3), colour=palettes.LIGHT, roughness=0.1, glow=0.55)
    s.part("foot", "body", (0.0, r * 0.95, half * 0.93), (w * 0.94, r * 0.22, 0.055), anchor=(0, 0, -0.5),
           exponents=(0.8, 0.6), blend=0.006, **CHROME)
    s.part("ear", "torso", c.point((0.95, 0.30, 0.80)), (0.055, 0.060, 0.020), anchor=(-0.85, 0, 0), symmetry="mirror",
           exponents=(0.6, 0.6), colour=DARK, blend=0.004)
    if wish.chance(0.6):
        foot = c.point((0.80, -0.2, -0.93))
        s.limb("handle", "torso", foot, (foot[0], c.centre[1] + c.size[1] * 1.32, foot[2] - 0.01), 0.028, 0.028,
               reach=0.95, symmetry="mirror", exponents=(0.0, 0.8), blend=0.004, **CHROME)
    lamp = wish.pick(((0.98, 0.62, 0.12), (0.98, 0.62, 0.12), (0.25, 0.50, 0.95)))
    s.part("crown top", "cap", (0.0, 0.6, 0.0), (0.05, 0.045, 0.05), unit=True, anchor=(0, -0.6, 0),
           exponents=(0.0, 0.5), colour=lamp, glow=0.5, blend=0.004)


def _load(s: Sketch, wish: Wish, w: float, half: float, top: float, r: float, end: float) -> None:
    """What it carries, from the cab's back to the tail: a box, a tipper full of earth, or a tank."""
    kind = wish.pick(("box", "tipper", "tank"))
    earth = wish.pick(((0.55, 0.40, 0.26), (0.80, 0.66, 0.42), (0.45, 0.45, 0.46)))
    low, long = r * 1.42, (end + half * 0.97) / 2
    tall, z = (top - low) / 2, end - long
    trim = {"colour": wish.accent, "roughness": 0.4, "blend": 0.008}
    if kind == "tank":
        s.part("back", "body", (0.0, low, z), (w * 0.90, long, tall * 0.98), anchor=(0.0, 0.0, 0.90), turn=LIE,
               exponents=(0.12, 0.62), **trim)
        s.part("crown", "back", (0.0, 0.0, -0.88), (w * 0.20, 0.045, w * 0.20), unit=True, exponents=(0.0, 0.7),
               blend=0.006, **CHROME)
    elif kind == "tipper":
        s.part("back", "body", (0.0, low, z), (w * 0.88, tall * 0.82, long * 0.93), anchor=(0.0, -0.94, 0.0),
               exponents=(0.88, 0.90), taper=0.10, shell=0.11, open=1.0, **trim)
        s.part("crown", "body", (0.0, r * 1.3, z), (w * 0.80, tall * 0.98, long * 0.86), anchor=(0.0, -0.6, 0.0),
               exponents=(0.55, 0.1), colour=earth, material="stone", blend=0.006)
    else:
        s.part("back", "body", (0.0, low, z), (w, tall, long), anchor=(0.0, -0.94, 0.0), exponents=(0.90, 0.90), **trim)
        s.part("crown", "back", (0.0, -0.72, 0.0), (w * 1.015, tall * 0.11, long * 1.01), unit=True,
               exponents=(0.9, 0.8), colour=shade(wish.accent, 0.72), blend=0.004)
    s.part("tail", "body", (w * 0.52, r * 1.1, -half * 0.95), (0.055, 0.035, 0.035), symmetry="mirror",
           anchor=(0, 0, 0.6), exponents=(0.5, 0.5), colour=(0.85, 0.10, 0.09), glow=0.4, blend=0.004)


def bus(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, top, r = wish["width"] / 2, wish["length"] / 2, wish["height"], wish["feature"]
    count, box = wish["count"], wish["boxiness"]
    e = 0.45 + 0.45 * box
    paint = {"colour": wish.main, "roughness": 0.3}
    low = r * 0.75
    deep, full = (0.42 * min(top, 0.80) - low * 0.3) / 2, (top - low) / 2
    upper = wish.pick((wish.main, wish.accent, palettes.WHITE))
    s.part("body", None, (0.0, low + deep, 0.0), (w, deep, half), exponents=(0.75 * e + 0.2, 0.80), blend=0.010,
           **paint)
    s.part("torso", "body", (0.0, low + deep, 0.0), (w * 0.985, half * 0.985, full), turn=LIE,
           anchor=(0.0, 0.0, (full - deep) / full), exponents=(e, 0.72 + 0.2 * box), colour=upper, roughness=0.3,
           blend=0.006)
    y = low + deep * 2.0
    s.part("back", "body", (0.0, y, 0.0), (w * 1.012, 0.026, half * 1.006), exponents=(0.75 * e + 0.2, 0.7),
           colour=wish.accent, roughness=0.35, blend=0.004)
    decks = 2 if top > 0.94 else 1
    pane = (top - y - 0.13 * decks) / decks / 2
    glass = {"colour": palettes.GLASS, "material": "plastic", "roughness": 0.08}
    step = 2.0 * half * 0.86 / count
    for role, level in (("slat", 0), ("crown middle", 1))[:decks]:
        up = y + 0.065 + pane + level * (2.0 * pane + 0.10)
        at = s.pieces["torso"].unit((0.0, up, step * (count - 1) / 2 - half * 0.04))
        s.part(role, "torso", at, (w * 1.004, step * 0.41, pane), unit=True, turn=LIE, symmetry="row", count=count,
               exponents=(0.8, 0.8), blend=0.004, **glass)
        plate(s, ("head", "crown top")[level], "torso", (0.0, up, half + 0.004), (w * 0.84, pane * 1.06), depth=0.14,
              **glass)
    s.part("cap", "torso", (0.0, top - 0.03, 0.0), (w * 0.84, 0.045, half * 0.90), anchor=(0, -0.2, 0),
           exponents=(0.7, 0.5), colour=wish.pick((wish.main, wish.accent, palettes.WHITE)), blend=0.010)
    plate(s, "crown", "torso", (0.0, top - 0.048, half + 0.016), (w * 0.46, 0.040), depth=0.12,
          colour=(1.0, 0.72, 0.25), glow=0.5)
    _bus_front(s, wish, w, half, low, deep)
    z = half * 0.60
    s.part("upper arm", "body", (w * 0.93, r * 1.12, z), (r * 1.18, w * 0.085, r * 1.18), turn=AXLE, symmetry="quad",
           exponents=(0.0, 0.7), colour=DARK, blend=0.004)
    _tyres(s, wish, "wheel", "detail", (w * 0.90, r, z), r, w * 0.15, rim=wish.pick((None, wish.accent)))
    if wish.verb == "drive":
        _rolls(s, wish)
    return s


def _bus_front(s: Sketch, wish: Wish, w: float, half: float, low: float, deep: float) -> None:
    y = low + deep
    disc(s, "eye", "body", (w * 0.70, y, half + 0.012), min(0.055, deep * 0.42), depth=0.16, symmetry="mirror",
         exponents=(0.0, 0.4), colour=palettes.LIGHT, roughness=0.1, glow=0.55)
    plate(s, "tail", "body", (w * 0.72, y, -half - 0.008), (0.045, deep * 0.42), side="-z", depth=0.16,
          symmetry="mirror", colour=(0.85, 0.10, 0.09), glow=0.4)
    plate(s, "muzzle", "body", (0.0, y + deep * 0.05, half + 0.010), (w * 0.34, deep * 0.36), depth=0.16,
          colour=(0.72, 0.73, 0.75), material="metal")
    for role, z in (("foot", half * 0.97), ("hind foot", -half * 0.97)):
        s.part(role, "body", (0.0, low + 0.02, z), (w * 0.96, 0.045, 0.05), exponents=(0.85, 0.6), colour=DARK,
               blend=0.006)
    s.part("ear", "torso", (w * 0.95, low + deep * 2 + 0.10, half * 0.90), (0.055, 0.070, 0.022), anchor=(-0.9, 0,
           -0.5), symmetry="mirror", exponents=(0.6, 0.6), colour=DARK, blend=0.004)


def boat(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, mast, deep = wish["width"] / 2, wish["length"] / 2, wish["height"], wish["feature"] / 2
    sail, cabin = wish["detail"], wish.any()
    paint = {"colour": wish.main, "roughness": 0.3}
    wood = {"colour": wish.pick(palettes.WOOD), "material": "wood", "roughness": 0.6}
    cloth = {"colour": wish.pick((palettes.WHITE, (0.95, 0.91, 0.82), wish.accent)), "material": "matte"}
    deck = deep * 1.9
    s.part("body", None, (0.0, deep, 0.0), (w * 0.80, deep, half * 0.76), exponents=(0.30, 0.62), taper=0.24,
           blend=0.05, **paint)
    s.limb("muzzle", "body", (0.0, deck * 0.66, half * 0.25), (0.0, deck * 0.95, half * 1.06), w * 0.72, w * 0.07,
           flat=deep * 1.15 / w, exponents=(0.45, 0.25), blend=0.05, **paint)
    s.part("slat", "body", (0.0, 0.80, 0.0), (w * 1.04, deep * 0.16, half * 0.965), unit=True, exponents=(0.30, 0.6),
           colour=wish.accent, roughness=0.35, blend=0.006)
    s.part("torso", "body", (0.0, deck, 0.0), (w * 0.86, deep * 0.16, half * 0.80), exponents=(0.30, 0.7), blend=0.004,
           **wood)
    foot = (0.0, deck, half * 0.16)
    s.limb("neck", "torso", foot, (0.0, deck + mast, half * 0.14), 0.026, 0.017, reach=0.97, exponents=(0.0, 0.8),
           blend=0.004, **wood)
    long = min(half * 0.92, mast * 0.62) * (0.75 + 0.25 * sail)
    _sails(s, wish, deck, mast, half, long, sail, cloth)
    s.part("back", "torso", (0.0, deck, -half * 0.34), (w * 0.50, deep * 0.42, half * 0.26), anchor=(0, -0.8, 0),
           exponents=(0.6, 0.6), taper=-0.10, colour=palettes.WHITE if cabin > 0.35 else wood["colour"], blend=0.006)
    c = s.pieces["back"]
    plate(s, "detail", "back", (c.point((1, 0, 0))[0] + 0.006, c.centre[1] + deep * 0.06, c.centre[2]),
          (half * 0.17, deep * 0.16), side="x", depth=w * 0.3, symmetry="mirror", colour=palettes.GLASS,
          material="plastic", roughness=0.1)
    s.limb("tail", "body", (0.0, deck * 0.72, -half * 0.66), (0.0, 0.02, -half * 0.96), 0.05, 0.07, hang=True,
           thick=0.32, flat=1.3, exponents=(0.5, 0.7), blend=0.006, **wood)
    if wish.verb in ("swim", "float"):
        a, gone = wish.drive, 1.0 if wish.verb == "swim" else 0.6
        s.move("body", rise=wave(0.025 * a, 0.1), z=wave(0.07 * a * gone, 0.3), x=wave(0.06 * a * gone, 0.05))
        s.move("crown", y=wave(0.10 * a, 0.35))
        s.move("crown middle", y=wave(0.10 * a, 0.45))
        s.move("tail", y=wave(0.25 * a * gone, 0.2))
        s.move("crown top", y=wave(0.35 * a, 0.1, 0.2 * a, 0.0))
    return s


def _sails(s: Sketch, wish: Wish, deck: float, mast: float, half: float, long: float, sail: float, cloth) -> None:
    """Mainsail behind the mast and jib before it, triangles that belly to one side; a pennant."""
    tall, set_out = mast * 0.43, wish.any(0.15, 0.35)
    low = deck + mast * 0.10
    z = half * 0.13
    jib = {"colour": wish.accent, "material": "matte"}
    for role, at, width, height, about, look in (
            ("crown", (0.0, low, z - 0.02), long * 0.29, tall, math.pi / 2 - set_out, cloth),
            ("crown middle", (0.0, low, z + 0.05), long * 0.24, tall * 0.86, set_out - math.pi / 2, jib)):
        # x runs aft, or forward, z out of the sail; leaned so that the edge at the mast stands upright
        s.part(role, "neck", at, (width, height, 0.020), anchor=(-0.86, -0.86, 0.0),
               turn=product(about_y(about), about_z(math.atan(0.82 * width / height))), exponents=(0.80, 0.86),
               taper=-0.82, bend=0.10 + 0.10 * sail, blend=0.004, **look)
    s.limb("crown top", "neck", (0.0, deck + mast * 0.96, z), (0.0, deck + mast * 0.97, z - 0.20), 0.055, 0.010,
           thick=0.35, exponents=(0.6, 0.6), colour=wish.accent, material="matte", blend=0.004)


def rocket(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count, fins = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["detail"]
    nose, flies = wish["feature"], wish.verb == "fly"
    paint = {"colour": wish.main, "roughness": 0.28}
    trim = {"colour": wish.accent, "roughness": 0.3}
    stand = r * 0.75 + (r * 2.3 if flies else 0.0)
    y = stand + half
    s.part("body", None, (0.0, y, 0.0), (r, half, r), exponents=(0.0, 0.42), taper=-0.16, blend=0.012, **paint)
    body = s.pieces["body"]
    s.part("cap", "body", (0.0, y + half * 0.60, 0.0), (r * 0.50, half * 0.20 + nose / 2, r * 0.50),
           anchor=(0.0, -0.88, 0.0), exponents=(0.0, 0.36), taper=-0.55, blend=0.006, **trim)
    s.part("ear", "cap", (0.0, 0.90, 0.0), (0.026, 0.040, 0.026), unit=True, anchor=(0, -0.5, 0), blend=0.006, **CHROME)
    s.part("slat", "body", (0.0, -0.52, 0.0), (r * 1.075, half * 0.055, r * 1.075), unit=True, exponents=(0.0, 0.7),
           taper=-0.02, blend=0.004, **trim)
    rim = wish.any(0.34, 0.46) * r
    level = y + half * 0.26
    z = body.point((0.0, (level - y) / half, 0.95))[2]
    disc(s, "muzzle", "body", (0.0, level, z + 0.028), rim * 1.30, depth=r * 0.5, **CHROME)
    disc(s, "eye", "muzzle", (0.0, level, z + 0.052), rim, depth=r * 0.3, exponents=(0.0, 0.35), colour=(0.20, 0.45,
         0.62), material="plastic", roughness=0.05)
    if wish.chance(0.6):
        lower = level - rim * 1.9 - r * 0.20
        z = body.point((0.0, (lower - y) / half, 0.97))[2]
        disc(s, "hand", "body", (0.0, lower, z + 0.020), rim * 0.62, depth=r * 0.4, **CHROME)
    s.part("foot", "body", (0.0, y - half * 0.86, 0.0), (r * 0.58, r * 0.34, r * 0.58), anchor=(0.0, 0.6, 0.0),
           exponents=(0.0, 0.7), taper=-0.26, colour=(0.28, 0.29, 0.32), material="metal", blend=0.006)
    _rocket_fins(s, wish, body, r, half, fins, count, stand, trim)
    if flies:
        low = s.pieces["foot"].point((0.0, -0.7, 0.0))
        s.part("tail", "foot", low, (r * 0.50, r * 1.25, r * 0.50), anchor=(0.0, 0.72, 0.0), exponents=(0.0, 0.1),
               taper=0.42, colour=(1.0, 0.50, 0.10), material="emissive", glow=0.85, blend=0.03)
        s.part("tail tip", "tail", (0.0, 0.52, 0.0), (r * 0.40, r * 0.62, r * 0.40), unit=True, exponents=(0.0, 0.1),
               taper=0.30, colour=(1.0, 0.86, 0.35), material="emissive", glow=1.0, blend=0.02)
        a = wish.drive
        s.move("body", rise=wave(0.04 * a, 0.1), z=wave(0.045 * a, 0.25), x=wave(0.035 * a, 0.5))
        s.move("tail", swell=(0.14 * a, 0.07 * a), stretch=(0.20 * a, 0.1 * a), z=wave(0.0, 0.0, 0.06 * a, 0.2))
        s.move("tail tip", swell=(-0.12 * a, 0.08 * a))
    return s


def _rocket_fins(s: Sketch, wish: Wish, body, r: float, half: float, fins: float, count: int, stand: float,
                 trim) -> None:
    """Swept fins round the foot, on which it stands."""
    first = math.pi / count if count % 2 == 0 else 0.0
    turn = about_y(first)
    root = body.point((0.0, -0.56, 0.80))
    tip = (0.0, body.centre[1] - half - r * 0.70, root[2] + fins)
    a = (root[2] * math.sin(first), root[1], root[2] * math.cos(first))
    wide = half * 0.22
    direction = math.atan2(tip[2] - root[2], root[1] - tip[1])
    long = math.hypot(tip[2] - root[2], root[1] - tip[1]) / 2 / 0.86
    s.part("fin", "body", a, (0.030 * (1 + r), long, wide), anchor=(0.0, 0.86, 0.0),
           turn=product(turn, about_x(-direction)), symmetry="radial", count=count, exponents=(0.6, 0.62), taper=0.30,
           bend=0.18, blend=0.008, **trim)


def helicopter(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, span, count = wish["feature"] / 2, wish["length"] / 2, wish["width"] / 2, wish["count"]
    tall, boom = wish["height"], wish["detail"]
    paint = {"colour": wish.main, "roughness": 0.28}
    trim = {"colour": wish.accent, "roughness": 0.35}
    gear = 0.20
    up, cabin = (tall - gear) * 0.36, half * 0.52
    y, z = gear + up, half * 0.42
    s.part("body", None, (0.0, y, z), (w, up, cabin), exponents=(0.22, 0.20), blend=0.03, **paint)
    s.part("torso", "body", (0.0, y + up * 0.16, z + cabin * 0.46), (w * 0.90, up * 0.74, cabin * 0.60),
           exponents=(0.15, 0.15), colour=palettes.GLASS, material="plastic", roughness=0.06, blend=0.008)
    plate(s, "ear", "body", (w * 1.0, y + up * 0.20, z - cabin * 0.12), (cabin * 0.22, up * 0.34), side="x",
          depth=w * 0.4, symmetry="mirror", exponents=(0.6, 0.6), colour=palettes.GLASS, material="plastic",
          roughness=0.08)
    s.part("cap", "body", (0.0, y + up * 0.86, z - cabin * 0.16), (w * 0.52, up * 0.26, cabin * 0.56),
           exponents=(0.4, 0.4), blend=0.02, **trim)
    top = gear + up * 2.0 + (tall - gear) * 0.20
    s.limb("neck", "body", (0.0, y + up * 0.8, z - cabin * 0.05), (0.0, top, z - cabin * 0.05), 0.045, 0.032,
           reach=0.96, exponents=(0.0, 0.8), blend=0.008, **CHROME)
    s.part("muzzle", "neck", (0.0, top, z - cabin * 0.05), (0.075, 0.042, 0.075), exponents=(0.0, 0.6), colour=DARK,
           blend=0.006)
    s.part("wheel", "muzzle", (0.0, 0.0, 0.6), (0.052, span / 4, 0.016), unit=True, anchor=(0.0, -0.95, 0.0),
           turn=product(about_x(math.pi / 2 + 0.03), about_y(0.12)), symmetry="radial", count=count,
           exponents=(0.7, 0.8), taper=0.10, colour=(0.22, 0.23, 0.25), roughness=0.4, blend=0.005)
    _boom(s, wish, y, up, w, z - cabin * 0.6, boom, paint, trim)
    _skids(s, w, y, up, z, cabin)
    plate(s, "detail", "body", (w * 1.0, y - up * 0.36, z - cabin * 0.05), (cabin * 0.74, up * 0.085), side="x",
          depth=w * 0.3, symmetry="mirror", exponents=(0.7, 0.6), **trim)
    a = wish.drive
    if wish.verb == "fly":
        s.move("muzzle", spin=3.0)
        s.move("tail tip", spin=4.0)
        s.move("body", rise=wave(0.04 * a, 0.1), z=wave(0.06 * a, 0.25), x=wave(0.05 * a, 0.4), y=wave(0.04 * a, 0.6))
    elif wish.verb == "float":
        s.move("muzzle", spin=6.0)
        s.move("tail tip", spin=8.0)
        s.move("body", rise=wave(0.05 * a, 0.1), z=wave(0.05 * a, 0.3), drift=(0.03 * a, 0.0))
    return s


def _boom(s: Sketch, wish: Wish, y: float, up: float, w: float, z: float, boom: float, paint, trim) -> None:
    a, b = (0.0, y + up * 0.28, z), (0.0, y + up * 0.46, z - boom)
    s.limb("tail", "body", a, b, up * 0.44, up * 0.15, thick=min(0.9, w / up), exponents=(0.2, 0.4), blend=0.04,
           **paint)
    s.limb("fin", "tail", (0.0, b[1] - 0.04, b[2] + 0.07), (0.0, b[1] + 0.26, b[2] - 0.10), 0.115, 0.075, thick=0.26,
           exponents=(0.5, 0.7), blend=0.008, **trim)
    s.limb("side fin", "tail", (0.0, b[1], b[2] + 0.22), (0.20, b[1] + 0.01, b[2] + 0.19), 0.07, 0.055, flat=1.0,
           thick=0.3, symmetry="mirror", exponents=(0.5, 0.7), blend=0.006, **trim)
    s.part("tail tip", "tail", (0.02, b[1] + 0.01, b[2] + 0.02), (0.036, 0.036, 0.036), anchor=(0.0, -0.9, 0.0),
           turn=AXLE, exponents=(0.0, 0.6), colour=DARK, blend=0.004)
    s.part("slat", "tail tip", (0.0, 0.3, 0.5), (0.028, 0.105, 0.013), unit=True, anchor=(0.0, -0.92, 0.0),
           turn=product(AXLE, about_x(math.pi / 2)), symmetry="radial", count=3, exponents=(0.5, 0.6),
           colour=(0.22, 0.23, 0.25), blend=0.004)


def _skids(s: Sketch, w: float, y: float, up: float, z: float, cabin: float) -> None:
    pipe = {"colour": (0.30, 0.31, 0.34), "roughness": 0.35, "blend": 0.006}
    for role, share in (("upper leg", 0.42), ("hind upper leg", -0.42)):
        hip = (w * 0.52, y - up * 0.62, z + cabin * share)
        s.limb(role, "body", hip, (w * 0.92, 0.035, hip[2]), 0.026, 0.022, hang=True, reach=0.95, symmetry="mirror",
               exponents=(0.0, 0.6), **pipe)
    end = s.end("upper leg", 0.90)
    s.part("foot", "upper leg", end, (0.028, cabin * 1.12, 0.028), anchor=(0.0, 0.45 / 1.12, 0.0), turn=about_x(
        math.pi / 2), exponents=(0.0, 0.6), bend=-0.05, **pipe)


def submarine(wish: Wish) -> Sketch:
    s = Sketch()
    r, half, count = wish["width"] / 2, wish["length"] / 2, wish["count"]
    tower, scope, fins = wish["height"], wish["feature"], wish["detail"]
    paint = {"colour": wish.main, "roughness": 0.28}
    trim = {"colour": wish.accent, "roughness": 0.32}
    y = r * 1.08
    s.part("body", None, (0.0, y, 0.0), (r, half * 0.86, r), turn=LIE, exponents=(0.0, 0.30), blend=0.02, **paint)
    s.limb("tail", "body", (0.0, y, -half * 0.56), (0.0, y, -half * 0.97), r * 0.70, r * 0.16, exponents=(0.0, 0.35),
           blend=0.05, **paint)
    long = half * 0.30
    s.part("torso", "body", (0.0, y + r * 0.72, half * 0.06), (r * 0.46, (tower + r * 0.3) / 2, long),
           anchor=(0.0, -0.92, 0.0), exponents=(0.40, 0.62), taper=-0.10, blend=0.02, **paint)
    t = s.pieces["torso"]
    s.part("cap", "torso", (0.0, 0.84, 0.0), (r * 0.45, 0.035, long * 0.98), unit=True, exponents=(0.40, 0.6),
           blend=0.005, **trim)
    top = t.centre[1] + t.size[1]
    z = half * 0.06 + long * 0.25
    brass = {"colour": (0.80, 0.62, 0.30), "roughness": 0.3, "metallic": 0.8}
    s.limb("neck", "torso", (0.0, top - 0.05, z), (0.0, top + scope, z), 0.028, 0.026, reach=0.97, exponents=(0.0, 0.8),
           blend=0.005, **brass)
    s.part("neck tip", "neck", (0.0, top + scope - 0.01, z), (0.040, 0.075, 0.040), anchor=(0.0, -0.45, 0.0), turn=LIE,
           exponents=(0.0, 0.7), blend=0.006, **brass)
    s.part("head", "neck tip", (0.0, 0.86, 0.0), (0.034, 0.018, 0.034), unit=True, turn=LIE, exponents=(0.0, 0.5),
           colour=(0.20, 0.45, 0.62), material="plastic", roughness=0.05, blend=0.004)
    _portholes(s, wish, y, r, half, count, brass)
    disc(s, "muzzle", "body", (0.0, y - r * 0.05, half * 0.86 + 0.02), r * 0.26, depth=half * 0.14,
         exponents=(0.0, 0.4), colour=palettes.LIGHT, glow=0.6)
    _planes(s, wish, y, r, half, fins, trim, brass)
    s.part("slat", "body", (0.0, 0.62, 0.0), (r * 0.93, half * 0.035, r * 0.93), unit=True, turn=LIE,
           exponents=(0.0, 0.7), blend=0.004, **trim)
    if wish.verb in ("swim", "float"):
        a = wish.drive
        swims = wish.verb == "swim"
        s.move("tail tip", spin=2.0 if swims else 1.0)
        s.move("body", rise=wave(0.03 * a, 0.1), x=wave(0.05 * a, 0.3), z=wave(0.04 * a, 0.2),
               y=wave((0.05 if swims else 0.02) * a, 0.5))
        s.move("neck", spin=0.0, rise=wave(0.02 * a, 0.6))
        s.move("fin", y=wave(0.16 * a, 0.3))
        s.move("wing", x=wave(0.14 * a, 0.1))
    return s


def _portholes(s: Sketch, wish: Wish, y: float, r: float, half: float, count: int, brass) -> None:
    """A row along the hull, each window a rod that goes right through, so that it shows on both sides."""
    size = min(r * 0.30, half * 0.50 / count)
    reach = half * 0.46 * (count - 1) / max(count, 2)
    at = s.pieces["body"].unit((0.0, y + r * 0.10, reach + 0.001))
    s.part("eye", "body", at, (size, r * 1.02, size), unit=True, turn=AXLE, symmetry="row", count=count,
           exponents=(0.0, 0.8), colour=(0.16, 0.36, 0.50), material="plastic", roughness=0.06, blend=0.004)
    s.part("ear", "body", at, (size * 1.36, r * 1.0, size * 1.36), unit=True, turn=AXLE, symmetry="row", count=count,
           exponents=(0.0, 0.8), blend=0.004, **brass)


def _planes(s: Sketch, wish: Wish, y: float, r: float, half: float, fins: float, trim, brass) -> None:
    z = -half * 0.80
    s.limb("fin", "tail", (0.0, y + r * 0.10, z), (0.0, y + r * 0.30 + fins, z - fins * 0.35), r * 0.40, r * 0.26,
           thick=0.24, exponents=(0.5, 0.7), blend=0.008, **trim)
    s.limb("side fin", "tail", (r * 0.08, y, z), (r * 0.34 + fins, y, z - fins * 0.35), r * 0.40, r * 0.26, thick=0.24,
           symmetry="mirror", exponents=(0.5, 0.7), blend=0.008, **trim)
    s.limb("wing", "body", (r * 0.86, y - r * 0.1, half * 0.48), (r + fins * 0.8, y - r * 0.12, half * 0.44), r * 0.30,
           r * 0.22, thick=0.24, symmetry="mirror", exponents=(0.5, 0.7), blend=0.008, **trim)
    end = s.end("tail", 0.90)
    s.part("tail tip", "tail", end, (r * 0.15, r * 0.20, r * 0.15), anchor=(0.0, 0.5, 0.0), turn=LIE,
           exponents=(0.0, 0.4), taper=0.3, blend=0.006, **brass)
    s.part("wheel", "tail tip", (0.0, 0.0, 0.5), (r * 0.21, r * 0.36, 0.018), unit=True, anchor=(0.0, -0.92, 0.0),
           turn=product(_blade(LIE), about_y(0.25)), symmetry="radial", count=4, exponents=(0.2, 0.3), taper=0.25,
           blend=0.005, **brass)


def train(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, r, count = wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["count"]
    top, stack = wish["height"], wish["detail"]
    paint = {"colour": wish.main, "roughness": 0.3}
    trim = {"colour": wish.accent, "roughness": 0.35}
    brass = {"colour": (0.82, 0.65, 0.32), "roughness": 0.28, "metallic": 0.85}
    black = {"colour": (0.15, 0.15, 0.17), "material": "metal", "roughness": 0.45}
    pitch = half * 1.02
    z = count * pitch / 2           # the engine in front of its wagons, all of them about the middle
    low = r * 1.25
    s.part("body", None, (0.0, low, z), (w, r * 0.24, half), exponents=(0.85, 0.75), blend=0.006, **trim)
    boiler = (top - low) * 0.32
    y = low + r * 0.16 + boiler
    s.part("torso", "body", (0.0, y - boiler * 0.9, z + half * 0.22), (boiler, half * 0.66, boiler), turn=LIE,
           anchor=(0.0, 0.0, 0.9), exponents=(0.0, 0.72), blend=0.008, **paint)
    s.part("muzzle", "torso", (0.0, y, z + half * 0.84), (boiler * 1.06, half * 0.10, boiler * 1.06), turn=LIE,
           exponents=(0.0, 0.6), blend=0.005, **black)
    disc(s, "cap", "muzzle", (0.0, y, z + half * 0.97), boiler * 0.62, depth=half * 0.16, exponents=(0.0, 0.5), **trim)
    s.part("slat", "torso", (0.0, 0.62, 0.0), (boiler * 1.03, half * 0.022, boiler * 1.03), unit=True, turn=LIE,
           symmetry="row", count=3, exponents=(0.0, 0.7), blend=0.004, **brass)
    _cab(s, wish, w, half, low, top, z, paint, trim, boiler)
    _stacks(s, y + boiler * 0.86, z, half, boiler, top, stack, black, brass)
    s.part("eye", "muzzle", (0.0, y + boiler * 0.84, z + half * 0.90), (boiler * 0.22, 0.05, boiler * 0.22),
           anchor=(0, -0.4, 0.55), turn=LIE, exponents=(0.0, 0.5), colour=palettes.LIGHT, glow=0.7, blend=0.004)
    s.part("foot", "body", (0.0, low * 0.72, z + half * 0.93), (w * 0.86, low * 0.52, 0.10), anchor=(0, 0.55, -0.4),
           turn=about_x(-0.35), exponents=(0.8, 0.5), taper=-0.12, blend=0.006, **black)
    s.part("hand", "body", (w * 0.62, low, z + half * 0.95), (0.042, 0.05, 0.042), anchor=(0, -0.8, 0), turn=LIE,
           symmetry="mirror", exponents=(0.0, 0.6), blend=0.004, **CHROME)
    _tyres(s, wish, "wheel", "detail", (w * 0.86, r, z + half * 0.40), r, w * 0.12, rim=wish.accent)
    rod = half * 0.40
    s.part("lower arm", "body", (w * 0.9, r, z), (0.020, rod * 1.10, 0.030), turn=LIE, symmetry="mirror",
           exponents=(0.7, 0.7), blend=0.004, **CHROME)
    _wagons(s, wish, w, half, r, low, top, count, pitch, trim)
    if wish.verb == "drive":
        a = wish.drive
        _rolls(s, wish, "hind foot")
        s.move("lower arm", rise=wave(0.3 * r * a, 0.0), surge=(0.0, 0.3 * r * a))
        s.move("hind upper leg", z=wave(0.02 * a, 0.1), offset=0.25)
        s.move("crown", swell=(0.0, 0.05 * a))
    return s


def _cab(s: Sketch, wish: Wish, w: float, half: float, low: float, top: float, z: float, paint, trim,
         boiler: float) -> None:
    tall, back = (top - low) * 0.46, z - half * 0.62
    s.part("back", "body", (0.0, low, back), (w * 0.92, tall, half * 0.33), anchor=(0.0, -0.92, 0.0),
           exponents=(0.85, 0.88), blend=0.006, **paint)
    c = s.pieces["back"]
    s.part("crown middle", "back", (0.0, 0.95, 0.0), (w * 1.06, 0.045, half * 0.43), unit=True, exponents=(0.7, 0.5),
           blend=0.005, **trim)
    plate(s, "crown top", "back", (w * 0.92 + 0.008, c.centre[1] + tall * 0.34, back),
          (half * 0.17, tall * 0.30), side="x", depth=w * 0.35, symmetry="mirror", exponents=(0.7, 0.7),
          colour=palettes.GLASS, material="plastic", roughness=0.08)


def _stacks(s: Sketch, y: float, z: float, half: float, boiler: float, top: float, stack: float, black,
            brass) -> None:
    """Funnel that widens upwards with a rim, and a steam dome."""
    a = (0.0, y, z + half * 0.62)
    s.limb("crown", "torso", a, (0.0, max(top * 0.92, y + 0.08) + stack, a[2]), boiler * 0.26, boiler * 0.44,
           reach=0.96, exponents=(0.0, 0.86), blend=0.010, **black)
    s.part("handle", "torso", (0.0, y, z + half * 0.14), (boiler * 0.36, boiler * 0.46, boiler * 0.36),
           anchor=(0.0, -0.5, 0.0), exponents=(0.0, 0.45), blend=0.010, **brass)
    s.part("ear", "torso", (0.0, y, z + half * 0.36), (0.03, 0.06, 0.03), anchor=(0, -0.4, 0), exponents=(0, 0.5),
           blend=0.006, **brass)


def _wagons(s: Sketch, wish: Wish, w: float, half: float, r: float, low: float, top: float, count: int, pitch: float,
            trim) -> None:
    """Counted, in a row along the coupling; each with its roof, windows and four small wheels."""
    long = count * pitch / 2
    back = s.pieces["body"].centre[2] - half
    s.part("neck", "body", (0.0, low, back + 0.05), (0.045, long + 0.06, 0.035), anchor=(0.0, 0.94, 0.0), turn=LIE,
           exponents=(0.6, 0.8), colour=DARK, blend=0.005)
    own = wish.pick((wish.main, wish.accent, palettes.WHITE))
    open_top = wish.chance(0.35)
    tall = (top - low) * (0.24 if open_top else 0.36)
    small = r * 0.66
    at = ((count - 1) / count) * long / (long + 0.06)
    s.part("hind upper leg", "neck", (0.0, max(at, 0.0), -0.3), (w * 0.90, tall, pitch * 0.43), unit=True,
           anchor=(0.0, -0.92, 0.0), symmetry="row", count=count, exponents=(0.85, 0.85), colour=own, roughness=0.35,
           blend=0.006)
    wagon = s.pieces["hind upper leg"]
    cover = wish.pick(((0.20, 0.17, 0.15), (0.78, 0.62, 0.38), (0.55, 0.56, 0.58)))
    if open_top:        # a heap of coal, sand or stone
        s.part("upper arm", "hind upper leg", (0.0, 0.85, 0.0), (w * 0.76, tall * 0.55, pitch * 0.36), unit=True,
               anchor=(0.0, -0.2, 0.0), exponents=(0.5, 0.1), colour=cover, material="stone", blend=0.006)
    else:
        s.part("upper arm", "hind upper leg", (0.0, 0.95, 0.0), (w * 1.0, 0.045, pitch * 0.45), unit=True,
               exponents=(0.7, 0.5), blend=0.005, **trim)
        c = wagon.centre
        plate(s, "wing", "hind upper leg", (w * 0.90 + 0.008, c[1] + tall * 0.25, c[2]),
              (pitch * 0.27, tall * 0.32), side="x", depth=w * 0.3, symmetry="mirror", exponents=(0.8, 0.8),
              colour=palettes.GLASS, material="plastic", roughness=0.08)
    x, _, z = wagon.centre
    s.part("hind foot", "hind upper leg", (w * 0.78, wagon.centre[1] - tall * 0.86, z + pitch * 0.24),
           (small, w * 0.10, small), anchor=(0.0, 0.0, 0.0), turn=AXLE, symmetry="quad", exponents=(0.0, 0.68),
           colour=palettes.TYRE, material="plastic", roughness=0.7, blend=0.004)
