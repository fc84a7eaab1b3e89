"""Land animals, from one build of a four-legged body."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.training.grammar.sketch import Sketch, about_x, about_y, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes


@dataclass(frozen=True)
class Build:
    """Proportions of a species, in object units or as shares of the girth."""

    head: float             # head radius
    skull: tuple[float, float, float]       # its stretch in x, y, z
    neck: tuple[float, float]               # radii as shares of the girth
    neck_rise: float
    neck_reach: float
    muzzle: tuple[float, float, float]      # length, first and last radius, shares of the head radius
    eye: tuple[float, float, float]         # direction in unit coordinates of the head
    eye_size: float                         # share of the head radius
    leg: tuple[float, float, float]         # radii at hip, knee, ankle, shares of the girth
    paw: tuple[float, float, float]
    blend: float


DOG = Build(0.205, (0.94, 0.92, 0.98), (0.62, 0.54), 0.20, 0.12, (1.0, 0.50, 0.44), (0.46, 0.26, 0.80), 0.155,
            (0.38, 0.27, 0.22), (0.098, 0.060, 0.125), 0.055)
CAT = Build(0.215, (1.08, 0.90, 0.92), (0.54, 0.48), 0.14, 0.10, (0.40, 0.46, 0.40), (0.44, 0.16, 0.86), 0.185,
            (0.36, 0.25, 0.21), (0.085, 0.052, 0.105), 0.05)
HORSE = Build(0.145, (0.80, 1.0, 1.12), (0.64, 0.42), 0.40, 0.22, (1.9, 0.72, 0.56), (0.72, 0.30, 0.50), 0.19,
              (0.36, 0.20, 0.14), (0.066, 0.050, 0.078), 0.05)


def _quadruped(s: Sketch, wish: Wish, b: Build, *, legs: float, girth: float, half: float, neck: float,
               muzzle: float, socks) -> dict:
    """Everything but ears and tail. Returns where the head is and what the styles were."""
    fur = {"colour": wish.main, "roughness": 0.85, "blend": b.blend}
    y = legs + girth * 0.62
    tuck = wish.any(0.80, 0.92)
    s.part("body", None, (0.0, y, -half * 0.18), (girth * 0.92, girth * 0.93, half * 0.86), exponents=(0.12, 0.1),
           **fur)
    s.part("torso", "body", (0.0, y + girth * 0.04, half * 0.40), (girth * 1.02, girth * 1.10, half * 0.56),
           colour=wish.main, roughness=0.85, blend=b.blend * 1.5)
    base = (0.0, y + girth * 0.35, half * 0.70)
    head = (0.0, base[1] + neck * b.neck_rise, base[2] + neck * b.neck_reach)
    s.limb("neck", "torso", base, head, girth * b.neck[0], girth * b.neck[1], exponents=(0.0, 0.3),
           flat=1.4 if b is HORSE else 1.15, reach=0.86,
           colour=wish.main, roughness=0.85, blend=b.blend * 1.3)
    r = b.head
    tilt = about_x(0.10)
    s.part("head", "neck", head, (r * b.skull[0], r * b.skull[1], r * b.skull[2]), anchor=(0.0, -0.25, -0.25),
           turn=tilt,
           exponents=(0.12, 0.1), **fur)
    _face(s, b, muzzle, wish)
    _legs(s, wish, b, y, girth, half, tuck, socks)
    return {"y": y, "head": s.pieces["head"].centre, "r": r}


def _face(s: Sketch, b: Build, muzzle: float, wish: Wish) -> None:
    r = b.head
    horse = b is HORSE
    head = s.pieces["head"]
    start = head.point((0.0, -0.22, 0.55))
    drop = 0.62 if horse else 0.16
    length = muzzle + r * 0.30
    tip = (0.0, start[1] - drop * length, start[2] + length * (0.80 if horse else 0.98))
    s.limb("muzzle", "head", start, tip, r * b.muzzle[1], r * b.muzzle[2], flat=0.84 if not horse else 1.05,
           exponents=(0.2, 0.35), colour=wish.main if horse else wish.accent, roughness=0.85, blend=0.03, reach=0.72)
    s.part("eye", "head", b.eye, (r * b.eye_size, r * b.eye_size * 1.12, r * b.eye_size * 0.62), unit=True,
           anchor=(0.0, 0.0, -0.35), turn=about_y(0.45 if not horse else 1.15), symmetry="mirror",
           colour=palettes.EYE, roughness=0.12, blend=0.004)
    nose = r * (0.23 if b is DOG else 0.14)
    if not horse:
        s.part("detail", "muzzle", (0.0, 0.66, -0.55), (nose, nose * 0.70, nose * 0.7), unit=True,
               anchor=(0, 0, 0), colour=palettes.NOSE if b is DOG else (0.80, 0.47, 0.47), roughness=0.25, blend=0.006)
    else:
        s.part("detail", "muzzle", (0.42, 0.78, -0.55), (r * 0.12, r * 0.14, r * 0.09), unit=True, symmetry="mirror",
               colour=palettes.NOSE, roughness=0.6, blend=0.006)


def _legs(s: Sketch, wish: Wish, b: Build, y: float, girth: float, half: float, tuck: float, socks) -> None:
    """Front pair under the chest, hind pair with a thigh and a hock bent backwards; rest knees slightly bent."""
    hip, knee, ankle = (girth * k for k in b.leg)
    px, py, pz = b.paw
    fur = {"colour": wish.main, "roughness": 0.85}
    x = girth * 0.60
    up = y - girth * 0.25
    mid = up * 0.50
    zf, zh = half * 0.62, -half * 0.70
    s.limb("upper leg", "torso", (x, up, zf), (x * 1.02, mid, zf - 0.035 * half / 0.5), hip, knee, hang=True,
           symmetry="mirror",
           blend=b.blend, reach=0.84, **fur)
    s.limb("lower leg", "upper leg", s.end("upper leg"), (x * 1.02, py * 0.9, zf + 0.01), knee, ankle, hang=True,
           colour=socks, roughness=0.85, blend=0.03, reach=0.88)
    s.part("foot", "lower leg", s.end("lower leg"), b.paw, anchor=(0.0, 0.30, -0.35), exponents=(0.2, 0.35),
           taper=-0.22,
           colour=palettes.RUBBER if b is HORSE else wish.accent, roughness=0.8, blend=0.02)
    s.limb("hind upper leg", "body", (x * 0.98, up + girth * 0.08, zh), (x * 1.04, mid * 1.04, zh + 0.05), hip * 1.35,
           knee * 1.1,
           hang=True, symmetry="mirror", flat=1.35, blend=b.blend, reach=0.80, **fur)
    s.limb("hind lower leg", "hind upper leg", s.end("hind upper leg"), (x * 1.04, py * 0.9, zh - 0.045), knee * 1.1,
           ankle, hang=True,
           colour=socks, roughness=0.85, blend=0.03, reach=0.88)
    s.part("hind foot", "hind lower leg", s.end("hind lower leg"), b.paw, anchor=(0.0, 0.30, -0.35),
           exponents=(0.2, 0.35),
           taper=-0.22, colour=palettes.RUBBER if b is HORSE else wish.accent, roughness=0.8, blend=0.02)


def dog(wish: Wish) -> Sketch:
    s = Sketch()
    girth, half, snout, ears = wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, wish.accent, mix(wish.main, wish.accent, 0.5)))
    at = _quadruped(s, wish, DOG, legs=wish["height"], girth=girth, half=half, neck=1.0 + wish.any(-0.2, 0.25),
                    muzzle=snout, socks=socks)
    r = at["r"]
    ear = wish.pick((wish.accent, shade(wish.main, 0.62), shade(wish.main, 0.62), wish.main))
    if wish.chance(0.6):    # hanging
        root = s.pieces["head"].point((0.78, 0.46, -0.10))
        s.limb("ear", "head", root, (root[0] + 0.10, root[1] - ears * 0.95, root[2] + 0.03), r * 0.22, r * 0.38,
               hang=True,
               flat=1.15, thick=0.42, symmetry="mirror", exponents=(0.1, 0.3), colour=ear, roughness=0.85, blend=0.02)
    else:                   # upright, tip a little forward
        root = s.pieces["head"].point((0.50, 0.62, -0.05))
        s.limb("ear", "head", root, (root[0] + 0.05, root[1] + ears * 0.62, root[2] - 0.01), r * 0.34, r * 0.10,
               flat=0.5,
               symmetry="mirror", exponents=(0.1, 0.2), colour=ear, roughness=0.85, blend=0.02)
    _tail(s, wish, at["y"], girth, half, wish.any(0.26, 0.46), wish.any(0.3, 1.2), 0.30)
    _collar(s, wish, 0.4)
    _walk(s, wish, 1.0, wag=0.5)
    return s


def cat(wish: Wish) -> Sketch:
    s = Sketch()
    girth, half, tail, ears = wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, wish.main, wish.accent))
    at = _quadruped(s, wish, CAT, legs=wish["height"], girth=girth, half=half, neck=1.0 + wish.any(-0.2, 0.2),
                    muzzle=0.02, socks=socks)
    r = at["r"]
    root = s.pieces["head"].point((0.58, 0.60, 0.0))
    s.limb("ear", "head", root, (root[0] + 0.045, root[1] + ears, root[2] - 0.01), r * 0.40, r * 0.06, flat=0.42,
           symmetry="mirror", exponents=(0.1, 0.15), reach=0.8, colour=wish.pick((wish.main, shade(wish.main, 0.75))),
           roughness=0.85, blend=0.016)
    _tail(s, wish, at["y"], girth, half, tail, wish.any(0.5, 1.5), 0.24)
    _collar(s, wish, 0.3)
    _walk(s, wish, 0.9, wag=0.22)
    return s


def _collar(s: Sketch, wish: Wish, share: float) -> None:
    worn, colour = wish.chance(share), wish.pick(palettes.PAINT)
    if worn:
        neck = s.pieces["neck"]
        s.part("handle", "neck", (0.0, 0.18, 0.0), (neck.size[0] * 1.10, 0.024, neck.size[2] * 1.10), unit=True,
               turn=neck.pose,
               exponents=(0.0, 0.7), colour=colour, roughness=0.5, blend=0.004)


def _tail(s: Sketch, wish: Wish, y: float, girth: float, half: float, length: float, lift: float,
          thick: float) -> None:
    a = (0.0, y + girth * 0.45, -half * 0.92)
    up, back = math.sin(lift - 0.2), math.cos(lift - 0.2)
    b = (0.0, a[1] + up * length * 0.5, a[2] - back * length * 0.5)
    s.limb("tail", "body", a, b, girth * thick, girth * thick * 0.78, colour=wish.main, roughness=0.85, blend=0.035,
           exponents=(0.0, 0.3), bend=0.10)
    c = (0.0, b[1] + math.sin(lift + 0.5) * length * 0.5, b[2] - math.cos(lift + 0.5) * length * 0.5)
    s.limb("tail tip", "tail", s.end("tail"), c, girth * thick * 0.80, girth * thick * 0.5, colour=wish.accent,
           roughness=0.85,
           blend=0.03, exponents=(0.0, 0.2), bend=0.12)


def horse(wish: Wish) -> Sketch:
    s = Sketch()
    girth, half, neck, mane = wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["detail"]
    socks = wish.pick((wish.main, mix(wish.main, wish.accent, 0.7), palettes.WHITE, shade(wish.main, 0.6)))
    at = _quadruped(s, wish, HORSE, legs=wish["height"], girth=girth, half=half, neck=neck / 0.42, muzzle=0.14,
                    socks=socks)
    r = at["r"]
    root = s.pieces["head"].point((0.50, 0.70, -0.25))
    s.limb("ear", "head", root, (root[0] + 0.02, root[1] + 0.10, root[2]), r * 0.24, r * 0.07, flat=0.7,
           symmetry="mirror",
           exponents=(0.1, 0.15), colour=wish.main, roughness=0.85, blend=0.012)
    n = s.pieces["neck"]
    hair = {"colour": wish.accent, "roughness": 0.95}
    s.part("back", "neck", (0.0, 0.12, -0.80), (0.040, n.size[1] * 1.0, mane + 0.04), unit=True, anchor=(0, 0, 0.35),
           turn=n.pose, exponents=(0.2, 0.25), blend=0.02, **hair)
    s.part("cap", "head", (0.0, 0.72, -0.05), (0.045, 0.06 + 0.35 * mane, 0.07 + 0.35 * mane), unit=True,
           turn=about_x(0.7),
           blend=0.02, **hair)
    a = (0.0, at["y"] + girth * 0.55, -half * 0.95)
    s.limb("tail", "body", a, (0.0, a[1] - 0.10, a[2] - 0.16), 0.042, 0.058, hang=True, exponents=(0.0, 0.3),
           blend=0.03, **hair)
    b = s.end("tail")
    s.limb("tail tip", "tail", b, (0.0, b[1] - wish.any(0.26, 0.40), b[2] - 0.05), 0.066, 0.030, hang=True, bend=-0.15,
           exponents=(0.0, 0.2), blend=0.04, **hair)
    _walk(s, wish, 0.95, wag=0.25)
    return s


def _walk(s: Sketch, wish: Wish, reach: float, wag: float) -> None:
    """Gaits of four legs: diagonal pairs in phase, knees folding as the leg swings forward."""
    a = wish.drive
    if wish.verb == "walk":
        swing = 0.42 * a * reach
        s.move("upper leg", x=wave(swing, 0.0), offset=0.5)
        s.move("lower leg", x=wave(0.34 * a, 0.30, 0.12 * a, 0.30))
        s.move("foot", x=wave(0.22 * a, 0.40))
        s.move("hind upper leg", x=wave(swing, 0.5), offset=0.5)
        s.move("hind lower leg", x=wave(0.30 * a, 0.80, 0.10 * a, 0.80))
        s.move("hind foot", x=wave(0.22 * a, 0.90))
        s.move("body", rise=wave(0.0, 0, 0.022 * a, 0.1), z=wave(0.030 * a, 0.2), y=wave(0.045 * a, 0.0))
        s.move("torso", y=wave(0.05 * a, 0.5), x=wave(0.0, 0, 0.02 * a, 0.05))
        s.move("neck", x=wave(0.0, 0, 0.06 * a, 0.18), y=wave(0.04 * a, 0.05))
        s.move("head", x=wave(0.0, 0, 0.07 * a, 0.02), z=wave(0.04 * a, 0.3))
        s.move("ear", x=wave(0.0, 0, 0.14 * a, 0.12))
        s.move("tail", y=wave((0.2 + wag * 0.6) * a, 0.1), x=wave(0.0, 0, 0.07 * a, 0.1))
        s.move("tail tip", y=wave((0.25 + wag * 0.6) * a, 0.24))
    elif wish.verb == "hop":
        s.move("body", rise=wave(0.15 * a, 0.5, 0.03 * a), x=wave(0.14 * a, 0.28), swell=(-0.03 * a, 0.0))
        s.move("upper leg", x=wave(0.45 * a, 0.62))
        s.move("lower leg", x=wave(0.50 * a, 0.05, 0.1 * a, 0.5))
        s.move("hind upper leg", x=wave(0.50 * a, 0.08))
        s.move("hind lower leg", x=wave(0.45 * a, 0.0))
        s.move("neck", x=wave(0.16 * a, 0.75))
        s.move("ear", x=wave(0.24 * a, 0.85))
        s.move("tail", x=wave(0.35 * a, 0.9))
        s.move("tail tip", x=wave(0.35 * a, 0.0))
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.13 * a), y=wave(0.0, 0, 0.10 * a, 0.1))
        s.move("head", x=wave(0.20 * a, 0.08), y=wave(0.16 * a, 0.3))
        s.move("ear", x=wave(0.10 * a, 0.2))
        s.move("tail", y=wave(wag * a, 0, wag * 0.5 * a, 0.1))
        s.move("tail tip", y=wave(wag * a, 0.14))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.08 * a, 0.25), drift=(0.0, 0.03 * a))
        s.move("neck", z=wave(0.10 * a, 0.35), y=wave(0.08 * a, 0.3))
        s.move("tail", y=wave(0.5 * a, 0.4))
        s.move("tail tip", y=wave(0.4 * a, 0.52))
    else:
        s.move("torso", swell=(0.010, 0.0))
        s.move("head", x=wave(0.02, 0.1))
        s.move("tail", y=wave(wag * 0.4, 0.1))
        s.move("tail tip", y=wave(wag * 0.4, 0.25))
