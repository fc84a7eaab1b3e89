"""Reptiles and their kin: chains that wind, bodies that sprawl, dinosaurs upright, a frog and a dragon."""

from __future__ import annotations

import math

from engine.training.grammar import gaits
from engine.training.grammar.gaze import eyes
from engine.training.grammar.insects import around
from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, towards, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

LIE = about_x(math.pi / 2)      # +y to the front; own z points down
FRONT, HIND = ("upper leg", "lower leg", "foot"), ("hind upper leg", "hind lower leg", "hind foot")
TAIL = ("tail", "tail tip", "fin")
IVORY = (0.95, 0.92, 0.84)
_IRIS = ((0.96, 0.86, 0.45), (0.95, 0.93, 0.86), (0.95, 0.70, 0.28), (0.80, 0.90, 0.55))
MOUTH = (0.36, 0.15, 0.14)


def _chain(s: Sketch, roles, host: str, points, radii, look: dict, *, blend: float = 0.05, flat: float = 1.0,
           reach: float = 0.86) -> None:
    """Limbs from point to point, the first on `host`; radii as many as points."""
    for role, a, b, first, last in zip(roles, points, points[1:], radii, radii[1:]):
        s.limb(role, host, a if host not in roles else s.end(host, 0.80), b, first, last, flat=flat, blend=blend,
               reach=reach, exponents=(0.0, 0.3), **look)
        host = role


def _leg(s: Sketch, roles, host: str, hip, knee, ankle, radii, look: dict, *, foot, claws, blend: float = 0.05,
         flat: float = 1.0) -> None:
    """Hip to knee to ankle to a foot that lies flat and points forwards."""
    upper, lower, end = roles
    s.limb(upper, host, hip, knee, radii[0], radii[1], hang=True, symmetry="mirror", flat=flat, blend=blend, reach=0.84,
           **look)
    s.limb(lower, upper, s.end(upper), ankle, radii[1], radii[2], hang=True, blend=blend * 0.6, reach=0.88, **look)
    s.part(end, lower, s.end(lower), foot, anchor=(0.0, 0.25, -0.40), exponents=(0.25, 0.35), taper=-0.25,
           colour=claws, roughness=0.6, blend=0.014)


def _wag(s: Sketch, wish: Wish, amount: float, *, beats: int = 1) -> None:
    """The tail follows through from side to side, a little later from bone to bone."""
    for k, role in enumerate(TAIL):
        turn = wave(amount * 1.2**k, 0.12 * k + 0.1) if beats == 1 else wave(0, 0, amount * 1.2**k, 0.1 * k)
        s.move(role, y=turn)


def _jaws(s: Sketch, wish: Wish, *, start, length: float, wide: float, deep: float, drop: float, look: dict, belly,
          teeth: int = 6) -> None:
    """An upper jaw, a lower jaw a little open, and teeth along both sides."""
    pose = about_x(math.pi / 2 + drop)
    s.part("muzzle", "head", start, (wide, length / 2 / 0.85, deep), anchor=(0.0, -0.85, 0.0), turn=pose, taper=-0.24,
           exponents=(0.30, 0.45), blend=0.03, **look)
    low = (0.0, start[1] - deep * 0.85, start[2] - 0.04)
    gape = about_x(math.pi / 2 + drop + 0.20)
    s.part("cap", "head", low, (wide * 0.84, length / 2 / 0.88, deep * 0.46), anchor=(0.0, -0.85, 0.0), turn=gape,
           taper=-0.26, exponents=(0.30, 0.45), colour=belly, roughness=0.5, blend=0.008)
    tooth = {"colour": IVORY, "roughness": 0.25, "material": "plastic", "blend": 0.003, "exponents": (0.0, 0.1)}
    size = (deep * 0.13, deep * 0.30, deep * 0.13)
    for role, side in (("slat", 1.0), ("wheel", -1.0)):
        s.part(role, "muzzle", (0.80 * side, 0.78, 0.62), size, unit=True, anchor=(0.0, 0.35, 0.0), symmetry="row",
               turn=about_x(drop), count=teeth, taper=0.75, **tooth)


def snake(wish: Wish) -> Sketch:
    """Arcs along a winding line on the ground; the neck rises from it."""
    s = Sketch()
    lift, r, long, box, wind, hood = (wish["height"], wish["width"] / 2, wish["length"], wish["boxiness"],
                                      wish["feature"], wish["detail"])
    look = {"colour": wish.main, "roughness": 0.5}
    arc = long / 7.4
    phase = wish.any(-0.3, 0.3)
    def heading(k: float) -> float:
        return wind * math.cos(2.0 * math.pi * (k / 5.0) + phase)
    nodes = [(0.0, 0.0)]
    for k in range(7):
        h = heading(k + 0.5)
        nodes.append((nodes[-1][0] + arc * math.sin(h), nodes[-1][1] + arc * math.cos(h)))
    mx, mz = (nodes[0][0] + nodes[7][0]) / 2, (nodes[0][1] + nodes[7][1]) / 2
    share = (0.16, 0.40, 0.64, 0.84, 0.97, 1.0, 1.0, 0.92)
    for role, host, k in (("body", None, 5), ("torso", "body", 6), ("tail", "body", 4), ("tail tip", "tail", 3),
                          ("fin", "tail tip", 2), ("side fin", "fin", 1), ("back", "side fin", 0)):
        h = heading(k + 0.5)
        turn = product(product(about_y(h), LIE), about_y(math.pi / 2))
        a, b = share[k] * r, share[k + 1] * r
        mean, half = 0.5 * (a + b), 0.5 * arc / 0.80
        delta = heading(k + 1) - heading(k)
        fore, back = nodes[k + 1], nodes[k]
        x, z = ((fore[0] + back[0]) / 2 - mx, (fore[1] + back[1]) / 2 - mz)
        end = -0.80 if role == "torso" else 0.80
        shape = {"turn": turn, "exponents": (0.08, 0.35), "taper": (b - a) / (a + b),
                 "bend": math.tan(delta / 2) / 2 * 0.8, "blend": 0.05}
        if host is None:
            s.part("body", None, (x, r * 0.92, z), (mean * 0.92, half, mean), **shape, **look)
        else:
            joint = fore if end > 0 else back
            s.part(role, host, (joint[0] - mx, mean * 0.92, joint[1] - mz), (mean * 0.92, half, mean),
                   anchor=(0.0, end, 0.0), **shape, **look)
    h = heading(7) * 0.35
    ahead = (math.sin(h), math.cos(h))
    x, z = nodes[7][0] - mx, nodes[7][1] - mz
    top = max(lift, r * 2.0)
    p = [(x - ahead[0] * r * 0.4, r * 0.9, z - ahead[1] * r * 0.4),
         (x + ahead[0] * arc * 0.45, r * 0.6 + top * 0.50, z + ahead[1] * arc * 0.45),
         (x + ahead[0] * arc * 0.62, r * 0.6 + top, z + ahead[1] * arc * 0.62)]
    wide = 1.0 + 1.15 * hood
    for role, host, a, b, size, flare in (("neck", "torso", p[0], p[1], 0.86, 1.0 + 0.3 * hood),
                                          ("neck tip", "neck", p[1], p[2], 0.74, wide)):
        pitch = math.atan2(b[1] - a[1], math.hypot(b[0] - a[0], b[2] - a[2]))
        half = 0.5 * math.dist(a, b) / 0.74
        s.part(role, host, a if role == "neck" else s.end(host, 0.7), (r * size * flare, half, r * size * 0.92),
               anchor=(0.0, -0.76, 0.0), turn=product(about_y(h), about_x(math.pi / 2 - pitch)),
               exponents=(0.05, 0.25), blend=0.05, **look)
    _snake_head(s, wish, r, h, box)
    _snake_rings(s, wish, r)
    a = wish.drive
    behind = ("tail", "tail tip", "fin", "side fin", "back")
    if wish.verb == "slither":
        gaits.along(s, ("torso", "neck"), 0.24 * a, lag=-0.16, first=-0.16, growth=0.8)
        gaits.along(s, behind, 0.24 * a, lag=0.16, first=0.66, growth=1.08)
        s.move("body", y=wave(0.20 * a, 0.0), drift=(0.0, 0.05 * a))
        s.move("neck tip", y=wave(-0.14 * a, -0.2))
        s.move("head", y=wave(-0.22 * a, -0.25))
        s.move("muzzle", x=wave(0.0, 0, 0.2 * a, 0.1))
    elif wish.verb in ("nod", "sway"):
        side = wish.verb == "sway"
        s.move("neck", z=wave((0.22 if side else 0.05) * a), x=wave(0.08 * a, 0.2))
        s.move("neck tip", z=wave((0.20 if side else 0.06) * a, 0.12), x=wave(0.12 * a, 0.1))
        s.move("head", z=wave((-0.25 if side else 0.05) * a, 0.2), x=wave(0.16 * a, 0.05), y=wave(0.14 * a, 0.3))
        s.move("muzzle", x=wave(0.0, 0, 0.3 * a, 0.1))
        gaits.along(s, behind[2:], 0.08 * a)
    else:
        s.move("head", y=wave(0.08, 0.1))
        s.move("neck tip", x=wave(0.03, 0.3))
        s.move("muzzle", x=wave(0.0, 0, 0.15, 0.1))
        gaits.along(s, behind[2:], 0.05)
    return s


def _snake_head(s: Sketch, wish: Wish, r: float, h: float, box: float) -> None:
    yaw = about_y(h)
    size = r * 1.12
    s.part("head", "neck tip", s.end("neck tip", 0.72), (size * (1.05 + 0.12 * box), size * 0.78, size * 1.45),
           anchor=(0.0, -0.25, -0.42), turn=product(yaw, about_x(0.10)), exponents=(0.1 + 0.35 * box, 0.1 + 0.25 * box),
           blend=0.04, colour=wish.main, roughness=0.5)
    head = s.pieces["head"]
    e, pose = size * 0.36, product(yaw, about_y(0.75))
    s.part("eye", "head", (0.66, 0.46, 0.46), (e, e * 1.05, e * 0.75), unit=True, anchor=(0.0, 0.0, -0.2), turn=pose,
           symmetry="mirror", colour=wish.pick(_IRIS), roughness=0.1, material="plastic", blend=0.004)
    s.part("wheel", "eye", (0.0, 0.0, 0.74), (e * 0.34, e * 0.72, e * 0.30), unit=True, turn=pose, colour=palettes.EYE,
           roughness=0.06, material="plastic", blend=0.003)
    s.part("handle", "wheel", (0.5, 0.40, 0.72), (e * 0.17, e * 0.17, max(e * 0.1, 0.004)), unit=True, turn=pose,
           colour=(1.0, 1.0, 1.0), roughness=0.2, glow=0.4, material="plastic", blend=0.002)
    tongue = {"colour": (0.78, 0.16, 0.20), "roughness": 0.4, "material": "plastic", "blend": 0.004}
    front = head.point((0.0, -0.30, 0.90))
    out = product(product(yaw, about_x(0.25)), LIE)
    s.part("muzzle", "head", front, (r * 0.13, r * 0.60, r * 0.05), anchor=(0.0, -0.8, 0.0), turn=out,
           exponents=(0.2, 0.4), **tongue)
    s.part("detail", "muzzle", (0.20, 0.88, 0.0), (r * 0.09, r * 0.26, max(r * 0.06, 0.005)), unit=True,
           anchor=(0.0, -0.75, 0.0),
           turn=product(out, about_z(-0.55)), symmetry="mirror", exponents=(0.1, 0.2), **tongue)


def _snake_rings(s: Sketch, wish: Wish, r: float) -> None:
    wide, _ = around(wish)
    for role, host in (("slat", "body"), ("crown", "tail"), ("crown middle", "tail tip"), ("crown top", "torso"),
                       ("cap", "neck")):
        piece = s.pieces[host]
        grown = wide if host in ("body", "torso") else 1.0
        s.part(role, host, (0.0, 0.0, 0.0), (piece.size[0] * 1.02 * grown, r * 0.30, piece.size[2] * 1.02 * grown),
               unit=True,
               turn=piece.pose, taper=0.0, exponents=(piece.exponents[0], 0.7), colour=wish.accent, roughness=0.5,
               blend=0.005)


def _trunk(s: Sketch, wish: Wish, y: float, girth: float, high: float, half: float, belly, *, pitch: float = 0.0,
           chest: float = 1.0, front: float = 0.05, low: float = 0.52) -> dict:
    """A body that lies along z, a chest at its front and a paler belly under both."""
    look = {"colour": wish.main, "roughness": 0.55}
    s.part("body", None, (0.0, y, 0.0), (girth, half, high), turn=about_x(math.pi / 2 - pitch), exponents=(0.08, 0.25),
           blend=0.05, **look)
    body = s.pieces["body"]
    s.part("torso", "body", body.point((0.0, 0.58, 0.0)), (girth * 0.96 * chest, half * 0.52, high * 1.02 * chest),
           turn=body.pose, exponents=(0.05, 0.1), blend=0.07, **look)
    s.part("crown", "body", (0.0, front, low), (girth * 0.80, half * 0.92, high * (1.09 - low)), unit=True,
           turn=body.pose, exponents=(0.1, 0.15), colour=belly, roughness=0.6, blend=0.012)
    return look


def _spines(s: Sketch, wish: Wish, role: str, host: str, count: int, high: float, colour, *, far: float = 0.62,
            thin: float = 0.30, deep: float = 0.55) -> None:
    """A row of spines along the top of a part that lies along z."""
    piece = s.pieces[host]
    step = piece.size[1] * far * 2.0 / max(count - 1, 1) * 0.5
    s.part(role, host, (0.0, far if count > 1 else 0.0, -0.90),
           (max(min(step, 0.12) * thin, 0.014), high / 2 + 0.03, min(step * 1.05, 0.05 + high * deep)),
           unit=True, anchor=(0.0, -0.60, 0.0), turn=product(piece.pose, about_x(-math.pi / 2)), symmetry="row",
           count=count, taper=-0.72, exponents=(0.1, 0.12), colour=colour, roughness=0.5, blend=0.010)


def lizard(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, half, count, tail, crest = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"],
                                             wish["feature"], wish["detail"])
    belly = mix(wish.main, (0.97, 0.93, 0.78), 0.72)
    y = legs * 0.80 + girth * 0.45
    look = _trunk(s, wish, y, girth * 0.92, girth * 0.78, half * 0.86, belly)
    _spines(s, wish, "slat", "body", count, crest + 0.02, wish.accent)
    front = s.pieces["torso"].point((0.0, 0.70, -0.20))
    s.limb("neck", "torso", front, (0.0, front[1] + 0.07, front[2] + 0.16), girth * 0.70, girth * 0.62, blend=0.06,
           reach=0.7, **look)
    r = 0.15 + girth * 0.20
    s.part("head", "neck", s.end("neck", 0.6), (r * 0.98, r * 0.74, r * 1.08), anchor=(0.0, -0.1, -0.55),
           exponents=(0.15, 0.1), blend=0.05, **look)
    head = s.pieces["head"]
    nose = head.point((0.0, -0.18, 0.55))
    s.limb("muzzle", "head", nose, (0.0, nose[1] - 0.030, nose[2] + r * 1.05), r * 0.70, r * 0.38, thick=1.08,
           flat=0.62, blend=0.04, reach=0.70, **look)
    s.part("cap", "head", (0.0, -0.62, 0.20), (r * 0.62, r * 0.36, r * 0.85), unit=True, colour=belly, roughness=0.6,
           blend=0.02)
    eyes(s, (0.66, 0.44, 0.40), r * 0.34, look=0.95, up=0.1, out=-0.1, slit=0.40, ball=wish.pick(_IRIS))
    _tail(s, wish, y - girth * 0.05, half, tail, girth * 0.66, look)
    _sprawl(s, wish, y, girth, half, legs, look, 0.20)
    _creep(s, wish, 0.24)
    return s


def _tail(s: Sketch, wish: Wish, y: float, half: float, long: float, thick: float, look: dict, *, tip: float = 0.12,
          curl: float = 0.0, flat: float = 1.0) -> None:
    """Three bones that sink to the ground and taper; `curl` lifts the end."""
    back = -half * 0.62
    points = [(0.0, y, back), (0.0, y * 0.74, back - long * 0.40),
              (0.0, max(y * 0.42, 0.05) + curl * 0.4, back - long * 0.76),
              (0.0, max(y * 0.22, 0.04) + curl, back - long * 1.10)]
    _chain(s, TAIL, "body", points, (thick, thick * 0.72, thick * 0.42, thick * tip), look, flat=flat)


def _sprawl(s: Sketch, wish: Wish, y: float, girth: float, half: float, legs: float, look: dict, thick: float) -> None:
    """Elbows and knees stand out to the sides."""
    t = girth * thick + 0.025
    out = girth * 0.55 + legs * 0.62
    for roles, host, z, lean in ((FRONT, "torso", half * 0.52, 0.10), (HIND, "body", -half * 0.50, -0.10)):
        hip = (girth * 0.62, y - girth * 0.12, z)
        knee = (girth * 0.70 + out * 0.62, y * 0.72, z - lean * 0.5)
        ankle = (girth * 0.70 + out * 0.78, 0.055, z + lean * 0.6 + 0.05)
        _leg(s, roles, host, hip, knee, ankle, (t * 1.15, t * 0.82, t * 0.60), look, foot=(t * 1.15, 0.040, t * 1.70),
             claws=shade(wish.main, 0.72), blend=0.04)


def _creep(s: Sketch, wish: Wish, stride: float) -> None:
    a = wish.drive
    if wish.verb in ("walk", "run", "crawl"):
        gaits.four_legs(s, wish, stride, 0.05, bob=0.006)
        s.move("body", y=wave(0.10 * a, 0.0))
        s.move("torso", y=wave(-0.16 * a, 0.05))
        s.move("head", y=wave(0.10 * a, 0.5))
        _wag(s, wish, 0.20 * a)
    elif wish.verb == "swim":
        s.move("upper leg", y=wave(0.45 * a), z=wave(0.25 * a, 0.25))
        s.move("hind upper leg", y=wave(-0.35 * a, 0.1), z=wave(0.16 * a, 0.3))
        s.move("body", rise=wave(0.03 * a, 0.3), x=wave(0.04 * a, 0.2))
        _wag(s, wish, 0.20 * a)
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.16 * a), y=wave(0.0, 0, 0.12 * a, 0.1))
        s.move("head", x=wave(0.16 * a, 0.08), y=wave(0.18 * a, 0.3))
        _wag(s, wish, 0.12 * a)
    elif wish.verb in ("peck", "open"):
        wide = 0.50 if wish.verb == "open" else 0.30
        s.move("cap", x=wave(-wide * 0.45 * a, 0.0))
        s.move("head", x=wave(wide * 0.30 * a, 0.0))
        s.move("neck", x=wave(-0.08 * a, 0.1))
        _wag(s, wish, 0.08 * a)
    else:
        s.move("torso", swell=(0.010, 0.0))
        s.move("head", y=wave(0.05, 0.2))
        _wag(s, wish, 0.06)


def crocodile(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, half, count, jaw, tail = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"],
                                           wish["feature"], wish["detail"])
    y = legs * 0.72 + girth * 0.42
    dark = shade(wish.main, 0.68)
    look = _trunk(s, wish, y, girth, girth * 0.68, half * 0.92, wish.accent)
    _spines(s, wish, "back", "body", count, 0.07, dark, thin=0.8, deep=0.4)
    front = s.pieces["torso"].point((0.0, 0.70, 0.05))
    s.limb("neck", "torso", front, (0.0, front[1] + 0.03, front[2] + 0.14), girth * 0.80, girth * 0.66, flat=0.82,
           blend=0.06, reach=0.7, **look)
    r = girth * 0.86
    s.part("head", "neck", s.end("neck", 0.6), (r * 0.92, r * 0.62, r * 0.98), anchor=(0.0, 0.0, -0.55),
           exponents=(0.2, 0.2), blend=0.04, **look)
    head = s.pieces["head"]
    _jaws(s, wish, start=head.point((0.0, 0.02, 0.50)), length=jaw, wide=r * 0.66, deep=r * 0.38, drop=0.02, look=look,
          belly=mix(wish.accent, wish.main, 0.35))
    s.part("side fin", "head", (0.52, 0.70, 0.28), (r * 0.28, r * 0.24, r * 0.28), unit=True, symmetry="mirror",
           blend=0.02, **look)
    eyes(s, (0.56, 0.86, 0.44), r * 0.25, look=0.55, up=0.1, out=-0.25, slit=0.34, ball=wish.pick(_IRIS))
    s.part("ear", "muzzle", (0.40, 0.84, -0.66), (r * 0.12, r * 0.10, r * 0.12), unit=True, symmetry="mirror",
           colour=dark, roughness=0.6, blend=0.02)
    _tail(s, wish, y, half, tail, girth * 0.70, look, tip=0.14, flat=1.15)
    tail_piece = s.pieces["tail"]
    s.part("crown middle", "tail", (0.0, 0.66, 0.85), (0.026, 0.05, 0.06), unit=True, anchor=(0.0, 0.0, -0.4),
           turn=tail_piece.pose, symmetry="row", count=4, exponents=(0.1, 0.2), colour=dark, roughness=0.6, blend=0.012)
    _sprawl(s, wish, y, girth, half, legs, look, 0.22)
    _creep(s, wish, 0.26)
    return s


def turtle(wish: Wish) -> Sketch:
    s = Sketch()
    high, w, half, count, neck, thick = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"],
                                         wish["feature"], wish["detail"] / 2)
    skin = {"colour": wish.pick(((0.60, 0.70, 0.38), (0.50, 0.64, 0.42), (0.72, 0.66, 0.42), (0.45, 0.60, 0.48))),
            "roughness": 0.6, "material": "skin"}
    y = 0.20
    s.part("body", None, (0.0, y + high * 0.26, 0.0), (w * 0.95, high * 0.76, half * 0.95), exponents=(0.12, 0.06),
           taper=-0.12, colour=wish.main, roughness=0.4, blend=0.012)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, y + 0.06, 0.0), (w * 1.06, 0.060, half * 1.05), exponents=(0.12, 0.30),
           colour=shade(wish.main, 0.68), roughness=0.4, material=wish.material, blend=0.010)
    s.part("crown", "body", (0.0, y - 0.02, 0.0), (w * 0.88, 0.095, half * 0.90), exponents=(0.12, 0.4),
           colour=(0.90, 0.82, 0.58), roughness=0.5, material="skin", blend=0.010)
    start = math.pi / count
    at = (0.70 * math.sin(start), 0.46, 0.70 * math.cos(start))
    outwards = (at[0] / w, at[1] / body.size[1], at[2] / half)
    plate = min(0.62 * math.pi * w / count, w * 0.42)
    s.part("slat", "body", at, (plate * 0.80, 0.105, high * 0.30), unit=True, turn=towards(outwards),
           symmetry="radial", count=count, exponents=(0.45, 0.12), colour=wish.accent, roughness=0.4, blend=0.004)
    s.part("crown top", "body", (0.0, 0.96, 0.0), (w * 0.40, 0.075, half * 0.42), unit=True, exponents=(0.4, 0.12),
           colour=wish.accent, roughness=0.4, blend=0.004)
    root = (0.0, y + 0.06, half * 0.80)
    up = (0.0, root[1] + 0.08 + neck * 0.45, root[2] + 0.10 + neck * 0.85)
    s.limb("neck", "body", root, up, thick * 0.92, thick * 0.86, blend=0.03, reach=0.82, **skin)
    r = 0.16
    s.part("head", "neck", s.end("neck", 0.7), (r * 0.98, r * 0.92, r * 1.12), anchor=(0.0, -0.30, -0.40),
           exponents=(0.08, 0.08), blend=0.04, **skin)
    s.part("muzzle", "head", (0.0, -0.22, 0.72), (r * 0.62, r * 0.46, r * 0.50), unit=True, blend=0.03, **skin)
    s.part("cap", "muzzle", (0.0, -0.30, 0.62), (r * 0.42, r * 0.045, r * 0.24), unit=True, colour=MOUTH, roughness=0.6,
           material="matte", blend=0.004)
    eyes(s, (0.60, 0.38, 0.62), r * 0.30, look=0.65, up=0.05, out=-0.15)
    s.limb("tail", "body", (0.0, y + 0.03, -half * 0.86), (0.0, y - 0.04, -half * 1.10 - 0.10), 0.05, 0.016,
           blend=0.02, **skin)
    for roles, z, lean in ((FRONT, half * 0.58, 0.08), (HIND, -half * 0.60, -0.06)):
        hip = (w * 0.66, y, z)
        knee = (w * 0.92, y * 0.66, z + lean * 0.8)
        ankle = (w * 0.97, 0.055, z + lean)
        _leg(s, roles, "body", hip, knee, ankle, (thick * 1.05, thick * 1.0, thick * 0.92), skin,
             foot=(thick * 1.05, 0.045, thick * 1.35), claws=skin["colour"], blend=0.02)
    for role in (FRONT[2], HIND[2]):
        s.pieces[role].material = "skin"
    _creep(s, wish, 0.14)
    return s


def tyrannosaur(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, tail, count, jaw, arm = (wish["height"], wish["width"] / 2, wish["length"], wish["count"],
                                          wish["feature"], wish["detail"])
    y = legs + girth * 0.30
    half = 0.44
    look = _trunk(s, wish, y, girth, girth * 1.08, half, wish.accent, pitch=0.34, chest=0.90, front=0.34, low=0.36)
    body, chest = s.pieces["body"], s.pieces["torso"]
    _spines(s, wish, "back", "body", count, 0.09, shade(wish.main, 0.62), far=0.66)
    root = chest.point((0.0, 0.66, -0.25))
    top = (0.0, root[1] + 0.24, root[2] + 0.13)
    s.limb("neck", "torso", root, top, girth * 0.66, girth * 0.52, flat=1.15, blend=0.08, reach=0.74, **look)
    r = 0.215
    s.part("head", "neck", top, (r * 0.86, r * 0.90, r * 1.0), anchor=(0.0, -0.12, -0.40), exponents=(0.2, 0.2),
           blend=0.05, **look)
    head = s.pieces["head"]
    _jaws(s, wish, start=head.point((0.0, -0.06, 0.38)), length=jaw + 0.06, wide=r * 0.72, deep=r * 0.56, drop=0.08,
          look=look, belly=mix(wish.accent, wish.main, 0.30), teeth=7)
    s.part("ear", "head", (0.60, 0.88, 0.20), (r * 0.20, r * 0.13, r * 0.40), unit=True, symmetry="mirror",
           colour=shade(wish.main, 0.72), roughness=0.6, blend=0.014)
    eyes(s, (0.74, 0.60, 0.42), r * 0.26, look=0.70, out=-0.45, slit=0.46, ball=wish.pick(_IRIS))
    s.part("crown middle", "muzzle", (0.42, 0.84, -0.70), (r * 0.11, r * 0.13, r * 0.07), unit=True, symmetry="mirror",
           colour=shade(wish.main, 0.5), roughness=0.7, blend=0.01)
    hip = (girth * 0.70, y - girth * 0.10, -0.06)
    knee = (girth * 0.86, y * 0.50, 0.13)
    _leg(s, FRONT, "body", hip, knee, (girth * 0.84, 0.11, -0.08), (girth * 0.66, girth * 0.38, girth * 0.24), look,
         foot=(girth * 0.42, 0.062, girth * 0.66), claws=shade(wish.main, 0.72), blend=0.05, flat=1.3)
    s.part("side fin", "foot", (0.0, -0.30, 0.92), (girth * 0.085, girth * 0.22, girth * 0.085), unit=True, turn=LIE,
           anchor=(0.0, -0.2, 0.0), exponents=(0.0, 0.1), taper=-0.4, colour=IVORY, roughness=0.3, material="plastic",
           blend=0.006)
    a = chest.point((0.72, 0.30, 0.35))
    elbow = (a[0] + 0.03, a[1] - arm * 0.46, a[2] + 0.02)
    s.limb("upper arm", "torso", a, elbow, 0.068, 0.052, hang=True, symmetry="mirror", blend=0.03, reach=0.84, **look)
    s.limb("lower arm", "upper arm", s.end("upper arm"),
           (elbow[0] - 0.01, elbow[1] - arm * 0.10, elbow[2] + arm * 0.44), 0.048, 0.036,
           hang=True, blend=0.02, reach=0.88, **look)
    s.part("hand", "lower arm", s.end("lower arm"), (0.040, 0.030, 0.058), anchor=(0.0, 0.2, -0.4), colour=IVORY,
           roughness=0.3, material="plastic", blend=0.01)
    start = body.point((0.0, -0.62, -0.05))
    points = [start, (0.0, start[1] - 0.03, start[2] - tail * 0.36), (0.0, start[1] + 0.02, start[2] - tail * 0.70),
              (0.0, start[1] + 0.14, start[2] - tail * 1.0)]
    _chain(s, TAIL, "body", points, (girth * 0.74, girth * 0.50, girth * 0.30, girth * 0.10), look)
    _stalk(s, wish, legs)
    return s


def _stalk(s: Sketch, wish: Wish, legs: float) -> None:
    a = wish.drive
    if wish.verb in ("walk", "run"):
        gaits.two_legs(s, wish, legs * 0.55, legs * 0.15, bob=0.025)
        s.move("head", x=wave(0.0, 0, 0.07 * a, 0.1), y=wave(0.05 * a, 0.5))
        s.move("neck", x=wave(0.0, 0, 0.05 * a, 0.0))
        _wag(s, wish, 0.14 * a)
    elif wish.verb == "peck":
        s.move("body", x=wave(0.10 * a, 0.0))
        s.move("neck", x=wave(0.24 * a, 0.05))
        s.move("head", x=wave(0.12 * a, 0.1))
        s.move("cap", x=wave(0.0, 0, -0.16 * a, 0.15))
        _wag(s, wish, 0.10 * a)
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.10 * a), y=wave(0.0, 0, 0.10 * a, 0.1))
        s.move("head", x=wave(0.16 * a, 0.08), y=wave(0.20 * a, 0.3))
        s.move("cap", x=wave(-0.12 * a, 0.1))
        s.move("lower arm", x=wave(0.20 * a, 0.2))
        _wag(s, wish, 0.12 * a)
    else:
        s.move("torso", swell=(0.010, 0.0))
        s.move("cap", x=wave(-0.03, 0.1))
        _wag(s, wish, 0.06)


def sauropod(wish: Wish) -> Sketch:
    s = Sketch()
    legs, girth, tail, count, neck, plate = (wish["height"], wish["width"] / 2, wish["length"], wish["count"],
                                             wish["feature"], wish["detail"])
    half = 0.46
    y = legs + girth * 0.55
    belly = mix(wish.main, (0.97, 0.94, 0.85), 0.55)
    look = _trunk(s, wish, y, girth, girth * 1.02, half, belly, pitch=0.06)
    _spines(s, wish, "slat", "body", count, plate + 0.02, wish.accent, far=0.70, thin=0.22, deep=0.75)
    root = s.pieces["torso"].point((0.0, 0.62, -0.35))
    mid = (0.0, root[1] + neck * 0.42, root[2] + neck * 0.24)
    top = (0.0, mid[1] + neck * 0.48, mid[2] + neck * 0.16)
    s.limb("neck", "torso", root, mid, girth * 0.56, girth * 0.36, flat=1.1, blend=0.10, reach=0.80, bend=0.08, **look)
    s.limb("neck tip", "neck", s.end("neck", 0.8), top, girth * 0.37, girth * 0.29, blend=0.05, reach=0.84, bend=0.05,
           **look)
    r = 0.135
    s.part("head", "neck tip", s.end("neck tip", 0.8), (r * 0.86, r * 0.86, r * 1.05), anchor=(0.0, -0.2, -0.30),
           blend=0.04, **look)
    head = s.pieces["head"]
    nose = head.point((0.0, -0.24, 0.40))
    s.limb("muzzle", "head", nose, (0.0, nose[1] - 0.045, nose[2] + r * 1.15), r * 0.62, r * 0.56, flat=0.78,
           blend=0.03, reach=0.70, **look)
    s.part("cap", "muzzle", (0.0, 0.55, 0.78), (r * 0.50, r * 0.30, r * 0.05), unit=True, turn=s.pieces["muzzle"].pose,
           colour=MOUTH, roughness=0.6, material="matte", blend=0.004)
    eyes(s, (0.72, 0.36, 0.52), r * 0.29, look=0.85, out=-0.1)
    s.part("ear", "muzzle", (0.40, 0.55, -0.75), (r * 0.10, r * 0.10, r * 0.10), unit=True, symmetry="mirror",
           colour=shade(wish.main, 0.5), roughness=0.7, blend=0.008)
    back = s.pieces["body"].point((0.0, -0.72, -0.15))
    points = [back, (0.0, back[1] - legs * 0.30, back[2] - tail * 0.38),
              (0.0, back[1] - legs * 0.48, back[2] - tail * 0.74), (0.0, back[1] - legs * 0.42, back[2] - tail * 1.06)]
    _chain(s, TAIL, "body", points, (girth * 0.62, girth * 0.36, girth * 0.18, girth * 0.06), look, blend=0.07)
    nails = shade(wish.main, 0.70)
    for roles, host, z, lean in ((FRONT, "torso", half * 0.58, -0.03), (HIND, "body", -half * 0.56, 0.05)):
        hip = (girth * 0.60, y - girth * 0.30, z)
        knee = (girth * 0.66, y * 0.42, z + lean)
        _leg(s, roles, host, hip, knee, (girth * 0.66, 0.07, z - lean * 0.3),
             (girth * 0.37, girth * 0.29, girth * 0.27), look,
             foot=(girth * 0.31, 0.060, girth * 0.35), claws=nails, blend=0.06)
    _move_sauropod(s, wish, legs)
    return s


def _move_sauropod(s: Sketch, wish: Wish, legs: float) -> None:
    a = wish.drive
    if wish.verb == "walk":
        gaits.four_legs(s, wish, legs * 0.50, legs * 0.12, bob=0.010)
        gaits.along(s, ("neck", "neck tip", "head"), 0.05 * a, lag=0.12)
        s.move("neck", x=wave(0.0, 0, 0.04 * a, 0.1))
        _wag(s, wish, 0.12 * a)
    elif wish.verb == "peck":
        s.move("neck", x=wave(0.26 * a))
        s.move("neck tip", x=wave(0.24 * a, 0.06))
        s.move("head", x=wave(0.10 * a, 0.1, 0.10 * a, 0.2))
        _wag(s, wish, 0.08 * a)
    elif wish.verb in ("nod", "sway"):
        side = 0.20 if wish.verb == "sway" else 0.06
        gaits.along(s, ("neck", "neck tip", "head"), side * a, lag=0.10, axis="y", growth=0.9)
        s.move("head", x=wave(0.18 * a, 0.1))
        s.move("neck tip", x=wave(0.08 * a))
        _wag(s, wish, 0.14 * a)
    else:
        s.move("torso", swell=(0.008, 0.0))
        gaits.along(s, ("neck", "neck tip", "head"), 0.03, lag=0.12)
        _wag(s, wish, 0.05)


def frog(wish: Wish) -> Sketch:
    s = Sketch()
    high, w, half, count, eye, leg = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"],
                                      wish["feature"] / 2, wish["detail"])
    skin = {"colour": wish.main, "roughness": 0.4}
    y = high * 0.52
    lean = about_x(-0.30)
    s.part("body", None, (0.0, y, -0.05), (w, high * 0.46, half), turn=lean, exponents=(0.05, 0.05), blend=0.05, **skin)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, -0.30, 0.34), (w * 0.84, high * 0.40, half * 0.72), unit=True, turn=lean,
           colour=wish.accent, roughness=0.5, blend=0.014)
    front = body.point((0.0, 0.36, 0.58))
    s.part("head", "body", front, (w * 0.88, high * 0.34, half * 0.56), anchor=(0.0, -0.20, -0.22),
           exponents=(0.08, 0.05), blend=0.06, **skin)
    s.part("muzzle", "head", (0.0, -0.30, 0.86), (0.030, w * 0.52, 0.022), unit=True, anchor=(0.0, 0.0, -0.2),
           turn=_ACROSS, bend=0.30, exponents=(0.1, 0.35), colour=MOUTH, roughness=0.5, material="matte", blend=0.004)
    s.part("cap", "head", (0.50, 0.78, 0.14), (eye * 1.16, eye * 1.06, eye * 1.10), unit=True, symmetry="mirror",
           blend=0.025, **skin)
    eyes(s, (0.16, 0.10, 0.62), eye * 0.84, look=0.42, up=0.18, out=0.0, host="cap", slit=0.66)
    s.part("ear", "head", (0.16, 0.22, 0.92), (0.018, 0.016, 0.012), unit=True, symmetry="mirror",
           colour=shade(wish.main, 0.45), roughness=0.6, blend=0.004)
    start = 0.0 if count % 2 else math.pi / count
    at = (0.55 * math.sin(math.pi - start), 0.62, 0.55 * math.cos(math.pi - start))
    s.part("slat", "body", at, (0.075, 0.060, 0.075), unit=True,
           turn=product(lean, towards((at[0] / w, at[1] / body.size[1], at[2] / half))),
           symmetry="radial", count=count, exponents=(0.0, 0.2), colour=shade(wish.main, 0.66), roughness=0.4,
           blend=0.004)
    t = 0.072
    shoulder = (w * 0.66, y - 0.02, half * 0.40)
    pads = shade(wish.main, 0.84)
    _leg(s, FRONT, "body", shoulder, (w * 0.98, y * 0.56, half * 0.50), (w * 0.86, 0.05, half * 0.74),
         (t, t * 0.86, t * 0.66), skin, foot=(t * 0.95, 0.032, t * 1.25), claws=pads, blend=0.03)
    hip = (w * 0.62, y - high * 0.10, -half * 0.56)
    knee = (w * 1.02, y + high * 0.04, -half * 0.56 + leg * 0.62)
    heel = (w * 1.16, 0.07, -half * 0.62)
    _leg(s, HIND, "body", hip, knee, heel, (t * 1.75, t * 1.05, t * 0.75), skin, foot=(t * 0.92, 0.034, leg * 0.46),
         claws=pads, blend=0.04)
    for role, foot in (("hand", "foot"), ("tail", "hind foot")):
        size = s.pieces[foot].size
        s.part(role, foot, (0.0, 0.0, 0.84), (size[0] * 1.35, 0.026, size[0] * 0.55), unit=True, exponents=(0.2, 0.2),
               colour=pads, roughness=0.5, blend=0.02)
    _move_frog(s, wish)
    return s


_ACROSS = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
"""Own y along x, own z (the way a bend leads) up."""


def _move_frog(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb == "hop":      # crouches on planted feet, leaps off the hind ones, lands on the front ones
        high = 0.15 * a
        s.move("body", rise=(-high, 0.0, 0.45 * high, 0.0), x=wave(0.20 * a, 0.72))
        s.step("upper leg", 0.22 * a, high * 1.25, duty=0.5, lead=0.29)
        s.step("hind upper leg", 0.22 * a, high * 1.25, duty=0.5, lead=0.21)
        s.move("head", x=wave(0.08 * a, 0.30))
        s.move("torso", swell=(0.05 * a, 0.0))
    elif wish.verb == "crawl":
        gaits.four_legs(s, wish, 0.16, 0.05, bob=0.01)
        s.move("body", y=wave(0.06 * a))
        s.move("head", y=wave(-0.06 * a, 0.1))
    elif wish.verb == "swim":
        s.move("body", x=wave(0.05 * a, 0.2), surge=(0.06 * a, 0.0))
        s.move("hind upper leg", y=wave(0.50 * a), x=wave(-0.25 * a, 0.1))
        s.move("hind lower leg", y=wave(-0.60 * a, 0.08))
        s.move("hind foot", x=wave(0.35 * a, 0.2))
        s.move("upper leg", y=wave(-0.35 * a, 0.4))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.14 * a), y=wave(0.0, 0, 0.08 * a, 0.1))
        s.move("torso", swell=(0.0, 0.10 * a))
        s.move("body", x=wave(0.05 * a, 0.1))
    else:
        s.move("torso", swell=(0.030, 0.0))


def dragon(wish: Wish) -> Sketch:
    s = Sketch()
    legs, span, tail, count, horn, neck = (wish["height"], wish["width"] / 2, wish["length"], wish["count"],
                                           wish["feature"], wish["detail"])
    girth, half = 0.235, 0.46
    y = legs + girth * 0.45
    belly = mix(wish.accent, (0.98, 0.94, 0.82), 0.45)
    look = _trunk(s, wish, y, girth, girth * 1.05, half, belly, pitch=0.16, front=0.25, low=0.42)
    _spines(s, wish, "slat", "body", count, 0.10, shade(wish.accent, 0.86), far=0.66)
    root = s.pieces["torso"].point((0.0, 0.60, -0.35))
    mid = (0.0, root[1] + neck * 0.48, root[2] + neck * 0.20)
    top = (0.0, mid[1] + neck * 0.40, mid[2] + neck * 0.34)
    s.limb("neck", "torso", root, mid, girth * 0.66, girth * 0.44, flat=1.1, blend=0.07, reach=0.80, bend=0.10, **look)
    s.limb("neck tip", "neck", s.end("neck", 0.8), top, girth * 0.46, girth * 0.40, blend=0.05, reach=0.80, **look)
    r = 0.195
    s.part("head", "neck tip", s.end("neck tip", 0.75), (r * 0.90, r * 0.80, r * 1.0), anchor=(0.0, -0.15, -0.30),
           exponents=(0.15, 0.15), blend=0.045, **look)
    head = s.pieces["head"]
    _dragon_face(s, wish, head, r, horn, belly, look)
    _dragon_wings(s, wish, y, girth, span, look)
    back = s.pieces["body"].point((0.0, -0.70, -0.10))
    points = [back, (0.0, back[1] - legs * 0.34, back[2] - tail * 0.36),
              (0.0, back[1] - legs * 0.46, back[2] - tail * 0.70), (0.0, back[1] - legs * 0.10, back[2] - tail * 1.02)]
    _chain(s, TAIL, "body", points, (girth * 0.64, girth * 0.42, girth * 0.24, girth * 0.10), look)
    s.part("crown middle", "fin", s.end("fin", 0.86), (0.115, 0.14, 0.030), anchor=(0.0, -0.75, 0.0),
           turn=s.pieces["fin"].pose,
           taper=-0.62, exponents=(0.2, 0.15), colour=shade(wish.accent, 0.86), roughness=0.5, blend=0.012)
    claw = shade(wish.main, 0.66)
    hip = (girth * 0.66, y - girth * 0.10, half * 0.52)
    _leg(s, FRONT, "torso", hip, (girth * 0.76, y * 0.48, half * 0.44), (girth * 0.76, 0.07, half * 0.56),
         (girth * 0.40, girth * 0.28, girth * 0.20), look, foot=(girth * 0.34, 0.055, girth * 0.46), claws=claw)
    hind = (girth * 0.66, y - girth * 0.14, -half * 0.56)
    _leg(s, HIND, "body", hind, (girth * 0.84, y * 0.50, -half * 0.38), (girth * 0.80, 0.07, -half * 0.66),
         (girth * 0.58, girth * 0.34, girth * 0.22), look, foot=(girth * 0.36, 0.055, girth * 0.50), claws=claw,
         flat=1.25)
    _move_dragon(s, wish, legs)
    return s


def _dragon_face(s: Sketch, wish: Wish, head, r: float, horn: float, belly, look: dict) -> None:
    nose = head.point((0.0, -0.10, 0.42))
    s.limb("muzzle", "head", nose, (0.0, nose[1] - 0.05, nose[2] + r * 1.30), r * 0.66, r * 0.46, flat=0.66,
           exponents=(0.25, 0.4), blend=0.03, reach=0.74, **look)
    low = head.point((0.0, -0.50, 0.30))
    s.limb("cap", "head", low, (0.0, low[1] - 0.09, low[2] + r * 1.28), r * 0.52, r * 0.34, flat=0.40,
           exponents=(0.25, 0.4), colour=belly, roughness=0.5, blend=0.008, reach=0.80)
    s.part("crown top", "muzzle", (0.48, 0.62, -0.80), (r * 0.14, r * 0.16, r * 0.12), unit=True, symmetry="mirror",
           colour=shade(wish.main, 0.62), roughness=0.6, blend=0.012)
    eyes(s, (0.74, 0.42, 0.50), r * 0.28, look=0.72, out=-0.1, slit=0.36, ball=wish.pick(_IRIS))
    root = head.point((0.46, 0.72, -0.30))
    s.limb("ear", "head", root, (root[0] + horn * 0.18, root[1] + horn * 0.62, root[2] - horn * 0.72), r * 0.22,
           r * 0.045, bend=0.22,
           symmetry="mirror", exponents=(0.0, 0.12), colour=(0.93, 0.86, 0.70), roughness=0.35, material="plastic",
           blend=0.012)


def _dragon_wings(s: Sketch, wish: Wish, y: float, girth: float, span: float, look: dict) -> None:
    """Two membranes, each hung on a bone along its leading edge; half raised at rest, level in flight."""
    flying = wish.verb in ("fly", "flap")
    rise, pitch = (0.14, 0.75) if flying else (0.78, 0.95)
    lean = about_x(-pitch)
    root = s.pieces["torso"].point((0.50, -0.15, -0.70))
    skin = {"colour": wish.accent, "roughness": 0.6, "blend": 0.008}
    inner, outer = span * 0.50, span * 0.62
    turn = product(lean, product(about_z(rise - math.pi / 2), about_x(-0.10)))
    s.part("wing", "torso", root, (0.020, inner / 2 / 0.9, span * 0.25), anchor=(0.0, -0.90, 0.45), turn=turn,
           taper=0.26, exponents=(0.2, 0.45), symmetry="mirror", **skin)
    wing = s.pieces["wing"]
    far = product(lean, product(about_z(rise - 0.30 - math.pi / 2), about_x(-0.52)))
    s.part("wing tip", "wing", (0.0, 0.82, 0.12), (0.017, outer / 2 / 0.88, span * 0.26), unit=True,
           anchor=(0.0, -0.84, 0.10), turn=far, taper=-0.50, exponents=(0.15, 0.20), bend=-0.14, **skin)
    tip = s.pieces["wing tip"]
    bone = {"colour": wish.main, "roughness": 0.5, "blend": 0.012, "exponents": (0.0, 0.3)}
    s.part("side fin", "wing", (0.0, 0.0, 0.88), (0.040, wing.size[1] * 1.02, 0.044), unit=True,
           turn=product(turn, about_x(0.12)), taper=-0.25, **bone)
    s.part("back", "wing tip", (0.0, 0.0, 0.70), (0.030, tip.size[1] * 0.98, 0.032), unit=True,
           turn=product(far, about_x(-0.16)), taper=-0.45, **bone)


def _move_dragon(s: Sketch, wish: Wish, legs: float) -> None:
    a = wish.drive
    if wish.verb in ("fly", "flap"):
        gaits.flapping(s, wish, 0.55, rise=0.07 if wish.verb == "fly" else 0.02)
        gaits.along(s, ("neck", "neck tip", "head"), 0.06 * a, axis="x", first=0.3)
        gaits.along(s, TAIL, 0.10 * a, axis="x", first=0.4)
        for role, bent in (("upper leg", 0.16), ("hind upper leg", 0.20)):
            s.move(role, x=wave(bent * a, 0.4))
    elif wish.verb in ("walk", "run"):
        gaits.four_legs(s, wish, legs * 0.60, legs * 0.16, bob=0.018)
        gaits.along(s, ("neck", "head"), 0.05 * a)
        s.move("wing", z=wave(0.0, 0, 0.06 * a, 0.1))
        _wag(s, wish, 0.16 * a)
    elif wish.verb == "peck":
        s.move("neck", x=wave(0.22 * a))
        s.move("neck tip", x=wave(0.18 * a, 0.06))
        s.move("cap", x=wave(0.0, 0, -0.16 * a, 0.15))
        s.move("wing", z=wave(0.10 * a, 0.2))
        _wag(s, wish, 0.12 * a)
    else:
        s.move("wing", z=wave(0.05, 0.1))
        s.move("torso", swell=(0.010, 0.0))
        s.move("head", y=wave(0.05, 0.2))
        _wag(s, wish, 0.07)
