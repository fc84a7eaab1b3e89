"""Mend: bring an object that has come apart into one piece again.

In     Parts.   Out   Parts, bodies moved; or how far each part has to move over a whole morph.
Raises nothing.  Knows nothing of meshes, documents or Qt.
"""

from __future__ import annotations

import numpy as np

from engine.form import kernel
from engine.form.field import tabulate
from engine.form.outline import outline
from engine.form.parts import Parts
from engine.form.pieces import labels

ATTEMPTS = 5
"""Steps a limb may take to reach the rest."""
ROUNDS = 3
WINDOW = 2
"""Moments to either side from which on a limb moves to where it will be needed."""


def mend(parts: Parts, *, overlap: float = 0.05) -> Parts:
    """Move bodies by the shortest way onto that of the root, so that the union is in one piece.

    Those whose first part comes first are moved first, whole and with all that hangs on them; what is joined already
    stays where it is. `overlap`: how deep the first part must go in, as a share of its least half extent.
    """
    body = labels(parts)
    if body.max(initial=0) == 0:
        return parts
    table, points = tabulate(parts), outline(parts)[:, ::3].copy()
    centre, joint = parts.centre.copy(), parts.joint.copy()
    under = _descendants(parts.parent)
    placed = body == body[0]
    for node in range(1, len(parts)):
        if placed[node]:
            continue
        enough, members = overlap * float(parts.size[node].min()), np.flatnonzero(body == body[node])
        mine = np.unique(np.concatenate([under[member] for member in members]))
        mine = mine[~placed[mine]]
        for _ in range(ATTEMPTS):           # the distance is a lower bound: a step may fall short
            gap, here, there = kernel.closest(table, points, node, placed, enough)
            way = there - here
            length = float(np.linalg.norm(way))
            if gap <= -0.9 * enough or length < 1e-9:
                break
            move = way / length * (gap + enough) * (1.0 if gap > 0.0 else -1.0)
            centre[mine] += move
            joint[mine] += move
            points[mine] += move
            table[mine, kernel.CENTRE:kernel.AXES] += move
        placed[members] = True
    return parts.changed(centre=centre, joint=joint)


def _descendants(parent: np.ndarray) -> list[np.ndarray]:
    """Each part and all that hang on it."""
    under: list[list[int]] = [[node] for node in range(len(parent))]
    for node in range(len(parent) - 1, 0, -1):
        if parent[node] >= 0:
            under[parent[node]] += under[node]
    return [np.array(sorted(nodes)) for nodes in under]


def drawn_together(moments: list[Parts]) -> np.ndarray:
    """How far [moment, part, 3] m each part moves, so that every one of the moments is in one piece.

    Whether a gap is there is a matter of yes or no, but a limb must not jump when it opens: it is on its way before,
    and at the moment itself about as far as `mend` would move it alone. What is apart even so is looked at again.
    """
    total = np.zeros((len(moments), len(moments[0]), 3))
    for _ in range(ROUNDS):
        moved = [parts.changed(centre=parts.centre + move, joint=parts.joint + move)
                 for parts, move in zip(moments, total)]
        needed = np.stack([mend(parts).centre - parts.centre for parts in moved])
        if not needed.any():
            break
        total = total + _ahead(needed)
    return total


def _ahead(moves: np.ndarray) -> np.ndarray:
    """Moves [moment, part, 3] that begin before they are needed and go evenly."""
    far = np.linalg.norm(moves, axis=2)
    count, every = len(moves), np.arange(moves.shape[1])[None]
    near = np.clip(np.arange(count)[:, None] + np.arange(-WINDOW, WINDOW + 1), 0, count - 1)
    widest = moves[near[np.arange(count)[:, None], far[near].argmax(1)], every]
    weights = np.array([1.0, 4.0, 6.0, 4.0, 1.0]) / 16.0
    return np.einsum("k,mkpi->mpi", weights, widest[near])
