"""Quadruped: the build of a four-legged animal, that many species share.

In     a Sketch, its Wish, a Build (proportions of a species), sizes in object units.
Out    the same Sketch with trunk, neck, head, face, legs or tail; then moving on four legs.
Raises nothing.   Knows nothing of species: ears, horns, manes, wool and trunks are their drawers'.

The trunk lies along z, chest in front. Legs are chains upper leg -> lower leg -> foot with knees slightly bent at rest,
front ones under the torso, hind ones under the body; soles stand on y = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from engine.training.grammar import gaits
from engine.training.grammar.sketch import Sketch, Vector, about_x, about_y, wave
from engine.training.grammar.wish import Wish
from engine.vocabulary import palettes

Sizes = tuple[float, float, float]
Colour = tuple[float, ...]


@dataclass(frozen=True)
class Build:
    """Proportions of a species, in object units or as shares of girth (half the width), half (length) and head."""

    head: float                             # head radius
    skull: Sizes                            # its stretch in x, y, z
    neck: tuple[float, float]               # radii at the chest and at the head, shares of the girth
    neck_way: tuple[float, float]           # rise and reach of the neck per unit of its length
    muzzle: Sizes                           # length, first and last radius, shares of the head radius
    drop: float = 0.16                      # how far the muzzle points down per unit of its length
    start: float = -0.22                    # height at which the muzzle leaves the head, unit coordinates
    broad: float = 1.0                      # the muzzle's width as a share of its height
    squat: tuple[float, float] = (0.2, 0.35)        # the muzzle's squareness
    eye: Vector = (0.46, 0.26, 0.80)        # where the eyes are, unit coordinates of the head
    eye_size: float = 0.155                 # share of the head radius
    gaze: float = 0.45                      # rad, how far the eyes look aside
    leg: Sizes = (0.38, 0.27, 0.22)         # radii at hip, knee, ankle, shares of the girth
    thigh: float = 1.35                     # a hind thigh's radius as a share of the front's
    foot: Sizes = (0.098, 0.060, 0.125)     # half extents of a front foot
    hind: float = 1.0                       # length of a hind foot as a share of the front's
    rump: Sizes = (0.92, 0.93, 0.86)        # half extents of the body, shares of girth, girth, half
    chest: Sizes = (1.02, 1.10, 0.56)       # and of the torso
    withers: float = 0.04                   # how much higher the chest lies, share of the girth
    tilt: float = 0.10                      # rad, the head looks down
    stance: float = 0.60                    # legs' distance from the middle, share of the girth
    boxy: float = 0.12                      # squareness of the trunk
    blend: float = 0.05

    def but(self, **changes) -> Build:
        """The same build with some proportions changed."""
        return replace(self, **changes)


def trunk(s: Sketch, wish: Wish, b: Build, *, legs: float, girth: float, half: float, neck: float,
          paint: dict[str, Any] | None = None, face: Colour | None = None, two: bool = False) -> float:
    """Body, torso, neck (of `two` segments where it is long) and head. `paint`: a pattern of the species' own; `face`:
    the head's colour where it is not the coat's. Returns the height of the trunk's middle."""
    coat: dict[str, Any] = {"colour": wish.main, **(paint or {})}
    y = legs + girth * 0.62
    (rx, ry, rz), (cx, cy, cz) = b.rump, b.chest
    s.part("body", None, (0.0, y, -half * 0.18), (girth * rx, girth * ry, half * rz), exponents=(b.boxy, b.boxy),
           blend=b.blend, **coat)
    s.part("torso", "body", (0.0, y + girth * b.withers, half * 0.40), (girth * cx, girth * cy, half * cz),
           exponents=(b.boxy * 0.5, b.boxy * 0.5), blend=b.blend * 1.5, **coat)
    base = (0.0, y + girth * (0.30 + b.withers), half * 0.70)
    rise, reach = b.neck_way
    head = (0.0, base[1] + neck * rise, base[2] + neck * reach)
    first, last = girth * b.neck[0], girth * b.neck[1]
    long: dict[str, Any] = {"exponents": (0.0, 0.3), "flat": 1.2, "reach": 0.86, "blend": b.blend * 1.3, **coat}
    if two:
        middle = (0.0, base[1] * 0.55 + head[1] * 0.45, base[2] * 0.55 + head[2] * 0.45 + 0.03)
        s.limb("neck", "torso", base, middle, first, (first + last) * 0.5, **long)
        s.limb("neck tip", "neck", s.end("neck"), head, (first + last) * 0.5, last, **long)
    else:
        s.limb("neck", "torso", base, head, first, last, **long)
    r = b.head
    skin: dict[str, Any] = coat if face is None else {"colour": face}
    s.part("head", "neck tip" if two else "neck", head, (r * b.skull[0], r * b.skull[1], r * b.skull[2]),
           anchor=(0.0, -0.25, -0.25), turn=about_x(b.tilt), exponents=(0.12, 0.1), blend=b.blend,
           **skin)
    return y


def muzzle(s: Sketch, b: Build, colour: Colour, more: float = 0.0, *, blend: float = 0.03) -> None:
    """A snout in front of the head, `more` object units longer than the species' own."""
    r = b.head
    start = s.pieces["head"].point((0.0, b.start, 0.80))        # near the surface: it stays on a larger head
    length = max(0.79 * (b.muzzle[0] * r + more) - 0.17 * r * b.skull[2], 0.12 * r)
    ahead = 1.0 / math.sqrt(1.0 + b.drop * b.drop)
    tip = (0.0, start[1] - b.drop * ahead * length, start[2] + ahead * length)
    s.limb("muzzle", "head", start, tip, r * b.muzzle[1], r * b.muzzle[2], thick=b.broad, exponents=b.squat,
           reach=0.5, colour=colour, blend=blend)


def nose(s: Sketch, b: Build, size: float, colour: Colour = palettes.NOSE, *, at: Vector = (0.0, 0.72, -0.55),
         parent: str = "muzzle") -> None:
    """A glossy tip; on the muzzle +y points ahead and -z up."""
    n = b.head * size
    s.part("detail", parent, at, (n, n * 0.70, n * 0.72), unit=True, taper=0.0, exponents=(0.15, 0.15), colour=colour,
           roughness=0.22, blend=0.005)


def nostrils(s: Sketch, b: Build, size: float, colour: Colour = palettes.NOSE, *, at: Vector = (0.40, 0.86, -0.25),
             tall: float = 1.2) -> None:
    n = b.head * size
    s.part("detail", "muzzle", at, (n, n * 0.6, n * tall), unit=True, symmetry="mirror", colour=colour, roughness=0.5,
           blend=0.005)


def eyes(s: Sketch, b: Build, iris: Colour | None = None, *, slit: float = 1.0) -> None:
    """Dark glossy balls with a glint; with an `iris`, balls of that colour and a pupil, narrower by `slit`."""
    r = b.head * b.eye_size
    s.part("eye", "head", b.eye, (r, r * 1.12, r * 0.66), unit=True, anchor=(0.0, 0.0, -0.35), turn=about_y(b.gaze),
           symmetry="mirror", colour=iris or palettes.EYE, roughness=0.10, blend=0.003)
    ball = "eye"
    if iris is not None:
        ball = "slat"
        s.part("slat", "eye", (-0.10, 0.02, 0.86), (r * 0.68 * slit, r * 0.80, r * 0.34), unit=True,
               anchor=(0.0, 0.0, -0.1), turn=about_y(b.gaze * 0.8), colour=palettes.EYE, roughness=0.08, blend=0.002)
    s.part("crown top", ball, (0.30, 0.42, 0.80) if iris is None else (0.42, 0.45, 0.75),
           (r * 0.26, r * 0.28, r * 0.20), unit=True, turn=about_y(b.gaze), colour=palettes.WHITE,
           material="emissive", roughness=0.2, glow=0.35, blend=0.002)


def ears(s: Sketch, b: Build, root: Vector, way: Vector, first: float, last: float, colour: Colour, *,
         flat: float = 0.4, thick: float = 1.0, hang: bool = False, inner: Colour | None = None,
         exponents: tuple[float, float] = (0.1, 0.2), blend: float = 0.014) -> None:
    """A pair from `root` (unit coordinates of the head) by `way`, radii as shares of the head's; `inner`: the colour
    of a second, smaller leaf on the front of each."""
    r = b.head
    a = s.pieces["head"].point(root)
    ear = s.limb("ear", "head", a, (a[0] + way[0], a[1] + way[1], a[2] + way[2]), r * first, r * last, flat=flat,
                 thick=thick, hang=hang, reach=0.82, symmetry="mirror", exponents=exponents, colour=colour, blend=blend)
    if inner is not None:
        x, y, z = ear.size
        s.part("crown middle", "ear", (0.0, 0.0, 0.80), (x * 0.62, y * 0.74, z * 0.42), unit=True, turn=ear.pose,
               taper=ear.taper, exponents=exponents, colour=inner, roughness=0.6, blend=0.003)


def legs(s: Sketch, wish: Wish, b: Build, y: float, girth: float, half: float, socks: Colour, toes: Colour, *,
         hoofs: bool = False, paint: dict[str, Any] | None = None) -> None:
    """Both pairs, to the ground. `hoofs`: feet are of horn, whatever the animal's coat."""
    hip, knee, ankle = (girth * k for k in b.leg)
    x = girth * b.stance
    px, py, pz = min(b.foot[0], x * 0.94), b.foot[1], b.foot[2]     # the feet of a thin animal do not meet
    coat: dict[str, Any] = {"colour": wish.main, "blend": b.blend, **(paint or {})}
    sole: dict[str, Any] = {"exponents": (0.25, 0.5 if hoofs else 0.35), "taper": -0.22, "colour": toes, "blend": 0.014,
            "material": "plastic" if hoofs else "", "roughness": 0.5 if hoofs else None}
    up = y - girth * 0.25
    mid = max(up * 0.50, py * 2.6)
    zf, zh = half * 0.62, -half * 0.70
    low = py * 1.28
    s.limb("upper leg", "torso", (x, up, zf), (x * 1.02, mid, zf + 0.03), hip, knee, hang=True, symmetry="mirror",
           reach=0.84, **coat)
    s.limb("lower leg", "upper leg", s.end("upper leg"), (x * 1.02, low, zf - 0.01), knee, ankle, hang=True,
           colour=socks, blend=0.03, reach=0.90)
    s.part("foot", "lower leg", s.end("lower leg"), (px, py, pz), anchor=(0.0, 0.30, -0.10 if hoofs else -0.35), **sole)
    s.limb("hind upper leg", "body", (x * 0.98, up + girth * 0.08, zh), (x * 1.04, mid * 1.06, zh + 0.05),
           hip * b.thigh, knee * 1.12, hang=True, symmetry="mirror", flat=1.35, reach=0.80, **coat)
    s.limb("hind lower leg", "hind upper leg", s.end("hind upper leg"), (x * 1.04, low, zh - 0.045), knee * 1.1, ankle,
           hang=True, colour=socks, blend=0.03, reach=0.90)
    s.part("hind foot", "hind lower leg", s.end("hind lower leg"), (px, py, pz * b.hind),
           anchor=(0.0, 0.30, -0.10 if hoofs else -0.35), **sole)


def tail(s: Sketch, wish: Wish, at: Vector, length: float, lift: float, curl: float, radii: Sizes, tip: Colour, *,
         paint: dict[str, Any] | None = None) -> None:
    """Two segments: `lift` is the first's rise from level [rad], `curl` what the second adds; radii at its joints."""
    up, back = math.sin(lift), math.cos(lift)
    half = length * 0.5
    middle = (0.0, at[1] + up * half, at[2] - back * half)
    s.limb("tail", "body", at, middle, radii[0], radii[1], colour=wish.main, blend=0.03, exponents=(0.0, 0.3),
           bend=0.10 if lift > 0 else 0.0, **(paint or {}))
    joint = s.end("tail")
    s.limb("tail tip", "tail", joint, (0.0, joint[1] + math.sin(lift + curl) * half,
                                       joint[2] - math.cos(lift + curl) * half), radii[1], radii[2], colour=tip,
           blend=0.02, exponents=(0.0, 0.2))


def tuft(s: Sketch, at: Vector, length: float, thin: float, thick: float, coat: Colour, brush: Colour) -> None:
    """A thin tail that hangs and ends in a brush, as cows, lions and elephants have it."""
    low = (0.0, at[1] - length * 0.72, at[2] - length * 0.26)
    s.limb("tail", "body", at, low, thin * 1.3, thin, hang=True, exponents=(0.0, 0.3), colour=coat, blend=0.02,
           bend=-0.12)
    end = s.end("tail", 0.90)
    s.limb("tail tip", "tail", end, (0.0, end[1] - length * 0.34, end[2] - 0.02), thick, thick * 0.45, hang=True,
           exponents=(0.0, 0.15), reach=0.84, colour=brush, blend=0.012)


def move(s: Sketch, wish: Wish, leg: float, *, wag: float = 0.3, ears: float = 0.12, graze: float = 0.5,
         bob: float = 0.02) -> None:
    """The gaits of four legs: `leg` is their length, `wag` and `ears` how far tail and ears swing [rad], `graze` how
    far the neck bows."""
    a = wish.drive
    if wish.verb in ("walk", "run", "crawl"):
        gaits.four_legs(s, wish, leg * 0.62, leg * 0.15, bob=bob)
        _follow(s, wish, wag, ears)
    elif wish.verb == "nod":
        s.move("neck", x=wave(0.12 * a), y=wave(0.0, 0.0, 0.10 * a, 0.1))
        s.move("neck tip", x=wave(0.10 * a, 0.06))
        s.move("head", x=wave(0.20 * a, 0.08), y=wave(0.18 * a, 0.3))
        s.move("ear", x=wave(ears * 1.2 * a, 0.2), z=wave(0.0, 0.0, ears * 0.6 * a, 0.1))
        gaits.along(s, ("tail", "tail tip"), wag * a, lag=0.14)
    elif wish.verb == "peck":           # graze: down with the neck for a while, then chew
        s.move("neck", x=_bow(graze * a))
        s.move("neck tip", x=_bow(graze * 0.5 * a, 0.03))
        s.move("head", x=_bow(graze * 0.45 * a, 0.05))
        s.move("muzzle", x=wave(0.0, 0.0, 0.06 * a, 0.12))
        s.move("ear", z=wave(0.0, 0.0, ears * a, 0.15))
        gaits.along(s, ("tail", "tail tip"), wag * 0.7 * a, lag=0.14)
    elif wish.verb == "hop":
        hop(s, wish, leg, ears, wag)
    elif wish.verb == "still":
        s.move("torso", swell=(0.012, 0.0))
        s.move("head", x=wave(0.025, 0.1), y=wave(0.05, 0.3))
        s.move("ear", z=wave(0.0, 0.0, ears * 0.3, 0.1))
        gaits.along(s, ("tail", "tail tip"), wag * 0.4, lag=0.15)


def _follow(s: Sketch, wish: Wish, wag: float, ears: float) -> None:
    """What trails behind the legs: the head stays level, ears and tail lag."""
    a = wish.drive
    if wish.verb == "run":
        s.move("torso", x=wave(-0.10 * a, 0.30))
        s.move("neck", x=wave(-0.10 * a, 0.36))
        s.move("head", x=wave(0.09 * a, 0.42))
        s.move("ear", x=wave(ears * 1.8 * a, 0.52))
        s.move("tail", x=wave(0.28 * a, 0.45), y=wave(wag * 0.3 * a, 0.1))
        s.move("tail tip", x=wave(0.32 * a, 0.60), y=wave(wag * 0.4 * a, 0.25))
        return
    s.move("body", z=wave(0.022 * a, 0.2), y=wave(0.03 * a))
    s.move("torso", y=wave(0.05 * a, 0.5), z=wave(0.02 * a, 0.45))
    s.move("neck", x=wave(0.0, 0.0, 0.045 * a, 0.18), y=wave(-0.03 * a, 0.05))
    s.move("neck tip", x=wave(0.0, 0.0, 0.04 * a, 0.24))
    s.move("head", x=wave(0.0, 0.0, 0.05 * a, 0.02), z=wave(0.03 * a, 0.3))
    s.move("ear", x=wave(0.0, 0.0, ears * a, 0.12))
    s.move("tail", y=wave(wag * a, 0.1), x=wave(0.0, 0.0, 0.06 * a, 0.1))
    s.move("tail tip", y=wave(wag * 1.2 * a, 0.24), x=wave(0.0, 0.0, 0.08 * a, 0.2))


def _bow(amplitude: float, lag: float = 0.0):
    """A turn to `amplitude` and, for most of the cycle, a third of it back."""
    return wave(amplitude * 0.65, lag, amplitude * 0.35, lag)


def hop(s: Sketch, wish: Wish, leg: float, ears: float, wag: float) -> None:
    """Crouch on planted feet, leap, tuck the legs, land on the front ones."""
    a = wish.drive
    high = 0.50 * leg * a
    s.move("body", rise=(-high, 0.0, 0.25 * high, 0.0), x=wave(0.15 * a, 0.72))
    for role, lead in (("upper leg", 0.29), ("hind upper leg", 0.21)):
        s.step(role, 0.55 * leg * a, high * 1.45, duty=0.5, lead=lead)
    s.move("torso", x=wave(0.06 * a, 0.80))
    s.move("neck", x=wave(0.10 * a, 0.30))
    s.move("head", x=wave(0.12 * a, 0.36))
    s.move("ear", x=wave(max(ears * 2.2, 0.2) * a, 0.62))
    s.move("tail", x=wave((0.2 + wag * 0.3) * a, 0.5))
    s.move("tail tip", x=wave((0.2 + wag * 0.4) * a, 0.64))
