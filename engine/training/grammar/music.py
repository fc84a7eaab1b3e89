"""Things that sound: guitars and bells."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

EBONY = (0.17, 0.11, 0.09)
STRING = (0.86, 0.84, 0.78)


def guitar(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, depth = wish["height"], wish["width"] / 2, wish["length"] / 2
    count, share, hole, waist = wish["count"], wish["feature"], wish["detail"], wish["boxiness"]
    flat = about_x(math.pi / 2)             # own y runs to the front, own z down
    wood: dict = {"colour": wish.main, "exponents": (0.04, 0.86)}
    tall = h * (1.0 - share)                # of the body
    low, high = tall * 0.30, tall * 0.245
    s.part("body", None, (0.0, low, 0.0), (r, depth, low), turn=flat, blend=0.02, **wood)
    upper = r * (0.82 - 0.14 * waist)
    s.part("torso", "body", (0.0, tall * 0.57, 0.0), (upper, depth, high), turn=flat, anchor=(0.0, 0.0, 0.755),
           blend=0.06 - 0.04 * waist, **wood)
    pale = mix(wish.main, (0.96, 0.84, 0.62), 0.45)
    front: dict = {"material": "wood", "exponents": (0.04, 0.7)}
    s.part("lower arm", "body", (0.0, low, depth * 0.92), (r * 0.91, 0.022, low * 0.91), turn=flat, colour=pale,
           blend=0.003, **front)
    s.part("upper arm", "torso", (0.0, tall - high, depth * 0.92), (upper * 0.90, 0.021, high * 0.90), turn=flat,
           colour=pale, blend=0.03, **front)
    gap = tall * 0.60
    size = r * hole
    s.part("crown", "torso", (0.0, gap, depth), (size * 1.28, 0.042, size * 1.28), turn=flat,
           exponents=(0.0, 0.7), colour=wish.accent, material="plastic", blend=0.003, anchor=(0.0, 0.0, 0.0))
    s.part("crown middle", "crown", (0.0, gap, depth + 0.05), (size, 0.020, size), turn=flat, exponents=(0.0, 0.7),
           colour=(0.06, 0.05, 0.05), material="matte", blend=0.002)
    s.part("side fin", "body", (r * 0.44, low * 1.22, depth), (r * 0.17, 0.040, low * 0.34),
           turn=product(about_z(0.35), flat), exponents=(0.05, 0.6), colour=wish.accent, material="plastic",
           roughness=0.2, blend=0.003)
    half = 0.052 + 0.010 * (count - 4)
    _neck(s, wish, h, tall, depth, half)
    across = about_z(-math.pi / 2)          # own y runs along the bridge, so that strings stand in a row
    s.part("muzzle", "body", (0.0, low * 0.80, depth), (0.032, half * 1.9, 0.042), turn=across, anchor=(0.0, 0.0, -0.4),
           exponents=(0.5, 0.6), colour=EBONY, material="wood", blend=0.003)
    y = low * 0.80
    end = h * 0.915
    s.part("slat", "muzzle", (0.0, 0.42, 0.90), (0.0075, (end - y) / 2, 0.0075), unit=True,
           anchor=(0.0, -0.97, 0.0), symmetry="row", count=count, exponents=(0.0, 0.7), colour=STRING,
           material="metal", metallic=1.0, roughness=0.25, blend=0.002)
    a = wish.drive
    if wish.verb == "dance":
        s.move("body", z=wave(0.16 * a), y=wave(0.20 * a, 0.1), rise=wave(0.0, 0, 0.03 * a, 0.2))
        s.move("neck", z=wave(0.05 * a, 0.15))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.10 * a, 0.25), y=wave(0.08 * a))
    return s


def _neck(s: Sketch, wish: Wish, h: float, tall: float, depth: float, half: float) -> None:
    """Neck, fretboard with frets, headstock with its pegs."""
    top = h * 0.90
    dark = wish.pick(palettes.rgb("5a3826", "6b4630", "4a2f24", "8a5a38"))
    s.limb("neck", "torso", (0.0, tall * 0.90, depth * 0.35), (0.0, top, depth * 0.35), half * 1.15, half * 0.95,
           flat=0.75, reach=0.97, exponents=(0.35, 0.8), colour=dark, material="wood", blend=0.006)
    low = tall * 0.74
    s.limb("neck tip", "neck", (0.0, top - 0.01, depth * 0.35 + half * 0.5), (0.0, low, depth + 0.018), half * 1.05,
           half * 1.22, flat=0.22, hang=True, reach=0.985, exponents=(0.6, 0.85), colour=EBONY, material="wood",
           blend=0.003)
    board = s.pieces["neck tip"]
    s.part("back", "neck tip", (0.0, 0.86, 0.75), (half * 1.08, 0.006, half * 0.16), unit=True, turn=board.pose,
           symmetry="row", count=8, exponents=(0.5, 0.5), colour=(0.80, 0.80, 0.78), material="metal", metallic=1.0,
           blend=0.002)
    s.limb("head", "neck", (0.0, top - 0.02, depth * 0.35), (0.0, h, depth * 0.15), half * 1.30, half * 1.75, flat=0.42,
           reach=0.95, exponents=(0.6, 0.75), colour=wish.main, blend=0.006)
    head = s.pieces["head"]
    s.part("ear", "head", (0.0, 0.62, 0.0), (0.020, half * 2.45, 0.020), unit=True, turn=about_z(-math.pi / 2),
           symmetry="row", count=3, exponents=(0.0, 0.45), taper=0.0, colour=wish.pick(palettes.METAL),
           material="metal", metallic=1.0, roughness=0.25, blend=0.003)
    s.part("cap", "head", head.point((0.0, -0.80, 0.6)), (half * 1.15, 0.016, 0.020), exponents=(0.6, 0.6),
           colour=(0.94, 0.91, 0.84), material="plastic", blend=0.002)


def bell(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, grip = wish["height"], wish["width"] / 2, wish["length"]
    flare, bow = wish["feature"], wish["detail"]
    brass: dict = {"colour": wish.main, "roughness": 0.25, "metallic": 1.0}
    down = about_x(math.pi)                 # own y runs down, to the open end
    low = 0.05
    mean = r / (1.0 + flare * 0.9)
    s.part("body", None, (0.0, low + h, 0.0), (mean, h / 2, mean), anchor=(0.0, -0.97, 0.0), turn=down,
           exponents=(0.0, 0.66), taper=flare, shell=0.14, open=1.0, blend=0.010, **brass)
    wall = s.pieces["body"]

    def ring(role: str, u: float, tall: float, light: float, thick: float, wider: float = 0.0) -> None:
        """A band round the bell at height u, whose own wall is centred by solving the bell's gauge for x."""
        along = 2.0 / (1.0 - 0.86 * wall.exponents[1])
        x = ((1.0 - 0.32 * wall.shell) ** along - abs(u) ** along) ** (1.0 / along)
        inner = 1.004 - 0.49 * thick
        across = mean * (1.0 + flare * u) * x / inner
        metal: dict = brass | {"colour": shade(wish.main, light), "material": "metal"}
        s.part(role, "body", (x, u, 0.0), (across, tall, across), unit=True, anchor=(inner, 0.0, 0.0), turn=down,
               exponents=(0.0, 0.6), taper=wider, shell=thick, open=1.0, blend=0.008, **metal)

    ring("foot", 0.72, h * 0.12, 1.14, 0.24, 0.20)
    ring("upper arm", 0.22, h * 0.030, 0.78, 0.19)
    ring("lower arm", -0.30, h * 0.022, 0.78, 0.19)
    top = wall.point((0.0, -0.95, 0.0))
    crown: dict = brass | {"colour": shade(wish.main, 0.82), "material": "metal"}
    s.part("torso", "body", top, (mean * 0.52, 0.055, mean * 0.52), exponents=(0.0, 0.2), taper=-0.25, blend=0.010,
           **crown)
    wood: dict = {"colour": wish.pick(palettes.WOOD), "material": "wood", "roughness": 0.45}
    s.limb("neck", "torso", (0.0, top[1], 0.0), (0.0, top[1] + grip, 0.0), mean * 0.17, mean * 0.27, reach=0.92,
           exponents=(0.0, 0.35), blend=0.006, **wood)
    s.part("head", "neck", s.end("neck", 0.90), (mean * 0.22, mean * 0.20, mean * 0.22), anchor=(0.0, -0.3, 0.0),
           blend=0.010, **wood)
    s.limb("tail", "body", (0.0, low + h * 0.97, 0.0), (0.0, low + 0.02, 0.0), 0.022, 0.022, hang=True, reach=0.97,
           colour=(0.28, 0.25, 0.24), material="metal", metallic=1.0, blend=0.004)
    s.part("tail tip", "tail", s.end("tail", 0.93), (mean * 0.20, mean * 0.18, mean * 0.20), colour=(0.30, 0.27, 0.25),
           material="metal", metallic=1.0, blend=0.006)
    _bow(s, wish, top[1] + 0.03, mean, bow)
    a = wish.drive
    if wish.verb == "swing":
        s.move("body", z=wave(0.42 * a, 0.25))
        s.move("tail", z=wave(0.30 * a, 0.47))
        s.move("side fin", z=wave(0.18 * a, 0.45), x=wave(0.06 * a, 0.1))
        s.move("wing", z=wave(0.05 * a, 0.4))
    return s


def _bow(s: Sketch, wish: Wish, y: float, mean: float, size: float) -> None:
    """A ribbon tied in a bow in front of the handle: knot, two loops, two ends."""
    silk: dict = {"colour": wish.accent, "material": "matte", "roughness": 0.6}
    z = mean * 0.26
    s.part("muzzle", "torso", (0.0, y, z), (size * 0.16, size * 0.17, size * 0.15), blend=0.006, **silk)
    s.limb("wing", "muzzle", (0.0, y, z), (size * 0.72, y + size * 0.20, z + 0.02), size * 0.13, size * 0.32,
           thick=1.0, flat=0.62, symmetry="mirror", reach=0.80, exponents=(0.1, 0.25), blend=0.006, **silk)
    ends: dict = silk | {"colour": shade(wish.accent, 0.82)}
    s.limb("side fin", "muzzle", (0.0, y, z), (size * 0.60, y - size * 0.42, z + mean * 0.55), size * 0.12, size * 0.17,
           hang=True, flat=0.32, symmetry="mirror", reach=0.92, exponents=(0.5, 0.7), blend=0.006,
           **ends)
