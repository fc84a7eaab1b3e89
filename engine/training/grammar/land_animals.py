"""Land animals: each species is a Build (engine.training.grammar.quadruped) and what only it has."""

from __future__ import annotations

from typing import Any

from engine.training.grammar import gaits, quadruped
from engine.training.grammar.quadruped import Build, Colour
from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes
from engine.vocabulary.palettes import rgb

PINK, HORN, IVORY, BEAN, TONGUE = rgb("e59a98", "cdbb98", "f1e8d2", "c97a80", "d9646c")
IRISES = rgb("8fb339", "d9a52e", "5aa7c7", "b8862d")

DOG = Build(0.205, (0.96, 0.94, 0.98), (0.62, 0.54), (0.20, 0.12), (0.78, 0.52, 0.46), blend=0.055, eye_size=0.175,
            eye=(0.44, 0.28, 0.82), broad=1.12)
CAT = Build(0.215, (1.10, 0.92, 0.92), (0.54, 0.48), (0.14, 0.10), (0.40, 0.42, 0.40), start=-0.32, broad=1.3,
            eye=(0.44, 0.12, 0.86), eye_size=0.205, leg=(0.36, 0.25, 0.21), foot=(0.085, 0.052, 0.105))
HORSE = Build(0.145, (0.82, 1.0, 1.12), (0.70, 0.44), (0.40, 0.22), (1.60, 0.72, 0.56), drop=0.72, broad=0.95,
              eye=(0.74, 0.30, 0.48), eye_size=0.20, gaze=1.15, leg=(0.36, 0.20, 0.14), foot=(0.068, 0.060, 0.080))
COW = Build(0.165, (0.92, 0.98, 1.15), (0.72, 0.50), (0.30, 0.86), (1.15, 0.80, 0.70), drop=0.62, broad=1.05,
            squat=(0.25, 0.55), eye=(0.78, 0.26, 0.50), eye_size=0.20, gaze=1.05, leg=(0.32, 0.21, 0.15),
            foot=(0.068, 0.056, 0.082), rump=(1.0, 0.98, 0.90), chest=(0.96, 1.04, 0.56), boxy=0.42)
PIG = Build(0.285, (0.96, 0.92, 0.92), (0.78, 0.62), (0.22, 0.90), (0.62, 0.42, 0.40), drop=0.22, broad=1.12,
            squat=(0.05, 0.86), start=-0.28, eye=(0.54, 0.36, 0.72), eye_size=0.13, gaze=0.65,
            leg=(0.33, 0.22, 0.19), foot=(0.078, 0.052, 0.086), rump=(1.02, 1.0, 0.92), chest=(0.98, 0.98, 0.58))
SHEEP = Build(0.165, (0.84, 1.0, 1.10), (0.62, 0.46), (0.52, 0.62), (0.85, 0.66, 0.50), drop=0.62, broad=1.0,
              eye=(0.76, 0.22, 0.52), eye_size=0.20, gaze=1.0, leg=(0.24, 0.17, 0.15), foot=(0.060, 0.048, 0.070),
              rump=(0.95, 0.95, 0.86), chest=(0.94, 0.98, 0.58), stance=0.55)
RABBIT = Build(0.245, (0.92, 0.95, 1.02), (0.56, 0.50), (0.30, 0.26), (0.46, 0.50, 0.42), start=-0.28, broad=1.15,
               eye=(0.66, 0.24, 0.64), eye_size=0.21, gaze=0.85, leg=(0.30, 0.20, 0.17), thigh=2.0,
               foot=(0.062, 0.046, 0.088), hind=2.0, rump=(1.10, 1.12, 0.80), chest=(0.86, 0.92, 0.54), blend=0.06)
ELEPHANT = Build(0.285, (0.92, 1.06, 0.92), (0.84, 0.66), (0.34, 0.72), (0.6, 0.5, 0.4), drop=2.0, tilt=-0.05,
                 eye=(0.72, 0.10, 0.62), eye_size=0.10, gaze=0.85, leg=(0.42, 0.36, 0.35), thigh=1.15,
                 foot=(0.150, 0.062, 0.160), rump=(1.02, 1.04, 0.94), chest=(1.0, 1.02, 0.60), stance=0.58,
                 withers=0.06, blend=0.06)
BEAR = Build(0.275, (1.0, 0.92, 0.92), (0.78, 0.62), (0.26, 0.62), (0.74, 0.50, 0.42), drop=0.22, broad=1.1,
             eye=(0.42, 0.24, 0.84), eye_size=0.145, leg=(0.42, 0.34, 0.32), thigh=1.3,
             foot=(0.128, 0.070, 0.165), rump=(1.06, 1.08, 0.88), chest=(1.04, 1.16, 0.58), withers=0.08, blend=0.07)
DEER = Build(0.145, (0.84, 0.96, 1.08), (0.74, 0.46), (0.86, 0.44), (1.10, 0.62, 0.44), drop=0.50, broad=0.95,
             eye=(0.74, 0.26, 0.54), eye_size=0.24, gaze=0.95, leg=(0.36, 0.20, 0.14), thigh=1.6,
             foot=(0.042, 0.050, 0.056), rump=(0.94, 0.92, 0.84), chest=(0.98, 1.14, 0.54))
MOUSE = Build(0.255, (0.92, 0.90, 1.05), (0.64, 0.56), (0.20, 0.30), (0.82, 0.54, 0.22), start=-0.18, drop=0.24,
              eye=(0.56, 0.30, 0.74), eye_size=0.19, gaze=0.65, leg=(0.28, 0.18, 0.15), thigh=1.7,
              foot=(0.058, 0.038, 0.090), hind=1.35, rump=(1.10, 1.06, 0.82), chest=(0.86, 0.88, 0.54), blend=0.06)
LION = Build(0.240, (1.0, 0.98, 0.92), (0.66, 0.58), (0.40, 0.34), (0.62, 0.52, 0.46), start=-0.26, broad=1.16,
             eye=(0.42, 0.22, 0.86), eye_size=0.155, leg=(0.40, 0.30, 0.26), foot=(0.110, 0.064, 0.140),
             chest=(1.04, 1.14, 0.56), blend=0.055)
GIRAFFE = Build(0.112, (0.86, 0.92, 1.12), (0.86, 0.46), (0.96, 0.30), (1.35, 0.66, 0.52), drop=0.50,
                eye=(0.78, 0.26, 0.46), eye_size=0.24, gaze=1.1, leg=(0.40, 0.24, 0.19), foot=(0.052, 0.052, 0.062),
                rump=(0.90, 0.86, 0.84), chest=(1.04, 1.22, 0.58), withers=0.34, blend=0.045)


def _sizes(wish: Wish) -> dict[str, Any]:
    return {"legs": wish["height"], "girth": wish["width"] / 2, "half": wish["length"] / 2}


def _spots(wish: Wish, colour: Colour, grain: float) -> dict[str, Any]:
    """A species' own patches where spots are asked for."""
    return {"pattern": "spots", "second": colour, "grain": grain} if wish.pattern == "spots" else {}


def _legs(s: Sketch, wish: Wish, b: Build, y: float, at: dict[str, float], socks: Colour, toes: Colour, *,
          hoofs: bool = False, paint: dict[str, Any] | None = None) -> None:
    quadruped.legs(s, wish, b, y, at["girth"], at["half"], socks, toes, hoofs=hoofs, paint=paint)


def _rear(s: Sketch, high: float = 0.45) -> tuple[float, float, float]:
    """Where a tail begins."""
    return s.pieces["body"].point((0.0, high, -0.84))


def _light(colour: Colour):
    """The pale fur of muzzle and belly that goes with a coat."""
    return mix(colour, (0.97, 0.91, 0.82), 0.62)


def _whiskers(s: Sketch, r: float, length: float, colour: Colour) -> None:
    """Three on each side of the muzzle."""
    side = s.pieces["muzzle"].point((0.72, 0.10, 0.0))
    s.part("side fin", "muzzle", side, (r * 0.020, length * 0.5, r * 0.020), anchor=(0.0, -0.92, 0.0),
           turn=product(about_y(0.45), about_z(-1.50)), symmetry="mirror", colour=colour, material="plastic",
           roughness=0.4, blend=0.001)
    s.part("fin", "muzzle", side, (r * 0.020, length * 0.46, r * 0.020), anchor=(0.0, -0.92, 0.0),
           turn=product(about_y(0.40), about_z(-1.84)), symmetry="mirror", colour=colour, material="plastic",
           roughness=0.4, blend=0.001)


def _collar(s: Sketch, wish: Wish, share: float) -> None:
    worn, colour = wish.chance(share), wish.pick(palettes.PAINT)
    if worn:
        neck = s.pieces["neck"]
        s.part("handle", "neck", (0.0, 0.18, 0.0), (neck.size[0] * 1.10, 0.024, neck.size[2] * 1.10), unit=True,
               turn=neck.pose, exponents=(0.0, 0.7), colour=colour, material="plastic", roughness=0.5, blend=0.004)


def dog(wish: Wish) -> Sketch:
    s, b, at = Sketch(), DOG, _sizes(wish)
    snout, length = wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, wish.accent, mix(wish.main, wish.accent, 0.5)))
    y = quadruped.trunk(s, wish, b, neck=1.0 + wish.any(-0.2, 0.25), **at)
    quadruped.muzzle(s, b, wish.accent, snout)
    quadruped.nose(s, b, 0.25)
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, socks, wish.accent)
    ear = wish.pick((wish.accent, shade(wish.main, 0.62), shade(wish.main, 0.62), wish.main))
    if wish.chance(0.6):    # hanging
        quadruped.ears(s, b, (0.78, 0.50, -0.10), (0.085, -length * 0.95, 0.03), 0.22, 0.40, ear, hang=True, flat=1.15,
                       thick=0.40, exponents=(0.1, 0.3))
    else:                   # upright
        quadruped.ears(s, b, (0.52, 0.62, -0.05), (0.05, length * 0.72, -0.01), 0.36, 0.10, ear, flat=0.45,
                       inner=mix(PINK, ear, 0.35))
    g = at["girth"]
    quadruped.tail(s, wish, _rear(s), wish.any(0.34, 0.56), wish.any(0.1, 1.0), 0.6, (g * 0.28, g * 0.22, g * 0.12),
                   wish.accent)
    if wish.chance(0.35):
        s.part("fin", "muzzle", (0.0, 0.62, 0.72), (b.head * 0.22, b.head * 0.34, b.head * 0.07), unit=True,
               anchor=(0.0, 0.55, 0.0), turn=about_x(-0.35), exponents=(0.2, 0.2), colour=TONGUE, material="skin",
               roughness=0.3, blend=0.006)
    _collar(s, wish, 0.5)
    quadruped.move(s, wish, at["legs"], wag=0.5, ears=0.2)
    return s


def cat(wish: Wish) -> Sketch:
    s, b, at = Sketch(), CAT, _sizes(wish)
    tail, height = wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, wish.main, wish.accent))
    y = quadruped.trunk(s, wish, b, neck=1.0 + wish.any(-0.2, 0.2), **at)
    quadruped.muzzle(s, b, wish.accent, blend=0.016)
    quadruped.nose(s, b, 0.13, BEAN, at=(0.0, 0.86, -0.42))
    quadruped.eyes(s, b, wish.pick(IRISES), slit=0.85)
    _legs(s, wish, b, y, at, socks, wish.accent)
    inside = wish.pick((wish.main, shade(wish.main, 0.75)))
    quadruped.ears(s, b, (0.58, 0.60, 0.0), (0.045, height, -0.01), 0.40, 0.05, inside, flat=0.42,
                   inner=mix(PINK, inside, 0.2), exponents=(0.1, 0.10))
    _whiskers(s, b.head, b.head * 1.15, palettes.WHITE if sum(wish.main) < 2.0 else (0.45, 0.42, 0.40))
    g = at["girth"]
    quadruped.tail(s, wish, _rear(s), tail * 1.25, wish.any(0.5, 1.3), 0.5, (g * 0.22, g * 0.19, g * 0.13), wish.accent)
    _collar(s, wish, 0.35)
    quadruped.move(s, wish, at["legs"], wag=0.28, ears=0.08)
    return s


def horse(wish: Wish) -> Sketch:
    s, b, at = Sketch(), HORSE, _sizes(wish)
    neck, mane = wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, mix(wish.main, wish.accent, 0.7), palettes.WHITE, shade(wish.main, 0.6)))
    y = quadruped.trunk(s, wish, b, neck=neck / 0.42, **at)
    quadruped.muzzle(s, b, wish.main)
    quadruped.nostrils(s, b, 0.11)
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, socks, palettes.RUBBER, hoofs=True)
    quadruped.ears(s, b, (0.50, 0.72, -0.25), (0.02, 0.11, 0.0), 0.24, 0.06, wish.main, flat=0.6,
                   inner=shade(wish.main, 0.6))
    n = s.pieces["neck"]
    hair: dict[str, Any] = {"colour": wish.accent, "material": "fur"}
    s.part("back", "neck", (0.0, 0.12, -0.80), (0.040, n.size[1] * 1.0, mane + 0.04), unit=True, anchor=(0, 0, 0.35),
           turn=n.pose, exponents=(0.2, 0.25), blend=0.02, **hair)
    s.part("cap", "head", (0.0, 0.72, -0.05), (0.045, 0.06 + 0.35 * mane, 0.07 + 0.35 * mane), unit=True,
           turn=about_x(0.7), blend=0.02, **hair)
    a = _rear(s, 0.50)
    s.limb("tail", "body", a, (0.0, a[1] - 0.10, a[2] - 0.16), 0.042, 0.058, hang=True, exponents=(0.0, 0.3),
           blend=0.03, **hair)
    c = s.end("tail")
    s.limb("tail tip", "tail", c, (0.0, c[1] - wish.any(0.26, 0.40), c[2] - 0.05), 0.066, 0.030, hang=True, bend=-0.15,
           exponents=(0.0, 0.2), blend=0.04, **hair)
    quadruped.move(s, wish, at["legs"], wag=0.25, graze=0.9)
    return s


def cow(wish: Wish) -> Sketch:
    s, b, at = Sketch(), COW, _sizes(wish)
    horns, udder, r = wish["feature"], wish["detail"], COW.head
    hide = _spots(wish, wish.accent, 0.75)
    y = quadruped.trunk(s, wish, b, neck=0.40 + wish.any(-0.05, 0.08), paint=hide, **at)
    quadruped.muzzle(s, b, PINK, blend=0.016)
    quadruped.nostrils(s, b, 0.12, shade(PINK, 0.45), at=(0.46, 0.90, -0.30))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.pick((wish.main, wish.main, wish.accent)), palettes.RUBBER, hoofs=True, paint=hide)
    quadruped.ears(s, b, (0.86, 0.46, -0.25), (0.17, -0.02, -0.02), 0.26, 0.14, wish.accent, flat=0.42,
                   inner=mix(PINK, wish.accent, 0.25), exponents=(0.0, 0.1))
    root = s.pieces["head"].point((0.52, 0.82, -0.25))
    horn: dict[str, Any] = {"colour": HORN, "material": "plastic", "roughness": 0.45, "blend": 0.008,
                            "exponents": (0.0, 0.25)}
    s.limb("cap", "head", root, (root[0] + 0.03 + horns * 0.52, root[1] + 0.02 + horns * 0.22, root[2]), r * 0.24,
           r * 0.19, symmetry="mirror", **horn)
    end = s.end("cap")
    s.limb("upper arm", "cap", end, (end[0] + horns * 0.02, end[1] + horns * 0.62, end[2] + horns * 0.15), r * 0.19,
           r * 0.05, bend=0.10, **horn)
    g, half = at["girth"], at["half"]
    s.part("wing", "body", (0.0, y - g * 0.86, -half * 0.52), (g * 0.40 * udder, g * 0.34 * udder, g * 0.48 * udder),
           anchor=(0.0, 0.35, 0.0), colour=PINK, material="skin", blend=0.03)
    s.part("wing tip", "wing", (0.42, -0.78, 0.38), (g * 0.07, g * 0.12, g * 0.07), unit=True, symmetry="quad",
           colour=shade(PINK, 0.85), material="skin", blend=0.012)
    quadruped.tuft(s, _rear(s, 0.55), at["legs"] * 0.85, 0.026, 0.055, wish.main, wish.accent)
    quadruped.move(s, wish, at["legs"], wag=0.25, ears=0.22, graze=0.85)
    return s


def pig(wish: Wish) -> Sketch:
    s, b, at = Sketch(), PIG, _sizes(wish)
    disc, flop, r = wish["feature"], wish["detail"], PIG.head
    y = quadruped.trunk(s, wish, b, neck=0.20 + wish.any(-0.03, 0.05), paint=_spots(wish, wish.accent, 0.8), **at)
    quadruped.muzzle(s, b.but(muzzle=(0.62, disc / r * 1.12, disc / r * 1.12)), wish.accent, blend=0.012)
    quadruped.nostrils(s, b, disc / r * 0.20, shade(wish.accent, 0.42), at=(0.42, 0.98, 0.0), tall=1.35)
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.main, wish.pick((shade(wish.accent, 0.55), palettes.NOSE)), hoofs=True)
    quadruped.ears(s, b, (0.58, 0.74, -0.05), (0.10, r * (0.75 - 0.45 * flop), r * 0.70 * flop), 0.42, 0.08,
                   shade(wish.main, 0.90), flat=0.34, inner=wish.accent, exponents=(0.1, 0.15))
    a, thin, turn = _rear(s, 0.40), at["girth"] * 0.085, 0.095
    curl: dict[str, Any] = {"colour": wish.main, "blend": 0.012, "reach": 0.82, "exponents": (0.0, 0.2)}
    s.limb("tail", "body", a, (turn * 0.3, a[1] + turn * 1.0, a[2] - turn * 1.1), thin * 1.25, thin * 1.1, **curl)
    a = s.end("tail", 0.80)
    s.limb("tail tip", "tail", a, (a[0] + turn * 1.0, a[1] + turn * 0.5, a[2] - turn * 0.25), thin * 1.1, thin, **curl)
    a = s.end("tail tip", 0.80)
    s.limb("fin", "tail tip", a, (a[0] + turn * 0.1, a[1] - turn * 0.95, a[2] - turn * 0.3), thin, thin * 0.9, **curl)
    a = s.end("fin", 0.80)
    s.limb("side fin", "fin", a, (a[0] - turn * 0.9, a[1] - turn * 0.25, a[2] - turn * 0.35), thin * 0.9, thin * 0.6,
           **curl)
    quadruped.move(s, wish, at["legs"], wag=0.22, ears=0.2, graze=0.45)
    return s


def sheep(wish: Wish) -> Sketch:
    s, b, at = Sketch(), SHEEP, _sizes(wish)
    wool, horned = wish["feature"], wish["detail"]
    face = wish.accent
    y = quadruped.trunk(s, wish, b, neck=0.42 + wish.any(-0.05, 0.08), face=face, **at)
    quadruped.muzzle(s, b, face)
    quadruped.nostrils(s, b, 0.085, shade(face, 0.4), at=(0.34, 0.88, -0.40))
    quadruped.eyes(s, b, palettes.WHITE if sum(face) < 1.2 else None)
    _legs(s, wish, b, y, at, face, shade(face, 0.6), hoofs=True)
    droop = wish.any(-0.10, 0.02)
    quadruped.ears(s, b, (0.84, 0.40, -0.15), (0.15, droop, -0.02), 0.22, 0.14, face, flat=0.45,
                   inner=mix(PINK, face, 0.4), exponents=(0.0, 0.1))
    g = at["girth"]
    puff: dict[str, Any] = {"unit": True, "colour": wish.main, "exponents": (0.0, 0.0), "blend": 0.034}
    s.part("crown", "body", (0.62, 0.50, 0.42), (wool, wool * 0.95, wool * 1.1), symmetry="radial", count=8, **puff)
    s.part("wing", "body", (0.84, -0.12, 0.30), (wool * 1.05, wool, wool * 1.1), symmetry="radial", count=8, **puff)
    s.part("back", "torso", (0.60, 0.42, 0.56), (wool * 1.05, wool, wool), symmetry="quad", **puff)
    s.part("wing tip", "torso", (0.82, -0.22, 0.45), (wool, wool, wool), symmetry="quad", **puff)
    s.part("cap", "head", (0.0, 0.80, -0.20), (b.head * 0.62, b.head * 0.46, b.head * 0.60), unit=True,
           anchor=(0.0, -0.3, 0.0), colour=wish.main, blend=0.012)
    if horned > 0.5:
        root = s.pieces["head"].point((0.62, 0.55, -0.35))
        n = b.head * (0.35 + 0.5 * horned)
        s.limb("upper arm", "head", root, (root[0] + n * 0.6, root[1] + n * 0.15, root[2] - n * 0.9), n * 0.46,
               n * 0.40, symmetry="mirror", colour=HORN, material="plastic", roughness=0.5, blend=0.008)
        a = s.end("upper arm")
        s.limb("lower arm", "upper arm", a, (a[0] + n * 0.35, a[1] - n * 1.2, a[2] + n * 0.2), n * 0.40, n * 0.30,
               colour=HORN, material="plastic", roughness=0.5, blend=0.008)
        a = s.end("lower arm")
        s.limb("hand", "lower arm", a, (a[0] + n * 0.3, a[1] + n * 0.1, a[2] + n * 1.0), n * 0.30, n * 0.12,
               colour=HORN, material="plastic", roughness=0.5, blend=0.008)
    quadruped.tail(s, wish, _rear(s, 0.30), g * 0.8, -0.7, -0.4, (g * 0.24, g * 0.26, g * 0.20), wish.main)
    quadruped.move(s, wish, at["legs"], wag=0.3, ears=0.2, graze=0.8)
    return s


def rabbit(wish: Wish) -> Sketch:
    s, b, at = Sketch(), RABBIT, _sizes(wish)
    length, fluff, r = wish["feature"], wish["detail"], RABBIT.head
    y = quadruped.trunk(s, wish, b, neck=0.62 + wish.any(-0.08, 0.12), **at)
    quadruped.muzzle(s, b, wish.accent, blend=0.02)
    quadruped.nose(s, b, 0.15, BEAN, at=(0.0, 0.88, -0.30))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.main, wish.accent)
    lean, flop = wish.any(-0.25, 0.05), wish.chance(0.15)
    if flop:
        quadruped.ears(s, b, (0.78, 0.54, -0.15), (0.12, -length * 0.80, -0.02), 0.24, 0.36,
                       shade(wish.main, 0.82), hang=True, flat=1.0, thick=0.42, exponents=(0.0, 0.25))
    else:
        quadruped.ears(s, b, (0.36, 0.78, -0.15), (0.05, length, lean * length), 0.24, 0.22, wish.main, flat=0.42,
                       inner=mix(PINK, wish.main, 0.15), exponents=(0.0, 0.12))
    s.part("tail", "body", (0.0, 0.15, -0.92), (fluff, fluff, fluff), unit=True, anchor=(0.0, 0.0, 0.35),
           colour=wish.accent, blend=0.012)
    _whiskers(s, r, r * 0.75, palettes.WHITE if sum(wish.main) < 2.0 else (0.45, 0.42, 0.40))
    quadruped.move(s, wish, at["legs"], wag=0.15, ears=0.16, graze=0.28)
    return s


def elephant(wish: Wish) -> Sketch:
    s, b, at = Sketch(), ELEPHANT, _sizes(wish)
    trunk, tusk, ear, r = wish["feature"], wish["detail"], wish["boxiness"], ELEPHANT.head
    y = quadruped.trunk(s, wish, b, neck=0.36 + wish.any(-0.04, 0.05), **at)
    head = s.pieces["head"]
    quadruped.eyes(s, b)
    curl = wish.any(0.0, 1.0)
    a = head.point((0.0, -0.22, 0.62))
    way = ((0.42, -0.34), (0.10, -0.40), (0.10 + 0.12 * curl, -0.26), (0.26, -0.06 + 0.16 * curl))
    radii = (r * 0.46, r * 0.34, r * 0.27, r * 0.22, r * 0.17)
    parent = "head"
    for k, role in enumerate(("muzzle", "upper arm", "lower arm", "hand")):
        ahead, down = way[k]
        s.limb(role, parent, a, (0.0, a[1] + down * trunk, a[2] + ahead * trunk * 0.7), radii[k], radii[k + 1],
               colour=wish.main, exponents=(0.0, 0.35), reach=0.86, blend=0.045 if k == 0 else 0.03)
        a, parent = s.end(role), role
    s.part("side fin", "hand", (0.0, 0.93, 0.0), (r * 0.15, r * 0.05, r * 0.15), unit=True, colour=mix(PINK, wish.main,
           0.45), turn=s.pieces["hand"].pose, exponents=(0.0, 0.4), blend=0.006)
    s.part("ear", "head", (0.80, 0.16, -0.25), (ear * 0.5, ear * 0.60, r * 0.085), unit=True, anchor=(-0.80, 0.22, 0.0),
           turn=about_y(0.55), symmetry="mirror", exponents=(0.12, 0.12), taper=0.16, bend=0.06, colour=wish.main,
           blend=0.02)
    s.part("crown middle", "ear", (0.10, -0.02, 0.62), (ear * 0.36, ear * 0.46, r * 0.050), unit=True,
           turn=about_y(0.55), exponents=(0.12, 0.12), taper=0.16, bend=0.06, colour=wish.accent, blend=0.01)
    root = head.point((0.46, -0.62, 0.58))
    s.limb("detail", "head", root, (root[0] + tusk * 0.16, root[1] - tusk * 0.42, root[2] + tusk * 0.80), r * 0.12,
           r * 0.04, symmetry="mirror", bend=0.20, exponents=(0.0, 0.15), colour=IVORY, material="plastic",
           roughness=0.3, blend=0.008)
    _legs(s, wish, b, y, at, wish.main, shade(wish.main, 0.86))
    for role, foot in (("wing", "foot"), ("wing tip", "hind foot")):
        x, h, z = s.pieces[foot].size
        s.part(role, foot, (0.0, -0.30, 0.84), (x * 0.80, h * 0.34, z * 0.16), unit=True, exponents=(0.2, 0.3),
               colour=IVORY, material="plastic", roughness=0.4, blend=0.006)
    quadruped.tuft(s, _rear(s, 0.45), at["legs"] * 0.75, 0.026, 0.045, wish.main, shade(wish.main, 0.45))
    quadruped.move(s, wish, at["legs"] * 0.8, wag=0.25, ears=0.0, graze=0.2)
    _move_elephant(s, wish)
    return s


_TRUNK = ("muzzle", "upper arm", "lower arm", "hand")


def _move_elephant(s: Sketch, wish: Wish) -> None:
    """The trunk follows through, sways or is raised; ears fan."""
    a = wish.drive
    if wish.verb == "swing":
        gaits.along(s, _TRUNK, 0.26 * a, axis="z", lag=0.09, growth=1.15)
        s.move("head", z=wave(0.07 * a, 0.9), y=wave(0.12 * a, 0.9))
        s.move("ear", y=wave(0.25 * a, 0.2))
    elif wish.verb == "wave":
        for k, role in enumerate(_TRUNK):
            s.move(role, x=wave(-0.40 * a, 0.03 * k, -0.22 * a, 0.03 * k))
        s.move("head", x=wave(-0.14 * a))
        s.move("ear", y=wave(0.0, 0.0, 0.22 * a, 0.1))
    elif wish.verb != "still":
        gaits.along(s, _TRUNK, 0.08 * a, axis="x", lag=0.12)
        s.move("ear", y=wave(0.0, 0.0, 0.16 * a, 0.15))
    else:
        gaits.along(s, _TRUNK, 0.04, axis="z", lag=0.12)
        s.move("ear", y=wave(0.10, 0.15))


def bear(wish: Wish) -> Sketch:
    s, b, at = Sketch(), BEAR, _sizes(wish)
    snout, round_ear = wish["feature"], wish["detail"]
    y = quadruped.trunk(s, wish, b, neck=0.34 + wish.any(-0.05, 0.08), **at)
    quadruped.muzzle(s, b, wish.accent, snout - 0.11, blend=0.02)
    quadruped.nose(s, b, 0.23, at=(0.0, 0.80, -0.50))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.pick((wish.main, shade(wish.main, 0.8))), shade(wish.main, 0.7))
    s.part("ear", "head", (0.66, 0.70, -0.10), (round_ear, round_ear, round_ear * 0.5), unit=True,
           anchor=(0.0, -0.35, 0.0), turn=about_y(0.25), symmetry="mirror", colour=wish.main, blend=0.014)
    s.part("crown middle", "ear", (0.0, 0.08, 0.72), (round_ear * 0.58, round_ear * 0.58, round_ear * 0.22), unit=True,
           turn=about_y(0.25), colour=mix(wish.accent, wish.main, 0.25), blend=0.003)
    for role, foot in (("wing", "foot"), ("wing tip", "hind foot")):        # claws
        x, h, z = s.pieces[foot].size
        s.part(role, foot, (0.46, -0.25, 0.80), (x * 0.10, h * 0.20, z * 0.22), unit=True, symmetry="mirror",
               anchor=(0.0, 0.0, -0.4), colour=palettes.NOSE, material="plastic", roughness=0.4, blend=0.004)
    s.part("tail", "body", (0.0, 0.42, -0.90), (0.085, 0.085, 0.085), unit=True, anchor=(0.0, 0.0, 0.4),
           colour=wish.main, blend=0.03)
    quadruped.move(s, wish, at["legs"], wag=0.1, ears=0.08, graze=0.3, bob=0.028)
    if wish.verb in ("walk", "run"):
        s.move("body", z=wave(0.04 * wish.drive, 0.22))
    return s


def deer(wish: Wish) -> Sketch:
    s, b, at = Sketch(), DEER, _sizes(wish)
    neck, antler = wish["feature"], wish["detail"]
    y = quadruped.trunk(s, wish, b, neck=neck, paint=_spots(wish, mix(wish.main, palettes.WHITE, 0.8), 0.28), **at)
    quadruped.muzzle(s, b, wish.main)
    quadruped.nose(s, b, 0.22, at=(0.0, 0.84, -0.35))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.pick((wish.main, shade(wish.main, 0.7))), palettes.RUBBER, hoofs=True)
    quadruped.ears(s, b, (0.72, 0.58, -0.35), (0.15, 0.08, -0.03), 0.28, 0.10, wish.main, flat=0.40,
                   inner=mix(wish.accent, PINK, 0.3), exponents=(0.0, 0.1))
    s.part("crown", "torso", (0.0, -0.10, 0.66), (at["girth"] * 0.56, at["girth"] * 0.98, at["half"] * 0.26), unit=True,
           turn=about_x(0.30), colour=wish.accent, blend=0.03)
    horn: dict[str, Any] = {"colour": HORN if sum(wish.main) < 2.2 else shade(HORN, 0.6), "material": "wood",
                            "roughness": 0.6, "blend": 0.006, "exponents": (0.0, 0.2)}
    thick = 0.016 + 0.020 * antler
    root = s.pieces["head"].point((0.34, 0.82, -0.30))
    s.limb("cap", "head", root, (root[0] + antler * 0.30, root[1] + antler * 0.48, root[2] - antler * 0.22),
           thick * 1.2, thick, symmetry="mirror", bend=-0.18, **horn)
    a = s.end("cap", 0.90)
    s.limb("upper arm", "cap", a, (a[0] + antler * 0.16, a[1] + antler * 0.52, a[2] + antler * 0.14), thick,
           thick * 0.4, bend=-0.20, **horn)
    a = s.pieces["upper arm"].point((0.0, -0.35, 0.0))
    s.limb("lower arm", "upper arm", a, (a[0] - antler * 0.08, a[1] + antler * 0.30, a[2] + antler * 0.20),
           thick * 0.85, thick * 0.35, **horn)
    a = s.pieces["cap"].point((0.0, -0.25, 0.0))
    s.limb("hand", "cap", a, (a[0] - antler * 0.02, a[1] + antler * 0.24, a[2] + antler * 0.24), thick * 0.85,
           thick * 0.35, **horn)
    g = at["girth"]
    quadruped.tail(s, wish, _rear(s, 0.50), g * 0.85, -0.5, 0.4, (g * 0.20, g * 0.26, g * 0.12), wish.accent)
    quadruped.move(s, wish, at["legs"], wag=0.2, ears=0.22, graze=0.95)
    return s


def mouse(wish: Wish) -> Sketch:
    s, b, at = Sketch(), MOUSE, _sizes(wish)
    ear, tail, r = wish["feature"] / 2, wish["detail"], MOUSE.head
    y = quadruped.trunk(s, wish, b, neck=0.40 + wish.any(-0.06, 0.10), **at)
    quadruped.muzzle(s, b, wish.main, blend=0.04)
    quadruped.nose(s, b, 0.16, BEAN, at=(0.0, 0.92, -0.10))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.main, wish.accent)
    turn = product(about_y(0.30), about_x(-0.12))
    s.part("ear", "head", (0.66, 0.66, -0.25), (ear, ear, ear * 0.24), unit=True, anchor=(-0.25, -0.72, 0.0),
           turn=turn, symmetry="mirror", bend=0.05, colour=wish.main, blend=0.012)
    s.part("crown middle", "ear", (0.0, 0.02, 0.75), (ear * 0.76, ear * 0.76, ear * 0.09), unit=True, turn=turn,
           colour=wish.accent, blend=0.003)
    skin: dict[str, Any] = {"colour": wish.accent, "material": "skin", "blend": 0.012, "exponents": (0.0, 0.3),
                            "reach": 0.88}
    a, thin, up = _rear(s, 0.0), 0.040, wish.any(0.1, 0.9)
    part = tail / 3
    s.limb("tail", "body", a, (0.0, max(a[1] - 0.10, 0.10), a[2] - part), thin * 1.3, thin, **skin)
    a = s.end("tail")
    s.limb("tail tip", "tail", a, (part * 0.20, a[1] + part * 0.1, a[2] - part), thin, thin * 0.75, bend=0.10, **skin)
    a = s.end("tail tip")
    s.limb("crown", "tail tip", a, (a[0] + part * 0.1, a[1] + part * up, a[2] - part * 0.6), thin * 0.75, thin * 0.4,
           bend=0.12, **skin)
    _whiskers(s, r, r * 0.8, (0.35, 0.33, 0.32) if sum(wish.main) > 1.5 else palettes.WHITE)
    quadruped.move(s, wish, at["legs"], wag=0.25, ears=0.12, graze=0.2)
    gaits.along(s, ("crown",), 0.25 * wish.drive, first=0.40)
    return s


def lion(wish: Wish) -> Sketch:
    s, b, at = Sketch(), LION, _sizes(wish)
    mane, tail, r = wish["feature"], wish["detail"], LION.head
    y = quadruped.trunk(s, wish, b, neck=0.42 + wish.any(-0.05, 0.08), **at)
    pale = _light(wish.main)
    quadruped.muzzle(s, b, pale, blend=0.02)
    quadruped.nose(s, b, 0.20, shade(BEAN, 0.45), at=(0.0, 0.78, -0.52))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.main, pale)
    head = s.pieces["head"]
    s.part("ear", "head", (0.66, 0.74, -0.02), (r * 0.26, r * 0.28, r * 0.14), unit=True, anchor=(0.0, -0.35, 0.0),
           turn=about_y(0.2), symmetry="mirror", colour=wish.main, blend=0.012)
    s.part("crown middle", "ear", (0.0, 0.05, 0.72), (r * 0.15, r * 0.17, r * 0.06), unit=True, turn=about_y(0.2),
           colour=shade(wish.main, 0.6), blend=0.003)
    hair: dict[str, Any] = {"colour": wish.accent, "material": "fur"}
    c = head.centre
    around = about_x(1.5708 + 0.08)                 # +y ahead: the ring lies about the face
    grown = min(mane / 0.09, 1.0)                   # without a mane all of it lies inside head and chest
    wide = r * (0.70 + 0.24 * grown) + mane * 0.70
    s.part("back", "head", (0.0, c[1] - 0.01, c[2] - r * 0.40), (wide, r * (0.36 + 0.18 * grown), wide * 1.06),
           turn=around, exponents=(0.0, 0.15), blend=0.02, **hair)
    s.part("crown", "back", (0.0, 0.20, 0.74), (wide * 0.40, r * (0.28 + 0.16 * grown), mane * 0.42 + r * 0.26 * grown),
           unit=True, turn=around, anchor=(0.0, 0.0, -0.2), symmetry="radial", count=8, blend=0.03, **hair)
    s.part("cap", "torso", (0.0, 0.16, 0.42), (r * (0.3 + 0.5 * grown) + mane * 0.5,
           at["girth"] * (0.4 + 0.62 * grown), r * (0.2 + 0.46 * grown) + mane * 0.4),
           unit=True, turn=about_x(-0.35), colour=shade(wish.accent, 0.88), material="fur", blend=0.035)
    quadruped.tuft(s, _rear(s, 0.50), tail, 0.032, 0.075, wish.main, wish.accent)
    quadruped.move(s, wish, at["legs"], wag=0.3, ears=0.06, graze=0.3)
    s.move("crown", x=wave(0.04 * wish.drive, 0.5), offset=0.125)
    return s


def giraffe(wish: Wish) -> Sketch:
    s, b, at = Sketch(), GIRAFFE, _sizes(wish)
    neck, bump, r = wish["feature"], wish["detail"], GIRAFFE.head
    coat = _spots(wish, wish.accent, 0.40)
    y = quadruped.trunk(s, wish, b, neck=neck, paint=coat, two=True, **at)
    pale = _light(wish.main)
    quadruped.muzzle(s, b, pale, blend=0.025)
    quadruped.nostrils(s, b, 0.10, shade(wish.accent, 0.5), at=(0.42, 0.86, -0.40))
    quadruped.eyes(s, b)
    _legs(s, wish, b, y, at, wish.pick((pale, wish.main)), shade(wish.accent, 0.55), hoofs=True, paint=coat)
    quadruped.ears(s, b, (0.84, 0.56, -0.30), (0.13, 0.02, -0.03), 0.26, 0.10, wish.main, flat=0.42,
                   inner=mix(PINK, wish.main, 0.4), exponents=(0.0, 0.1))
    root = s.pieces["head"].point((0.36, 0.80, -0.30))
    s.limb("cap", "head", root, (root[0] + 0.012, root[1] + bump, root[2] - bump * 0.25), r * 0.13, r * 0.11,
           symmetry="mirror", exponents=(0.0, 0.4), colour=wish.main, blend=0.008)
    s.part("wing", "cap", (0.0, 0.90, 0.0), (r * 0.19, r * 0.19, r * 0.19), unit=True, colour=wish.accent, blend=0.004)
    hair: dict[str, Any] = {"colour": wish.accent, "material": "fur", "exponents": (0.2, 0.25), "blend": 0.012}
    for role, part in (("back", "neck"), ("crown", "neck tip")):
        n = s.pieces[part]
        s.part(role, part, (0.0, 0.0, -0.86), (0.022, n.size[1] * 0.95, 0.052), unit=True, turn=n.pose, **hair)
    quadruped.tuft(s, _rear(s, 0.45), at["legs"] * 0.55, 0.022, 0.040, wish.main, wish.accent)
    quadruped.move(s, wish, at["legs"], wag=0.25, ears=0.2, graze=0.75)
    return s
