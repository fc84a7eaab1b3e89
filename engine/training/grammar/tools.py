"""Tools and props: hammers, swords, umbrellas, guitars, books, candles and bells."""

from __future__ import annotations

import math

from engine.training.grammar.music import bell, guitar
from engine.training.grammar.sketch import Sketch, about_x, about_y, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

__all__ = ["bell", "book", "candle", "guitar", "hammer", "sword", "umbrella"]
STEEL = palettes.rgb("b9bec4", "8a9097", "5a626b", "c9ccd0")


def hammer(wish: Wish) -> Sketch:
    s = Sketch()
    h, wide, thick, box = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["boxiness"]
    claw, grip = wish["feature"], wish["detail"]
    steel: dict = {"colour": wish.pick(STEEL), "material": "metal", "metallic": 1.0, "roughness": 0.28}
    rod = thick * 0.62
    top = h - thick
    s.part("body", None, (0.0, 0.0, 0.0), (rod * 0.92, top / 2, rod * 1.15), anchor=(0.0, -0.97, 0.0),
           exponents=(0.35, 0.78), taper=-0.10, blend=0.008, colour=wish.main)
    s.part("handle", "body", (0.0, grip * 0.5 + 0.02, 0.0), (rod * 1.22, grip / 2, rod * 1.45), exponents=(0.35, 0.70),
           taper=-0.08, colour=wish.accent, material="plastic", roughness=0.6, blend=0.006)
    s.part("torso", "body", (0.0, grip + 0.035, 0.0), (rod * 1.22, 0.022, rod * 1.42), exponents=(0.35, 0.5),
           colour=shade(wish.accent, 0.62), material="plastic", roughness=0.6, blend=0.004)
    s.part("head", "body", (0.0, top, 0.0), (thick * 0.92, thick, wide * 0.40), exponents=(0.45 + 0.45 * box, 0.70),
           blend=0.010, **steel)
    ahead = about_x(math.pi / 2)            # own y runs along the head, to the front
    s.limb("muzzle", "head", (0.0, top, wide * 0.30), (0.0, top, wide * 0.86), thick * 0.62, thick * 0.72, reach=0.90,
           exponents=(0.0, 0.7), blend=0.012, **steel)
    face: dict = steel | {"colour": shade(steel["colour"], 1.15)}
    s.part("cap", "muzzle", (0.0, top, wide * 0.82), (thick * 1.06, wide * 0.16, thick * 1.06), turn=ahead,
           exponents=(0.6 * box, 0.74), taper=0.05, blend=0.006, **face)
    a, b = (thick * 0.40, top + thick * 0.30, -wide * 0.26), (thick * 0.62, top - claw * 0.30, -wide * 0.30 - claw)
    s.limb("ear", "head", a, b, thick * 0.52, thick * 0.30, flat=0.52, reach=0.84, symmetry="mirror",
           exponents=(0.45, 0.35), bend=-0.20, blend=0.012, **steel)
    s.part("crown", "head", (0.0, 0.96, 0.0), (rod * 0.70, 0.012, rod * 0.85), unit=True, exponents=(0.3, 0.5),
           colour=shade(wish.main, 0.80), material="wood", blend=0.003)
    drive = wish.drive
    if wish.verb == "swing":
        s.move("body", x=wave(0.60 * drive, 0.0, 0.16 * drive, 0.04))
    return s


def sword(wish: Wish) -> Sketch:
    s = Sketch()
    blade, wide, grip = wish["height"], wish["width"] / 2, wish["length"]
    guard, gem, curve = wish["feature"] / 2, wish["detail"] / 2, wish["boxiness"]
    gold: dict = {"colour": wish.accent, "material": "metal", "metallic": 1.0, "roughness": 0.25}
    low = grip + 0.06
    half = blade / 2
    s.part("body", None, (0.0, low, 0.0), (wide, half, wide * 0.24), anchor=(0.0, -0.96, 0.0),
           exponents=(0.10, 0.62 - 0.5 * curve), taper=-0.20 - 0.25 * curve, blend=0.004, colour=wish.main)
    tip = s.pieces["body"].point((0.0, 0.86, 0.0))
    end = wide * (0.68 - 0.22 * curve)
    s.part("cap", "body", tip, (end, end * 2.0, wide * 0.20), anchor=(0.0, -0.45, 0.0), exponents=(0.05, 0.10),
           taper=-0.50, blend=0.010, colour=wish.main)
    s.part("slat", "body", (0.0, -0.10, 0.0), (wide * 0.20, half * 0.74, wide * 0.29), unit=True, exponents=(0.1, 0.3),
           colour=shade(wish.main, 0.66), material="metal", blend=0.004)
    s.part("torso", "body", (0.0, low, 0.0), (guard, 0.042, 0.050), exponents=(0.35, 0.45), blend=0.006, **gold)
    s.part("ear", "torso", (guard * 0.94, low + 0.012, 0.0), (0.056, 0.060, 0.056), symmetry="mirror", blend=0.008,
           **gold)
    leather = wish.pick(palettes.rgb("5a3a28", "3a2f2c", "6b2f2a", "2f3a4a", "7a5a3a"))
    s.limb("tail", "torso", (0.0, low, 0.0), (0.0, low - grip, 0.0), 0.036, 0.032, hang=True, reach=0.97,
           exponents=(0.1, 0.7), colour=leather, material="skin", blend=0.006)
    s.part("back", "tail", (0.0, 0.62, 0.0), (0.041, grip * 0.035, 0.041), unit=True, symmetry="row", count=5,
           exponents=(0.1, 0.4), colour=shade(leather, 1.25), material="skin", blend=0.003)
    s.part("tail tip", "tail", (0.0, low - grip, 0.0), (0.062, 0.058, 0.050), exponents=(0.1, 0.2), blend=0.006, **gold)
    jewel = wish.pick(palettes.rgb("d7263d", "2f8fd8", "2fae6a", "9a4fd0", "f2b84b"))
    s.part("detail", "torso", (0.0, low, 0.044), (gem, gem * 1.1, 0.034), anchor=(0.0, 0.0, -0.35),
           colour=jewel, material="plastic", roughness=0.08, blend=0.003)
    a = wish.drive
    if wish.verb == "swing":
        s.move("body", z=wave(0.75 * a, 0.0, 0.14 * a, 0.05), y=wave(0.25 * a, 0.2))
    return s


def umbrella(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, dome = wish["height"], wish["width"] / 2, wish["count"], wish["length"]
    hook, bulge = wish["feature"], wish["detail"]
    rod: dict = {"colour": wish.pick(palettes.METAL), "material": "metal", "metallic": 1.0, "roughness": 0.3}
    low = hook * 0.63 + 0.05
    s.part("body", None, (0.0, low, 0.0), (0.020, (h - low) / 2, 0.020), anchor=(0.0, -0.98, 0.0),
           exponents=(0.0, 0.75), blend=0.004, **rod)
    top = h - 0.12
    half = math.pi / count
    slope = 0.90 if wish.verb == "open" else math.atan2(dome, r)     # half open, so that it can close as it opens
    long = math.hypot(r, dome)
    rim = r * math.tan(half) * 1.03
    panel = about_x(math.pi / 2 + slope)
    s.part("crown", "body", (0.0, top, 0.0), (rim * 0.56, long / 2, 0.016), anchor=(0.0, -0.96, 0.0), turn=panel,
           symmetry="radial", count=count, exponents=(0.80, 0.86), taper=0.80, bend=bulge, blend=0.010,
           colour=wish.main)
    edge = math.hypot(r / math.cos(half), dome)
    rib = product(about_y(half), about_x(math.pi / 2 + slope * 0.97))
    s.part("slat", "body", (0.0, top, 0.0), (0.017, edge / 2, 0.020), anchor=(0.0, -0.96, 0.0), turn=rib,
           symmetry="radial", count=count, exponents=(0.0, 0.6), bend=bulge * 0.95, blend=0.004, colour=wish.accent,
           material="plastic", roughness=0.4)
    s.part("detail", "slat", (0.0, 0.96, 0.0), (0.027, 0.034, 0.027), unit=True, turn=rib, colour=wish.accent,
           material="plastic", roughness=0.4, blend=0.004)
    s.part("cap", "body", (0.0, top + 0.02, 0.0), (0.055, 0.050, 0.055), exponents=(0.0, 0.3), taper=-0.55,
           colour=wish.accent, material="plastic", roughness=0.4, blend=0.006)
    s.part("neck", "body", (0.0, low + (top - low) * 0.60, 0.0), (0.033, 0.045, 0.033), exponents=(0.0, 0.7),
           colour=wish.accent, material="plastic", blend=0.004)
    wood: dict = {"colour": wish.pick(palettes.WOOD), "material": "wood", "roughness": 0.5}
    s.part("handle", "body", (0.0, low + 0.10, 0.0), (0.034, 0.13, 0.034), exponents=(0.0, 0.6), blend=0.004, **wood)
    s.part("tail", "body", (0.0, low - 0.01, 0.0), (0.034, hook * 0.62, 0.032), anchor=(0.0, 0.90, 0.0),
           turn=about_x(-math.pi / 2), exponents=(0.1, 0.45), bend=1.25, blend=0.010, **wood)
    _unfold(s, wish, half)
    return s


def _unfold(s: Sketch, wish: Wish, half: float) -> None:
    """Panels and ribs turn at the top; folded at the start of a cycle, spread half a cycle later."""
    a = wish.drive
    if wish.verb == "open":
        fold = 0.46 * a
        s.move("crown", x=wave(fold), stretch=(0.06 * a, 0.0))
        s.move("slat", x=wave(fold * math.cos(half)), z=wave(-fold * math.sin(half)))
        s.move("neck", rise=wave(-0.08 * a))
    elif wish.verb == "spin":
        s.move("body", spin=1.0)
    elif wish.verb == "sway":
        s.move("body", z=wave(0.10 * a, 0.25), x=wave(0.05 * a))
        s.move("crown", x=wave(0.03 * a, 0.1))


def book(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, thick = wish["height"], wish["width"], wish["length"] / 2
    angle, plate, box = wish["feature"], wish["detail"], wish["boxiness"]
    if wish.verb == "open":
        angle = 0.76        # half open, so that it can close as far as it opens
    board = 0.017
    cover: dict = {"colour": wish.main, "exponents": (0.84 + 0.08 * box, 0.84 + 0.10 * box)}
    s.part("body", None, (0.0, h / 2, 0.0), (thick + board * 1.4, h / 2, board * 1.7), blend=0.004, **cover)
    turn = about_y(angle - math.pi / 2)     # own x runs from the spine to the fore-edge, own z to the pages
    s.part("wing", "body", (thick + board * 0.5, h / 2, 0.0), (w / 2, h / 2, board), anchor=(-0.96, 0.0, 0.0),
           turn=turn, symmetry="mirror", blend=0.004, **cover)
    paper = wish.pick(palettes.rgb("f7f0de", "fbf7ee", "f1e6cc"))
    page: dict = {"colour": paper, "material": "matte", "blend": 0.003}
    s.part("wing tip", "wing", (-0.02, 0.0, 0.80), (w * 0.465, h * 0.470, thick * 0.50), unit=True, turn=turn,
           anchor=(0.0, 0.0, -0.90), exponents=(0.86, 0.94), pattern="stripes", second=shade(paper, 0.84), grain=0.06,
           **page)
    s.part("torso", "body", (0.0, h / 2, board * 1.6), (thick * 0.90, h * 0.465, thick * (0.35 + 0.3 * angle)),
           anchor=(0.0, 0.0, -0.55), exponents=(0.1, 0.88), **page)
    s.part("slat", "wing tip", (0.02, 0.66, 0.97), (w * 0.33, h * 0.0085, 0.006), unit=True, turn=turn, symmetry="row",
           count=6, exponents=(0.6, 0.6), colour=mix(paper, (0.25, 0.25, 0.32), 0.62), material="matte", blend=0.002)
    gold: dict = {"colour": wish.accent, "roughness": 0.4}
    s.part("detail", "wing", (0.05, 0.22, -0.92), (w * plate, h * plate * 0.55, 0.012), unit=True, turn=turn,
           exponents=(0.55, 0.55), blend=0.003, **gold)
    s.part("back", "body", (0.0, 0.66, -0.55), (thick + board * 1.5, h * 0.022, board * 1.6), unit=True,
           symmetry="row", count=2, exponents=(0.8, 0.6), blend=0.003, **gold)
    ribbon = wish.any(0.10, 0.22)
    end = (0.0, h * (0.24 - ribbon), thick * (0.9 + 0.4 * angle) + 0.04)
    s.limb("tail", "torso", (0.0, h * 0.94, thick * 0.6), end, 0.030, 0.034, flat=0.28, hang=True,
           reach=0.97, exponents=(0.6, 0.8), blend=0.003, **gold)
    a = wish.drive
    if wish.verb == "open":
        s.move("wing", y=wave(-0.46 * a))
        s.move("tail", x=wave(0.06 * a, 0.2))
    return s


def candle(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, flame = wish["height"], wish["width"] / 2, wish["count"], wish["feature"] / 2
    dish, box = wish["detail"], wish["boxiness"]
    brass: dict = {"colour": wish.accent, "material": "metal", "metallic": 1.0, "roughness": 0.3}
    plate = r * (1.3 + 1.0 * dish)
    s.part("body", None, (0.0, 0.045, 0.0), (plate, 0.050, plate), exponents=(0.0, 0.55), taper=0.22,
           blend=0.008, **brass)
    floor: dict = brass | {"colour": shade(wish.accent, 0.62)}
    s.part("hind foot", "body", (0.0, 0.085, 0.0), (plate * 0.86, 0.018, plate * 0.86), exponents=(0.0, 0.4),
           blend=0.004, **floor)
    s.part("foot", "body", (0.0, 0.07, 0.0), (r * 1.22, 0.060, r * 1.22), anchor=(0.0, -0.7, 0.0),
           exponents=(0.0, 0.75), taper=0.10, blend=0.008, **brass)
    s.part("handle", "body", (plate * 0.96, 0.06, 0.0), (0.026, 0.095, 0.024), anchor=(0.0, -0.86, 0.0),
           turn=about_y(math.pi / 2), exponents=(0.2, 0.4), bend=-1.25, blend=0.010, **brass)
    wax: dict = {"colour": wish.main}
    s.part("torso", "body", (0.0, 0.06, 0.0), (r, h / 2, r), anchor=(0.0, -0.94, 0.0),
           exponents=(0.7 * box, 0.86), taper=-0.05, blend=0.012, **wax)
    column = s.pieces["torso"]
    top = column.point((0.0, 0.95, 0.0))
    s.part("neck tip", "torso", top, (r * 0.80, 0.022, r * 0.80), exponents=(0.7 * box, 0.4),
           colour=shade(wish.main, 1.35), material="plastic", roughness=0.2, blend=0.010)
    long = h * wish.any(0.10, 0.20)
    s.part("detail", "torso", (0.0, 0.86, 0.92), (r * 0.17, long, r * 0.16), unit=True, anchor=(0.0, 0.70, 0.0),
           symmetry="radial", count=count, exponents=(0.0, 0.1), taper=-0.30, blend=0.016, **wax)
    s.limb("neck", "torso", top, (0.0, top[1] + 0.09, 0.012), 0.016, 0.013, reach=0.92, colour=(0.15, 0.12, 0.11),
           material="matte", blend=0.004)
    wick = s.end("neck", 0.85)
    fire = wish.pick(palettes.rgb("ff9a3c", "ff8a2a", "ffae4a"))
    s.part("crown", "neck", wick, (flame * 0.46, flame, flame * 0.46), anchor=(0.0, -0.78, 0.0), exponents=(0.0, 0.0),
           taper=-0.58, colour=fire, glow=1.0, material="emissive", blend=0.004)
    s.part("crown top", "crown", (0.0, -0.42, 0.55), (flame * 0.24, flame * 0.42, flame * 0.20), unit=True,
           exponents=(0.0, 0.0), taper=-0.45, colour=(1.0, 0.93, 0.62), glow=1.0, material="emissive", blend=0.004)
    _flicker(s, wish)
    return s


def _flicker(s: Sketch, wish: Wish) -> None:
    """The flame leans, stretches and licks, never twice alike within a cycle."""
    a = 0.8 if wish.verb == "still" else wish.drive
    s.move("crown", z=wave(0.10 * a, 0.10, 0.12 * a, 0.33), x=wave(0.08 * a, 0.55, 0.09 * a, 0.05),
           stretch=(0.12 * a, 0.06 * a), swell=(0.0, 0.07 * a))
    s.move("crown top", stretch=(-0.08 * a, 0.10 * a))
    if wish.verb == "sway":
        s.move("crown", z=wave(0.35 * a, 0.0, 0.08 * a, 0.2))
