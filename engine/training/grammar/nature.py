"""Nature and sky."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.vehicles import LIE
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

SMILE = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
"""A part's y axis to +x and its z axis up, so that its bend turns the corners of a mouth up."""


def _face(s: Sketch, wish: Wish, parent: str, at, size: float, *, lift: float = 0.0) -> None:
    """Two eyes, a smile and cheeks before a body; `at` is the middle of the face on its surface, object's frame."""
    x, y, z = at
    apart = size * 0.42
    s.part("eye", parent, (apart, y + size * 0.14, z - size * 0.10), (size * 0.115, size * 0.165, size * 0.10),
           anchor=(0.0, 0.0, -0.6), symmetry="mirror", colour=palettes.EYE, material="plastic", roughness=0.1,
           blend=0.003)
    s.part("detail", "eye", (0.25, 0.42, 0.80), (size * 0.040, size * 0.046, size * 0.03), unit=True,
           colour=palettes.WHITE, material="emissive", glow=0.5, blend=0.002)
    s.part("muzzle", parent, (x, y - size * 0.22, z - size * 0.06), (size * 0.062, size * 0.26, size * 0.055),
           anchor=(-0.2, 0.0, 0.0), turn=SMILE, exponents=(0.0, 0.35), bend=0.55, colour=palettes.EYE,
           material="plastic", roughness=0.3, blend=0.003)
    s.part("hand", parent, (apart * 1.55, y - size * 0.14, z - size * 0.16), (size * 0.13, size * 0.09, size * 0.07),
           anchor=(0.0, 0.0, -0.5), symmetry="mirror", colour=wish.pick(((0.95, 0.52, 0.45), (0.96, 0.60, 0.55))),
           material="matte", blend=0.003)


def rock(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"]
    sharp, moss, count = wish["boxiness"], wish["feature"], wish["count"]
    e = 0.42 + 0.42 * sharp
    blend = 0.020 - 0.014 * sharp
    t = [wish.any(-1.0, 1.0) for _ in range(6)]
    y = h * 0.44
    tilt = min(1.0, h / (1.2 * min(w, d)))      # flat rocks lie flat
    grey = {"colour": wish.main, "blend": blend}
    # blocks of one middle, each turned another way: their corners make the facets
    s.part("body", None, (0.0, y, 0.0), (w * 0.76, h * 0.45, d * 0.78), exponents=(e, e), taper=-0.16 + 0.06 * t[0],
           turn=product(about_y(0.35 * t[0]), about_z(0.10 + 0.06 * t[1])), **grey)
    turn = product(about_y(0.8 + 0.2 * t[2]), product(about_x((0.30 + 0.12 * t[3]) * tilt), about_z(-0.22 * tilt)))
    s.part("torso", "body", (-w * 0.18, y + h * 0.02, d * 0.06), (min(w, d) * 0.72, h * 0.36, min(w, d) * 0.70),
           turn=turn, exponents=(e, e + 0.05), taper=-0.12, **grey)
    turn = product(about_y(-0.5 + 0.3 * t[4]), product(about_x(-0.28), about_z(0.34 + 0.10 * t[5])))
    s.part("neck", "body", (w * 0.16, h * 0.60, -d * 0.08), (min(w, d) * 0.54, h * 0.44, min(w, d) * 0.58), turn=turn,
           exponents=(e + 0.05, e), taper=-0.18, **grey)
    side = product(about_y(0.6 + 0.2 * t[2]), product(about_x(0.20 * tilt), about_z(0.16 * tilt)))
    s.part("head", "body", (w * 0.62, h * 0.24, d * 0.46), (w * 0.28, h * 0.20, d * 0.30), turn=side, taper=-0.14,
           colour=shade(wish.main, 0.90), exponents=(e, e), blend=blend * 0.7)
    green = {"colour": wish.accent, "material": "leaf", "exponents": (0.3, 0.0), "blend": 0.02}
    wide = 0.30 + 0.22 * moss
    n, m = s.pieces["neck"], s.pieces["torso"]
    top = n.unit((n.centre[0], n.centre[1] + h, n.centre[2]))       # straight above its middle
    s.part("cap", "neck", top, (w * wide, h * (0.15 + 0.05 * moss), d * wide), unit=True, anchor=(0.0, 0.62, 0.0),
           turn=about_y(0.4), **green)
    over = m.unit((m.centre[0] - w * 0.08, m.centre[1] + h, m.centre[2] + d * 0.1))
    s.part("crown", "torso", over, (w * wide * 0.8, h * (0.08 + 0.05 * moss), d * wide * 0.75), unit=True,
           turn=product(about_y(-0.3), about_x(0.15)), **green)
    small = 0.10 + 0.04 * wish.any()
    out = min(w, d) * 0.52
    s.part("foot", "body", (out * 0.71, small * 0.62, out * 0.71), (small * 1.25, small * 0.75, small),
           anchor=(-0.62, 0.0, -0.55), turn=product(about_y(0.7), about_z(0.10)), symmetry="radial", count=count,
           exponents=(0.45, 0.45), colour=shade(wish.main, 0.80), material="stone", blend=0.012)
    if wish.verb == "roll":
        a = wish.drive
        s.move("body", z=wave(0.35 * a, 0.25), drift=(0.10 * a, 0.0), rise=(0, 0, 0.03 * a, 0))
    return s


def cloud(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"]
    count, puff, crest = wish["count"], wish["feature"], wish["detail"]
    soft = {"colour": wish.main, "blend": 0.05 - 0.028 * puff}
    y = h * 0.34
    s.part("body", None, (0.0, y, 0.0), (w * 0.66, h * 0.30, d * 0.66), exponents=(0.1, 0.2), **soft)
    aside, over = wish.any(0.40, 0.50), wish.any(-0.12, 0.18)
    s.part("torso", "body", (-w * aside, y + h * 0.10, 0.0), (w * 0.36, h * 0.34, d * 0.62), **soft)
    s.part("neck", "body", (w * (aside + 0.02), y + h * 0.04, -d * 0.05), (w * 0.32, h * 0.28, d * 0.55), **soft)
    tall = h * (0.38 + 0.10 * crest)
    s.part("head", "body", (w * over, h - tall, 0.0), (w * 0.44, tall, d * 0.70), anchor=(0.0, -0.0, 0.0), **soft)
    lift = s.pieces["head"]
    if lift.centre[1] + tall < h - 0.005:
        lift.size = (lift.size[0], lift.size[1] + (h - lift.centre[1] - tall), lift.size[2])
    ball = (0.40 + 0.12 * puff) * math.sqrt(5.0 / count) * min(w, h, d * 1.2)
    s.part("crown", "body", (w * 0.60 * math.sin(0.5), y * 0.90, d * 0.60), (ball * 1.15, ball, ball * 1.1),
           anchor=(0.0, 0.0, -0.15), symmetry="radial", count=count, **soft)
    s.part("foot", "body", (0.0, y - h * 0.19, 0.0), (w * 0.74, h * 0.13, d * 0.72), exponents=(0.1, 0.35),
           colour=wish.accent, material="matte", blend=0.03)
    a = wish.drive
    if wish.verb == "float":
        s.move("body", rise=wave(0.05 * a, 0.1), drift=(0.05 * a, 0.0), z=wave(0.03 * a, 0.3))
        for index, role in enumerate(("torso", "head", "neck")):
            s.move(role, swell=(0.05 * a * math.cos(2.1 * index), 0.05 * a * math.sin(2.1 * index)))
        s.move("crown", swell=(0.06 * a, 0.0), offset=1.0 / count)
    return s


def sun(wish: Wish) -> Sketch:
    s = Sketch()
    r, ray, thick, count = wish["height"] / 2, wish["length"], wish["width"] / 2, wish["count"]
    wide, small = wish["feature"] / 2, wish["detail"]
    y = r + ray * 0.78 + 0.03
    s.part("body", None, (0.0, y, 0.0), (r, thick, r), turn=LIE, exponents=(0.0, 0.15), blend=0.01, colour=wish.main)
    deep = min(thick, r) * 0.42
    s.part("torso", "body", (0.0, y, -thick * 0.10), (r * 0.96, deep, r * 0.96), turn=LIE, exponents=(0.0, 0.3),
           blend=0.006, colour=wish.accent)
    flame = wish.pick((0.0, 0.0, 0.22))
    wide = min(wide, r * 0.95 * math.sin(math.pi / count))
    s.part("crown", "torso", (0.0, 0.0, -0.90), (wide, ray / 2 + 0.05, deep * 0.62), unit=True, anchor=(0.0, -0.80,
           0.0), symmetry="radial", count=count, exponents=(0.35, 0.35), taper=-0.62, bend=0.0, blend=0.006,
           colour=wish.accent, material="emissive" if wish.material == "emissive" else "")
    between = math.pi / count
    low = ray * (0.30 + 0.40 * small)
    at = (0.90 * math.sin(between), 0.0, -0.90 * math.cos(between))
    s.part("crown middle", "torso", at, (wide * 0.72, low / 2 + 0.05, deep * 0.50), unit=True, anchor=(0.0, -0.80, 0.0),
           turn=about_z(-between), symmetry="radial", count=count, exponents=(0.35, 0.35), taper=-0.55 + flame,
           blend=0.006, colour=mix(wish.main, wish.accent, 0.35),
           material="emissive" if wish.material == "emissive" else "")
    if wish.chance(0.6):
        _face(s, wish, "body", (0.0, y - r * 0.02, thick * 0.98), r * 0.82)
    a = wish.drive
    if wish.verb == "spin":         # the rays go round, the face stays
        s.move("torso", spin=1.0)
        s.move("body", z=wave(0.04 * a))
    elif wish.verb == "pulse":
        s.move("crown", swell=(0.16 * a, 0.0))
        s.move("crown middle", swell=(-0.16 * a, 0.0))
        s.move("body", swell=(0.03 * a, 0.0))
    return s


def moon(wish: Wish) -> Sketch:
    s = Sketch()
    half, thick, count = wish["height"] / 2, wish["width"] / 2, wish["count"]
    full, crater = wish["feature"], wish["detail"] / 2
    side = about_y(math.pi / 2)     # the part's z axis to +x, so that its bend makes the horns
    full = min(max((full - 0.30) / 0.40, 0.0), 1.0)
    full *= full * (3.0 - 2.0 * full)       # quickly from the crescent to the full moon
    wide = half * (0.36 + 0.64 * full)
    bend = 0.98 * (1.0 - full)
    body = thick + (half * 0.64 - thick * 0.2) * full
    s.part("body", None, (-half * bend * 0.35, half + 0.05, 0.0), (body, half, wide), turn=side, bend=bend,
           exponents=(0.05, 0.0), blend=0.01, colour=wish.main)
    b = s.pieces["body"]
    pit = {"colour": wish.accent, "blend": 0.004, "exponents": (0.0, 0.15)}
    face = product(side, about_z(math.pi / 2))      # a crater's y axis looks out of the front
    deep = 0.020 + 0.10 * body
    size = min(crater, wide * 0.40, half * 0.9 / (count + 1))
    reach = 0.58 * (count - 1) / max(count, 2)
    at = math.cos(reach) * 0.98
    s.part("detail", "body", (-at, reach + 0.001, 0.08), (size, deep, size), unit=True, turn=face,
           anchor=(0.0, 0.30, 0.0), symmetry="row", count=count, **pit)
    for role, u, share in (("foot", (-0.76, 0.20, -0.46), 1.2), ("hand", (-0.74, -0.20, 0.50), 0.75)):
        s.part(role, "body", u, (size * share, deep, size * share), unit=True, turn=face, anchor=(0.0, 0.25, 0.0),
               **pit)
    capped = wish.chance(0.45)
    cloth = wish.pick(((0.30, 0.42, 0.68), (0.76, 0.33, 0.38), (0.42, 0.36, 0.60), (0.24, 0.52, 0.52)))
    tip = b.point((0.0, 0.84, 0.0))
    if capped:
        r = half * (0.20 + 0.12 * full)
        over = about_z(0.35 - 0.55 * bend)
        s.part("cap", "body", tip, (r, half * 0.30, r), turn=over, anchor=(0.0, -0.55, 0.0), exponents=(0.0, 0.4),
               taper=-0.70, colour=cloth, material="matte", blend=0.006)
        s.part("crown middle", "cap", (0.0, -0.78, 0.0), (r * 1.75, 0.042, r * 1.75), unit=True, turn=over,
               exponents=(0.0, 0.5), colour=palettes.WHITE, material="fur", blend=0.006)
        s.part("crown top", "cap", (0.0, 0.92, 0.0), (0.062, 0.062, 0.062), unit=True, anchor=(0.0, -0.5, 0.0),
               colour=palettes.WHITE, material="fur", blend=0.006)
    a = wish.drive
    if wish.verb == "float":
        s.move("body", rise=wave(0.06 * a, 0.1), z=wave(0.08 * a, 0.3))
        s.move("cap", z=wave(0.06 * a, 0.5))
    return s


def star(wish: Wish) -> Sketch:
    s = Sketch()
    r, thick, count = wish["height"] / 2, wish["width"] / 2, wish["count"]
    sharp, core = wish["boxiness"], wish["feature"]
    inner = r * (0.40 + 0.12 * core + 0.02 * (count - 5))
    y = r + 0.03
    blend = 0.03 - 0.02 * sharp
    s.part("body", None, (0.0, y, 0.0), (inner * 0.92, thick, inner * 0.92), turn=LIE, exponents=(0.0, 0.1),
           blend=blend, colour=wish.main)
    wide = inner * 1.02 * math.tan(math.pi / count)
    long = (r - inner * 0.25) / 2
    s.part("crown", "body", (0.0, 0.0, -0.30), (wide * 0.60, long, thick * 0.56), unit=True, anchor=(0.0, -0.92, 0.0),
           symmetry="radial", count=count, exponents=(0.20, 0.28 + 0.22 * sharp), taper=-0.45 - 0.32 * sharp,
           blend=blend, colour=wish.main)
    light = {"colour": wish.accent, "blend": 0.005}
    s.part("torso", "body", (0.0, 0.62, 0.0), (inner * 0.50, thick * 0.42, inner * 0.50), unit=True, turn=LIE,
           exponents=(0.0, 0.2), **light)
    s.part("crown middle", "torso", (0.0, 0.0, -0.40), (wide * 0.30, long * 0.56, thick * 0.30), unit=True,
           anchor=(0.0, -0.90, 0.0), symmetry="radial", count=count, exponents=(0.20, 0.35), taper=-0.70, **light)
    if wish.chance(0.5):
        _face(s, wish, "torso", (0.0, y, s.pieces["torso"].point((0.0, 1.0, 0.0))[2]), inner * 0.62)
    a = wish.drive
    if wish.verb == "spin":
        s.move("body", spin=1.0, rise=wave(0.01 * a))
    elif wish.verb == "pulse":      # it twinkles, point after point
        s.move("crown", swell=(0.10 * a, 0.0), offset=1.0 / count)
        s.move("crown middle", swell=(-0.12 * a, 0.0), offset=1.0 / count)
        s.move("body", swell=(0.03 * a, 0.0))
    return s


def crystal(wish: Wish) -> Sketch:
    s = Sketch()
    h, spread, r, count = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"]
    box, tip, small = wish["boxiness"], wish["feature"], wish["detail"]
    e = 0.30 + 0.60 * box
    gem = {"colour": wish.main, "exponents": (e, 0.93), "blend": 0.004}
    deep = {"colour": mix(wish.main, (1.0, 1.0, 1.0), 0.28), "exponents": (e, 0.93), "blend": 0.004}
    stone = {"colour": wish.accent, "material": "stone"}
    s.part("body", None, (0.0, 0.06, 0.0), (spread * 0.86, 0.105, spread * 0.80), exponents=(0.3, 0.4), taper=-0.18,
           blend=0.015, **stone)
    turn = about_y(wish.any(0.3, 1.2))
    shaft = h - tip
    s.part("neck", "body", (0.0, 0.06, 0.0), (r * 1.15, shaft / 2, r * 1.15), anchor=(0.0, -0.93, 0.0), turn=turn,
           taper=0.10, **gem)
    _tip(s, "neck tip", "neck", r * 1.15, tip, turn, deep)
    lean = wish.any(0.38, 0.58)
    slim = min(r * 0.86, spread * 0.75 * math.sin(math.pi / count) + 0.02)
    length = shaft * wish.any(0.62, 0.74)
    tilt = product(about_x(lean), about_y(math.pi / 4))
    s.part("crown", "body", (0.0, 0.07, spread * 0.34), (slim, length / 2, slim), anchor=(0.0, -0.90, 0.0), turn=tilt,
           symmetry="radial", count=count, taper=0.12, **gem)
    _tip(s, "crown middle", "crown", slim, tip * 0.8, tilt, deep)
    between = math.pi / count
    out = spread * 0.66
    tilt = product(about_y(between), product(about_x(lean * 1.35), about_y(0.4)))
    s.part("crown top", "body", (out * math.sin(between), 0.08, out * math.cos(between)),
           (slim * 0.66, small / 2 + 0.06, slim * 0.66), anchor=(0.0, -0.85, 0.0), turn=tilt, symmetry="radial",
           count=count, taper=0.10, **gem)
    _tip(s, "detail", "crown top", slim * 0.66, tip * 0.5, tilt, deep)
    s.part("foot", "body", (spread * 0.62, 0.03, spread * 0.40), (0.10, 0.065, 0.085), anchor=(-0.3, 0.1, -0.2),
           turn=about_y(0.5), symmetry="radial", count=4, exponents=(0.4, 0.4), blend=0.012, **stone)
    a = wish.drive
    if wish.verb == "pulse":
        for index, role in enumerate(("neck", "crown", "crown top")):
            s.move(role, swell=(0.06 * a * math.cos(1.8 * index), 0.06 * a * math.sin(1.8 * index)))
        s.move("crown", offset=1.0 / count)
    return s


def _tip(s: Sketch, role: str, parent: str, r: float, tall: float, turn, look) -> None:
    """The pyramid that ends a prism, as wide as its end."""
    p = s.pieces[parent]
    end = r * (1.0 + p.taper * 0.90)
    s.part(role, parent, (0.0, 0.90, 0.0), (end * 0.545, tall / 2 + p.size[1] * 0.05, end * 0.545), unit=True,
           anchor=(0.0, -0.97, 0.0), turn=turn, taper=-0.82, **look)
