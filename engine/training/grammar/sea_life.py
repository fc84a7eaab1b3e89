"""Sea life: fishes and whales from one finned hull, octopuses and jellyfish from rings of arms, crabs."""

from __future__ import annotations

import math
from typing import Any

from engine.training.grammar import gaits
from engine.training.grammar.sketch import Sketch, Vector, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

LIE = about_x(math.pi / 2)              # own +y to the front, own +z down
ACROSS = about_z(-math.pi / 2)          # own +y to +x, own +z to the front: a negative bend wraps around a snout
MOUTH = (0.30, 0.10, 0.12)
_ARM = ("upper leg", "lower leg", "foot", "hind upper leg", "hind lower leg")


def fish(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, half, count, fin, dorsal = (wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["count"],
                                             wish["feature"], wish["detail"])
    y = high + 0.16
    fins = {"colour": wish.pick((wish.accent, wish.accent, shade(wish.main, 0.7))), "material": "skin"}
    s.part("body", None, (0.0, y, 0.0), (girth, half, high), turn=LIE, taper=0.10, exponents=(0.0, 0.28), blend=0.05,
           colour=wish.main)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, 0.24, 0.42), (girth * 0.84, half * 0.62, high * 0.56), unit=True, turn=LIE,
           exponents=(0.0, 0.05), colour=mix(wish.accent, palettes.WHITE, 0.35), blend=0.03)
    s.part("muzzle", "body", (0.0, 0.90, 0.10), (girth * 0.34 + 0.015, 0.045, high * 0.17 + 0.012), unit=True,
           turn=LIE, exponents=(0.0, 0.3), colour=mix(wish.main, (0.85, 0.45, 0.42), 0.55), blend=0.02)
    r = 0.050 + 0.16 * high
    s.part("eye", "body", (0.66, 0.56, -0.24), (r, r, r * 0.62), unit=True, anchor=(0, 0, -0.42), turn=about_y(1.25),
           symmetry="mirror", colour=palettes.WHITE, material="plastic", roughness=0.12, blend=0.006)
    _pupil(s, r, 1.25, 0.64)
    s.part("slat", "body", (0.0, 0.36, 0.0), (girth * 1.04, 0.012 + 0.17 * half / (count + 1), high * 1.035),
           unit=True, turn=LIE, symmetry="row", count=count, exponents=(0.0, 0.8), colour=wish.accent, blend=0.006)
    stem = _stem(s, half * 0.30, high * 0.30 + 0.012, high * 0.20 + 0.012, 0.55, y + 0.01, 0.84, wish)
    thin = 0.020
    _plate(s, "tail tip", "tail", stem, (0.0, 0.62, -0.62), fin, fin * 0.34, fin * 0.20, thin, **fins)
    _plate(s, "back", "tail", stem, (0.0, -0.50, -0.66), fin * 0.88, fin * 0.32, fin * 0.18, thin, **fins)
    top, low = body.point((0.0, 0.12, -0.86)), body.point((0.0, -0.20, 0.86))
    _plate(s, "fin", "body", top, (0.0, 1.0, -0.80), dorsal * 1.25 + 0.06, half * 0.42, half * 0.20, thin, **fins)
    _plate(s, "foot", "body", low, (0.0, -0.7, -0.6), dorsal * 0.7 + 0.04, half * 0.20, half * 0.10, thin, **fins)
    side = body.point((0.82, 0.22, 0.30))
    s.limb("side fin", "body", side, (side[0] + 0.16, side[1] - 0.12, side[2] - 0.14), 0.040, 0.095, thick=0.26,
           symmetry="mirror", exponents=(0.1, 0.25), reach=0.82, blend=0.012, **fins)
    _swim(s, wish)
    return s


def shark(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, half, count, fin, dorsal = (wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["count"],
                                             wish["feature"], wish["detail"])
    y = high + 0.17
    fins = {"colour": shade(wish.main, 0.82), "material": "skin"}
    s.part("body", None, (0.0, y, half * 0.22), (girth, half * 0.70, high), turn=LIE, taper=0.05, exponents=(0.0, 0.0),
           blend=0.05, colour=wish.main)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, 0.08, 0.34), (girth * 0.90, half * 0.60, high * 0.76), unit=True, turn=LIE,
           colour=wish.accent, blend=0.014)
    mouth = body.point((0.0, 0.89, 0.20))
    s.part("muzzle", "body", (0.0, mouth[1] - high * 0.24, mouth[2]), (girth * 0.54, girth * 0.19,
           girth * 0.74), anchor=(0.0, 0.0, 0.35), turn=about_x(0.16), exponents=(0.0, 0.1), colour=wish.accent,
           blend=0.02)
    s.part("crown", "body", (0.0, mouth[1], mouth[2] + girth * 0.02), (high * 0.16, girth * 0.60, girth * 0.26),
           anchor=(0.0, 0.0, -0.80), turn=ACROSS, bend=max(-0.24 * half / girth, -1.4), exponents=(0.1, 0.2),
           colour=MOUTH, material="skin", roughness=0.5, blend=0.006)
    s.part("crown top", "crown", (-0.40, 0.64, 0.66), (girth * 0.085, high * 0.17, girth * 0.05), unit=True,
           anchor=(0.0, 0.5, 0.0), symmetry="row", count=7, taper=0.75, colour=palettes.WHITE, material="plastic",
           blend=0.002)
    r = 0.026 + 0.10 * high
    s.part("eye", "body", (0.78, 0.60, -0.22), (r, r * 1.05, r * 0.6), unit=True, anchor=(0, 0, -0.30),
           turn=about_y(1.15), symmetry="mirror", colour=palettes.EYE, material="plastic", roughness=0.06, blend=0.004)
    s.part("handle", "eye", (-0.24, 0.44, 0.70), (r * 0.28, r * 0.28, r * 0.16), unit=True, turn=about_y(1.15),
           colour=(1.0, 1.0, 1.0), material="plastic", blend=0.002)
    s.part("ear", "body", (0.90, 0.10, -0.06), (0.04, half * 0.12, high * 0.20), unit=True, anchor=(0.75, 0.0, 0.0),
           turn=LIE, symmetry="mirror", colour=wish.main, blend=0.02)
    s.part("slat", "ear", (0.66, 0.66, 0.0), (0.018, 0.011, high * 0.34), unit=True, turn=LIE, symmetry="row",
           count=count, exponents=(0.0, 0.2), colour=shade(wish.main, 0.42), material="skin", blend=0.003)
    stem = _stem(s, half * 0.52, high * 0.62, high * 0.20, 0.72, y + high * 0.30, 0.62, wish)
    _plate(s, "tail tip", "tail", stem, (0.0, 0.70, -0.62), fin, fin * 0.26, fin * 0.10, 0.022, **fins)
    _plate(s, "back", "tail", stem, (0.0, -0.72, -0.42), fin * 0.58, fin * 0.20, fin * 0.08, 0.020, **fins)
    _plate(s, "fin", "body", body.point((0.0, 0.02, -0.88)), (0.0, 1.0, -0.50), dorsal * 1.15 + 0.04, dorsal * 0.62,
           dorsal * 0.16, 0.024, **fins)
    _plate(s, "foot", "body", body.point((0.0, -0.50, 0.70)), (0.0, -0.8, -0.55), dorsal * 0.42, dorsal * 0.26,
           dorsal * 0.10, 0.018, **fins)
    side, long = body.point((0.74, 0.12, 0.52)), 0.20 + half * 0.26
    s.limb("side fin", "body", side, (side[0] + long * 0.82, side[1] - long * 0.24, side[2] - long * 0.50), long * 0.30,
           long * 0.11, thick=0.14, symmetry="mirror", exponents=(0.1, 0.2), reach=0.84, blend=0.02, **fins)
    _swim(s, wish)
    return s


def whale(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, half, fluke, flipper = (wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                         wish["detail"])
    y = high + 0.10
    s.part("body", None, (0.0, y, half * 0.26), (girth, half * 0.66, high), turn=LIE, taper=0.14,
           exponents=(0.06, 0.20), blend=0.06, colour=wish.main)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, 0.16, 0.46), (high * 0.60, girth * 0.93, half * 0.56), unit=True, turn=ACROSS,
           exponents=(0.1, 0.0), colour=wish.accent, pattern="stripes", second=shade(wish.accent, 0.66), grain=0.16,
           blend=0.016)
    front = body.point((0.0, 0.95, 0.20))
    s.part("crown", "body", front, (0.016, girth * 0.88, 0.060), anchor=(0.0, 0.0, -0.5), turn=product(about_x(0.04),
           ACROSS), bend=max(-0.27 * half / girth, -1.4), exponents=(0.2, 0.3), colour=shade(wish.main, 0.40),
           material="skin", blend=0.006)
    r = 0.030 + 0.085 * high
    at = body.point((0.93, 0.52, 0.10))
    s.part("eye", "body", at, (r, r * 1.05, r * 0.6), anchor=(0, 0, -0.30), turn=about_y(1.15), symmetry="mirror",
           colour=palettes.WHITE, material="plastic", roughness=0.10, blend=0.006)
    _pupil(s, r, 1.15, 0.68, "detail")
    s.part("cap", "body", body.point((0.0, 0.30, -0.98)), (0.045, 0.022, 0.060), exponents=(0.0, 0.3),
           colour=shade(wish.main, 0.45), material="skin", blend=0.010)
    if wish.chance(0.35):
        spray = {"colour": (0.80, 0.92, 0.98), "material": "glass", "roughness": 0.08}
        hole = s.pieces["cap"].centre
        s.limb("crown middle", "cap", hole, (0.0, hole[1] + 0.20, hole[2]), 0.022, 0.034, exponents=(0.0, 0.3),
               blend=0.02, **spray)
        top = s.end("crown middle", 0.80)
        s.limb("crown top", "crown middle", top, (0.13, top[1] + 0.05, top[2]), 0.034, 0.052, symmetry="mirror",
               exponents=(0.0, 0.1), bend=0.0, reach=0.7, blend=0.03, **spray)
    stem = _stem(s, half * 0.60, high * 0.66, high * 0.15, 0.95, y + high * 0.30, 0.58, wish)
    fins = {"colour": shade(wish.main, 0.84), "material": "skin"}
    s.limb("tail tip", "tail", (0.02, stem[1], stem[2]), (fluke * 0.50, stem[1] + 0.04, stem[2] - fluke * 0.30),
           fluke * 0.19, fluke * 0.07, thick=0.20, symmetry="mirror", exponents=(0.1, 0.2), reach=0.86, blend=0.03,
           **fins)
    _plate(s, "fin", "body", body.point((0.0, -0.50, -0.88)), (0.0, 0.7, -0.7), 0.10 + high * 0.26, 0.05 + high * 0.20,
           0.03, 0.026, **fins)
    side = body.point((0.86, 0.18, 0.46))
    s.limb("side fin", "body", side, (side[0] + flipper * 0.70, side[1] - flipper * 0.34, side[2] - flipper * 0.52),
           flipper * 0.20, flipper * 0.11, thick=0.26, symmetry="mirror", exponents=(0.1, 0.2), reach=0.84, blend=0.03,
           **fins)
    a = wish.drive
    if wish.verb == "swim":                         # a whale's tail beats up and down
        s.move("body", x=wave(0.07 * a, 0.0), rise=wave(0.05 * a, 0.30))
        gaits.along(s, ("tail", "tail tip"), 0.30 * a, first=0.18, lag=0.16, axis="x", growth=1.35)
        s.move("side fin", z=wave(0.24 * a, 0.25), x=wave(0.12 * a, 0.45))
    else:
        _swim(s, wish)
    return s


def octopus(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, long, count, thick, eye = (wish["height"] / 2, wish["width"] / 2, wish["length"], wish["count"],
                                            wish["feature"] / 2, wish["detail"] / 2)
    swims = wish.verb == "swim"
    y = 0.21 if not swims else 0.21 + long * 0.72
    skirt = girth * 0.86
    s.part("body", None, (0.0, y, 0.0), (skirt, 0.13, skirt), exponents=(0.0, 0.1), taper=-0.22, blend=0.06,
           colour=wish.main)
    lean = about_x(wish.any(-0.34, -0.14))
    s.part("head", "body", (0.0, y + 0.05, -0.02), (girth, high, girth * 0.98), anchor=(0.0, -0.74, 0.0), turn=lean,
           taper=0.20, blend=0.07, exponents=(0.0, 0.04), colour=wish.main)
    head = s.pieces["head"]
    s.part("eye", "head", head.point((0.50, -0.28, 0.80)), (eye, eye * 1.06, eye * 0.70), anchor=(0.0, 0.0, -0.25),
           turn=about_y(0.55), symmetry="mirror", colour=palettes.WHITE, material="plastic", roughness=0.10,
           blend=0.008)
    _pupil(s, eye, 0.55, 0.62)
    s.part("muzzle", "head", head.point((0.0, -0.56, 0.97)), (0.016, girth * 0.22, 0.026), turn=product(about_x(0.25),
           ACROSS), bend=-0.20, exponents=(0.1, 0.3), colour=shade(wish.main, 0.35), material="skin", blend=0.004)
    s.part("detail", "head", head.point((0.70, 0.46, 0.55)), (girth * 0.15, girth * 0.16, girth * 0.07),
           symmetry="mirror", turn=about_y(0.85), colour=mix(wish.main, wish.accent, 0.55), material="skin",
           blend=0.010)
    first = math.pi / count
    steps = _CURL if not swims else _TRAIL
    _ring(s, "body", _ARM, first, (skirt * 0.80, y - 0.04), [(dx * long, dy * (long if swims else 1.0),
          turn * long) for dx, dy, turn in steps], [thick * k for k in (1.10, 0.92, 0.72, 0.52, 0.36, 0.18)], count,
          {"colour": wish.main, "blend": 0.014 if swims else 0.03})
    out = (math.sin(first), 0.0, math.cos(first))
    p = s.pieces["hind upper leg"]
    s.part("slat", "hind upper leg", p.point((0.0, 0.58, 0.0)), (thick * 0.26, thick * 0.26, thick * 0.26),
           colour=wish.accent, material="skin", blend=0.004, symmetry="row", count=3)
    _under(s, out, p)
    _octopus_moves(s, wish, first, count)
    return s


_CURL = ((0.30, -0.13, 0.0), (0.27, -0.02, 0.07), (0.20, 0.03, 0.10), (0.12, 0.10, 0.06), (-0.04, 0.12, 0.0))
"""An arm's bones at rest: outwards and aside as shares of its length, upwards in object units."""
_TRAIL = ((0.16, -0.22, 0.0), (0.06, -0.24, 0.05), (-0.02, -0.22, 0.03), (-0.03, -0.18, -0.03), (0.02, -0.14, -0.03))
"""The same while it swims: downwards as a share of its length."""


def _ring(s: Sketch, hub: str, roles: tuple[str, ...], angle: float, start: tuple[float, float], steps, radii,
          count: int, look: dict) -> None:
    """Arms in a ring around the hub, each a chain of bones that leaves it at `angle` from the front.

    `steps`: of each bone outwards, upwards and aside.
    """
    (out, up), side = start, 0.0
    dx, dz = math.sin(angle), math.cos(angle)
    at, parent, more = (dx * out, up, dz * out), hub, {"symmetry": "radial", "count": count}
    for index, role in enumerate(roles):
        away, rise, aside = steps[index]
        out, up, side = out + away, up + rise, side + aside
        end = (dx * out + dz * side, up, dz * out - dx * side)
        s.limb(role, parent, at, end, radii[index], radii[index + 1], exponents=(0.0, 0.3), reach=0.86, **more, **look)
        at, parent, more = s.end(role, 0.86), role, {}


def _under(s: Sketch, out: Vector, bone) -> None:
    """Put the suckers on the side of the bone that faces away from the head once it curls up."""
    slat = s.pieces["slat"]
    x, z = bone.pose[0], bone.pose[2]
    side = (x[0] * out[0] + z[0] * out[2], x[2] * out[0] + z[2] * out[2])
    length = math.hypot(*side) or 1.0
    slat.attach = (side[0] / length * 0.78, 0.52, side[1] / length * 0.78)


def _octopus_moves(s: Sketch, wish: Wish, angle: float, count: int) -> None:
    a, verb = wish.drive, wish.verb
    tx, tz = math.cos(angle), -math.sin(angle)          # turning about this, an arm rises and falls

    def curl(role: str, amplitude: float, lag: float, aside: float = 0.0) -> None:
        up = wave(-amplitude * a, lag)
        s.move(role, x=tuple(tx * v for v in up), z=tuple(tz * v for v in up), y=wave(aside * a, lag + 0.25))

    if verb == "swim":
        for index, role in enumerate(_ARM):
            curl(role, (0.34, 0.26, 0.26, 0.26, 0.26)[index], 0.10 + 0.12 * index)
        s.move("body", rise=wave(0.10 * a, 0.30), x=wave(0.06 * a, 0.2))
        s.move("head", stretch=(0.12 * a, 0.0))
        return
    lift, aside, step = {"crawl": (0.16, 0.22, 0.5), "wave": (0.34, 0.10, 2.0 / count), "nod": (0.07, 0.05, 0.3),
                         "still": (0.05, 0.05, 1.0 / count)}.get(verb, (0.0, 0.0, 0.0))
    if lift:
        for index, role in enumerate(_ARM):
            grow = (0.35, 0.7, 1.1, 1.3, 1.5)[index] if verb != "crawl" else (0.7, 0.9, 1.0, 1.1, 1.3)[index]
            curl(role, lift * grow, 0.12 * index, aside * (0.8 if index else 1.0))
        s.move("upper leg", offset=step)
    if verb == "crawl":
        s.move("body", rise=wave(0.0, 0.0, 0.014 * a), z=wave(0.05 * a, 0.2), y=wave(0.06 * a, 0.1))
        s.move("head", x=wave(0.10 * a, 0.15), z=wave(-0.07 * a, 0.3), stretch=(0.04 * a, 0.0))
    elif verb == "nod":
        s.move("head", x=wave(0.18 * a), y=wave(0.20 * a, 0.3), z=wave(0.10 * a, 0.2))
    elif verb in ("still", "wave"):
        s.move("head", stretch=(0.025 * (a if verb == "wave" else 1.0), 0.01), z=wave(0.03, 0.2))


def crab(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, half, claw, stalk = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                      wish["detail"])
    deep = 0.14 + half * 0.22
    y = legs * 0.62 + deep * 0.75
    shell: dict[str, Any] = {"colour": wish.main}
    s.part("body", None, (0.0, y, 0.0), (girth, deep, half), exponents=(0.16, 0.14), taper=0.10, blend=0.02, **shell)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, -0.30, 0.06), (girth * 0.90, deep * 0.72, half * 0.94), unit=True,
           exponents=(0.16, 0.2), taper=0.16, colour=wish.accent, blend=0.008)
    s.part("back", "body", (0.36, 0.86, -0.18), (girth * 0.15, deep * 0.16, half * 0.17), unit=True, symmetry="quad",
           colour=shade(wish.main, 1.16), material=wish.material, blend=0.02)
    root = body.point((0.26, 0.62, 0.80))
    tip = (root[0] + 0.02, root[1] + stalk + 0.09, root[2] + 0.02)
    s.limb("neck", "body", root, tip, 0.034, 0.028, symmetry="mirror", exponents=(0.0, 0.4), blend=0.012, **shell)
    e = 0.052 + girth * 0.055
    s.part("eye", "neck", s.end("neck", 0.90), (e, e * 1.08, e * 0.92), anchor=(0.0, -0.45, 0.0), turn=about_y(0.22),
           colour=palettes.WHITE, material="plastic", roughness=0.10, blend=0.006)
    _pupil(s, e, 0.22, 0.60, "detail")
    s.part("muzzle", "torso", (0.0, 0.22, 0.95), (0.015, girth * 0.26, 0.022), unit=True,
           turn=product(about_x(0.12), ACROSS), bend=-0.14, exponents=(0.1, 0.3), colour=shade(wish.main, 0.34),
           material="skin", blend=0.004)
    _crab_legs(s, wish, legs, girth, half)
    root = body.point((0.66, -0.05, 0.66))
    elbow = (root[0] + 0.10 + claw * 0.20, root[1] + 0.05, root[2] + 0.12)
    s.limb("upper arm", "body", root, elbow, 0.055, 0.050, symmetry="mirror", exponents=(0.1, 0.3),
           blend=0.014, **shell)
    wrist = (elbow[0] + 0.02, elbow[1] + 0.12 + claw * 0.20, elbow[2] + 0.10)
    s.limb("lower arm", "upper arm", s.end("upper arm"), wrist, 0.052, 0.070, exponents=(0.1, 0.3),
           blend=0.014, **shell)
    at = s.end("lower arm", 0.80)
    lean = product(about_z(0.20), about_x(0.42))
    s.part("hand", "lower arm", at, (claw * 0.48, claw * 0.50, claw * 0.34), anchor=(0.0, -0.80, 0.0), turn=lean,
           exponents=(0.0, 0.0), blend=0.016, **shell)
    c = s.pieces["hand"]
    for role, side, thick, long in (("wing", 1.0, 0.40, 0.92), ("wing tip", -1.0, 0.30, 0.74)):
        base, end = c.point((0.48 * side, 0.50, 0.0)), c.point((0.30 * side, 0.50 + 1.9 * long, 0.20))
        s.limb(role, "hand", base, end, claw * thick, claw * 0.07, flat=0.80, exponents=(0.0, 0.10), reach=0.78,
               colour=mix(wish.main, wish.accent, 0.40), material=wish.material, blend=0.010)
    if wish.verb in ("walk", "run"):            # it walks sideways: the whole crab is turned, not its steps
        body.pose = body.rotation = about_y(math.pi / 2)
    _crab_moves(s, wish, legs)
    return s


def _crab_legs(s: Sketch, wish: Wish, legs: float, girth: float, half: float) -> None:
    """Three pairs, knees high, tips on the ground."""
    body = s.pieces["body"]
    rows = (("upper leg", "lower leg", "foot", 0.34, 0.42), ("hind upper leg", "hind lower leg", "hind foot", -0.12,
            0.0), ("crown", "crown middle", "crown top", -0.56, -0.46))
    for upper, lower, foot, at, lean in rows:
        hip = body.point((0.80, -0.35, at))
        knee = (hip[0] + 0.13 + legs * 0.26, hip[1] + legs * 0.20 + 0.05, hip[2] + lean * 0.24)
        ankle = (knee[0] + 0.08 + legs * 0.16, 0.11, knee[2] + lean * 0.16)
        s.limb(upper, "body", hip, knee, 0.046, 0.042, symmetry="mirror", exponents=(0.1, 0.35), blend=0.012,
               colour=wish.main)
        s.limb(lower, upper, s.end(upper), ankle, 0.042, 0.032, hang=True, exponents=(0.1, 0.35), blend=0.010,
               colour=wish.main)
        tip = (ankle[0] + 0.03, 0.005, ankle[2] + lean * 0.04)
        s.limb(foot, lower, s.end(lower), tip, 0.030, 0.010, hang=True, exponents=(0.0, 0.2),
               colour=shade(wish.main, 0.5), material=wish.material, blend=0.008)


def _crab_moves(s: Sketch, wish: Wish, legs: float) -> None:
    a, verb = wish.drive, wish.verb
    if verb in ("walk", "run"):
        gaits.many_legs(s, wish, ("upper leg", "hind upper leg", "crown"), 0.16 + legs * 0.25, 0.05 + legs * 0.08)
        s.move("body", x=wave(0.0, 0.0, 0.03 * a, 0.2), rise=wave(0.0, 0.0, 0.014 * a, 0.1))
        s.move("upper arm", z=wave(0.10 * a, 0.2), offset=0.5)
        s.move("hand", x=wave(0.12 * a, 0.35))
        s.move("neck", x=wave(0.0, 0.0, 0.10 * a, 0.2), z=wave(0.06 * a, 0.3))
    elif verb == "open":
        _pinch(s, 0.58 * a)
        s.move("lower arm", x=wave(-0.16 * a, 0.05))
    elif verb == "wave":
        s.move("upper arm", z=wave(0.34 * a, 0.0), offset=0.5)
        s.move("lower arm", x=wave(-0.22 * a, 0.08), z=wave(0.26 * a, 0.10))
        s.move("hand", z=wave(0.30 * a, 0.18))
        s.move("body", z=wave(0.04 * a, 0.2))
        _pinch(s, 0.20 * a)
    elif verb == "dance":
        s.move("body", rise=wave(0.0, 0.0, 0.05 * a), z=wave(0.14 * a, 0.1), drift=(0.08 * a, 0.0))
        for role, lead in (("upper leg", 0.0), ("hind upper leg", 0.25), ("crown", 0.5)):
            s.move(role, z=wave(0.16 * a, lead), offset=0.5)
        s.move("upper arm", z=wave(0.24 * a, 0.1, 0.20 * a, 0.1))
        s.move("neck", z=wave(-0.20 * a, 0.2))
        _pinch(s, 0.26 * a)
    elif verb == "still":
        _pinch(s, 0.06)
        s.move("neck", z=wave(0.05, 0.2))


def _pinch(s: Sketch, angle: float) -> None:
    """Both pincers of the first claw turn apart about the claw's own flat axis; its mirror image follows."""
    pose = s.pieces["hand"].pose
    axis = (pose[0][2], pose[1][2], pose[2][2])
    for role, way in (("wing", -0.45), ("wing tip", 0.75)):
        turn = wave(angle * way, 0.0)
        s.move(role, **{key: tuple(k * v for v in turn) for key, k in zip("xyz", axis)})


def jellyfish(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, long, count, arm, frill = (wish["height"], wish["width"] / 2, wish["length"], wish["count"],
                                            wish["feature"] / 2, wish["detail"])
    y = long * 0.92 + 0.04
    s.part("body", None, (0.0, y + high * 0.42, 0.0), (girth, high * 0.62, girth), exponents=(0.0, 0.22), taper=-0.24,
           blend=0.02, colour=wish.main)
    s.part("torso", "body", (0.0, 0.02, 0.0), (girth * 0.48, high * 0.30, girth * 0.48), unit=True, taper=-0.2,
           colour=mix(wish.accent, wish.main, 0.25), material="emissive", glow=0.45, blend=0.03)
    rim = girth * 1.02
    s.part("crown", "body", (0.0, y + high * 0.04, rim * 0.93), (rim * 0.40, frill * 0.55 + 0.02, rim * 0.13),
           anchor=(0.0, 0.35, 0.0), symmetry="radial", count=8, exponents=(0.0, 0.1), colour=wish.accent,
           material="plastic", blend=0.03)
    s.part("detail", "body", (0.0, 0.62, 0.62), (girth * 0.15, high * 0.05, girth * 0.13), unit=True,
           turn=about_x(0.75), symmetry="radial", count=5, colour=mix(wish.accent, palettes.WHITE, 0.4),
           material="plastic", blend=0.010)
    down = [(0.030, -0.23 * long, 0.035), (-0.035, -0.21 * long, 0.030), (-0.030, -0.20 * long, -0.035),
            (0.040, -0.17 * long, -0.030), (0.040, -0.13 * long, 0.030)]
    thin = {"colour": mix(wish.main, wish.accent, 0.5), "material": "plastic", "blend": 0.010}
    _ring(s, "body", _ARM, math.pi / count, (girth * 0.78, y + high * 0.02), down,
          [0.032, 0.026, 0.022, 0.018, 0.014, 0.008], count, thin)
    mouth = {"colour": wish.accent, "material": "plastic", "blend": 0.03}
    away = [(0.04, -0.28 * long, 0.06), (0.04, -0.22 * long, -0.08), (-0.05, -0.16 * long, 0.05)]
    _ring(s, "body", ("upper arm", "lower arm", "hand"), 0.0, (girth * 0.22, y + high * 0.10), away,
          [arm * 0.9, arm * 1.15, arm * 0.85, arm * 0.35], 4, mouth)
    _jellyfish_moves(s, wish, math.pi / count)
    return s


def _jellyfish_moves(s: Sketch, wish: Wish, angle: float) -> None:
    """The bell squeezes long and narrow, then rests wide; what hangs on it follows from top to tip."""
    a = wish.drive if wish.verb != "still" else 0.3
    beat = {"swim": 1.0, "pulse": 1.25, "still": 0.5, "float": 0.4}.get(wish.verb, 0.0)
    if not beat:
        return
    s.move("body", stretch=(0.17 * a * beat, 0.0), rise=wave(0.10 * a * (1.0 if wish.verb == "swim" else 0.4), 0.18),
           z=wave(0.05 * a, 0.3), x=wave(0.04 * a, 0.1))
    s.move("torso", swell=(0.10 * a * beat, 0.0))
    tx, tz = math.cos(angle), -math.sin(angle)
    for index, role in enumerate(_ARM):
        out = wave(0.14 * a * (0.6 + 0.4 * beat) * 1.05**index, 0.12 + 0.13 * index)
        s.move(role, x=tuple(tx * v for v in out), z=tuple(tz * v for v in out), y=wave(0.08 * a, 0.3 + 0.1 * index))
    for index, role in enumerate(("upper arm", "lower arm", "hand")):
        s.move(role, x=wave(0.13 * a * 1.2**index, 0.10 + 0.14 * index), z=wave(0.06 * a, 0.3 + 0.1 * index))
    s.move("crown", x=wave(0.22 * a * beat, 0.06))


def _pupil(s: Sketch, e: float, look: float, share: float, role: str = "ear") -> None:
    """A dark pupil on the eye's front and the light in it."""
    s.part(role, "eye", (0.0, 0.0, 0.74), (e * share, e * share, e * 0.28), unit=True, turn=about_y(look),
           colour=palettes.EYE, material="plastic", roughness=0.06, blend=0.003)
    s.part("handle", role, (-0.34, 0.42, 0.72), (e * 0.18, e * 0.18, e * 0.09), unit=True, turn=about_y(look),
           colour=(1.0, 1.0, 1.0), material="plastic", blend=0.002)


def _stem(s: Sketch, long: float, first: float, last: float, thick: float, rise: float, share: float,
          wish: Wish) -> Vector:
    """The tail's stem, from `share` of the body's length backwards to the height `rise`; returns its end."""
    root = s.pieces["body"].point((0.0, -share, 0.0))
    s.limb("tail", "body", root, (0.0, rise, root[2] - long), first, last, thick=thick, exponents=(0.0, 0.3),
           blend=0.05, colour=wish.main)
    return s.end("tail", 0.80)


def _plate(s: Sketch, role: str, parent: str, at: Vector, way: Vector, long: float, first: float, last: float,
           thin: float, **look) -> None:
    """A fin in the middle plane: a flat blade with chord `first` at its root and `last` at its tip."""
    s.limb(role, parent, at, (0.0, at[1] + way[1] * long, at[2] + way[2] * long), first, last,
           thick=thin / (0.5 * (first + last)), hang=way[1] < 0.0, exponents=(0.15, 0.25), reach=0.80, blend=0.018,
           **look)


def _swim(s: Sketch, wish: Wish) -> None:
    a, verb = wish.drive, wish.verb
    if verb == "swim":
        s.move("body", y=wave(0.12 * a, 0.0), drift=(0.0, 0.035 * a), rise=wave(0.018 * a, 0.2), z=wave(0.03 * a, 0.2))
        gaits.along(s, ("tail", "tail tip"), 0.32 * a, first=0.20, lag=0.15, growth=1.4)
        s.move("back", y=wave(0.45 * a, 0.35))
        gaits.along(s, ("fin", "foot"), 0.13 * a, first=0.25, lag=0.08, axis="z")
        s.move("side fin", y=wave(0.22 * a, 0.15), z=wave(0.26 * a, 0.3))
        s.move("muzzle", x=wave(0.05 * a, 0.1))
    elif verb == "hop":
        s.move("body", rise=wave(0.20 * a, 0.5, 0.03 * a), x=wave(0.40 * a, 0.28))
        gaits.along(s, ("tail", "tail tip"), 0.25 * a, first=0.45, lag=0.15, axis="x", growth=1.1)
        s.move("back", x=wave(0.25 * a, 0.60))
        s.move("side fin", z=wave(0.45 * a, 0.5))
    elif verb == "nod":
        s.move("body", x=wave(0.16 * a), y=wave(0.0, 0.0, 0.12 * a, 0.1), rise=wave(0.02 * a, 0.3))
        gaits.along(s, ("tail", "tail tip"), 0.14 * a, first=0.3, lag=0.15)
        s.move("back", y=wave(0.18 * a, 0.45))
        s.move("side fin", z=wave(0.2 * a, 0.2))
    elif verb == "peck":                            # bites
        s.move("body", x=wave(-0.12 * a, 0.05), y=wave(0.08 * a, 0.25), surge=(0.05 * a, 0.02 * a))
        s.move("muzzle", x=wave(0.30 * a, 0.0, 0.08 * a, 0.0))
        gaits.along(s, ("tail", "tail tip"), 0.20 * a, first=0.3, lag=0.15)
        s.move("back", y=wave(0.26 * a, 0.45))
        s.move("side fin", z=wave(0.16 * a, 0.2))
    elif verb == "still":
        s.move("body", rise=wave(0.012, 0.1))
        gaits.along(s, ("tail", "tail tip"), 0.06, first=0.2, lag=0.15, growth=1.5)
        s.move("back", y=wave(0.09, 0.35))
        s.move("side fin", z=wave(0.12, 0.1))
