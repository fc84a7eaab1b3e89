"""Placing: fitted shapes as the Parts of an object.

In     shapes (engine.recovery.superquadric), roles, parents, mirror partners and joints; colours.
Out    Parts, parents first, each slot's copies numbered.
Raises nothing.  Knows nothing of meshes, networks or documents.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from engine.form.motion import posed
from engine.form.parts import REFLECT_X, RISES, Parts
from engine.recovery import superquadric as sq
from engine.vocabulary.slots import MOTION, ROLES

BLEND, MOST = 0.12, 0.008
"""A part's blend: a share of its smallest half extent, at most a share of the whole object's size."""
GREY = 0.62


def bare(shapes: np.ndarray, size: float, colours: np.ndarray | None = None) -> Parts:
    """Shapes as parts that hang on nothing yet: all of the first role, turning about their middles.

    `size` of the object [m]; `colours` [shape, 3] sRGB 0..1.
    """
    count = len(shapes)
    zero, half = np.zeros(count), np.exp(shapes[:, sq.SIZE])
    rows = {
        "slot": np.zeros(count, int), "copy": np.arange(count), "parent": np.full(count, -1),
        "centre": shapes[:, sq.CENTRE].copy(), "rotation": shapes[:, sq.AXES].reshape(-1, 3, 3).copy(), "size": half,
        "exponents": shapes[:, sq.ROUND].copy(), "taper": shapes[:, sq.TAPER].copy(), "bend": shapes[:, sq.BEND].copy(),
        "shell": zero, "open": zero, "blend": np.minimum(BLEND * half.min(1), MOST * size),
        "colour": np.full((count, 3), GREY) if colours is None else colours,
        "surface": np.tile([0.6, 0.0, 0.0], (count, 1)), "material": np.zeros(count, int),
        "pattern": np.zeros(count, int), "second": np.full((count, 3), 0.5), "grain": np.full(count, 0.3),
        "relief": zero, "joint": shapes[:, sq.CENTRE].copy(), "frame": np.tile(np.eye(3), (count, 1, 1)),
        "motion": np.zeros((count, MOTION.stop - MOTION.start)), "phase": zero, "turned": zero,
        "rise": np.zeros((count, RISES)),
    }
    return Parts(**{f.name: rows[f.name] for f in fields(Parts)})


def hung(parts: Parts, role: np.ndarray, parent: np.ndarray, partner: np.ndarray, joint: np.ndarray,
         middle: float) -> tuple[Parts, np.ndarray]:
    """(Parts with their roles, each after its parent, and of each which of `parts` it was).

    Of two that are each other's mirror image the one on the object's left, x above `middle` [m], is the first copy;
    the other moves as its reflection.
    """
    order = _order(role, parent, parts.centre[:, 0] < middle)
    number = np.empty(len(order), int)
    number[order] = np.arange(len(order))
    copy, seen = np.empty(len(order), int), np.zeros(len(ROLES), int)
    for place, index in enumerate(order.tolist()):
        copy[place] = seen[role[index]]
        seen[role[index]] += 1
    above = parent[order]
    images = (partner != np.arange(len(partner))) & (parts.centre[:, 0] < middle)
    frame = np.where(images[:, None, None], REFLECT_X, np.eye(3))
    out = parts.take(order).changed(slot=role[order], copy=copy, parent=np.where(above < 0, -1, number[above]),
                                    joint=joint[order], frame=frame[order])
    return out, order


def _order(role: np.ndarray, parent: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Parents before children; by depth, role, side and number."""
    depth = np.zeros(len(parent), int)
    for index in range(len(parent)):
        up = parent[index]
        while up >= 0:
            depth[index] += 1
            up = parent[up]
    return np.lexsort((np.arange(len(parent)), image, role, depth))


def parts_turned(parts: Parts, angle: float) -> Parts:
    """The parts turned about the vertical axis through the origin by `angle` rad."""
    turn = about_y(angle)
    return parts.changed(centre=parts.centre @ turn.T, joint=parts.joint @ turn.T, rotation=turn @ parts.rotation)


def about_y(angle: float) -> np.ndarray:
    """The turn [3, 3] about the vertical, counter-clockwise from above, by `angle` rad."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def carried_along(parts: Parts, joints: np.ndarray, weights: np.ndarray, before: np.ndarray,
                  now: np.ndarray) -> Parts:
    """The parts where the vertices that hang on them have gone, from `before` to `now` [vertex, 3] m, each stiffly: the
    rotation and shift that fit best (Kabsch 1976). `joints`, `weights` [vertex, 4].
    """
    if np.abs(now - before).max(initial=0.0) < 1e-9:
        return parts
    matrices = np.tile(np.eye(4), (len(parts), 1, 1))
    for part in range(len(parts)):
        share = np.where(joints == part, weights, 0.0).sum(1)
        mine = np.flatnonzero(share > 0.05)
        if len(mine) < 3:
            continue
        weight = share[mine] / share[mine].sum()
        old, new = weight @ before[mine], weight @ now[mine]
        u, _, v = np.linalg.svd(((before[mine] - old) * weight[:, None]).T @ (now[mine] - new))
        turn = v.T @ np.diag([1.0, 1.0, np.sign(np.linalg.det(v.T @ u.T))]) @ u.T
        matrices[part, :3, :3], matrices[part, :3, 3] = turn, new - turn @ old
    return posed(parts, matrices)
