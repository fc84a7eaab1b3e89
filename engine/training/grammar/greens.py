"""Plants of strong shape: cacti, mushrooms, bushes and palms."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

SAND = palettes.rgb("d8bd8a", "e2c99a", "c9a878", "8f7a5a")
THORN = (0.96, 0.92, 0.78)


def cactus(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, arm = wish["height"], wish["width"] / 2, wish["length"]
    count, bloom, rib = wish["count"], wish["feature"] / 2, wish["detail"]
    clay = wish.pick(palettes.CLAY)
    pot = max(r * 1.25, 0.17)
    tall = pot * wish.any(0.80, 0.95)
    s.part("body", None, (0.0, tall / 2 + 0.01, 0.0), (pot * 0.86, tall / 2, pot * 0.86), exponents=(0.0, 0.85),
           taper=0.16, colour=clay, material="stone", roughness=0.85, blend=0.008)
    s.part("hind foot", "body", (0.0, tall * 0.94, 0.0), (pot * 1.12, tall * 0.13, pot * 1.12), exponents=(0.0, 0.75),
           colour=shade(clay, 0.90), material="stone", blend=0.008)
    s.part("foot", "body", (0.0, tall + 0.03, 0.0), (pot * 0.92, 0.030, pot * 0.92), exponents=(0.0, 0.4),
           colour=wish.pick(SAND), material="stone", blend=0.006)
    flesh: dict = {"colour": wish.main}
    half = h / 2
    y = tall + half * 0.96
    s.part("torso", "body", (0.0, tall, 0.0), (r, half, r), anchor=(0.0, -0.95, 0.0), exponents=(0.0, 0.32),
           taper=wish.any(-0.06, 0.04), blend=0.02, **flesh)
    light = shade(wish.main, 1.14)
    s.part("slat", "torso", (0.0, 0.0, 0.90), (r * 0.16, half * 0.90, r * (0.12 + 0.16 * rib)), unit=True,
           symmetry="radial", count=8, exponents=(0.0, 0.2), bend=-r * 0.38 / half, colour=light, pattern="spots",
           second=THORN, grain=0.25, blend=0.012)
    low = y - half * wish.any(0.10, 0.30)
    a = (0.0, low, r * 0.6)
    b = (0.0, low + arm * 0.10, r + arm * 0.50)
    thick = r * 0.46
    turn = about_y(math.pi / 2 if count < 3 else wish.any(0.5, 1.4))
    a, b = (_turned(turn, v) for v in (a, b))
    s.limb("upper arm", "torso", a, b, thick, thick * 0.95, symmetry="radial", count=count, exponents=(0.0, 0.25),
           reach=0.82, blend=0.030, **flesh)
    c = s.end("upper arm", 0.74)
    s.limb("lower arm", "upper arm", c, (c[0] * 1.04, c[1] + arm * 0.80, c[2] * 1.04), thick * 1.0, thick * 0.86,
           exponents=(0.0, 0.2), reach=0.80, blend=0.030, **flesh)
    _blossom(s, wish, bloom)
    drive = wish.drive
    sway = drive if wish.verb == "sway" else 0.12
    s.move("torso", z=wave(0.06 * sway, 0.25), x=wave(0.02 * sway))
    s.move("upper arm", z=wave(0.05 * sway, 0.35))
    s.move("lower arm", z=wave(0.07 * sway, 0.42))
    if wish.verb == "dance":
        s.move("torso", z=wave(0.16 * drive), y=wave(0.20 * drive, 0.1), stretch=(0.0, 0.05 * drive))
        s.move("upper arm", y=wave(0.20 * drive, 0.2), rise=wave(0.03 * drive), offset=0.5)
        s.move("lower arm", z=wave(0.20 * drive, 0.3), x=wave(0.15 * drive, 0.1), offset=0.5)
    return s


def _turned(m, v):
    return (m[0][0] * v[0] + m[0][2] * v[2], v[1], m[2][0] * v[0] + m[2][2] * v[2])


def _blossom(s: Sketch, wish: Wish, size: float) -> None:
    """A flower on top: six petals round a centre."""
    tip = s.pieces["torso"].point((0.0, 0.94, 0.0))
    s.part("crown middle", "torso", tip, (size * 0.42, size * 0.34, size * 0.42), anchor=(0.0, -0.2, 0.0),
           colour=mix(wish.accent, (1.0, 0.88, 0.40), 0.75), material="leaf", blend=0.006)
    s.part("crown top", "crown middle", (0.0, -0.10, 0.70), (size * 0.44, size * 0.62, size * 0.14), unit=True,
           anchor=(0.0, -0.80, 0.0), turn=about_x(0.80), symmetry="radial", count=6, exponents=(0.0, 0.1), taper=0.15,
           bend=-0.12, colour=wish.accent, material="leaf", blend=0.005)


def mushroom(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, stem = wish["height"], wish["width"] / 2, wish["length"] / 2
    count, point, spot = wish["count"], wish["feature"], wish["detail"]
    cream = wish.pick(palettes.rgb("f6ead2", "f3e2c4", "fbf3e4", "ead7b8"))
    flesh: dict = {"colour": cream, "material": "skin", "roughness": 0.7}
    cap = min(r * (0.42 + 0.30 * point), h * 0.42)
    neck = h - cap * 1.25
    s.part("body", None, (0.0, neck * 0.22, 0.0), (stem * 1.30, neck * 0.26, stem * 1.30), exponents=(0.0, 0.2),
           blend=0.04, **flesh)
    s.limb("neck", "body", (0.0, neck * 0.16, 0.0), (0.0, neck + cap * 0.35, 0.0), stem * 1.12, stem * 0.82,
           exponents=(0.0, 0.5), reach=0.96, blend=0.04, **flesh)
    s.part("neck tip", "neck", (0.0, neck * 0.70, 0.0), (stem * 1.55, neck * 0.055, stem * 1.55), exponents=(0.0, 0.3),
           taper=-0.30, blend=0.012, **flesh)
    s.part("head", "neck", (0.0, neck + cap * 0.10, 0.0), (r * 0.88, cap * 0.20, r * 0.88), exponents=(0.0, 0.4),
           taper=0.06, colour=shade(cream, 0.84), material="skin", pattern="stripes", second=shade(cream, 0.66),
           grain=0.12, blend=0.008)
    sharp = -0.38 - 0.26 * point
    wide = r / (1.0 - sharp * 0.62)
    s.part("cap", "neck", (0.0, neck, 0.0), (wide, cap * 0.72, wide), anchor=(0.0, -0.86, 0.0),
           exponents=(0.0, 0.16), taper=sharp, colour=wish.main, blend=0.008)
    _spots(s, wish, count, spot)
    if wish.chance(0.6):    # a young one beside it
        side = wish.any(0.5, 1.0)
        x, z, small = stem * 1.0 + r * 0.42, r * 0.35 * side, wish.any(0.34, 0.48)
        s.limb("wing", "body", (stem * 0.7, 0.03, stem * 0.4), (x, h * small * 0.72, z), stem * 0.62, stem * 0.44,
               exponents=(0.0, 0.4), reach=0.94, blend=0.025, **flesh)
        top = s.end("wing", 0.80)
        s.part("wing tip", "wing", top, (wide * 0.48, cap * 0.42, wide * 0.48), anchor=(0.0, -0.62, 0.0),
               turn=product(about_z(-0.12), about_x(0.10)), exponents=(0.0, 0.16), taper=sharp * 0.9,
               colour=shade(wish.main, 1.08), blend=0.006)
        s.part("tail", "wing tip", (0.0, 0.62, 0.52), (spot * 0.62, spot * 0.62, spot * 0.24), unit=True,
               turn=about_x(-0.9), symmetry="radial", count=3, colour=wish.accent, material="skin", blend=0.004)
    a = wish.drive
    sway = a if wish.verb in ("sway", "dance") else 0.12
    s.move("neck", z=wave(0.08 * sway, 0.25), x=wave(0.03 * sway))
    s.move("cap", z=wave(0.08 * sway, 0.36), stretch=(0.0, 0.03 * sway))
    s.move("head", z=wave(0.05 * sway, 0.36))
    s.move("wing", z=wave(-0.12 * sway, 0.30))
    s.move("wing tip", z=wave(-0.10 * sway, 0.42))
    if wish.verb == "dance":
        s.move("body", stretch=(0.06 * a, 0.0), y=wave(0.2 * a, 0.2))
        s.move("cap", y=wave(0.3 * a, 0.1), rise=wave(0.0, 0, 0.02 * a))
    return s


def _spots(s: Sketch, wish: Wish, count: int, size: float) -> None:
    """One on top, a counted ring below it, a ring of smaller ones near the rim."""
    cap = s.pieces["cap"]
    look: dict = {"colour": wish.accent, "material": "skin", "blend": 0.004}
    s.part("crown top", "cap", (0.0, 0.96, 0.0), (size * 0.95, size * 0.30, size * 0.95), unit=True,
           anchor=(0.0, -0.1, 0.0), **look)
    for role, height, number, share, shift in (("detail", 0.36, count, 1.0, 0.0),
                                               ("slat", -0.42, min(count + 2, 8), 0.72, 0.5)):
        ring = (1.0 - abs(height) ** 2.32) ** 0.431
        slope = math.atan2(cap.size[1] * ring, cap.size[0] * 1.1 * (0.55 + 0.45 * (height + 0.3)))
        turn = product(about_y(shift * 2.0 * math.pi / number), about_x(-(math.pi / 2 - slope)))
        spin = shift * 2.0 * math.pi / number
        s.part(role, "cap", (ring * math.sin(spin), height, ring * math.cos(spin)),
               (size * share, size * share, 0.008 + 0.048 * cap.size[0]), unit=True, anchor=(0.0, 0.0, -0.60),
               turn=turn, symmetry="radial", count=number, **look)


def bush(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, box = wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"]
    loose, berry = wish["feature"], wish["detail"] / 2
    leaf: dict = {"exponents": (box, box * 0.8), "material": wish.material, "roughness": 0.9}
    s.part("body", None, (0.0, 0.03, 0.0), (r * 0.34, 0.07, r * 0.34), exponents=(0.0, 0.4),
           colour=wish.pick(palettes.BARK), material="wood", pattern="bark", blend=0.03)
    s.part("torso", "body", (0.0, 0.04, 0.0), (r * 0.70, h * 0.44, r * 0.70), anchor=(0.0, -0.92, 0.0),
           colour=wish.main, blend=0.03, **leaf)
    near = 0.54 + 0.10 * loose
    ring = r * (0.44 - 0.06 * loose) * (5.0 / count) ** 0.5
    half = math.pi / count
    s.part("crown", "torso", (0.0, h * 0.27, r * near), (ring, h * 0.27, ring), symmetry="radial", count=count,
           colour=shade(wish.main, 0.84), blend=0.02, **leaf)
    s.part("crown middle", "torso", (r * near * 0.70 * math.sin(half), h * 0.58, r * near * 0.70 * math.cos(half)),
           (ring * 0.88, h * 0.22, ring * 0.88), symmetry="radial", count=count, colour=shade(wish.main, 1.04),
           turn=about_y(half), blend=0.02, **leaf)
    s.part("crown top", "torso", (0.0, h * 0.76, 0.0), (r * 0.46, h * 0.20, r * 0.46), colour=shade(wish.main, 1.16),
           blend=0.02, **leaf)
    fruit: dict = {"colour": wish.accent, "material": "plastic", "roughness": 0.35, "blend": 0.005}
    s.part("detail", "crown", (0.55, 0.25, 0.72), (berry, berry * 0.95, berry), unit=True, anchor=(0.0, 0.0, -0.45),
           symmetry="mirror", **fruit)
    s.part("handle", "crown middle", (0.0, 0.40, 0.86), (berry, berry * 0.95, berry), unit=True,
           anchor=(0.0, 0.0, -0.45), **fruit)
    a = wish.drive if wish.verb == "sway" else 0.12
    s.move("torso", z=wave(0.06 * a, 0.25), x=wave(0.02 * a))
    s.move("crown", z=wave(0.07 * a, 0.35), x=wave(0.04 * a, 0.1), swell=(0.0, 0.012 * a))
    s.move("crown middle", z=wave(0.08 * a, 0.42), x=wave(0.05 * a, 0.2))
    s.move("crown top", z=wave(0.10 * a, 0.48))
    s.move("detail", z=wave(0.25 * a, 0.5))
    return s


def palm(wish: Wish) -> Sketch:
    s = Sketch()
    h, reach, count = wish["height"], wish["width"] / 2, wish["count"]
    lean, droop, nut = wish["length"], wish["feature"], wish["detail"] / 2
    bark = wish.pick(palettes.rgb("9a7a55", "8a6a48", "a98a62", "7d624a"))
    trunk: dict = {"colour": bark, "material": "wood", "pattern": "stripes", "second": shade(bark, 0.72), "grain": 0.10}
    sand = wish.pick(SAND)
    thick = 0.050 + 0.025 * h
    s.part("body", None, (0.0, 0.035, 0.0), (0.24 + 0.10 * reach, 0.075, 0.22 + 0.10 * reach), exponents=(0.0, 0.1),
           colour=sand, material="stone", roughness=0.95, blend=0.03)
    knee = (0.0, h * 0.50, lean * 0.28)
    top = (0.0, h, lean)
    s.limb("neck", "body", (0.0, 0.04, 0.0), knee, thick * 1.35, thick * 0.92, reach=0.96, exponents=(0.0, 0.6),
           bend=-0.10 * lean / h, blend=0.03, **trunk)
    s.limb("neck tip", "neck", s.end("neck", 0.93), top, thick * 0.94, thick * 0.72, reach=0.96, exponents=(0.0, 0.6),
           bend=-0.12 * lean / h, blend=0.03, **trunk)
    for role, host, number in (("slat", "neck", 5), ("back", "neck tip", 4)):
        host_piece = s.pieces[host]
        size = host_piece.size
        s.part(role, host, (0.0, 0.76, 0.0), (size[0] * 1.10, thick * 0.26, size[2] * 1.10), unit=True,
               turn=host_piece.pose, symmetry="row", count=number, exponents=(0.0, 0.5), taper=0.18,
               colour=shade(bark, 0.82), material="wood", blend=0.012)
    hub = s.end("neck tip", 0.95)
    s.part("head", "neck tip", hub, (thick * 1.05, thick * 1.0, thick * 1.05), colour=shade(wish.main, 0.72),
           material="leaf", blend=0.02)
    _fronds(s, wish, hub, reach, count, droop, thick)
    shell: dict = {"colour": wish.accent, "material": "wood", "roughness": 0.6}
    s.part("detail", "head", (0.0, -0.45, 0.80), (nut, nut * 1.1, nut), unit=True, anchor=(0.0, 0.3, -0.55),
           symmetry="radial", count=3, blend=0.006, **shell)
    a = wish.drive if wish.verb == "sway" else 0.12
    s.move("neck", z=wave(0.05 * a, 0.25), x=wave(0.02 * a))
    s.move("neck tip", z=wave(0.08 * a, 0.32), x=wave(0.03 * a, 0.1))
    s.move("head", z=wave(0.06 * a, 0.38))
    s.move("wing", x=wave(0.10 * a, 0.1, 0.05 * a, 0.2), offset=0.17)
    s.move("wing tip", x=wave(0.16 * a, 0.22, 0.06 * a, 0.3), offset=0.0)
    s.move("detail", x=wave(0.10 * a, 0.3))
    return s


def _fronds(s: Sketch, wish: Wish, hub, reach: float, count: int, droop: float, thick: float) -> None:
    """Each frond is two blades, the first rising outwards, the second falling: broad in the middle, pointed."""
    blade: dict = {"colour": wish.main, "exponents": (0.0, 0.10)}
    rise = reach * (0.42 - 0.34 * droop)
    a = (0.0, hub[1] + thick * 0.5, hub[2] + thick * 0.5)
    b = (0.0, a[1] + rise, hub[2] + reach * 0.56)
    wide = reach * 0.17
    s.limb("wing", "head", a, b, wide * 0.75, wide * 1.25, flat=0.13, reach=0.92, symmetry="radial", count=count,
           bend=0.16, blend=0.010, **blade)
    c = s.end("wing", 0.72)
    fall = reach * (0.14 + 0.72 * droop)
    s.limb("wing tip", "wing", c, (0.0, c[1] - fall, c[2] + reach * (0.60 - 0.16 * droop)), wide * 1.25, wide * 0.20,
           flat=0.17, reach=0.90, bend=0.22, blend=0.012, **blade)
    if wish.chance(0.75):   # young leaves that still stand
        turn = product(about_y(math.pi / count), about_x(0.45))
        s.part("crown top", "head", (0.0, 0.5, 0.2), (wide * 0.55, reach * 0.30, 0.018), unit=True, turn=turn,
               anchor=(0.0, -0.88, 0.0), symmetry="radial", count=4, exponents=(0.0, 0.1), taper=-0.3, bend=0.15,
               colour=shade(wish.main, 1.18), material="leaf", blend=0.008)
