"""Persons and robots."""

from __future__ import annotations

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes


def person(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, belly, hair, r = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"], wish["detail"] / 2
    skin = {"colour": wish.pick(palettes.SKIN), "roughness": 0.55}
    shirt = {"colour": wish.main, "roughness": 0.85}
    cloth = {"colour": wish.accent, "roughness": 0.85}
    legs = (h - 2.1 * r) * 0.50
    torso = (h - 2.1 * r - legs)
    hip = legs + torso * 0.10
    s.part("body", None, (0.0, hip, 0.0), (w * 0.66, torso * 0.24, belly * 0.86), exponents=(0.2, 0.2), blend=0.035,
           **cloth)
    s.limb("torso", "body", (0.0, hip + 0.02, 0.0), (0.0, hip + torso * 0.86, 0.0), w * 0.60, w * 0.92,
           flat=belly / (w * 0.80),
           exponents=(0.25, 0.42), reach=0.86, blend=0.03, **shirt)
    chest = s.pieces["torso"]
    collar = chest.point((0.0, 0.90, 0.0))
    head_y = h - r * 1.02
    s.limb("neck", "torso", collar, (0.0, head_y - r * 0.5, 0.01), r * 0.36, r * 0.34, blend=0.02, reach=0.7, **skin)
    s.part("head", "neck", (0.0, head_y - r * 0.55, 0.012), (r * 0.86, r * 1.02, r * 0.90),
           anchor=(0.0, -0.56, -0.05), exponents=(0.12, 0.1),
           blend=0.02, **skin)
    _face(s, wish, r, hair, skin)
    side = chest.point((0.80, 0.66, 0.0))
    arm = torso * 0.52
    splay = 0.10 + 0.05 * wish.any()
    elbow = (side[0] + arm * splay * 1.6, side[1] - arm, -0.015)
    wrist = (elbow[0] + arm * splay * 0.3, elbow[1] - arm * 0.88, elbow[2] + arm * 0.30)
    thick = 0.052 + 0.12 * (w - 0.18)
    sleeve = {"colour": wish.main, "roughness": 0.85}
    fore = wish.pick((skin, skin, sleeve))
    _arms(s, wish, "torso", side, elbow, wrist, thick, sleeve, fore, skin, r * 0.36)
    x = w * 0.36
    knee = (x * 1.05, legs * 0.52, 0.015)
    thigh = 0.070 + 0.16 * (w - 0.18)
    s.limb("upper leg", "body", (x, hip - torso * 0.06, 0.0), knee, thigh, thigh * 0.76, hang=True, symmetry="mirror",
           blend=0.025, **cloth)
    s.limb("lower leg", "upper leg", s.end("upper leg", 0.88), (x * 1.06, 0.075, -0.015), thigh * 0.78, thigh * 0.62,
           hang=True, blend=0.015, **cloth)
    shoe = wish.pick(((0.16, 0.14, 0.14), (0.93, 0.92, 0.90), shade(wish.main, 0.6), (0.42, 0.27, 0.18)))
    s.part("foot", "lower leg", s.end("lower leg", 0.92), (thigh * 0.92, 0.050, 0.112), anchor=(0.0, 0.35, -0.40),
           exponents=(0.15, 0.35),
           taper=-0.20, colour=shoe, roughness=0.5, blend=0.012)
    _move(s, wish)
    return s


def _face(s: Sketch, wish: Wish, r: float, hair: float, skin) -> None:
    head = s.pieces["head"]
    eye = r * 0.115
    s.part("eye", "head", (0.38, 0.0, 0.84), (eye, eye * 1.35, eye * 0.8), unit=True, anchor=(0, 0, -0.6),
           turn=about_y(0.32), symmetry="mirror",
           colour=palettes.EYE, roughness=0.1, blend=0.003)
    s.part("muzzle", "head", (0.0, -0.18, 0.95), (r * 0.11, r * 0.12, r * 0.13), unit=True, anchor=(0, 0, -0.35),
           colour=mix(skin["colour"], (0.85, 0.35, 0.30), 0.18), roughness=0.55, blend=0.012)
    s.part("detail", "head", (0.0, -0.46, 0.88), (r * 0.20, r * 0.042, r * 0.085), unit=True, anchor=(0, 0, -0.6),
           turn=about_x(0.35), exponents=(0.0, 0.0),
           colour=mix(skin["colour"], (0.55, 0.16, 0.15), 0.6), roughness=0.5, blend=0.004)
    s.part("ear", "head", (0.94, -0.06, -0.02), (r * 0.08, r * 0.17, r * 0.12), unit=True, anchor=(-0.4, 0, 0),
           symmetry="mirror", blend=0.01, **skin)
    colour = wish.pick(palettes.HAIR)
    top = head.point((0.0, 0.44, -0.20))
    s.part("cap", "head", top, (r * 0.88 + hair * 0.40, r * 0.52 + hair * 0.75, r * 0.86 + hair * 0.40),
           turn=about_x(-0.52),
           exponents=(0.10, 0.12), colour=colour, roughness=0.8, blend=0.010)
    style = wish.any()
    if style < 0.35:        # long
        s.limb("back", "head", head.point((0.0, 0.20, -0.55)), head.point((0.0, -1.15 - 4.0 * hair, -0.80)), r * 0.74,
               r * 0.62 + hair, hang=True, flat=0.55,
               exponents=(0.2, 0.3), colour=colour, roughness=0.8, blend=0.02)
    elif style < 0.55:      # bun
        s.part("back", "cap", (0.0, 0.62, -0.72), (r * 0.34, r * 0.34, r * 0.34), unit=True, anchor=(0.0, -0.4, 0.4),
               colour=colour, roughness=0.8,
               blend=0.015)


def _arms(s: Sketch, wish: Wish, parent: str, shoulder, elbow, wrist, thick: float, upper, lower, hand, palm: float,
          blend: float = 0.02) -> None:
    """A mirrored pair; when waving, one raised arm and, in the hind-leg slots, the other one hanging."""
    waving = wish.verb == "wave"
    roles = ("hind upper leg", "hind lower leg", "hind foot") if waving else ("upper arm", "lower arm", "hand")
    s.limb(roles[0], parent, shoulder, elbow, thick, thick * 0.82, hang=True, symmetry="one" if waving else "mirror",
           blend=blend, **upper)
    s.limb(roles[1], roles[0], s.end(roles[0], 0.88), wrist, thick * 0.80, thick * 0.66, hang=True, blend=blend * 0.6,
           **lower)
    s.part(roles[2], roles[1], s.end(roles[1], 0.90), (palm * 0.72, palm * 1.05, palm * 0.80),
           anchor=(0.0, 0.55, 0.0), exponents=(0.1, 0.1),
           blend=0.014, **hand)
    if not waving:
        return
    reach = shoulder[1] - elbow[1]
    a = (-shoulder[0], shoulder[1], shoulder[2])
    b = (a[0] - reach * 0.88, a[1] + reach * 0.30, a[2] + 0.03)
    s.limb("upper arm", parent, a, b, thick, thick * 0.82, blend=blend, **upper)
    c = (b[0] - reach * 0.12, b[1] + reach * 0.90, b[2] + 0.06)
    s.limb("lower arm", "upper arm", s.end("upper arm", 0.88), c, thick * 0.80, thick * 0.66, blend=blend * 0.6,
           **lower)
    s.part("hand", "lower arm", s.end("lower arm", 0.90), (palm * 0.80, palm * 1.05, palm * 0.55),
           anchor=(0.0, -0.55, 0.0), exponents=(0.1, 0.1),
           blend=0.014, **hand)


def _move(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb == "walk":
        s.move("upper leg", x=wave(0.46 * a), offset=0.5)
        s.move("lower leg", x=wave(0.36 * a, 0.30, 0.13 * a, 0.30))
        s.move("foot", x=wave(0.20 * a, 0.45))
        s.move("upper arm", x=wave(0.42 * a, 0.5), offset=0.5)
        s.move("lower arm", x=wave(0.20 * a, 0.58))
        s.move("body", rise=wave(0.0, 0, 0.024 * a, 0.12), y=wave(0.08 * a, 0.5), z=wave(0.03 * a, 0.25))
        s.move("torso", y=wave(0.14 * a, 0.0), x=wave(0.0, 0, 0.02 * a))
        s.move("head", y=wave(0.06 * a, 0.5), x=wave(0.0, 0, 0.03 * a, 0.2))
        s.move("back", x=wave(0.0, 0, 0.08 * a, 0.3))
        s.move("cap", x=wave(0.0, 0, 0.0))
    elif wish.verb == "wave":
        s.move("upper arm", z=wave(0.10 * a, 0.1))
        s.move("lower arm", z=wave(0.10 * a, 0.2, 0.34 * a, 0.05))
        s.move("hand", z=wave(0.0, 0, 0.28 * a, 0.12))
        s.move("torso", z=wave(0.045 * a, 0.1))
        s.move("head", z=wave(0.09 * a, 0.2), x=wave(0.03 * a))
        s.move("hind upper leg", z=wave(0.05 * a, 0.3))
        s.move("body", rise=wave(0.0, 0, 0.008 * a))
    elif wish.verb == "hop":
        s.move("body", rise=wave(0.15 * a, 0.5, 0.03 * a), swell=(-0.02 * a, 0.0))
        s.move("upper leg", x=wave(-0.36 * a, 0.0, -0.05 * a))
        s.move("lower leg", x=wave(0.60 * a, 0.0, 0.08 * a))
        s.move("foot", x=wave(-0.24 * a, 0.0))
        s.move("torso", x=wave(0.12 * a, 0.02))
        s.move("head", x=wave(-0.12 * a, 0.06))
        s.move("upper arm", z=wave(0.50 * a, 0.55), x=wave(0.25 * a, 0.05))
        s.move("lower arm", x=wave(-0.25 * a, 0.1))
        s.move("back", x=wave(0.20 * a, 0.8))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.20 * a), y=wave(0.0, 0, 0.16 * a, 0.2))
        s.move("neck", x=wave(0.06 * a, 0.05))
        s.move("torso", x=wave(0.03 * a, 0.1))
        s.move("upper arm", x=wave(0.05 * a, 0.2))
    elif wish.verb == "sway":
        s.move("body", z=wave(0.06 * a, 0.25), drift=(0.0, 0.03 * a))
        s.move("torso", z=wave(0.07 * a, 0.35), y=wave(0.08 * a, 0.1))
        s.move("head", z=wave(0.08 * a, 0.45))
        s.move("upper arm", x=wave(0.15 * a, 0.3), z=wave(0.08 * a, 0.4), offset=0.5)
        s.move("lower arm", x=wave(0.12 * a, 0.45))
    elif wish.verb == "spin":
        s.move("body", spin=1.0)
        s.move("upper arm", z=wave(0.20 * a, 0.5))
        s.move("head", z=wave(0.04 * a, 0.2))
    else:
        s.move("torso", swell=(0.006, 0.0))
        s.move("head", x=wave(0.02, 0.15), y=wave(0.03, 0.4))
        s.move("upper arm", z=wave(0.02, 0.05))


def robot(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d, box = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["boxiness"]
    r, count, antenna = wish["feature"] / 2, wish["count"], wish["detail"]
    e, k = 0.15 + 0.70 * box, 0.25 + 0.55 * box
    shell = {"colour": wish.main, "roughness": 0.35, "metallic": 0.25}
    joint = {"colour": wish.accent, "roughness": 0.4, "metallic": 0.55}
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
    _move(s, wish)
    return s


def _robot_limbs(s: Sketch, wish: Wish, w: float, legs: float, torso: float, chest, shell, joint, e: float) -> None:
    side = chest.point((0.93, 0.58, 0.0))
    thick = wish.any(0.050, 0.066)
    arm = torso * 0.52
    elbow = (side[0] + arm * 0.28, side[1] - arm * 0.95, 0.0)
    wrist = (elbow[0] + arm * 0.02, elbow[1] - arm * 0.80, arm * 0.28)
    rounded: dict = {"exponents": (e * 0.7, 0.55)}
    _arms(s, wish, "torso", side, elbow, wrist, thick, joint | rounded, shell | rounded, joint, 0.085, blend=0.012)
    x = w * 0.40
    s.limb("upper leg", "body", (x, legs + 0.02, 0.0), (x, legs * 0.50, 0.012), thick * 1.15, thick * 1.0, hang=True,
           symmetry="mirror", blend=0.012,
           **joint, **rounded)
    s.limb("lower leg", "upper leg", s.end("upper leg", 0.88), (x, 0.07, -0.01), thick * 1.15, thick * 1.45,
           hang=True, blend=0.010, **shell, **rounded)
    s.part("foot", "lower leg", s.end("lower leg", 0.90), (thick * 1.65, 0.055, thick * 2.2),
           anchor=(0.0, 0.2, -0.25), exponents=(e, 0.5), taper=-0.2,
           blend=0.010, **joint)
