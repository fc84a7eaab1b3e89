"""Faces: eyes, brows, mouth, cheeks and nose, one function for each style.

In     a Sketch with a drawn "head" (any role), unit coordinates on it, sizes as shares of its radius r.
Out    the same Sketch with a face: eye (white), wheel (pupils), slat (brows), detail (mouth), side fin (cheeks),
       muzzle (nose).
Raises KeyError where the head is not drawn.   Knows nothing of categories.

Everything sits on the head's skin and looks where the skin looks there, so a face suits any round head. A face is read
from afar by its dark shapes, so pupils are large, and the whites only frame them.
"""

from __future__ import annotations

import math

from engine.training.grammar.sketch import Matrix, Sketch, about_x, about_y, about_z, product
from engine.vocabulary import palettes

ACROSS: Matrix = ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
"""Own y along x, own z (the way a bend leads) up: a bent capsule becomes a smile."""
DARK = (0.07, 0.06, 0.08)
TONGUE = (0.72, 0.24, 0.25)


def _facing(s: Sketch, head: str, at, lean: float = 0.0) -> Matrix:
    """The turn that lets +z look out of the head at `at`, about y and x."""
    piece = s.pieces[head]
    x, y, z = (u / k for u, k in zip(at, piece.size))
    return product(about_y(math.atan2(x, z)), about_x(-math.atan2(y, math.hypot(x, z)) + lean))


def pupils(s: Sketch, r: float, *, head: str = "head", at=(0.38, 0.06, 0.88), size: float = 0.20, tall: float = 1.15,
           iris: float = 0.62, white=palettes.WHITE, colour=palettes.EYE, inward: float = 0.10) -> None:
    """White eyeballs with large dark pupils that look straight ahead and a little inward."""
    eye = r * size
    turn = _facing(s, head, at)
    s.part("eye", head, at, (eye, eye * tall, eye * 0.55), unit=True, anchor=(0.0, 0.0, -0.25), turn=turn,
           symmetry="mirror", colour=white, material="plastic", roughness=0.15, blend=0.003)
    s.part("wheel", "eye", (-inward - 0.12, 0.0, 0.86), (eye * iris, eye * iris * tall * 1.04, eye * 0.26), unit=True,
           anchor=(0.0, 0.0, -0.25), turn=turn, colour=colour, material="plastic", roughness=0.08, blend=0.002)


def beads(s: Sketch, r: float, *, head: str = "head", at=(0.38, 0.05, 0.88), size: float = 0.13, tall: float = 1.3,
          colour=palettes.EYE, glint: bool = True) -> None:
    """Glossy dark ovals, with a white glint up on the outer side."""
    eye = r * size
    turn = _facing(s, head, at)
    s.part("eye", head, at, (eye, eye * tall, eye * 0.6), unit=True, anchor=(0.0, 0.0, -0.3), turn=turn,
           symmetry="mirror", colour=colour, material="plastic", roughness=0.08, blend=0.003)
    if glint:
        s.part("wheel", "eye", (0.30, 0.40, 0.80), (eye * 0.27, eye * 0.30, eye * 0.16), unit=True,
               turn=turn, colour=palettes.WHITE, material="plastic", roughness=0.2, blend=0.002)


def almonds(s: Sketch, r: float, *, head: str = "head", at=(0.46, -0.05, 0.82), size: float = 0.30,
            tilt: float = 0.45, colour=palettes.EYE) -> None:
    """Huge slanted dark eyes, their outer ends up, with a glint: visitors from elsewhere."""
    eye = r * size
    turn = product(_facing(s, head, at), about_z(-tilt))
    s.part("eye", head, at, (eye * 0.72, eye * 1.25, eye * 0.42), unit=True, anchor=(0.0, 0.0, -0.2), turn=turn,
           symmetry="mirror", exponents=(0.0, 0.0), colour=colour, material="plastic", roughness=0.06, blend=0.004)
    s.part("wheel", "eye", (0.25, 0.45, 0.80), (eye * 0.15, eye * 0.20, eye * 0.10), unit=True, turn=turn,
           colour=palettes.WHITE, material="plastic", roughness=0.2, blend=0.002)


def brows(s: Sketch, r: float, colour, *, head: str = "head", at=(0.40, 0.36, 0.84), length: float = 0.20,
          thick: float = 0.050, tilt: float = 0.0) -> None:
    """Two bars over the eyes, arched; `tilt` > 0 raises the outer ends (bold), < 0 the inner ones (worried)."""
    turn = product(product(_facing(s, head, at), about_z(tilt)), ACROSS)
    s.part("slat", head, at, (r * thick, r * length, r * thick), unit=True, turn=turn, symmetry="mirror", bend=-0.22,
           anchor=(-0.3, 0.0, 0.0), exponents=(0.1, 0.3), colour=colour, material="fur", blend=0.004)


def smile(s: Sketch, r: float, colour=DARK, *, head: str = "head", at=(0.0, -0.42, 0.90), width: float = 0.28,
          thick: float = 0.045, curve: float = 0.42) -> None:
    """A line whose ends turn up (down, with a negative curve)."""
    turn = product(_facing(s, head, at), ACROSS)
    s.part("detail", head, at, (r * thick * 1.9, r * width, r * thick), unit=True, turn=turn, bend=curve,
           anchor=(-0.2, 0.0, 0.0), exponents=(0.1, 0.35), colour=colour, roughness=0.5, material="matte", blend=0.003)


def gape(s: Sketch, r: float, colour=DARK, *, head: str = "head", at=(0.0, -0.40, 0.90), width: float = 0.16,
         tall: float = 1.3) -> None:
    """An open mouth: a dark oval set into the face."""
    s.part("detail", head, at, (r * width, r * width * tall, r * width * 0.5), unit=True, anchor=(0.0, 0.0, -0.1),
           turn=_facing(s, head, at), colour=colour, material="matte", blend=0.003)


def nose(s: Sketch, r: float, colour, *, head: str = "head", at=(0.0, -0.12, 0.96), size: float = 0.12,
         material: str = "skin") -> None:
    """A small round nose."""
    s.part("muzzle", head, at, (r * size, r * size * 0.92, r * size * 1.05), unit=True, anchor=(0.0, 0.0, -0.35),
           colour=colour, roughness=0.5, material=material, blend=0.012)


def cheeks(s: Sketch, r: float, colour, *, head: str = "head", at=(0.60, -0.26, 0.72), size: float = 0.14,
           tall: float = 0.75) -> None:
    """Two rosy patches."""
    s.part("side fin", head, at, (r * size, r * size * tall, r * 0.055), unit=True, anchor=(0.0, 0.0, -0.70),
           turn=_facing(s, head, at), symmetry="mirror", colour=colour, material="matte", blend=0.004)
