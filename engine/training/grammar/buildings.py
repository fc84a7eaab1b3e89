"""Buildings."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.vehicles import LIE, disc, plate
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary import palettes

PANE = (0.20, 0.30, 0.40)
LIT = (1.0, 0.80, 0.45)
CRISP = (0.88, 0.88)


def _pane(wish: Wish) -> dict:
    """Windows: lit from within, or dark glass."""
    if wish.chance(0.5):
        return {"colour": LIT, "material": "emissive", "glow": 0.55}
    return {"colour": PANE, "material": "plastic", "roughness": 0.1}


def _door(s: Sketch, wish: Wish, wall: str, at, half, *, depth: float, knob: bool = True) -> None:
    """Frame, door hung at its left edge, knob; `at` is the middle of the sill on the wall's face."""
    x, y, z = at
    w, h = half
    plate(s, "side fin", wall, (x, y + h + w * 0.06, z + 0.012), (w * 1.28, h + w * 0.20), depth=depth, blend=0.005,
          colour=wish.pick((palettes.WHITE, (0.55, 0.40, 0.28), (0.45, 0.43, 0.42))), material="wood", exponents=CRISP)
    turn = about_y(-0.6) if wish.verb == "open" else None     # half open, so that it swings from shut to wide
    s.part("back", "side fin", (x - w * 0.92, y + h * 0.98, z + 0.004), (w, h, 0.026), anchor=(-0.92, 0.0, 0.0),
           turn=turn, exponents=CRISP, colour=wish.pick(palettes.PAINT[:6] + palettes.WOOD), material="wood",
           blend=0.003)
    if knob:
        r = w * 0.13
        s.part("handle", "back", (0.72, 0.0, 0.9), (r, r, r), unit=True, anchor=(0, 0, -0.5), colour=(0.85, 0.68, 0.35),
               material="metal", blend=0.003)


def house(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"] / 2
    rise, count, box, flue = wish["feature"], wish["count"], wish["boxiness"], wish["detail"]
    e = 0.70 + 0.25 * box
    paint = {"colour": wish.main, "roughness": 0.85}
    low = 0.04
    s.part("body", None, (0.0, low + h, 0.0), (w, h, d), exponents=(e, 0.95), blend=0.008, **paint)
    s.part("lower arm", "body", (0.0, low + 0.02, 0.0), (w * 1.05, 0.055, d * 1.05), exponents=(e, 0.8),
           colour=(0.52, 0.50, 0.48), material="stone", blend=0.006)
    top = low + 2.0 * h
    b = s.pieces["body"]
    _, y, z = b.point(b.inside(b.unit((0.0, top - 0.03, d - 0.05))))
    tall = (top + rise - y) / 1.92
    s.part("torso", "body", (0.0, y, z), (w * 0.99 / (1.0 - 0.84 * ((top - y) / tall - 0.92)), tall, (d - z) / 3.3),
           anchor=(0.0, -0.92, -0.75), symmetry="radial", count=2, exponents=(0.92, 0.92), taper=-0.84, blend=0.004,
           **paint)
    _roof(s, wish, w, d, top, rise)
    _chimney(s, wish, w, d, top, rise, flue)
    deep = max(0.16 * d, 0.09)
    door = min(0.115, w * 0.17)
    _door(s, wish, "body", (-w * 0.56, low + 0.03, d), (door, min(0.235, h * 0.62)), depth=deep)
    s.part("foot", "body", (-w * 0.56, low + 0.01, d * 0.9), (door * 1.7, 0.035, 0.10 + d * 0.1), anchor=(0, 0, -0.7),
           exponents=(0.85, 0.8), colour=(0.60, 0.58, 0.55), material="stone", blend=0.004)
    _windows(s, wish, w, d, h, low, count, deep)
    disc(s, "crown top", "torso", (0.0, top + rise * 0.38, d + 0.012), min(0.075, rise * 0.22), depth=0.09,
         **_pane(wish))
    if wish.chance(0.6):
        s.part("wing", "body", (w * 0.66, low + 0.04, d * 0.96), (0.13, 0.10, 0.10), anchor=(0, -0.3, -0.5),
               exponents=(0.1, 0.1), colour=wish.pick(palettes.LEAVES[:5]), material="leaf", blend=0.01)
    disc(s, "detail", "body", (-w * 0.56 + door * 1.9, low + min(0.42, h * 1.25), d + 0.03), 0.030, depth=deep,
         exponents=(0.0, 0.3), colour=palettes.LIGHT, glow=0.8)
    if wish.verb == "open":
        s.move("back", y=(0.6 * wish.drive, 0.0, 0.0, 0.0))
    return s


def _roof(s: Sketch, wish: Wish, w: float, d: float, top: float, rise: float) -> None:
    """Two slabs that meet in the ridge and overhang all round."""
    over = 0.13
    drop = over * rise / w
    thick = 0.042
    tiles = {"colour": wish.accent, "material": "matte", "pattern": "scales", "grain": 0.16, "blend": 0.006}
    run, climb = w + over, rise + drop
    long, angle = math.hypot(run, climb) / 2, math.atan2(run, climb)
    centre = (run / 2 + math.cos(angle) * thick * 0.35, top + (rise - drop) / 2 + math.sin(angle) * thick * 0.35, 0.0)
    side = s.pieces["torso"].point((0.8, 0.5, 0.0))
    x, y = side[0] - centre[0], side[1] - centre[1]
    deep = d + over * 0.75
    s.part("cap", "torso", (0.8, 0.5, 0.0), (thick, long, deep), unit=True, turn=about_z(angle), anchor=(
        (x * math.cos(angle) + y * math.sin(angle)) / thick, (y * math.cos(angle) - x * math.sin(angle)) / long,
        side[2] / deep), exponents=(0.88, 0.90), **tiles)
    s.part("crown", "torso", (0.0, top + rise, side[2]), (0.055, deep * 0.54, 0.055), turn=LIE,
           anchor=(0.0, (side[2] - deep * 0.48) / (deep * 0.54), 0.80), exponents=(0.5, 0.85),
           colour=shade(wish.accent, 0.75), material="matte", blend=0.006)


def _chimney(s: Sketch, wish: Wish, w: float, d: float, top: float, rise: float, flue: float) -> None:
    brick = {"colour": wish.pick(((0.62, 0.33, 0.26), (0.55, 0.52, 0.49), (0.80, 0.76, 0.70))), "material": "stone"}
    wide = 0.075
    foot = (w * 0.46, top - 0.14, -d * 0.30)
    tip = top + rise * 0.58 + flue
    s.limb("neck", "body", foot, (foot[0], tip, foot[2]), wide, wide, reach=0.97, exponents=(0.88, 0.9), blend=0.004,
           **brick)
    s.part("neck tip", "neck", (0.0, 0.92, 0.0), (wide * 1.28, 0.034, wide * 1.28), unit=True, exponents=(0.88, 0.8),
           colour=shade(brick["colour"], 0.75), material="stone", blend=0.004)


def _windows(s: Sketch, wish: Wish, w: float, d: float, h: float, low: float, count: int, deep: float) -> None:
    """A counted row right of the door, hung on the sill that carries it, each with frame and bars; one each side."""
    left, right = -w * 0.26, w * 0.88
    middle, reach = (left + right) / 2, (right - left) / 2
    each = min(reach * 0.74 / count, 0.125)
    tall = min(h * 0.36, each * 1.35)
    y = low + h * 1.14
    s.part("muzzle", "body", (middle, y - tall - 0.02, d - deep * 0.5), (0.022, reach, deep * 0.5 + 0.035),
           anchor=(0.0, 0.0, -0.45), turn=about_z(-math.pi / 2), exponents=(0.8, 0.85), colour=palettes.WHITE,
           material="wood", blend=0.004)
    glass = _pane(wish)
    at = 0.93 * (count - 1) / count
    white = {"colour": wish.pick((palettes.WHITE, palettes.WHITE, (0.45, 0.33, 0.24))), "material": "wood"}
    s.part("eye", "muzzle", (0.0, at, 0.25), (each * 0.84, tall, 0.022), unit=True, anchor=(0.0, -0.95, 0.0),
           symmetry="row", count=count, exponents=CRISP, blend=0.003, **glass)
    s.part("ear", "eye", (0.0, 0.0, -0.5), (each, tall * 1.13, 0.026), unit=True, anchor=(0.0, 0.0, 0.35),
           exponents=CRISP, blend=0.003, **white)
    s.part("upper leg", "eye", (0.0, 0.0, 0.6), (0.012, tall, 0.014), unit=True, exponents=CRISP, blend=0.003, **white)
    plate(s, "hind upper leg", "body", (w + 0.016, y, d * 0.05), (min(0.14, d * 0.3), tall), side="x",
          depth=max(0.16 * w, 0.09), symmetry="mirror", **glass)
    plate(s, "hind lower leg", "body", (w + 0.008, y, d * 0.05), (min(0.14, d * 0.3) * 1.18, tall * 1.13), side="x",
          depth=max(0.16 * w, 0.09), symmetry="mirror", exponents=CRISP, **white)


def castle(wish: Wish) -> Sketch:
    s = Sketch()
    w, r, count = wish["width"] / 2, wish["length"] / 2, wish["count"]
    tower, roof, keep, box = wish["height"], wish["feature"], wish["detail"], wish["boxiness"]
    stone = {"colour": wish.main, "roughness": 0.9}
    dark = {"colour": shade(wish.main, 0.78), "material": "stone"}
    wall = tower * 0.52
    ring = w - r * 0.75
    s.part("body", None, (0.0, wall / 2, 0.0), (ring, wall / 2, ring), exponents=(0.05 + 0.5 * box, 0.92), blend=0.008,
           **stone)
    s.part("torso", "body", (0.0, wall * 0.9, -ring * 0.1), (ring * 0.42, (keep + tower * 0.75) / 2, ring * 0.42),
           anchor=(0.0, -0.7, 0.0), exponents=(0.1 + 0.75 * box, 0.90), blend=0.006, **stone)
    k = s.pieces["torso"]
    top = k.centre[1] + k.size[1]
    blue = {"colour": wish.accent, "material": "matte", "pattern": "scales", "grain": 0.16, "blend": 0.005}
    s.part("cap", "torso", (0.0, top - 0.03, -ring * 0.1), (ring * 0.28, roof * 0.62, ring * 0.28),
           anchor=(0.0, -0.95, 0.0), exponents=(0.1 + 0.75 * box, 0.86), taper=-0.82, **blue)
    plate(s, "eye", "torso", (0.0, top - 0.13, k.centre[2] + ring * 0.42 + 0.006), (0.030, 0.060), depth=0.08,
          symmetry="radial", count=4, exponents=(0.6, 0.5), **_pane(wish))
    _towers(s, wish, ring, r, tower, roof, count, box, stone, dark, blue)
    _gate(s, wish, ring, wall, dark)
    for role, first in (("slat", 0.0), ("crown middle", math.pi / 8)):
        out = ring * 0.90
        s.part(role, "body", (out * math.sin(first), wall * 0.95, out * math.cos(first)), (0.042, 0.050, 0.036),
               anchor=(0.0, -0.2, 0.0), turn=about_y(first), symmetry="radial", count=8, exponents=CRISP, blend=0.003,
               **stone)
    tip = s.pieces["cap"].point((0.0, 0.9, 0.0))
    s.limb("wing", "cap", tip, (0.0, tip[1] + 0.20, tip[2]), 0.014, 0.012, reach=0.95, colour=(0.85, 0.68, 0.35),
           material="metal", blend=0.003)
    s.limb("wing tip", "wing", (0.0, tip[1] + 0.155, tip[2]), (0.19, tip[1] + 0.15, tip[2]), 0.055, 0.020, flat=0.3,
           exponents=(0.6, 0.7), colour=wish.pick(((0.82, 0.22, 0.20), (0.95, 0.76, 0.29), wish.accent)),
           material="matte", blend=0.003)
    if wish.verb == "open":
        s.move("back", rise=(-0.07 * wish.drive, 0, 0, 0))
        s.move("foot", x=(-0.35 * wish.drive, 0, 0, 0))
        s.move("wing tip", y=wave(0.20 * wish.drive, 0.1))
    return s


def _towers(s: Sketch, wish: Wish, ring: float, r: float, tower: float, roof: float, count: int, box: float, stone,
            dark, blue) -> None:
    """Counted, evenly round the wall with the gate between the first and the last; parapet, cone and window each."""
    half = math.pi / count
    slim = min(r, ring * 1.6 * math.sin(half))
    turn = about_y(half)
    out = ring * 0.94
    at = (out * math.sin(half), tower * 0.30, out * math.cos(half))
    s.part("upper leg", "body", at, (slim, tower / 2, slim), anchor=(0.0, -0.40, -0.35), turn=turn,
           symmetry="radial", count=count, exponents=(0.05 + 0.6 * box, 0.92),
           taper=-0.05, blend=0.005, **stone)
    s.part("lower leg", "upper leg", (0.0, 0.93, 0.0), (slim * 1.14, 0.055, slim * 1.14), unit=True, turn=turn,
           exponents=(0.05 + 0.6 * box, 0.85), taper=0.10, blend=0.004, **dark)
    s.part("crown", "lower leg", (0.0, 0.6, 0.0), (slim * 0.68, roof / 2, slim * 0.68), unit=True,
           anchor=(0.0, -0.95, 0.0), turn=turn, exponents=(0.05 + 0.6 * box, 0.86), taper=-0.82, **blue)
    s.part("crown top", "crown", (0.0, 0.92, 0.0), (0.018, 0.034, 0.018), unit=True, anchor=(0.0, -0.3, 0.0),
           colour=(0.85, 0.68, 0.35), material="metal", blend=0.003)
    s.part("detail", "upper leg", (0.0, 0.52, 0.90), (slim * 0.20, 0.055, slim * 0.18), unit=True,
           anchor=(0, 0, 0.1), turn=turn, exponents=(0.6, 0.5), colour=PANE, material="plastic", roughness=0.2,
           blend=0.003)


def _gate(s: Sketch, wish: Wish, ring: float, wall: float, dark) -> None:
    """A gatehouse before the wall, a wooden gate that rises, a bridge let down."""
    wide, tall = ring * 0.25, wall * 0.42
    s.part("side fin", "body", (0.0, wall * 0.52, ring * 0.88), (wide, wall * 0.56, ring * 0.14),
           anchor=(0.0, 0.0, -0.3), exponents=(0.85, 0.9), blend=0.004, **dark)
    f = s.pieces["side fin"]
    z = f.centre[2] + f.size[2]
    s.part("back", "side fin", (0.0, tall * 0.92, z - 0.03), (wide * 0.58, tall * 0.92, 0.05), anchor=(0.0, 0.0, -0.2),
           exponents=(0.8, 0.62), colour=wish.pick(palettes.WOOD[1:3] + palettes.WOOD[4:5]), material="wood",
           blend=0.003)
    s.part("foot", "body", (0.0, 0.03, ring * 0.86), (wide * 0.62, 0.026, ring * 0.30), anchor=(0.0, 0.0, -0.86),
           exponents=(0.85, 0.8), colour=wish.pick(palettes.WOOD), material="wood", blend=0.003)


def lighthouse(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count = wish["height"] / 2, wish["width"] / 2, wish["count"]
    box, lantern, taper = wish["boxiness"], wish["feature"], -wish["detail"]
    low = 0.10
    wall = {"colour": wish.main, "roughness": 0.6}
    band = {"colour": wish.accent, "material": "matte"}
    mid = r / (1.0 - taper) * 0.98
    s.part("body", None, (0.0, low + half, 0.0), (mid, half, mid), exponents=(box, 0.94), taper=taper, blend=0.006,
           **wall)
    b = s.pieces["body"]
    share = wish.any(0.13, 0.18)
    for role, u in (("torso", -0.30), ("neck", 0.42)):
        here = mid * (1.0 + taper * u) * 1.02
        s.part(role, "body", (0.0, u, 0.0), (here, half * share * 1.15, here), unit=True, exponents=(box, 0.93),
               taper=taper * share * 1.15 / (1.0 + taper * u), blend=0.003, **band)
    narrow = mid * (1.0 + taper)
    iron = {"colour": (0.20, 0.22, 0.25), "material": "metal", "roughness": 0.5, "blend": 0.003}
    s.part("neck tip", "body", (0.0, 0.90, 0.0), (narrow * 1.30, 0.034, narrow * 1.30), unit=True,
           anchor=(0.0, -0.9, 0.0), exponents=(box, 0.8), taper=0.10, blend=0.005, **band)
    glass = narrow * 0.72
    s.part("head", "neck tip", (0.0, 0.3, 0.0), (glass, lantern / 2 + 0.02, glass), unit=True, anchor=(0.0, -0.85, 0.0),
           exponents=(box, 0.90), colour=(1.0, 0.86, 0.50), material="emissive", glow=0.75, blend=0.003)
    s.part("upper leg", "head", (0.0, 0.0, 0.92), (0.013, lantern / 2 + 0.02, 0.016), unit=True, symmetry="radial",
           count=6, exponents=CRISP, **iron)
    s.part("cap", "head", (0.0, 0.86, 0.0), (glass * 0.76, glass * 0.62, glass * 0.76), unit=True,
           anchor=(0.0, -0.93, 0.0), exponents=(box, 0.80), taper=-0.72, blend=0.004, **band)
    s.part("ear", "cap", (0.0, 0.90, 0.0), (0.030, 0.045, 0.030), unit=True, anchor=(0.0, -0.4, 0.0), **iron)
    s.part("slat", "neck tip", (0.0, 0.6, 0.90), (0.012, 0.058, 0.012), unit=True, anchor=(0.0, -0.8, 0.0),
           symmetry="radial", count=8, exponents=(0.5, 0.8), **iron)
    reach = 0.62
    size = min(0.046, half * reach * 0.6 / count)
    at = (0.0, reach * (count - 1) / max(count, 2) + (0.001 if count > 1 else 0.0), 0.92)
    s.part("eye", "body", at, (size * 0.72, size * 1.1, mid * 0.13), unit=True, anchor=(0, 0, 0.0), symmetry="row",
           count=count, exponents=(0.75, 0.6), **_pane(wish), blend=0.003)
    _door(s, wish, "body", (0.0, low + 0.05, b.point((0, -0.86, 1.0))[2]), (min(0.085, r * 0.24), 0.125),
          depth=mid * 0.30, knob=False)
    _base(s, wish, r, low)
    return s


def _base(s: Sketch, wish: Wish, r: float, low: float) -> None:
    """A round plinth among rocks."""
    stone = {"colour": wish.pick(((0.48, 0.47, 0.46), (0.58, 0.54, 0.48), (0.38, 0.40, 0.44))), "material": "stone"}
    s.part("foot", "body", (0.0, low, 0.0), (r * 1.20, 0.075, r * 1.20), anchor=(0.0, 0.45, 0.0), exponents=(0.05, 0.8),
           taper=-0.06, blend=0.006, **stone)
    s.part("hind foot", "foot", (r * 0.72, low * 0.55, r * 0.72), (r * 0.40, 0.13, r * 0.33), symmetry="radial",
           count=5, turn=product(about_y(0.6), about_x(0.25)), exponents=(0.35, 0.35), blend=0.02, **stone)


def windmill(wish: Wish) -> Sketch:
    s = Sketch()
    half, r, count, long = wish["height"] / 2, wish["width"] / 2, wish["count"], wish["length"]
    box, broad, cap = wish["boxiness"], wish["feature"], wish["detail"]
    low = 0.05
    e = 0.1 + 0.75 * box
    taper = -wish.any(0.20, 0.28)
    mid = r / (1.0 - taper)
    s.part("body", None, (0.0, low + half, 0.0), (mid, half, mid), exponents=(e, 0.93), taper=taper, blend=0.006,
           colour=wish.main, roughness=0.85)
    b = s.pieces["body"]
    wood = {"colour": wish.pick(palettes.WOOD), "material": "wood"}
    s.part("foot", "body", (0.0, low + 0.02, 0.0), (r * 1.10, 0.06, r * 1.10), anchor=(0.0, 0.2, 0.0), exponents=(e,
           0.8), colour=(0.52, 0.50, 0.48), material="stone", blend=0.006)
    ring = mid * (1.0 - taper * 0.34)
    s.part("torso", "body", (0.0, -0.34, 0.0), (ring * 1.28, 0.024, ring * 1.28), unit=True, exponents=(e, 0.8),
           blend=0.004, **wood)
    top, narrow = low + 2.0 * half, mid * (1.0 + taper)
    s.part("head", "body", (0.0, top - 0.03, 0.0), (narrow * 1.18, cap * 0.62, narrow * 1.22), anchor=(0.0, -0.70, 0.0),
           exponents=(0.25, 0.30), taper=-0.22, colour=wish.accent, material="matte", pattern="scales", grain=0.18,
           blend=0.006)
    hub = s.pieces["head"].point((0.0, -0.12, 0.92))
    s.part("muzzle", "head", hub, (0.070, 0.095, 0.070), anchor=(0.0, -0.45, 0.0), turn=LIE, exponents=(0.0, 0.5),
           taper=-0.15, colour=shade(wood["colour"], 0.7), material="wood", blend=0.005)
    reach = min(long, s.pieces["muzzle"].centre[1] - 0.06)
    phase = math.pi / count     # no sail hangs before the door
    first = product(LIE, product(about_y(phase), about_x(math.pi / 2)))
    s.part("wing", "muzzle", (0.30 * math.sin(phase), 0.40, 0.30 * math.cos(phase)), (0.020, reach / 2, 0.020),
           unit=True,
           anchor=(0.0, -0.97, 0.0), turn=first, symmetry="radial", count=count, exponents=(0.7, 0.85), blend=0.003,
           **wood)
    cloth = wish.pick((palettes.WHITE, (0.93, 0.88, 0.78), wish.accent))
    wide = min(broad, reach * 1.35 * math.sin(math.pi / count)) / 2
    s.part("wing tip", "wing", (0.0, 0.22, 0.0), (wide, reach * 0.36, 0.015), unit=True,
           anchor=(-0.62, 0.0, 0.0), turn=product(first, about_y(0.22)), exponents=CRISP, colour=cloth,
           material="matte", pattern="checks", second=shade(cloth, 0.82), grain=0.30, blend=0.003)
    deep = mid * 0.30
    glass = _pane(wish)
    plate(s, "eye", "body", (0.0, low + half * 1.04, b.point((0.0, 0.04, 1.0))[2] + 0.012), (0.050, 0.066), depth=deep,
          symmetry="radial", count=4, exponents=(0.7, 0.6), **glass)
    plate(s, "ear", "body", (0.0, low + half * 1.04, b.point((0.0, 0.04, 1.0))[2] + 0.004), (0.066, 0.082), depth=deep,
          symmetry="radial", count=4, exponents=(0.7, 0.6), colour=palettes.WHITE, material="wood")
    _door(s, wish, "body", (0.0, low + 0.03, b.point((0.0, -0.84, 1.0))[2]), (min(0.095, r * 0.26), 0.135),
          depth=mid * 0.30)
    tail = s.pieces["head"].point((0.0, -0.1, -0.9))
    s.limb("tail", "head", tail, (0.0, low + half * 0.9, -r * 1.05), 0.018, 0.016, hang=True, reach=0.97, blend=0.003,
           **wood)
    if wish.verb == "spin":
        s.move("muzzle", spin=1.0)
        s.move("wing", z=wave(0.02 * wish.drive), offset=0.1)
    return s


def tent(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, h = wish["width"] / 2, wish["length"] / 2, wish["height"]
    over, flap = wish["feature"], wish["detail"]
    canvas = {"colour": wish.main, "roughness": 0.9}
    trim = {"colour": wish.accent, "material": "matte"}
    wood = {"colour": wish.pick(palettes.WOOD), "material": "wood", "blend": 0.003}
    s.part("body", None, (0.0, 0.045, 0.0), (w, 0.034, d), exponents=(0.85, 0.7), colour=wish.pick(
        ((0.34, 0.38, 0.34), (0.42, 0.36, 0.30), (0.30, 0.35, 0.42))), material="matte", blend=0.004)
    s.limb("neck", "body", (0.0, 0.03, d * 0.88), (0.0, h + 0.02, d * 0.88), 0.022, 0.020, reach=0.975,
           symmetry="radial", count=2, exponents=(0.0, 0.8), **wood)
    thick = 0.024
    angle = math.atan2(w, h)
    long = math.hypot(w, h) / 2 * 1.06
    s.part("cap", "body", (w * 0.90, 0.02, 0.0), (thick, long, d + over * 0.6), anchor=(-0.3, -0.88, 0.0),
           turn=about_z(angle), symmetry="mirror", exponents=(0.85, 0.88), blend=0.006, **canvas)
    # the back wall: a triangle between the slopes
    s.part("torso", "body", (0.0, 0.03, -d * 0.80), (w * 0.50, h * 0.48, 0.024), anchor=(0.0, -0.93, 0.0),
           exponents=(0.9, 0.92), taper=-0.82, blend=0.004, colour=shade(wish.main, 0.85), material="matte")
    s.part("crown", "cap", (0.0, 0.95, 0.0), (0.034, d + over * 0.6 + 0.015, 0.034), unit=True, turn=LIE,
           exponents=(0.0, 0.8), blend=0.004, **trim)
    s.part("crown middle", "cap", (0.2, -0.90, 0.0), (thick * 1.35, 0.050, d + over * 0.6 + 0.006), unit=True,
           turn=about_z(angle), exponents=(0.8, 0.8), blend=0.003, **trim)
    _flaps(s, d, over, flap, angle, long, trim)
    s.limb("wing", "neck", (0.0, h - 0.05, d * 0.88), (0.0, h + 0.24, d * 0.88), 0.016, 0.014, reach=0.95,
           exponents=(0.0, 0.8), **wood)
    s.limb("wing tip", "wing", (0.0, h + 0.19, d * 0.88), (0.17, h + 0.18, d * 0.88), 0.050, 0.012, flat=0.3,
           exponents=(0.6, 0.7), blend=0.003, **trim)
    s.part("foot", "body", (w * 0.92, 0.02, d * 0.80), (0.022, 0.060, 0.022), anchor=(-0.3, -0.2, 0.0), symmetry="quad",
           turn=about_z(-0.35), exponents=(0.0, 0.6), **wood)
    s.limb("hand", "body", (0.0, 0.06, d * 0.30), (0.0, 0.065, -d * 0.55), 0.115, 0.10, flat=0.55, thick=1.5,
           exponents=(0.5, 0.5), colour=wish.pick(palettes.CLOTH), material="matte", blend=0.01)
    s.part("eye", "body", (w * 0.40, 0.05, d * 0.72), (0.050, 0.080, 0.050), anchor=(0.0, -0.8, 0.0), exponents=(0.2,
           0.6), colour=palettes.LIGHT, glow=0.8, blend=0.004)
    if wish.verb == "open":
        s.move("side fin", y=(-0.50 * wish.drive, 0.0, 0.0, 0.0))
    elif wish.verb != "still":
        s.move("side fin", y=wave(0.05 * wish.drive, 0.2))
    return s


def _flaps(s: Sketch, d: float, over: float, flap: float, angle: float, long: float, trim) -> None:
    """A curtain at each side of the entrance, hung along the slope, wide below and narrow above."""
    z = (d * 0.90) / (d + over * 0.6)
    s.part("side fin", "cap", (-0.2, -0.02, z), (flap * 0.40, long * 0.88, 0.017), unit=True, anchor=(0.62, 0.0, 0.0),
           turn=about_z(angle), exponents=(0.8, 0.86), taper=-0.60, blend=0.004, **trim)
