"""Chairs, tables and lamps; the rest of the furniture is drawn next door."""

from __future__ import annotations

import math

from engine.training.grammar.casework import cabinet, clock, shelf
from engine.training.grammar.sketch import Sketch, about_x, about_z, product, wave
from engine.training.grammar.upholstery import bed, sofa, stool, stroll
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary import palettes

__all__ = ["bed", "cabinet", "chair", "clock", "hop", "lamp", "shelf", "sofa", "stool", "table"]


def chair(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"]
    box, back, count, slats = wish["boxiness"], wish["feature"], wish["count"], wish["detail"]
    thick = wish.any(0.030, 0.046)
    lean = wish.any(0.08, 0.22)
    splay = wish.any(0.03, 0.15)
    rod = wish.any(0.026, 0.040)
    leg_colour = wish.pick((wish.main, wish.accent, shade(wish.main, 0.7)))
    wood = {"colour": wish.main, "roughness": 0.5, "blend": 0.008}
    s.part("body", None, (0.0, h - thick, 0.0), (w, thick, d), exponents=(0.2 + 0.7 * box, 0.75),
           taper=0.04, **wood)
    if slats >= 0.34:
        s.part("detail", "body", (0.0, h - 0.02, 0.0), (w * 0.86, 0.036, d * 0.86), anchor=(0, -0.6, 0),
               exponents=(0.25 + 0.55 * box, 0.35), colour=wish.accent, roughness=0.9, blend=0.006)
    _legs(s, wish, count, w, d, h - thick, rod, splay, leg_colour, box)
    _backrest(s, wish, w, d, h, back, lean, rod, slats, box)
    if wish.chance(0.3):
        rise = min(0.30, 0.55 * back)
        s.limb("upper arm", "body", (w * 0.86, h - thick, d * 0.45), (w * 0.90, h + rise, d * 0.40), rod * 0.8,
               rod * 0.75,
               reach=0.96, symmetry="mirror", **wood)
        s.limb("lower arm", "upper arm", (w * 0.90, h + rise, d * 0.62), (w * 0.90, h + rise + 0.01, -d * 0.98),
               rod * 1.0, rod * 0.9, thick=1.35, flat=0.8, colour=wish.main, roughness=0.45, blend=0.01)
    _move(s, wish, h)
    return s


def _legs(s: Sketch, wish: Wish, count: int, w: float, d: float, top: float, rod: float, splay: float, colour,
          box: float) -> None:
    """Quad at the corners for four, else evenly round the seat; turned or square, with feet in the accent."""
    slim = wish.any(0.55, 0.85)
    metal = wish.chance(0.25)
    look = {"colour": colour, "roughness": 0.3 if metal else 0.5, "metallic": 0.8 if metal else 0.0, "blend": 0.010}
    squared = (0.15 + 0.75 * box, 0.7)
    if count == 4:
        x, z = w * (0.66 + 0.18 * box), d * (0.66 + 0.18 * box)
        s.limb("upper leg", "body", (x, top, z), (x + splay * 0.8, 0.0, z + splay * 0.8), rod, rod * slim, hang=True,
               reach=0.96, symmetry="quad", exponents=squared, **look)
    else:
        r = min(w, d) * 0.70
        s.limb("upper leg", "body", (0.0, top, r), (0.0, 0.0, r + splay * 1.2), rod, rod * slim, hang=True,
               reach=0.96, symmetry="radial", count=count, exponents=squared, **look)
    s.part("foot", "upper leg", s.end("upper leg", 0.93), (rod * 0.95, rod * 0.7, rod * 0.95),
           exponents=(0.1, 0.5), colour=palettes.RUBBER if metal else shade(colour, 0.75), roughness=0.7, blend=0.006)


def _backrest(s: Sketch, wish: Wish, w: float, d: float, h: float, back: float, lean: float, rod: float,
              slats: float, box: float) -> None:
    """Panel, ladder or spindles: a centre piece on the seat, a rail on it, posts and slats from those."""
    wood = {"colour": wish.main, "roughness": 0.5, "blend": 0.008}
    foot = (0.0, h - 0.035, -d * 0.82)
    top = (0.0, h + back, -d * 0.82 - lean * back)
    round_back = wish.any(0.02, 0.10)
    side = w * (0.60 + 0.34 * box)      # a round seat is narrower at its back
    if slats < 0.34:    # one upholstered or bent panel
        s.limb("torso", "body", foot, top, d * 0.16, d * 0.13, thick=side * 0.95 / (d * 0.145), reach=0.97,
               exponents=(0.45 + 0.4 * box, 0.35 + 0.5 * box), bend=-round_back, colour=wish.accent,
               roughness=0.85, blend=0.010)
        return
    spindles = wish.chance(0.5)
    splat = rod * wish.any(0.7, 1.0) if spindles else w * wish.any(0.10, 0.20)
    s.limb("torso", "body", foot, top, rod * 0.55, rod * 0.5, thick=splat / (rod * 0.52), reach=0.96,
           exponents=(0.5, 0.8), **wood)
    rail = 0.035 + 0.03 * wish.any()
    turn = about_x(-math.atan(lean))
    if spindles:
        across = product(turn, about_z(-math.pi / 2))    # y runs along the rail, so that spindles hang in a row
        s.part("cap", "torso", top, (rail, side * 1.12, rod * 0.9), turn=across, exponents=(0.4, 0.5 + 0.4 * box),
               **wood)
        n = 3 + 2 * int((slats - 0.34) * 4.4)
        s.limb("slat", "cap", s.pieces["cap"].point((0.0, 0.86, 0.0)), (side * 0.97, h - 0.045, foot[2]), rod * 0.62,
               rod * 0.58,
               hang=True, reach=0.97, symmetry="row", count=n, **wood)
        return
    s.part("cap", "torso", top, (side * 1.10, rail * 1.2, rod * 0.8), turn=turn, exponents=(0.5, 0.4 + 0.5 * box),
           **wood)
    n = int(2 + slats * 2.6)
    s.part("slat", "torso", (0.0, 0.5, 0.0), (side * 0.98, back * 0.30 / n, rod * 0.5), unit=True, turn=turn,
           symmetry="row", count=n, exponents=(0.5, 0.6), **wood)
    s.limb("back", "cap", (side * 0.97, top[1], top[2]), (side * 0.94, h - 0.05, foot[2]), rod * 0.85, rod * 0.95,
           hang=True,
           reach=0.95, symmetry="mirror", **wood)


def _move(s: Sketch, wish: Wish, h: float) -> None:
    """Furniture comes alive: legs stride in turn, the body rocks over them."""
    a = wish.drive
    if wish.verb == "walk":
        stroll(s, wish, h)
        s.move("torso", x=wave(0.0, 0, 0.035 * a, 0.2))
    elif wish.verb == "hop":
        hop(s, a, 0.8)
        s.move("upper leg", x=wave(0.10 * a, 0.45))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.10 * a, 0.25), x=wave(0.0, 0, 0.02 * a))
    elif wish.verb == "spin":
        s.move("body", spin=1.0, rise=wave(0.0, 0, 0.02 * a))


def hop(s: Sketch, a: float, height: float) -> None:
    """Crouch, leap and land of the whole object: squash when low, stretch when high."""
    s.move("body", rise=wave(0.16 * a * height, 0.5, 0.035 * a * height, 0.0), swell=(-0.07 * a, 0.0))


def table(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"]
    box, count, thick, slim = wish["boxiness"], wish["count"], wish["feature"] / 2, wish["detail"]
    rod = wish.any(0.036, 0.062)
    leg_colour = wish.accent
    s.part("body", None, (0.0, h - thick, 0.0), (w, thick, d), exponents=(0.05 + 0.9 * box, 0.8),
           colour=wish.main, roughness=0.42, blend=0.006)
    drop = wish.any(0.03, 0.07)
    s.part("torso", "body", (0.0, h - 2 * thick, 0.0), (w * 0.80, drop, d * 0.80), anchor=(0, 0.75, 0),
           exponents=(0.05 + 0.9 * box, 0.8), colour=shade(leg_colour, 0.92), roughness=0.5, blend=0.006)
    if box > 0.35 and wish.chance(0.5):
        s.part("muzzle", "torso", (0.0, -0.1, 0.93), (w * 0.34, drop * 0.72, 0.022), unit=True, exponents=(0.8, 0.8),
               colour=wish.main, roughness=0.45, blend=0.004)
        s.part("handle", "muzzle", (0.0, 0.0, 0.9), (0.022, 0.022, 0.024), unit=True, anchor=(0, 0, -0.8),
               colour=wish.pick(palettes.METAL), roughness=0.3, metallic=0.9, blend=0.004)
    splay = wish.any(-0.02, 0.12)
    _legs_of_table(s, wish, count, w, d, h - 1.7 * thick, rod, 1.0 - 0.62 * slim, splay, leg_colour, box)
    a = wish.drive
    if wish.verb == "walk":
        stroll(s, wish, h)
    elif wish.verb == "hop":
        hop(s, a, 0.8)
    elif wish.verb == "sway":
        s.move("body", z=wave(0.07 * a, 0.25))
    return s


def _legs_of_table(s: Sketch, wish: Wish, count: int, w: float, d: float, top: float, rod: float, slim: float,
                   splay: float, colour, box: float) -> None:
    look = {"colour": colour, "roughness": 0.45, "blend": 0.010, "exponents": (0.1 + 0.8 * box, 0.7)}
    if count == 4:
        x, z = w * (0.62 + 0.22 * box), d * (0.62 + 0.22 * box)
        s.limb("upper leg", "body", (x, top, z), (x + splay, 0.0, z + splay), rod, rod * slim, hang=True, reach=0.985,
               symmetry="quad", **look)
    else:
        r = min(w, d) * 0.72
        s.limb("upper leg", "body", (0.0, top, r), (0.0, 0.0, r + splay), rod, rod * slim, hang=True, reach=0.985,
               symmetry="radial", count=count, **look)
    foot = rod * max(slim, 0.5)
    s.part("foot", "upper leg", s.end("upper leg", 0.93), (foot * 1.15, foot * 0.7, foot * 1.15), exponents=(0.1, 0.4),
           colour=wish.pick(palettes.METAL) if wish.chance(0.5) else shade(colour, 0.75), roughness=0.4, blend=0.006)


def lamp(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, reach, box = wish["height"], wish["width"] / 2, wish["length"], wish["boxiness"]
    sh, flare = wish["feature"], wish["detail"]
    body = {"colour": wish.accent, "roughness": 0.32, "metallic": 0.55}
    rod = wish.any(0.021, 0.034)
    top = h - sh * 0.3
    base = min(0.17 + 0.12 * h, 0.36) * wish.any(0.85, 1.1)
    tripod = reach < 0.12 and wish.chance(0.35)
    if tripod:
        s.part("body", None, (0.0, h * 0.52, 0.0), (0.065, 0.05, 0.065), exponents=(0.2, 0.6), blend=0.012, **body)
        s.limb("upper leg", "body", (0.0, h * 0.52, 0.03), (0.0, 0.0, base * 1.25), rod * 1.15, rod * 0.8, hang=True,
               reach=0.97, symmetry="radial", count=3, blend=0.010, colour=wish.pick(palettes.WOOD), roughness=0.5)
        low = h * 0.54
    else:
        s.part("body", None, (0.0, 0.03, 0.0), (base, 0.032, base), exponents=(0.05 + 0.85 * box, 0.70), taper=-0.14,
               blend=0.03, **body)
        low = 0.04
    bulbous = not tripod and wish.chance(0.3)
    if reach < 0.12:
        s.limb("neck", "body", (0.0, low, 0.0), (0.0, top, 0.0), rod * (1.3 if bulbous else 1.0), rod * 0.8,
               reach=0.98,
               exponents=(0.0, 0.7), blend=0.016, **body)
        tip, holder = (0.0, top, 0.0), "neck"
    else:
        knee = top + 0.05 + reach * 0.35
        s.limb("neck", "body", (0.0, low, -0.02), (0.0, knee, -reach * 0.30), rod * 1.1, rod * 0.9, reach=0.98,
               exponents=(0.0, 0.7), blend=0.016, **body)
        tip = (0.0, top, reach * 0.85)
        s.limb("neck tip", "neck", (0.0, knee - 0.01, -reach * 0.30), tip, rod * 0.9, rod * 0.7, reach=0.98,
               exponents=(0.0, 0.7), bend=wish.any(0.15, 0.35), blend=0.016, **body)
        holder = "neck tip"
        tip = s.pieces[holder].point((0.0, 0.955, 0.0))
    if bulbous:
        n = 1 + int(wish.any() * 2.9)
        s.part("detail", "neck", (0.0, 0.55, 0.0), (rod * 2.8, rod * 2.4, rod * 2.8), unit=True, symmetry="row",
               count=n, colour=wish.pick((wish.main, wish.accent)), roughness=0.35, blend=0.018)
    narrow = r / (1.0 + flare)
    s.part("crown", holder, tip, (narrow, sh / 2, narrow), anchor=(0.0, -0.95, 0.0), turn=about_x(math.pi),
           exponents=(0.75 * box, 0.92), taper=flare, shell=min(max(0.036 / narrow, 0.07), 0.30), open=1.0,
           colour=wish.main, roughness=0.85,
           glow=0.10, blend=0.006)
    s.part("crown top", holder, (tip[0], tip[1] - 0.01, tip[2]), (0.052, 0.072, 0.052), anchor=(0.0, 0.75, 0.0),
           taper=-0.15, colour=palettes.LIGHT, roughness=0.4, glow=1.0, blend=0.006)
    if wish.chance(0.5):
        s.part("cap", holder, (tip[0], tip[1] + 0.012, tip[2]), (rod * 1.3, rod * 1.3, rod * 1.3), anchor=(0, -0.6, 0),
               blend=0.006, **body)
    _move_lamp(s, wish, h)
    return s


def _move_lamp(s: Sketch, wish: Wish, h: float) -> None:
    a = wish.drive
    if wish.verb == "sway":
        s.move("neck", z=wave(0.09 * a, 0.25), x=wave(0.03 * a, 0.0))
        s.move("neck tip", z=wave(0.08 * a, 0.32))
        s.move("crown", z=wave(0.12 * a, 0.38), x=wave(0.04 * a, 0.1))
    elif wish.verb == "hop":
        hop(s, a, 0.8)
        s.move("neck", x=wave(0.10 * a, 0.45, 0.04 * a, 0.1))
        s.move("neck tip", x=wave(0.16 * a, 0.5))
        s.move("crown", x=wave(0.14 * a, 0.55))
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.08 * a, 0.0))
        s.move("neck tip", x=wave(0.16 * a, 0.06))
        s.move("crown", x=wave(0.26 * a, 0.1), y=wave(0.0, 0, 0.1 * a, 0.2))
