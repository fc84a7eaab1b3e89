"""Insects and small creatures: six legs and eight, wings in pairs, a snail and its shell."""

from __future__ import annotations

import math

from engine.training.grammar import gaits
from engine.training.grammar.gaze import eyes
from engine.training.grammar.sketch import Piece, Sketch, about_x, about_y, about_z, apply, product, towards, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

LIE = about_x(math.pi / 2)      # +y to the front; own z points down
PAIRS = (("upper arm", "lower arm", "hand"), ("upper leg", "lower leg", "foot"),
         ("hind upper leg", "hind lower leg", "hind foot"), ("crown", "crown middle", "crown top"))
"""Legs from front to back."""
CLIMB = 1.0
"""How far a butterfly's body is pitched up [rad]."""
MEMBRANE = (0.87, 0.94, 0.97)


def around(wish: Wish) -> tuple[float, float]:
    """How much wider and longer a trunk grows by weight and age: what a ring around it must follow."""
    return (math.exp(0.26 * max(wish.weight, 0.0) + 0.06 * max(wish.age, 0.0)),
            math.exp(0.10 * max(wish.weight, 0.0) + 0.10 * max(wish.age, 0.0)))


def _legs(s: Sketch, pairs, hosts, hips, knees, toes, thick: float, look: dict, tips: dict) -> None:
    """Pairs of legs, each hip, knee and toe a point of the object's frame."""
    for (upper, lower, foot), host, hip, knee, toe in zip(pairs, hosts, hips, knees, toes):
        s.limb(upper, host, hip, knee, thick * 1.10, thick, symmetry="mirror", blend=0.012, reach=0.92, **look)
        s.limb(lower, upper, s.end(upper, 0.90), (toe[0], toe[1] + thick * 0.6, toe[2]), thick * 0.95, thick * 0.55,
               blend=0.010, reach=0.94, **tips)
        s.part(foot, lower, s.end(lower, 0.92), (thick * 0.85, thick * 0.62, thick * 1.45), anchor=(0.0, 0.1, -0.45),
               exponents=(0.1, 0.2), blend=0.008, **tips)


def _antennae(s: Sketch, root, tip, thick: float, colour, club: float, *, host: str = "head",
              ends: str = "detail", club_colour=None) -> None:
    s.limb("ear", host, root, tip, thick * 1.15, thick * 0.80, symmetry="mirror", colour=colour, roughness=0.5,
           blend=0.006, bend=0.12, reach=0.93)
    if club:
        s.part(ends, "ear", s.end("ear", 0.93), (club, club * 1.25, club), colour=club_colour or colour, roughness=0.5,
               turn=s.pieces["ear"].pose, anchor=(0.0, -0.5, 0.0), blend=0.006)


def _blade(s: Sketch, role: str, host: str, root, rise: float, sweep: float, long: float, chord: float, *,
           thick: float, taper: float, square: float = 0.1, pitch: float = 0.0, **more) -> Piece:
    """A flat wing from `root`: outwards and up by `rise`, forwards by `sweep` [rad], all pitched up by `pitch`; own x
    is its normal."""
    return s.part(role, host, root, (thick, long / 2, chord / 2), anchor=(0.0, -0.93, 0.0), symmetry="mirror",
                  turn=product(about_x(-pitch), product(about_z(rise - math.pi / 2), about_x(sweep))), taper=taper,
                  exponents=(square, 0.12 + 0.30 * square), **more)


def butterfly(wish: Wish) -> Sketch:
    """It climbs: body pitched up, so that the open wings face whoever looks at it."""
    s = Sketch()
    high, span, long, square = wish["height"], wish["width"] / 2, wish["length"], wish["boxiness"]
    hind, mark = wish["feature"], wish["detail"]
    dark = wish.pick(((0.16, 0.12, 0.12), (0.13, 0.12, 0.18), (0.22, 0.14, 0.10)))
    fluff = {"colour": mix(dark, wish.main, 0.18), "roughness": 0.9, "material": "fur"}
    up = about_x(math.pi / 2 - CLIMB)
    y = 0.24 + 0.62 * hind + 0.20 * long
    s.part("body", None, (0.0, y, 0.0), (0.088, 0.15, 0.092), turn=up, blend=0.03, **fluff)
    back = s.pieces["body"].point((0.0, -0.75, 0.0))
    s.limb("tail", "body", back, (0.0, back[1] - long * 0.66, back[2] - long * 0.34), 0.070, 0.034,
           exponents=(0.0, 0.25), blend=0.018, reach=0.92, **fluff)
    front = s.pieces["body"].point((0.0, 0.90, 0.0))
    s.part("head", "body", front, (0.112, 0.104, 0.104), anchor=(0.0, -0.55, -0.30), blend=0.014, **fluff)
    head = s.pieces["head"]
    eyes(s, (0.46, 0.10, 0.80), 0.050, look=0.42, pupil="slat", out=-0.15)
    root = head.point((0.30, 0.78, 0.2))
    _antennae(s, root, (0.17, root[1] + 0.27 + wish.any(0.0, 0.08), root[2] + 0.16), 0.013, dark, 0.028)
    _butterfly_wings(s, wish, high, span, square, hind, mark, dark)
    body = s.pieces["body"]
    hips = [body.point((0.35, v, 0.80)) for v in (0.45, 0.05, -0.35)]
    knees = [(x + 0.05, h - 0.035, z + 0.085) for x, h, z in hips]
    toes = [(x + 0.01, h - 0.10, z + 0.03) for x, h, z in knees]
    thin = {"colour": dark, "roughness": 0.6, "material": "matte"}
    _legs(s, PAIRS[:3], ("body",) * 3, hips, knees, toes, 0.013, thin, thin)
    a = wish.drive
    if wish.verb in ("fly", "flap"):
        flies = wish.verb == "fly"
        _beat(s, (0.66 if flies else 0.45) * a, 0.0)
        s.move("body", x=wave(0.08 * a, 0.35), rise=wave((0.06 if flies else 0.01) * a, 0.5))
        s.move("tail", x=wave(0.14 * a, 0.55))
        s.move("ear", x=wave(0.10 * a, 0.6))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.25 * a), y=wave(0.0, 0, 0.2 * a, 0.1))
        s.move("ear", x=wave(0.25 * a, 0.15), z=wave(0.10 * a, 0.3))
        _beat(s, 0.12 * a, 0.3)
    else:
        _beat(s, 0.12, 0.0)
        s.move("ear", x=wave(0.06, 0.2))
    return s


def _beat(s: Sketch, amplitude: float, lag: float) -> None:
    """Wings turn about the pitched body; the hind pair follows."""
    for role, share, late in (("wing", 1.0, 0.0), ("wing tip", 0.85, 0.07)):
        s.move(role, z=wave(amplitude * share * math.cos(CLIMB), lag + late),
               y=wave(amplitude * share * math.sin(CLIMB), lag + late))


def _butterfly_wings(s: Sketch, wish: Wish, high: float, span: float, square: float, hind: float, mark: float,
                     dark) -> None:
    """Two pairs of panels, each in a dark rim, with marks that go through to the other side."""
    rise, sweep = wish.any(0.12, 0.38), wish.any(0.50, 0.66)
    body = s.pieces["body"]
    paint = {"colour": wish.main, "blend": 0.004}
    rim = {"colour": dark, "roughness": 0.8, "material": "matte", "blend": 0.004}
    wing = _blade(s, "wing", "body", body.point((0.35, 0.45, -0.55)), rise, sweep, span * 1.10, high * 0.86,
                  pitch=CLIMB, thick=0.021, taper=0.36, square=0.10 + 0.4 * square, **paint)
    low = _blade(s, "wing tip", "body", body.point((0.35, -0.25, -0.55)), rise * 0.9, -0.72 - 0.15 * square,
                 hind + 0.16,
                 (hind + 0.16) * 0.86, pitch=CLIMB, thick=0.018, taper=0.22, square=0.08 + 0.2 * square, **paint)
    (sx, sy, sz), (hx, hy, hz) = wing.size, low.size
    s.part("side fin", "wing", (0.0, 0.045, 0.03), (sx * 0.62, sy * 1.085, sz * 1.12), unit=True, turn=wing.pose,
           taper=0.38, exponents=wing.exponents, **rim)
    s.part("fin", "wing tip", (0.0, 0.05, -0.01), (hx * 0.62, hy * 1.09, hz * 1.11), unit=True, turn=low.pose,
           taper=0.24, exponents=low.exponents, **rim)
    spot = {"blend": 0.002, "roughness": 0.8, "material": "matte"}
    s.part("crown", "wing", (0.0, 0.42, 0.16), (sx * 1.32, mark * 1.35, mark), unit=True, turn=wing.pose,
           colour=wish.accent, **spot)
    s.part("back", "wing", (0.0, -0.10, 0.05), (sx * 1.30, mark * 0.85, mark * 0.62), unit=True, turn=wing.pose,
           colour=wish.pick((wish.accent, dark)), **spot)
    s.part("crown middle", "wing tip", (0.0, 0.20, 0.0), (hx * 1.32, mark * 1.05, mark * 1.05), unit=True,
           turn=low.pose, colour=wish.accent, **spot)
    rims = s.pieces["side fin"]
    s.part("crown top", "side fin", (0.0, 0.90, 0.0), (sx * 1.05, 0.026, 0.026), unit=True, turn=rims.pose,
           colour=palettes.WHITE, **spot)


def _small_face(s: Sketch, r: float, mouth) -> None:
    """A smile-line of a mouth low on a round head."""
    s.part("muzzle", "head", (0.0, -0.42, 0.86), (r * 0.26, r * 0.05, r * 0.10), unit=True, colour=mouth,
           roughness=0.5, material="matte", blend=0.004)


def bee(wish: Wish) -> Sketch:
    s = Sketch()
    high, girth, half, count = wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["count"]
    wing, sting = wish["feature"], wish["detail"]
    wide, deep = around(wish)
    y = high + 0.16
    dark = shade(wish.accent, 0.9)
    s.part("body", None, (0.0, y, -half * 0.30), (girth, half * 0.92, high), turn=LIE, taper=0.16,
           exponents=(0.0, 0.30), colour=wish.main, roughness=0.85, blend=0.04)
    body = s.pieces["body"]
    s.part("slat", "body", (0.0, 0.56 if count > 2 else 0.36, 0.0),
           (girth * wide * 1.018, half * 0.42 / (count + 1), high * deep * 1.018), unit=True, turn=LIE, symmetry="row",
           count=count, exponents=(0.0, 0.82), colour=wish.accent, roughness=0.85, blend=0.008)
    s.part("torso", "body", body.point((0.0, 0.80, -0.05)), (girth * 0.86, high * 0.84, half * 0.30),
           anchor=(0.0, 0.0, -0.1),
           colour=mix(wish.main, palettes.WHITE, 0.55), roughness=0.95, material="fur", blend=0.02)
    front = s.pieces["torso"].point((0.0, 0.10, 0.55))
    r = 0.17 + 0.22 * high
    s.part("head", "torso", front, (r * 1.06, r, r * 0.92), anchor=(0.0, -0.1, -0.72),
           colour=wish.pick((dark, wish.main, wish.main)), roughness=0.7, blend=0.016)
    c = s.pieces["head"].centre
    eyes(s, (0.50, 0.18, 0.78), r * 0.33, look=0.50, up=0.1, pupil="crown", out=-0.2)
    _small_face(s, r, (0.35, 0.12, 0.10))
    _antennae(s, (r * 0.34, c[1] + r * 0.75, c[2] + r * 0.25), (r * 0.85, c[1] + r * 1.65, c[2] + r * 0.75), 0.020,
              dark, 0.040)
    film = {"colour": MEMBRANE, "roughness": 0.12, "material": "glass", "blend": 0.006}
    root = (girth * 0.34, y + high * 0.86, half * 0.28)
    _blade(s, "wing", "body", root, 0.62, -0.42, wing + 0.16, wing * 0.62 + 0.05, thick=0.016, taper=0.30, **film)
    _blade(s, "wing tip", "body", (root[0], root[1] - 0.02, root[2] - 0.10), 0.42, -0.85, wing * 0.78 + 0.10,
           wing * 0.5, thick=0.014, taper=0.25, **film)
    end = body.point((0.0, -0.90, 0.0))
    s.limb("tail", "body", end, (0.0, end[1] - 0.015, end[2] - 0.05 - sting), 0.050, 0.010, colour=dark, roughness=0.4,
           material="plastic", exponents=(0.0, 0.15), blend=0.012)
    hang = -0.02 if wish.verb == "fly" else 0.0
    hips = [(girth * 0.50, y - high * 0.66, z) for z in (half * 0.42, half * 0.12, -half * 0.22)]
    knees = [(girth * 0.92, y - high * 0.95 + hang, z) for z in (half * 0.60, half * 0.14, -half * 0.42)]
    toes = [(girth * 0.98, 0.0, z) for z in (half * 0.74, half * 0.16, -half * 0.58)]
    look = {"colour": dark, "roughness": 0.6, "material": "matte"}
    _legs(s, PAIRS[:3], ("body",) * 3, hips, knees, toes, 0.034, look, look)
    _move_bee(s, wish)
    return s


def _move_bee(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb in ("fly", "flap"):
        gaits.flapping(s, wish, 0.60, rise=0.035 if wish.verb == "fly" else 0.008)
        s.move("wing tip", z=wave(0.24 * a, 0.08))
        s.move("body", x=wave(0.05 * a, 0.3), z=wave(0.05 * a, 0.2))
        for role in ("upper arm", "upper leg", "hind upper leg"):
            s.move(role, x=wave(0.12 * a, 0.4))
    elif wish.verb == "walk":
        gaits.many_legs(s, wish, ("upper arm", "upper leg", "hind upper leg"), 0.14, 0.04)
        s.move("body", y=wave(0.05 * a, 0.1))
        s.move("ear", x=wave(0.14 * a, 0.3))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.18 * a), y=wave(0.0, 0, 0.22 * a, 0.1))
        s.move("ear", x=wave(0.25 * a, 0.15))
        s.move("wing", z=wave(0.0, 0, 0.08 * a, 0.2))
    else:
        s.move("body", rise=wave(0.008, 0.1))
        s.move("ear", x=wave(0.08, 0.2))
        s.move("wing", z=wave(0.05, 0.1))


def ant(wish: Wish) -> Sketch:
    s = Sketch()
    legs, spread, half, jaw, feeler = (wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                       wish["detail"])
    y = legs + 0.06
    shell = {"colour": wish.main, "roughness": 0.35}
    limb = {"colour": wish.accent, "roughness": 0.4}
    s.part("body", None, (0.0, y, 0.02), (0.135, 0.235, 0.145), turn=about_x(math.pi / 2 - 0.18), taper=0.12,
           blend=0.03, **shell)
    body = s.pieces["body"]
    s.part("torso", "body", body.point((0.0, -0.90, 0.0)), (half * 0.68, half, half * 0.64), anchor=(0.0, 0.90, 0.0),
           turn=about_x(math.pi / 2 + 0.28), taper=0.22, blend=0.022, **shell)
    rear = s.pieces["torso"]
    wide, deep = around(wish)
    s.part("slat", "torso", (0.0, 0.28, 0.0), (rear.size[0] * 0.965 * wide, half * 0.045, rear.size[2] * 0.965 * deep),
           unit=True,
           turn=rear.pose, symmetry="row", count=2, taper=0.0, exponents=(0.0, 0.75), colour=shade(wish.main, 0.55),
           roughness=0.4, blend=0.006)
    front = body.point((0.0, 0.88, -0.05))
    s.limb("neck", "body", front, (0.0, front[1] + 0.06, front[2] + 0.07), 0.075, 0.07, blend=0.03, reach=0.7, **shell)
    r = 0.20
    s.part("head", "neck", s.end("neck", 0.5), (r * 1.02, r * 0.88, r * 0.94), anchor=(0.0, -0.18, -0.72),
           turn=about_x(0.18), exponents=(0.1, 0.1), blend=0.02, **shell)
    head = s.pieces["head"]
    eyes(s, (0.60, 0.30, 0.66), r * 0.36, look=0.70, up=0.15, pupil="crown", out=-0.15)
    start = head.point((0.42, -0.52, 0.72))
    s.limb("muzzle", "head", start, (0.035, start[1] - 0.05, start[2] + 0.07 + jaw), 0.040, 0.018, symmetry="mirror",
           exponents=(0.1, 0.2), bend=0.22, blend=0.010, **limb)
    top = head.point((0.34, 0.74, 0.35))
    bent = (top[0] + 0.12, top[1] + 0.10 + feeler * 0.42, top[2] + 0.10)
    s.limb("ear", "head", top, bent, 0.022, 0.018, symmetry="mirror", blend=0.008, reach=0.94, **limb)
    s.limb("detail", "ear", s.end("ear", 0.92), (bent[0] + 0.06, bent[1] + 0.02, bent[2] + 0.08 + feeler * 0.5), 0.018,
           0.026, blend=0.008, reach=0.93, **limb)
    hips = [(0.08, y - 0.06, z) for z in (0.14, 0.03, -0.08)]
    knee_y = y + 0.04 + legs * 0.20
    knees = [(spread * k, knee_y, z) for k, z in ((0.52, 0.30), (0.60, 0.03), (0.54, -0.26))]
    toes = [(spread * k, 0.0, z) for k, z in ((0.88, 0.52), (1.0, 0.02), (0.92, -0.54))]
    _legs(s, PAIRS[:3], ("body",) * 3, hips, knees, toes, 0.032, limb, limb)
    a = wish.drive
    if wish.verb in ("walk", "run"):
        gaits.many_legs(s, wish, ("upper arm", "upper leg", "hind upper leg"), 0.20, 0.06)
        s.move("body", y=wave(0.05 * a, 0.1))
        s.move("torso", y=wave(0.08 * a, 0.4), x=wave(0.0, 0, 0.05 * a, 0.1))
        s.move("head", y=wave(0.06 * a, 0.3))
        s.move("ear", x=wave(0.22 * a, 0.1), z=wave(0.12 * a, 0.3))
    elif wish.verb in ("nod", "peck"):
        peck = wish.verb == "peck"
        s.move("neck", x=wave((0.24 if peck else 0.10) * a))
        s.move("head", x=wave((0.26 if peck else 0.16) * a, 0.06), y=wave(0.0, 0, 0.14 * a, 0.1))
        s.move("muzzle", y=wave(0.0, 0, (0.28 if peck else 0.08) * a, 0.1))
        s.move("ear", x=wave(0.22 * a, 0.2))
    else:
        s.move("ear", x=wave(0.12, 0.1), z=wave(0.06, 0.3))
        s.move("torso", x=wave(0.03, 0.2))
    return s


def spider(wish: Wish) -> Sketch:
    s = Sketch()
    knee, span, half, count = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"]
    thick, fang = wish["feature"], wish["detail"]
    hair = {"colour": wish.main, "roughness": 0.9}
    y = 0.24 + knee * 0.18
    s.part("body", None, (0.0, y, 0.10), (0.175, 0.135, 0.21), blend=0.03, **hair)
    _abdomen(s, wish, y, half, count)
    s.part("tail", "torso", (0.0, -0.18, -0.92), (half * 0.14, half * 0.14, half * 0.16), unit=True,
           colour=shade(wish.main, 0.6), roughness=0.8, blend=0.02)
    s.part("head", "body", (0.0, y + 0.03, 0.25), (0.145, 0.125, 0.125), anchor=(0.0, 0.0, -0.45), blend=0.03, **hair)
    head = s.pieces["head"]
    eyes(s, (0.42, 0.26, 0.82), 0.062, look=0.35, up=0.15, out=-0.1)
    s.part("cap", "head", (0.62, 0.66, 0.40), (0.026, 0.026, 0.022), unit=True, symmetry="mirror", colour=palettes.EYE,
           roughness=0.08, material="plastic", blend=0.003)
    start = head.point((0.32, -0.60, 0.62))
    s.limb("muzzle", "head", start, (start[0] * 0.75, start[1] - 0.02 - fang * 0.8, start[2] + 0.030), 0.036, 0.012,
           hang=True,
           symmetry="mirror", exponents=(0.0, 0.15), colour=shade(wish.main, 0.55), roughness=0.4, blend=0.010)
    hips, knees, toes = [], [], []
    for angle, reach in ((0.95, 0.98), (0.34, 0.92), (-0.30, 0.92), (-0.88, 1.0)):
        side, along = math.cos(angle), math.sin(angle)
        hips.append((0.10 * side + 0.03, y, 0.10 + 0.13 * along))
        knees.append((0.06 + span * 0.50 * reach * side, y + knee * 0.55 + 0.04, 0.10 + span * 0.52 * reach * along))
        toes.append((0.06 + span * 0.96 * reach * side, 0.0, 0.10 + span * 1.0 * reach * along))
    bands = {"colour": wish.pick((wish.main, shade(wish.main, 0.6), wish.accent)), "roughness": 0.85}
    _legs(s, PAIRS, ("body",) * 4, hips, knees, toes, thick * 0.62, hair, bands)
    a = wish.drive
    if wish.verb in ("walk", "run"):
        gaits.many_legs(s, wish, tuple(pair[0] for pair in PAIRS), 0.22, 0.07)
        s.move("torso", y=wave(0.05 * a, 0.3), x=wave(0.0, 0, 0.04 * a, 0.1))
    elif wish.verb == "nod":
        s.move("body", rise=wave(0.03 * a, 0.0, 0.01 * a), x=wave(0.06 * a, 0.1))
        s.move("upper arm", x=wave(-0.22 * a, 0.1))
        s.move("torso", x=wave(0.10 * a, 0.2))
        s.move("muzzle", x=wave(0.0, 0, 0.15 * a, 0.1))
    elif wish.verb == "float":      # hangs on its thread
        s.move("body", rise=wave(0.10 * a, 0.0), z=wave(0.08 * a, 0.2), y=wave(0.2 * a, 0.1))
        for k, pair in enumerate(PAIRS):
            s.move(pair[0], z=wave(0.16 * a, 0.12 * k))
    else:
        s.move("torso", swell=(0.012, 0.0))
        s.move("upper arm", x=wave(0.05, 0.2))
    return s


def _abdomen(s: Sketch, wish: Wish, y: float, half: float, count: int) -> None:
    """Marks lie across its back in a row along its own y."""
    lie = about_x(math.pi / 2 + 0.22)
    s.part("torso", "body", (0.0, y + 0.03, -0.06), (half * 0.80, half, half * 0.76), anchor=(0.0, 0.86, 0.22),
           turn=lie, exponents=(0.0, 0.12), taper=-0.10, blend=0.02, colour=wish.main, roughness=0.9)
    far = 0.40 if count > 1 else 0.0
    s.part("slat", "torso", (0.0, far, -0.84), (half * 0.30, half * (0.30 if count == 1 else 0.30 / (count - 0.4)),
           half * 0.17), unit=True, turn=lie, symmetry="row", count=count, exponents=(0.1, 0.1), colour=wish.accent,
           roughness=0.7, blend=0.004)


def ladybird(wish: Wish) -> Sketch:
    s = Sketch()
    high, w, half, count = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["count"]
    r, spot = wish["feature"] / 2, wish["detail"] / 2
    black = (0.10, 0.085, 0.09)
    y = 0.15
    s.part("body", None, (0.0, y + 0.05 + high * 0.42, -0.06), (w, high * 0.60, half), exponents=(0.05, 0.02),
           taper=-0.10, colour=wish.main, roughness=0.25, blend=0.02)
    body = s.pieces["body"]
    s.part("torso", "body", (0.0, y - 0.01, -0.05), (w * 0.90, 0.12, half * 0.93), exponents=(0.05, 0.35), colour=black,
           roughness=0.5, material="matte", blend=0.012)
    start = 0.0 if count % 2 else math.pi / count
    at = (0.64 * math.sin(math.pi - start), 0.56, 0.64 * math.cos(math.pi - start))
    outwards = (at[0] / w, at[1] / body.size[1], at[2] / half)
    s.part("slat", "body", at, (spot * 1.05, 0.075, spot * 1.05), unit=True, turn=towards(outwards), symmetry="radial",
           count=count, exponents=(0.0, 0.35), colour=wish.accent, roughness=0.25, blend=0.003)
    wide, deep = around(wish)
    s.part("back", "body", (0.0, 0.0, -0.01), (0.020, high * 0.632 * deep, half * deep * 1.006), unit=True,
           exponents=(0.1, 0.02), colour=shade(wish.accent, 0.9), roughness=0.4, blend=0.004)
    front = half * 0.80 - 0.06
    s.part("neck", "body", (0.0, y + high * 0.20, front), (w * 0.70, high * 0.40, half * 0.26),
           anchor=(0.0, 0.0, -0.25), colour=black, roughness=0.3, exponents=(0.05, 0.1), blend=0.012)
    s.part("neck tip", "neck", (0.72, 0.42, 0.42), (w * 0.16, high * 0.15, half * 0.10), unit=True, symmetry="mirror",
           colour=palettes.WHITE, roughness=0.3, blend=0.004)
    s.part("head", "neck", (0.0, -0.10, 0.75), (r * 1.12, r * 0.92, r * 0.90), unit=True, anchor=(0.0, -0.1, -0.62),
           colour=black, roughness=0.3, blend=0.014)
    c = s.pieces["head"].centre
    eyes(s, (0.50, 0.24, 0.76), r * 0.38, look=0.45, up=0.15, out=-0.15)
    _antennae(s, (r * 0.40, c[1] + r * 0.70, c[2] + r * 0.35), (r * 1.0, c[1] + r * 1.45, c[2] + r * 1.05), 0.016,
              black, 0.034, ends="crown")
    if wish.verb == "fly":
        film = {"colour": MEMBRANE, "roughness": 0.12, "material": "glass", "blend": 0.006}
        _blade(s, "wing", "body", (w * 0.62, y + high * 0.62, half * 0.20), 0.42, -0.35, half * 1.9, half * 0.8,
               thick=0.018, taper=0.3, **film)
    hips = [(w * 0.62, y - 0.03, z) for z in (half * 0.45, -0.02, -half * 0.50)]
    knees = [(w * 1.04, y + 0.03, z) for z in (half * 0.62, -0.01, -half * 0.62)]
    toes = [(w * 1.20, 0.0, z) for z in (half * 0.78, 0.0, -half * 0.76)]
    look = {"colour": black, "roughness": 0.5, "material": "matte"}
    _legs(s, PAIRS[:3], ("torso",) * 3, hips, knees, toes, 0.036, look, look)
    _move_ladybird(s, wish)
    return s


def _move_ladybird(s: Sketch, wish: Wish) -> None:
    a = wish.drive
    if wish.verb == "walk":
        gaits.many_legs(s, wish, ("upper arm", "upper leg", "hind upper leg"), 0.14, 0.045)
        s.move("body", y=wave(0.05 * a, 0.1), z=wave(0.025 * a, 0.3))
        s.move("head", y=wave(0.10 * a, 0.5))
        s.move("ear", x=wave(0.16 * a, 0.2))
    elif wish.verb == "fly":
        gaits.flapping(s, wish, 0.65, rise=0.06)
        s.move("body", x=wave(0.06 * a, 0.3))
        for role in ("upper arm", "upper leg", "hind upper leg"):
            s.move(role, z=wave(0.12 * a, 0.3))
    elif wish.verb == "nod":
        s.move("head", x=wave(0.20 * a), y=wave(0.0, 0, 0.22 * a, 0.1))
        s.move("ear", x=wave(0.22 * a, 0.15))
    else:
        s.move("head", y=wave(0.07, 0.1))
        s.move("ear", x=wave(0.10, 0.2))


def snail(wish: Wish) -> Sketch:
    s = Sketch()
    high, wide, half, stalk, lift = (wish["height"] / 2, wish["width"] / 2, wish["length"] / 2, wish["feature"],
                                     wish["detail"])
    flesh = {"colour": wish.accent, "roughness": 0.4, "material": "skin"}
    s.part("body", None, (0.0, 0.075, 0.0), (0.155, half * 0.62, 0.095), turn=LIE, exponents=(0.05, 0.15), blend=0.05,
           **flesh)
    s.limb("tail", "body", (0.0, 0.07, -half * 0.36), (0.0, 0.045, -half * 0.78), 0.125, 0.070, flat=0.58, blend=0.05,
           exponents=(0.05, 0.2), **flesh)
    s.limb("tail tip", "tail", s.end("tail", 0.6), (0.0, 0.030, -half * 1.05), 0.080, 0.022, flat=0.5, blend=0.04,
           exponents=(0.05, 0.1), **flesh)
    top = (0.0, 0.20 + lift, half * 0.84)
    s.limb("neck", "body", (0.0, 0.08, half * 0.40), top, 0.120, 0.095, blend=0.06, bend=-0.10, **flesh)
    r = 0.125
    s.part("head", "neck", s.end("neck", 0.75), (r, r * 0.92, r * 1.05), anchor=(0.0, -0.2, -0.25), blend=0.05, **flesh)
    head = s.pieces["head"]
    tip = head.point((0.45, 0.72, 0.15))
    s.limb("cap", "head", tip, (tip[0] + 0.05, tip[1] + stalk, tip[2] + 0.03), 0.030, 0.024, symmetry="mirror",
           blend=0.02, reach=0.94, **flesh)
    eyes(s, (0.0, 0.94, 0.0), 0.058, look=0.25, out=0.0, host="cap")
    low = head.point((0.42, -0.30, 0.80))
    s.limb("ear", "head", low, (low[0] + 0.035, low[1] + 0.01, low[2] + 0.09), 0.022, 0.017, symmetry="mirror",
           blend=0.014, **flesh)
    s.part("muzzle", "head", (0.0, -0.40, 0.84), (r * 0.34, r * 0.05, r * 0.10), unit=True, colour=(0.40, 0.20, 0.16),
           roughness=0.5, material="matte", blend=0.005)
    _shell(s, wish, high, wide)
    a = wish.drive
    if wish.verb == "crawl":
        s.move("body", surge=(0.03 * a, 0.0), stretch=(0.06 * a, 0.0))
        gaits.along(s, ("neck", "head"), 0.07 * a, axis="x", lag=0.15)
        gaits.along(s, ("tail", "tail tip"), 0.08 * a, axis="x", lag=-0.15, first=0.5)
        s.move("torso", x=wave(0.05 * a, 0.3), z=wave(0.03 * a, 0.1))
        s.move("cap", z=wave(0.14 * a, 0.2), x=wave(0.12 * a, 0.35))
        s.move("ear", y=wave(0.2 * a, 0.4))
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.14 * a), y=wave(0.0, 0, 0.12 * a, 0.1))
        s.move("head", y=wave(0.20 * a, 0.3))
        s.move("cap", x=wave(0.25 * a, 0.15), z=wave(0.14 * a, 0.3))
    else:
        s.move("cap", z=wave(0.08, 0.1), x=wave(0.06, 0.3))
        s.move("torso", swell=(0.006, 0.0))
    return s


def _shell(s: Sketch, wish: Wish, high: float, wide: float) -> None:
    """A tube that winds inwards and out to its apex: arcs of a logarithmic spiral, each thinner than the last by the
    same share. Its axis leans forward, as a snail carries it."""
    turn, step, tube = 0.42, 1.16, 0.54     # shrinking a turn [share], an arc [rad], radius [share of the spiral's]
    radius, angle = high * 0.72, -1.25
    yaw = about_y(-0.62)
    middle = (-0.25 * wide, 0.10 + radius * 1.12, -0.12)

    def place(far: float, at: float, out: float):
        x, y, z = apply(yaw, (out, far * math.sin(at), far * math.cos(at)))
        return (middle[0] + x, middle[1] + y, middle[2] + z)

    light = wish.pick((1.0, 0.80, 1.18))
    host, out = "body", 0.0
    bent = math.tan(step / 2.0) / 2.0
    for k, role in enumerate(("torso", "fin", "side fin", "back", "slat", "crown", "crown middle", "crown top")):
        inner = radius * turn ** (step / (2.0 * math.pi))
        after = wide * 0.95 * (1.0 - inner / (high * 0.72))
        a, b = place(radius, angle, out), place(inner, angle - step, after)
        mean = 0.5 * (radius + inner) * tube
        half = 0.5 * math.dist(a, b) / 0.72
        heading = math.atan2(math.sin(angle - step) * inner - math.sin(angle) * radius,
                             math.cos(angle - step) * inner - math.cos(angle) * radius)
        s.part(role, host, a if k == 0 else s.end(host, 0.72),
               (mean * (0.55 + 0.8 * wide / high), half, mean * 1.06),
               anchor=(0.0, -0.72, 0.0), turn=product(yaw, about_x(math.pi / 2 - heading)), bend=bent,
               taper=(inner - radius) / (inner + radius), exponents=(0.0, 0.55), roughness=0.3, blend=0.020,
               colour=wish.main if k % 2 == 0 else shade(wish.main, light),
               material="" if k % 2 == 0 else wish.material)
        host, radius, angle, out = role, inner, angle - step, after
    ball = high * 0.30
    s.part("wheel", host, place(radius * 0.5, angle, out), (ball * 1.25, ball, ball), turn=yaw, roughness=0.3,
           blend=0.016, colour=shade(wish.main, 0.9 * light), material=wish.material)
