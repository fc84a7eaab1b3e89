"""Persons and robots; the other figures are in engine.training.grammar.visitors."""

from __future__ import annotations

from engine.training.grammar import biped, faces
from engine.training.grammar.sketch import Sketch, about_x, about_z
from engine.training.grammar.visitors import alien, ghost, snowman
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

__all__ = ["alien", "ghost", "person", "robot", "snowman"]
GREY = (0.78, 0.77, 0.75)
"""Hair of the old."""


def person(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, belly, hair, r = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["detail"] / 2
    skin: dict = {"colour": wish.pick(palettes.SKIN), "material": "skin"}
    shirt: dict = {"colour": wish.main}
    cloth: dict = {"colour": wish.accent, "material": "matte"}
    legs = (h - 2.1 * r) * 0.50
    torso = h - 2.1 * r - legs
    hip = legs + torso * 0.10
    skirt = wish.chance(0.25)
    s.part("body", None, (0.0, hip, 0.0), (w * 0.68, torso * 0.24, belly * 0.90), exponents=(0.25, 0.3), blend=0.02,
           **cloth)
    s.limb("torso", "body", (0.0, hip + 0.01, 0.0), (0.0, hip + torso * 0.86, 0.0), w * 0.68, w * 0.90,
           flat=belly / (w * 0.80), exponents=(0.25, 0.45), reach=0.86, blend=0.012, **shirt)
    chest = s.pieces["torso"]
    collar = chest.point((0.0, 0.90, 0.0))
    head_y = h - r * 1.02
    s.limb("neck", "torso", collar, (0.0, head_y - r * 0.5, 0.01), r * 0.36, r * 0.34, blend=0.02, reach=0.7, **skin)
    s.part("neck tip", "neck", (0.0, collar[1] + 0.006, 0.0), (r * 0.50, r * 0.13, r * 0.46), exponents=(0.0, 0.35),
           taper=-0.15, colour=shade(wish.main, 0.80), material="matte", blend=0.006)
    s.part("head", "neck", (0.0, head_y - r * 0.55, 0.012), (r * 0.90, r * 1.02, r * 0.92),
           anchor=(0.0, -0.56, -0.05), exponents=(0.18, 0.14), taper=0.06, blend=0.02, **skin)
    _look(s, wish, r, skin)
    _hair(s, wish, r, hair)
    side = chest.point((0.82, 0.68, 0.0))
    arm = torso * 0.50
    splay = 0.12 + 0.05 * wish.any()
    elbow = (side[0] + arm * splay * 1.6, side[1] - arm, -0.015)
    wrist = (elbow[0] + arm * splay * 0.3, elbow[1] - arm * 0.86, elbow[2] + arm * 0.30)
    thick = 0.058 + 0.12 * (w - 0.18)
    biped.arms(s, wish, "torso", side, elbow, wrist, thick, shirt, wish.pick((skin, skin, shirt)), skin, r * 0.42,
               blend=0.016)
    thigh = 0.080 + 0.16 * (w - 0.18)
    bare = skin if skirt else cloth
    shoe = wish.pick(((0.16, 0.14, 0.16), (0.93, 0.92, 0.90), shade(wish.main, 0.6), (0.46, 0.28, 0.18)))
    biped.legs(s, w * 0.37, hip - torso * 0.06, 0.078, thigh * (0.86 if skirt else 1.0), bare, bare,
               {"colour": shoe, "roughness": 0.45, "material": "plastic"}, (thigh * 0.94, 0.052, 0.122))
    if skirt:
        long = torso * 0.24 + legs * 0.20
        s.part("crown", "body", (0.0, hip + torso * 0.10, 0.0), (w * 0.80, long, max(belly, w * 0.62)),
               anchor=(0.0, 0.80, 0.0), exponents=(0.1, 0.80), taper=-0.26, blend=0.006, **cloth)
    else:
        top = s.pieces["body"].size
        s.part("handle", "body", (0.0, hip + torso * 0.085, 0.0), (top[0] * 1.06, 0.020, top[2] * 1.07),
               exponents=(0.25, 0.7), colour=shade(wish.accent, 0.55), material="skin", blend=0.004)
    biped.move(s, wish, legs)
    return s


def _look(s: Sketch, wish: Wish, r: float, skin: dict) -> None:
    """A friendly face: whites with large pupils, or plain beads for the simplest of toys."""
    colour = skin["colour"]
    iris = wish.pick((palettes.EYE, (0.20, 0.12, 0.08), (0.11, 0.20, 0.32), (0.12, 0.24, 0.16)))
    if wish.chance(0.7):
        faces.pupils(s, r, at=(0.36, 0.02, 0.86), size=0.19, tall=1.2, colour=iris)
    else:
        faces.beads(s, r, at=(0.36, 0.0, 0.86), size=0.115, tall=1.4, colour=iris)
    faces.nose(s, r, mix(colour, (0.85, 0.35, 0.30), 0.22), at=(0.0, -0.20, 0.96), size=0.135)
    faces.smile(s, r, mix(colour, (0.45, 0.10, 0.10), 0.75), at=(0.0, -0.50, 0.85), width=0.26,
                curve=0.25 + 0.3 * wish.any())
    faces.cheeks(s, r, mix(colour, (0.93, 0.36, 0.32), 0.32), at=(0.56, -0.32, 0.72), size=0.15)
    s.part("ear", "head", (0.96, -0.08, -0.04), (r * 0.09, r * 0.19, r * 0.14), unit=True, anchor=(-0.4, 0, 0),
           symmetry="mirror", blend=0.01, **skin)


def _hair(s: Sketch, wish: Wish, r: float, hair: float) -> None:
    """A cap of hair that leaves the face free, a fringe, and what falls behind."""
    head = s.pieces["head"]
    colour = mix(wish.pick(palettes.HAIR), GREY, min(max((wish.age - 0.3) * 1.4, 0.0), 1.0))
    look: dict = {"colour": colour, "material": "fur", "roughness": 0.85}
    faces.brows(s, r, shade(colour, 0.85), at=(0.38, 0.32, 0.84), tilt=wish.any(-0.22, 0.04))
    high = hair / 0.12
    s.part("cap", "head", head.point((0.0, 0.40, -0.22)),
           (r * 0.94 + hair * 0.35, r * 0.62 + hair * 0.70, r * 0.90 + hair * 0.35), turn=about_x(-0.50),
           anchor=(0.0, -0.30 * high, 0.22 * high), exponents=(0.12, 0.12), blend=0.008, **look)
    fringe, style = wish.any(), wish.any()
    front = head.point((0.0, 0.72, 0.62))
    if fringe < 0.40:       # swept to the side, over the brow
        s.part("fin", "cap", (r * 0.16, front[1] + r * 0.02, front[2] + r * 0.02),
               (r * 0.20 + hair * 0.4, r * 0.58, r * 0.20), turn=about_z(-1.20), exponents=(0.0, 0.1), taper=-0.35,
               bend=-0.25, blend=0.012, **look)
    elif fringe < 0.70:     # a quiff
        s.part("fin", "cap", (0.0, front[1] + r * 0.10, front[2] - r * 0.06),
               (r * 0.46, r * 0.26 + hair * 0.8, r * 0.30 + hair * 0.5), turn=about_x(0.55), exponents=(0.2, 0.2),
               taper=0.20, blend=0.015, **look)
    else:                   # straight
        s.part("fin", "cap", (0.0, front[1] - r * 0.10, front[2] + r * 0.05), (r * 0.60, r * 0.20, r * 0.13),
               turn=about_x(0.30), exponents=(0.35, 0.45), blend=0.010, **look)
    if style < 0.26:        # long, over the shoulders
        s.limb("back", "head", head.point((0.0, 0.20, -0.55)), head.point((0.0, -1.10 - 4.0 * hair, -0.80)), r * 0.80,
               r * 0.72 + hair, hang=True, flat=0.50, exponents=(0.3, 0.4), blend=0.02, **look)
    elif style < 0.44:      # ponytail
        a = head.point((0.0, 0.35, -0.95))
        s.limb("back", "cap", a, (0.0, a[1] - r * (1.0 + 5.0 * hair), a[2] - r * 0.55), r * 0.20, r * 0.30, hang=True,
               exponents=(0.0, 0.2), bend=-0.25, blend=0.015, **look)
    elif style < 0.58:      # bun
        s.part("back", "cap", (0.0, 0.62, -0.72), (r * 0.36, r * 0.36, r * 0.36), unit=True, anchor=(0.0, -0.4, 0.4),
               blend=0.010, **look)


def robot(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d, box = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["boxiness"]
    r, count, antenna = wish["feature"] / 2, wish["count"], wish["detail"]
    e, k = 0.15 + 0.70 * box, 0.25 + 0.55 * box
    shell: dict = {"colour": wish.main, "roughness": 0.35, "metallic": 0.25}
    joint: dict = {"colour": wish.accent, "roughness": 0.4, "metallic": 0.55}
    glow = wish.pick(((0.45, 0.95, 1.0), (1.0, 0.82, 0.35), (0.55, 1.0, 0.6), (1.0, 0.45, 0.4)))
    rest = h - 1.55 * r
    legs, torso = rest * 0.44, rest * 0.48
    s.part("body", None, (0.0, legs + 0.03, 0.0), (w * 0.58, 0.075, d * 0.72), exponents=(e, 0.4), blend=0.012,
           **joint)
    s.part("torso", "body", (0.0, legs + 0.06, 0.0), (w * 0.92, torso * 0.47, d), anchor=(0.0, -0.90, 0.0),
           exponents=(e, k),
           taper=wish.any(0.0, 0.16), blend=0.012, **shell)
    chest = s.pieces["torso"]
    neck_y = chest.point((0.0, 0.90, 0.0))[1]
    s.limb("neck", "torso", (0.0, neck_y, 0.0), (0.0, neck_y + 0.11, 0.0), 0.055, 0.05, reach=0.8,
           exponents=(0.0, 0.7), blend=0.008, **joint)
    s.part("head", "neck", (0.0, neck_y + 0.07, 0.0), (r * 1.12, r * 0.78, r * 0.92), anchor=(0.0, -0.88, 0.0),
           exponents=(e, k), blend=0.012, **shell)
    s.part("muzzle", "head", (0.0, 0.02, 0.80), (r * 0.86, r * 0.46, r * 0.20), unit=True,
           exponents=(0.3 + 0.4 * box, 0.45), colour=(0.07, 0.08, 0.10),
           roughness=0.12, blend=0.006)
    s.part("eye", "muzzle", (0.46, 0.02, 0.78), (r * 0.17, r * 0.20, r * 0.07), unit=True, symmetry="mirror",
           exponents=(0.1, 0.1 + 0.5 * box),
           colour=glow, roughness=0.2, glow=1.0, blend=0.003)
    s.part("ear", "head", (0.96, 0.0, 0.0), (r * 0.28, r * 0.13, r * 0.28), unit=True, anchor=(0.0, -0.5, 0.0),
           turn=about_z(-1.5707963),
           symmetry="mirror", exponents=(0.0, 0.5), blend=0.008, **joint)
    top = s.pieces["head"].point((0.0, 0.9, 0.0))
    s.limb("cap", "head", top, (0.0, top[1] + antenna, 0.0), 0.019, 0.017, reach=0.95, blend=0.008, **joint)
    s.part("crown top", "cap", (0.0, 0.94, 0.0), (0.040, 0.040, 0.040), unit=True, anchor=(0.0, -0.5, 0.0),
           colour=glow, roughness=0.2, glow=0.9,
           blend=0.004)
    s.part("back", "torso", (0.0, 0.05, 0.90), (w * 0.56, torso * 0.27, 0.035), unit=True, exponents=(0.6, 0.6),
           blend=0.006,
           colour=mix(wish.main, palettes.WHITE, 0.45), roughness=0.4)
    s.part("slat", "back", (0.0, 0.68 if count > 1 else 0.0, 0.82), (0.030, 0.030, 0.018), unit=True, symmetry="row",
           count=count, colour=glow,
           roughness=0.2, glow=0.8, blend=0.003)
    s.part("detail", "torso", (0.0, 0.05, -0.88), (w * 0.50, torso * 0.30, 0.075), unit=True, exponents=(0.5, 0.5),
           blend=0.012, **joint)
    _robot_limbs(s, wish, w, legs, torso, chest, shell, joint, e)
    biped.move(s, wish, legs)
    return s


def _robot_limbs(s: Sketch, wish: Wish, w: float, legs: float, torso: float, chest, shell, joint, e: float) -> None:
    side = chest.point((0.93, 0.58, 0.0))
    thick = wish.any(0.050, 0.066)
    arm = torso * 0.52
    elbow = (side[0] + arm * 0.28, side[1] - arm * 0.95, 0.0)
    wrist = (elbow[0] + arm * 0.02, elbow[1] - arm * 0.80, arm * 0.28)
    rounded: dict = {"exponents": (e * 0.7, 0.55)}
    biped.arms(s, wish, "torso", side, elbow, wrist, thick, joint | rounded, shell | rounded, joint, 0.085, blend=0.012)
    x = w * 0.40
    s.limb("upper leg", "body", (x, legs + 0.02, 0.0), (x, legs * 0.50, 0.012), thick * 1.15, thick * 1.0, hang=True,
           symmetry="mirror", blend=0.012,
           **joint, **rounded)
    s.limb("lower leg", "upper leg", s.end("upper leg", 0.88), (x, 0.07, -0.01), thick * 1.15, thick * 1.45,
           hang=True, blend=0.010, **shell, **rounded)
    s.part("foot", "lower leg", s.end("lower leg", 0.90), (thick * 1.65, 0.055, thick * 2.2),
           anchor=(0.0, 0.2, -0.25), exponents=(e, 0.5), taper=-0.2,
           blend=0.010, **joint)
