"""Warm: every compiled function once, on the smallest shapes, so that no artist waits for a compiler.

In     nothing.   Out   nothing but what engine.form.compiling keeps.
Raises nothing.  Knows nothing of scenes, requests or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.bake.bake import bake_morph, bake_object
from engine.bake.openness import openness
from engine.bake.preview import preview
from engine.form.matching import match
from engine.form.mend import mend
from engine.form.object4d import Object4D
from engine.form.parts import Parts, Slot, encode
from engine.form.surface import surface
from engine.recovery.fit import found
from engine.recovery.symmetry import mirror
from engine.recovery.target import target_of_mesh
from engine.vocabulary.materials import MATERIAL, PATTERN


def warm() -> None:
    """Load or compile what previews, bakes and morphs call: some 25 s at the first time, about 1 s ever after."""
    body = Slot(0, size=(0.2, 0.2, 0.2))
    limb = Slot(1, parent=0, attach=(0.0, 0.9, 0.0), anchor=(0.0, -0.9, 0.0), material=MATERIAL["fur"],
                pattern=PATTERN["spots"])
    first, second = (Object4D.from_tokens(encode([body, *more]), scale=1.0, period=1.0) for more in ([], [limb]))
    preview("warm", second, cells=8)
    bake_object("warm", second, times=(0.0,), cycle_of_time=lambda _: 0.0, shaded=True)
    openness([(np.eye(3), np.eye(3), np.eye(3))], np.array([[0, 1, 2]], np.uint32))
    mend(second.parts.changed(centre=second.parts.centre + [[0.0, 0.0, 0.0], [0.0, 9.0, 0.0]]))
    ball = target_of_mesh(*_ball(first.parts), count=200)
    found(ball, mirror(ball))
    bake_morph("warm", *match(first.parts, second.parts), times=(0.0, 1.0), share_of_time=lambda time: time,
               cycle_of_time=lambda _: 0.0)


def _ball(parts: Parts) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and faces of a mesh to fit."""
    mesh = surface(parts, cells=16)
    return mesh.positions.astype(float), mesh.faces.astype(int)
