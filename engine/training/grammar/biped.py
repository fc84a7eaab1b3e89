"""Biped: arms, legs and ways to move of whatever walks on two legs.

In     a Sketch with a body and a torso, joints in the object's frame, radii, looks (colour, material, ...).
Out    the same Sketch with arms and legs, moving as its Wish's verb says.
Raises KeyError where the parent is not drawn.   Knows nothing of categories.
"""

from __future__ import annotations

from engine.training.grammar import gaits
from engine.training.grammar.sketch import Sketch, about_x, product, wave
from engine.training.grammar.wish import Wish


def arms(s: Sketch, wish: Wish, parent: str, shoulder, elbow, wrist, thick: float, upper: dict, lower: dict,
         hand: dict, palm: float, *, blend: float = 0.02, thumb: bool = True) -> None:
    """A mirrored pair; when waving, one raised arm and, in the hind-leg slots, the other one hanging."""
    waving = wish.verb == "wave"
    roles = ("hind upper leg", "hind lower leg", "hind foot") if waving else ("upper arm", "lower arm", "hand")
    s.limb(roles[0], parent, shoulder, elbow, thick, thick * 0.84, hang=True, symmetry="one" if waving else "mirror",
           blend=blend, **upper)
    s.limb(roles[1], roles[0], s.end(roles[0], 0.88), wrist, thick * 0.80, thick * 0.62, hang=True, blend=blend * 0.6,
           **lower)
    s.part(roles[2], roles[1], s.end(roles[1], 0.90), (palm * 0.56, palm * 1.0, palm * 0.80),
           anchor=(0.0, 0.62, 0.0), exponents=(0.2, 0.25), taper=0.10, blend=0.012, **hand)
    if not waving:
        if thumb:
            s.limb("wing tip", "hand", s.pieces["hand"].point((-0.2, 0.35, 0.55)),
                   s.pieces["hand"].point((-0.75, -0.45, 1.25)), palm * 0.26, palm * 0.22, hang=True, reach=0.7,
                   blend=0.010, **hand)
        return
    reach = shoulder[1] - elbow[1]
    a = (-shoulder[0], shoulder[1], shoulder[2])
    b = (a[0] - reach * 0.88, a[1] + reach * 0.26, a[2] + 0.03)
    s.limb("upper arm", parent, a, b, thick, thick * 0.84, blend=blend, **upper)
    c = (b[0] - reach * 0.14, b[1] + reach * 0.88, b[2] + 0.06)
    s.limb("lower arm", "upper arm", s.end("upper arm", 0.88), c, thick * 0.80, thick * 0.62, blend=blend * 0.6,
           **lower)
    s.part("hand", "lower arm", s.end("lower arm", 0.90), (palm * 0.84, palm * 1.0, palm * 0.50),
           anchor=(0.0, -0.62, 0.0), exponents=(0.2, 0.25), taper=0.10, blend=0.012, **hand)
    if thumb:
        s.limb("wing tip", "hand", s.pieces["hand"].point((0.6, -0.30, 0.1)),
               s.pieces["hand"].point((1.35, 0.50, 0.1)), palm * 0.26, palm * 0.22, reach=0.7, blend=0.010, **hand)


def legs(s: Sketch, x: float, hip: float, ankle: float, thick: float, upper: dict, lower: dict, foot: dict,
         sole: tuple[float, float, float], *, blend: float = 0.025, knee: float = 0.028) -> None:
    """A mirrored pair whose knees are a little bent forward, so that the feet can be reached from any step."""
    mid = (x * 1.04, (hip + ankle) * 0.51, knee)
    s.limb("upper leg", "body", (x, hip, 0.0), mid, thick, thick * 0.78, hang=True, symmetry="mirror", blend=blend,
           **upper)
    s.limb("lower leg", "upper leg", s.end("upper leg", 0.88), (x * 1.06, ankle, -0.010), thick * 0.80, thick * 0.62,
           hang=True, blend=blend * 0.6, **lower)
    s.part("foot", "lower leg", s.end("lower leg", 0.92), sole, anchor=(0.0, 0.30, -0.40), exponents=(0.25, 0.40),
           taper=-0.18, blend=0.010, **foot)


def move(s: Sketch, wish: Wish, leg: float) -> None:
    """Walk, run, wave, hop, nod, sway, dance; standing still they breathe. `leg`: its length, object units."""
    a = wish.drive
    if wish.verb in ("walk", "run"):
        gaits.two_legs(s, wish, leg * 0.62, leg * 0.14, bob=0.020)
        run = wish.verb == "run"
        s.move("foot", x=wave(0.16 * a, 0.45))
        s.move("torso", x=wave(0.0, 0, 0.03 * a, 0.05))
        s.move("head", y=wave(0.07 * a, 0.5), x=wave(0.0, 0, 0.04 * a, 0.2))
        s.move("lower arm", x=wave(-0.22 * a if run else -0.06 * a, 0.1))
        s.move("back", x=wave(0.0, 0, (0.20 if run else 0.08) * a, 0.3))
        s.move("tail", x=wave(0.0, 0, 0.12 * a, 0.3))
        s.move("ear", x=wave(0.0, 0, 0.06 * a, 0.25))
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
    elif wish.verb == "dance":
        _dance(s, a)
    elif wish.verb == "nod":
        s.move("head", x=wave(0.20 * a), y=wave(0.0, 0, 0.16 * a, 0.2))
        s.move("neck", x=wave(0.06 * a, 0.05))
        s.move("torso", x=wave(0.03 * a, 0.1))
        s.move("upper arm", x=wave(0.05 * a, 0.2))
        s.move("ear", x=wave(0.10 * a, 0.15))
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
    elif wish.verb == "still":
        s.move("torso", swell=(0.006, 0.0))
        s.move("head", x=wave(0.02, 0.15), y=wave(0.03, 0.4))
        s.move("upper arm", z=wave(0.02, 0.05))


def _dance(s: Sketch, a: float) -> None:
    """The hips swing from leg to leg, two bounces a bar; the arms pump in turn, the chest and head answer."""
    s.move("body", drift=(0.045 * a, 0.0), z=wave(-0.11 * a, 0.02), y=wave(0.16 * a, 0.1),
           rise=wave(0.0, 0, 0.022 * a, 0.5))
    s.move("torso", z=wave(0.22 * a, 0.02), y=wave(-0.26 * a, 0.1), x=wave(0.0, 0, 0.05 * a))
    s.move("head", z=wave(-0.16 * a, 0.08), x=wave(0.0, 0, 0.09 * a, 0.1))
    s.move("upper leg", z=wave(0.10 * a, 0.02), x=wave(-0.20 * a, 0.0, 0.10 * a, 0.5), offset=0.5)
    s.move("lower leg", x=wave(0.40 * a, 0.0, -0.08 * a, 0.5))
    s.move("foot", x=wave(-0.18 * a, 0.0))
    s.move("upper arm", z=wave(0.50 * a, 0.0, 0.12 * a, 0.1), x=wave(-0.45 * a, 0.0), offset=0.5)
    s.move("lower arm", x=wave(-0.55 * a, 0.06), z=wave(0.20 * a, 0.1))
    s.move("hand", x=wave(0.0, 0, 0.25 * a, 0.1))
    s.move("back", z=wave(0.16 * a, 0.2))
    s.move("tail", z=wave(0.25 * a, 0.25))
    s.move("ear", z=wave(0.14 * a, 0.25))


def fingers(s: Sketch, count: int, palm: float, look: dict, *, spread: float = 0.5) -> None:
    """Thick fingers round the end of a hand, spread like a flower's petals."""
    hand = s.pieces["hand"]
    end = 1.0 if hand.anchor[1] < 0 else -1.0
    s.part("wing tip", "hand", (0.0, 0.60 * end, 0.40), (palm * 0.22, palm * 0.70, palm * 0.22), unit=True,
           anchor=(0.0, -0.75 * end, 0.0), turn=product(hand.pose, about_x(spread * end)), symmetry="radial",
           count=count, blend=0.010, exponents=(0.0, 0.3), **look)
