"""Score: how well parts stand for a mesh.

In     vertices [vertex, 3] m and faces [face, 3] of a mesh; Parts in the same frame.
Out    F-score, precision and recall at a share of the diagonal; which thin limbs the mesh has, which the parts keep.
Raises RecoveryError for a mesh that is none, SurfaceError (engine.form.surface) for parts without a surface.
Knows nothing of how parts are fitted.

F-score as Knapitsch et al. 2017: of points spread evenly over either surface, the share no farther than the distance
from the other; the mesh's points are those that air reaches, the parts' those of their smooth union. A thin limb
(engine.recovery.limbs) is kept where KEPT of its points are within the distance of the union.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import KDTree

from engine.form.parts import Parts
from engine.form.surface import surface
from engine.recovery.limbs import limbs
from engine.recovery.target import Target, sampled, target_of_mesh

WITHIN = 0.02
POINTS = 20_000
CELLS = 192
KEPT = 0.95


@dataclass(frozen=True)
class Score:
    f: float
    precision: float
    recall: float
    limbs: int              # thin limbs of the mesh
    kept: int               # of them, those that the parts keep


def scored(vertices: np.ndarray, faces: np.ndarray, parts: Parts, *, within: float = WITHIN,
           target: Target | None = None) -> Score:
    """How well the parts' union stands for the mesh."""
    target = target or target_of_mesh(vertices, faces)
    union = surface(parts, cells=CELLS)
    own = sampled(union.positions.astype(float), union.faces.astype(int), POINTS, np.random.default_rng(1))[0]
    far = KDTree(own).query(target.points)[0] / target.size
    precision = float((KDTree(target.dense).query(own)[0] < within * target.size).mean())
    recall = float((far[target.even] < within).mean())
    found = limbs(target)
    kept = [limb for limb in found if (far[limb] < within).mean() >= KEPT]
    return Score(2.0 * precision * recall / max(precision + recall, 1e-9), precision, recall, len(found), len(kept))
