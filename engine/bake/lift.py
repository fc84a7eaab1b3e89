"""Lift shells onto the blended surface.

In     Shells at one moment, the moment's Field.   Out   positions, shading normals and visibility of the vertices.
Knows nothing of time, skins, files or Qt.

Vertices move along their part's own normal only, so a convex part hardly folds: six damped secant steps on a
scalar height h with F(p + h n) = level. What another part covers stays inside. Where another part rules, the shell dips
a hair below the surface, so that of two shells in one blend the one whose colour it is lies on top.
Shading normals are the field's gradients: from the mesh they would show every seam.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from engine.bake.shells import Shells
from engine.form import kernel
from engine.form.compiling import compiled
from engine.form.field import Field
from engine.form.hanging import smooth

STEPS, DAMPING, LEAST_SLOPE = 6, 0.9, 0.35
MARGIN, STEP, BELOW, ABOVE = 0.004, 0.02, 0.006, 0.008
"""Shares of the diagonal: exposure's margin, longest step, how far below and above a vertex may go beside the blend."""
DIP, DIP_RATE = 0.02, 0.5
VISIBLE = 0.003
RULES = 0.0005
"""Share of the diagonal by which another part may be nearer before it counts as ruling."""


@dataclass(frozen=True)
class Lifted:
    positions: np.ndarray     # [vertex, 3] m
    normals: np.ndarray       # [vertex, 3] unit, of the field
    shown: np.ndarray         # [vertex] bool: on the surface, and its own part rules there


def lift(shells: Shells, field: Field, smoothing: sparse.csr_array, diagonal: float) -> Lifted:
    """The shells on the union's surface; `smoothing` as of `averaging`, `diagonal` [m] the object's size."""
    points, normals = shells.points(field)
    distance, slope, width = field.both(points)
    margin = 0.25 * width + MARGIN * diagonal
    exposed = smooth((distance + 0.25 * width + margin) / margin)
    most = 0.3 * width + ABOVE * diagonal
    height, level = np.zeros(len(points)), np.zeros(len(points))
    at = points
    # what is wholly covered stays where it is, so nothing needs to be known of the field there
    moving = np.flatnonzero(exposed > 0.0)
    for step in range(STEPS):
        along = (slope * normals).sum(1).clip(LEAST_SLOPE, None)
        move = ((level - distance) / along).clip(-STEP * diagonal, STEP * diagonal)
        height = (height + DAMPING * exposed * move).clip(-BELOW * diagonal, most)
        if step in (1, 3):
            height += 0.5 * (1.0 - exposed) * (smoothing @ height - height)
        at = points + height[:, None] * normals
        distance[moving], slope[moving], _ = field.both(at[moving])
        if step in (1, 3):
            level[moving] = -(DIP_RATE * _ruled_by_other(shells, field, at, moving)).clip(0.0, DIP * diagonal)
    shading = slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-12)
    shown = (distance > -VISIBLE * diagonal) & (level > -DIP_RATE * RULES * diagonal) & (exposed > 0.0)
    return Lifted(at, shading, shown)


def averaging(shells: Shells) -> sparse.csr_array:
    """The mean over each vertex's neighbours, as a matrix [vertex, vertex]."""
    edges = shells.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2).astype(np.int64)
    count = len(shells.part)
    ones = np.ones(len(edges))
    joined = sparse.csr_array((ones, (edges[:, 0], edges[:, 1])), shape=(count, count))
    joined = ((joined + joined.T) > 0).astype(np.float64)
    return sparse.diags_array(1.0 / joined.sum(1)) @ joined


def _ruled_by_other(shells: Shells, field: Field, points: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """How much nearer [m] another part is than each chosen vertex's own: 0 where its own part rules."""
    own, least = np.empty(len(chosen)), np.empty(len(chosen))
    ends = np.searchsorted(chosen, shells.starts)
    for part in range(len(field.parts)):
        span = slice(ends[part], ends[part + 1])
        own[span] = field.part_distance(points[chosen[span]], part)
    nearest_at(field.table, points[chosen], least)
    return (own - least).clip(0.0, None)


@compiled
def nearest_at(table, points, out):
    """Least distance [m] of any part at each point."""
    parts = len(table)
    chosen = np.arange(parts)
    distances, gradients, index = np.empty(parts), np.empty((parts, 3)), np.empty(parts, np.int64)
    for i in range(len(points)):
        out[i] = kernel.gather(table, chosen, parts, points[i, 0], points[i, 1], points[i, 2],
                               distances, gradients, index, False)[0]
