"""Dress: what the parts are made of and painted with, after they are drawn.

In     a Sketch whose drawer may have left materials open, its Wish.   Out   the same Sketch, every part dressed.
Knows nothing of categories' shapes.

A part that wears the main colour is of the material and pattern asked for; the others are of the object's usual
material, unless the drawer said otherwise.
"""

from __future__ import annotations

from engine.training.grammar.sketch import Sketch
from engine.training.grammar.wish import Wish, shade
from engine.vocabulary.materials import MATERIALS


def dress(sketch: Sketch, wish: Wish) -> None:
    plain_second = _contrast(wish.main, wish.accent)
    for piece in sketch.pieces.values():
        worn = piece.colour is wish.main
        if worn and piece.pattern == "plain":
            piece.pattern, piece.grain = wish.pattern, wish.grain
        if piece.second is None:
            piece.second = plain_second if piece.pattern == wish.pattern else shade(piece.colour, 0.7)
        if not piece.material:
            piece.material = wish.material if worn else _of_small(piece, wish)
        row = MATERIALS[piece.material]
        piece.roughness = row.roughness if piece.roughness is None or worn else piece.roughness
        piece.metallic = row.metallic if piece.metallic is None or worn else piece.metallic
        piece.glow = row.glow if piece.glow is None or worn else piece.glow


def _of_small(piece, wish: Wish) -> str:
    """What a part of another colour is of, by the drawer's own numbers."""
    if piece.glow:
        return "emissive"
    if piece.metallic:
        return "metal"
    if piece.roughness is not None and piece.roughness < 0.3:
        return "plastic"
    return wish.usual if piece.roughness is None or wish.usual != "metal" else "matte"


def _contrast(main, accent):
    """A colour for the pattern that can be told from the main one."""
    if sum((x - y) ** 2 for x, y in zip(main, accent)) > 0.08:
        return accent
    return shade(main, 0.45) if sum(main) > 0.9 else shade(main, 1.6)
