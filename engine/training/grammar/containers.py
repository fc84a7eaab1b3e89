"""Mugs, vases, bowls and teapots, and what is carried and stored in: bottles, baskets, barrels, buckets."""

from __future__ import annotations

import math

from engine.training.grammar.furniture import hop
from engine.training.grammar.sketch import Matrix, Sketch, about_x, about_y, about_z, apply, product, wave
from engine.training.grammar.wish import Wish, mix, shade
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
           unit=True, anchor=(0.0, 0.0, -0.75), symmetry="radial", count=count, colour=wish.accent, roughness=0.25,
           blend=0.006)
    if saucer:
        s.part("foot", "body", (0.0, low + 0.02, 0.0), (r * 1.14, 0.055, r * 1.14), anchor=(0.0, 0.45, 0.0),
               exponents=(box * 0.5, 0.55), taper=0.30, colour=wish.pick((wish.main, wish.accent)), roughness=0.25,
               blend=0.01)
    _move(s, wish, half * 2)
    return s


def _drink(s: Sketch, wish: Wish, body, level: float, box: float) -> None:
    """A flat disc whose edge lies in the wall, centred by solving the wall's gauge for x at that level."""
    along = 2.0 / (1.0 - 0.86 * body.exponents[1])
    target = 1.0 - 0.48 * body.shell
    x = (target**along - level**along) ** (1.0 / along)
    wide = body.size[0] * (1.0 + body.taper * level) * x / 0.965
    s.part("torso", "body", (x, level, 0.0), (wide, 0.022, wide), unit=True, anchor=(0.965, 0.0, 0.0),
           exponents=(box, 0.8), colour=wish.pick(palettes.DRINKS), roughness=0.08, blend=0.004)


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
    s.part("body", None, (0.0, 0.01 + 0.05 * half, 0.0), (r, half, r), anchor=(0.0, -0.95, 0.0), exponents=(box, 0.22),
           taper=wish.any(-0.05, 0.26), blend=0.05, **glaze)
    slim = min(mouth * 0.80, r * 0.62)
    s.part("neck", "body", (0.0, 2 * half - 0.05, 0.0), (slim, neck / 2 + 0.05, slim), anchor=(0.0, -0.80, 0.0),
           exponents=(box, 0.85), taper=wish.any(0.05, 0.22), blend=0.06, **glaze)
    rim = mouth * 1.10
    top = s.pieces["neck"].point((0.0, 0.80, 0.0))
    s.part("cap", "neck", top, (rim, 0.075, rim), anchor=(0.0, -0.8, 0.0), exponents=(box, 0.8), taper=0.20, shell=0.16,
           open=1.0, blend=0.016, colour=wish.pick((wish.main, wish.accent)), roughness=0.22)
    base = r * wish.any(0.50, 0.62)
    s.part("foot", "body", (0.0, 0.05, 0.0), (base, 0.045, base), exponents=(box, 0.6), taper=-0.12, blend=0.02, **trim)
    size = wish.any(0.035, 0.065)
    s.part("detail", "body", (0.0, wish.any(-0.25, 0.30), 1.0), (size, size * wish.pick((1.0, 1.8, 2.6)), 0.045),
           unit=True, anchor=(0.0, 0.0, -0.8), symmetry="radial", count=count, blend=0.006, **trim)
    if ears > 0.15:
        n = s.pieces["neck"]
        top = n.point((0.9, 0.25, 0.0))
        drop = (top[1] - (2.0 * half - 0.16)) / 1.76
        s.part("handle", "neck", (0.95, 0.25, 0.0), (0.032, drop, 0.030), unit=True, anchor=(0.0, 0.88, 0.0),
               turn=about_y(math.pi / 2), exponents=(0.2, 0.5), bend=-min(ears / drop, 1.45), symmetry="mirror",
               blend=0.016, colour=wish.main, roughness=0.22)
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


ARCH: Matrix = ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0))
"""A part's y axis to +x and its z axis down: its bend makes an arch."""


def lay(s: Sketch, radius: float) -> None:
    """Turn the whole of what was drawn upright onto its side, its y axis to +x, lying on a belly of that radius."""
    root = next(iter(s.pieces.values()))
    root.rotation = root.pose = product(about_z(-math.pi / 2), root.pose)
    x, y, z = apply(root.pose, root.warp(root.anchor))
    root.centre = (0.0, radius, 0.0)
    root.attach = (x, radius + y, z)


def roll(s: Sketch, radius: float, turns: float = 1.0) -> None:
    """Lie down and turn about the own axis."""
    lay(s, radius)
    s.move(next(iter(s.pieces)), spin=turns)


def _wall(body, level: float) -> float:
    """Half width in x of a part at a level of its own y."""
    along = 2.0 / (1.0 - 0.86 * body.exponents[1])
    return body.size[0] * (1.0 + body.taper * level) * (1.0 - abs(level) ** along) ** (1.0 / along)


def _hoop(s: Sketch, role: str, level: float, half: float, over: float, **look) -> None:
    """A band round the wall of "body" at a level: a disc a little wider than it, or with a shell a rim about its mouth,
    whose floor lies hidden under what is inside."""
    body = s.pieces["body"]
    wide = _wall(body, level) * over
    along = 2.0 / (1.0 - 0.86 * body.exponents[1])
    target = 1.0 - 0.45 * body.shell
    share = (target**along - abs(level) ** along) ** (1.0 / along)
    joint = (share, level, 0.0)
    anchor = body.size[0] * (1.0 + body.taper * level) * share / wide
    s.part(role, "body", joint, (wide, half, wide * body.size[2] / body.size[0]), unit=True, anchor=(anchor, 0.0, 0.0),
           **look)


def _fill(s: Sketch, level: float, half: float, **look) -> None:
    """What is inside: a disc whose edge lies in the wall of "body" (see _drink)."""
    body = s.pieces["body"]
    along = 2.0 / (1.0 - 0.86 * body.exponents[1])
    target = 1.0 - 0.48 * body.shell
    share = (target**along - abs(level) ** along) ** (1.0 / along)
    wide = body.size[0] * (1.0 + body.taper * level) * share / 0.965
    s.part("torso", "body", (share, level, 0.0), (wide, half, wide * body.size[2] / body.size[0]), unit=True,
           anchor=(0.965, 0.0, 0.0), **look)


def bottle(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, neck, slim = wish["height"], wish["width"] / 2, wish["length"], wish["feature"] / 2
    box, label = wish["boxiness"], wish["detail"] / 2
    cork = 0.05 + 0.4 * slim
    half = (h - neck - cork) / 2
    glass = {"colour": wish.main, "roughness": 0.08}
    sloping = wish.any(0.12, 0.5)
    s.part("body", None, (0.0, half * 0.86, 0.0), (r, half * 0.86, r), exponents=(box, 0.80), blend=0.05, **glass)
    s.part("torso", "body", (0.0, half * 1.30, 0.0), (r * 0.985, half * 0.62, r * 0.985), exponents=(box, sloping),
           blend=0.08, **glass)
    low = half * 1.5
    top = h - cork
    s.part("neck", "torso", (0.0, low, 0.0), (slim, (top - low) / 1.9, slim), anchor=(0.0, -0.95, 0.0),
           exponents=(box * 0.4, 0.9), taper=wish.any(-0.12, 0.0), blend=0.09, **glass)
    at = s.pieces["neck"].point((0.0, 0.86, 0.0))
    s.part("neck tip", "neck", at, (slim * 1.22, 0.055, slim * 1.22), exponents=(box * 0.4, 0.6), blend=0.010,
           colour=shade(wish.main, 0.85), material=wish.material)
    kind = wish.pick(("cork", "cap", "ball"))
    look = {"cork": {"colour": (0.76, 0.58, 0.40), "material": "wood"},
        "cap": {"colour": shade(wish.accent, 0.75), "material": "plastic"},
        "ball": {"colour": wish.main, "material": wish.material}}[kind]
    size = {"cork": (slim * 0.86, cork, slim * 0.86), "cap": (slim * 1.28, cork * 0.95, slim * 1.28),
                     "ball": (slim * 1.35, slim * 1.35, slim * 1.35)}[kind]
    s.part("cap", "neck", (at[0], at[1] + 0.01, 0.0), size, anchor=(0.0, -0.72, 0.0),
           exponents=(0.0, 0.0 if kind == "ball" else 0.75), taper=0.08 if kind == "cork" else 0.0, blend=0.004, **look)
    size = min(label, half * 0.62)
    y = half * wish.any(0.62, 0.86)
    s.part("slat", "body", (0.0, y, 0.0), (r * 1.06, size, r * 1.06), exponents=(box, 0.95), colour=wish.accent,
           material="matte", blend=0.003)
    band = shade(wish.accent, 0.55) if sum(wish.accent) > 1.2 else shade(wish.accent, 1.6)
    s.part("detail", "slat", (0.0, y + size * 0.72, 0.0), (r * 1.10, size * 0.09 + 0.010, r * 1.10), symmetry="row",
           count=2, exponents=(box, 0.9), colour=band, material="matte", blend=0.002)
    _move(s, wish, h)
    return s


def bowl(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, box = wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"]
    size, flare = wish["feature"] / 2, wish["detail"]
    half = h / 2 * 0.92
    glaze = {"colour": wish.main, "roughness": 0.22}
    s.part("body", None, (0.0, h - half, 0.0), (r / (1.0 + flare * 0.7), half, r / (1.0 + flare * 0.7)),
           exponents=(box, 0.52), taper=flare, shell=0.10, open=1.0, blend=0.02, **glaze)
    body = s.pieces["body"]
    s.part("foot", "body", (0.0, h - 1.9 * half, 0.0), (r * 0.42, 0.05, r * 0.42), anchor=(0.0, 0.1, 0.0),
           exponents=(box * 0.6, 0.6), taper=-0.15, colour=wish.pick((wish.main, shade(wish.main, 0.75))),
           material=wish.material, blend=0.015)
    level = wish.any(0.05, 0.30)
    y = body.point((0.0, level, 0.0))[1]
    _fill(s, level, 0.03, exponents=(box, 0.5), colour=shade(wish.accent, 0.55), material="matte", blend=0.004)
    ring = max(r * 0.74 - size, size * 0.8)
    sized = min(size, ring * math.sin(math.pi / count) * 1.12 if count > 2 else size)
    s.part("detail", "torso", (0.0, y + 0.02, ring), (sized, sized * 0.94, sized), anchor=(0.0, -0.45, -0.1),
           symmetry="radial", count=count, exponents=(0.05, 0.05), colour=wish.accent, material="plastic", blend=0.004)
    top = min(size * 1.12, r * 0.4)
    s.part("crown", "torso", (0.0, y + sized * 0.6, 0.0), (top, top * 0.94, top), anchor=(0.0, -0.5, 0.0),
           colour=mix(wish.accent, wish.pick(palettes.APPLES), 0.55), material="plastic", blend=0.004)
    s.part("handle", "crown", (0.0, 0.93, 0.0), (0.018, 0.07, 0.018), unit=True, anchor=(0.0, -0.7, 0.0),
           turn=about_x(0.2), colour=palettes.BARK[1], material="wood", blend=0.004)
    _move(s, wish, h)
    return s


def teapot(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, spout, count = wish["height"], wish["width"] / 2, wish["length"], wish["count"]
    box, grip, lid = wish["boxiness"], wish["feature"], wish["detail"]
    half = (h - lid) / 2
    glaze = {"colour": wish.main, "roughness": 0.2}
    trim = {"colour": wish.accent, "roughness": 0.25}
    s.part("body", None, (0.0, half + 0.02, 0.0), (r, half, r), exponents=(box, 0.16 + 0.2 * box),
           taper=wish.any(-0.14, 0.08), blend=0.03, **glaze)
    body = s.pieces["body"]
    s.part("foot", "body", (0.0, 0.05, 0.0), (r * 0.56, 0.045, r * 0.56), exponents=(box, 0.6), taper=-0.1, blend=0.012,
           **trim)
    start = body.point((-0.82, -0.12, 0.0))
    tip = (-r - spout * 0.62, min(1.86 * half, start[1] + spout * 1.25), 0.0)
    s.limb("muzzle", "body", start, tip, r * 0.30, r * 0.115, reach=0.9, exponents=(0.0, 0.5), blend=0.05, **glaze)
    end = s.end("muzzle", 0.90)
    s.part("crown", "muzzle", end, (r * 0.125, 0.035, r * 0.125), turn=s.pieces["muzzle"].pose, exponents=(0.0, 0.5),
           blend=0.006, **trim)
    s.part("cap", "body", (0.0, 1.93 * half, 0.0), (r * 0.56, lid * 0.9 + 0.03, r * 0.56), anchor=(0.0, -0.1, 0.0),
           exponents=(box, 0.12), blend=0.004, colour=wish.pick((wish.main, wish.main, wish.accent)), roughness=0.2)
    s.part("crown top", "cap", (0.0, 0.92, 0.0), (0.075, 0.075, 0.075), unit=True, anchor=(0.0, -0.62, 0.0),
           blend=0.010, **trim)
    s.part("torso", "body", (0.0, 1.86 * half, 0.0), (r * 0.62, 0.032, r * 0.62), exponents=(box, 0.6), blend=0.006,
           **trim)
    _handle(s, body, 0.12, half * wish.any(0.56, 0.66) * (0.80 + 0.5 * grip), grip, wish.any(0.055, 0.07),
            wish.pick((wish.main, wish.accent)))
    dot = wish.any(0.05, 0.075)
    s.part("detail", "body", (0.0, wish.any(-0.2, 0.15), 1.0), (dot, dot * wish.pick((1.0, 1.0, 1.6)), 0.035),
           unit=True, anchor=(0.0, 0.0, -0.75), symmetry="radial", count=count, blend=0.004, **trim)
    a = wish.drive
    if wish.verb == "nod":  # pours
        s.move("body", z=wave(0.26 * a, 0.5), rise=wave(0.07 * a, 0.5))
        s.move("cap", x=wave(0.04 * a, 0.1))
    else:
        _move(s, wish, h)
    return s


def basket(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d, count = wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["count"]
    box, grip, flare = wish["boxiness"], wish["feature"], wish["detail"]
    wicker = {"colour": wish.main, "blend": 0.01}
    k = 1.0 / (1.0 + flare * 0.7)
    s.part("body", None, (0.0, h, 0.0), (w * k, h, d * k), exponents=(box, 0.80), taper=flare, shell=0.13, open=1.0,
           **wicker)
    body = s.pieces["body"]
    dark = {"colour": shade(wish.main, 0.72), "material": "wood", "pattern": "stripes", "second": shade(wish.main, 0.5),
                            "grain": 0.12}
    rim = 1.0 + flare * 0.80
    _hoop(s, "cap", 0.80, 0.070, 1.10, exponents=(box, 0.55), shell=0.18, open=1.0, blend=0.004, **dark)
    _hoop(s, "slat", -0.35, 0.040, 1.06, exponents=(box, 0.5), blend=0.004, **dark)
    _hoop(s, "foot", -0.84, 0.045, 1.10, exponents=(box, 0.5), blend=0.004, **dark)
    cloth = wish.pick(palettes.CLOTH)
    _fill(s, 0.76, 0.06, exponents=(box, 0.3), colour=cloth, material="matte", pattern="checks",
          second=palettes.CREAM[1], grain=0.16, blend=0.004)
    y = body.point((0.0, 0.76, 0.0))[1]
    size = min(0.16, w * 0.36, d * 0.40)
    ring = min(w, d) * 0.86 - size * 0.6
    fit = min(size, ring * math.sin(math.pi / count) * 1.25)
    s.part("detail", "torso", (0.0, y + 0.03, ring * 0.94), (fit, fit * 0.92, fit), anchor=(0.0, -0.5, -0.2),
           symmetry="radial", count=count, exponents=(0.08, 0.05), colour=wish.accent, material="plastic", blend=0.004)
    s.part("crown", "torso", (0.0, y + fit * 0.8, 0.0), (size * 1.05, size * 0.98, size * 1.05),
           anchor=(0.0, -0.5, 0.0), colour=mix(wish.accent, wish.pick(palettes.APPLES), 0.6), material="plastic",
           blend=0.004)
    half = w * k * rim * 0.97
    s.part("handle", "body", (0.95, 0.55, 0.0), (0.040, half / 0.93, 0.060), unit=True, anchor=(0.0, 0.93, 0.0),
           turn=ARCH, exponents=(0.35, 0.3), bend=min((grip + h * 0.45) / half, 1.45), blend=0.006, **dark)
    a = wish.drive
    if wish.verb == "swing":
        s.move("body", z=wave(0.16 * a, 0.25), x=wave(0.04 * a), drift=(0.05 * a, 0.0))
        s.move("handle", x=wave(0.10 * a, 0.1))
        s.move("torso", z=wave(0.03 * a, 0.4))
    else:
        _move(s, wish, h)
    return s


def barrel(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count, box = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["boxiness"]
    bulge, hoop = wish["feature"], wish["detail"] / 2
    end = r * (1.0 - bulge)
    s.part("body", None, (0.0, half, 0.0), (r * 0.90, half * 0.93, r * 0.90), exponents=(0.0, 0.62),
           colour=shade(wish.main, 0.5), material="wood", blend=0.004)
    wide = r * math.tan(math.pi / count) * 1.0
    s.part("back", "body", (0.0, half, r * 0.80), (wide, half, r * 0.16), anchor=(0.0, 0.0, -0.25), symmetry="radial",
           count=count, exponents=(0.45 * box, 0.90), bend=-(r - end) / half * 0.9, colour=wish.main, blend=0.005)
    lid = shade(wish.main, 0.82)
    s.part("cap", "body", (0.0, 1.93 * half, 0.0), (end * 0.92, 0.045, end * 0.92), anchor=(0.0, 0.2, 0.0),
           exponents=(0.0, 0.7), colour=lid, material="wood", pattern="stripes", second=shade(lid, 0.6), grain=0.35,
           blend=0.004)
    s.part("foot", "body", (0.0, 0.07 * half, 0.0), (end * 0.92, 0.045, end * 0.92), exponents=(0.0, 0.7), colour=lid,
           material="wood", blend=0.004)
    iron = {"colour": wish.accent, "material": "metal", "symmetry": "row", "count": 2, "exponents": (0.0, 0.86),
        "blend": 0.003}
    for role, at in (("slat", 0.80), ("detail", 0.40)):
        wide = (r - (r - end) * 0.9 * at * at) * (1.06 + 0.02 * (8 - count) + 0.04 * box)
        s.part(role, "body", (0.0, half + half * at, 0.0), (wide, hoop + 0.012, wide), **iron)
    tapped = wish.chance(0.3)
    if tapped:
        s.part("muzzle", "body", (0.0, half * 0.55, r * 0.8), (0.05, 0.16, 0.05), anchor=(0.0, -0.8, 0.0),
               turn=about_x(math.pi / 2), exponents=(0.0, 0.7), colour=wish.accent, material="metal", blend=0.006)
        s.part("handle", "muzzle", (0.0, 0.55, -0.3), (0.028, 0.075, 0.028), unit=True, anchor=(0.0, -0.8, 0.0),
               exponents=(0.3, 0.5), colour=wish.accent, material="metal", blend=0.006)
    if wish.verb == "roll":
        roll(s, r * 1.02, 1.0)
        s.move("body", rise=wave(0.0, 0.0, 0.008 * wish.drive))
    else:
        _move(s, wish, half * 2)
    return s


def bucket(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count, box = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["boxiness"]
    grip, flare = wish["feature"], wish["detail"]
    k = r / (1.0 + flare * 0.8)
    s.part("body", None, (0.0, half, 0.0), (k, half, k), exponents=(box, 0.86), taper=flare, shell=0.10, open=1.0,
           colour=wish.main, blend=0.01)
    body = s.pieces["body"]
    trim = {"colour": wish.accent, "metallic": 1.0, "roughness": 0.28}
    _hoop(s, "cap", 0.84, 0.085, 1.07, exponents=(box, 0.55), shell=0.13, open=1.0, blend=0.004, **trim)
    liquid = wish.pick(palettes.rgb("6fb7d6", "6fb7d6", "e8d9a8", "f3efe8", "8fc77a"))
    _fill(s, 0.80, 0.035, exponents=(box, 0.6), colour=liquid, material="plastic", roughness=0.08, blend=0.003)
    _hoop(s, "slat", wish.any(-0.25, 0.15), wish.any(0.05, 0.09), 1.05, exponents=(box, 0.6), blend=0.004, **trim)
    s.part("detail", "slat", (0.0, 0.0, 0.97), (0.050, 0.050, 0.035), unit=True, anchor=(0.0, 0.0, -0.6),
           symmetry="radial", count=count, exponents=(0.0, 0.2), colour=shade(wish.accent, 0.7), metallic=1.0,
           blend=0.003)
    lug = body.point((0.95, 0.62, 0.0))
    s.part("ear", "body", lug, (0.07, 0.075, 0.075), symmetry="mirror", exponents=(0.3, 0.4), blend=0.008, **trim)
    out = lug[0] + 0.035
    tilt = wish.any(-0.75, -0.3)
    turn = product(about_x(tilt), ARCH)
    _bail(s, wish, out, lug[1], turn, grip, trim)
    a = wish.drive
    if wish.verb == "swing":
        s.move("handle", x=wave(0.42 * a, 0.25))
        s.move("body", x=wave(0.06 * a, 0.4), z=wave(0.03 * a))
    else:
        _move(s, wish, half * 2)
    return s


def _bail(s: Sketch, wish: Wish, out: float, height: float, turn, grip: float, trim) -> None:
    """A wire from lug to lug with a wooden grip in its middle."""
    body = s.pieces["body"]
    joint = body.unit((out * 0.94, height, 0.0))
    s.part("handle", "body", joint, (0.022, out / 0.97, 0.022), unit=True, anchor=(0.0, 0.95, 0.0), turn=turn,
           exponents=(0.0, 0.5), bend=min((grip + 0.12) / out, 1.4), blend=0.004, **trim)
