"""Birds, from one build: a plump body that lies or stands, a breast, two-boned legs, wings that fold or spread."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.training.grammar import gaits
from engine.training.grammar.sketch import Sketch, about_x, about_y, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes


@dataclass(frozen=True)
class Build:
    """Proportions of a species; lengths as shares of the girth."""

    pitch: float                            # rad, the body's long axis above the level
    aloft: float                            # the same while it flies or swims
    depth: float                            # of the body, from belly to back
    taper: float                            # of the body, > 0: the front is the wide end
    bend: float                             # of the body's ends upwards
    breast: tuple[float, float, float]      # half extents: girth, half length, girth
    breast_at: tuple[float, float, float]   # in the body's unit coordinates
    hip: tuple[float, float, float]         # the same
    thigh: tuple[float, float]              # radii
    web: float                              # width of the feet as a share of their length
    toes: bool


SONGBIRD = Build(0.35, 0.05, 0.94, 0.24, -0.06, (0.80, 0.62, 0.70), (0.0, 0.40, 0.42), (0.40, -0.04, 0.66),
                 (0.22, 0.11), 0.34, True)
DUCK = Build(0.10, 0.02, 0.78, 0.16, -0.20, (0.82, 0.62, 0.52), (0.0, 0.34, 0.42), (0.42, -0.06, 0.66),
             (0.24, 0.13), 0.92, False)
OWL = Build(1.42, 0.30, 0.90, 0.06, 0.0, (0.72, 0.74, 0.52), (0.0, -0.05, 0.52), (0.42, -0.80, 0.16),
            (0.34, 0.24), 0.40, True)
PENGUIN = Build(1.50, 0.12, 0.92, -0.16, 0.0, (0.80, 0.86, 0.64), (0.0, -0.08, 0.42), (0.46, -0.88, 0.14),
                (0.34, 0.26), 0.74, False)
CHICKEN = Build(0.32, 0.10, 0.98, 0.14, -0.14, (0.78, 0.58, 0.66), (0.0, 0.46, 0.36), (0.40, -0.04, 0.72),
                (0.34, 0.13), 0.32, True)

_BEAKS = ((0.95, 0.64, 0.24), (0.90, 0.50, 0.22), (0.25, 0.24, 0.26), (0.93, 0.74, 0.36))
_ORANGE = ((0.95, 0.58, 0.20), (0.92, 0.48, 0.18), (0.96, 0.68, 0.28))
_IRIS = ((0.98, 0.76, 0.20), (0.96, 0.60, 0.16), (0.88, 0.86, 0.40))
_SPREAD = ("fly", "flap")


def bird(wish: Wish) -> Sketch:
    s, b = Sketch(), SONGBIRD
    legs, girth, half, beak, span = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                     wish["detail"])
    _trunk(s, wish, b, legs + girth * 0.80, girth, half, wish.accent)
    r = girth * 0.52 + 0.10
    head = s.pieces["body"].point((0.0, 0.90, -0.12))
    s.part("head", "body", head, (r * 0.95, r * 0.95, r), anchor=(0.0, -0.60, -0.15), blend=0.06, **_plume(wish))
    horn = wish.pick(_BEAKS)
    _beak(s, r, beak, 0.34, horn)
    _gaze(s, r, (0.62, 0.20, 0.70), 0.215, 0.85)
    crest, tint = wish.chance(0.45), wish.pick((wish.accent, shade(wish.main, 0.7)))
    if crest:
        top = s.pieces["head"].point((0.0, 0.80, -0.1))
        s.limb("cap", "head", top, (0.0, top[1] + r * 0.70, top[2] - r * 0.60), r * 0.30, r * 0.07, thick=0.5,
               exponents=(0.1, 0.2), colour=tint, material="matte", blend=0.02)
    _wings(s, wish, span, girth, half)
    _tail(s, wish, half * wish.any(0.85, 1.35), girth * 0.46, 0.24, shade(wish.main, 0.62))
    _legs(s, wish, b, girth, horn, 0.10)
    _move(s, wish, 0.55 * legs + 0.10)
    return s


def duck(wish: Wish) -> Sketch:
    s, b = Sketch(), DUCK
    legs, girth, half, neck, bill = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                     wish["detail"])
    _trunk(s, wish, b, legs + girth * 0.66, girth, half, mix(wish.main, palettes.WHITE, 0.30))
    drake = wish.pick((wish.main, wish.main, wish.main, (0.13, 0.36, 0.27)))
    base = s.pieces["body"].point((0.0, 0.66, -0.46))
    top = (0.0, base[1] + neck + girth * 0.34, base[2] + girth * 0.20 + neck * 0.10)
    s.limb("neck", "body", base, top, girth * 0.54, girth * 0.36, exponents=(0.0, 0.2), bend=-0.10, reach=0.88,
           colour=drake, blend=0.06)
    r = girth * 0.34 + 0.10
    s.part("head", "neck", s.end("neck", 0.90), (r * 0.94, r * 0.94, r * 1.08), anchor=(0.0, -0.45, -0.22),
           colour=drake, blend=0.05)
    c = s.pieces["head"].centre
    long = bill + r * 0.30
    s.limb("muzzle", "head", (0.0, c[1] - 0.16 * r, c[2] + 0.72 * r), (0.0, c[1] - 0.30 * r, c[2] + 0.72 * r + long),
           r * 0.34, r * 0.48, flat=0.42, thick=1.1, exponents=(0.25, 0.45), bend=-0.14, reach=0.80,
           colour=wish.accent, material="plastic", blend=0.012)
    _gaze(s, r, (0.66, 0.26, 0.62), 0.20, 0.95)
    ring = wish.chance(0.5) or drake is not wish.main
    if ring:
        n = s.pieces["neck"]
        s.part("slat", "neck", (0.0, -0.10, 0.0), (n.size[0] * 1.07, n.size[1] * 0.10, n.size[2] * 1.07), unit=True,
               turn=n.pose, exponents=(0.0, 0.6), bend=0.0, colour=palettes.WHITE, material="matte", blend=0.006)
    _wings(s, wish, half * 0.46, girth, half)
    root = s.pieces["body"].point((0.0, -0.82, -0.36))
    long = half * wish.any(0.34, 0.50)
    s.limb("tail", "body", root, (0.0, root[1] + long * 0.55, root[2] - long), girth * 0.48, girth * 0.20, flat=0.34,
           exponents=(0.2, 0.3), reach=0.8, bend=-0.10, colour=wish.main, blend=0.04)
    _legs(s, wish, b, girth, wish.accent, 0.165)
    _move(s, wish, 0.45 * legs + 0.035)
    return s


def owl(wish: Wish) -> Sketch:
    s, b = Sketch(), OWL
    half, girth, wing, tuft, eye = (wish["height"] / 2, wish["width"] / 2, wish["length"], wish["feature"],
                                    wish["detail"] / 2)
    half *= 0.86
    _trunk(s, wish, b, half * 0.90 + 0.09, girth, half, wish.accent)
    r = girth * 0.62 + half * 0.16
    head = s.pieces["body"].point((0.0, 0.84, 0.02))
    s.part("head", "body", head, (r * 1.14, r * 0.88, r * 0.94), anchor=(0.0, -0.55, 0.0), exponents=(0.12, 0.05),
           blend=0.045, **_plume(wish))
    at = s.pieces["head"].point((0.62, 0.60, 0.10))
    s.limb("ear", "head", at, (at[0] + 0.45 * tuft + 0.02, at[1] + tuft + 0.05, at[2] - 0.02), 0.030 + r * 0.22,
           0.016, flat=0.7, symmetry="mirror", exponents=(0.0, 0.15), reach=0.76, colour=shade(wish.main, 0.72),
           blend=0.03)
    disc = r * 0.60
    s.part("cap", "head", (0.40, -0.02, 0.80), (disc * 0.94, disc, disc * 0.34), unit=True, turn=about_y(0.42),
           symmetry="mirror", exponents=(0.0, 0.35), colour=mix(wish.accent, palettes.WHITE, 0.25), blend=0.010)
    s.part("eye", "cap", (-0.10, 0.10, 0.86), (eye, eye, eye * 0.62), unit=True, turn=about_y(0.36),
           colour=wish.pick(_IRIS), material="plastic", blend=0.004)
    _pupil(s, eye, 0.36, 0.62)
    c = s.pieces["head"].centre
    s.limb("muzzle", "head", (0.0, c[1] - 0.02 * r, c[2] + 0.90 * r), (0.0, c[1] - 0.52 * r, c[2] + 1.16 * r), r * 0.19,
           r * 0.05, thick=0.8, exponents=(0.1, 0.2), bend=-0.2, colour=wish.pick(_BEAKS[1:]), material="plastic",
           blend=0.008)
    _wings(s, wish, wing, girth, half)
    _tail(s, wish, half * 0.34, girth * 0.42, 0.6 if wish.verb not in _SPREAD else 0.1, shade(wish.main, 0.62))
    _legs(s, wish, b, girth, wish.pick(((0.93, 0.74, 0.36), (0.88, 0.82, 0.70))), 0.085)
    _move(s, wish, 0.08)
    return s


def penguin(wish: Wish) -> Sketch:
    s, b = Sketch(), PENGUIN
    half, girth, flipper, beak, foot = (wish["height"] / 2, wish["width"] / 2, wish["length"], wish["feature"],
                                        wish["detail"])
    half *= 0.84
    _trunk(s, wish, b, half * 0.90 + 0.10, girth, half, wish.accent)
    r = girth * 0.50 + half * 0.14
    head = s.pieces["body"].point((0.0, 0.88, 0.0))
    s.part("head", "body", head, (r * 0.96, r * 0.96, r), anchor=(0.0, -0.55, -0.05), blend=0.06, **_plume(wish))
    s.part("cap", "head", (0.42, -0.12, 0.62), (r * 0.50, r * 0.56, r * 0.40), unit=True, turn=about_y(0.55),
           symmetry="mirror", colour=wish.accent, blend=0.02)
    horn = wish.pick(_ORANGE)
    _beak(s, r, beak, 0.26, horn)
    e = r * 0.185
    s.part("eye", "cap", (-0.06, 0.30, 0.86), (e, e * 1.1, e * 0.6), unit=True, turn=about_y(0.60), colour=palettes.EYE,
           material="plastic", roughness=0.08, blend=0.004)
    s.part("handle", "eye", (-0.30, 0.42, 0.72), (e * 0.28, e * 0.28, e * 0.16), unit=True, turn=about_y(0.60),
           colour=(1.0, 1.0, 1.0), material="plastic", blend=0.002)
    crest, tint = wish.chance(0.3), wish.pick(((0.97, 0.80, 0.28), (0.95, 0.62, 0.22)))
    if crest:
        at = s.pieces["head"].point((0.50, 0.66, 0.20))
        s.limb("crown", "head", at, (at[0] + 0.12, at[1] + 0.05, at[2] - 0.16), r * 0.16, r * 0.05, symmetry="mirror",
               exponents=(0.0, 0.2), colour=tint, material="matte", blend=0.012)
    body, spread = s.pieces["body"], 1.0 if wish.verb in ("swim", "flap") else 0.46
    root = body.point((0.80, 0.48, -0.04))
    flipper = _at_most(flipper, root[1] * 0.95)
    out = (root[0] + flipper * 0.86 * math.sin(spread), root[1] - flipper * 0.86 * math.cos(spread),
           root[2] - 0.06 - (flipper * 0.4 if wish.verb == "swim" else 0.0))
    s.limb("wing", "body", root, out, girth * 0.20, girth * 0.24, thick=0.36, flat=1.15, hang=True, symmetry="mirror",
           exponents=(0.15, 0.2), reach=0.84, colour=shade(wish.main, 0.86), blend=0.03)
    end = s.end("wing", 0.72)
    s.limb("wing tip", "wing", end, (end[0] + (out[0] - root[0]) * 0.34, end[1] + (out[1] - root[1]) * 0.24, end[2]),
           girth * 0.22, girth * 0.12, thick=0.34, flat=1.0, hang=True, exponents=(0.15, 0.2), reach=0.84,
           colour=shade(wish.main, 0.74), blend=0.03)
    _tail(s, wish, half * 0.30 + 0.06, girth * 0.30, 0.85 if wish.verb != "swim" else 0.1, shade(wish.main, 0.8))
    _legs(s, wish, b, girth, horn, foot * 0.62)
    _move(s, wish, 0.065)
    return s


def chicken(wish: Wish) -> Sketch:
    s, b = Sketch(), CHICKEN
    legs, girth, half, count, comb, tail = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"],
                                            wish["feature"], wish["detail"])
    _trunk(s, wish, b, legs + girth * 0.84, girth, half, mix(wish.main, palettes.CREAM[0], 0.45))
    base = s.pieces["body"].point((0.0, 0.58, -0.36))
    top = (0.0, base[1] + girth * 0.78, base[2] + girth * 0.24)
    s.limb("neck", "body", base, top, girth * 0.62, girth * 0.34, exponents=(0.0, 0.2), bend=-0.08, reach=0.86,
           blend=0.07, **_plume(wish))
    r, lie = girth * 0.26 + 0.085, about_x(math.pi / 2)       # the head lies, so that its row of points runs back
    s.part("head", "neck", s.end("neck", 0.88), (r * 0.92, r, r * 0.98), anchor=(0.0, -0.15, 0.45), turn=lie,
           blend=0.05, **_plume(wish))
    horn = wish.pick((_BEAKS[0], _BEAKS[3]))
    _beak(s, r, r * 0.46, 0.40, horn)
    thick = r * 0.17
    s.part("cap", "head", (0.0, 0.62, -0.72), (thick, r * (0.78 / count + 0.04), comb + 0.03), unit=True,
           anchor=(0.0, 0.0, 0.45), turn=lie, symmetry="row", count=count, exponents=(0.1, 0.0), colour=wish.accent,
           material="skin", blend=0.020)
    c = s.pieces["head"].centre
    s.part("slat", "head", (r * 0.20, c[1] - r * 0.52, c[2] + r * 0.84), (r * 0.17, r * 0.24 + comb * 0.7, r * 0.20),
           anchor=(0.0, 0.70, 0.0), symmetry="mirror", taper=-0.25, colour=wish.accent, material="skin", blend=0.010)
    _gaze(s, r, (0.70, 0.22, 0.56), 0.21, 1.0)
    _wings(s, wish, half * 0.44, girth, half)
    at, plume = s.pieces["body"].point((0.0, -0.74, -0.55)), wish.pick((shade(wish.main, 0.6), wish.main,
                                                                        (0.11, 0.24, 0.22)))
    end = (0.0, at[1] + tail * 1.05 + 0.16, at[2] - tail * 0.62 - 0.10)
    s.limb("tail", "body", at, end, girth * 0.44, girth * 0.36, thick=0.34, flat=1.2, exponents=(0.1, 0.15), bend=-0.30,
           reach=0.78, colour=plume, blend=0.04)
    s.limb("tail tip", "tail", s.pieces["tail"].point((0.5, -0.30, 0.0)),
           (girth * 0.20, at[1] + tail * 0.70 + 0.08, at[2] - tail * 1.02 - 0.12), girth * 0.30, girth * 0.22,
           thick=0.34, symmetry="mirror", exponents=(0.1, 0.1), bend=-0.24, reach=0.78, colour=shade(plume, 0.8),
           blend=0.02)
    _legs(s, wish, b, girth, horn, 0.095)
    _move(s, wish, 0.45 * legs + 0.08)
    return s


def _plume(wish: Wish) -> dict:
    return {"colour": wish.main}


def _trunk(s: Sketch, wish: Wish, b: Build, y: float, girth: float, half: float, breast) -> None:
    """Body and breast; the body's own +y is its front end, its own +z its belly."""
    aloft = wish.verb == "fly" or (wish.verb == "swim" and b is PENGUIN)
    pitch = b.aloft if aloft else b.pitch
    lie = about_x(math.pi / 2 - pitch)
    s.part("body", None, (0.0, y, 0.0), (girth, half, girth * b.depth), turn=lie, taper=b.taper, bend=b.bend,
           exponents=(0.0, 0.06), blend=0.07, **_plume(wish))
    w, h, d = b.breast
    s.part("torso", "body", b.breast_at, (girth * w, half * h, girth * d), unit=True, turn=about_x(math.pi / 2 - pitch
           + (0.0 if b.pitch > 1.0 else -0.50)), taper=b.taper * 0.7, colour=breast, blend=0.024)


def _beak(s: Sketch, r: float, length: float, wide: float, colour) -> None:
    c = s.pieces["head"].centre
    s.limb("muzzle", "head", (0.0, c[1] - 0.06 * r, c[2] + 0.74 * r), (0.0, c[1] - 0.20 * r, c[2] + r * 0.86 + length),
           r * wide, r * 0.05, flat=0.80, exponents=(0.1, 0.2), reach=0.80, colour=colour, material="plastic",
           roughness=0.4, blend=0.010)


def _gaze(s: Sketch, r: float, at: tuple[float, float, float], size: float, look: float) -> None:
    """Dark glossy eyes with the light in them."""
    c = s.pieces["head"].centre
    e = r * size
    s.part("eye", "head", (c[0] + r * at[0], c[1] + r * at[1], c[2] + r * at[2]), (e, e * 1.08, e * 0.66),
           anchor=(0.0, 0.0, -0.30), turn=about_y(look), symmetry="mirror", colour=palettes.EYE, material="plastic",
           roughness=0.06, blend=0.004)
    s.part("handle", "eye", (-0.22, 0.44, 0.70), (e * 0.27, e * 0.27, e * 0.15), unit=True, turn=about_y(look),
           colour=(1.0, 1.0, 1.0), material="plastic", blend=0.002)


def _pupil(s: Sketch, e: float, look: float, share: float) -> None:
    s.part("detail", "eye", (0.0, 0.0, 0.72), (e * share, e * share, e * 0.26), unit=True, turn=about_y(look),
           colour=palettes.EYE, material="plastic", roughness=0.06, blend=0.003)
    s.part("handle", "detail", (-0.34, 0.40, 0.72), (e * 0.17, e * 0.17, e * 0.09), unit=True, turn=about_y(look),
           colour=(1.0, 1.0, 1.0), material="plastic", blend=0.002)


def _wings(s: Sketch, wish: Wish, span: float, girth: float, half: float) -> None:
    """Folded along the flanks at rest, spread to beat."""
    dark = shade(wish.main, 0.70)
    body = s.pieces["body"]
    if wish.verb in _SPREAD:
        root = body.point((0.70, 0.30, -0.40))
        wide, chord = span * 0.42 + girth * 0.42, half * 0.32 + span * 0.16 + 0.06
        s.limb("wing", "body", root, (root[0] + wide, root[1] + 0.10, root[2] - 0.02), chord, chord * 0.88, flat=1.0,
               thick=0.13, symmetry="mirror", exponents=(0.1, 0.3), colour=dark, blend=0.03, reach=0.86)
        end = s.end("wing", 0.78)
        s.limb("wing tip", "wing", end, (end[0] + wide * 1.05, end[1] + 0.03, end[2] - half * 0.26), chord * 0.84,
               chord * 0.40, thick=0.13, exponents=(0.1, 0.25), colour=shade(dark, 0.74), blend=0.02, reach=0.82)
        return
    root = body.point((0.80, 0.42, -0.30))
    tail = body.point((0.62, -0.62, -0.22))
    s.limb("wing", "body", root, tail, girth * 0.50, girth * 0.34, thick=0.36, flat=1.05, symmetry="mirror",
           exponents=(0.05, 0.12), colour=dark, blend=0.012, reach=0.66)
    end = s.end("wing", 0.50)
    far = (tail[0] - root[0], tail[1] - root[1], tail[2] - root[2])
    k = (span * 0.55 + half * 0.30) / math.sqrt(far[0] ** 2 + far[1] ** 2 + far[2] ** 2)
    k = _at_most(k, (end[1] - 0.07) / -far[1])              # a standing bird's wings end above the ground
    s.limb("wing tip", "wing", end, (end[0] + far[0] * k, end[1] + far[1] * k, end[2] + far[2] * k), girth * 0.30,
           girth * 0.12, thick=0.32, exponents=(0.05, 0.12), colour=shade(dark, 0.70), blend=0.010, reach=0.62)


def _at_most(value: float, limit: float) -> float:
    """The smaller of the two, reached gently."""
    return 1.0 / math.sqrt(value**-2 + limit**-2)


def _tail(s: Sketch, wish: Wish, long: float, wide: float, drop: float, colour) -> None:
    """A flat fan that spreads towards its end."""
    root = s.pieces["body"].point((0.0, -0.82, -0.20))
    s.limb("tail", "body", root, (0.0, root[1] - long * math.sin(drop), root[2] - long * math.cos(drop)), wide * 0.72,
           wide, flat=0.24, exponents=(0.3, 0.4), reach=0.8, colour=colour, blend=0.02)


def _legs(s: Sketch, wish: Wish, b: Build, girth: float, colour, foot: float) -> None:
    """Hip, a knee bent a little, ankle; the foot is the middle toe, the others spread from it, or a web."""
    hip = s.pieces["body"].point(b.hip)
    thick = girth * b.thigh[1] * 0.55 + 0.010
    aloft = wish.verb == "fly" or (wish.verb == "swim" and b is PENGUIN)
    high = 0.022 + 0.1 * foot
    ankle = (hip[0] * 1.05, high, hip[2] + 0.03)
    if aloft:
        ankle = (hip[0], hip[1] - 0.10, hip[2] - (hip[1] - high) * 0.8 - 0.10)
    knee = (hip[0] * 1.03, (hip[1] * 0.55 + ankle[1] * 0.45), (hip[2] + ankle[2]) * 0.5 - 0.02)
    s.limb("upper leg", "body", hip, knee, girth * b.thigh[0], thick * 1.15, hang=True, symmetry="mirror",
           exponents=(0.0, 0.2), blend=0.03, colour=wish.main)
    horn = {"colour": colour, "material": "plastic", "roughness": 0.5}
    s.limb("lower leg", "upper leg", s.end("upper leg"), ankle, thick, thick * 0.9, hang=True, exponents=(0.0, 0.5),
           blend=0.010, **horn)
    flat = about_x(0.9) if aloft else None
    wide = foot * max(b.web, 0.26) * 0.80
    s.part("foot", "lower leg", s.end("lower leg", 0.92), (wide, high * 0.86, foot), anchor=(0.0, 0.1, -0.48),
           turn=flat, exponents=(0.25, 0.3), blend=0.010, **horn)
    if b.toes:
        out = about_y(0.72)
        s.part("hind foot", "foot", (0.22, -0.05, -0.44), (wide * 0.86, high * 0.80, foot * 0.56), unit=True,
               anchor=(0.0, 0.0, -0.72), turn=out if flat is None else product(flat, out), symmetry="mirror",
               exponents=(0.2, 0.3), blend=0.008, **horn)


def _move(s: Sketch, wish: Wish, stride: float) -> None:
    a, verb = wish.drive, wish.verb
    if verb in ("walk", "run"):
        far = stride * (0.75 if verb == "run" else 1.0)             # short legs: no farther than they reach
        gaits.two_legs(s, wish, far, stride * 0.28, bob=min(0.016, 0.1 * stride))
        s.move("body", z=wave(0.05 * a, 0.25))
        s.move("neck", x=wave(0.0, 0.0, 0.10 * a, 0.05))
        s.move("head", x=wave(0.0, 0.0, 0.13 * a, 0.0), z=wave(-0.04 * a, 0.28))
        s.move("tail", x=wave(0.0, 0.0, 0.08 * a, 0.2), y=wave(0.12 * a, 0.35))
        s.move("wing", z=wave(0.0, 0.0, (0.16 if verb == "run" else 0.05) * a, 0.2))
        s.move("wing tip", z=wave(0.0, 0.0, (0.10 if verb == "run" else 0.03) * a, 0.3))
    elif verb in ("fly", "flap"):
        gaits.flapping(s, wish, 0.62, rise=0.05 if verb == "fly" else 0.022)
        s.move("wing", x=wave(0.12 * a, 0.25))
        s.move("body", x=wave(0.05 * a, 0.3))
        s.move("head", x=wave(-0.06 * a, 0.35))
        s.move("tail", x=wave(0.14 * a, 0.55))
        s.move("upper leg", x=wave((0.08 if verb == "fly" else -0.05) * a, 0.6 if verb == "fly" else 0.3))
    elif verb == "swim":
        dives = "neck" not in s.pieces
        s.move("body", rise=wave(0.02 * a, 0.2, 0.008 * a), z=wave(0.05 * a, 0.3), x=wave(0.03 * a, 0.45))
        s.move("wing", z=wave((0.55 if dives else 0.05) * a), x=wave((0.20 if dives else 0.0) * a, 0.25))
        s.move("wing tip", z=wave((0.30 if dives else 0.03) * a, 0.14))
        s.move("upper leg", x=wave((0.10 if dives else 0.45) * a), offset=0.5)
        s.move("lower leg", x=wave((0.08 if dives else 0.30) * a, 0.25), offset=0.0)
        s.move("tail", y=wave(0.22 * a, 0.35))
        s.move("neck", x=wave(0.0, 0.0, 0.05 * a, 0.1))
    elif verb == "hop":
        s.move("body", rise=wave(0.14 * a, 0.5, 0.03 * a), x=wave(0.14 * a, 0.3), stretch=(-0.10 * a, 0.0))
        s.move("wing", z=wave(0.30 * a, 0.5))
        s.move("upper leg", x=wave(0.26 * a, 0.1))
        s.move("lower leg", x=wave(-0.30 * a, 0.12))
        s.move("tail", x=wave(0.25 * a, 0.75))
        s.move("head", x=wave(0.15 * a, 0.85))
    elif verb == "peck":
        dip = 0.34 * a
        s.move("body", x=wave(dip, 0.0, dip * 0.25, 0.0))
        s.move("upper leg", x=wave(-dip, 0.0, -dip * 0.25, 0.0))
        s.move("neck", x=wave(dip * 1.3, 0.03, dip * 0.35, 0.03))
        s.move("head", x=wave(dip * 0.6, 0.06, dip * 0.30, 0.05))
        s.move("tail", x=wave(-dip * 0.5, 0.10))
        s.move("tail tip", x=wave(-dip * 0.3, 0.16))
    elif verb == "nod":
        s.move("neck", x=wave(0.10 * a, 0.05))
        s.move("head", x=wave(0.16 * a, 0.0), y=wave(0.42 * a, 0.3), z=wave(0.0, 0.0, 0.10 * a, 0.2))
        s.move("body", x=wave(0.03 * a, 0.1))
        s.move("tail", x=wave(0.12 * a, 0.5))
    elif verb == "still":
        s.move("torso", swell=(0.012, 0.0))
        s.move("head", y=wave(0.06, 0.2))
        s.move("tail", x=wave(0.04, 0.1))
