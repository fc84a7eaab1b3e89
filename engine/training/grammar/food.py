"""Food."""

from __future__ import annotations

import math
from typing import Any

from engine.training.grammar.containers import roll
from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes


def apple(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count = wish["height"] / 2, wish["width"] / 2, wish["count"]
    lobes, stem, leaf = wish["boxiness"], wish["feature"], wish["detail"]
    skin = {"colour": wish.main, "roughness": 0.3}
    pear = wish.any(0.04, 0.14)
    s.part("body", None, (0.0, half * 0.97, 0.0), (r * 0.80, half * 0.78, r * 0.80), exponents=(0.0, 0.1), taper=pear,
           blend=0.10, **skin)
    out = r * (0.36 + 0.08 * lobes)
    wide = r - out
    s.part("torso", "body", (0.0, half, out), (wide * 1.02, half * 0.99, wide), symmetry="radial", count=5,
           exponents=(0.0, 0.06), taper=pear * 1.4, blend=0.10 - 0.045 * lobes, **skin)
    dip = half * 1.62
    lean = wish.any(-0.3, 0.3)
    s.limb("neck", "body", (0.0, dip, 0.0), (0.0, 2.0 * half + stem * 0.8, lean * stem), 0.026, 0.042,
           exponents=(0.1, 0.6), reach=0.95, bend=0.1, colour=palettes.BARK[int(wish.any() * 4.9)], material="wood",
           pattern="bark", blend=0.008)
    a = s.pieces["neck"].point((0.0, 0.25, 0.0))
    droop = wish.any(-0.2, 0.35)
    s.limb("wing", "neck", a, (0.0, a[1] + leaf * (0.45 - 0.3 * droop), a[2] + leaf * 0.9), leaf * 0.20, leaf * 0.13,
           thick=1.6, flat=0.2, symmetry="radial", count=count, exponents=(0.1, 0.0), bend=-0.12, colour=wish.accent,
           material="leaf", blend=0.006)
    s.part("foot", "body", (0.0, 0.06 * half, 0.0), (0.045, 0.03, 0.045), anchor=(0.0, 0.2, 0.0), symmetry="one",
           exponents=(0.2, 0.2), colour=palettes.BARK[1], material="wood", blend=0.006)
    if wish.chance(0.22) and wish.verb != "roll":
        _worm(s, wish, half, r)
    swing = wish.drive
    if wish.verb == "roll":
        roll(s, half * 0.99)
        s.move("wing", x=wave(0.12 * swing, 0.2))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.16 * swing, 0.25), x=wave(0.05 * swing))
        s.move("wing", x=wave(0.20 * swing, 0.4))
    elif wish.verb == "still":
        s.move("wing", x=wave(0.05, 0.1))
        s.move("tail", x=wave(0.08, 0.2), stretch=(0.06, 0.0))
    return s


def _worm(s: Sketch, wish: Wish, half: float, r: float) -> None:
    """A small guest looks out of a hole."""
    green = (0.62, 0.78, 0.36)
    out = r * 0.95
    s.limb("tail", "body", (out * 0.50, half * 1.15, out * 0.70), (out * 0.78, half * 1.42, out * 1.12), 0.075, 0.070,
           exponents=(0.0, 0.3), bend=0.25, colour=green, material="skin", pattern="stripes", second=shade(green, 0.75),
           grain=0.3, blend=0.006)
    tip = s.end("tail", 0.9)
    s.part("tail tip", "tail", tip, (0.088, 0.088, 0.088), anchor=(0.0, -0.2, 0.0), turn=about_y(0.6), colour=green,
           material="skin", blend=0.02)


def banana(wish: Wish) -> Sketch:
    s = Sketch()
    curl, r, long, count = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"]
    e, stem = wish["boxiness"], wish["feature"]
    apart = r * 0.74 * (count - 1)  # the outer bananas' distance from the middle
    knob = apart / 0.86 + r * 0.5
    rise = 0.30 + 0.25 * wish.any()
    high = r + curl * 0.35 + long * math.sin(rise) * 1.25
    root = (-long * math.cos(rise) * 1.04, high + r * 0.5, 0.0)
    along_z = about_x(math.pi / 2)
    s.part("body", None, root, (r * 0.46, knob, r * 0.46), turn=along_z, exponents=(0.3, 0.6), colour=wish.accent,
           material="wood", blend=0.02)
    s.limb("neck", "body", root, (root[0] - stem * 0.45, root[1] + stem, 0.0), r * 0.42, r * 0.36,
           exponents=(0.3, 0.75), reach=0.9, colour=mix(wish.accent, wish.main, 0.35), material="matte", blend=0.03)
    bend = min(curl / long * 1.1, 0.7)
    turn = about_z(-math.pi / 2 - rise)  # y along the chord, from the crown down to the tip
    turn = product(turn, about_y(math.pi / 2))  # and z upwards out of it: both ends bend up
    s.part("torso", "body", (root[0], root[1], apart), (r * 0.94, long, r), anchor=(0.0, -0.93, 0.0), turn=turn,
           symmetry="row", count=count, exponents=(e * 0.5, 0.30), taper=0.10, bend=-bend, blend=0.008,
           colour=wish.main, roughness=0.5)
    s.part("tail", "torso", (0.0, -0.88, 0.0), (r * 0.40, long * 0.16, r * 0.40), unit=True, anchor=(0.0, 0.35, 0.0),
           turn=product(turn, about_x(math.atan(1.7 * bend))), exponents=(0.2, 0.4), taper=0.35,
           colour=mix(wish.main, (0.55, 0.66, 0.25), 0.55), material="matte", blend=0.03)
    s.part("tail tip", "torso", (0.0, 0.93, 0.0), (r * 0.30, r * 0.36, r * 0.30), unit=True, anchor=(0.0, -0.35, 0.0),
           turn=product(turn, about_x(-math.atan(1.7 * bend))), exponents=(0.2, 0.5), taper=-0.15, colour=wish.accent,
           material="matte", blend=0.02)
    fruit, stalk = s.pieces["torso"], s.pieces["body"]
    low = min(fruit.point((0.0, -0.9 + 0.1 * k, 1.0))[1] for k in range(19))
    stalk.attach = (stalk.attach[0], stalk.attach[1] - low, 0.0)  # lies on the ground
    a = wish.drive
    if wish.verb == "sway":
        s.move("body", x=wave(0.05 * a), z=wave(0.15 * a, 0.25))
        s.move("torso", z=wave(0.03 * a, 0.4), offset=0.06)
    return s


def cake(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, box = wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"]
    step, candle, drip = wish["length"], wish["feature"], wish["detail"]
    tiers = min(max(int(h * 2.4 + wish.any(-0.25, 0.25)), 1), 3)
    foot = 0.10
    half = (h - foot) / tiers / 2
    edge = 0.78
    sponge = {"colour": wish.main, "blend": 0.006, "exponents": (box, edge)}
    s.part("body", None, (0.0, foot + half, 0.0), (r, half * 1.02, r), **sponge)
    plate = wish.pick(palettes.rgb("f4f1ea", "e9e4da", "8fb8d0", "c9a45c"))
    s.part("hind foot", "body", (0.0, foot + 0.02, 0.0), (r * 1.24, 0.035, r * 1.24), anchor=(0.0, 0.5, 0.0),
           exponents=(0.6 * box, 0.55), taper=0.12, colour=plate, material="plastic", blend=0.004)
    s.part("foot", "body", (0.0, foot, 0.0), (r * 0.5, foot * 0.7, r * 0.5), anchor=(0.0, 0.45, 0.0),
           exponents=(0.0, 0.6), taper=-0.3, colour=plate, material="plastic", blend=0.02)
    top, narrow, last = foot + 2 * half, r, "body"
    second = wish.pick((wish.main, mix(wish.main, palettes.WHITE, 0.6)))
    for role in ("torso", "head")[:tiers - 1]:
        narrow -= max(step, r * 0.22)
        narrow = max(narrow, r * 0.34)
        look: dict[str, Any] = sponge if role == "head" else sponge | {"colour": second}
        s.part(role, last, (0.0, top - 0.02, 0.0), (narrow, half, narrow), anchor=(0.0, -0.95, 0.0), **look)
        top, last = top + 2 * half * 0.96, role
    _icing(s, wish, r, half, foot, top, narrow, last, drip, box, tiers)
    _candles(s, wish, top, narrow, last, count, candle)
    return s


def _icing(s: Sketch, wish: Wish, r: float, half: float, foot: float, top: float, narrow: float, last: str, drip: float,
           box: float, tiers: int) -> None:
    """A poured top that runs down in drips, cream swirls round the bottom, cherries on the ledge or the edge."""
    pale = mix(wish.main, palettes.WHITE, 0.72)
    poured = wish.pick((pale, pale, palettes.SAUCES[0], shade(wish.accent, 1.0)))
    glaze = {"colour": poured, "material": "plastic", "roughness": 0.25}
    s.part("cap" if last != "head" else "hand", last, (0.0, top - 0.05, 0.0), (narrow * 1.045, 0.075, narrow * 1.045),
           exponents=(box, 0.62), blend=0.012, **glaze)
    length = half * (0.30 + 0.65 * drip)
    s.part("slat", last, (0.0, top - 0.06, narrow * 0.99), (narrow * 0.115, length, 0.050), anchor=(0.0, 0.80, -0.5),
           symmetry="radial", count=8, exponents=(0.0, 0.25), taper=-0.1, blend=0.03, **glaze)
    cream = wish.pick((palettes.WHITE, pale))
    swirl = r * 0.135
    s.part("crown", "body", (0.0, foot + 0.05, r * 1.0), (swirl, swirl * 0.85, swirl), anchor=(0.0, -0.3, -0.7),
           symmetry="radial", count=8, exponents=(0.0, 0.1), taper=-0.35, colour=cream, material="matte", blend=0.010)
    cherry = min(r * 0.115, narrow * 0.22)
    shine = {"colour": wish.accent, "material": "plastic", "roughness": 0.15, "blend": 0.004}
    if tiers > 1:
        ledge = foot + 2 * half
        s.part("crown middle", "body", (0.0, ledge, (r + narrow) / 2 if tiers == 2 else r * 0.88),
               (cherry, cherry, cherry), anchor=(0.0, -0.6, 0.0), symmetry="radial", count=8, **shine)
    else:
        s.part("crown middle", "body", (0.0, foot + 2 * half + 0.02, r * 0.84), (cherry, cherry, cherry),
               anchor=(0.0, -0.6, 0.0), symmetry="radial", count=6 if wish["count"] < 7 else 8, **shine)


def _candles(s: Sketch, wish: Wish, top: float, narrow: float, last: str, count: int, candle: float) -> None:
    """Candles in a ring (one stands in the middle), each with a flame that flickers."""
    ring = narrow * 0.52 if count > 1 else 0.0
    thick = min(0.045, narrow * 0.13)
    wax = wish.pick(palettes.rgb("f4f1ea", "8fd0e0", "f7b6c8", "f6d86b", "9bd3a0"))
    s.part("upper arm", last, (0.0, top - 0.03, ring), (thick, candle / 2 + 0.03, thick), anchor=(0.0, -0.9, 0.0),
           symmetry="radial", count=count, exponents=(0.0, 0.9), colour=wax, material="plastic", pattern="stripes",
           second=shade(wish.accent, 0.9), grain=0.5, blend=0.003)
    s.part("lower arm", "upper arm", (0.0, 0.95, 0.0), (thick * 0.95, thick * 1.9, thick * 0.95), unit=True,
           anchor=(0.0, -0.75, 0.0), exponents=(0.0, 0.1), taper=-0.55, colour=(1.0, 0.74, 0.26), material="emissive",
           blend=0.004)
    a = wish.drive
    s.move("lower arm", stretch=(0.14 * a, 0.08), z=wave(0.05 * a, 0.2, 0.05 * a, 0.1), offset=0.37)
    if wish.verb == "sway":
        s.move("body", z=wave(0.05 * a, 0.25))
        for role in ("torso", "head"):
            s.move(role, z=wave(0.035 * a, 0.35))


def ice_cream(wish: Wish) -> Sketch:
    s = Sketch()
    cone, r, count, ruffle = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["boxiness"]
    sauce, wafer = wish["feature"], wish["detail"]
    waffle = (0.87, 0.66, 0.38)
    flavour = {"colour": wish.main, "roughness": 0.75}
    mouth = r * 0.86
    s.part("body", None, (0.0, cone, 0.0), (mouth * 0.56, cone, mouth * 0.56), exponents=(0.0, 0.80), taper=0.80,
           colour=waffle, material="matte", pattern="checks", second=shade(waffle, 0.72), grain=0.28, blend=0.006)
    low = 2 * cone
    s.part("cap", "body", (0.0, low - 0.07, 0.0), (mouth * 1.06, 0.085, mouth * 1.06), exponents=(0.0, 0.70),
           taper=0.10, colour=shade(waffle, 0.9), material="matte", pattern="checks", second=shade(waffle, 0.65),
           grain=0.2, blend=0.006)
    gap = r * 1.24
    first, last = low + r * 0.52, low + r * 0.52 + gap * (count - 1)
    core = (last - first) / 2 / 0.9 + r * 0.3
    s.part("torso", "body", (0.0, low - 0.05, 0.0), (r * 0.5, core, r * 0.5),
           anchor=(0.0, min(max((low - 0.05 - (first + last) / 2) / core, -0.95), 0.0), 0.0), exponents=(0.0, 0.8),
           colour=shade(wish.main, 1.0), material="matte", blend=0.01)
    middle = s.pieces["torso"].centre[1]
    s.part("back", "torso", (0.0, middle + gap * (count - 1) / 2, 0.0), (r, r * 0.93, r), symmetry="row", count=count,
           exponents=(0.0, 0.06), blend=0.012, **flavour)
    scoop = s.pieces["back"]
    s.part("slat", "back", (0.0, -0.50, 0.78), (r * 0.30, r * 0.17, r * (0.17 + 0.10 * ruffle)), unit=True,
           symmetry="radial", count=8, exponents=(0.0, 0.1), blend=0.035 - 0.022 * ruffle, **flavour)
    crest = middle + gap * (count - 1) / 2 + r * 0.93
    _toppings(s, wish, scoop, crest, r, sauce, wafer)
    a = wish.drive
    if wish.verb == "sway":
        s.move("body", z=wave(0.09 * a, 0.25), x=wave(0.04 * a))
        s.move("torso", z=wave(0.06 * a, 0.35))
        s.move("ear", z=wave(0.05 * a, 0.45))
    return s


def _toppings(s: Sketch, wish: Wish, scoop, crest: float, r: float, sauce: float, wafer: float) -> None:
    """Sauce that runs down the topmost scoop, a cherry, a wafer, sprinkles. They hang on the core under it."""
    high = scoop.centre[1]
    shine = {"colour": wish.accent, "material": "plastic", "roughness": 0.2}
    core = s.pieces["torso"]
    at = core.unit((0.0, high + r * 0.1, 0.0))
    y = min(at[1], 0.9)
    joint = core.point((0.0, y, 0.0))
    thick = r * (0.42 + 0.16 * sauce)
    up = crest - thick + r * 0.055
    s.part("crown", "torso", joint, (r * (0.90 + 0.07 * sauce), thick, r * (0.90 + 0.07 * sauce)),
           anchor=(0.0, (joint[1] - up) / thick, 0.0), exponents=(0.0, 0.05), blend=0.012, **shine)
    drop = r * (0.14 + 0.24 * sauce)
    s.part("crown middle", "crown", (0.0, up - thick * 0.05, r * 0.93), (r * 0.15, drop, r * 0.085),
           anchor=(0.0, 0.6, 0.0), symmetry="radial", count=6, exponents=(0.0, 0.15), turn=about_x(-0.12), blend=0.04,
           **shine)
    red = (palettes.SAUCES[1] if sum(abs(a - b) for a, b in zip(palettes.SAUCES[1], wish.accent)) > 0.3 else (0.95,
           0.87, 0.75))
    s.part("crown top", "crown", (0.0, crest + 0.03, 0.0), (r * 0.24, r * 0.23, r * 0.24), anchor=(0.0, -0.55, 0.0),
           colour=red, material="plastic", roughness=0.12, blend=0.006)
    s.limb("handle", "crown top", (0.0, crest + r * 0.40, 0.0), (r * 0.12, crest + r * 0.82, -r * 0.1), 0.014, 0.018,
           bend=0.15, colour=(0.35, 0.45, 0.2), material="leaf", blend=0.004)
    bits = wish.pick(palettes.rgb("f4f1ea", "f6d86b", "8fd0e0", "9bd3a0"))
    s.part("detail", "crown", (0.0, 0.62, 0.70), (0.020, 0.040, 0.020), unit=True,
           turn=product(about_x(0.8), about_z(0.9)), symmetry="radial", count=7, colour=bits, material="plastic",
           blend=0.002)
    if wish.chance(0.55):
        tan = (0.85, 0.62, 0.36)
        s.limb("ear", "torso", (r * 0.25, joint[1], -r * 0.2), (r * 0.80, crest + wafer * 1.2, -r * 0.55), r * 0.15,
               r * 0.15, reach=0.97, exponents=(0.3, 0.85), colour=tan, material="matte", pattern="checks",
               second=shade(tan, 0.7), grain=0.4, blend=0.004)


def burger(wish: Wish) -> Sketch:
    s = Sketch()
    bun, r, count, droop = wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"]
    meat, ruffle = wish["feature"] / 2, wish["detail"]
    toast = {"colour": shade(wish.main, 1.0), "material": wish.material, "pattern": "plain"}
    low = 0.5 * bun
    s.part("body", None, (0.0, low * 0.62, 0.0), (r * 0.97, low * 0.62, r * 0.97), exponents=(0.0, 0.42), taper=0.05,
           blend=0.008, **toast)
    leaf = 0.055
    layer = 2 * meat + 0.05
    stack = layer * count
    base = low * 1.2
    tall = stack / 2 + 0.14
    s.part("neck", "body", (0.0, base - 0.06, 0.0), (r * 0.72, tall, r * 0.72),
           anchor=(0.0, -(stack / 2 + 0.06) / tall, 0.0), exponents=(0.0, 0.85), colour=(0.36, 0.20, 0.13),
           material="matte", blend=0.004)
    core = s.pieces["neck"].centre[1]
    _fillings(s, wish, r, count, meat, layer, base, core, droop, ruffle, leaf)
    top = base + stack + leaf + 0.06
    s.part("cap", "neck", (0.0, top - 0.02, 0.0), (r * 1.02, bun * 0.60, r * 1.02), anchor=(0.0, -0.75, 0.0),
           exponents=(0.0, 0.20), taper=-0.20, blend=0.006, colour=wish.main)
    seed = {"colour": (0.97, 0.90, 0.74), "material": "matte", "blend": 0.002}
    for role, tilt, at, copies in (("detail", 0.95, 0.42, 8), ("handle", 0.45, 0.78, 6)):
        out = math.sqrt(max(1.0 - at * at, 0.0)) * 0.96
        first = 0.39 if role == "handle" else 0.0
        s.part(role, "cap", (out * math.sin(first), at, out * math.cos(first)), (0.030, 0.036, 0.046), unit=True,
               anchor=(0.0, -0.85, 0.0), turn=product(about_y(first), about_x(tilt)), symmetry="radial", count=copies,
               **seed)
    if wish.chance(0.35):
        crest = s.pieces["cap"].point((0.0, 0.9, 0.0))[1]
        s.limb("upper arm", "cap", (0.0, crest - 0.05, 0.0), (0.0, crest + 0.34, 0.0), 0.016, 0.016,
               colour=palettes.WOOD[3], material="wood", reach=0.97, blend=0.003)
        s.part("hand", "upper arm", (0.0, crest + 0.18, 0.0), (0.085, 0.10, 0.085), colour=(0.48, 0.56, 0.22),
               material="plastic", blend=0.004)
    a = wish.drive
    if wish.verb == "hop":
        s.move("body", rise=wave(0.16 * a, 0.5, 0.03 * a), stretch=(-0.06 * a, 0.0))
        s.move("neck", stretch=(-0.05 * a, -0.03 * a))
        s.move("cap", rise=wave(0.07 * a, 0.60), x=wave(0.06 * a, 0.2))
        s.move("crown", rise=wave(0.03 * a, 0.58))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.08 * a, 0.25))
        s.move("cap", z=wave(0.06 * a, 0.38), drift=(0.0, 0.03 * a))
    return s


def _fillings(s: Sketch, wish: Wish, r: float, count: int, meat: float, layer: float, base: float, core: float,
              droop: float, ruffle: float, leaf: float) -> None:
    """Patties with cheese, each on the last, then tomato and lettuce."""
    brown = wish.pick(palettes.rgb("5a3322", "4d2b1c", "6b4028"))
    reach = layer * (count - 1) / 2
    s.part("back", "neck", (0.0, core + reach, 0.0), (r * 1.02, meat, r * 1.02), symmetry="row", count=count,
           exponents=(0.05, 0.45), colour=brown, material="stone", blend=0.006)
    top = s.pieces["back"].centre[1]
    s.part("slat", "back", (0.0, top + meat * 0.9, 0.0), (r * 0.80, 0.024, r * 0.80),
           turn=about_y(math.pi / 4 + wish.any(-0.3, 0.3)), exponents=(0.85, 0.6), colour=wish.accent,
           material="plastic", blend=0.004)
    s.part("wheel", "slat", (0.93, 0.0, 0.93), (0.10, 0.035 + 0.075 * droop, 0.10), unit=True, symmetry="quad",
           anchor=(0.55, 0.55, 0.55), exponents=(0.5, 0.3), taper=0.4, turn=s.pieces["slat"].pose, colour=wish.accent,
           material="plastic", blend=0.02)
    y = top + meat + 0.06
    green = wish.pick(palettes.rgb("7fae3c", "94c04e", "6f9f3a"))
    s.part("crown", "neck", (0.0, y + 0.01, 0.0), (r * 0.98, 0.035, r * 0.98), exponents=(0.0, 0.5),
           colour=(0.80, 0.24, 0.17), material="plastic", blend=0.004)
    s.part("crown middle", "neck", (0.0, y + leaf, 0.0), (r * 1.05, 0.022, r * 1.05), exponents=(0.0, 0.5),
           colour=green, material="leaf", blend=0.006)
    wave_size = r * math.pi / 8 * 0.72
    s.part("crown top", "crown middle", (0.0, y + leaf, r * 1.02),
           (wave_size, 0.020 + 0.018 * ruffle, r * (0.08 + 0.10 * ruffle)), turn=about_x(0.38), symmetry="radial",
           count=8, exponents=(0.0, 0.2), colour=shade(green, 1.12), material="leaf", blend=0.02)


def carrot(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, leaf, count = wish["height"] / 2, wish["width"] / 2, wish["length"], wish["count"]
    blunt, taper = wish["boxiness"], wish["feature"]
    flesh = {"colour": wish.main, "roughness": 0.45}
    mean = r / (1.0 + taper * 0.6)
    s.part("body", None, (0.0, half, 0.0), (mean, half, mean), exponents=(0.0, 0.42 + 0.3 * blunt), taper=taper,
           blend=0.03, **flesh)
    top = 2 * half
    s.part("torso", "body", (0.0, top * 0.90, 0.0), (r * 0.94, r * 0.62, r * 0.94), exponents=(0.0, 0.12), blend=0.06,
           **flesh)
    body = s.pieces["body"]
    line = {"colour": shade(wish.main, 0.72), "material": "matte", "blend": 0.004, "exponents": (0.2, 0.2)}
    for role, level, way in (("detail", 0.30, 0.4), ("slat", -0.20, 2.1), ("handle", 0.62, 1.3)):
        out = 0.93
        wide = body.size[0] * (1.0 + taper * level)
        s.part(role, "body", (out * math.sin(way), level, out * math.cos(way)), (wide * 0.42, 0.018, wide * 0.12),
               unit=True, turn=about_y(way), symmetry="radial", count=3 if role == "detail" else 2, **line)
    crest = top * 0.90 + r * 0.50
    s.part("neck", "torso", (0.0, crest, 0.0), (r * 0.34, r * 0.26, r * 0.34), exponents=(0.0, 0.4),
           colour=mix(wish.accent, wish.main, 0.35), material="leaf", blend=0.02)
    lean = wish.any(0.30, 0.55)
    frond = {"material": "leaf", "symmetry": "radial", "count": count}
    a = (0.0, crest + r * 0.12, r * 0.14)
    b = (0.0, a[1] + leaf * 0.52, a[2] + leaf * 0.52 * lean)
    s.limb("wing", "neck", a, b, 0.028, 0.022, reach=0.92, exponents=(0.0, 0.4), bend=0.08,
           colour=shade(wish.accent, 0.85), blend=0.01, **frond)
    e = s.end("wing", 0.7)
    s.limb("wing tip", "wing", e, (0.0, e[1] + leaf * 0.58, e[2] + leaf * 0.58 * lean * 1.5), leaf * 0.14, leaf * 0.10,
           thick=1.2, flat=0.55, reach=0.85, exponents=(0.0, 0.05), bend=0.18, colour=wish.accent, material="leaf",
           blend=0.012)
    s.limb("crown", "neck", (0.0, crest + r * 0.1, 0.0), (0.0, crest + leaf * 1.08, leaf * 0.05), leaf * 0.09,
           leaf * 0.12, reach=0.93, exponents=(0.0, 0.1), colour=shade(wish.accent, 1.08), material="leaf", blend=0.012)
    drive = wish.drive
    if wish.verb == "sway":
        s.move("body", z=wave(0.09 * drive, 0.25), x=wave(0.03 * drive))
        s.move("wing", x=wave(0.10 * drive, 0.38))
        s.move("wing tip", x=wave(0.16 * drive, 0.48))
        s.move("crown", z=wave(0.14 * drive, 0.42))
    elif wish.verb == "still":
        s.move("wing", x=wave(0.03, 0.1), offset=0.3)
        s.move("wing tip", x=wave(0.05, 0.2))
    return s
