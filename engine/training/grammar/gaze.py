"""Gaze: the eyes of creatures, which look sideways as much as ahead.

In     a Sketch whose head is drawn, where the eye sits in the head's unit coordinates, its radius [object units].
Out    the same Sketch with eyes, mirrored: an eyeball, its pupil and the light in it.
Raises KeyError where the host is not drawn.   Knows nothing of categories.
"""

from __future__ import annotations

from engine.training.grammar.sketch import Sketch, about_x, about_y, product
from engine.vocabulary import palettes

Unit = tuple[float, float, float]


def eyes(s: Sketch, at: Unit, radius: float, *, look: float = 0.6, up: float = 0.0, out: float = -0.25,
         ball=palettes.WHITE, iris=palettes.EYE, pupil: str = "detail", light: str = "handle",
         slit: float = 0.62, host: str = "head") -> None:
    """A pair of eyes on `host`, turned outwards by `look` and upwards by `up` [rad].

    `out`: how deep they sit, -0.9 hidden .. 0 proud. `slit`: the pupil's width as a share of the eye's (its height is
    0.66 of it). Without `pupil` or `light` (empty names) that part is left out.
    """
    turn = product(about_y(look), about_x(-up))
    s.part("eye", host, at, (radius, radius * 1.06, radius * 0.72), unit=True, anchor=(0.0, 0.0, out), turn=turn,
           symmetry="mirror", colour=ball, roughness=0.10, material="plastic", blend=0.004)
    dark = "eye"
    if pupil:
        s.part(pupil, "eye", (-0.12, 0.0, 0.74), (radius * slit, radius * 0.70, max(radius * 0.30, 0.004)),
               unit=True, turn=turn, colour=iris, roughness=0.06, material="plastic", blend=0.003)
        dark = pupil
    if light:
        s.part(light, dark, (0.30, 0.34, 0.72), (radius * 0.20, radius * 0.20, max(radius * 0.10, 0.004)),
               unit=True, turn=turn, colour=(1.0, 1.0, 1.0), roughness=0.2, glow=0.4, material="plastic", blend=0.002)
