"""Figures that are not quite people: aliens, snowmen and ghosts."""

from __future__ import annotations

import math

from engine.training.grammar import biped, faces
from engine.training.grammar.sketch import Sketch, about_x, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

COAL = (0.10, 0.10, 0.12)
CARROT = (0.93, 0.47, 0.16)
GLOWS = palettes.rgb("8ff7d0", "ffe36b", "ff8fd0", "8fd8ff")


def alien(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, arm = wish["height"], wish["width"] / 2, wish["length"]
    count, r, eye = wish["count"], wish["feature"] / 2, wish["detail"]
    skin: dict = {"colour": wish.main}
    soft: dict = {"colour": wish.accent, "material": "skin"}
    tall = wish.any(0.86, 1.06)
    rest = h - 1.75 * r * tall
    hip, torso = rest * 0.42, rest * 0.50
    s.part("body", None, (0.0, hip + w * 0.30, 0.0), (w * 0.92, w * 0.86, w * 0.84), exponents=(0.05, 0.05),
           blend=0.05, **skin)
    s.limb("torso", "body", (0.0, hip + w * 0.25, 0.0), (0.0, hip + torso, 0.0), w * 0.90, w * 0.52,
           exponents=(0.05, 0.25), flat=0.92, reach=0.85, blend=0.05, **skin)
    s.limb("neck", "torso", s.end("torso", 0.80), (0.0, rest + r * 0.25, 0.0), w * 0.30, w * 0.28, reach=0.8,
           blend=0.035, **skin)
    s.part("head", "neck", (0.0, rest + r * 0.10, 0.0), (r, r * 0.90 * tall, r * 0.92), anchor=(0.0, -0.82, 0.0),
           exponents=(0.06, 0.02), taper=0.28, blend=0.03, **skin)
    faces.almonds(s, r, at=(0.50, -0.14, 0.82), size=eye, tilt=wish.any(0.25, 0.60))
    mouth = mix(wish.main, faces.DARK, 0.72)
    if wish.chance(0.65):
        faces.smile(s, r, mouth, at=(0.0, -0.68, 0.70), width=0.20, thick=0.038, curve=0.40)
    else:
        faces.gape(s, r, mouth, at=(0.0, -0.66, 0.70), width=0.09, tall=0.8)
    _antennae(s, wish, r, count, skin)
    s.part("back", "body", (0.0, 0.10, 0.84), (w * 0.60, w * 0.62, w * 0.24), unit=True, exponents=(0.05, 0.05),
           blend=0.010, **soft)
    spots = mix(wish.main, wish.accent, 0.65)
    s.part("slat", "head", (0.30, 0.74, -0.20), (r * 0.15, r * 0.05, r * 0.15), unit=True,
           turn=product(about_z(-0.50), about_x(-0.2)), symmetry="mirror", colour=spots, material="skin", blend=0.004)
    side = s.pieces["torso"].point((0.86, 0.55, 0.0))
    arm = min(arm, 0.70 * side[1])
    elbow = (side[0] + arm * 0.30, side[1] - arm * 0.42, -0.01)
    wrist = (elbow[0] + arm * 0.10, elbow[1] - arm * 0.42, arm * 0.18)
    thick = 0.17 * w + 0.018
    biped.arms(s, wish, "torso", side, elbow, wrist, thick, skin, skin, soft, thick * 1.75, thumb=False, blend=0.025)
    biped.fingers(s, 3, thick * 1.75, soft, spread=0.45)
    biped.legs(s, w * 0.46, hip + w * 0.05, 0.075, w * 0.30 + 0.02, skin, skin, soft,
               (w * 0.34 + 0.02, 0.055, w * 0.42 + 0.05), blend=0.04)
    biped.move(s, wish, hip)
    return s


def _antennae(s: Sketch, wish: Wish, r: float, count: int, skin: dict) -> None:
    """One on top, or a ring of them; their tips glow."""
    head, long, glow = s.pieces["head"], r * wish.any(0.55, 0.95), wish.pick(GLOWS)
    lean = 0.0 if count == 1 else 0.42
    spot = 0.0 if count == 1 else 0.50
    if count == 2:      # left and right, not front and back
        root, away = head.point((spot, 0.80, 0.0)), (1.0, 0.0)
    else:
        root, away = head.point((0.0, 0.80, spot)), (0.0, 1.0)
    tip = (root[0] + away[0] * lean * long, root[1] + long, root[2] + away[1] * lean * long)
    s.limb("ear", "head", root, tip, r * 0.085, r * 0.055, symmetry="radial", count=count, reach=0.94, blend=0.025,
           **skin)
    s.part("crown top", "ear", (0.0, 0.95, 0.0), (r * 0.16, r * 0.16, r * 0.16), unit=True, anchor=(0.0, -0.4, 0.0),
           colour=glow, glow=0.9, material="emissive", blend=0.006)


def snowman(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, arm = wish["height"], wish["width"] / 2, wish["length"]
    count, carrot, hat = wish["count"], wish["feature"], wish["detail"]
    snow: dict = {"colour": wish.main, "blend": 0.012}
    knit: dict = {"colour": wish.accent, "material": "fur", "roughness": 0.9}
    tall = h * 0.92
    head, chest = tall * 0.165, tall * 0.215
    base = (tall - 1.62 * head - 1.56 * chest) / 1.72
    s.part("body", None, (0.0, base * 0.90, 0.0), (r, base, r), exponents=(0.0, 0.08), **snow)
    low = base * 1.72
    s.part("torso", "body", (0.0, low, 0.0), (r * 0.76, chest, r * 0.74), anchor=(0.0, -0.80, 0.0), **snow)
    top = low + chest * 1.60
    k = min(r * 0.60, head * 1.18)
    s.part("neck", "torso", (0.0, top + head * 0.02, 0.0), (k * 0.90, head * 0.26, k * 0.88), exponents=(0.0, 0.35),
           blend=0.008, **knit)
    s.part("head", "neck", (0.0, top, 0.0), (k, head, k * 0.98), anchor=(0.0, -0.86, 0.0), **snow)
    faces.beads(s, k, at=(0.34, 0.16, 0.88), size=0.125, tall=1.1, colour=COAL)
    faces.smile(s, k, COAL, at=(0.0, -0.46, 0.86), width=0.36, thick=0.060, curve=0.40)
    faces.cheeks(s, k, mix(wish.main, (0.95, 0.45, 0.45), 0.42), at=(0.60, -0.20, 0.74), size=0.15)
    nose = s.pieces["head"].point((0.0, -0.08, 0.93))
    s.limb("muzzle", "head", nose, (0.0, nose[1] - carrot * 0.10, nose[2] + carrot), k * 0.19, k * 0.045, reach=0.90,
           exponents=(0.0, 0.25), colour=CARROT, material="matte", blend=0.006)
    s.part("slat", "torso", (0.0, 0.52 if count > 1 else 0.1, 0.90), (0.036, 0.036, 0.026), unit=True, symmetry="row",
           count=count, colour=COAL, material="plastic", roughness=0.3, blend=0.004)
    _hat(s, wish, k, hat)
    s.limb("tail", "neck", s.pieces["neck"].point((-0.52, -0.1, 0.72)), (-k * 0.58, top - chest * 0.85, r * 0.76),
           k * 0.20, k * 0.24, flat=0.36, hang=True, exponents=(0.6, 0.75), reach=0.93, blend=0.006, **knit)
    s.limb("tail tip", "tail", s.end("tail", 0.86), (-k * 0.60, top - chest * 1.06, r * 0.79), k * 0.22, k * 0.25,
           flat=0.34, hang=True, exponents=(0.6, 0.7), colour=shade(wish.accent, 1.35), material="fur", blend=0.004)
    _twigs(s, wish, r, low, chest, arm)
    _snow_moves(s, wish)
    return s


def _hat(s: Sketch, wish: Wish, k: float, tall: float) -> None:
    """A top hat with a band, or a knitted cap with a bobble."""
    head = s.pieces["head"]
    felt = wish.pick(((0.13, 0.13, 0.16), (0.13, 0.13, 0.16), (0.30, 0.17, 0.15), (0.16, 0.20, 0.34)))
    tilt = about_x(-0.10)
    at = head.point((0.0, 0.76, -0.05))
    if wish.chance(0.7):
        look: dict = {"colour": felt, "material": "matte"}
        s.part("cap", "head", at, (k * 0.98, k * 0.075, k * 0.98), turn=tilt, exponents=(0.0, 0.55), blend=0.006,
               **look)
        s.part("crown", "cap", (0.0, 0.2, 0.0), (k * 0.62, tall / 2 + 0.02, k * 0.62), unit=True, turn=tilt,
               anchor=(0.0, -0.92, 0.0), exponents=(0.0, 0.82), taper=0.07, blend=0.010, **look)
        s.part("crown middle", "crown", (0.0, -0.60, 0.0), (k * 0.645, k * 0.11, k * 0.645), unit=True, turn=tilt,
               exponents=(0.0, 0.8), colour=wish.accent, material="matte", blend=0.004)
        return
    knit: dict = {"material": "fur", "roughness": 0.9}
    s.part("cap", "head", (at[0], at[1] - k * 0.16, at[2]), (k * 0.95, k * 0.20, k * 0.95), turn=tilt,
           exponents=(0.0, 0.5), colour=shade(wish.accent, 1.3), blend=0.008, **knit)
    s.part("crown", "cap", (0.0, 0.1, 0.0), (k * 0.80, tall * 0.55 + 0.03, k * 0.80), unit=True, turn=tilt,
           anchor=(0.0, -0.75, 0.0), exponents=(0.0, 0.15), taper=-0.30, colour=wish.accent, blend=0.008, **knit)
    s.part("crown middle", "crown", (0.0, 0.94, 0.0), (k * 0.26, k * 0.26, k * 0.26), unit=True, turn=tilt,
           anchor=(0.0, -0.4, 0.0), colour=shade(wish.accent, 1.5), blend=0.006, **knit)


def _twigs(s: Sketch, wish: Wish, r: float, low: float, chest: float, arm: float) -> None:
    """Arms that are branches: one bent twig and two fingers."""
    wood: dict = {"colour": wish.pick(palettes.BARK), "material": "wood", "pattern": "bark"}
    a = (r * 0.66, low + chest * 0.95, 0.0)
    lift = wish.any(0.05, 0.55)
    b = (a[0] + arm * 0.52, a[1] + arm * 0.30 * lift, 0.02)
    s.limb("upper arm", "torso", a, b, 0.032, 0.025, symmetry="mirror", reach=0.94, blend=0.012, **wood)
    c = (b[0] + arm * 0.42, b[1] + arm * (0.20 + 0.35 * lift), 0.06)
    s.limb("lower arm", "upper arm", s.end("upper arm", 0.90), c, 0.025, 0.015, reach=0.94, blend=0.012, **wood)
    middle = s.end("lower arm", 0.35)
    s.limb("hand", "lower arm", middle, (middle[0] + arm * 0.10, middle[1] + arm * 0.26, middle[2] + 0.02), 0.019,
           0.011, reach=0.92, blend=0.012, **wood)
    s.limb("wing tip", "lower arm", middle, (middle[0] + arm * 0.27, middle[1] - arm * 0.02, middle[2] + 0.03), 0.017,
           0.011, reach=0.92, blend=0.012, **wood)


def _snow_moves(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb == "wave":
        s.move("upper arm", z=wave(0.22 * a, 0.0))
        s.move("lower arm", z=wave(0.10 * a, 0.1, 0.34 * a, 0.05))
        s.move("head", z=wave(0.10 * a, 0.15))
        s.move("torso", z=wave(0.04 * a, 0.1))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.16 * a), y=wave(0.0, 0, 0.14 * a, 0.2))
        s.move("crown", x=wave(0.05 * a, 0.15))
        s.move("tail", x=wave(0.08 * a, 0.2))
    elif wish.verb == "dance":
        s.move("body", z=wave(0.09 * a), y=wave(0.18 * a, 0.1), stretch=(0.0, 0.0))
        s.move("torso", z=wave(-0.15 * a, 0.04), y=wave(-0.16 * a, 0.1), rise=wave(0.0, 0, 0.02 * a, 0.2))
        s.move("head", z=wave(0.18 * a, 0.1), x=wave(0.0, 0, 0.08 * a, 0.1))
        s.move("upper arm", z=wave(0.45 * a, 0.0), offset=0.5)
        s.move("lower arm", z=wave(0.25 * a, 0.1))
        s.move("tail", z=wave(0.20 * a, 0.2), x=wave(0.0, 0, 0.10 * a))
    elif wish.verb == "still":
        s.move("head", z=wave(0.02, 0.2))
        s.move("tail", z=wave(0.06, 0.3), x=wave(0.03, 0.1))


def ghost(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, trail = wish["height"], wish["width"] / 2, wish["length"]
    count, arm, eye = wish["count"], wish["feature"], wish["detail"]
    sheet: dict = {"colour": wish.main}
    flare = wish.any(0.02, 0.16)
    hem = 0.16
    half = (h - hem) / 2
    s.part("body", None, (0.0, hem + half, 0.0), (r * 0.92, half, r * 0.84), exponents=(0.05, 0.30), taper=-flare,
           blend=0.04, **sheet)
    ring = 2.0 * math.pi * r * 0.80 / count
    s.part("foot", "body", (0.0, -0.62, 0.76), (ring * 0.50, hem + half * 0.22, r * 0.30), unit=True,
           anchor=(0.0, 0.55, 0.0), turn=about_x(-0.10), symmetry="radial", count=count, exponents=(0.0, 0.0),
           blend=0.05, **sheet)
    s.limb("tail", "body", (0.0, hem + half * 0.40, -r * 0.40), (0.0, hem * 0.9, -r * 0.70 - trail), r * 0.50,
           r * 0.16, hang=True, exponents=(0.0, 0.1), reach=0.85, bend=-0.2, blend=0.07, **sheet)
    k = r * 0.92
    tall = min(half / k, 1.6)
    at = (0.36, 0.34, 0.86)
    faces.beads(s, k, head="body", at=at, size=eye, tall=1.5, colour=faces.DARK)
    mouth = wish.any()
    if mouth < 0.55:
        faces.gape(s, k, faces.DARK, head="body", at=(0.0, 0.34 - 0.42 / tall, 0.94), width=0.13, tall=1.35)
    else:
        faces.smile(s, k, faces.DARK, head="body", at=(0.0, 0.34 - 0.36 / tall, 0.94), width=0.26, thick=0.055)
    faces.cheeks(s, k, wish.accent, head="body", at=(0.58, 0.34 - 0.24 / tall, 0.75), size=0.14)
    bow = wish.any()
    a = s.pieces["body"].point((0.86, 0.10, 0.25))
    lift = wish.any(-0.25, 0.35)
    s.limb("upper arm", "body", a, (a[0] + arm * 0.92, a[1] + arm * lift, a[2] + arm * 0.35), r * 0.24, r * 0.17,
           symmetry="mirror", exponents=(0.0, 0.2), reach=0.80, blend=0.045, **sheet)
    if bow < 0.35:          # a party hat that sits askew
        top = s.pieces["body"].point((0.0, 0.90, 0.0))
        s.part("cap", "body", top, (r * 0.36, r * 0.42, r * 0.36), anchor=(0.0, -0.78, 0.0), turn=about_x(-0.15),
               exponents=(0.0, 0.62), taper=-0.80, colour=wish.accent, material="matte", blend=0.006)
        s.part("crown top", "cap", (0.0, 0.92, 0.0), (r * 0.12, r * 0.12, r * 0.12), unit=True,
               anchor=(0.0, -0.4, 0.0), colour=shade(wish.accent, 1.6), material="fur", blend=0.006)
    _float(s, wish)
    return s


def _float(s: Sketch, wish: Wish) -> None:
    """A sheet in a draught: the hem ripples round, the trail follows through."""
    drive = wish.drive
    a = 0.5 if wish.verb == "still" else drive
    s.move("foot", x=wave(0.16 * a, 0.0, 0.05 * a, 0.1), offset=0.0)
    s.move("tail", y=wave(0.22 * a, 0.1), x=wave(0.08 * a, 0.3))
    s.move("upper arm", z=wave(0.10 * a, 0.2))
    if wish.verb in ("float", "fly"):
        fast = wish.verb == "fly"
        s.move("body", rise=wave((0.05 if fast else 0.07) * drive), z=wave(0.05 * drive, 0.2),
               x=wave((0.07 if fast else 0.03) * drive, 0.3), stretch=(0.03 * drive, 0.0))
        s.move("tail", x=wave((0.25 if fast else 0.10) * drive, 0.45))
        s.move("upper arm", z=wave(0.20 * drive, 0.3), y=wave(0.15 * drive, 0.1))
    elif wish.verb == "wave":
        s.move("upper arm", z=wave(0.15 * drive, 0.0, 0.40 * drive, 0.05))
        s.move("body", z=wave(0.05 * drive, 0.1))
    elif wish.verb == "dance":
        s.move("body", z=wave(0.16 * drive), y=wave(0.35 * drive, 0.1), rise=wave(0.0, 0, 0.04 * drive, 0.25),
               drift=(0.05 * drive, 0.0))
        s.move("upper arm", z=wave(0.55 * drive, 0.05), offset=0.5)
