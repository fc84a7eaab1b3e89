"""Trees and flowers; the other plants are in engine.training.grammar.greens."""

from __future__ import annotations

import math

from engine.training.grammar.greens import bush, cactus, mushroom, palm
from engine.training.grammar.sketch import Sketch, about_x, about_y, product, wave
from engine.training.grammar.wish import Wish, mix, shade
from engine.vocabulary import palettes

__all__ = ["bush", "cactus", "flower", "mushroom", "palm", "tree"]


def tree(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, trunk, box, point = wish["height"], wish["width"] / 2, wish["length"], wish["boxiness"], wish["feature"]
    timber = wish.pick(palettes.BARK)
    bark: dict = {"colour": timber, "material": "wood", "pattern": "bark", "second": shade(timber, 0.62), "grain": 0.35}
    thick = 0.042 + 0.035 * r + wish.any(0.0, 0.02)
    trunk = min(trunk, h * 0.42)
    s.part("body", None, (0.0, 0.07, 0.0), (thick * 1.5, 0.085, thick * 1.5), exponents=(0.0, 0.62), taper=-0.28,
           blend=0.05, **bark)
    leaf = {"roughness": 0.92, "exponents": (box, box * 0.8)}
    crown = h - trunk
    if point > 0.0:
        _conifer(s, wish, h, r, trunk, crown, point, thick, bark, leaf)
    else:
        _broadleaf(s, wish, h, r, trunk, crown, -point, thick, bark, leaf)
    a = wish.drive if wish.verb == "sway" else 0.10
    s.move("neck", z=wave(0.055 * a, 0.25, 0.012 * a, 0.1), x=wave(0.022 * a, 0.05))
    s.move("crown", z=wave(0.06 * a, 0.33), swell=(0.0, 0.01 * a))
    s.move("crown middle", z=wave(0.07 * a, 0.40), x=wave(0.03 * a, 0.2))
    s.move("crown top", z=wave(0.09 * a, 0.46), x=wave(0.03 * a, 0.25))
    s.move("upper arm", z=wave(0.04 * a, 0.3))
    s.move("lower arm", z=wave(0.07 * a, 0.42))
    s.move("detail", z=wave(0.30 * a, 0.5))
    return s


def _conifer(s: Sketch, wish: Wish, h: float, r: float, trunk: float, crown: float, point: float, thick: float, bark,
             leaf) -> None:
    """Three skirts of needles, each a cone that widens downwards, the sharper the more pointed."""
    s.limb("neck", "body", (0.0, 0.05, 0.0), (0.0, trunk + crown * 0.75, 0.0), thick, thick * 0.45, reach=0.97,
           blend=0.03, **bark)
    r = r * (0.92 - 0.30 * point)
    sharp = -0.62 - 0.18 * point
    leaf["exponents"] = (0.0 + leaf["exponents"][0], 0.42)
    for role, low, share, wide, light in (("crown", 0.0, 0.48, 1.0, 0.86), ("crown middle", 0.26, 0.44, 0.78, 1.0),
                                          ("crown top", 0.52, 0.48, 0.54, 1.10)):
        half = crown * share / 2
        width = r * wide / (1.0 - sharp)
        s.part(role, "neck", (0.0, trunk + crown * low + half, 0.0), (width * 1.08, half, width * 1.08), taper=sharp,
               colour=shade(wish.main, light) if role != "crown middle" else wish.main, blend=0.02, **leaf)
    _fruit(s, wish, "crown", -0.45)


def _broadleaf(s: Sketch, wish: Wish, h: float, r: float, trunk: float, crown: float, full: float, thick: float, bark,
               leaf) -> None:
    """A trunk that leans a little and carries two rings of clusters, a heart between them and a treetop."""
    crown = min(crown, 2.5 * r)     # a narrow tree carries its crown higher
    trunk = h - crown
    lean = wish.any(-0.04, 0.04) * h
    s.limb("neck", "body", (0.0, 0.05, 0.0), (0.0, trunk + crown * 0.66, lean), thick * 1.05, thick * 0.55,
           reach=0.97, blend=0.05, **bark)
    stem = s.pieces["neck"]

    def at(share: float):
        return stem.point((0.0, stem.unit((0.0, trunk + crown * share, lean * share))[1], 0.0))

    count = wish.pick((4, 5, 5, 6))
    tall = max(0.70, min(crown * 0.34 / (r * 0.53), 1.12))
    low, high = r * 0.53, r * (0.40 + 0.04 * full)
    s.part("crown", "neck", at(0.30), (low, low * tall, low), anchor=(0.0, 0.0, -0.88), symmetry="radial", count=count,
           colour=shade(wish.main, 0.84), blend=0.035, **leaf)
    s.part("lower arm", "neck", at(0.60), (high, high * tall, high), anchor=(0.0, 0.0, -0.86),
           turn=about_y(math.pi / count),
           symmetry="radial", count=count, colour=shade(wish.main, 1.06), blend=0.035, **leaf)
    s.part("crown middle", "neck", at(0.48), (r * 0.62, crown * 0.36, r * 0.62), colour=wish.main, blend=0.035, **leaf)
    top = crown * 0.22
    s.part("crown top", "crown middle", (0.0, h - top * 1.3, lean), (r * 0.50, top, r * 0.50), anchor=(0.0, -0.3, 0.0),
           colour=shade(wish.main, 1.14), blend=0.035, **leaf)
    _fruit(s, wish, "crown", -0.30)


def _fruit(s: Sketch, wish: Wish, parent: str, height: float) -> None:
    """From a third of the slider on: fruit round each cluster (a ring of clusters carries two on every one)."""
    size = wish["detail"] / 2
    number = wish.pick((5, 6, 7))
    if size < 0.035:
        return
    ring = s.pieces[parent].symmetry == "radial"
    joint = (0.62, 0.10, 0.70) if ring else (0.0, height, 0.97)
    s.part("detail", parent, joint, (size, size * 0.95, size), unit=True, anchor=(0.0, 0.3, -0.4),
           symmetry="mirror" if ring else "radial", count=number, colour=wish.accent, material="plastic",
           roughness=0.35, blend=0.006)


def flower(wish: Wish) -> Sketch:
    s = Sketch()
    h, r, count, wide, cup, leaf = (wish["height"], wish["width"] / 2, wish["count"], wish["boxiness"],
                                    wish["feature"],
                                    wish["detail"])
    clay = wish.pick(palettes.CLAY)
    pot = wish.any(0.17, 0.22)
    s.part("body", None, (0.0, 0.19, 0.0), (pot, 0.19, pot), exponents=(0.0, 0.85), taper=0.20, colour=clay,
           material="stone", roughness=0.85, blend=0.01)
    s.part("torso", "body", (0.0, 0.36, 0.0), (pot * 1.28, 0.045, pot * 1.28), exponents=(0.0, 0.75),
           colour=shade(clay, 0.92),
           material="stone", roughness=0.85, blend=0.01)
    s.part("foot", "torso", (0.0, 0.395, 0.0), (pot * 1.08, 0.022, pot * 1.08), exponents=(0.0, 0.4),
           colour=palettes.EARTH,
           material="stone", roughness=1.0, blend=0.006)
    green: dict = {"colour": wish.pick(palettes.STEM), "roughness": 0.7}
    top = 0.36 + h
    arch = wish.any(-0.10, 0.10)
    thick = wish.any(0.025, 0.034)
    mid = (0.0, 0.36 + h * 0.52, arch * 0.7)
    s.limb("neck", "torso", (0.0, 0.37, 0.0), mid, thick * 1.15, thick, reach=0.96, blend=0.012, **green)
    s.limb("neck tip", "neck", s.end("neck", 0.93), (0.0, top, arch + 0.05), thick, thick * 0.85, reach=0.96,
           blend=0.012, **green)
    tilt = about_x(0.55 - 0.40 * cup)       # the face looks up and to the front
    hub = r * (0.24 + 0.05 * wish.any())
    tip = s.end("neck tip", 0.93)
    s.part("head", "neck tip", tip, (hub * 0.72, hub * 0.42, hub * 0.72), turn=tilt, anchor=(0.0, -0.3, 0.0),
           exponents=(0.0, 0.2),
           blend=0.015, **green)
    _petals(s, wish, r, hub, count, wide, cup, tilt)
    s.part("crown top", "head", (0.0, 0.55, 0.0), (hub, hub * (0.42 + 0.5 * cup), hub), turn=tilt, unit=True,
           anchor=(0.0, -0.25, 0.0),
           exponents=(0.0, 0.15), colour=wish.accent, roughness=0.95, blend=0.01)
    root = s.pieces["neck"].point((0.0, -0.25, 0.0))
    s.limb("wing", "neck", root, (leaf * 0.80, root[1] + leaf * 0.52, root[2] + 0.02), leaf * 0.24, leaf * 0.17,
           thick=0.021 / (leaf * 0.205), flat=1.2,
           symmetry="mirror", exponents=(0.0, 0.05), bend=0.0, reach=0.93, blend=0.01, **green)
    a = wish.drive
    sway = {"sway": a, "nod": 0.35 * a, "spin": 0.2 * a}.get(wish.verb, 0.08)
    s.move("neck", z=wave(0.12 * sway, 0.25), x=wave(0.04 * sway, 0.05))
    s.move("neck tip", z=wave(0.16 * sway, 0.34), x=wave(0.05 * sway, 0.15))
    s.move("head", z=wave(0.16 * sway, 0.42))
    s.move("crown", x=wave(0.05 * sway, 0.5))
    s.move("wing", z=wave(0.14 * sway, 0.4))
    if wish.verb == "nod":
        s.move("neck tip", x=wave(0.16 * a))
        s.move("head", x=wave(0.36 * a, 0.08))
        s.move("wing", z=wave(0.10 * a, 0.2))
    elif wish.verb == "spin":
        s.move("head", spin=1.0)
    elif wish.verb == "bloom":      # a bud at the start of the cycle, wide open half a cycle later
        s.move("crown", x=wave(-0.60 * a), swell=(-0.16 * a, 0.0))
        s.move("crown middle", x=wave(-0.50 * a), swell=(-0.18 * a, 0.0))
        s.move("crown top", swell=(-0.14 * a, 0.0))
        s.move("neck tip", x=wave(-0.08 * a))
        s.move("wing", z=wave(0.14 * a))
    return s


def _petals(s: Sketch, wish: Wish, r: float, hub: float, count: int, wide: float, cup: float, tilt) -> None:
    """A ring of petals lifted by the cup angle, and often a smaller ring between them."""
    lift = 0.10 + 1.05 * cup
    if wish.verb == "bloom":
        lift = 0.72         # half open, so that it can close as far as it opens
    length = (r - hub * 0.4) / 2
    breadth = (0.26 + 0.36 * wide) * r * (5.0 / count) ** 0.5
    silk: dict = {"roughness": 0.6, "blend": 0.006}
    pose = product(tilt, about_x(math.pi / 2 - lift))
    s.part("crown", "head", (0.0, 0.25, 0.80), (breadth, length * 1.12, 0.022), unit=True, turn=pose,
           anchor=(0.0, -0.86, 0.0),
           symmetry="radial", count=count, exponents=(0.0, 0.15), taper=0.30, bend=0.10 + 0.10 * cup,
           colour=wish.main, **silk)
    if wish.chance(0.55):
        pose = product(tilt, product(about_y(math.pi / count), about_x(math.pi / 2 - lift - 0.32)))
        joint = s.pieces["head"].point((0.66 * math.sin(math.pi / count), 0.45, 0.66 * math.cos(math.pi / count)))
        s.part("crown middle", "head", joint, (breadth * 0.72, length * 0.80, 0.020), turn=pose,
               anchor=(0.0, -0.86, 0.0),
               symmetry="radial", count=count, exponents=(0.0, 0.15), taper=0.30, bend=0.12,
               colour=mix(wish.main, palettes.WHITE, 0.28),
               **silk)
