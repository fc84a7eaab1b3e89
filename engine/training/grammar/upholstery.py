"""Furniture to sit and lie on: beds, sofas, stools."""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Sketch, about_x, about_y, about_z, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

ALONG_X = about_z(-math.pi / 2)  # a part's y axis to +x: its copies in a row lie side by side


def stroll(s: Sketch, wish: Wish, length: float) -> None:
    """Furniture walks: every leg in its turn stands and steps, the body rolls over them."""
    if wish.verb != "walk":
        return
    a, legs = wish.drive, s.pieces.get("upper leg")
    if legs is not None:
        s.step("upper leg", 0.55 * length * a, 0.22 * length * a, duty=0.66)
        s.move("upper leg", offset=1.0 / legs.count if legs.count != 2 else 0.5)
    s.move("body", z=wave(0.035 * a, 0.25), y=wave(0.04 * a), x=wave(0.0, 0.0, 0.018 * a, 0.1),
           rise=wave(0.0, 0.0, 0.018 * a, 0.1))


def bed(wish: Wish) -> Sketch:
    s = Sketch()
    w, half, head, foot = wish["width"] / 2, wish["length"] / 2, wish["height"], wish["feature"]
    soft, count, box = wish["detail"] / 2, wish["count"], wish["boxiness"]
    low, rail = 0.16, 0.075
    frame = {"colour": shade(wish.main, 1.0), "material": wish.material, "blend": 0.006}
    s.part("body", None, (0.0, low + rail, 0.0), (w, rail, half), exponents=(0.86, 0.85), colour=wish.main, blend=0.006)
    top = low + 1.55 * rail
    linen = wish.pick(palettes.rgb("f4efe6", "e9e4da", "f3e7d3", "dfe6ea"))
    s.part("torso", "body", (0.0, top, 0.0), (soft, w * 0.955, half * 0.96), anchor=(0.85, 0.0, 0.0), turn=ALONG_X,
           exponents=(0.80, 0.86), colour=linen, material="matte", blend=0.012)
    high = top + 1.75 * soft
    start = -half * wish.any(0.22, 0.36)
    _bedding(s, wish, w, half, soft, high, start, linen)
    wide = (w * 0.90) / count
    s.part("detail", "torso", (wide * (count - 1), high - 0.01, -half * 0.70),
           (wide * 0.93, 0.075, min(0.19, half * 0.21)), turn=about_x(0.52), anchor=(0.0, -0.35, -0.2),
           exponents=(0.62, 0.12), symmetry="row", count=count,
           colour=wish.pick((linen, linen, mix(wish.accent, linen, 0.45))), material="matte", blend=0.006)
    board = wish.any(0.030, 0.045)
    padded = wish.chance(0.35)
    crest = 0.42 + 0.5 * box
    look = {**frame, "exponents": (0.88, crest)}
    if padded:
        look |= {"colour": mix(wish.accent, wish.main, 0.35), "material": "matte", "exponents": (0.66, 0.4 + 0.4 * box)}
        board += 0.03
    s.part("back", "body", (0.0, low, -half * 0.985), (w * 1.03, (head - low) / 2, board), anchor=(0.0, -0.90, 0.0),
           **look)
    s.part("slat", "body", (0.0, low, half * 0.985), (w * 1.02, (foot - low) / 2, board * 0.9),
           anchor=(0.0, -0.90, 0.0), **{**frame, "exponents": (0.88, crest)})
    thick = wish.any(0.040, 0.055)
    s.limb("upper leg", "body", (w * 0.90, low + rail, half * 0.93), (w * 0.90, 0.0, half * 0.93), thick * 1.05,
           thick * 0.8, hang=True, symmetry="quad", reach=0.97, **{**frame, "exponents": (0.85 * box, 0.85)})
    if not padded and wish.chance(0.55):
        s.limb("upper arm", "body", (w * 0.99, low, -half * 0.96), (w * 1.02, head * 0.96, -half * 0.985), thick * 0.9,
               thick * 0.8, symmetry="mirror", reach=0.97, **{**frame, "exponents": (0.8 * box, 0.85)})
        s.part("hand", "upper arm", s.end("upper arm", 0.95), (thick * 1.15, thick * 1.15, thick * 1.15), blend=0.006,
               colour=wish.pick((wish.accent, shade(wish.main, 0.8))), material=wish.material, anchor=(0.0, -0.5, 0.0))
    stroll(s, wish, low + rail)
    return s


def _bedding(s: Sketch, wish: Wish, w: float, half: float, soft: float, high: float, start: float, linen) -> None:
    """A blanket over the mattress, hanging down at its sides, the sheet folded back over its edge, a throw."""
    long = (half * 0.97 - start) / 2
    drop = soft * 0.98
    quilt = {"colour": wish.accent, "material": "matte"}
    s.part("muzzle", "torso", (0.0, high - drop + 0.018, start), (w * 1.005, drop, 0.085), exponents=(0.82, 0.80),
           blend=0.008, colour=linen, material="matte")
    s.part("cap", "torso", (0.0, high - drop + 0.022, start + long), (w * 1.02, drop + 0.012, long),
           exponents=(0.84, 0.80), blend=0.008, pattern=wish.pattern, second=mix(wish.accent, palettes.WHITE, 0.62),
           grain=0.24, **quilt)
    if wish.chance(0.45):
        s.part("crown", "cap", (0.0, high - drop + 0.03, half * wish.any(0.48, 0.62)),
               (w * 1.045, drop + 0.014, half * 0.14), exponents=(0.8, 0.80), blend=0.006,
               colour=shade(wish.accent, wish.pick((0.6, 0.7, 1.45))), material="fur")


def sofa(wish: Wish) -> Sketch:
    s = Sketch()
    w, d, high, arm = wish["width"] / 2, wish["length"] / 2, wish["height"], wish["feature"]
    legs, count, box = wish["detail"], wish["count"], wish["boxiness"]
    cloth = {"colour": wish.main, "blend": 0.012}
    puff = wish.any(0.060, 0.085)
    seat = 0.40 - 2 * puff + 0.10 * (legs - 0.05)
    base = (seat - legs) / 2 + 0.02
    e = 0.45 + 0.45 * box
    s.part("body", None, (0.0, legs + base, 0.0), (w * 0.97, base, d * 0.94), exponents=(0.86, 0.55 + 0.35 * box),
           **cloth)
    fat = wish.any(0.085, 0.13)
    lean = wish.any(0.06, 0.16)
    back = (high - legs - 0.05) / 2
    s.part("torso", "body", (0.0, legs + 0.05, -d * 0.80), (back, w * 0.96, fat), anchor=(0.92, 0.0, 0.0),
           turn=product(about_x(-lean), ALONG_X), exponents=(0.55 + 0.3 * box, 0.62 + 0.28 * box), **cloth)
    thick = wish.any(0.085, 0.13)
    x = w - thick * 0.9
    tall = (arm - legs - 0.02) / 2
    s.part("upper arm", "body", (x, legs + 0.02, d * 0.02), (thick, tall, d * 0.97), anchor=(0.0, -0.92, 0.0),
           symmetry="mirror", exponents=(0.72 + 0.2 * box, e), **cloth)
    rolled = wish.chance(0.5)
    if rolled:
        s.part("lower arm", "upper arm", (x + thick * 0.15, arm - 0.03, d * 0.03),
               (thick * 1.22, d * 0.99, thick * 1.05), turn=about_x(math.pi / 2), exponents=(0.05, 0.8), **cloth)
    inner = w - 2 * thick * (1.03 if rolled else 0.97)
    one = inner / count
    _cushions(s, wish, one, count, d, seat, puff, high, fat, lean)
    rod = wish.any(0.024, 0.036)
    wood = wish.pick(palettes.WOOD)
    s.limb("upper leg", "body", (w * 0.86, legs + base * 0.7, d * 0.76), (w * 0.90, 0.0, d * 0.82), rod * 1.2,
           rod * 0.8, hang=True, symmetry="quad", reach=0.97, exponents=(0.7 * box, 0.8), colour=wood, material="wood",
           blend=0.006)
    stroll(s, wish, legs + base)
    return s


def _cushions(s: Sketch, wish: Wish, one: float, count: int, d: float, seat: float, puff: float, high: float,
              fat: float, lean: float) -> None:
    """Cushions to sit on and lean at side by side, throw pillows in the corners."""
    cloth = {"colour": wish.main, "blend": 0.005, "symmetry": "row", "count": count}
    side = one * (count - 1)
    deep = d * 0.80
    front = -d * 0.80 + fat * 0.8
    s.part("detail", "torso", (side, seat, front - fat * 0.9), (one * 0.985, puff, deep), anchor=(0.0, -0.25, -0.93),
           exponents=(0.80, 0.40), **cloth)
    tall = (high - seat - puff) / 2 * 0.92
    middle = seat + puff + tall
    s.part("slat", "torso", (side, middle, -d * 0.80 - math.tan(lean) * (middle - seat)), (one * 0.97, tall, 0.085),
           anchor=(0.0, 0.0, -1.0), turn=about_x(-lean - 0.06), exponents=(0.50, 0.55), **cloth)
    size = min(0.19, tall * 1.05)
    arm = s.pieces["upper arm"]
    s.part("hand", "upper arm", (arm.centre[0] - arm.size[0] * 0.6, seat + puff * 1.3 + size * 0.8, -d * 0.22),
           (size, size, 0.065), anchor=(0.72, -0.1, -0.1), turn=product(about_x(-0.42), about_y(-0.42)),
           exponents=(0.25, 0.62), colour=wish.accent, material="matte",
           pattern=wish.pick(("plain", "stripes", "checks")), second=palettes.CREAM[0], blend=0.005)


def stool(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, box = wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"]
    soft, splay = wish["feature"] / 2, 0.06 + 0.24 * wish["detail"]
    thick, rod = wish.any(0.035, 0.055), wish.any(0.036, 0.052)
    legs = wish.pick((wish.main, wish.main, shade(wish.main, 0.68), palettes.RUBBER))
    e = 0.03 + 0.85 * box
    under = h - 2 * soft
    s.part("body", None, (0.0, under - thick, 0.0), (r, thick, r), exponents=(e, 0.72), taper=0.05, colour=wish.main,
           blend=0.006)
    s.part("torso", "body", (0.0, under - 0.012, 0.0), (r * 0.93, soft + 0.012, r * 0.93), anchor=(0.0, -0.9, 0.0),
           exponents=(e, 0.42), colour=wish.accent, material="skin", blend=0.004)
    button = wish.chance(0.5)
    if button:
        s.part("handle", "torso", (0.0, 0.93, 0.0), (r * 0.09, 0.02, r * 0.09), unit=True,
               colour=shade(wish.accent, 0.6), material="plastic", blend=0.010)
    top = under - 1.4 * thick
    reach = r * (0.60 + 0.16 * box if count == 4 else 0.70)
    square = (0.75 * box, 0.72)
    look = {"colour": legs, "blend": 0.008, "exponents": square, "hang": True, "reach": 0.97}
    foot = (reach + splay * 0.8, 0.0, reach + splay * 0.8) if count == 4 else (0.0, 0.0, reach + splay * 1.2)
    start = (reach, top, reach) if count == 4 else (0.0, top, reach)
    s.limb("upper leg", "body", start, foot, rod, rod * wish.any(0.6, 0.85),
           symmetry="quad" if count == 4 else "radial", count=count, **look)
    s.part("foot", "upper leg", s.end("upper leg", 0.94), (rod, rod * 0.6, rod), exponents=(0.1, 0.5),
           colour=palettes.RUBBER, material="plastic", blend=0.004)
    share = wish.any(0.30, 0.42)
    if wish.chance(0.75) and h > 0.8:
        x, y, z = (b + (t - b) * share for t, b in zip(start, foot))
        metal = wish.pick(palettes.METAL)
        s.part("slat", "upper leg", (x, y, z), (rod * 1.25, rod * 0.5, rod * 1.25), exponents=(0.0, 0.6), colour=metal,
               metallic=1.0, blend=0.003)
    stroll(s, wish, h)
    return s
