"""Furniture that keeps things: shelves, cabinets, clocks."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.upholstery import ALONG_X, stroll
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary import palettes

FORWARD = about_x(math.pi / 2)  # a part's y axis to +z, its z axis down: a box open to the front, a dial


def shelf(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d = wish["height"], wish["width"] / 2, wish["length"] / 2
    count, box, legs, full = wish["count"], wish["boxiness"], wish["feature"], wish["detail"]
    board = wish.any(0.018, 0.026)
    wood = {"colour": wish.main, "blend": 0.004}
    inner = shade(wish.main, 0.72)
    crisp = (0.92, 0.80 + 0.12 * box)
    low = legs + board
    tall = (h - 2 * board - low) / 2
    s.part("body", None, (0.0, low + tall, -d * 0.90), (w * 0.95, tall, 0.022), exponents=crisp, colour=wish.main,
           blend=0.004)
    s.part("torso", "body", (w - board, low + tall, -d * 0.88), (board, tall, d), anchor=(0.0, 0.0, -0.88),
           symmetry="mirror", exponents=crisp, **wood)
    side = s.pieces["torso"].centre[0]
    s.part("cap", "body", (0.0, h - 2 * board, -d * 0.88), (w * 0.97, board * 1.1, d * 1.04), anchor=(0.0, -0.5, -0.85),
           exponents=crisp, **wood)
    room = (2 * tall + board) / count  # from one board to the next
    spine = room * (count - 1) / 2 + 0.03
    s.part("back", "body", (0.0, low + spine - 0.03, -d * 0.86), (w * 0.4, spine, 0.020), exponents=(0.9, 0.9),
           colour=inner, blend=0.003)
    s.part("slat", "back", (0.0, low + room * (count - 1), -d * 0.84), (board * 0.9, side + board * 0.3, d * 0.93),
           turn=ALONG_X, anchor=(0.0, 0.0, -0.90), symmetry="row", count=count, exponents=(0.9, 0.9), **wood)
    s.part("foot", "torso", (side, legs, 0.0), (board * 1.5, (low + 0.08 * tall) / 1.85, d * 0.94),
           anchor=(0.0, 0.85, 0.0), exponents=(0.85, 0.85), taper=0.05, colour=shade(wish.main, 0.62), blend=0.004)
    _books(s, wish, side - board, d, low + room * (count - 1) + board * 0.7, room, full)
    return s


def _books(s: Sketch, wish: Wish, w: float, d: float, floor: float, room: float, full: float) -> None:
    """Rows of books of several sorts on every board; together they fill it from both ends inwards."""
    tall = min(room * 0.40, 0.17)
    start = wish.dice[40]
    shades = [palettes.CLOTH[int(start * 10 + k * 3) % len(palettes.CLOTH)] for k in range(5)]
    thick = min(0.046, w / 13)
    sorts = (("detail", 0.93, 1.0, 1.00, 2, wish.accent), ("crown", 0.93 - 2.3 * thick / w, 0.86, 0.9, 2, shades[0]),
             ("crown middle", 0.93 - 4.5 * thick / w, 1.10, 1.1, 2, shades[1]),
             ("wheel", 0.93 - 6.6 * thick / w, 0.74, 0.8, 2, shades[2]),
             ("crown top", 2.1 * thick / w, 0.95, 0.95, 3, shades[3]))
    for number, (role, at, high, wide, copies, colour) in enumerate(sorts):
        stretch = wish.any(0.92, 1.06)
        if full * 4.6 + 1.7 > number:
            up = min(tall * high * stretch, room * 0.45)
            s.part(role, "slat", (w * at, floor - 0.01, d * 0.05), (thick * wide, up, d * 0.62),
                   anchor=(0.0, -0.97, 0.0), symmetry="row", count=copies, exponents=(0.88, 0.9), colour=colour,
                   material="matte", blend=0.002, pattern=("plain", "stripes")[number % 2], second=palettes.CREAM[0],
                   grain=0.5)
    if full > 0.12:
        up = min(tall * 0.95, room * 0.42)
        s.part("handle", "slat", (-min(w * 0.93 - 9.4 * thick, w * 0.5), floor - 0.01, d * 0.05),
               (thick * 0.9, up, d * 0.6), anchor=(0.6, -0.97, 0.0), turn=about_z(0.22), exponents=(0.88, 0.9),
               colour=shades[4], material="matte", blend=0.002)
    top = s.pieces["cap"].point((0.0, 0.9, 0.0))[1]
    kind = wish.chance(0.6)
    if kind:
        x, r = w * wish.any(-0.7, 0.7), wish.any(0.055, 0.08)
        s.part("hand", "cap", (x, top - 0.01, 0.0), (r, r * 1.5, r), anchor=(0.0, -0.92, 0.0), exponents=(0.0, 0.55),
               taper=-0.35, pattern="stripes", second=palettes.CREAM[0], colour=wish.pick(palettes.GLAZE),
               material="plastic", blend=0.004)


def cabinet(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d, legs = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["feature"]
    count, box, share = wish["count"], wish["boxiness"], wish["detail"]
    wood = {"colour": wish.main, "blend": 0.005}
    crisp = (0.90, 0.78 + 0.14 * box)
    board = 0.030
    top = h - 2 * board
    doors = (top - legs) * share / 2
    low = (top - legs) / 2 - doors
    s.part("body", None, (0.0, legs + low, 0.0), (w, low, d), exponents=crisp, colour=wish.main, blend=0.005)
    s.part("torso", "body", (0.0, legs + 1.86 * low, 0.0), (w, d, doors + 0.07 * low), anchor=(0.0, 0.0, 0.94),
           turn=FORWARD, shell=min(max(0.055 / min(w, doors), 0.09), 0.3), open=1.0,
           exponents=(0.86 + 0.08 * box, 0.92), **wood)
    s.part("cap", "torso", (0.0, h - 2 * board, 0.0), (w * 1.04, board, d * 1.06), anchor=(0.0, -0.4, 0.0),
           exponents=crisp, **wood)
    rod = wish.any(0.030, 0.045)
    s.limb("upper leg", "body", (w * 0.88, legs + 0.06, d * 0.82), (w * 0.91, 0.0, d * 0.86), rod * 1.2, rod * 0.8,
           hang=True, symmetry="quad", reach=0.97, exponents=(0.6 * box, 0.8), colour=shade(wish.main, 0.66),
           blend=0.006)
    _front(s, wish, w, d, legs, low, doors, count)
    stroll(s, wish, legs + 0.06)
    return s


def _front(s: Sketch, wish: Wish, w: float, d: float, legs: float, low: float, doors: float, count: int) -> None:
    """Two doors on hinges at the outer edges and drawers below. Where they open they are drawn half open."""
    opens = wish.verb == "open"
    swing = 0.80
    panel = shade(wish.main, 1.10) if sum(wish.main) < 2.2 else shade(wish.main, 0.9)
    face = {"colour": wish.main, "blend": 0.006}
    middle = legs + 2 * low + doors
    tall = doors * 0.93
    turn = about_y(swing) if opens else None
    s.part("wing", "torso", (w * 0.955, middle, d * 0.95), (w * 0.468, tall, 0.024), anchor=(0.97, 0.0, -0.2),
           turn=turn, symmetry="mirror", exponents=(0.90, 0.90), **face)
    s.part("wing tip", "wing", (0.0, 0.0, 0.9), (w * 0.33, tall * 0.76, 0.014), unit=True, anchor=(0.0, 0.0, -0.4),
           turn=turn, exponents=(0.85, 0.88), colour=panel, blend=0.003)
    knob = wish.any(0.020, 0.027)
    long = wish.pick((1.0, 1.0, 3.4))
    brass = {"colour": wish.accent, "metallic": 1.0, "roughness": 0.28, "blend": 0.003}
    s.part("detail", "wing", (-0.84, 0.0, 0.9), (knob, knob * long, knob), unit=True, anchor=(0.0, 0.0, -0.75),
           turn=turn, exponents=(0.0, 0.3), **brass)
    high = low / count
    pull = d * 0.5 if opens else 0.0
    s.part("slat", "body", (w * 0.875, legs + low + high * (count - 1) * 0.97, d * 0.2),
           (w * 0.92, high * 0.86, d * 0.72), anchor=(0.955, 0.0, -(0.08 * d + 0.018 + pull) / (0.72 * d)),
           symmetry="row", count=count, exponents=(0.92, 0.90), shell=0.10, open=1.0, **face)
    s.part("handle", "slat", (0.0, 0.0, 0.975), (w * wish.any(0.10, 0.34), knob * 0.8, knob), unit=True,
           anchor=(0.0, 0.0, -0.7), exponents=(0.4, 0.5), **brass)
    s.part("back", "torso", (0.0, middle, -d * 0.86), (w * 0.92, 0.016, d * 0.80), anchor=(0.0, 0.0, -0.93),
           exponents=(0.9, 0.9), colour=shade(wish.main, 0.8), blend=0.003)
    if opens:
        a = 0.45 + 0.42 * wish.drive
        s.move("wing", y=wave(-swing * a))
        s.move("slat", surge=(-pull * a, 0.0))


def clock(wish: Wish) -> Sketch:
    s = Sketch()
    h, w, d, box = wish["height"], wish["width"] / 2, wish["length"] / 2, wish["boxiness"]
    bob, hand = wish["feature"] / 2, wish["detail"]
    wood = {"colour": wish.main, "blend": 0.006}
    crisp = (0.88, 0.74 + 0.18 * box)
    hood = w * 0.96  # half height of the square that holds the dial
    plinth = 0.05 + 0.06 * h
    roof = 0.05 + 0.03 * h
    case = (h - plinth * 2 - hood * 2 - roof) / 2
    case = max(case, 0.10)
    plinth = (h - roof - 2 * hood - 2 * case) / 2
    s.part("body", None, (0.0, plinth, 0.0), (w * 0.98, plinth, d), exponents=crisp, taper=-0.05, colour=wish.main,
           blend=0.006)
    s.part("foot", "body", (0.0, 0.0, 0.0), (w * 1.06, 0.022, d * 1.08), anchor=(0.0, -0.9, 0.0), exponents=crisp,
           **wood)
    s.part("torso", "body", (0.0, 1.93 * plinth, 0.0), (w * 0.76, d * 0.82, case + 0.07 * plinth),
           anchor=(0.0, 0.0, 0.93), turn=FORWARD, shell=0.16, open=1.0, exponents=crisp, **wood)
    centre = 2 * plinth + 2 * case + hood
    s.part("neck tip", "torso", (0.0, centre - hood, 0.0), (w, d, hood), anchor=(0.0, 0.0, 0.92), turn=FORWARD,
           exponents=(0.35 + 0.5 * box, 0.86), **wood)
    dial = w * 0.82
    front = s.pieces["neck tip"].centre[2] + d
    s.part("head", "neck tip", (0.0, centre, front - 0.01), (dial, 0.030, dial), anchor=(0.0, -0.5, 0.0), turn=FORWARD,
           exponents=(0.0, 0.72), colour=wish.accent, metallic=1.0, roughness=0.28, blend=0.003)
    s.part("muzzle", "head", (0.0, 0.80, 0.0), (dial * 0.86, 0.014, dial * 0.86), unit=True, anchor=(0.0, -0.4, 0.0),
           turn=FORWARD, exponents=(0.0, 0.8), colour=wish.pick(palettes.CREAM[:5]), material="matte", blend=0.002)
    _dial(s, wish, dial * 0.86, hand)
    _top(s, wish, w, d, roof, h)
    length = case + wish.any(0.0, 0.2) * case
    s.limb("tail", "neck tip", (0.0, 2 * plinth + 2 * case + 0.06, d * 0.62),
           (0.0, 2 * plinth + 2 * case - length * 1.1 - 0.02, d * 0.62), 0.014, 0.014, hang=True, reach=0.98,
           colour=wish.accent, metallic=1.0, blend=0.002)
    size = min(bob, case * 0.55, w * 0.42)
    s.part("tail tip", "tail", s.end("tail", 0.95), (size, 0.022, size), turn=FORWARD, exponents=(0.0, 0.45),
           colour=wish.accent, metallic=1.0, roughness=0.25, blend=0.002)
    if wish.verb == "swing":
        wide = min(0.30, 0.5 * (w * 0.55 - size) / max(length, 0.05))
        a = wish.drive / 1.3
        s.move("tail", z=wave(wide * a, 0.25))
        s.move("lower arm", z=wave(0.0, 0.0, 0.035 * a, 0.0))
        s.move("body", z=wave(0.008 * a, 0.5))
    elif wish.verb == "walk":
        a = wish.drive
        s.move("body", z=wave(0.11 * a, 0.25), y=wave(0.16 * a), rise=wave(0.0, 0.0, 0.02 * a, 0.1))
        s.move("tail", z=wave(0.16 * a, 0.4))
    return s


def _dial(s: Sketch, wish: Wish, r: float, hand: float) -> None:
    """Twelve marks, two hands at ten past ten or thereabouts, a pin."""
    ink = wish.pick((palettes.EYE, (0.16, 0.13, 0.12), palettes.METAL[2]))
    look = {"colour": ink, "material": "matte", "blend": 0.002}
    hour = wish.any(-1.2, -0.7)
    s.part("slat", "muzzle", (0.0, 0.9, 0.84), (r * 0.045, 0.010, r * 0.10), unit=True, turn=FORWARD, symmetry="radial",
           count=6, exponents=(0.6, 0.5), **look)
    second = product(FORWARD, about_y(math.pi / 6))
    s.part("detail", "muzzle", (0.84 * math.sin(math.pi / 6), 0.9, 0.84 * math.cos(math.pi / 6)),
           (r * 0.030, 0.010, r * 0.06), unit=True, turn=second, symmetry="radial", count=6, exponents=(0.6, 0.5),
           **look)
    for role, angle, long, thick, lift in (("upper arm", -hour, 0.62, 0.050, 0.4),
        ("lower arm", -hour - 2.1, 0.92, 0.036, 1.4)):
        size = min(hand, r * 0.82) * long * 0.5
        s.part(role, "muzzle", (0.0, 0.9, 0.0), (r * thick, 0.010, size), unit=True, anchor=(0.0, -lift, 0.80),
               turn=product(FORWARD, about_y(angle)), exponents=(0.5, 0.4), **look)
    s.part("hand", "muzzle", (0.0, 0.9, 0.0), (r * 0.075, 0.026, r * 0.075), unit=True, anchor=(0.0, -0.6, 0.0),
           turn=FORWARD, exponents=(0.0, 0.4), colour=wish.accent, metallic=1.0, blend=0.002)


def _top(s: Sketch, wish: Wish, w: float, d: float, roof: float, h: float) -> None:
    """A moulding, an arch or a gable."""
    kind = wish.pick(("flat", "gable", "gable", "arch"))
    look = {"colour": wish.main, "blend": 0.005}
    at = (0.0, h - roof, 0.0)
    if kind == "gable":
        s.part("cap", "neck tip", at, (w * 0.74, roof * 0.95, d * 0.80), anchor=(0.0, -0.6, 0.0),
               exponents=(0.85, 0.85), taper=-0.62, **look)
    elif kind == "arch":
        s.part("cap", "neck tip", at, (w * 1.02, roof * 1.05, d * 0.98), anchor=(0.0, -0.08, 0.0),
               exponents=(0.75, 0.1), **look)
    else:
        s.part("cap", "neck tip", at, (w * 1.12, roof * 0.42, d * 1.12), anchor=(0.0, -0.5, 0.0),
               exponents=(0.88, 0.75), taper=0.08, **look)
    knob = wish.chance(0.6)
    if knob:
        s.part("crown top", "cap", (0.0, 0.9, 0.0), (0.032, 0.045, 0.032), unit=True, anchor=(0.0, -0.6, 0.0),
               colour=wish.accent, metallic=1.0, blend=0.006)
